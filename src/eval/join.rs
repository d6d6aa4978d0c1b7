//! Two passages in one window: for each match of the one the nearest of the other.

use super::layout::{MOST_LEADS, Mode, Standing, distance};
use super::passage::{Match, Passages};
use super::scope::Scope;
use crate::rule::expr::{Expr, Join};
use crate::syntax::ast::Window;
use std::collections::HashMap;

/// How many neighbours are tried when the nearest one is the same words or out of the window.
const TRIES: usize = 4;

impl Passages<'_> {
    /// One match for each left operand, with the nearest right one in the window. The rarer operand is looked for first,
    /// the other one beside it.
    pub(super) fn join(
        &self,
        kind: Join,
        (left, right): (&Expr, &Expr),
        window: Window,
        mode: Mode,
        scope: &Scope,
    ) -> Vec<Match> {
        let right_first = kind != Join::Maybe && *scope == self.everywhere && self.most(right) < self.most(left);
        let (lefts, rights);
        let (left, right) = if right_first {
            rights = self.look(right, mode, scope);
            let right = self.inside(&rights, scope);
            let near = self.around(&right, window);
            lefts = self.look(left, mode, &near);
            (lefts.iter().collect(), right)
        } else {
            lefts = self.look(left, mode, scope);
            let left = self.inside(&lefts, scope);
            let near = self.around(&left, window);
            rights = self.look(right, mode, &near);
            (left, rights.iter().collect())
        };
        let linked = self.linked(&right);
        left.into_iter()
            .filter_map(|l| match self.nearest(l, &right, &linked, window, kind, false) {
                Some(r) => Some(l.with(r)),
                None if kind == Join::Maybe => Some(l.clone()),
                None => None,
            })
            .collect()
    }

    /// Matches in link titles and targets, by the sentence that holds the link.
    pub(super) fn linked(&self, matches: &[&Match]) -> HashMap<usize, usize> {
        let mut linked = HashMap::new();
        for (i, m) in matches.iter().enumerate() {
            if self.layout.standing(m.at.start) == Standing::Link
                && let Some(holder) = self.layout.lead_in(self.layout.sentence(m.at.start))
            {
                linked.entry(holder).or_insert(i);
            }
        }
        linked
    }

    /// The nearest match in the window: of the same sentence before others; ties go to the earlier.
    pub(super) fn nearest<'m>(
        &self,
        left: &Match,
        right: &[&'m Match],
        linked: &HashMap<usize, usize>,
        window: Window,
        kind: Join,
        same: bool,
    ) -> Option<&'m Match> {
        let split = right.partition_point(|r| r.at.start < left.at.start);
        let sentence = self.layout.sentence(left.at.start);
        let mut candidates: Vec<&Match> = Vec::with_capacity(2 * TRIES + 2);
        candidates.extend(right.get(..split).unwrap_or_default().iter().rev().take(TRIES));
        candidates.extend(right.get(split..).unwrap_or_default().iter().take(TRIES));
        candidates.extend(linked.get(&sentence).and_then(|i| right.get(*i)));
        let heads = self.layout.table_head(sentence).map_or(0..0, |(first, end)| first..end).take(MOST_LEADS);
        for lead in self.layout.leads(sentence).chain(heads) {
            let end = self.layout.document.sentences.get(lead).map_or(0, |s| s.words.1 as u32);
            let upto = right.partition_point(|r| r.at.start < end);
            candidates.extend(upto.checked_sub(1).and_then(|i| right.get(i)));
        }
        candidates
            .into_iter()
            .filter(|r| same || r.at != left.at)
            .filter(|r| kind != Join::Then || r.at.start >= left.at.end)
            .filter(|r| self.layout.within(window, left.at, r.at))
            .min_by_key(|r| (self.layout.sentence(r.at.start) != sentence, distance(left.at, r.at), r.at.start))
    }
}
