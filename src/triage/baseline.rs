//! The baseline: findings that were there when it was written, by fingerprint. Text → baseline → text; no files.

use crate::diagnostic::Finding;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the file's shape.
const SCHEMA: u32 = 1;

/// A finding that is accepted because it was there before.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The policy, from the baseline's folder, with forward slashes.
    pub path: String,
    /// The rule.
    pub rule: String,
    /// Sixteen hex digits: rule, verdict and the words that violate; no line numbers.
    pub fingerprint: String,
    /// What was said, for people who read the file.
    pub message: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: u32,
    tool: String,
    findings: Vec<Entry>,
}

/// Findings that are accepted.
#[derive(Clone, Debug, Default)]
pub struct Baseline {
    entries: Vec<Entry>,
    used: Vec<bool>,
    by_finding: BTreeMap<(String, String, String), usize>,
}

impl Baseline {
    /// A baseline of these entries, in one order, each once.
    pub fn new(mut entries: Vec<Entry>) -> Self {
        entries.sort();
        entries.dedup_by(|a, b| (&a.path, &a.rule, &a.fingerprint) == (&b.path, &b.rule, &b.fingerprint));
        let key = |e: &Entry| (e.path.clone(), e.rule.clone(), e.fingerprint.clone());
        let by_finding = entries.iter().enumerate().map(|(i, e)| (key(e), i)).collect();
        Self { used: vec![false; entries.len()], entries, by_finding }
    }

    /// Reads a baseline. `Err` says in words what is wrong with the text, and at which byte.
    pub fn read(text: &str) -> Result<Self, (String, usize)> {
        let version = serde_json::from_str::<serde_json::Value>(text).ok().and_then(|v| v.get("schema")?.as_u64());
        if let Some(version) = version.filter(|v| *v != u64::from(SCHEMA)) {
            let message = format!("this baseline has schema {version}; this version reads schema {SCHEMA}");
            return Err((message, text.find("\"schema\"").unwrap_or_default()));
        }
        match serde_json::from_str::<File>(text) {
            Ok(file) => Ok(Self::new(file.findings)),
            Err(error) => Err((format!("this is no baseline: {error}"), byte_of(text, error.line(), error.column()))),
        }
    }

    /// The file's text, one finding a line, so that a change reads well in a diff.
    pub fn write(&self) -> String {
        let mut text = format!("{{\n\"schema\": {SCHEMA},\n\"tool\": \"clauselint\",\n\"findings\": [\n");
        let lines: Vec<String> = self.entries.iter().filter_map(|e| serde_json::to_string(e).ok()).collect();
        text.push_str(&lines.join(",\n"));
        text.push_str(if lines.is_empty() { "]\n}\n" } else { "\n]\n}\n" });
        text
    }

    /// Whether the baseline holds a finding of the policy at `path`; remembers that it was asked for.
    pub fn accepts(&mut self, path: &str, finding: &Finding) -> bool {
        let key = (path.to_owned(), finding.rule.0.clone(), finding.fingerprint.clone());
        let found = self.by_finding.get(&key).copied();
        if let Some(used) = found.and_then(|i| self.used.get_mut(i)) {
            *used = true;
        }
        found.is_some()
    }

    /// The entries of these policies that accepted nothing.
    pub fn dead<'a>(&'a self, paths: &'a [String]) -> impl Iterator<Item = &'a Entry> {
        let unused = self.entries.iter().zip(&self.used).filter(|(_, used)| !**used).map(|(e, _)| e);
        unused.filter(|e| paths.contains(&e.path))
    }

    /// The number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is accepted.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

fn byte_of(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    (start + column.saturating_sub(1)).min(text.len())
}
