//! The policy as it was read: headings, paragraphs, lists and tables, with marks in them and notes beside them.

use super::html::{Html, harmless};
use super::marks::{Level, Note};
use super::policy::Policy;
use crate::document::{Block, BlockKind, Document, Extent};
use std::collections::BTreeSet;

/// The highest heading of a policy: what is above belongs to the page.
const FIRST_HEADING: usize = 4;

/// Notes that are higher than their passage by more than this (in characters of running text) are set below it.
const HOLE: usize = 420;

/// Writes the whole text.
pub(super) fn text(html: &mut Html, policy: &Policy<'_>) {
    let document = &policy.judged.report.document;
    let mut writer = Writer { html, policy, document, link: 0, open_link: None };
    let shown = |b: &&Block| b.kind != BlockKind::LinkTarget;
    let blocks: Vec<&Block> = document.blocks.iter().filter(shown).collect();
    writer.html.raw("<div class=\"text\">\n");
    let together =
        |a: &&Block, b: &&Block| a.group.is_some() && a.group == b.group && a.kind == b.kind && a.section == b.section;
    for group in blocks.chunk_by(together) {
        match group.first().map(|b| b.kind) {
            Some(BlockKind::ListItem) => writer.list(group),
            Some(BlockKind::TableCell) => writer.table(group),
            _ => group.iter().for_each(|block| writer.block(block)),
        }
    }
    if blocks.is_empty() {
        writer.html.raw("<p>The file holds no text.</p>\n");
    }
    writer.html.raw("</div>\n");
}

struct Writer<'a> {
    html: &'a mut Html,
    policy: &'a Policy<'a>,
    document: &'a Document,
    /// The next link of the document.
    link: usize,
    /// Where the open link ends.
    open_link: Option<u32>,
}

impl<'a> Writer<'a> {
    fn block(&mut self, block: &Block) {
        let (open, close) = match block.kind {
            BlockKind::Heading => heading(self.depth(block.section)),
            BlockKind::Quote => ("<blockquote>", "</blockquote>"),
            BlockKind::Code => ("<p><code>", "</code></p>"),
            _ if block.navigation => ("<p class=\"nav\">", "</p>"),
            _ => ("<p>", "</p>"),
        };
        let head = block.kind == BlockKind::Heading;
        let row = head || self.has_notes(block);
        self.html.raw(if head { "<div class=\"row head\">" } else { "" });
        self.html.raw(if row && !head { "<div class=\"row\">" } else { "" }).raw(open);
        self.inner(block);
        self.html.raw(close);
        self.notes(&[block]);
        self.html.raw(if row { "</div>\n" } else { "\n" });
    }

    fn list(&mut self, items: &[&Block]) {
        let nested = items.first().is_some_and(|first| self.introduced_by_item(first));
        let numbered = items.iter().any(|i| i.number.is_some());
        self.html.raw(if numbered { "<ol" } else { "<ul" });
        self.html.raw(if nested { " class=\"nested\">\n" } else { ">\n" });
        for item in items {
            self.html.raw("<li");
            match item.number {
                Some(number) => _ = self.html.attr("value", &number.to_string()),
                // A further paragraph of the item above.
                None if numbered => _ = self.html.raw(" class=\"more\""),
                None => {}
            }
            let row = self.has_notes(item);
            self.html.raw(if row { "><div class=\"row\"><div>" } else { ">" });
            self.inner(item);
            self.html.raw(if row { "</div>" } else { "" });
            self.notes(&[item]);
            self.html.raw(if row { "</div></li>\n" } else { "</li>\n" });
        }
        self.html.raw(if numbered { "</ol>\n" } else { "</ul>\n" });
    }

    fn introduced_by_item(&self, item: &Block) -> bool {
        let lead = item.lead_in.and_then(|s| self.document.sentences.get(s));
        lead.and_then(|s| self.document.blocks.get(s.block)).is_some_and(|b| b.kind == BlockKind::ListItem)
    }

    fn table(&mut self, cells: &[&Block]) {
        let label = "<div class=\"row\"><div class=\"scroll\" role=\"group\" aria-label=\"Table of the policy\" tabindex=\"0\"><table>\n";
        self.html.raw(label);
        let headers: BTreeSet<u32> = cells.iter().flat_map(|c| &c.headers).filter_map(|h| self.start(*h)).collect();
        let rows: Vec<_> = cells.chunk_by(|a, b| a.row == b.row).collect();
        let heads: Vec<u32> = rows.first().into_iter().flat_map(|r| r.iter()).map(|c| c.extent.start).collect();
        let column = |cell: &Block| {
            let of: Vec<u32> = cell.headers.iter().filter_map(|h| self.start(*h)).collect();
            heads.iter().position(|h| of.contains(h))
        };
        // A column without a head is the first one: its corner is empty.
        let corner = usize::from(rows.iter().skip(1).flat_map(|r| r.iter()).any(|c| column(c).is_none()));
        let places: Vec<Vec<usize>> = rows
            .iter()
            .enumerate()
            .map(|(at, row)| {
                let place = |(i, c): (usize, &&Block)| match at {
                    0 => i + corner,
                    _ => column(c).map_or(0, |n| n + corner),
                };
                row.iter().enumerate().map(place).collect()
            })
            .collect();
        for (at, (row, places)) in rows.iter().zip(places).enumerate() {
            self.html.raw("<tr>");
            self.cells(row, &places, at == 0, &headers);
            self.html.raw("</tr>\n");
        }
        self.html.raw("</table></div>");
        self.notes(cells);
        self.html.raw("</div>\n");
    }

    fn cells(&mut self, row: &[&Block], places: &[usize], first: bool, headers: &BTreeSet<u32>) {
        let mut filled = 0;
        for (cell, place) in row.iter().zip(places) {
            // No more than a table can have, whatever the text says.
            while filled < *place && filled < 1_000 {
                self.html.raw("<td></td>");
                filled += 1;
            }
            filled += 1;
            let (open, close) = match (headers.contains(&cell.extent.start), first) {
                (true, true) => ("<th scope=\"col\">", "</th>"),
                (true, false) => ("<th scope=\"row\">", "</th>"),
                _ => ("<td>", "</td>"),
            };
            self.html.raw(open);
            self.inner(cell);
            self.html.raw(close);
        }
    }

    /// Where a block starts, which names it.
    fn start(&self, block: usize) -> Option<u32> {
        self.document.blocks.get(block).map(|b| b.extent.start)
    }

    /// How deep a section lies; levels that a policy leaves out do not count.
    fn depth(&self, section: usize) -> usize {
        let mut depth = 0_usize;
        let mut at = self.document.sections.get(section).and_then(|s| s.parent);
        // Deeper ones look the same.
        while let Some(section) = at.and_then(|at| self.document.sections.get(at)).filter(|_| depth < 3) {
            depth += 1;
            at = section.parent;
        }
        depth.saturating_sub(1)
    }

    fn words(&self, block: &Block) -> impl Iterator<Item = usize> + use<'a> {
        let sentences = self.document.sentences.get(block.sentences.0..block.sentences.1).unwrap_or_default();
        sentences.iter().flat_map(|s| s.words.0..s.words.1)
    }

    /// The text of a block with its marks and links.
    fn inner(&mut self, block: &Block) {
        let marks = &self.policy.marks;
        let (mut at, mut end) = (block.extent.start, block.extent.start);
        let mut open = false;
        for index in self.words(block) {
            let Some(word) = self.document.words.get(index) else { continue };
            if marks.cut(index) {
                let mark = opening(marks.level(index));
                // Between two marks a space is marked too.
                let joined = open && !mark.is_empty() && self.is_space(end, word.extent.start);
                let close = if joined { word.extent.start } else { end };
                self.plain(at, close);
                self.html.raw(if open { "</mark>" } else { "" });
                self.gap(close, word.extent.start, block.extent.end);
                at = word.extent.start;
                for anchor in marks.at(index).iter().filter(|a| !a.spot.id.is_empty()) {
                    self.html.raw("<i").attr("id", &anchor.spot.id);
                    if anchor.marks != 1 {
                        self.html.raw(" data-n=\"").number(anchor.marks).raw("\"");
                    }
                    self.html.raw("></i>");
                }
                self.html.raw(mark);
                open = !mark.is_empty();
            }
            end = word.extent.end;
        }
        self.plain(at, end);
        self.html.raw(if open { "</mark>" } else { "" });
        self.gap(end, block.extent.end, block.extent.end);
    }

    fn slice(&self, start: u32, end: u32) -> &'a str {
        self.document.prose.slice(Extent { start, end })
    }

    fn plain(&mut self, start: u32, end: u32) {
        self.html.text(self.slice(start, end));
    }

    /// Whether there is only space between two words, and no link begins or ends there.
    fn is_space(&self, start: u32, end: u32) -> bool {
        let begins = self.document.links.get(self.link).is_some_and(|l| l.extent.start <= end);
        let ends = self.open_link.is_some_and(|e| e <= end);
        !begins && !ends && self.slice(start, end).trim().is_empty()
    }

    /// Text between marks, where links end and begin.
    fn gap(&mut self, start: u32, end: u32, block_end: u32) {
        let mut at = start;
        if let Some(close) = self.open_link.filter(|close| *close <= end) {
            let close = close.max(at);
            self.plain(at, close);
            self.html.raw("</a>");
            self.open_link = None;
            at = close;
        }
        while let Some(link) = self.document.links.get(self.link).filter(|l| l.extent.start <= end) {
            self.link += 1;
            let whole = link.extent.start >= at && link.extent.end > end && link.extent.end <= block_end;
            if whole && self.open_link.is_none() && harmless(&link.target) {
                self.plain(at, link.extent.start);
                self.html.raw("<a").attr("href", &link.target).raw(" rel=\"noopener noreferrer\">");
                self.open_link = Some(link.extent.end);
                at = link.extent.start;
            }
        }
        self.plain(at, end);
    }

    fn has_notes(&self, block: &Block) -> bool {
        self.words(block).flat_map(|w| self.policy.marks.at(w)).any(|a| a.spot.note.is_some())
    }

    fn notes(&mut self, blocks: &[&Block]) {
        let marks = &self.policy.marks;
        let anchors = blocks.iter().flat_map(|b| self.words(b)).flat_map(|w| marks.at(w));
        let mut notes: Vec<(&Note, &str)> =
            anchors.filter_map(|a| a.spot.note.as_ref().map(|n| (n, a.spot.id.as_str()))).collect();
        if notes.is_empty() {
            return;
        }
        // A finding with several places in the passage is told once.
        let mut told = BTreeSet::new();
        notes.retain(|(n, _)| told.insert((n.target.as_str(), n.text.as_str())));
        notes.sort_by_key(|(n, _)| std::cmp::Reverse(n.level));
        let text: u32 = blocks.iter().map(|b| b.extent.end - b.extent.start).sum();
        let beside = notes.iter().map(|(n, _)| height(n)).sum::<usize>() < HOLE + text as usize;
        self.html.raw(if beside { "<ul class=\"notes\"" } else { "<ul class=\"notes below\"" });
        self.html.raw(if self.policy.brief { ">" } else { " aria-label=\"Notes on this passage\">" });
        for (note, place) in notes {
            self.html.raw("<li class=\"").raw(class(note.level)).raw("\"").attr("data-of", place).raw(">");
            if !note.target.is_empty() {
                self.html.raw("<a href=\"#").text(&note.target).raw("\">");
            }
            self.html.raw("<b>").raw(note.head);
            let spelt = note.level == Level::Satisfied && !self.policy.brief;
            self.html.raw(if spelt { "<span class=\"vh\"> satisfied:</span>" } else { "" });
            self.html.raw("</b> ").text(&note.text).raw(if note.target.is_empty() { "" } else { "</a>" });
            if note.more > 0 {
                self.html.raw(" <small>and in ").number(note.more);
                self.html.raw(if note.more == 1 { " further place" } else { " further places" }).raw("</small>");
            }
            self.html.raw("</li>");
        }
        self.html.raw("</ul>");
    }
}

/// The height of a note, in characters of running text.
fn height(note: &Note) -> usize {
    let lines = 1 + (note.text.len() + note.head.len()) / 46;
    lines * 46 + 30
}

fn heading(depth: usize) -> (&'static str, &'static str) {
    match FIRST_HEADING + depth {
        0..=4 => ("<h4>", "</h4>"),
        5 => ("<h5>", "</h5>"),
        _ => ("<h6>", "</h6>"),
    }
}

/// The class of a level.
pub(super) fn class(level: Level) -> &'static str {
    match level {
        Level::None => "",
        Level::Near => "n",
        Level::Satisfied => "s",
        Level::Accepted => "a",
        Level::Info => "i",
        Level::Warning => "w",
        Level::Error => "e",
    }
}

fn opening(level: Level) -> &'static str {
    match level {
        Level::None => "",
        Level::Near => "<mark class=\"n\">",
        Level::Satisfied => "<mark class=\"s\">",
        Level::Accepted => "<mark class=\"a\">",
        Level::Info => "<mark class=\"i\">",
        Level::Warning => "<mark class=\"w\">",
        Level::Error => "<mark class=\"e\">",
    }
}
