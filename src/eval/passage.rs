//! Passages over a document: every expression gives its matches in reading order.

use super::actor::Actors;
use super::exactly::{self, Plain};
use super::layout::{Layout, MOST_LEADS, Mode, Standing, distance};
use super::value;
use crate::document::Extent;
use crate::matcher::{Captured, EntryId, Hits, LexiconId, PhraseHit, PhraseId, Text, Words};
use crate::rule::RuleSet;
use crate::rule::expr::{Actor, DefinitionId, Expr, Join, Node, Slot};
use crate::syntax::ast::Window;
use jiff::civil::Date;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

/// So many operands of a match are kept beside its first: a group may take in all of a document, and be an operand
/// of as many matches.
const MOST_OTHERS: usize = 200;

/// How many neighbours are tried when the nearest one is the same words or out of the window.
const TRIES: usize = 4;

/// One place where a passage is stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The words of the leftmost operand: what a finding points at.
    pub at: Words,
    /// The words of the other operands.
    pub others: Vec<Words>,
    /// What was captured, sorted by slot.
    pub captures: Vec<(Slot, Captured)>,
}

impl Match {
    fn plain(at: Words) -> Self {
        Self { at, others: Vec::new(), captures: Vec::new() }
    }

    /// What a slot holds.
    pub fn capture(&self, slot: Slot) -> Option<Captured> {
        self.captures.iter().find(|(s, _)| *s == slot).map(|(_, c)| *c)
    }

    /// Takes over the words of another operand.
    fn add(&mut self, other: &Match) {
        let room = MOST_OTHERS.saturating_sub(self.others.len());
        self.others.extend(std::iter::once(&other.at).chain(&other.others).take(room));
    }

    fn with(&self, other: &Match) -> Self {
        let mut joined = self.clone();
        joined.add(other);
        joined.captures.extend(&other.captures);
        joined.captures.sort_by_key(|(slot, _)| *slot);
        joined
    }
}

type Matches = Rc<Vec<Match>>;

/// A document under evaluation.
pub struct Passages<'a> {
    /// The rules.
    pub rules: &'a RuleSet,
    /// Where words stand.
    pub layout: Layout<'a>,
    /// What the matcher found.
    pub hits: Hits,
    /// The day of the law.
    pub as_of: Date,
    actors: Actors,
    reading: Cell<Option<Reading>>,
    definitions: Cache<DefinitionId>,
    phrases: Cache<PhraseId>,
    /// The text as mandated sentences are looked for in it, made when the first one is.
    plain: OnceCell<Plain>,
}

/// Matches that were asked for before, by what was looked for, where, and for which reading.
type Cache<Id> = RefCell<HashMap<(Id, Mode, Option<Reading>), Matches>>;

/// The value for which a pack is being read: captures of this slot mean this entry or what stands below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reading {
    /// The capture.
    pub slot: Slot,
    /// Its lexicon.
    pub lexicon: LexiconId,
    /// Its value.
    pub entry: EntryId,
}

impl<'a> Passages<'a> {
    /// Scans a document once for all rules.
    pub fn new(rules: &'a RuleSet, layout: Layout<'a>, as_of: Date) -> Self {
        let tokens = layout.tokens();
        let hits = rules.matcher.scan(&Text { prose: layout.document.prose.text(), tokens: &tokens });
        let actors = Actors::of(&layout, &hits, rules);
        Self {
            rules,
            layout,
            hits,
            as_of,
            actors,
            reading: Cell::default(),
            definitions: RefCell::default(),
            phrases: RefCell::default(),
            plain: OnceCell::new(),
        }
    }

    /// Evaluates with a capture bound to one value.
    pub fn read_for<T>(&self, reading: Option<Reading>, evaluate: impl FnOnce() -> T) -> T {
        let before = self.reading.replace(reading);
        let result = evaluate();
        self.reading.set(before);
        result
    }

    /// The value for which the pack is being read.
    pub fn reading(&self) -> Option<Reading> {
        self.reading.get()
    }

    /// Whether a capture contradicts the value for which the pack is being read.
    fn reads_otherwise(&self, (slot, captured): (Slot, Captured)) -> bool {
        let Some(reading) = self.reading.get().filter(|r| r.slot == slot) else { return false };
        let Some(hit) = value::entry_of(self, captured) else { return false };
        let tree = self.rules.lexicons.get(reading.lexicon.0 as usize);
        hit.lexicon == reading.lexicon && !tree.is_some_and(|t| t.is_within(hit.entry, reading.entry))
    }

    /// All matches of a passage, in reading order.
    pub fn matches(&self, expr: &Expr, mode: Mode) -> Matches {
        match &expr.node {
            Node::Phrase(id) => self.phrase(*id, mode),
            Node::Definition(id) => self.definition(*id, mode),
            Node::Anything => Rc::new(self.sentences(mode)),
            Node::Exactly(text) => {
                let plain = self.plain.get_or_init(|| Plain::of(self.layout.document.prose.text()));
                Rc::new(exactly::matches(&self.layout, plain, text))
            }
            Node::By(inner, actor) => {
                let all = self.matches(inner, mode);
                Rc::new(all.iter().filter(|m| self.actors.actor(&self.layout, m.at) == *actor).cloned().collect())
            }
            Node::In(inner, place) => Rc::new(self.at_place(inner, place, mode)),
            Node::Join { kind, left, right, window } => {
                let (left, right) = (self.matches(left, mode), self.matches(right, mode));
                Rc::new(self.join(*kind, &left, &right, *window))
            }
            Node::ButNot(left, right, window) => {
                let (left, right) = (self.matches(left, mode), self.matches(right, mode));
                let linked = self.linked(&right);
                let free = |m: &&Match| self.nearest(m, &right, &linked, *window, Join::And, true).is_none();
                Rc::new(left.iter().filter(free).cloned().collect())
            }
            Node::Or(of) => match of.as_slice() {
                [one] => self.matches(one, mode),
                of => Rc::new(self.any(of, mode)),
            },
            Node::Where(inner, constraints) => {
                let all = self.matches(inner, mode);
                let meets = |m: &&Match| constraints.iter().all(|c| value::meets(self, m, c));
                Rc::new(all.iter().filter(meets).cloned().collect())
            }
            Node::Count(least, of, window) => Rc::new(self.count(*least, of, *window, mode)),
            Node::Distinct(least, slot, of, window) => {
                let all = self.matches(of, mode);
                let keyed = all.iter().filter_map(|m| Some((value::key(self, m.capture(*slot)?), m.clone()))).collect();
                Rc::new(self.groups(*least, keyed, *window))
            }
        }
    }

    /// Every sentence, from its first word to its last.
    fn sentences(&self, mode: Mode) -> Vec<Match> {
        let words =
            self.layout.document.sentences.iter().map(|s| Words { start: s.words.0 as u32, end: s.words.1 as u32 });
        let taken = words.filter(|w| w.start < w.end && mode.takes(self.layout.standing(w.start)));
        taken.map(plain).collect()
    }

    fn definition(&self, id: DefinitionId, mode: Mode) -> Matches {
        let key = (id, mode, self.reading.get());
        if let Some(known) = self.definitions.borrow().get(&key) {
            return Rc::clone(known);
        }
        let found = self.rules.definitions.get(id.0 as usize).map(|d| self.matches(&d.expr, mode)).unwrap_or_default();
        self.definitions.borrow_mut().insert(key, Rc::clone(&found));
        found
    }

    fn phrase(&self, id: PhraseId, mode: Mode) -> Matches {
        let key = (id, mode, self.reading.get());
        if let Some(known) = self.phrases.borrow().get(&key) {
            return Rc::clone(known);
        }
        let hits = self.hits.phrases.get(id.0 as usize).map(Vec::as_slice).unwrap_or_default();
        let names_itself = |h: &PhraseHit| h.captures.iter().any(|c| self.is_own_name(c.1) || self.reads_otherwise(*c));
        let taken = hits.iter().filter(|h| mode.takes(self.layout.standing(h.words.start)) && !names_itself(h));
        let found: Matches = Rc::new(
            taken
                .map(|h| {
                    let captures = h.captures.iter().copied().filter(|(slot, _)| *slot != Slot::MAX).collect();
                    Match { at: h.words, others: Vec::new(), captures }
                })
                .collect(),
        );
        self.phrases.borrow_mut().insert(key, Rc::clone(&found));
        found
    }

    pub(super) fn is_own_name(&self, captured: Captured) -> bool {
        matches!(captured, Captured::Entry(_)) && self.actors.is_own_name(value::words_of(self, captured))
    }

    fn any(&self, of: &[Expr], mode: Mode) -> Vec<Match> {
        let mut all: Vec<Match> = of.iter().flat_map(|e| self.matches(e, mode).to_vec()).collect();
        all.sort_by_key(|m| (m.at.start, std::cmp::Reverse(m.at.end)));
        all.dedup();
        all
    }

    /// One match for each left operand, with the nearest right one in the window.
    fn join(&self, kind: Join, left: &[Match], right: &[Match], window: Window) -> Vec<Match> {
        let linked = self.linked(right);
        left.iter()
            .filter_map(|l| match self.nearest(l, right, &linked, window, kind, false) {
                Some(r) => Some(l.with(r)),
                None if kind == Join::Maybe => Some(l.clone()),
                None => None,
            })
            .collect()
    }

    /// Matches in link titles and targets, by the sentence that holds the link.
    fn linked(&self, matches: &[Match]) -> HashMap<usize, usize> {
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
    fn nearest<'m>(
        &self,
        left: &Match,
        right: &'m [Match],
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

    fn count(&self, least: usize, of: &[Expr], window: Window, mode: Mode) -> Vec<Match> {
        let mut keyed = Vec::new();
        for (i, expr) in of.iter().enumerate() {
            keyed.extend(self.matches(expr, mode).iter().map(|m| (i.to_string(), m.clone())));
        }
        keyed.sort_by_key(|(_, m)| (m.at.start, m.at.end));
        self.groups(least, keyed, window)
    }

    /// Groups of matches in one window with at least so many distinct keys; each match is used once.
    fn groups(&self, least: usize, keyed: Vec<(String, Match)>, window: Window) -> Vec<Match> {
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

    /// Who does what the words say.
    pub fn actor(&self, words: Words) -> Actor {
        self.actors.actor(&self.layout, words)
    }

    /// The readable text of some words.
    pub fn text(&self, words: Words) -> &'a str {
        let document = self.layout.document;
        let start = document.words.get(words.start as usize).map_or(0, |w| w.extent.start);
        let end = document.words.get((words.end as usize).wrapping_sub(1)).map_or(start, |w| w.extent.end);
        document.prose.slice(Extent { start, end })
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

/// A match of words alone.
pub fn plain(at: Words) -> Match {
    Match::plain(at)
}
