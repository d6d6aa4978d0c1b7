//! `.pre-commit-hooks.yaml`, tried with the pre-commit program on a repository made here.

use super::{BIN, find_program, folder, root};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Runs a program that must find `clauselint` on the path, with a home of its own.
fn tool(program: &Path, folder: &Path, home: &Path, args: &[&str]) -> Output {
    let path = format!("{}:{}", Path::new(BIN).parent().unwrap().display(), std::env::var("PATH").unwrap());
    Command::new(program)
        .args(args)
        .current_dir(folder)
        .env("PATH", path)
        .env("HOME", home)
        .env("PRE_COMMIT_HOME", home.join("cache"))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("PRE_COMMIT_COLOR", "never")
        .output()
        .unwrap()
}

/// Makes a repository with one commit of everything in it; gives the commit.
fn commit(folder: &Path, home: &Path) -> String {
    let git = PathBuf::from("git");
    let identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
    for args in [&["init", "-q"][..], &["add", "-A"], &[&identity[..], &["commit", "-q", "-m", "x"]].concat()] {
        let run = tool(&git, folder, home, args);
        assert!(run.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&run.stderr));
    }
    String::from_utf8(tool(&git, folder, home, &["rev-parse", "HEAD"]).stdout).unwrap().trim().to_owned()
}

#[test]
fn the_hook_lints_policies_only() {
    let Some(pre_commit) = find_program("pre-commit") else {
        super::skipped("pre-commit is not installed, so the hook was not tried");
        return;
    };
    let home = tempfile::tempdir().unwrap();
    let hooks = tempfile::tempdir().unwrap();
    std::fs::copy(root().join(".pre-commit-hooks.yaml"), hooks.path().join(".pre-commit-hooks.yaml")).unwrap();
    let revision = commit(hooks.path(), home.path());

    let poor = std::fs::read_to_string(root().join("tests/policies/poor.md")).unwrap();
    let config = format!(
        "repos:\n  - repo: {}\n    rev: {revision}\n    hooks:\n      - id: clauselint-system\n        args: [--output-format, short]\n",
        hooks.path().display()
    );
    let site = folder(&[
        (".pre-commit-config.yaml", &config),
        ("docs/privacy-policy.md", &poor),
        ("README.md", "# Read me\n"),
    ]);
    std::fs::remove_dir(site.path().join(".git")).unwrap();
    commit(site.path(), home.path());
    let run = tool(&pre_commit, site.path(), home.path(), &["run", "--all-files"]);
    let said = String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(1), "{said}");
    assert!(said.contains("- exit code: 1"), "{said}");
    assert!(said.contains("docs/privacy-policy.md:1:"), "{said}");
    assert!(!said.contains("README.md:"), "{said}");
}
