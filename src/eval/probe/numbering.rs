//! The numbers of sections: what headings and paragraphs begin with.

use std::collections::{BTreeSet, HashMap, HashSet};

/// The numbers of a document's sections.
pub(super) struct Numbers {
    /// Those of headings, each with those of the sections around it: `2.4.1`, `2.4`, `2`.
    all: HashSet<String>,
    /// Those of paragraphs: `2.4` before a text.
    paragraphs: HashSet<String>,
    /// How many numbers have parts below each first number.
    parts: HashMap<String, usize>,
    /// Where headings of a number stand, first and last.
    places: HashMap<String, (u32, u32)>,
    /// Whether the sections are numbered one by one, so that a number that is not there is missing.
    pub counted: bool,
}

impl Numbers {
    /// The numbers of headings, with their offsets, and of sentences.
    pub fn of<'t>(headings: impl Iterator<Item = (&'t str, u32)>, sentences: impl Iterator<Item = &'t str>) -> Self {
        let mut all = HashSet::new();
        let mut tops: BTreeSet<usize> = BTreeSet::new();
        let mut places: HashMap<String, (u32, u32)> = HashMap::new();
        for (heading, at) in headings {
            let number = number(heading);
            tops.extend(number.split('.').next().and_then(|top| top.parse::<usize>().ok()));
            let dots = number.match_indices('.').map(|(at, _)| at).chain([number.len()]);
            all.extend(dots.filter_map(|at| number.get(..at)).filter(|n| !n.is_empty()).map(str::to_owned));
            let place = places.entry(number.to_owned()).or_insert((at, at));
            place.1 = at;
        }
        let paragraphs: HashSet<String> =
            sentences.map(number).filter(|n| n.contains('.')).map(str::to_owned).collect();
        let mut parts: HashMap<String, usize> = HashMap::new();
        for number in all.union(&paragraphs) {
            if let Some((top, _)) = number.split_once('.') {
                *parts.entry(top.to_owned()).or_default() += 1;
            }
        }
        let counted = tops.len() >= 3 && tops.first() == Some(&1) && tops.last() == Some(&tops.len());
        Self { all, paragraphs, parts, places, counted }
    }

    /// Whether a section has the number. A part may be a list's item, unless parts have numbers of their own; then its
    /// section is what counts.
    pub fn knows(&self, number: &str) -> bool {
        let top = number.split('.').next().unwrap_or_default();
        let counted = number != top && self.parts.get(top).is_some_and(|n| *n > 1);
        self.all.contains(number) || self.paragraphs.contains(number) || !counted && self.all.contains(top)
    }

    /// Whether the section of a number lies on the other side of a place than said.
    pub fn is_misplaced(&self, number: &str, side: &str, here: u32) -> bool {
        let Some((first, last)) = self.places.get(number) else { return false };
        match side {
            "above" => *first > here,
            "below" => *last < here,
            _ => false,
        }
    }
}

/// The number with which a text begins: “Section 4.”, “§ 4.1”; empty for none.
fn number(text: &str) -> &str {
    let text = text.trim_start().trim_start_matches("Section ").trim_start_matches('§').trim_start();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    text.get(..end).unwrap_or_default().trim_end_matches('.')
}
