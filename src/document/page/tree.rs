//! Tags to elements, in reading order: every element is closed, some by what follows it. No recursion.

use super::element::{Attributes, Element, Part, describe, is_block, is_void, name_of};
use crate::source::Span;
use html5gum::{DefaultEmitter, EndTag, StartTag, Token as Tag, Tokenizer};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// How far up an end tag or a new item looks for the element that it ends. Deeper nesting is no writer's.
const REACH: usize = 512;

/// A step through the page.
#[derive(Clone, Debug)]
pub(super) enum Token {
    Open(usize),
    /// Bytes of text, entities and all.
    Text(Range<usize>),
    Close(usize),
}

/// A page. The first element is the root, which has no tag.
pub(super) struct Tree {
    pub tokens: Vec<Token>,
    pub elements: Vec<Element>,
    /// Comments, between their marks.
    pub comments: Vec<Range<usize>>,
}

/// Makes the tree of a page.
pub(super) fn build(text: &str) -> Tree {
    let mut emitter = DefaultEmitter::new_with_span();
    emitter.naively_switch_states(true);
    let mut builder = Builder::new();
    for tag in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(tag) = tag;
        match tag {
            Tag::StartTag(tag) => builder.start(&tag),
            Tag::EndTag(tag) => builder.end(&tag),
            Tag::String(string) => builder.text(text, string.span.start..string.span.end),
            Tag::Comment(comment) => builder.comment(text, comment.span.start..comment.span.end),
            Tag::Doctype(_) | Tag::Error(_) => {}
        }
    }
    builder.finish()
}

struct Builder {
    tree: Tree,
    /// The open elements, outermost first.
    open: Vec<usize>,
    /// How many elements of a name are open.
    count: HashMap<&'static str, usize>,
    tables: Vec<usize>,
    /// What buttons show and hide.
    shown: HashSet<String>,
}

impl Builder {
    fn new() -> Self {
        let tree = Tree { tokens: Vec::new(), elements: Vec::new(), comments: Vec::new() };
        let mut builder =
            Self { tree, open: Vec::new(), count: HashMap::new(), tables: Vec::new(), shown: HashSet::new() };
        builder.push(Element::default());
        builder
    }

    fn push(&mut self, mut element: Element) {
        let index = self.tree.elements.len();
        element.parent = self.open.last().copied().unwrap_or_default();
        element.tokens = (self.tree.tokens.len(), 0);
        *self.count.entry(element.name).or_default() += 1;
        if element.name == "table" {
            self.tables.push(index);
        }
        self.open.push(index);
        self.tree.elements.push(element);
        self.tree.tokens.push(Token::Open(index));
    }

    fn pop(&mut self) {
        let Some(index) = self.open.pop() else { return };
        self.tree.tokens.push(Token::Close(index));
        let end = self.tree.tokens.len();
        let Some(element) = self.tree.elements.get_mut(index) else { return };
        element.tokens.1 = end;
        if let Some(count) = self.count.get_mut(element.name) {
            *count = count.saturating_sub(1);
        }
        if element.name == "table" {
            self.tables.pop();
        }
    }

    fn name_at(&self, place: usize) -> &'static str {
        self.open.get(place).and_then(|e| self.tree.elements.get(*e)).map_or("", |e| e.name)
    }

    /// Ends the nearest open element of `names`, and all in it, unless one that `stops` stands between.
    fn close(&mut self, names: &[&str], stops: impl Fn(&str) -> bool) {
        if !names.iter().any(|n| self.count.get(n).is_some_and(|c| *c > 0)) {
            return;
        }
        for place in (1..self.open.len()).rev().take(REACH) {
            let name = self.name_at(place);
            if names.contains(&name) {
                while self.open.len() > place {
                    self.pop();
                }
                return;
            }
            if stops(name) {
                return;
            }
        }
    }

    fn start(&mut self, tag: &StartTag<usize>) {
        let name = name_of(&tag.name);
        let read = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let attributes: Attributes = tag.attributes.iter().map(|(k, v)| (read(k), read(v))).collect();
        if matches!(name, "html" | "body") && self.count.get(name).is_some_and(|c| *c > 0) {
            return;
        }
        self.shown
            .extend(attributes.get("aria-controls").into_iter().flat_map(|v| v.split_whitespace()).map(str::to_owned));
        self.imply(name);
        let element = describe(name, &attributes, Span::new(tag.span.start, tag.span.end));
        self.note_table(&element);
        self.push(element);
        // Foreign elements end where they say so.
        if is_void(name) || tag.self_closing && matches!(name, "" | "svg" | "math") {
            self.pop();
        }
    }

    /// Ends what the tag `name` ends by starting.
    fn imply(&mut self, name: &str) {
        let block = |n: &str| is_block(n);
        match name {
            "body" => self.close(&["head"], block),
            "li" => self.close(&["li"], |n| matches!(n, "ul" | "ol" | "menu" | "dir" | "td" | "th")),
            "dt" | "dd" => self.close(&["dt", "dd"], |n| matches!(n, "dl" | "td" | "th")),
            "td" | "th" => self.close(&["td", "th"], |n| matches!(n, "tr" | "table")),
            "tr" => self.close(&["tr"], |n| n == "table"),
            "thead" | "tbody" | "tfoot" => self.close(&["thead", "tbody", "tfoot"], |n| n == "table"),
            "option" | "optgroup" => self.close(&["option"], |n| n == "select" || is_block(n)),
            "a" => self.close(&["a"], block),
            _ => {}
        }
        // Text straight into `<html>` ends the head as well; so does every block.
        if is_block(name) && name != "html" {
            self.close(&["head"], |n| n == "template");
            self.close(&["p"], block);
        }
        if matches!(name.as_bytes(), [b'h', b'1'..=b'6']) {
            self.close(&["h1", "h2", "h3", "h4", "h5", "h6"], block);
        }
    }

    /// Counts cells, and sees which tables only place things: those that hold headings or tables.
    fn note_table(&mut self, element: &Element) {
        let Some(&table) = self.tables.last() else { return };
        let elements = &mut self.tree.elements;
        if (element.name == "table" || element.level.is_some())
            && let Some(table) = elements.get_mut(table)
        {
            table.layout = true;
        }
        if !matches!(element.name, "td" | "th") {
            return;
        }
        let head = usize::from(element.name == "th");
        let row = self.open.iter().rev().take(4).copied().find(|e| elements.get(*e).is_some_and(|e| e.name == "tr"));
        let Some(row) = row.and_then(|r| elements.get_mut(r)) else { return };
        (row.cells, row.heads) = (row.cells + 1, row.heads + head);
        let cells = row.cells;
        if let Some(table) = elements.get_mut(table) {
            table.cells = table.cells.max(cells);
        }
    }

    fn end(&mut self, tag: &EndTag<usize>) {
        let name = name_of(&tag.name);
        match name {
            // A page may go on after its end.
            "html" | "body" => {}
            "br" => {
                self.push(Element { name: "br", ..Element::default() });
                self.pop();
            }
            "table" | "tr" | "td" | "th" | "thead" | "tbody" | "tfoot" => {
                self.close(&[name], |n| name != "table" && n == "table");
            }
            _ if is_block(name) => self.close(&[name], |n| matches!(n, "td" | "th" | "caption")),
            _ => self.close(&[name], is_block),
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        if text.get(range.clone()).is_none() {
            return;
        }
        self.tree.tokens.push(Token::Text(range));
    }

    fn comment(&mut self, text: &str, range: Range<usize>) {
        let written = text.get(range.clone()).unwrap_or_default();
        let Some(inner) = written.strip_prefix("<!--").and_then(|w| w.strip_suffix("-->")) else { return };
        let start = range.start + 4;
        self.tree.comments.push(start..start + inner.len());
    }

    fn finish(mut self) -> Tree {
        while !self.open.is_empty() {
            self.pop();
        }
        // What a button of the page shows is not hidden for good.
        for element in &mut self.tree.elements {
            if element.id.as_deref().is_some_and(|id| self.shown.contains(id)) {
                element.part = Part::Text;
            }
        }
        self.tree
    }
}
