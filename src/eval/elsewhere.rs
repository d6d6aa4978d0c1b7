//! Linked documents: a statement that is missing here may stand there.

use super::Place;
use super::layout::Reach;
use super::passage::Passages;
use crate::matcher::{LexiconId, Words};

/// The lexicon of documents to which policies refer their readers.
const LEXICON: &str = "linked-document";

/// The first link to another document in the section of some words.
///
/// It does not satisfy a requirement, but turns "missing" into a question.
pub fn linked_document(passages: &Passages<'_>, near: Words) -> Option<Place> {
    let layout = &passages.layout;
    let lexicon = passages.rules.lexicons.iter().position(|l| l.name == LEXICON).map(|i| LexiconId(i as u32))?;
    let section = layout.section(near.start);
    let hit = passages.hits.entries.iter().find(|e| {
        let word = e.words.start;
        e.lexicon == lexicon && layout.section(word) == section && layout.reach(word) == Reach::Page
    })?;
    let span = layout.document.words_span(hit.words.start as usize, hit.words.end as usize)?;
    Some(Place { span, note: "this other document may say it".to_owned() })
}
