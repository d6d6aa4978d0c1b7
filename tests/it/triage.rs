//! Suppressions, their register, and baselines, from the command line.

use super::{folder, run};
use std::fs;

const POLICY: &str = "# Privacy Policy\n\nWe collect your name & “e-mail”. We keep data.\n";

fn short(dir: &std::path::Path, more: &[&str]) -> (Option<i32>, String, String) {
    let mut args = vec!["check", "--format", "short", "--select", "core/retention,core/postal-address,core/scope"];
    args.extend(more);
    let ran = run(dir, &args);
    (ran.code, ran.out, ran.err)
}

#[test]
fn a_suppressed_finding_is_not_reported_and_stands_in_the_register() {
    let waived = format!("<!-- clauselint-ignore-file core/retention: the schedule says it; owner: Jo -->\n\n{POLICY}");
    let config = "suppressions:\n  - rules: core/postal-address\n    files: '*.md'\n    reason: we have no office\n    until: 2099-01-01\n";
    let dir = folder(&[("p.md", &waived), ("clauselint.yaml", config)]);
    let (code, out, err) = short(dir.path(), &["p.md"]);
    assert_eq!((code, err.as_str()), (Some(1), ""));
    assert!(out.contains("core/scope") && !out.contains("core/retention") && !out.contains("core/postal"), "{out}");
    let register = run(dir.path(), &["waivers", "p.md"]);
    assert_eq!(register.code, Some(0));
    for said in ["core/retention", "active (file): the schedule says it; owner: Jo", "until 2099-01-01", "2 waivers"] {
        assert!(register.out.contains(said), "{}", register.out);
    }
    let json = run(dir.path(), &["waivers", "--output-format", "json", "p.md"]).out;
    assert!(json.contains(r#""state":"active""#) && json.contains(r#""line":1"#), "{json}");
    let sarif = run(dir.path(), &["check", "--output-format", "sarif", "p.md"]).out;
    assert!(sarif.contains(r#""kind":"inSource","justification":"the schedule says it""#), "{sarif}");
    assert!(sarif.contains(r#""kind":"external","justification":"we have no office""#));
}

#[test]
fn suppressions_that_do_not_hold_fail_the_run() {
    let expired = format!("<!-- clauselint-ignore-file core/retention: soon mended; until: 2020-01-01 -->\n\n{POLICY}");
    let dir = folder(&[("p.md", &expired)]);
    let (code, out, _) = short(dir.path(), &["p.md"]);
    assert_eq!(code, Some(1));
    assert!(out.contains("p.md:1:6: warning[suppression/expired]: this suppression held until 2020-01-01"), "{out}");
    assert!(out.contains("core/retention]"));
    let config = "suppressions:\n  - rules: core/retention\n  - rules: core/title\n    reason: none needed\n";
    let dir = folder(&[("p.md", POLICY), ("clauselint.yaml", config)]);
    let all = run(dir.path(), &["check", "--format", "short", "."]);
    assert!(all.err.contains("clauselint.yaml:2:5: warning[suppression/no-reason]"), "{}", all.err);
    assert!(all.err.contains("clauselint.yaml:3:5: warning[suppression/unused]"), "{}", all.err);
    let one = run(dir.path(), &["check", "--format", "short", "p.md"]);
    assert!(!one.err.contains("unused"), "one file does not tell: {}", one.err);
}

#[test]
fn a_baseline_lets_only_new_findings_through() {
    let dir = folder(&[("a/p.md", POLICY)]);
    let written = run(dir.path(), &["baseline", "a"]);
    assert_eq!(written.code, Some(0), "{}", written.err);
    let baseline = ["--baseline", "clauselint-baseline.json", "a"];
    let (code, out, err) = short(dir.path(), &baseline);
    assert_eq!((code, out.as_str(), err.as_str()), (Some(0), "", ""));
    // Moved and reflowed text stays matched.
    fs::write(dir.path().join("a/p.md"), POLICY.replace("We collect", "Welcome.\n\nWe\ncollect")).unwrap();
    assert_eq!(short(dir.path(), &baseline).0, Some(0));
    // What is mended is dead in the baseline; what is new is reported.
    let mended = POLICY.replace("We keep data.", "We keep data for two years.");
    fs::write(dir.path().join("a/p.md"), mended).unwrap();
    let (code, _, err) = short(dir.path(), &baseline);
    assert_eq!(code, Some(0));
    assert!(err.contains("info[baseline/dead]: a/p.md no longer has this finding of core/retention"), "{err}");
    fs::write(dir.path().join("a/q.md"), POLICY).unwrap();
    let (code, out, _) = short(dir.path(), &baseline);
    assert_eq!(code, Some(1));
    assert!(out.lines().all(|l| l.starts_with("a/q.md:")), "{out}");
}

#[test]
fn a_wrong_baseline_is_an_error() {
    let dir = folder(&[("p.md", POLICY), ("old.json", "{\"schema\": 99, \"findings\": []}"), ("bad.json", "{")]);
    for (file, said) in [("old.json", "schema 99"), ("bad.json", "this is no baseline"), ("none.json", "none.json")] {
        let (code, _, err) = short(dir.path(), &["--baseline", file, "p.md"]);
        assert_eq!(code, Some(2), "{file}: {err}");
        assert!(err.contains(said), "{err}");
    }
    let ran = run(dir.path(), &["baseline", "--output-file", "no/such/folder.json", "p.md"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("cannot write"), "{}", ran.err);
}
