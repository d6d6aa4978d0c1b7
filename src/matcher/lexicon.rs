//! Lexicons: trees of terms with attributes. A parent matches what its children match.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Names a lexicon by its place among the lexicons of a rule set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LexiconId(pub u32);

/// Names an entry by its place in its lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntryId(pub u32);

/// A lexicon, flattened: parents stand before their children.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Lexicon {
    /// Its name: the file's stem, kebab-case.
    pub name: String,
    /// What it holds, for people.
    pub title: String,
    /// Its entries.
    pub entries: Vec<Entry>,
}

/// One entry of a lexicon.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Entry {
    /// Its id, kebab-case.
    pub name: String,
    /// The entry above it.
    pub parent: Option<EntryId>,
    /// What it is called in texts: phrases of the rule language, without captures.
    pub terms: Vec<String>,
    /// Hosts whose URLs and e-mail addresses name it (`truste.com` covers `feedback-form.truste.com`).
    pub hosts: Vec<String>,
    /// Further facts about it, filled into messages as `{capture.attribute}`.
    pub attributes: BTreeMap<String, String>,
}

impl Lexicon {
    /// Whether `entry` is `ancestor` or stands below it.
    pub fn is_within(&self, entry: EntryId, ancestor: EntryId) -> bool {
        let mut at = Some(entry);
        while let Some(id) = at {
            if id == ancestor {
                return true;
            }
            at = self
                .entries
                .get(id.0 as usize)
                .and_then(|e| e.parent)
                .filter(|p| p.0 < id.0);
        }
        false
    }

    /// The entry with that name.
    pub fn find(&self, name: &str) -> Option<EntryId> {
        self.entries
            .iter()
            .position(|e| e.name == name)
            .map(|i| EntryId(i as u32))
    }
}
