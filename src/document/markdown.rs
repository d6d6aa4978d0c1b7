//! Markdown (`CommonMark` with tables, footnotes, front matter) to blocks of lines. Knows no inferred headings.

use super::html::{Mark, Step, comments, tags};
use super::raw::{Break, Kind, Line, Raw, RawLink, Reading, Style, pieces};
use crate::source::Span;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::borrow::Cow;
use std::ops::Range;

/// Reads Markdown. `base` is the source offset of `text` (a byte order mark may stand before it).
pub(super) fn read(text: &str, base: usize) -> Reading<'_> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
        | Options::ENABLE_DEFINITION_LIST;
    let mut reader = Reader::new(text, base);
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        reader.event(event, range);
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

struct Reader<'a> {
    text: &'a str,
    base: usize,
    out: Reading<'a>,
    lines: Vec<Line<'a>>,
    kind: Option<Kind>,
    style: Style,
    lists: Vec<OpenList>,
    /// The number and marker of the item whose first block is still to come.
    item: Option<(Option<u64>, Span)>,
    quotes: usize,
    /// Inside front matter or another thing that is not prose.
    skip: usize,
    definition: bool,
    table: Option<(usize, bool)>,
    rows: usize,
    column: usize,
    /// End of the last text inside the open link.
    link_text_end: usize,
    /// An HTML tag or comment that runs over several events: what ends it.
    html_until: Option<&'static str>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, base: usize) -> Self {
        Self {
            text,
            base,
            out: Reading::default(),
            lines: Vec::new(),
            kind: None,
            style: Style::default(),
            lists: Vec::new(),
            item: None,
            quotes: 0,
            skip: 0,
            definition: false,
            table: None,
            rows: 0,
            column: 0,
            link_text_end: 0,
            html_until: None,
        }
    }

    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(TagEnd::Link) => self.end_link(&range),
            Event::End(tag) => self.end(tag),
            _ if self.skip > 0 => {}
            Event::Text(text) => {
                self.link_text_end = range.end;
                self.push(&text, range);
            }
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.link_text_end = range.end;
                self.out.codes.push(Span::new(self.base + range.start, self.base + range.end));
                self.push_within(&text, range);
            }
            Event::Html(_) => self.html_block(range),
            Event::InlineHtml(tag) if tag.to_ascii_lowercase().starts_with("<br") => self.line_end(Break::Hard),
            Event::InlineHtml(tag) if tag.starts_with("<!--") => {
                self.out.comments.extend(comments(self.text, range, self.base));
            }
            Event::SoftBreak => self.line_end(Break::Soft),
            Event::HardBreak => self.line_end(Break::Hard),
            Event::Rule => {
                self.flush();
                self.out.raws.push(Raw::new(Kind::Rule, Vec::new()));
            }
            Event::InlineHtml(_) => self.out.tags.extend(tags(self.text, range, self.base)),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => self.open(Kind::Heading(level_number(level))),
            Tag::Paragraph => self.open(self.default_kind()),
            Tag::BlockQuote(_) => {
                self.flush();
                self.quotes += 1;
            }
            Tag::CodeBlock(_) => self.open(Kind::Code),
            Tag::HtmlBlock => {
                self.flush();
                self.html_until = None;
                self.out.tags.extend(tags(self.text, range.clone(), self.base));
                self.out.comments.extend(comments(self.text, range, self.base));
            }
            Tag::List(number) => {
                self.flush();
                self.open_list(number);
            }
            Tag::Item => {
                self.flush();
                let number = self.lists.last_mut().and_then(|l| {
                    let number = l.number;
                    l.number = number.map(|n| n.saturating_add(1));
                    number
                });
                let start = range.start + self.base;
                self.item = Some((number, Span::new(start, start)));
            }
            Tag::Table(_) => {
                self.flush();
                self.out.groups += 1;
                self.table = Some((self.out.groups, false));
            }
            Tag::TableHead | Tag::TableRow => {
                self.rows += 1;
                self.column = 0;
                if let Some(table) = &mut self.table {
                    table.1 = matches!(tag, Tag::TableHead);
                }
            }
            Tag::TableCell => self.open(Kind::Cell),
            Tag::DefinitionListTitle => self.open(Kind::Inferred { run_in: true, depth: 0 }),
            Tag::DefinitionListDefinition => {
                self.flush();
                self.definition = true;
            }
            Tag::Emphasis => self.style.emphasis += 1,
            Tag::Strong => self.style.strong += 1,
            Tag::Link { dest_url, title, .. } => self.start_link(&dest_url, &title, &range),
            Tag::MetadataBlock(_) => {
                self.flush();
                self.skip += 1;
            }
            Tag::FootnoteDefinition(_) | Tag::DefinitionList => self.flush(),
            Tag::Image { .. } | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.style.emphasis = self.style.emphasis.saturating_sub(1),
            TagEnd::Strong => self.style.strong = self.style.strong.saturating_sub(1),
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::Item => {
                self.flush();
                self.item = None;
            }
            TagEnd::TableCell => {
                // An empty cell still counts as a column, but is no block.
                self.flush();
                self.column += 1;
            }
            TagEnd::Table => self.table = None,
            TagEnd::MetadataBlock(_) => self.skip = self.skip.saturating_sub(1),
            TagEnd::DefinitionListDefinition => {
                self.flush();
                self.definition = false;
            }
            TagEnd::Link
            | TagEnd::Image
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::TableHead
            | TagEnd::TableRow => {}
            _ => self.flush(),
        }
    }

    /// A list that starts an item (`- * Name`) adds nothing: its items are those of the outer list.
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

    fn default_kind(&self) -> Kind {
        if !self.lists.is_empty() {
            Kind::Item
        } else if self.definition {
            Kind::Definition
        } else if self.quotes > 0 {
            Kind::Quote
        } else {
            Kind::Paragraph
        }
    }

    fn open(&mut self, kind: Kind) {
        self.flush();
        self.kind = Some(kind);
    }

    /// Opens a block and a line where none is open.
    fn ensure_line(&mut self) {
        if self.kind.is_none() {
            self.kind = Some(self.default_kind());
        }
        if self.lines.is_empty() {
            self.lines.push(Line { pieces: Vec::new(), after: Break::Soft });
        }
    }

    fn line_end(&mut self, after: Break) {
        self.ensure_line();
        if let Some(line) = self.lines.last_mut() {
            line.after = after;
        }
        self.lines.push(Line { pieces: Vec::new(), after: Break::Soft });
    }

    /// Adds text that the parser read at `range`.
    fn push(&mut self, text: &str, range: Range<usize>) {
        let code = self.kind == Some(Kind::Code);
        let source: &'a str = self.text;
        let Some(raw) = source.get(range.clone()) else { return };
        if raw != text {
            let span = Span::new(self.base + range.start, self.base + range.end);
            let style = self.style;
            let piece = style.piece(readable(text), span, false);
            self.ensure_line();
            if let Some(line) = self.lines.last_mut() {
                line.pieces.push(piece);
            }
            return;
        }
        if !code {
            return self.verbatim(raw, range.start);
        }
        let mut at = range.start;
        for line in raw.split_inclusive('\n') {
            self.verbatim(line.trim_end_matches(['\n', '\r']), at);
            at += line.len();
            if line.ends_with('\n') {
                self.line_end(Break::Hard);
            }
        }
    }

    /// Adds text that stands somewhere inside `range`, between marks such as back quotes.
    fn push_within(&mut self, text: &str, range: Range<usize>) {
        let raw = self.text.get(range.clone()).unwrap_or_default();
        let at = if text.is_empty() { None } else { raw.find(text) };
        match at {
            Some(at) => self.push(text, range.start + at..range.start + at + text.len()),
            None => self.push(text, range),
        }
    }

    fn verbatim(&mut self, text: &'a str, start: usize) {
        let (base, style) = (self.base, self.style);
        self.ensure_line();
        if let Some(line) = self.lines.last_mut() {
            pieces(text, base + start, &style, &mut line.pieces);
        }
    }

    /// Ends the open block.
    fn flush(&mut self) {
        let lines = std::mem::take(&mut self.lines);
        let Some(kind) = self.kind.take() else { return };
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
        if let (Kind::Cell, Some((group, head))) = (kind, self.table) {
            raw.group = Some(group);
            raw.row = Some(self.rows);
            raw.column = self.column;
            raw.head = head;
            raw.depth = 0;
        }
        // An underlined paragraph is a "heading" as well.
        if matches!(kind, Kind::Heading(_)) && super::shape::is_no_title(&raw) {
            raw.kind = self.default_kind();
        }
        self.out.raws.push(raw);
    }

    fn start_link(&mut self, target: &str, title: &str, range: &Range<usize>) {
        self.style.link = Some(self.out.links.len());
        self.link_text_end = range.start;
        let span = Span::new(self.base + range.start, self.base + range.end);
        self.out.links.push(RawLink {
            target: target.to_owned(),
            target_source: span,
            target_verbatim: false,
            title: title.to_owned(),
            title_source: span,
            title_verbatim: false,
            extent: None,
            told: false,
        });
    }

    fn end_link(&mut self, range: &Range<usize>) {
        let written = self.text.get(range.clone()).unwrap_or_default();
        let from = self.link_text_end.saturating_sub(range.start);
        // A link around an image has the image for its text.
        if written.strip_prefix('[').is_some_and(|w| w.trim_start().starts_with("](")) {
            self.out.blank_links.push(Span::new(self.base + range.start, self.base + range.end));
        }
        if let Some(link) = self.style.link.take().and_then(|l| self.out.links.get_mut(l)) {
            link.locate(written, from, self.base + range.start);
        }
    }

    /// HTML between blocks: tags are left out, text is read, block tags part paragraphs.
    fn html_block(&mut self, range: Range<usize>) {
        let source: &'a str = self.text;
        let mut html = super::html::Steps::new(source.get(range.clone()).unwrap_or_default(), self.html_until);
        for step in html.by_ref() {
            match step {
                Step::Text(text, at) => self.html_text(text, range.start + at),
                Step::Tag(Mark::Block) => self.flush(),
                Step::Tag(Mark::LineBreak) => self.line_end(Break::Hard),
                Step::Tag(Mark::Inline) => {}
            }
        }
        self.html_until = html.until();
    }

    fn html_text(&mut self, text: &'a str, at: usize) {
        if text.trim().is_empty() && self.kind.is_none() {
            return;
        }
        self.verbatim(text, at);
    }
}

fn level_number(level: HeadingLevel) -> u8 {
    level as u8
}

/// Decoded text with unusual spaces read as spaces.
fn readable<'a>(text: &str) -> Cow<'a, str> {
    let mut parts = Vec::new();
    pieces(text, 0, &Style::default(), &mut parts);
    Cow::Owned(parts.iter().map(|p| &*p.text).collect())
}
