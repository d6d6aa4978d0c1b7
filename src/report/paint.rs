//! Colours, in one place. Says what a colour is for, never when colours are wanted: the caller knows that.

use crate::diagnostic::Severity;
use anstyle::{AnsiColor, Style as Ansi};
use std::io::{self, Write};

/// No colour.
pub(super) const PLAIN: Ansi = Ansi::new();
/// What stands out: messages, names.
pub(super) const BOLD: Ansi = Ansi::new().bold();
/// What stands back: gutters, places.
pub(super) const DIM: Ansi = Ansi::new().dimmed();
/// Line numbers, borders and secondary labels.
pub(super) const FRAME: Ansi = AnsiColor::Cyan.on_default();
/// What is in order.
pub(super) const GOOD: Ansi = AnsiColor::Green.on_default();

/// What is not in order.
pub(super) const FAILED: Ansi = AnsiColor::Red.on_default();

/// The colour of a severity: error red, warning yellow, info blue.
pub(super) fn severity(severity: Severity) -> Ansi {
    match severity {
        Severity::Error => AnsiColor::Red.on_default(),
        Severity::Warning => AnsiColor::Yellow.on_default(),
        Severity::Info => AnsiColor::Blue.on_default(),
    }
}

/// Writes `text` in a colour, if colours are wanted.
pub(super) fn write(out: &mut dyn Write, color: bool, style: Ansi, text: &str) -> io::Result<()> {
    if color && style != PLAIN && !text.is_empty() {
        write!(out, "{style}{text}{style:#}")
    } else {
        out.write_all(text.as_bytes())
    }
}
