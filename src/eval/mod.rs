//! Rules × document × profile → verdicts with evidence.
//!
//! Reads no file, no configuration, no suppression, and knows no rule by name. Total, deterministic, linear in the
//! size of the policy.

mod actor;
mod agree;
mod clause;
mod condition;
mod coverage;
mod elsewhere;
mod estimate;
mod exactly;
mod finding;
mod group;
mod join;
mod known;
mod layout;
mod pack;
mod passage;
mod place;
mod polarity;
mod probe;
mod scope;
mod shortfall;
mod stated;
mod statements;
mod topic;
mod trace;
mod tracing;
mod value;
mod verdict;

#[cfg(test)]
mod tests;

pub use coverage::{matched_operands, matched_phrases};
pub use finding::findings;
pub use statements::{Statement, statements};
pub use trace::{Step, Trace, trace};

use crate::diagnostic::{RuleId, Severity};
use crate::document::Document;
use crate::rule::{Profile, RuleSet};
use crate::source::{Source, Span};
use condition::{Facts, Truth};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Which packs to apply.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PackChoice {
    /// By the profile where there is one, else by what the text shows.
    #[default]
    Auto,
    /// Every pack but those that the profile or the text rules out.
    All,
    /// These packs, whatever the profile says.
    Named(Vec<String>),
}

/// How to judge.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The day of the law.
    pub as_of: Date,
    /// Packs.
    pub packs: PackChoice,
    /// Facts and audiences that rules ask for are taken as they ask: for examples.
    pub given: bool,
}

/// What has just been done, told to whoever watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// The policy was cut into sections, sentences and words.
    Segmented,
    /// Its words, entities and lexicon entries were read.
    Read,
    /// The packs that apply were chosen.
    Chosen,
    /// The rule with that index was judged.
    Judged(usize),
    /// Findings were made of the verdicts.
    Found,
}

/// Judges a policy by all rules of the packs that apply.
pub fn audit(rules: &RuleSet, source: &Source, document: &Document, profile: &Profile, settings: &Settings) -> Audit {
    audit_watched(rules, source, document, (profile, settings), &|_| {})
}

/// The same, telling `watch` what was done.
pub fn audit_watched(
    rules: &RuleSet,
    source: &Source,
    document: &Document,
    (profile, settings): (&Profile, &Settings),
    watch: &dyn Fn(Done),
) -> Audit {
    let layout = layout::Layout::of(document);
    let passages = passage::Passages::new(rules, layout, settings.as_of);
    watch(Done::Read);
    let facts = Facts::new(&passages, source, profile, settings.given);
    let packs: Vec<_> = (0..rules.packs.len()).map(|i| pack::judge(&passages, i, &facts, settings)).collect();
    watch(Done::Chosen);
    let mut verdicts = Vec::new();
    let mut asks: BTreeMap<String, Vec<RuleId>> = BTreeMap::new();
    for (index, rule) in rules.rules.iter().enumerate() {
        let Some(pack) = packs.get(rule.pack) else { continue };
        if !pack.usage.applied && settings.packs != PackChoice::All {
            continue;
        }
        let (verdict, truth) = verdict::judge(&passages, &facts, index, rule, pack);
        if let Truth::Unknown(facts) = truth {
            for fact in facts {
                asks.entry(fact).or_default().push(rule.id.clone());
            }
        }
        verdicts.push(verdict);
        watch(Done::Judged(index));
    }
    let questions = asks.into_iter().map(|(about, waiting)| question(rules, about, waiting)).collect();
    Audit { as_of: settings.as_of, packs: packs.into_iter().map(|p| p.usage).collect(), verdicts, questions }
}

/// Judges a document by one rule alone, for the rule's own examples.
pub fn audit_rule(
    rules: &RuleSet,
    index: usize,
    source: &Source,
    document: &Document,
    profile: &Profile,
    settings: &Settings,
) -> Verdict {
    let passages = passage::Passages::new(rules, layout::Layout::of(document), settings.as_of);
    let facts = Facts::new(&passages, source, profile, settings.given);
    match rules.rules.get(index) {
        Some(rule) => {
            verdict::judge(&passages, &facts, index, rule, &pack::judge(&passages, rule.pack, &facts, settings)).0
        }
        None => Verdict::undecided(index, RuleId(String::new())),
    }
}

fn question(rules: &RuleSet, about: String, waiting: Vec<RuleId>) -> Question {
    let entry = about.strip_prefix("fact ").and_then(|fact| {
        let lexicon = rules.lexicon("fact")?;
        lexicon.entries.get(lexicon.find(fact)?.0 as usize)
    });
    let meaning = match entry {
        Some(entry) => entry.attributes.get("meaning").cloned().unwrap_or_default(),
        None => "whom the policy addresses".to_owned(),
    };
    Question { about, meaning, rules: waiting }
}

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
    /// For violated by an analysis: what it found, each with all places involved, the primary first. Empty for others,
    /// whose evidence is one cause.
    pub causes: Vec<Vec<Place>>,
    /// For missing: where a finding points.
    pub closest: Option<Closest>,
    /// For missing: further near misses, at most two.
    pub near: Vec<Place>,
    /// For missing: a link beside the closest passage to another document, which may say it.
    pub elsewhere: Option<Place>,
    /// Captured values of the first evidence, by name.
    pub captures: Vec<(String, String)>,
    /// Values of all evidence, each once, in reading order: those that were captured, and those of the same kind that
    /// stand beside them.
    pub values: Vec<Stated>,
    /// What `{name}` and `{name.attribute}` stand for in the rule's texts, in a pack that is read for each of some values.
    pub terms: Vec<(String, String)>,
}

impl Verdict {
    /// Rule, status and severity alone: what counts and filters need.
    #[must_use]
    pub fn bare(self) -> Self {
        Self { status: self.status, severity: self.severity, ..Self::undecided(self.rule, self.id) }
    }

    /// A verdict before anything was judged.
    fn undecided(rule: usize, id: RuleId) -> Self {
        Self {
            rule,
            id,
            status: Status::NotApplicable,
            reason: String::new(),
            severity: Severity::Info,
            applies: None,
            evidence: Vec::new(),
            causes: Vec::new(),
            closest: None,
            near: Vec::new(),
            elsewhere: None,
            captures: Vec::new(),
            values: Vec::new(),
            terms: Vec::new(),
        }
    }
}

/// A place in the policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The source bytes, from the first to the last matched word.
    pub span: Span,
    /// What is said about it; may be empty.
    pub note: String,
}

/// A value that the evidence states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// What it is: `age`, `duration`, `email`, or the name that the rule gives it.
    pub name: String,
    /// The value as people see it: dates in ISO form, everything else as written.
    pub value: String,
    /// Equal for equal values under one rule set, however they are written.
    pub key: String,
    /// Where it stands, first.
    pub span: Span,
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
    /// The claim for which the rule's pack is read.
    Claim,
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
