//! The order of the stages, shared by every command: read, evaluate, find. Does not print and does no I/O.

use crate::config::covers;
use crate::diagnostic::{Finding, RuleId, Severity};
use crate::document::Document;
use crate::eval::{self, Audit, Settings, Verdict};
use crate::rule::{Profile, RuleSet};
use crate::source::{Source, SourceId, Sources};
use crate::triage::{self, Suppressed, Triaged, Waiver};
pub use eval::{Done, PackChoice};
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
    /// What is accepted, and by what.
    pub suppressed: Vec<Suppressed>,
    /// Every waiver that was found, with what became of it.
    pub waivers: Vec<Waiver>,
}

/// How one policy is judged beside its rules and options.
pub struct Around<'a> {
    /// The waivers that hold for it.
    pub accept: &'a dyn Fn(&Source, &Document) -> Vec<Waiver>,
    /// Is told what was done.
    pub watch: &'a dyn Fn(Done),
}

impl Report {
    /// Lets go of what only pages and audits show: the segmented policy, and of verdicts all but what counts need.
    #[must_use]
    pub fn findings_only(mut self) -> Self {
        self.document = Document::default();
        self.audit.verdicts = self.audit.verdicts.into_iter().map(Verdict::bare).collect();
        self
    }
}

/// Judges one policy, the text `id` as `document`.
pub fn lint(
    sources: &Sources,
    id: SourceId,
    document: Document,
    rules: &RuleSet,
    options: &Options,
    around: &Around<'_>,
) -> Report {
    let empty = Source::new("", "");
    let source = sources.get(id).unwrap_or(&empty);
    let settings = Settings { as_of: options.as_of, packs: options.packs.clone(), given: false };
    let mut audit = eval::audit_watched(rules, source, &document, (&options.profile, &settings), around.watch);
    audit.verdicts.retain_mut(|v| wanted(options, &v.id, &mut v.severity));
    let mut findings = eval::findings(rules, id, source, &audit);
    findings.sort_by_key(|f| f.diagnostic.primary().map_or(0, |l| l.span.start));
    let knows = |pattern: &str| rules.rules.iter().any(|r| covers(pattern, &r.id));
    let waivers = (around.accept)(source, &document);
    let Triaged { findings, suppressed, waivers } = triage::triage(findings, waivers, &audit, options.as_of, &knows);
    (around.watch)(Done::Found);
    Report { source: id, document, audit, findings, suppressed, waivers }
}

/// Whether the user wants the rule reported; sets its severity where the user gave one. The last match wins.
fn wanted(options: &Options, rule: &RuleId, severity: &mut Severity) -> bool {
    let named = |patterns: &[String]| patterns.iter().any(|p| covers(p, rule));
    if (!options.select.is_empty() && !named(&options.select)) || named(&options.ignore) {
        return false;
    }
    match options.severities.iter().rfind(|(p, _)| covers(p, rule)) {
        Some((_, Some(level))) => *severity = *level,
        Some((_, None)) => return false,
        None => {}
    }
    true
}
