//! Checked, compiled rules: names resolved, captures numbered, lexicons loaded, phrases in one matcher.
//!
//! Does not see pest types and does not evaluate.

mod check;
mod compile;
mod definition;
mod embedded;
mod example;
pub mod expr;
mod later;
mod lexicon;
mod measured;
mod names;
mod nesting;
mod parts;
mod passage;
mod profile;

pub use check::placeholders;
pub use compile::{Input, compile, load};
pub use embedded::embedded;
pub use later::Later;
pub use measured::{Measured, measured};
pub use profile::Profile;

use crate::diagnostic::{RuleId, Severity};
use crate::matcher::{Lexicon, Matcher};
use crate::source::{SourceId, Span};
pub use crate::syntax::ast::{ExampleKind, Verification};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Everything that is needed to judge a policy.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct RuleSet {
    /// The packs, in the order in which they were given.
    pub packs: Vec<Pack>,
    /// The rules, by pack and file.
    pub rules: Vec<Rule>,
    /// The lexicons, by `LexiconId`.
    pub lexicons: Vec<Lexicon>,
    /// The definitions, by `DefinitionId`.
    pub definitions: Vec<expr::Definition>,
    /// What texts show of the profile.
    pub inferences: Vec<expr::Inference>,
    /// When each pack applies; `None`: always.
    pub pack_whens: Vec<Option<expr::Cond>>,
    /// What each pack is read once for: `for each K of E`.
    pub pack_eaches: Vec<Option<expr::Each>>,
    /// The names of captures, by slot.
    pub captures: Vec<String>,
    /// All phrases and lexicons as one automaton.
    pub matcher: Matcher,
}

/// A pack: rules that share a subject and perhaps a condition.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Pack {
    /// Its name, kebab-case.
    pub name: String,
    /// What it is about.
    pub title: String,
    /// Background.
    pub note: Option<String>,
    /// The condition as written, white space folded: `audience includes eu`.
    pub when_text: Option<String>,
    /// What it is read once for, as written: `each framework of certification`.
    pub each_text: Option<String>,
    /// It is part of the program (and not of the user's project).
    pub embedded: bool,
}

/// A rule.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Rule {
    /// Pack and name.
    pub id: RuleId,
    /// The pack, as an index into [`RuleSet::packs`].
    pub pack: usize,
    /// The obligation in a few words: "State the minimum age".
    pub title: String,
    /// What is said when it fails, one line; the title if the rule gives none.
    pub message: String,
    /// What a drafter can do.
    pub help: Option<String>,
    /// A model sentence with `[placeholders]`.
    pub suggest: Option<String>,
    /// Background.
    pub note: Option<String>,
    /// What is said when the passage was found but a constraint failed.
    pub almost: Option<String>,
    /// The law.
    pub citations: Vec<Citation>,
    /// The severity by the modal or by an unconditional `severity`.
    pub severity: Severity,
    /// The obligation as written in the rule file, white space folded: `must state age-limit where age in 5..21`.
    pub obligation_text: String,
    /// The condition as written, white space folded.
    pub when_text: Option<String>,
    /// Conditional severities as written: "error when audience includes eu".
    pub severity_texts: Vec<String>,
    /// The obligation.
    pub obligation: expr::Obligation,
    /// When the rule applies; `None`: always.
    pub when: Option<expr::Cond>,
    /// What to point at when the statement is missing.
    pub closest: Option<expr::Expr>,
    /// What violates the rule where its obligation is not met: the contrary of what is asked.
    pub contrary: Option<expr::Expr>,
    /// Other severities, by condition; the last one that holds wins.
    pub severity_changes: Vec<(Severity, expr::SeverityChange)>,
    /// First day in force.
    pub since: Option<Date>,
    /// First day no longer in force.
    pub until: Option<Date>,
    /// The rule's own examples.
    pub examples: Later<Vec<Example>>,
    /// The rule file.
    pub source: SourceId,
    /// The whole rule in its file.
    pub span: Span,
    /// The rule's name in its file.
    pub name_span: Span,
}

/// A citation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// As lawyers write it.
    pub text: String,
    /// Where it can be read.
    pub url: Option<String>,
    /// How far it was checked; `None` when the rule does not say.
    pub read: Option<Verification>,
}

impl Verification {
    /// The words that people see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TextRead => "text read",
            Self::SummaryRead => "summary read",
            Self::NotConfirmed => "not confirmed",
        }
    }
}

/// An example of a rule or definition, marks resolved.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Example {
    /// What it shows.
    pub kind: ExampleKind,
    /// The text without `[[` and `]]`, read as Markdown.
    pub text: String,
    /// The marked spans, in bytes of `text`.
    pub marks: Vec<Span>,
    /// The day on which it is judged, if not today.
    pub as_of: Option<Date>,
    /// The example's text in the rule file, between the quotes.
    pub span: Span,
}

impl RuleSet {
    /// The rule with that id, with its index.
    pub fn find(&self, id: &str) -> Option<(usize, &Rule)> {
        self.rules.iter().enumerate().find(|(_, r)| r.id.0 == id)
    }

    /// The lexicon with that name.
    pub fn lexicon(&self, name: &str) -> Option<&Lexicon> {
        self.lexicons.iter().find(|l| l.name == name)
    }
}
