//! `diff` and `check --since`, on files and in git repositories.

use super::{Ran, find_program, folder, run, skipped};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

const OLD: &str = "# Privacy Policy of Lantern Ltd

Effective date: 1 March 2025

Lantern Ltd (\"we\") operates the Lantern app. We collect your name to provide our services.

## Children

Our services are not directed to children under 13. You must be at least 13 years old.

## Sharing

We share your personal data with Google Analytics and with Stripe, our payment provider.

## Keeping

We keep your personal data for two years after you close your account. We do not sell your personal data.

## Contact

Write to privacy@example.com or to Lantern Ltd, 1 Example Street, London N1 9GU, United Kingdom.
";

/// The old text with some words exchanged.
fn changed(words: &[(&str, &str)]) -> String {
    words.iter().fold(OLD.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    })
}

/// Compares two texts on one day; more arguments may follow.
fn diff(old: &str, new: &str, more: &[&str]) -> Ran {
    let dir = folder(&[("old.md", old), ("new.md", new)]);
    run(dir.path(), &[&["diff", "old.md", "new.md", "--isolated", "--as-of", "2025-06-01"], more].concat())
}

fn json(old: &str, new: &str, more: &[&str]) -> (Option<i32>, Value) {
    let ran = diff(old, new, &[&["--format", "json"], more].concat());
    (ran.code, serde_json::from_str(&ran.out).unwrap())
}

/// The rules with a kind of change.
fn rules(json: &Value, kind: &str) -> Vec<String> {
    let changes = json["changes"].as_array().unwrap().iter().filter(|c| c["change"] == kind);
    changes.map(|c| c["rule"].as_str().unwrap().to_owned()).collect()
}

/// `name: gone -> new` of each change of values.
fn values(json: &Value) -> Vec<String> {
    let side = |side: &Value| {
        let all = side.as_array().unwrap().iter().map(|v| v["value"].as_str().unwrap());
        all.collect::<Vec<_>>().join(", ")
    };
    let all = json["values"].as_array().unwrap().iter();
    all.map(|v| format!("{}: {} -> {}", v["name"].as_str().unwrap(), side(&v["gone"]), side(&v["new"]))).collect()
}

#[test]
fn the_same_text_differs_in_nothing() {
    let (code, same) = json(OLD, OLD, &[]);
    assert_eq!(code, Some(0));
    assert!(same["changes"].as_array().unwrap().is_empty() && values(&same).is_empty());
    let lower = json(OLD, &OLD.replace("\n\n", "\n\n\n"), &[]);
    assert_eq!((lower.0, values(&lower.1).len()), (Some(0), 0), "moved lines are no change");
}

#[test]
fn a_lost_requirement_fails_and_both_places_are_shown() {
    let new = changed(&[(" We do not sell your personal data.", "")]);
    let ran = diff(OLD, &new, &[]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    for said in [
        "Lost (1)",
        "warning[core/sale-statement]: lost: the policy does not say whether personal data is sold",
        "┌─ old.md:17:82",
        "before: stated here",
        "┌─ new.md:1:3",
        "1 lost",
    ] {
        assert!(ran.out.contains(said), "{said}: {}", ran.out);
    }
    let (_, found) = json(OLD, &new, &[]);
    assert_eq!(rules(&found, "lost"), ["core/sale-statement"]);
    assert_eq!(found["changes"][0]["before"]["evidence"][0]["line"], 17);
    assert_eq!(json(OLD, &new, &["--fail-on", "error"]).0, Some(0), "a warning is no error");
    assert_eq!(json(OLD, &new, &["--exit-zero"]).0, Some(0));
    assert_eq!(json(OLD, &new, &["--ignore", "core/sale-statement"]).0, Some(0));
    let (code, back) = json(&new, OLD, &[]);
    assert_eq!((code, rules(&back, "gained")), (Some(0), vec!["core/sale-statement".to_owned()]));
}

#[test]
fn a_suppressed_loss_does_not_fail() {
    let new = changed(&[(" We do not sell your personal data.", "")]);
    let new = format!("<!-- clauselint-ignore-file core/sale-statement: the shop is closed -->\n\n{new}");
    let (code, found) = json(OLD, &new, &[]);
    assert_eq!((code, rules(&found, "lost").len()), (Some(0), 1));
    assert_eq!(found["changes"][0]["accepted"], true);
}

#[test]
fn values_are_compared_whatever_rule_captures_them() {
    let new = changed(&[
        ("1 March 2025", "1 May 2025"),
        ("under 13", "under 16"),
        ("at least 13", "at least 16"),
        ("Google Analytics and with Stripe", "Stripe"),
        ("for two years after you close your account", "for as long as necessary"),
        ("privacy@example.com", "hello@example.com"),
    ]);
    let (code, found) = json(OLD, &new, &["--fail-on", "error"]);
    assert_eq!(code, Some(0), "{found}");
    let values = values(&found);
    for said in [
        "age: 13 -> 16",
        "date: 2025-03-01 -> 2025-05-01",
        "email: privacy@example.com -> hello@example.com",
        "recipient: Google Analytics -> ",
        "duration: two years -> ",
    ] {
        assert!(values.iter().any(|v| v == said), "{said}: {values:?}");
    }
    let ran = diff(OLD, &new, &[]);
    assert!(ran.out.contains("age: “16”, before “13”"), "{}", ran.out);
    assert!(ran.out.contains("old.md:9:") && ran.out.contains("new.md:9:"), "{}", ran.out);
    let markdown = diff(OLD, &new, &["--format", "markdown"]).out;
    assert!(markdown.contains("- age: “16”, before “13”; now in line 9, before in line 9 ("), "{markdown}");
}

#[test]
fn what_became_applicable_is_shown_apart_and_is_not_lost() {
    let new = format!("{OLD}\n## Europe\n\nIf you live in the European Union, the GDPR gives you further rights.\n");
    let ran = diff(OLD, &new, &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.out);
    assert!(ran.out.contains("became applicable: pack gdpr, because line 25"), "{}", ran.out);
    assert!(ran.out.contains("Became applicable, and not met") && ran.out.contains("[gdpr/complaint-authority]"));
    assert!(!ran.out.contains("Lost ("), "{}", ran.out);
    let (code, back) = json(&new, OLD, &[]);
    assert_eq!((code, rules(&back, "lost").len()), (Some(0), 0));
    assert!(rules(&back, "no-longer-applicable").iter().any(|r| r == "gdpr/complaint-authority"));
    assert_eq!(back["packs"][0]["applied"], false);
}

#[test]
fn a_comparison_can_go_to_a_file() {
    let dir = folder(&[("old.md", OLD), ("new.md", OLD)]);
    let args = ["diff", "old.md", "new.md", "--format", "markdown", "--output-file", "out.md"];
    let ran = run(dir.path(), &args);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""));
    assert!(fs::read_to_string(dir.path().join("out.md")).unwrap().starts_with("## Privacy policy comparison\n"));
    assert_eq!(run(dir.path(), &[&args[..6], &["no/out.md"]].concat()).code, Some(2));
}

#[test]
fn every_key_of_the_comparison_is_documented() {
    fn keys(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(map) => map.iter().for_each(|(key, value)| {
                found.push(key.clone());
                if key != "captures" {
                    keys(value, found);
                }
            }),
            Value::Array(values) => values.iter().for_each(|v| keys(v, found)),
            _ => {}
        }
    }
    let docs = include_str!("../../docs/output.md");
    let new = changed(&[(" We do not sell your personal data.", " The GDPR applies."), ("under 13", "under 16")]);
    let mut found = Vec::new();
    keys(&json(OLD, &new, &[]).1, &mut found);
    for key in found {
        assert!(docs.contains(&format!("`{key}`")), "docs/output.md does not speak of `{key}`");
    }
}

#[test]
fn wrong_use_and_bad_input_exit_with_2() {
    let dir = folder(&[("a.md", OLD), ("b.md", OLD), ("empty.md", "")]);
    fs::write(dir.path().join("latin.md"), b"caf\xE9\n").unwrap();
    for args in [
        &["a.md"][..],
        &["a.md", "none.md"],
        &["none.md", "a.md"],
        &["a.md", "empty.md"],
        &["latin.md", "a.md"],
        &["a.md", "."],
        &[".", "a.md"],
        &["-", "-"],
        &["a.md", "b.md", "empty.md"],
        &["--git", "HEAD", "a.md", "b.md"],
        &["--git", "HEAD", "-"],
        &["--git", "HEAD", "a.md"],
        &["--pack", "no-such-pack", "a.md", "b.md"],
        &["--ignore", "all", "a.md", "b.md"],
        &["--format", "xml", "a.md", "b.md"],
        &[],
    ] {
        let ran = run(dir.path(), &[&["diff"], args].concat());
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{args:?}: {}", ran.err);
        assert!(!ran.err.is_empty(), "{args:?}");
    }
    let ran = run(dir.path(), &["diff", "--format", "json", "a.md", "empty.md"]);
    let problem: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(problem["diagnostics"][0]["message"], "empty.md is empty");
}

/// A repository with one commit, in which `policies/a.md` and `policies/b.md` lie; `None` where there is no git.
fn repository() -> Option<tempfile::TempDir> {
    if find_program("git").is_none() {
        skipped("comparison with revisions: there is no git");
        return None;
    }
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("policies")).unwrap();
    git(dir.path(), &["init", "--quiet"]);
    for name in ["a.md", "b.md"] {
        fs::write(dir.path().join("policies").join(name), OLD).unwrap();
    }
    commit(dir.path());
    Some(dir)
}

fn git(folder: &Path, args: &[&str]) {
    let identity = ["-c", "user.name=Lantern", "-c", "user.email=lantern@example.com", "-c", "commit.gpgsign=false"];
    let mut command = Command::new("git");
    command.args(identity).args(args).current_dir(folder).stdin(Stdio::null());
    assert!(command.output().unwrap().status.success(), "{args:?}");
}

fn commit(folder: &Path) {
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--message", "Change"]);
}

#[test]
fn a_file_is_compared_with_its_text_at_a_revision() {
    let Some(dir) = repository() else { return };
    let new = changed(&[(" We do not sell your personal data.", "")]);
    fs::write(dir.path().join("policies/a.md"), &new).unwrap();
    for (folder, file) in [(dir.path().to_path_buf(), "policies/a.md"), (dir.path().join("policies"), "a.md")] {
        let ran = run(&folder, &["diff", "--git", "HEAD", "--", file]);
        assert_eq!(ran.code, Some(1), "{}", ran.err);
        assert!(ran.out.contains(&format!("┌─ HEAD:{file}:17:82")), "{}", ran.out);
        assert!(ran.out.contains(&format!("┌─ {file}:1:3")), "{}", ran.out);
    }
    commit(dir.path());
    assert_eq!(run(dir.path(), &["diff", "--git", "HEAD", "policies/a.md"]).code, Some(0));
    assert_eq!(run(dir.path(), &["diff", "--git", "HEAD~1", "policies/a.md"]).code, Some(1));
}

#[test]
fn a_file_that_did_not_exist_is_new_throughout() {
    let Some(dir) = repository() else { return };
    fs::write(dir.path().join("policies/c.md"), OLD).unwrap();
    let ran = run(dir.path(), &["diff", "--git", "HEAD", "--", "policies/c.md"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("HEAD:policies/c.md did not exist: everything is new"), "{}", ran.out);
    let ran = run(dir.path(), &["diff", "--git", "HEAD", "--format", "json", "policies/c.md"]);
    let found: Value = serde_json::from_str(&ran.out).unwrap();
    assert!(found["old"].is_null() && rules(&found, "lost").is_empty() && !rules(&found, "gained").is_empty());
}

#[test]
fn revisions_that_are_none_are_said() {
    let Some(dir) = repository() else { return };
    for rev in ["no-such-branch", "--output=x", "-n", "HEAD:policies/a.md", "HEAD..HEAD", "", "HEAD~9", "a b", "'; ls"]
    {
        let given = format!("--git={rev}");
        let ran = run(dir.path(), &["diff", &given, "--", "policies/a.md"]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{rev}: {}", ran.err);
        assert!(ran.err.contains("is no revision") || ran.err.contains("there is no revision"), "{rev}: {}", ran.err);
    }
    let ran = run(dir.path(), &["check", "--since=--output=x", "policies/a.md"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.err);
    assert!(!dir.path().join("x").exists());
    let none = tempfile::tempdir().unwrap();
    fs::write(none.path().join("a.md"), OLD).unwrap();
    for args in [&["diff", "--git", "HEAD", "a.md"][..], &["check", "--since", "HEAD", "a.md"]] {
        let ran = run(none.path(), args);
        assert_eq!(ran.code, Some(2));
        assert!(ran.err.contains("is in no git repository"), "{}", ran.err);
    }
    let mut without = super::program(dir.path(), &["check", "--since", "HEAD", "policies/a.md"]);
    let output = without.env("PATH", none.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("`git` is not installed"));
}

#[test]
fn only_what_differs_from_a_revision_is_linted() {
    let Some(dir) = repository() else { return };
    let check = |folder: &Path, more: &[&str]| {
        run(folder, &[&["check", "--isolated", "--format", "short", "--fail-on", "info", "--since"], more].concat())
    };
    let ran = check(dir.path(), &["HEAD"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""), "{}", ran.err);
    assert_eq!(ran.err, "note: 2 policies are as at HEAD; nothing was linted\n");
    fs::write(dir.path().join("policies/b.md"), "# Policy\n\nWe collect your name.\n").unwrap();
    fs::write(dir.path().join("policies/new name ü.md"), "# Policy\n\nWe collect your name.\n").unwrap();
    for folder in [dir.path().to_path_buf(), dir.path().join("policies")] {
        let ran = check(&folder, &["HEAD"]);
        assert_eq!(ran.code, Some(1), "{}", ran.err);
        assert!(ran.out.contains("b.md:") && ran.out.contains("new name ü.md:"), "{}", ran.out);
        assert!(!ran.out.contains("a.md:"), "{}", ran.out);
        assert_eq!(ran.err, "note: 1 policy is as at HEAD\n");
    }
    commit(dir.path());
    assert_eq!(check(dir.path(), &["HEAD"]).out, "");
    assert!(check(dir.path(), &["HEAD~1"]).out.contains("new name ü.md:"));
    assert_eq!(check(dir.path(), &["HEAD~1", "policies/a.md"]).code, Some(0));
    assert_eq!(check(dir.path(), &["HEAD", "-"]).code, Some(2));
}
