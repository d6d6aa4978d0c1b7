//! The I/O room: finds and reads configurations, rule files and policies. Does not judge what they say.
//!
//! What cannot be read becomes a diagnostic, and everything else is still read: a run on a hundred policies does not
//! end at the first unreadable one.

mod archive;
mod configs;
mod door;
mod encoding;
mod git;
mod own;
mod read;
mod rewrite;
mod walk;
mod write;

pub use door::{Entry, enter};
pub use git::{at_revision, only_changed};
pub use own::{OwnFiles, own_files, packs, rule_files};
pub use read::{SIZE_LIMIT, text_file};
pub use rewrite::{RuleText, rule_stream, rule_texts};
pub use walk::path_from;
pub use write::write;

use crate::config::{self, Config, Settings};
use crate::diagnostic::Diagnostic;
use crate::document::{self, Document, Format, Markup};
use crate::source::{Source, SourceId, Sources};
use configs::Configs;
use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Which configuration holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ConfigChoice {
    /// The nearest `clauselint.yaml`, from each file's folder upwards.
    #[default]
    Search,
    /// This one, for every file.
    File(PathBuf),
    /// None: the built-in defaults.
    Isolated,
}

/// What to read.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Files, folders, or `-` for standard input; none means the current folder.
    pub paths: Vec<PathBuf>,
    /// Which configuration holds.
    pub config: ConfigChoice,
    /// What standard input is called, which also decides its format and its configuration.
    pub stdin_name: Option<PathBuf>,
    /// The policies' format; `None` means that name and content tell.
    pub format: Option<Format>,
    /// The largest policy that is read, in bytes; `None` means [`SIZE_LIMIT`].
    pub limit: Option<u64>,
}

/// A policy that was read.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Its text; the source's name is its path as people know it.
    pub source: SourceId,
    /// Its absolute path; for standard input what it would be.
    pub path: PathBuf,
    /// Its configuration, as an index into [`Project::configs`].
    pub config: usize,
    /// How it is to be read.
    pub format: Format,
    /// What the paragraphs of a DOCX are.
    pub markup: Option<Markup>,
    /// What its front matter says.
    pub settings: Settings,
}

impl Policy {
    /// The policy, segmented. `source` is its text.
    pub fn document(&self, source: &Source) -> Document {
        match &self.markup {
            Some(markup) => document::read_manuscript(source.text(), markup),
            None => document::read(source.text(), self.format),
        }
    }
}

/// Everything that was read.
#[derive(Debug, Default)]
pub struct Project {
    /// All texts.
    pub sources: Sources,
    /// The configurations that govern some policy.
    pub configs: Vec<Config>,
    /// The policies, in the order of the request, those of a folder by path.
    pub policies: Vec<Policy>,
    /// What could not be read, and mistakes in configurations.
    pub problems: Vec<Diagnostic>,
}

/// Reads the policies that `request` names, with their configurations. Standard input is read only where `-` asks.
pub fn load(request: &Request, stdin: &mut dyn Read) -> Project {
    let mut loader = Loader::new(request);
    let here = [PathBuf::from(".")];
    let paths = if request.paths.is_empty() { &here[..] } else { &request.paths[..] };
    for path in paths {
        if path.as_os_str() == "-" {
            loader.stdin(request.stdin_name.as_deref(), stdin);
        } else {
            loader.path(path);
        }
    }
    loader.finish()
}

/// Reads only the configuration that holds in the current folder: for commands that need no policy.
pub fn load_config(choice: &ConfigChoice) -> Project {
    let request = Request { config: choice.clone(), ..Request::default() };
    let mut loader = Loader::new(&request);
    loader.configs.governing(&walk::absolute(Path::new("x")), &mut loader.project);
    loader.finish()
}

/// Reads one policy more, from a file or (`-`) from standard input, whatever configuration governs it.
pub fn policy_text(
    path: &Path,
    format: Option<Format>,
    stdin: &mut dyn Read,
    sources: &mut Sources,
) -> Result<Entry, Diagnostic> {
    if path.as_os_str() == "-" {
        return door::enter("<stdin>", read::bounded("<stdin>", stdin, SIZE_LIMIT)?, format, sources);
    }
    door::enter(&read::display(path), read::file(path, SIZE_LIMIT)?, format, sources)
}

struct Loader {
    project: Project,
    format: Option<Format>,
    limit: u64,
    configs: Configs,
    seen: BTreeSet<PathBuf>,
    stdin_read: bool,
}

impl Loader {
    fn new(request: &Request) -> Self {
        Self {
            project: Project::default(),
            format: request.format,
            limit: request.limit.unwrap_or(SIZE_LIMIT),
            configs: Configs::new(request.config.clone()),
            seen: BTreeSet::new(),
            stdin_read: false,
        }
    }

    fn finish(self) -> Project {
        self.project
    }

    /// A path given by name: a file is read whatever the globs say, a folder is walked.
    fn path(&mut self, path: &Path) {
        match std::fs::metadata(path) {
            Ok(meta) if meta.is_dir() => self.folder(path),
            Ok(_) => self.file(path),
            Err(error) => self.project.problems.push(read::cannot(path, &error)),
        }
    }

    fn folder(&mut self, folder: &Path) {
        let mut is_empty = true;
        let problems_before = self.project.problems.len();
        let (files, problems) = walk::files(folder);
        self.project.problems.extend(problems);
        for file in files {
            let absolute = walk::absolute(&file);
            let config = self.configs.governing(&absolute, &mut self.project);
            if self.project.configs.get(config).is_some_and(|c| c.includes(&absolute)) {
                is_empty = false;
                self.file(&file);
            }
        }
        if is_empty && self.project.problems.len() == problems_before {
            let problem = Diagnostic::error("input", format!("no policies in {}", folder.display()))
                .note("looked for Markdown, plain text, HTML and DOCX, or for what `include` names in clauselint.yaml")
                .note("a file given by name is linted whatever it is called");
            self.project.problems.push(problem);
        }
    }

    fn file(&mut self, path: &Path) {
        let absolute = walk::absolute(path);
        let real = std::fs::canonicalize(path).unwrap_or_else(|_| absolute.clone());
        if !self.seen.insert(real) {
            return;
        }
        let config = self.configs.governing(&absolute, &mut self.project);
        let bytes = read::file(path, self.limit);
        self.add(&read::display(path), bytes, absolute, config);
    }

    fn stdin(&mut self, name: Option<&Path>, stdin: &mut dyn Read) {
        if std::mem::replace(&mut self.stdin_read, true) {
            return;
        }
        let absolute = walk::absolute(name.unwrap_or(Path::new("stdin")));
        let config = self.configs.governing(&absolute, &mut self.project);
        let shown = name.map_or_else(|| "<stdin>".to_owned(), |n| n.display().to_string());
        let bytes = read::bounded(&shown, stdin, self.limit);
        self.add(&shown, bytes, absolute, config);
    }

    fn add(&mut self, name: &str, bytes: Result<Vec<u8>, Diagnostic>, path: PathBuf, config: usize) {
        match bytes.and_then(|bytes| door::enter(name, bytes, self.format, &mut self.project.sources)) {
            Ok(Entry { source, format, markup, said }) => {
                self.project.problems.extend(said);
                let (settings, problems) = match format {
                    Format::Markdown => config::front_matter(&self.project.sources, source),
                    _ => (Settings::default(), Vec::new()),
                };
                self.project.problems.extend(problems);
                self.project.policies.push(Policy { source, path, config, format, markup, settings });
            }
            Err(problem) => self.project.problems.push(problem),
        }
    }
}

#[cfg(test)]
mod tests;
