//! Workflow commands of GitHub Actions: annotations on the lines of a pull request.

use super::{Run, items, relative};
use crate::diagnostic::Severity;
use crate::report::locate::Locator;
use std::io::{self, Write};

/// Writes one `::error` (`::warning`, `::notice`) line a finding; columns count Unicode characters from 1.
pub fn check(out: &mut dyn Write, run: &Run<'_>) -> io::Result<()> {
    let locator = Locator::new(run.sources);
    for item in items(run, &locator) {
        let command = match item.diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let (path, title) = (property(&relative(item.path)), property(&item.diagnostic.code));
        let (from, to) = (item.from, item.to);
        write!(out, "::{command} file={path},line={},endLine={}", from.line, to.line)?;
        // GitHub takes columns only within one line.
        if from.line == to.line {
            write!(out, ",col={},endColumn={}", from.column, to.column)?;
        }
        writeln!(out, ",title={title}::{}", data(&item.text()))?;
    }
    for problem in run.problems.iter().filter(|p| p.labels.is_empty()) {
        writeln!(out, "::error title={}::{}", property(&problem.code), data(&problem.message))?;
    }
    Ok(())
}

fn data(text: &str) -> String {
    crate::report::safe::text(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
