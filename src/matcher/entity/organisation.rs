//! Organisations: capitalised words before a legal form.

use super::place::country;
use super::scan::Scan;
use super::words;
use crate::matcher::{EntityHit, TokenKind, Value, Words};

/// The longest name, in words before its legal form.
const LONGEST: usize = 8;

/// Finds organisations that end in one of the legal forms (sorted), or start with one (`Stichting Example`).
pub(super) fn find(scan: &Scan<'_>, legal_forms: &[Words], addresses: &[EntityHit]) -> Vec<EntityHit> {
    let mut hits = Vec::new();
    let mut done = 0;
    for (i, form) in legal_forms.iter().enumerate() {
        let (start, mut end) = (form.start as usize, form.end as usize);
        if start < done || !stands(scan, start) {
            continue;
        }
        for next in legal_forms.get(i + 1..).unwrap_or(&[]).iter().take(3) {
            end = joined(scan, end, *next).unwrap_or(end);
        }
        let first = match name_start(scan, start, done.max(address_end(addresses, start))) {
            Some(first) => first,
            None if prefix(scan.low(start)) && scan.capital(end) && scan.adjacent(end - 1) => {
                end = (end..end + 4)
                    .take_while(|w| scan.capital(*w) && scan.adjacent(*w - 1))
                    .last()
                    .map_or(end, |w| w + 1);
                start
            }
            None => continue,
        };
        if shouted(scan, start, first, end) {
            continue;
        }
        let name = scan.slice(first, end).to_owned();
        hits.push(EntityHit { words: words(first, end), value: Value::Organisation { name } });
        done = end;
    }
    hits
}

/// Whether a legal form can stand at the word: not a state, a union or a plain word of the same letters.
fn stands(scan: &Scan<'_>, at: usize) -> bool {
    let raw = scan.raw(at);
    if !scan.capital(at) && !raw.contains(['.', '/']) {
        return false;
    }
    let plain = matches!(raw, "CA" | "EU" | "E.U" | "E.U." | "As" | "Me" | "Ad" | "Se" | "Sa")
        || raw == "AS" && scan.low(at + 1) == "is";
    let plural = matches!(scan.low(at), "companies" | "cos" | "associations" | "foundations" | "trusts");
    // A short form after a comma is a name of its own: "Accordingly, SRL", "the EEA, EU".
    let comma = scan.gap_before(at).contains(',');
    let known = certain(scan.low(at)) || raw.contains('.') || raw.len() > 4;
    !plain && !plural && (!comma || known)
}

/// Where the postal address ends that stands before word `at`; 0 when there is none.
fn address_end(addresses: &[EntityHit], at: usize) -> usize {
    let next = addresses.partition_point(|hit| (hit.words.start as usize) < at);
    let end = next.checked_sub(1).and_then(|i| addresses.get(i)).map_or(0, |hit| hit.words.end as usize);
    if end > at { 0 } else { end }
}

/// A further legal form right behind: `Pty Ltd`, `GmbH & Co. KG`.
fn joined(scan: &Scan<'_>, end: usize, next: Words) -> Option<usize> {
    let start = next.start as usize;
    let close = start <= end + 2
        && stands(scan, start)
        && !(scan.low(start) == "incorporated" && matches!(scan.low(start + 1), "in" | "under" | "as"))
        && start >= end
        && (end..=start).all(|w| {
            w == 0 || scan.same_sentence(w - 1, w) && scan.gap(w - 1).trim_matches([' ', '.', ',']).is_empty()
        })
        && (end..start).all(|w| matches!(scan.low(w), "&" | "co" | "and"));
    close.then_some(next.end as usize)
}

fn prefix(low: &str) -> bool {
    matches!(low, "stichting" | "fundación" | "fundacja" | "fondazione" | "pt")
}

/// The first word of the name before the legal form at word `form`; nothing before word `from` is taken.
fn name_start(scan: &Scan<'_>, form: usize, from: usize) -> Option<usize> {
    let last = form.checked_sub(1).filter(|w| *w >= from)?;
    let gap = scan.gap(last);
    let (trimmed, same) = (gap.trim(), scan.same_sentence(last, form));
    if !same || !matches!(trimmed, "" | "," | "-" | ")" | "\"" | "”") || gap.len() > 5 {
        return None;
    }
    if determiner(scan.low(last)) {
        return None; // "Our Company"
    }
    let mut first = form;
    let mut at = last;
    let mut bracket = trimmed == ")";
    for _ in 0..LONGEST {
        let part = part(scan, at) && !role(scan.low(at));
        let small =
            matches!(scan.low(at), "of" | "the" | "de" | "van" | "von" | "der" | "la" | "du" | "y" | "e" | "di")
                && first < form;
        if !part && !small {
            break;
        }
        if part {
            first = at;
        }
        let Some(before) = at.checked_sub(1).filter(|w| *w >= from && scan.same_sentence(*w, form)) else {
            break;
        };
        let gap = scan.gap(before);
        let opens = bracket && gap.trim() == "("; // Example (Europe) Ltd
        let glue = gap.chars().all(|c| c.is_whitespace() || matches!(c, '-' | '\'' | '’' | '.' | '!' | '/'));
        if !opens && (!glue || gap.contains(". ") || gap.contains(" -") || gap.contains("- ")) {
            break;
        }
        bracket &= !opens;
        at = before;
    }
    while first < form && foreign_start(scan, first, form) {
        first += 1;
    }
    if first == form && scan.kind(last) == TokenKind::Word && certain(scan.low(form)) && !leading(scan.low(last)) {
        first = last; // "craigslist, Inc."
    }
    let ordinary = first + 1 == form && generic(scan.low(first));
    (first < form && !ordinary && (first..form).any(|w| scan.kind(w) != TokenKind::Number)).then_some(first)
}

/// Whether the name cannot start with word `first`: a word of the sentence, a year, a country that ends an address.
fn foreign_start(scan: &Scan<'_>, first: usize, form: usize) -> bool {
    let raw = scan.raw(first);
    let number = scan.is_number(first) && scan.raw(first + 1) != "&" && (raw.contains('.') || raw.len() == 4);
    let country = || {
        let length = country(scan, first).unwrap_or(0);
        length > 0 && first + length < form && scan.gap_before(first).contains(',')
    };
    leading(scan.low(first)) || raw == "&" || number || country()
}

/// Words before "Company" that say which company without naming it.
fn determiner(low: &str) -> bool {
    matches!(low, "our" | "another" | "this" | "your" | "any" | "such" | "each" | "that" | "their" | "its" | "every")
}

/// Words that end what stands before a name: "Data Protection Officer Example Ltd".
fn role(low: &str) -> bool {
    matches!(
        low,
        "officer"
            | "department"
            | "manager"
            | "counsel"
            | "policy"
            | "statement"
            | "notice"
            | "attn"
            | "att"
            | "address"
    )
}

/// Whether the word may be part of a name: capitalised, a sign, or digits.
fn part(scan: &Scan<'_>, at: usize) -> bool {
    match scan.kind(at) {
        TokenKind::Word => {
            scan.capital(at)
                || scan.raw(at).chars().any(char::is_uppercase)
                || scan.raw(at).starts_with(|c: char| c.is_ascii_digit())
        }
        TokenKind::Number => scan.raw(at).len() <= 4,
        TokenKind::Sign => scan.raw(at) == "&" || scan.raw(at) == "+",
        TokenKind::Url => !scan.raw(at).contains('/'), // Example.com, Inc.
        TokenKind::Email => false,
    }
}

/// Words that stand before a name but do not belong to it.
fn leading(low: &str) -> bool {
    const WORDS: &str = "the privacy policy through within between by our at if to in of from with for this that \
        contact and or we you your any is are a an as on when while welcome copyright © mail \
        write dear please see both like such c attn inc llc ltd corp gmbh attention e.g i.e \
        because since these all its under limited company although who where what how";
    WORDS.split(' ').any(|w| w == low)
}

/// Words that make no name of their own: "Parent Company", "Public Limited".
fn generic(low: &str) -> bool {
    leading(low)
        || matches!(
            low,
            "parent"
                | "private"
                | "public"
                | "holding"
                | "insurance"
                | "affiliated"
                | "sister"
                | "no"
                | "each"
                | "other"
                | "new"
                | "third"
                | "party"
                | "operating"
                | "non"
                | "profit"
                | "successor"
                | "service"
                | "services"
                | "user"
                | "data"
        )
}

/// Legal forms that are nothing else.
fn certain(low: &str) -> bool {
    matches!(low, "inc" | "llc" | "l.l.c" | "ltd" | "gmbh" | "llp" | "plc")
}

/// Capitals throughout: "PROVIDED AS IS", where a short form proves nothing.
fn shouted(scan: &Scan<'_>, form: usize, first: usize, end: usize) -> bool {
    let capitals = |w: usize| {
        let raw = scan.raw(w);
        let raw = raw.trim_end_matches("'s").trim_end_matches("’s");
        raw.len() > 1 && raw.chars().all(|c| !c.is_lowercase()) && raw.chars().any(char::is_uppercase)
    };
    if scan.raw(form) == "CO" && !capitals(form.saturating_sub(1)) {
        return true; // Colorado
    }
    if scan.gap(end.saturating_sub(1)).starts_with('-') {
        return true; // co-op
    }
    let word = matches!(
        scan.low(form),
        "limited" | "incorporated" | "company" | "corporation" | "association" | "trust" | "foundation"
    );
    if word && capitals(form) && (form - first > 4 || capitals(end) && scan.adjacent(end - 1)) {
        return true;
    }
    let short = end == form + 1 && scan.raw(form).len() <= 3 && !certain(scan.low(form)) && capitals(form);
    short && capitals(form.saturating_sub(1)) && (capitals(end) || first == form || scan.raw(form) == "AS")
        || scan.raw(form) == "AS" && scan.low(end) == "is"
}
