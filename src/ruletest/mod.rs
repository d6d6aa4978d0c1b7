//! Runs the rules' own examples through the same stages as policies. Has no pipeline of its own.

mod coverage;
mod sites;
#[cfg(test)]
mod tests;

pub use coverage::{FileCoverage, coverage};

use crate::diagnostic::Diagnostic;
use crate::document::{self, Format};
use crate::eval::{self, PackChoice, Settings, Status, Verdict};
use crate::rule::{Example, ExampleKind, Profile, Rule, RuleSet};
use crate::source::{Source, Span};
use jiff::civil::Date;

/// What running examples gave.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Rules that have examples.
    pub rules: usize,
    /// Examples that behave.
    pub passed: usize,
    /// Examples that do not, each at its place in the rule file.
    pub failures: Vec<Diagnostic>,
}

/// Runs the examples of every rule that `wanted` takes. `today` is the day for examples that name none.
pub fn run(rules: &RuleSet, today: Date, wanted: impl Fn(&Rule) -> bool) -> Outcome {
    let mut outcome = Outcome::default();
    for (index, rule) in rules.rules.iter().enumerate().filter(|(_, r)| wanted(r)) {
        outcome.rules += usize::from(!rule.examples.is_empty());
        for example in &rule.examples {
            let day = example.as_of.unwrap_or_else(|| in_force(rule, today));
            match judge(rules, index, rule, example, day) {
                Ok(()) => outcome.passed += 1,
                Err((span, problem)) => outcome.failures.push(failure(rule, example, span, problem)),
            }
        }
    }
    outcome
}

/// Today, or the nearest day on which the rule is in force.
fn in_force(rule: &Rule, today: Date) -> Date {
    let day = rule.since.map_or(today, |since| today.max(since));
    match rule.until {
        Some(until) if until <= day => until.yesterday().unwrap_or(until),
        _ => day,
    }
}

fn judge(rules: &RuleSet, index: usize, rule: &Rule, example: &Example, day: Date) -> Result<(), (Span, String)> {
    let source = Source::new("example", example.text.as_str());
    let document = document::read(source.text(), Format::Markdown);
    let name = rules.packs.get(rule.pack).map(|p| p.name.clone()).unwrap_or_default();
    let settings = Settings { as_of: day, packs: PackChoice::Named(vec![name]), given: true };
    let verdict = eval::audit_rule(rules, index, &source, &document, &Profile::default(), &settings);
    let whole = example.span;
    let said = |expected: &str| {
        (whole, format!("expected {expected}, but the verdict is {}: {}", verdict.status.as_str(), verdict.reason))
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
fn marks(example: &Example, verdict: &Verdict) -> Result<(), (Span, String)> {
    let places: Vec<Span> = match &verdict.closest {
        Some(closest) => vec![closest.span],
        None => verdict.evidence.iter().map(|p| p.span).collect(),
    };
    let quote = |span: &Span| example.text.get(span.range()).unwrap_or_default();
    if let Some(mark) = example.marks.iter().find(|m| !places.contains(m)) {
        let found: Vec<String> = places.iter().map(|p| format!("“{}”", quote(p))).collect();
        let problem = format!("nothing is found at the mark “{}”, but at {}", quote(mark), found.join(", "));
        return Err((example.span, problem));
    }
    match places.iter().find(|p| !example.marks.is_empty() && !example.marks.contains(p)) {
        Some(place) => Err((example.span, format!("an unexpected finding at “{}”, which is not marked", quote(place)))),
        None => Ok(()),
    }
}

fn failure(rule: &Rule, example: &Example, span: Span, problem: String) -> Diagnostic {
    let kind = match example.kind {
        ExampleKind::Pass => "pass",
        ExampleKind::Fail => "fail",
        ExampleKind::Skip => "skip",
    };
    Diagnostic::error("rule-example", format!("a `{kind}` example of {} does not hold", rule.id)).at(
        rule.source,
        span,
        problem,
    )
}
