//! A diagnostic's places as codespan sees them: a small text of soft rows, each a window of a true line.
//!
//! codespan asks for lines, numbers and columns; it gets the rows, and the true numbers. One view serves one diagnostic.

use super::locate::{self, Locator};
use super::safe;
use super::screen::{MESSAGE, PARAGRAPH};
use super::window::{self, Mark, Window};
use crate::diagnostic::{Diagnostic, Label};
use crate::source::{Source, SourceId, Unit};
use codespan_reporting::diagnostic::{Label as Shown, LabelStyle};
use codespan_reporting::files::{Error, Files, Location};
use std::ops::Range;

/// Labels that are drawn; further ones are counted in a note.
pub(super) const MOST_LABELS: usize = 12;

/// Labels of one text that are drawn over several rows; each takes two columns of every row.
const MOST_BRACKETS: usize = 3;

/// Soft rows of the texts that a diagnostic points at.
pub(super) struct View<'a> {
    locator: &'a Locator<'a>,
    texts: Vec<Excerpt>,
}

/// Soft rows of one text.
struct Excerpt {
    source: SourceId,
    name: String,
    text: String,
    rows: Vec<Row>,
    /// Where labels start: in the rows, and in the source.
    starts: Vec<(usize, usize)>,
}

/// A soft row: its bytes in [`Excerpt::text`] with the line feed, and its true line, from 1.
struct Row {
    bytes: Range<usize>,
    number: usize,
}

/// A label's place in its source, within the text and at character boundaries.
struct Place<'a> {
    label: &'a Label,
    bytes: Range<usize>,
    first_line: usize,
    last_line: usize,
    bracket: bool,
}

impl<'a> View<'a> {
    /// The rows for the first labels of a diagnostic at a width, and the labels as codespan is to draw them.
    pub(super) fn new(locator: &'a Locator<'a>, diagnostic: &Diagnostic, columns: usize) -> (Self, Vec<Shown<usize>>) {
        let mut ids: Vec<SourceId> = Vec::new();
        let labels = || diagnostic.labels.iter().take(MOST_LABELS);
        for label in labels().filter(|l| locator.sources().get(l.source).is_some()) {
            if !ids.contains(&label.source) {
                ids.push(label.source);
            }
        }
        let mut view = Self { locator, texts: Vec::new() };
        let mut shown = Vec::new();
        let digits = digits(locator, labels());
        for id in ids {
            let Some(source) = locator.sources().get(id) else { continue };
            let places: Vec<_> = labels().filter(|l| l.source == id).map(|l| place(source, l)).collect();
            let (rows, drawn) = rows(source, id, places, columns.saturating_sub(digits + 4));
            let file = view.texts.len();
            shown.extend(drawn.into_iter().map(|(label, range)| draw(file, label, range)));
            view.texts.push(rows);
        }
        (view, shown)
    }
}

/// Digits of the largest line number, which make codespan's gutter.
fn digits<'l>(locator: &Locator<'_>, labels: impl Iterator<Item = &'l Label>) -> usize {
    let last =
        labels.filter_map(|l| locator.sources().get(l.source).map(|s| s.line_index(l.span.end as usize) + 1)).max();
    last.unwrap_or(1).to_string().len()
}

fn draw(file: usize, label: &Label, range: Range<usize>) -> Shown<usize> {
    let style = if label.primary { LabelStyle::Primary } else { LabelStyle::Secondary };
    let shown = Shown::new(style, file, range);
    let message = safe::line(&label.message);
    if message.trim().is_empty() { shown } else { shown.with_message(format!("{MESSAGE}{message}")) }
}

/// Bytes of a line (from 0) without its line break.
fn content(source: &Source, line: usize) -> Range<usize> {
    let span = source.line_span(line).unwrap_or_default();
    let text = source.slice(span);
    let text = text.strip_suffix('\n').map_or(text, |t| t.strip_suffix('\r').unwrap_or(t));
    span.range().start..span.range().start + text.len()
}

/// Puts a label's span into its text: no cut characters, no line break at either end.
fn place<'l>(source: &Source, label: &'l Label) -> Place<'l> {
    let text = source.text();
    let start = locate::floor(text, label.span.start as usize);
    let mut end = locate::ceil(text, label.span.end as usize).max(start);
    while end > start && text.get(..end).is_some_and(|t| t.ends_with(['\n', '\r'])) {
        end -= 1;
    }
    let first_line = source.line_index(start);
    let start = start.min(content(source, first_line).end);
    let last_line = source.line_index(end);
    let end = end.min(content(source, last_line).end).max(start);
    Place { label, bytes: start..end, first_line, last_line, bracket: false }
}

/// Decides which labels need several rows; the more do, the narrower the rows are. Gives the columns of a row.
fn brackets(source: &Source, places: &mut [Place<'_>], columns: usize) -> usize {
    let mut room = columns;
    for _ in 0..=MOST_BRACKETS {
        let mut count = 0;
        for place in places.iter_mut() {
            let fits = place.first_line == place.last_line
                && source
                    .text()
                    .get(place.bytes.clone())
                    .is_some_and(|t| window::measure(t, room.saturating_sub(2 * window::CUT)).is_some());
            place.bracket = !fits && count < MOST_BRACKETS;
            count += usize::from(place.bracket);
        }
        if columns.saturating_sub(2 * count) == room {
            break;
        }
        room = columns.saturating_sub(2 * count);
    }
    room
}

/// The rows of one text, and each label with its bytes in them.
fn rows<'l>(
    source: &Source,
    id: SourceId,
    mut places: Vec<Place<'l>>,
    columns: usize,
) -> (Excerpt, Vec<(&'l Label, Range<usize>)>) {
    let room = brackets(source, &mut places, columns);
    let mut marks: Vec<Mark> = Vec::new();
    for place in &places {
        let Range { start, end } = place.bytes.clone();
        let mark = |line, bytes, quarters_before| Mark { line, bytes, quarters_before };
        if place.bracket {
            marks.push(mark(place.first_line, start..start, 1));
            marks.push(mark(place.last_line, end..end, 3));
        } else if place.first_line == place.last_line
            && source.text().get(start..end).is_some_and(|t| window::measure(t, room.saturating_sub(4)).is_some())
        {
            marks.push(mark(place.first_line, start..end, 1));
        } else {
            marks.push(mark(place.first_line, start..start, 0));
        }
    }
    let windows = window::windows(source.text(), &mut marks, room, |line| content(source, line));
    let mut rows = Excerpt {
        source: id,
        name: match source.unit() {
            Unit::Line => safe::line(source.name()).into_owned(),
            Unit::Paragraph => format!("{}{PARAGRAPH}", safe::line(source.name())),
        },
        text: String::new(),
        rows: Vec::new(),
        starts: Vec::new(),
    };
    let at = rows.lay(source, &windows);
    let mut drawn = Vec::new();
    for place in &places {
        let range = rows.range(source, &windows, &at, place);
        rows.starts.push((range.start, place.bytes.start));
        drawn.push((place.label, range));
    }
    (rows, drawn)
}

impl Excerpt {
    /// Writes the windows as rows; gives, for each window, the row's number.
    fn lay(&mut self, source: &Source, windows: &[Window]) -> Vec<usize> {
        let mut at = Vec::new();
        let mut previous: Option<&Window> = None;
        for window in windows {
            let touches = previous.is_none_or(|p| {
                if p.line == window.line {
                    source.text().get(p.bytes.end..window.bytes.start).is_some_and(|t| t.trim().is_empty())
                } else {
                    p.line + 1 == window.line && !p.cut_after && !window.cut_before
                }
            });
            if !touches {
                // codespan shows a break between rows that are at least three apart.
                self.push("", window.line + 1);
                self.push("", window.line + 1);
            }
            let mut row = String::from(if window.cut_before { "… " } else { "" });
            for c in source.text().get(window.bytes.clone()).unwrap_or_default().chars() {
                safe::push(&mut row, c);
            }
            if window.cut_after {
                row.truncate(row.trim_end().len());
                row.push_str(" …");
            }
            at.push(self.rows.len());
            self.push(&row, window.line + 1);
            previous = Some(window);
        }
        at
    }

    fn push(&mut self, row: &str, number: usize) {
        let start = self.text.len();
        self.text.push_str(row);
        self.text.push('\n');
        self.rows.push(Row { bytes: start..self.text.len(), number });
    }

    /// A label's bytes in the rows, never without a column to draw under.
    fn range(&self, source: &Source, windows: &[Window], at: &[usize], place: &Place<'_>) -> Range<usize> {
        let first = windows
            .iter()
            .rposition(|w| w.line == place.first_line && w.bytes.start <= place.bytes.start)
            .unwrap_or_default();
        let start = self.offset(source, windows, at, first, place.bytes.start);
        let last = if place.bracket {
            windows.iter().position(|w| w.line == place.last_line && place.bytes.end <= w.bytes.end).unwrap_or(first)
        } else {
            first
        };
        let end = self.offset(source, windows, at, last, place.bytes.end).max(start);
        if first == last { self.visible(at.get(first).copied().unwrap_or_default(), start..end) } else { start..end }
    }

    /// Where a byte of the source stands in the rows, if it is in that window; else the window's nearest end.
    fn offset(&self, source: &Source, windows: &[Window], at: &[usize], window: usize, byte: usize) -> usize {
        let Some(w) = windows.get(window) else { return 0 };
        let Some(row) = at.get(window).and_then(|r| self.rows.get(*r)) else { return 0 };
        let byte = byte.clamp(w.bytes.start, w.bytes.end);
        let shown: usize = source
            .text()
            .get(w.bytes.start..byte)
            .unwrap_or_default()
            .chars()
            .map(|c| safe::shown(c).map_or(safe::TAB.len(), char::len_utf8))
            .sum();
        let start = row.bytes.start + if w.cut_before { "… ".len() } else { 0 };
        (start + shown).min(row.bytes.end - 1)
    }

    /// Widens a range that covers only characters without width, up to the row's end.
    fn visible(&self, row: usize, range: Range<usize>) -> Range<usize> {
        let Some(row) = self.rows.get(row) else { return range };
        let last = row.bytes.end - 1;
        let mut end = range.end;
        while self.text.get(range.start..end).is_some_and(|t| safe::text_width(t) == 0) {
            match self.text.get(end..last).and_then(|t| t.chars().next()) {
                Some(c) => end += c.len_utf8(),
                None => return last..last,
            }
        }
        range.start..end
    }
}

impl<'a> Files<'a> for View<'_> {
    type FileId = usize;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: usize) -> Result<&'a str, Error> {
        self.texts.get(id).map(|t| t.name.as_str()).ok_or(Error::FileMissing)
    }

    fn source(&'a self, id: usize) -> Result<&'a str, Error> {
        self.texts.get(id).map(|t| t.text.as_str()).ok_or(Error::FileMissing)
    }

    fn line_index(&'a self, id: usize, byte: usize) -> Result<usize, Error> {
        let text = self.texts.get(id).ok_or(Error::FileMissing)?;
        Ok(text.rows.partition_point(|r| r.bytes.start <= byte).saturating_sub(1))
    }

    fn line_number(&'a self, id: usize, line: usize) -> Result<usize, Error> {
        let text = self.texts.get(id).ok_or(Error::FileMissing)?;
        text.rows.get(line).map(|r| r.number).ok_or(Error::LineTooLarge { given: line, max: text.rows.len() })
    }

    fn line_range(&'a self, id: usize, line: usize) -> Result<Range<usize>, Error> {
        let text = self.texts.get(id).ok_or(Error::FileMissing)?;
        text.rows.get(line).map(|r| r.bytes.clone()).ok_or(Error::LineTooLarge { given: line, max: text.rows.len() })
    }

    /// The true line and column of a label's start.
    fn location(&'a self, id: usize, byte: usize) -> Result<Location, Error> {
        let text = self.texts.get(id).ok_or(Error::FileMissing)?;
        let start = text.starts.iter().find(|(row, _)| *row == byte).map_or(0, |(_, source)| *source);
        let position = self.locator.position(text.source, start);
        Ok(Location { line_number: position.line, column_number: position.column })
    }
}
