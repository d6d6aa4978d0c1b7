//! Numbers in digits, in words up to the thousands, and both: `thirteen (13)`.

use super::mark;
use super::scan::Scan;
use crate::matcher::TokenKind;

/// A number and the words `[start, end)` that say it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number {
    pub start: usize,
    pub end: usize,
    pub value: f64,
}

impl Number {
    /// The value when it is whole and between 0 and 100,000.
    pub fn whole(&self) -> Option<u32> {
        ((0.0..=100_000.0).contains(&self.value) && self.value.fract() == 0.0).then_some(to_u32(self.value))
    }
}

#[allow(clippy::cast_sign_loss)] // callers check the range
fn to_u32(value: f64) -> u32 {
    value as u32
}

/// The numbers of a text in reading order.
pub(super) struct Numbers {
    pub list: Vec<Number>,
}

impl Numbers {
    /// The number that ends before word `end`.
    pub fn ending(&self, end: usize) -> Option<&Number> {
        let i = self.list.partition_point(|n| n.end < end);
        self.list.get(i).filter(|n| n.end == end)
    }
}

/// Finds all numbers.
pub(super) fn find(scan: &Scan<'_>) -> Numbers {
    let mut list = Vec::new();
    let mut from = 0;
    for at in scan.marked(mark::DIGIT | mark::NUMBER) {
        if at < from {
            continue;
        }
        let Some((value, mut end)) = single(scan, at) else {
            continue;
        };
        if let Some((double, double_end)) = parenthesised(scan, end)
            && (double - value).abs() < 1e-9
        {
            end = double_end;
        }
        list.push(Number { start: at, end, value });
        from = end;
    }
    Numbers { list }
}

/// The number in parentheses after word `end - 1`.
fn parenthesised(scan: &Scan<'_>, end: usize) -> Option<(f64, usize)> {
    let before = end.checked_sub(1)?;
    if !scan.same_sentence(before, end) || !matches!(scan.gap(before).trim(), "(" | "[") {
        return None;
    }
    let (value, after) = single(scan, end)?;
    scan.gap(after - 1).trim_start().starts_with([')', ']']).then_some((value, after))
}

/// The number at word `at`, in digits or in words, and one past its last word.
fn single(scan: &Scan<'_>, at: usize) -> Option<(f64, usize)> {
    match scan.kind(at) {
        TokenKind::Number => digits(scan.raw(at)).map(|v| (v, at + 1)),
        TokenKind::Word => in_words(scan, at),
        _ => None,
    }
}

/// Digits with thousands separators and at most one decimal point; nothing that looks like a date or a version.
pub(super) fn digits(text: &str) -> Option<f64> {
    if text.len() > 24 || !text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.' | b' ')) {
        return None;
    }
    let groups = |s: &str, sep: char| {
        let mut parts = s.split(sep);
        parts.next().is_some_and(|p| (1..=3).contains(&p.len())) && parts.all(|p| p.len() == 3)
    };
    let (whole, fraction) = match text.rsplit_once('.') {
        Some((w, f)) if !w.contains('.') && !f.contains(',') => (w, f),
        Some(_) if groups(text, '.') => return text.replace('.', "").parse().ok(),
        Some(_) => return None,
        None => (text, ""),
    };
    let plain = if whole.contains(',') {
        if groups(whole, ',') {
            whole.replace(',', "")
        } else if fraction.is_empty() && whole.matches(',').count() == 1 {
            return whole.replace(',', ".").parse().ok();
        } else {
            return None;
        }
    } else {
        whole.to_owned()
    };
    if fraction.is_empty() { plain.parse().ok() } else { format!("{plain}.{fraction}").parse().ok() }
}

/// The number words below one hundred.
const SMALL: [(&str, u32); 29] = [
    ("zero", 0),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fourty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
];

/// The value of a number word below one hundred.
pub(super) fn small(word: &str) -> Option<u32> {
    if !(3..=9).contains(&word.len()) {
        return None;
    }
    SMALL.iter().find(|(w, _)| *w == word).map(|(_, v)| *v)
}

/// `twenty-four`, `one hundred and eighty`, `two thousand`.
fn in_words(scan: &Scan<'_>, at: usize) -> Option<(f64, usize)> {
    let (mut part, mut end) = below_hundred(scan, at)?;
    let mut total = 0;
    while let Some(scale) = scale(scan, end) {
        end += 1;
        if scale == 100 {
            part = part.saturating_mul(100);
        } else {
            total += part.saturating_mul(scale);
            part = 0;
        }
        let next = if scan.joined(end - 1) && scan.low(end) == "and" { end + 1 } else { end };
        if scan.joined(next - 1)
            && let Some((more, after)) = below_hundred(scan, next)
        {
            part += more;
            end = after;
        }
        if end - at > 12 {
            break;
        }
    }
    Some((f64::from(total.saturating_add(part)), end))
}

fn below_hundred(scan: &Scan<'_>, at: usize) -> Option<(u32, usize)> {
    let value = small(scan.low(at))?;
    if value >= 20
        && scan.joined(at)
        && let Some(unit @ 1..=9) = small(scan.low(at + 1))
    {
        return Some((value + unit, at + 2));
    }
    Some((value, at + 1))
}

fn scale(scan: &Scan<'_>, at: usize) -> Option<u32> {
    if !scan.joined(at.checked_sub(1)?) {
        return None;
    }
    match scan.low(at) {
        "hundred" => Some(100),
        "thousand" => Some(1000),
        _ => None,
    }
}
