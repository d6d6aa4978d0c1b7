//! Tests of the entities.

#![allow(clippy::indexing_slicing, clippy::string_slice, clippy::too_many_lines)] // a failing test may panic

use super::*;
use crate::matcher::vocabulary::Vocabulary;
use crate::matcher::{EntityKind, Token, TokenKind};

/// A rough tokeniser in the manner of `document`: blocks at empty lines, sentences at stop, space and capital.
fn tokenise(prose: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let (mut block, mut sentence, mut at) = (0, 0, 0);
    while let Some(c) = prose[at..].chars().next() {
        let rest = &prose[at..];
        let (length, kind) = token(rest, c);
        if length == 0 {
            if rest.starts_with("\n\n") {
                block += 1;
                sentence += 1;
            } else if matches!(c, '.' | '?' | '!') {
                let after = rest[1..].trim_start_matches([')', '"', '”']);
                let last = tokens.last().map_or("", |t| &prose[t.start as usize..t.end as usize]);
                let short = matches!(
                    last.to_lowercase().as_str(),
                    "art"
                        | "sept"
                        | "sep"
                        | "oct"
                        | "st"
                        | "ave"
                        | "inc"
                        | "cal"
                        | "civ"
                        | "no"
                        | "nov"
                        | "dec"
                        | "aug"
                        | "jan"
                        | "feb"
                        | "bus"
                        | "prof"
                        | "sec"
                        | "blvd"
                        | "rd"
                        | "ltd"
                        | "co"
                        | "corp"
                        | "ste"
                        | "dr"
                );
                let next = after.trim_start().chars().next();
                if !short && after.starts_with(char::is_whitespace) && next.is_some_and(char::is_uppercase) {
                    sentence += 1;
                }
            }
            at += c.len_utf8();
            continue;
        }
        let (start, end) = (at as u32, (at + length) as u32);
        tokens.push(Token { start, end, sentence, block, kind, link: false });
        at += length;
    }
    tokens
}

/// The length and kind of the token at the start of `rest`; 0 when none starts there.
fn token(rest: &str, c: char) -> (usize, TokenKind) {
    if matches!(c, '&' | '§' | '%' | '$' | '€' | '£' | '©' | '+') {
        return (c.len_utf8(), TokenKind::Sign);
    }
    if !c.is_alphanumeric() {
        return (0, TokenKind::Word);
    }
    let chunk = rest.split(|c: char| c.is_whitespace() || "()[]<>\"“”,;|*".contains(c)).next().unwrap_or("");
    let chunk = chunk.trim_end_matches(['.', '?', '!', ':', '\'', '_']);
    if chunk.contains('@') && chunk.find('@') > Some(0) && chunk.split('@').nth(1).is_some_and(|d| d.contains('.')) {
        return (chunk.len(), TokenKind::Email);
    }
    let web = chunk.contains("://") || chunk.starts_with("www.");
    let host = chunk.split('/').next().unwrap_or("");
    let suffix = host.rsplit('.').next().unwrap_or("");
    if web || host.contains('.') && matches!(suffix, "com" | "org" | "net" | "gov" | "eu" | "edu") && c.is_alphabetic()
    {
        return (chunk.len(), TokenKind::Url);
    }
    if c.is_ascii_digit() {
        let bytes = rest.as_bytes();
        let mut end = 1;
        while end < bytes.len() {
            let pair = matches!(bytes[end], b'.' | b',' | b'/') || bytes[end] == b'-' && date_like(&rest[..end]);
            let next = bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
            if bytes[end].is_ascii_digit() || pair && next {
                end += 1;
            } else {
                break;
            }
        }
        if !rest[end..].starts_with(|c: char| c.is_alphabetic()) {
            return (end, TokenKind::Number);
        }
    }
    // Initialisms keep their stops.
    let pairs: usize =
        rest.as_bytes().chunks(2).take_while(|p| p.len() == 2 && p[0].is_ascii_alphabetic() && p[1] == b'.').count();
    if pairs >= 2 {
        return (pairs * 2, TokenKind::Word);
    }
    let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’')).unwrap_or(rest.len());
    (rest[..end].trim_end_matches(['\'', '’']).len(), TokenKind::Word)
}

fn date_like(before: &str) -> bool {
    before.len() == 4 || before.contains('-')
}

fn triggers(text: &Text<'_>) -> Vec<Trigger> {
    let mut vocabulary = Vocabulary::default();
    vocabulary.freeze(&WORDS);
    let mut buffer = String::new();
    let mut mark = |t: &Token| {
        let raw = &text.prose[t.start as usize..t.end as usize];
        vocabulary.symbol(raw, t.kind, &mut buffer).marks() | shape(text, t)
    };
    let all = text.tokens.iter().enumerate().map(|(i, t)| Trigger { at: i as u32, marks: mark(t) });
    all.filter(|t| t.marks != 0).collect()
}

/// The hits of one kind as written.
fn found(kind: EntityKind, prose: &str) -> Vec<String> {
    hits(prose).into_iter().filter(|(_, v)| v.kind() == kind).map(|(s, _)| s).collect()
}

fn hits(prose: &str) -> Vec<(String, Value)> {
    let tokens = tokenise(prose);
    let at = |i: u32| &tokens[i as usize];
    let text = |w: Words| &prose[at(w.start).start as usize..at(w.end - 1).end as usize];
    let forms = ["Inc", "LLC", "GmbH", "KG", "Pty", "Ltd", "AS", "Company", "Corporation"];
    let is_form = |w: &Words| forms.contains(&text(*w));
    let legal: Vec<Words> = (0..tokens.len()).map(|i| words(i, i + 1)).filter(is_form).collect();
    let whole = Text { prose, tokens: &tokens };
    entities(&whole, &triggers(&whole), &legal).into_iter().map(|h| (text(h.words).to_owned(), h.value)).collect()
}

#[track_caller]
fn check(kind: EntityKind, prose: &str, expected: &[&str]) {
    assert_eq!(found(kind, prose), expected, "in {prose:?}");
}

#[test]
fn numbers() {
    let value = |prose| match hits(prose).into_iter().find(|(_, v)| v.kind() == EntityKind::Number) {
        Some((text, Value::Number(n))) => (text, n),
        other => panic!("{other:?}"),
    };
    assert_eq!(value("has thirteen (13) rooms"), ("thirteen (13".into(), 13.0));
    assert_eq!(value("has twenty-four rooms"), ("twenty-four".into(), 24.0));
    assert_eq!(value("two thousand five hundred and six"), ("two thousand five hundred and six".into(), 2506.0));
    assert_eq!(value("1,000 users"), ("1,000".into(), 1000.0));
    assert_eq!(value("version 13.4"), ("13.4".into(), 13.4));
}

#[test]
fn ages() {
    for (prose, age) in [
        ("We do not knowingly collect data from children under 13.", "13"),
        ("Children under the age of 13 may not register.", "13"),
        ("You must be 13 years of age or older.", "13"),
        ("anyone who is thirteen (13) years old", "thirteen (13"),
        ("Persons aged 16 need consent.", "16"),
        ("You must be at least 18 years old to use it.", "18"),
        ("You must be at least 18 to use it.", "18"),
        ("Users 16+ only.", "16"),
        ("You are 16 or older.", "16"),
        ("children younger than 14", "14"),
        ("Minors below sixteen years need a parent.", "sixteen"),
        ("a 13-year-old child", "13"),
        ("Visitors over 18 can enter.", "18"),
        ("not intended for anyone under 13, so please leave", "13"),
        ("The minimum age to open an account is 16.", "16"),
        ("The age limit for the forum is 18.", "18"),
    ] {
        check(EntityKind::Age, prose, &[age]);
    }
    check(EntityKind::Age, "children between the ages of 13 and 16", &["13", "16"]);
    for prose in [
        "We answer within 13 business days.",
        "See Section 13.4 for children.",
        "You hear from us within 13 days.",
        "Parents: see under 13 CFR 121.",
        "Fewer than 13% of users object.",
        "Users in over 50 countries love us.",
        "Data is kept for over 10 years.",
        "13 Elm Street, Springfield, IL 62701",
    ] {
        check(EntityKind::Age, prose, &[]);
    }
}

#[test]
fn durations() {
    let read = |prose: &str| {
        hits(prose).into_iter().find_map(|(text, v)| match v {
            Value::Duration { min, max, business } => Some((text, min, max, business)),
            _ => None,
        })
    };
    let is = |prose, text: &str, min, max, business| {
        assert_eq!(read(prose), Some((text.into(), min, max, business)));
    };
    is("within 30 days of it", "30 days", 30.0, 30.0, false);
    is("within thirty (30) days", "thirty (30) days", 30.0, 30.0, false);
    is("takes 10-20 business days", "10-20 business days", 10.0, 20.0, true);
    is("for one (1) calendar year", "one (1) calendar year", 365.0, 365.0, false);
    is("a ninety-day period", "ninety-day", 90.0, 90.0, false);
    is("kept for a year.", "a year", 365.0, 365.0, false);
    is("between 6 and 12 months", "6 and 12 months", 180.0, 360.0, false);
    assert_eq!(read("once a year"), None);
    assert_eq!(read("She is 13 years old."), None);
    assert_eq!(read("open 24 hours a day"), None);
}

#[test]
fn dates() {
    let read = |prose: &str| {
        hits(prose).into_iter().find_map(|(_, v)| match v {
            Value::Date { day, ambiguous, .. } => Some((day.to_string(), ambiguous)),
            _ => None,
        })
    };
    for (prose, day) in [
        ("Updated September 30, 2016.", "2016-09-30"),
        ("Updated 30 September 2016.", "2016-09-30"),
        ("the 30th of May 2018", "2018-05-30"),
        ("march, 28 2012", "2012-03-28"),
        ("on 10/29/2020", "2020-10-29"),
        ("on 05.02.2026", "2026-02-05"),
        ("on 2026-02-05", "2026-02-05"),
        ("Sept. 30 2016", "2016-09-30"),
        ("1st January 2026", "2026-01-01"),
        ("as of May 2018", "2018-05-31"),
        ("January 1st, 2024", "2024-01-01"),
        ("2016/09/30", "2016-09-30"),
        ("Friday, May 25, 2018", "2018-05-25"),
        ("25-May-2018", "2018-05-25"),
    ] {
        assert_eq!(read(prose).map(|d| d.0).as_deref(), Some(day), "in {prose:?}");
    }
    assert_eq!(read("05/02/2026"), Some(("2026-05-02".into(), true)));
    assert_eq!(read("05/02/2026 and 25/02/2026"), Some(("2026-02-05".into(), false)));
    assert_eq!(read("31 February 2020"), None);
    assert_eq!(read("31.02.2020"), None);
    assert_eq!(read("we may 2018 times"), None);
    assert_eq!(found(EntityKind::Date, "Friday, May 25, 2018"), ["Friday, May 25, 2018"]);
}

#[test]
fn contacts() {
    let value = |prose: &str| hits(prose).into_iter().map(|(_, v)| v).find(|v| v.kind() != EntityKind::Number);
    assert_eq!(value("Legal@Example.com"), Some(Value::Email("legal@example.com".into())));
    assert_eq!(value("write to legal [at] example [dot] com"), Some(Value::Email("legal@example.com".into())));
    assert_eq!(value("privacy (at) example.com"), Some(Value::Email("privacy@example.com".into())));
    assert_eq!(value("https://WWW.Example.com/a?b"), Some(Value::Url { host: "example.com".into() }));
    assert_eq!(value("meet us at noon"), None);
}

#[test]
fn phones() {
    for phone in [
        "+1 415 555 0100",
        "(415) 555-0100",
        "1-800-555-0199",
        "+49 30 901820",
        "020 7946 0958",
        "415.555.0100",
        "1-800-EXAMPLE",
    ] {
        let digits = |s: &str| s.trim_start_matches('(').to_owned();
        assert_eq!(found(EntityKind::Phone, &format!("Reach us at {phone} now")), [digits(phone)], "{phone}");
    }
    check(EntityKind::Phone, "Call us: 5550100", &["5550100"]);
    for prose in [
        "192.168.100.200",
        "on 10/29/2020",
        "from 2015-2019",
        "company number 01234567",
        "version 10.15.7",
        "CA 94105-1234",
    ] {
        check(EntityKind::Phone, prose, &[]);
    }
}

#[test]
fn addresses() {
    for address in [
        "123 Main Street, Suite 400, Springfield, IL 62701",
        "1 Example Lane, London SW1A 1AA, United Kingdom",
        "Musterstraße 12, 10115 Berlin, Germany",
        "12 rue de la Paix, 75002 Paris, France",
        "Keizersgracht 123, 1015 CJ Amsterdam",
        "Level 5, 100 George Street, Sydney NSW 2000",
        "P.O. Box 123, Springfield, IL 62701",
        "P.O Box 10-80108",
        "100 King Street West, Toronto, ON M5H 1A1, Canada",
        "One Example Plaza\n\nSpringfield, Illinois 62701",
    ] {
        check(EntityKind::Address, &format!("Write to Example at {address}. We answer."), &[address]);
    }
    for prose in
        ["in San Francisco, California", "the laws of California", "within 30 Days of Purchase", "over 20 Websites"]
    {
        check(EntityKind::Address, prose, &[]);
    }
}

#[test]
fn names() {
    check(EntityKind::Name, "Blue Heron built the app", &["Blue Heron"]);
    check(EntityKind::Name, "We at House of Bread & Salt bake", &["House of Bread & Salt"]);
    check(EntityKind::Name, "provided by iHarbour at no cost", &["iHarbour"]);
    check(EntityKind::Name, "provided by the Application Developer", &[]);
    check(EntityKind::Name, "THIS IS A SENTENCE IN CAPITALS WRITTEN OVER MANY MORE WORDS THAN ANY NAME HAS", &[]);
}

#[test]
fn organisations() {
    check(EntityKind::Organisation, "the site of Space Rock, Inc. is", &["Space Rock, Inc"]);
    check(EntityKind::Organisation, "Foo GmbH & Co. KG runs it", &["Foo GmbH & Co. KG"]);
    check(EntityKind::Organisation, "by Baz Pty Ltd and you", &["Baz Pty Ltd"]);
    check(EntityKind::Organisation, "provided AS IS and the Company", &[]);
}

#[test]
fn money_and_law() {
    check(EntityKind::Money, "costs $1,000 or US$ 5 or 20 euros or €20", &["$1,000", "US$ 5", "20 euros", "€20"]);
    for law in [
        "Article 13 GDPR",
        "Art. 6(1)(f) GDPR",
        "GDPR Art. 15",
        "16 CFR 312.2",
        "Cal. Civ. Code § 1798.100",
        "Section 1798.83 of the California Civil Code",
        "15 U.S.C. § 6501",
        "Regulation (EU) 2016/679",
        "Directive 95/46/EC",
        "Data Protection Act 2018",
    ] {
        let hits = found(EntityKind::LegalReference, &format!("as {law} says"));
        assert_eq!(hits.len(), 1, "{law}: {hits:?}");
        assert!(hits[0].starts_with(law.trim_end_matches(')')), "{law}: {hits:?}");
    }
    check(EntityKind::LegalReference, "see Section 5 below", &[]);
}

#[test]
fn hits_are_sorted_and_apart() {
    let tokens = tokenise(&"1 Elm St 13 years old 1 2 3 30 days May 2018 ".repeat(2000));
    let prose = "1 Elm St 13 years old 1 2 3 30 days May 2018 ".repeat(2000);
    let text = Text { prose: &prose, tokens: &tokens };
    let hits = entities(&text, &triggers(&text), &[]);
    assert!(hits.is_sorted_by_key(|h| (h.words.start, h.value.kind())));
    for (kind, _) in EntityKind::ALL {
        let of: Vec<_> = hits.iter().filter(|h| h.value.kind() == kind).collect();
        assert!(of.windows(2).all(|w| w[0].words.end <= w[1].words.start), "{kind:?}");
    }
}
