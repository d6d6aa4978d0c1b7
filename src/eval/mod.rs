//! Rules × document × profile → verdicts with evidence.
//!
//! Reads no file, no configuration, no suppression, and knows no rule by name. Total, deterministic, linear in the
//! size of the policy.

use crate::diagnostic::{RuleId, Severity};
use crate::source::Span;
use jiff::civil::Date;

/// All verdicts on one policy.
#[derive(Clone, Debug)]
pub struct Audit {
    /// The day of the law.
    pub as_of: Date,
    /// Which packs were applied and why, in the rule set's order.
    pub packs: Vec<PackUse>,
    /// One verdict a rule of the applied packs, in the rule set's order.
    pub verdicts: Vec<Verdict>,
    /// What the profile does not say and some rule needs to know.
    pub questions: Vec<Question>,
}

/// Whether a pack was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackUse {
    /// The pack's name.
    pub pack: String,
    /// The pack's title.
    pub title: String,
    /// Its rules were judged.
    pub applied: bool,
    /// In a few words: "for every policy", "the profile's audience includes eu", "line 12 speaks of the GDPR".
    pub why: String,
}

/// The four verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// The text says what the rule asks for, or nothing that it forbids.
    Satisfied,
    /// The text does not say what the rule asks for.
    Missing,
    /// The text says what the rule forbids.
    Violated,
    /// The rule asks nothing of this policy.
    NotApplicable,
}

impl Status {
    /// The word in JSON and for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Satisfied => "satisfied",
            Self::Missing => "missing",
            Self::Violated => "violated",
            Self::NotApplicable => "not-applicable",
        }
    }
}

/// What evaluating one rule on one policy gave.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The rule, as an index into `RuleSet::rules`.
    pub rule: usize,
    /// The rule's id.
    pub id: RuleId,
    /// The verdict.
    pub status: Status,
    /// Why, in one sentence.
    pub reason: String,
    /// The severity that holds here and on this day.
    pub severity: Severity,
    /// Why the rule applies here, when it is not for every policy: "line 44 shows: uses-cookies".
    pub applies: Option<String>,
    /// For satisfied: where it is stated. For violated: every place. In reading order.
    pub evidence: Vec<Place>,
    /// For missing: where a finding points.
    pub closest: Option<Closest>,
    /// For missing: further near misses, at most three.
    pub near: Vec<Place>,
    /// Captured values of the first evidence, by name.
    pub captures: Vec<(String, String)>,
}

/// A place in the policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The source bytes, from the first to the last matched word.
    pub span: Span,
    /// What is said about it; may be empty.
    pub note: String,
}

/// Where a missing statement is anchored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closest {
    /// The source bytes.
    pub span: Span,
    /// What this place is.
    pub kind: ClosestKind,
    /// What that passage lacks: "gives no age"; for a heading or the title what belongs there.
    pub lacks: String,
}

/// What a [`Closest`] points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClosestKind {
    /// The closest passage.
    Passage,
    /// The heading of the section where the statement belongs.
    Heading,
    /// The title, or the first line.
    Title,
}

/// A fact that some rule needs and the profile does not give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// `fact NAME` or `audience`.
    pub about: String,
    /// What the fact means.
    pub meaning: String,
    /// The rules that wait for it.
    pub rules: Vec<RuleId>,
}
