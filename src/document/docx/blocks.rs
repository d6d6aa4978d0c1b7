//! The lines of a manuscript to blocks.

use super::super::raw::{Break, Kind, Line, Raw, RawLink, Reading, Style, pieces};
use super::super::shape;
use super::{Markup, Paragraph};
use crate::source::Span;

/// A list that is open.
struct OpenList {
    list: u32,
    level: usize,
    group: usize,
}

/// Makes blocks of lines. `base` is the source offset of `text`.
pub(super) fn read<'a>(text: &'a str, base: usize, markup: &Markup) -> Reading<'a> {
    let mut reader = Reader { out: Reading::default(), lists: Vec::new(), table: None, markup, link: None };
    let mut at = base;
    let plain = Paragraph::default();
    let mut paragraphs = markup.paragraphs.iter();
    for line in text.split_inclusive('\n') {
        let paragraph = paragraphs.next().unwrap_or(&plain);
        reader.paragraph(line.trim_end_matches('\n'), at, paragraph);
        at += line.len();
    }
    reader.out
}

struct Reader<'a, 'm> {
    out: Reading<'a>,
    lists: Vec<OpenList>,
    /// The table at hand and its group.
    table: Option<(usize, usize)>,
    markup: &'m Markup,
    /// The last link of the markup, and the one that was made of it.
    link: Option<(usize, usize)>,
}

impl<'a> Reader<'a, '_> {
    fn paragraph(&mut self, text: &'a str, at: usize, paragraph: &Paragraph) {
        let lines = self.lines(text, at, paragraph);
        let kind = match paragraph {
            Paragraph { cell: Some(_), .. } => Kind::Cell,
            Paragraph { level: Some(level), .. } => Kind::Heading(*level),
            Paragraph { list: Some(_), .. } => Kind::Item,
            Paragraph { quote: true, .. } => Kind::Quote,
            _ => Kind::Paragraph,
        };
        let mut raw = Raw::new(kind, lines);
        raw.quoted = paragraph.quote;
        if raw.is_blank() {
            return;
        }
        self.place(&mut raw, at, paragraph);
        if matches!(kind, Kind::Heading(_)) && shape::is_no_title(&raw) {
            raw.kind = Kind::Paragraph;
        }
        self.out.raws.push(raw);
    }

    /// Puts a block into its list or table.
    fn place(&mut self, raw: &mut Raw<'_>, at: usize, paragraph: &Paragraph) {
        if let Some(cell) = paragraph.cell {
            let known = self.table.filter(|(table, _)| *table == cell.table);
            let (_, group) = known.unwrap_or_else(|| (cell.table, self.group()));
            self.table = Some((cell.table, group));
            (raw.group, raw.row, raw.column, raw.head) = (Some(group), Some(cell.row), cell.column, cell.head);
            self.lists.clear();
            return;
        }
        let Some(item) = paragraph.list.filter(|_| raw.kind == Kind::Item) else { return self.lists.clear() };
        while self.lists.last().is_some_and(|l| l.level > item.level || l.level == item.level && l.list != item.list) {
            self.lists.pop();
        }
        if self.lists.last().is_none_or(|l| l.level < item.level) {
            let group = self.group();
            self.lists.push(OpenList { list: item.list, level: item.level, group });
        }
        raw.group = self.lists.last().map(|l| l.group);
        raw.depth = self.lists.len();
        raw.number = item.number;
        raw.marker = Some(Span::new(at, at));
    }

    fn group(&mut self) -> usize {
        self.out.groups += 1;
        self.out.groups
    }

    fn lines(&mut self, text: &'a str, at: usize, paragraph: &Paragraph) -> Vec<Line<'a>> {
        let empty = || Line { pieces: Vec::new(), after: Break::Hard };
        if paragraph.runs.is_empty() {
            let mut line = empty();
            pieces(text, at, &Style::default(), &mut line.pieces);
            return vec![line];
        }
        let mut lines = vec![empty()];
        let heading = paragraph.level.is_some();
        for run in &paragraph.runs {
            let Some(said) = text.get(run.start..run.end) else { continue };
            let span = Span::new(at + run.start, at + run.end);
            let style = Style {
                strong: usize::from(run.style.strong && !heading),
                emphasis: usize::from(run.style.emphasis && !heading),
                link: run.link.and_then(|link| self.link(link, span)),
            };
            if let Some(line) = lines.last_mut() {
                pieces(said, at + run.start, &style, &mut line.pieces);
            }
            if run.breaks {
                lines.push(empty());
            }
        }
        lines.retain(|l| !l.is_blank());
        lines
    }

    /// The link of a run; runs of one link that follow one another share it.
    fn link(&mut self, link: usize, span: Span) -> Option<usize> {
        if let Some((known, made)) = self.link
            && known == link
        {
            return Some(made);
        }
        let super::Link { target, title } = self.markup.links.get(link)?.clone();
        let made = self.out.links.len();
        self.out.links.push(RawLink {
            target,
            target_source: span,
            target_verbatim: false,
            title,
            title_source: span,
            title_verbatim: false,
            extent: None,
            told: false,
        });
        self.link = Some((link, made));
        Some(made)
    }
}
