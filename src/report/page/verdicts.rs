//! Every rule with its verdict and the reason: where it is stated, what is missing, why it applies or does not.

use super::findings::line;
use super::html::Html;
use super::marks::Level;
use super::policy::{Policy, place};
use super::text::class;
use crate::eval::{Status, Verdict};

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

/// Writes the table of one policy among several.
pub(super) fn table(html: &mut Html, policy: &Policy<'_>) {
    html.raw("<h3>Every rule, and why</h3>\n<table class=\"rules\"><caption class=\"vh\">Verdicts on ");
    html.text(&policy.name).raw("</caption>\n<thead><tr><th scope=\"col\">Rule</th><th scope=\"col\">Verdict</th>");
    html.raw("<th scope=\"col\">Why</th></tr></thead>\n<tbody>\n");
    for verdict in &policy.judged.report.audit.verdicts {
        html.raw("<tr").attr("id", &policy.row(verdict)).raw(">");
        head(html, policy.title(verdict), &verdict.id.0);
        cells(html, policy, verdict);
        html.raw("</tr>\n");
    }
    html.raw("</tbody></table>\n");
}
