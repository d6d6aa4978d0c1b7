//! Postal addresses, from the street or post-office box to the postcode or country, perhaps over several lines.
//!
//! A scanner walks forward from whatever may start an address as long as the words look like one, and keeps the last
//! word that may end it. A start that proves little ("30 Days …") needs an end that proves much.

use super::place::{Postcode, country, foreign, particle, postcode, state_code, state_name, street, street_ending};
use super::scan::Scan;
use super::{mark, number, words};
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
    let mut from = 0;
    for at in candidates(scan) {
        if at < from {
            continue;
        }
        let found = start(scan, at).and_then(|(kind, next)| Some((kind, Walk::new(scan, at, kind, next)?.end()?)));
        if let Some((kind, end)) = found.filter(|(_, end)| *end > at) {
            hits.push(EntityHit { words: words(before(scan, at, kind, from), end), value: Value::Address });
            from = end;
        }
    }
    hits
}

/// The words that an address may start with, ascending.
fn candidates(scan: &Scan<'_>) -> Vec<usize> {
    let mut all = Vec::new();
    for at in scan.marked(mark::DIGIT | mark::NUMBER | mark::STREET | mark::PLACE) {
        // "Musterstraße 12": the street stands up to three words before its number, "Example Road" one before.
        let digit = scan.raw(at).starts_with(|c: char| c.is_ascii_digit());
        let street = |b: &usize| scan.capital(*b) && street_ending(scan.low(*b));
        all.extend((at.saturating_sub(3)..at).filter(|b| digit && street(b) || *b + 1 == at && scan.capital(*b)));
        all.push(at);
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// Takes what belongs to the address before word `at`: "Building 2", "First Floor", "King" of "King Talal Street".
fn before(scan: &Scan<'_>, at: usize, kind: Start, from: usize) -> usize {
    let glued = |b: usize| line(scan, b, b + 1) && matches!(scan.gap(b), " " | ", " | " #" | " No." | ". ");
    let Some(last) = at.checked_sub(1).filter(|b| *b >= from && scan.capital(*b) && glued(*b)) else {
        return at;
    };
    let room = matches!(scan.low(last), "building" | "level" | "suite" | "unit" | "room" | "floor" | "flat" | "plot");
    let floor = scan.low(at) == "floor"
        && matches!(scan.low(last), "ground" | "first" | "second" | "third" | "fourth" | "fifth" | "sixth" | "top");
    let name = kind == Start::Named
        && scan.gap(last) == " "
        && scan.kind(last) == TokenKind::Word
        && !foreign(scan.low(last))
        && !matches!(scan.low(last), "inc" | "ltd" | "llc" | "gmbh" | "limited" | "officer" | "department" | "house");
    if room && scan.gap(last) == " " || floor || name { last } else { at }
}

/// What starts at word `at`, and the word from which to walk on.
fn start(scan: &Scan<'_>, at: usize) -> Option<(Start, usize)> {
    if scan.token(at)?.link {
        return None;
    }
    if let Some(after) = post_box(scan, at) {
        return Some((Start::Box, after));
    }
    let low = scan.low(at);
    if scan.is_number(at)
        || scan.kind(at) == TokenKind::Word && (number::small(low).is_some() && scan.capital(at) || house(scan.raw(at)))
    {
        return numbered(scan, at);
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

/// A start with a house number at word `at`.
fn numbered(scan: &Scan<'_>, at: usize) -> Option<(Start, usize)> {
    let before = scan.low_before(at, 1);
    if matches!(before, "section" | "article" | "art" | "§" | "$" | "€" | "£" | "part" | "chapter" | "version") {
        return None;
    }
    let raw = scan.raw(at);
    if raw.len() > 6 || raw.contains(['.', ',', '/']) && raw.len() > 4 || scan.gap(at).contains(':') {
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
    let next = scan.capital(first) || particle(scan.low(first)) || street(scan.low(first)) || ordinal(scan.raw(first));
    (next && line(scan, at, first)).then_some((if streetish { Start::Street } else { Start::Number }, first))
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

/// A walk from an address's start to its end.
struct Walk<'s, 'a> {
    scan: &'s Scan<'a>,
    kind: Start,
    /// The first block.
    block: u32,
    from: usize,
    /// One past the last word that may end the address.
    end: Option<usize>,
    /// One past the postcode.
    code: Option<usize>,
    /// The code ends the address, a county or country aside.
    last: bool,
    particles: usize,
}

impl<'s, 'a> Walk<'s, 'a> {
    fn new(scan: &'s Scan<'a>, first: usize, kind: Start, from: usize) -> Option<Self> {
        let block = scan.token(first)?.block;
        Some(Self { scan, kind, block, from, end: None, code: None, last: false, particles: 0 })
    }

    /// One past the address's last word.
    fn end(mut self) -> Option<usize> {
        let scan = self.scan;
        let mut at = self.from;
        while at < self.from + REACH && !self.stops(at) {
            if let Some(length) = country(scan, at).filter(|_| self.kind != Start::Number || self.code.is_some()) {
                return Some(code_after(scan, at + length));
            }
            if self.code.is_some_and(|code| at > code + 4 || self.last && !scan.gap_before(at).contains(',')) {
                break;
            }
            if let Some(after) = self.postcode(at) {
                at = after;
                continue;
            }
            if matches!(self.kind, Start::Box | Start::Street) && self.code.is_none() && at > self.from {
                let state = state_name(scan, at).or(state_code(scan.raw(at)).then_some(1));
                self.end = state.map(|length| at + length).or(self.end);
            }
            if !self.fits(at) {
                break;
            }
            at += 1;
        }
        self.end.or_else(|| (self.kind == Start::Box).then_some(self.from))
    }

    /// Whether the address cannot go on to word `at`, whatever it is.
    fn stops(&self, at: usize) -> bool {
        let scan = self.scan;
        let near = scan.token(at).is_some_and(|t| t.block <= self.block.saturating_add(BLOCKS) && !t.link);
        let gap = scan.gap_before(at);
        !near
            || gap.contains(['?', '!', ';', '“', '"'])
            || gap.contains(". ") && self.end.is_some() && at > self.from
            || gap.contains(':') && at > self.from && !scan.is_number(at)
    }

    /// Takes a postcode at word `at`: the word after it.
    fn postcode(&mut self, at: usize) -> Option<usize> {
        let scan = self.scan;
        let after = match postcode(scan, at)? {
            Postcode::Last(after) => {
                self.last = true;
                after
            }
            Postcode::Strong(after) => {
                // 1015 CJ Amsterdam
                let city = scan.raw(at).len() == 4 && scan.is_number(at) && after == at + 2 && place(scan, after);
                after + usize::from(city && line(scan, at, after))
            }
            Postcode::Weak(after)
                if self.kind != Start::Number && self.code.is_none() && city_next(scan, at, after) =>
            {
                let city = scan.capital(after)
                    && !scan.gap_before(after).contains('.')
                    && line(scan, at, after)
                    && !foreign(scan.low(after));
                (self.end, self.code) = (Some(after + usize::from(city)), Some(after));
                return Some(after);
            }
            Postcode::Weak(_) => return None,
        };
        (self.end, self.code) = (Some(after), Some(after));
        Some(after)
    }

    /// Whether word `at` looks like part of an address.
    fn fits(&mut self, at: usize) -> bool {
        let scan = self.scan;
        let (raw, low) = (scan.raw(at), scan.low(at));
        match scan.kind(at) {
            TokenKind::Email | TokenKind::Url => false,
            TokenKind::Number => raw.len() <= 10,
            TokenKind::Sign => raw == "&",
            TokenKind::Word => {
                let aviv = low == "tel" && scan.low(at + 1) == "aviv";
                if scan.capital(at) && (!foreign(low) || state_code(raw) || aviv) || ordinal(raw) || house(raw) {
                    return true;
                }
                self.particles += usize::from(particle(low));
                particle(low) && self.particles <= 5
            }
        }
    }
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
        Some(Postcode::Strong(after) | Postcode::Last(after)) => after,
        Some(Postcode::Weak(after)) if scan.raw(end).len() >= 5 => after,
        _ => end,
    }
}
