//! Passages for a trace: each operator with its matches, and for what fails the nearest that there is.

use super::layout::{Mode, distance};
use super::passage::{Match, Passages};
use super::trace::Step;
use super::{Place, shortfall, value, verdict};
use crate::matcher::Words;
use crate::rule::Rule;
use crate::rule::expr::{Bound, Constraint, DateUnit, DefinitionId, Expr, Join, Node, Probe, Set, Verb, Window};
use crate::rule::expr::{Place as Where, Slot};
use std::collections::BTreeSet;

/// So many places are given for each step.
const MOST_PLACES: usize = 5;

/// So many matches of one operand are tried when the nearest pair is looked for.
const MOST_TRIED: usize = 256;

/// Walks through a rule's passages.
pub(super) struct Tracer<'a> {
    passages: &'a Passages<'a>,
    /// Definitions that were shown: a second time they are only named.
    shown: BTreeSet<(DefinitionId, bool)>,
}

impl<'a> Tracer<'a> {
    pub fn new(passages: &'a Passages<'a>) -> Self {
        Self { passages, shown: BTreeSet::new() }
    }

    /// The obligation: its passage, and what its verb makes of the matches.
    pub fn obligation(&mut self, rule: &Rule) -> Step {
        let obligation = &rule.obligation;
        let said = rule.obligation_text.clone();
        if matches!(obligation.verb, Verb::KeepWords(..)) {
            return Step {
                said,
                result: "counts words; there is no passage to look for".to_owned(),
                ..Step::default()
            };
        }
        if let Verb::Find(kind) = obligation.verb {
            return self.found(said, kind);
        }
        let mut steps = vec![self.expr(&obligation.expr, Mode::Body)];
        if let Some((_, of)) = &obligation.for_each {
            let step = self.expr(of, Mode::Body);
            steps.push(Step { said: format!("for each of: {}", step.said), ..step });
        }
        let stated = verdict::stated(self.passages, obligation);
        let all = self.passages.matches(&obligation.expr, Mode::Body);
        let lacks = match obligation.verb {
            Verb::Affirm => "is denied here",
            Verb::Deny => "is affirmed here",
            Verb::Link => "gives no link",
            _ => "names nobody",
        };
        // Both are in reading order, and what is stated is part of all.
        let mut kept = stated.iter().peekable();
        let near: Vec<(&Match, String)> =
            all.iter().filter(|m| kept.next_if(|kept| kept == m).is_none()).map(|m| (m, lacks.to_owned())).collect();
        let noted = |m: &Match| {
            let how = if self.passages.is_denied(m) { "said in the negative" } else { "said in the affirmative" };
            if matches!(obligation.verb, Verb::Affirm | Verb::Deny) { how.to_owned() } else { String::new() }
        };
        let compares = obligation.for_each.is_some() || matches!(obligation.verb, Verb::AgreeOn { .. });
        let holds = if compares { None } else { Some(stated.is_empty() == obligation.negated) };
        let result = match stated.len() {
            0 => "not stated".to_owned(),
            n => format!("stated {n} {}", if n == 1 { "time" } else { "times" }),
        };
        Step {
            said,
            span: obligation.expr.span,
            holds,
            result,
            count: stated.len(),
            places: self.places(stated.iter().map(|m| (m, noted(m)))),
            near: self.places(near.into_iter()),
            steps,
        }
    }

    /// What an analysis finds.
    fn found(&self, said: String, kind: Probe) -> Step {
        let causes = super::probe::causes(self.passages, kind);
        let result = match causes.len() {
            0 => "finds nothing".to_owned(),
            1 => "finds 1".to_owned(),
            n => format!("finds {n}"),
        };
        let places = causes.iter().flatten().take(MOST_PLACES).cloned().collect();
        Step { said, holds: Some(causes.is_empty()), result, count: causes.len(), places, ..Step::default() }
    }

    /// What a finding would point at, in the text or else in headings.
    pub fn closest(&mut self, closest: &Expr) -> Step {
        let body = self.expr(closest, Mode::Body);
        if body.count > 0 { body } else { self.expr(closest, Mode::Heading) }
    }

    /// A passage with its parts.
    pub fn expr(&mut self, expr: &Expr, mode: Mode) -> Step {
        let matches = self.passages.matches(expr, mode);
        let result = match (matches.len(), mode) {
            (0, Mode::Heading) => "in no heading".to_owned(),
            (0, _) => "no match".to_owned(),
            (1, _) => "1 match".to_owned(),
            (n, _) => format!("{n} matches"),
        };
        let steps = self.parts(expr, mode);
        let near = self.near(expr, mode, &matches);
        Step {
            said: self.said(expr),
            span: expr.span,
            holds: Some(!matches.is_empty()),
            result,
            count: matches.len(),
            places: self.places(matches.iter().map(|m| (m, self.captured(m)))),
            near: self.places(near.iter().map(|(m, note)| (m, note.clone()))),
            steps,
        }
    }

    fn parts(&mut self, expr: &Expr, mode: Mode) -> Vec<Step> {
        match &expr.node {
            Node::Phrase(_) | Node::Anything | Node::Exactly(_) => Vec::new(),
            Node::Definition(id) => {
                let definition = self.passages.rules.definitions.get(id.0 as usize);
                let first = self.shown.insert((*id, mode == Mode::Heading));
                definition.filter(|_| first).map(|d| self.expr(&d.expr, mode)).into_iter().collect()
            }
            Node::By(inner, _) | Node::Where(inner, _) | Node::Distinct(_, _, inner, _) => {
                vec![self.expr(inner, mode)]
            }
            Node::In(inner, place) => {
                let mode = match place {
                    Where::Heading => Mode::Heading,
                    Where::Opening => Mode::Any,
                    Where::List | Where::Section(_) | Where::Led(_) => mode,
                };
                let around = match place {
                    Where::Section(title) => Some(self.expr(title, Mode::Heading)),
                    Where::Led(lead) => Some(self.expr(lead, Mode::Any)),
                    Where::Heading | Where::List | Where::Opening => None,
                };
                std::iter::once(self.expr(inner, mode)).chain(around).collect()
            }
            Node::Join { left, right, .. } | Node::ButNot(left, right, _) => {
                vec![self.expr(left, mode), self.expr(right, mode)]
            }
            Node::Or(of) | Node::Count(_, of, _) => of.iter().map(|e| self.expr(e, mode)).collect(),
        }
    }

    /// Matches of the parts that are not enough, each with the reason.
    fn near(&self, expr: &Expr, mode: Mode, matches: &[Match]) -> Vec<(Match, String)> {
        let lost = |inner: &Expr, why: &dyn Fn(&Match) -> String| {
            let all = self.passages.matches(inner, mode);
            let kept: BTreeSet<Words> = matches.iter().map(|m| m.at).collect();
            let lost = all.iter().filter(|m| !kept.contains(&m.at)).take(MOST_PLACES);
            lost.map(|m| (m.clone(), why(m))).collect()
        };
        match &expr.node {
            Node::By(inner, _) => lost(inner, &|m| format!("said of {}", shortfall::called(self.passages.actor(m.at)))),
            Node::In(inner, place) => lost(inner, &|_| match place {
                Where::Heading => "not in a heading".to_owned(),
                Where::List => "not in a list".to_owned(),
                Where::Opening => "not at the top".to_owned(),
                Where::Section(_) => "in another section".to_owned(),
                Where::Led(_) => "not in a list with this lead-in".to_owned(),
            }),
            Node::Where(inner, constraints) => lost(inner, &|m| self.unmet(m, constraints)),
            Node::ButNot(left, right, window) => lost(left, &|m| {
                let right = self.passages.matches(right, mode);
                let by = right.iter().find(|r| self.passages.layout.within(*window, m.at, r.at));
                let by = by.or_else(|| right.iter().min_by_key(|r| distance(m.at, r.at)));
                by.map_or_else(|| "set aside".to_owned(), |by| format!("set aside by “{}”", self.quoted(by)))
            }),
            Node::Join { kind, left, right, window } if *kind != Join::Maybe && matches.is_empty() => {
                let (left, right) = (self.passages.matches(left, mode), self.passages.matches(right, mode));
                self.nearest_pair(*kind, &left, &right, *window)
            }
            Node::Distinct(_, slot, inner, _) if matches.is_empty() => {
                let all = self.passages.matches(inner, mode);
                let keys: BTreeSet<String> =
                    all.iter().filter_map(|m| m.capture(*slot)).map(|c| value::key(self.passages, c)).collect();
                let name = self.name(*slot);
                let first = all.first().cloned();
                first.map(|m| (m, format!("{} different {name} in all", keys.len()))).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// The left and the right match that stand nearest to each other, with how far that is.
    fn nearest_pair(&self, kind: Join, left: &[Match], right: &[Match], window: Window) -> Vec<(Match, String)> {
        let beside = |l: &Match| {
            let split = right.partition_point(|r| r.at.start < l.at.start);
            [split.checked_sub(1), Some(split)].into_iter().flatten().filter_map(|i| right.get(i)).collect::<Vec<_>>()
        };
        let pairs = left.iter().take(MOST_TRIED).flat_map(|l| beside(l).into_iter().map(move |r| (l, r)));
        let Some((l, r)) = pairs.filter(|(l, r)| l.at != r.at).min_by_key(|(l, r)| distance(l.at, r.at)) else {
            return Vec::new();
        };
        let layout = &self.passages.layout;
        let words = amount(distance(l.at, r.at), "word");
        let apart = match layout.sentences_apart(l.at, r.at) {
            None => format!("{words} apart, in another section"),
            Some(0) if window == Window::Clause => format!("{words} apart, in another clause"),
            Some(0) => format!("{words} apart in one sentence"),
            Some(n) => format!("{} and {words} apart", amount(n, "sentence")),
        };
        let order = if kind == Join::Then && r.at.start < l.at.end { ", and it comes before" } else { "" };
        let note = format!("the nearest “{}” is {apart}{order}; asked for: {}", self.quoted(r), windowed(window));
        vec![(l.clone(), note), (r.clone(), "the nearest of the second operand".to_owned())]
    }

    /// Which constraints a match does not meet, with the values.
    fn unmet(&self, found: &Match, constraints: &[Constraint]) -> String {
        let failing = constraints.iter().filter(|c| !value::meets(self.passages, found, c));
        let said = failing.map(|c| {
            let shown = found.capture(c.slot).map_or("nothing".to_owned(), |v| value::shown(self.passages, v));
            format!("{} is “{shown}”, asked for: {}", self.name(c.slot), self.constraint(c, Some(found)))
        });
        said.collect::<Vec<_>>().join("; ")
    }

    /// A constraint as the rule says it; a match shows what is measured.
    fn constraint(&self, constraint: &Constraint, sample: Option<&Match>) -> String {
        let lexicons = &self.passages.rules.lexicons;
        let set = match &constraint.set {
            Set::Range(low, high) => {
                let captured = sample.and_then(|m| m.capture(constraint.slot));
                let days = captured.is_some_and(|c| value::is_duration(self.passages, c));
                let end = |b: Option<Bound>| b.map_or(String::new(), |b| bound(b, days));
                format!("{}..{}", end(*low), end(*high))
            }
            Set::Entry(lexicon, entry) => lexicons
                .get(lexicon.0 as usize)
                .and_then(|l| l.entries.get(entry.0 as usize))
                .map_or(String::new(), |e| e.name.clone()),
            Set::Lexicon(lexicon) => lexicons.get(lexicon.0 as usize).map_or(String::new(), |l| l.name.clone()),
        };
        let not = if constraint.negated { "not " } else { "" };
        format!("{} {not}in {set}", self.name(constraint.slot))
    }

    /// What an expression asks, without its parts.
    fn said(&self, expr: &Expr) -> String {
        match &expr.node {
            Node::Phrase(_) | Node::Anything | Node::Exactly(_) => expr.say.to_string(),
            Node::Definition(id) => {
                self.passages.rules.definitions.get(id.0 as usize).map_or(String::new(), |d| d.name.clone())
            }
            Node::By(_, actor) => format!("said of {}", shortfall::called(*actor)),
            Node::In(_, Where::Heading) => "in a heading".to_owned(),
            Node::In(_, Where::List) => "in a list".to_owned(),
            Node::In(_, Where::Opening) => "in the opening".to_owned(),
            Node::In(_, Where::Section(_)) => "in a section with this title".to_owned(),
            Node::In(_, Where::Led(_)) => "in a list with this lead-in".to_owned(),
            Node::Join { kind: Join::And, window, .. } => format!("both, {}", windowed(*window)),
            Node::Join { kind: Join::Then, window, .. } => format!("one after the other, {}", windowed(*window)),
            Node::Join { kind: Join::Maybe, window, .. } => {
                format!("the first, with the second if it is there, {}", windowed(*window))
            }
            Node::ButNot(_, _, window) => format!("the first, but not with the second {}", windowed(*window)),
            Node::Or(_) => "any of these".to_owned(),
            Node::Where(inner, constraints) => {
                let matches = self.passages.matches(inner, Mode::Any);
                let all: Vec<String> = constraints.iter().map(|c| self.constraint(c, matches.first())).collect();
                format!("where {}", all.join(", "))
            }
            Node::Count(least, of, window) => format!("at least {least} of {}, {}", of.len(), windowed(*window)),
            Node::Distinct(least, slot, _, window) => {
                format!("at least {least} different {}, {}", self.name(*slot), windowed(*window))
            }
        }
    }

    fn name(&self, slot: Slot) -> &str {
        self.passages.rules.captures.get(slot as usize).map_or("", String::as_str)
    }

    /// `age is “16”` for each capture of a match.
    fn captured(&self, found: &Match) -> String {
        let all = found
            .captures
            .iter()
            .map(|(slot, c)| format!("{} is “{}”", self.name(*slot), value::shown(self.passages, *c)));
        all.collect::<Vec<_>>().join(", ")
    }

    fn quoted(&self, found: &Match) -> String {
        super::condition::shortened(self.passages.text(found.at))
    }

    fn places<M: std::borrow::Borrow<Match>>(&self, found: impl Iterator<Item = (M, String)>) -> Vec<Place> {
        let place = |(m, note): (M, String)| self.passages.place(m.borrow()).map(|span| Place { span, note });
        found.take(MOST_PLACES).filter_map(place).collect()
    }
}

fn bound(bound: Bound, days: bool) -> String {
    match bound {
        Bound::Number(n) if days => format!("{n} days"),
        Bound::Number(n) => n.to_string(),
        Bound::Date(day) => day.to_string(),
        Bound::Today { offset: 0, .. } => "today".to_owned(),
        Bound::Today { offset, unit } => {
            let unit = match unit {
                DateUnit::Days => "days",
                DateUnit::Months => "months",
                DateUnit::Years => "years",
            };
            let side = if offset < 0 { "before" } else { "after" };
            format!("{} {unit} {side} today", offset.unsigned_abs())
        }
    }
}

fn windowed(window: Window) -> String {
    match window {
        Window::Clause => "within one clause".to_owned(),
        Window::Sentences(1) => "within one sentence".to_owned(),
        Window::Sentences(n) => format!("within {n} sentences"),
        Window::Item => "within one list item".to_owned(),
        Window::Paragraph => "within one paragraph".to_owned(),
        Window::Section => "within one section".to_owned(),
        Window::Document => "anywhere in the document".to_owned(),
        Window::Words(n) => format!("within {n} words"),
    }
}

fn amount(n: u32, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}
