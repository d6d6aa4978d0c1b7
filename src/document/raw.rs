//! What a format hands to the outline: blocks of lines of pieces, still with their styles and line breaks. Knows no
//! headings but those that the format marks.

use super::{Extent, HtmlTag};
use crate::source::Span;
use std::borrow::Cow;

/// A piece of readable text and the source bytes it stands for.
#[derive(Clone, Debug)]
pub(super) struct Piece<'a> {
    pub text: Cow<'a, str>,
    pub source: Span,
    /// Whether `text` maps byte by byte.
    pub verbatim: bool,
    pub strong: bool,
    pub emphasis: bool,
    /// Index into [`Reading::links`].
    pub link: Option<usize>,
}

/// What stands between a line and the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Break {
    /// A mere wrap.
    Soft,
    /// A break that the author asked for.
    Hard,
    /// A line end in unwrapped plain text.
    Line,
}

/// One line of a block.
#[derive(Clone, Debug)]
pub(super) struct Line<'a> {
    pub pieces: Vec<Piece<'a>>,
    pub after: Break,
}

/// What a block is, as far as its format says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A heading; the level is final when the format gave one.
    Heading(u8),
    /// A heading that only its looks betray; levels come from `outline`.
    Inferred {
        run_in: bool,
        depth: u8,
    },
    Paragraph,
    Item,
    Cell,
    Quote,
    Definition,
    Code,
    /// A line that parts segments.
    Rule,
}

/// A block before its text is laid out.
#[derive(Clone, Debug)]
pub(super) struct Raw<'a> {
    pub kind: Kind,
    pub lines: Vec<Line<'a>>,
    /// Nesting of lists, 0 outside.
    pub depth: usize,
    /// Whether an item's number is known, and which it is.
    pub number: Option<u64>,
    /// The item's marker in the source.
    pub marker: Option<Span>,
    pub group: Option<usize>,
    pub row: Option<usize>,
    pub column: usize,
    /// Whether the cell stands in the head of its table.
    pub head: bool,
    pub navigation: bool,
    /// Whether a block quote holds it.
    pub quoted: bool,
}

/// A link that the format marks.
#[derive(Clone, Debug)]
pub(super) struct RawLink {
    pub target: String,
    pub target_source: Span,
    pub target_verbatim: bool,
    pub title: String,
    pub title_source: Span,
    pub title_verbatim: bool,
    /// Where its text came to lie in the prose.
    pub extent: Option<Extent>,
    /// Whether its `LinkTarget` block was made.
    pub told: bool,
}

/// A policy as its format sees it.
#[derive(Debug, Default)]
pub(super) struct Reading<'a> {
    pub raws: Vec<Raw<'a>>,
    pub links: Vec<RawLink>,
    /// List groups handed out so far.
    pub groups: usize,
    /// Links without a text.
    pub blank_links: Vec<Span>,
    /// Comments, between their marks.
    pub comments: Vec<Span>,
    /// HTML tags.
    pub tags: Vec<HtmlTag>,
    /// Code within running text, its marks included.
    pub codes: Vec<Span>,
}

impl RawLink {
    /// Finds title and target in `source`, the link as written, which starts at `at`.
    pub(super) fn locate(&mut self, source: &str, from: usize, at: usize) {
        let tail = source.get(from..).unwrap_or_default();
        let place = |needle: &str, tail_from: usize| {
            let found = tail.get(tail_from..)?.find(needle)? + tail_from;
            let start = at + from + found;
            Some((Span::new(start, start + needle.len()), found + needle.len()))
        };
        let mut next = 0;
        if !self.target.is_empty()
            && let Some((span, after)) = place(&self.target, 0)
        {
            (self.target_source, self.target_verbatim, next) = (span, true, after);
        }
        if !self.title.is_empty()
            && let Some((span, _)) = place(&self.title, next)
        {
            (self.title_source, self.title_verbatim) = (span, true);
        }
    }
}

impl<'a> Raw<'a> {
    /// A block without list or table.
    pub fn new(kind: Kind, lines: Vec<Line<'a>>) -> Self {
        Self {
            kind,
            lines,
            depth: 0,
            number: None,
            marker: None,
            group: None,
            row: None,
            column: 0,
            head: false,
            navigation: false,
            quoted: false,
        }
    }

    /// A block like this one with other lines.
    pub fn with(&self, kind: Kind, lines: Vec<Line<'a>>) -> Self {
        let mut raw = Self::new(kind, lines);
        (raw.depth, raw.group, raw.quoted, raw.navigation) = (self.depth, self.group, self.quoted, self.navigation);
        raw
    }

    /// Length of the text in bytes.
    pub fn len(&self) -> usize {
        self.lines.iter().map(Line::len).sum()
    }

    /// The text on one line, cut after about `limit` bytes.
    pub fn head_text(&self, limit: usize) -> String {
        let mut text = String::new();
        for line in &self.lines {
            if text.len() >= limit {
                break;
            }
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&line.head_text(limit - text.len().min(limit)));
        }
        text.trim().to_owned()
    }

    /// The last characters of the text, from about `limit` bytes before the end.
    pub fn tail_text(&self, limit: usize) -> String {
        let mut parts = Vec::new();
        let mut length = 0;
        'lines: for line in self.lines.iter().rev() {
            for piece in line.pieces.iter().rev() {
                let tail = tail(&piece.text, limit.saturating_sub(length));
                length += tail.len();
                parts.push(tail);
                if length >= limit {
                    break 'lines;
                }
            }
            parts.push(" ");
        }
        parts.reverse();
        parts.concat().trim().to_owned()
    }

    /// Whether nothing but spaces is in it.
    pub fn is_blank(&self) -> bool {
        self.lines.iter().all(Line::is_blank)
    }
}

impl Line<'_> {
    pub fn len(&self) -> usize {
        self.pieces.iter().map(|p| p.text.len()).sum()
    }

    pub fn is_blank(&self) -> bool {
        self.pieces.iter().all(|p| p.text.trim().is_empty())
    }

    /// The text, cut after about `limit` bytes.
    pub fn head_text(&self, limit: usize) -> String {
        let mut text = String::new();
        for piece in &self.pieces {
            if text.len() >= limit {
                break;
            }
            text.push_str(head(&piece.text, limit - text.len()));
        }
        text
    }

    /// Cuts the line before byte `at` of its text; the second half is returned.
    #[must_use]
    pub fn split_off(&mut self, at: usize) -> Self {
        let mut before = 0;
        let mut rest = Vec::new();
        let mut kept = Vec::new();
        for piece in self.pieces.drain(..) {
            let (start, end) = (before, before + piece.text.len());
            before = end;
            if end <= at {
                kept.push(piece);
            } else if start >= at {
                rest.push(piece);
            } else {
                let (left, right) = piece.cut(at - start);
                kept.push(left);
                rest.push(right);
            }
        }
        self.pieces = kept;
        Self { pieces: rest, after: self.after }
    }
}

impl<'a> Line<'a> {
    /// Cuts the line before each of `cuts`, ascending bytes of its text; empty parts are kept.
    pub fn split_all(&mut self, cuts: &[usize]) -> Vec<Line<'a>> {
        let mut out = Vec::with_capacity(cuts.len() + 1);
        let mut open = Line { pieces: Vec::new(), after: self.after };
        let (mut cuts, mut at) = (cuts.iter().copied().peekable(), 0);
        for mut piece in self.pieces.drain(..) {
            while let Some(cut) = cuts.next_if(|c| *c < at + piece.text.len()) {
                if cut > at {
                    let (left, right) = piece.cut(cut - at);
                    open.pieces.push(left);
                    (piece, at) = (right, cut);
                }
                out.push(std::mem::replace(&mut open, Line { pieces: Vec::new(), after: self.after }));
            }
            at += piece.text.len();
            open.pieces.push(piece);
        }
        out.push(open);
        out
    }
}

impl Piece<'_> {
    /// Cuts the piece before byte `at`, which lies inside it.
    fn cut(self, at: usize) -> (Self, Self) {
        let (left, right) = match &self.text {
            Cow::Borrowed(text) => match text.split_at_checked(at) {
                Some((l, r)) => (Cow::Borrowed(l), Cow::Borrowed(r)),
                None => (Cow::Borrowed(*text), Cow::Borrowed("")),
            },
            Cow::Owned(text) => match text.split_at_checked(at) {
                Some((l, r)) => (Cow::Owned(l.to_owned()), Cow::Owned(r.to_owned())),
                None => (Cow::Owned(text.clone()), Cow::Borrowed("")),
            },
        };
        let (mut first, mut second) = (self.source, self.source);
        if self.verbatim {
            first.end = first.start + left.len() as u32;
            second.start = first.end;
        }
        let other = Self { text: right, source: second, ..self.clone() };
        (Self { text: left, source: first, ..self }, other)
    }
}

/// The first bytes of a text, at most `limit`, at a character's end.
pub(super) fn head(text: &str, limit: usize) -> &str {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// The last bytes of a text, at most `limit`, from a character's start.
pub(super) fn tail(text: &str, limit: usize) -> &str {
    let mut start = text.len().saturating_sub(limit);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text.get(start..).unwrap_or_default()
}

/// Cuts text into pieces, unusual spaces read as spaces, invisible characters left out. `base` is the source offset of
/// `text`, which stands there as it is.
pub(super) fn pieces<'a>(text: &'a str, base: usize, style: &Style, out: &mut Vec<Piece<'a>>) {
    // Most lines have one piece, and a text can have very many lines.
    if out.capacity() == 0 {
        out.reserve_exact(1);
    }
    let mut from = 0;
    let mut push = |start: usize, end: usize, text: &'a str, verbatim: bool| {
        if !text.is_empty() {
            out.push(style.piece(Cow::Borrowed(text), Span::new(base + start, base + end), verbatim));
        }
    };
    for (at, c) in text.char_indices() {
        let Some(reading) = odd(c) else { continue };
        push(from, at, text.get(from..at).unwrap_or_default(), true);
        from = at + c.len_utf8();
        push(at, from, reading, false);
    }
    push(from, text.len(), text.get(from..).unwrap_or_default(), true);
}

/// How an unusual character reads: a space, nothing, or (`None`) as itself.
fn odd(c: char) -> Option<&'static str> {
    match c {
        '\t'
        | '\r'
        | '\n'
        | '\u{b}'
        | '\u{c}'
        | '\u{85}'
        | '\u{a0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}' => Some(" "),
        '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => Some(""),
        _ => None,
    }
}

/// The styles around a piece.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Style {
    pub strong: usize,
    pub emphasis: usize,
    pub link: Option<usize>,
}

impl Style {
    /// A piece in this style.
    pub fn piece<'a>(&self, text: Cow<'a, str>, source: Span, verbatim: bool) -> Piece<'a> {
        Piece { text, source, verbatim, strong: self.strong > 0, emphasis: self.emphasis > 0, link: self.link }
    }
}
