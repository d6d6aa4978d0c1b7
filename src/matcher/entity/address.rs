//! Postal addresses, from the street or post-office box to the postcode or country, perhaps over several lines.
//!
//! A scanner walks forward from whatever may start an address as long as the words look like one, and keeps the last
//! word that may end it. A start that proves little ("30 Days …") needs an end that proves much.

use super::place::{Postcode, country, foreign, particle, postcode, state_code, state_name, street, street_ending};
use super::scan::Scan;
use super::{number, words};
use crate::matcher::{EntityHit, TokenKind, Value};

/// How far an address may reach, in words and in blocks.
const REACH: usize = 32;
const BLOCKS: u32 = 7;

/// How much an address's beginning proves.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    /// A post-office box.
    Box,
    /// A house number and a street.
    Street,
    /// A capitalised word and a street, without a number.
    Named,
    /// A number and a capitalised word.
    Number,
}

/// Finds addresses in reading order, not overlapping.
pub(super) fn find(scan: &Scan<'_>) -> Vec<EntityHit> {
    let mut hits = Vec::new();
    let mut at = 0;
    while at < scan.len() {
        let found = start(scan, at).and_then(|(kind, from)| walk(scan, at, kind, from));
        match found {
            Some(end) if end > at => {
                hits.push(EntityHit { words: words(at, end), value: Value::Address });
                at = end;
            }
            _ => at += 1,
        }
    }
    hits
}

/// What starts at word `at`, and the word from which to walk on.
fn start(scan: &Scan<'_>, at: usize) -> Option<(Start, usize)> {
    if scan.token(at)?.link {
        return None;
    }
    if let Some(after) = post_box(scan, at) {
        return Some((Start::Box, after));
    }
    let raw = scan.raw(at);
    let low = scan.low(at);
    let before = scan.low_before(at, 1);
    if scan.is_number(at)
        || scan.kind(at) == TokenKind::Word && (number::small(low).is_some() && scan.capital(at) || house(raw))
    {
        if matches!(before, "section" | "article" | "art" | "§" | "$" | "€" | "£" | "part" | "chapter" | "version")
        {
            return None;
        }
        if raw.len() > 6 || raw.contains(['.', ',', '/']) && raw.len() > 4 {
            return None;
        }
        let mut first = at + 1;
        if scan.gap(at).starts_with('-') && scan.is_number(first) {
            first += 1; // 10-12 Example Street
        }
        let streetish = (first..first + 6)
            .take_while(|i| {
                line(scan, at, *i)
                    && (scan.capital(*i)
                        || scan.is_number(*i)
                        || ordinal(scan.raw(*i))
                        || particle(scan.low(*i))
                        || street(scan.low(*i)))
            })
            .any(|i| street(scan.low(i)) || street_ending(scan.low(i)));
        let next =
            scan.capital(first) || particle(scan.low(first)) || street(scan.low(first)) || ordinal(scan.raw(first));
        return (next && line(scan, at, first))
            .then_some((if streetish { Start::Street } else { Start::Number }, first));
    }
    // "Musterstraße 12", "Via Roma 5", "Example Road, Cork", "Suite 5", "Level 3"
    let prefix = matches!(low, "rue" | "via" | "calle" | "rua" | "strada" | "viale" | "avenida" | "piazza");
    if scan.capital(at) && (street_ending(low) || prefix) && number_near(scan, at) {
        return Some((Start::Street, at + 1));
    }
    let next = scan.low(at + 1);
    let building = matches!(
        next,
        "center" | "centre" | "park" | "gardens" | "hill" | "commons" | "place" | "plaza" | "way" | "close"
    );
    if scan.capital(at) && !foreign(low) && street(next) && !building && scan.capital(at + 1) && scan.adjacent(at) {
        return Some((Start::Named, at + 2));
    }
    (matches!(low, "suite" | "level" | "unit" | "floor" | "plot" | "flat")
        && scan.capital(at)
        && scan.is_number(at + 1))
    .then_some((Start::Number, at + 2))
}

/// `12a`, `221B`: a house number with a letter.
fn house(raw: &str) -> bool {
    raw.len() <= 5 && raw.starts_with(|c: char| c.is_ascii_digit()) && !ordinal(raw)
}

fn ordinal(raw: &str) -> bool {
    raw.starts_with(|c: char| c.is_ascii_digit()) && ["st", "nd", "rd", "th"].iter().any(|s| raw.ends_with(s))
}

/// Whether a number follows within the next three words of the same line.
fn number_near(scan: &Scan<'_>, at: usize) -> bool {
    (at + 1..at + 4)
        .take_while(|i| line(scan, at, *i))
        .any(|i| scan.is_number(i) || house(scan.raw(i)) && scan.kind(i) == TokenKind::Word)
}

/// Whether both words stand in one block.
fn line(scan: &Scan<'_>, a: usize, b: usize) -> bool {
    matches!((scan.token(a), scan.token(b)), (Some(a), Some(b)) if a.block == b.block)
}

/// `P.O. Box 12`, `PO Box 12`, `Postfach 12 34`, `Post Office Box 12`: the word after the number.
fn post_box(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let number = match (scan.low(at), scan.low(at + 1)) {
        ("p.o" | "po" | "p.o.box", "box") => at + 2,
        ("p", "o") | ("post", "office") if scan.low(at + 2) == "box" => at + 3,
        ("pobox" | "postfach" | "postbus", _) => at + 1,
        ("box", _) if scan.capital(at) && scan.low_before(at, 1) != "check" => at + 1,
        _ => return None,
    };
    let number = if matches!(scan.low(number), "no" | "number") { number + 1 } else { number };
    if !scan.is_number(number) && !house(scan.raw(number)) {
        return None;
    }
    let more = scan.is_number(number + 1) && scan.gap(number) == "-"; // 10-80108
    Some(number + 1 + usize::from(more))
}

/// Walks from word `from` to the address's end. `first` is its first word.
fn walk(scan: &Scan<'_>, first: usize, kind: Start, from: usize) -> Option<usize> {
    let block = scan.token(first)?.block;
    let mut end = None;
    let mut small = 0;
    let mut at = from;
    let mut last_code = None;
    while at < from + REACH {
        let Some(token) = scan.token(at).filter(|t| t.block <= block.saturating_add(BLOCKS) && !t.link) else {
            break;
        };
        let (low, gap) = (scan.low(at), scan.gap_before(at));
        if gap.contains(['?', '!', ';', '“', '"']) || gap.contains(". ") && end.is_some() && at > from {
            break;
        }
        if gap.contains(':') && at > from && !scan.is_number(at) {
            break;
        }
        if let Some(length) = country(scan, at).filter(|_| kind != Start::Number || last_code.is_some()) {
            return Some(code_after(scan, at + length));
        }
        if last_code.is_some_and(|code| at > code + 4) {
            break;
        }
        match postcode(scan, at) {
            Some(Postcode::Strong(after)) => {
                // 1015 CJ Amsterdam
                let city = scan.raw(at).len() == 4 && scan.is_number(at) && after == at + 2 && place(scan, after);
                let after = after + usize::from(city && line(scan, at, after));
                (end, last_code, at) = (Some(after), Some(after), after);
                continue;
            }
            Some(Postcode::Weak(after))
                if kind != Start::Number && last_code.is_none() && city_next(scan, at, after) =>
            {
                (end, last_code, at) = (
                    Some(
                        after
                            + usize::from(
                                scan.capital(after)
                                    && !scan.gap_before(after).contains('.')
                                    && line(scan, at, after)
                                    && !foreign(scan.low(after)),
                            ),
                    ),
                    Some(after),
                    after,
                );
                continue;
            }
            _ => {}
        }
        if matches!(kind, Start::Box | Start::Street) && last_code.is_none() && at > from {
            let state = state_name(scan, at).or(state_code(scan.raw(at)).then_some(1));
            end = state.map(|length| at + length).or(end);
        }
        let fits = match token.kind {
            TokenKind::Email | TokenKind::Url => false,
            TokenKind::Number => scan.raw(at).len() <= 10,
            TokenKind::Sign => scan.raw(at) == "&",
            TokenKind::Word => {
                scan.capital(at) && (!foreign(low) || state_code(scan.raw(at)))
                    || ordinal(scan.raw(at))
                    || house(scan.raw(at))
                    || particle(low) && count(&mut small) <= 5
            }
        };
        if !fits {
            break;
        }
        at += 1;
    }
    end.or_else(|| (kind == Start::Box).then_some(from))
}

fn count(n: &mut usize) -> usize {
    *n += 1;
    *n
}

/// Whether four to six digits are a postcode: a capitalised place stands before or after them.
fn city_next(scan: &Scan<'_>, at: usize, after: usize) -> bool {
    place(scan, after) && scan.gap_before(after).len() <= 3
        || scan.raw(at).len() >= 5 && at.checked_sub(1).is_some_and(|b| place(scan, b))
}

/// Whether the word may be the name of a place.
fn place(scan: &Scan<'_>, at: usize) -> bool {
    scan.capital(at) && !foreign(scan.low(at)) && scan.raw(at).len() > 2 && scan.kind(at) == TokenKind::Word
}

/// Takes a postcode right after the country into the address: "Singapore 058357".
fn code_after(scan: &Scan<'_>, end: usize) -> usize {
    if scan.gap_before(end).len() > 2 || !scan.same_sentence(end.saturating_sub(1), end) {
        return end;
    }
    match postcode(scan, end) {
        Some(Postcode::Strong(after)) => after,
        Some(Postcode::Weak(after)) if scan.raw(end).len() >= 5 => after,
        _ => end,
    }
}
