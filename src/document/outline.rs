//! Finds what carries no markup: headings by their looks, run-ins, list items in paragraphs, archive headers. One pass
//! that all formats share. Knows lines and their neighbours, not the text's meaning.

use super::raw::{Break, Kind, Line, Raw, Reading};
use super::shape::{self, Title};
use crate::source::Span;
use std::borrow::Cow;
use std::collections::HashMap;

/// How much of a line is looked at.
const LOOK: usize = 400;

/// Why a line may be a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Looks {
    /// Set in bold.
    Bold,
    /// Its words and capitals.
    Plain(Title),
    /// A title with a full stop or colon on a line of its own.
    Label,
}

/// A block, and whether it may be a heading.
struct Unit<'a> {
    raw: Raw<'a>,
    looks: Option<Looks>,
    /// Stands in one source paragraph with the unit before.
    glued: bool,
    /// A candidate that was turned down.
    refused: bool,
    /// Bytes of list marker to leave out if it turns out to be an item.
    marker: Option<usize>,
}

/// Rewrites the blocks of `reading`: archive headers leave, headings and items come out of paragraphs.
pub(super) fn settle(reading: &mut Reading<'_>) {
    let mut raws = std::mem::take(&mut reading.raws);
    drop_archive_header(&mut raws);
    let lone = lone_items(&raws);
    let mut exploder = Exploder { units: Vec::new(), groups: reading.groups, open: None, fresh_paragraph: false };
    for raw in raws {
        exploder.raw(raw, &lone);
    }
    reading.groups = exploder.groups;
    let mut units = exploder.units;
    decide(&mut units);
    let mut raws = merge(units);
    levels(&mut raws);
    reading.raws = super::lists::settle(raws, &mut reading.groups);
    super::navigation::mark(reading);
}

/// A block quote at the top that tells where a copy comes from is not part of the policy.
fn drop_archive_header(raws: &mut Vec<Raw<'_>>) {
    let quoted = raws.iter().take_while(|r| r.quoted || r.kind == Kind::Rule).count();
    if quoted == 0 {
        return;
    }
    let signs = ["wayback machine", "web.archive.org", "archived on", "original snapshot", "extracted and transformed"];
    let told = raws.iter().take(quoted.min(8)).any(|raw| {
        let text = raw.head_text(2_000).to_lowercase();
        signs.iter().any(|s| text.contains(s))
    });
    if told {
        raws.drain(..quoted);
    }
}

/// Groups of numbered lists that hold one block only: "1. Introduction" alone.
fn lone_items(raws: &[Raw<'_>]) -> HashMap<usize, usize> {
    let mut count = HashMap::new();
    for raw in raws {
        if let (Kind::Item, Some(group)) = (raw.kind, raw.group) {
            *count.entry(group).or_insert(0) += 1;
        }
    }
    count
}

struct Exploder<'a> {
    units: Vec<Unit<'a>>,
    groups: usize,
    open: Option<Raw<'a>>,
    /// Whether the next unit starts a source paragraph.
    fresh_paragraph: bool,
}

impl<'a> Exploder<'a> {
    fn raw(&mut self, mut raw: Raw<'a>, counts: &HashMap<usize, usize>) {
        self.fresh_paragraph = true;
        match raw.kind {
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
        self.units.push(Unit { raw, looks, glued, refused: false, marker });
    }

    /// "1. Introduction", which Markdown takes for a list of one item.
    fn lone_item(&mut self, mut raw: Raw<'a>, number: u64, marker: Span) {
        let text = raw.head_text(LOOK);
        let bold = raw.lines.first().is_some_and(|l| styled(l).is_some_and(|s| s.strong && s.whole));
        let bare = if bold { text.trim_end_matches([':', '.']) } else { &text };
        let good = raw.lines.len() == 1 && raw.len() < LOOK && shape::title(&format!("{number}. {bare}")).is_some();
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
        let single = raw.lines.len() == 1;
        let lines = raw.lines.len();
        let template = raw.with(Kind::Paragraph, Vec::new());
        let mut fresh = true;
        let mut iter = raw.lines.into_iter().enumerate().peekable();
        while let Some((at, line)) = iter.next() {
            let next_prose = iter.peek().is_some_and(|(_, l)| l.len() > 50);
            let place = Place { single, first: at == 0, last: at + 1 == lines, next_prose };
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
    single: bool,
    first: bool,
    last: bool,
    next_prose: bool,
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
        let alone = place.single || line.after == Break::Line;
        let leads = place.first && !place.last && place.next_prose;
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
        if !shape::is_styled_title(text) || line.len() > LOOK {
            return false;
        }
        let label = text.ends_with(['.', ':']);
        let looks = if style.strong && !text.ends_with('.') {
            Looks::Bold
        } else if label {
            Looks::Label
        } else {
            match shape::title(text) {
                Some(title) if place.single && title == Title::Weak => Looks::Plain(Title::Capitalised),
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
    fn bulleted(&mut self, raw: Raw<'a>, looks: Option<Looks>, marker: Option<usize>) {
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

/// The looks of a line without style.
fn plain_looks(text: &str, place: &Place) -> Option<Looks> {
    if let Some(title) = shape::title(text) {
        let strong_enough = place.single || title > Title::Weak;
        return strong_enough.then_some(Looks::Plain(title));
    }
    let bare = text.strip_suffix(['.', ':'])?.trim_end();
    let title = shape::title(bare)?;
    let words = bare.split_whitespace().count();
    let topic = shape::is_styled_title(bare) && !shape::is_bare_thanks(bare);
    let leads = place.first && !place.single && words <= 7;
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
        if !blank && !(piece.strong || piece.emphasis) || text.len() > LOOK {
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
    let titled = run_in && !whole && text.len() <= LOOK && shape::is_styled_title(&text);
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

/// What stands around a candidate.
struct Around {
    /// The unit before is a text that ends in a colon, or an unmarked list that such a text began.
    listing: bool,
    /// The unit before is a refused candidate.
    after_refused: bool,
    /// The unit before is complete: a heading, a sentence, a separator, or nothing.
    after_complete: bool,
    after_rule: bool,
}

/// Settles which candidates are headings.
fn decide(units: &mut [Unit<'_>]) {
    let solid: Vec<usize> =
        (0..units.len()).filter(|i| units.get(*i).is_some_and(|u| u.raw.kind != Kind::Rule)).collect();
    let mut around = Around { listing: false, after_refused: false, after_complete: true, after_rule: true };
    for (at, &index) in solid.iter().enumerate() {
        let rule = index > 0 && units.get(index - 1).is_some_and(|u| u.raw.kind == Kind::Rule);
        around.after_rule = rule || at == 0;
        let verdict = {
            let unit = units.get(index);
            let next = solid.get(at + 1).and_then(|i| units.get(*i));
            let second = solid.get(at + 2).and_then(|i| units.get(*i));
            unit.and_then(|u| u.looks.map(|looks| heading(u, looks, &around, next, second)))
        };
        let Some(unit) = units.get_mut(index) else { continue };
        if let Some(verdict) = verdict {
            match verdict {
                Some(kind) => unit.raw.kind = kind,
                None => unit.refused = true,
            }
        }
        let is_heading = matches!(unit.raw.kind, Kind::Heading(_) | Kind::Inferred { .. });
        let tail = unit.raw.tail_text(80);
        around = Around {
            listing: tail.ends_with(':') && !is_heading || unit.refused && around.listing,
            after_refused: unit.refused,
            after_complete: is_heading || shape::is_terminated(&tail),
            after_rule: false,
        };
    }
}

/// Whether a unit can stand under a heading.
fn is_body(unit: Option<&Unit<'_>>) -> bool {
    unit.is_some_and(|u| match u.raw.kind {
        Kind::Paragraph | Kind::Quote if u.looks.is_none() => {
            let tail = u.raw.tail_text(16);
            u.raw.len() > 70 || u.raw.len() > 16 && (shape::is_terminated(&tail) || tail.ends_with([':', ';']))
        }
        Kind::Heading(_) | Kind::Inferred { .. } | Kind::Item | Kind::Cell | Kind::Definition => u.looks.is_none(),
        _ => false,
    })
}

/// What a candidate is: a heading of some kind, or (`None`) text.
fn heading(
    unit: &Unit<'_>,
    looks: Looks,
    around: &Around,
    next: Option<&Unit<'_>>,
    second: Option<&Unit<'_>>,
) -> Option<Kind> {
    let body = is_body(next);
    let chained = next.is_some_and(|n| n.looks.is_some()) && is_body(second);
    let prose = body && next.is_some_and(|n| n.raw.kind == Kind::Paragraph);
    let run_in = Kind::Inferred { run_in: true, depth: 0 };
    let text = unit.raw.head_text(LOOK);
    let depth = shape::number_depth(&text).max(1);
    match looks {
        Looks::Bold => (body || chained || next.is_some_and(|n| n.raw.kind == Kind::Paragraph))
            .then_some(Kind::Inferred { run_in: false, depth }),
        Looks::Label => {
            let items = next.is_some_and(|n| n.raw.kind == Kind::Item) && text.ends_with(':');
            (prose && !items || chained && !text.ends_with(':')).then_some(run_in)
        }
        Looks::Plain(title) => {
            let firm = title >= Title::Numbered;
            if !(body || chained) || around.after_refused && !body {
                return None;
            }
            if around.listing && !firm {
                return (prose && !around.after_refused && next.is_some_and(|n| n.raw.len() > 80)).then_some(run_in);
            }
            if unit.glued && !around.after_complete && !firm {
                return None;
            }
            if title == Title::Weak {
                let long =
                    prose && next.is_some_and(|n| n.raw.len() >= 60 && shape::is_terminated(&n.raw.tail_text(16)));
                return (long && around.after_complete).then_some(Kind::Inferred { run_in: false, depth: 2 });
            }
            let top = firm || around.after_rule;
            Some(Kind::Inferred { run_in: false, depth: if top { depth } else { 2 } })
        }
    }
}

/// Joins what was one paragraph before and holds no heading; refused candidates with a marker become items.
fn merge(units: Vec<Unit<'_>>) -> Vec<Raw<'_>> {
    let mut out: Vec<Raw<'_>> = Vec::new();
    for mut unit in units {
        if unit.refused
            && let (Some(marker), Some(line)) = (unit.marker, unit.raw.lines.first_mut())
        {
            *line = line.split_off(marker);
            unit.raw.kind = Kind::Item;
            unit.raw.depth = unit.raw.depth.max(1);
            let last = out.last().filter(|r| r.kind == Kind::Item && r.depth == unit.raw.depth);
            unit.raw.group = unit.raw.group.or_else(|| last.and_then(|r| r.group));
        }
        let joins = unit.glued && unit.raw.kind == Kind::Paragraph;
        match out.last_mut() {
            Some(last) if joins && last.kind == Kind::Paragraph => last.lines.append(&mut unit.raw.lines),
            _ => out.push(unit.raw),
        }
    }
    out
}

/// Gives every heading its level: inferred ones below the last marked one, run-ins below any.
fn levels(raws: &mut [Raw<'_>]) {
    let (mut marked, mut last, mut top_seen) = (0_u8, 0_u8, false);
    for raw in raws {
        match &mut raw.kind {
            Kind::Heading(level) => {
                marked = *level;
                last = *level;
                top_seen = false;
            }
            Kind::Inferred { run_in: false, depth } => {
                let depth = if *depth == 2 && !top_seen { 1 } else { *depth };
                top_seen |= depth == 1;
                last = (marked + depth).clamp(1, 6);
                raw.kind = Kind::Heading(last);
            }
            Kind::Inferred { run_in: true, depth } => *depth = (last + 1).min(6),
            _ => {}
        }
    }
}
