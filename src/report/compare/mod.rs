//! What differs between two versions of a policy, one file a format. Is told what changed; decides nothing.

pub mod human;
pub mod json;
pub mod markdown;

use super::summary;
use crate::diagnostic::Severity;
use crate::eval::{PackUse, Stated, Status, Verdict};
use crate::source::{SourceId, Sources, Span};
use jiff::civil::Date;

/// What became of a requirement, in the order of its telling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Met before, no longer.
    Lost,
    /// Not met, in another way than before.
    StillUnmet,
    /// Asks something of the new text alone, which does not meet it.
    Applicable,
    /// Asks something of the new text alone, which meets it.
    ApplicableMet,
    /// Met now, not before.
    Gained,
    /// Asks nothing of the new text.
    NoLonger,
}

impl Kind {
    /// All of them, in the order of their telling.
    pub const ALL: [Self; 6] =
        [Self::Lost, Self::StillUnmet, Self::Applicable, Self::ApplicableMet, Self::Gained, Self::NoLonger];

    /// The word in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::StillUnmet => "still-unmet",
            Self::Applicable => "applicable",
            Self::ApplicableMet => "applicable-met",
            Self::Gained => "gained",
            Self::NoLonger => "no-longer-applicable",
        }
    }

    /// The heading for people.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Lost => "Lost",
            Self::StillUnmet => "Still not met, in another way",
            Self::Applicable => "Became applicable, and not met",
            Self::ApplicableMet => "Became applicable, and met",
            Self::Gained => "Gained",
            Self::NoLonger => "No longer applicable",
        }
    }
}

/// A requirement whose verdict changed.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    /// What became of it.
    pub kind: Kind,
    /// The rule's title.
    pub title: &'a str,
    /// What the finding on the new text says, or the rule's title.
    pub message: &'a str,
    /// The verdict on the old text.
    pub before: Option<&'a Verdict>,
    /// The verdict on the new text.
    pub after: Option<&'a Verdict>,
    /// Why it applies, or no longer does.
    pub why: &'a str,
    /// It was lost, and a suppression accepts that.
    pub accepted: bool,
    /// It fails the run.
    pub fails: bool,
}

impl Change<'_> {
    /// The rule's id.
    pub(super) fn rule(&self) -> &str {
        self.after.or(self.before).map_or("", |v| v.id.0.as_str())
    }

    /// The severity that the requirement has, by the new text where it asks something of it.
    pub(super) fn severity(&self) -> Severity {
        self.after.or(self.before).map_or(Severity::Info, |v| v.severity)
    }
}

/// Values that one text states and the other does not.
#[derive(Clone, Debug)]
pub struct ValueChange<'a> {
    /// What they are.
    pub name: &'a str,
    /// The rules whose evidence they stand in.
    pub rules: Vec<&'a str>,
    /// Values of the old text alone.
    pub gone: Vec<&'a Stated>,
    /// Values of the new text alone.
    pub new: Vec<&'a Stated>,
}

impl ValueChange<'_> {
    /// `age: “13” is now “16”`, each side as it is to be shown.
    pub(super) fn said(&self, quoted: &dyn Fn(&str) -> String) -> String {
        let list = |values: &[&Stated]| {
            let mut all: Vec<String> = values.iter().take(MOST_VALUES).map(|v| quoted(&v.value)).collect();
            if values.len() > MOST_VALUES {
                all.push(format!("{} more", values.len() - MOST_VALUES));
            }
            all.join(", ")
        };
        let name = self.name.replace('-', " ");
        match (self.gone.is_empty(), self.new.is_empty()) {
            (false, false) => format!("{name}: {}, before {}", list(&self.new), list(&self.gone)),
            (false, true) => format!("{name}: no longer {}", list(&self.gone)),
            _ => format!("{name}: newly {}", list(&self.new)),
        }
    }
}

/// Values of one side that are named; further ones are counted.
const MOST_VALUES: usize = 8;

/// What differs between two versions of a policy.
#[derive(Clone, Debug)]
pub struct Compared<'a> {
    /// The old text; `None` when there was none.
    pub old: Option<SourceId>,
    /// What the old text is called.
    pub old_name: &'a str,
    /// The new text.
    pub new: SourceId,
    /// The day of the law.
    pub as_of: Date,
    /// Requirements whose verdicts changed, by kind.
    pub changes: Vec<Change<'a>>,
    /// Values that one text states and the other does not.
    pub values: Vec<ValueChange<'a>>,
    /// Packs that apply to the new text alone.
    pub packs_now: Vec<&'a PackUse>,
    /// Packs that applied to the old text alone.
    pub packs_before: Vec<&'a PackUse>,
    /// Rules with the same verdict on both.
    pub unchanged: usize,
}

impl<'a> Compared<'a> {
    pub(super) fn of(&self, kind: Kind) -> Vec<&Change<'a>> {
        self.changes.iter().filter(|c| c.kind == kind).collect()
    }

    /// `1 lost, 2 gained, 3 values changed, 40 unchanged`.
    pub(super) fn counts(&self) -> String {
        let word = |kind| match kind {
            Kind::Lost => "lost",
            Kind::StillUnmet => "not met in another way",
            Kind::Applicable => "became applicable and not met",
            Kind::ApplicableMet => "became applicable and met",
            Kind::Gained => "gained",
            Kind::NoLonger => "no longer applicable",
        };
        let kinds = Kind::ALL.map(|kind| (self.of(kind).len(), word(kind)));
        let mut parts: Vec<String> =
            kinds.iter().filter(|(n, w)| *n > 0 || *w == "lost").map(|(n, w)| format!("{n} {w}")).collect();
        if !self.values.is_empty() {
            parts.push(format!("{} changed", summary::count(self.values.len(), "value", "values")));
        }
        parts.push(format!("{} unchanged", self.unchanged));
        parts.join(", ")
    }

    pub(super) fn new_name(&self, sources: &Sources) -> String {
        summary::name(sources, self.new)
    }
}

/// Where a verdict is to be shown: its evidence, else the closest passage; with what is said there.
pub(super) fn place(verdict: &Verdict) -> Option<(Span, &str)> {
    match verdict.status {
        Status::NotApplicable => None,
        Status::Missing => verdict.closest.as_ref().map(|c| (c.span, c.lacks.as_str())),
        Status::Satisfied | Status::Violated => verdict.evidence.first().map(|p| (p.span, p.note.as_str())),
    }
}
