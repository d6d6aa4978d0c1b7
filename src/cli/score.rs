//! `clauselint score`: how well rules find what people annotated.

use super::args::{Judging, Score, TreeFormat};
use super::session::{Session, today};
use super::{Exit, Terminal};
use crate::diagnostic::{Diagnostic, Severity, did_you_mean, or_meant};
use crate::document;
use crate::eval::{self, Statement};
use crate::measure::{self, Annotated, Case, FIGURES, Labels, Mapping, Outcome, Override, Read};
use crate::project;
use crate::report::score::{self as shown, Disagreement, Figures, Mean, Measured, Row};
use crate::rule::RuleSet;
use crate::source::{SourceId, Sources, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

/// What a policy's text may be called, after its name.
const EXTENSIONS: [&str; 3] = ["md", "txt", "html"];

/// Runs the command.
pub fn run(args: &Score, terminal: &mut Terminal<'_>) -> io::Result<Exit> {
    let mut session = match Session::open_config(&args.config, &Judging::default()) {
        Ok(session) => session,
        Err((sources, wrong)) => {
            terminal.problems(&sources, &wrong, false)?;
            return Ok(Exit::Error);
        }
    };
    let mut problems = std::mem::take(&mut session.project.problems);
    let set = session.set(0);
    let Some(rules) = session.sets.get(set) else { return Ok(Exit::Error) };
    let sources = &mut session.project.sources;
    let measured = measure(args, rules, sources, &mut problems);
    terminal.problems(sources, &problems, false)?;
    let Some(measured) = measured else { return Ok(Exit::Error) };
    match args.output_format {
        TreeFormat::Human => shown::score(terminal.out, sources, &measured, &terminal.style, terminal.verbosity)?,
        TreeFormat::Json => shown::json(terminal.out, sources, &measured, &problems)?,
    }
    Ok(Exit::Clean)
}

/// Reads everything, and scores unless something is wrong with it.
fn measure(args: &Score, rules: &RuleSet, sources: &mut Sources, problems: &mut Vec<Diagnostic>) -> Option<Measured> {
    let annotated = gold(&args.gold, sources, problems);
    let labels = file(&args.labels, sources, problems);
    let mapping = file(&args.mapping, sources, problems);
    let (labels, mapping) = (labels?, mapping?);
    let policies: Vec<Annotated> = annotated.iter().map(|(policy, _)| policy.clone()).collect();
    let (mut labels, wrong) = Labels::read(sources, labels, &policies);
    problems.extend(wrong);
    let (mapping, wrong) = Mapping::read(sources, mapping, rules);
    problems.extend(wrong);
    let mapping = chosen(args, rules, &mapping, &mut labels, problems);
    labels.pairs.retain(|pair| args.fit.is_empty() || args.fit.iter().any(|fit| fit == pair.fit.as_str()));
    let overrides = overrides(args, sources, problems, &annotated, &labels);
    if failed(problems) {
        return None;
    }
    let wanted = |policy: &Annotated| args.split.is_none() || args.split == policy.split;
    let mut read = Vec::new();
    let mut texts = Vec::new();
    for (policy, text) in annotated.into_iter().filter(|(policy, _)| wanted(policy)) {
        read.push(Read { found: found(args, rules, sources, text, &mapping), annotated: policy });
        texts.push(text);
    }
    if read.is_empty() {
        let message = format!("no policy belongs to the split `{}`", args.split.as_deref().unwrap_or_default());
        problems.push(Diagnostic::error("usage", message));
        return None;
    }
    let by = measure::Rules {
        labels: &labels,
        requirements: &mapping.requirements,
        overrides: &overrides,
        certain: args.certain,
    };
    let scores = measure::score(&read, &by);
    Some(measured(args, rules, &mapping, &scores, (&read, &texts), overrides.len()))
}

fn failed(problems: &[Diagnostic]) -> bool {
    problems.iter().any(|p| p.severity == Severity::Error)
}

/// Reads a file, or says why it cannot be read.
fn file(path: &Path, sources: &mut Sources, problems: &mut Vec<Diagnostic>) -> Option<SourceId> {
    project::text_file(path, sources).map_err(|problem| problems.push(problem)).ok()
}

/// The annotated policies of some files, each with its text, which lies beside.
fn gold(files: &[PathBuf], sources: &mut Sources, problems: &mut Vec<Diagnostic>) -> Vec<(Annotated, SourceId)> {
    let mut all = Vec::new();
    for path in files {
        let Some(id) = file(path, sources, problems) else { continue };
        let (policies, wrong) = measure::annotated(sources, id);
        problems.extend(wrong);
        let folder = path.parent().unwrap_or(Path::new(""));
        for policy in policies {
            let names = EXTENSIONS.map(|extension| format!("{}.{extension}", policy.policy));
            let Some(text) = names.iter().map(|name| folder.join(name)).find(|path| path.exists()) else {
                let message = format!("the text of the policy `{}` does not lie beside this file", policy.policy);
                let problem = Diagnostic::error("gold", message).note(format!("looked for {}", names.join(", ")));
                problems.push(problem.at(id, policy.place.of(sources, &policy.policy), ""));
                continue;
            };
            let Some(text) = file(&text, sources, problems) else { continue };
            problems.extend(sources.get(text).map(|text| policy.check(sources, text)).unwrap_or_default());
            all.push((policy, text));
        }
    }
    problems.extend(measure::twice(sources, all.iter().map(|(policy, _)| policy)));
    all
}

/// The mapping, or what it says of the one rule or definition that was asked for.
fn chosen(
    args: &Score,
    rules: &RuleSet,
    mapping: &Mapping,
    labels: &mut Labels,
    problems: &mut Vec<Diagnostic>,
) -> Mapping {
    let Some(name) = &args.rule else { return mapping.clone() };
    let only = measure::find(rules, name).map(|statement| mapping.only(statement)).unwrap_or_default();
    if only.requirements.is_empty() {
        let named = answers(rules, mapping.answers.iter().flatten());
        let hint = or_meant(did_you_mean(name, named.iter().map(String::as_str)));
        let message = format!("the mapping names `{name}` for no requirement{hint}");
        problems.push(Diagnostic::error("usage", message));
    }
    labels.pairs.retain(|pair| only.requirements.contains(&pair.requirement));
    if labels.pairs.is_empty() && !failed(problems) {
        let message = format!("no labels stand for what `{name}` answers: {}", only.requirements.join(", "));
        problems.push(Diagnostic::error("usage", message));
    }
    only
}

/// The judgements that were given, each about a policy and a requirement that are known.
fn overrides(
    args: &Score,
    sources: &mut Sources,
    problems: &mut Vec<Diagnostic>,
    policies: &[(Annotated, SourceId)],
    labels: &Labels,
) -> Vec<Override> {
    let Some(id) = args.overrides.as_ref().and_then(|path| file(path, sources, problems)) else { return Vec::new() };
    let (all, wrong) = measure::overrides(sources, id);
    problems.extend(wrong);
    let texts: BTreeMap<(&str, &str), SourceId> =
        policies.iter().map(|(p, text)| ((p.corpus.as_str(), p.policy.as_str()), *text)).collect();
    let corpora: BTreeSet<&str> = texts.keys().map(|(corpus, _)| *corpus).collect();
    let known: BTreeSet<&str> = labels.pairs.iter().map(|p| p.requirement.as_str()).collect();
    let mut kept = Vec::new();
    for fixed in all.into_iter().filter(|fixed| corpora.contains(fixed.corpus.as_str())) {
        let Some(text) = texts.get(&(fixed.corpus.as_str(), fixed.policy.as_str())) else {
            let message = format!("no policy of {} is called `{}`", fixed.corpus, fixed.policy);
            let place = fixed.place.of(sources, &fixed.policy);
            problems.push(Diagnostic::error("gold", message).at(id, place, "not annotated"));
            continue;
        };
        problems.extend(sources.get(*text).and_then(|text| fixed.check(sources, text)));
        if known.contains(fixed.requirement.as_str()) {
            kept.push(fixed);
        }
    }
    kept
}

/// What the rules find in a policy, by requirement of the mapping.
fn found(
    args: &Score,
    rules: &RuleSet,
    sources: &Sources,
    text: SourceId,
    mapping: &Mapping,
) -> Vec<Vec<measure::Bytes>> {
    let Some(source) = sources.get(text) else { return Vec::new() };
    let document = document::read(source.text(), document::sniff(source.name(), source.text()));
    let day = args.as_of.unwrap_or_else(today);
    let found = eval::statements(rules, &document, day, &mapping.answers);
    let bytes = |span: &Span| (span.start as usize, span.end as usize);
    found.iter().map(|spans| spans.iter().map(bytes).collect()).collect()
}

/// The names of some statements.
fn answers<'a>(rules: &RuleSet, statements: impl Iterator<Item = &'a Statement>) -> Vec<String> {
    let name = |statement: &Statement| match statement {
        Statement::Rule(at) => rules.rules.get(*at).map(|r| r.id.0.clone()),
        Statement::Definition(id) => rules.definitions.get(id.0 as usize).map(|d| {
            let pack = rules.packs.get(d.pack).map_or("", |p| p.name.as_str());
            format!("{pack}.{}", d.name)
        }),
    };
    statements.filter_map(name).collect()
}

fn figures(values: [Option<f64>; 13]) -> Figures {
    FIGURES.into_iter().zip(values).collect()
}

/// The scores as they are shown.
fn measured(
    args: &Score,
    rules: &RuleSet,
    mapping: &Mapping,
    scores: &[measure::Score],
    (read, texts): (&[Read], &[SourceId]),
    overrides: usize,
) -> Measured {
    let mut corpora: BTreeMap<&str, usize> = BTreeMap::new();
    for policy in read {
        *corpora.entry(&policy.annotated.corpus).or_default() += 1;
    }
    let row = |score: &measure::Score| {
        let at = mapping.requirements.iter().position(|r| *r == score.pair.requirement);
        let statements = at.and_then(|at| mapping.answers.get(at)).map(Vec::as_slice).unwrap_or_default();
        let policies = score.policies;
        Row {
            requirement: score.pair.requirement.clone(),
            corpus: score.pair.corpus.clone(),
            fit: score.pair.fit.as_str(),
            answers: answers(rules, statements.iter()),
            counts: vec![
                ("policies", policies.all()),
                ("stated", score.positives()),
                ("absent", score.negatives()),
                ("left_out", score.dropped),
                ("true_positives", policies.tp),
                ("false_positives", policies.fp),
                ("false_negatives", policies.fn_),
                ("true_negatives", policies.tn),
                ("places_found", score.found.all),
                ("places_annotated", score.annotated.all),
            ],
            figures: figures(score.figures()),
        }
    };
    let mut means: Vec<Mean> = corpora
        .keys()
        .flat_map(|corpus| {
            let of_corpus: Vec<_> = scores.iter().filter(|s| s.pair.corpus == **corpus).collect();
            means(args, Some(corpus), &of_corpus)
        })
        .collect();
    means.extend(self::means(args, None, &scores.iter().collect::<Vec<_>>()));
    let answered = |score: &&measure::Score| {
        let at = mapping.requirements.iter().position(|r| *r == score.pair.requirement);
        at.and_then(|at| mapping.answers.get(at)).is_some_and(|answers| !answers.is_empty())
    };
    let listed = || scores.iter().filter(answered).flat_map(|score| disagreements(score, texts)).collect();
    Measured {
        certain: args.certain,
        overrides,
        corpora: corpora.into_iter().map(|(name, n)| (name.to_owned(), n)).collect(),
        rows: scores.iter().map(row).collect(),
        means,
        disagreements: args.disagreements.then(listed),
    }
}

/// The means over all scores, over those with enough policies on both sides, and over those of them whose labels fit.
fn means(args: &Score, corpus: Option<&str>, scores: &[&measure::Score]) -> Vec<Mean> {
    let least = args.min_support;
    let enough = |s: &&&measure::Score| s.positives() >= least && s.negatives() >= least;
    let supported: Vec<_> = scores.iter().filter(enough).copied().collect();
    let good: Vec<_> = supported.iter().filter(|s| s.pair.fit == measure::Fit::Good).copied().collect();
    let sets = [
        ("all".to_owned(), scores.to_vec()),
        (format!("{least}+ on both sides"), supported),
        ("of those good fit".to_owned(), good),
    ];
    let mean = |(over, scores): (String, Vec<&measure::Score>)| Mean {
        corpus: corpus.map(str::to_owned),
        over,
        rows: scores.len(),
        figures: figures(measure::mean(&scores)),
    };
    sets.into_iter().filter(|(_, scores)| !scores.is_empty()).map(mean).collect()
}

/// The policies on which rules and people disagree.
fn disagreements(score: &measure::Score, texts: &[SourceId]) -> Vec<Disagreement> {
    let span = |bytes: &measure::Bytes| Span::new(bytes.0, bytes.1);
    let one = |case: &Case| {
        Some(Disagreement {
            requirement: score.pair.requirement.clone(),
            corpus: score.pair.corpus.clone(),
            policy: *texts.get(case.policy)?,
            kind: match case.outcome {
                Outcome::FalsePositive => "found, not annotated",
                Outcome::FalseNegative => "annotated, not found",
                Outcome::TruePositive | Outcome::TrueNegative => "found elsewhere",
            },
            annotated: case.annotated.iter().map(span).collect(),
            found: case.found.iter().map(span).collect(),
        })
    };
    score.cases.iter().filter(|case| case.disagrees()).filter_map(one).collect()
}
