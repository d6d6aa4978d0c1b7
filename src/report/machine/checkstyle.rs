//! Checkstyle's XML, which many dashboards read.

use super::xml::escaped;
use super::{Item, Run, items, relative};
use crate::report::locate::Locator;
use std::io::{self, Write};

/// Writes findings and problems by file; columns count Unicode characters from 1.
pub fn check(out: &mut dyn Write, run: &Run<'_>) -> io::Result<()> {
    let locator = Locator::new(run.sources);
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">")?;
    let items = items(run, &locator);
    for of_file in items.chunk_by(|a, b| a.source == b.source) {
        let Some(first) = of_file.first() else { continue };
        writeln!(out, "  <file name=\"{}\">", escaped(&relative(first.path)))?;
        for item in of_file {
            error(out, item)?;
        }
        writeln!(out, "  </file>")?;
    }
    writeln!(out, "</checkstyle>")
}

fn error(out: &mut dyn Write, item: &Item<'_>) -> io::Result<()> {
    writeln!(
        out,
        "    <error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"clauselint.{}\"/>",
        item.from.line,
        item.from.column,
        item.diagnostic.severity,
        escaped(&item.diagnostic.message),
        escaped(&item.diagnostic.code),
    )
}
