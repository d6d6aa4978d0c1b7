//! Linked documents: a statement that is missing here may stand there.

use super::Place;
use super::passage::Passages;
use crate::document::{BlockKind, WordKind};
use crate::matcher::{LexiconId, Words};
use std::collections::BTreeSet;

/// The lexicon of documents to which policies refer their readers.
const LEXICON: &str = "linked-document";

/// The first link to another document in the section of some words.
///
/// It does not satisfy a requirement, but turns "missing" into a question.
pub fn linked_document(passages: &Passages<'_>, near: Words) -> Option<Place> {
    let layout = &passages.layout;
    let lexicon = passages.rules.lexicons.iter().position(|l| l.name == LEXICON).map(|i| LexiconId(i as u32))?;
    let section = layout.section(near.start);
    let linking = linking_sentences(passages);
    let hit = passages.hits.entries.iter().find(|e| {
        let sentence = layout.sentence(e.words.start);
        e.lexicon == lexicon && layout.section(e.words.start) == section && linking.contains(&sentence)
    })?;
    let span = layout.document.words_span(hit.words.start as usize, hit.words.end as usize)?;
    Some(Place { span, note: "this other document may say it".to_owned() })
}

/// The sentences that hold a link or a web address.
fn linking_sentences(passages: &Passages<'_>) -> BTreeSet<usize> {
    let document = passages.layout.document;
    let targets = document.blocks.iter().filter(|b| b.kind == BlockKind::LinkTarget).filter_map(|b| b.lead_in);
    let visible = document.words.iter().enumerate().filter(|(_, w)| w.kind == WordKind::Url);
    targets.chain(visible.map(|(i, _)| passages.layout.sentence(i as u32))).collect()
}
