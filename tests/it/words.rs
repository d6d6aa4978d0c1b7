//! Phrases and entities on words as the segmentation really cuts them.

use clauselint::document::{self, BlockKind, Document, Format, WordKind};
use clauselint::matcher::{Hits, Text, Token, TokenKind};
use clauselint::rule::{self, Input};
use clauselint::source::{Source, Sources};

fn tokens(document: &Document) -> Vec<Token> {
    let mut tokens = Vec::new();
    for (i, sentence) in document.sentences.iter().enumerate() {
        let link = document.blocks[sentence.block].kind == BlockKind::LinkTarget;
        for word in &document.words[sentence.words.0..sentence.words.1] {
            let kind = match word.kind {
                WordKind::Word => TokenKind::Word,
                WordKind::Number => TokenKind::Number,
                WordKind::Email => TokenKind::Email,
                WordKind::Url => TokenKind::Url,
                WordKind::Sign => TokenKind::Sign,
            };
            let (start, end) = (word.extent.start, word.extent.end);
            tokens.push(Token { start, end, sentence: i as u32, block: sentence.block as u32, kind, link });
        }
    }
    tokens
}

/// What the matcher of one rule with that phrase finds, and the document's prose.
fn scan(phrase: &str, text: &str) -> (Hits, Vec<Token>, String) {
    let mut sources = Sources::default();
    let file = format!(
        "pack own {{\n    title \"Own\"\n}}\n\nrule one {{\n    title \"One\"\n    should state \"{phrase}\"\n}}\n"
    );
    let rules = vec![sources.add(Source::new("own.rules", file.as_str()))];
    let forms =
        "title: Legal forms\nentries:\n  forms:\n    terms: [\"Inc\", \"LLC\", \"Ltd\", \"GmbH\", \"Company\"]\n";
    let lexicons = vec![sources.add(Source::new("legal-form.yaml", forms))];
    let (rules, said) = rule::compile(&sources, &Input { rules, lexicons, ..Input::default() });
    assert_eq!(rules.rules.len(), 1, "{said:?}");
    let document = document::read(text, Format::Markdown);
    let tokens = tokens(&document);
    let prose = document.prose.text().to_owned();
    let hits = rules.matcher.scan(&Text { prose: &prose, tokens: &tokens });
    (hits, tokens, prose)
}

#[track_caller]
fn phrase(phrase: &str, text: &str, expected: &[&str]) {
    let (hits, tokens, prose) = scan(phrase, text);
    let words = hits.phrases.iter().flatten().map(|hit| hit.words);
    let slice =
        |start: u32, end: u32| &prose[tokens[start as usize].start as usize..tokens[end as usize - 1].end as usize];
    let found: Vec<_> = words.map(|w| slice(w.start, w.end)).collect();
    assert_eq!(found, expected, "{phrase} in {text}");
}

#[track_caller]
fn entity(kind: &str, text: &str, expected: &[&str]) {
    let (hits, tokens, prose) = scan("xyzzy", text);
    let of = hits.entities.iter().filter(|hit| hit.value.kind().name() == kind).map(|hit| hit.words);
    let slice =
        |start: u32, end: u32| &prose[tokens[start as usize].start as usize..tokens[end as usize - 1].end as usize];
    let found: Vec<_> = of.map(|w| slice(w.start, w.end)).collect();
    assert_eq!(found, expected, "{kind} in {text}");
}

#[test]
fn contractions_and_possessives() {
    phrase(
        "we do not sell",
        "We don't sell. We don’t sell. We do not sell.",
        &["We don't sell", "We don’t sell", "We do not sell"],
    );
    phrase("we can not share", "We can't share. We cannot share.", &["We can't share", "We cannot share"]);
    phrase("won't be shared", "It won't be shared. It will not be shared.", &["won't be shared", "will not be shared"]);
    phrase("it is safe", "It's safe. That's how it is safe.", &["It's safe", "it is safe"]);
    phrase("it's safe", "It’s safe. It is safe.", &["It’s safe", "It is safe"]);
    phrase("user data", "The user's data and users’ data.", &["user's data", "users’ data"]);
}

#[test]
fn initialisms_hyphens_and_compounds() {
    phrase("US law", "U.S. law and US law, not us law.", &["U.S. law", "US law"]);
    phrase("contact us", "CONTACT US. Contact us.", &["CONTACT US", "Contact us"]);
    phrase("opt out", "An opt-out, an opt out, an optout.", &["opt-out", "opt out", "optout"]);
    phrase("e-mail", "By e-mail, email or e mail.", &["e-mail", "email", "e mail"]);
    phrase("website", "Our web site, web-site and website.", &["web site", "web-site", "website"]);
    phrase("10-20 days", "In 10-20 days.", &["10-20 days"]);
    phrase("{age} years of age", "At least thirteen (13) years of age.", &["thirteen (13) years of age"]);
}

#[test]
fn dates_durations_and_money() {
    for date in ["march, 28 2012", "10/29/2020", "30th of May 2018", "Sept. 30 2016", "31.12.2020", "2019-3-18"] {
        entity("date", &format!("This policy was updated on {date} by us."), &[date]);
    }
    entity("duration", "Kept for one year and 25 days.", &["one year and 25 days"]);
    entity("duration", "Within 10-20 business days or thirty (30) days.", &["10-20 business days", "thirty (30) days"]);
    entity("money", "It costs $1,000 or US$ 5.", &["$1,000", "US$ 5"]);
}

#[test]
fn addresses_organisations_and_phones() {
    entity(
        "address",
        "Write to:\n\nExample Inc.\n\n1 Example Street\n\nSpringfield, IL 62701\n\nUnited States",
        &["1 Example Street\nSpringfield, IL 62701\nUnited States"],
    );
    entity("address", "at 40 Example St., Tel Aviv 6350671, Israel.", &["40 Example St., Tel Aviv 6350671, Israel"]);
    entity("phone", "at 40 Example St., Tel Aviv 6350671, Israel.", &[]);
    entity("phone", "Call 1-800-555-0199 or +49 30 901820.", &["1-800-555-0199", "+49 30 901820"]);
    entity(
        "organisation",
        "Our Data Protection Officer Example (Europe) Ltd is an EU, CA and other Company firm.",
        &["Example (Europe) Ltd"],
    );
    entity("organisation", "in Springfield, Germany Example Foods GmbH", &["Example Foods GmbH"]);
    entity(
        "email",
        "legal [at] example [dot] com, privacy(at)example(dot)com, dpo @ example.com",
        &["legal [at] example [dot] com", "privacy(at)example(dot)com", "dpo @ example.com"],
    );
    entity(
        "legal-reference",
        "under Art. 6(1)(f) GDPR and the Example Privacy Act (20 U.S.C. 1232g)",
        &["Art. 6(1)(f) GDPR", "Example Privacy Act", "20 U.S.C. 1232g"],
    );
}
