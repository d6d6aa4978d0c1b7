//! `clauselint explain RULE`: a rule as law.

use super::args::{Explain, Judging};
use super::session::Session;
use super::{Exit, Terminal};
use crate::config::Vocabulary;
use crate::diagnostic::Diagnostic;
use crate::report;
use crate::rule::{self, RuleSet};
use std::io;

/// Runs the command.
pub fn run(args: &Explain, terminal: &mut Terminal<'_>) -> io::Result<Exit> {
    let session = match Session::open_config(&args.config, &Judging::default()) {
        Ok(session) => session,
        Err((sources, wrong)) => {
            terminal.problems(&sources, &wrong, false)?;
            return Ok(Exit::Error);
        }
    };
    let sources = &session.project.sources;
    terminal.problems(sources, &session.project.problems, false)?;
    let Some(rules) = session.sets.get(session.set(0)) else {
        return Ok(Exit::Error);
    };
    if let Some((_, rule)) = rules.find(&args.rule) {
        let shipped = rules.packs.get(rule.pack).is_some_and(|pack| pack.embedded);
        let measured = if shipped { rule::measured(&rule.id) } else { Vec::new() };
        report::explain::explain(terminal.out, rules, rule, &measured, &terminal.style)?;
        return Ok(if session.has_errors() { Exit::Error } else { Exit::Clean });
    }
    terminal.problems(sources, &[unknown(rules, &args.rule)], false)?;
    Ok(Exit::Error)
}

/// Nothing bears that name, or several rules do.
pub fn unknown(rules: &RuleSet, name: &str) -> Diagnostic {
    let problem = Diagnostic::error("usage", format!("there is no rule `{name}`"));
    match Vocabulary::from(rules).unknown_rule(name) {
        Some(unknown) => problem.note(unknown.hint),
        None => problem.note("that names several rules; `clauselint rules` lists them"),
    }
}
