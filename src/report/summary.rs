//! What stands after findings and verdicts: which packs were applied and why, what the profile leaves open, counts.

use super::{Style, Verbosity, safe, wrap};
use crate::diagnostic::{RuleId, Severity};
use crate::eval::{Question, Status};
use crate::lint::Report;
use crate::rule::RuleSet;
use crate::source::{SourceId, Sources};
use jiff::civil::Date;
use std::io::{self, Write};

/// Rules and facts named in one sentence; further ones are counted.
const MOST_NAMES: usize = 8;

/// The closing line of an audit: the day of the law, and what a verdict does not say.
pub fn law_note(as_of: Date) -> String {
    format!("Law as of {as_of}. Satisfied means that the text says it, not that practice follows.")
}

/// `1 policy`, `3 policies`.
pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// A source's name, harmless.
pub(super) fn name(sources: &Sources, id: SourceId) -> String {
    sources.get(id).map_or_else(|| "?".to_owned(), |s| safe::line(s.name()).into_owned())
}

/// One line: which packs were applied to a policy, why, and how to choose.
pub(super) fn packs(
    out: &mut dyn Write,
    sources: &Sources,
    report: &Report,
    style: Style,
    verbosity: Verbosity,
) -> io::Result<()> {
    let list = |applied: bool| -> Vec<String> {
        let uses = report.audit.packs.iter().filter(|p| p.applied == applied);
        uses.map(|p| format!("{} ({})", safe::line(&p.pack), safe::line(&p.why))).collect()
    };
    let applied = list(true);
    let head = match applied.len() {
        0 => "no pack applied".to_owned(),
        1 => format!("pack {}", applied.join(", ")),
        _ => format!("packs {}", applied.join(", ")),
    };
    let left = list(false);
    let left = if verbosity == Verbosity::Verbose && !left.is_empty() {
        format!("; not applied: {}", left.join(", "))
    } else {
        String::new()
    };
    let text = format!("{head}{left}; choose with --pack or a profile in clauselint.yaml");
    let path = name(sources, report.source);
    wrap::hanging(out, &format!("{path}: "), &text, style.columns().max(safe::text_width(&path) + 40))
}

/// Counts of the verdicts of one policy, by pack.
pub(super) fn verdicts(
    out: &mut dyn Write,
    sources: &Sources,
    report: &Report,
    rules: &RuleSet,
    style: Style,
) -> io::Result<()> {
    let path = name(sources, report.source);
    for pack in &rules.packs {
        let of_pack =
            |status| report.audit.verdicts.iter().filter(|v| v.id.pack() == pack.name && v.status == status).count();
        let text = statuses(of_pack);
        if !text.is_empty() {
            wrap::hanging(out, &format!("{path}: {}: ", pack.name), &text, style.columns())?;
        }
    }
    Ok(())
}

/// `20 satisfied, 5 missing`; statuses without a verdict are left out.
pub(super) fn statuses(of: impl Fn(Status) -> usize) -> String {
    let all = [Status::Satisfied, Status::Missing, Status::Violated, Status::NotApplicable];
    let parts: Vec<_> = all
        .into_iter()
        .map(|s| (of(s), s.as_str().replace('-', " ")))
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| format!("{n} {word}"))
        .collect();
    parts.join(", ")
}

/// One note for all that the profile leaves open.
pub(super) fn questions(out: &mut dyn Write, reports: &[&Report], style: Style) -> io::Result<()> {
    let mut merged: Vec<Question> = Vec::new();
    let mut rules: Vec<&RuleId> = Vec::new();
    for question in reports.iter().flat_map(|r| &r.audit.questions) {
        if !merged.iter().any(|q| q.about == question.about) {
            merged.push(question.clone());
        }
        rules.extend(&question.rules);
    }
    if merged.is_empty() {
        return Ok(());
    }
    rules.sort_unstable();
    rules.dedup();
    let mut names: Vec<_> = merged.iter().take(MOST_NAMES).map(asked).collect();
    if merged.len() > MOST_NAMES {
        names.push(format!("and {} more", merged.len() - MOST_NAMES));
    }
    let audience = merged.iter().any(|q| q.about == "audience");
    let facts = merged.iter().any(|q| q.about != "audience");
    let place = match (audience, facts) {
        (true, true) => "profile.audience and profile.facts",
        (true, false) => "profile.audience",
        _ => "profile.facts",
    };
    let waiting = if rules.len() == 1 { "1 rule waits" } else { &format!("{} rules wait", rules.len()) };
    let text =
        format!("{waiting} for facts that the profile does not give: {}; set them under {place}", names.join(", "));
    wrap::hanging(out, "note: ", &text, style.columns())
}

/// `uses-cookies (Uses cookies or similar)`.
fn asked(question: &Question) -> String {
    let about = safe::line(question.about.strip_prefix("fact ").unwrap_or(&question.about));
    if question.meaning.trim().is_empty() {
        about.into_owned()
    } else {
        format!("{about} ({})", safe::line(&question.meaning))
    }
}

/// `2 errors, 5 warnings, 1 info in 1 policy`.
pub(super) fn closing(out: &mut dyn Write, reports: &[&Report], style: Style) -> io::Result<()> {
    let found =
        |severity| reports.iter().flat_map(|r| &r.findings).filter(|f| f.diagnostic.severity == severity).count();
    let counts = severities(found);
    let policies = count(reports.len(), "policy", "policies");
    let text = if counts.is_empty() { format!("no findings in {policies}") } else { format!("{counts} in {policies}") };
    wrap::paragraph(out, &text, 0, style.columns())
}

/// `2 errors, 1 info`; empty when nothing was found.
pub(super) fn severities(found: impl Fn(Severity) -> usize) -> String {
    let words = [
        (Severity::Error, "error", "errors"),
        (Severity::Warning, "warning", "warnings"),
        (Severity::Info, "info", "infos"),
    ];
    let parts: Vec<_> = words
        .into_iter()
        .map(|(severity, one, many)| (found(severity), one, many))
        .filter(|(n, ..)| *n > 0)
        .map(|(n, one, many)| count(n, one, many))
        .collect();
    parts.join(", ")
}
