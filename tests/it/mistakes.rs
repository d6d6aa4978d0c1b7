//! Mistakes in rule files, end to end: each is named at its place in words that help, and none stops the program.

use super::{program, root};
use clauselint::diagnostic::Diagnostic;
use clauselint::rule::{Input, compile, embedded};
use clauselint::source::{Source, SourceId, Sources, Span};
use clauselint::syntax::format::{Refusal, format};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write;

const MISTAKES: &str = include_str!("../rules/mistakes.clause");
const FULL: &str = include_str!("../../src/syntax/testdata/full.clause");

#[test]
fn mistakes_are_shown_with_what_would_help() {
    let output = program(root(), &["test", "tests/rules/mistakes.clause"]).env("COLUMNS", "100").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    insta::assert_snapshot!(String::from_utf8(output.stderr).unwrap());
}

#[test]
fn every_mistake_is_named_once() {
    let mut sources = Sources::default();
    let mut input = embedded(&mut sources);
    let id = sources.add(Source::new("mistakes.clause", MISTAKES));
    input.rules.push(id);
    let found: Vec<Diagnostic> = compile(&sources, &input).1;
    let places: BTreeSet<Span> = found.iter().filter_map(|d| d.primary()).map(|l| l.span).collect();
    assert_eq!(places.len(), found.len(), "a place is named twice");
    // The pack has two mistakes; the first `age-limit` has none, and of two definitions in a ring one is named.
    let items = MISTAKES.matches("\nrule ").count() + MISTAKES.matches("\ndefine ").count();
    assert_eq!(found.len(), items + MISTAKES.matches("\ninfer ").count() + 2 - 2);
}

/// A lexicon, so that names can be right.
const LEXICON: &str = "title: Kinds\nentries:\n  email-address:\n    terms: [\"e mail (address | box)\"]\n";

/// Compiles and formats a file of any content: no panic, no place out of the text, no unfaithful layout.
fn is_answered(text: &str) {
    let mut sources = Sources::default();
    let lexicons = vec![sources.add(Source::new("data-type.yaml", LEXICON))];
    let rules = vec![sources.add(Source::new("any.clause", text))];
    let (_, found) = compile(&sources, &Input { rules, lexicons, ..Input::default() });
    for label in found.iter().flat_map(|d| &d.labels) {
        let source = sources.get(label.source).unwrap();
        assert!(source.text().get(label.span.range()).is_some(), "{label:?}\n{text}");
    }
    match format(SourceId(0), text) {
        Ok(once) => assert_eq!(format(SourceId(0), &once), Ok(once.clone()), "{text}"),
        Err(refusal) => assert_ne!(refusal, Refusal::Unfaithful, "{text}"),
    }
}

/// Passages, right ones and wrong ones.
fn passage() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "\"sell (it | them) [all]\"",
        "\"[a] ... {age}\"",
        "\"=US {limit: duration}\"",
        "{age}",
        "{date}",
        "{kind: data-type}",
        "data-type",
        "anything",
        "d0",
        "d1",
        "own.d2",
        "other.d0",
        "exactly \"NOTICE: \\\"so\\\"\"",
        "\"\"",
        "age",
    ]);
    leaf.prop_map(str::to_owned).prop_recursive(4, 24, 3, |inner| {
        let join = prop::sample::select(vec![" and ", " then ", " and maybe ", " but not ", " or ", "\n   or ", ", "]);
        let tail = prop::sample::select(vec![
            " within 2 sentences",
            " within 0 words",
            " within item",
            " by user",
            " in heading",
            " in section titled \"x\"",
            " where age in 5..21",
            " where date in 12 months before today..today, age in ..13",
            " where kind not in email-address",
            " # remark\n   ",
        ]);
        prop_oneof![
            (inner.clone(), join, inner.clone()).prop_map(|(a, j, b)| format!("{a}{j}{b}")),
            (inner.clone(), tail).prop_map(|(a, t)| format!("{a}{t}")),
            inner.clone().prop_map(|a| format!("({a})")),
            (0..4, inner.clone(), inner.clone()).prop_map(|(n, a, b)| format!("at least {n} of {{ {a}, {b} }}")),
            inner.clone().prop_map(|a| format!("at least 2 distinct kind of ({a})")),
            prop::collection::vec(inner, 1..3).prop_map(|all| format!("all of {{{}}}", all.join(",\n  "))),
        ]
    })
}

/// Parts of rules around two passages.
fn part() -> impl Strategy<Value = String> {
    let shape = prop::sample::select(vec![
        "title \"T\"",
        "must state P",
        "should not affirm P",
        "must name P",
        "must agree on age of P per kind, date",
        "should state P for each kind of Q",
        "severity error when policy states (P) and not fact x",
        "severity info from 2027-02-01",
        "when audience includes any of eu, uk or policy denies (Q)",
        "since 2026-01-01",
        "until 2025-01-01",
        "closest P",
        "extends r0",
        "extends own/r1",
        "message \"only {age}, {kind.site}\"",
        "almost \"{agee\"",
        "pass \"\"\"\n  # A\n\n    - b\n  \"\"\" as of 2020-01-01",
        "fail \"we [[sell]] ]] [[\"",
        "cite \"L\" <https://example.com/#a>, not confirmed # seen",
        "should keep words of sentence <= 0",
    ]);
    (shape, passage(), passage()).prop_map(|(s, p, q)| s.replace('P', &p).replace('Q', &q))
}

fn file() -> impl Strategy<Value = String> {
    let examples = prop::sample::select(vec![
        "",
        "\n    pass \"We [[sell]] it.\"\n    # so far\n\n    fail \"no\" as of 2026-01-01",
        " # remark\n  fail \"\"\"\n  # A\n\n    - b\n  \"\"\"",
        "\n    pass \"[[\"\n    fail \"[[a]]\"\n    skip \"b\"\n    must state \"c\"",
        "\n    pass or {age}",
    ]);
    let define = (passage(), examples).prop_map(|(passage, examples)| passage + examples);
    let defines = prop::collection::vec(define, 0..4);
    let rules = prop::collection::vec(prop::collection::vec(part(), 0..7), 0..3);
    let infer = prop::option::of(passage());
    (defines, infer, rules).prop_map(|(defines, infer, rules)| {
        let mut text = String::from("pack own # mine\n");
        for (i, passage) in defines.iter().enumerate() {
            writeln!(text, "define d{i} = {passage}").unwrap();
        }
        text.extend(infer.map(|p| format!("infer fact x from {p}\n")));
        for (i, parts) in rules.iter().enumerate() {
            writeln!(text, "rule r{i} {{\n  {}\n}}", parts.join("\n  ")).unwrap();
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_rule_file_is_answered(text in file()) {
        is_answered(&text);
    }

    #[test]
    fn damaged_rule_files_are_answered(
        full in any::<bool>(),
        at in any::<prop::sample::Index>(),
        len in 0_usize..60,
        with in "[\\PC\"{}()|\\[\\]#\n\\\\“”é\u{feff}]{0,4}",
    ) {
        let whole = if full { FULL } else { MISTAKES };
        let near = |at: usize| (0..=at.min(whole.len())).rev().find(|i| whole.is_char_boundary(*i)).unwrap_or(0);
        let from = near(at.index(whole.len()));
        is_answered(&format!("{}{with}{}", &whole[..from], &whole[near(from + len).max(from)..]));
    }
}
