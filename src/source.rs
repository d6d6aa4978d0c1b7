//! Source texts, byte spans and line positions. Knows no format and no rule.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

/// A half-open range of bytes `[start, end)` in one source text.
///
/// Offsets are 32 bits wide: `project` refuses texts of 4 GiB and more at the door.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span `[start, end)`; an end before the start gives an empty span at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        let start = start as u32;
        Self { start, end: (end as u32).max(start) }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span covers no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a range of `usize`.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies inside this span.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The span moved `by` bytes towards the end of the text.
    #[must_use]
    pub fn shift(self, by: usize) -> Self {
        Self { start: self.start + by as u32, end: self.end + by as u32 }
    }
}

/// Names one text in [`Sources`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourceId(pub u32);

/// A place for people: line and column, both counted from 1, the column in Unicode characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// What a line of a text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// A line of the file.
    #[default]
    Line,
    /// A paragraph of a draft, which has no lines.
    Paragraph,
}

impl std::fmt::Display for Unit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Line => "line",
            Self::Paragraph => "paragraph",
        })
    }
}

/// One text with its name and an index of its lines.
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    text: Cow<'static, str>,
    /// Made when a line is first asked for.
    line_starts: OnceLock<Vec<u32>>,
    unit: Unit,
}

impl Source {
    /// The text of a file or stream. `name` is what people see: a path, or `<stdin>`.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: Cow::Owned(text.into()), line_starts: OnceLock::new(), unit: Unit::Line }
    }

    /// A text that is part of the program.
    pub fn embedded(name: impl Into<String>, text: &'static str) -> Self {
        Self { name: name.into(), text: Cow::Borrowed(text), line_starts: OnceLock::new(), unit: Unit::Line }
    }

    /// A text of which each line is a paragraph.
    pub fn of_paragraphs(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { unit: Unit::Paragraph, ..Self::new(name, text) }
    }

    /// What a line of the text is.
    pub fn unit(&self) -> Unit {
        self.unit
    }

    /// The name that people see.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span; empty when the span leaves the text or cuts a character.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let breaks = memchr::memchr_iter(b'\n', self.text.as_bytes());
            std::iter::once(0).chain(breaks.map(|at| at as u32 + 1)).collect()
        })
    }

    /// Number of lines; an empty text has one.
    pub fn line_count(&self) -> usize {
        self.line_starts().len()
    }

    /// Line (from 0) that holds `byte`.
    pub fn line_index(&self, byte: usize) -> usize {
        self.line_starts().partition_point(|start| *start as usize <= byte).saturating_sub(1)
    }

    /// The span of a line (from 0), with its line break; `None` past the last line.
    pub fn line_span(&self, line: usize) -> Option<Span> {
        let start = *self.line_starts().get(line)?;
        let end = self.line_starts().get(line + 1).copied().unwrap_or(self.text.len() as u32);
        Some(Span { start, end })
    }

    /// Line and column of a byte offset, for people.
    pub fn position(&self, byte: usize) -> Position {
        let line = self.line_index(byte);
        let start = self.line_starts().get(line).map_or(0, |s| *s as usize);
        let column = self.text.get(start..byte.min(self.text.len())).map_or(0, |t| t.chars().count());
        Position { line: line + 1, column: column + 1 }
    }
}

/// All texts of a run: policies, rule files, configuration.
#[derive(Clone, Debug, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Adds a text and returns its id.
    pub fn add(&mut self, source: Source) -> SourceId {
        self.0.push(source);
        SourceId(self.0.len() as u32 - 1)
    }

    /// The text with that id.
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.0.get(id.0 as usize)
    }

    /// All texts in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.0.iter().enumerate().map(|(i, s)| (SourceId(i as u32), s))
    }
}
