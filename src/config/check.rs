//! YAML tree → [`Config`]: keys, types, globs and paths. All mistakes of a file are collected; what is sound is kept.

use super::tree::{self, Key, Kind, Node};
use super::{Config, Name, Override, Packs, Settings, Suppression};
use crate::diagnostic::{Diagnostic, Severity, did_you_mean};
use crate::source::{SourceId, Sources, Span};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// Keys of the file itself.
pub(super) const TOP: [&str; 11] = [
    "packs",
    "profile",
    "severities",
    "rules",
    "lexicons",
    "include",
    "exclude",
    "overrides",
    "suppressions",
    "fail-on",
    "as-of",
];
/// Keys of one suppression.
pub(super) const SUPPRESSION: [&str; 6] = ["rules", "files", "fingerprint", "reason", "owner", "until"];
/// Keys of one override.
pub(super) const OVERRIDE: [&str; 4] = ["files", "packs", "profile", "severities"];
/// Keys of a document's own settings.
pub(super) const FRONT: [&str; 3] = ["packs", "profile", "severities"];
/// Keys of a profile.
pub(super) const PROFILE: [&str; 2] = ["audience", "facts"];
/// What `severities` can say.
const SEVERITIES: [&str; 4] = ["error", "warning", "info", "off"];

/// Reads the configuration `source`, whose paths and globs start from `folder`.
///
/// Returns what could be understood, and every mistake. Names are not yet checked: see [`Config::check_names`].
pub fn read(sources: &Sources, source: SourceId, folder: PathBuf) -> (Config, Vec<Diagnostic>) {
    let text = sources.get(source).map(crate::source::Source::text).unwrap_or_default();
    let mut checker = Checker::new(source);
    let mut config = Config { source: Some(source), folder, ..Config::default() };
    match tree::parse(text) {
        Ok(root) => checker.top(&root, &mut config),
        Err((message, span)) => checker.say(span.unwrap_or_default(), message, ""),
    }
    (config, checker.problems)
}

/// Reads `KEY=VALUE` of the command line into `settings`: `audience=eu,us-ca` or `FACT=true|false`.
/// `Err` says what is wrong with it.
pub fn profile_setting(argument: &str, settings: &mut Settings) -> Result<(), String> {
    let name = |value: &str| Name { value: value.trim().to_lowercase(), span: Span::default() };
    let Some((key, value)) = argument.split_once('=') else {
        return Err(format!("`{argument}` is not KEY=VALUE, such as audience=eu,us-ca or uses-cookies=true"));
    };
    if key.trim() == "audience" {
        let names = value.split(',').filter(|v| !v.trim().is_empty()).map(name);
        settings.audience.get_or_insert_default().extend(names);
        return Ok(());
    }
    match value.trim() {
        "true" => settings.facts.push((name(key), true)),
        "false" => settings.facts.push((name(key), false)),
        other => return Err(format!("the fact `{key}` is true or false, not `{other}`")),
    }
    Ok(())
}

pub(super) struct Checker {
    source: SourceId,
    pub problems: Vec<Diagnostic>,
}

impl Checker {
    pub fn new(source: SourceId) -> Self {
        Self { source, problems: Vec::new() }
    }

    /// The settings in the front matter of a document.
    pub fn document(&mut self, node: &Node, settings: &mut Settings) {
        for (key, value) in self.entries(node, "`clauselint` in front matter", &FRONT) {
            self.setting(key, value, settings);
        }
    }

    pub fn say(&mut self, span: Span, message: impl Into<String>, label: impl Into<String>) {
        self.problems.push(Diagnostic::error("config", message).at(self.source, span, label));
    }

    fn wrong_type(&mut self, node: &Node, key: &str, expected: &str) {
        self.say(node.span, format!("`{key}` is {expected}, not {}", node.kind.name()), format!("{expected} expected"));
    }

    fn top(&mut self, root: &Node, config: &mut Config) {
        for (key, value) in self.entries(root, "the configuration", &TOP) {
            match key.name.as_str() {
                "rules" => config.rules = self.paths(value, &key.name),
                "lexicons" => config.lexicons = self.paths(value, &key.name),
                "include" => config.include = Some(self.globs(value, &key.name)),
                "exclude" => config.exclude = self.globs(value, &key.name),
                "overrides" => config.overrides = self.overrides(value),
                "suppressions" => config.suppressions = self.suppressions(value),
                "fail-on" => config.fail_on = self.severity(value, &key.name).flatten(),
                "as-of" => config.as_of = self.date(value, &key.name),
                _ => self.setting(key, value, &mut config.settings),
            }
        }
    }

    /// The keys that the whole file and an override share.
    fn setting(&mut self, key: &Key, value: &Node, settings: &mut Settings) {
        match key.name.as_str() {
            "packs" => settings.packs = self.packs(value),
            "profile" => self.profile(value, settings),
            "severities" => self.severities(value, settings),
            _ => {}
        }
    }

    /// The known entries of a map; unknown and repeated keys are reported and left out.
    fn entries<'n>(&mut self, node: &'n Node, what: &str, keys: &[&str]) -> Vec<(&'n Key, &'n Node)> {
        let mut known = self.any_entries(node, what);
        known.retain(|(key, _)| {
            let is_known = keys.contains(&key.name.as_str());
            if !is_known {
                self.unknown_key(key, what, keys);
            }
            is_known
        });
        known
    }

    fn unknown_key(&mut self, key: &Key, what: &str, keys: &[&str]) {
        let folded = key.name.to_lowercase().replace('_', "-");
        let label = match did_you_mean(&folded, keys.iter().copied()) {
            Some(close) => format!("did you mean `{close}`?"),
            None => format!("known: {}", keys.join(", ")),
        };
        self.say(key.span, format!("{what} has no key `{}`", key.name), label);
    }

    /// All entries of a map, repeated keys reported and left out.
    fn any_entries<'n>(&mut self, node: &'n Node, what: &str) -> Vec<(&'n Key, &'n Node)> {
        let Kind::Map(entries) = &node.kind else {
            if !matches!(node.kind, Kind::Null) {
                self.say(
                    node.span,
                    format!("{what} is a map of keys, not {}", node.kind.name()),
                    "`key: value` expected",
                );
            }
            return Vec::new();
        };
        let mut seen = BTreeMap::new();
        let mut kept = Vec::new();
        for (key, value) in entries {
            if let Some(first) = seen.insert(key.name.as_str(), key.span) {
                let problem = Diagnostic::error("config", format!("`{}` is given twice", key.name))
                    .at(self.source, key.span, "here again")
                    .see(self.source, first, "first here");
                self.problems.push(problem);
            } else {
                kept.push((key, value));
            }
        }
        kept
    }

    /// A list of texts; one text alone counts as a list.
    fn names(&mut self, node: &Node, key: &str) -> Vec<Name> {
        let items = match &node.kind {
            Kind::List(items) => items.as_slice(),
            Kind::Text(_) => std::slice::from_ref(node),
            _ => {
                self.wrong_type(node, key, "a list of names");
                return Vec::new();
            }
        };
        let mut names = Vec::new();
        for item in items {
            match &item.kind {
                Kind::Text(value) => names.push(Name { value: value.clone(), span: item.span }),
                // `no` and `off` would be countries and words in older YAML; here only these two are not texts.
                _ => self.wrong_type(item, key, "a list of names"),
            }
        }
        names
    }

    fn packs(&mut self, node: &Node) -> Option<Packs> {
        let names = self.names(node, "packs");
        if names.iter().any(|n| n.value == "all") {
            if names.len() > 1 {
                self.say(node.span, "`all` stands alone", "`packs: all`, or a list of packs without `all`");
            }
            return Some(Packs::All);
        }
        (!names.is_empty()).then_some(Packs::Named(names))
    }

    fn profile(&mut self, node: &Node, settings: &mut Settings) {
        for (key, value) in self.entries(node, "the profile", &PROFILE) {
            if key.name == "audience" {
                let lower = |n: Name| Name { value: n.value.to_lowercase(), ..n };
                settings.audience = Some(self.names(value, "audience").into_iter().map(lower).collect());
                continue;
            }
            for (fact, value) in self.any_entries(value, "`facts`") {
                match value.kind {
                    Kind::Bool(known) => {
                        settings.facts.push((Name { value: fact.name.clone(), span: fact.span }, known));
                    }
                    _ => self.wrong_type(value, &fact.name, "true or false"),
                }
            }
        }
    }

    fn severities(&mut self, node: &Node, settings: &mut Settings) {
        for (rule, value) in self.any_entries(node, "`severities`") {
            if let Some(severity) = self.severity(value, &rule.name) {
                settings.severities.push((Name { value: rule.name.clone(), span: rule.span }, severity));
            }
        }
    }

    /// `Some(None)` is `off`; `None` was reported.
    #[allow(clippy::option_option)] // the outer one is failure, the inner one the value
    fn severity(&mut self, node: &Node, key: &str) -> Option<Option<Severity>> {
        let allowed: &[&str] = if key == "fail-on" { SEVERITIES.get(..3).unwrap_or(&SEVERITIES) } else { &SEVERITIES };
        let word = if let Kind::Text(word) = &node.kind {
            word.as_str()
        } else {
            self.wrong_type(node, key, "a severity");
            return None;
        };
        match word {
            "error" => Some(Some(Severity::Error)),
            "warning" => Some(Some(Severity::Warning)),
            "info" => Some(Some(Severity::Info)),
            "off" if allowed.contains(&"off") => Some(None),
            _ => {
                let label = match did_you_mean(word, allowed.iter().copied()) {
                    Some(close) => format!("did you mean `{close}`?"),
                    None => format!("one of {}", allowed.join(", ")),
                };
                self.say(node.span, format!("`{word}` is not a severity"), label);
                None
            }
        }
    }

    fn date(&mut self, node: &Node, key: &str) -> Option<Date> {
        let date = match &node.kind {
            Kind::Text(text) => text.parse().ok(),
            _ => None,
        };
        if date.is_none() {
            self.say(node.span, format!("`{key}` is a date"), "such as 2026-01-31");
        }
        date
    }

    fn overrides(&mut self, node: &Node) -> Vec<Override> {
        let Kind::List(items) = &node.kind else {
            self.wrong_type(node, "overrides", "a list");
            return Vec::new();
        };
        let mut overrides = Vec::new();
        for item in items {
            let mut settings = Settings::default();
            let mut files = None;
            for (key, value) in self.entries(item, "an override", &OVERRIDE) {
                match key.name.as_str() {
                    "files" => files = Some(self.globs(value, "files")),
                    _ => self.setting(key, value, &mut settings),
                }
            }
            match files {
                Some(files) => overrides.push(Override { files, settings }),
                None => self.say(item.span, "an override names no files", "`files: [\"apps/**\"]` expected"),
            }
        }
        overrides
    }

    fn suppressions(&mut self, node: &Node) -> Vec<Suppression> {
        let Kind::List(items) = &node.kind else {
            self.wrong_type(node, "suppressions", "a list");
            return Vec::new();
        };
        let mut suppressions = Vec::new();
        for item in items {
            let mut found = Suppression { span: item.span, ..Suppression::default() };
            for (key, value) in self.entries(item, "a suppression", &SUPPRESSION) {
                match key.name.as_str() {
                    "rules" => found.rules = self.names(value, "rules"),
                    "files" => found.files = Some(self.globs(value, "files")),
                    "until" => found.until = self.date(value, "until"),
                    "fingerprint" => found.fingerprint = self.text(value, "fingerprint"),
                    "reason" => found.reason = self.text(value, "reason"),
                    _ => found.owner = self.text(value, "owner"),
                }
            }
            if found.rules.is_empty() {
                self.say(item.span, "a suppression names no rules", "`rules: [core/retention]` expected");
            } else {
                suppressions.push(found);
            }
        }
        suppressions
    }

    fn text(&mut self, node: &Node, key: &str) -> Option<String> {
        let Kind::Text(text) = &node.kind else {
            self.wrong_type(node, key, "a text");
            return None;
        };
        Some(text.clone())
    }

    fn globs(&mut self, node: &Node, key: &str) -> GlobSet {
        let mut set = GlobSetBuilder::new();
        for name in self.names(node, key) {
            let pattern = name.value.strip_prefix("./").unwrap_or(&name.value);
            match GlobBuilder::new(pattern).literal_separator(true).build() {
                Ok(glob) => {
                    set.add(glob);
                }
                Err(error) => self.say(name.span, format!("`{pattern}` is not a glob"), error.kind().to_string()),
            }
        }
        set.build().unwrap_or_else(|error| {
            self.say(node.span, format!("the globs of `{key}` cannot be used together"), error.to_string());
            GlobSet::empty()
        })
    }

    /// Paths that stay in the configuration's folder. (Links that lead out are `project`'s to refuse.)
    fn paths(&mut self, node: &Node, key: &str) -> Vec<Name> {
        let mut names = self.names(node, key);
        names.retain(|name| {
            let inside =
                Path::new(&name.value).components().all(|c| matches!(c, Component::Normal(_) | Component::CurDir));
            let inside = inside && !name.value.is_empty();
            if !inside {
                let label = "a relative path without `..` expected";
                self.say(name.span, format!("`{}` leaves the configuration's folder", name.value), label);
            }
            inside
        });
        names
    }
}
