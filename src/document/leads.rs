//! Lead-ins (the sentence that introduces a list) and link targets, told while blocks are laid out.

use super::layout::{Layout, trimmed};
use super::raw::{Kind, Raw, Style, pieces};
use super::{Block, BlockKind, Extent, Word, WordKind, shape, word};
use crate::source::Span;
use std::collections::HashMap;

/// What introduces the blocks to come.
#[derive(Default)]
pub(super) struct Leads {
    /// The last sentence before, when it can introduce a list.
    before: Option<usize>,
    /// Whether that sentence ends in a colon.
    colon: bool,
    /// A sentence with a colon, kept over the run-ins that follow it.
    run_ins: Option<usize>,
    /// A run-in was just read.
    after_run_in: bool,
    /// The lead-in of each list and table.
    groups: HashMap<usize, Option<usize>>,
    /// The last sentence of the last item of each depth.
    items: Vec<Option<usize>>,
    /// Of the last numbered list: its last number and lead-in.
    numbered: Option<(u64, Option<usize>)>,
}

impl Layout {
    /// The sentence that introduces a block about to be laid out.
    pub(super) fn lead_in(&mut self, raw: &Raw<'_>) -> Option<usize> {
        let leads = &mut self.leads;
        match raw.kind {
            Kind::Heading(_) | Kind::Inferred { .. } | Kind::Rule => return None,
            Kind::Item | Kind::Cell => {}
            _ if leads.after_run_in => return leads.run_ins,
            _ => return leads.before.filter(|_| leads.colon),
        }
        if let Some(known) = raw.group.and_then(|g| leads.groups.get(&g)) {
            return *known;
        }
        let parent = raw.depth.checked_sub(2).and_then(|d| leads.items.get(d)).copied().flatten();
        let continued = match (leads.numbered, raw.number) {
            (Some((last, lead)), Some(number)) if number == last + 1 => lead,
            _ => None,
        };
        let kept = leads.run_ins.filter(|_| leads.after_run_in);
        let lead = parent.or(leads.before).or(continued).or(kept);
        if let Some(group) = raw.group {
            leads.groups.insert(group, lead);
        }
        lead
    }

    /// Remembers what a block just laid out means for those to come.
    pub(super) fn leads_after(&mut self, raw: &Raw<'_>, block: usize) {
        let sentences = self.out.blocks.get(block).map_or((0, 0), |b| b.sentences);
        let last = (sentences.1 > sentences.0).then(|| sentences.1 - 1);
        let text = raw.tail_text(240);
        let colon = text.ends_with([':', '：']);
        let leads = &mut self.leads;
        match raw.kind {
            Kind::Heading(_) => {
                *leads = Leads { groups: std::mem::take(&mut leads.groups), ..Leads::default() };
                // "We tell you by email" or "Why we use your data for" over a bare list introduces it.
                let opens = ["We ", "You ", "For ", "To ", "With ", "When ", "If "].iter().any(|w| text.starts_with(w));
                let clause = shape::introduces(&text) || opens;
                leads.before = last.filter(|_| colon || clause && !shape::is_terminated(&text));
                leads.colon = colon;
            }
            Kind::Inferred { .. } => {
                if leads.colon {
                    leads.run_ins = leads.before;
                }
                leads.before = last.filter(|_| colon).or(leads.before);
                leads.colon = false;
                leads.after_run_in = true;
            }
            Kind::Item => {
                let depth = raw.depth.max(1);
                leads.items.resize(depth - 1, None);
                leads.items.push(last);
                leads.before = last.filter(|_| colon);
                leads.colon = colon;
                leads.after_run_in = false;
                if let (1, Some(number)) = (depth, raw.number) {
                    let lead = raw.group.and_then(|g| leads.groups.get(&g)).copied().flatten();
                    leads.numbered = Some((number, lead));
                }
            }
            _ => {
                // A few words between "…:" and the list belong to the list's introduction.
                let earlier = last.filter(|l| *l > sentences.0).map(|l| l - 1);
                let stub = !shape::is_terminated(&text) && !colon && last.is_some_and(|l| words_in(&self.out, l) <= 3);
                let told = earlier.filter(|e| stub && self.out.sentence_text(*e).trim_end().ends_with(':'));
                let last = told.or(last);
                let lower = text.to_lowercase();
                let tells = ["following", "below", "as follows", "these:"].iter().any(|w| lower.contains(w));
                leads.before = last.filter(|_| shape::introduces(&text) || !shape::is_terminated(&text) || tells);
                leads.colon = colon;
                leads.after_run_in = false;
                leads.items.clear();
            }
        }
    }

    /// Makes the `LinkTarget` blocks of the links of a block.
    pub(super) fn targets(&mut self, block: usize) {
        for index in std::mem::take(&mut self.pending) {
            let Some(link) = self.links.get_mut(index) else { continue };
            if std::mem::replace(&mut link.told, true) {
                continue;
            }
            let link = link.clone();
            let Some(extent) = link.extent.map(|e| trimmed(&self.out.prose, e)) else { continue };
            let target = Target::of(&link.target, self.out.prose.slice(extent));
            let title = !link.title.trim().is_empty();
            if !title && target.is_none() {
                continue;
            }
            let holder = self.sentence_at(block, extent.start);
            let place = self.target_block(block, holder, link.title_source);
            if title {
                self.target_text(place, &link.title, link.title_source, link.title_verbatim, None);
            }
            if let Some(target) = target {
                let mut source = link.target_source;
                if link.target_verbatim {
                    let start = source.start as usize + target.skip;
                    source = Span::new(start, start + target.text.len());
                }
                if title {
                    self.part(source);
                }
                self.target_text(place, target.text, source, link.target_verbatim, target.kind);
            }
            self.close_target(place);
        }
    }

    fn sentence_at(&self, block: usize, at: u32) -> Option<usize> {
        let (first, end) = self.out.blocks.get(block)?.sentences;
        let range = self.out.sentences.get(first..end)?;
        let found = first + range.partition_point(|s| s.extent.end <= at);
        (found < end).then_some(found).or_else(|| end.checked_sub(1).filter(|s| *s >= first))
    }

    fn target_block(&mut self, block: usize, holder: Option<usize>, source: Span) -> usize {
        self.part(source);
        let at = self.out.prose.len() as u32;
        let (section, navigation) = self.out.blocks.get(block).map_or((0, false), |b| (b.section, b.navigation));
        let sentences = (self.out.sentences.len(), self.out.sentences.len());
        self.out.blocks.push(Block {
            kind: BlockKind::LinkTarget,
            section,
            extent: Extent { start: at, end: at },
            sentences,
            lead_in: holder,
            group: None,
            number: None,
            row: None,
            headers: Vec::new(),
            navigation,
        });
        self.out.blocks.len() - 1
    }

    fn close_target(&mut self, block: usize) {
        let end = self.out.prose.len() as u32;
        if let Some(block) = self.out.blocks.get_mut(block) {
            block.extent = trimmed(&self.out.prose, Extent { start: block.extent.start, end });
        }
    }

    /// Adds a title or target as one sentence; with a `kind` it is one word.
    fn target_text(&mut self, block: usize, text: &str, source: Span, verbatim: bool, kind: Option<WordKind>) {
        let start = self.out.prose.len() as u32;
        let mut parts = Vec::new();
        pieces(text, source.start as usize, &Style::default(), &mut parts);
        for part in parts {
            let place = if verbatim { part.source } else { source };
            self.out.prose.push(&part.text, place, verbatim && part.verbatim);
        }
        let extent = trimmed(&self.out.prose, Extent { start, end: self.out.prose.len() as u32 });
        let first = self.out.words.len();
        if let Some(kind) = kind {
            self.out.words.push(Word { extent, kind });
        } else {
            let text = self.out.prose.slice(extent).to_owned();
            self.cuts.clear();
            word::cut(&text, &mut self.cuts);
            for cut in &self.cuts {
                let extent = Extent { start: extent.start + cut.start as u32, end: extent.start + cut.end as u32 };
                self.out.words.push(Word { extent, kind: cut.kind });
            }
        }
        if extent.start < extent.end {
            self.push_sentence(block, extent, (first, self.out.words.len()));
        }
    }
}

/// What of a link's target is worth reading.
struct Target<'a> {
    text: &'a str,
    /// Bytes before it in the target.
    skip: usize,
    /// `None`: read it as words.
    kind: Option<WordKind>,
}

impl<'a> Target<'a> {
    /// The target when it leads out of the page and `shown`, the link's text, does not say it already.
    fn of(target: &'a str, shown: &str) -> Option<Self> {
        let start = super::raw::head(target, 8).to_ascii_lowercase();
        let shown = shown.trim();
        if start.starts_with("mailto:") {
            let text = target.get(7..)?.split('?').next()?.trim_end();
            let text_start = text.trim_start();
            let skip = 7 + text.len() - text_start.len();
            let seen = shown.to_lowercase().contains(&text_start.to_lowercase());
            return (text_start.contains('@') && !seen).then_some(Self {
                text: text_start,
                skip,
                kind: Some(WordKind::Email),
            });
        }
        if start.starts_with("tel:") {
            let digits = shown.chars().filter(char::is_ascii_digit).count();
            let text = target.get(4..)?;
            return (digits < 5 && !text.trim().is_empty()).then_some(Self { text, skip: 4, kind: None });
        }
        let absolute = ["http://", "https://", "ftp://", "www."].iter().any(|s| start.starts_with(s));
        let seen = bare(target) == bare(shown);
        (absolute && !seen && !target.trim().is_empty()).then_some(Self {
            text: target,
            skip: 0,
            kind: Some(WordKind::Url),
        })
    }
}

fn words_in(document: &super::Document, sentence: usize) -> usize {
    document.sentences.get(sentence).map_or(0, |s| s.words.1 - s.words.0)
}

/// A URL without scheme, "www." and the closing slash.
fn bare(url: &str) -> String {
    let lower = url.trim().to_lowercase();
    let rest = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    rest.trim_start_matches("www.").trim_end_matches('/').to_owned()
}
