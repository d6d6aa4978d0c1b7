//! The readable text of a policy with a sorted map back to the source bytes.

use crate::source::Span;

/// A half-open range of bytes `[start, end)` of the prose. Not a source span: map it with [`Prose::source_span`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Extent {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A piece of prose that comes from one piece of source.
///
/// Verbatim pieces have equal lengths on both sides and map byte by byte; others (an entity, an escape, a line break
/// that reads as a space) map as a whole.
#[derive(Clone, Copy, Debug)]
struct Piece {
    prose: u32,
    source: Span,
    verbatim: bool,
}

/// Readable text, markup removed, entities decoded, line breaks and no-break spaces read as spaces. Blocks are parted by
/// a line feed.
#[derive(Clone, Debug, Default)]
pub struct Prose {
    text: String,
    pieces: Vec<Piece>,
}

impl Prose {
    /// The whole readable text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text of an extent; empty when it leaves the prose or cuts a character.
    pub fn slice(&self, extent: Extent) -> &str {
        self.text
            .get(extent.start as usize..extent.end as usize)
            .unwrap_or_default()
    }

    /// Appends `text`, which stands in the source at `source`. Equal bytes map one by one, other text as a whole.
    pub fn push(&mut self, text: &str, source: Span, verbatim: bool) {
        if text.is_empty() {
            return;
        }
        self.pieces.push(Piece {
            prose: self.text.len() as u32,
            source,
            verbatim,
        });
        self.text.push_str(text);
    }

    /// The source bytes that an extent covers, from its first to its last character.
    pub fn source_span(&self, extent: Extent) -> Span {
        let start = self.map(extent.start, false);
        let end = if extent.end > extent.start {
            self.map(extent.end - 1, true)
        } else {
            start
        };
        Span {
            start,
            end: end.max(start),
        }
    }

    fn map(&self, offset: u32, end: bool) -> u32 {
        let at = self
            .pieces
            .partition_point(|p| p.prose <= offset)
            .saturating_sub(1);
        let Some(piece) = self.pieces.get(at) else {
            return 0;
        };
        if piece.verbatim {
            piece.source.start + (offset - piece.prose) + u32::from(end)
        } else if end {
            piece.source.end
        } else {
            piece.source.start
        }
    }
}
