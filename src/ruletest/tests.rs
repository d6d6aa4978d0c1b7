//! Examples of made-up rules: what holds, what does not, and what is said about it.

use super::{Outcome, run};
use crate::rule::{ExampleKind, Input, compile};
use crate::source::{Source, Sources};
use jiff::civil::date;

fn outcome(text: &str) -> Outcome {
    let mut sources = Sources::default();
    let rules = vec![sources.add(Source::new("own.clause", text))];
    let (set, problems) = compile(&sources, &Input { rules, ..Input::default() });
    let known = ["rule-example", "rule-unused"];
    assert!(problems.iter().all(|p| known.contains(&p.code.as_str())), "{problems:#?}");
    run(&set, date(2026, 11, 22), |_| true)
}

/// What is said of each example that does not hold.
fn failures(text: &str) -> Vec<String> {
    outcome(text).failures.iter().map(|f| f.diagnostic.primary().unwrap().message.clone()).collect()
}

const BEES: &str =
    "pack t\n\nrule bees {\n    title \"Mention bees\"\n    must state \"keep bees\"\n    closest \"bees\"\n";

#[test]
fn examples_that_hold_are_counted() {
    let text = format!("{BEES}    pass \"We keep bees.\"\n    fail \"We like [[bees]].\"\n    fail \"Nothing.\"\n}}\n");
    let outcome = outcome(&text);
    assert_eq!((outcome.rules, outcome.passed, outcome.failures.len()), (1, 3, 0), "{:#?}", outcome.failures);
}

#[test]
fn examples_of_definitions_match_or_do_not() {
    let define = "pack t\n\ndefine bees = \"keep {count: number} bees\"\n";
    let holds = "    pass \"We [[keep 3 bees]] and no wasps. They keep four bees.\"\n    pass \"We do not keep two bees.\"\n    \
                 fail \"# Keep 3 bees\"\n    fail \"\"\"\n         We keep bees.\n         \"\"\"\n";
    let found = outcome(&format!("{define}{holds}"));
    assert_eq!((found.definitions, found.rules, found.passed), (1, 0, 4), "{:#?}", found.failures);
    let said = failures(&format!(
        "{define}    pass \"We keep bees.\"\n    pass \"[[We]] keep 3 bees.\"\n    fail \"We keep 3 bees.\"\n"
    ));
    assert_eq!(
        said,
        [
            "expected a match, but there is none",
            "nothing matches at the mark “We”, but at “keep 3 bees”",
            "expected no match, but there is one at “keep 3 bees”"
        ]
    );
}

#[test]
fn the_day_of_a_definitions_example_is_its_own() {
    let define = "pack t\n\ndefine fresh = \"updated {date}\" where date in 12 months before today..today\n";
    let examples = "    pass \"Updated May 1, 2020.\" as of 2020-06-01\n    fail \"Updated May 1, 2020.\"\n";
    assert_eq!(failures(&format!("{define}{examples}")), Vec::<String>::new());
}

#[test]
fn an_example_that_does_not_hold_says_what_came_instead() {
    let said = failures(&format!(
        "{BEES}    pass \"We like bees.\"\n    fail \"We keep bees.\"\n    skip \"We keep bees.\"\n}}\n"
    ));
    assert!(said[0].starts_with("expected satisfied, but the verdict is missing"), "{said:?}");
    assert!(said[1].starts_with("expected a finding, but the verdict is satisfied"), "{said:?}");
    assert!(said[2].starts_with("expected not applicable, but the verdict is satisfied"), "{said:?}");
}

#[test]
fn marks_must_be_met_and_nothing_else_may_be_found() {
    let missed = failures(&format!("{BEES}    fail \"[[We]] like bees.\"\n}}\n"));
    assert_eq!(missed, ["nothing is found at the mark “We”, but at “bees”"]);
    let rule = "pack t\n\nrule no-bees {\n    title \"No bees\"\n    must not state \"bees\"\n";
    let more = failures(&format!("{rule}    fail \"[[Bees]] are here. Bees are there.\"\n}}\n"));
    assert_eq!(more, ["an unexpected finding at “Bees”, which is not marked"]);
}

#[test]
fn days_and_conditions_of_examples() {
    let rule = "pack t\n\nrule dated {\n    title \"A fresh date\"\n    must state \"updated {date}\" where date in \
                12 months before today..today\n    when policy states \"policy\" and fact sells\n";
    let examples = "    pass \"Policy, updated May 1, 2020.\" as of 2020-06-01\n    fail \"Policy, updated May 1, 2020.\"\n    \
                    skip \"Updated May 1, 2020.\"\n}\n";
    assert_eq!(failures(&format!("{rule}{examples}")), Vec::<String>::new());
}

#[test]
fn a_stricter_rule_says_only_what_differs() {
    let text = "pack t\n\nrule age {\n    title \"State an age\"\n    should state \"under {age}\"\n    message \"no age\"\n    \
                pass \"No child under 5.\"\n    fail \"Young people.\"\n}\n\nrule child-age {\n    extends age\n    \
                must state \"under {age}\" where age in 13..18\n    pass \"No child under 13.\"\n    fail \"No child under 5.\"\n}\n";
    let mut sources = Sources::default();
    let rules = vec![sources.add(Source::new("own.clause", text))];
    let (set, _) = compile(&sources, &Input { rules, ..Input::default() });
    let (_, strict) = set.find("t/child-age").unwrap();
    assert_eq!((strict.title.as_str(), strict.message.as_str()), ("State an age", "no age"));
    assert_eq!(strict.severity, crate::diagnostic::Severity::Error);
    let kinds: Vec<&str> = strict.examples.iter().map(|e| e.text.as_str()).collect();
    assert_eq!(
        kinds,
        ["Young people.", "No child under 13.", "No child under 5."],
        "fails are inherited, passes are not"
    );
    assert_eq!(run(&set, date(2026, 11, 22), |_| true).failures, []);
}

#[test]
fn the_shipped_rules_keep_their_own_examples() {
    let mut sources = Sources::default();
    let input = crate::rule::embedded(&mut sources);
    let (set, problems) = compile(&sources, &input);
    assert_eq!(problems, [], "the embedded rules compile without a remark");
    let outcome = run(&set, date(2026, 11, 22), |_| true);
    assert_eq!(outcome.failures, []);
    assert_eq!(outcome.rules, set.rules.len(), "every rule has examples");
    for rule in &set.rules {
        let count = |kind| rule.examples.iter().filter(|e| e.kind == kind).count();
        assert!(count(ExampleKind::Pass) >= 3 && count(ExampleKind::Fail) >= 2, "{}: too few examples", rule.id);
        assert!(rule.help.is_some() && !rule.citations.is_empty(), "{}: help and citation", rule.id);
        assert!(rule.citations.iter().all(|c| c.read.is_some()), "{}: says how far it was checked", rule.id);
    }
}
