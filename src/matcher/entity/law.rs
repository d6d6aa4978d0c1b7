//! References to laws: articles of a regulation, sections of a code, titles of a federal collection, named acts.

use super::scan::Scan;
use super::{mark, words};
use crate::matcher::{EntityHit, TokenKind, Value};

/// Finds references to laws.
pub(super) fn find(scan: &Scan<'_>) -> Vec<EntityHit> {
    let mut hits = Vec::new();
    let mut from = 0;
    for at in scan.marked(mark::LAW) {
        if at < from {
            continue;
        }
        if let Some((start, end)) = reference(scan, at, from) {
            hits.push(EntityHit { words: words(start, end), value: Value::LegalReference });
            from = end.max(at + 1);
        }
    }
    hits
}

/// The reference that word `at` triggers, as a word range; it does not start before `from`.
fn reference(scan: &Scan<'_>, at: usize, from: usize) -> Option<(usize, usize)> {
    match scan.low(at) {
        "cfr" | "c.f.r" | "usc" | "u.s.c" | "ccr" | "u.s.c.a" => collection(scan, at, from),
        "article" | "articles" | "art" | "arts" | "section" | "sections" | "sec" | "§" | "recital" => {
            unit_first(scan, at)
        }
        "regulation" | "directive" | "decision" => numbered(scan, at, from).or_else(|| act(scan, at, from)),
        "code" | "codes" | "statutes" | "act" | "stat" | "law" | "laws" => act(scan, at, from),
        "u.s" if scan.low(at + 1) == "code" && scan.low_before(at, 1).bytes().all(|b| b.is_ascii_digit()) => {
            collection(scan, at + 1, from)
        }
        low if acronym(low) => {
            let end = units(scan, at + 1)?;
            Some((at, end))
        }
        _ => None,
    }
}

/// Laws that are cited by their initials.
fn acronym(low: &str) -> bool {
    matches!(
        low,
        "gdpr"
            | "ccpa"
            | "cpra"
            | "dsgvo"
            | "rgpd"
            | "coppa"
            | "lgpd"
            | "pipeda"
            | "caloppa"
            | "hipaa"
            | "fadp"
            | "tdddg"
            | "ttdsg"
            | "bdsg"
    )
}

/// `16 CFR § 312.2`, `15 U.S.C. 6501`, `18 U.S. Code § 2510`.
fn collection(scan: &Scan<'_>, at: usize, from: usize) -> Option<(usize, usize)> {
    let mut title = at.checked_sub(1)?;
    if scan.low(title) == "u.s" {
        title = title.checked_sub(1)?;
    }
    if title < from || !scan.is_number(title) || !close(scan, title) {
        return None;
    }
    let end = units(scan, at + 1).unwrap_or(at + 1);
    Some((title, end))
}

/// Whether word `at` and the next stand in one sentence with little between them.
fn close(scan: &Scan<'_>, at: usize) -> bool {
    scan.same_sentence(at, at + 1) && scan.gap(at).len() <= 4 && !scan.gap(at).contains([';', '?', '!'])
}

/// Unit words and numbers from word `at`: `§ 1798.100(a)`, `Article 15`, `Part 312`, `12 to 22`. One past the last.
fn units(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let mut end = at;
    let mut number = false;
    for i in at..at + 12 {
        if i == 0 || !close(scan, i - 1) {
            break;
        }
        let low = scan.low(i);
        let gap = scan.gap_before(i);
        let is_number = scan.is_number(i) || low.starts_with(|c: char| c.is_ascii_digit());
        let unit = matches!(
            low,
            "article"
                | "articles"
                | "art"
                | "arts"
                | "section"
                | "sections"
                | "sec"
                | "§"
                | "part"
                | "parts"
                | "paragraph"
                | "para"
                | "lit"
                | "recital"
                | "title"
        );
        let letter = number && gap.contains('(') && scan.gap(i).starts_with(')') && sub_unit(low);
        if is_number && collected(scan, i) {
            break; // "… Act (20 U.S.C. § 1232g)"
        }
        if is_number && (!number || !gap.contains(". ")) || letter {
            number = true;
            end = i + 1;
        } else if unit && (!number || gap.trim().is_empty() && matches!(low, "lit" | "para" | "paragraph"))
            || number && matches!(low, "and" | "or" | "to" | "et" | "seq" | "through" | "&")
        {
            if low == "seq" {
                end = i + 1;
            }
        } else {
            break;
        }
    }
    number.then_some(end)
}

/// `a`, `ii`, `cth`: what may stand in brackets after a number.
fn sub_unit(low: &str) -> bool {
    low.len() == 1 || low == "cth" || low.len() <= 4 && low.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'))
}

/// Whether the number at word `at` is the title of a collection: `20 U.S.C.`
fn collected(scan: &Scan<'_>, at: usize) -> bool {
    matches!(scan.low(at + 1), "cfr" | "c.f.r" | "usc" | "u.s.c" | "u.s.c.a" | "ccr") && close(scan, at)
}

/// `Article 13 GDPR`, `Art. 6(1)(f) of the UK GDPR`, `Section 1798.83 of the California Civil Code`.
fn unit_first(scan: &Scan<'_>, at: usize) -> Option<(usize, usize)> {
    let end = units(scan, at)?;
    let mut law = end;
    while law < end + 2 && matches!(scan.low(law), "of" | "the" | "under" | "to") && close(scan, law - 1) {
        law += 1;
    }
    if !close(scan, law.checked_sub(1)?) {
        return None;
    }
    let mut last = None;
    for i in law..law + 10 {
        if i > law && !close(scan, i - 1) {
            break;
        }
        let low = scan.low(i);
        if let Some((_, end)) = numbered(scan, i, i) {
            return Some((at, end));
        }
        if acronym(low)
            || matches!(low, "code" | "act" | "regulation" | "directive" | "regulations" | "statutes" | "law" | "rule")
                && scan.capital(i)
        {
            let next = scan.raw(i + 1);
            let year = scan.is_number(i + 1) && (next.len() == 4 || next.contains('/')) && close(scan, i);
            last = Some(i + 1 + usize::from(year));
            if acronym(low) || year {
                break;
            }
        } else if !(scan.capital(i) || scan.raw(i) == "&" || matches!(low, "of" | "and" | "on" | "the" | "’s" | "for"))
        {
            break;
        }
    }
    last.map(|end| (at, end))
}

/// `Regulation (EU) 2016/679`, `Directive 95/46/EC`, `Implementing Decision (EU) 2021/914`.
fn numbered(scan: &Scan<'_>, at: usize, from: usize) -> Option<(usize, usize)> {
    if !matches!(scan.low(at), "regulation" | "directive" | "decision") {
        return None;
    }
    let mut i = at + 1;
    while i < at + 4 && matches!(scan.low(i), "eu" | "ec" | "eec" | "no" | "ue" | "euratom") && close(scan, i - 1) {
        i += 1;
    }
    if !close(scan, i - 1)
        || !scan.low(i).contains('/') && !scan.gap(i).starts_with('/')
        || !scan.low(i).starts_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let mut end = i + 1;
    while end < i + 4 && matches!(scan.gap(end - 1), "/" | "") && scan.same_sentence(i, end) {
        end += 1;
    }
    let start =
        at.checked_sub(1).filter(|b| *b >= from && scan.low(*b) == "implementing" && close(scan, *b)).unwrap_or(at);
    Some((start, end))
}

/// Words that no act's name holds, and names of codes that are no law.
fn outside(low: &str) -> bool {
    matches!(
        low,
        "the"
            | "under"
            | "this"
            | "see"
            | "our"
            | "in"
            | "pursuant"
            | "your"
            | "if"
            | "as"
            | "per"
            | "with"
            | "by"
            | "to"
            | "is"
            | "are"
            | "that"
            | "which"
            | "or"
            | "any"
            | "all"
            | "for"
            | "mail"
            | "zip"
            | "postal"
            | "area"
            | "country"
            | "source"
            | "qr"
            | "promo"
            | "discount"
            | "activation"
            | "verification"
    )
}

/// `Cal. Civ. Code § 1798.100`, `Data Protection Act 2018`, `Children's Online Privacy Protection Act`.
fn act(scan: &Scan<'_>, at: usize, from: usize) -> Option<(usize, usize)> {
    if !scan.capital(at) {
        return None;
    }
    let mut start = at;
    let mut names = 0;
    for _ in 0..10 {
        let Some(before) =
            start.checked_sub(1).filter(|b| *b >= from && close(scan, *b) && scan.kind(*b) != TokenKind::Url)
        else {
            break;
        };
        let low = scan.low(before);
        let gap = scan.gap(before);
        if gap.contains(['(', ')', '"', '“', '”', ':']) || gap.contains(',') && low != "privacy" {
            break;
        }
        if scan.capital(before) && !outside(low) {
            names += 1;
        } else if outside(low) || !matches!(low, "of" | "and" | "&" | "’s" | "on") {
            break;
        }
        start = before;
    }
    while start < at && !scan.capital(start) {
        start += 1;
    }
    let cited = units(scan, at + 1);
    if let Some(end) = cited.filter(|_| names >= 1) {
        return Some((start, end));
    }
    let act = matches!(scan.low(at), "act" | "regulation");
    let of = usize::from(scan.low(at + 1) == "of");
    let year = scan.raw(at + 1 + of);
    let year = year.len() == 4 && year.starts_with(['1', '2']) && scan.is_number(at + 1 + of);
    if act && year && names >= 1 {
        return Some((start, at + 2 + of));
    }
    (names >= 2 && (act || scan.low(at) == "code")).then_some((start, at + 1))
}
