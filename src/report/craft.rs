//! JSON of the authoring tools: `test` with its coverage, and the trace of `explain --on`.

use super::coverage::Covered;
use super::json::{PassageJson, ProblemJson, SCHEMA, VerdictJson, Writer, emit};
use super::ruletest::{Counts, ExampleFailure};
use crate::diagnostic::Diagnostic;
use crate::eval::{Step, Trace};
use crate::source::{SourceId, Sources};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct TestJson<'a> {
    schema: u32,
    rules: usize,
    examples: usize,
    failed: usize,
    failures: Vec<FailureJson<'a>>,
    coverage: Option<Vec<CoveredJson<'a>>>,
    diagnostics: Vec<ProblemJson<'a>>,
}

#[derive(Serialize)]
struct FailureJson<'a> {
    rule: &'a str,
    #[serde(flatten)]
    problem: ProblemJson<'a>,
}

#[derive(Serialize)]
struct CoveredJson<'a> {
    path: &'a str,
    phrases: usize,
    alternatives: usize,
    exercised: usize,
    gaps: Vec<ProblemJson<'a>>,
}

#[derive(Serialize)]
struct TraceJson<'a> {
    schema: u32,
    path: &'a str,
    verdict: VerdictJson<'a>,
    conditions: Vec<StepJson<'a>>,
    severities: Vec<StepJson<'a>>,
    obligation: StepJson<'a>,
    closest: Option<StepJson<'a>>,
    diagnostics: Vec<ProblemJson<'a>>,
}

#[derive(Serialize)]
struct StepJson<'a> {
    said: &'a str,
    holds: Option<bool>,
    result: &'a str,
    count: usize,
    places: Vec<PassageJson<'a>>,
    near: Vec<PassageJson<'a>>,
    steps: Vec<StepJson<'a>>,
}

/// Writes what running examples gave; `coverage` is `None` when it was not asked for.
pub fn results(
    out: &mut dyn Write,
    sources: &Sources,
    (failures, counts): (&[ExampleFailure], Counts),
    coverage: Option<&[Covered]>,
    problems: &[Diagnostic],
) -> io::Result<()> {
    let write = Writer::new(sources);
    let failure = |f| failure(&write, f);
    let covered = |file| covered(&write, file);
    let results = TestJson {
        schema: SCHEMA,
        rules: counts.rules,
        examples: counts.examples,
        failed: counts.failed,
        failures: failures.iter().map(failure).collect(),
        coverage: coverage.map(|files| files.iter().map(covered).collect()),
        diagnostics: write.problems(problems),
    };
    emit(out, &results)
}

fn failure<'a>(write: &Writer<'a>, failure: &'a ExampleFailure) -> FailureJson<'a> {
    FailureJson { rule: &failure.rule.0, problem: write.problem(&failure.diagnostic) }
}

fn covered<'a>(write: &Writer<'a>, file: &'a Covered) -> CoveredJson<'a> {
    CoveredJson {
        path: write.path(file.source),
        phrases: file.phrases,
        alternatives: file.alternatives,
        exercised: file.exercised,
        gaps: write.problems(&file.gaps),
    }
}

/// Writes the evaluation of one rule on one policy.
pub fn trace(
    out: &mut dyn Write,
    sources: &Sources,
    policy: SourceId,
    trace: &Trace,
    problems: &[Diagnostic],
) -> io::Result<()> {
    let write = Writer::new(sources);
    let trace = TraceJson {
        schema: SCHEMA,
        path: write.path(policy),
        verdict: write.verdict(policy, &trace.verdict),
        conditions: steps(&write, policy, &trace.conditions),
        severities: steps(&write, policy, &trace.severities),
        obligation: step(&write, policy, &trace.obligation),
        closest: trace.closest.as_ref().map(|s| step(&write, policy, s)),
        diagnostics: write.problems(problems),
    };
    emit(out, &trace)
}

fn steps<'a>(write: &Writer<'a>, policy: SourceId, all: &'a [Step]) -> Vec<StepJson<'a>> {
    all.iter().map(|s| step(write, policy, s)).collect()
}

fn step<'a>(write: &Writer<'a>, policy: SourceId, step: &'a Step) -> StepJson<'a> {
    StepJson {
        said: &step.said,
        holds: step.holds,
        result: &step.result,
        count: step.count,
        places: step.places.iter().map(|p| write.passage(policy, p)).collect(),
        near: step.near.iter().map(|p| write.passage(policy, p)).collect(),
        steps: steps(write, policy, &step.steps),
    }
}
