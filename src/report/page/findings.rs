//! Findings as cards: what is wrong, where, what helps, what the law says; and those that are accepted, with the reason.

use super::html::{Html, slug};
use super::marks::Level;
use super::policy::{Policy, Quote, place, sentence, severity_head};
use super::text::class;
use crate::diagnostic::{Diagnostic, Finding};
use crate::eval::ClosestKind;
use crate::triage::Waiver;
use std::collections::BTreeMap;

/// Kinds of notes by what they start with, and what stands before them in a card.
const NOTES: [(&str, &str); 5] = [
    ("help: ", "What to do"),
    ("model sentence: ", "Model sentence"),
    ("law: ", "Law"),
    ("question: ", "Open question"),
    ("applies because ", "Applies because"),
];

/// Writes the findings of a policy, the gravest first.
pub(super) fn findings(html: &mut Html, policy: &Policy<'_>) {
    let findings = &policy.judged.report.findings;
    html.raw("<h3>Findings</h3>\n");
    if findings.is_empty() {
        html.raw("<p>Nothing was found.</p>\n");
    }
    let mut sorted: Vec<_> = findings.iter().enumerate().collect();
    sorted.sort_by_key(|(_, f)| std::cmp::Reverse(f.diagnostic.severity));
    for (index, finding) in sorted {
        let level: Level = finding.diagnostic.severity.into();
        card(html, policy, finding, &policy.finding(index), (level, severity_head(finding.diagnostic.severity)));
        html.raw("</article>\n");
    }
    accepted(html, policy);
}

fn accepted(html: &mut Html, policy: &Policy<'_>) {
    let report = policy.judged.report;
    if report.suppressed.is_empty() {
        return;
    }
    html.raw("<h3>Accepted findings</h3>\n");
    for (index, suppressed) in report.suppressed.iter().enumerate() {
        card(html, policy, &suppressed.finding, &policy.accepted(index), (Level::Accepted, "○ accepted"));
        let waiver = suppressed.waiver.and_then(|w| report.waivers.get(w));
        html.raw("<p class=\"reason\">");
        reason(html, waiver);
        html.raw("</p></article>\n");
    }
}

fn reason(html: &mut Html, waiver: Option<&Waiver>) {
    let Some(waiver) = waiver else {
        html.raw("Accepted because the baseline holds it.");
        return;
    };
    html.raw("Accepted: ").text(waiver.reason.as_deref().unwrap_or_default());
    if let Some(owner) = &waiver.owner {
        html.raw(" (").text(owner).raw(")");
    }
    if let Some(until) = waiver.until {
        html.raw(", until ").text(&until.to_string());
    }
}

fn card(html: &mut Html, policy: &Policy<'_>, finding: &Finding, id: &str, (level, head): (Level, &'static str)) {
    let diagnostic = &finding.diagnostic;
    html.raw("<article class=\"card ").raw(class(level)).raw("\"").attr("id", id).raw("><h4><span class=\"tag\">");
    html.raw(head).raw("</span> ").text(&sentence(&diagnostic.message)).raw("</h4>\n");
    if policy.brief {
        let advice = format!("r/{}", slug(&finding.rule.0));
        html.raw("<p class=\"rule\">").inside(&advice, &finding.rule.0).raw("</p>\n");
    } else {
        html.raw("<p class=\"rule\"><code>").text(&finding.rule.0).raw("</code></p>\n");
    }
    html.raw("<ul class=\"places\">");
    let belongs = policy.belongs(&finding.rule.0);
    for (index, label) in policy.labels(diagnostic) {
        let name = place(id, index);
        html.raw("<li>");
        if belongs == Some(ClosestKind::Title) && label.primary {
            html.text(&sentence(&label.message)).raw("</li>");
            continue;
        }
        line(html, policy, &name, policy.line(label.span));
        if !label.message.is_empty() {
            html.raw(", ").text(&label.message);
        }
        // Among several policies the words are not said twice: they are marked in the text.
        if !policy.brief {
            quoted(html, &policy.in_sentence(&name, label.span));
        }
        html.raw("</li>");
    }
    html.raw("</ul>\n");
    if policy.brief {
        notes(html, &own(diagnostic));
    } else {
        notes(html, &diagnostic.notes);
    }
}

/// What is said of this policy alone; the rest is the same wherever the rule is not met.
fn own(diagnostic: &Diagnostic) -> Vec<String> {
    let same = |note: &String| ["help: ", "model sentence: ", "law: "].iter().any(|start| note.starts_with(start));
    diagnostic.notes.iter().filter(|n| !same(n)).cloned().collect()
}

/// Writes, once for all policies, what to do about each rule that found something, and its law.
pub(super) fn advice(html: &mut Html, policies: &[Policy<'_>]) {
    let mut told: BTreeMap<&str, (String, Vec<String>)> = BTreeMap::new();
    for policy in policies {
        let report = policy.judged.report;
        for finding in report.findings.iter().chain(report.suppressed.iter().map(|s| &s.finding)) {
            told.entry(&finding.rule.0).or_insert_with(|| {
                let own = own(&finding.diagnostic);
                let notes = finding.diagnostic.notes.iter().filter(|n| !own.contains(n)).cloned().collect();
                (policy.title_of(&finding.rule.0), notes)
            });
        }
    }
    if told.is_empty() {
        return;
    }
    html.raw("<section aria-labelledby=\"advice-title\"><h2 id=\"advice-title\">What to do, and the law</h2>\n");
    for (rule, (title, of)) in told {
        html.raw("<article class=\"card\"").attr("id", &format!("r/{}", slug(rule))).raw("><h3>").text(&title);
        html.raw("</h3>\n<p class=\"rule\"><code>").text(rule).raw("</code></p>\n");
        notes(html, &of);
        html.raw("</article>\n");
    }
    html.raw("</section>\n");
}

/// A passage in its sentence, after a colon.
pub(super) fn quoted(html: &mut Html, quote: &Quote) {
    if quote.passage.trim().is_empty() {
        return;
    }
    html.raw(": <q>").text(&quote.before);
    if quote.before.is_empty() && quote.after.len() < 2 {
        html.text(&quote.passage);
    } else {
        html.raw("<mark>").text(&quote.passage).raw("</mark>");
    }
    html.text(&quote.after).raw("</q>");
}

/// `Line 12`, as a link where the place is in the text.
pub(super) fn line(html: &mut Html, policy: &Policy<'_>, name: &str, line: usize) {
    let text = format!("Line {line}");
    match policy.anchor(name) {
        Some(_) => html.inside(name, &text),
        None => html.text(&text),
    };
}

fn notes(html: &mut Html, notes: &[String]) {
    let kind = |note: &String| NOTES.iter().position(|(start, _)| note.starts_with(start));
    if notes.is_empty() {
        return;
    }
    html.raw("<dl>");
    for group in notes.chunk_by(|a, b| kind(a).is_some() && kind(a) == kind(b)) {
        let (start, title) = group.first().and_then(kind).and_then(|k| NOTES.get(k)).unwrap_or(&("", "Note"));
        html.raw("<div><dt>").raw(title).raw("</dt>");
        for note in group {
            let text = note.strip_prefix(start).unwrap_or(note);
            html.raw("<dd>");
            match *title {
                "Law" => law(html, text),
                "Open question" => _ = html.text(&sentence(text)),
                _ => _ = html.text(text),
            }
            html.raw("</dd>");
        }
        html.raw("</div>");
    }
    html.raw("</dl>\n");
}

/// A citation, its address as a link, and how far it was checked.
fn law(html: &mut Html, text: &str) {
    let parts = text.split_once(" <").and_then(|(cite, rest)| Some((cite, rest.split_once('>')?)));
    match parts {
        Some((cite, (url, after))) => html.outside(url, cite).text(after),
        None => html.text(text),
    };
}
