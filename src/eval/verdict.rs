//! Obligations to verdicts: what is stated, what is missing, what is violated, and where that is to be shown.

use super::condition::{Facts, Truth};
use super::layout::{Mode, Reach, Standing};
use super::pack::{self, Pack};
use super::passage::{Match, Passages};
use super::{
    Closest, ClosestKind, Place, Status, Verdict, agree, elsewhere, polarity, probe, shortfall, stated, value,
};
use crate::matcher::Words;
use crate::rule::Rule;
use crate::rule::expr::{Expr, Node, Obligation, SeverityChange, Verb};
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};

/// At most so many places of evidence are listed; the rest says the same.
const MOST_PLACES: usize = 50;

/// At most so many further near misses are shown.
const MOST_NEAR: usize = 2;

/// What an obligation came to, before places are mapped.
pub(super) enum Outcome {
    /// Stated here, or nowhere forbidden.
    Satisfied(Vec<Match>, String),
    /// Not stated; the near misses are places with what they lack, the nearest first.
    Missing(Vec<(Match, String)>),
    /// Stated where it must not be, each place with a note; without a reason the rule's message is the reason.
    Violated(Vec<(Match, String)>, String),
    /// An analysis found these, each with the places that it involves.
    Found(Vec<Vec<Place>>),
}

/// Judges one rule of a pack. In a pack that is read for several values the gravest verdict counts.
pub fn judge(passages: &Passages<'_>, facts: &Facts<'_>, index: usize, rule: &Rule, pack: &Pack) -> (Verdict, Truth) {
    let mut gravest: Option<(Verdict, Truth)> = None;
    for (reading, claim) in pack.readings.iter().zip(&pack.claims) {
        let judge = || judge_once(passages, facts, index, rule, (&pack.truth, claim.as_ref()));
        let (verdict, truth) = passages.read_for(*reading, judge);
        let verdict = Verdict { terms: pack::terms(passages, *reading), ..verdict };
        if gravest.as_ref().is_none_or(|(g, _)| gravity(verdict.status) > gravity(g.status)) {
            gravest = Some((verdict, truth));
        }
    }
    gravest.unwrap_or_else(|| judge_once(passages, facts, index, rule, (&pack.truth, None)))
}

fn gravity(status: Status) -> u8 {
    match status {
        Status::NotApplicable => 0,
        Status::Satisfied => 1,
        Status::Missing => 2,
        Status::Violated => 3,
    }
}

fn judge_once(
    passages: &Passages<'_>,
    facts: &Facts<'_>,
    index: usize,
    rule: &Rule,
    (outer, claim): (&Truth, Option<&Match>),
) -> (Verdict, Truth) {
    let truth = match &rule.when {
        Some(when) => super::condition::and(outer.clone(), facts.judge(when)),
        None => outer.clone(),
    };
    let mut verdict =
        Verdict { severity: severity(facts, passages, rule), ..Verdict::undecided(index, rule.id.clone()) };
    if let Some(reason) = out_of_force(passages, rule) {
        verdict.reason = reason;
        return (verdict, Truth::False(String::new()));
    }
    match &truth {
        Truth::False(why) => verdict.reason.clone_from(why),
        Truth::Unknown(asks) => {
            verdict.reason = format!("not known: {}", asks.iter().cloned().collect::<Vec<_>>().join(", "));
        }
        Truth::True(why) => {
            verdict.applies = Some(why.clone()).filter(|w| !w.is_empty());
            let outcome = contrary(passages, rule, outcome(passages, &rule.obligation, rule.contrary.as_ref()));
            conclude(passages, rule, outcome, claim, &mut verdict);
        }
    }
    (verdict, truth)
}

fn out_of_force(passages: &Passages<'_>, rule: &Rule) -> Option<String> {
    if let Some(since) = rule.since.filter(|s| passages.as_of < *s) {
        return Some(format!("in force from {since}"));
    }
    rule.until.filter(|u| *u <= passages.as_of).map(|until| format!("no longer in force since {until}"))
}

fn severity(facts: &Facts<'_>, passages: &Passages<'_>, rule: &Rule) -> crate::diagnostic::Severity {
    let mut severity = rule.severity;
    for (level, change) in &rule.severity_changes {
        let holds = match change {
            SeverityChange::From(day) => *day <= passages.as_of,
            SeverityChange::When(cond) => matches!(facts.judge(cond), Truth::True(_)),
        };
        if holds {
            severity = *level;
        }
    }
    severity
}

fn outcome(passages: &Passages<'_>, obligation: &Obligation, contrary: Option<&Expr>) -> Outcome {
    match &obligation.verb {
        Verb::AgreeOn { on: Some(on), per, topic } => agree::agree(passages, &obligation.expr, *on, per, *topic),
        Verb::AgreeOn { on: None, per, .. } => polarity::at_odds(passages, &obligation.expr, per, contrary),
        Verb::Find(kind) => probe::find(passages, *kind),
        Verb::KeepWords(window, most) => agree::keep_words(passages, *window, *most),
        _ if obligation.negated => forbidden(passages, obligation),
        _ => match &obligation.for_each {
            Some((slot, of)) => agree::for_each(passages, obligation, *slot, of),
            None => demanded(passages, obligation),
        },
    }
}

/// What is missing is violated where the text says the contrary.
fn contrary(passages: &Passages<'_>, rule: &Rule, outcome: Outcome) -> Outcome {
    let (Outcome::Missing(_), Some(contrary)) = (&outcome, &rule.contrary) else {
        return outcome;
    };
    let said = passages.matches(contrary, Mode::Body);
    if said.is_empty() {
        return outcome;
    }
    Outcome::Violated(said.iter().map(|m| (m.clone(), String::new())).collect(), String::new())
}

/// The matches that meet the obligation's verb.
pub(super) fn stated(passages: &Passages<'_>, obligation: &Obligation) -> Vec<Match> {
    let all = passages.matches(&obligation.expr, Mode::Body);
    all.iter()
        .filter(|m| match obligation.verb {
            Verb::Affirm => !passages.is_denied(m),
            Verb::Deny => passages.is_denied(m),
            Verb::Name => !m.captures.is_empty(),
            Verb::Link => passages.layout.reach(m.at.start) != Reach::Nothing,
            _ => true,
        })
        .cloned()
        .collect()
}

fn demanded(passages: &Passages<'_>, obligation: &Obligation) -> Outcome {
    let found = stated(passages, obligation);
    if !found.is_empty() {
        return Outcome::Satisfied(found, "stated".to_owned());
    }
    let other = passages.matches(&obligation.expr, Mode::Body);
    let all = |note: &str| other.iter().map(|m| (m.clone(), note.to_owned())).collect();
    match obligation.verb {
        // The text says the contrary of what it must say.
        Verb::Affirm if !other.is_empty() => Outcome::Violated(all("this denies it"), String::new()),
        Verb::Deny if !other.is_empty() => Outcome::Violated(all("this affirms it"), String::new()),
        Verb::Link => Outcome::Missing(all("gives no link")),
        _ => Outcome::Missing(all("names nobody")),
    }
}

fn forbidden(passages: &Passages<'_>, obligation: &Obligation) -> Outcome {
    let found = stated(passages, obligation);
    if found.is_empty() {
        return Outcome::Satisfied(Vec::new(), "the policy does not say so".to_owned());
    }
    Outcome::Violated(found.into_iter().map(|m| (m, String::new())).collect(), String::new())
}

fn conclude(passages: &Passages<'_>, rule: &Rule, outcome: Outcome, claim: Option<&Match>, verdict: &mut Verdict) {
    match outcome {
        Outcome::Satisfied(found, reason) => {
            verdict.status = Status::Satisfied;
            verdict.reason = reason;
            verdict.captures = found.first().map(|m| passages.captures(m)).unwrap_or_default();
            verdict.values = stated::stated(passages, found.iter());
            verdict.evidence = passages.places(found.iter().take(MOST_PLACES).map(|m| (m, "")));
        }
        Outcome::Violated(found, reason) => {
            verdict.status = Status::Violated;
            verdict.captures = found.first().map(|(m, _)| passages.captures(m)).unwrap_or_default();
            verdict.values = stated::stated(passages, found.iter().map(|(m, _)| m));
            let message = value::filled(passages, &rule.message, found.first().map(|(m, _)| m));
            verdict.reason = if reason.is_empty() { message } else { reason };
            verdict.evidence = passages.places(found.iter().take(MOST_PLACES).map(|(m, n)| (m, n.as_str())));
        }
        Outcome::Found(causes) => {
            verdict.status = Status::Violated;
            verdict.reason = value::filled(passages, &rule.message, None);
            verdict.evidence = causes.iter().flatten().take(MOST_PLACES).cloned().collect();
            verdict.evidence.sort_by_key(|p| (p.span.start, p.span.end));
            verdict.causes = causes;
        }
        Outcome::Missing(misses) => missing(passages, rule, misses, claim, verdict),
    }
}

/// Anchors a missing statement: the closest passage, else the claim for which the pack is read, else the heading where it
/// belongs, else the title.
fn missing(
    passages: &Passages<'_>,
    rule: &Rule,
    misses: Vec<(Match, String)>,
    claim: Option<&Match>,
    verdict: &mut Verdict,
) {
    verdict.status = Status::Missing;
    let mut near = near_misses(passages, rule, misses, verdict);
    let kind = if near.is_empty() { ClosestKind::Claim } else { ClosestKind::Passage };
    if near.is_empty() {
        near.extend(claim.map(|claim| (claim.clone(), "this claim asks for it".to_owned())));
    }
    let mut places = near.iter().filter_map(|(m, lacks)| passages.place(m).map(|span| (span, lacks.clone())));
    if let Some((span, lacks)) = places.next() {
        verdict.reason.clone_from(&lacks);
        verdict.closest = Some(Closest { span, kind, lacks });
        verdict.elsewhere = near.first().and_then(|(m, _)| elsewhere::linked_document(passages, m.at));
        let others = places.filter(|(s, _)| !s.overlaps(span)).take(MOST_NEAR);
        verdict.near = others.map(|(span, _)| Place { span, note: "comes near, too".to_owned() }).collect();
        return;
    }
    verdict.reason = format!("nothing in the policy comes near: {}", rule.message);
    let heading = rule.closest.as_ref().and_then(|c| passages.matches(c, Mode::Heading).first().cloned());
    verdict.elsewhere = heading.as_ref().and_then(|m| elsewhere::linked_document(passages, m.at));
    verdict.closest = Some(match heading.and_then(|m| passages.heading_span(&m)) {
        Some(span) => Closest { span, kind: ClosestKind::Heading, lacks: "it belongs in this section".to_owned() },
        None => Closest {
            span: passages.title_span(),
            kind: ClosestKind::Title,
            lacks: "it is nowhere in this policy".to_owned(),
        },
    });
}

/// Passages that come near, the nearest first, one a sentence: where all but a constraint held, then what the rule calls
/// closest, then the longest partial match.
fn near_misses(
    passages: &Passages<'_>,
    rule: &Rule,
    misses: Vec<(Match, String)>,
    verdict: &mut Verdict,
) -> Vec<(Match, String)> {
    let mut near = misses;
    let short = shortfall::of(passages, &rule.obligation.expr);
    if let Some((short, almost)) = short.as_ref().filter(|s| s.constrained).zip(rule.almost.as_deref()) {
        near.insert(0, (short.found.clone(), value::filled(passages, almost, Some(&short.found))));
        verdict.captures = passages.captures(&short.found);
    }
    let partial = short.filter(|s| !s.constrained);
    let sentence = |m: &Match| passages.layout.sentence(m.at.start);
    for found in rule.closest.iter().flat_map(|c| preferred(passages, c)) {
        let same = partial.as_ref().filter(|s| sentence(&s.found) == sentence(&found));
        let lacks = same.map_or(rule.message.as_str(), |s| s.lacks.as_str());
        near.push((found.clone(), value::filled(passages, lacks, Some(&found))));
    }
    if let Some(short) = partial.filter(|s| s.depth > 1 || rule.closest.is_none()) {
        near.push((short.found, short.lacks));
    }
    let mut seen = BTreeSet::new();
    near.retain(|(m, _)| seen.insert(sentence(m)));
    near
}

/// The matches of `closest`: of an `or`, those of the first alternative first, since a rule names the likeliest near miss
/// before the broad one.
fn preferred(passages: &Passages<'_>, closest: &Expr) -> Vec<Match> {
    match &closest.node {
        Node::Or(any) => any.iter().flat_map(|e| preferred(passages, e)).collect(),
        _ => passages.matches(closest, Mode::Body).to_vec(),
    }
}

impl Passages<'_> {
    /// Whether the match is denied where it stands.
    pub fn is_denied(&self, found: &Match) -> bool {
        let block = self.layout.block(found.at.start);
        self.layout.clauses.denied(self.layout.document, found.at, block)
    }

    /// Matches in the affirmative.
    pub fn affirmed(&self, expr: &Expr) -> Vec<Match> {
        self.matches(expr, Mode::Body).iter().filter(|m| !self.is_denied(m)).cloned().collect()
    }

    /// Matches in the negative.
    pub fn denied(&self, expr: &Expr) -> Vec<Match> {
        self.matches(expr, Mode::Body).iter().filter(|m| self.is_denied(m)).cloned().collect()
    }

    fn captures(&self, found: &Match) -> Vec<(String, String)> {
        found.captures.iter().map(|(slot, c)| (value::name(self, *slot), value::shown(self, *c))).collect()
    }

    /// The source span of a match: all operands that stand in one sentence are covered together.
    pub fn place(&self, found: &Match) -> Option<Span> {
        let sentence = self.layout.sentence(found.at.start);
        let mut words = found.at;
        for other in found.others.iter().filter(|o| self.layout.sentence(o.start) == sentence) {
            words.start = words.start.min(other.start);
            words.end = words.end.max(other.end);
        }
        self.layout.document.words_span(words.start as usize, words.end as usize)
    }

    /// The places of matches in reading order: the operands that stand in one sentence are one place.
    pub(super) fn places<'m>(&self, found: impl Iterator<Item = (&'m Match, &'m str)>) -> Vec<Place> {
        let mut places: Vec<Place> = Vec::new();
        for (m, note) in found {
            let mut by_sentence: BTreeMap<usize, Words> = BTreeMap::new();
            for words in std::iter::once(&m.at).chain(&m.others) {
                let all = by_sentence.entry(self.layout.sentence(words.start)).or_insert(*words);
                *all = Words { start: all.start.min(words.start), end: all.end.max(words.end) };
            }
            let own = self.layout.sentence(m.at.start);
            places.extend(by_sentence.into_iter().filter_map(|(sentence, words)| {
                let span = self.layout.document.words_span(words.start as usize, words.end as usize)?;
                let note = if sentence == own { note.to_owned() } else { String::new() };
                Some(Place { span, note })
            }));
        }
        places.sort_by_key(|p| (p.span.start, std::cmp::Reverse(p.span.end)));
        places.dedup_by(|next, kept| {
            kept.span.contains(next.span) || (kept.span.overlaps(next.span) && merge(kept, next.span))
        });
        places
    }

    fn heading_span(&self, found: &Match) -> Option<Span> {
        let block = self.layout.document.blocks.get(self.layout.block(found.at.start))?;
        Some(self.layout.document.prose.source_span(block.extent))
    }

    /// The title: the first heading, else the first sentence.
    pub(super) fn title_span(&self) -> Span {
        let document = self.layout.document;
        let heading =
            document.sections.iter().find_map(|s| s.heading).and_then(|h| document.blocks.get(h)).map(|b| b.extent);
        let body = |s: &&crate::document::Sentence| {
            s.words.0 < s.words.1 && self.layout.standing(s.words.0 as u32) != Standing::Link
        };
        let first = || document.sentences.iter().find(body).map(|s| s.extent);
        heading.or_else(first).map_or_else(Span::default, |extent| document.prose.source_span(extent))
    }
}

fn merge(kept: &mut Place, next: Span) -> bool {
    kept.span = kept.span.cover(next);
    true
}
