//! References to places of the same document: sections by name or number, definitions above or below. Knows headings and
//! quoted terms; what refers into another document, a law or an app is left alone.

use super::{Cause, form, place, within};
use crate::document::{Block, BlockKind, Document};
use regex::{Captures, Regex};
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

struct Forms {
    /// A section by its name, in quotes or in capitals.
    named: [Option<Regex>; 3],
    /// A section by its number.
    numbered: Option<Regex>,
    /// A term that is defined elsewhere.
    defined: Option<Regex>,
    /// A term where it is defined.
    term: Option<Regex>,
    /// Another document or thing, right behind a reference.
    elsewhere: Option<Regex>,
    /// A law, right before a reference.
    law: Option<Regex>,
}

static FORMS: LazyLock<Forms> = LazyLock::new(|| Forms {
    named: [
        form(
            r#"(?:[Tt]he |[Oo]ur )?(?:[“"‘'])(?P<name>[A-Z][^”"’\n]{2,90}?)[,.]?[”"’'] (?:[Ss]ection|[Pp]aragraph|[Hh]eading)(?: (?P<side>above|below))?\b"#,
        ),
        form(
            r#"\b[Ss]ections?,? (?:below |above )?(?:entitled|titled|called|headed|captioned|labell?ed|named) [“"‘'](?P<name>[^”"’\n]{3,90}?)[,.]?[”"’'](?:,? (?P<side>above|below)\b)?"#,
        ),
        form(
            r"\b[Tt]he (?P<name>[A-Z][\w’&-]*(?:,? (?:[A-Z][\w’&-]*|of|and|to|the|for|in|or|your|our|we|with)){0,9}) [Ss]ection (?P<side>above|below)\b",
        ),
    ],
    numbered: form(
        r"\b[Ss]ections? (?P<name>\d{1,2}(?:\.\d{1,2})*)\b(?P<title> \([“][^”]{2,60}[”]\))?(?: (?P<side>above|below)\b)?",
    ),
    defined: form(
        r#"[“"]?(?P<name>[A-Z][A-Za-z-]*(?: [A-Z][A-Za-z-]*){0,4})[”"]?,? \((?:each |all )?(?:as )?(?:that term is )?(?:further )?defined (?P<side>above|below)\)"#,
    ),
    term: form(r#"[“"](?:the )?(?P<name>[A-Z][A-Za-z-]*(?: [A-Z][A-Za-z-]*){0,4})[,.]?[”“"]"#),
    elsewhere: form(
        r"(?i)^[,)]*\s*(?:\([^)]*\)\s*)?(?:(?:of|in|on|under|within|at|from)\s+(?:the|our|your|its|their|an?|each|any|this (?:web)?site|this app|these terms|those|that|facebook|google|apple|[a-z]+['’]s)|of [A-Z])",
    ),
    law: form(
        r"(?i)(?:code|act|law|u\.?s\.?c\.?|regulations?|ordinance|statute|cfr|gdpr|ccpa|terms|agreement|title \w+,?)(?:[ ,]+(?:[a-z.]+ )?|[^a-z]{0,3})$",
    ),
});

/// What stands where in a document.
struct Index {
    /// Headings and the beginnings of blocks, as plain words, with their offsets.
    titles: Vec<(String, u32)>,
    /// Words that open other blocks.
    openings: Vec<String>,
    /// Numbers of headings and of numbered paragraphs, with their offsets.
    numbers: Vec<(String, u32)>,
    clauses: Vec<String>,
    terms: HashMap<String, Vec<u32>>,
}

/// References that lead nowhere or into the wrong direction: one cause for each name.
pub(super) fn find(document: &Document) -> Vec<Cause> {
    let index = Index::of(document);
    let mut causes: Vec<(String, Cause)> = Vec::new();
    let blocks = document.blocks.iter().filter(|b| !b.navigation);
    for block in blocks.filter(|b| !matches!(b.kind, BlockKind::Code | BlockKind::LinkTarget | BlockKind::Heading)) {
        for (at, key, note) in index.faults(document, block) {
            let place = place(document, within(block.extent, at), note);
            match causes.iter_mut().find(|(k, _)| *k == key) {
                Some((_, cause)) => cause.push(place),
                None => causes.push((key, vec![place])),
            }
        }
    }
    causes.into_iter().map(|(_, cause)| cause).collect()
}

type Fault = (std::ops::Range<usize>, String, String);

impl Index {
    fn of(document: &Document) -> Self {
        let mut index = Self {
            titles: Vec::new(),
            openings: Vec::new(),
            numbers: Vec::new(),
            clauses: Vec::new(),
            terms: HashMap::new(),
        };
        for block in &document.blocks {
            let text = document.prose.slice(block.extent);
            if block.kind == BlockKind::Heading {
                index.titles.push((words(text), block.extent.start));
                index.numbers.extend(number(text).map(|n| (n, block.extent.start)));
            } else if block.kind != BlockKind::LinkTarget {
                let opening: String = text.chars().take(140).collect();
                index.openings.push(words(&opening));
            }
            for found in FORMS.term.iter().flat_map(|f| f.captures_iter(text)) {
                if let Some(name) = found.name("name").filter(|n| is_definition(text, n.start(), n.end())) {
                    let at = block.extent.start + name.start() as u32;
                    index.terms.entry(name.as_str().to_lowercase()).or_default().push(at);
                }
            }
        }
        let sentences = (0..document.sentences.len()).map(|s| document.sentence_text(s));
        index.clauses.extend(sentences.filter_map(number).filter(|n| n.contains('.')));
        index
    }

    /// What is wrong with the references of a block: where, the name referred to, and why.
    fn faults(&self, document: &Document, block: &Block) -> Vec<Fault> {
        let text = document.prose.slice(block.extent);
        let mut faults = Vec::new();
        for found in FORMS.named.iter().flatten().flat_map(|f| f.captures_iter(text)) {
            faults.extend(self.named(text, block.extent.start, &found));
        }
        for found in FORMS.numbered.iter().flat_map(|f| f.captures_iter(text)) {
            faults.extend(self.numbered(text, block.extent.start, &found));
        }
        for found in FORMS.defined.iter().flat_map(|f| f.captures_iter(text)) {
            faults.extend(self.defined(block.extent.start, &found));
        }
        faults
    }

    fn named(&self, text: &str, base: u32, found: &Captures<'_>) -> Option<Fault> {
        let (whole, name) = (found.get(0)?, found.name("name")?);
        let side = found.name("side").map_or("", |s| s.as_str());
        let entitled = whole.as_str().starts_with(['s', 'S']);
        if leads_away(text, whole.end()) || side.is_empty() && !entitled && !refers(text, whole.start()) {
            return None;
        }
        let wanted = words(name.as_str());
        let here = base + whole.start() as u32;
        let fits = |title: &str| {
            singular(title) == singular(&wanted)
                || title.len() > 3 && (title.contains(&wanted) || wanted.contains(title))
        };
        let places: Vec<u32> = self.titles.iter().filter(|(t, _)| fits(t)).map(|(_, at)| *at).collect();
        let key = wanted.clone();
        if places.is_empty() {
            if self.openings.iter().any(|o| o.starts_with(&wanted)) || wanted.is_empty() {
                return None;
            }
            let near = self.titles.iter().map(|(t, at)| (strsim::jaro_winkler(t, &wanted), t, at));
            let near = near.filter(|(like, ..)| *like > 0.85).max_by(|a, b| a.0.total_cmp(&b.0));
            let note = match near {
                Some((_, title, _)) => format!("no section is called so; “{title}” comes near"),
                None => "no section is called so".to_owned(),
            };
            return Some((whole.range(), key, note));
        }
        let wrong = match side {
            "above" => places.iter().all(|at| *at > here),
            "below" => places.iter().all(|at| *at < here),
            _ => false,
        };
        wrong.then(|| (whole.range(), key, format!("the section is not {side}")))
    }

    fn numbered(&self, text: &str, base: u32, found: &Captures<'_>) -> Option<Fault> {
        let (whole, number) = (found.get(0)?, found.name("name")?.as_str());
        let before = text.get(..whole.start()).unwrap_or_default();
        let law = FORMS.law.as_ref().is_some_and(|f| f.is_match(before));
        let all = || self.numbers.iter().map(|(n, _)| n.as_str()).chain(self.clauses.iter().map(String::as_str));
        let top = number.split('.').next().unwrap_or_default();
        // A sub-section may be a list's item, unless paragraphs have numbers of their own.
        let sub = number != top && all().filter(|n| n.starts_with(&format!("{top}."))).count() >= 2;
        let known =
            all().any(|n| n == number || n.starts_with(&format!("{number}."))) || !sub && all().any(|n| n == top);
        if !self.counted() || law || leads_away(text, whole.end()) {
            return None;
        }
        if !known {
            return Some((whole.range(), format!("section {number}"), "no section has this number".to_owned()));
        }
        let side = found.name("side")?.as_str();
        let here = base + whole.start() as u32;
        let mut places = self.numbers.iter().filter(|(n, _)| n == number).map(|(_, at)| *at).peekable();
        places.peek()?;
        let wrong = if side == "above" { places.all(|at| at > here) } else { places.all(|at| at < here) };
        wrong.then(|| (whole.range(), format!("section {number}"), format!("the section is not {side}")))
    }

    /// Whether the sections are numbered one by one, so that a number that is not there is missing.
    fn counted(&self) -> bool {
        let tops: BTreeSet<usize> =
            self.numbers.iter().filter_map(|(n, _)| n.split('.').next()?.parse().ok()).collect();
        tops.len() >= 3 && tops.first() == Some(&1) && tops.last() == Some(&tops.len())
    }

    fn defined(&self, base: u32, found: &Captures<'_>) -> Option<Fault> {
        let (whole, name, side) = (found.get(0)?, found.name("name")?.as_str(), found.name("side")?.as_str());
        let here = base + whole.start() as u32;
        // “Our Terms (as defined …)”: the term may begin later than the capitals.
        let parts: Vec<&str> = name.split(' ').collect();
        let mut names = (0..parts.len()).filter_map(|i| parts.get(i..)).map(|p| p.join(" ").to_lowercase());
        let places = names.find_map(|n| self.terms.get(&n))?;
        let other: Vec<&u32> = places.iter().filter(|at| **at < here || **at > here + whole.len() as u32).collect();
        let wrong = !other.is_empty()
            && match side {
                "above" => other.iter().all(|at| **at > here),
                _ => other.iter().all(|at| **at < here),
            };
        let turned = if side == "above" { "below" } else { "above" };
        wrong.then(|| (whole.range(), name.to_lowercase(), format!("it is defined {turned}")))
    }
}

/// The number with which a heading or paragraph begins: “Section 4.”, “§ 4.1”.
fn number(text: &str) -> Option<String> {
    let text = text.trim_start().trim_start_matches("Section ").trim_start_matches('§').trim_start();
    let number: String = text.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    Some(number.trim_end_matches('.').to_owned()).filter(|n| !n.is_empty())
}

/// Whether a quoted term stands where terms are defined: at the end of a bracket, or before “means”.
fn is_definition(text: &str, start: usize, end: usize) -> bool {
    let after = text.get(end..).unwrap_or_default().trim_start_matches(['”', '“', '"', ',', '.', ' ']);
    let before = text.get(..start).unwrap_or_default();
    let bracket = before.rfind('(').is_some_and(|open| !before.get(open..).unwrap_or_default().contains(')'));
    bracket && (after.starts_with(')') || after.starts_with("or ") || after.starts_with("and "))
        || calls(before)
        || ["means", "refers to", "shall mean", "has the meaning"].iter().any(|m| after.starts_with(m))
}

/// Whether the words before a quoted term give a name: “we call it …”, “referred to as …”.
fn calls(before: &str) -> bool {
    let before = before.trim_end_matches(['“', '"', '*', ' ']).trim_end_matches(" the").to_lowercase();
    let tail =
        before.char_indices().rev().nth(60).map_or(before.as_str(), |(at, _)| before.get(at..).unwrap_or_default());
    let clause = tail.rsplit(['.', ';', ',']).next().unwrap_or_default();
    [" call ", " called", " calls ", "known as", "referred to as", "refer to as", "hereinafter"]
        .iter()
        .any(|w| format!("{clause} ").contains(w))
}

/// Whether what follows a reference puts it into another document or thing.
pub(super) fn leads_away(text: &str, end: usize) -> bool {
    let after = text.get(end..).unwrap_or_default();
    let own = [
        "of this p",
        "of this n",
        "of this s",
        "in this p",
        "in this n",
        "of the policy",
        "of our privacy",
        "of the privacy",
    ];
    let after_mark = after.trim_start_matches([',', ')', ' ']).to_lowercase();
    !own.iter().any(|o| after_mark.starts_with(o)) && FORMS.elsewhere.as_ref().is_some_and(|f| f.is_match(after))
}

/// Whether the words before a name send the reader there: pages of an account are sections, too.
fn refers(text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or_default();
    let from = before.char_indices().rev().nth(60).map_or(0, |(at, _)| at);
    let before = before.get(from..).unwrap_or_default().to_lowercase();
    let sends =
        ["see ", "refer", "describ", "set out", "set forth", "explain", "discuss", "outline", "consult", "informed in"];
    let app = ["account", "setting", "log in", "logging in", "profile", "menu", "option"];
    sends.iter().any(|w| before.contains(w)) && !app.iter().any(|w| before.contains(w))
}

/// A title without the endings of plurals.
fn singular(title: &str) -> String {
    title.split(' ').map(|w| w.trim_end_matches('s')).collect::<Vec<_>>().join(" ")
}

/// A title as it is compared: words in lower case, no number before them.
fn words(text: &str) -> String {
    let text = text.trim_start_matches(|c: char| c.is_ascii_digit() || !c.is_alphanumeric());
    let text = text.replace('&', " and ");
    let plain: String = text.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
