//! The lists of a draft: which levels have bullets, and from which number the others count.

use super::part::{Step, value, walk};
use std::collections::HashMap;

/// A level of a list.
#[derive(Clone, Copy, Debug)]
struct Level {
    bullet: bool,
    start: u64,
}

/// All lists by their identifiers.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    kinds: HashMap<String, HashMap<usize, Level>>,
    lists: HashMap<String, String>,
}

/// Reads the lists.
pub(super) fn read(xml: &str) -> Result<Numbering, String> {
    let mut out = Numbering::default();
    let (mut kind, mut list, mut level) = (None, None, None);
    walk(xml, |step| match step {
        Step::Open(name, attributes) => {
            let val = value(&attributes, "val");
            match name.as_str() {
                "abstractNum" => kind = value(&attributes, "abstractNumId").map(str::to_owned),
                "num" => list = value(&attributes, "numId").map(str::to_owned),
                "abstractNumId" => {
                    if let (Some(list), Some(kind)) = (&list, val) {
                        out.lists.insert(list.clone(), kind.to_owned());
                    }
                }
                "lvl" => level = value(&attributes, "ilvl").and_then(|v| v.parse::<usize>().ok()),
                "numFmt" | "start" => {
                    let (Some(kind), Some(level)) = (&kind, level) else { return };
                    let levels = out.kinds.entry(kind.clone()).or_default();
                    let level = levels.entry(level).or_insert(Level { bullet: false, start: 1 });
                    match val {
                        Some(start) if name == "start" => level.start = start.parse().unwrap_or(1),
                        format => level.bullet |= matches!(format, Some("bullet" | "none")),
                    }
                }
                _ => {}
            }
        }
        Step::Close(name) if name == "abstractNum" => (kind, level) = (None, None),
        Step::Close(name) if name == "num" => list = None,
        Step::Close(_) | Step::Text(_) => {}
    })?;
    Ok(out)
}

/// Counts the items of lists.
#[derive(Debug, Default)]
pub(super) struct Counter {
    next: HashMap<String, Vec<u64>>,
}

impl Counter {
    /// The number of the next item; `None` for a bullet.
    pub fn next(&mut self, numbering: &Numbering, list: &str, level: usize) -> Option<u64> {
        let levels = numbering.lists.get(list).and_then(|kind| numbering.kinds.get(kind));
        let known = levels.and_then(|l| l.get(&level));
        if known.is_none_or(|l| l.bullet) {
            return None;
        }
        let counts = self.next.entry(list.to_owned()).or_default();
        counts.truncate(level + 1);
        let start = |level: usize| levels.and_then(|l| l.get(&level)).map_or(1, |l| l.start);
        while counts.len() <= level {
            counts.push(start(counts.len()));
        }
        let count = counts.get_mut(level)?;
        *count = count.saturating_add(1);
        Some(*count - 1)
    }
}
