//! What was found before: matches by what was looked for, with the sentences in which it was.

use super::layout::{Layout, Mode};
use super::passage::{Match, Matches, Reading};
use super::scope::Scope;
use crate::matcher::FastMap;
use std::cell::RefCell;
use std::hash::Hash;
use std::rc::Rc;

/// Matches that were asked for, by what was looked for, where, and for which reading.
pub struct Known<Id>(RefCell<FastMap<Key<Id>, Found>>);

/// What was looked for, where, and for which reading.
type Key<Id> = (Id, Mode, Option<Reading>);

#[derive(Default)]
struct Found {
    scope: Scope,
    matches: Matches,
}

impl<Id> Default for Known<Id> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<Id: Hash + Eq + Copy> Known<Id> {
    /// The matches in a scope, perhaps with others; `look` finds those in the sentences that were not looked at before.
    pub fn get(
        &self,
        key: (Id, Mode, Option<Reading>),
        scope: &Scope,
        layout: &Layout<'_>,
        look: impl FnOnce(&Scope) -> Matches,
    ) -> Matches {
        let missing = match self.0.borrow().get(&key) {
            Some(known) => {
                let missing = scope.minus(&known.scope);
                if missing.is_empty() {
                    return Rc::clone(&known.matches);
                }
                missing
            }
            None => scope.clone(),
        };
        let found = look(&missing);
        let mut known = self.0.borrow_mut();
        let known = known.entry(key).or_default();
        let new = inside(layout, &found, &missing);
        if known.scope.is_empty() {
            known.matches = if new.len() == found.len() { found } else { Rc::new(new.into_iter().cloned().collect()) };
        } else if !new.is_empty() {
            let all = Rc::make_mut(&mut known.matches);
            all.extend(new.into_iter().cloned());
            // What was found before stands in other sentences.
            all.sort_by_key(|m| m.at.start);
        }
        known.scope = known.scope.plus(&missing);
        Rc::clone(&known.matches)
    }
}

/// The matches that begin in a scope; `matches` rise.
pub fn inside<'m>(layout: &Layout<'_>, matches: &'m [Match], scope: &Scope) -> Vec<&'m Match> {
    let sentences = &layout.document.sentences;
    let first_word = |sentence: u32| sentences.get(sentence as usize).map_or(u32::MAX, |s| s.words.0 as u32);
    if scope.ranges() == [(0, sentences.len() as u32)] {
        return matches.iter().collect();
    }
    if scope.ranges().len() > matches.len() {
        return matches.iter().filter(|m| scope.contains(layout.sentence(m.at.start))).collect();
    }
    let mut all = Vec::new();
    let mut rest = matches;
    for (first, end) in scope.ranges() {
        let from = rest.partition_point(|m| m.at.start < first_word(*first));
        rest = rest.get(from..).unwrap_or_default();
        let to = rest.partition_point(|m| m.at.start < first_word(*end));
        all.extend(rest.get(..to).unwrap_or_default());
        rest = rest.get(to..).unwrap_or_default();
    }
    all
}
