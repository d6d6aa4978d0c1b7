//! `clauselint waivers`: the register of what is suppressed. A report, so it fails only on errors.

use super::args::{TreeFormat, Waivers};
use super::session::{How, Session};
use super::{Exit, Terminal};
use crate::report;
use std::io::{self, Read};

/// Runs the command.
pub fn run(args: &Waivers, stdin: &mut dyn Read, terminal: &mut Terminal<'_>) -> io::Result<Exit> {
    let mut session = match Session::open(&args.input, &args.judging, stdin) {
        Ok(session) => session,
        Err((sources, wrong)) => {
            terminal.problems(&sources, &wrong, false)?;
            return Ok(Exit::Error);
        }
    };
    let judged = session.judge(&args.judging, How::default());
    let sources = &session.project.sources;
    terminal.problems(sources, &session.project.problems, false)?;
    let reports: Vec<_> = judged.iter().map(|j| &j.report).collect();
    match args.output_format {
        TreeFormat::Human => report::waivers::waivers(terminal.out, sources, &reports, &terminal.style)?,
        TreeFormat::Json => report::waivers::json(terminal.out, sources, &reports, &session.project.problems)?,
    }
    Ok(if session.has_errors() { Exit::Error } else { Exit::Clean })
}
