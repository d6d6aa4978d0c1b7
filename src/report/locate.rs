//! Lines and columns of many offsets in linear time, also in texts that are one huge line.
//!
//! `Source::position` counts from the start of the line each time; here long lines get a table of counts, made once.

use crate::source::{Position, Source, SourceId, Sources, Span};
use std::cell::RefCell;
use std::collections::HashMap;

/// Bytes between two counts.
const STEP: usize = 4096;

/// Finds positions in the texts of a run.
pub(super) struct Locator<'a> {
    sources: &'a Sources,
    tables: RefCell<HashMap<(SourceId, usize), Vec<u32>>>,
}

impl<'a> Locator<'a> {
    /// A locator over all texts.
    pub(super) fn new(sources: &'a Sources) -> Self {
        Self { sources, tables: RefCell::default() }
    }

    /// The texts.
    pub(super) fn sources(&self) -> &'a Sources {
        self.sources
    }

    /// Line and column of a byte; 1:1 for a text that does not exist.
    pub(super) fn position(&self, id: SourceId, byte: usize) -> Position {
        let Some(source) = self.sources.get(id) else { return Position { line: 1, column: 1 } };
        let byte = floor(source.text(), byte);
        let line = source.line_index(byte);
        let start = source.line_span(line).map_or(0, |s| s.start as usize);
        let column = if byte - start <= STEP {
            count(source, start, byte)
        } else {
            let at = (byte - start) / STEP;
            let mut tables = self.tables.borrow_mut();
            let table = tables.entry((id, line)).or_insert_with(|| table(source, line));
            let before = table.get(at).copied().unwrap_or_default() as usize;
            before + count(source, floor(source.text(), start + at * STEP), byte)
        };
        Position { line: line + 1, column: column + 1 }
    }

    /// First and last position of a span; the last one is past its last character.
    pub(super) fn range(&self, id: SourceId, span: Span) -> (Position, Position) {
        (self.position(id, span.start as usize), self.position(id, span.end as usize))
    }
}

/// Characters before each multiple of [`STEP`] of a line (rounded down to a character).
fn table(source: &Source, line: usize) -> Vec<u32> {
    let Some(span) = source.line_span(line) else { return Vec::new() };
    let (start, end) = (span.start as usize, span.end as usize);
    let mut counts = vec![0];
    let mut total = 0;
    let mut from = start;
    while start + counts.len() * STEP <= end {
        let to = floor(source.text(), start + counts.len() * STEP);
        total += count(source, from, to);
        counts.push(total as u32);
        from = to;
    }
    counts
}

fn count(source: &Source, from: usize, to: usize) -> usize {
    source.text().get(from..to).map_or(0, |t| t.chars().count())
}

/// The nearest character boundary at or before `byte`.
pub(super) fn floor(text: &str, byte: usize) -> usize {
    let mut at = byte.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The nearest character boundary at or after `byte`.
pub(super) fn ceil(text: &str, byte: usize) -> usize {
    let mut at = byte.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_agree_with_the_simple_way() {
        let text = format!("short\n{}\nend", "wörd 日本 ".repeat(2000));
        let mut sources = Sources::default();
        let id = sources.add(Source::new("a.md", text.clone()));
        let locator = Locator::new(&sources);
        for byte in (0..text.len() + 3).step_by(7).filter(|b| text.is_char_boundary((*b).min(text.len()))) {
            assert_eq!(locator.position(id, byte), sources.get(id).unwrap().position(byte), "byte {byte}");
        }
    }

    #[test]
    fn many_places_in_one_huge_line_are_found_at_once() {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("huge.txt", "é ".repeat(1_000_000)));
        let locator = Locator::new(&sources);
        let start = std::time::Instant::now();
        for i in 0..20_000_usize {
            assert_eq!(locator.position(id, i * 150).column, i * 100 + 1);
        }
        assert!(start.elapsed().as_secs() < 20);
    }
}
