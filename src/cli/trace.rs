//! `clauselint explain RULE --on FILE`: how the rule was evaluated on that file.

use super::args::{Explain, Input, Judging, TreeFormat};
use super::session::Session;
use super::{Exit, Terminal, explain};
use crate::config::covers;
use crate::diagnostic::Diagnostic;
use crate::eval::{self, Settings, Step};
use crate::lint::Options;
use crate::project::Policy;
use crate::report;
use std::io::{self, Read};
use std::path::Path;

/// Runs the command.
pub fn run(args: &Explain, on: &Path, stdin: &mut dyn Read, terminal: &mut Terminal<'_>) -> io::Result<Exit> {
    let input = Input {
        paths: vec![on.to_path_buf()],
        stdin_filename: None,
        input_format: args.input_format,
        max_size: None,
        config: args.config.clone(),
    };
    let (packs, profile) = (args.packs.clone(), args.profile.clone());
    let judging = Judging { packs, profile, as_of: args.as_of, ..Judging::default() };
    let session = match Session::open(&input, &judging, stdin) {
        Ok(session) => session,
        Err((sources, wrong)) => {
            terminal.problems(&sources, &wrong, false)?;
            return Ok(Exit::Error);
        }
    };
    let sources = &session.project.sources;
    terminal.problems(sources, &session.project.problems, false)?;
    let [policy] = session.project.policies.as_slice() else {
        if !session.project.policies.is_empty() {
            let problem = Diagnostic::error("usage", "--on takes one policy, and this folder holds several");
            terminal.problems(sources, &[problem], false)?;
        }
        return Ok(Exit::Error);
    };
    let (Some(rules), Some(source)) = (session.sets.get(session.set(policy.config)), sources.get(policy.source)) else {
        return Ok(Exit::Error);
    };
    let Some((index, rule)) = rules.find(&args.rule) else {
        terminal.problems(sources, &[explain::unknown(rules, &args.rule)], false)?;
        return Ok(Exit::Error);
    };
    let options = session.options_for(policy, &judging);
    let settings = Settings { as_of: options.as_of, packs: options.packs.clone(), given: false };
    let document = policy.document(source);
    let Some(mut trace) = eval::trace(rules, index, source, &document, &options.profile, &settings) else {
        return Ok(Exit::Error);
    };
    configured(&options, policy, &mut trace);
    match args.output_format.unwrap_or(TreeFormat::Human) {
        TreeFormat::Human => report::trace::trace(terminal.out, sources, policy.source, rule, &trace, &terminal.style)?,
        TreeFormat::Json => {
            report::craft::trace(terminal.out, sources, policy.source, &trace, &session.project.problems)?;
        }
    }
    Ok(if session.has_errors() { Exit::Error } else { Exit::Clean })
}

/// The severity that the front matter or the configuration sets stands last, since it wins.
fn configured(options: &Options, policy: &Policy, trace: &mut eval::Trace) {
    let Some((pattern, level)) = options.severities.iter().rfind(|(p, _)| covers(p, &trace.verdict.id)) else { return };
    let own = policy.settings.severities.iter().any(|(p, _)| covers(&p.value, &trace.verdict.id));
    let word = level.map_or("off", crate::diagnostic::Severity::as_str);
    trace.verdict.severity = level.unwrap_or(trace.verdict.severity);
    trace.severities.push(Step {
        said: format!("{word} for {pattern}"),
        holds: Some(true),
        result: format!("{} says so", if own { "the front matter" } else { "clauselint.yaml" }),
        ..Step::default()
    });
}
