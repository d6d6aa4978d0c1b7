//! Two versions of a policy: which verdicts changed, which values, and which packs apply. Evaluates nothing: it is given
//! the verdicts on both, reached under the same rules, profile and day.
//!
//! Verdicts are compared by rule id, values by what the rules captured; no rule and no value is known by name.

mod value;

#[cfg(test)]
mod tests;

pub use value::ValueChange;

use crate::eval::{Audit, PackUse, Status, Verdict};
use std::collections::HashMap;

/// What became of a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// It was met and is no longer.
    Lost,
    /// It was not met and still is not, in another way: missing, and now violated, or the other way round.
    StillUnmet,
    /// It asked nothing of the old text and is not met by the new one.
    Applicable,
    /// It asked nothing of the old text and is met by the new one.
    ApplicableMet,
    /// It was not met and now is.
    Gained,
    /// It asks nothing of the new text.
    NoLonger,
}

/// A requirement whose verdict changed.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    /// What became of it.
    pub kind: Kind,
    /// The verdict on the old text; `None` when its pack did not apply, or there was no old text.
    pub before: Option<&'a Verdict>,
    /// The verdict on the new text; `None` when its pack does not apply.
    pub after: Option<&'a Verdict>,
    /// Why it applies, or no longer does; empty when the kind says nothing of that, or it is not known.
    pub why: String,
}

impl Change<'_> {
    /// The verdict that tells more of the rule: the new one, else the old one.
    pub fn verdict(&self) -> Option<&Verdict> {
        self.after.or(self.before)
    }
}

/// A pack that applies to one of the texts only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackChange<'a> {
    /// How it stands with the text to which it applies, and why.
    pub usage: &'a PackUse,
    /// It applies to the new text.
    pub now: bool,
}

/// What differs between two versions of a policy.
#[derive(Clone, Debug, Default)]
pub struct Comparison<'a> {
    /// Requirements whose verdicts changed: by kind, then in the rules' order.
    pub changes: Vec<Change<'a>>,
    /// Values that the evidence of a rule states in one text only.
    pub values: Vec<ValueChange<'a>>,
    /// Packs that apply to one text only.
    pub packs: Vec<PackChange<'a>>,
    /// Rules with the same verdict on both.
    pub unchanged: usize,
}

/// Compares the verdicts on two versions; without an old one everything is new, and nothing can be lost.
pub fn compare<'a>(old: Option<&'a Audit>, new: &'a Audit) -> Comparison<'a> {
    let before: HashMap<&str, &Verdict> = old.iter().flat_map(|a| &a.verdicts).map(|v| (v.id.0.as_str(), v)).collect();
    let after: HashMap<&str, &Verdict> = new.verdicts.iter().map(|v| (v.id.0.as_str(), v)).collect();
    let packs = pack_changes(old, new);
    let mut found = Comparison::default();
    for verdict in &new.verdicts {
        found.add(before.get(verdict.id.0.as_str()).copied(), Some(verdict), old.is_none(), &packs);
    }
    for verdict in old.iter().flat_map(|a| &a.verdicts).filter(|v| !after.contains_key(v.id.0.as_str())) {
        found.add(Some(verdict), None, false, &packs);
    }
    found.changes.sort_by_key(|c| c.kind);
    let pairs = new.verdicts.iter().filter_map(|v| Some((*before.get(v.id.0.as_str())?, v)));
    found.values = value::changes(pairs);
    found.packs = packs;
    found
}

impl<'a> Comparison<'a> {
    fn add(
        &mut self,
        before: Option<&'a Verdict>,
        after: Option<&'a Verdict>,
        all_new: bool,
        packs: &[PackChange<'_>],
    ) {
        let status = |v: Option<&Verdict>| v.map_or(Status::NotApplicable, |v| v.status);
        let kind = match (status(before), status(after)) {
            (old, new) if old == new => {
                self.unchanged += 1;
                return;
            }
            (Status::Satisfied, Status::Missing | Status::Violated) => Kind::Lost,
            (Status::Missing | Status::Violated, Status::Satisfied) => Kind::Gained,
            (Status::NotApplicable, Status::Satisfied) if all_new => Kind::Gained,
            (Status::NotApplicable, Status::Satisfied) => Kind::ApplicableMet,
            (Status::NotApplicable, _) => Kind::Applicable,
            (_, Status::NotApplicable) => Kind::NoLonger,
            _ => Kind::StillUnmet,
        };
        let why = match kind {
            Kind::Applicable if all_new => "the policy is new".to_owned(),
            Kind::Applicable | Kind::ApplicableMet => why_applicable(before, after, packs),
            Kind::NoLonger => why_not(before, after, packs),
            _ => String::new(),
        };
        self.changes.push(Change { kind, before, after, why });
    }

    /// The changes of a kind.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Change<'a>> {
        self.changes.iter().filter(move |c| c.kind == kind)
    }
}

/// Why the new text meets a requirement's condition, which the old one did not.
fn why_applicable(before: Option<&Verdict>, after: Option<&Verdict>, packs: &[PackChange<'_>]) -> String {
    let pack = || after.and_then(|v| packs.iter().find(|p| p.now && p.usage.pack == v.id.pack()));
    let by_pack = || pack().map(|p| p.usage.why.clone());
    let own = after.and_then(|v| v.applies.clone());
    own.or_else(by_pack).or_else(|| before.map(|v| v.reason.clone())).unwrap_or_default()
}

/// Why the new text does not meet it.
fn why_not(before: Option<&Verdict>, after: Option<&Verdict>, packs: &[PackChange<'_>]) -> String {
    let lost = || before.and_then(|v| packs.iter().find(|p| !p.now && p.usage.pack == v.id.pack()));
    let said = after.map(|v| v.reason.clone()).filter(|r| !r.is_empty());
    said.or_else(|| lost().map(|p| format!("the pack {} no longer applies", p.usage.pack))).unwrap_or_default()
}

/// Packs that apply to one of the texts only; without an old text, none.
fn pack_changes<'a>(old: Option<&'a Audit>, new: &'a Audit) -> Vec<PackChange<'a>> {
    let Some(old) = old else { return Vec::new() };
    let applied = |audit: &Audit, pack: &str| audit.packs.iter().any(|p| p.applied && p.pack == pack);
    let now = new.packs.iter().filter(|p| p.applied && !applied(old, &p.pack));
    let now = now.map(|usage| PackChange { usage, now: true });
    let before = old.packs.iter().filter(|p| p.applied && !applied(new, &p.pack));
    now.chain(before.map(|usage| PackChange { usage, now: false })).collect()
}
