//! Formats that other tools read: code scanning, merge requests, dashboards, review bots. One file a format.
//!
//! All of them write the same items: findings in reading order, then problems that have a place.

pub mod checkstyle;
pub mod github;
pub mod gitlab;
pub mod junit;
pub mod rdjson;
pub mod sarif;
mod xml;

use super::locate::Locator;
use crate::diagnostic::{Diagnostic, Finding, Label, Severity};
use crate::lint::Report;
use crate::rule::{Rule, RuleSet};
use crate::source::{Position, SourceId, Sources, Span};
use crate::triage::{Origin, Suppressed};

/// One judged policy with what belongs to it.
#[derive(Clone, Copy, Debug)]
pub struct Judgement<'a> {
    /// The verdicts and findings.
    pub report: &'a Report,
    /// The rules by which it was judged.
    pub rules: &'a RuleSet,
    /// From which severity on a finding fails the run.
    pub fail_on: Severity,
}

/// All that a run found.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// The texts.
    pub sources: &'a Sources,
    /// The policies, in the order in which they were read.
    pub judged: &'a [Judgement<'a>],
    /// What is wrong with files, rules and configuration.
    pub problems: &'a [Diagnostic],
}

/// A finding or problem with its place.
struct Item<'a> {
    path: &'a str,
    from: Position,
    to: Position,
    span: Span,
    source: SourceId,
    diagnostic: &'a Diagnostic,
    finding: Option<&'a Finding>,
    rule: Option<&'a Rule>,
    /// The reason for which it is accepted, and whether the policy itself says so.
    suppressed: Option<(&'a str, bool)>,
}

impl<'a> Item<'a> {
    /// The first address among the rule's citations.
    fn url(&self) -> Option<&'a str> {
        self.rule.and_then(|r| r.citations.iter().find_map(|c| c.url.as_deref()))
    }

    /// The message, then what helps: each note a line.
    fn text(&self) -> String {
        let mut text = self.diagnostic.message.clone();
        for note in &self.diagnostic.notes {
            text.push('\n');
            text.push_str(note);
        }
        text
    }

    /// The labels besides the primary one.
    fn related(&self) -> impl Iterator<Item = &'a Label> {
        let primary = self.diagnostic.primary();
        self.diagnostic.labels.iter().filter(move |l| !primary.is_some_and(|p| std::ptr::eq(p, *l)))
    }
}

/// Every finding of the run, and every problem with a place.
fn items<'a>(run: &Run<'a>, locator: &Locator<'a>) -> Vec<Item<'a>> {
    let mut items = Vec::new();
    for judged in run.judged {
        for finding in &judged.report.findings {
            let rule = judged.rules.find(&finding.rule.0).map(|(_, rule)| rule);
            items.extend(item(locator, &finding.diagnostic, Some(finding), rule));
        }
    }
    items.extend(run.problems.iter().filter_map(|p| item(locator, p, None, None)));
    items
}

/// Every finding that is accepted.
fn suppressed<'a>(run: &Run<'a>, locator: &Locator<'a>) -> Vec<Item<'a>> {
    let mut items = Vec::new();
    for judged in run.judged {
        for Suppressed { finding, waiver } in &judged.report.suppressed {
            let rule = judged.rules.find(&finding.rule.0).map(|(_, rule)| rule);
            let waiver = waiver.and_then(|w| judged.report.waivers.get(w));
            let why = waiver.map_or("held by the baseline", |w| w.reason.as_deref().unwrap_or_default());
            let inside = waiver.is_some_and(|w| w.origin == Origin::Comment);
            let item = item(locator, &finding.diagnostic, Some(finding), rule);
            items.extend(item.map(|item| Item { suppressed: Some((why, inside)), ..item }));
        }
    }
    items
}

fn item<'a>(
    locator: &Locator<'a>,
    diagnostic: &'a Diagnostic,
    finding: Option<&'a Finding>,
    rule: Option<&'a Rule>,
) -> Option<Item<'a>> {
    let label = diagnostic.primary().or(diagnostic.labels.first())?;
    let path = locator.sources().get(label.source)?.name();
    let (from, to) = locator.range(label.source, label.span);
    let (span, source) = (label.span, label.source);
    Some(Item { path, from, to, span, source, diagnostic, finding, rule, suppressed: None })
}

/// The part of a policy's name that other tools take for a path: forward slashes, no leading `./`.
fn relative(path: &str) -> String {
    let path = path.replace('\\', "/");
    path.strip_prefix("./").map_or(path.clone(), str::to_owned)
}

#[cfg(test)]
mod tests;
