//! Packs: whether one applies, why, and for which values it is read.

use super::condition::{Facts, Truth};
use super::passage::{Match, Passages, Reading};
use super::value;
use super::{PackChoice, PackUse, Settings};
use crate::matcher::EntryId;
use crate::rule::expr::Each;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// A pack as its rules see it.
pub struct Pack {
    /// Whether it is applied and why, for people.
    pub usage: PackUse,
    /// Its condition.
    pub truth: Truth,
    /// The values for which it is read one after the other; `None` for a pack that is read once.
    pub readings: Vec<Option<Reading>>,
    /// For each reading, where the policy makes the claim: what is missing because of it is shown there at the latest.
    pub claims: Vec<Option<Match>>,
}

/// Judges the condition of a pack.
pub fn judge(passages: &Passages<'_>, index: usize, facts: &Facts<'_>, settings: &Settings) -> Pack {
    let rules = passages.rules;
    let pack = rules.packs.get(index);
    let name = pack.map_or(String::new(), |p| p.name.clone());
    let given = || Truth::True(String::new());
    let condition = rules.pack_whens.get(index).and_then(Option::as_ref).map(|when| facts.judge(when));
    let (applied, why, truth) = match (&settings.packs, condition) {
        (PackChoice::Named(names), _) if names.contains(&name) => (true, "named".to_owned(), given()),
        (PackChoice::Named(_), _) => (false, "not named".to_owned(), given()),
        (_, None) => (true, "every policy".to_owned(), given()),
        (_, Some(Truth::True(why))) => (true, why.clone(), Truth::True(why)),
        (_, Some(Truth::False(why))) => (false, why.clone(), Truth::False(why)),
        (PackChoice::All, Some(Truth::Unknown(_))) => (true, "all packs were asked for".to_owned(), given()),
        (PackChoice::Auto, Some(unknown)) => {
            (false, "neither the profile nor the text asks for it".to_owned(), unknown)
        }
    };
    let title = pack.map_or(String::new(), |p| p.title.clone());
    let mut pack =
        Pack { usage: PackUse { pack: name, title, applied, why }, truth, readings: vec![None], claims: vec![None] };
    if let Some(each) = rules.pack_eaches.get(index).and_then(Option::as_ref) {
        pack.read_for_each(passages, each, facts, settings);
    }
    pack
}

impl Pack {
    /// Reads the pack once for each value that the policy affirms; for none, it does not apply.
    fn read_for_each(&mut self, passages: &Passages<'_>, each: &Each, facts: &Facts<'_>, settings: &Settings) {
        let mut seen: BTreeMap<EntryId, Option<Match>> = BTreeMap::new();
        let mut lines = Vec::new();
        for found in passages.affirmed(&each.of) {
            let Some(hit) = found.capture(each.slot).and_then(|c| value::entry_of(passages, c)) else { continue };
            if let Entry::Vacant(place) = seen.entry(hit.entry) {
                lines.push(format!("{} claims “{}”", facts.line(&found), passages.text(hit.words)));
                place.insert(Some(found));
            }
        }
        if seen.is_empty() && settings.given {
            seen.extend(first_entry(passages, each).map(|entry| (entry, None)));
        }
        if seen.is_empty() {
            let why = format!("the policy makes no {}", each.of.say);
            if self.usage.applied && settings.packs != PackChoice::All {
                self.usage.applied = matches!(settings.packs, PackChoice::Named(_));
            }
            self.truth = Truth::False(why.clone());
            self.usage.why = why;
        } else if !lines.is_empty() && self.usage.applied {
            self.usage.why = lines.join(", ");
        }
        let (slot, lexicon) = (each.slot, each.lexicon);
        self.readings = seen.keys().map(|entry| Some(Reading { slot, lexicon, entry: *entry })).collect();
        self.claims = seen.into_values().collect();
    }
}

/// The first entry of the capture's lexicon: what an example is read for when it makes no claim of its own.
fn first_entry(passages: &Passages<'_>, each: &Each) -> Option<EntryId> {
    let entries = &passages.rules.lexicons.get(each.lexicon.0 as usize)?.entries;
    entries.iter().position(|e| !e.terms.is_empty()).map(|first| EntryId(first as u32))
}

/// What `{name}` and `{name.attribute}` stand for in the texts of a rule while its pack is read for a value.
pub fn terms(passages: &Passages<'_>, reading: Option<Reading>) -> Vec<(String, String)> {
    let Some(reading) = reading else { return Vec::new() };
    let name = passages.rules.captures.get(reading.slot as usize).cloned().unwrap_or_default();
    let lexicon = passages.rules.lexicons.get(reading.lexicon.0 as usize);
    let Some(entry) = lexicon.and_then(|l| l.entries.get(reading.entry.0 as usize)) else { return Vec::new() };
    let spoken = entry.attributes.get("name").cloned().unwrap_or_else(|| entry.name.replace('-', " "));
    let attributes = entry.attributes.iter().map(|(key, value)| (format!("{name}.{key}"), value.clone()));
    std::iter::once((name.clone(), spoken)).chain(attributes).collect()
}
