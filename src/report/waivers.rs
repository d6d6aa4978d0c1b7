//! The register of waivers: what is accepted, where, why, on whose word and until when.

use super::json::{ProblemJson, SCHEMA, Writer, emit};
use super::{Style, safe, summary, wrap};
use crate::diagnostic::Diagnostic;
use crate::lint::Report;
use crate::source::Sources;
use crate::triage::Waiver;
use serde::Serialize;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Writes a paragraph for each waiver of each policy.
pub fn waivers(out: &mut dyn Write, sources: &Sources, reports: &[&Report], style: &Style) -> io::Result<()> {
    let mut total = 0;
    for report in reports {
        let name = summary::name(sources, report.source);
        for waiver in &report.waivers {
            total += 1;
            let head = format!("{name}: {}: ", safe::line(&waiver.rules.join(", ")));
            let columns = style.columns().max(safe::text_width(&head) + 40);
            wrap::hanging(out, &head, &said(sources, waiver), columns)?;
        }
    }
    wrap::paragraph(out, &summary::count(total, "waiver", "waivers"), 0, style.columns())
}

fn said(sources: &Sources, waiver: &Waiver) -> String {
    let mut text = format!("{} ({})", waiver.state.as_str(), waiver.scope_text);
    text.push_str(": ");
    text.push_str(waiver.reason.as_deref().or(waiver.mistake.as_deref()).unwrap_or("no reason"));
    if let Some(owner) = &waiver.owner {
        text.push_str("; owner: ");
        text.push_str(owner);
    }
    if let Some(until) = waiver.until {
        let _ = write!(text, "; until {until}");
    }
    if waiver.count > 0 {
        let _ = write!(text, "; {}", summary::count(waiver.count, "finding", "findings"));
    }
    let (source, span) = waiver.place;
    if let Some(source) = sources.get(source) {
        let _ = write!(text, "; {}:{}", source.name(), source.line_index(span.start as usize) + 1);
    }
    safe::line(&text).into_owned()
}

#[derive(Serialize)]
struct RegisterJson<'a> {
    schema: u32,
    waivers: Vec<WaiverJson<'a>>,
    diagnostics: Vec<ProblemJson<'a>>,
}

#[derive(Serialize)]
struct WaiverJson<'a> {
    path: &'a str,
    rules: &'a [String],
    scope: &'a str,
    state: &'static str,
    reason: Option<&'a str>,
    owner: Option<&'a str>,
    until: Option<String>,
    count: usize,
    written: Written<'a>,
}

#[derive(Serialize)]
struct Written<'a> {
    path: &'a str,
    line: usize,
}

/// Writes the register as JSON.
pub fn json(out: &mut dyn Write, sources: &Sources, reports: &[&Report], problems: &[Diagnostic]) -> io::Result<()> {
    let write = Writer::new(sources);
    let mut waivers = Vec::new();
    for report in reports {
        for w in &report.waivers {
            let (source, span) = w.place;
            let line = sources.get(source).map_or(1, |s| s.line_index(span.start as usize) + 1);
            waivers.push(WaiverJson {
                path: write.path(report.source),
                rules: &w.rules,
                scope: &w.scope_text,
                state: w.state.as_str(),
                reason: w.reason.as_deref(),
                owner: w.owner.as_deref(),
                until: w.until.map(|d| d.to_string()),
                count: w.count,
                written: Written { path: write.path(source), line },
            });
        }
    }
    emit(out, &RegisterJson { schema: SCHEMA, waivers, diagnostics: write.problems(problems) })
}
