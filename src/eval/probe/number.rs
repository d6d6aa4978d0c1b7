//! Numbers that are written twice, in words and in figures, and differ.

use super::{Cause, place};
use crate::document::Extent;
use crate::eval::passage::Passages;
use crate::matcher::{EntityHit, Value};

/// “thirty (60) days”: one cause for each.
pub(super) fn mismatched(passages: &Passages<'_>) -> Vec<Cause> {
    let numbers: Vec<&EntityHit> =
        passages.hits.entities.iter().filter(|h| matches!(h.value, Value::Number(_))).collect();
    let pairs = numbers.iter().zip(numbers.iter().skip(1));
    pairs.filter_map(|(a, b)| Some(vec![pair(passages, a, b)?])).collect()
}

fn pair(passages: &Passages<'_>, a: &EntityHit, b: &EntityHit) -> Option<super::Place> {
    let document = passages.layout.document;
    let (Value::Number(x), Value::Number(y)) = (&a.value, &b.value) else { return None };
    let extent = |hit: &EntityHit| -> Option<Extent> {
        let first = document.words.get(hit.words.start as usize)?.extent;
        let last = document.words.get((hit.words.end as usize).checked_sub(1)?)?.extent;
        Some(Extent { start: first.start, end: last.end })
    };
    let (first, second) = (extent(a)?, extent(b)?);
    let gap = document.prose.slice(Extent { start: first.end, end: second.start });
    let end = (second.end + 1).min(document.prose.len() as u32);
    let closed = document.prose.slice(Extent { start: second.end, end });
    let worded = |e: Extent| document.prose.slice(e).chars().all(|c| !c.is_ascii_digit());
    let once = worded(first) != worded(second);
    let differ = (x - y).abs() > 1e-9;
    let written = gap.trim() == "(" && closed == ")" && gap.len() <= 2;
    let whole = Extent { start: first.start, end };
    (written && once && differ).then(|| place(document, whole, "in words and in figures"))
}
