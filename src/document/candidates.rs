//! Takes blocks apart into units: lines that may be headings by their looks, run-ins, items in paragraphs. Knows one line
//! at a time; what becomes of a candidate is for `outline` to say.

use super::raw::{Break, Kind, Line, Raw};
use super::shape;
use super::title::{self, Title};
use crate::source::Span;
use std::borrow::Cow;
use std::collections::HashMap;

/// How much of a line is looked at.
pub(super) const LOOK: usize = 400;

/// Why a line may be a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Looks {
    /// Set in bold.
    Bold,
    /// Its words and capitals.
    Plain(Title),
    /// A title with a full stop or colon on a line of its own.
    Label,
}

/// A block, and whether it may be a heading.
pub(super) struct Unit<'a> {
    pub raw: Raw<'a>,
    pub looks: Option<Looks>,
    /// Stands in one source paragraph with the unit before.
    pub glued: bool,
    /// A candidate that was turned down.
    pub refused: bool,
    /// Stands after a line that parts segments, or first.
    pub parted: bool,
    /// Bytes of list marker to leave out if it turns out to be an item.
    pub marker: Option<usize>,
}

pub(super) struct Exploder<'a> {
    pub units: Vec<Unit<'a>>,
    pub groups: usize,
    open: Option<Raw<'a>>,
    /// Whether the next unit starts a source paragraph.
    fresh_paragraph: bool,
}

impl<'a> Exploder<'a> {
    /// `groups`: list groups handed out so far.
    pub fn new(groups: usize) -> Self {
        Self { units: Vec::new(), groups, open: None, fresh_paragraph: false }
    }

    pub fn raw(&mut self, mut raw: Raw<'a>, counts: &HashMap<usize, usize>) {
        self.fresh_paragraph = true;
        match raw.kind {
            Kind::Paragraph if is_separator(&raw) => {
                raw.kind = Kind::Rule;
                self.push(raw, None, None);
            }
            Kind::Paragraph => self.paragraph(raw),
            Kind::Item => {
                strip_bullets(&mut raw);
                let lone = raw.depth == 1 && raw.group.and_then(|g| counts.get(&g)).is_some_and(|n| *n == 1);
                if let (true, Some(number), Some(marker)) = (lone, raw.number, raw.marker) {
                    self.lone_item(raw, number, marker);
                } else {
                    self.bulleted(raw, None, None);
                }
            }
            _ => self.push(raw, None, None),
        }
    }

    fn push(&mut self, raw: Raw<'a>, looks: Option<Looks>, marker: Option<usize>) {
        let glued = !self.fresh_paragraph;
        self.fresh_paragraph = false;
        self.units.push(Unit { raw, looks, glued, refused: false, parted: false, marker });
    }

    /// "1. Introduction", which Markdown takes for a list of one item.
    fn lone_item(&mut self, mut raw: Raw<'a>, number: u64, marker: Span) {
        let text = raw.head_text(LOOK);
        let bold = raw.lines.first().is_some_and(|l| styled(l).is_some_and(|s| s.strong && s.whole));
        let bare = if bold { text.trim_end_matches([':', '.']) } else { &text };
        let good = raw.lines.len() == 1 && raw.len() < LOOK && title::title(&format!("{number}. {bare}")).is_some();
        if !good {
            return self.bulleted(raw, None, None);
        }
        if let Some(line) = raw.lines.first_mut()
            && let Some(first) = line.pieces.first().cloned()
        {
            let source = Span { start: marker.start, end: first.source.start.max(marker.start) };
            let text = Cow::Owned(format!("{number}. "));
            line.pieces.insert(0, super::raw::Piece { text, source, verbatim: false, link: None, ..first });
        }
        let length = format!("{number}. ").len();
        self.push(raw, Some(if bold { Looks::Bold } else { Looks::Plain(Title::Numbered) }), Some(length));
    }

    fn paragraph(&mut self, raw: Raw<'a>) {
        let lines = raw.lines.len();
        let template = raw.with(Kind::Paragraph, Vec::new());
        let mut fresh = true;
        let mut iter = raw.lines.into_iter().enumerate().peekable();
        while let Some((at, line)) = iter.next() {
            let next_prose = iter.peek().is_some_and(|(_, l)| l.len() > 50);
            let place = Place { at, of: lines, next_prose };
            let after = line.after;
            let was_title = if fresh {
                self.line(line, &place, &template)
            } else {
                self.append(line, &template);
                false
            };
            fresh = was_title || after != Break::Soft;
            if let (false, Some((_, next))) = (fresh, iter.peek()) {
                // A soft break before a bold label starts a block of its own too.
                fresh = styled(next).is_some_and(|s| s.strong && s.run_in);
            }
        }
        self.flush();
    }

    fn flush(&mut self) {
        if let Some(raw) = self.open.take().filter(|r| !r.is_blank()) {
            self.bulleted(raw, None, None);
        }
    }
}

/// Where a line stands in its paragraph.
struct Place {
    at: usize,
    of: usize,
    /// Whether the next line is long.
    next_prose: bool,
}

impl Place {
    fn single(&self) -> bool {
        self.of == 1
    }

    fn first(&self) -> bool {
        self.at == 0
    }

    fn last(&self) -> bool {
        self.at + 1 == self.of
    }
}

impl<'a> Exploder<'a> {
    /// Takes a line that starts afresh (or goes on with the open block); says whether it was a title.
    fn line(&mut self, mut line: Line<'a>, place: &Place, template: &Raw<'a>) -> bool {
        let text = line.head_text(LOOK);
        let text = text.trim();
        if let Some(style) = styled(&line) {
            if style.whole && self.styled_line(&mut line, &style, text, place, template) {
                return true;
            }
            if style.run_in {
                let rest = line.split_off(style.end);
                return self.run_in(line, rest, template);
            }
        }
        let alone = place.single() || line.after == Break::Line;
        let leads = place.first() && !place.last() && place.next_prose;
        if (alone || leads)
            && line.len() < LOOK
            && let Some(looks) = plain_looks(text, place)
        {
            self.flush();
            let marker = shape::marker(text).map(|m| m.length);
            self.push(template.with(Kind::Paragraph, vec![line]), Some(looks), marker);
            return true;
        }
        if let Some(marker) = shape::marker(text) {
            let lead = line.head_text(64);
            let lead = lead.len() - lead.trim_start().len();
            self.item(&mut line, lead + marker.length, template);
            return false;
        }
        if let Some(length) = shape::label(text) {
            let full = line.head_text(LOOK);
            let lead = full.len() - full.trim_start().len();
            let rest = line.split_off(lead + length);
            return self.run_in(line, rest, template);
        }
        if place.first()
            && let Some(length) = shape::stopped_title(text)
        {
            let full = line.head_text(LOOK);
            let lead = full.len() - full.trim_start().len();
            let rest = line.split_off(lead + length);
            return self.run_in(line, rest, template);
        }
        if self.open.as_ref().is_some_and(|r| r.kind == Kind::Item) {
            self.flush();
        }
        self.append(line, template);
        false
    }

    fn append(&mut self, line: Line<'a>, template: &Raw<'a>) {
        self.open.get_or_insert_with(|| template.with(Kind::Paragraph, Vec::new())).lines.push(line);
    }

    fn styled_line(
        &mut self,
        line: &mut Line<'a>,
        style: &Styled,
        text: &str,
        place: &Place,
        template: &Raw<'a>,
    ) -> bool {
        if !title::is_styled_title(text) || line.len() > LOOK {
            return false;
        }
        let label = text.ends_with(['.', ':']);
        let looks = if style.strong && !text.ends_with('.') {
            Looks::Bold
        } else if label {
            Looks::Label
        } else {
            match title::title(text) {
                Some(title) if place.single() && title == Title::Weak => Looks::Plain(Title::Capitalised),
                Some(title) => Looks::Plain(title),
                None => return false,
            }
        };
        self.flush();
        let line = Line { pieces: std::mem::take(&mut line.pieces), after: Break::Soft };
        self.push(template.with(Kind::Paragraph, vec![line]), Some(looks), None);
        true
    }

    fn run_in(&mut self, title: Line<'a>, rest: Line<'a>, template: &Raw<'a>) -> bool {
        self.flush();
        let kind = Kind::Inferred { run_in: true, depth: 0 };
        self.push(template.with(kind, vec![title]), None, None);
        self.append(rest, template);
        false
    }

    fn item(&mut self, line: &mut Line<'a>, marker: usize, template: &Raw<'a>) {
        self.flush();
        let rest = line.split_off(marker);
        let last = self.units.last().filter(|u| u.raw.kind == Kind::Item && u.raw.depth == 1);
        let group = last.and_then(|u| u.raw.group);
        let mut raw = template.with(Kind::Item, vec![rest]);
        raw.depth = 1;
        raw.group = group.or_else(|| {
            self.groups += 1;
            Some(self.groups)
        });
        self.open = Some(raw);
    }

    /// Pushes a block; bullets inside its text part it into items.
    fn bulleted(&mut self, mut raw: Raw<'a>, looks: Option<Looks>, marker: Option<usize>) {
        if let Some(items) = super::lists::split_dashes(&mut raw, self.groups + 1) {
            self.groups += 1;
            self.push(raw, looks, marker);
            for item in items {
                self.push(item, None, None);
            }
            return;
        }
        if !super::lists::has_inline_bullets(&raw) {
            return self.push(raw, looks, marker);
        }
        self.groups += 1;
        let group = self.groups;
        for part in super::lists::split_bullets(raw, group) {
            self.push(part, None, None);
        }
    }
}

/// Whether a block is only a line of signs.
fn is_separator(raw: &Raw<'_>) -> bool {
    raw.lines.len() == 1 && raw.len() < LOOK && super::plain::separator(raw.head_text(LOOK).trim()).is_some()
}

/// The looks of a line without style.
fn plain_looks(text: &str, place: &Place) -> Option<Looks> {
    if let Some(title) = title::title(text) {
        let strong_enough = place.single() || title > Title::Weak;
        return strong_enough.then_some(Looks::Plain(title));
    }
    let bare = text.strip_suffix(['.', ':'])?.trim_end();
    let title = title::title(bare)?;
    let words = bare.split_whitespace().count();
    let topic = title::is_styled_title(bare) && !shape::is_bare_thanks(bare);
    let leads = place.first() && !place.single() && words <= 7;
    (topic && words <= 8 && (title > Title::Weak || leads)).then_some(Looks::Label)
}

/// The bold or emphasised start of a line.
struct Styled {
    /// Byte of the line's text where it ends, with the punctuation that belongs to it.
    end: usize,
    strong: bool,
    /// It is the whole line.
    whole: bool,
    /// It is a title that the line goes on after.
    run_in: bool,
}

fn styled(line: &Line<'_>) -> Option<Styled> {
    let mut end = 0;
    let mut text = String::new();
    let mut strong = None;
    let mut pieces = line.pieces.iter().peekable();
    while let Some(piece) = pieces.peek() {
        let blank = piece.text.trim().is_empty();
        if !(blank || piece.strong || piece.emphasis) || text.len() > LOOK {
            break;
        }
        if !blank {
            strong = Some(strong.unwrap_or(true) && piece.strong);
        }
        text.push_str(super::raw::head(&piece.text, LOOK + 1));
        end += piece.text.len();
        pieces.next();
    }
    let strong = strong?;
    let rest: String = pieces.take(4).map(|p| super::raw::head(&p.text, 40)).collect();
    let whole = rest.trim().is_empty() && text.len() <= LOOK;
    let mut run_in = text.trim_end().ends_with(['.', ':', '?']);
    if !run_in {
        let gap = rest.len() - rest.trim_start().len();
        if let Some(c) = rest.trim_start().chars().next().filter(|c| matches!(c, ':' | '–' | '—' | '-' | '.')) {
            let spaced = rest.trim_start().get(c.len_utf8()..).is_some_and(|t| t.starts_with(char::is_whitespace));
            if spaced {
                run_in = true;
                end += gap + c.len_utf8();
            }
        }
    }
    let titled = run_in && !whole && text.len() <= LOOK && title::is_styled_title(&text);
    Some(Styled { end, strong, whole, run_in: titled && rest.trim().len() > 1 })
}

/// Leaves out bullets that stand as text at the start of an item ("- · Surveys").
fn strip_bullets(raw: &mut Raw<'_>) {
    let Some(line) = raw.lines.first_mut() else { return };
    let start = line.head_text(16);
    let trimmed = start.trim_start_matches(|c: char| shape::is_bullet(c) || c.is_whitespace());
    let length = start.len() - trimmed.len();
    if length > 0 && length < line.len() && !trimmed.is_empty() {
        *line = line.split_off(length);
    }
}
