//! The order of the stages, shared by every command: read, evaluate, find. Does not print and does no I/O.

use crate::diagnostic::Finding;
use crate::document::{Document, Format};
use crate::eval::Audit;
use crate::rule::{Profile, RuleSet};
use crate::source::{SourceId, Sources};
use jiff::civil::Date;

/// Which packs to apply.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PackChoice {
    /// By the profile where there is one, else by what the text shows.
    #[default]
    Auto,
    /// Every pack.
    All,
    /// These packs, whatever the profile says.
    Named(Vec<String>),
}

/// How to judge.
#[derive(Clone, Debug)]
pub struct Options {
    /// Packs.
    pub packs: PackChoice,
    /// What is known about the publisher.
    pub profile: Profile,
    /// The day of the law.
    pub as_of: Date,
    /// Rules to report: ids, packs (`core`) or globs (`core/*`); empty means all.
    pub select: Vec<String>,
    /// Rules not to report, likewise.
    pub ignore: Vec<String>,
    /// Severities by rule id, pack or glob, the last match wins; `None` turns a rule off.
    pub severities: Vec<(String, Option<crate::diagnostic::Severity>)>,
}

/// One policy, judged.
#[derive(Clone, Debug)]
pub struct Report {
    /// The policy's text.
    pub source: SourceId,
    /// The policy, segmented.
    pub document: Document,
    /// Every verdict.
    pub audit: Audit,
    /// What is to be reported, in reading order.
    pub findings: Vec<Finding>,
}

/// Judges one policy.
pub fn lint(sources: &Sources, source: SourceId, format: Format, rules: &RuleSet, options: &Options) -> Report {
    let _ = (sources, source, format, rules, options);
    unimplemented!("the lead builds this")
}
