//! `clauselint audit`: every verdict. A report, so findings do not fail it.

use super::args::{Audit, AuditFormat};
use super::session::{How, Judged, Session, today};
use super::{Exit, Terminal};
use crate::measure::{self, Mapping};
use crate::project::{self, Project};
use crate::report::machine::Run;
use crate::report::{self, Style, Verbosity};
use crate::rule::RuleSet;
use std::io::{self, Read, Write};
use std::path::Path;

/// Runs the command.
pub fn run(args: &Audit, stdin: &mut dyn Read, terminal: &mut Terminal<'_>) -> io::Result<Exit> {
    let mut session = match Session::open(&args.input, &args.judging, stdin) {
        Ok(session) => session,
        Err((sources, wrong)) => {
            terminal.problems(&sources, &wrong, false)?;
            return Ok(Exit::Error);
        }
    };
    if let (AuditFormat::Predictions, Some(mapping)) = (args.output_format, &args.mapping) {
        return predictions(args, session, mapping, terminal);
    }
    session.progress = terminal.verbosity != Verbosity::Quiet;
    let judged = session.judge(&args.judging, How::default());
    terminal.problems(&session.project.sources, &session.project.problems, false)?;
    let exit = if session.has_errors() { Exit::Error } else { Exit::Clean };
    let Some(file) = &args.output_file else {
        let (style, verbosity) = (terminal.style, terminal.verbosity);
        write(args.output_format, &session, &judged, terminal.out, (style, verbosity))?;
        return Ok(exit);
    };
    let mut bytes = Vec::new();
    let plain = (Style { width: 100, ..Style::default() }, Verbosity::Normal);
    write(args.output_format, &session, &judged, &mut bytes, plain)?;
    if let Err(problem) = project::write(file, &bytes) {
        terminal.problems(&session.project.sources, &[problem], false)?;
        return Ok(Exit::Error);
    }
    Ok(exit)
}

fn write(
    format: AuditFormat,
    session: &Session,
    judged: &[Judged],
    out: &mut dyn Write,
    (style, verbosity): (Style, Verbosity),
) -> io::Result<()> {
    let Project { sources, problems, .. } = &session.project;
    let reports: Vec<_> = judged.iter().map(|j| &j.report).collect();
    match format {
        AuditFormat::Json => report::json::audit(out, sources, &reports, problems),
        AuditFormat::Html => report::page(out, &Run { sources, judged: &session.judgements(judged), problems }),
        _ => report::audit::audit(out, sources, &reports, &style, verbosity),
    }
}

/// One line a policy: which of the mapping's requirements it states, and where.
fn predictions(args: &Audit, mut session: Session, file: &Path, terminal: &mut Terminal<'_>) -> io::Result<Exit> {
    let source = match project::text_file(file, &mut session.project.sources) {
        Ok(source) => source,
        Err(problem) => {
            terminal.problems(&session.project.sources, &[problem], false)?;
            return Ok(Exit::Error);
        }
    };
    let read = |rules: &RuleSet| Mapping::read(&session.project.sources, source, rules);
    let (mappings, problems): (Vec<_>, Vec<_>) = session.sets.iter().map(read).unzip();
    session.project.problems.extend(problems.into_iter().next().unwrap_or_default());
    terminal.problems(&session.project.sources, &session.project.problems, false)?;
    let as_of = args.judging.as_of.unwrap_or_else(today);
    for policy in &session.project.policies {
        let set = session.set(policy.config);
        let (Some(rules), Some(mapping), Some(source)) =
            (session.sets.get(set), mappings.get(set), session.project.sources.get(policy.source))
        else {
            continue;
        };
        let document = policy.document(source);
        let prediction = measure::predict(rules, &document, &policy.path, mapping, as_of);
        serde_json::to_writer(&mut *terminal.out, &prediction)?;
        writeln!(terminal.out)?;
    }
    Ok(if session.has_errors() { Exit::Error } else { Exit::Clean })
}
