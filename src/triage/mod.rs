//! Which findings are accepted, and why: suppressions in the policy and in the configuration, and the baseline.
//!
//! Sets aside findings that were made; never runs a rule again. What allows nothing is a finding itself.

mod baseline;
mod directive;
mod waiver;

#[cfg(test)]
mod tests;

pub use baseline::{Baseline, Entry};
pub use waiver::{Origin, State, Waiver, waivers};

use crate::diagnostic::{Diagnostic, Finding, Label, RuleId, Severity};
use crate::eval::{Audit, Status};
use crate::source::SourceId;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A finding that is accepted.
#[derive(Clone, Debug)]
pub struct Suppressed {
    /// The finding.
    pub finding: Finding,
    /// By what: the waiver's place in [`Triaged::waivers`]; `None` for the baseline.
    pub waiver: Option<usize>,
}

/// Findings, told apart.
#[derive(Clone, Debug, Default)]
pub struct Triaged {
    /// What is to be reported, with the findings about waivers.
    pub findings: Vec<Finding>,
    /// What is accepted.
    pub suppressed: Vec<Suppressed>,
    /// The waivers with what became of them.
    pub waivers: Vec<Waiver>,
}

/// Sets aside the findings that the waivers accept on the day `as_of`.
///
/// A finding about what is missing is accepted where its first place lies in the waiver's scope; of one about what is
/// stated, each place by itself. `knows` says whether any rule bears a name, pack or glob.
pub fn triage(
    findings: Vec<Finding>,
    mut waivers: Vec<Waiver>,
    audit: &Audit,
    as_of: Date,
    knows: &dyn Fn(&str) -> bool,
) -> Triaged {
    let own = |w: &&Waiver| w.origin == Origin::Comment;
    let mut mistakes: Vec<Finding> = waivers.iter().filter(own).filter_map(|w| mistake(w, as_of, knows)).collect();
    for waiver in &mut waivers {
        waiver.state = if waiver.reason.is_none() || waiver.mistake.is_some() {
            State::Invalid
        } else if waiver.until.is_some_and(|until| until <= as_of) {
            State::Expired
        } else {
            State::Unused
        };
    }
    let mut out = Triaged::default();
    for finding in findings {
        let violated = audit.verdicts.iter().any(|v| v.id == finding.rule && v.status == Status::Violated);
        if let Some(finding) = accept(finding, violated, &mut waivers, &mut out.suppressed) {
            out.findings.push(finding);
        }
    }
    let judged = |w: &Waiver| audit.verdicts.iter().any(|v| w.covers(&v.id));
    let named = |w: &Waiver| w.rules.iter().all(|name| knows(name));
    let unused = |w: &&Waiver| w.state == State::Unused && own(w) && judged(w) && named(w);
    mistakes.extend(waivers.iter().filter(unused).map(unused_finding));
    out.findings.extend(mistakes);
    out.findings.sort_by_key(|f| f.diagnostic.primary().map_or(0, |l| l.span.start));
    out.waivers = waivers;
    out
}

/// The finding, or what remains of it; `None` when all of it is accepted.
fn accept(
    mut finding: Finding,
    violated: bool,
    waivers: &mut [Waiver],
    accepted: &mut Vec<Suppressed>,
) -> Option<Finding> {
    let mut by = None;
    let mut holds = |label: &Label| {
        let found = waivers.iter().position(|w| w.accepts(&finding.rule, &finding.fingerprint, label));
        by = found.or(by);
        found.is_some()
    };
    let labels = &finding.diagnostic.labels;
    let kept: Vec<Label> = if violated {
        labels.iter().filter(|l| !holds(l)).cloned().collect()
    } else if labels.iter().find(|l| l.primary).is_some_and(&mut holds) {
        Vec::new()
    } else {
        labels.clone()
    };
    if let Some(waiver) = by.and_then(|by| waivers.get_mut(by)) {
        waiver.state = State::Active;
        waiver.count += 1;
    }
    if kept.is_empty() && by.is_some() {
        accepted.push(Suppressed { finding, waiver: by });
        return None;
    }
    finding.diagnostic.labels = kept;
    if violated && let Some(first) = finding.diagnostic.labels.first_mut() {
        first.primary = true;
    }
    Some(finding)
}

/// A waiver of a configuration over all policies.
struct Told<'a> {
    waiver: &'a Waiver,
    mistake: Option<Finding>,
    judged: bool,
    active: bool,
}

/// What is to be said of waivers in configurations, which hold for many policies: each once. Each comes with its own
/// mistake, if any, and whether a rule that it names was judged. Those that accept nothing anywhere are told of when
/// `whole`.
pub fn configured<'a>(
    waivers: impl Iterator<Item = (&'a Waiver, Option<Finding>, bool)>,
    whole: bool,
) -> Vec<Diagnostic> {
    let mut all: BTreeMap<(SourceId, usize), Told<'a>> = BTreeMap::new();
    for (waiver, mistake, judged) in waivers {
        let Origin::Config(index) = waiver.origin else { continue };
        let told = Told { waiver, mistake, judged: false, active: false };
        let told = all.entry((waiver.place.0, index)).or_insert(told);
        told.judged |= judged;
        told.active |= waiver.state == State::Active;
    }
    let said = all.into_values().filter_map(|told| {
        let unused = whole && told.judged && !told.active && told.waiver.state == State::Unused;
        told.mistake.or_else(|| unused.then(|| unused_finding(told.waiver)))
    });
    said.map(|f| f.diagnostic).collect()
}

fn unused_finding(waiver: &Waiver) -> Finding {
    about(waiver, "suppression/unused", "this suppression suppresses nothing", "remove it, or look at what it names")
}

/// What is wrong with a waiver itself.
pub fn mistake(waiver: &Waiver, as_of: Date, knows: &dyn Fn(&str) -> bool) -> Option<Finding> {
    if let Some(mistake) = &waiver.mistake {
        return Some(about(waiver, "suppression/unreadable", mistake, directive::HELP));
    }
    if let Some(name) = waiver.rules.iter().find(|name| !knows(name)) {
        let message = format!("this suppression names the rule `{name}`, which does not exist");
        return Some(about(waiver, "suppression/unknown-rule", &message, "`clauselint rules` lists the rules"));
    }
    if waiver.reason.is_none() {
        let help = "say after a colon why the finding is accepted; without a reason it is not";
        return Some(about(waiver, "suppression/no-reason", "this suppression gives no reason", help));
    }
    let until = waiver.until.filter(|until| *until <= as_of)?;
    let message = format!("this suppression held until {until} and is over");
    Some(about(waiver, "suppression/expired", &message, "mend the finding, or decide anew and give a later day"))
}

fn about(waiver: &Waiver, rule: &str, message: &str, help: &str) -> Finding {
    let (source, span) = waiver.place;
    let diagnostic =
        Diagnostic::new(Severity::Warning, rule, message).at(source, span, "").note(format!("help: {help}"));
    let fingerprint = waiver.fingerprint_of(rule);
    Finding { rule: RuleId(rule.to_owned()), diagnostic, fingerprint }
}
