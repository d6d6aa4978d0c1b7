//! Clauses and polarity: where a clause begins, what a negation reaches.
//!
//! Knows the closed word classes of English and nothing about any subject matter.

use crate::document::{BlockKind, Document, Extent};
use crate::matcher::Words;

/// What a word does in a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    /// `not`, `never`, `n't`, `cannot`, `neither`, `nor`: denies what follows in its clause.
    Negator,
    /// `no`, `none`, `nobody`: denies its whole clause.
    NoDeterminer,
    /// `and`, `or`
    Coordinator,
    /// `but`, `if`, `when`, `unless`, `although` …: opens a clause.
    Opener,
    /// `which`, `who` …: opens a clause.
    Relative,
    /// `that`: opens a clause when a subject or an auxiliary follows.
    That,
    /// `we`, `you`, `they`, `it`, `i`
    Subject,
    /// `do`, `will`, `may` …
    Auxiliary,
    /// Anything else.
    Other,
}

fn class(word: &str) -> Class {
    let mut buffer = [0u8; 12];
    let lower = lowered(word, &mut buffer);
    match lower {
        "not" | "never" | "n't" | "n’t" | "cannot" | "neither" | "nor" => Class::Negator,
        "no" | "none" | "nobody" | "nothing" => Class::NoDeterminer,
        "and" | "or" | "&" => Class::Coordinator,
        "but" | "if" | "when" | "unless" | "although" | "though" | "whereas" | "while" | "because" | "however"
        | "except" | "until" | "where" | "once" | "provided" => Class::Opener,
        "which" | "who" | "whom" | "whose" => Class::Relative,
        "that" => Class::That,
        "we" | "you" | "they" | "it" | "i" | "he" | "she" | "our" | "your" | "this" | "these" => Class::Subject,
        "do" | "does" | "did" | "will" | "may" | "can" | "could" | "would" | "should" | "must" | "shall" | "might"
        | "is" | "are" | "was" | "were" | "has" | "have" | "had" => Class::Auxiliary,
        _ => Class::Other,
    }
}

/// The word in ASCII lower case, without allocating; longer words belong to no closed class.
fn lowered<'a>(word: &'a str, buffer: &'a mut [u8; 12]) -> &'a str {
    match buffer.get_mut(..word.len()) {
        Some(part) => {
            part.copy_from_slice(word.as_bytes());
            part.make_ascii_lowercase();
            std::str::from_utf8(part).unwrap_or(word)
        }
        None => word,
    }
}

/// The clauses of a document, and what is denied in them.
#[derive(Clone, Debug, Default)]
pub struct Clauses {
    /// The clause of each word, rising over the document.
    of_word: Vec<u32>,
    /// For each word, one past the last negator at or before it in its clause; 0 for none.
    negator: Vec<u32>,
    /// For each clause, whether a `no` denies it as a whole.
    no: Vec<bool>,
}

impl Clauses {
    /// Cuts every sentence into clauses.
    pub fn of(document: &Document) -> Self {
        let mut clauses = Self::default();
        for sentence in &document.sentences {
            clauses.sentence(document, sentence.words);
        }
        clauses
    }

    fn sentence(&mut self, document: &Document, (first, end): (usize, usize)) {
        let words = document.words.get(first..end).unwrap_or_default();
        let texts: Vec<&str> = words.iter().map(|w| document.prose.slice(w.extent)).collect();
        let classes: Vec<Class> = texts.iter().map(|t| class(t)).collect();
        self.no.push(false);
        let mut negator = 0;
        let mut previous_end = words.first().map_or(0, |w| w.extent.start);
        let condition = first_condition(&classes);
        for (i, word) in words.iter().enumerate() {
            let gap = document.prose.slice(Extent { start: previous_end, end: word.extent.start });
            if i > 0 && opens(&classes, i, gap, i <= condition) {
                self.no.push(false);
                negator = 0;
            }
            if denies(&classes, &texts, i) {
                negator = self.of_word.len() as u32 + 1;
                if classes.get(i) == Some(&Class::NoDeterminer)
                    && let Some(no) = self.no.last_mut()
                {
                    *no = true;
                }
            }
            self.of_word.push(self.no.len() as u32 - 1);
            self.negator.push(negator);
            previous_end = word.extent.end;
        }
    }

    /// The clause of a word.
    pub fn clause(&self, word: u32) -> u32 {
        self.of_word.get(word as usize).copied().unwrap_or(u32::MAX)
    }

    /// Whether two ranges of words share a clause.
    pub fn same(&self, a: Words, b: Words) -> bool {
        let last = |w: Words| self.clause(w.end.saturating_sub(1).max(w.start));
        self.clause(a.start) <= last(b) && self.clause(b.start) <= last(a)
    }

    /// Whether the words are denied within their own clause.
    fn denied_here(&self, words: Words) -> bool {
        let last = words.end.saturating_sub(1).max(words.start);
        let no = |word: u32| self.no.get(self.clause(word) as usize).copied().unwrap_or(false);
        self.negator.get(last as usize).is_some_and(|n| *n > 0)
            || self.negator.get(words.start as usize).is_some_and(|n| *n > 0)
            || no(words.start)
            || no(last)
    }

    /// Whether the words are denied: in their clause, or by the lead-in of the list that they stand in.
    ///
    /// "We do not: …" denies its items; "we do not share, other than: …" affirms them.
    pub fn denied(&self, document: &Document, words: Words, block: usize) -> bool {
        if self.denied_here(words) {
            return true;
        }
        let Some(block) = document.blocks.get(block).filter(|b| b.kind != BlockKind::LinkTarget) else { return false };
        let Some(lead) = block.lead_in.and_then(|s| document.sentences.get(s)) else { return false };
        let Some(last) = lead.words.1.checked_sub(1).filter(|l| *l >= lead.words.0) else { return false };
        if starts_anew(document, words) || ends_in_exception(document, lead.words) {
            return false;
        }
        self.denied_here(Words { start: last as u32, end: last as u32 + 1 })
    }
}

/// An item that is a sentence of its own ("We sell …") does not continue its lead-in.
fn starts_anew(document: &Document, words: Words) -> bool {
    let sentence = document.sentences.partition_point(|s| s.words.1 <= words.start as usize);
    let first = document.sentences.get(sentence).and_then(|s| document.words.get(s.words.0));
    let text = first.map_or("", |w| document.prose.slice(w.extent));
    text.starts_with(char::is_uppercase) && class(text) == Class::Subject
}

/// Where a condition at the head of a sentence ("If you ask, …") may last end: the first coordinator after it; 0 without
/// such a condition.
fn first_condition(classes: &[Class]) -> usize {
    if classes.first() != Some(&Class::Opener) {
        return 0;
    }
    classes.iter().position(|c| *c == Class::Coordinator).unwrap_or(classes.len())
}

/// Whether a clause begins at word `i`, before which `gap` stands; `condition`: in a condition at the sentence's head.
fn opens(classes: &[Class], i: usize, gap: &str, condition: bool) -> bool {
    let at = |k: usize| classes.get(k).copied().unwrap_or(Class::Other);
    if gap.contains([';', ':']) || gap.contains('—') || gap.contains(" – ") {
        return true;
    }
    let comma = gap.contains(',');
    match at(i) {
        Class::Opener | Class::Relative => true,
        Class::That => matches!(at(i + 1), Class::Subject | Class::Auxiliary),
        Class::Coordinator => matches!(at(i + 1), Class::Subject | Class::Auxiliary | Class::Opener),
        Class::Subject => comma && !matches!(at(i - 1), Class::Coordinator),
        Class::Other => comma && condition,
        Class::Auxiliary | Class::Negator | Class::NoDeterminer => false,
    }
}

/// Whether the word at `i` denies. "Not only", "not limited to", "whether or not", "no longer than" and "do not hesitate"
/// do not.
fn denies(classes: &[Class], texts: &[&str], i: usize) -> bool {
    let text = |k: usize| texts.get(k).copied().unwrap_or_default();
    let is = |k: usize, words: &[&str]| words.iter().any(|w| text(k).eq_ignore_ascii_case(w));
    match classes.get(i) {
        Some(Class::Negator) => {
            let idiom = is(i + 1, &["only", "limited", "hesitate", "necessarily", "later", "less", "more"]);
            let whether_or_not = i > 1 && is(i - 1, &["or"]) && is(i - 2, &["whether"]);
            !idiom && !whether_or_not
        }
        Some(Class::NoDeterminer) => {
            let number = text(i + 1).starts_with(|c: char| c.is_ascii_digit());
            let comparison =
                is(i + 1, &["later", "more", "less", "matter"]) || (is(i + 1, &["longer"]) && is(i + 2, &["than"]));
            !number && !comparison
        }
        _ => false,
    }
}

/// Whether a lead-in ends in an exception: "… other than:", "… except:".
fn ends_in_exception(document: &Document, (first, end): (usize, usize)) -> bool {
    let tail = document.words.get(end.saturating_sub(6).max(first)..end).unwrap_or_default();
    let texts: Vec<String> = tail.iter().map(|w| document.prose.slice(w.extent).to_ascii_lowercase()).collect();
    let pair = |a: &str, b: &str| texts.windows(2).any(|w| w.iter().map(String::as_str).eq([a, b]));
    texts.iter().any(|t| t == "except" || t == "unless" || t == "excluding" || t == "besides")
        || pair("other", "than")
        || pair("apart", "from")
        || pair("aside", "from")
}
