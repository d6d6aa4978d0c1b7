//! Runs the examples of rules and definitions through the same stages as policies. Has no pipeline of its own.

mod coverage;
mod sites;
#[cfg(test)]
mod tests;

pub use coverage::{FileCoverage, coverage};

use crate::diagnostic::Diagnostic;
use crate::document::{self, Format};
use crate::eval::{self, PackChoice, Settings, Statement, Status, Verdict};
use crate::rule::expr::DefinitionId;
use crate::rule::{Example, ExampleKind, Profile, Rule, RuleSet};
use crate::source::{Source, SourceId, Span};
use jiff::civil::Date;

/// What running examples gave.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Rules that have examples.
    pub rules: usize,
    /// Definitions that have examples.
    pub definitions: usize,
    /// Examples that behave.
    pub passed: usize,
    /// Examples that do not, each at its place in the rule file.
    pub failures: Vec<Failure>,
}

/// An example that does not behave.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// The rule (`core/contact`) or definition (`core.keeping`) whose example it is.
    pub of: String,
    /// What was expected and what came.
    pub diagnostic: Diagnostic,
}

/// Runs the examples of every rule and definition in the files that `wanted` takes. `today` is the day for examples that
/// name none.
pub fn run(rules: &RuleSet, today: Date, wanted: impl Fn(SourceId) -> bool) -> Outcome {
    let mut outcome = Outcome::default();
    for (index, definition) in rules.definitions.iter().enumerate().filter(|(_, d)| wanted(d.source)) {
        outcome.definitions += usize::from(!definition.examples.is_empty());
        for example in definition.examples.iter() {
            let judged = matched(rules, index, example, example.as_of.unwrap_or(today));
            let pack = rules.packs.get(definition.pack).map_or("", |p| p.name.as_str());
            let name = || format!("{pack}.{}", definition.name);
            outcome.count(judged.map_err(|problem| failure(&name(), definition.source, example, problem)));
        }
    }
    for (index, rule) in rules.rules.iter().enumerate().filter(|(_, r)| wanted(r.source)) {
        outcome.rules += usize::from(!rule.examples.is_empty());
        for example in rule.examples.iter() {
            let day = example.as_of.unwrap_or_else(|| in_force(rule, today));
            let judged = judge(rules, index, rule, example, day);
            outcome.count(judged.map_err(|problem| failure(&rule.id.0, rule.source, example, problem)));
        }
    }
    outcome
}

impl Outcome {
    fn count(&mut self, judged: Result<(), Failure>) {
        match judged {
            Ok(()) => self.passed += 1,
            Err(failure) => self.failures.push(failure),
        }
    }
}

/// Whether a definition matches in a text as its example says.
fn matched(rules: &RuleSet, index: usize, example: &Example, day: Date) -> Result<(), String> {
    let document = document::read(&example.text, Format::Markdown);
    let statement = Statement::Definition(DefinitionId(index as u32));
    let places = eval::statements(rules, &document, day, &[vec![statement]]).into_iter().flatten().collect::<Vec<_>>();
    let mark = example.marks.iter().find(|m| !places.contains(m));
    match (example.kind, mark) {
        (ExampleKind::Pass, _) if places.is_empty() => Err("expected a match, but there is none".to_owned()),
        (ExampleKind::Pass, Some(mark)) => {
            let found = quotes(example, &places);
            Err(format!("nothing matches at the mark “{}”, but at {found}", quote(example, *mark)))
        }
        (ExampleKind::Fail | ExampleKind::Skip, _) if !places.is_empty() => {
            Err(format!("expected no match, but there is one at {}", quotes(example, &places)))
        }
        _ => Ok(()),
    }
}

fn quote(example: &Example, span: Span) -> &str {
    example.text.get(span.range()).unwrap_or_default()
}

fn quotes(example: &Example, spans: &[Span]) -> String {
    spans.iter().map(|s| format!("“{}”", quote(example, *s))).collect::<Vec<_>>().join(", ")
}

/// Today, or the nearest day on which the rule is in force.
fn in_force(rule: &Rule, today: Date) -> Date {
    let day = rule.since.map_or(today, |since| today.max(since));
    match rule.until {
        Some(until) if until <= day => until.yesterday().unwrap_or(until),
        _ => day,
    }
}

fn judge(rules: &RuleSet, index: usize, rule: &Rule, example: &Example, day: Date) -> Result<(), String> {
    let source = Source::new("example", example.text.as_str());
    let document = document::read(source.text(), Format::Markdown);
    let name = rules.packs.get(rule.pack).map(|p| p.name.clone()).unwrap_or_default();
    let settings = Settings { as_of: day, packs: PackChoice::Named(vec![name]), given: true };
    let verdict = eval::audit_rule(rules, index, &source, &document, &Profile::default(), &settings);
    let said = |expected: &str| {
        format!("expected {expected}, but the verdict is {}: {}", verdict.status.as_str(), verdict.reason)
    };
    match (example.kind, verdict.status) {
        (ExampleKind::Pass, Status::Satisfied) | (ExampleKind::Skip, Status::NotApplicable) => Ok(()),
        (ExampleKind::Fail, Status::Missing | Status::Violated) => marks(example, &verdict),
        (ExampleKind::Pass, _) => Err(said("satisfied")),
        (ExampleKind::Skip, _) => Err(said("not applicable")),
        (ExampleKind::Fail, _) => Err(said("a finding")),
    }
}

/// Every mark is a place of the finding, and a finding with several places has all of them marked.
fn marks(example: &Example, verdict: &Verdict) -> Result<(), String> {
    let places: Vec<Span> = match &verdict.closest {
        Some(closest) => vec![closest.span],
        None => verdict.evidence.iter().map(|p| p.span).collect(),
    };
    if let Some(mark) = example.marks.iter().find(|m| !places.contains(m)) {
        let found = quotes(example, &places);
        return Err(format!("nothing is found at the mark “{}”, but at {found}", quote(example, *mark)));
    }
    match places.iter().find(|p| !example.marks.is_empty() && !example.marks.contains(p)) {
        Some(place) => Err(format!("an unexpected finding at “{}”, which is not marked", quote(example, *place))),
        None => Ok(()),
    }
}

fn failure(name: &str, source: SourceId, example: &Example, problem: String) -> Failure {
    let kind = match example.kind {
        ExampleKind::Pass => "pass",
        ExampleKind::Fail => "fail",
        ExampleKind::Skip => "skip",
    };
    let diagnostic = Diagnostic::error("rule-example", format!("a `{kind}` example of {name} does not hold"));
    Failure { of: name.to_owned(), diagnostic: diagnostic.at(source, example.span, problem) }
}
