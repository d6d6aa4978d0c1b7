//! References to things of the same document that are no sections: notes, parts and annexes by their letters, tables, lists
//! and links above or below. Knows what stands where; what refers into another document is left to that.

use super::form::{Form, Lowered, Prose};
use super::reference::leads_away;
use super::{Cause, place, within};
use crate::document::{Block, BlockKind, Document};
use regex::Captures;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A mark that the format took for no footnote, because no note has it.
static MARK: Form = Form::new(r"\[\^([\w-]{1,20})\]", &[&["[^"]]);

/// A note by its number.
static NOTE: Form = Form::new(
    r"(?i)\b(?:foot|end)?note (\d{1,2}) (?:at the (?:foot|bottom|end)|below|hereunder)\b",
    &[&["note "], &["at the ", "below", "hereunder"]],
);

/// A part, annex or the like by its letter or number.
static UNIT: Form = Form::new(
    r"\b(Part|Annex|Appendix|Schedule|Exhibit|Chapter|Attachment) ([A-Z]|\d{1,2}|[IVX]{1,5})\b",
    &[&["part ", "annex ", "appendix ", "schedule ", "exhibit ", "chapter ", "attachment "]],
);

/// A table or link above or below.
static THING: Form = Form::new(
    r"(?i)\b(?:the|this|that) (table|link|hyperlink) (?:set out |shown |given |provided )?(above|below)\b",
    &[&["table ", "link "], &["above", "below"]],
);

/// The forms, for the test of what they need.
#[cfg(test)]
pub(super) fn forms() -> Vec<&'static Form> {
    vec![&MARK, &NOTE, &UNIT, &THING]
}

/// What stands where.
#[derive(Default)]
struct Index {
    /// Parts and annexes that have an opening, by kind.
    units: BTreeMap<String, BTreeSet<String>>,
    /// Numbers with which lines that may be notes begin, with their offsets.
    notes: Vec<(String, u32)>,
    tables: Vec<u32>,
    links: Vec<u32>,
}

/// References that find nothing: one cause for each thing.
pub(super) fn find(document: &Document) -> Vec<Cause> {
    let prose = Prose::of(document);
    if ![&MARK, &NOTE, &UNIT, &THING].into_iter().any(|form| prose.may_hold(form)) {
        return Vec::new();
    }
    let index = Index::of(document, &prose);
    let mut causes: BTreeMap<String, Cause> = BTreeMap::new();
    let read = |b: &&Block| !matches!(b.kind, BlockKind::Code | BlockKind::LinkTarget | BlockKind::Heading);
    for block in document.blocks.iter().filter(|b| !b.navigation).filter(read) {
        for (at, note) in index.faults(prose.block(block), block) {
            let said = document.prose.slice(block.extent).get(at.clone()).unwrap_or_default().to_lowercase();
            causes.entry(said).or_default().push(place(document, within(block.extent, at), note));
        }
    }
    causes.into_values().collect()
}

type Fault = (Range<usize>, String);

impl Index {
    fn of(document: &Document, prose: &Prose<'_>) -> Self {
        let mut index = Self { links: document.links.iter().map(|l| l.extent.start).collect(), ..Self::default() };
        for block in &document.blocks {
            let text = document.prose.slice(block.extent);
            if block.kind == BlockKind::TableCell {
                index.tables.push(block.extent.start);
            }
            let opening = UNIT.captures_iter(prose.block(block)).next();
            if let Some(found) = opening.filter(|f| f.get(0).is_some_and(|m| is_start(text, m.start()))) {
                let (kind, name) = (group(&found, 1).to_lowercase(), group(&found, 2));
                index.units.entry(kind).or_default().insert(name.to_owned());
            }
            let number: String =
                text.trim_start_matches(['[', '(', '^', ' ', '*']).chars().take_while(char::is_ascii_digit).collect();
            if !number.is_empty() {
                index.notes.push((number, block.extent.start));
            }
        }
        index
    }

    fn faults(&self, text: Lowered<'_>, block: &Block) -> Vec<Fault> {
        let mut faults = Vec::new();
        for found in MARK.find_iter(text) {
            faults.push((found.range(), "no note has this mark".to_owned()));
        }
        for found in NOTE.captures_iter(text) {
            let there = self.notes.iter().any(|(n, at)| n == group(&found, 1) && *at > block.extent.start);
            faults.extend(found.get(0).filter(|_| !there).map(|m| (m.range(), "there is no such note".to_owned())));
        }
        faults.extend(UNIT.captures_iter(text).filter_map(|found| self.unit(text.text, &found)));
        let thing = |found: Captures<'_>| self.thing(text.text, block.extent.start, &found);
        faults.extend(THING.captures_iter(text).filter_map(thing));
        faults
    }

    /// A part that is not among those that the document has; an annex that nothing opens.
    fn unit(&self, text: &str, found: &Captures<'_>) -> Option<Fault> {
        let (whole, kind, name) = (found.get(0)?, group(found, 1), group(found, 2));
        let known = self.units.get(&kind.to_lowercase());
        let inner = matches!(kind, "Part" | "Chapter");
        if known.is_some_and(|k| k.contains(name)) || inner && known.is_none_or(|k| k.len() < 2) {
            return None;
        }
        let before = text.get(..whole.start()).unwrap_or_default();
        let sentence = before.rsplit(['.', ';']).next().unwrap_or_default().to_lowercase();
        let foreign =
            ["regulation", "directive", "agreement", "clauses", "terms", "act", "gdpr", "decision", "principles"];
        let sends = ["in", "see", "under", "to", "of", "with", "by"].iter().any(|w| {
            before
                .trim_end()
                .rsplit(' ')
                .next()
                .is_some_and(|last| last.trim_start_matches('(').eq_ignore_ascii_case(w))
        });
        let away = leads_away(text, whole.end())
            || text.get(whole.end()..).unwrap_or_default().trim_start().starts_with(['(', '-', '–'])
            || text.get(whole.end()..).unwrap_or_default().starts_with(" to ")
            || foreign.iter().any(|f| sentence.split(|c: char| !c.is_alphanumeric()).any(|w| w == *f));
        (sends && !away).then(|| (whole.range(), format!("there is no {kind} {name}")))
    }

    /// A table or link that stands on neither side, or on the other. In a text without any link they were lost.
    fn thing(&self, text: &str, base: u32, found: &Captures<'_>) -> Option<Fault> {
        let (whole, kind, side) = (found.get(0)?, group(found, 1).to_lowercase(), group(found, 2).to_lowercase());
        let (places, least) = if kind == "table" { (&self.tables, 1) } else { (&self.links, 3) };
        if places.len() < least || leads_away(text, whole.end()) {
            return None;
        }
        let (start, end) = (base + whole.start() as u32, base + whole.end() as u32);
        let there =
            if side == "above" { places.iter().any(|at| *at < start) } else { places.iter().any(|at| *at > end) };
        (!there).then(|| (whole.range(), format!("no {kind} stands {side}")))
    }
}

/// Whether nothing but signs stands before a place.
fn is_start(text: &str, at: usize) -> bool {
    !text.get(..at).unwrap_or_default().contains(char::is_alphanumeric)
}

fn group<'t>(found: &Captures<'t>, index: usize) -> &'t str {
    found.get(index).map_or("", |m| m.as_str())
}
