//! A summary in Markdown for a comment on a pull request or a job's summary page.

use super::locate::Locator;
use super::machine::{Judgement, Run};
use super::summary;
use crate::diagnostic::{Finding, Severity};
use crate::eval::Status;
use crate::source::Source;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Findings that are listed for a policy; further ones are counted.
const MOST_FINDINGS: usize = 100;

/// Writes a heading, a table of the policies, then the findings of each, the gravest first.
pub fn check(out: &mut dyn Write, run: &Run<'_>) -> io::Result<()> {
    let locator = Locator::new(run.sources);
    writeln!(out, "## Privacy policy lint\n")?;
    if run.judged.is_empty() {
        writeln!(out, "No policy was read.")?;
    } else {
        writeln!(out, "| policy | findings | satisfied | not applicable |\n| --- | --- | --- | --- |")?;
    }
    for judged in run.judged {
        row(out, run, judged)?;
    }
    for judged in run.judged.iter().filter(|j| !j.report.findings.is_empty()) {
        findings(out, &locator, judged)?;
    }
    if !run.problems.is_empty() {
        writeln!(out, "\n### Problems\n")?;
    }
    for problem in run.problems {
        writeln!(out, "- **{}** {}: {}", problem.severity, code(&problem.code), escaped(&problem.message))?;
    }
    if let Some(first) = run.judged.first() {
        writeln!(out, "\n{}", escaped(&summary::law_note(first.report.audit.as_of)))?;
    }
    Ok(())
}

fn row(out: &mut dyn Write, run: &Run<'_>, judged: &Judgement<'_>) -> io::Result<()> {
    let found = |s| judged.report.findings.iter().filter(|f| f.diagnostic.severity == s).count();
    let counts = summary::severities(found);
    let of = |status| judged.report.audit.verdicts.iter().filter(|v| v.status == status).count();
    let name = code(&summary::name(run.sources, judged.report.source));
    let counts = if counts.is_empty() { "none".to_owned() } else { counts };
    writeln!(out, "| {name} | {counts} | {} | {} |", of(Status::Satisfied), of(Status::NotApplicable))
}

fn findings(out: &mut dyn Write, locator: &Locator<'_>, judged: &Judgement<'_>) -> io::Result<()> {
    let name = summary::name(locator.sources(), judged.report.source);
    writeln!(out, "\n### {}\n", code(&name))?;
    let mut findings: Vec<&Finding> = judged.report.findings.iter().collect();
    findings.sort_by_key(|f| std::cmp::Reverse(f.diagnostic.severity));
    for finding in findings.iter().take(MOST_FINDINGS) {
        one(out, locator, finding)?;
    }
    if findings.len() > MOST_FINDINGS {
        writeln!(out, "- and {} more", findings.len() - MOST_FINDINGS)?;
    }
    Ok(())
}

fn one(out: &mut dyn Write, locator: &Locator<'_>, finding: &Finding) -> io::Result<()> {
    let diagnostic = &finding.diagnostic;
    let sign = match diagnostic.severity {
        Severity::Error => "🔴",
        Severity::Warning => "🟡",
        Severity::Info => "🔵",
    };
    let line = diagnostic.primary().map_or(1, |l| locator.position(l.source, l.span.start as usize).line);
    let source = diagnostic.primary().and_then(|l| locator.sources().get(l.source));
    let unit = source.map(Source::unit).unwrap_or_default();
    let mut text = format!("- {sign} **{}** {unit} {line}: {}", diagnostic.severity, escaped(&diagnostic.message));
    let _ = write!(text, " ({})", code(&finding.rule.0));
    for note in &diagnostic.notes {
        let _ = write!(text, "\n  - {}", linked(note));
    }
    writeln!(out, "{text}")
}

/// A code span, whatever backticks the text holds.
pub(super) fn code(text: &str) -> String {
    let text = super::safe::line(text).replace('|', "\\|");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let ticks = "`".repeat(longest + 1);
    if longest == 0 { format!("{ticks}{text}{ticks}") } else { format!("{ticks} {text} {ticks}") }
}

/// A note, in which an address in angle brackets stays a link.
fn linked(note: &str) -> String {
    let address = |rest: &str| {
        let (url, after) = rest.split_once('>')?;
        let plain = url.starts_with("https://") && !url.contains(['<', ' ', '\n', '`']);
        plain.then(|| (url.to_owned(), after.to_owned()))
    };
    match note.split_once(" <").and_then(|(before, rest)| Some((before, address(rest)?))) {
        Some((before, (url, after))) => format!("{} <{url}>{}", escaped(before), escaped(&after)),
        None => escaped(note),
    }
}

/// Text that Markdown and HTML leave alone; nothing of it becomes markup, a mention or an image.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in super::safe::line(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '@' => out.push_str("&#64;"),
            '#' => out.push_str("&#35;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}
