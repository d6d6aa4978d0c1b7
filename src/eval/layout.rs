//! Where words stand: sentence, block, section, paragraph; and how far two places are apart.

use super::clause::Clauses;
use crate::document::{BlockKind, Document, WordKind};
use crate::matcher::{Token, TokenKind, Words};
use crate::syntax::ast::Window;
use std::collections::HashMap;

/// So many lead-ins above a sentence count: lists in lists, and the paragraph before them.
pub const MOST_LEADS: usize = 16;

/// How a sentence may be used as evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Running text, list items, table cells.
    Body,
    /// A heading.
    Heading,
    /// A link's title or target.
    Link,
    /// A question, navigation, code: never evidence.
    Aside,
}

/// What the window `item` means at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// A list item, or a cell without a row.
    Block(usize),
    /// A row of a table.
    Row(usize),
    /// Running text.
    Sentence(usize),
}

/// What a sentence lets the reader reach.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Nothing.
    #[default]
    Nothing,
    /// An e-mail address.
    Mailbox,
    /// A link or a web address.
    Page,
}

/// Which sentences a passage is looked for in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Running text and links.
    Body,
    /// Headings.
    Heading,
    /// All but asides.
    Any,
}

impl Mode {
    /// Whether a sentence of that standing is looked at.
    pub fn takes(self, standing: Standing) -> bool {
        match standing {
            Standing::Body | Standing::Link => self != Self::Heading,
            Standing::Heading => self != Self::Body,
            Standing::Aside => false,
        }
    }
}

/// Places of a document, indexed.
#[derive(Debug)]
pub struct Layout<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its clauses.
    pub clauses: Clauses,
    sentence_of: Vec<u32>,
    standing: Vec<Standing>,
    ordinal: Vec<u32>,
    paragraph: Vec<u32>,
    /// For each sentence the one that stands for its whole list.
    unit: Vec<u32>,
    /// For each sentence what it lets the reader reach.
    reach: Vec<Reach>,
    /// For each row of a table the sentences of its head.
    heads: HashMap<usize, (usize, usize)>,
}

impl<'a> Layout<'a> {
    /// Indexes a document.
    pub fn of(document: &'a Document) -> Self {
        let mut sentence_of = vec![0; document.words.len()];
        let mut standing = Vec::with_capacity(document.sentences.len());
        let mut ordinal = Vec::with_capacity(document.sentences.len());
        let mut count = 0;
        for (i, sentence) in document.sentences.iter().enumerate() {
            for slot in sentence_of.get_mut(sentence.words.0..sentence.words.1).unwrap_or_default() {
                *slot = i as u32;
            }
            let block = document.blocks.get(sentence.block);
            let stands = match block.map(|b| (b.kind, b.navigation)) {
                Some((BlockKind::Heading, _)) => Standing::Heading,
                Some((BlockKind::Code, _) | (_, true)) => Standing::Aside,
                Some((BlockKind::LinkTarget, _)) => Standing::Link,
                _ if sentence.question => Standing::Aside,
                _ => Standing::Body,
            };
            if stands == Standing::Body || stands == Standing::Aside {
                count += 1;
            }
            standing.push(stands);
            ordinal.push(count);
        }
        let mut layout = Self {
            document,
            clauses: Clauses::of(document),
            sentence_of,
            standing,
            ordinal,
            paragraph: paragraphs(document),
            unit: Vec::with_capacity(document.sentences.len()),
            reach: reach(document),
            heads: heads(document),
        };
        for sentence in 0..document.sentences.len() {
            let lead = layout.lead_in(sentence).and_then(|lead| layout.unit.get(lead).copied());
            layout.unit.push(lead.unwrap_or(sentence as u32));
        }
        layout
    }

    /// The words as the matcher takes them.
    pub fn tokens(&self) -> Vec<Token> {
        let kind = |kind| match kind {
            WordKind::Word => TokenKind::Word,
            WordKind::Number => TokenKind::Number,
            WordKind::Email => TokenKind::Email,
            WordKind::Url => TokenKind::Url,
            WordKind::Sign => TokenKind::Sign,
        };
        let place = |i: usize| {
            let sentence = self.sentence(i as u32);
            (sentence as u32, self.block(i as u32) as u32, self.standing(i as u32) == Standing::Link)
        };
        let words = self.document.words.iter().enumerate();
        words
            .map(|(i, w)| {
                let (sentence, block, link) = place(i);
                Token { start: w.extent.start, end: w.extent.end, sentence, block, kind: kind(w.kind), link }
            })
            .collect()
    }

    /// The sentence of a word.
    pub fn sentence(&self, word: u32) -> usize {
        self.sentence_of.get(word as usize).copied().unwrap_or_default() as usize
    }

    /// The block of a word.
    pub fn block(&self, word: u32) -> usize {
        self.document.sentences.get(self.sentence(word)).map_or(0, |s| s.block)
    }

    /// The section of a word.
    pub fn section(&self, word: u32) -> usize {
        self.document.blocks.get(self.block(word)).map_or(0, |b| b.section)
    }

    /// How the sentence of a word may be used.
    pub fn standing(&self, word: u32) -> Standing {
        self.standing.get(self.sentence(word)).copied().unwrap_or(Standing::Aside)
    }

    /// The paragraph of a word: a block, or a list or table with the paragraph that introduces it.
    pub fn paragraph(&self, word: u32) -> u32 {
        self.paragraph.get(self.block(word)).copied().unwrap_or_default()
    }

    /// The paragraph of a block.
    pub fn paragraph_of_block(&self, block: usize) -> u32 {
        self.paragraph.get(block).copied().unwrap_or_default()
    }

    /// The sentences that are fewer than so many sentences away, as a range; those of other sections may be among them.
    pub fn near(&self, sentence: usize, n: u32) -> (u32, u32) {
        if n <= 1 {
            return (sentence as u32, sentence as u32 + 1);
        }
        let here = self.ordinal.get(sentence).copied().unwrap_or_default();
        let first = self.ordinal.partition_point(|o| o.saturating_add(n) <= here);
        let end = self.ordinal.partition_point(|o| *o < here.saturating_add(n));
        (first as u32, end as u32)
    }

    /// The sentence that introduces the list or holds the link in which a sentence stands.
    pub fn lead_in(&self, sentence: usize) -> Option<usize> {
        let block = self.document.sentences.get(sentence)?.block;
        self.document.blocks.get(block)?.lead_in.filter(|lead| *lead < sentence)
    }

    /// The sentences that introduce a sentence, the nearest first; no more than a reader keeps in mind, for a text may
    /// put a colon after every one of its paragraphs.
    pub fn leads(&self, sentence: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.lead_in(sentence), |lead| self.lead_in(*lead)).take(MOST_LEADS)
    }

    /// The sentences in the head of the table in whose body a sentence stands: they introduce each of its rows.
    pub fn table_head(&self, sentence: usize) -> Option<(usize, usize)> {
        let block = self.document.blocks.get(self.document.sentences.get(sentence)?.block)?;
        self.heads.get(&block.row?).copied()
    }

    /// The sentences at the head of the column and row in whose cell a sentence stands.
    pub fn cell_heads(&self, sentence: usize) -> impl Iterator<Item = usize> {
        let blocks = &self.document.blocks;
        let block = self.document.sentences.get(sentence).and_then(|s| blocks.get(s.block));
        let heads = block.into_iter().flat_map(|b| b.headers.iter().filter_map(|h| blocks.get(*h)));
        heads.flat_map(|head| head.sentences.0..head.sentences.1)
    }

    /// The sentence that stands for the whole list when a window counts things together.
    pub fn unit_sentence(&self, word: u32) -> usize {
        self.unit.get(self.sentence(word)).copied().unwrap_or_default() as usize
    }

    /// What the sentence of a word lets the reader reach.
    pub fn reach(&self, word: u32) -> Reach {
        self.reach.get(self.sentence(word)).copied().unwrap_or_default()
    }

    /// Whether two places stand in one window.
    pub fn within(&self, window: Window, a: Words, b: Words) -> bool {
        match window {
            Window::Clause => self.clauses.same(a, b),
            Window::Sentences(n) => self.sentences_apart(a, b).is_some_and(|apart| apart < n.max(1)),
            Window::Item => self.item(a.start) == self.item(b.start),
            Window::Paragraph => self.paragraph(a.start) == self.paragraph(b.start),
            Window::Section => self.section(a.start) == self.section(b.start),
            Window::Document => true,
            Window::Words(n) => self.sentence(a.start) == self.sentence(b.start) && distance(a, b) <= n,
        }
    }

    /// How many sentences lie between: 0 for the same one, for a list item and its lead-in, for a row and its table's head.
    pub fn sentences_apart(&self, a: Words, b: Words) -> Option<u32> {
        let (a, b) = (self.sentence(a.start), self.sentence(b.start));
        let introduces = |head: Option<(usize, usize)>, s| head.is_some_and(|(first, end)| (first..end).contains(&s));
        if a == b || introduces(self.table_head(a), b) || introduces(self.table_head(b), a) {
            return Some(0);
        }
        let direct = self.ordinals_apart(a, b);
        let leads = [(self.lead_in(a), Some(b)), (Some(a), self.lead_in(b))];
        let through = leads.into_iter().filter_map(|(x, y)| self.ordinals_apart(x?, y?)).min();
        match (direct, through) {
            (Some(x), Some(y)) => Some(x.min(y)),
            (x, y) => x.or(y),
        }
    }

    fn ordinals_apart(&self, a: usize, b: usize) -> Option<u32> {
        let section = |s: usize| {
            self.document.sentences.get(s).and_then(|s| self.document.blocks.get(s.block)).map(|b| b.section)
        };
        if a == b {
            return Some(0);
        }
        if section(a) != section(b) {
            return None;
        }
        let (x, y) = (self.ordinal.get(a)?, self.ordinal.get(b)?);
        Some(x.abs_diff(*y).max(1))
    }

    /// What a word stands in: a list item, a row of a table, else its sentence.
    pub fn item(&self, word: u32) -> Item {
        let block = self.block(word);
        match self.document.blocks.get(block).map(|b| (b.kind, b.row)) {
            Some((BlockKind::TableCell, Some(row))) => Item::Row(row),
            Some((BlockKind::ListItem | BlockKind::TableCell, _)) => Item::Block(block),
            _ => Item::Sentence(self.sentence(word)),
        }
    }
}

/// How many words lie between two ranges; 0 when they touch or overlap.
pub fn distance(a: Words, b: Words) -> u32 {
    if a.start <= b.start { b.start.saturating_sub(a.end) } else { a.start.saturating_sub(b.end) }
}

fn heads(document: &Document) -> HashMap<usize, (usize, usize)> {
    let mut by_row: HashMap<usize, (usize, usize)> = HashMap::new();
    let mut heads = HashMap::new();
    for block in &document.blocks {
        let (BlockKind::TableCell, Some(row)) = (block.kind, block.row) else { continue };
        let of_row = by_row.entry(row).or_insert(block.sentences);
        of_row.1 = block.sentences.1;
        let above = |h: &usize| document.blocks.get(*h).and_then(|h| h.row).filter(|head| *head != row);
        let head = block.headers.iter().find_map(above).and_then(|head| by_row.get(&head).copied());
        heads.extend(head.map(|head| (row, head)));
    }
    heads
}

fn reach(document: &Document) -> Vec<Reach> {
    let of_words = |words: (usize, usize)| {
        let words = document.words.get(words.0..words.1).unwrap_or_default();
        words.iter().map(|w| match w.kind {
            WordKind::Url => Reach::Page,
            WordKind::Email => Reach::Mailbox,
            _ => Reach::Nothing,
        })
    };
    let mut reach: Vec<Reach> =
        document.sentences.iter().map(|s| of_words(s.words).max().unwrap_or_default()).collect();
    let targets = document.blocks.iter().filter(|b| b.kind == BlockKind::LinkTarget);
    for holder in targets.filter_map(|b| b.lead_in) {
        if let Some(slot) = reach.get_mut(holder) {
            *slot = Reach::Page;
        }
    }
    reach
}

fn paragraphs(document: &Document) -> Vec<u32> {
    let mut paragraph: Vec<u32> = Vec::with_capacity(document.blocks.len());
    let mut groups: HashMap<usize, u32> = HashMap::new();
    for (i, block) in document.blocks.iter().enumerate() {
        let lead = block.lead_in.and_then(|s| document.sentences.get(s)).map(|s| s.block);
        let first = || block.group.map_or(i as u32, |group| *groups.entry(group).or_insert(i as u32));
        let number = lead.and_then(|b| paragraph.get(b).copied()).unwrap_or_else(first);
        paragraph.push(number);
    }
    paragraph
}
