//! The order of the stages, shared by every command: read, evaluate, find. Does not print and does no I/O.

use crate::diagnostic::{Finding, RuleId, Severity};
use crate::document::{self, Document, Format};
use crate::eval::{self, Audit, Settings};
use crate::rule::{Profile, RuleSet};
use crate::source::{Source, SourceId, Sources};
pub use eval::PackChoice;
use globset::{Glob, GlobMatcher};
use jiff::civil::Date;

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
    pub severities: Vec<(String, Option<Severity>)>,
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
pub fn lint(sources: &Sources, id: SourceId, format: Format, rules: &RuleSet, options: &Options) -> Report {
    let empty = Source::new("", "");
    let source = sources.get(id).unwrap_or(&empty);
    let document = document::read(source.text(), format);
    let settings = Settings { as_of: options.as_of, packs: options.packs.clone(), given: false };
    let mut audit = eval::audit(rules, source, &document, &options.profile, &settings);
    let levels = Levels::new(options);
    audit.verdicts.retain_mut(|v| levels.apply(&v.id, &mut v.severity));
    let mut findings = eval::findings(rules, id, source, &audit);
    findings.sort_by_key(|f| f.diagnostic.primary().map_or(0, |l| l.span.start));
    Report { source: id, document, audit, findings }
}

/// What the user says about rules, ready to be asked.
pub struct Levels {
    select: Vec<GlobMatcher>,
    ignore: Vec<GlobMatcher>,
    severities: Vec<(GlobMatcher, Option<Severity>)>,
}

impl Levels {
    /// Prepares the options' lists. A pattern is a rule's id, a pack's name, or a glob; a bad glob matches nothing
    /// (`cli` and `config` refuse it before).
    pub fn new(options: &Options) -> Self {
        let all = |list: &[String]| list.iter().filter_map(|p| matcher(p)).collect();
        let severities = options.severities.iter().filter_map(|(p, s)| matcher(p).map(|m| (m, *s))).collect();
        Self { select: all(&options.select), ignore: all(&options.ignore), severities }
    }

    /// Whether the rule is reported; sets its severity if the user gave one.
    pub fn apply(&self, rule: &RuleId, severity: &mut Severity) -> bool {
        let named = |list: &[GlobMatcher]| list.iter().any(|m| m.is_match(&rule.0));
        if (!self.select.is_empty() && !named(&self.select)) || named(&self.ignore) {
            return false;
        }
        match self.severities.iter().rev().find(|(m, _)| m.is_match(&rule.0)) {
            Some((_, Some(level))) => *severity = *level,
            Some((_, None)) => return false,
            None => {}
        }
        true
    }
}

/// A rule id, pack name or glob as a matcher of rule ids.
fn matcher(pattern: &str) -> Option<GlobMatcher> {
    let pattern = if pattern.contains('/') { pattern.to_owned() } else { format!("{pattern}/*") };
    Glob::new(&pattern).ok().map(|g| g.compile_matcher())
}
