//! Where capitalised words are used like terms.

use super::words;
use crate::document::{BlockKind, Document, Extent, WordKind};
use crate::matcher::{EntityHit, Value, Words};
use std::collections::{HashMap, HashSet};

/// Words that a term has at most.
pub(super) const LONGEST: usize = 5;

/// A run of capitalised words in running text.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// Words of the run, as they are compared.
    pub keys: Vec<String>,
    /// The run in the prose.
    pub extent: Extent,
    /// The same with the capitalised words before it that are left out of it.
    pub whole: String,
    /// One of its words is all capitals.
    pub shouted: bool,
    /// It begins a sentence, so that its first capital says nothing.
    pub initial: bool,
    /// It stands behind a determiner.
    pub determined: bool,
    /// It is one of several: “one of our …”.
    pub member: bool,
    /// Its last word is a plural.
    pub plural: bool,
    /// A small word behind it tells of what kind it is: a name.
    pub named: bool,
    /// A bracket or the word “defined” right behind it tells what it is.
    pub explained: bool,
}

/// The words of a document as terms are looked for among them.
pub(super) struct Usage {
    /// Each word as it is compared.
    pub keys: Vec<String>,
    /// The sentence of each word.
    pub sentences: Vec<usize>,
    /// Runs of capitalised words, in reading order.
    pub runs: Vec<Run>,
    /// How often each sequence of up to [`LONGEST`] words stands in lower case.
    pub small: HashMap<String, usize>,
    /// Words of organisations' names.
    pub names: HashSet<String>,
}

impl Usage {
    /// Reads a document; `entities` give the names of organisations, `known` the words of laws, bodies and the like.
    pub fn of(document: &Document, entities: &[EntityHit], known: &[Words]) -> Self {
        let text = |i: usize| document.words.get(i).map_or("", |w| document.prose.slice(w.extent));
        let mut usage = Self {
            keys: (0..document.words.len()).map(|i| words::word_key(text(i))).collect(),
            sentences: vec![usize::MAX; document.words.len()],
            runs: Vec::new(),
            small: HashMap::new(),
            names: HashSet::new(),
        };
        for (i, sentence) in document.sentences.iter().enumerate() {
            for slot in usage.sentences.get_mut(sentence.words.0..sentence.words.1).unwrap_or_default() {
                *slot = i;
            }
        }
        for hit in entities.iter().filter(|h| matches!(h.value, Value::Organisation { .. })) {
            let range = hit.words.start as usize..hit.words.end as usize;
            usage.names.extend(usage.keys.get(range).unwrap_or_default().iter().cloned());
        }
        let mut aside = asides(document);
        for words in known {
            for slot in aside.get_mut(words.start as usize..words.end as usize).unwrap_or_default() {
                *slot = true;
            }
        }
        for (i, sentence) in document.sentences.iter().enumerate() {
            let block = document.blocks.get(sentence.block);
            let body = block.is_some_and(|b| {
                !b.navigation && !matches!(b.kind, BlockKind::Code | BlockKind::LinkTarget | BlockKind::Heading)
            });
            if body {
                usage.read(document, i, &aside);
            }
        }
        usage
    }

    /// Reads one sentence of running text.
    fn read(&mut self, document: &Document, sentence: usize, aside: &[bool]) {
        let Some((first, end)) = document.sentences.get(sentence).map(|s| s.words) else { return };
        let text = |i: usize| document.words.get(i).map_or("", |w| document.prose.slice(w.extent));
        let worded = |i: usize| document.words.get(i).is_some_and(|w| w.kind == WordKind::Word);
        for start in first..end {
            let mut sequence = String::new();
            for at in start..end.min(start + LONGEST) {
                if !worded(at) || text(at).starts_with(char::is_uppercase) {
                    break;
                }
                if at > start {
                    sequence.push(' ');
                }
                sequence.push_str(self.keys.get(at).map_or("", String::as_str));
                *self.small.entry(sequence.clone()).or_default() += 1;
            }
        }
        let large = (first..end).filter(|i| text(*i).starts_with(char::is_uppercase)).count();
        let shouted = (first..end).filter(|i| words::is_shouted(text(*i))).count();
        let many = end - first;
        // A title, a name, or a text in capitals.
        if many < 4 && large == many || large * 5 > many * 3 || shouted * 3 > many && many > 3 {
            return;
        }
        let mut at = first;
        while at < end {
            let length = run(document, at, end);
            if length == 0 || aside.get(at) == Some(&true) {
                at += length.max(1);
                continue;
            }
            self.runs.extend(self.cut(document, (first, end), at, at + length));
            at += length;
        }
    }

    /// A run without what stands before a term; none for names and titles that go on in small words.
    fn cut(&self, document: &Document, (first, end): (usize, usize), from: usize, to: usize) -> Option<Run> {
        let text = |i: usize| document.words.get(i).map_or("", |w| document.prose.slice(w.extent));
        let key = |i: usize| self.keys.get(i).map_or("", String::as_str);
        let skipped = (from..to).take_while(|i| words::is_before(key(*i))).count();
        let start = from + skipped;
        let titled = |a: usize, b: usize| {
            matches!(key(a), "of" | "for" | "in" | "on" | "to" | "the" | "&") && text(b).starts_with(char::is_uppercase)
        };
        let goes_on = to + 1 < end && titled(to, to + 1);
        let went_on = start >= first + 2 && matches!(key(start - 1), "of" | "for") && {
            let before = text(start - 2);
            before.starts_with(char::is_uppercase) && start - 2 > first
        };
        let cut_short = to > start && words::is_shouted(text(to - 1)) || to > 0 && text(to - 1).len() == 1;
        if start >= to || to - start > LONGEST || goes_on || went_on || cut_short {
            return None;
        }
        let extent =
            Extent { start: document.words.get(start)?.extent.start, end: document.words.get(to - 1)?.extent.end };
        let opens = start == first || skipped == 0 && begins(document, start);
        let determined = start > first
            && matches!(
                key(start - 1),
                "the"
                    | "our"
                    | "a"
                    | "an"
                    | "any"
                    | "each"
                    | "such"
                    | "all"
                    | "these"
                    | "those"
                    | "your"
                    | "its"
                    | "every"
                    | "certain"
                    | "some"
                    | "other"
            );
        let member = start >= first + 3 && key(start - 2) == "of" && matches!(key(start - 3), "one" | "some" | "each");
        let plural = text(to - 1).ends_with('s') && !key(to - 1).ends_with('s');
        let whole = self.keys.get(from..to).unwrap_or_default().join(" ");
        let shouted = (start..to).any(|i| words::is_shouted(text(i)));
        let keys = (start..to).map(|i| key(i).to_owned()).collect();
        Some(Run {
            keys,
            whole,
            shouted,
            extent,
            initial: opens,
            determined,
            member,
            plural,
            explained: explained(document, extent),
            named: to < end && words::is_kind(key(to)),
        })
    }

    /// Where a term stands, as word ranges: every occurrence in whatever case, in reading order.
    pub fn places(&self, terms: &HashSet<String>) -> HashMap<String, Vec<(usize, usize)>> {
        let mut places: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
        for start in 0..self.keys.len() {
            let sentence = self.sentences.get(start);
            let mut sequence = String::new();
            for at in start..self.keys.len().min(start + LONGEST + 1) {
                if self.sentences.get(at) != sentence {
                    break;
                }
                if at > start {
                    sequence.push(' ');
                }
                sequence.push_str(self.keys.get(at).map_or("", String::as_str));
                if terms.contains(&sequence) {
                    places.entry(sequence.clone()).or_default().push((start, at + 1));
                }
            }
        }
        places
    }
}

/// Whether a bracket behind a text tells what it is, or that it is defined elsewhere.
fn explained(document: &Document, extent: Extent) -> bool {
    let end = document.prose.len() as u32;
    let rest = Extent { start: extent.end, end: (extent.end + 2).min(end) };
    document.prose.slice(rest) == " ("
        || document.sentences.get(document.sentences.partition_point(|s| s.extent.end <= extent.start)).is_some_and(
            |s| {
                let text = document.prose.slice(s.extent);
                text.contains(" we mean ") || text.contains("as defined") || text.contains("is defined")
            },
        )
}

/// How many words from `at` on are capitalised with nothing but a space or a hyphen between them.
fn run(document: &Document, at: usize, end: usize) -> usize {
    let extent = |i: usize| document.words.get(i).map(|w| w.extent);
    let mut length = 0;
    for i in at..end {
        let Some(word) = document.words.get(i) else { break };
        let text = document.prose.slice(word.extent);
        let capital = words::is_capitalised(text) || words::is_shouted(text);
        // “the Information You give”: a pronoun ends a term.
        if i > at && words::pronoun(&words::word_key(text)).is_some() {
            break;
        }
        if word.kind != WordKind::Word || !capital {
            break;
        }
        if let (true, Some(last)) = (i > at, i.checked_sub(1).and_then(extent)) {
            let gap = document.prose.slice(Extent { start: last.end, end: word.extent.start });
            if !matches!(gap, " " | "-" | "’ " | "' ") {
                break;
            }
        }
        length += 1;
    }
    length
}

/// Whether a word opens a sentence within a sentence: behind a colon, a bullet, a quote or a bracket with a number.
fn begins(document: &Document, word: usize) -> bool {
    let (Some(last), Some(this)) = (word.checked_sub(1).and_then(|w| document.words.get(w)), document.words.get(word))
    else {
        return true;
    };
    let gap = document.prose.slice(Extent { start: last.extent.end, end: this.extent.start });
    gap.contains([':', ';', '.', '?', '!', '•', '●', '·', '*', '/', '|'])
        || gap.contains(['–', '—'])
        || gap.trim_end().ends_with(')')
}

/// Words that stand in links or quotes: titles, not terms.
fn asides(document: &Document) -> Vec<bool> {
    let mut aside = vec![false; document.words.len()];
    let mut mark = |extent: Extent| {
        let from = document.words.partition_point(|w| w.extent.start < extent.start);
        let to = document.words.partition_point(|w| w.extent.start < extent.end);
        for slot in aside.get_mut(from..to).unwrap_or_default() {
            *slot = true;
        }
    };
    document.links.iter().for_each(|l| mark(l.extent));
    for block in &document.blocks {
        let text = document.prose.slice(block.extent);
        let mut open = None;
        for (at, sign) in text.char_indices() {
            match sign {
                '“' | '«' => open = Some(at),
                '"' if open.is_none() => open = Some(at),
                '”' | '»' | '"' => {
                    if let Some(from) = open.take().filter(|from| at - from < 120) {
                        mark(crate::eval::probe::within(block.extent, from..at));
                    }
                }
                _ => {}
            }
        }
    }
    aside
}
