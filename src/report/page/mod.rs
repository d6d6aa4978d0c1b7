//! A page for people: the policy as read with findings beside it, every verdict with its evidence or reason, in one file.
//!
//! Needs no network and no script to be read. What comes from a policy, a rule or a file's name is text in it and stays
//! text: [`html`] lets only this program's own words be markup, and the page's own policy lets only its own style and
//! script take effect. The same run gives the same bytes.

mod compare;
mod findings;
mod html;
mod marks;
mod matrix;
mod policy;
mod text;
mod verdicts;

use super::machine::Run;
use super::summary;
use crate::diagnostic::{Diagnostic, Severity};
use crate::eval::{Question, Status};
use crate::lint::Report;
pub use compare::compare;
use html::Html;
use jiff::civil::Date;
use policy::Policy;
use sha2::{Digest, Sha256};
use std::io::{self, Write};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Writes the page.
pub fn page(out: &mut dyn Write, run: &Run<'_>) -> io::Result<()> {
    let brief = run.judged.len() > 1;
    let policies: Vec<Policy<'_>> =
        run.judged.iter().enumerate().map(|(i, judged)| Policy::new(i + 1, judged, run.sources, brief)).collect();
    let mut html = Html::default();
    let as_of = policies.first().map(|p| p.judged.report.audit.as_of);
    head(&mut html, "Privacy policy audit", &subject(&policies), as_of);
    in_short(&mut html, &policies);
    problems(&mut html, run);
    if brief {
        matrix::matrix(out, &mut html, &policies)?;
    }
    for policy in &policies {
        section(&mut html, policy);
        html.flush(out)?;
    }
    if brief {
        findings::advice(&mut html, &policies);
    } else {
        matrix::matrix(out, &mut html, &policies)?;
    }
    foot(&mut html, as_of);
    html.flush(out)
}

/// What ends a page.
fn foot(html: &mut Html, as_of: Option<Date>) {
    html.raw("</main>\n<footer><p>");
    if let Some(day) = as_of {
        html.text(&summary::law_note(day)).raw(" ");
    }
    html.raw("This is not legal advice: a finding is a reason to look, and its absence is no certificate.</p>\n<p>clauselint ");
    html.raw(env!("CARGO_PKG_VERSION")).raw("</p></footer>\n<script>").raw(SCRIPT).raw("</script>\n</body>\n</html>\n");
}

/// The value of a content policy that lets a style or script take effect.
fn hash(html: &mut Html, text: &str) {
    html.raw("'sha256-").text(&html::base64(&Sha256::digest(text.as_bytes()))).raw("'");
}

/// What begins a page: its title, what it is about, and the day of the law.
fn head(html: &mut Html, title: &'static str, subject: &str, as_of: Option<Date>) {
    html.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src ");
    hash(html, STYLE);
    html.raw("; script-src ");
    hash(html, SCRIPT);
    html.raw("; base-uri 'none'; form-action 'none'\">\n<meta name=\"referrer\" content=\"no-referrer\">\n");
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.raw("<meta name=\"color-scheme\" content=\"light dark\">\n<title>").raw(title).raw(": ").text(subject);
    html.raw("</title>\n<style>").raw(STYLE).raw("</style>\n</head>\n<body>\n");
    html.raw("<a class=\"skip\" href=\"#main\">Skip to the report</a>\n<header><h1>").raw(title);
    html.raw("</h1>\n<p class=\"of\">").text(subject).raw("</p>\n");
    if let Some(day) = as_of {
        html.raw("<p class=\"law\">").text(&summary::law_note(day)).raw("</p>\n");
    }
    html.raw("</header>\n<main id=\"main\" tabindex=\"-1\">\n");
}

/// What the page is about.
fn subject(policies: &[Policy<'_>]) -> String {
    match policies {
        [] => "no policy".to_owned(),
        [policy] => policy.name.clone(),
        _ => format!("{} policies", policies.len()),
    }
}

/// The counts: of severities among the findings, then of verdicts.
fn counts(report: &Report) -> [(usize, &'static str, &'static str); 5] {
    let found = |s| report.findings.iter().filter(|f| f.diagnostic.severity == s).count();
    let judged = |s| report.audit.verdicts.iter().filter(|v| v.status == s).count();
    [
        (found(Severity::Error), "e", "errors"),
        (found(Severity::Warning), "w", "warnings"),
        (found(Severity::Info), "i", "infos"),
        (judged(Status::Satisfied), "s", "satisfied"),
        (judged(Status::NotApplicable), "x", "not applicable"),
    ]
}

fn in_short(html: &mut Html, policies: &[Policy<'_>]) {
    html.raw("<section id=\"short\" aria-labelledby=\"short-title\"><h2 id=\"short-title\">In short</h2>\n");
    if policies.is_empty() {
        html.raw("<p>No policy was read.</p></section>\n");
        return;
    }
    let mut all: Option<[(usize, &'static str, &'static str); 5]> = None;
    for policy in policies {
        let one = counts(policy.judged.report);
        match &mut all {
            Some(all) => all.iter_mut().zip(one).for_each(|(a, b)| a.0 += b.0),
            None => all = Some(one),
        }
    }
    html.raw("<dl class=\"figures\">");
    for (n, class, word) in all.into_iter().flatten() {
        html.raw("<div class=\"").raw(class).raw("\"><dt>").raw(one_or_many(n, word)).raw("</dt><dd>");
        html.number(n).raw("</dd></div>");
    }
    html.raw("</dl>\n");
    if policies.len() > 1 {
        by_policy(html, policies);
    } else {
        html.raw(
            "<nav aria-label=\"Parts of this page\"><a href=\"#p1\">Findings</a> <a href=\"#p1/text\">The policy as ",
        );
        html.raw(
            "read</a> <a href=\"#p1/packs\">Packs and open questions</a> <a href=\"#matrix\">Every rule</a></nav>\n",
        );
    }
    html.raw("</section>\n");
}

fn one_or_many(n: usize, word: &'static str) -> &'static str {
    match (n, word) {
        (1, "errors") => "error",
        (1, "warnings") => "warning",
        (1, "infos") => "info",
        _ => word,
    }
}

fn by_policy(html: &mut Html, policies: &[Policy<'_>]) {
    html.raw(
        "<div class=\"scroll\" role=\"group\" aria-label=\"Counts by policy\" tabindex=\"0\"><table class=\"counts\"><caption class=\"vh\">Counts by policy</caption>\n<thead><tr><th scope=\"col\">Policy",
    );
    html.raw("</th><th scope=\"col\">Errors</th><th scope=\"col\">Warnings</th><th scope=\"col\">Infos</th>");
    html.raw("<th scope=\"col\">Satisfied</th><th scope=\"col\">Not applicable</th></tr></thead>\n<tbody>\n");
    for policy in policies {
        html.raw("<tr><th scope=\"row\">").inside(&policy.id(), &policy.name).raw("</th>");
        for (n, class, _) in counts(policy.judged.report) {
            html.raw("<td");
            if n > 0 {
                html.raw(" class=\"").raw(class).raw("\"");
            }
            html.raw(">").number(n).raw("</td>");
        }
        html.raw("</tr>\n");
    }
    html.raw("</tbody></table></div>\n");
}

/// What is wrong with files, rules and configuration.
fn problems(html: &mut Html, run: &Run<'_>) {
    if run.problems.is_empty() {
        return;
    }
    html.raw("<section aria-labelledby=\"problems-title\"><h2 id=\"problems-title\">Problems</h2>\n<ul>");
    for Diagnostic { severity, code, message, .. } in run.problems {
        html.raw("<li><b>").raw(policy::severity_head(*severity)).raw("</b> <code>").text(code).raw("</code>: ");
        html.text(message).raw("</li>\n");
    }
    html.raw("</ul></section>\n");
}

/// All about one policy.
fn section(html: &mut Html, policy: &Policy<'_>) {
    let id = policy.id();
    html.raw(if policy.brief { "<section class=\"policy\"" } else { "<section class=\"single\"" })
        .attr("id", &id)
        .attr("aria-labelledby", &format!("{id}/title"))
        .raw("><h2");
    html.attr("id", &format!("{id}/title")).raw(">").text(&policy.name).raw("</h2>\n");
    if policy.brief {
        html.raw("<p class=\"up\"><a href=\"#matrix\">To the matrix</a></p>\n");
    }
    findings::findings(html, policy);
    html.raw("<h3").attr("id", &format!("{id}/text")).raw(">The policy as read</h3>\n");
    text::text(html, policy);
    packs(html, policy);
    if policy.brief {
        verdicts::list(html, policy);
    }
    html.raw("</section>\n");
}

/// What a question is about.
fn about(question: &Question) -> &str {
    question.about.strip_prefix("fact ").unwrap_or(&question.about)
}

/// Which packs were applied and why, and what nobody said.
fn packs(html: &mut Html, policy: &Policy<'_>) {
    let audit = &policy.judged.report.audit;
    html.raw("<h3")
        .attr("id", &format!("{}/packs", policy.id()))
        .raw(">Which packs apply, and why</h3>\n<ul class=\"packs\">");
    let mut sorted: Vec<_> = audit.packs.iter().collect();
    sorted.sort_by_key(|p| !p.applied);
    let (applied, others) = sorted.split_at(audit.packs.iter().filter(|p| p.applied).count());
    let told = if policy.brief { applied } else { sorted.as_slice() };
    for pack in told {
        html.raw(if pack.applied { "<li><b>Applied</b> " } else { "<li class=\"x\"><b>Not applied</b> " });
        html.text(&pack.title).raw(" <code>").text(&pack.pack).raw("</code>: ").text(&pack.why).raw("</li>\n");
    }
    if policy.brief && !others.is_empty() {
        let names: Vec<&str> = others.iter().map(|p| p.pack.as_str()).collect();
        html.raw("<li class=\"x\"><b>Not applied</b> ").text(&names.join(", ")).raw("</li>\n");
    }
    html.raw("</ul>\n");
    if audit.questions.is_empty() {
        return;
    }
    html.raw("<h3>What the profile leaves open</h3>\n<ul class=\"packs\">");
    if policy.brief {
        let names: Vec<&str> = audit.questions.iter().map(about).collect();
        html.raw("<li>").text(&names.join(", ")).raw("</li></ul>\n");
        return;
    }
    for question in &audit.questions {
        html.raw("<li><b>").text(about(question)).raw("</b>");
        if !question.meaning.trim().is_empty() {
            html.raw(": ").text(&question.meaning);
        }
        let waiting: Vec<&str> = question.rules.iter().map(|r| r.0.as_str()).collect();
        html.raw(" <small>for ").text(&waiting.join(", ")).raw("</small></li>\n");
    }
    html.raw("</ul>\n");
}

#[cfg(test)]
mod tests;
