//! Statements of one kind at odds: what is denied, or said of these things only, and affirmed elsewhere.
//!
//! Keys compare by their trees: a denied parent contradicts an affirmed child, never the reverse. Exceptions bind. Knows
//! the words that make exceptions, and nothing about any subject matter.

use super::agree::{MOST_KINDS, covers, same_or_above};
use super::layout::Mode;
use super::passage::{Match, Passages};
use super::verdict::Outcome;
use super::{Place, value};
use crate::matcher::{Captured, LexiconId, Words};
use crate::rule::expr::{Expr, Slot};
use std::collections::BTreeMap;

/// So many places that affirm what one place denies are shown.
const MOST_AGAINST: usize = 3;

/// Words of a sentence in which “only” is looked for; longer ones are no sentences.
const LONGEST: u32 = 400;

/// “Only” stands so near to what is done, in words.
const MOST_BESIDE: u32 = 4;

/// After what alone is affirmed, so many words may follow; more of them are a restriction of their own.
const MOST_AFTER: u32 = 2;

/// How a statement stands to what it speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stand {
    Affirmed,
    Denied,
    /// Affirmed of what the sentence names by this key, and of nothing else.
    Only(usize),
}

/// One statement of a kind: the first of those with the same keys and stand.
struct Statement {
    found: Match,
    keys: Vec<Option<Captured>>,
    stand: Stand,
}

/// What an exception takes out of a denial.
enum Exception {
    None,
    /// It cannot be told what: all that is said elsewhere.
    Open,
    /// These entries.
    Entries(Vec<Captured>),
}

/// Each denial with what the policy affirms against it, and each match of `contrary`, which is at odds in itself.
pub(super) fn at_odds(passages: &Passages<'_>, expr: &Expr, per: &[Slot], contrary: Option<&Expr>) -> Outcome {
    let (bounds, affirmed) = read(passages, expr, per);
    // What is done says nothing of what is excepted: the first key aside.
    let keys = bounds.iter().chain(&affirmed).flat_map(|s| s.keys.iter().skip(1).flatten());
    let mut lexicons: Vec<LexiconId> = keys.filter_map(|k| lexicon(passages, *k)).collect();
    lexicons.sort_unstable();
    lexicons.dedup();
    let mut causes: Vec<Vec<Place>> = Vec::new();
    for bound in &bounds {
        let exception = match bound.stand {
            Stand::Denied => exception(passages, &bound.found, &lexicons),
            _ => Exception::None,
        };
        let against: Vec<&Statement> = affirmed
            .iter()
            .filter(|a| crosses(passages, bound, &bounds, a) && !excepts(passages, &exception, a))
            .filter(|a| !concedes(passages, bound, a))
            .collect();
        let mut against = against;
        against.dedup_by_key(|a| passages.layout.sentence(a.found.at.start));
        against.truncate(MOST_AGAINST);
        if !against.is_empty() {
            causes.push(shown(passages, bound, &against));
        }
    }
    let contrary = contrary.map(|c| passages.matches(c, Mode::Body));
    causes.extend(contrary.iter().flat_map(|found| found.iter()).map(|m| passages.places(std::iter::once((m, "")))));
    if causes.is_empty() {
        return Outcome::Satisfied(Vec::new(), "all statements agree".to_owned());
    }
    causes.sort_by_key(|places| places.first().map(|p| (p.span.start, p.span.end)));
    causes.dedup_by(|next, kept| next.first().map(|p| p.span) == kept.first().map(|p| p.span));
    Outcome::Found(causes)
}

/// The denials and restrictions, and what is affirmed, each in reading order.
fn read(passages: &Passages<'_>, expr: &Expr, per: &[Slot]) -> (Vec<Statement>, Vec<Statement>) {
    let mut kinds: BTreeMap<(Vec<String>, Stand), Statement> = BTreeMap::new();
    for found in passages.matches(expr, Mode::Body).iter() {
        let keys: Vec<Option<Captured>> = per.iter().map(|slot| found.capture(*slot)).collect();
        let mut names: Vec<String> =
            keys.iter().map(|k| k.map_or(String::new(), |c| value::key(passages, c))).collect();
        let stand = match only(passages, found, &keys) {
            _ if denied(passages, found) => Stand::Denied,
            Some(key) => Stand::Only(key),
            None => Stand::Affirmed,
        };
        if stand == Stand::Affirmed {
            // Where an exception is made for one place, another may still be against the denial.
            names.push(passages.layout.sentence(found.at.start).to_string());
        }
        let kind = (names, stand);
        if kinds.len() == MOST_KINDS && !kinds.contains_key(&kind) {
            continue;
        }
        kinds.entry(kind).or_insert_with(|| Statement { found: found.clone(), keys, stand });
    }
    let mut all: Vec<Statement> = kinds.into_values().collect();
    all.sort_by_key(|s| s.found.at.start);
    all.into_iter().partition(|s| s.stand != Stand::Affirmed)
}

/// Whether any part of a statement is denied in the sentence where it begins: “your data is kept here and never sold”.
fn denied(passages: &Passages<'_>, found: &Match) -> bool {
    let layout = &passages.layout;
    let sentence = layout.sentence(found.at.start);
    let here = |w: &&Words| layout.sentence(w.start) == sentence;
    let mut parts = std::iter::once(&found.at).chain(found.others.iter().filter(here));
    parts.any(|w| layout.clauses.denied(layout.document, *w, layout.block(w.start)) || lacks(passages, *w))
}

/// Whether the words themselves say that something is not there: “without cookies”, “free of advertising”.
fn lacks(passages: &Passages<'_>, words: Words) -> bool {
    let first = Words { start: words.start, end: words.end.min(words.start + 2) };
    let text = passages.text(first).to_lowercase();
    text.starts_with("without ") || text.starts_with("free of") || text.starts_with("free from")
}

/// Whether what is affirmed lies in what is denied, or outside of what alone is affirmed.
fn crosses(passages: &Passages<'_>, bound: &Statement, bounds: &[Statement], affirmed: &Statement) -> bool {
    let sentence = |s: &Statement| passages.layout.unit_sentence(s.found.at.start);
    if sentence(bound) == sentence(affirmed) {
        return false;
    }
    let Stand::Only(key) = bound.stand else { return covers(passages, &bound.keys, &affirmed.keys) };
    // All that the sentence names is allowed, not only what this statement does.
    let allowed = bounds.iter().filter(|b| matches!(b.stand, Stand::Only(_)) && sentence(b) == sentence(bound));
    let mut others = bound.keys.iter().zip(&affirmed.keys).enumerate().filter(|(i, _)| *i != key);
    let alike = others.all(|(_, (u, l))| covers(passages, &[*u], &[*l]));
    let named = affirmed.keys.get(key).copied().flatten();
    alike
        && named.is_some_and(|named| {
            !allowed
                .filter_map(|b| b.keys.get(key).copied().flatten())
                .any(|a| same_or_above(passages, a, named) || same_or_above(passages, named, a))
        })
}

/// Which key a statement restricts by “only”, if it does: the first one that is named after it, the first key aside, which
/// says what is done. Where the sentence goes on (“only to …”, “only for …”), it restricts something else.
fn only(passages: &Passages<'_>, found: &Match, keys: &[Option<Captured>]) -> Option<usize> {
    const ALONE: [&str; 4] = ["only", "solely", "exclusively", "just"];
    let sentence = passages.layout.document.sentences.get(passages.layout.sentence(found.at.start))?;
    let (first, end) = (sentence.words.0 as u32, sentence.words.1 as u32);
    let says = |i: u32| passages.text(Words { start: i, end: i + 1 });
    // Each statement of the sentence looks through all of it.
    let last = if end - first > LONGEST { first } else { end };
    let at = (first..last).find(|i| ALONE.iter().any(|o| says(*i).eq_ignore_ascii_case(o)))?;
    let done = keys.first().copied().flatten().map_or(found.at, |c| value::words_of(passages, c));
    if done.start.abs_diff(at) > MOST_BESIDE {
        return None;
    }
    const LIMITS: [&str; 15] = [
        "if",
        "when",
        "where",
        "for",
        "to",
        "on",
        "as",
        "by",
        "while",
        "until",
        "after",
        "under",
        "necessary",
        "needed",
        "required",
    ];
    if (at..end).any(|i| LIMITS.iter().any(|l| says(i).eq_ignore_ascii_case(l))) {
        return None;
    }
    let lexicons: Vec<LexiconId> = keys.iter().flatten().filter_map(|k| lexicon(passages, *k)).collect();
    let last = named_in(passages, &lexicons, at, end).into_iter().map(|c| value::words_of(passages, c).end).max()?;
    if end.saturating_sub(last) > MOST_AFTER {
        return None;
    }
    let mut named = keys.iter().enumerate().skip(1).filter_map(|(i, k)| Some((i, value::words_of(passages, (*k)?))));
    named.find(|(_, w)| w.start > at).map(|(i, _)| i)
}

/// The exception that a denial's sentence, or the lead-in of its list, makes.
fn exception(passages: &Passages<'_>, denied: &Match, lexicons: &[LexiconId]) -> Exception {
    let layout = &passages.layout;
    let own = layout.sentence(denied.at.start);
    let mut entries = Vec::new();
    for sentence in std::iter::once(own).chain(layout.leads(own)) {
        let Some(held) = layout.document.sentences.get(sentence) else { continue };
        let (first, end) = (held.words.0 as u32, held.words.1 as u32);
        let Some((opens, from)) = (first..end).find_map(|i| Some((i, excepting(passages, i, end)?))) else { continue };
        let named = named_in(passages, lexicons, opens, end);
        if from || named.is_empty() {
            return Exception::Open;
        }
        entries.extend(named);
    }
    if entries.is_empty() { Exception::None } else { Exception::Entries(entries) }
}

/// Whether an exception begins at a word, and whether it is one of circumstances (“unless”), not of things (“other than”).
fn excepting(passages: &Passages<'_>, at: u32, end: u32) -> Option<bool> {
    const CIRCUMSTANCES: [&str; 24] = [
        "unless",
        "without your",
        "without the",
        "without prior",
        "without explicit",
        "without express",
        "without first",
        "without their",
        "without consent",
        "without a",
        "without such",
        "without you",
        "without having",
        "only as",
        "except as",
        "except if",
        "except when",
        "except where",
        "except in",
        "except under",
        "except that",
        "until",
        "beyond",
        "otherwise than",
    ];
    const THINGS: [&str; 8] =
        ["except", "other than", "apart from", "aside from", "besides", "excluding", "outside of", "save for"];
    let next = if at + 1 < end { passages.text(Words { start: at, end: at + 2 }) } else { "" };
    let pair = next.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let word = passages.text(Words { start: at, end: at + 1 }).to_lowercase();
    let is = |any: &[&str]| any.iter().any(|a| *a == word || *a == pair);
    if is(&CIRCUMSTANCES) {
        return Some(true);
    }
    is(&THINGS).then_some(false)
}

fn lexicon(passages: &Passages<'_>, captured: Captured) -> Option<LexiconId> {
    value::entry_of(passages, captured).map(|hit| hit.lexicon)
}

/// The entries of some lexicons that some words name.
fn named_in(passages: &Passages<'_>, lexicons: &[LexiconId], start: u32, end: u32) -> Vec<Captured> {
    let entries = &passages.hits.entries;
    let from = entries.partition_point(|e| e.words.start < start);
    let upto = entries.partition_point(|e| e.words.start < end);
    (from..upto)
        .filter(|i| entries.get(*i).is_some_and(|e| lexicons.contains(&e.lexicon)))
        .map(|i| Captured::Entry(i as u32))
        .collect()
}

fn excepts(passages: &Passages<'_>, exception: &Exception, affirmed: &Statement) -> bool {
    match exception {
        Exception::None => false,
        Exception::Open => true,
        Exception::Entries(entries) => {
            affirmed.keys.iter().flatten().any(|k| entries.iter().any(|e| same_or_above(passages, *e, *k)))
        }
    }
}

/// Whether a statement is the exception to the denial just before it: “However, …”, “The only exception …”. What alone is
/// affirmed allows none.
fn concedes(passages: &Passages<'_>, bound: &Statement, affirmed: &Statement) -> bool {
    let layout = &passages.layout;
    let (before, after) = (layout.sentence(bound.found.at.start), layout.sentence(affirmed.found.at.start));
    if bound.stand != Stand::Denied || after <= before || after - before > 2 {
        return false;
    }
    let follows = (before + 1..=after).map(|s| layout.document.sentence_text(s).trim_start().to_lowercase());
    let opens =
        ["however", "but ", "except", "the only", "only", "exceptions", "nevertheless", "that said", "in some cases"];
    let mut follows = follows.peekable();
    follows.any(|text| {
        opens.iter().any(|o| text.starts_with(o))
            || [", however,", " only ", "exception"].iter().any(|w| text.contains(w))
            || text.contains("exception")
    })
}

/// The places of a contradiction, what binds first.
fn shown(passages: &Passages<'_>, bound: &Statement, against: &[&Statement]) -> Vec<Place> {
    let note = if bound.stand == Stand::Denied { "denied here" } else { "said to be all" };
    let mut places = passages.places(std::iter::once((&bound.found, note)));
    places.extend(against.iter().flat_map(|a| passages.places(std::iter::once((&a.found, "and affirmed here")))));
    places
}
