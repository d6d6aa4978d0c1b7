//! The values that evidence states: what was captured, and what of the same kind stands in the same sentences and lists.
//!
//! A match captures the nearest value alone: of "we share it with A and B" only A. What a policy says is both.

use super::Stated;
use super::passage::{Match, Passages};
use super::value;
use crate::matcher::{Captured, EntityKind, LexiconId, Words};
use crate::rule::expr::Slot;
use std::collections::HashSet;

/// What values of one kind have in common.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    /// They are entries of one lexicon.
    Entry(LexiconId),
    /// They are entities of one kind.
    Entity(EntityKind),
}

/// The values that matches state, each once, at the first place of each, in reading order.
pub fn stated<'m>(passages: &Passages<'_>, found: impl Iterator<Item = &'m Match>) -> Vec<Stated> {
    let mut looked = HashSet::new();
    let mut all: Vec<(Slot, Captured)> = Vec::new();
    for m in found {
        for (slot, captured) in &m.captures {
            let Some(kind) = kind(passages, *captured) else { continue };
            let own = value::words_of(passages, *captured);
            for words in std::iter::once(&own).chain(std::iter::once(&m.at)).chain(&m.others) {
                if looked.insert((*slot, kind, passages.layout.unit_sentence(words.start))) {
                    all.extend(beside(passages, *words, kind).into_iter().map(|c| (*slot, c)));
                }
            }
        }
    }
    all.sort_by_key(|(_, c)| value::words_of(passages, *c).start);
    let mut seen = HashSet::new();
    let named = |(slot, captured): (Slot, Captured)| {
        let key = value::key(passages, captured);
        if !seen.insert((slot, key.clone())) {
            return None;
        }
        let words = value::words_of(passages, captured);
        let span = passages.layout.document.words_span(words.start as usize, words.end as usize)?;
        Some(Stated { name: value::name(passages, slot), value: value::shown(passages, captured), key, span })
    };
    all.into_iter().filter_map(named).collect()
}

fn kind(passages: &Passages<'_>, captured: Captured) -> Option<Kind> {
    match captured {
        Captured::Entry(i) => passages.hits.entries.get(i as usize).map(|h| Kind::Entry(h.lexicon)),
        Captured::Entity(i) => passages.hits.entities.get(i as usize).map(|h| Kind::Entity(h.value.kind())),
    }
}

/// The values of a kind in the sentence of some words, or in the list that it is part of.
fn beside(passages: &Passages<'_>, words: Words, kind: Kind) -> Vec<Captured> {
    let unit = passages.layout.unit_sentence(words.start);
    let inside = |c: &Captured| passages.layout.unit_sentence(value::words_of(passages, *c).start) == unit;
    let (entries, entities) = (&passages.hits.entries, &passages.hits.entities);
    let (split, count) = match kind {
        Kind::Entry(_) => (entries.partition_point(|h| h.words.start < words.start), entries.len()),
        Kind::Entity(_) => (entities.partition_point(|h| h.words.start < words.start), entities.len()),
    };
    let captured = |i: usize| match kind {
        Kind::Entry(_) => Captured::Entry(i as u32),
        Kind::Entity(_) => Captured::Entity(i as u32),
    };
    let before = (0..split).rev().map(captured).take_while(inside);
    let all = before.chain((split..count).map(captured).take_while(inside));
    all.filter(|c| self::kind(passages, *c) == Some(kind) && !passages.is_own_name(*c)).collect()
}
