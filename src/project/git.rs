//! What git knows of policies: their texts at a revision, and which of them differ from it. Runs the program `git`.
//!
//! Arguments never pass a shell. A revision is resolved to a commit before anything else is asked of it.

use super::door::{self, Entry};
use super::{Policy, read, walk};
use crate::diagnostic::Diagnostic;
use crate::document::Format;
use crate::source::Sources;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The text that the file `path` had at the revision `rev`; `None` when it did not exist then.
pub fn at_revision(
    rev: &str,
    path: &Path,
    format: Option<Format>,
    sources: &mut Sources,
) -> Result<Option<Entry>, Diagnostic> {
    let path = walk::absolute(path);
    let folder = path.parent().unwrap_or(&path);
    let commit = commit(rev, folder)?;
    let object = format!("{commit}:./{}", path.file_name().unwrap_or_default().to_string_lossy());
    let found = output(folder, &["rev-parse", "--verify", "--quiet", &object])?;
    if !found.status.success() {
        return Ok(None);
    }
    let name = format!("{rev}:{}", read::display(&super::configs::shown(&path)));
    let mut child = git(folder, &["cat-file", "blob", &object])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| cannot_run(&error))?;
    let Some(mut text) = child.stdout.take() else { return Err(failed(&name, &[])) };
    let bytes = read::bounded(&name, &mut text, read::SIZE_LIMIT);
    drop(text);
    let ended = child.wait().map_err(|error| cannot_run(&error))?;
    if !ended.success() {
        return Err(failed(&name, b"it was no file then"));
    }
    door::enter(&name, bytes?, format, sources).map(Some)
}

/// Leaves out the policies that are as they were at the revision `rev`; gives how many they are.
pub fn only_changed(rev: &str, policies: &mut Vec<Policy>) -> Result<usize, Diagnostic> {
    let mut repositories: BTreeMap<PathBuf, Repository> = BTreeMap::new();
    let mut changed = Vec::new();
    let before = policies.len();
    for policy in policies.drain(..) {
        let real = std::fs::canonicalize(&policy.path).unwrap_or_else(|_| policy.path.clone());
        let folder = real.parent().unwrap_or(&real);
        let root = folder.ancestors().find(|f| f.join(".git").exists()).unwrap_or(folder).to_path_buf();
        let name = walk::path_from(&root.join("x"), &real);
        if !repositories.contains_key(&root) {
            repositories.insert(root.clone(), Repository::read(rev, &root)?);
        }
        if repositories.get(&root).is_none_or(|r| r.has_changed(&name)) {
            changed.push(policy);
        }
    }
    *policies = changed;
    Ok(before - policies.len())
}

/// The files of a repository, by their paths from its root with forward slashes.
struct Repository {
    /// Those that git watches; every other file is new.
    tracked: BTreeSet<String>,
    /// Those that differ from the revision.
    changed: BTreeSet<String>,
}

impl Repository {
    fn read(rev: &str, root: &Path) -> Result<Self, Diagnostic> {
        let commit = commit(rev, root)?;
        let diff = ["diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", "--relative"];
        let diff = [&diff[..], &[commit.as_str(), "--"]].concat();
        Ok(Self { tracked: names(root, &["ls-files", "-z"])?, changed: names(root, &diff)? })
    }

    fn has_changed(&self, name: &str) -> bool {
        self.changed.contains(name) || !self.tracked.contains(name)
    }
}

/// What git lists, each name ended by a zero byte.
fn names(folder: &Path, args: &[&str]) -> Result<BTreeSet<String>, Diagnostic> {
    let listed = output(folder, args)?;
    if !listed.status.success() {
        return Err(failed(&args.join(" "), &listed.stderr));
    }
    let names = listed.stdout.split(|b| *b == 0).filter(|n| !n.is_empty());
    Ok(names.map(|n| String::from_utf8_lossy(n).into_owned()).collect())
}

/// The commit that a revision means, in the repository that holds `folder`.
fn commit(rev: &str, folder: &Path) -> Result<String, Diagnostic> {
    if !is_revision(rev) {
        let problem = Diagnostic::error("usage", format!("`{}` is no revision", rev.escape_debug()));
        return Err(problem.note("a revision is a branch, a tag or a commit, such as main, v1.2 or HEAD~1"));
    }
    let inside = output(folder, &["rev-parse", "--git-dir"])?;
    if !inside.status.success() {
        let problem = Diagnostic::error("git", format!("{} is in no git repository", folder.display()));
        return Err(said(problem, &inside.stderr));
    }
    let found = output(folder, &["rev-parse", "--verify", "--quiet", &format!("{rev}^{{commit}}")])?;
    let commit = String::from_utf8_lossy(&found.stdout).trim().to_owned();
    if found.status.success() && commit.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Ok(commit);
    }
    let problem =
        Diagnostic::error("git", format!("there is no revision `{rev}` in the repository of {}", folder.display()));
    Err(problem.note("a copy that is not whole may lack it: `git fetch --unshallow` completes one"))
}

/// Whether a text can name a revision: it can be no option, no range and no path in a revision.
fn is_revision(rev: &str) -> bool {
    let odd = |c: char| c.is_control() || c.is_whitespace() || c == ':';
    !rev.is_empty() && !rev.starts_with('-') && !rev.contains("..") && !rev.contains(odd)
}

fn git(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.args(["--no-pager", "--literal-pathspecs"]).args(args).current_dir(folder).stdin(Stdio::null());
    command.env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0");
    command
}

fn output(folder: &Path, args: &[&str]) -> Result<Output, Diagnostic> {
    git(folder, args).output().map_err(|error| cannot_run(&error))
}

fn cannot_run(error: &io::Error) -> Diagnostic {
    match error.kind() {
        io::ErrorKind::NotFound => Diagnostic::error("git", "the program `git` is not installed, or not on the path"),
        _ => Diagnostic::error("git", format!("cannot run `git`: {error}")),
    }
}

fn failed(what: &str, stderr: &[u8]) -> Diagnostic {
    said(Diagnostic::error("git", format!("git cannot give {what}")), stderr)
}

/// Adds the first line of what git says.
fn said(problem: Diagnostic, stderr: &[u8]) -> Diagnostic {
    let text = String::from_utf8_lossy(stderr);
    match text.lines().find(|l| !l.trim().is_empty()) {
        Some(line) => problem.note(format!("git says: {}", line.trim())),
        None => problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_can_be_no_option_range_or_path() {
        for rev in ["main", "HEAD~1", "v1.2", "origin/main", "HEAD@{1}", "HEAD^"] {
            assert!(is_revision(rev), "{rev}");
        }
        for rev in ["", "-n", "--output=x", "a..b", "HEAD:p.md", "a b", "a\0b", "a\nb", ":/fix"] {
            assert!(!is_revision(rev), "{rev:?}");
        }
    }

    #[test]
    fn a_program_that_is_not_there_is_said() {
        let missing = cannot_run(&io::Error::from(io::ErrorKind::NotFound));
        assert!(missing.message.contains("not installed"));
        assert!(failed("x", b"\nfatal: no\n").notes[0].contains("fatal: no"));
    }
}
