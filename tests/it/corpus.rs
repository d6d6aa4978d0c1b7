//! Real policies, annotated by people. They lie outside of the repository: `CLAUSELINT_CORPUS` names their folder.

use super::BIN;
use std::path::PathBuf;
use std::process::Command;

/// The folder of the corpus; says so plainly when there is none.
pub fn corpus(what: &str) -> Option<PathBuf> {
    let corpus = std::env::var_os("CLAUSELINT_CORPUS").map(PathBuf::from);
    if corpus.is_none() {
        super::skipped(&format!("{what}: CLAUSELINT_CORPUS is not set, so nothing was compared with real policies"));
    }
    corpus
}

/// Runs a script of the corpus on the program.
fn script(name: &str, args: &[&str]) {
    let Some(corpus) = corpus(name) else { return };
    let run = Command::new("python3").arg(corpus.join("policies").join(name)).arg(BIN).args(args).output().unwrap();
    let said = String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr);
    println!("{said}");
    assert!(run.status.success(), "{name}:\n{said}");
}

#[test]
fn outlines_are_those_of_the_policies() {
    script("check-outline.py", &[]);
}

#[test]
fn verdicts_are_those_of_people() {
    script("check-truth.py", &["--packs", "core,gdpr,caloppa,coppa,dpf,obsolete", "--list"]);
}
