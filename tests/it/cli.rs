//! The command line: cases as files in `tests/cmd`, and what cannot be a file.

use super::{folder, program, root, run};

#[test]
fn cases() {
    trycmd::TestCases::new()
        .default_bin_name("clauselint")
        .env("COLUMNS", "100")
        .env("NO_COLOR", "1")
        .case("tests/cmd/*.trycmd")
        .case("tests/cmd/*.toml");
}

#[test]
fn every_command_explains_itself() {
    let dir = folder(&[]);
    for command in
        ["check", "audit", "diff", "outline", "explain", "rules", "test", "fmt", "init", "baseline", "waivers"]
    {
        let ran = run(dir.path(), &[command, "--help"]);
        assert_eq!(ran.code, Some(0));
        assert!(ran.out.contains("Usage: clauselint"), "{}", ran.out);
    }
}

#[test]
fn wrong_use_exits_with_2() {
    let dir = folder(&[("p.md", "# P\n\nText.\n")]);
    for args in [
        &["check", "--output-format", "xml", "p.md"][..],
        &["check", "--pack", "cor", "p.md"],
        &["check", "--select", "core/retentoin", "p.md"],
        &["check", "--ignore", "nothing/*", "p.md"],
        &["check", "--profile", "audience", "p.md"],
        &["check", "--profile", "uses-cookies=perhaps", "p.md"],
        &["check", "--profile", "no-such-fact=true", "p.md"],
        &["check", "--profile", "audience=narnia", "p.md"],
        &["check", "--as-of", "yesterday", "p.md"],
        &["check", "--config", "none.yaml", "p.md"],
        &["check", "--config", "x.yaml", "--isolated", "p.md"],
        &["check", "--statistics", "--format", "short", "p.md"],
        &["check", "--quiet", "--verbose", "p.md"],
        &["check", "--select", "core", "--ignore", "core", "p.md"],
        &["explain", "core/retentoin"],
        &["explain", "core"],
        &["frobnicate"],
        &[],
    ] {
        let ran = run(dir.path(), args);
        assert_eq!(ran.code, Some(2), "{args:?}: {}", ran.err);
        assert!(!ran.err.is_empty(), "{args:?}");
        assert_eq!(ran.out, "", "{args:?}");
    }
}

#[test]
fn misspelt_names_are_corrected() {
    let dir = folder(&[("p.md", "# P\n\nText.\n")]);
    for (args, meant) in [
        (&["check", "--pack", "coer", "p.md"][..], "`core`"),
        (&["check", "--select", "core/retentoin", "p.md"], "`core/retention`"),
        (&["explain", "retention"], "`core/retention`"),
        (&["check", "--profile", "audience=us_ca", "p.md"], "`us-ca`"),
    ] {
        let ran = run(dir.path(), args);
        assert!(ran.err.contains(&format!("did you mean {meant}?")), "{args:?}: {}", ran.err);
    }
}

#[test]
fn standard_input_is_a_policy() {
    use std::io::Write;
    let dir = folder(&[]);
    let mut child = program(dir.path(), &["outline", "-", "--stdin-filename", "draft.md", "--format", "json"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"# Title\n\nWe keep it.\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["policies"][0]["path"], "draft.md");
    assert_eq!(json["policies"][0]["sections"][0]["title"], "Title");
}

#[test]
fn findings_exit_with_1_and_the_failure_level_is_the_users() {
    let poor = root().join("tests/policies/poor.md");
    let poor = poor.to_str().unwrap();
    let dir = folder(&[]);
    let code = |args: &[&str]| run(dir.path(), &[&["check", poor], args].concat()).code;
    assert_eq!(code(&[]), Some(1));
    assert_eq!(code(&["--exit-zero"]), Some(0));
    assert_eq!(code(&["--fail-on", "info"]), Some(1));
    assert_eq!(code(&["--output-format", "json"]), Some(1));
    assert_eq!(code(&["--format", "short"]), Some(1));
    assert_eq!(code(&["--fail-on", "error", "--select", "core/effective-date"]), Some(0), "a warning is no error");
}

#[test]
fn a_missing_file_exits_with_2_and_the_others_are_linted() {
    let poor = root().join("tests/policies/poor.md");
    let dir = folder(&[]);
    let ran = run(dir.path(), &["check", "--format", "short", "none.md", poor.to_str().unwrap()]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("there is no file or folder none.md"), "{}", ran.err);
    assert!(ran.out.contains("poor.md:"), "{}", ran.out);
}

#[test]
fn the_configuration_decides_severities() {
    let text = std::fs::read_to_string(root().join("tests/policies/poor.md")).unwrap();
    let off = folder(&[("p.md", &text), ("clauselint.yaml", "packs: core\nseverities: {core: info}\n")]);
    assert_eq!(run(off.path(), &["check"]).code, Some(0), "all infos, and warnings fail");
    assert_eq!(run(off.path(), &["check", "--isolated"]).code, Some(1));
    assert_eq!(run(off.path(), &["check", "--fail-on", "info"]).code, Some(1));
    let none = folder(&[("p.md", &text), ("clauselint.yaml", "packs: core\nseverities: {core: off}\n")]);
    let ran = run(none.path(), &["check"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("no rule is enabled for p.md"), "{}", ran.err);
}
