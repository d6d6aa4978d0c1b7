//! Built-in analyses: a document at odds with itself. One file an analysis; none knows a rule.
//!
//! Each takes the document and gives causes, in reading order: the places involved, the primary first. What a finding is
//! worth and how it is called is the rule's affair.

mod calendar;
mod form;
mod garble;
mod link;
mod name;
mod number;
mod numbering;
mod placeholder;
mod pointer;
mod readability;
mod reference;
mod repetition;
mod term;
#[cfg(test)]
mod tests;

pub(super) use term::Reading as Terms;

use super::Place;
use super::passage::Passages;
use super::verdict::Outcome;
use crate::document::{Document, Extent};
use crate::rule::expr::Probe;

/// So many causes are told of one analysis; the rest is more of the same.
const MOST_CAUSES: usize = 50;

/// All places that one mistake involves.
pub(super) type Cause = Vec<Place>;

/// What an obligation to find nothing comes to.
pub(super) fn find(passages: &Passages<'_>, kind: Probe) -> Outcome {
    let mut causes = causes(passages, kind);
    if causes.is_empty() {
        return Outcome::Satisfied(Vec::new(), "nothing of the kind was found".to_owned());
    }
    causes.truncate(MOST_CAUSES);
    Outcome::Found(causes)
}

/// What an analysis finds, in the order of the primary places.
pub(super) fn causes(passages: &Passages<'_>, kind: Probe) -> Vec<Cause> {
    let document = passages.layout.document;
    let mut causes = match kind {
        Probe::Placeholder => placeholder::find(document),
        Probe::BrokenLink => link::broken(document),
        Probe::LinkMismatch => link::mismatched(document),
        Probe::NondescriptiveLink => link::nondescriptive(document),
        Probe::ArchivedLink => link::archived(document),
        Probe::DanglingReference => reference::find(document).into_iter().chain(pointer::find(document)).collect(),
        Probe::DuplicateSentence => repetition::find(document),
        Probe::HardToRead => readability::find(document, passages.title_span()),
        Probe::UndefinedTerm => term::undefined(passages),
        Probe::RepeatedDefinition => term::twice(passages),
        Probe::UnusedTerm => term::unused(passages),
        Probe::LateDefinition => term::late(passages),
        Probe::NumberMismatch => number::mismatched(passages),
        Probe::ImpossibleDate => calendar::impossible(passages),
        Probe::DateConflict => calendar::conflicts(passages),
        Probe::GarbledText => garble::find(document),
        Probe::NameVariant => name::variants(passages),
    };
    causes.sort_by_key(|places| places.first().map(|p| (p.span.start, p.span.end)));
    causes
}

/// A place of the prose.
fn place(document: &Document, extent: Extent, note: impl Into<String>) -> Place {
    Place { span: document.prose.source_span(extent), note: note.into() }
}

/// The part of a block that a match in its text covers.
fn within(block: Extent, range: std::ops::Range<usize>) -> Extent {
    Extent { start: block.start + range.start as u32, end: block.start + range.end as u32 }
}

/// A part of a text with so many characters before and after it.
fn around<'t>(text: &'t str, at: &std::ops::Range<usize>, most: usize) -> &'t str {
    let before = text.get(..at.start).unwrap_or_default().char_indices().rev().nth(most).map_or(0, |(i, _)| i);
    let after = text.get(at.end..).unwrap_or_default();
    let end = after.char_indices().nth(most).map_or(text.len(), |(i, _)| at.end + i);
    text.get(before..end).unwrap_or_default()
}
