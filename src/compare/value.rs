//! Values that the evidence of rules states in one of two texts only: an age, a period, a recipient, an address.

use crate::diagnostic::RuleId;
use crate::eval::{Stated, Status, Verdict};
use std::collections::{HashMap, HashSet};

/// The values of one name that the evidence states in one text only.
#[derive(Clone, Debug)]
pub struct ValueChange<'a> {
    /// What the values are: `age`, `duration`, `email`, or the name that the rule gives them.
    pub name: &'a str,
    /// The rules whose evidence they stand in.
    pub rules: Vec<&'a RuleId>,
    /// Values of the old text that the new one no longer states.
    pub gone: Vec<&'a Stated>,
    /// Values of the new text that the old one did not state.
    pub new: Vec<&'a Stated>,
}

/// A change as rules have it in common: the name and the keys of both sides.
type Likeness<'a> = (&'a str, Vec<&'a str>, Vec<&'a str>);

/// The changes of the values of rules that have evidence in both texts. Rules with the same change share it.
pub(super) fn changes<'a>(pairs: impl Iterator<Item = (&'a Verdict, &'a Verdict)>) -> Vec<ValueChange<'a>> {
    let mut changes: Vec<ValueChange<'a>> = Vec::new();
    let mut known: HashMap<Likeness<'a>, usize> = HashMap::new();
    let shown = |v: &Verdict| matches!(v.status, Status::Satisfied | Status::Violated);
    for (old, new) in pairs.filter(|(old, new)| old.status == new.status && shown(old)) {
        for name in names(old, new) {
            let gone = only_in(&old.values, &new.values, name);
            let added = only_in(&new.values, &old.values, name);
            if gone.is_empty() && added.is_empty() {
                continue;
            }
            let likeness = (name, keys(&gone), keys(&added));
            if let Some(same) = known.get(&likeness).and_then(|i| changes.get_mut(*i)) {
                same.rules.push(&new.id);
            } else {
                known.insert(likeness, changes.len());
                changes.push(ValueChange { name, rules: vec![&new.id], gone, new: added });
            }
        }
    }
    changes
}

/// The names of the values of both, in their order.
fn names<'a>(old: &'a Verdict, new: &'a Verdict) -> Vec<&'a str> {
    let mut seen = HashSet::new();
    old.values.iter().chain(&new.values).map(|v| v.name.as_str()).filter(|n| seen.insert(*n)).collect()
}

/// The values of that name that the others do not hold.
fn only_in<'a>(values: &'a [Stated], others: &[Stated], name: &str) -> Vec<&'a Stated> {
    let known: HashSet<&str> = others.iter().filter(|v| v.name == name).map(|v| v.key.as_str()).collect();
    values.iter().filter(|v| v.name == name && !known.contains(v.key.as_str())).collect()
}

fn keys<'a>(values: &[&'a Stated]) -> Vec<&'a str> {
    let mut keys: Vec<&str> = values.iter().map(|v| v.key.as_str()).collect();
    keys.sort_unstable();
    keys
}
