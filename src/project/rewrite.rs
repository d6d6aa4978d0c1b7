//! Rule files that are to be written anew: found, read, replaced whole or not at all. Does not format them.

use super::{read, walk};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Sources};
use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// A rule file that was read.
#[derive(Clone, Debug)]
pub struct RuleText {
    /// Its text.
    pub source: SourceId,
    /// Where it stands, as it was named.
    pub path: PathBuf,
}

/// Reads the rule files that `paths` name: a file whatever it is called, of a folder every `*.clause` below it that
/// .gitignore does not name. Each is read once.
pub fn rule_texts(paths: &[PathBuf], sources: &mut Sources) -> (Vec<RuleText>, Vec<Diagnostic>) {
    let mut texts = Vec::new();
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for path in paths {
        let files = if path.is_dir() {
            let (mut files, found) = walk::files(path);
            files.retain(|f| f.extension().is_some_and(|e| e == "clause"));
            if files.is_empty() && found.is_empty() {
                let message = format!("no rule files (*.clause) in {}", path.display());
                problems.push(Diagnostic::error("input", message));
            }
            problems.extend(found);
            files
        } else {
            vec![path.clone()]
        };
        for path in files {
            if !seen.insert(fs::canonicalize(&path).unwrap_or_else(|_| path.clone())) {
                continue;
            }
            match read::text_file(&path, sources) {
                Ok(source) => texts.push(RuleText { source, path }),
                Err(problem) => problems.push(problem),
            }
        }
    }
    (texts, problems)
}

/// Reads a rule file from a stream.
pub fn rule_stream(stream: &mut dyn Read, sources: &mut Sources) -> Result<SourceId, Diagnostic> {
    read::text_stream("<stdin>", stream, sources)
}

/// Replaces a file's content. Whoever reads it meanwhile sees the old text or the new one, never half of either; links
/// stay links.
pub fn replace(path: &Path, text: &str) -> Result<(), Diagnostic> {
    write_anew(path, text).map_err(|error| {
        let message = format!("cannot write {}: {error}", read::display(path));
        Diagnostic::error("output", message).note("the file is as it was")
    })
}

fn write_anew(path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let permissions = fs::metadata(&path)?.permissions();
    // A rename does not ask whether the file it replaces may be written.
    OpenOptions::new().write(true).open(&path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let mut file = OpenOptions::new().write(true).create_new(true).open(&beside)?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.set_permissions(permissions))
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        // What failed is what people must hear of, not that the remains stayed behind.
        let _ = fs::remove_file(&beside);
    }
    written
}
