//! Verdicts to findings: what is said to the reader, and where.

use super::{Audit, ClosestKind, Place, Status, Verdict};
use crate::diagnostic::{Diagnostic, Finding};
use crate::rule::{Rule, RuleSet};
use crate::source::{Source, SourceId};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// One finding for every verdict that is missing or violated, in the order of the verdicts; for an analysis one a cause.
pub fn findings(rules: &RuleSet, id: SourceId, source: &Source, audit: &Audit) -> Vec<Finding> {
    let wrong = audit.verdicts.iter().filter(|v| matches!(v.status, Status::Missing | Status::Violated));
    let mut findings = Vec::new();
    for verdict in wrong {
        let Some(rule) = rules.rules.get(verdict.rule) else { continue };
        match verdict.causes.as_slice() {
            [] => findings.push(finding(rule, verdict, &verdict.evidence, id, source)),
            causes => findings.extend(causes.iter().map(|places| finding(rule, verdict, places, id, source))),
        }
    }
    findings
}

fn finding(rule: &Rule, verdict: &Verdict, places: &[Place], id: SourceId, source: &Source) -> Finding {
    let message = filled(&rule.message, verdict);
    let mut diagnostic = Diagnostic::new(verdict.severity, rule.id.0.clone(), message);
    if let Some(closest) = &verdict.closest {
        let said = label(closest.kind, &closest.lacks, &diagnostic.message);
        diagnostic = diagnostic.at(id, closest.span, said);
        for near in verdict.near.iter().chain(&verdict.elsewhere) {
            diagnostic = diagnostic.see(id, near.span, near.note.clone());
        }
    }
    if verdict.status == Status::Violated {
        for (i, place) in places.iter().enumerate() {
            diagnostic = match i {
                0 => diagnostic.at(id, place.span, place.note.clone()),
                _ => diagnostic.see(id, place.span, place.note.clone()),
            };
        }
    }
    diagnostic.notes = notes(rule, verdict);
    let fingerprint = fingerprint(rule, verdict, places, source);
    Finding { rule: rule.id.clone(), diagnostic, fingerprint }
}

/// What stands at the place: what it lacks, unless the headline says just that.
fn label(kind: ClosestKind, lacks: &str, message: &str) -> String {
    match kind {
        ClosestKind::Passage if lacks == message => "the closest passage".to_owned(),
        ClosestKind::Passage => format!("the closest passage: {lacks}"),
        ClosestKind::Claim | ClosestKind::Heading | ClosestKind::Title => lacks.to_owned(),
    }
}

fn notes(rule: &Rule, verdict: &Verdict) -> Vec<String> {
    let mut notes = Vec::new();
    notes.extend(rule.help.as_ref().map(|h| filled(&format!("help: {h}"), verdict)));
    notes.extend(rule.suggest.as_ref().map(|s| filled(&format!("model sentence: “{s}”"), verdict)));
    for cite in &rule.citations {
        let mut line = format!("law: {}", cite.text);
        if let Some(url) = &cite.url {
            let _ = write!(line, " <{url}>");
        }
        if let Some(read) = cite.read {
            let _ = write!(line, " ({})", read.as_str());
        }
        notes.push(filled(&line, verdict));
    }
    if verdict.elsewhere.is_some() {
        notes.push("question: does the linked document say it? What stands elsewhere is not checked here".to_owned());
    }
    notes.extend(verdict.applies.as_ref().map(|why| format!("applies because {why}")));
    notes
}

/// Fills captured values, and what the pack is read for, into a text of the rule.
fn filled(text: &str, verdict: &Verdict) -> String {
    let mut out = text.to_owned();
    for (name, value) in verdict.captures.iter().chain(&verdict.terms) {
        out = out.replace(&format!("{{{name}}}"), value);
    }
    out
}

/// A hash of rule, verdict and the words at the places that violate it: no line numbers, no white space, no case. What is
/// missing has no words: it stays the same finding wherever the closest passage is.
fn fingerprint(rule: &Rule, verdict: &Verdict, places: &[Place], source: &Source) -> String {
    let mut hasher = Sha256::new();
    hasher.update(rule.id.0.as_bytes());
    hasher.update(verdict.status.as_str().as_bytes());
    for span in places.iter().map(|p| p.span) {
        for word in source.slice(span).split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
            hasher.update(word.to_lowercase().as_bytes());
            hasher.update(b" ");
        }
    }
    let digest = hasher.finalize();
    digest.iter().take(8).fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
