//! `clauselint diff`: two versions of a policy, judged alike and compared.

use super::args::{Diff, DiffFormat, Input};
use super::session::{How, Judged, Session};
use super::{Exit, Terminal};
use crate::compare::{self, Comparison};
use crate::diagnostic::{Diagnostic, Finding};
use crate::lint::Report;
use crate::project::{self, Entry, Policy};
use crate::report::compare::{self as shown, Change, Compared, Kind, ValueChange};
use crate::report::machine::Run;
use crate::report::{self, Style, Verbosity};
use crate::rule::RuleSet;
use crate::source::{SourceId, Sources};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Runs the command.
pub fn run(args: &Diff, stdin: &mut dyn Read, terminal: &mut Terminal<'_>) -> io::Result<Exit> {
    let opened = sides(args).map_err(|problem| (Sources::default(), vec![problem]));
    let opened = opened.and_then(|(old, new)| open(args, old, new, stdin));
    let (mut session, old) = match opened {
        Ok(opened) => opened,
        Err((sources, wrong)) => {
            terminal.problems(&sources, &wrong, false)?;
            return Ok(Exit::Error);
        }
    };
    let judged = session.judge(&args.judging, How { fail_on: args.fail_on.map(Into::into), ..How::default() });
    terminal.problems(&session.project.sources, &session.project.problems, false)?;
    let sides = match (old, judged.as_slice()) {
        (Old::Text, [new, old]) => Some((new, Some(&old.report))),
        (Old::Nothing, [new]) => Some((new, None)),
        _ => None,
    };
    let Some((new, old_report)) = sides.filter(|_| !session.has_errors()) else {
        if args.output_format == DiffFormat::Json && args.output_file.is_none() {
            shown::json::nothing(terminal.out, &session.project.sources, &session.project.problems)?;
        }
        return Ok(Exit::Error);
    };
    let comparison = compare::compare(old_report.map(|r| &r.audit), &new.report.audit);
    let name = args.git.as_deref().map(|rev| format!("{rev}:{}", name_of(&session, new.report.source)));
    let old_name = old_report.map(|r| name_of(&session, r.source)).or(name).unwrap_or_default();
    let compared = tell(&comparison, new, old_report, &old_name, session.sets.get(new.set));
    let failed = compared.changes.iter().any(|c| c.fails) && !args.exit_zero;
    let exit = if failed { Exit::Findings } else { Exit::Clean };
    deliver(args, &session, (&compared, &judged), exit, terminal)
}

/// What the old side is.
#[derive(Clone, Copy)]
enum Old {
    /// A text, which is judged after the new one.
    Text,
    /// There was none at the revision.
    Nothing,
}

/// The old file, unless git is to give it, and the new one.
fn sides(args: &Diff) -> Result<(Option<&Path>, &Path), Diagnostic> {
    let wrong = |what: &str| {
        let problem = Diagnostic::error("usage", what);
        Err(problem.note("`clauselint diff OLD NEW`, or `clauselint diff --git REV -- FILE`"))
    };
    match (args.git.is_some(), args.files.as_slice()) {
        (true, [file]) if file.as_os_str() == "-" => wrong("standard input has no revision"),
        (true, [file]) => Ok((None, file)),
        (true, _) => wrong("--git takes one file"),
        (false, [old, new]) if old.as_os_str() == "-" && new.as_os_str() == "-" => {
            wrong("only one of the two can be standard input")
        }
        (false, [old, new]) => Ok((Some(old), new)),
        (false, _) => wrong("there is nothing to compare the file with"),
    }
}

/// Reads the new policy with its configuration, then the old one, which is to be judged under the same.
fn open(
    args: &Diff,
    old: Option<&Path>,
    new: &Path,
    stdin: &mut dyn Read,
) -> Result<(Session, Old), (Sources, Vec<Diagnostic>)> {
    let input = Input {
        paths: vec![PathBuf::from(new)],
        stdin_filename: None,
        input_format: args.input_format,
        max_size: None,
        config: args.config.clone(),
    };
    let mut session = Session::open(&input, &args.judging, stdin)?;
    let project = &mut session.project;
    let [policy] = project.policies.as_slice() else {
        if !project.policies.is_empty() {
            let problem = Diagnostic::error("usage", "diff compares two files, and this is a folder of several");
            project.problems.push(problem);
        }
        project.policies.clear();
        return Ok((session, Old::Nothing));
    };
    let format = args.input_format.map(Into::into);
    let read = match (old, args.git.as_deref()) {
        (None, Some(rev)) => project::at_revision(rev, &policy.path, format, &mut project.sources),
        (Some(old), _) => project::policy_text(old, format, stdin, &mut project.sources).map(Some),
        (None, None) => Ok(None),
    };
    let old = match read {
        Ok(Some(entry)) => {
            // Both are judged alike, so the settings are those of the new text.
            let Entry { source, format, markup, said } = entry;
            let twin = Policy { source, format, markup, ..policy.clone() };
            project.problems.extend(said);
            project.policies.push(twin);
            Old::Text
        }
        Ok(None) => Old::Nothing,
        Err(problem) => {
            project.problems.push(problem);
            Old::Nothing
        }
    };
    Ok((session, old))
}

fn name_of(session: &Session, id: SourceId) -> String {
    session.project.sources.get(id).map_or_else(String::new, |s| s.name().to_owned())
}

/// The comparison as the formats take it, with what the rules and the findings say.
fn tell<'a>(
    comparison: &'a Comparison<'a>,
    new: &'a Judged,
    old: Option<&Report>,
    old_name: &'a str,
    rules: Option<&'a RuleSet>,
) -> Compared<'a> {
    let report = &new.report;
    let change = |c: &'a compare::Change<'a>| {
        let id = c.verdict().map_or("", |v| v.id.0.as_str());
        let title = rules.and_then(|r| r.find(id)).map_or(id, |(_, rule)| rule.title.as_str());
        let says = |f: &&'a Finding| f.rule.0 == id;
        let open = report.findings.iter().find(says);
        let accepted = report.suppressed.iter().map(|s| &s.finding).find(says);
        let message = open.or(accepted).map_or(title, |f| f.diagnostic.message.as_str());
        let is_lost = c.kind == compare::Kind::Lost;
        let grave = c.after.is_some_and(|v| v.severity >= new.fail_on);
        let kind = kind(c.kind);
        let fails = is_lost && grave && open.is_some();
        let accepted = is_lost && open.is_none() && accepted.is_some();
        Change { kind, title, message, before: c.before, after: c.after, why: &c.why, accepted, fails }
    };
    let value = |v: &'a compare::ValueChange<'a>| ValueChange {
        name: v.name,
        rules: v.rules.iter().map(|r| r.0.as_str()).collect(),
        gone: v.gone.clone(),
        new: v.new.clone(),
    };
    let packs = |now| comparison.packs.iter().filter(move |p| p.now == now).map(|p| p.usage).collect();
    Compared {
        old: old.map(|r| r.source),
        old_name,
        new: report.source,
        as_of: report.audit.as_of,
        changes: comparison.changes.iter().map(change).collect(),
        values: comparison.values.iter().map(value).collect(),
        packs_now: packs(true),
        packs_before: packs(false),
        unchanged: comparison.unchanged,
    }
}

fn kind(kind: compare::Kind) -> Kind {
    match kind {
        compare::Kind::Lost => Kind::Lost,
        compare::Kind::StillUnmet => Kind::StillUnmet,
        compare::Kind::Applicable => Kind::Applicable,
        compare::Kind::ApplicableMet => Kind::ApplicableMet,
        compare::Kind::Gained => Kind::Gained,
        compare::Kind::NoLonger => Kind::NoLonger,
    }
}

/// Writes the comparison to its file or to standard output.
fn deliver(
    args: &Diff,
    session: &Session,
    (compared, judged): (&Compared<'_>, &[Judged]),
    exit: Exit,
    terminal: &mut Terminal<'_>,
) -> io::Result<Exit> {
    let (sources, problems) = (&session.project.sources, session.project.problems.as_slice());
    let write = |out: &mut dyn Write, style: &Style, talk: Verbosity| match args.output_format {
        DiffFormat::Human => shown::human::compare(out, sources, compared, style, talk),
        DiffFormat::Json => shown::json::compare(out, sources, compared, problems),
        DiffFormat::Markdown => shown::markdown::compare(out, sources, compared, problems),
        DiffFormat::Html => {
            let judged = session.judgements(judged);
            report::compare_page(out, &Run { sources, judged: &judged, problems }, compared)
        }
    };
    let Some(file) = &args.output_file else {
        // A reader that went away does not change what was found.
        return match write(terminal.out, &terminal.style, terminal.verbosity) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
            _ => Ok(exit),
        };
    };
    let mut bytes = Vec::new();
    write(&mut bytes, &Style { width: 100, ..Style::default() }, Verbosity::Normal)?;
    match project::write(file, &bytes) {
        Ok(()) => Ok(exit),
        Err(problem) => {
            terminal.problems(sources, &[problem], false)?;
            Ok(Exit::Error)
        }
    }
}
