//! Words to hits: the vocabulary, entities, lexicon entries, and all phrases of all rules as one automaton.
//!
//! Knows no rules and no formats. `document` gives words as ranges of a prose; here they arrive as [`Text`].
//! A scan has three layers, each seeing the hits of those before it: entities, lexicon entries, phrases.

mod automaton;
mod entity;
mod flat;
mod hash;
mod inflect;
mod lexicon;
mod lookup;
mod phrase;
mod postings;
mod scan;
mod scratch;
mod spelling;
mod stream;
mod table;
mod value;
mod vocabulary;

pub use hash::FastMap;
pub use inflect::forms;
pub use lexicon::{Entry, EntryId, Lexicon, LexiconId};
pub use lookup::Scan;
pub use phrase::{PhraseError, phrase_words};
pub use scan::{Builder, Matcher, check};
pub use value::{DatePrecision, EntityKind, Value};

/// A text to scan.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// The readable text that the tokens point into.
    pub prose: &'a str,
    /// The words in reading order.
    pub tokens: &'a [Token],
}

/// A word of a [`Text`].
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// First byte in the prose.
    pub start: u32,
    /// One past the last byte in the prose.
    pub end: u32,
    /// The number of its sentence: phrases and entities never cross from one sentence into the next, except postal
    /// addresses, which may run over several.
    pub sentence: u32,
    /// The number of its block.
    pub block: u32,
    /// What the tokeniser says it is.
    pub kind: TokenKind,
    /// It stands in a link's title or target: only entities and lexicon entries count here, no phrases.
    pub link: bool,
}

/// What the tokeniser says a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, perhaps with digits.
    Word,
    /// Digits with separators.
    Number,
    /// An e-mail address.
    Email,
    /// A URL.
    Url,
    /// `&`, `§`, `%`, `$`, `€`, `£`, `©`, `+`.
    Sign,
}

/// A phrase of a rule, as `rule` hands it over.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// A word. A base form matches its inflections, any other form itself; a lower-case word matches any case, a
    /// capitalised one itself or all capitals, one in capitals (`US`) only capitals, with or without dots. `exact`:
    /// this form only, in either spelling (`honor`, `honour`), case as before.
    Word {
        /// As written in the rule.
        text: String,
        /// Written with `=`.
        exact: bool,
    },
    /// One of several sequences; an empty sequence makes it optional.
    Alternatives(Vec<Vec<Part>>),
    /// Up to five words, inside one sentence.
    Gap,
    /// An entity, captured under a slot number.
    Entity {
        /// Which kind.
        kind: EntityKind,
        /// The capture slot, as numbered by `rule`.
        slot: u16,
    },
    /// An entry of a lexicon, captured under a slot number.
    Entry {
        /// Which lexicon.
        lexicon: LexiconId,
        /// The capture slot, as numbered by `rule`.
        slot: u16,
    },
}

/// Names a phrase that was added to a [`Builder`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct PhraseId(pub u32);

/// A range of words `[start, end)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Words {
    /// First word.
    pub start: u32,
    /// One past the last word.
    pub end: u32,
}

/// An entity found in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct EntityHit {
    /// Where.
    pub words: Words,
    /// What, with its value.
    pub value: Value,
}

/// A lexicon entry found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryHit {
    /// Where.
    pub words: Words,
    /// In which lexicon.
    pub lexicon: LexiconId,
    /// Which entry.
    pub entry: EntryId,
}

/// What a capture slot of a phrase holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Captured {
    /// Index into [`Hits::entities`].
    Entity(u32),
    /// Index into [`Hits::entries`].
    Entry(u32),
}

/// A phrase found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhraseHit {
    /// Where, from the first to the last word.
    pub words: Words,
    /// Captures by slot, sorted by slot.
    pub captures: Vec<(u16, Captured)>,
}

/// All that a scan found.
#[derive(Clone, Debug, Default)]
pub struct Hits {
    /// Entities, sorted by start, then kind. Hits of one kind do not overlap each other; kinds may.
    pub entities: Vec<EntityHit>,
    /// Lexicon entries, sorted by start. Within one lexicon leftmost, longest, not overlapping.
    pub entries: Vec<EntryHit>,
    /// Hits by phrase id: leftmost, longest, not overlapping within one phrase.
    pub phrases: Vec<Vec<PhraseHit>>,
}
