//! E-mail addresses, also spelt out, and URLs.

use super::scan::Scan;
use super::{mark, words};
use crate::matcher::{EntityHit, TokenKind, Value};

/// Finds e-mail addresses and URLs.
pub(super) fn find(scan: &Scan<'_>) -> Vec<EntityHit> {
    let mut hits = Vec::new();
    for at in scan.marked(mark::CONTACT | mark::SPELT) {
        let found = match scan.kind(at) {
            TokenKind::Email => Some((at + 1, Value::Email(address(scan.raw(at))))),
            TokenKind::Url => host(scan.raw(at)).map(|host| (at + 1, Value::Url { host })),
            _ => None,
        };
        hits.extend(found.map(|(end, value)| EntityHit { words: words(at, end), value }));
        let first = if scan.low(at) == "dot" { at.saturating_sub(1) } else { at }; // "legal @ example dot com"
        hits.extend(spelt_out(scan, first));
    }
    hits
}

fn address(raw: &str) -> String {
    let lower = raw.to_lowercase();
    let bare = lower.strip_prefix("mailto:").unwrap_or(&lower);
    bare.split('?').next().unwrap_or(bare).to_owned()
}

/// The host of a URL with or without a scheme, lower case, without `www.`.
pub(super) fn host(raw: &str) -> Option<String> {
    let rest = raw.split_once("://").map_or(raw, |(_, rest)| rest).trim_start_matches('/');
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = host.split(':').next()?.trim_end_matches('.').to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (!host.is_empty()).then(|| host.to_owned())
}

/// `legal [at] example [dot] com`, `privacy (at) example.com`, `privacy @ example.com`.
fn spelt_out(scan: &Scan<'_>, at: usize) -> Option<EntityHit> {
    let before = at.checked_sub(1)?;
    let (name, first) = if bracketed(scan, at, "at") {
        (before, at + 1)
    } else if scan.gap(before).trim() == "@" && scan.gap(before).len() > 1 {
        (before, at)
    } else if scan.low(at) == "at" && dotted(scan, at + 2).is_some() && !bracketed(scan, at + 2, "dot") {
        (before, at + 1)
    } else {
        return None;
    };
    let usable = |i: usize| matches!(scan.kind(i), TokenKind::Word | TokenKind::Url) && plain(scan.raw(i));
    if !usable(name) || !usable(first) || !scan.same_sentence(name, first) {
        return None;
    }
    let mut domain = scan.raw(first).to_lowercase();
    let mut end = first + 1;
    for _ in 0..4 {
        let Some(label) = dotted(scan, end).filter(|l| plain(scan.raw(*l)) && scan.same_sentence(name, *l)) else {
            break;
        };
        domain.push('.');
        domain.push_str(&scan.raw(label).to_lowercase());
        end = label + 1;
    }
    if !domain.contains('.') || domain.ends_with('.') {
        return None;
    }
    let local = scan.raw(name).to_lowercase();
    Some(EntityHit { words: words(name, end), value: Value::Email(format!("{local}@{domain}")) })
}

fn plain(raw: &str) -> bool {
    (1..=80).contains(&raw.len()) && raw.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
}

/// Whether word `at` is `word` in brackets.
fn bracketed(scan: &Scan<'_>, at: usize, word: &str) -> bool {
    scan.low(at) == word
        && scan.gap_before(at).trim_end().ends_with(['[', '(', '{', '<'])
        && scan.gap(at).trim_start().starts_with([']', ')', '}', '>'])
}

/// The domain label after a spelt-out dot at word `at`.
fn dotted(scan: &Scan<'_>, at: usize) -> Option<usize> {
    (bracketed(scan, at, "dot") || scan.low(at) == "dot" && scan.adjacent(at)).then_some(at + 1)
}
