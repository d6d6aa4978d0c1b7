//! A text that was read once, in which phrases are looked for when they are asked for and where they are asked for.
//!
//! Most phrases of most rules are never asked for: their rarest words are not there, or what they stand beside is not. A
//! look-up starts from the places of the phrase's rarest words and costs what there are of these.

use super::automaton::Automaton;
use super::phrase::Takes;
use super::postings::Postings;
use super::scratch::Scratch;
use super::stream::{Starts, Stream};
use super::vocabulary::{ClassId, Symbol, Vocabulary};
use super::{EntityHit, EntityKind, EntryHit, PhraseHit, PhraseId, Token, Words};
use std::cell::RefCell;

/// Sentences that hold a phrase's rarest words are looked at one by one when there are so many times more words to start
/// from.
const RARER: u32 = 4;

/// A text, read.
pub struct Scan<'a> {
    vocabulary: &'a Vocabulary,
    phrases: &'a Automaton,
    whole: &'a [bool],
    tokens: Vec<Token>,
    symbols: Vec<Symbol>,
    /// Entities, sorted by start, then kind. Hits of one kind do not overlap each other; kinds may.
    pub entities: Vec<EntityHit>,
    /// Lexicon entries, sorted by start. Within one lexicon leftmost, longest, not overlapping.
    pub entries: Vec<EntryHit>,
    entities_at: Starts,
    entries_at: Starts,
    /// By kind of entity: where some start.
    by_kind: Vec<Vec<u32>>,
    /// By lexicon: where entries start.
    by_lexicon: Vec<Vec<u32>>,
    postings: Postings,
    /// By phrase: at most so many hits it has.
    most: Vec<u32>,
    trial: RefCell<Scratch>,
}

impl<'a> Scan<'a> {
    pub(super) fn new(
        (vocabulary, phrases, whole): (&'a Vocabulary, &'a Automaton, &'a [bool]),
        (tokens, symbols): (Vec<Token>, Vec<Symbol>),
        entities: Vec<EntityHit>,
        entries: Vec<EntryHit>,
    ) -> Self {
        let mut by_kind = vec![Vec::new(); EntityKind::ALL.len()];
        for hit in &entities {
            push_at(&mut by_kind, hit.value.kind() as usize, hit.words.start);
        }
        let mut by_lexicon = Vec::new();
        for hit in &entries {
            push_at(&mut by_lexicon, hit.lexicon.0 as usize, hit.words.start);
        }
        let mut scan = Self {
            vocabulary,
            phrases,
            whole,
            postings: Postings::of(vocabulary, &tokens, &symbols),
            most: Vec::new(),
            entities_at: Starts::new(entities.iter().map(|hit| hit.words.start), tokens.len()),
            entries_at: Starts::new(entries.iter().map(|hit| hit.words.start), tokens.len()),
            by_kind,
            by_lexicon,
            tokens,
            symbols,
            entities,
            entries,
            trial: RefCell::new(phrases.scratch()),
        };
        scan.most = (0..phrases.len() as u32).map(|phrase| scan.most_of(phrase)).collect();
        scan
    }

    /// At most so many hits a phrase has; 0 when it has none.
    pub fn most(&self, phrase: PhraseId) -> u32 {
        self.most.get(phrase.0 as usize).copied().unwrap_or_default()
    }

    fn most_of(&self, phrase: u32) -> u32 {
        let mut most = u32::MAX;
        for set in self.phrases.required(phrase) {
            most = most.min(self.held(set));
            if most == 0 {
                return 0;
            }
        }
        most.min(self.starts(phrase))
    }

    /// How many places there are from which a phrase may start.
    fn starts(&self, phrase: u32) -> u32 {
        self.phrases.firsts(phrase).map(|(_, takes)| self.starts_of(takes)).sum()
    }

    /// Whether a match of the phrase may leave its sentence: then it must be looked for in the whole text.
    pub fn is_whole(&self, phrase: PhraseId) -> bool {
        self.whole.get(phrase.0 as usize).copied().unwrap_or_default()
    }

    /// The hits of a phrase in some ranges of words, which rise and hold whole sentences: leftmost, longest, not
    /// overlapping.
    pub fn phrase(&self, phrase: PhraseId, ranges: &[(u32, u32)]) -> Vec<PhraseHit> {
        if self.most(phrase) == 0 || ranges.is_empty() {
            return Vec::new();
        }
        let rarest = self.phrases.required(phrase.0).min_by_key(|set| self.held(set));
        let starts = self.starts(phrase.0);
        match rarest.filter(|set| self.held(set).saturating_mul(RARER) < starts) {
            Some(set) => self.trials(phrase, &self.sentences_with(set, ranges)),
            None => self.trials(phrase, ranges),
        }
    }

    /// How many words of a set of classes the text holds, at most.
    fn held(&self, set: &[ClassId]) -> u32 {
        set.iter().map(|class| self.postings.count(*class)).sum()
    }

    fn starts_of(&self, takes: Takes) -> u32 {
        match takes {
            Takes::Word(class) => self.postings.count(class),
            Takes::Entity(kind, _) => self.by_kind.get(kind as usize).map_or(0, |at| at.len() as u32),
            Takes::Entry(lexicon, _) => self.by_lexicon.get(lexicon.0 as usize).map_or(0, |at| at.len() as u32),
        }
    }

    /// The sentences in some ranges that hold a word of a set of classes, as ranges of words.
    fn sentences_with(&self, set: &[ClassId], ranges: &[(u32, u32)]) -> Vec<(u32, u32)> {
        let mut places: Vec<u32> = Vec::new();
        for word in set.iter().flat_map(|class| self.vocabulary.members(*class)) {
            within(self.postings.places(*word), ranges, |at| places.push(at));
        }
        places.sort_unstable();
        let mut sentences: Vec<(u32, u32)> = Vec::new();
        for at in places {
            if sentences.last().is_none_or(|(_, end)| *end <= at) {
                sentences.push(self.sentence(at));
            }
        }
        sentences
    }

    /// The words of the sentence in which a word stands.
    fn sentence(&self, at: u32) -> (u32, u32) {
        let place = |at: u32| self.tokens.get(at as usize).map(|t| (t.sentence, t.block));
        let here = place(at);
        let (mut first, mut end) = (at, at + 1);
        while first.checked_sub(1).is_some_and(|before| place(before) == here) {
            first -= 1;
        }
        while here.is_some() && place(end) == here {
            end += 1;
        }
        (first, end)
    }

    /// Tries a phrase wherever one of its first words stands in some ranges.
    fn trials(&self, phrase: PhraseId, ranges: &[(u32, u32)]) -> Vec<PhraseHit> {
        let mut hits: Vec<PhraseHit> = Vec::new();
        let mut scratch = self.trial.borrow_mut();
        let mut begins = std::mem::take(&mut scratch.candidates);
        begins.clear();
        for (first, takes) in self.phrases.firsts(phrase.0) {
            self.begins(takes, ranges, |at| begins.push((at, first)));
        }
        begins.sort_unstable();
        begins.dedup();
        let stream = self.stream();
        let mut free = 0;
        for here in begins.chunk_by(|a, b| a.0 == b.0) {
            let Some((at, _)) = here.first().copied().filter(|(at, _)| *at >= free) else { continue };
            let found = self.phrases.longest(here.iter().map(|(_, first)| *first), at, &stream, &mut scratch);
            if let Some(hit) = found {
                let words = Words { start: at, end: hit.end };
                hits.push(PhraseHit { words, captures: scratch.captures(hit.captures) });
                free = hit.end;
            }
        }
        scratch.candidates = begins;
        hits
    }

    /// Where in some ranges something stands that a position takes.
    fn begins(&self, takes: Takes, ranges: &[(u32, u32)], mut each: impl FnMut(u32)) {
        match takes {
            Takes::Word(class) if self.postings.count(class) == 0 => {}
            Takes::Word(class) => {
                for word in self.vocabulary.members(class) {
                    within(self.postings.places(*word), ranges, |at| {
                        let symbol = self.symbols.get(at as usize).copied().unwrap_or_default();
                        if self.vocabulary.meets_case(symbol, class) {
                            each(at);
                        }
                    });
                }
            }
            Takes::Entity(kind, _) => {
                within(self.by_kind.get(kind as usize).map_or(&[], Vec::as_slice), ranges, each);
            }
            Takes::Entry(lexicon, _) => {
                within(self.by_lexicon.get(lexicon.0 as usize).map_or(&[], Vec::as_slice), ranges, each);
            }
        }
    }

    fn stream(&self) -> Stream<'_> {
        Stream {
            tokens: &self.tokens,
            symbols: &self.symbols,
            vocabulary: self.vocabulary,
            entities: &self.entities,
            entities_at: &self.entities_at,
            entries: &self.entries,
            entries_at: &self.entries_at,
            links: false,
            postings: Some(&self.postings),
        }
    }

    /// How often a word was offered to a position of a phrase.
    #[cfg(test)]
    pub fn work(&self) -> u64 {
        self.trial.borrow().work
    }
}

/// The places, which rise, that lie in one of some ranges, which rise, too.
fn within(places: &[u32], ranges: &[(u32, u32)], mut each: impl FnMut(u32)) {
    if ranges.len() > places.len() {
        for at in places {
            let range = ranges.partition_point(|(_, end)| *end <= *at);
            if ranges.get(range).is_some_and(|(first, _)| *first <= *at) {
                each(*at);
            }
        }
        return;
    }
    let mut rest = places;
    for (first, end) in ranges {
        let from = rest.partition_point(|at| *at < *first);
        rest = rest.get(from..).unwrap_or_default();
        let to = rest.partition_point(|at| *at < *end);
        rest.get(..to).unwrap_or_default().iter().for_each(|at| each(*at));
        rest = rest.get(to..).unwrap_or_default();
    }
}

fn push_at(all: &mut Vec<Vec<u32>>, index: usize, at: u32) {
    if all.len() <= index {
        all.resize_with(index + 1, Vec::new);
    }
    if let Some(places) = all.get_mut(index) {
        places.push(at);
    }
}
