//! Calendar dates in their usual spellings. Impossible days are no dates.

use super::scan::{Scan, is_dash};
use super::{mark, words};
use crate::matcher::{DatePrecision, EntityHit, Value};
use jiff::civil::Date;

/// Finds dates, in reading order, not overlapping.
pub(super) fn find(scan: &Scan<'_>) -> Vec<EntityHit> {
    let mut hits: Vec<EntityHit> = Vec::new();
    let mut numeric = Vec::new();
    let mut day_first = false;
    for at in scan.marked(mark::DIGIT | mark::MONTH) {
        let from = hits.last().map_or(0, |hit| hit.words.end as usize);
        if at < from {
            continue;
        }
        if scan.is_number(at) {
            if let Some(found) = Numeric::read(scan, at) {
                day_first |= found.first > 12;
                let hit = found.hit(at, false);
                numeric.extend(hit.is_some().then_some((hits.len(), at, found)));
                hits.extend(hit);
            }
        } else if let Some(month) = month(scan, at) {
            hits.extend(written(scan, at, month, from));
        }
    }
    if day_first {
        for (i, at, found) in numeric {
            if let (Some(slot), Some(hit)) = (hits.get_mut(i), found.hit(at, true)) {
                *slot = hit;
            }
        }
    }
    hits
}

/// A date in digits: year first, or two numbers whose order may be open.
struct Numeric {
    first: u32,
    second: u32,
    year: u32,
    year_first: bool,
    dots: bool,
    end: usize,
}

impl Numeric {
    /// Reads the run of digits and separators that starts at word `at`, one word or several.
    fn read(scan: &Scan<'_>, at: usize) -> Option<Self> {
        let prose = scan.prose_from(at);
        let mut parts = [0_u32; 3];
        let mut lengths = [0_usize; 3];
        let mut separator = None;
        let mut part = 0;
        let mut bytes = 0;
        for c in prose.chars().take(14) {
            if let Some(digit) = c.to_digit(10) {
                let (value, length) = (parts.get_mut(part)?, lengths.get_mut(part)?);
                *value = value.checked_mul(10)?.checked_add(digit)?;
                *length += 1;
            } else if matches!(c, '/' | '.') || is_dash(c) {
                let c = if is_dash(c) { '-' } else { c };
                if part == 2 {
                    break;
                }
                if lengths.get(part) == Some(&0) || separator.is_some_and(|s| s != c) {
                    return None;
                }
                separator = Some(c);
                part += 1;
            } else {
                break;
            }
            bytes += c.len_utf8();
        }
        if part != 2 || !free(scan, at, prose.get(bytes..)?) {
            return None;
        }
        let end = scan.words_until(at, bytes)?;
        let dots = separator == Some('.');
        match (lengths, parts) {
            ([4, 1..=2, 1..=2], [year, first, second]) => {
                Some(Self { first, second, year, year_first: true, dots, end })
            }
            ([1..=2, 1..=2, 4], [first, second, year]) => {
                Some(Self { first, second, year, year_first: false, dots, end })
            }
            ([1..=2, 1..=2, 2], [first, second, year]) if !dots || matches!(lengths, [2, 2, 2]) => {
                let year = if year < 70 { 2000 + year } else { 1900 + year };
                Some(Self { first, second, year, year_first: false, dots, end })
            }
            _ => None,
        }
    }

    fn hit(&self, at: usize, day_first: bool) -> Option<EntityHit> {
        let Self { first, second, year, .. } = *self;
        let (day, month, ambiguous) = if self.year_first {
            (second, first, false)
        } else if first <= 12 && second <= 12 {
            let swap = day_first || self.dots;
            (if swap { first } else { second }, if swap { second } else { first }, first != second && !day_first)
        } else if first > 12 {
            (first, second, false)
        } else {
            (second, first, false)
        };
        let day = civil(year, month, day)?;
        let value = Value::Date { day, precision: DatePrecision::Day, ambiguous };
        Some(EntityHit { words: words(at, self.end), value })
    }
}

/// Whether a run of digits stands free: no digit, letter or dot glued before or after it.
fn free(scan: &Scan<'_>, at: usize, rest: &str) -> bool {
    let mut after = rest.chars();
    let next = after.next();
    let glued = next.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '-'))
        || next == Some('.') && after.next().is_some_and(char::is_alphanumeric);
    let before = scan.gap_before(at);
    !(glued || at > 0 && before.is_empty() || before.ends_with(['.', '/', '-', '$']))
}

fn civil(year: u32, month: u32, day: u32) -> Option<Date> {
    if !(1900..=2100).contains(&year) {
        return None;
    }
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The month that word `at` names. `may` and `march` count here; `written` asks for a year next to them.
fn month(scan: &Scan<'_>, at: usize) -> Option<u32> {
    let word = scan.low(at);
    if !(3..=9).contains(&word.len()) {
        return None;
    }
    Some(match word {
        "january" | "jan" => 1,
        "february" | "feb" => 2,
        "march" | "mar" => 3,
        "april" | "apr" => 4,
        "may" => 5,
        "june" | "jun" => 6,
        "july" | "jul" => 7,
        "august" | "aug" => 8,
        "september" | "sept" | "sep" => 9,
        "october" | "oct" => 10,
        "november" | "nov" => 11,
        "december" | "dec" => 12,
        _ => return None,
    })
}

/// A date around the month at word `at`; no word before `from` is looked at.
fn written(scan: &Scan<'_>, at: usize, month: u32, from: usize) -> Option<EntityHit> {
    let hit = |start: usize, end: usize, year: u32, day: Option<u32>| {
        let (day, precision) = match day {
            Some(day) => (civil(year, month, day)?, DatePrecision::Day),
            None => (civil(year, month, 1)?.last_of_month(), DatePrecision::Month),
        };
        let start = weekday_before(scan, start, from);
        Some(EntityHit { words: words(start, end), value: Value::Date { day, precision, ambiguous: false } })
    };
    // March 28, 2012
    if near(scan, at)
        && let Some((day, after)) = day(scan, at + 1)
        && near(scan, after - 1)
        && let Some(year) = year(scan, after).or_else(|| short_year(scan, after))
    {
        return hit(at, after + 1, year, Some(day));
    }
    let year_after = near(scan, at).then(|| year(scan, at + 1)).flatten();
    if let Some((start, day)) = day_before(scan, at, from) {
        // 28 March 2012; 28 March, 2012; the 28th day of March 2012
        if let Some(year) = year_after {
            return hit(start, at + 2, year, Some(day));
        }
    }
    // 2012 March 28
    if let Some(before) = at.checked_sub(1).filter(|b| *b >= from && near(scan, *b))
        && let Some(year) = year(scan, before)
        && near(scan, at)
        && let Some((day, after)) = day(scan, at + 1)
    {
        return hit(before, after, year, Some(day));
    }
    // March 2012
    let named = scan.capital(at) || !matches!(scan.low(at), "may" | "march" | "mar");
    let of = usize::from(scan.adjacent(at) && scan.low(at + 1) == "of");
    match year_after {
        Some(year) if named => hit(at, at + 2, year, None),
        None if named && of == 1 => hit(at, at + 3, year(scan, at + 2)?, None),
        _ => None,
    }
}

/// Whether only spaces, a comma, a full stop or a dash part word `at` from the next, in one sentence.
fn near(scan: &Scan<'_>, at: usize) -> bool {
    let gap = scan.gap(at);
    gap.len() <= 5
        && scan.same_sentence(at, at + 1)
        && gap.chars().all(|c| c.is_whitespace() || matches!(c, ',' | '.' | '/' | '\'' | '’') || is_dash(c))
}

/// A day of the month at word `at` and one past its last word.
fn day(scan: &Scan<'_>, at: usize) -> Option<(u32, usize)> {
    let raw = scan.low(at);
    let count = raw.bytes().take_while(u8::is_ascii_digit).count();
    let value: u32 = raw.get(..count).filter(|d| (1..=2).contains(&d.len()))?.parse().ok()?;
    let suffix = raw.get(count..).unwrap_or("");
    if !(1..=31).contains(&value) || !matches!(suffix, "" | "st" | "nd" | "rd" | "th") {
        return None;
    }
    let split = suffix.is_empty() && scan.gap(at).is_empty() && matches!(scan.low(at + 1), "st" | "nd" | "rd" | "th");
    Some((value, at + 1 + usize::from(split)))
}

/// A day before the month at word `at`: its first word and its value.
fn day_before(scan: &Scan<'_>, at: usize, from: usize) -> Option<(usize, u32)> {
    let mut before = at.checked_sub(1)?;
    if !near(scan, before) {
        return None;
    }
    if scan.low(before) == "of" {
        before = before.checked_sub(1)?;
        if scan.low(before) == "day" {
            before = before.checked_sub(1)?;
        }
    }
    if matches!(scan.low(before), "st" | "nd" | "rd" | "th") && scan.gap_before(before).is_empty() {
        before = before.checked_sub(1)?;
    }
    if before < from || !scan.same_sentence(before, at) {
        return None;
    }
    day(scan, before).map(|(day, _)| (before, day))
}

/// A year in four digits at word `at`.
fn year(scan: &Scan<'_>, at: usize) -> Option<u32> {
    let raw = scan.low(at);
    let year: u32 = raw.get(..4).filter(|_| raw.len() == 4)?.parse().ok()?;
    (1900..=2100).contains(&year).then_some(year)
}

/// `'18` or `18` after month and day.
fn short_year(scan: &Scan<'_>, at: usize) -> Option<u32> {
    let raw = scan.low(at);
    let apostrophe = scan.gap_before(at).ends_with(['\'', '’']);
    let year: u32 = raw.parse().ok().filter(|_| raw.len() == 2 && apostrophe)?;
    Some(2000 + year)
}

/// Takes a weekday before the date into it.
fn weekday_before(scan: &Scan<'_>, start: usize, from: usize) -> usize {
    let Some(before) = start.checked_sub(1).filter(|b| *b >= from && near(scan, *b)) else {
        return start;
    };
    match scan.low(before) {
        "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday" | "mon" | "tue" | "wed"
        | "thu" | "fri" | "sat" | "sun" => before,
        _ => start,
    }
}
