//! List items that carry no list markup: bullets inside a paragraph, lines after "… to:". Knows blocks, not words.

use super::raw::{Break, Kind, Line, Piece, Raw};
use super::shape;
use crate::source::Span;
use std::borrow::Cow;

/// Whether a bullet sign stands between words of the block.
pub(super) fn has_inline_bullets(raw: &Raw<'_>) -> bool {
    raw.lines.iter().flat_map(|l| &l.pieces).any(|p| p.text.contains(is_inline_bullet))
}

/// Signs that are bullets inside a line (the middle dot is often a mere separator).
fn is_inline_bullet(c: char) -> bool {
    shape::is_bullet(c) && !matches!(c, '·' | '∙')
}

/// Parts a block at its inline bullets: what stands before the first keeps its kind, the rest are items of `group`.
pub(super) fn split_bullets(raw: Raw<'_>, group: usize) -> Vec<Raw<'_>> {
    let mut parts: Vec<Raw<'_>> = Vec::new();
    let mut head = raw.clone();
    head.lines = Vec::new();
    let mut item = raw.with(Kind::Item, Vec::new());
    item.depth = raw.depth + 1;
    item.group = Some(group);
    let mut open = head;
    for line in raw.lines {
        let mut current = Line { pieces: Vec::new(), after: line.after };
        for piece in line.pieces {
            for (starts_item, part) in split_piece(piece) {
                if starts_item {
                    open.lines.push(Line { pieces: std::mem::take(&mut current.pieces), after: Break::Soft });
                    parts.push(std::mem::replace(&mut open, item.clone()));
                }
                current.pieces.push(part);
            }
        }
        open.lines.push(current);
    }
    parts.push(open);
    parts.retain(|p| !p.is_blank());
    parts
}

/// Parts a block at the dashes of a list that was glued into it: "We do this: - to answer you; - to bill you". What stands
/// before the first dash stays in `raw`; the items of `group` are returned. `None` where there is no such list.
pub(super) fn split_dashes<'a>(raw: &mut Raw<'a>, group: usize) -> Option<Vec<Raw<'a>>> {
    if raw.lines.len() != 1 || !matches!(raw.kind, Kind::Paragraph | Kind::Item | Kind::Quote) {
        return None;
    }
    let line = raw.lines.first_mut()?;
    let dashed = line.pieces.iter().any(|p| [" - ", " – ", " * "].iter().any(|s| p.text.contains(s)));
    // Cutting a long text that is not the source's own would copy it over and over.
    if !dashed || line.pieces.iter().any(|p| matches!(p.text, Cow::Owned(_)) && p.text.len() > 4_096) {
        return None;
    }
    let text: String = line.pieces.iter().map(|p| &*p.text).collect();
    let cuts: Vec<usize> = dashes(&text)?.into_iter().flat_map(|(from, to)| [from, to]).collect();
    let mut parts = line.split_all(&cuts).into_iter();
    *line = parts.next()?;
    // Every other part is a dash, which belongs to neither side.
    let lines: Vec<Line<'a>> = parts.skip(1).step_by(2).collect();
    let depth = raw.depth + 1;
    let item = |line: Line<'a>| as_item(raw.with(Kind::Item, vec![line]), depth, group);
    Some(lines.into_iter().filter(|l| !l.is_blank()).map(item).collect())
}

/// The dashes of a glued list, each from the space before it to the text after it: the first after a colon, the others
/// after a semicolon, comma, full stop or colon; two at least.
fn dashes(text: &str) -> Option<Vec<(usize, usize)>> {
    let first = [": - ", ": – ", ": * "].into_iter().filter_map(|s| text.find(s).map(|at| (at + 1, s))).min()?;
    let sign = first.1.trim_start_matches(':');
    let mut cuts = Vec::new();
    for (at, found) in text.match_indices(sign).skip_while(|(at, _)| *at < first.0) {
        let before = text.get(..at).unwrap_or_default().trim_end();
        let ended = before.ends_with([';', ',', '.', ':']) || before.ends_with(" and") || before.ends_with(" or");
        if ended {
            cuts.push((at, at + found.len()));
        }
    }
    (cuts.len() >= 2).then_some(cuts)
}

/// The parts of a piece between bullets; the flag says that a bullet stood before the part.
fn split_piece(piece: Piece<'_>) -> Vec<(bool, Piece<'_>)> {
    if !piece.text.contains(is_inline_bullet) {
        return vec![(false, piece)];
    }
    let mut out = Vec::new();
    let mut at = 0;
    let mut after_bullet = false;
    let parts: Vec<Cow<'_, str>> = match &piece.text {
        Cow::Borrowed(text) => text.split_inclusive(is_inline_bullet).map(Cow::Borrowed).collect(),
        Cow::Owned(text) => text.split_inclusive(is_inline_bullet).map(|t| Cow::Owned(t.to_owned())).collect(),
    };
    for part in parts {
        let length = part.len();
        let bullet = part.chars().next_back().filter(|c| is_inline_bullet(*c));
        let kept = length - bullet.map_or(0, char::len_utf8);
        let text = match part {
            Cow::Borrowed(t) => Cow::Borrowed(t.get(..kept).unwrap_or_default()),
            Cow::Owned(t) => Cow::Owned(t.get(..kept).unwrap_or_default().to_owned()),
        };
        let mut source = piece.source;
        if piece.verbatim {
            source = Span::new(piece.source.start as usize + at, piece.source.start as usize + at + kept);
        }
        out.push((after_bullet, Piece { text, source, ..piece.clone_style() }));
        after_bullet = bullet.is_some();
        at += length;
    }
    if after_bullet {
        out.push((true, Piece { text: Cow::Borrowed(""), ..piece.clone_style() }));
    }
    out
}

impl Piece<'_> {
    /// This piece's style and source without its text.
    fn clone_style(&self) -> Self {
        Piece { text: Cow::Borrowed(""), ..*self }
    }
}

/// Makes items of the lines and paragraphs that follow a "… to:" without list markup.
pub(super) fn settle<'a>(raws: Vec<Raw<'a>>, groups: &mut usize) -> Vec<Raw<'a>> {
    let mut out: Vec<Raw<'a>> = Vec::with_capacity(raws.len());
    // The depth at which short paragraphs after a lead-in are items, with their group.
    let mut running: Option<(usize, usize)> = None;
    let mut raws = raws.into_iter().peekable();
    while let Some(raw) = raws.next() {
        let paragraph = raw.kind == Kind::Paragraph;
        let introduced = out.last().is_some_and(|r| announces(r));
        if paragraph && introduced && raw.lines.len() > 1 && is_line_list(&raw.lines) {
            *groups += 1;
            let depth = depth_after(out.last());
            out.extend(lines_to_items(raw, depth, *groups));
            running = None;
            continue;
        }
        if paragraph && raw.lines.len() > 2 {
            out.extend(split_inner_list(raw, groups));
            running = None;
            continue;
        }
        let open_end = paragraph && is_open_item(&raw);
        if let Some((depth, group)) = running.filter(|_| paragraph) {
            let before = out.last().map(|r| r.tail_text(8)).unwrap_or_default();
            let last_item =
                before.ends_with(';') || before.ends_with(',') || before.ends_with(" and") || before.ends_with(" or");
            if open_end || last_item {
                out.push(as_item(raw, depth, group));
                continue;
            }
        }
        running = None;
        let next_open = raws
            .peek()
            .is_some_and(|n| n.kind == Kind::Paragraph && (is_open_item(n) || raw.tail_text(4).ends_with(';')));
        if introduced && open_end && next_open && out.last().is_none_or(|r| r.kind != Kind::Item) {
            *groups += 1;
            running = Some((1, *groups));
            out.push(as_item(raw, 1, *groups));
            continue;
        }
        out.push(raw);
    }
    out
}

fn announces(raw: &Raw<'_>) -> bool {
    let kind = matches!(raw.kind, Kind::Paragraph | Kind::Item | Kind::Heading(_));
    kind && raw.tail_text(8).ends_with(':')
}

fn depth_after(last: Option<&Raw<'_>>) -> usize {
    last.filter(|r| r.kind == Kind::Item).map_or(1, |r| r.depth + 1)
}

fn as_item(mut raw: Raw<'_>, depth: usize, group: usize) -> Raw<'_> {
    raw.kind = Kind::Item;
    raw.depth = depth;
    raw.group = Some(group);
    raw
}

/// A paragraph that reads like an item: short and without a full stop, or in the middle of a sentence.
fn is_open_item(raw: &Raw<'_>) -> bool {
    let tail = raw.tail_text(16);
    let lower = raw.head_text(8).starts_with(char::is_lowercase);
    raw.len() < 400 && (lower || !shape::is_terminated(&tail)) && !tail.ends_with(':')
}

fn lines_to_items<'a>(raw: Raw<'a>, depth: usize, group: usize) -> Vec<Raw<'a>> {
    let template = raw.with(Kind::Item, Vec::new());
    let item = |line: Line<'a>| as_item(template.with(Kind::Item, vec![line]), depth, group);
    raw.lines.into_iter().filter(|l| !l.is_blank()).map(item).collect()
}

/// Whether each line is an item: the author broke every line, and they are no postal address.
fn is_line_list(lines: &[Line<'_>]) -> bool {
    let broken = lines.iter().rev().skip(1).all(|l| l.after != Break::Soft);
    broken && !is_address(lines)
}

/// Short lines with a number in them, the first of which is no sentence.
fn is_address(lines: &[Line<'_>]) -> bool {
    let texts: Vec<String> = lines.iter().take(12).map(|l| l.head_text(120).trim().to_owned()).collect();
    let short = texts.iter().all(|t| t.len() <= 60) && lines.len() <= 10;
    let commas = texts.iter().any(|t| t.ends_with(','));
    let numbers = texts.iter().any(|t| t.contains(|c: char| c.is_ascii_digit()) || t.contains('@'));
    short && (commas || numbers)
}

/// A paragraph one of whose lines ends in a colon and whose further lines, all broken, are items.
fn split_inner_list<'a>(raw: Raw<'a>, groups: &mut usize) -> Vec<Raw<'a>> {
    let colon = raw.lines.iter().position(|l| {
        l.after != Break::Soft
            && l.pieces
                .iter()
                .rev()
                .find(|p| !p.text.trim().is_empty())
                .is_some_and(|p| p.text.trim_end().ends_with(':'))
    });
    let Some(colon) = colon else { return vec![raw] };
    let items = raw.lines.get(colon + 1..).unwrap_or_default();
    let open = |l: &Line<'_>| {
        let text = l.head_text(300);
        l.len() < 300 && !shape::is_terminated(&text) && !text.trim_end().ends_with(':')
    };
    if items.len() < 2 || !is_line_list(items) || !items.iter().all(open) {
        return vec![raw];
    }
    let mut raw = raw;
    let rest = raw.lines.split_off(colon + 1);
    *groups += 1;
    let list = raw.with(Kind::Item, rest);
    let mut out = vec![raw];
    out.extend(lines_to_items(list, 1, *groups));
    out
}
