//! Sentences that are said again, word for word or nearly. Knows words and their order, not what they mean: a sentence that
//! differs in a number, a name, a negation or another word of weight is a statement of its own.

use super::{Cause, place};
use crate::document::{BlockKind, Document, Extent, WordKind};
use crate::matcher::forms;
use std::collections::{BTreeMap, HashMap};

/// A repeated sentence has at least so many words.
const LEAST: usize = 8;

/// Sentences that are only nearly the same have at least so many.
const LEAST_NEAR: usize = 10;

/// Words in a row by which like sentences are found.
const SHINGLE: usize = 3;

/// A shingle in more sentences than this is a formula and finds nothing.
const MOST_SHARED: usize = 12;

/// Words that carry little: sentences that differ in nothing else say the same.
const LIGHT: [&str; 53] = [
    "a", "an", "the", "this", "that", "these", "those", "our", "your", "and", "or", "of", "to", "in", "on", "at",
    "for", "by", "with", "from", "as", "is", "are", "be", "will", "shall", "would", "may", "any", "all", "also",
    "such", "so", "because", "since", "please", "which", "then", "us", "we", "you", "it", "its", "have", "each",
    "every", "one", "do", "does", "did", "was", "were", "has",
];

/// Words that stand for each other.
const ALIKE: [(&str, &str); 4] =
    [("business", "working"), ("website", "site"), ("phone", "telephone"), ("firm", "company")];

/// Words without one of which a text is no sentence, but a line of a form.
const FINITE: [&str; 32] = [
    "we", "you", "it", "they", "i", "he", "she", "will", "may", "can", "could", "would", "is", "are", "was", "were",
    "must", "shall", "should", "do", "does", "did", "have", "has", "had", "please", "see", "click", "write", "cannot",
    "nobody", "everyone",
];

/// A sentence that only sends the reader somewhere has at most so many words.
const MOST_POINTING: usize = 30;

/// A sentence as it is compared.
struct Said {
    sentence: usize,
    /// The list, for an item that is part of a sentence: it repeats only what the same list says.
    list: Option<usize>,
    words: Vec<String>,
    /// Whether a word has a capital that does not come from the sentence's start, or a digit.
    weighty: Vec<bool>,
}

/// One cause for each passage that stands in several places.
pub(super) fn find(document: &Document) -> Vec<Cause> {
    let said: Vec<Said> = (0..document.sentences.len()).filter_map(|s| read(document, s)).collect();
    let mut groups = Groups::new(said.len());
    alike(&said, &mut groups);
    nearly(&said, &mut groups);
    runs(document, &said, groups.several())
}

/// A sentence, if it is one whose repetition counts.
fn read(document: &Document, sentence: usize) -> Option<Said> {
    let held = document.sentences.get(sentence)?;
    let block = document.blocks.get(held.block)?;
    let prose =
        matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Quote | BlockKind::Definition);
    let text = document.sentence_text(sentence).trim_end_matches(['"', '”', '’', ')', ' ']);
    if !prose || block.navigation || !text.ends_with(['.', '!', '?', ';']) || labelled(text) {
        return None;
    }
    let words = document.words.get(held.words.0..held.words.1)?;
    // The number of a paragraph is none of its words.
    let numbered = words.first().is_some_and(|w| w.kind == WordKind::Number) && words.len() > LEAST;
    let words = words.get(usize::from(numbered)..)?;
    if words.len() < LEAST {
        return None;
    }
    let text_of = |i: usize| words.get(i).map_or("", |w| document.prose.slice(w.extent));
    let weighty: Vec<bool> = (0..words.len())
        .map(|i| {
            let word = text_of(i);
            let kind = words.get(i).map(|w| w.kind);
            kind != Some(WordKind::Word) && kind != Some(WordKind::Sign)
                || i > 0 && word.starts_with(char::is_uppercase) && word != "I"
                || word.contains(|c: char| c.is_ascii_digit())
        })
        .collect();
    let item = block.kind == BlockKind::ListItem;
    let finite = words.iter().any(|w| {
        let word = document.prose.slice(w.extent);
        FINITE.iter().any(|f| word.eq_ignore_ascii_case(f))
    });
    let ends = text.ends_with(['.', '!', '?']) && text.starts_with(char::is_uppercase);
    let first = words.first().map_or("", |w| document.prose.slice(w.extent)).to_lowercase();
    let ends = ends && !["to", "when", "for", "in", "on", "by", "as", "because", "with"].contains(&first.as_str());
    // An item that is a sentence of its own says what it says anywhere.
    let own = finite && ends && words.len() >= LEAST_NEAR;
    let part =
        item && !own && (block.lead_in.is_some() || text.ends_with(';')) && block.sentences.1 - block.sentences.0 == 1;
    if !part && !finite && !has_verb(text) {
        return None;
    }
    if !part && !numbered && !text.starts_with(|c: char| c.is_uppercase()) {
        return None;
    }
    let list = block.group.filter(|_| part);
    let lower = |i: usize| text_of(i).to_lowercase();
    if pointing(&(0..words.len()).map(lower).collect::<Vec<_>>()) {
        return None;
    }
    // An address or a list of names.
    if weighty.iter().filter(|w| **w).count() * 2 > words.len() {
        return None;
    }
    let words = (0..words.len()).map(|i| text_of(i).to_lowercase().replace('’', "'")).collect();
    Some(Said { sentence, list, words, weighty })
}

/// Whether a sentence only sends the reader to a place where more is told: repeated, it does what repetition should be.
fn pointing(words: &[String]) -> bool {
    const SENDS: [&str; 11] =
        ["see", "refer", "visit", "consult", "click", "read", "view", "contact", "review", "go", "available"];
    const OPENS: [&[&str]; 9] = [
        &["for", "more"],
        &["for", "further"],
        &["for", "additional"],
        &["for", "details"],
        &["please", "see"],
        &["see"],
        &["click", "here"],
        &["to", "learn"],
        &["please", "refer"],
    ];
    let opens = OPENS.iter().any(|o| words.iter().zip(o.iter()).filter(|(a, b)| a == b).count() == o.len());
    let mentions = ["discussed", "described", "explained"].iter().any(|m| words.iter().any(|w| w == m));
    let here = words.iter().any(|w| w == "here" || w == "below" || w == "above");
    words.len() <= MOST_POINTING && (opens && words.iter().any(|w| SENDS.contains(&w.as_str())) || mentions && here)
}

/// Whether a text holds a verb that its ending and its object show: “the warden burns the pages”.
fn has_verb(text: &str) -> bool {
    const OBJECTS: [&str; 13] =
        ["the", "a", "an", "one", "each", "every", "no", "your", "our", "its", "their", "it", "them"];
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let verb = |w: &str| w.len() > 3 && w.ends_with('s') && !w.ends_with("ss") && w.starts_with(char::is_lowercase);
    words.iter().zip(words.iter().skip(1)).skip(1).any(|(a, b)| verb(a) && OBJECTS.contains(b))
}

/// Whether a text is a line of a form: a label of several words, a colon, a value.
fn labelled(text: &str) -> bool {
    let label = text.split_once(": ").map_or("", |(label, _)| label);
    (2..=12).contains(&label.split_whitespace().count()) && !label.contains([',', '.'])
}

/// Whether a sentence speaks of what stands before it: said twice, it speaks of two things.
fn leans(said: &Said) -> bool {
    let documents = [
        "privacy",
        "policy",
        "notice",
        "statement",
        "website",
        "site",
        "app",
        "application",
        "agreement",
        "document",
        "page",
        "section",
        "cookie",
    ];
    let mut pairs = said.words.iter().zip(said.words.iter().skip(1)).enumerate();
    let points = pairs.any(|(i, (a, b))| {
        let (a, b) = (a.as_str(), b.as_str());
        // What is named in the sentence itself stands nowhere else.
        if !LIGHT.contains(&b) && said.words.iter().take(i).any(|w| w == b || same_stem(w, b)) {
            return false;
        }
        ["this", "these", "such"].contains(&a) && !documents.contains(&b)
            || a == "those"
            || a == "that" && ["site", "website", "party", "company", "case", "purpose", "time"].contains(&b)
    });
    // “If you choose to do so, …” at the start.
    let start = said.words.get(..7).unwrap_or_default();
    let first = said.words.first().map_or("", String::as_str);
    let so = |w: &[String]| ["do so", "doing so"].contains(&w.join(" ").as_str());
    let by_that = start.windows(2).any(so)
        || ["as a result", "in this case", "in that case", "in such"]
            .iter()
            .any(|s| said.words.join(" ").starts_with(s));
    by_that
        || said.words.len() < 25
            && (points
                || said.words.len() < 15
                    && ["it", "they", "he", "she", "this", "these", "however", "otherwise"].contains(&first))
}

/// Sentences with the same words.
fn alike(said: &[Said], groups: &mut Groups) {
    let mut first: HashMap<(&[String], Option<usize>), usize> = HashMap::new();
    for (i, one) in said.iter().enumerate() {
        let same = *first.entry((&one.words, one.list)).or_insert(i);
        groups.join(same, i);
    }
}

/// Sentences that share most of their shingles and differ in light words only.
fn nearly(said: &[Said], groups: &mut Groups) {
    let mut index: HashMap<&[String], Vec<usize>> = HashMap::new();
    for (i, one) in said.iter().enumerate().filter(|(_, s)| s.words.len() >= LEAST_NEAR) {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for shingle in one.words.windows(SHINGLE) {
            let with = index.entry(shingle).or_default();
            for other in with.iter().filter(|o| **o != i) {
                *shared.entry(*other).or_default() += 1;
            }
            if with.len() < MOST_SHARED && with.last() != Some(&i) {
                with.push(i);
            }
        }
        let close = |(other, count): (&usize, &usize)| {
            let longer = said.get(*other).map_or(0, |o| o.words.len()).max(one.words.len());
            (count * 2 > longer - SHINGLE).then_some(*other)
        };
        for other in shared.iter().filter_map(close) {
            if said.get(other).is_some_and(|o| o.list == one.list && differ_lightly(one, o)) {
                groups.join(other, i);
            }
        }
    }
}

/// Whether two sentences differ in at most a quarter of their words, those of both counted,, and in none of weight.
fn differ_lightly(one: &Said, other: &Said) -> bool {
    let mut surplus: BTreeMap<&str, (i32, bool)> = BTreeMap::new();
    for (side, said) in [(1, one), (-1, other)] {
        for (word, weighty) in said.words.iter().zip(&said.weighty) {
            let entry = surplus.entry(word).or_default();
            *entry = (entry.0 + side, entry.1 | weighty);
        }
    }
    surplus.retain(|_, (count, _)| *count != 0);
    let changes: u32 = surplus.values().map(|(count, _)| count.unsigned_abs()).sum();
    // A word of weight may differ in its form: one on each side with the same beginning.
    let mut heavy = surplus.iter().filter(|(word, (_, weighty))| *weighty || !LIGHT.contains(word));
    let forms = match (heavy.next(), heavy.next(), heavy.next()) {
        (None, ..) => true,
        // “the new price and the old price”, “the new price and the old one”.
        (Some((word, (count, _))), None, _) => {
            let both = [one, other].iter().all(|s| s.words.iter().any(|w| w == word));
            both && count.abs() == 1 && surplus.get("one").is_some_and(|(c, _)| c + count == 0)
        }
        (Some((word, (count, _))), Some((with, (against, _))), None) => {
            count + against == 0 && count.abs() == 1 && (same_stem(word, with) || same_word(word, with))
        }
        _ => false,
    };
    forms && changes as usize <= 2.max(one.words.len().max(other.words.len()).div_ceil(4))
}

/// Whether two words are forms of one that their letters do not show, or stand for each other.
fn same_word(a: &str, b: &str) -> bool {
    let alike = ALIKE.iter().any(|(x, y)| (*x, *y) == (a, b) || (*y, *x) == (a, b));
    alike || forms(a).iter().any(|f| f == b) || forms(b).iter().any(|f| f == a)
}

/// Whether two words are forms of one: a common beginning, and endings of at most three letters.
fn same_stem(a: &str, b: &str) -> bool {
    let common = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let plain = |w: &str| w.chars().all(char::is_alphabetic);
    common >= 2 && plain(a) && plain(b) && a.chars().count().max(b.chars().count()) <= common + 3
}

/// Groups with their places; where one passage of several sentences is repeated, that is one cause.
fn runs(document: &Document, said: &[Said], groups: Vec<Vec<usize>>) -> Vec<Cause> {
    let mut runs: Vec<Vec<(usize, usize)>> = Vec::new();
    // Where the last sentence of each run stands, to find the run that a group continues.
    let mut ends: HashMap<Vec<usize>, usize> = HashMap::new();
    for group in groups {
        let before: Option<Vec<usize>> = group.iter().map(|i| i.checked_sub(1)).collect();
        let continued = before.and_then(|b| ends.remove(&b));
        let at = continued.unwrap_or(runs.len());
        if let Some(run) = runs.get_mut(at) {
            for (place, i) in run.iter_mut().zip(&group) {
                place.1 = *i;
            }
        } else {
            runs.push(group.iter().map(|i| (*i, *i)).collect());
        }
        ends.insert(group, at);
    }
    let extent = |i: usize| said.get(i).and_then(|s| document.sentences.get(s.sentence)).map(|s| s.extent);
    let words = |i: usize| said.get(i).map(|s| &s.words);
    let cause = |run: Vec<(usize, usize)>| {
        let first = run.first().copied();
        let told = run.into_iter().filter_map(|(from, to)| {
            let whole = Extent { start: extent(from)?.start, end: extent(to)?.end };
            let same = first.is_some_and(|(f, t)| (f..=t).zip(from..=to).all(|(a, b)| words(a) == words(b)));
            let note = match first {
                Some((f, _)) if f == from => "said here",
                _ if same => "and here again",
                _ => "and here again, nearly the same",
            };
            Some(place(document, whole, note))
        });
        told.collect()
    };
    let alone = |run: &Vec<(usize, usize)>| run.iter().all(|(from, to)| from == to);
    let lean = |run: &Vec<(usize, usize)>| run.first().and_then(|(i, _)| said.get(*i)).is_some_and(leans);
    runs.into_iter().filter(|run| !(alone(run) && lean(run))).map(cause).collect()
}

/// Which sentences belong together.
struct Groups(Vec<usize>);

impl Groups {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn root(&mut self, mut i: usize) -> usize {
        while let Some(up) = self.0.get(i).copied().filter(|up| *up != i) {
            let above = self.0.get(up).copied().unwrap_or(up);
            if let Some(slot) = self.0.get_mut(i) {
                *slot = above;
            }
            i = above;
        }
        i
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(slot) = self.0.get_mut(a.max(b)) {
            *slot = a.min(b);
        }
    }

    /// Groups of more than one, by their first.
    fn several(mut self) -> Vec<Vec<usize>> {
        let mut by_root: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for i in 0..self.0.len() {
            let root = self.root(i);
            by_root.entry(root).or_default().push(i);
        }
        by_root.into_values().filter(|g| g.len() > 1).collect()
    }
}
