//! Passages by where they stand: in a heading, a list, the opening, a section with some title.

use super::layout::Mode;
use super::passage::{Match, Matches, Passages};
use super::scope::Scope;
use crate::rule::expr::{Expr, Place};
use std::collections::HashSet;

/// How many words from the top count as the opening.
const OPENING_WORDS: u32 = 100;

impl Passages<'_> {
    /// The matches of `inner` in a scope that stand there.
    pub(super) fn at_place(&self, inner: &Expr, place: &Place, mode: Mode, scope: &Scope) -> Matches {
        let blocks = &self.layout.document.blocks;
        let listed = |m: &Match| blocks.get(self.layout.block(m.at.start)).is_some_and(|b| b.group.is_some());
        match place {
            Place::Heading => self.look(inner, Mode::Heading, scope),
            Place::List => self.those(inner, mode, scope, listed),
            Place::Opening => self.those(inner, Mode::Any, scope, |m| m.at.start < OPENING_WORDS),
            Place::Section(title) => {
                let titled = self.sections_titled(title);
                self.those(inner, mode, scope, |m| titled.get(self.layout.section(m.at.start)) == Some(&true))
            }
            Place::Led(lead) => {
                let leading = self.matches(lead, Mode::Any);
                let leading: HashSet<usize> = leading.iter().map(|m| self.layout.sentence(m.at.start)).collect();
                let introduced = |m: &Match| {
                    let sentence = self.layout.sentence(m.at.start);
                    self.layout.leads(sentence).chain(self.layout.cell_heads(sentence)).any(|l| leading.contains(&l))
                };
                self.those(inner, mode, scope, |m| listed(m) && introduced(m))
            }
        }
    }

    /// For each section, whether its heading or that of an enclosing section matches.
    fn sections_titled(&self, title: &Expr) -> Vec<bool> {
        let document = self.layout.document;
        let mut titled = vec![false; document.sections.len()];
        for found in self.matches(title, Mode::Heading).iter() {
            if let Some(slot) = titled.get_mut(self.layout.section(found.at.start)) {
                *slot = true;
            }
        }
        for (i, section) in document.sections.iter().enumerate() {
            let above = section.parent.filter(|p| *p < i).and_then(|p| titled.get(p).copied()).unwrap_or(false);
            if let (true, Some(slot)) = (above, titled.get_mut(i)) {
                *slot = true;
            }
        }
        titled
    }
}
