//! Captured values: compared, constrained, shown.

use super::passage::{Match, Passages};
use crate::matcher::{Captured, DatePrecision, EntryHit, EntryId, LexiconId, Value, Words};
use crate::rule::expr::{Bound, Constraint, DateUnit, Set, Slot};
use jiff::Span;
use jiff::civil::Date;

/// Whether a match meets a constraint.
pub fn meets(passages: &Passages<'_>, found: &Match, constraint: &Constraint) -> bool {
    let Some(captured) = found.capture(constraint.slot) else { return false };
    let inside = match &constraint.set {
        Set::Range(low, high) => in_range(passages, captured, *low, *high),
        Set::Entry(lexicon, entry) => entry_of(passages, captured).is_some_and(|hit| {
            let tree = passages.rules.lexicons.get(lexicon.0 as usize);
            hit.lexicon == *lexicon && tree.is_some_and(|t| t.is_within(hit.entry, *entry))
        }),
        Set::Lexicon(lexicon) => overlaps_entry(passages, words_of(passages, captured), *lexicon),
    };
    inside != constraint.negated
}

/// The lexicon hit that was captured.
pub fn entry_of(passages: &Passages<'_>, captured: Captured) -> Option<EntryHit> {
    match captured {
        Captured::Entry(i) => passages.hits.entries.get(i as usize).copied(),
        Captured::Entity(_) => None,
    }
}

/// The words of a captured value.
pub fn words_of(passages: &Passages<'_>, captured: Captured) -> Words {
    let words = match captured {
        Captured::Entry(i) => passages.hits.entries.get(i as usize).map(|h| h.words),
        Captured::Entity(i) => passages.hits.entities.get(i as usize).map(|h| h.words),
    };
    words.unwrap_or(Words { start: 0, end: 0 })
}

fn overlaps_entry(passages: &Passages<'_>, words: Words, lexicon: LexiconId) -> bool {
    let entries = &passages.hits.entries;
    let upto = entries.partition_point(|e| e.words.start < words.end);
    let before = entries.get(..upto).unwrap_or_default().iter().rev().take(64);
    before.into_iter().any(|e| e.lexicon == lexicon && e.words.end > words.start)
}

fn in_range(passages: &Passages<'_>, captured: Captured, low: Option<Bound>, high: Option<Bound>) -> bool {
    let Captured::Entity(i) = captured else { return false };
    let Some(hit) = passages.hits.entities.get(i as usize) else { return false };
    if let Value::Date { day, .. } = &hit.value {
        let low = low.and_then(|b| bound_day(b, passages.as_of));
        let high = high.and_then(|b| bound_day(b, passages.as_of));
        return low.is_none_or(|l| l <= *day) && high.is_none_or(|h| *day <= h);
    }
    let (least, most) = match &hit.value {
        Value::Number(n) => (*n, *n),
        Value::Age(n) => (f64::from(*n), f64::from(*n)),
        Value::Duration { min, max, .. } => (*min, *max),
        Value::Money { amount, .. } => (*amount, *amount),
        _ => return false,
    };
    let number = |b: Option<Bound>| if let Some(Bound::Number(n)) = b { Some(n) } else { None };
    number(low).is_none_or(|l| l <= least) && number(high).is_none_or(|h| most <= h)
}

/// The day that an end of a range means on the day of the law.
fn bound_day(bound: Bound, today: Date) -> Option<Date> {
    match bound {
        Bound::Number(_) => None,
        Bound::Date(day) => Some(day),
        Bound::Today { offset, unit } => {
            let span = match unit {
                DateUnit::Days => Span::new().try_days(offset),
                DateUnit::Months => Span::new().try_months(offset),
                DateUnit::Years => Span::new().try_years(offset),
            };
            // A rule may count further back than the calendar goes.
            let end = if offset < 0 { Date::MIN } else { Date::MAX };
            Some(span.map_or(end, |span| today.saturating_add(span)))
        }
    }
}

/// A text that is equal for equal values: entries by name, entities by value.
pub fn key(passages: &Passages<'_>, captured: Captured) -> String {
    match captured {
        Captured::Entry(i) => {
            let hit = passages.hits.entries.get(i as usize);
            hit.map_or(String::new(), |h| entry_key(h.lexicon, h.entry))
        }
        Captured::Entity(i) => {
            let Some(hit) = passages.hits.entities.get(i as usize) else { return String::new() };
            match &hit.value {
                Value::Number(n) => n.to_string(),
                Value::Age(n) => n.to_string(),
                Value::Duration { min, max, business } => format!("{min}-{max}{}", if *business { "b" } else { "" }),
                Value::Date { day, .. } => day.to_string(),
                Value::Email(text) | Value::Phone(text) | Value::Url { host: text } => text.clone(),
                Value::Organisation { name } => name.to_lowercase(),
                Value::Money { currency, amount } => format!("{currency}{amount}"),
                Value::Address | Value::Name | Value::LegalReference => passages.text(hit.words).to_lowercase(),
            }
        }
    }
}

/// Whether two values of one kind cannot mean the same: a year is twelve months, and May 2026 holds its first day.
pub fn differ(passages: &Passages<'_>, a: Captured, b: Captured) -> bool {
    let value = |c: Captured| if let Captured::Entity(i) = c { passages.hits.entities.get(i as usize) } else { None };
    let (Some(x), Some(y)) = (value(a), value(b)) else { return key(passages, a) != key(passages, b) };
    match (&x.value, &y.value) {
        (Value::Date { day: d, precision: p, ambiguous: u }, Value::Date { day: e, precision: q, ambiguous: v }) => {
            let month = *p == DatePrecision::Month || *q == DatePrecision::Month;
            let turned = |a: &Date, b: &Date| a.year() == b.year() && a.day() == b.month() && a.month() == b.day();
            let same = d == e || month && d.year() == e.year() && d.month() == e.month() || (*u || *v) && turned(d, e);
            !same
        }
        (Value::Duration { min: a, max: b, business: s }, Value::Duration { min: c, max: d, business: t }) => {
            let near = |x: f64, y: f64| (x - y).abs() <= 0.03 * x.max(y);
            // Ten working days are two weeks.
            let (scale, other) = (if *s { 1.4 } else { 1.0 }, if *t { 1.4 } else { 1.0 });
            !(near(a * scale, c * other) && near(b * scale, d * other))
        }
        _ => key(passages, a) != key(passages, b),
    }
}

/// The keys of a value and, for an entry, of all entries above it.
pub fn keys_above(passages: &Passages<'_>, captured: Captured) -> Vec<String> {
    let Some(hit) = entry_of(passages, captured) else { return vec![key(passages, captured)] };
    let tree = passages.rules.lexicons.get(hit.lexicon.0 as usize);
    let parent = |id: &EntryId| tree?.entries.get(id.0 as usize)?.parent.filter(|p| p.0 < id.0);
    std::iter::successors(Some(hit.entry), parent).map(|id| entry_key(hit.lexicon, id)).collect()
}

fn entry_key(lexicon: LexiconId, entry: EntryId) -> String {
    format!("{}/{}", lexicon.0, entry.0)
}

/// Whether a captured value is a length of time: its constraints are in days.
pub fn is_duration(passages: &Passages<'_>, captured: Captured) -> bool {
    let Captured::Entity(i) = captured else { return false };
    matches!(passages.hits.entities.get(i as usize).map(|h| &h.value), Some(Value::Duration { .. }))
}

/// A captured value as people see it: dates in ISO form, everything else as written.
pub fn shown(passages: &Passages<'_>, captured: Captured) -> String {
    if let Captured::Entity(i) = captured
        && let Some(Value::Date { day, .. }) = passages.hits.entities.get(i as usize).map(|h| &h.value)
    {
        return day.to_string();
    }
    passages.text(words_of(passages, captured)).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name of a capture.
pub fn name(passages: &Passages<'_>, slot: Slot) -> String {
    passages.rules.captures.get(slot as usize).cloned().unwrap_or_default()
}

/// Fills `{capture}` and `{capture.attribute}` into a text; what is not captured becomes "…".
pub fn filled(passages: &Passages<'_>, template: &str, found: Option<&Match>) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        out.push_str(&placeholder(passages, name, found).unwrap_or_else(|| "…".to_owned()));
        rest = tail;
    }
    out.push_str(rest);
    out
}

fn placeholder(passages: &Passages<'_>, name: &str, found: Option<&Match>) -> Option<String> {
    if let Some((_, term)) = super::pack::terms(passages, passages.reading()).into_iter().find(|(n, _)| n == name) {
        return Some(term);
    }
    let (name, attribute) = name.split_once('.').map_or((name, None), |(n, a)| (n, Some(a)));
    let slot = passages.rules.captures.iter().position(|n| n == name)? as u16;
    let captured = found?.capture(slot)?;
    let Some(attribute) = attribute else { return Some(shown(passages, captured)) };
    let hit = entry_of(passages, captured)?;
    let entry = passages.rules.lexicons.get(hit.lexicon.0 as usize)?.entries.get(hit.entry.0 as usize)?;
    entry.attributes.get(attribute).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_that_the_calendar_does_not_reach_are_its_own_ends() {
        let today = jiff::civil::date(2026, 1, 31);
        let day = |offset, unit| bound_day(Bound::Today { offset, unit }, today).unwrap();
        assert_eq!(day(-1, DateUnit::Months).to_string(), "2025-12-31");
        assert_eq!(day(1, DateUnit::Months).to_string(), "2026-02-28");
        for unit in [DateUnit::Days, DateUnit::Months, DateUnit::Years] {
            assert_eq!(day(i32::MIN, unit), Date::MIN);
            assert_eq!(day(i32::MAX, unit), Date::MAX);
        }
        assert_eq!(day(-100_000, DateUnit::Years), Date::MIN);
    }
}
