//! Which configuration governs a file: found once a folder.

use super::{ConfigChoice, Project, read, walk};
use crate::config::{self, Config};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub(super) struct Configs {
    choice: ConfigChoice,
    /// By folder, and by the file of a configuration.
    known: BTreeMap<PathBuf, usize>,
}

impl Configs {
    pub fn new(choice: ConfigChoice) -> Self {
        Self { choice, known: BTreeMap::new() }
    }

    /// The configuration of the file `path` (absolute), as an index into `project.configs`, read when first needed.
    pub fn governing(&mut self, path: &Path, project: &mut Project) -> usize {
        let folder = path.parent().unwrap_or(path).to_path_buf();
        if let Some(known) = self.known.get(&folder) {
            return *known;
        }
        let file = match &self.choice {
            ConfigChoice::Search => search(&folder),
            ConfigChoice::File(file) => Some(walk::absolute(file)),
            ConfigChoice::Isolated => None,
        };
        // The defaults stand under a name that no configuration can have.
        let key = file.clone().unwrap_or_default();
        let index = match self.known.get(&key) {
            Some(known) => *known,
            None => read_one(file.as_deref(), project),
        };
        self.known.insert(key, index);
        self.known.insert(folder, index);
        index
    }
}

/// The nearest configuration from `folder` upwards, up to the folder that holds `.git`.
fn search(folder: &Path) -> Option<PathBuf> {
    for folder in folder.ancestors() {
        let file = folder.join(config::FILE_NAME);
        if file.exists() {
            return Some(file);
        }
        if folder.join(".git").exists() {
            return None;
        }
    }
    None
}

/// Reads a configuration into the project; one that cannot be read is reported and stands as the defaults.
fn read_one(file: Option<&Path>, project: &mut Project) -> usize {
    let config = file.map_or_else(Config::default, |file| {
        let folder = file.parent().unwrap_or(file).to_path_buf();
        match read::text_file(&shown(file), &mut project.sources) {
            Ok(source) => {
                let (config, problems) = config::read(&project.sources, source, folder);
                project.problems.extend(problems);
                config
            }
            Err(problem) => {
                project.problems.push(problem);
                Config { folder, ..Config::default() }
            }
        }
    });
    project.configs.push(config);
    project.configs.len() - 1
}

/// The path from the current folder where it lies below, as people would write it.
pub(super) fn shown(file: &Path) -> PathBuf {
    let here = walk::absolute(Path::new("."));
    let below = file.strip_prefix(&here).ok().filter(|p| !p.as_os_str().is_empty());
    below.unwrap_or(file).to_path_buf()
}
