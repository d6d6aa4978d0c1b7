//! Amounts of money: `$1,000`, `US$ 5`, `20 euros`, `EUR 20 million`.

use super::number::Numbers;
use super::scan::Scan;
use super::words;
use crate::matcher::{EntityHit, Value};

/// Finds amounts.
pub(super) fn find(scan: &Scan<'_>, numbers: &Numbers) -> Vec<EntityHit> {
    let mut hits = Vec::new();
    for n in &numbers.list {
        let (mut start, mut end, mut amount) = (n.start, n.end, n.value);
        if scan.joined(end - 1)
            && let Some(scale) = scale(scan.low(end))
        {
            amount *= scale;
            end += 1;
        }
        let before = start.checked_sub(1).filter(|b| scan.same_sentence(*b, n.start) && scan.gap(*b).trim().is_empty());
        let mut currency = before.and_then(|b| sign(scan.raw(b)).or_else(|| code(scan.raw(b))));
        if currency.is_some() {
            start -= 1;
            // "US $5", "US$5", "CAD $5"
            let prior = start.checked_sub(1).filter(|b| scan.raw(start) == "$" && scan.adjacent(*b));
            if let Some(prefix) = prior.and_then(|b| prefix(scan.raw(b))) {
                currency = Some(prefix);
                start -= 1;
            }
        }
        if scan.adjacent(end - 1)
            && let Some(name) = sign(scan.raw(end)).or_else(|| code(scan.raw(end))).or_else(|| name(scan.low(end)))
        {
            if currency.is_none() || code(scan.raw(end)) == currency {
                end += 1;
            }
            currency = currency.or(Some(name));
        }
        if let Some(currency) = currency {
            let value = Value::Money { currency: currency.to_owned(), amount };
            hits.push(EntityHit { words: words(start, end), value });
        }
    }
    hits
}

fn scale(low: &str) -> Option<f64> {
    match low {
        "million" | "m" => Some(1e6),
        "billion" | "bn" => Some(1e9),
        _ => None,
    }
}

fn sign(raw: &str) -> Option<&'static str> {
    match raw {
        "$" | "US$" => Some("USD"),
        "€" => Some("EUR"),
        "£" => Some("GBP"),
        "¥" => Some("JPY"),
        "₹" | "Rs" | "Rs." => Some("INR"),
        _ => None,
    }
}

fn code(raw: &str) -> Option<&'static str> {
    const CODES: [&str; 16] = [
        "USD", "EUR", "GBP", "CHF", "CAD", "AUD", "NZD", "JPY", "INR", "SEK", "NOK", "DKK", "PLN", "SGD", "HKD", "BRL",
    ];
    CODES.iter().copied().find(|c| *c == raw)
}

fn prefix(raw: &str) -> Option<&'static str> {
    match raw {
        "US" | "U.S." => Some("USD"),
        "A" | "AU" => Some("AUD"),
        "C" | "CA" => Some("CAD"),
        "NZ" => Some("NZD"),
        "HK" => Some("HKD"),
        "S" => Some("SGD"),
        _ => code(raw),
    }
}

fn name(low: &str) -> Option<&'static str> {
    match low {
        "dollar" | "dollars" => Some("USD"),
        "euro" | "euros" => Some("EUR"),
        "pounds" => Some("GBP"),
        "francs" => Some("CHF"),
        "rupees" => Some("INR"),
        _ => None,
    }
}
