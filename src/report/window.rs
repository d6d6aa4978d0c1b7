//! Which part of a long line is shown: windows of so many columns around marked places, cut at words.
//!
//! Reads only as many bytes as a window can hold, however long the line is. Knows lines and columns, no diagnostics.

use super::safe;
use std::ops::Range;

/// A cut end takes this many columns: `… ` or ` …`.
pub(super) const CUT: usize = 2;

/// A place in a line that must be seen.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    /// The line, from 0.
    pub(super) line: usize,
    /// Its bytes in the text; at most as wide as a window.
    pub(super) bytes: Range<usize>,
    /// Where the room that is left goes: this many quarters before the mark.
    pub(super) quarters_before: usize,
}

/// A part of a line that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Window {
    /// The line, from 0.
    pub(super) line: usize,
    /// Its bytes in the text.
    pub(super) bytes: Range<usize>,
    /// Something of the line stands before it.
    pub(super) cut_before: bool,
    /// Something of the line stands after it.
    pub(super) cut_after: bool,
}

/// Inside a word a window is cut only when at least this many columns would stay empty otherwise.
const LONG_WORD: usize = 24;

/// Columns that `text` takes, or `None` when it takes more than `most`; looks at little more than `most` characters.
pub(super) fn measure(text: &str, most: usize) -> Option<usize> {
    if text.len() > byte_limit(most) {
        return None;
    }
    let width = safe::text_width(text);
    (width <= most).then_some(width)
}

/// A window may hold characters without width, but not without end.
fn byte_limit(columns: usize) -> usize {
    columns * 16 + 64
}

/// Windows over the marks: marks that fit into one window share it. `content` gives a line's bytes without its break.
///
/// The windows come in the order of the text and do not overlap.
pub(super) fn windows(
    text: &str,
    marks: &mut [Mark],
    columns: usize,
    content: impl Fn(usize) -> Range<usize>,
) -> Vec<Window> {
    marks.sort_by_key(|m| (m.line, m.bytes.start, m.bytes.end));
    let mut groups: Vec<Mark> = Vec::new();
    for mark in marks.iter() {
        let room = columns.saturating_sub(2 * CUT);
        match groups.last_mut() {
            Some(group) if group.line == mark.line && joined(text, group, mark, room) => {
                group.bytes.end = group.bytes.end.max(mark.bytes.end);
            }
            _ => groups.push(mark.clone()),
        }
    }
    let mut windows: Vec<Window> = Vec::new();
    for (i, group) in groups.iter().enumerate() {
        let line = content(group.line);
        let before = windows.last().filter(|w| w.line == group.line).map_or(line.start, |w| w.bytes.end);
        let after = groups.get(i + 1).filter(|g| g.line == group.line).map_or(line.end, |g| g.bytes.start);
        windows.push(grow(text, group, &line, before..after, columns));
    }
    windows
}

/// Whether a group and the next mark fit into one window. Marks that touch or overlap do not part unless they must.
fn joined(text: &str, group: &Mark, mark: &Mark, room: usize) -> bool {
    let bytes = group.bytes.start..group.bytes.end.max(mark.bytes.end);
    text.get(bytes).is_some_and(|t| measure(t, room).is_some())
}

/// The group with as many words around it as fit.
fn grow(text: &str, group: &Mark, line: &Range<usize>, limits: Range<usize>, columns: usize) -> Window {
    let start = group.bytes.start.max(limits.start);
    let end = group.bytes.end.max(start);
    let limits = limits.start..limits.end.max(end);
    if limits == *line && text.get(line.clone()).is_some_and(|t| measure(t, columns).is_some()) {
        return Window { line: group.line, bytes: line.clone(), cut_before: false, cut_after: false };
    }
    let used = text.get(start..end).map_or(0, safe::text_width);
    let free = columns.saturating_sub(2 * CUT + used);
    let first = before(text, start, limits.start, free * group.quarters_before / 4);
    let spent = text.get(first..start).map_or(0, safe::text_width);
    let last = after(text, end, limits.end, free - spent.min(free));
    let spent = spent + text.get(end..last).map_or(0, safe::text_width);
    let first = before(text, first, limits.start, free - spent.min(free));
    let space = text.get(first..start).map_or(0, |t| t.len() - t.trim_start().len());
    let first = if first > line.start { first + space } else { first };
    Window { line: group.line, bytes: first..last, cut_before: first > line.start, cut_after: last < line.end }
}

/// How far back from `from` a window may reach: at most `columns`, to a word's start.
fn before(text: &str, from: usize, limit: usize, columns: usize) -> usize {
    let mut used = 0;
    let mut best = from;
    let mut at = from;
    let floor = from.saturating_sub(byte_limit(columns));
    for c in text.get(limit..from).unwrap_or_default().chars().rev() {
        if c.is_whitespace() && at < best {
            best = at;
        }
        used += safe::width(c);
        if used > columns || at < floor {
            return if best == from && columns >= LONG_WORD && !starts_word(text, from) { at } else { best };
        }
        at -= c.len_utf8();
    }
    limit
}

/// How far forth from `from` a window may reach: at most `columns`, to a word's end.
fn after(text: &str, from: usize, limit: usize, columns: usize) -> usize {
    let mut used = 0;
    let mut best = from;
    let mut at = from;
    for c in text.get(from..limit).unwrap_or_default().chars() {
        if c.is_whitespace() {
            best = at;
        }
        used += safe::width(c);
        if used > columns || at - from > byte_limit(columns) {
            let inside = !text.get(from..).is_some_and(|t| t.starts_with(char::is_whitespace));
            return if best == from && columns >= LONG_WORD && inside { at } else { best };
        }
        at += c.len_utf8();
    }
    limit
}

fn starts_word(text: &str, at: usize) -> bool {
    text.get(..at).is_none_or(|t| t.is_empty() || t.ends_with(char::is_whitespace))
}

#[cfg(test)]
#[allow(clippy::string_slice)] // a cut character is a failed test
mod tests {
    use super::*;

    fn one(text: &str, bytes: Range<usize>, columns: usize) -> Window {
        let mut marks = [Mark { line: 0, bytes, quarters_before: 1 }];
        windows(text, &mut marks, columns, |_| 0..text.len()).remove(0)
    }

    #[test]
    fn a_short_line_is_shown_whole() {
        let window = one("a short line", 2..7, 40);
        assert_eq!(window, Window { line: 0, bytes: 0..12, cut_before: false, cut_after: false });
    }

    #[test]
    fn windows_are_cut_at_words_and_keep_to_the_columns() {
        let text = "alpha beta gamma delta ".repeat(60);
        for columns in [20, 31, 40, 74, 200] {
            for start in (0..text.len() - 12).step_by(5) {
                let window = one(&text, start..start + 12, columns);
                let shown = &text[window.bytes.clone()];
                assert!(shown.len() + 2 * CUT <= columns, "{columns} {start} {shown}");
                assert!(window.bytes.start <= start && start + 12 <= window.bytes.end);
                let clean = |at: usize| at == 0 || at == text.len() || text[at - 1..=at].contains(' ');
                assert!(clean(window.bytes.start) || window.bytes.start == start, "{shown}");
                assert!(clean(window.bytes.end) || window.bytes.end == start + 12, "{shown}");
            }
        }
    }

    #[test]
    fn near_marks_share_a_window_and_far_ones_do_not() {
        let text = "word ".repeat(200);
        let mark = |at: usize| Mark { line: 0, bytes: at..at + 4, quarters_before: 1 };
        let mut near = [mark(500), mark(520)];
        assert_eq!(windows(&text, &mut near, 60, |_| 0..text.len()).len(), 1);
        let mut far = [mark(700), mark(100)];
        let two = windows(&text, &mut far, 60, |_| 0..text.len());
        assert_eq!(two.len(), 2);
        assert!(two[0].bytes.end <= two[1].bytes.start);
    }

    #[test]
    fn text_without_spaces_is_cut_anywhere() {
        let text = "x".repeat(5000);
        let window = one(&text, 2000..2010, 50);
        assert!(window.bytes.len() + 2 * CUT <= 50 && window.bytes.len() > 30, "{window:?}");
    }
}
