//! The comparison for people: both places of what was lost or gained, drawn; the rest in rows.

use super::super::{Style, Verbosity, human, locate::Locator, paint, safe, summary, wrap};
use super::{Change, Compared, Kind, ValueChange, place};
use crate::diagnostic::{Diagnostic, Severity};
use crate::eval::{PackUse, Stated, Status, Verdict};
use crate::source::{SourceId, Sources};
use std::io::{self, Write};

/// Places of the evidence that are drawn on either side.
const MOST_PLACES: usize = 3;

/// Writes what was lost; then, unless quiet, what else differs, and the counts. Errors are those of `out`.
pub fn compare(
    out: &mut dyn Write,
    sources: &Sources,
    compared: &Compared<'_>,
    style: &Style,
    verbosity: Verbosity,
) -> io::Result<()> {
    let page = Page { compared, style: *style, locator: Locator::new(sources) };
    page.drawn(out, Kind::Lost)?;
    if verbosity == Verbosity::Quiet {
        return Ok(());
    }
    page.drawn(out, Kind::StillUnmet)?;
    page.packs(out)?;
    page.rows(out, Kind::Applicable)?;
    if verbosity == Verbosity::Verbose {
        page.rows(out, Kind::ApplicableMet)?;
    }
    page.values(out)?;
    page.drawn(out, Kind::Gained)?;
    page.rows(out, Kind::NoLonger)?;
    if compared.old.is_none() {
        let text = format!("{} did not exist: everything is new", safe::line(compared.old_name));
        wrap::paragraph(out, &text, 0, style.columns())?;
    }
    let names = format!("{} → {}: ", safe::line(compared.old_name), compared.new_name(sources));
    let columns = style.columns().max(safe::text_width(&names) + 40);
    wrap::hanging(out, &names, &compared.counts(), columns)?;
    wrap::paragraph(out, &summary::law_note(compared.as_of), 0, style.columns())
}

struct Page<'a> {
    compared: &'a Compared<'a>,
    style: Style,
    locator: Locator<'a>,
}

impl Page<'_> {
    fn heading(&self, out: &mut dyn Write, title: &str, count: usize) -> io::Result<()> {
        paint::write(out, self.style.color, paint::BOLD, &format!("{title} ({count})"))?;
        out.write_all(b"\n\n")
    }

    /// Requirements with both places drawn.
    fn drawn(&self, out: &mut dyn Write, kind: Kind) -> io::Result<()> {
        let changes = self.compared.of(kind);
        if changes.is_empty() {
            return Ok(());
        }
        self.heading(out, kind.title(), changes.len())?;
        for change in changes {
            human::draw(out, &self.locator, &self.diagnostic(change), self.style)?;
        }
        Ok(())
    }

    fn diagnostic(&self, change: &Change<'_>) -> Diagnostic {
        let severity = if change.kind == Kind::Gained { Severity::Info } else { change.severity() };
        let said = match change.kind {
            Kind::Lost => format!("lost: {}", change.message),
            Kind::Gained => format!("gained: {}", change.title),
            _ => change.message.to_owned(),
        };
        let mut shown = Diagnostic::new(severity, change.rule(), said);
        if let (Some(old), Some(before)) = (self.compared.old, change.before) {
            for (span, note) in places(before, "before") {
                shown = shown.see(old, span, note);
            }
        }
        for (span, note) in change.after.map(|v| places(v, "now")).unwrap_or_default() {
            shown = shown.at(self.compared.new, span, note);
        }
        if change.kind == Kind::Gained && change.severity() > Severity::Info {
            shown = shown.note(format!("severity: {}", change.severity()));
        }
        if change.accepted {
            shown = shown.note("accepted by a suppression; it does not fail the run");
        }
        shown
    }

    /// Requirements in one row each, by the reason why they apply, or no longer do.
    fn rows(&self, out: &mut dyn Write, kind: Kind) -> io::Result<()> {
        let changes = self.compared.of(kind);
        if changes.is_empty() {
            return Ok(());
        }
        self.heading(out, kind.title(), changes.len())?;
        let mut reasons: Vec<(&str, Vec<&Change<'_>>)> = Vec::new();
        for change in changes {
            match reasons.iter_mut().find(|(why, _)| *why == change.why) {
                Some((_, same)) => same.push(change),
                None => reasons.push((change.why, vec![change])),
            }
        }
        for (why, same) in reasons {
            if !why.is_empty() {
                wrap::paragraph(out, &format!("because {}:", safe::line(why)), 2, self.style.columns())?;
            }
            for change in same {
                self.row(out, change)?;
            }
        }
        out.write_all(b"\n")
    }

    fn row(&self, out: &mut dyn Write, change: &Change<'_>) -> io::Result<()> {
        let gone = change.kind == Kind::NoLonger;
        let (source, verdict) =
            if gone { (self.compared.old, change.before) } else { (Some(self.compared.new), change.after) };
        let at = source.zip(verdict.and_then(place)).map(|(id, (span, _))| (id, span.start));
        let line = at.map_or(String::new(), |(id, byte)| format!("{}, ", self.line(id, byte)));
        let (word, text) = match (verdict.map(|v| v.status), gone) {
            (_, true) => ("info".to_owned(), format!("{line}{}", change.title)),
            (Some(Status::Satisfied), _) => ("satisfied".to_owned(), format!("{line}{}", change.title)),
            _ => (change.severity().to_string(), format!("{line}{}", change.message)),
        };
        let head = format!("    {word}[{}]: ", safe::line(change.rule()));
        wrap::hanging(out, &head, &safe::line(&text), self.style.columns().max(safe::text_width(&head) + 40))
    }

    fn line(&self, id: SourceId, byte: u32) -> String {
        let line = self.locator.position(id, byte as usize).line;
        if Some(id) == self.compared.old { format!("before in line {line}") } else { format!("line {line}") }
    }

    fn packs(&self, out: &mut dyn Write) -> io::Result<()> {
        let said = |pack: &PackUse, text: &str| {
            format!("{text} {}, because {}", safe::line(&pack.pack), safe::line(&pack.why))
        };
        let now = self.compared.packs_now.iter().map(|p| said(p, "became applicable: pack"));
        let before = self.compared.packs_before.iter();
        let before =
            before.map(|p| said(p, "no longer applicable: pack").replace(", because ", ", which applied because "));
        let all: Vec<String> = now.chain(before).collect();
        if all.is_empty() {
            return Ok(());
        }
        self.heading(out, "Packs", all.len())?;
        for line in &all {
            wrap::hanging(out, "  ", line, self.style.columns())?;
        }
        out.write_all(b"\n")
    }

    fn values(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.compared.values.is_empty() {
            return Ok(());
        }
        self.heading(out, "Values that changed", self.compared.values.len())?;
        for change in &self.compared.values {
            human::draw(out, &self.locator, &self.value(change), self.style)?;
        }
        Ok(())
    }

    fn value(&self, change: &ValueChange<'_>) -> Diagnostic {
        let code = change.rules.first().copied().unwrap_or_default();
        let mut shown = Diagnostic::new(Severity::Info, code, change.said(&|v| format!("“{v}”")));
        let said = |value: &Stated, when: &str| format!("{when} {}", value.value);
        for value in change.gone.iter().take(MOST_PLACES) {
            shown.labels.extend(self.compared.old.map(|id| label(id, value, said(value, "before:"), false)));
        }
        for value in change.new.iter().take(MOST_PLACES) {
            shown.labels.push(label(self.compared.new, value, said(value, "now:"), true));
        }
        match change.rules.get(1..).unwrap_or_default() {
            [] => shown,
            others => shown.note(format!("also in {}", others.join(", "))),
        }
    }
}

fn label(source: SourceId, value: &Stated, message: String, primary: bool) -> crate::diagnostic::Label {
    crate::diagnostic::Label { source, span: value.span, message, primary }
}

/// What is drawn of a verdict on one side: the first places of its evidence, or the closest passage.
fn places(verdict: &Verdict, when: &str) -> Vec<(crate::source::Span, String)> {
    let Some((first, note)) = place(verdict) else { return Vec::new() };
    let word = match verdict.status {
        Status::Satisfied => "stated here",
        Status::Violated => "against the rule",
        _ => "",
    };
    let said = |note: &str| match (word.is_empty(), note.is_empty()) {
        (true, _) => format!("{when}: {note}"),
        (_, true) => format!("{when}: {word}"),
        _ => format!("{when}: {word}: {note}"),
    };
    let further = verdict.evidence.iter().skip(1).take(MOST_PLACES - 1).filter(|_| !word.is_empty());
    std::iter::once((first, said(note))).chain(further.map(|p| (p.span, said(&p.note)))).collect()
}
