//! `clauselint check`: findings.

use super::args::{Check, CheckFormat};
use super::session::{How, Judged, Session};
use super::{Exit, Terminal, baseline};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Report;
use crate::project;
use crate::report::machine::{self, Run};
use crate::report::{self, Style, Verbosity};
use crate::source::Sources;
use std::io::{self, Read, Write};
use std::path::Path;
use std::time::{Duration, Instant};

/// Runs the command.
pub fn run(args: &Check, stdin: &mut dyn Read, terminal: &mut Terminal<'_>) -> io::Result<Exit> {
    let begun = Instant::now();
    let short = args.output_format == CheckFormat::Short;
    if let Some(problem) = wrong_use(args) {
        terminal.problems(&Sources::default(), &[problem], short)?;
        return Ok(Exit::Error);
    }
    let mut session = match Session::open(&args.input, &args.judging, stdin) {
        Ok(session) => session,
        Err((sources, wrong)) => {
            terminal.problems(&sources, &wrong, short)?;
            return Ok(Exit::Error);
        }
    };
    let unchanged = match since(args, &mut session) {
        Ok(unchanged) => unchanged,
        Err(problem) => {
            terminal.problems(&session.project.sources, &[problem], short)?;
            return Ok(Exit::Error);
        }
    };
    let opened = begun.elapsed();
    let how = How {
        fail_on: args.fail_on.map(Into::into),
        findings_only: !formats(args).any(|f| matches!(f, CheckFormat::Html | CheckFormat::Junit)),
        timed: args.timing,
    };
    session.progress = terminal.verbosity != Verbosity::Quiet;
    let mut judged = session.judge(&args.judging, how);
    let whole = unchanged.is_none() && args.input.paths.iter().all(|p| p.is_dir());
    let mut said = session.suppression_problems(&judged, whole);
    if let Some(file) = &args.baseline {
        said.extend(baseline::apply(file, &mut session.project, &mut judged));
    }
    let least = args.fail_on.map_or(Severity::Warning, Into::into);
    let failed = judged.iter().any(fails) || said.iter().any(|p| p.severity >= least);
    session.project.problems.extend(said);
    terminal.problems(&session.project.sources, &session.project.problems, short)?;
    if let (Some(unchanged), Some(rev)) = (unchanged, &args.since) {
        told(rev, unchanged, judged.len(), terminal)?;
    }
    let failed = !args.exit_zero && failed;
    let exit = match (session.has_errors(), failed) {
        (true, _) => Exit::Error,
        (_, true) => Exit::Findings,
        _ => Exit::Clean,
    };
    let exit = deliver(args, (&session, &judged), (begun, opened), exit, terminal)?;
    // The process ends here: nobody needs the memory back.
    std::mem::forget((session, judged));
    Ok(exit)
}

/// Writes the outputs, and where the time went.
fn deliver(
    args: &Check,
    (session, judged): (&Session, &[Judged]),
    (begun, opened): (Instant, Duration),
    exit: Exit,
    terminal: &mut Terminal<'_>,
) -> io::Result<Exit> {
    let writing = Instant::now();
    let short = args.output_format == CheckFormat::Short;
    let outputs = Outputs { args, session, judged };
    let unwritten = outputs.files();
    terminal.problems(&session.project.sources, &unwritten, short)?;
    let exit = if unwritten.is_empty() { exit } else { Exit::Error };
    if args.output_file.is_none() {
        // A reader that went away does not change what was found.
        match outputs.write(args.output_format, terminal.out, &terminal.style, terminal.verbosity) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(error),
            _ => {}
        }
    }
    if args.timing {
        session.spent.write(terminal.err, &session.sets, (opened, writing.elapsed(), begun.elapsed()))?;
    }
    Ok(exit)
}

/// The formats that are asked for.
fn formats(args: &Check) -> impl Iterator<Item = CheckFormat> {
    std::iter::once(args.output_format).chain(args.outputs.iter().map(|o| o.format))
}

/// Leaves out what is as it was at the revision that `--since` names; gives how many policies that are.
fn since(args: &Check, session: &mut Session) -> Result<Option<usize>, Diagnostic> {
    let Some(rev) = &args.since else { return Ok(None) };
    project::only_changed(rev, &mut session.project.policies).map(Some)
}

/// Says beside the output how many policies were not linted.
fn told(rev: &str, unchanged: usize, linted: usize, terminal: &mut Terminal<'_>) -> io::Result<()> {
    if terminal.verbosity == Verbosity::Quiet {
        return Ok(());
    }
    let policies = if unchanged == 1 { "1 policy is" } else { &format!("{unchanged} policies are") };
    let none = if linted == 0 { "; nothing was linted" } else { "" };
    writeln!(terminal.err, "note: {policies} as at {rev}{none}")?;
    terminal.err.flush()
}

fn wrong_use(args: &Check) -> Option<Diagnostic> {
    if args.since.is_some() && args.input.paths.iter().any(|p| p.as_os_str() == "-") {
        return Some(Diagnostic::error("usage", "standard input has no revision: --since goes with files and folders"));
    }
    let counts = matches!(args.output_format, CheckFormat::Human | CheckFormat::Json);
    (args.statistics && !counts)
        .then(|| Diagnostic::error("usage", "--statistics goes with --output-format human or json"))
}

fn fails(judged: &Judged) -> bool {
    judged.report.findings.iter().any(|f| f.diagnostic.severity >= judged.fail_on)
}

/// What a run found, to be written in one format or several.
struct Outputs<'a> {
    args: &'a Check,
    session: &'a Session,
    judged: &'a [Judged],
}

impl Outputs<'_> {
    /// Writes the outputs that go to files; gives what could not be written.
    fn files(&self) -> Vec<Diagnostic> {
        let main = self.args.output_file.iter().map(|file| (self.args.output_format, file.as_path()));
        let further = self.args.outputs.iter().map(|o| (o.format, o.file.as_path()));
        main.chain(further).filter_map(|(format, file)| self.file(format, file).err()).collect()
    }

    fn file(&self, format: CheckFormat, file: &Path) -> Result<(), Diagnostic> {
        let mut bytes = Vec::new();
        let style = Style { width: 100, ..Style::default() };
        self.write(format, &mut bytes, &style, Verbosity::Normal)
            .map_err(|error| Diagnostic::error("output", format!("cannot write {}: {error}", file.display())))?;
        project::write(file, &bytes)
    }

    fn write(&self, format: CheckFormat, out: &mut dyn Write, style: &Style, talk: Verbosity) -> io::Result<()> {
        let (sources, problems) = (&self.session.project.sources, self.session.project.problems.as_slice());
        let reports: Vec<&Report> = self.judged.iter().map(|j| &j.report).collect();
        let write: fn(&mut dyn Write, &Run<'_>) -> io::Result<()> = match format {
            CheckFormat::Human => return self.human(out, style, talk),
            CheckFormat::Short => return report::short::check(out, sources, &reports),
            CheckFormat::Json if self.args.statistics => return report::statistics::statistics_json(out, &reports),
            CheckFormat::Json => return report::json::check(out, sources, &reports, problems),
            CheckFormat::Sarif => machine::sarif::check,
            CheckFormat::Github => machine::github::check,
            CheckFormat::Gitlab => machine::gitlab::check,
            CheckFormat::Checkstyle => machine::checkstyle::check,
            CheckFormat::Junit => machine::junit::check,
            CheckFormat::Rdjson => machine::rdjson::check,
            CheckFormat::Markdown => report::markdown::check,
            CheckFormat::Html => report::page,
        };
        write(out, &Run { sources, judged: &self.session.judgements(self.judged), problems })
    }

    /// People's output names rules, so policies are shown by rule set; nearly always there is only one.
    fn human(&self, out: &mut dyn Write, style: &Style, talk: Verbosity) -> io::Result<()> {
        for (index, rules) in self.session.sets.iter().enumerate() {
            let reports: Vec<&Report> = self.judged.iter().filter(|j| j.set == index).map(|j| &j.report).collect();
            if reports.is_empty() {
                continue;
            }
            if self.args.statistics {
                report::statistics::statistics(out, &reports, rules, style)?;
            } else {
                report::human::check(out, &self.session.project.sources, &reports, rules, style, talk)?;
            }
        }
        Ok(())
    }
}
