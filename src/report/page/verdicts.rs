//! Every rule with its verdict and the reason: where it is stated, what is missing, why it applies or does not.

use super::findings::line;
use super::html::Html;
use super::marks::Level;
use super::policy::{Policy, place};
use super::text::class;
use crate::eval::{Status, Verdict};
use std::collections::HashMap;

/// Places of evidence that are quoted; further ones are counted.
const MOST_QUOTES: usize = 3;

/// Signs and their meanings.
pub(super) const LEGEND: &str = "<p class=\"legend\"><b class=\"s\">✓ satisfied</b> the text says it. \
    <b class=\"e\">✗ missing</b> the text does not say it. \
    <b class=\"e\">! violated</b> the text says what it must not. \
    <b class=\"x\">– not applicable</b> the rule asks nothing of this policy.</p>\n";

/// The sign of a verdict.
pub(super) fn sign(status: Status) -> &'static str {
    match status {
        Status::Satisfied => "✓",
        Status::Missing => "✗",
        Status::Violated => "!",
        Status::NotApplicable => "–",
    }
}

/// The word of a verdict.
pub(super) fn word(status: Status) -> &'static str {
    match status {
        Status::Satisfied => "satisfied",
        Status::Missing => "missing",
        Status::Violated => "violated",
        Status::NotApplicable => "not applicable",
    }
}

/// Whether a verdict is a finding.
pub(super) fn fails(verdict: &Verdict) -> bool {
    matches!(verdict.status, Status::Missing | Status::Violated)
}

/// The colour of a verdict.
pub(super) fn colour(policy: &Policy<'_>, verdict: &Verdict) -> &'static str {
    match verdict.status {
        Status::NotApplicable => "x",
        Status::Satisfied => "s",
        _ if policy.is_accepted(verdict) => "a",
        _ => class(Level::from(verdict.severity)),
    }
}

/// Sign and words of a verdict: `✗ missing, error`.
pub(super) fn said(html: &mut Html, policy: &Policy<'_>, verdict: &Verdict) {
    html.raw(sign(verdict.status)).raw(" ");
    words(html, policy, verdict);
}

/// The words of a verdict: `missing, error`.
pub(super) fn words(html: &mut Html, policy: &Policy<'_>, verdict: &Verdict) {
    html.raw(word(verdict.status));
    if fails(verdict) {
        html.raw(", ").raw(verdict.severity.as_str());
        html.raw(if policy.is_accepted(verdict) { ", accepted" } else { "" });
    }
}

/// The head of a row: title and id.
pub(super) fn head(html: &mut Html, title: &str, id: &str) {
    html.raw("<th scope=\"row\">").text(title).raw(" <code>").text(id).raw("</code></th>");
}

/// The cells of a verdict: the verdict with its severity, and why.
pub(super) fn cells(html: &mut Html, policy: &Policy<'_>, verdict: &Verdict) {
    html.raw("<td class=\"v\"><a class=\"").raw(colour(policy, verdict)).raw("\" href=\"#");
    html.text(&policy.evidence_of(verdict)).raw("\">");
    said(html, policy, verdict);
    html.raw("</a></td><td>");
    why(html, policy, verdict);
    html.raw("</td>");
}

/// The reason, what makes the rule apply, and the evidence.
fn why(html: &mut Html, policy: &Policy<'_>, verdict: &Verdict) {
    let row = policy.row(verdict);
    let reason = verdict.closest.as_ref().map_or("", |c| c.lacks.as_str());
    let reason = if verdict.reason.trim().is_empty() { reason } else { &verdict.reason };
    let quoted = verdict.status == Status::Satisfied && !verdict.evidence.is_empty();
    if !(quoted && reason == "stated") {
        html.text(&super::policy::sentence(reason));
    }
    if let Some(applies) = &verdict.applies {
        html.raw(" <small>Applies because ").text(applies).raw(".</small>");
    }
    if let Some(finding) = policy.found(verdict) {
        html.raw(" ").inside(finding, "The finding");
    }
    if !quoted {
        return;
    }
    html.raw("<ul class=\"places\">");
    for (index, evidence) in verdict.evidence.iter().enumerate().take(MOST_QUOTES) {
        let name = place(&row, index);
        html.raw("<li>");
        line(html, policy, &name, policy.line(evidence.span));
        html.raw(": <q>").text(&policy.quote(&name, evidence.span)).raw("</q></li>");
    }
    if verdict.evidence.len() > MOST_QUOTES {
        html.raw("<li>and in ").number(verdict.evidence.len() - MOST_QUOTES).raw(" further places</li>");
    }
    html.raw("</ul>");
}

/// Writes the verdicts on one policy among several that are no findings: what is satisfied by no passage that could
/// be marked, and what does not apply, with the reason. What a passage satisfies stands beside it.
pub(super) fn list(html: &mut Html, policy: &Policy<'_>) {
    let verdicts = &policy.judged.report.audit.verdicts;
    html.raw("<h3>Further rules</h3>\n<ul class=\"packs\">");
    let unplaced = |v: &&Verdict| v.status == Status::Satisfied && policy.evidence_of(v) == policy.row(v);
    if verdicts.iter().any(|v| unplaced(&v)) {
        html.raw("<li><b>").raw(sign(Status::Satisfied)).raw(" satisfied</b>, by no single passage: ");
        entries(html, policy, verdicts.iter().filter(unplaced));
        html.raw("</li>\n");
    }
    let mut reasons: Vec<(&str, Vec<&Verdict>)> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for verdict in verdicts.iter().filter(|v| v.status == Status::NotApplicable) {
        let place = *known.entry(&verdict.reason).or_insert(reasons.len());
        match reasons.get_mut(place) {
            Some((_, same)) => same.push(verdict),
            None => reasons.push((&verdict.reason, vec![verdict])),
        }
    }
    for (reason, same) in reasons {
        html.raw("<li class=\"x\"><b>")
            .raw(sign(Status::NotApplicable))
            .raw(" not applicable</b>, ")
            .text(reason)
            .raw(": ");
        entries(html, policy, same.into_iter());
        html.raw("</li>\n");
    }
    html.raw("</ul>\n");
}

/// The ids of rules. Where no passage of the text can be led to, the id is a place itself.
fn entries<'v>(html: &mut Html, policy: &Policy<'_>, verdicts: impl Iterator<Item = &'v Verdict>) {
    for (index, verdict) in verdicts.enumerate() {
        html.raw(if index > 0 { ", " } else { "" });
        if verdict.status == Status::Satisfied {
            html.raw("<span").attr("id", &policy.row(verdict)).raw(">").text(&verdict.id.0).raw("</span>");
        } else {
            html.text(&verdict.id.0);
        }
    }
}
