//! The comparison in Markdown, for a comment on a pull request or a record of what a new version changes.

use super::super::locate::Locator;
use super::super::markdown::{code, escaped};
use super::super::{safe, summary};
use super::{Change, Compared, Kind, place};
use crate::diagnostic::{Diagnostic, Severity};
use crate::eval::Verdict;
use crate::source::{SourceId, Sources};
use std::io::{self, Write};

/// Requirements of a kind that are listed; further ones are counted.
const MOST_CHANGES: usize = 100;

/// Characters of a passage that are quoted.
const MOST_QUOTED: usize = 160;

/// Writes a heading, the counts, then each kind of change. Errors are those of `out`.
pub fn compare(
    out: &mut dyn Write,
    sources: &Sources,
    compared: &Compared<'_>,
    problems: &[Diagnostic],
) -> io::Result<()> {
    let page = Page { compared, locator: Locator::new(sources) };
    let names = (code(compared.old_name), code(&compared.new_name(sources)));
    writeln!(out, "## Privacy policy comparison\n\n{} → {}: {}", names.0, names.1, compared.counts())?;
    if compared.old.is_none() {
        writeln!(out, "\n{} did not exist: everything is new.", names.0)?;
    }
    page.changes(out, Kind::Lost)?;
    page.changes(out, Kind::StillUnmet)?;
    page.packs(out)?;
    page.changes(out, Kind::Applicable)?;
    page.changes(out, Kind::ApplicableMet)?;
    page.values(out)?;
    page.changes(out, Kind::Gained)?;
    page.changes(out, Kind::NoLonger)?;
    if !problems.is_empty() {
        writeln!(out, "\n### Problems\n")?;
    }
    for problem in problems {
        writeln!(out, "- **{}** {}: {}", problem.severity, code(&problem.code), escaped(&problem.message))?;
    }
    writeln!(out, "\n{}", escaped(&summary::law_note(compared.as_of)))
}

struct Page<'a> {
    compared: &'a Compared<'a>,
    locator: Locator<'a>,
}

impl Page<'_> {
    fn changes(&self, out: &mut dyn Write, kind: Kind) -> io::Result<()> {
        let changes = self.compared.of(kind);
        if changes.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n### {} ({})\n", kind.title(), changes.len())?;
        for change in changes.iter().take(MOST_CHANGES) {
            self.change(out, change)?;
        }
        if changes.len() > MOST_CHANGES {
            writeln!(out, "- and {} more", changes.len() - MOST_CHANGES)?;
        }
        Ok(())
    }

    fn change(&self, out: &mut dyn Write, change: &Change<'_>) -> io::Result<()> {
        let unmet = matches!(change.kind, Kind::Lost | Kind::StillUnmet | Kind::Applicable);
        let sign = match (unmet, change.severity()) {
            (false, _) => "",
            (_, Severity::Error) => "🔴 ",
            (_, Severity::Warning) => "🟡 ",
            (_, Severity::Info) => "🔵 ",
        };
        let severity = if unmet { format!("**{}** ", change.severity()) } else { String::new() };
        let said = if unmet { change.message } else { change.title };
        let accepted = if change.accepted { ", accepted by a suppression" } else { "" };
        writeln!(out, "- {sign}{severity}{} ({}){accepted}", escaped(said), code(change.rule()))?;
        if !change.why.is_empty() {
            writeln!(out, "  - because {}", escaped(change.why))?;
        }
        self.side(out, "before", self.compared.old.zip(change.before))?;
        self.side(out, "now", change.after.map(|v| (self.compared.new, v)))
    }

    /// The place of a verdict with its first words.
    fn side(&self, out: &mut dyn Write, when: &str, side: Option<(SourceId, &Verdict)>) -> io::Result<()> {
        let Some((id, verdict)) = side else { return Ok(()) };
        let Some((span, note)) = place(verdict) else { return Ok(()) };
        let text = self.locator.sources().get(id).map_or("", |s| s.slice(span));
        let line = self.locator.position(id, span.start as usize).line;
        let quoted = safe::folded(text, MOST_QUOTED);
        let note = if note.is_empty() { String::new() } else { format!(": {}", escaped(note)) };
        writeln!(out, "  - {when}, line {line}: “{}”{note}", escaped(&quoted))
    }

    fn packs(&self, out: &mut dyn Write) -> io::Result<()> {
        let (now, before) = (&self.compared.packs_now, &self.compared.packs_before);
        if now.is_empty() && before.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n### Packs ({})\n", now.len() + before.len())?;
        for pack in now {
            writeln!(out, "- became applicable: {}, because {}", code(&pack.pack), escaped(&pack.why))?;
        }
        for pack in before {
            writeln!(
                out,
                "- no longer applicable: {}, which applied because {}",
                code(&pack.pack),
                escaped(&pack.why)
            )?;
        }
        Ok(())
    }

    fn values(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.compared.values.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n### Values that changed ({})\n", self.compared.values.len())?;
        for change in &self.compared.values {
            let rules: Vec<String> = change.rules.iter().map(|r| code(r)).collect();
            let said = change.said(&|v| format!("“{}”", escaped(v)));
            let line = |id, span: crate::source::Span| self.locator.position(id, span.start as usize).line;
            let old = self
                .compared
                .old
                .zip(change.gone.first())
                .map(|(id, v)| format!("before in line {}", line(id, v.span)));
            let new = change.new.first().map(|v| format!("now in line {}", line(self.compared.new, v.span)));
            let places: Vec<String> = new.into_iter().chain(old).collect();
            writeln!(out, "- {said}; {} ({})", places.join(", "), rules.join(", "))?;
        }
        Ok(())
    }
}
