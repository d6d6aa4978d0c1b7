//! Entities: numbers, ages, durations, dates, contact data, organisations, money and references to law.
//!
//! Hand-written scanners over words: each finds its trigger (a number, a month, a legal form) and looks around it, at
//! most a fixed number of words far, so a scan is linear whatever the text. Knows no rules and no lexicons.

mod address;
mod age;
mod contact;
mod date;
mod duration;
mod law;
mod mark;
mod money;
mod name;
mod number;
mod organisation;
mod phone;
mod place;
mod scan;

use super::{EntityHit, Text, Value, Words};
pub use mark::{Trigger, WORDS, shape};
use scan::Scan;

/// Finds the entities of a text, sorted by start, then kind; hits of one kind do not overlap.
///
/// `triggers` are the words that bear marks, in order, by [`WORDS`] and [`shape`]. `legal_forms` are the word ranges, sorted, where a legal form stands (`Inc.`, `GmbH`): organisations end there.
pub fn entities(text: &Text<'_>, triggers: &[Trigger], legal_forms: &[Words]) -> Vec<EntityHit> {
    let scan = Scan::new(text, triggers);
    let numbers = number::find(&scan);
    let mut dates = date::find(&scan);
    let mut addresses = address::find(&scan);
    let mut ages = age::find(&scan, &numbers, &dates, &addresses);
    let mut hits = Vec::new();
    keep(&mut hits, duration::find(&scan, &numbers, &ages));
    keep(&mut hits, contact::find(&scan));
    keep(&mut hits, phone::find(&scan, &dates, &addresses));
    keep(&mut hits, organisation::find(&scan, legal_forms, &addresses));
    keep(&mut hits, name::find(&scan));
    keep(&mut hits, money::find(&scan, &numbers));
    keep(&mut hits, law::find(&scan));
    hits.extend(numbers.list.iter().map(|n| EntityHit { words: words(n.start, n.end), value: Value::Number(n.value) }));
    hits.append(&mut ages);
    hits.append(&mut dates);
    hits.append(&mut addresses);
    hits.sort_by_key(|hit| (hit.words.start, hit.value.kind(), hit.words.end));
    hits
}

/// Adds the hits of one scanner: of two hits of one kind that overlap, the one that starts first, then the longer.
fn keep(hits: &mut Vec<EntityHit>, mut found: Vec<EntityHit>) {
    found.sort_by_key(|hit| (hit.value.kind(), hit.words.start, std::cmp::Reverse(hit.words.end)));
    let mut last = None;
    for hit in found {
        let kind = hit.value.kind();
        if last.is_some_and(|(k, end)| k == kind && hit.words.start < end) {
            continue;
        }
        last = Some((kind, hit.words.end));
        hits.push(hit);
    }
}

/// The word range `[start, end)`.
fn words(start: usize, end: usize) -> Words {
    Words { start: start as u32, end: end as u32 }
}

/// Whether a sorted list of hits that do not overlap covers word `at`.
fn covers(hits: &[EntityHit], at: usize) -> bool {
    let at = at as u32;
    let next = hits.partition_point(|hit| hit.words.start <= at);
    next.checked_sub(1).and_then(|i| hits.get(i)).is_some_and(|hit| at < hit.words.end)
}

#[cfg(test)]
mod tests;
