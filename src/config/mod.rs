//! The configuration, `clauselint.yaml`: text → checked settings, mistakes as spanned diagnostics.
//!
//! Reads no file and walks no folder: `project` finds the text and hands it over. Comes in two steps, because names of
//! packs, rules, audiences and facts can only be checked when the rules that the configuration itself names are read:
//! [`read`] checks the shape, [`Config::check_names`] the names.

mod check;
mod front;
mod names;
mod pattern;
pub mod schema;
pub mod template;
mod tree;

pub use check::{profile_setting, read};
pub use front::front_matter;
pub use names::{AUDIENCES, FACTS, Unknown, Vocabulary};
pub use pattern::covers;

use crate::diagnostic::Severity;
use crate::rule::Profile;
use crate::source::{SourceId, Span};
use globset::GlobSet;
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// The file's name.
pub const FILE_NAME: &str = "clauselint.yaml";

/// What is linted in a folder when the configuration does not say.
pub const DEFAULT_INCLUDE: [&str; 6] = ["**/*.md", "**/*.markdown", "**/*.txt", "**/*.html", "**/*.htm", "**/*.docx"];

/// A word of the configuration with its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The word.
    pub value: String,
    /// Where it stands in the configuration.
    pub span: Span,
}

/// Which packs to apply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Packs {
    /// Every pack.
    All,
    /// These.
    Named(Vec<Name>),
}

/// What can be said for all files and, in `overrides`, for some.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Packs to apply; `None` leaves the choice to the profile and the text.
    pub packs: Option<Packs>,
    /// Whom the policy addresses.
    pub audience: Option<Vec<Name>>,
    /// Facts about the publisher.
    pub facts: Vec<(Name, bool)>,
    /// Severities by rule, pack or glob; `None` turns a rule off. The last match wins.
    pub severities: Vec<(Name, Option<Severity>)>,
}

impl Settings {
    /// The profile that the settings describe, names in lower case.
    pub fn profile(&self) -> Profile {
        Profile {
            audience: self.audience.as_ref().map(|a| a.iter().map(|n| n.value.clone()).collect()),
            facts: self.facts.iter().map(|(n, v)| (n.value.clone(), *v)).collect(),
        }
    }

    /// Lays `over` on top: what it says wins, facts and severities are added.
    pub fn overlay(&mut self, over: &Self) {
        if over.packs.is_some() {
            self.packs.clone_from(&over.packs);
        }
        if over.audience.is_some() {
            self.audience.clone_from(&over.audience);
        }
        self.facts.extend(over.facts.iter().cloned());
        self.severities.extend(over.severities.iter().cloned());
    }
}

/// Settings for some files.
#[derive(Clone, Debug)]
pub struct Override {
    /// Which files, relative to the configuration's folder.
    pub files: GlobSet,
    /// What holds for them.
    pub settings: Settings,
}

/// Findings that are accepted, with the reason.
#[derive(Clone, Debug, Default)]
pub struct Suppression {
    /// Rules by id, pack or glob.
    pub rules: Vec<Name>,
    /// The files that they are accepted in; `None` means all.
    pub files: Option<GlobSet>,
    /// Only the finding with this fingerprint.
    pub fingerprint: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The first day on which it no longer holds.
    pub until: Option<Date>,
    /// Where it stands in the configuration.
    pub span: Span,
}

/// A checked configuration.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Its text; `None` for the built-in defaults.
    pub source: Option<SourceId>,
    /// The folder that its paths and globs start from.
    pub folder: PathBuf,
    /// What holds for all files.
    pub settings: Settings,
    /// What holds for some, in order.
    pub overrides: Vec<Override>,
    /// Files and folders with rules of one's own; relative, without `..`.
    pub rules: Vec<Name>,
    /// Files and folders with lexicons of one's own; relative, without `..`.
    pub lexicons: Vec<Name>,
    /// What is linted in a folder; `None` means [`DEFAULT_INCLUDE`].
    pub include: Option<GlobSet>,
    /// What is not.
    pub exclude: GlobSet,
    /// Findings that are accepted.
    pub suppressions: Vec<Suppression>,
    /// From which severity on a finding fails the run.
    pub fail_on: Option<Severity>,
    /// The day of the law.
    pub as_of: Option<Date>,
}

impl Config {
    /// The settings for one file: the general ones, then every override whose globs match, in order.
    pub fn settings_for(&self, file: &Path) -> Settings {
        let relative = self.relative(file);
        let mut settings = self.settings.clone();
        for over in self.overrides.iter().filter(|o| o.files.is_match(&relative)) {
            settings.overlay(&over.settings);
        }
        settings
    }

    /// The suppressions that hold for one file, each with its place in [`Config::suppressions`].
    pub fn suppressions_for(&self, file: &Path) -> Vec<(usize, &Suppression)> {
        let relative = self.relative(file);
        let holds = |s: &Suppression| s.files.as_ref().is_none_or(|files| files.is_match(&relative));
        self.suppressions.iter().enumerate().filter(|(_, s)| holds(s)).collect()
    }

    /// Whether a file found in a folder is to be linted.
    pub fn includes(&self, file: &Path) -> bool {
        let relative = self.relative(file);
        let wanted = match &self.include {
            Some(globs) => globs.is_match(&relative),
            None => is_policy_name(&relative),
        };
        wanted && !self.exclude.is_match(&relative)
    }

    /// The path from the configuration's folder; a file outside of it keeps its whole path.
    fn relative(&self, file: &Path) -> PathBuf {
        file.strip_prefix(&self.folder).map_or_else(|_| file.to_path_buf(), Path::to_path_buf)
    }
}

/// The default globs, without compiling them: this runs once a file of a walked folder.
fn is_policy_name(path: &Path) -> bool {
    path.extension()
        .and_then(|e| e.to_str())
        .is_some_and(|e| matches!(e, "md" | "markdown" | "txt" | "html" | "htm" | "docx"))
}

#[cfg(test)]
mod tests;
