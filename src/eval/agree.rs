//! Obligations that compare places: `agree on`, `for each`, `keep`.

use super::layout::{Item, Mode, Standing};
use super::passage::{Match, Passages, plain};
use super::topic;
use super::value;
use super::verdict::{Outcome, stated};
use crate::matcher::{Captured, Words};
use crate::rule::expr::{Expr, Obligation, Slot, Window};
use std::collections::{BTreeMap, BTreeSet};

/// So many kinds of statement are compared, those that come first: each is held against each.
pub(super) const MOST_KINDS: usize = 300;

/// One statement of a kind: the first of those with the same keys and value.
struct Statement {
    found: Match,
    keys: Vec<Option<Captured>>,
    value: String,
    /// What it is about, where that counts.
    topic: BTreeSet<String>,
}

/// All values of a capture agree among matches that share the keys, and the topic where
/// that is asked for.
pub(super) fn agree(passages: &Passages<'_>, expr: &Expr, on: Slot, per: &[Slot], topic: bool) -> Outcome {
    let statements = statements(passages, expr, on, per, topic);
    let mut conflicts: Vec<Vec<usize>> = Vec::new();
    for (i, a) in statements.iter().enumerate() {
        for (j, b) in statements.iter().enumerate().skip(i + 1).filter(|(_, b)| differ(passages, on, a, b)) {
            let meets = covers(passages, &a.keys, &b.keys) || covers(passages, &b.keys, &a.keys);
            if meets && (!topic || apart(passages, a, b) && topic::same(&a.topic, &b.topic)) {
                join(&mut conflicts, i, j);
            }
        }
    }
    if conflicts.is_empty() {
        return Outcome::Satisfied(Vec::new(), "all statements agree".to_owned());
    }
    let cause = |all: Vec<usize>| {
        let found: Vec<&Match> = all.iter().filter_map(|i| statements.get(*i)).map(|s| &s.found).collect();
        let mut places = passages.places(found.into_iter().map(|m| (m, "")));
        for (i, place) in places.iter_mut().enumerate() {
            place.note = if i == 0 { "this statement" } else { "and this one do not agree" }.to_owned();
        }
        places
    };
    Outcome::Found(conflicts.into_iter().map(cause).collect())
}

/// The statements that are compared, in reading order.
fn statements(passages: &Passages<'_>, expr: &Expr, on: Slot, per: &[Slot], topic: bool) -> Vec<Statement> {
    let mut kinds: BTreeMap<(Vec<String>, String, usize), Statement> = BTreeMap::new();
    let linked = |m: &&Match| passages.layout.standing(m.at.start) == Standing::Link;
    for found in passages.matches(expr, Mode::Body).iter().filter(|m| !topic || !linked(m)) {
        let keys: Vec<Option<Captured>> = per.iter().map(|slot| found.capture(*slot)).collect();
        let names = keys.iter().map(|k| k.map_or(String::new(), |c| value::key(passages, c))).collect();
        let value = found.capture(on).map_or(String::new(), |c| value::key(passages, c));
        // Statements on different topics are of different kinds; sentences stand for topics.
        let place = if topic { passages.layout.sentence(found.at.start) } else { 0 };
        let kind = (names, value.clone(), place);
        if kinds.len() == MOST_KINDS && !kinds.contains_key(&kind) {
            continue;
        }
        let about = || if topic { topic::words(passages, found, found.capture(on)) } else { BTreeSet::new() };
        kinds.entry(kind).or_insert_with(|| Statement { found: found.clone(), keys, value, topic: about() });
    }
    let mut all: Vec<Statement> = kinds.into_values().collect();
    all.sort_by_key(|s| s.found.at.start);
    all
}

/// Whether two statements say different things.
fn differ(passages: &Passages<'_>, on: Slot, a: &Statement, b: &Statement) -> bool {
    match a.found.capture(on).zip(b.found.capture(on)) {
        Some((x, y)) => a.value != b.value && value::differ(passages, x, y),
        None => a.value != b.value,
    }
}

/// Puts two conflicting statements into one group with all that conflict with either.
fn join(groups: &mut Vec<Vec<usize>>, a: usize, b: usize) {
    let mut joined = BTreeSet::from([a, b]);
    groups.retain(|group| {
        let meets = group.contains(&a) || group.contains(&b);
        if meets {
            joined.extend(group.iter().copied());
        }
        !meets
    });
    groups.push(joined.into_iter().collect());
}

/// Whether two statements stand in different sentences: one sentence knows what it says.
fn apart(passages: &Passages<'_>, a: &Statement, b: &Statement) -> bool {
    passages.layout.sentence(a.found.at.start) != passages.layout.sentence(b.found.at.start)
}

/// Whether every key of `upper` is that of `lower` or stands above it. A key that was not captured stands above all.
pub(super) fn covers(passages: &Passages<'_>, upper: &[Option<Captured>], lower: &[Option<Captured>]) -> bool {
    upper.iter().zip(lower).all(|(u, l)| match (u, l) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(u), Some(l)) => same_or_above(passages, *u, *l),
    })
}

/// Whether two captures are the same, or the first stands above the second in their tree.
pub(super) fn same_or_above(passages: &Passages<'_>, upper: Captured, lower: Captured) -> bool {
    let entry = |c| if let Captured::Entry(i) = c { passages.hits.entries.get(i as usize) } else { None };
    match (entry(upper), entry(lower)) {
        (Some(u), Some(l)) if u.lexicon == l.lexicon => {
            passages.rules.lexicons.get(u.lexicon.0 as usize).is_some_and(|tree| tree.is_within(l.entry, u.entry))
        }
        _ => value::key(passages, upper) == value::key(passages, lower),
    }
}

/// The obligation holds for every value of a capture that the policy names; where it names none, the statement is asked for
/// all the same.
pub(super) fn for_each(passages: &Passages<'_>, obligation: &Obligation, slot: Slot, of: &Expr) -> Outcome {
    let statements = stated(passages, obligation);
    let mut first: BTreeMap<String, (Match, Captured)> = BTreeMap::new();
    for found in passages.matches(of, Mode::Body).iter() {
        if let Some(captured) = found.capture(slot) {
            first.entry(value::key(passages, captured)).or_insert_with(|| (found.clone(), captured));
        }
    }
    let said = Said::by(passages, &statements, slot);
    let mut open: Vec<(Match, String)> = first
        .values()
        .filter(|(m, captured)| !said.covers(passages, m, *captured))
        .map(|(m, captured)| (m.clone(), format!("nothing is said about {}", value::shown(passages, *captured))))
        .collect();
    open.sort_by_key(|(m, _)| m.at.start);
    // Naming no value at all does not make the statement.
    if open.is_empty() && !(first.is_empty() && statements.is_empty()) {
        return Outcome::Satisfied(statements, "stated for each".to_owned());
    }
    Outcome::Missing(open)
}

/// What statements say something about: values by their keys, or an item as a whole.
struct Said {
    values: BTreeSet<String>,
    items: BTreeSet<Item>,
}

impl Said {
    fn by(passages: &Passages<'_>, statements: &[Match], slot: Slot) -> Self {
        let mut said = Self { values: BTreeSet::new(), items: BTreeSet::new() };
        for statement in statements {
            match statement.capture(slot) {
                Some(captured) => said.values.insert(value::key(passages, captured)),
                None => said.items.insert(passages.layout.item(statement.at.start)),
            };
        }
        said
    }

    /// Whether something is said about a value, about what stands above it, or in the item that names it.
    fn covers(&self, passages: &Passages<'_>, named: &Match, captured: Captured) -> bool {
        let keys = value::keys_above(passages, captured);
        keys.iter().any(|key| self.values.contains(key)) || self.items.contains(&passages.layout.item(named.at.start))
    }
}

/// No unit has more words than the measure allows.
pub(super) fn keep_words(passages: &Passages<'_>, window: Window, most: usize) -> Outcome {
    let layout = &passages.layout;
    let mut long = Vec::new();
    let mut unit: Option<(u64, Words)> = None;
    let mut close = |unit: Option<(u64, Words)>| {
        if let Some((_, words)) = unit
            && (words.end - words.start) as usize > most
        {
            long.push((plain(words), format!("{} words", words.end - words.start)));
        }
    };
    for word in 0..layout.document.words.len() as u32 {
        if !Mode::Body.takes(layout.standing(word)) {
            continue;
        }
        let key = match window {
            Window::Paragraph => u64::from(layout.paragraph(word)),
            Window::Section => layout.section(word) as u64,
            Window::Document => 0,
            _ => layout.sentence(word) as u64,
        };
        unit = match unit {
            Some((open, words)) if open == key => Some((open, Words { start: words.start, end: word + 1 })),
            other => {
                close(other);
                Some((key, Words { start: word, end: word + 1 }))
            }
        };
    }
    close(unit);
    if long.is_empty() {
        return Outcome::Satisfied(Vec::new(), format!("none has more than {most} words"));
    }
    Outcome::Violated(long, format!("more than {most} words"))
}
