//! Rule files that are to be written anew: found and read. Does not format them.

use super::{read, walk};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Sources};
use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::PathBuf;

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
