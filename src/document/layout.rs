//! Lays blocks out as prose, sentences, words, links and sections: from raw blocks to [`Document`]. Knows no formats.

use super::leads::Leads;
use super::raw::{Break, Kind, Raw, RawLink, Reading};
use super::{Block, BlockKind, Document, Extent, Format, Link, Prose, Section, SectionKind, Sentence, Word, WordKind};
use super::{sentence, word};
use crate::source::Span;
use std::collections::HashMap;

/// Builds the document.
pub(super) fn build(reading: Reading<'_>, format: Format) -> Document {
    let root =
        Section { title: String::new(), level: 0, kind: SectionKind::Root, heading: None, parent: None, end_block: 0 };
    let mut layout = Layout {
        out: Document {
            format,
            prose: Prose::default(),
            sections: vec![root],
            blocks: Vec::new(),
            sentences: Vec::new(),
            words: Vec::new(),
            links: Vec::new(),
            blank_links: reading.blank_links,
            comments: reading.comments,
            tags: reading.tags,
            codes: reading.codes,
        },
        links: reading.links,
        pending: Vec::new(),
        open: vec![0],
        leads: Leads::default(),
        tables: HashMap::new(),
        cuts: Vec::new(),
    };
    for raw in reading.raws {
        layout.raw(&raw);
    }
    layout.finish()
}

pub(super) struct Layout {
    pub out: Document,
    pub links: Vec<RawLink>,
    /// Links of the block at hand whose title or target is still to be told.
    pub pending: Vec<usize>,
    /// The open sections, outermost first.
    pub open: Vec<usize>,
    pub leads: Leads,
    /// Of each table: the column heads and the first cell of the row at hand.
    tables: HashMap<usize, Table>,
    pub cuts: Vec<word::Cut>,
}

#[derive(Default)]
struct Table {
    heads: HashMap<usize, usize>,
    row: usize,
    first: Option<usize>,
}

impl Layout {
    fn raw(&mut self, raw: &Raw<'_>) {
        if raw.kind == Kind::Rule || raw.is_blank() {
            return;
        }
        match raw.kind {
            Kind::Heading(level) => self.section(raw, level, SectionKind::Heading),
            Kind::Inferred { run_in, depth } => {
                let kind = if run_in { SectionKind::RunIn } else { SectionKind::Heading };
                self.section(raw, depth, kind);
            }
            _ => {}
        }
        let block = self.block(raw);
        self.leads_after(raw, block);
        self.targets(block);
    }

    /// Opens the section of a heading.
    fn section(&mut self, raw: &Raw<'_>, level: u8, kind: SectionKind) {
        let level = level.clamp(1, 7);
        while let Some(&last) = self.open.last() {
            if self.out.sections.get(last).is_none_or(|s| s.level < level) || self.open.len() == 1 {
                break;
            }
            self.close(last);
            self.open.pop();
        }
        let mut title = raw.head_text(1_000).split_whitespace().collect::<Vec<_>>().join(" ");
        if kind == SectionKind::RunIn {
            title.truncate(title.trim_end_matches([':', '.', '-', '–', '—', ' ']).len());
        }
        let parent = self.open.last().copied();
        self.open.push(self.out.sections.len());
        let heading = Some(self.out.blocks.len());
        self.out.sections.push(Section { title, level, kind, heading, parent, end_block: 0 });
    }

    fn close(&mut self, section: usize) {
        let end = self.out.blocks.len();
        if let Some(section) = self.out.sections.get_mut(section) {
            section.end_block = end;
        }
    }

    fn finish(mut self) -> Document {
        while let Some(section) = self.open.pop() {
            self.close(section);
        }
        self.out
    }

    /// Parts two blocks in the prose.
    pub(super) fn part(&mut self, source: Span) {
        if !self.out.prose.is_empty() {
            self.out.prose.push("\n", Span { start: source.start, end: source.start }, false);
        }
    }

    /// Lays out one block; returns its index.
    fn block(&mut self, raw: &Raw<'_>) -> usize {
        let first_source = raw.lines.iter().flat_map(|l| &l.pieces).map(|p| p.source).next().unwrap_or_default();
        self.part(first_source);
        let start = self.out.prose.len();
        let mut breaks = Vec::new();
        let mut before: Option<(Span, Break)> = None;
        for line in &raw.lines {
            let Some(first) = line.pieces.first().map(|p| p.source) else { continue };
            if let Some((last, after)) = before {
                if after != Break::Soft {
                    breaks.push(sentence::Break { at: self.out.prose.len() - start, line: after == Break::Line });
                }
                let gap = Span { start: last.end.min(first.start), end: first.start };
                self.out.prose.push(" ", gap, false);
            }
            for piece in &line.pieces {
                let at = self.out.prose.len() as u32;
                let end = at + piece.text.len() as u32;
                if let Some(link) = piece.link.and_then(|l| self.links.get_mut(l)) {
                    let begun = link.extent.filter(|e| e.start as usize >= start).map_or(at, |e| e.start);
                    link.extent = Some(Extent { start: begun, end });
                }
                self.out.prose.push(&piece.text, piece.source, piece.verbatim);
            }
            before = line.pieces.last().map(|p| (p.source, line.after));
        }
        let end = self.out.prose.len();
        let extent = Extent { start: start as u32, end: end as u32 };
        let block = self.push_block(raw, extent);
        self.sentences(block, extent, &breaks);
        self.block_links(block, raw);
        block
    }

    fn push_block(&mut self, raw: &Raw<'_>, extent: Extent) -> usize {
        let block = self.out.blocks.len();
        let kind = match raw.kind {
            Kind::Heading(_) | Kind::Inferred { .. } => BlockKind::Heading,
            Kind::Paragraph | Kind::Rule => BlockKind::Paragraph,
            Kind::Item => BlockKind::ListItem,
            Kind::Cell => BlockKind::TableCell,
            Kind::Quote => BlockKind::Quote,
            Kind::Definition => BlockKind::Definition,
            Kind::Code => BlockKind::Code,
        };
        let extent = trimmed(&self.out.prose, extent);
        let headers = self.headers(raw, block);
        let lead_in = self.lead_in(raw);
        self.out.blocks.push(Block {
            kind,
            section: self.open.last().copied().unwrap_or_default(),
            extent,
            sentences: (self.out.sentences.len(), self.out.sentences.len()),
            lead_in,
            group: raw.group.filter(|_| matches!(raw.kind, Kind::Item | Kind::Cell)),
            number: raw.number.filter(|_| raw.kind == Kind::Item),
            row: raw.row,
            headers,
            navigation: raw.navigation,
        });
        block
    }

    fn headers(&mut self, raw: &Raw<'_>, block: usize) -> Vec<usize> {
        let (Kind::Cell, Some(group), Some(row)) = (raw.kind, raw.group, raw.row) else { return Vec::new() };
        let table = self.tables.entry(group).or_default();
        if raw.head {
            table.heads.insert(raw.column, block);
            return Vec::new();
        }
        if table.row != row {
            table.row = row;
            table.first = None;
        }
        let mut headers: Vec<usize> = table.heads.get(&raw.column).copied().into_iter().collect();
        match table.first {
            Some(first) => headers.push(first),
            None if raw.column == 0 => table.first = Some(block),
            None => {}
        }
        headers
    }

    /// Cuts the sentences and words of a block.
    fn sentences(&mut self, block: usize, extent: Extent, breaks: &[sentence::Break]) {
        let text = self.out.prose.slice(extent).to_owned();
        for (start, end) in sentence::cut(&text, breaks) {
            self.cuts.clear();
            let Some(sentence) = text.get(start..end) else { continue };
            word::cut(sentence, &mut self.cuts);
            let first = self.out.words.len();
            let base = extent.start + start as u32;
            for cut in &self.cuts {
                let extent = Extent { start: base + cut.start as u32, end: base + cut.end as u32 };
                self.out.words.push(Word { extent, kind: cut.kind });
            }
            let words = (first, self.out.words.len());
            self.push_sentence(block, Extent { start: base, end: extent.start + end as u32 }, words);
        }
    }

    pub(super) fn push_sentence(&mut self, block: usize, extent: Extent, words: (usize, usize)) {
        let text = self.out.prose.slice(extent);
        let question = text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', '!']).ends_with(['?', '？']);
        self.out.sentences.push(Sentence { block, extent, words, question });
        if let Some(block) = self.out.blocks.get_mut(block) {
            block.sentences.1 = self.out.sentences.len();
        }
    }

    /// Records the links of a block: those with marks, and bare URLs.
    fn block_links(&mut self, block: usize, raw: &Raw<'_>) {
        let mut found: Vec<Link> = Vec::new();
        let mut last = None;
        for index in raw.lines.iter().flat_map(|l| &l.pieces).filter_map(|p| p.link) {
            if last == Some(index) {
                continue;
            }
            last = Some(index);
            let Some(link) = self.links.get(index) else { continue };
            let Some(extent) = link.extent.map(|e| trimmed(&self.out.prose, e)) else { continue };
            let title = Some(link.title.clone()).filter(|t| !t.is_empty());
            found.push(Link { block, extent, target: link.target.clone(), title });
            self.pending.push(index);
        }
        let marked = found.len();
        let mut at = 0;
        let sentences = self.out.blocks.get(block).map_or((0, 0), |b| b.sentences);
        let words = self.words_of(sentences);
        for word in self.out.words.get(words.0..words.1).unwrap_or_default() {
            if word.kind != WordKind::Url {
                continue;
            }
            while at < marked && found.get(at).is_some_and(|l| l.extent.end <= word.extent.start) {
                at += 1;
            }
            if at < marked && found.get(at).is_some_and(|l| l.extent.start < word.extent.end) {
                continue;
            }
            let target = self.out.prose.slice(word.extent).to_owned();
            found.push(Link { block, extent: word.extent, target, title: None });
        }
        found.sort_by_key(|l| l.extent);
        self.out.links.append(&mut found);
    }

    fn words_of(&self, sentences: (usize, usize)) -> (usize, usize) {
        let range = self.out.sentences.get(sentences.0..sentences.1).unwrap_or_default();
        match (range.first(), range.last()) {
            (Some(first), Some(last)) => (first.words.0, last.words.1),
            _ => (0, 0),
        }
    }
}

/// An extent without the spaces around its text.
pub(super) fn trimmed(prose: &Prose, extent: Extent) -> Extent {
    let text = prose.slice(extent);
    let start = extent.start + (text.len() - text.trim_start().len()) as u32;
    Extent { start, end: start + text.trim().len() as u32 }
}
