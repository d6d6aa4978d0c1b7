//! What is said to people about a text: diagnostics with labels. Does not render; names no rule.
//!
//! Mistakes in rules, in the configuration and in policies all travel as [`Diagnostic`].

use crate::source::{SourceId, Span};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How grave a finding is. The order is the order of gravity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Should be mended.
    Warning,
    /// Must be mended.
    Error,
}

impl Severity {
    /// The word that people see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A rule's id: pack and name, `core/retention`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RuleId(pub String);

impl RuleId {
    /// Joins pack and name.
    pub fn new(pack: &str, name: &str) -> Self {
        Self(format!("{pack}/{name}"))
    }

    /// The pack's name: what stands before the slash.
    pub fn pack(&self) -> &str {
        self.0.split('/').next().unwrap_or_default()
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A place in a text with what is to be said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The text.
    pub source: SourceId,
    /// The bytes. May be empty: then it marks the point before `span.start`.
    pub span: Span,
    /// What is said at this place; may be empty.
    pub message: String,
    /// The place the diagnostic is about, as against places that help to understand it.
    pub primary: bool,
}

/// One thing said to people, at one or more places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How grave.
    pub severity: Severity,
    /// A stable code: a rule id (`core/retention`), or `rule-syntax`, `config`, `input` and the like.
    pub code: String,
    /// One line, no full stop.
    pub message: String,
    /// Places, the primary ones first. Empty when no text exists to point at (a missing file).
    pub labels: Vec<Label>,
    /// Further lines: what would help, citations, why the rule applies.
    pub notes: Vec<String>,
}

impl Diagnostic {
    /// An error with a code and a message, and no place yet.
    pub fn error(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// A warning with a code and a message, and no place yet.
    pub fn warning(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// A diagnostic with no place yet.
    pub fn new(severity: Severity, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { severity, code: code.into(), message: message.into(), labels: Vec::new(), notes: Vec::new() }
    }

    /// Adds the place that the diagnostic is about.
    #[must_use]
    pub fn at(mut self, source: SourceId, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label { source, span, message: message.into(), primary: true });
        self
    }

    /// Adds a place that helps to understand.
    #[must_use]
    pub fn see(mut self, source: SourceId, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label { source, span, message: message.into(), primary: false });
        self
    }

    /// Adds a line after the places.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// The first primary place.
    pub fn primary(&self) -> Option<&Label> {
        self.labels.iter().find(|l| l.primary)
    }
}

/// A diagnostic about a policy, made from a rule's verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: RuleId,
    /// What is said, where; its code is the rule's id.
    pub diagnostic: Diagnostic,
    /// Sixteen hex digits of a hash of rule and normalised evidence: survives moved lines and reflowed text.
    pub fingerprint: String,
}

/// What stands behind a message when a name was likely meant: "; did you mean `core`?"; empty when there is none.
pub fn or_meant(name: Option<impl fmt::Display>) -> String {
    name.map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

/// The best of `candidates` for a misspelt `name`: "did you mean …?".
pub fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|c| (strsim::jaro_winkler(name, c), c))
        .filter(|(score, _)| *score > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, c)| c)
}
