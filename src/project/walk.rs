//! Which files a folder holds. Does not read them.

use super::read;
use crate::diagnostic::Diagnostic;
use ignore::WalkBuilder;
use std::path::{Component, Path, PathBuf};

/// All regular files below `folder`, by path: hidden ones and those that .gitignore names left out, links not followed.
pub(super) fn files(folder: &Path) -> (Vec<PathBuf>, Vec<Diagnostic>) {
    let mut walk = WalkBuilder::new(folder);
    walk.require_git(false).sort_by_file_path(Ord::cmp);
    collect(&walk)
}

/// All regular files below `folder`, .gitignore or not: for folders that a configuration names.
pub(super) fn all_files(folder: &Path) -> (Vec<PathBuf>, Vec<Diagnostic>) {
    let mut walk = WalkBuilder::new(folder);
    walk.standard_filters(false).hidden(true).max_depth(Some(32)).sort_by_file_path(Ord::cmp);
    collect(&walk)
}

fn collect(walk: &WalkBuilder) -> (Vec<PathBuf>, Vec<Diagnostic>) {
    let mut files = Vec::new();
    let mut problems = Vec::new();
    for entry in walk.build() {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|t| t.is_file()) => files.push(entry.into_path()),
            Ok(_) => {}
            Err(error) => problems.push(problem(&error)),
        }
    }
    (files, problems)
}

fn problem(error: &ignore::Error) -> Diagnostic {
    let path = path_of(error);
    match (path, error.io_error()) {
        (Some(path), Some(io)) => read::cannot(path, io),
        (None, Some(io)) => Diagnostic::error("input", format!("cannot walk the folder: {io}")),
        _ => Diagnostic::error("input", format!("cannot walk the folder: {error}")),
    }
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

/// The path of `file` as seen from the folder of `other`, with forward slashes; a file that lies elsewhere keeps its
/// whole path.
pub fn path_from(other: &Path, file: &Path) -> String {
    let other = absolute(other);
    let folder = other.parent().unwrap_or(&other);
    let file = absolute(file);
    file.strip_prefix(folder).unwrap_or(&file).to_string_lossy().replace('\\', "/")
}

/// The absolute form of a path, `.` and `..` resolved by name; links stay.
pub(super) fn absolute(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut clean = PathBuf::new();
    for part in whole.components() {
        match part {
            Component::ParentDir => {
                clean.pop();
            }
            Component::CurDir => {}
            other => clean.push(other),
        }
    }
    clean
}
