//! The elements of the policy to blocks of lines, each with its styles and links.

use super::super::raw::{Break, Kind, Line, Raw, RawLink, Reading, Style};
use super::super::shape;
use super::body::Body;
use super::element::{Element, is_block};
use super::text::Cutter;
use super::tree::{Token, Tree};
use crate::source::Span;
use std::ops::Range;

/// Makes blocks of the policy on the page. `base` is the source offset of `text`.
pub(super) fn read<'a>(text: &'a str, base: usize, tree: &Tree, body: &Body) -> Reading<'a> {
    let mut reader = Reader::new(text, base);
    let comment = |c: &Range<usize>| Span::new(base + c.start, base + c.end);
    reader.out.comments = tree.comments.iter().map(comment).collect();
    let (mut at, end) = tree.elements.get(body.element).map_or((0, 0), |e| e.tokens);
    while let Some(token) = tree.tokens.get(at).filter(|_| at < end) {
        at += 1;
        match token {
            Token::Text(range) => reader.text(range.clone()),
            Token::Open(e) => {
                let Some(element) = tree.elements.get(*e) else { continue };
                if body.left_out.get(*e).copied().unwrap_or_default() {
                    reader.pass(element);
                    at = element.tokens.1;
                } else {
                    reader.open(element, tree);
                }
            }
            Token::Close(e) => {
                if let Some(element) = tree.elements.get(*e) {
                    reader.close(element);
                }
            }
        }
    }
    reader.flush();
    reader.out
}

/// A list that is open.
struct OpenList {
    group: usize,
    depth: usize,
    number: Option<u64>,
}

/// A table that is open.
struct OpenTable {
    group: usize,
    /// It holds data and does not only place things.
    data: bool,
    row: usize,
    column: usize,
    /// The columns of the cell at hand; 0 between cells.
    cell: usize,
    head: bool,
    /// Whether the rows at hand are those of the table's head.
    top: bool,
}

struct Reader<'a> {
    text: &'a str,
    base: usize,
    out: Reading<'a>,
    cutter: Cutter<'a>,
    lines: Vec<Line<'a>>,
    kind: Option<Kind>,
    style: Style,
    lists: Vec<OpenList>,
    /// The number and marker of the item whose first block is still to come.
    item: Option<(Option<u64>, Span)>,
    tables: Vec<OpenTable>,
    rows: usize,
    quotes: usize,
    definitions: usize,
    /// Inside preformatted text, and inside code of it.
    pre: usize,
    code: usize,
    /// Inside a heading that is still open.
    heading: usize,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, base: usize) -> Self {
        Self {
            text,
            base,
            out: Reading::default(),
            cutter: Cutter::new(),
            lines: Vec::new(),
            kind: None,
            style: Style::default(),
            lists: Vec::new(),
            item: None,
            tables: Vec::new(),
            rows: 0,
            quotes: 0,
            definitions: 0,
            pre: 0,
            code: 0,
            heading: 0,
        }
    }

    /// An element that is left out still parts what stands around it.
    fn pass(&mut self, element: &Element) {
        if is_block(element.name) && self.heading == 0 {
            self.flush();
        }
    }

    fn open(&mut self, element: &Element, tree: &Tree) {
        if is_block(element.name) && self.heading == 0 {
            self.flush();
        }
        if let Some(level) = element.level {
            self.heading += 1;
            self.begin(Kind::Heading(level));
        }
        self.style.strong += element.strong;
        self.style.emphasis += element.emphasis;
        if let Some(anchor) = &element.link {
            self.link(element.tag, &anchor.target, &anchor.title);
        }
        match element.name {
            "br" => self.line_break(),
            "hr" => self.out.raws.push(Raw::new(Kind::Rule, Vec::new())),
            "ul" | "ol" | "menu" | "dir" => self.open_list(element.number),
            "li" => self.open_item(element),
            "dt" | "summary" => self.begin(Kind::Inferred { run_in: true, depth: 0 }),
            "dd" => self.definitions += 1,
            "blockquote" => self.quotes += 1,
            "pre" => self.pre += 1,
            "code" if self.pre > 0 => self.code += 1,
            _ => self.open_table_part(element, tree),
        }
    }

    fn close(&mut self, element: &Element) {
        if element.level.is_some() {
            self.heading = self.heading.saturating_sub(1);
            self.flush();
        }
        if is_block(element.name) && self.heading == 0 {
            self.flush();
        }
        self.style.strong -= element.strong;
        self.style.emphasis -= element.emphasis;
        if element.link.is_some() {
            self.style.link = None;
        }
        match element.name {
            "ul" | "ol" | "menu" | "dir" => {
                self.lists.pop();
            }
            "li" => self.item = None,
            "dd" => self.definitions -= 1,
            "blockquote" => self.quotes -= 1,
            "pre" => self.pre -= 1,
            "code" => self.code = self.code.saturating_sub(1),
            "table" => {
                self.tables.pop();
            }
            "td" | "th" => {
                if let Some(table) = self.tables.last_mut() {
                    table.column += std::mem::take(&mut table.cell);
                }
            }
            "thead" => {
                if let Some(table) = self.tables.last_mut() {
                    table.top = false;
                }
            }
            _ => {}
        }
    }

    fn open_table_part(&mut self, element: &Element, tree: &Tree) {
        if element.name == "table" {
            self.out.groups += 1;
            let data = !element.layout && element.cells > 1;
            let group = self.out.groups;
            let table = OpenTable { group, data, row: 0, column: 0, cell: 0, head: false, top: false };
            return self.tables.push(table);
        }
        let Some(table) = self.tables.last_mut() else { return };
        match element.name {
            "thead" => table.top = true,
            "tr" => {
                self.rows += 1;
                (table.row, table.column) = (self.rows, 0);
                table.head = table.top || element.cells > 0 && element.cells == element.heads;
                // A cell that spans the table heads no column.
                let spans = tree.elements.get(element.parent).is_some_and(|p| p.name == "table");
                table.head &= element.cells > 1 || !spans || table.top;
            }
            "td" | "th" => table.cell = element.columns,
            _ => {}
        }
    }

    /// The data table whose cell is open.
    fn cell(&self) -> Option<&OpenTable> {
        self.tables.last().filter(|t| t.data && t.cell > 0)
    }

    /// A list that starts an item adds nothing: its items are those of the outer list.
    fn open_list(&mut self, number: Option<u64>) {
        let doubled = self.lists.last().filter(|_| self.item.is_some());
        let (group, depth) = if let Some(outer) = doubled {
            (outer.group, outer.depth)
        } else {
            self.out.groups += 1;
            (self.out.groups, self.lists.last().map_or(0, |l| l.depth) + 1)
        };
        self.lists.push(OpenList { group, depth, number });
    }

    fn open_item(&mut self, element: &Element) {
        let Some(list) = self.lists.last_mut() else { return };
        let number = list.number.map(|n| element.number.unwrap_or(n));
        list.number = number.map(|n| n.saturating_add(1));
        let start = self.base + element.tag.start as usize;
        self.item = Some((number, Span::new(start, start)));
    }

    fn default_kind(&self) -> Kind {
        if self.code > 0 {
            Kind::Code
        } else if self.cell().is_some() {
            Kind::Cell
        } else if !self.lists.is_empty() {
            Kind::Item
        } else if self.definitions > 0 {
            Kind::Definition
        } else if self.quotes > 0 {
            Kind::Quote
        } else {
            Kind::Paragraph
        }
    }

    fn begin(&mut self, kind: Kind) {
        self.flush();
        self.kind = Some(kind);
    }

    /// Opens a block and a line where none is open.
    fn ensure_line(&mut self) {
        if self.kind.is_none() {
            self.kind = Some(self.default_kind());
        }
        if self.lines.is_empty() {
            self.cutter.spaced = true;
            self.lines.push(Line { pieces: Vec::new(), after: Break::Soft });
        }
    }

    fn line_end(&mut self, after: Break) {
        self.ensure_line();
        if let Some(line) = self.lines.last_mut() {
            line.after = after;
        }
        self.cutter.spaced = true;
        self.lines.push(Line { pieces: Vec::new(), after: Break::Soft });
    }

    /// One break ends a line; two in a row part paragraphs.
    fn line_break(&mut self) {
        let blank = self.lines.last().is_none_or(Line::is_blank);
        if !blank {
            self.line_end(Break::Hard);
        } else if self.heading == 0 && !self.lines.is_empty() {
            let kind = self.kind.filter(|k| !matches!(k, Kind::Inferred { .. }));
            self.flush();
            self.kind = kind;
        }
    }

    fn text(&mut self, range: Range<usize>) {
        let source: &'a str = self.text;
        let Some(text) = source.get(range.clone()) else { return };
        if self.pre > 0 {
            return self.preformatted(text, range.start);
        }
        if self.lines.is_empty() && text.trim_ascii().is_empty() {
            return;
        }
        self.push(text, range.start);
    }

    fn push(&mut self, text: &'a str, start: usize) {
        let style = self.style;
        let at = self.base + start;
        self.ensure_line();
        if let Some(line) = self.lines.last_mut() {
            self.cutter.cut(text, at, &style, &mut line.pieces);
        }
    }

    /// Preformatted text keeps its lines; an empty line parts paragraphs, except in code.
    fn preformatted(&mut self, text: &'a str, start: usize) {
        let mut at = start;
        for line in text.split_inclusive('\n') {
            let content = line.trim_end_matches(['\n', '\r']);
            if !content.trim().is_empty() {
                self.push(content, at);
            } else if self.code == 0 && self.lines.last().is_none_or(Line::is_blank) {
                self.flush();
            }
            if line.ends_with('\n') && !self.lines.is_empty() {
                self.line_end(if self.code > 0 { Break::Hard } else { Break::Line });
            }
            at += line.len();
        }
    }

    /// Ends the open block.
    fn flush(&mut self) {
        let mut lines = std::mem::take(&mut self.lines);
        self.cutter.spaced = true;
        let Some(kind) = self.kind.take() else { return };
        lines.retain(|l| !l.is_blank());
        let mut raw = Raw::new(kind, lines);
        if raw.is_blank() {
            return;
        }
        raw.quoted = self.quotes > 0;
        if let Some(list) = self.lists.last() {
            raw.depth = list.depth;
            raw.group = Some(list.group);
            if let Some((number, marker)) = self.item.take() {
                raw.number = number;
                raw.marker = Some(marker);
            }
        }
        if let (Kind::Cell, Some(table)) = (kind, self.cell()) {
            raw.group = Some(table.group);
            raw.row = Some(table.row);
            raw.column = table.column;
            raw.head = table.head;
            raw.depth = 0;
        }
        if matches!(kind, Kind::Heading(_)) && shape::is_no_title(&raw) {
            raw.kind = self.default_kind();
        }
        self.out.raws.push(raw);
    }

    fn link(&mut self, tag: Span, target: &str, title: &str) {
        let span = tag.shift(self.base);
        let written = self.text.get(tag.range()).unwrap_or_default();
        let mut link = RawLink {
            target: target.to_owned(),
            target_source: span,
            target_verbatim: false,
            title: title.to_owned(),
            title_source: span,
            title_verbatim: false,
            extent: None,
            told: false,
        };
        link.locate(written, 0, span.start as usize);
        self.style.link = Some(self.out.links.len());
        self.out.links.push(link);
    }
}
