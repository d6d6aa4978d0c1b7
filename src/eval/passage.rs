//! Passages over a document: every expression gives its matches in reading order.

use super::actor::Actors;
use super::exactly::{self, Plain};
use super::known::{self, Known};
use super::layout::{Layout, Mode};
use super::probe::Terms;
use super::scope::{Reaches, Scope};
use super::value;
use crate::document::Extent;
use crate::matcher::{Captured, EntryId, FastMap, LexiconId, PhraseHit, PhraseId, Scan, Words};
use crate::rule::RuleSet;
use crate::rule::expr::{Actor, DefinitionId, Expr, Join, Node, Slot};
use crate::syntax::ast::Window;
use jiff::civil::Date;
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

/// So many operands of a match are kept beside its first: a group may take in all of a document, and be an operand
/// of as many matches.
const MOST_OTHERS: usize = 200;

/// A passage with no more matches than this is looked for everywhere at once.
const FEW: u32 = 12;

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
    pub(super) fn add(&mut self, other: &Match) {
        let room = MOST_OTHERS.saturating_sub(self.others.len());
        self.others.extend(std::iter::once(&other.at).chain(&other.others).take(room));
    }

    pub(super) fn with(&self, other: &Match) -> Self {
        let mut joined = self.clone();
        joined.add(other);
        joined.captures.extend(&other.captures);
        joined.captures.sort_by_key(|(slot, _)| *slot);
        joined
    }
}

/// Matches in reading order.
pub(super) type Matches = Rc<Vec<Match>>;

/// A document under evaluation.
pub struct Passages<'a> {
    /// The rules.
    pub rules: &'a RuleSet,
    /// Where words stand.
    pub layout: Layout<'a>,
    /// What the matcher finds.
    pub hits: Scan<'a>,
    /// The day of the law.
    pub as_of: Date,
    actors: Actors,
    reading: Cell<Option<Reading>>,
    reaches: Reaches,
    /// All sentences.
    pub(super) everywhere: Scope,
    /// By definition: at most so many matches it has, once that was asked for.
    pub(super) most: RefCell<FastMap<DefinitionId, u32>>,
    definitions: Known<DefinitionId>,
    phrases: Known<PhraseId>,
    /// What the analyses of terms read, made when the first one asks.
    pub(super) terms: OnceCell<Terms<'a>>,
    /// The text as mandated sentences are looked for in it, made when the first one is.
    plain: OnceCell<Plain>,
}

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
        let hits = rules.matcher.read(layout.document.prose.text(), layout.tokens());
        let actors = Actors::of(&layout, &hits, rules);
        Self {
            rules,
            reaches: Reaches::of(&layout, &hits),
            everywhere: Scope::all(layout.document.sentences.len()),
            layout,
            hits,
            as_of,
            actors,
            reading: Cell::default(),
            most: RefCell::default(),
            definitions: Known::default(),
            phrases: Known::default(),
            terms: OnceCell::new(),
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
        self.look(expr, mode, &self.everywhere)
    }

    /// The matches of a passage that begin in a scope, perhaps with others, in reading order.
    pub(super) fn look(&self, expr: &Expr, mode: Mode, scope: &Scope) -> Matches {
        if self.most(expr) == 0 {
            return Matches::default();
        }
        match &expr.node {
            Node::Phrase(id) => self.phrase(*id, mode, scope),
            Node::Definition(id) => self.definition(*id, mode, scope),
            Node::Anything => Rc::new(self.sentences(mode)),
            Node::Exactly(text) => {
                let plain = self.plain.get_or_init(|| Plain::of(self.layout.document.prose.text()));
                Rc::new(exactly::matches(&self.layout, plain, text))
            }
            Node::By(inner, actor) => {
                self.those(inner, mode, scope, |m| self.actors.actor(&self.layout, m.at) == *actor)
            }
            Node::In(inner, place) => self.at_place(inner, place, mode, scope),
            Node::Join { kind, left, right, window } => Rc::new(self.join(*kind, (left, right), *window, mode, scope)),
            Node::ButNot(left, right, window) => {
                let left = self.look(left, mode, scope);
                let left = self.inside(&left, scope);
                let near = self.around(&left, *window);
                let right = self.look(right, mode, &near);
                let right: Vec<&Match> = right.iter().collect();
                let linked = self.linked(&right);
                let free = |m: &&&Match| self.nearest(m, &right, &linked, *window, Join::And, true).is_none();
                Rc::new(left.iter().filter(free).map(|m| (*m).clone()).collect())
            }
            Node::Or(of) => match of.as_slice() {
                [one] => self.look(one, mode, scope),
                of => Rc::new(self.any(of, mode, scope)),
            },
            Node::Where(inner, constraints) => {
                self.those(inner, mode, scope, |m| constraints.iter().all(|c| value::meets(self, m, c)))
            }
            Node::Count(least, of, window) => Rc::new(self.count(*least, of, *window, mode)),
            Node::Distinct(least, slot, of, window) => {
                let all = self.matches(of, mode);
                let keyed = all.iter().filter_map(|m| Some((value::key(self, m.capture(*slot)?), m.clone()))).collect();
                Rc::new(self.groups(*least, keyed, *window))
            }
        }
    }

    /// The matches in a scope that pass a test.
    pub(super) fn those(&self, expr: &Expr, mode: Mode, scope: &Scope, test: impl Fn(&Match) -> bool) -> Matches {
        let all = self.look(expr, mode, scope);
        let passed = self.inside(&all, scope).into_iter().filter(|m| test(m));
        Rc::new(passed.cloned().collect())
    }

    /// Every sentence, from its first word to its last.
    fn sentences(&self, mode: Mode) -> Vec<Match> {
        let words =
            self.layout.document.sentences.iter().map(|s| Words { start: s.words.0 as u32, end: s.words.1 as u32 });
        let taken = words.filter(|w| w.start < w.end && mode.takes(self.layout.standing(w.start)));
        taken.map(plain).collect()
    }

    pub(super) fn inside<'m>(&self, matches: &'m [Match], scope: &Scope) -> Vec<&'m Match> {
        known::inside(&self.layout, matches, scope)
    }

    /// The sentences that a window reaches from matches.
    pub(super) fn around(&self, matches: &[&Match], window: Window) -> Scope {
        let scope = self.reaches.scope(&self.layout, matches.iter().copied(), window);
        scope.unwrap_or_else(|| self.everywhere.clone())
    }

    /// The scope, or all when there is little to find.
    fn widened<'s>(&'s self, scope: &'s Scope, most: u32) -> &'s Scope {
        if most <= FEW { &self.everywhere } else { scope }
    }

    fn definition(&self, id: DefinitionId, mode: Mode, scope: &Scope) -> Matches {
        let Some(definition) = self.rules.definitions.get(id.0 as usize) else { return Matches::default() };
        let scope = self.widened(scope, self.most(&definition.expr));
        let key = (id, mode, self.reading.get());
        self.definitions.get(key, scope, &self.layout, |missing| self.look(&definition.expr, mode, missing))
    }

    fn phrase(&self, id: PhraseId, mode: Mode, scope: &Scope) -> Matches {
        let whole = self.hits.is_whole(id);
        let scope = if whole { &self.everywhere } else { self.widened(scope, self.hits.most(id)) };
        let key = (id, mode, self.reading.get());
        self.phrases.get(key, scope, &self.layout, |missing| Rc::new(self.hits_of(id, mode, missing)))
    }

    fn hits_of(&self, id: PhraseId, mode: Mode, scope: &Scope) -> Vec<Match> {
        let sentences = &self.layout.document.sentences;
        let words = |(first, end): &(u32, u32)| {
            let (first, last) = (sentences.get(*first as usize)?, sentences.get((*end as usize).checked_sub(1)?)?);
            Some((first.words.0 as u32, last.words.1 as u32))
        };
        let ranges: Vec<(u32, u32)> = scope.ranges().iter().filter_map(words).collect();
        let hits = self.hits.phrase(id, &ranges);
        let names_itself = |h: &PhraseHit| h.captures.iter().any(|c| self.is_own_name(c.1) || self.reads_otherwise(*c));
        let taken = hits.into_iter().filter(|h| mode.takes(self.layout.standing(h.words.start)) && !names_itself(h));
        taken
            .map(|h| {
                let mut captures = h.captures;
                captures.retain(|(slot, _)| *slot != Slot::MAX);
                Match { at: h.words, others: Vec::new(), captures }
            })
            .collect()
    }

    pub(super) fn is_own_name(&self, captured: Captured) -> bool {
        matches!(captured, Captured::Entry(_)) && self.actors.is_own_name(value::words_of(self, captured))
    }

    fn any(&self, of: &[Expr], mode: Mode, scope: &Scope) -> Vec<Match> {
        let mut all: Vec<Match> = Vec::new();
        for expr in of {
            let found = self.look(expr, mode, scope);
            all.extend(self.inside(&found, scope).into_iter().cloned());
        }
        all.sort_by_key(|m| (m.at.start, std::cmp::Reverse(m.at.end)));
        all.dedup();
        all
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

/// A match of words alone.
pub fn plain(at: Words) -> Match {
    Match::plain(at)
}
