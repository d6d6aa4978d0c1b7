//! One line a finding: `file:line:col: severity[rule]: message`, as editors' error formats expect.
//!
//! Columns count Unicode characters from 1. Never a raw line break or control character in a line.

use super::locate::Locator;
use super::safe;
use crate::diagnostic::Diagnostic;
use crate::lint::Report;
use crate::source::Sources;
use std::io::{self, Write};

/// Writes the findings of all policies, one line each.
pub fn check(out: &mut dyn Write, sources: &Sources, reports: &[&Report]) -> io::Result<()> {
    let findings = reports.iter().flat_map(|r| &r.findings);
    diagnostics(out, sources, findings.map(|f| &f.diagnostic))
}

/// Writes diagnostics, one line each; those without a place start with the severity.
pub fn diagnostics<'a>(
    out: &mut dyn Write,
    sources: &Sources,
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
) -> io::Result<()> {
    let locator = Locator::new(sources);
    for diagnostic in diagnostics {
        if let Some(label) = diagnostic.primary().or(diagnostic.labels.first())
            && let Some(source) = sources.get(label.source)
        {
            let position = locator.position(label.source, label.span.start as usize);
            write!(out, "{}:{}:{}: ", safe::line(source.name()), position.line, position.column)?;
        }
        let Diagnostic { severity, code, message, .. } = diagnostic;
        writeln!(out, "{severity}[{}]: {}", safe::line(code), safe::line(message))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;
    use crate::source::{Source, Span};

    #[test]
    fn a_line_a_finding() {
        let (sources, _, reports) = fixture::run();
        let mut out = Vec::new();
        check(&mut out, &sources, &fixture::refs(&reports)).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap());
    }

    #[test]
    fn no_message_breaks_the_line() {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("a\nb.md", "日本 x"));
        let all = [
            Diagnostic::error("config", "two\nlines \u{1b}[0m").at(id, Span::new(7, 8), ""),
            Diagnostic::error("input", "cannot read c.md"),
        ];
        let mut out = Vec::new();
        diagnostics(&mut out, &sources, &all).unwrap();
        let shown = String::from_utf8(out).unwrap();
        assert_eq!(shown, "a b.md:1:4: error[config]: two lines ␛[0m\nerror[input]: cannot read c.md\n");
    }
}
