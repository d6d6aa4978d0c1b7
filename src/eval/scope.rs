//! Which sentences a passage is looked for in, and which ones a window reaches from a place.
//!
//! What stands beside something is looked for beside it alone: the bounds here may be too wide, never too narrow.

use super::layout::{Item, Layout};
use super::passage::Match;
use crate::matcher::{Scan, Words};
use crate::syntax::ast::Window;
use std::collections::HashMap;

/// Ranges of sentences `[first, end)`, rising and apart from each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope(Vec<(u32, u32)>);

impl Scope {
    /// All of so many sentences.
    pub fn all(sentences: usize) -> Self {
        Self::of(vec![(0, sentences as u32)])
    }

    /// These ranges.
    pub fn of(mut ranges: Vec<(u32, u32)>) -> Self {
        if !ranges.is_sorted() {
            ranges.sort_unstable();
        }
        let mut all: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
        for (first, end) in ranges.into_iter().filter(|(first, end)| first < end) {
            match all.last_mut() {
                Some(last) if first <= last.1 => last.1 = last.1.max(end),
                _ => all.push((first, end)),
            }
        }
        Self(all)
    }

    /// The ranges.
    pub fn ranges(&self) -> &[(u32, u32)] {
        &self.0
    }

    /// Whether no sentence is in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a sentence is in it.
    pub fn contains(&self, sentence: usize) -> bool {
        let at = self.0.partition_point(|(_, end)| *end as usize <= sentence);
        self.0.get(at).is_some_and(|(first, _)| *first as usize <= sentence)
    }

    /// What is in this scope and not in the other.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        let mut rest = Vec::new();
        for (first, end) in &self.0 {
            let mut at = *first;
            let from = other.0.partition_point(|(_, end)| *end <= at);
            for (begin, stop) in other.0.get(from..).unwrap_or_default().iter().take_while(|(begin, _)| begin < end) {
                if at < *begin {
                    rest.push((at, *begin));
                }
                at = at.max(*stop);
            }
            if at < *end {
                rest.push((at, *end));
            }
        }
        Self(rest)
    }

    /// What is in one of the two.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        Self::of([self.0.as_slice(), other.0.as_slice()].concat())
    }
}

/// How far sentences reach.
#[derive(Debug, Default)]
pub struct Reaches {
    /// For each sentence one past the last one that it, or one before it, introduces.
    below: Vec<u32>,
    /// For each sentence the first one from which an address runs into it, else itself.
    back: Vec<u32>,
    sections: HashMap<usize, (u32, u32)>,
    paragraphs: HashMap<u32, (u32, u32)>,
    rows: HashMap<usize, (u32, u32)>,
}

impl Reaches {
    /// Measures a document.
    pub fn of(layout: &Layout<'_>, hits: &Scan<'_>) -> Self {
        let document = layout.document;
        let back = (0..document.sentences.len() as u32).collect();
        let mut reaches = Self { below: vec![0; document.sentences.len()], back, ..Self::default() };
        for hit in &hits.entities {
            let first = layout.sentence(hit.words.start);
            let last = layout.sentence(hit.words.end.saturating_sub(1));
            for back in reaches.back.get_mut(first..=last).unwrap_or_default() {
                *back = (*back).min(first as u32);
            }
        }
        for (i, sentence) in document.sentences.iter().enumerate() {
            let head = layout.table_head(i).map(|(first, _)| first);
            for above in [layout.lead_in(i), head].into_iter().flatten() {
                if let Some(below) = reaches.below.get_mut(above) {
                    *below = (*below).max(i as u32 + 1);
                }
            }
            let Some(block) = document.blocks.get(sentence.block) else { continue };
            let paragraph = layout.paragraph_of_block(sentence.block);
            widen(reaches.sections.entry(block.section).or_insert((i as u32, 0)), i);
            widen(reaches.paragraphs.entry(paragraph).or_insert((i as u32, 0)), i);
            if let Some(row) = block.row {
                widen(reaches.rows.entry(row).or_insert((i as u32, 0)), i);
            }
        }
        let mut most = 0;
        for below in &mut reaches.below {
            most = most.max(*below);
            *below = most;
        }
        reaches
    }

    /// What begins outside these sentences is in no such window with some words; `None` when there is no bound.
    fn around(&self, layout: &Layout<'_>, words: Words, window: Window) -> Option<(u32, u32)> {
        let word = words.start;
        let sentence = layout.sentence(word);
        let own = (sentence as u32, sentence as u32 + 1);
        match window {
            Window::Words(_) => Some(own),
            Window::Clause => {
                let last = layout.sentence(words.end.saturating_sub(1).max(word));
                Some((self.back.get(sentence).copied().unwrap_or_default(), last as u32 + 1))
            }
            Window::Sentences(n) => Some(self.sentences(layout, sentence, n.max(1))),
            Window::Item => match layout.item(word) {
                Item::Sentence(_) => Some(own),
                Item::Row(row) => self.rows.get(&row).copied(),
                Item::Block(block) => {
                    let (first, end) = layout.document.blocks.get(block)?.sentences;
                    Some((first as u32, end as u32))
                }
            },
            Window::Paragraph => self.paragraphs.get(&layout.paragraph(word)).copied(),
            Window::Section => self.sections.get(&layout.section(word)).copied(),
            Window::Document => None,
        }
    }

    /// The sentences near this one, near the one that introduces it, and those that are introduced by one of these.
    fn sentences(&self, layout: &Layout<'_>, sentence: usize, n: u32) -> (u32, u32) {
        let near = layout.near(sentence, n);
        let lead = layout.lead_in(sentence).map_or(near, |lead| layout.near(lead, n));
        let head = layout.table_head(sentence).map_or(near.0, |(first, _)| first as u32);
        let below = near.1.checked_sub(1).and_then(|last| self.below.get(last as usize)).copied().unwrap_or_default();
        (near.0.min(lead.0).min(head), near.1.max(lead.1).max(below))
    }

    /// The sentences in which something may stand in one window with a match; `None` for all.
    pub fn scope<'m>(
        &self,
        layout: &Layout<'_>,
        matches: impl Iterator<Item = &'m Match>,
        window: Window,
    ) -> Option<Scope> {
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for found in matches {
            let range = self.around(layout, found.at, window)?;
            if ranges.last() != Some(&range) {
                ranges.push(range);
            }
        }
        Some(Scope::of(ranges))
    }
}

fn widen(range: &mut (u32, u32), sentence: usize) {
    range.1 = range.1.max(sentence as u32 + 1);
}

#[cfg(test)]
mod tests {
    use super::Scope;

    #[test]
    fn scopes_are_sets_of_sentences() {
        let scope = |ranges: &[(u32, u32)]| Scope::of(ranges.to_vec());
        let some = scope(&[(8, 9), (2, 4), (3, 5), (5, 6), (7, 7)]);
        assert_eq!(some.ranges(), [(2, 6), (8, 9)]);
        let inside: Vec<usize> = (0..10).filter(|s| some.contains(*s)).collect();
        assert_eq!(inside, [2, 3, 4, 5, 8]);
        assert_eq!(Scope::all(10).minus(&some).ranges(), [(0, 2), (6, 8), (9, 10)]);
        assert_eq!(some.minus(&scope(&[(3, 4), (5, 9)])).ranges(), [(2, 3), (4, 5)]);
        assert_eq!(some.plus(&scope(&[(0, 1), (6, 8)])).ranges(), [(0, 1), (2, 9)]);
        assert!(some.minus(&Scope::all(10)).is_empty() && Scope::all(0).is_empty());
    }
}
