//! `clauselint audit`: every verdict. A report, so findings do not fail it.

use super::args::{Audit, TreeFormat};
use super::session::Session;
use super::{Exit, Terminal};
use crate::report;
use std::io::{self, Read};

/// Runs the command.
pub fn run(args: &Audit, stdin: &mut dyn Read, terminal: &mut Terminal<'_>) -> io::Result<Exit> {
    let mut session = match Session::open(&args.input, &args.judging, stdin) {
        Ok(session) => session,
        Err((sources, wrong)) => {
            terminal.problems(&sources, &wrong, false)?;
            return Ok(Exit::Error);
        }
    };
    let judged = session.judge(&args.judging, args.input.input_format.map(Into::into), None);
    let reports: Vec<_> = judged.into_iter().map(|j| j.report).collect();
    let sources = &session.project.sources;
    terminal.problems(sources, &session.project.problems, false)?;
    match args.output_format {
        TreeFormat::Human => {
            report::audit::audit(terminal.out, sources, &reports, &terminal.style, terminal.verbosity)?;
        }
        TreeFormat::Json => report::json::audit(terminal.out, sources, &reports, &session.project.problems)?,
    }
    Ok(if session.has_errors() { Exit::Error } else { Exit::Clean })
}
