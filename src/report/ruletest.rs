//! What the rules' own examples gave, for people.

use super::locate::Locator;
use super::{Style, Verbosity, human, paint, summary, wrap};
use crate::diagnostic::{Diagnostic, RuleId};
use crate::source::Sources;
use std::io::{self, Write};

/// An example that did not give what it says.
#[derive(Clone, Debug)]
pub struct ExampleFailure {
    /// The rule, or the definition with its pack: `core.keeping`.
    pub rule: RuleId,
    /// What was expected and what came, with places in the rule file.
    pub diagnostic: Diagnostic,
}

/// How much was run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rules whose examples were run.
    pub rules: usize,
    /// Definitions whose examples were run.
    pub definitions: usize,
    /// Examples run.
    pub examples: usize,
    /// Examples that failed.
    pub failed: usize,
}

/// Writes every failure and the counts; quiet: the failures only.
pub fn results(
    out: &mut dyn Write,
    sources: &Sources,
    failures: &[ExampleFailure],
    counts: Counts,
    style: &Style,
    verbosity: Verbosity,
) -> io::Result<()> {
    let locator = Locator::new(sources);
    for failure in failures {
        human::draw(out, &locator, &failure.diagnostic, *style)?;
    }
    if verbosity == Verbosity::Quiet {
        return Ok(());
    }
    let mut rules: Vec<&str> = failures.iter().map(|f| f.rule.0.as_str()).collect();
    rules.sort_unstable();
    rules.dedup();
    if !rules.is_empty() {
        wrap::hanging(out, "failed: ", &rules.join(", "), style.columns())?;
    }
    let run = summary::count(counts.examples, "example", "examples");
    let mut of = summary::count(counts.rules, "rule", "rules");
    if counts.definitions > 0 {
        let definitions = summary::count(counts.definitions, "definition", "definitions");
        of = if counts.rules == 0 { definitions } else { format!("{of} and {definitions}") };
    }
    let (word, color) = if counts.failed == 0 { ("passed", paint::GOOD) } else { ("failed", paint::FAILED) };
    let text = match counts.failed {
        0 => format!("{run} of {of} "),
        failed => format!("{failed} of {run} of {of} "),
    };
    write!(out, "{text}")?;
    paint::write(out, style.color, color, word)?;
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Source, Span};

    #[test]
    fn failures_and_counts() {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("core.rules", "rule age {\n    fail \"You must be 13.\"\n}\n"));
        let diagnostic = Diagnostic::error("rule-test", "the rule finds nothing in a `fail` example").at(
            id,
            Span::new(21, 37),
            "expected a finding here",
        );
        let failures = [ExampleFailure { rule: RuleId::new("core", "age"), diagnostic }];
        let show = |failures: &[ExampleFailure], failed, verbosity| {
            let mut out = Vec::new();
            let counts = Counts { rules: 3, definitions: 0, examples: 12, failed };
            results(&mut out, &sources, failures, counts, &Style::default(), verbosity).unwrap();
            String::from_utf8(out).unwrap()
        };
        insta::assert_snapshot!(show(&failures, 1, Verbosity::Normal));
        assert_eq!(show(&[], 0, Verbosity::Normal), "12 examples of 3 rules passed\n");
        assert_eq!(show(&[], 0, Verbosity::Quiet), "");
    }
}
