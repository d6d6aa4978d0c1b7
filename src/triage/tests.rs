//! Waivers over real documents, with findings made by hand.

use super::*;
use crate::config::{self, Config};
use crate::diagnostic::Label;
use crate::document::{self, Format};
use crate::eval::Audit;
use crate::source::{Source, SourceId, Sources, Span};
use std::path::{Path, PathBuf};

const TEXT: &str = "# Policy\n\n<!-- clauselint-ignore core/a: agreed with the board; owner: Jo; until: 2027-01-31 -->\n\
                    We keep one. We keep two.\n\nWe keep three.\n\n<!-- clauselint-ignore-section core/b: the annex -->\n\n\
                    ## Annex\n\nWe keep four.\n\n### More\n\nWe keep five.\n\n## End\n\nWe keep six.\n";

fn audit(violated: &[&str]) -> Audit {
    let verdict = |rule: &str, status| crate::eval::Verdict {
        rule: 0,
        id: RuleId(rule.to_owned()),
        status,
        reason: String::new(),
        severity: Severity::Warning,
        applies: None,
        evidence: Vec::new(),
        closest: None,
        causes: Vec::new(),
        near: Vec::new(),
        elsewhere: None,
        captures: Vec::new(),
        values: Vec::new(),
        terms: Vec::new(),
    };
    let all = ["core/a", "core/b", "core/c"];
    let of = |r: &&str| verdict(r, if violated.contains(r) { Status::Violated } else { Status::Missing });
    Audit {
        as_of: jiff::civil::date(2026, 11, 25),
        packs: Vec::new(),
        verdicts: all.iter().map(of).collect(),
        questions: Vec::new(),
    }
}

fn finding(text: &str, rule: &str, words: &[&str]) -> Finding {
    let label = |(i, w): (usize, &&str)| {
        let start = text.find(*w).unwrap();
        Label { source: SourceId(0), span: Span::new(start, start + w.len()), message: String::new(), primary: i == 0 }
    };
    let mut diagnostic = Diagnostic::warning(rule, "found");
    diagnostic.labels = words.iter().enumerate().map(label).collect();
    Finding { rule: RuleId(rule.to_owned()), diagnostic, fingerprint: format!("{rule} {words:?}") }
}

fn run(text: &str, findings: Vec<Finding>, violated: &[&str], config: &Config, day: Date) -> Triaged {
    let source = Source::new("p.md", text);
    let document = document::read(text, Format::Markdown);
    let waivers = waivers(SourceId(0), &source, &document, config, Path::new("/x/p.md"));
    triage(findings, waivers, &audit(violated), day, &|name| name == "core" || name.starts_with("core/"))
}

fn day() -> Date {
    jiff::civil::date(2026, 11, 25)
}

fn codes(triaged: &Triaged) -> Vec<&str> {
    triaged.findings.iter().map(|f| f.rule.0.as_str()).collect()
}

#[test]
fn a_comment_reaches_the_next_block_the_section_or_the_file() {
    let one = finding(TEXT, "core/a", &["keep one"]);
    let three = finding(TEXT, "core/a", &["keep three"]);
    let five = finding(TEXT, "core/b", &["keep five"]);
    let six = finding(TEXT, "core/b", &["keep six"]);
    let triaged = run(TEXT, vec![one, three.clone(), five, six.clone()], &[], &Config::default(), day());
    assert_eq!(triaged.findings, [three, six]);
    assert_eq!(triaged.suppressed.len(), 2);
    assert_eq!(triaged.waivers[0].owner.as_deref(), Some("Jo"));
    assert_eq!((triaged.waivers[0].state, triaged.waivers[1].state), (State::Active, State::Active));
    assert_eq!(triaged.waivers[1].scope_text, "section “Annex”");
    let whole = TEXT.replace("-section core/b", "-file core");
    let six = finding(&whole, "core/b", &["keep six"]);
    let waived = run(&whole, vec![six], &[], &Config::default(), day());
    assert_eq!(codes(&waived), ["suppression/unused"], "the first comment is now of no use");
}

#[test]
fn each_place_of_a_violation_is_waived_by_itself() {
    let both = finding(TEXT, "core/a", &["keep two", "keep six"]);
    let triaged = run(TEXT, vec![both], &["core/a"], &Config::default(), day());
    let left = triaged.findings.iter().find(|f| f.rule.0 == "core/a").unwrap();
    assert_eq!(left.diagnostic.labels.len(), 1);
    assert!(left.diagnostic.primary().is_some_and(|l| l.span.start as usize == TEXT.find("keep six").unwrap()));
    assert!(triaged.suppressed.is_empty());
    assert_eq!(triaged.waivers[0].state, State::Active);
}

#[test]
fn a_waiver_that_does_not_hold_is_a_finding_itself() {
    let one = || finding(TEXT, "core/a", &["keep one"]);
    let expired = run(TEXT, vec![one()], &[], &Config::default(), jiff::civil::date(2027, 1, 31));
    assert_eq!(codes(&expired), ["suppression/expired", "core/a", "suppression/unused"]);
    for (said, code) in [
        ("core/a -->", "suppression/no-reason"),
        ("core/a: ; owner: Jo -->", "suppression/no-reason"),
        ("corr/a: why -->", "suppression/unknown-rule"),
        ("core/a: why; until: soon -->", "suppression/unreadable"),
        ("-all core/a: why -->", "suppression/unreadable"),
        ("core/c: why -->", "suppression/unused"),
    ] {
        let said = said.strip_prefix('-').map_or(format!(" {said}"), |s| format!("-{s}"));
        let text = format!("# P\n\n<!-- clauselint-ignore{said}\nWe keep one.\n");
        let found = finding(&text, "core/a", &["keep one"]);
        let triaged = run(&text, vec![found], &[], &Config::default(), day());
        assert_eq!(codes(&triaged), [code, "core/a"], "{text}");
    }
}

#[test]
fn prose_and_code_that_mention_a_directive_are_none() {
    for text in [
        "Write clauselint-ignore core/a: why.\n\nWe keep one.\n",
        "`<!-- clauselint-ignore core/a: why -->` does it.\n\nWe keep one.\n",
        "```\n<!-- clauselint-ignore core/a: why -->\n```\n\nWe keep one.\n",
        "\\<!-- clauselint-ignore core/a: why -->\n\nWe keep one.\n",
        "<!-- clauselint-ignore core/a: why\n\nWe keep one.\n",
    ] {
        let document = document::read(text, Format::Markdown);
        let source = Source::new("p.md", text);
        assert!(waivers(SourceId(0), &source, &document, &Config::default(), Path::new("p.md")).is_empty(), "{text}");
    }
}

#[test]
fn the_configuration_waives_by_rule_file_and_fingerprint() {
    let mut sources = Sources::default();
    sources.add(Source::new("p.md", TEXT));
    let yaml = "suppressions:\n  - rules: core/a\n    files: other/*.md\n    reason: elsewhere\n  - rules: [core/b]\n    \
                reason: an old text\n    fingerprint: 'core/b [\"keep six\"]'\n  - rules: core/c\n";
    let id = sources.add(Source::new("clauselint.yaml", yaml));
    let (config, problems) = config::read(&sources, id, PathBuf::from("/x"));
    assert_eq!(problems, []);
    let five = finding(TEXT, "core/b", &["We keep three"]);
    let six = finding(TEXT, "core/b", &["keep six"]);
    let triaged = run(TEXT, vec![five.clone(), six], &[], &config, day());
    assert!(triaged.findings.contains(&five));
    assert_eq!(triaged.suppressed.len(), 1);
    let of_config: Vec<_> = triaged.waivers.iter().filter(|w| w.origin != Origin::Comment).collect();
    assert_eq!(of_config.iter().map(|w| w.state).collect::<Vec<_>>(), [State::Active, State::Invalid]);
    let all = triaged.waivers.iter().map(|w| (w, mistake(w, day(), &|_| true), true));
    let said: Vec<String> = configured(all, true).into_iter().map(|d| d.code).collect();
    assert_eq!(said, ["suppression/no-reason"]);
}

#[test]
fn a_baseline_is_read_as_it_was_written() {
    let entry = |path: &str, rule: &str| Entry {
        path: path.to_owned(),
        rule: rule.to_owned(),
        fingerprint: "00".to_owned(),
        message: "no “date”".to_owned(),
    };
    let baseline = Baseline::new(vec![entry("b.md", "core/b"), entry("a.md", "core/a"), entry("b.md", "core/b")]);
    assert_eq!(baseline.len(), 2);
    let mut again = Baseline::read(&baseline.write()).unwrap();
    assert_eq!(again.write(), baseline.write());
    let mut found = finding(TEXT, "core/a", &["keep one"]);
    found.fingerprint = "00".to_owned();
    assert!(again.accepts("a.md", &found) && !again.accepts("b.md", &found));
    let paths = ["a.md".to_owned(), "b.md".to_owned()];
    assert_eq!(again.dead(&paths).map(|e| e.path.as_str()).collect::<Vec<_>>(), ["b.md"]);
    assert_eq!(again.dead(&paths[..1]).count(), 0, "what was not read is not dead");
    assert!(Baseline::read(&Baseline::new(Vec::new()).write()).unwrap().is_empty());
}

#[test]
fn a_wrong_baseline_is_explained() {
    let (message, _) = Baseline::read("{\"schema\": 7}").unwrap_err();
    assert!(message.contains("schema 7"), "{message}");
    let (message, at) = Baseline::read("{\"schema\": 1,\n\"tool\": 3}").unwrap_err();
    assert!(message.starts_with("this is no baseline") && at > 13, "{message} at {at}");
    assert!(Baseline::read("").is_err());
}

#[test]
fn ten_thousand_suppressions_are_read_once_each() {
    let text = "<!-- clauselint-ignore core/a: why -->\nWe keep one.\n\n".repeat(10_000);
    let source = Source::new("p.md", text.clone());
    let document = document::read(&text, Format::Markdown);
    let all = waivers(SourceId(0), &source, &document, &Config::default(), Path::new("p.md"));
    assert_eq!(all.len(), 10_000);
    assert!(all.iter().all(|w| w.scope_text.starts_with("line ")));
}
