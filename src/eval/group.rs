//! Several passages in one window: `at least N of`, `at least N distinct`.

use super::layout::Mode;
use super::passage::{Match, Passages};
use crate::matcher::Words;
use crate::rule::expr::Expr;
use crate::syntax::ast::Window;
use std::collections::HashMap;

impl Passages<'_> {
    pub(super) fn count(&self, least: usize, of: &[Expr], window: Window, mode: Mode) -> Vec<Match> {
        let mut keyed = Vec::new();
        for (i, expr) in of.iter().enumerate() {
            keyed.extend(self.matches(expr, mode).iter().map(|m| (i.to_string(), m.clone())));
        }
        keyed.sort_by_key(|(_, m)| (m.at.start, m.at.end));
        self.groups(least, keyed, window)
    }

    /// Groups of matches in one window with at least so many distinct keys; each match is used once.
    pub(super) fn groups(&self, least: usize, keyed: Vec<(String, Match)>, window: Window) -> Vec<Match> {
        let mut out = Vec::new();
        let mut group: std::collections::VecDeque<(String, Match)> = std::collections::VecDeque::new();
        let mut keys: HashMap<String, usize> = HashMap::new();
        let mut full = false;
        let close = |group: &mut std::collections::VecDeque<(String, Match)>,
                     keys: &mut HashMap<String, usize>,
                     out: &mut Vec<Match>| {
            keys.clear();
            let mut members = group.drain(..).map(|(_, m)| m);
            if let Some(first) = members.next() {
                out.push(members.fold(first, merged));
            }
        };
        for (key, found) in keyed {
            while group.front().is_some_and(|(_, first)| !self.together(window, first.at, found.at)) {
                if full {
                    close(&mut group, &mut keys, &mut out);
                    full = false;
                } else if let Some((old, _)) = group.pop_front()
                    && let Some(n) = keys.get_mut(&old)
                {
                    *n -= 1;
                    if *n == 0 {
                        keys.remove(&old);
                    }
                }
            }
            *keys.entry(key.clone()).or_default() += 1;
            group.push_back((key, found));
            full = full || keys.len() >= least;
        }
        if full {
            close(&mut group, &mut keys, &mut out);
        }
        out
    }

    /// As `within`, but the items of a list count as one sentence with their lead-in.
    fn together(&self, window: Window, a: Words, b: Words) -> bool {
        let whole_list =
            window == Window::Sentences(1) && self.layout.unit_sentence(a.start) == self.layout.unit_sentence(b.start);
        whole_list || self.layout.within(window, a, b)
    }
}

/// Members of one group: the first keeps its place, captures of the same slot keep the first value.
fn merged(mut all: Match, more: Match) -> Match {
    all.add(&more);
    for (slot, captured) in more.captures {
        if all.capture(slot).is_none() {
            all.captures.push((slot, captured));
        }
    }
    all
}
