//! One phrase as a small automaton: a position for each of its words and captures, with the positions that may follow
//! (Glushkov's construction). Alternatives are not expanded, so that a phrase costs what it is long.

use super::vocabulary::{ClassId, Vocabulary, before_is, before_not, case, is_apostrophe, normalise};
use super::{EntityKind, LexiconId, Part, inflect, spelling};

/// The widest gap that `...` stands for, in words.
const GAP: u8 = 5;
/// The most words and captures that one phrase may have, its alternatives counted together.
const MOST_POSITIONS: usize = 2_000;
/// The most transitions between them.
const MOST_EDGES: usize = 50_000;
/// The largest set of words of which one is required.
const LARGEST_SET: usize = 48;
/// The deepest nesting of alternatives.
const DEEPEST: usize = 50;

/// Why a phrase cannot be matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhraseError {
    /// It would match where nothing stands.
    #[error("a phrase needs at least one word or capture that is not optional")]
    Empty,
    /// It begins or ends with a gap.
    #[error("a gap needs a word or capture on both sides")]
    OuterGap,
    /// It has too many words, alternatives counted, or too many ways through them.
    #[error("the phrase is too large; split its alternatives into definitions")]
    TooLarge,
    /// Its alternatives are nested too deeply.
    #[error("the alternatives are nested too deeply")]
    TooDeep,
}

/// What a position of a phrase takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A word of that class.
    Word(ClassId),
    /// An entity of that kind, for that slot.
    Entity(EntityKind, u16),
    /// An entry of that lexicon, for that slot.
    Entry(LexiconId, u16),
}

/// A way from one position to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The next position.
    pub to: u32,
    /// How many words may stand between the two.
    pub gap: u8,
}

/// A position of a phrase.
#[derive(Clone, Debug)]
pub struct Position {
    /// What it takes.
    pub takes: Takes,
    /// Whether the phrase may end here.
    pub last: bool,
    /// What may follow.
    pub edges: Vec<Edge>,
}

/// A compiled phrase.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// Its positions.
    pub positions: Vec<Position>,
    /// Where it may begin.
    pub firsts: Vec<u32>,
    /// Sets of classes: every match holds a word of each set, in the sentence in which it begins.
    pub required: Vec<Vec<ClassId>>,
}

/// The words of a phrase's word as a text would have them: a hyphen and a slash part (`third-party`), contractions are
/// two words (`don't`: `do`, `n't`; `won't`: `will`, `n't`; `it's`: `it`, `'s`), initialisms are one, `10-20` is two
/// numbers but `2016-09-30` one, signs are words of their own.
pub fn phrase_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        let digits = word.starts_with(|first: char| first.is_ascii_digit())
            && word.chars().all(|w| w.is_ascii_digit() || matches!(w, '.' | ',' | '/' | '-' | ':'));
        let inside = c.is_alphanumeric() || is_apostrophe(c) || matches!(c, '.' | '_');
        if inside || (digits && matches!(c, ',' | '/' | '-' | ':')) {
            word.push(c);
        } else {
            push_word(&mut words, &word);
            word.clear();
            if matches!(c, '&' | '＆' | '§' | '%' | '$' | '€' | '£' | '©' | '+') {
                words.push(c.to_string());
            }
        }
    }
    push_word(&mut words, &word);
    words
}

/// Adds the words of digits and letters together: `365-day` is two, and so is `95/46/EC` (`95/46`, `EC`).
fn push_mixed(words: &mut Vec<String>, word: &str) {
    let letters = word.find(char::is_alphabetic).unwrap_or(word.len());
    let (digits, rest) = word.split_at(word.get(..letters).and_then(|w| w.rfind(['-', '/'])).unwrap_or(0));
    let parts = rest.split(['-', '/']);
    words.extend(std::iter::once(digits).chain(parts).filter(|w| !w.is_empty()).map(str::to_owned));
}

/// Adds a word that holds no hyphen, as two where it is a contraction. `365-day` is parted here too.
fn push_word(words: &mut Vec<String>, word: &str) {
    let word = word.trim_end_matches([',', '/', '-', ':']);
    if word.starts_with(|c: char| c.is_ascii_digit()) && word.chars().any(char::is_alphabetic) {
        push_mixed(words, word);
        return;
    }
    if let Some((low, high)) = word.split_once('-').filter(|(_, high)| !high.contains('-')) {
        words.extend([low, high].into_iter().filter(|w| !w.is_empty()).map(str::to_owned));
        return;
    }
    let Some(at) = word.rfind(is_apostrophe).filter(|at| *at > 0) else {
        if word.chars().any(char::is_alphanumeric) {
            words.push(word.to_owned());
        }
        return;
    };
    let (before, after) = word.split_at_checked(at).unwrap_or((word, ""));
    let tail = after.trim_start_matches(is_apostrophe).to_lowercase();
    if tail == "t" && before.to_lowercase().ends_with('n') {
        let first = before.get(..before.len().saturating_sub(1)).unwrap_or_default();
        words.push(before_not(first).unwrap_or(first).to_owned());
        words.push("n't".to_owned());
    } else if matches!(tail.as_str(), "ll" | "re" | "ve" | "m" | "d") || tail == "s" && before_is(before) {
        words.push(before.to_owned());
        words.push(format!("'{tail}"));
    } else {
        words.push(word.to_owned());
    }
    words.retain(|w| !w.is_empty());
}

/// Compiles a phrase; without a vocabulary it is only checked.
pub fn compile(parts: &[Part], vocabulary: Option<&mut Vocabulary>) -> Result<Program, PhraseError> {
    if matches!(parts.first(), Some(Part::Gap)) || matches!(parts.last(), Some(Part::Gap)) {
        return Err(PhraseError::OuterGap);
    }
    let mut compiler = Compiler { vocabulary, program: Program::default(), edges: 0, depth: 0 };
    let piece = compiler.sequence(parts)?;
    if piece.skip.is_some() {
        return Err(PhraseError::Empty);
    }
    let mut program = compiler.program;
    // A postal address may lead into another sentence.
    if !program.positions.iter().any(|p| matches!(p.takes, Takes::Entity(EntityKind::Address, _))) {
        program.required = piece.needs;
    }
    // A gap at an end, left over from alternatives, has nothing to bridge.
    program.firsts = piece.firsts.iter().map(|(at, _)| *at).collect();
    program.firsts.sort_unstable();
    program.firsts.dedup();
    for (at, _) in piece.lasts {
        if let Some(position) = program.positions.get_mut(at as usize) {
            position.last = true;
        }
    }
    for position in &mut program.positions {
        position.edges.sort_unstable_by_key(|e| (e.to, std::cmp::Reverse(e.gap)));
        position.edges.dedup_by_key(|e| e.to);
    }
    Ok(program)
}

/// Part of a phrase under construction: where it begins and ends, with the words that may be skipped before or after,
/// and how many words it stands for when it matches no word of its own.
#[derive(Default)]
struct Piece {
    firsts: Vec<(u32, u8)>,
    lasts: Vec<(u32, u8)>,
    skip: Option<u8>,
    /// Sets of classes of which every match of this part holds a word.
    needs: Vec<Vec<ClassId>>,
}

struct Compiler<'v> {
    vocabulary: Option<&'v mut Vocabulary>,
    program: Program,
    edges: usize,
    /// How many alternatives enclose the place at work.
    depth: usize,
}

impl Compiler<'_> {
    fn sequence(&mut self, parts: &[Part]) -> Result<Piece, PhraseError> {
        let mut all = Piece { skip: Some(0), ..Piece::default() };
        let mut words: Vec<(String, bool)> = Vec::new();
        for part in parts {
            if let Part::Word { text, exact } = part {
                words.extend(phrase_words(text).into_iter().map(|w| (w, *exact)));
                continue;
            }
            self.words(&mut words, &mut all)?;
            let piece = match part {
                Part::Word { .. } => continue,
                Part::Gap => Piece { skip: Some(GAP), ..Piece::default() },
                Part::Entity { kind, slot } => self.position(Takes::Entity(*kind, *slot))?,
                Part::Entry { lexicon, slot } => self.position(Takes::Entry(*lexicon, *slot))?,
                Part::Alternatives(branches) => self.alternatives(branches)?,
            };
            self.append(&mut all, piece)?;
        }
        self.words(&mut words, &mut all)?;
        Ok(all)
    }

    fn alternatives(&mut self, branches: &[Vec<Part>]) -> Result<Piece, PhraseError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(PhraseError::TooDeep);
        }
        let mut all = Piece::default();
        for branch in branches {
            let piece = self.sequence(branch)?;
            join(&mut all, piece);
        }
        self.depth -= 1;
        Ok(all)
    }

    /// Appends a run of plain words, with the open and closed spellings of compounds. Empties `words`.
    fn words(&mut self, words: &mut Vec<(String, bool)>, all: &mut Piece) -> Result<(), PhraseError> {
        let words = std::mem::take(words);
        let mut rest = words.as_slice();
        while let [(word, exact), after @ ..] = rest {
            rest = after;
            if *exact {
                let piece = self.word(word, true)?;
                self.append(all, piece)?;
                continue;
            }
            let closed = match after {
                [(second, false), ..] => self.joined(word, second),
                _ => None,
            };
            if let (Some(class), [(second, _), after @ ..]) = (closed, after) {
                rest = after;
                let mut piece = self.word(word, false)?;
                let second = self.word(second, false)?;
                self.append(&mut piece, second)?;
                let closed = self.position(Takes::Word(class))?;
                join(&mut piece, closed);
                self.append(all, piece)?;
                continue;
            }
            let mut piece = self.word(word, false)?;
            let mut folded = String::new();
            normalise(word, &mut folded);
            if let Some((first, second)) = spelling::parted(&folded) {
                let mut open = self.word(first, false)?;
                let second = self.word(&second, false)?;
                self.append(&mut open, second)?;
                join(&mut piece, open);
            }
            self.append(all, piece)?;
        }
        Ok(())
    }

    /// The class of the closed spelling of two words, if they have one.
    fn joined(&mut self, first: &str, second: &str) -> Option<ClassId> {
        let (mut one, mut two) = (String::new(), String::new());
        normalise(first, &mut one);
        normalise(second, &mut two);
        spelling::joined(&one, &two)?;
        let Some(vocabulary) = self.vocabulary.as_deref_mut() else {
            return Some(0);
        };
        let seconds = inflect::forms(&two);
        let forms = seconds.iter().flat_map(|f| spelling::variants(f)).map(|f| format!("{one}{f}")).collect();
        Some(vocabulary.class(forms, case::ANY))
    }

    fn word(&mut self, text: &str, exact: bool) -> Result<Piece, PhraseError> {
        let known = self.vocabulary.as_deref_mut();
        let class = known.map_or(0, |v| v.written(text, exact, |vocabulary| class(text, exact, vocabulary)));
        self.position(Takes::Word(class))
    }

    fn position(&mut self, takes: Takes) -> Result<Piece, PhraseError> {
        let at = self.program.positions.len() as u32;
        if at as usize >= MOST_POSITIONS {
            return Err(PhraseError::TooLarge);
        }
        self.program.positions.push(Position { takes, last: false, edges: Vec::new() });
        let needs = match takes {
            Takes::Word(class) => vec![vec![class]],
            _ => Vec::new(),
        };
        Ok(Piece { firsts: vec![(at, 0)], lasts: vec![(at, 0)], skip: None, needs })
    }

    /// Appends `next` to `all`: every end of the one leads to every beginning of the other.
    fn append(&mut self, all: &mut Piece, next: Piece) -> Result<(), PhraseError> {
        self.edges += all.lasts.len() * next.firsts.len();
        if self.edges > MOST_EDGES {
            return Err(PhraseError::TooLarge);
        }
        for (from, after) in &all.lasts {
            let Some(position) = self.program.positions.get_mut(*from as usize) else {
                continue;
            };
            for (to, before) in &next.firsts {
                position.edges.push(Edge { to: *to, gap: after.saturating_add(*before) });
            }
        }
        if let Some(skip) = all.skip {
            all.firsts.extend(next.firsts.iter().map(|(at, gap)| (*at, gap.saturating_add(skip))));
        }
        if let Some(skip) = next.skip {
            for (_, gap) in &mut all.lasts {
                *gap = gap.saturating_add(skip);
            }
        } else {
            all.lasts.clear();
        }
        all.lasts.extend(next.lasts);
        all.needs.extend(next.needs);
        all.skip = all.skip.zip(next.skip).map(|(a, b)| a.saturating_add(b));
        Ok(())
    }
}

/// What a single word takes: its forms, in all their spellings, under the demand that its case makes.
fn class(text: &str, exact: bool, vocabulary: &mut Vocabulary) -> ClassId {
    let mut word = String::new();
    let bits = normalise(text, &mut word);
    let capitals = bits & case::ALL_CAPITALS != 0 && word.chars().filter(|c| c.is_alphabetic()).count() > 1;
    let forms = if exact {
        spelling::variants(&word)
    } else if capitals {
        vec![format!("{word}s"), word.clone()]
    } else {
        let bases = spelling::variants(&word);
        bases.iter().flat_map(|w| inflect::forms(w)).flat_map(|f| spelling::variants(&f)).collect()
    };
    let demand = if capitals {
        case::ALL_CAPITALS
    } else if bits & case::CAPITAL != 0 {
        case::CAPITAL
    } else if bits & case::UNDOTTED != 0 && inflect::is_closed(&word) {
        case::UNDOTTED
    } else {
        case::ANY
    };
    vocabulary.class(forms, demand)
}

/// Adds an alternative.
fn join(all: &mut Piece, other: Piece) {
    let first = all.firsts.is_empty() && all.skip.is_none();
    // Of each alternative the smallest set: together they are the set of the whole.
    let smallest = |needs: &[Vec<ClassId>]| needs.iter().min_by_key(|set| set.len()).cloned();
    all.needs = match (smallest(&all.needs), smallest(&other.needs)) {
        _ if first => other.needs,
        (Some(one), Some(two)) if one.len() + two.len() <= LARGEST_SET => vec![[one, two].concat()],
        _ => Vec::new(),
    };
    all.firsts.extend(other.firsts);
    all.lasts.extend(other.lasts);
    all.skip = all.skip.max(other.skip);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_as_in_texts() {
        for (text, words) in [
            ("third-party", vec!["third", "party"]),
            ("and/or", vec!["and", "or"]),
            ("don't", vec!["do", "n't"]),
            ("won’t", vec!["will", "n't"]),
            ("can't", vec!["can", "n't"]),
            ("we'll", vec!["we", "'ll"]),
            ("user's", vec!["user's"]),
            ("it's", vec!["it", "'s"]),
            ("10-20", vec!["10", "20"]),
            ("2016-09-30", vec!["2016-09-30"]),
            ("U.S.", vec!["U.S."]),
            ("EU-U.S.", vec!["EU", "U.S."]),
            ("365-day", vec!["365", "day"]),
            ("10/29/2020", vec!["10/29/2020"]),
            ("1,000", vec!["1,000"]),
            ("5%", vec!["5", "%"]),
            ("$5", vec!["$", "5"]),
            ("&", vec!["&"]),
            ("", vec![]),
            ("-", vec![]),
            ("'", vec![]),
        ] {
            assert_eq!(phrase_words(text), words, "{text}");
        }
    }

    #[test]
    fn bad_phrases_are_refused() {
        let word = || Part::Word { text: "data".into(), exact: false };
        assert_eq!(compile(&[], None).unwrap_err(), PhraseError::Empty);
        let optional = Part::Alternatives(vec![vec![word()], vec![]]);
        assert_eq!(compile(&[optional], None).unwrap_err(), PhraseError::Empty);
        assert_eq!(compile(&[word(), Part::Gap], None).unwrap_err(), PhraseError::OuterGap);
        let many = vec![word(); MOST_POSITIONS + 1];
        assert_eq!(compile(&many, None).unwrap_err(), PhraseError::TooLarge);
        let wide = || Part::Alternatives(vec![vec![word()]; 400]);
        assert_eq!(compile(&[wide(), wide()], None).unwrap_err(), PhraseError::TooLarge);
        let mut deep = word();
        for _ in 0..200 {
            deep = Part::Alternatives(vec![vec![deep]]);
        }
        assert_eq!(compile(&[deep], None).unwrap_err(), PhraseError::TooDeep);
    }
}
