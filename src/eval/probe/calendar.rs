//! Dates against the calendar and against each other: days that no month has, weekdays that do not fit, sums that come out
//! otherwise, a policy older than its company.

use super::{Cause, place, within};
use crate::document::{BlockKind, Document, Extent};
use crate::eval::passage::Passages;
use crate::matcher::{DatePrecision, EntityHit, Value};
use jiff::Span;
use jiff::civil::{Date, Weekday};
use regex::{Captures, Regex};
use std::sync::LazyLock;

const MONTHS: &str = "Jan(?:uary|\\.)?|Feb(?:ruary|\\.)?|Mar(?:ch|\\.)?|Apr(?:il|\\.)?|May|June?|July?|Aug(?:ust|\\.)?|\
     Sep(?:tember|t\\.?|\\.)?|Oct(?:ober|\\.)?|Nov(?:ember|\\.)?|Dec(?:ember|\\.)?";

/// A pattern, compiled. The patterns are constants; the tests of each use them.
fn form(pattern: &str) -> Option<Regex> {
    Regex::new(pattern).ok()
}

/// A day and a month in words, with or without a year.
static WRITTEN: LazyLock<[Option<Regex>; 2]> = LazyLock::new(|| {
    [
        form(&format!(
            r"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: day)?(?: of)? (?P<month>{MONTHS})\b(?:,? (?P<year>(?:19|20)\d\d)\b)?"
        )),
        form(&format!(r"\b(?P<month>{MONTHS}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<year>(?:19|20)\d\d)\b)?")),
    ]
});

/// A date in digits.
static DIGITS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    form(
        r"\b(?:(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)|(?P<a>\d\d?)(?P<sign>[/.])(?P<b>\d\d?)[/.](?P<last>(?:19|20)\d\d))\b",
    )
});

/// Words by which a sum is given in another way.
static EQUALS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    form(r"(?i)\b(?:that is|i\.e|namely|which is|that means|hence|thus|in other words|this is|being|meaning)\b|\(|=")
});

/// When a company was founded.
static FOUNDED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    form(
        r"(?i)\b(?:(?:we|who) (?:have )?founded|(?:company|firm|business|studio|school|shop|association|society) (?:was|has been) (?:founded|established|incorporated)|we (?:were|was) (?:founded|established|incorporated))\b[^.!?]{0,70}?\b(?P<year>(?:19|20)\d\d)\b",
    )
});

/// What dates the policy.
static DATED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    form(r"(?i)\b(?:in force|in effect|effective|took effect|last (?:updated|revised|changed|amended)|has applied)\b")
});

/// Days that the calendar does not have, and weekdays that do not fit their date.
pub(super) fn impossible(passages: &Passages<'_>) -> Vec<Cause> {
    let document = passages.layout.document;
    let mut causes = Vec::new();
    for block in document.blocks.iter().filter(|b| !matches!(b.kind, BlockKind::Code | BlockKind::LinkTarget)) {
        let text = document.prose.slice(block.extent);
        // What no month has is a 29, a 30 or more.
        let late = ["29", "30", "31", "32", "33", "34", "35", "36", "37", "38", "39"].iter().any(|n| text.contains(n));
        let words = WRITTEN.iter().filter(|_| late).flatten();
        let signs = DIGITS.iter().filter(|_| text.contains("19") || text.contains("20"));
        let all = words.chain(signs).flat_map(|f| f.captures_iter(text));
        for found in all {
            if let (Some(note), Some(whole)) = (fault(&found), found.get(0)) {
                causes.push(vec![place(document, within(block.extent, whole.range()), note)]);
            }
        }
    }
    causes.extend(passages.hits.entities.iter().filter_map(|hit| weekday(passages, hit)).map(|p| vec![p]));
    causes
}

/// Why a written date is none.
fn fault(found: &Captures<'_>) -> Option<String> {
    let number = |name: &str| found.name(name).and_then(|m| m.as_str().parse::<i16>().ok());
    if let (Some(a), Some(b), Some(year)) = (number("a"), number("b"), number("last")) {
        let fits = |month: i16, day: i16| days(month, Some(year)).is_some_and(|most| (1..=most).contains(&day));
        // A number of a version or a section is no date.
        let dated = (1..=31).contains(&a) && (1..=31).contains(&b) && (found.name("sign")?.as_str() == "/" || a > 12);
        return (dated && !fits(a, b) && !fits(b, a)).then(|| "no month has this day".to_owned());
    }
    let (day, year) = (number("day")?, number("year"));
    let name = found.name("month")?.as_str();
    let month = number("month").or_else(|| month(name))?;
    let Some(most) = days(month, year) else { return Some("no month has this number".to_owned()) };
    // A number above 31 belongs to a date only where a year follows.
    if day <= most || day > 31 && year.is_none() {
        return None;
    }
    Some(match year {
        Some(year) if month == 2 => format!("February has {most} days in {year}"),
        _ => format!("this month has {most} days"),
    })
}

/// How many days a month has; February has 29 in no year in particular.
fn days(month: i16, year: Option<i16>) -> Option<i16> {
    let first = Date::new(year.unwrap_or(2000), i8::try_from(month).ok()?, 1).ok()?;
    Some(i16::from(first.days_in_month()))
}

fn month(name: &str) -> Option<i16> {
    let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let low = name.to_lowercase();
    months.iter().position(|m| low.starts_with(m)).and_then(|i| i16::try_from(i + 1).ok())
}

/// A date that begins with another weekday than its own.
fn weekday(passages: &Passages<'_>, hit: &EntityHit) -> Option<super::Place> {
    let Value::Date { day, precision: DatePrecision::Day, ambiguous: false } = &hit.value else { return None };
    let document = passages.layout.document;
    let first = document.words.get(hit.words.start as usize)?.extent;
    let named = document.prose.slice(first).to_lowercase();
    let week = [
        ("mon", Weekday::Monday),
        ("tue", Weekday::Tuesday),
        ("wed", Weekday::Wednesday),
        ("thu", Weekday::Thursday),
        ("fri", Weekday::Friday),
        ("sat", Weekday::Saturday),
        ("sun", Weekday::Sunday),
    ];
    let (_, said) = week.iter().find(|(start, _)| named.starts_with(start))?;
    let right = day.weekday();
    let (name, _) = week.iter().find(|(_, w)| *w == right)?;
    let last = document.words.get((hit.words.end as usize).checked_sub(1)?)?.extent;
    let whole = Extent { start: first.start, end: last.end };
    (*said != right).then(|| place(document, whole, format!("this day is a {}", full(name))))
}

fn full(start: &str) -> &'static str {
    match start {
        "mon" => "Monday",
        "tue" => "Tuesday",
        "wed" => "Wednesday",
        "thu" => "Thursday",
        "fri" => "Friday",
        "sat" => "Saturday",
        _ => "Sunday",
    }
}

/// Dates that cannot all be right: “30 days after 2 March, that is on 16 March”, a policy in force before its company was
/// founded.
pub(super) fn conflicts(passages: &Passages<'_>) -> Vec<Cause> {
    let mut by_sentence: Vec<(usize, Vec<&EntityHit>)> = Vec::new();
    let timed =
        |h: &&EntityHit| matches!(h.value, Value::Date { precision: DatePrecision::Day, .. } | Value::Duration { .. });
    for hit in passages.hits.entities.iter().filter(timed) {
        let sentence = passages.layout.sentence(hit.words.start);
        match by_sentence.last_mut() {
            Some((last, hits)) if *last == sentence => hits.push(hit),
            _ => by_sentence.push((sentence, vec![hit])),
        }
    }
    let mut causes: Vec<Cause> = by_sentence.iter().filter_map(|(_, hits)| miscounted(passages, hits)).collect();
    causes.extend(before_founding(passages, &by_sentence));
    causes
}

/// A time after one date that is not the other date.
fn miscounted(passages: &Passages<'_>, hits: &[&EntityHit]) -> Option<Cause> {
    let (time, from, to) = match hits {
        [time, from, to] if is_time(time) && !is_time(from) && !is_time(to) && equal(passages, from, to) => {
            (time, from, to)
        }
        [to, time, from] if is_time(time) && !is_time(from) && !is_time(to) && beside(passages, to, time) => {
            (time, from, to)
        }
        _ => return None,
    };
    let document = passages.layout.document;
    let next = document.words.get(time.words.end as usize)?;
    if !["after", "from", "following"].contains(&document.prose.slice(next.extent)) {
        return None;
    }
    let (start, said) = (day(from)?, day(to)?);
    let right = start.checked_add(span(passages, time)?).ok()?;
    let off = said.since(right).ok()?.get_days().abs();
    let shown = extent(document, to)?;
    (off > 1).then(|| {
        vec![
            place(document, shown, format!("it is {right}")),
            place(document, extent(document, time).unwrap_or(shown), "counted from here"),
        ]
    })
}

fn is_time(hit: &EntityHit) -> bool {
    matches!(hit.value, Value::Duration { .. })
}

fn day(hit: &EntityHit) -> Option<Date> {
    if let Value::Date { day, ambiguous: false, .. } = &hit.value { Some(*day) } else { None }
}

/// A time as the calendar counts it: months and years by their names, everything else in days.
fn span(passages: &Passages<'_>, hit: &EntityHit) -> Option<Span> {
    let Value::Duration { min, max, business: false } = &hit.value else { return None };
    if (min - max).abs() > 1e-9 {
        return None;
    }
    let text = passages.text(hit.words).to_lowercase();
    #[allow(clippy::cast_possible_truncation)] // a time of so many days is no time at all
    let days = min.clamp(0.0, 100_000.0) as i64;
    if text.contains("month") {
        Span::new().try_months(days / 30).ok()
    } else if text.contains("year") {
        Span::new().try_years(days / 365).ok()
    } else {
        Span::new().try_days(days).ok()
    }
}

fn extent(document: &Document, hit: &EntityHit) -> Option<Extent> {
    let first = document.words.get(hit.words.start as usize)?.extent;
    let last = document.words.get((hit.words.end as usize).checked_sub(1)?)?.extent;
    Some(Extent { start: first.start, end: last.end })
}

/// Whether the words between say that the second is the first in other words.
fn equal(passages: &Passages<'_>, from: &EntityHit, to: &EntityHit) -> bool {
    let gap = between(passages.layout.document, from, to);
    gap.len() < 60 && EQUALS.as_ref().is_some_and(|f| f.is_match(gap))
}

/// Whether nothing but a sign parts the two.
fn beside(passages: &Passages<'_>, to: &EntityHit, time: &EntityHit) -> bool {
    let gap = between(passages.layout.document, to, time);
    gap.len() < 16 && gap.contains([',', '(', '–', '—'])
}

fn between<'d>(document: &'d Document, a: &EntityHit, b: &EntityHit) -> &'d str {
    let (Some(a), Some(b)) = (extent(document, a), extent(document, b)) else { return "" };
    document.prose.slice(Extent { start: a.end, end: b.start })
}

/// A date of the policy in a year before that in which its company was founded.
fn before_founding(passages: &Passages<'_>, dated: &[(usize, Vec<&EntityHit>)]) -> Option<Cause> {
    let document = passages.layout.document;
    let founded = document.blocks.iter().find_map(|block| {
        let text = document.prose.slice(block.extent);
        if !["ounded", "stablished", "ncorporated"].iter().any(|w| text.contains(w)) {
            return None;
        }
        let year = FOUNDED.as_ref()?.captures(text)?.name("year")?;
        Some((year.as_str().parse::<i16>().ok()?, within(block.extent, year.range())))
    })?;
    let speaks = |sentence: usize| DATED.as_ref().is_some_and(|f| f.is_match(document.sentence_text(sentence)));
    let early = |hit: &&&EntityHit| day(hit).is_some_and(|d| d.year() < founded.0);
    let (_, hits) = dated.iter().find(|(sentence, hits)| speaks(*sentence) && hits.iter().any(|h| early(&h)))?;
    let at = extent(document, hits.iter().find(early)?)?;
    Some(vec![
        place(document, at, "before the company was founded"),
        place(document, founded.1, "founded in this year"),
    ])
}
