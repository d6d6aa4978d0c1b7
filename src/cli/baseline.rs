//! `clauselint baseline`, and what `check --baseline` does with it.

use super::args;
use super::session::{How, Judged, Session};
use super::{Exit, Terminal};
use crate::diagnostic::{Diagnostic, Severity};
use crate::project::{self, Project};
use crate::source::Span;
use crate::triage::{Baseline, Entry, Suppressed};
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::Path;

/// Runs the command: writes down the findings of today.
pub fn run(args: &args::Baseline, stdin: &mut dyn Read, terminal: &mut Terminal<'_>) -> io::Result<Exit> {
    let mut session = match Session::open(&args.input, &args.judging, stdin) {
        Ok(session) => session,
        Err((sources, wrong)) => {
            terminal.problems(&sources, &wrong, false)?;
            return Ok(Exit::Error);
        }
    };
    let judged = session.judge(&args.judging, How::default());
    terminal.problems(&session.project.sources, &session.project.problems, false)?;
    if session.has_errors() {
        // A baseline of half the findings would accept nothing of the other half.
        writeln!(terminal.err, "no baseline is written")?;
        return Ok(Exit::Error);
    }
    let paths = paths(&session.project, &args.output_file);
    let entries = judged.iter().flat_map(|j| {
        let path = paths.get(&j.report.source.0).cloned().unwrap_or_default();
        j.report.findings.iter().map(move |f| Entry {
            path: path.clone(),
            rule: f.rule.0.clone(),
            fingerprint: f.fingerprint.clone(),
            message: f.diagnostic.message.clone(),
        })
    });
    let baseline = Baseline::new(entries.collect());
    if let Err(problem) = project::write(&args.output_file, baseline.write().as_bytes()) {
        terminal.problems(&session.project.sources, &[problem], false)?;
        return Ok(Exit::Error);
    }
    let file = args.output_file.display();
    writeln!(terminal.out, "{file} holds {} findings; `clauselint check --baseline {file}`", baseline.len())?;
    Ok(Exit::Clean)
}

/// The policies' paths from the baseline's folder, by source.
fn paths(project: &Project, baseline: &Path) -> BTreeMap<u32, String> {
    project.policies.iter().map(|p| (p.source.0, project::path_from(baseline, &p.path))).collect()
}

/// Sets aside what the baseline holds. Gives what is to be said: that it cannot be read, and entries that are dead.
pub fn apply(file: &Path, project: &mut Project, judged: &mut [Judged]) -> Vec<Diagnostic> {
    let source = match project::text_file(file, &mut project.sources) {
        Ok(source) => source,
        Err(problem) => return vec![problem],
    };
    let text = project.sources.get(source).map(|s| s.text().to_owned()).unwrap_or_default();
    let mut baseline = match Baseline::read(&text) {
        Ok(baseline) => baseline,
        Err((message, at)) => {
            let problem = Diagnostic::error("baseline", message).at(source, Span::new(at, at), "");
            return vec![problem.note("`clauselint baseline` writes a new one")];
        }
    };
    let paths = paths(project, file);
    for Judged { report, .. } in judged.iter_mut() {
        let path = paths.get(&report.source.0).cloned().unwrap_or_default();
        let (known, new) = std::mem::take(&mut report.findings).into_iter().partition(|f| baseline.accepts(&path, f));
        report.findings = new;
        report.suppressed.extend(Vec::into_iter(known).map(|finding| Suppressed { finding, waiver: None }));
    }
    let read: Vec<String> = paths.into_values().collect();
    let judged_rule = |e: &&Entry| judged.iter().any(|j| j.report.audit.verdicts.iter().any(|v| v.id.0 == e.rule));
    baseline.dead(&read).filter(judged_rule).map(|entry| dead(entry, source, &text)).collect()
}

fn dead(entry: &Entry, source: crate::source::SourceId, text: &str) -> Diagnostic {
    let line = serde_json::to_string(entry).unwrap_or_default();
    let at = text.find(&line).unwrap_or_default();
    let span = Span::new(at, if line.is_empty() { at } else { at + line.len().min(text.len() - at) });
    let message = format!("{} no longer has this finding of {}", entry.path, entry.rule);
    Diagnostic::new(Severity::Info, "baseline/dead", message)
        .at(source, span, "")
        .note("help: `clauselint baseline` writes the baseline anew")
}
