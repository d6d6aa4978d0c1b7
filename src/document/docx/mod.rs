//! Word-processor drafts (DOCX) to blocks of lines. The parts of the archive become a *manuscript*: a text with one
//! paragraph a line, which is what is linted, shown and counted, and a table beside it that says what each line is.
//!
//! `part` walks over XML, `styles` and `numbering` read what paragraphs refer to, `body` and `tables` write the manuscript, `blocks`
//! makes blocks of it. Knows no archives and does no I/O. Nothing recurses.

mod blocks;
mod body;
mod numbering;
mod part;
mod styles;
mod tables;
#[cfg(test)]
#[allow(clippy::string_slice)] // a cut character is a failed test
mod tests;

use super::raw::Reading;
use std::collections::HashSet;

/// The parts of a DOCX that are read, each an XML text; what is missing is empty.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// `word/document.xml`.
    pub document: String,
    /// `word/styles.xml`.
    pub styles: String,
    /// `word/numbering.xml`.
    pub numbering: String,
    /// `word/_rels/document.xml.rels`.
    pub relations: String,
    /// What stands beside the text: footnotes, endnotes, headers and footers.
    pub beside: Vec<Beside>,
}

/// A part beside the text.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// Its path in the archive.
    pub path: String,
    /// The part.
    pub xml: String,
    /// The targets of its links.
    pub relations: String,
}

/// A draft as a text.
#[derive(Clone, Debug, Default)]
pub struct Manuscript {
    /// Paragraph N is line N, empty ones and those in tables included.
    pub text: String,
    /// What the lines are.
    pub markup: Markup,
    /// Lines (from 0) with tracked changes, in order.
    pub changed: Vec<usize>,
}

/// What the lines of a manuscript are.
#[derive(Clone, Debug, Default)]
pub struct Markup {
    paragraphs: Vec<Paragraph>,
    links: Vec<Link>,
}

/// Where a link leads, and what it says when pointed at.
#[derive(Clone, Debug, Default)]
struct Link {
    target: String,
    title: String,
}

/// A paragraph, which is one line.
#[derive(Clone, Debug, Default)]
struct Paragraph {
    level: Option<u8>,
    list: Option<Item>,
    cell: Option<Cell>,
    quote: bool,
    /// Its text in order, by bytes of the line.
    runs: Vec<Run>,
}

/// A place in a list.
#[derive(Clone, Copy, Debug)]
struct Item {
    list: u32,
    /// From 0.
    level: usize,
    /// `None` for a bullet.
    number: Option<u64>,
}

/// A place in a table that holds data.
#[derive(Clone, Copy, Debug)]
struct Cell {
    table: usize,
    row: usize,
    column: usize,
    head: bool,
}

/// Text in one style.
#[derive(Clone, Copy, Debug)]
struct Run {
    start: usize,
    end: usize,
    style: Face,
    /// Index into [`Markup::links`].
    link: Option<usize>,
    /// A line break follows, which reads as a space.
    breaks: bool,
}

/// How text looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Face {
    strong: bool,
    emphasis: bool,
}

/// Writes the manuscript of a draft. `Err` says which part is no XML, and why.
pub fn manuscript(parts: &Parts) -> Result<Manuscript, String> {
    let styles = styles::read(&parts.styles).map_err(|e| format!("its styles are damaged: {e}"))?;
    let numbering = numbering::read(&parts.numbering).map_err(|e| format!("its numbering is damaged: {e}"))?;
    let relations = part::relations(&parts.relations).map_err(|e| format!("its links are damaged: {e}"))?;
    let mut out = body::write(&parts.document, &styles, &numbering, &relations)
        .map_err(|e| format!("its text is damaged: {e}"))?;
    let mut known = HashSet::new();
    for Beside { path, xml, relations } in &parts.beside {
        let damaged = |e: String| format!("its part {path} is damaged: {e}");
        let relations = part::relations(relations).map_err(damaged)?;
        let notes = body::write(xml, &styles, &numbering, &relations).map_err(damaged)?;
        out.append(notes, &mut known);
    }
    Ok(out)
}

impl Manuscript {
    /// Adds the paragraphs of a part beside the text, each text once: they are no headings, lists or tables.
    fn append(&mut self, part: Manuscript, known: &mut HashSet<String>) {
        let links = self.markup.links.len();
        self.markup.links.extend(part.markup.links);
        for (index, (line, mut paragraph)) in part.text.lines().zip(part.markup.paragraphs).enumerate() {
            if line.trim().is_empty() || !known.insert(line.trim().to_owned()) {
                continue;
            }
            (paragraph.level, paragraph.list, paragraph.cell) = (None, None, None);
            for run in &mut paragraph.runs {
                run.link = run.link.map(|link| link + links);
            }
            if part.changed.contains(&index) {
                self.changed.push(self.markup.paragraphs.len());
            }
            self.text.push_str(line);
            self.text.push('\n');
            self.markup.paragraphs.push(paragraph);
        }
    }
}

/// The parts beside the text that the relations of the main part name: footnotes, endnotes, headers and footers.
pub fn parts_beside(relations: &str) -> Vec<String> {
    const KINDS: [&str; 4] = ["/footnotes", "/endnotes", "/header", "/footer"];
    let mut found: Vec<(usize, String)> = part::all_relations(relations)
        .unwrap_or_default()
        .into_iter()
        .filter_map(|(_, target, kind)| Some((KINDS.iter().position(|k| kind.ends_with(k))?, target)))
        .collect();
    found.sort_by_key(|(kind, _)| *kind);
    found.into_iter().map(|(_, target)| target).collect()
}

/// The path of the main part that the relations of an archive name.
pub fn main_part(relations: &str) -> Option<String> {
    let found = part::all_relations(relations).ok()?;
    let (_, target, _) = found.into_iter().find(|(_, _, kind)| kind.ends_with("/officeDocument"))?;
    Some(target.trim_start_matches('/').to_owned())
}

/// Reads a manuscript. `base` is the source offset of `text`.
pub(super) fn read<'a>(text: &'a str, base: usize, markup: &Markup) -> Reading<'a> {
    blocks::read(text, base, markup)
}
