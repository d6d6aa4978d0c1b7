//! Ages: a number in a frame that speaks of how old somebody is.

use super::number::{Number, Numbers};
use super::scan::Scan;
use super::{covers, words};
use crate::matcher::{EntityHit, Value};

/// Finds ages. The hit is the number with its double in parentheses, so that phrases match around it.
pub(super) fn find(scan: &Scan<'_>, numbers: &Numbers, dates: &[EntityHit], addresses: &[EntityHit]) -> Vec<EntityHit> {
    let mut is_age: Vec<bool> = numbers.list.iter().map(|n| framed(scan, n) && !taken(n, dates, addresses)).collect();
    // "between 13 and 16 years of age", "ages 13 to 17": one age makes the other.
    for i in 1..numbers.list.len() {
        let (Some(a), Some(b)) = (numbers.list.get(i - 1), numbers.list.get(i)) else {
            continue;
        };
        if !linked(scan, a, b) || !plausible(scan, a, true) || !plausible(scan, b, false) {
            continue;
        }
        let either = is_age.get(i - 1) == Some(&true) || is_age.get(i) == Some(&true);
        for j in [i - 1, i] {
            if let Some(flag) = is_age.get_mut(j) {
                *flag |= either;
            }
        }
    }
    let ages = numbers.list.iter().zip(is_age).filter(|(_, age)| *age);
    ages.filter_map(|(n, _)| Some(EntityHit { words: words(n.start, n.end), value: Value::Age(n.whole()?) })).collect()
}

fn taken(n: &Number, dates: &[EntityHit], addresses: &[EntityHit]) -> bool {
    covers(dates, n.start) || covers(addresses, n.start)
}

/// Two numbers with only "and", "or", "to", "through" or a dash between them.
fn linked(scan: &Scan<'_>, a: &Number, b: &Number) -> bool {
    if !scan.same_sentence(a.start, b.start) {
        return false;
    }
    (b.start == a.end && scan.joined(a.end - 1) && !scan.gap(a.end - 1).trim().is_empty())
        || (b.start == a.end + 1
            && matches!(scan.low(a.end), "and" | "or" | "to" | "through" | "until")
            && scan.adjacent(a.end - 1)
            && scan.adjacent(a.end))
}

/// Whether the number can be an age at all: 1 to 120 and not money, a percentage, a section or a count of something.
fn plausible(scan: &Scan<'_>, n: &Number, before_dash: bool) -> bool {
    if !n.whole().is_some_and(|v| (1..=120).contains(&v)) {
        return false;
    }
    let before = scan.low_before(n.start, 1);
    if matches!(before, "$" | "€" | "£" | "§" | "section" | "sections" | "article" | "art" | "clause" | "paragraph")
        || matches!(before, "number" | "no" | "chapter" | "title" | "part" | "version" | "rule" | "step" | "page")
        || scan.low(n.end) == "%" && scan.adjacent(n.end - 1)
    {
        return false;
    }
    let gap = scan.gap(n.end - 1);
    before_dash || !(gap == "." && scan.is_number(n.end)) // "13." before a further number: 13.4 cut in two
}

/// Words that may follow a bare age: "under 13 may not", "over 18 and".
const AFTER: &str = "or and may must should will can cannot ca are is please who without to from on in at \
    we you do does did shall for not with unless has have by as then that if through when \
    via whose under using use was were had but where because into except until so ask \
    visit register submit provide provides living residing user users child children \
    since could would need needs might own access contact send wishing wish only within \
    your our his her their they it this parents no any s participate wo reside resident";

/// Words that show that a sentence speaks of people.
fn person(word: &str) -> bool {
    matches!(
        word,
        "child"
            | "children"
            | "kid"
            | "kids"
            | "minor"
            | "minors"
            | "person"
            | "persons"
            | "people"
            | "individual"
            | "individuals"
            | "user"
            | "users"
            | "anyone"
            | "someone"
            | "everyone"
            | "adult"
            | "adults"
            | "teen"
            | "teens"
            | "teenager"
            | "teenagers"
            | "youth"
            | "age"
            | "ages"
            | "aged"
            | "visitor"
            | "visitors"
            | "consumer"
            | "consumers"
            | "parent"
            | "parents"
            | "guardian"
            | "parental"
            | "you"
            | "those"
            | "student"
            | "students"
            | "member"
            | "members"
            | "player"
            | "players"
            | "subject"
            | "subjects"
            | "customers"
            | "audiences"
            | "youngsters"
            | "juveniles"
            | "who"
            | "citizens"
            | "residents"
            | "coppa"
            | "age-restricted"
    )
}

/// Whether a person word stands in the same sentence, at most 15 words away.
fn about_people(scan: &Scan<'_>, n: &Number) -> bool {
    let from = n.start.saturating_sub(15);
    (from..n.end + 15).any(|i| scan.same_sentence(i, n.start) && person(scan.low(i)))
}

/// Whether the number stands in an age frame.
fn framed(scan: &Scan<'_>, n: &Number) -> bool {
    plausible(scan, n, false) && !counted(scan, n) && (after(scan, n) || before(scan, n))
}

/// "13 CFR", "13 business days", "18 U.S.C.": what is counted is not years of life.
fn counted(scan: &Scan<'_>, n: &Number) -> bool {
    if !scan.joined(n.end - 1) {
        return false;
    }
    matches!(
        scan.low(n.end),
        "cfr"
            | "c.f.r"
            | "usc"
            | "u.s.c"
            | "day"
            | "days"
            | "month"
            | "months"
            | "week"
            | "weeks"
            | "hour"
            | "hours"
            | "minute"
            | "minutes"
            | "business"
            | "calendar"
            | "working"
            | "percent"
            | "countries"
            | "million"
            | "billion"
            | "states"
            | "characters"
    )
}

/// Frames to the right: "years old", "years of age", "or older", "+".
fn after(scan: &Scan<'_>, n: &Number) -> bool {
    let mut at = n.end;
    if !scan.same_sentence(n.start, at) {
        return false;
    }
    let years = matches!(scan.low(at), "year" | "years" | "yrs" | "yr" | "year's" | "years'") && scan.joined(at - 1);
    if years {
        at += 1;
        if !scan.same_sentence(n.start, at) {
            return false;
        }
        let close = scan.joined(at - 1) || scan.gap(at - 1).trim_start_matches(['\'', '’']).trim().is_empty();
        if close && matches!(scan.low(at), "old" | "olds" | "age") || scan.low(at) == "of" && scan.low(at + 1) == "age"
        {
            return true;
        }
    }
    if scan.low(at) == "of" && scan.low(at + 1) == "age" && scan.adjacent(at - 1) {
        return true;
    }
    if matches!(scan.low(at), "or" | "and" | "&") && scan.gap(at - 1).trim_matches([',', '(', ' ']).is_empty() {
        let next = scan.low(at + 1);
        return matches!(next, "older" | "younger" | "elder")
            || matches!(next, "over" | "above" | "under" | "up" | "below")
                && !scan.is_number(at + 2)
                && about_people(scan, n);
    }
    scan.low(at) == "+" && scan.gap(at - 1).is_empty() && about_people(scan, n) && not_counted(scan.low(at + 1))
}

/// What may follow "16+": anything that is not counted in numbers.
fn not_counted(word: &str) -> bool {
    !matches!(word, "countries" | "partners" | "million" | "vendors" | "companies" | "hours" | "days")
}

/// Frames to the left: "age of", "aged", "under", "older than", "at least".
fn before(scan: &Scan<'_>, n: &Number) -> bool {
    let start = n.start;
    let Some(last) = start.checked_sub(1) else {
        return false;
    };
    if !scan.same_sentence(last, start) || scan.gap(last).contains([';', '.', '?', '!']) {
        return false;
    }
    let at = |back| scan.low_before(start, back);
    let hedge = usize::from(matches!(at(1), "least" | "most") && at(2) == "at") * 2;
    let (one, two) = (at(1 + hedge), at(2 + hedge));
    if matches!(one, "age" | "aged" | "ages") || two == "age" && matches!(one, "of" | "is" | "was" | "under" | "over") {
        return true;
    }
    if two == "ages" && matches!(one, "of" | "between") || two == "age" && matches!(one, "from" | "below" | "above") {
        return true;
    }
    let bare = bare(scan, n);
    if bare && matches!(one, "is" | "be" | "was") && minimum_age(scan, start) {
        return true;
    }
    if hedge == 2 {
        return bare && matches!(one, "be" | "are" | "is" | "am" | "being" | "were" | "'re" | "’re" | "aged")
            || bare && n.value <= 25.0 && n.value >= 10.0 && about_people(scan, n) && !years_next(scan, n);
    }
    let compared =
        matches!(one, "under" | "below" | "over" | "above" | "until" | "turn" | "turns" | "turned" | "turning")
            || one == "than" && matches!(two, "younger" | "older")
            || one == "than" && matches!(two, "less" | "fewer" | "more") && n.value >= 5.0
            || matches!(one, "reach" | "reaches" | "reached" | "attain" | "attained" | "attains");
    let certain = one == "than" && matches!(two, "younger" | "older");
    compared && bare && (certain || about_people(scan, n) && !(years_next(scan, n) && matches!(one, "over" | "than")))
}

/// "The minimum age to use the service is": the words before a number in the same sentence.
fn minimum_age(scan: &Scan<'_>, number: usize) -> bool {
    (number.saturating_sub(12)..number).any(|i| {
        scan.same_sentence(i, number)
            && scan.low(i) == "age"
            && (scan.low_before(i, 1) == "minimum" || matches!(scan.low(i + 1), "limit" | "requirement"))
    })
}

fn years_next(scan: &Scan<'_>, n: &Number) -> bool {
    matches!(scan.low(n.end), "year" | "years")
}

/// Whether nothing that could be counted follows: the sentence's end, punctuation, "years", or a small word.
fn bare(scan: &Scan<'_>, n: &Number) -> bool {
    let next = n.end;
    if !scan.same_sentence(n.start, next) {
        return true;
    }
    let gap = scan.gap_after(next - 1);
    !gap.chars().all(char::is_whitespace) && !gap.starts_with(super::scan::is_dash)
        || matches!(scan.low(next), "years" | "year" | "yrs")
        || AFTER.split(' ').any(|word| word == scan.low(next))
}
