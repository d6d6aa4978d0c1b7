//! Where output goes and how it looks there: colours, width, verbosity.

use super::args::{Cli, Color, Hyperlinks};
use crate::diagnostic::Diagnostic;
use crate::report::{self, Style, Verbosity};
use crate::source::Sources;
use std::io::{self, IsTerminal, Write};
use supports_hyperlinks::Stream;

/// Columns when the output is no terminal.
const WIDTH: usize = 100;

/// The two streams of a run.
pub struct Terminal<'a> {
    /// Findings and reports.
    pub out: &'a mut dyn Write,
    /// What went wrong.
    pub err: &'a mut dyn Write,
    /// How `out` looks.
    pub style: Style,
    /// How `err` looks.
    pub err_style: Style,
    /// How much people want to read.
    pub verbosity: Verbosity,
}

impl<'a> Terminal<'a> {
    /// Decides on colours and width by the arguments, the environment and the two streams of the process.
    pub fn new(cli: &Cli, out: &'a mut dyn Write, err: &'a mut dyn Write) -> Self {
        let width = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
        let width = width.or_else(|| terminal_size::terminal_size().map(|(w, _)| usize::from(w.0))).unwrap_or(WIDTH);
        let style = |is_terminal, stream| Style {
            width,
            color: colored(cli.color, is_terminal, &|name| std::env::var(name).ok()),
            links: match cli.hyperlinks {
                Hyperlinks::Auto => is_terminal && supports_hyperlinks::on(stream),
                Hyperlinks::Always => true,
                Hyperlinks::Never => false,
            },
        };
        let verbosity = match (cli.quiet, cli.verbose) {
            (true, _) => Verbosity::Quiet,
            (_, true) => Verbosity::Verbose,
            _ => Verbosity::Normal,
        };
        Self {
            out,
            err,
            style: style(io::stdout().is_terminal(), Stream::Stdout),
            err_style: style(io::stderr().is_terminal(), Stream::Stderr),
            verbosity,
        }
    }

    /// Shows what went wrong, on standard error; one line each when `short`.
    pub fn problems(&mut self, sources: &Sources, problems: &[Diagnostic], short: bool) -> io::Result<()> {
        if short {
            return report::short::diagnostics(self.err, sources, problems);
        }
        for problem in problems {
            report::human::diagnostic(self.err, sources, problem, &self.err_style)?;
        }
        // What went wrong stands before what was found all the same.
        self.err.flush()
    }
}

/// Whether to colour. `NO_COLOR` (not empty) forbids, `CLICOLOR_FORCE` (not 0) demands; an argument beats both.
fn colored(choice: Color, is_terminal: bool, env: &dyn Fn(&str) -> Option<String>) -> bool {
    let set = |name: &str| env(name).filter(|v| !v.is_empty());
    match choice {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if set("NO_COLOR").is_some() => false,
        Color::Auto if set("CLICOLOR_FORCE").is_some_and(|v| v != "0") => true,
        Color::Auto => is_terminal && set("TERM").is_none_or(|t| t != "dumb"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_follow_argument_environment_and_terminal() {
        let env = |pairs: &'static [(&str, &str)]| {
            move |name: &str| pairs.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned())
        };
        assert!(colored(Color::Auto, true, &env(&[])));
        assert!(!colored(Color::Auto, false, &env(&[])));
        assert!(!colored(Color::Auto, true, &env(&[("NO_COLOR", "1")])));
        assert!(colored(Color::Auto, true, &env(&[("NO_COLOR", "")])));
        assert!(colored(Color::Auto, false, &env(&[("CLICOLOR_FORCE", "1")])));
        assert!(!colored(Color::Auto, false, &env(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")])));
        assert!(!colored(Color::Auto, true, &env(&[("TERM", "dumb")])));
        assert!(colored(Color::Always, false, &env(&[("NO_COLOR", "1")])));
        assert!(!colored(Color::Never, true, &env(&[("CLICOLOR_FORCE", "1")])));
    }
}
