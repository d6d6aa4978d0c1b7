//! `clauselint rules`: what is shipped and what is enabled.

use super::args::{Rules, RulesFormat};
use super::session::{Session, disabled};
use super::{Exit, Terminal};
use crate::config::Settings;
use crate::lint::PackChoice;
use crate::report;
use std::io;
use std::path::Path;

/// Runs the command.
pub fn run(args: &Rules, terminal: &mut Terminal<'_>) -> io::Result<Exit> {
    let session = match Session::open_config(&args.config, &args.judging) {
        Ok(session) => session,
        Err((sources, wrong)) => {
            terminal.problems(&sources, &wrong, false)?;
            return Ok(Exit::Error);
        }
    };
    terminal.problems(&session.project.sources, &session.project.problems, false)?;
    let Some(rules) = session.sets.get(session.set(0)) else {
        return Ok(Exit::Error);
    };
    let options = session.options(0, Path::new(""), &Settings::default(), &args.judging);
    let chosen = match options.packs {
        PackChoice::Auto => "by the profile, else by what the text shows",
        PackChoice::All => "all packs are chosen",
        PackChoice::Named(_) => "its pack is chosen",
    };
    let enabled: Vec<(usize, bool, String)> = rules
        .rules
        .iter()
        .enumerate()
        .map(|(index, rule)| match disabled(&rule.id, &options) {
            Some(why) => (index, false, why.to_owned()),
            None => (index, true, chosen.to_owned()),
        })
        .collect();
    match args.output_format {
        RulesFormat::Human => report::rules::rules(terminal.out, rules, &enabled, &terminal.style)?,
        RulesFormat::Json => report::json::rules(terminal.out, rules, &enabled)?,
        RulesFormat::Markdown => {
            for (index, pack) in rules.packs.iter().enumerate() {
                if args.judging.packs.is_empty() || args.judging.packs.iter().any(|p| p == "all" || *p == pack.name) {
                    report::pages::page(terminal.out, rules, index)?;
                }
            }
        }
    }
    Ok(if session.has_errors() { Exit::Error } else { Exit::Clean })
}
