//! Sentences that are said again, word for word or nearly. Knows words and their order, not what they mean: a sentence that
//! differs in a number, a name, a negation or another word of weight is a statement of its own.

use super::{Cause, place};
use crate::document::{BlockKind, Document, Extent, WordKind};
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
const LIGHT: [&str; 44] = [
    "a", "an", "the", "this", "that", "these", "those", "our", "your", "and", "or", "of", "to", "in", "on", "at",
    "for", "by", "with", "from", "as", "is", "are", "be", "will", "shall", "would", "may", "any", "all", "also",
    "such", "so", "because", "since", "please", "which", "then", "us", "we", "you", "it", "its", "have",
];

/// A sentence as it is compared.
struct Said {
    sentence: usize,
    /// The list, for an item that is part of a sentence: it repeats only what the same list says.
    list: Option<usize>,
    /// The words by number: equal numbers for equal words, whatever their case.
    words: Vec<u32>,
    /// Whether a word has a capital that does not come from the sentence's start, or a digit.
    weighty: Vec<bool>,
}

/// One cause for each passage that stands in several places.
pub(super) fn find(document: &Document) -> Vec<Cause> {
    let mut known = Known::default();
    let said: Vec<Said> = (0..document.sentences.len()).filter_map(|s| read(document, s, &mut known)).collect();
    let mut groups = Groups::new(said.len());
    alike(&said, &mut groups);
    nearly(&said, &known, &mut groups);
    runs(document, &said, &known, groups.several())
}

/// Words by number and back.
#[derive(Default)]
struct Known {
    numbers: HashMap<String, u32>,
    words: Vec<String>,
    buffer: String,
}

impl Known {
    fn number(&mut self, word: &str) -> u32 {
        self.buffer.clear();
        if word.is_ascii() {
            self.buffer.push_str(word);
            self.buffer.make_ascii_lowercase();
        } else {
            self.buffer = word.to_lowercase().replace('’', "'");
        }
        if let Some(number) = self.numbers.get(&self.buffer) {
            return *number;
        }
        let number = self.words.len() as u32;
        self.words.push(self.buffer.clone());
        self.numbers.insert(self.buffer.clone(), number);
        number
    }

    fn word(&self, number: u32) -> &str {
        self.words.get(number as usize).map_or("", String::as_str)
    }
}

/// A sentence, if it is one whose repetition counts.
fn read(document: &Document, sentence: usize, known: &mut Known) -> Option<Said> {
    let held = document.sentences.get(sentence)?;
    let block = document.blocks.get(held.block)?;
    let prose =
        matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Quote | BlockKind::Definition);
    let text = document.sentence_text(sentence).trim_end_matches(['"', '”', '’', ')', ' ']);
    if !prose || block.navigation || !text.ends_with(['.', '!', '?', ';']) || labelled(text) {
        return None;
    }
    let words = document.words.get(held.words.0..held.words.1)?;
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
    let part = item && (block.lead_in.is_some() || text.ends_with(';')) && block.sentences.1 - block.sentences.0 == 1;
    if !part && !text.starts_with(|c: char| c.is_uppercase()) {
        return None;
    }
    let list = block.group.filter(|_| part);
    // An address or a list of names.
    if weighty.iter().filter(|w| **w).count() * 2 > words.len() {
        return None;
    }
    let words = (0..words.len()).map(|i| known.number(text_of(i))).collect();
    Some(Said { sentence, list, words, weighty })
}

/// Whether a text is a line of a form: a label of several words, a colon, a value.
fn labelled(text: &str) -> bool {
    let label = text.split_once(": ").map_or("", |(label, _)| label);
    (2..=12).contains(&label.split_whitespace().count()) && !label.contains([',', '.'])
}

/// Whether a sentence speaks of what stands before it: said twice, it speaks of two things.
fn leans(said: &Said, known: &Known) -> bool {
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
    let words: Vec<&str> = said.words.iter().map(|w| known.word(*w)).collect();
    let mut pairs = words.iter().zip(words.iter().skip(1));
    let points = pairs.any(|(a, b)| {
        let (a, b) = (*a, *b);
        ["this", "these", "such"].contains(&a) && !documents.contains(&b)
            || a == "those"
            || a == "that" && ["site", "website", "party", "company", "case", "purpose", "time"].contains(&b)
    });
    // “If you choose to do so, …” at the start.
    let start = words.get(..7).unwrap_or_default();
    let points = points || start.windows(2).any(|w| w.concat() == "doso");
    let first = words.first().copied().unwrap_or_default();
    words.len() < 25
        && (points || ["it", "they", "he", "she", "this", "these", "however", "otherwise"].contains(&first))
}

/// Sentences with the same words.
fn alike(said: &[Said], groups: &mut Groups) {
    let mut first: HashMap<(&[u32], Option<usize>), usize> = HashMap::new();
    for (i, one) in said.iter().enumerate() {
        let same = *first.entry((one.words.as_slice(), one.list)).or_insert(i);
        groups.join(same, i);
    }
}

/// Sentences that share most of their shingles and differ in light words only.
fn nearly(said: &[Said], known: &Known, groups: &mut Groups) {
    for pair in shared(said).chunk_by(|a, b| a == b) {
        let Some((i, other)) = pair.first().copied() else { continue };
        let (Some(one), Some(with)) = (said.get(i), said.get(other)) else { continue };
        let longer = one.words.len().max(with.words.len());
        if pair.len() * 2 > longer - SHINGLE && with.list == one.list && differ_lightly(one, with, known) {
            groups.join(other, i);
        }
    }
}

/// Pairs of sentences, the later one first, once for each shingle that they share, sorted.
fn shared(said: &[Said]) -> Vec<(usize, usize)> {
    let mut shingles: Vec<([u32; SHINGLE], usize)> = Vec::new();
    for (i, one) in said.iter().enumerate().filter(|(_, s)| s.words.len() >= LEAST_NEAR) {
        shingles.extend(one.words.array_windows().map(|shingle| (*shingle, i)));
    }
    shingles.sort_unstable();
    let mut pairs = Vec::new();
    for same in shingles.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
        let mut with: Vec<usize> = Vec::new();
        for (_, i) in same {
            pairs.extend(with.iter().filter(|o| *o != i).map(|o| (*i, *o)));
            if with.len() < MOST_SHARED && with.last() != Some(i) {
                with.push(*i);
            }
        }
    }
    pairs.sort_unstable();
    pairs
}

/// Whether two sentences differ in at most a fifth of their words, and in none of weight.
fn differ_lightly(one: &Said, other: &Said, known: &Known) -> bool {
    let mut surplus: BTreeMap<&str, (i32, bool)> = BTreeMap::new();
    for (side, said) in [(1, one), (-1, other)] {
        for (word, weighty) in said.words.iter().zip(&said.weighty) {
            let entry = surplus.entry(known.word(*word)).or_default();
            *entry = (entry.0 + side, entry.1 | weighty);
        }
    }
    surplus.retain(|_, (count, _)| *count != 0);
    let changes: u32 = surplus.values().map(|(count, _)| count.unsigned_abs()).sum();
    // A word of weight may differ in its form: one on each side with the same beginning.
    let mut heavy = surplus.iter().filter(|(word, (_, weighty))| *weighty || !LIGHT.contains(word));
    let forms = match (heavy.next(), heavy.next(), heavy.next()) {
        (None, ..) => true,
        (Some((word, (count, _))), Some((with, (against, _))), None) => {
            count + against == 0 && count.abs() == 1 && same_stem(word, with)
        }
        _ => false,
    };
    forms && changes as usize <= 2.max(one.words.len().max(other.words.len()) / 5)
}

/// Whether two words are forms of one: a common beginning, and endings of at most three letters.
fn same_stem(a: &str, b: &str) -> bool {
    let common = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let plain = |w: &str| w.chars().all(char::is_alphabetic);
    common >= 2 && plain(a) && plain(b) && a.chars().count().max(b.chars().count()) <= common + 3
}

/// Groups with their places; where one passage of several sentences is repeated, that is one cause.
fn runs(document: &Document, said: &[Said], known: &Known, groups: Vec<Vec<usize>>) -> Vec<Cause> {
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
    let lean = |run: &Vec<(usize, usize)>| run.first().and_then(|(i, _)| said.get(*i)).is_some_and(|s| leans(s, known));
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
