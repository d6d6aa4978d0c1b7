//! All integration tests, in one binary: it links once.

// Tests may panic, and say plainly what they skip.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::format_collect,
    clippy::format_push_string
)]

mod accuracy;
mod bad_input;
mod ci;
mod cli;
mod comfort;
mod compare;
mod config;
mod cookbook;
mod corpus;
mod craft;
mod draft;
mod editors;
mod faults;
mod fmt;
mod formats;
mod mistakes;
mod outputs;
mod page;
mod pages;
mod planted;
mod pre_commit;
mod reference;
mod same;
mod schemas;
mod score;
mod tidy;
mod triage;
mod words;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The program under test.
const BIN: &str = env!("CARGO_BIN_EXE_clauselint");

/// The repository's root.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder that looks like a repository, so that no configuration is looked for above it.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join(".git")).unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    dir
}

/// Says that a test was skipped, past the harness, which would keep the words of a test that passes to itself.
fn skipped(what: &str) {
    let mut terminal = std::io::stderr();
    terminal.write_all(format!("SKIPPED: {what}\n").as_bytes()).unwrap();
}

/// What a run gave.
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

/// The program with an environment that says nothing about terminals.
fn program(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(BIN);
    command.args(args).current_dir(folder).stdin(Stdio::null());
    for name in ["NO_COLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        command.env_remove(name);
    }
    command
}

/// Runs the program in `folder`.
fn run(folder: &Path, args: &[&str]) -> Ran {
    let Output { status, stdout, stderr } = program(folder, args).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let ran = Ran { code: status.code(), out: text(stdout), err: text(stderr) };
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
    ran
}

/// A program on the path, or in the folder that `.ci/run` installs into.
fn find_program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}
