//! Lengths of time: `30 days`, `thirty (30) days`, `10-20 business days`, `within a year`.

use super::number::{Numbers, digits};
use super::scan::{Scan, is_dash};
use super::{covers, mark, words};
use crate::matcher::{EntityHit, Value};

/// Finds lengths of time by their unit; what was read as an age is none.
pub(super) fn find(scan: &Scan<'_>, numbers: &Numbers, ages: &[EntityHit]) -> Vec<EntityHit> {
    let mut hits: Vec<EntityHit> = Vec::new();
    for hit in scan.marked(mark::UNIT).filter_map(|at| at_unit(scan, numbers, ages, at)) {
        match hits.last().and_then(|before| sum(scan, before, &hit)) {
            Some(both) => {
                hits.pop();
                hits.push(both);
            }
            None => hits.push(hit),
        }
    }
    hits
}

/// "one year and 25 days" as one length: a smaller unit right behind a larger one.
fn sum(scan: &Scan<'_>, before: &EntityHit, after: &EntityHit) -> Option<EntityHit> {
    let (end, start) = (before.words.end as usize, after.words.start as usize);
    let joint = start == end + 1 && scan.low(end) == "and" && scan.adjacent(end - 1) && scan.adjacent(end)
        || start == end && scan.same_sentence(end - 1, end) && matches!(scan.gap(end - 1).trim(), "" | ",");
    let units = (unit(scan.low(end - 1))?, unit(scan.low(after.words.end as usize - 1))?);
    let (Value::Duration { min: a, max: b, business: false }, Value::Duration { min: c, max: d, business: false }) =
        (&before.value, &after.value)
    else {
        return None;
    };
    (joint && units.0 > units.1).then(|| EntityHit {
        words: words(before.words.start as usize, after.words.end as usize),
        value: Value::Duration { min: a + c, max: b + d, business: false },
    })
}

/// A unit's length in days.
fn unit(word: &str) -> Option<f64> {
    Some(match word.trim_end_matches(['\'', '’']) {
        "second" | "seconds" => 1.0 / 86_400.0,
        "minute" | "minutes" | "mins" => 1.0 / 1440.0,
        "hour" | "hours" | "hrs" => 1.0 / 24.0,
        "day" | "days" => 1.0,
        "week" | "weeks" => 7.0,
        "fortnight" | "fortnights" => 14.0,
        "month" | "months" => 30.0,
        "year" | "years" | "yrs" => 365.0,
        "decade" | "decades" => 3650.0,
        _ => return None,
    })
}

fn at_unit(scan: &Scan<'_>, numbers: &Numbers, ages: &[EntityHit], at: usize) -> Option<EntityHit> {
    let days = unit(scan.low(at))?;
    let mut first = at;
    let mut business = false;
    for _ in 0..2 {
        let before = first.checked_sub(1)?;
        match scan.low(before) {
            "business" | "working" | "banking" | "work" => business = true,
            "calendar" | "consecutive" | "full" | "additional" | "more" | "further" | "whole" | "rolling"
            | "straight" => {}
            _ => break,
        }
        first = before;
    }
    let last = first.checked_sub(1)?;
    if !scan.joined(last) || rate(scan, at) {
        return None;
    }
    let hit = |start, min: f64, max: f64| {
        let value = Value::Duration { min: min * days, max: max * days, business };
        Some(EntityHit { words: words(start, at + 1), value })
    };
    if let Some(n) = numbers.ending(first) {
        if covers(ages, n.start) || n.value >= 1900.0 && days >= 30.0 && !scan.raw(n.start).contains(',') {
            return None;
        }
        return match lower_bound(scan, numbers, n.start) {
            Some((start, min)) if min < n.value && !covers(ages, start) => hit(start, min, n.value),
            _ => hit(n.start, n.value, n.value),
        };
    }
    if let Some((low, high)) = scan.raw(last).split_once(is_dash) {
        let (low, high) = (digits(low)?, digits(high)?);
        return if low <= high { hit(last, low, high) } else { None };
    }
    if matches!(scan.low(last), "a" | "an") && article_counts(scan, last) {
        return hit(last, 1.0, 1.0);
    }
    None
}

/// The smaller number of a range that ends in the number at word `second`: its first word and its value.
fn lower_bound(scan: &Scan<'_>, numbers: &Numbers, second: usize) -> Option<(usize, f64)> {
    let before = second.checked_sub(1)?;
    if !scan.same_sentence(before, second) {
        return None;
    }
    let gap = scan.gap(before).trim();
    if gap.chars().count() == 1 && gap.starts_with(is_dash) {
        return numbers.ending(second).map(|n| (n.start, n.value));
    }
    let n = match scan.low(before) {
        "to" | "or" => numbers.ending(before)?,
        "and" => numbers.ending(before).filter(|n| scan.low_before(n.start, 1) == "between")?,
        _ => return None,
    };
    (scan.adjacent(before) && scan.joined(before.checked_sub(1)?)).then_some((n.start, n.value))
}

/// "24 hours a day", "7 days per week": a rate, not a length.
fn rate(scan: &Scan<'_>, at: usize) -> bool {
    scan.adjacent(at) && matches!(scan.low(at + 1), "a" | "per" | "each") && unit(scan.low(at + 2)).is_some()
}

/// "within a year" counts, "once a year" does not.
fn article_counts(scan: &Scan<'_>, article: usize) -> bool {
    let Some(before) = article.checked_sub(1) else {
        return false;
    };
    scan.adjacent(before)
        && matches!(
            scan.low(before),
            "within"
                | "for"
                | "after"
                | "of"
                | "than"
                | "least"
                | "to"
                | "about"
                | "approximately"
                | "over"
                | "in"
                | "every"
                | "most"
                | "exceeding"
                | "exceed"
                | "beyond"
                | "during"
                | "half"
        )
}
