//! Rules and lexicons of one's own: the files that a configuration or the command line names. Does not parse them.

use super::{configs, read, walk};
use crate::config::{Config, Name};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Sources};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Rule and lexicon files that were read.
#[derive(Clone, Debug, Default)]
pub struct OwnFiles {
    /// Rule files (`*.clause`).
    pub rules: Vec<SourceId>,
    /// Lexicons (`*.yaml`, `*.yml`).
    pub lexicons: Vec<SourceId>,
    /// What could not be read.
    pub problems: Vec<Diagnostic>,
}

/// Reads the rules and lexicons that `config` names. They must lie in its folder, also when links are followed.
pub fn own_files(config: &Config, sources: &mut Sources) -> OwnFiles {
    let mut own = OwnFiles::default();
    let mut seen = BTreeSet::new();
    for name in &config.rules {
        own.rules.extend(named(config, name, &["clause"], sources, &mut own.problems, &mut seen));
    }
    for name in &config.lexicons {
        own.lexicons.extend(named(config, name, &["yaml", "yml"], sources, &mut own.problems, &mut seen));
    }
    own
}

/// Reads rule files and folders of rule files given by name.
pub fn rule_files(paths: &[PathBuf], sources: &mut Sources) -> OwnFiles {
    let mut own = OwnFiles::default();
    let mut seen = BTreeSet::new();
    for path in paths {
        let Some((rules, problems)) = read_all(path, &["clause"], sources, &mut seen) else {
            let message = format!("no rule files (*.clause) in {}", read::display(path));
            own.problems.push(Diagnostic::error("input", message));
            continue;
        };
        own.rules.extend(rules);
        own.problems.extend(problems);
    }
    own
}

/// The packs and lexicons of a folder, which stand in for those of the program: the subfolder `core` first, then by
/// path.
pub fn packs(folder: &Path, sources: &mut Sources) -> OwnFiles {
    let mut own = OwnFiles::default();
    let mut seen = BTreeSet::new();
    let core = folder.join("core");
    let rule_folders = [core.as_path(), folder];
    for part in rule_folders.iter().skip(usize::from(!core.is_dir())) {
        let Some((rules, problems)) = read_all(part, &["clause"], sources, &mut seen) else {
            let message = format!("no rule files (*.clause) in {}", read::display(part));
            own.problems.push(Diagnostic::error("input", message));
            continue;
        };
        own.rules.extend(rules);
        own.problems.extend(problems);
    }
    let (lexicons, problems) = read_all(folder, &["yaml", "yml"], sources, &mut seen).unwrap_or_default();
    own.lexicons = lexicons;
    own.problems.extend(problems);
    own
}

fn named(
    config: &Config,
    name: &Name,
    extensions: &[&str],
    sources: &mut Sources,
    problems: &mut Vec<Diagnostic>,
    seen: &mut BTreeSet<PathBuf>,
) -> Vec<SourceId> {
    let at = |problem: Diagnostic, label: &str| match config.source {
        Some(source) => problem.at(source, name.span, label),
        None => problem,
    };
    let path = config.folder.join(&name.value);
    let (folder, real) = match (std::fs::canonicalize(&config.folder), std::fs::canonicalize(&path)) {
        (Ok(folder), Ok(real)) => (folder, real),
        (Err(error), _) | (_, Err(error)) => {
            let problem = Diagnostic::error("config", format!("cannot read `{}`: {error}", name.value));
            problems.push(at(problem, "named here"));
            return Vec::new();
        }
    };
    if !real.starts_with(&folder) {
        let problem = Diagnostic::error("config", format!("`{}` leads out of the configuration's folder", name.value));
        problems.push(at(problem, &format!("a link to {}", real.display())));
        return Vec::new();
    }
    let Some((ids, found)) = read_all(&configs::shown(&path), extensions, sources, seen) else {
        let wanted = extensions.first().copied().unwrap_or_default();
        let problem = Diagnostic::error("config", format!("`{}` holds no .{wanted} files", name.value));
        problems.push(at(problem, "named here"));
        return Vec::new();
    };
    problems.extend(found);
    ids
}

/// Reads a file, or all files with one of the extensions below a folder; each at most once. `None` for a folder without
/// such files.
fn read_all(
    path: &Path,
    extensions: &[&str],
    sources: &mut Sources,
    seen: &mut BTreeSet<PathBuf>,
) -> Option<(Vec<SourceId>, Vec<Diagnostic>)> {
    let wanted = |p: &PathBuf| p.extension().and_then(|e| e.to_str()).is_some_and(|e| extensions.contains(&e));
    let (files, mut problems) = if path.is_dir() {
        let (mut files, problems) = walk::all_files(path);
        files.retain(wanted);
        if files.is_empty() && problems.is_empty() {
            return None;
        }
        (files, problems)
    } else {
        (vec![path.to_path_buf()], Vec::new())
    };
    let mut ids = Vec::new();
    for file in files {
        let real = std::fs::canonicalize(&file).unwrap_or_else(|_| file.clone());
        if !seen.insert(real) {
            continue;
        }
        match read::text_file(&file, sources) {
            Ok(id) => ids.push(id),
            Err(problem) => problems.push(problem),
        }
    }
    Some((ids, problems))
}
