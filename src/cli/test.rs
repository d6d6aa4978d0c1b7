//! `clauselint test [FILES]`: the examples in rules as tests.

use super::args::{Test, TreeFormat};
use super::session::{packs, today};
use super::{Exit, Terminal};
use crate::diagnostic::{RuleId, Severity};
use crate::project;
use crate::report::coverage::Covered;
use crate::report::ruletest::{Counts, ExampleFailure};
use crate::report::{coverage, craft, ruletest as shown};
use crate::rule::{self, RuleSet};
use crate::ruletest;
use crate::source::{SourceId, Sources};
use std::io;
use std::path::PathBuf;

/// Runs the command: without files the embedded rules, with files only the rules in them.
pub fn run(args: &Test, terminal: &mut Terminal<'_>) -> io::Result<Exit> {
    let mut project = project::load_config(&args.config.choice());
    let sources = &mut project.sources;
    let mut problems = std::mem::take(&mut project.problems);
    let mut input = packs(&args.config, sources, &mut problems);
    let given = project::rule_files(&args.files, sources);
    problems.extend(given.problems);
    if !args.files.is_empty() {
        for config in &project.configs {
            let own = project::own_files(config, sources);
            problems.extend(own.problems);
            input.lexicons.extend(own.lexicons);
            input.rules.extend(own.rules);
        }
        give_way(&mut input, &given.rules, sources);
        input.rules.extend(&given.rules);
    }
    let (rules, found) = rule::load(sources, &input);
    problems.extend(found);
    terminal.problems(sources, &problems, false)?;
    let wanted = |file: SourceId| args.files.is_empty() || given.rules.contains(&file);
    let outcome = ruletest::run(&rules, today(), wanted);
    let failed = outcome.failures.len();
    let (of, examples) = ((outcome.rules, outcome.definitions), outcome.passed + failed);
    let counts = Counts { rules: of.0, definitions: of.1, examples, failed };
    let failures: Vec<ExampleFailure> = outcome
        .failures
        .into_iter()
        .map(|failure| ExampleFailure { rule: RuleId(failure.of), diagnostic: failure.diagnostic })
        .collect();
    let covered = (args.coverage || args.require_coverage).then(|| covered(sources, &input.rules, &rules, &wanted));
    let gaps = covered.iter().flatten().any(|file| file.exercised < file.alternatives);
    match args.output_format {
        TreeFormat::Human => {
            shown::results(terminal.out, sources, &failures, counts, &terminal.style, terminal.verbosity)?;
            if let Some(files) = &covered {
                coverage::coverage(terminal.out, sources, files, &terminal.style, terminal.verbosity)?;
            }
        }
        TreeFormat::Json => {
            craft::results(terminal.out, sources, (&failures, counts), covered.as_deref(), &problems)?;
        }
    }
    Ok(match problems.iter().any(|p| p.severity == Severity::Error) {
        true => Exit::Error,
        false if failed > 0 || args.require_coverage && gaps => Exit::Findings,
        _ => Exit::Clean,
    })
}

/// What the examples exercise of the wanted files, one by one.
fn covered(sources: &Sources, files: &[SourceId], rules: &RuleSet, wanted: &dyn Fn(SourceId) -> bool) -> Vec<Covered> {
    let files = ruletest::coverage(sources, files, rules, today(), wanted);
    let covered = |f: ruletest::FileCoverage| Covered {
        source: f.source,
        phrases: f.phrases,
        alternatives: f.alternatives,
        exercised: f.exercised,
        gaps: f.gaps,
    };
    files.into_iter().map(covered).collect()
}

/// Takes out what the given files replace: an embedded file of the same place (who works on the packs themselves tests
/// the file on disk), and a file that the configuration names as well.
fn give_way(input: &mut rule::Input, given: &[SourceId], sources: &Sources) {
    let path = |id: &SourceId| {
        sources.get(*id).map(|s| std::path::absolute(s.name()).unwrap_or_else(|_| PathBuf::from(s.name())))
    };
    let given: Vec<PathBuf> = given.iter().filter_map(path).collect();
    let embedded = input.embedded;
    let mut index = 0;
    input.rules.retain(|id| {
        let is_embedded = index < embedded;
        index += 1;
        let Some(name) = sources.get(*id).map(crate::source::Source::name) else {
            return false;
        };
        let place = name.rsplit_once('>').map_or(name, |(_, rest)| rest).trim_start_matches('/');
        let replaced = if is_embedded {
            given.iter().any(|g| g.ends_with(place))
        } else {
            path(id).is_some_and(|p| given.contains(&p))
        };
        if replaced && is_embedded {
            input.embedded -= 1;
        }
        !replaced
    });
}
