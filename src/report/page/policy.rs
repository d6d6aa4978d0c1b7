//! What the page knows of one policy: names of places, marks, which finding belongs to which rule.

use super::html::slug;
use super::marks::{Anchor, Level, Marks, Note, Spot};
use crate::diagnostic::{Diagnostic, Finding, Severity};
use crate::document::Extent;
use crate::eval::{ClosestKind, Status, Verdict};
use crate::report::machine::Judgement;
use crate::report::{safe, summary};
use crate::rule::Rule;
use crate::source::{Source, Sources, Span};
use std::collections::HashMap;

/// Characters of a passage that are quoted.
const QUOTED: usize = 280;

/// A policy of the run.
pub(super) struct Policy<'a> {
    /// Its number, from 1.
    pub number: usize,
    /// It is one of several: what is said elsewhere in the page is not said again.
    pub brief: bool,
    /// What was judged.
    pub judged: &'a Judgement<'a>,
    /// Its file's name.
    pub name: String,
    /// Its text.
    pub source: Option<&'a Source>,
    /// The marks on its words.
    pub marks: Marks,
    /// By rule: the name of its first finding, and whether all of it is accepted.
    found: HashMap<&'a str, (String, bool)>,
    /// The anchors by their names.
    anchors: HashMap<String, Anchor>,
}

impl<'a> Policy<'a> {
    /// Takes stock of a policy.
    pub fn new(number: usize, judged: &'a Judgement<'a>, sources: &'a Sources, brief: bool) -> Self {
        let report = judged.report;
        let mut policy = Self { brief, ..Self::unmarked(number, judged, sources) };
        let mut spots = Vec::new();
        for (index, finding) in report.findings.iter().enumerate() {
            let id = policy.finding(index);
            policy.found.entry(&finding.rule.0).or_insert((id.clone(), false));
            policy.spots(&mut spots, finding, &id, false);
        }
        for (index, suppressed) in report.suppressed.iter().enumerate() {
            let id = policy.accepted(index);
            policy.found.entry(&suppressed.finding.rule.0).or_insert((id.clone(), true));
            policy.spots(&mut spots, &suppressed.finding, &id, true);
        }
        for verdict in report.audit.verdicts.iter().filter(|v| v.status == Status::Satisfied) {
            policy.evidence(&mut spots, verdict);
        }
        policy.mark(spots);
        policy
    }

    /// A policy without any marks.
    pub fn unmarked(number: usize, judged: &'a Judgement<'a>, sources: &'a Sources) -> Self {
        let source = judged.report.source;
        Self {
            number,
            brief: false,
            judged,
            name: summary::name(sources, source),
            source: sources.get(source),
            marks: Marks::default(),
            found: HashMap::new(),
            anchors: HashMap::new(),
        }
    }

    /// Gives it these marks.
    pub fn mark(&mut self, spots: Vec<Spot>) {
        self.marks = Marks::new(&self.judged.report.document, spots);
        let named = self.marks.all().filter(|a| !a.spot.id.is_empty());
        self.anchors = named.map(|a| (a.spot.id.clone(), a.clone())).collect();
    }

    fn spots(&self, spots: &mut Vec<Spot>, finding: &Finding, id: &str, accepted: bool) {
        let diagnostic = &finding.diagnostic;
        let level = if accepted { Level::Accepted } else { diagnostic.severity.into() };
        let note = || Note {
            level,
            head: if accepted { "○ accepted" } else { severity_head(diagnostic.severity) },
            text: sentence(&diagnostic.message),
            target: id.to_owned(),
            more: 0,
        };
        let violated = self.verdict(&finding.rule.0).is_some_and(|v| v.status == Status::Violated);
        let belongs = self.belongs(&finding.rule.0).is_some();
        for (index, label) in self.labels(diagnostic) {
            let (level, note) = match (label.primary, violated) {
                (true, _) if belongs => (Level::None, Some(note())),
                (true, _) | (_, true) => (level, Some(note())),
                _ => (Level::Near, None),
            };
            spots.push(Spot { id: place(id, index), span: label.span, level, note });
        }
    }

    fn evidence(&self, spots: &mut Vec<Spot>, verdict: &Verdict) {
        let row = self.row(verdict);
        for (index, evidence) in verdict.evidence.iter().enumerate() {
            let note = (index == 0).then(|| Note {
                level: Level::Satisfied,
                head: "✓",
                text: self.title(verdict).to_owned(),
                target: if self.brief { String::new() } else { row.clone() },
                more: verdict.evidence.len() - 1,
            });
            // Among several policies only the first place is led to.
            let id = if self.brief && index > 0 { String::new() } else { place(&row, index) };
            spots.push(Spot { id, span: evidence.span, level: Level::Satisfied, note });
        }
    }

    /// The labels of a diagnostic that stand in this policy, numbered.
    pub fn labels<'d>(
        &self,
        diagnostic: &'d Diagnostic,
    ) -> impl Iterator<Item = (usize, &'d crate::diagnostic::Label)> {
        let source = self.judged.report.source;
        diagnostic.labels.iter().enumerate().filter(move |(_, l)| l.source == source)
    }

    /// The policy's own name in the page.
    pub fn id(&self) -> String {
        format!("p{}", self.number)
    }

    /// The name of a finding.
    pub fn finding(&self, index: usize) -> String {
        format!("p{}/f{}", self.number, index + 1)
    }

    /// The name of an accepted finding.
    pub fn accepted(&self, index: usize) -> String {
        format!("p{}/a{}", self.number, index + 1)
    }

    /// The name of a verdict's row.
    pub fn row(&self, verdict: &Verdict) -> String {
        let name = if self.brief { verdict.rule.to_string() } else { slug(&verdict.id.0) };
        format!("p{}/{name}", self.number)
    }

    /// The place in the text with that name, if it has one.
    pub fn anchor(&self, id: &str) -> Option<&Anchor> {
        self.anchors.get(id)
    }

    /// What leads to a verdict's evidence: the place in the text; without one the finding, or the reason.
    pub fn evidence_of(&self, verdict: &Verdict) -> String {
        let row = self.row(verdict);
        let base = match verdict.status {
            Status::NotApplicable => return row,
            Status::Satisfied => row,
            Status::Missing | Status::Violated => self.found.get(verdict.id.0.as_str()).map_or(row, |f| f.0.clone()),
        };
        let first = place(&base, 0);
        if self.anchors.contains_key(&first) { first } else { base }
    }

    /// The finding that a verdict came to.
    pub fn found(&self, verdict: &Verdict) -> Option<&str> {
        self.found.get(verdict.id.0.as_str()).map(|f| f.0.as_str())
    }

    /// Whether the finding that a verdict came to is accepted.
    pub fn is_accepted(&self, verdict: &Verdict) -> bool {
        self.found.get(verdict.id.0.as_str()).is_some_and(|f| f.1)
    }

    /// What a rule's statement is missing from, when no passage comes near: the words there are not at fault.
    pub fn belongs(&self, rule: &str) -> Option<ClosestKind> {
        let kind = self.verdict(rule)?.closest.as_ref()?.kind;
        matches!(kind, ClosestKind::Heading | ClosestKind::Title).then_some(kind)
    }

    fn verdict(&self, rule: &str) -> Option<&'a Verdict> {
        self.judged.report.audit.verdicts.iter().find(|v| v.id.0 == rule)
    }

    fn rule(&self, verdict: &Verdict) -> Option<&'a Rule> {
        self.judged.rules.rules.get(verdict.rule)
    }

    /// A rule's title; its id where it has none.
    pub fn title<'v>(&self, verdict: &'v Verdict) -> &'v str
    where
        'a: 'v,
    {
        self.rule(verdict).map_or(verdict.id.0.as_str(), |r| r.title.as_str())
    }

    /// The title of the rule with that id, or the id.
    pub fn title_of(&self, id: &str) -> String {
        self.verdict(id).map_or_else(|| id.to_owned(), |v| self.title(v).to_owned())
    }

    /// The line of a source byte.
    pub fn line(&self, span: Span) -> usize {
        self.source.map_or(1, |s| s.line_index(span.start as usize) + 1)
    }

    /// The words of a place: as read where it lies in one block, else as written.
    pub fn quote(&self, id: &str, span: Span) -> String {
        let document = &self.judged.report.document;
        let read = self.extent(id).map(|e| document.prose.slice(e)).filter(|t| !t.contains('\n'));
        let text = read.unwrap_or_else(|| self.source.map_or("", |s| s.slice(span)));
        let folded = safe::folded(text, QUOTED);
        if text.chars().nth(QUOTED).is_some() { format!("{folded} …") } else { folded }
    }

    /// The words of a place in their sentence, where it is not too long.
    pub fn in_sentence(&self, id: &str, span: Span) -> Quote {
        let document = &self.judged.report.document;
        let around = self.extent(id).and_then(|extent| {
            let after = document.sentences.partition_point(|s| s.extent.start <= extent.start);
            let sentence = document.sentences.get(after.checked_sub(1)?)?.extent;
            let short = (sentence.end - sentence.start) as usize <= QUOTED;
            (short && extent.end <= sentence.end).then_some((sentence, extent))
        });
        let Some((sentence, extent)) = around else {
            return Quote { before: String::new(), passage: self.quote(id, span), after: String::new() };
        };
        let slice = |start, end| document.prose.slice(Extent { start, end }).to_owned();
        Quote {
            before: slice(sentence.start, extent.start),
            passage: slice(extent.start, extent.end),
            after: slice(extent.end, sentence.end),
        }
    }

    /// The prose from the first to the last word of a place.
    fn extent(&self, id: &str) -> Option<Extent> {
        let document = &self.judged.report.document;
        let anchor = self.anchors.get(id).filter(|a| a.marks > 0)?;
        let (first, last) = (document.words.get(anchor.words.0)?, document.words.get(anchor.words.1)?);
        Some(Extent { start: first.extent.start, end: last.extent.end })
    }
}

/// A passage in its sentence: what stands before it, the passage, what stands after it.
pub(super) struct Quote {
    pub before: String,
    pub passage: String,
    pub after: String,
}

/// The name of the nth place of a finding or verdict.
pub(super) fn place(base: &str, index: usize) -> String {
    format!("{base}/{}", index + 1)
}

/// Sign and word of a severity.
pub(super) fn severity_head(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "✗ error",
        Severity::Warning => "▲ warning",
        Severity::Info => "● info",
    }
}

/// A message as the beginning of a sentence.
pub(super) fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
    format!("{first}{}", chars.as_str())
}
