//! The segmented policy for people: the tree of its sections with line numbers; in full also blocks and sentences.

use super::{Style, Verbosity, paint, safe, summary, wrap};
use crate::document::{Block, BlockKind, Document, Format, SectionKind};
use crate::source::Source;
use std::io::{self, Write};

/// Columns of a sentence that are shown.
const SENTENCE: usize = 70;

/// Columns of a line number.
const NUMBER: usize = 6;

/// Writes the sections with the number of their sentences; verbose: also each block's kind and its sentences.
pub fn outline(
    out: &mut dyn Write,
    source: &Source,
    document: &Document,
    style: &Style,
    verbosity: Verbosity,
) -> io::Result<()> {
    let tree = Tree { source, document, style: *style, counts: counts(document) };
    tree.head(out)?;
    tree.section(out, 0)?;
    for (index, block) in document.blocks.iter().enumerate() {
        if document.sections.get(block.section).is_some_and(|s| s.heading == Some(index)) {
            tree.section(out, block.section)?;
        } else if verbosity == Verbosity::Verbose {
            tree.block(out, block)?;
        }
    }
    writeln!(out)
}

/// Sentences of each section's own text, without sub-sections, headings and link targets.
fn counts(document: &Document) -> Vec<usize> {
    let mut counts = vec![0_usize; document.sections.len()];
    for block in &document.blocks {
        if !matches!(block.kind, BlockKind::Heading | BlockKind::LinkTarget)
            && let Some(count) = counts.get_mut(block.section)
        {
            *count += block.sentences.1.saturating_sub(block.sentences.0);
        }
    }
    counts
}

struct Tree<'a> {
    source: &'a Source,
    document: &'a Document,
    style: Style,
    counts: Vec<usize>,
}

impl Tree<'_> {
    fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        let format = match self.document.format {
            Format::Markdown => "Markdown",
            Format::Plain => "plain text",
            Format::Html => "HTML",
            Format::Docx => "DOCX",
        };
        let sections = self.document.sections.iter().filter(|s| s.kind != SectionKind::Root).count();
        paint::write(out, self.style.color, paint::BOLD, &safe::line(self.source.name()))?;
        writeln!(
            out,
            " ({format}): {}, {}",
            summary::count(sections, "section", "sections"),
            summary::count(self.counts.iter().sum(), "sentence", "sentences")
        )
    }

    fn line(&self, block: &Block) -> usize {
        self.source.line_index(self.document.prose.source_span(block.extent).start as usize) + 1
    }

    /// A heading with its line; the root only when it has text of its own.
    fn section(&self, out: &mut dyn Write, index: usize) -> io::Result<()> {
        let Some(section) = self.document.sections.get(index) else { return Ok(()) };
        let sentences = self.counts.get(index).copied().unwrap_or_default();
        let heading = section.heading.and_then(|b| self.document.blocks.get(b));
        if heading.is_none() && sentences == 0 {
            return Ok(());
        }
        let line = heading.map_or(1, |b| self.line(b));
        let title = match section.kind {
            SectionKind::Root => "(before the first heading)".to_owned(),
            SectionKind::Heading => safe::line(&section.title).into_owned(),
            SectionKind::RunIn => format!("~ {}", safe::line(&section.title)),
        };
        let count = match sentences {
            0 => String::new(),
            n => format!(" · {}", summary::count(n, "sentence", "sentences")),
        };
        let indent = 2 * usize::from(section.level.saturating_sub(1));
        let room = self.style.columns().saturating_sub(NUMBER + 2 + indent + safe::text_width(&count)).max(12);
        self.number(out, line)?;
        write!(out, "  {:indent$}", "")?;
        paint::write(out, self.style.color, paint::BOLD, &wrap::fit(&title, room))?;
        paint::write(out, self.style.color, paint::DIM, &count)?;
        writeln!(out)
    }

    fn block(&self, out: &mut dyn Write, block: &Block) -> io::Result<()> {
        let level = self.document.sections.get(block.section).map_or(0, |s| s.level);
        let indent = 2 * usize::from(level);
        self.number(out, self.line(block))?;
        let navigation = if block.navigation { " (navigation)" } else { "" };
        let kind = format!("[{}{navigation}]", kind(block.kind));
        write!(out, "  {:indent$}", "")?;
        paint::write(out, self.style.color, paint::DIM, &kind)?;
        writeln!(out)?;
        let (first, end) = block.sentences;
        for index in first..end.min(self.document.sentences.len()) {
            let Some(sentence) = self.document.sentences.get(index) else { break };
            let start = self.document.prose.source_span(sentence.extent).start as usize;
            let text = safe::folded(self.document.sentence_text(index), 4 * SENTENCE);
            let room = self.style.columns().saturating_sub(NUMBER + 4 + indent).clamp(12, SENTENCE);
            self.number(out, self.source.line_index(start) + 1)?;
            writeln!(out, "    {:indent$}{}", "", wrap::fit(&text, room))?;
        }
        Ok(())
    }

    fn number(&self, out: &mut dyn Write, line: usize) -> io::Result<()> {
        paint::write(out, self.style.color, paint::FRAME, &format!("{line:>NUMBER$}"))
    }
}

fn kind(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Heading => "heading",
        BlockKind::Paragraph => "paragraph",
        BlockKind::ListItem => "list item",
        BlockKind::TableCell => "table cell",
        BlockKind::Quote => "quotation",
        BlockKind::Definition => "definition",
        BlockKind::Code => "code",
        BlockKind::LinkTarget => "link target",
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn the_tree_in_short_and_in_full() {
        let (sources, _, reports) = fixture::run();
        let source = sources.get(reports[0].source).unwrap();
        let show = |verbosity| {
            let mut out = Vec::new();
            outline(&mut out, source, &reports[0].document, &Style::default(), verbosity).unwrap();
            String::from_utf8(out).unwrap()
        };
        insta::assert_snapshot!(show(Verbosity::Normal));
        insta::assert_snapshot!(show(Verbosity::Verbose));
    }
}
