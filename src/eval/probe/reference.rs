//! References to places of the same document: sections by name or number, definitions above or below. Knows headings and
//! quoted terms; what refers into another document, a law or an app is left alone.

use super::form::{Form, Prose};
use super::numbering::Numbers;
use super::{Cause, place, within};
use crate::document::{Block, BlockKind, Document};
use regex::Captures;
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

/// A section by its name, in quotes or in capitals.
static NAMED: [Form; 3] = [
    Form::new(
        r#"(?:[Tt]he |[Oo]ur )?(?:[“"‘'])(?P<name>[A-Z][^”"’\n]{2,90}?)[,.]?[”"’'] (?:[Ss]ection|[Pp]aragraph|[Hh]eading)(?: (?P<side>above|below))?\b"#,
        &[
            &[
                "” section",
                "\" section",
                "’ section",
                "' section",
                "” paragraph",
                "\" paragraph",
                "’ paragraph",
                "' paragraph",
                "” heading",
                "\" heading",
                "’ heading",
                "' heading",
            ],
            &["“", "\"", "‘", "'"],
        ],
    ),
    Form::new(
        r#"\b[Ss]ections?,? (?:below |above )?(?:entitled|titled|called|headed|captioned|labell?ed|named) [“"‘'](?P<name>[^”"’\n]{3,90}?)[,.]?[”"’'](?:,? (?P<side>above|below)\b)?"#,
        &[
            &["section"],
            &["titled ", "called ", "headed ", "captioned ", "labeled ", "labelled ", "named "],
            &[" “", " \"", " ‘", " '"],
        ],
    ),
    Form::new(
        r"\b[Tt]he (?P<name>[A-Z][\w’&-]*(?:,? (?:[A-Z][\w’&-]*|of|and|to|the|for|in|or|your|our|we|with)){0,9}) [Ss]ection (?P<side>above|below)\b",
        &[&[" section above", " section below"], &["the "]],
    ),
];

/// A section by its number.
static NUMBERED: Form = Form::new(
    r"\b[Ss]ections? (?P<name>\d{1,2}(?:\.\d{1,2})*)\b(?P<title> \([“][^”]{2,60}[”]\))?(?: (?P<side>above|below)\b)?",
    &[&[
        "section 0",
        "section 1",
        "section 2",
        "section 3",
        "section 4",
        "section 5",
        "section 6",
        "section 7",
        "section 8",
        "section 9",
    ]],
);

/// A term that is defined elsewhere.
static DEFINED: Form = Form::new(
    r#"[“"]?(?P<name>[A-Z][A-Za-z-]*(?: [A-Z][A-Za-z-]*){0,4})[”"]?,? \((?:each |all )?(?:as )?(?:that term is )?(?:further )?defined (?P<side>above|below)\)"#,
    &[&["defined above)", "defined below)"]],
);

/// A term where it is defined.
static TERM: Form =
    Form::new(r#"[“"](?:the )?(?P<name>[A-Z][A-Za-z-]*(?: [A-Z][A-Za-z-]*){0,4})[,.]?[”“"]"#, &[&["“", "\""]]);

/// Another document or thing, right behind a reference.
static ELSEWHERE: Form = Form::new(
    r"(?i)^[,)]*\s*(?:\([^)]*\)\s*)?(?:(?:of|in|on|under|within|at|from)\s+(?:the|our|your|its|their|an?|each|any|this (?:web)?site|this app|these terms|those|that|facebook|google|apple|[a-z]+['’]s)|of [A-Z])",
    &[],
);

/// A law, right before a reference.
static LAW: Form = Form::new(
    r"(?i)(?:code|act|law|u\.?s\.?c\.?|regulations?|ordinance|statute|cfr|gdpr|ccpa|terms|agreement|title \w+,?)(?:[ ,]+(?:[a-z.]+ )?|[^a-z]{0,3})$",
    &[],
);

/// The forms, for the test of what they need.
#[cfg(test)]
pub(super) fn forms() -> Vec<&'static Form> {
    NAMED.iter().chain([&NUMBERED, &DEFINED, &TERM, &ELSEWHERE, &LAW]).collect()
}

/// So many different names are looked up in one document.
const MOST_NAMES: usize = 300;

/// What stands where in a document. Each part is made when a reference first asks for it.
struct Index<'d> {
    document: &'d Document,
    prose: Prose<'d>,
    /// Headings as plain words, with their offsets.
    titles: OnceCell<Vec<(String, u32)>>,
    /// Plain words that open other blocks.
    openings: OnceCell<Vec<String>>,
    numbers: OnceCell<Numbers>,
    terms: OnceCell<HashMap<String, Vec<u32>>>,
    /// Where sections of a name stand, for those that were looked up.
    named: RefCell<HashMap<String, Rc<Vec<u32>>>>,
}

/// References that lead nowhere or into the wrong direction: one cause for each name.
pub(super) fn find(document: &Document) -> Vec<Cause> {
    let index = Index::of(document);
    let forms: Vec<_> = [&DEFINED, &NUMBERED].into_iter().chain(&NAMED).filter(|f| index.prose.may_hold(f)).collect();
    if forms.is_empty() {
        return Vec::new();
    }
    let mut causes: Vec<Cause> = Vec::new();
    let mut by_name: HashMap<String, usize> = HashMap::new();
    let blocks = document.blocks.iter().filter(|b| !b.navigation);
    for block in blocks.filter(|b| !matches!(b.kind, BlockKind::Code | BlockKind::LinkTarget | BlockKind::Heading)) {
        for (at, key, note) in index.faults(block) {
            let place = place(document, within(block.extent, at), note);
            let cause = *by_name.entry(key).or_insert(causes.len());
            match causes.get_mut(cause) {
                Some(cause) => cause.push(place),
                None => causes.push(vec![place]),
            }
        }
    }
    causes
}

type Fault = (Range<usize>, String, String);

impl<'d> Index<'d> {
    fn of(document: &'d Document) -> Self {
        Self {
            document,
            prose: Prose::of(document),
            titles: OnceCell::new(),
            openings: OnceCell::new(),
            numbers: OnceCell::new(),
            terms: OnceCell::new(),
            named: RefCell::default(),
        }
    }

    fn headings(&self) -> impl Iterator<Item = (&'d str, u32)> {
        let headings = self.document.blocks.iter().filter(|b| b.kind == BlockKind::Heading);
        headings.map(|b| (self.document.prose.slice(b.extent), b.extent.start))
    }

    fn titles(&self) -> &[(String, u32)] {
        self.titles.get_or_init(|| self.headings().map(|(text, at)| (words(text), at)).collect())
    }

    fn openings(&self) -> &[String] {
        self.openings.get_or_init(|| {
            let blocks = &self.document.blocks;
            let others = blocks.iter().filter(|b| !matches!(b.kind, BlockKind::Heading | BlockKind::LinkTarget));
            let opening = |b: &Block| self.document.prose.slice(b.extent).chars().take(140).collect::<String>();
            others.map(|b| words(&opening(b))).collect()
        })
    }

    fn numbers(&self) -> &Numbers {
        let sentences = || (0..self.document.sentences.len()).map(|s| self.document.sentence_text(s));
        self.numbers.get_or_init(|| Numbers::of(self.headings(), sentences()))
    }

    /// Where terms are defined, by the term in lower case; places ascend.
    fn terms(&self) -> &HashMap<String, Vec<u32>> {
        self.terms.get_or_init(|| {
            let mut terms: HashMap<String, Vec<u32>> = HashMap::new();
            for block in &self.document.blocks {
                let text = self.prose.block(block);
                let mut bracket = Bracket::default();
                for name in TERM.captures_iter(text).filter_map(|found| found.name("name")) {
                    if is_definition(text.text, bracket.is_open(text.text, name.start()), name.range()) {
                        let at = block.extent.start + name.start() as u32;
                        terms.entry(name.as_str().to_lowercase()).or_default().push(at);
                    }
                }
            }
            terms
        })
    }

    /// Where sections are called so or nearly so; nothing is known of names beyond the first few hundred.
    fn named_so(&self, wanted: &str) -> Option<Rc<Vec<u32>>> {
        let mut known = self.named.borrow_mut();
        if let Some(places) = known.get(wanted) {
            return Some(Rc::clone(places));
        }
        if known.len() >= MOST_NAMES {
            return None;
        }
        let fits = |title: &str| {
            singular(title) == singular(wanted) || title.len() > 3 && (title.contains(wanted) || wanted.contains(title))
        };
        let places: Rc<Vec<u32>> = Rc::new(self.titles().iter().filter(|(t, _)| fits(t)).map(|(_, at)| *at).collect());
        known.insert(wanted.to_owned(), Rc::clone(&places));
        Some(places)
    }

    /// What is wrong with the references of a block: where, the name referred to, and why.
    fn faults(&self, block: &Block) -> Vec<Fault> {
        let text = self.prose.block(block);
        let mut faults = Vec::new();
        for found in NAMED.iter().flat_map(|f| f.captures_iter(text)) {
            faults.extend(self.named(text.text, block.extent.start, &found));
        }
        for found in NUMBERED.captures_iter(text) {
            faults.extend(self.numbered(text.text, block.extent.start, &found));
        }
        for found in DEFINED.captures_iter(text) {
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
        let places = self.named_so(&wanted)?;
        let key = wanted.clone();
        if places.is_empty() {
            if wanted.is_empty() || self.openings().iter().any(|o| o.starts_with(&wanted)) {
                return None;
            }
            let near = self.titles().iter().map(|(t, at)| (strsim::jaro_winkler(t, &wanted), t, at));
            let near = near.filter(|(like, ..)| *like > 0.85).max_by(|a, b| a.0.total_cmp(&b.0));
            let note = match near {
                Some((_, title, _)) => format!("no section is called so; “{title}” comes near"),
                None => "no section is called so".to_owned(),
            };
            return Some((whole.range(), key, note));
        }
        let wrong = match side {
            "above" => places.first().is_some_and(|at| *at > here),
            "below" => places.last().is_some_and(|at| *at < here),
            _ => false,
        };
        wrong.then(|| (whole.range(), key, format!("the section is not {side}")))
    }

    fn numbered(&self, text: &str, base: u32, found: &Captures<'_>) -> Option<Fault> {
        let (whole, number) = (found.get(0)?, found.name("name")?.as_str());
        let numbers = self.numbers();
        let side = found.name("side").map_or("", |s| s.as_str());
        let misplaced = numbers.is_misplaced(number, side, base + whole.start() as u32);
        if !numbers.counted || numbers.knows(number) && !misplaced || leads_away(text, whole.end()) {
            return None;
        }
        let before = text.get(..whole.start()).unwrap_or_default();
        let note =
            if misplaced { format!("the section is not {side}") } else { "no section has this number".to_owned() };
        (!LAW.is_match(tail(before, FAR))).then(|| (whole.range(), format!("section {number}"), note))
    }

    fn defined(&self, base: u32, found: &Captures<'_>) -> Option<Fault> {
        let (whole, name, side) = (found.get(0)?, found.name("name")?.as_str(), found.name("side")?.as_str());
        let (here, end) = (base + whole.start() as u32, base + whole.end() as u32);
        // “Our Terms (as defined …)”: the term may begin later than the capitals.
        let parts: Vec<&str> = name.split(' ').collect();
        let mut names = (0..parts.len()).filter_map(|i| parts.get(i..)).map(|p| p.join(" ").to_lowercase());
        let places = names.find_map(|n| self.terms().get(&n))?;
        let before = places.first().is_some_and(|at| *at < here);
        let after = places.last().is_some_and(|at| *at > end);
        let (wrong, turned) = if side == "above" { (after && !before, "below") } else { (before && !after, "above") };
        wrong.then(|| (whole.range(), name.to_lowercase(), format!("it is defined {turned}")))
    }
}

/// Whether a bracket is open, asked of places that ascend.
#[derive(Default)]
struct Bracket {
    read: usize,
    open: bool,
}

impl Bracket {
    fn is_open(&mut self, text: &str, at: usize) -> bool {
        let since = text.get(self.read..at).unwrap_or_default();
        self.open =
            since.rfind(['(', ')']).map_or(self.open, |last| since.get(last..).is_some_and(|s| s.starts_with('(')));
        self.read = at;
        self.open
    }
}

/// So many characters around a reference tell whether it leads into another document.
const FAR: usize = 400;

/// Whether a quoted term stands where terms are defined: at the end of a bracket, or before “means”.
fn is_definition(text: &str, bracket: bool, term: Range<usize>) -> bool {
    let after = head(text.get(term.end..).unwrap_or_default(), FAR).trim_start_matches(['”', '“', '"', ',', '.', ' ']);
    bracket && (after.starts_with(')') || after.starts_with("or ") || after.starts_with("and "))
        || calls(tail(text.get(..term.start).unwrap_or_default(), 60))
        || ["means", "refers to", "shall mean", "has the meaning"].iter().any(|m| after.starts_with(m))
}

/// Whether the words before a quoted term give a name: “we call it …”, “referred to as …”.
fn calls(before: &str) -> bool {
    let before = before.trim_end_matches(['“', '"', '*', ' ']).to_lowercase();
    let clause = before.trim_end_matches(" the").rsplit(['.', ';', ',']).next().unwrap_or_default();
    let clause = format!(" {clause} ");
    [" call ", " called ", " calls ", "known as ", "referred to as ", "refer to as ", "hereinafter "]
        .iter()
        .any(|w| clause.contains(w))
}

/// Whether what follows a reference puts it into another document or thing.
pub(super) fn leads_away(text: &str, end: usize) -> bool {
    let after = head(text.get(end..).unwrap_or_default(), FAR);
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
    !own.iter().any(|o| after_mark.starts_with(o)) && ELSEWHERE.is_match(after)
}

/// Whether the words before a name send the reader there: pages of an account are sections, too.
fn refers(text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or_default();
    let before = tail(before, 61).to_lowercase();
    let sends =
        ["see ", "refer", "describ", "set out", "set forth", "explain", "discuss", "outline", "consult", "informed in"];
    let app = ["account", "setting", "log in", "logging in", "profile", "menu", "option"];
    sends.iter().any(|w| before.contains(w)) && !app.iter().any(|w| before.contains(w))
}

/// At most so many characters from the start of a text.
fn head(text: &str, most: usize) -> &str {
    let end = text.char_indices().nth(most).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or_default()
}

/// At most so many characters from the end of a text.
fn tail(text: &str, most: usize) -> &str {
    let start = most.checked_sub(1).and_then(|last| text.char_indices().rev().nth(last)).map_or(0, |(at, _)| at);
    text.get(start..).unwrap_or_default()
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
