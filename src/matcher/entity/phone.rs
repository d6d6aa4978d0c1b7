//! Phone numbers: international, toll free, national with separators, and what follows "call" or "tel".

use super::scan::{Scan, is_dash};
use super::{covers, mark, words};
use crate::matcher::{EntityHit, Value};

/// The longest run of digits and separators looked at, in characters.
const LONGEST: usize = 32;

/// Finds phone numbers.
pub(super) fn find(scan: &Scan<'_>, dates: &[EntityHit], addresses: &[EntityHit]) -> Vec<EntityHit> {
    let mut hits = Vec::new();
    let mut from = 0;
    for at in scan.marked(mark::DIGIT | mark::PLUS) {
        if at < from || covers(dates, at) || covers(addresses, at) || !starts(scan, at) {
            continue;
        }
        let Some((digits, end)) = read(scan, at) else {
            continue;
        };
        from = end;
        hits.push(EntityHit { words: words(at, end), value: Value::Phone(digits) });
    }
    hits
}

/// Whether a number may start at the word: a digit run not glued to what stands before it.
fn starts(scan: &Scan<'_>, at: usize) -> bool {
    let raw = scan.raw(at);
    if !(raw == "+" || raw.starts_with(|c: char| c.is_ascii_digit() || c == '+')) {
        return false;
    }
    let Some(before) = at.checked_sub(1) else {
        return true;
    };
    let gap = scan.gap(before);
    let sign = matches!(scan.raw(before), "$" | "€" | "£" | "§" | "+" | "#");
    !(sign || gap.is_empty() || gap == "-" && scan.raw(before).chars().all(char::is_alphanumeric))
        || !sign && gap.contains(':')
}

/// A run of digits with the groups it falls into.
#[derive(Default)]
struct Run {
    digits: String,
    groups: Vec<usize>,
    plus: bool,
    dots: usize,
    bytes: usize,
    letters: bool,
}

impl Run {
    fn read(prose: &str) -> Self {
        let mut run = Self::default();
        let mut group = 0;
        let mut seen = 0;
        let mut spaces = 0;
        let mut chars = prose.chars().take(LONGEST).peekable();
        while let Some(c) = chars.next() {
            seen += c.len_utf8();
            let separator = matches!(c, '.' | '(' | ')' | '/' | ' ' | '\u{a0}') || is_dash(c);
            if c.is_ascii_digit() {
                run.digits.push(c);
                group += 1;
                spaces = 0;
                run.bytes = seen;
            } else if c == '+' && run.digits.is_empty() && !run.plus {
                run.plus = true;
            } else if separator {
                spaces += 1;
                if spaces > 3 || c == '/' && spaces > 2 {
                    break;
                }
                run.dots += usize::from(c == '.' && chars.peek().is_some_and(char::is_ascii_digit));
                if group > 0 {
                    run.groups.push(group);
                    group = 0;
                }
            } else {
                break;
            }
            if run.digits.len() >= 16 {
                break;
            }
        }
        if group > 0 {
            run.groups.push(group);
        }
        run.vanity(prose);
        run
    }

    /// `1-800-FLOWERS`: capitals after a toll-free prefix.
    fn vanity(&mut self, prose: &str) {
        if !matches!(self.groups.as_slice(), [3] | [1 | 3, 3] | [1, 3, 3]) || !self.toll_free_prefix() {
            return;
        }
        let missing = 7_usize.saturating_sub(self.digits.len() - if self.digits.starts_with('1') { 4 } else { 3 });
        let mut letters = 0;
        let mut bytes = self.bytes;
        for c in prose.get(self.bytes..).unwrap_or("").chars().take(14) {
            if c.is_ascii_uppercase() {
                letters += 1;
            } else if !(matches!(c, ' ' | '.' | ')') || is_dash(c)) || letters >= missing {
                break;
            }
            bytes += c.len_utf8();
            if c.is_ascii_uppercase() {
                self.bytes = bytes;
            }
        }
        self.letters = (missing..=missing + 3).contains(&letters) && letters > 1;
    }

    fn toll_free_prefix(&self) -> bool {
        let national = self.digits.strip_prefix('1').unwrap_or(&self.digits);
        matches!(national.get(..3), Some("800" | "888" | "877" | "866" | "855" | "844" | "833"))
    }

    /// `415-555-0100` with or without the country code.
    fn american(&self) -> bool {
        let grouped = matches!(self.groups.as_slice(), [3, 3, 4] | [1, 3, 3, 4] | [3, 7] | [1, 3, 7] | [1, 10]);
        let national = if self.digits.len() == 11 { self.digits.get(1..) } else { Some(self.digits.as_str()) };
        grouped
            && national.is_some_and(|d| !d.starts_with(['0', '1']))
            && (self.digits.len() == 10 || self.digits.starts_with('1'))
    }

    /// Four groups of at most three digits with dots: an IP address.
    fn internet_address(&self) -> bool {
        self.dots == 3 && self.groups.len() == 4 && self.groups.iter().all(|g| *g <= 3)
    }
}

/// The number at word `at`: its digits and one past its last word.
fn read(scan: &Scan<'_>, at: usize) -> Option<(String, usize)> {
    let run = Run::read(scan.prose_from(at));
    let count = run.digits.len();
    let end = scan.words_until(at, run.bytes)?;
    if run.letters {
        return Some((run.digits, end));
    }
    if !(7..=15).contains(&count) || run.internet_address() || !scan.same_sentence(at, end - 1) {
        return None;
    }
    if glued(scan, at, run.bytes) {
        return None;
    }
    if run.groups.as_slice() == [5, 4] && scan.prose_from(at).get(5..6) == Some("-") {
        return None; // a ZIP code
    }
    let grouped = run.groups.len() > 1;
    let plain = run.plus && count >= 8
        || run.american()
        || run.digits.starts_with("00") && count >= 10 && grouped
        || run.digits.starts_with('0')
            && (9..=12).contains(&count)
            && grouped
            && run.groups.iter().all(|g| *g >= 2)
            && !registered(scan, at);
    let helped = announced(scan, at) && !registered(scan, at);
    (plain || helped).then_some((run.digits, end))
}

/// A letter or sign glued to the run's end: an order number, a version, a percentage.
fn glued(scan: &Scan<'_>, at: usize, bytes: usize) -> bool {
    let rest = scan.prose_from(at).get(bytes..).unwrap_or("");
    rest.starts_with(|c: char| c.is_ascii_digit() || c == '%' || c == '_')
        || rest.starts_with(|c: char| c.is_ascii_alphabetic()) && !rest.starts_with(['x', 'e'])
}

/// Whether "tel", "phone", "call" or the like stands shortly before.
fn announced(scan: &Scan<'_>, at: usize) -> bool {
    (1..=6).any(|back| {
        at.checked_sub(back).is_some_and(|i| scan.token(i).map(|t| t.block) == scan.token(at).map(|t| t.block))
            && matches!(
                scan.low_before(at, back),
                "tel"
                    | "telephone"
                    | "phone"
                    | "phones"
                    | "call"
                    | "calling"
                    | "fax"
                    | "facsimile"
                    | "mobile"
                    | "hotline"
                    | "toll"
                    | "ph"
                    | "dial"
                    | "telefon"
                    | "téléphone"
                    | "telefax"
                    | "cell"
                    | "helpline"
                    | "text"
                    | "whatsapp"
                    | "sms"
                    | "telefoon"
                    | "tél"
            )
    })
}

/// Whether it is a registration or identification number.
fn registered(scan: &Scan<'_>, at: usize) -> bool {
    (1..=4).any(|back| {
        matches!(
            scan.low_before(at, back),
            "company"
                | "registration"
                | "registered"
                | "vat"
                | "hrb"
                | "siren"
                | "siret"
                | "abn"
                | "acn"
                | "kvk"
                | "ico"
                | "reference"
                | "reg"
                | "tax"
                | "crn"
                | "siège"
                | "rcs"
                | "isbn"
                | "account"
                | "license"
                | "licence"
        )
    }) && !(1..=2).any(|back| matches!(scan.low_before(at, back), "tel" | "telephone" | "phone" | "call" | "fax"))
}
