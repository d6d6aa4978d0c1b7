//! `clauselint check`: findings.

use super::args::{Check, CheckFormat};
use super::session::{Judged, Session};
use super::{Exit, Terminal};
use crate::diagnostic::Diagnostic;
use crate::lint::Report;
use crate::report;
use std::io::{self, Read};

/// Runs the command.
pub fn run(args: &Check, stdin: &mut dyn Read, terminal: &mut Terminal<'_>) -> io::Result<Exit> {
    let short = args.output_format == CheckFormat::Short;
    if args.statistics && short {
        let problem = Diagnostic::error("usage", "--statistics goes with --output-format human or json");
        terminal.problems(&crate::source::Sources::default(), &[problem], short)?;
        return Ok(Exit::Error);
    }
    let mut session = match Session::open(&args.input, &args.judging, stdin) {
        Ok(session) => session,
        Err((sources, wrong)) => {
            terminal.problems(&sources, &wrong, short)?;
            return Ok(Exit::Error);
        }
    };
    let format = args.input.input_format.map(Into::into);
    let judged = session.judge(&args.judging, format, args.fail_on.map(Into::into));
    terminal.problems(&session.project.sources, &session.project.problems, short)?;
    let failed = !args.exit_zero && judged.iter().any(fails);
    let exit = match (session.has_errors(), failed) {
        (true, _) => Exit::Error,
        (_, true) => Exit::Findings,
        _ => Exit::Clean,
    };
    // A reader that went away does not change what was found.
    match print(args, &session, judged, terminal) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
        _ => Ok(exit),
    }
}

fn fails(judged: &Judged) -> bool {
    judged.report.findings.iter().any(|f| f.diagnostic.severity >= judged.fail_on)
}

fn print(args: &Check, session: &Session, judged: Vec<Judged>, terminal: &mut Terminal<'_>) -> io::Result<()> {
    let sources = &session.project.sources;
    if args.output_format != CheckFormat::Human {
        let reports: Vec<Report> = judged.into_iter().map(|j| j.report).collect();
        return match args.output_format {
            CheckFormat::Short => report::short::check(terminal.out, sources, &reports),
            _ if args.statistics => report::statistics::statistics_json(terminal.out, &reports),
            _ => report::json::check(terminal.out, sources, &reports, &session.project.problems),
        };
    }
    // People's output names rules, so policies are shown by rule set; nearly always there is only one.
    let mut by_set: Vec<Vec<Report>> = session.sets.iter().map(|_| Vec::new()).collect();
    for judged in judged {
        if let Some(reports) = by_set.get_mut(judged.set) {
            reports.push(judged.report);
        }
    }
    for (reports, rules) in by_set.iter().zip(&session.sets).filter(|(reports, _)| !reports.is_empty()) {
        if args.statistics {
            report::statistics::statistics(terminal.out, reports, rules, &terminal.style)?;
        } else {
            report::human::check(terminal.out, sources, reports, rules, &terminal.style, terminal.verbosity)?;
        }
    }
    Ok(())
}
