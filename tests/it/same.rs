//! The same input gives the same bytes: in every run, in every locale, whatever stands around it.

use super::{folder, program, run};
use std::path::Path;
use std::process::Command;

/// What a run writes, in an environment.
fn written(dir: &Path, args: &[&str], environment: &[(&str, &str)]) -> Vec<u8> {
    let mut command: Command = program(dir, args);
    let output = command.envs(environment.iter().copied()).output().unwrap();
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// Asserts that runs in other environments write the same.
fn same(dir: &Path, args: &[&str]) {
    let first = written(dir, args, &[]);
    assert!(!first.is_empty());
    let environments: [&[(&str, &str)]; 3] =
        [&[], &[("LC_ALL", "tr_TR.UTF-8"), ("LANG", "de_DE.UTF-8")], &[("LC_ALL", "C"), ("HOME", "/nonexistent")]];
    for environment in environments {
        assert!(written(dir, args, environment) == first, "{args:?} in {environment:?} writes something else");
    }
}

#[test]
fn every_format_is_the_same_in_every_run() {
    let policies = super::root().join("tests/policies");
    let dir = folder(&[]);
    for entry in std::fs::read_dir(policies).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, dir.path().join(path.file_name().unwrap())).unwrap();
    }
    for format in ["human", "short", "json", "sarif", "github", "gitlab", "checkstyle", "junit", "rdjson", "html"] {
        same(dir.path(), &["check", "--isolated", "--pack", "all", "--as-of", "2026-11-25", "--output-format", format]);
    }
    same(dir.path(), &["audit", "--isolated", "--pack", "all", "--as-of", "2026-11-25", "."]);
}

#[test]
fn the_order_of_files_is_that_of_their_names() {
    let text = "# P\n\nWe keep data.\n";
    let there = folder(&[("a.md", text), ("b/c.md", text), ("d.md", text)]);
    let back = folder(&[("d.md", text), ("b/c.md", text), ("a.md", text)]);
    let args = ["check", "--isolated", "--output-format", "json", "."];
    assert_eq!(run(there.path(), &args).out, run(back.path(), &args).out);
}

#[test]
fn real_policies_give_the_same_bytes() {
    let Some(corpus) = super::corpus::corpus("the same bytes in every run") else { return };
    let mut args = vec!["check", "--isolated", "--pack", "all", "--output-format", "json"];
    // By name: what the corpus ignores is linted all the same.
    let folder = if cfg!(debug_assertions) { "policies" } else { "gold/goppc-150" };
    let files = std::fs::read_dir(corpus.join(folder)).unwrap().map(|e| e.unwrap().path());
    let mut files: Vec<_> = files.filter(|f| f.extension().is_some_and(|e| e == "txt" || e == "md")).collect();
    files.sort();
    assert!(files.len() >= 5);
    args.extend(files.iter().map(|f| f.to_str().unwrap()));
    same(super::root(), &args);
}
