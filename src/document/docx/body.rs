//! The main part of a draft to a manuscript: paragraphs as lines, tracked insertions read, deletions left out.

use super::numbering::{Counter, Numbering};
use super::part::{Attributes, Step, is_on, value, walk};
use super::styles::{Resolved, Styles};
use super::tables::Table;
use super::{Cell, Face, Item, Link, Manuscript, Paragraph, Run};
use std::collections::HashMap;

/// Lists nest no deeper in DOCX.
const LEVELS: usize = 9;

/// Elements that are not read: deleted text, settings, formats before a change, a second copy for old programs.
const UNREAD: [&str; 16] = [
    "del",
    "delInstrText",
    "delText",
    "Fallback",
    "moveFrom",
    "numberingChange",
    "pPrChange",
    "rPrChange",
    "sdtPr",
    "sectPr",
    "sectPrChange",
    "tabs",
    "tblPrChange",
    "tblPrExChange",
    "tcPrChange",
    "trPrChange",
];

/// Writes the manuscript of the main part.
pub(super) fn write(
    xml: &str,
    styles: &Styles,
    numbering: &Numbering,
    relations: &HashMap<String, String>,
) -> Result<Manuscript, String> {
    let mut writer = Writer {
        styles,
        numbering,
        relations,
        out: Manuscript::default(),
        open: Vec::new(),
        tables: Vec::new(),
        rows: 0,
        made: 0,
        unread: 0,
        counter: Counter::default(),
        titles: Vec::new(),
        changed: false,
        fields: Vec::new(),
        instruction: false,
    };
    walk(xml, |step| writer.step(step))?;
    Ok(writer.finish())
}

/// A paragraph that is open. One in a text box stands inside of another.
#[derive(Default)]
struct Open {
    text: String,
    made: Paragraph,
    style: Resolved,
    list: Option<String>,
    level: usize,
    changed: bool,
    run: Option<Face>,
    inside: Inside,
    hidden: bool,
    link: Option<usize>,
}

/// What part of a paragraph is open.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Inside {
    #[default]
    Nothing,
    /// The paragraph's own properties, the format of its mark included.
    Properties,
    /// A run's properties.
    Format,
    Text,
}

pub(super) struct Writer<'a> {
    styles: &'a Styles,
    numbering: &'a Numbering,
    relations: &'a HashMap<String, String>,
    pub out: Manuscript,
    open: Vec<Open>,
    /// The tables that are open.
    pub tables: Vec<Table>,
    /// Rows and tables so far.
    pub rows: usize,
    pub made: usize,
    /// Depth inside an element that is not read.
    unread: usize,
    counter: Counter,
    /// Lines that are titles of the whole draft.
    titles: Vec<usize>,
    /// A change outside of any paragraph: it belongs to the next one.
    changed: bool,
    /// The instructions of the fields that are open.
    fields: Vec<String>,
    instruction: bool,
}

impl Writer<'_> {
    fn step(&mut self, step: Step) {
        match step {
            Step::Open(_, _) if self.unread > 0 => self.unread += 1,
            Step::Close(_) if self.unread > 0 => self.unread -= 1,
            Step::Text(_) if self.unread > 0 => {}
            Step::Open(name, attributes) => self.start(&name, &attributes),
            Step::Close(name) => self.end(&name),
            Step::Text(text) if self.instruction => {
                if let Some(field) = self.fields.last_mut() {
                    field.push_str(&text);
                }
            }
            Step::Text(text) => {
                if self.open.last().is_some_and(|p| p.inside == Inside::Text) {
                    self.say(&text);
                }
            }
        }
    }

    fn start(&mut self, name: &str, attributes: &Attributes) {
        if matches!(name, "ins" | "del" | "moveFrom" | "moveTo") {
            match self.open.last_mut() {
                Some(paragraph) => paragraph.changed = true,
                None => self.changed = true,
            }
        }
        if UNREAD.contains(&name) {
            self.unread = 1;
            return;
        }
        match name {
            "p" => {
                let changed = std::mem::take(&mut self.changed);
                self.open.push(Open { changed, ..Open::default() });
            }
            "hyperlink" => {
                let target = value(attributes, "id").and_then(|id| self.relations.get(id).cloned());
                let anchor = value(attributes, "anchor").map(|a| format!("#{a}"));
                let title = value(attributes, "tooltip").unwrap_or_default();
                self.link(target.or(anchor), title);
            }
            "fldSimple" => self.link(value(attributes, "instr").and_then(target_of), ""),
            "fldChar" => self.field(value(attributes, "fldCharType").unwrap_or_default()),
            "instrText" => self.instruction = true,
            "tbl" | "tr" | "tc" | "gridSpan" | "tblHeader" | "tblLook" => self.start_table_part(name, attributes),
            _ => self.start_in_paragraph(name, attributes),
        }
    }

    fn start_in_paragraph(&mut self, name: &str, attributes: &Attributes) {
        let styles = self.styles;
        let Some(paragraph) = self.open.last_mut() else { return };
        let val = value(attributes, "val");
        match name {
            "pPr" => paragraph.inside = Inside::Properties,
            "rPr" if paragraph.inside == Inside::Nothing => paragraph.inside = Inside::Format,
            "pStyle" => paragraph.style = styles.get(val.unwrap_or_default()),
            "numId" if paragraph.inside == Inside::Properties => paragraph.list = val.map(str::to_owned),
            "ilvl" if paragraph.inside == Inside::Properties => {
                paragraph.style.list_level = val.and_then(|v| v.parse().ok());
            }
            "outlineLvl" if paragraph.inside == Inside::Properties => {
                let level = val.and_then(|v| v.parse::<u8>().ok()).filter(|level| *level < 9);
                paragraph.style.level = level.map(|level| (level + 1).min(6));
            }
            "r" => {
                paragraph.run = Some(paragraph.style.face());
                paragraph.hidden = false;
            }
            _ if paragraph.inside == Inside::Properties => {}
            "rStyle" if paragraph.inside == Inside::Format => {
                let style = styles.get(val.unwrap_or_default());
                if let Some(face) = &mut paragraph.run {
                    face.strong = style.strong.unwrap_or(face.strong);
                    face.emphasis = style.emphasis.unwrap_or(face.emphasis);
                }
            }
            "b" | "i" if paragraph.inside == Inside::Format => {
                if let Some(face) = &mut paragraph.run {
                    *(if name == "b" { &mut face.strong } else { &mut face.emphasis }) = is_on(attributes);
                }
            }
            "vanish" if paragraph.inside == Inside::Format => paragraph.hidden = is_on(attributes),
            "t" => paragraph.inside = Inside::Text,
            "tab" | "ptab" if paragraph.inside == Inside::Nothing => self.say(" "),
            "noBreakHyphen" => self.say("-"),
            "br" | "cr" => self.line_break(),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" => self.end_paragraph(),
            "tbl" => self.end_table(),
            "tr" => self.end_row(),
            "tc" => {
                if let Some(table) = self.tables.last_mut() {
                    table.row.column += table.row.width.max(1);
                }
            }
            "instrText" => self.instruction = false,
            "hyperlink" | "fldSimple" => self.link(None, ""),
            _ => {}
        }
        let Some(paragraph) = self.open.last_mut() else { return };
        match name {
            "r" => (paragraph.run, paragraph.hidden) = (None, false),
            "pPr" | "t" => paragraph.inside = Inside::Nothing,
            "rPr" if paragraph.inside == Inside::Format => paragraph.inside = Inside::Nothing,
            _ => {}
        }
    }

    /// Adds text to the open paragraph: one line, whatever signs stand in it.
    fn say(&mut self, text: &str) {
        let Some(paragraph) = self.open.last_mut() else { return };
        if paragraph.hidden || text.is_empty() {
            return;
        }
        let start = paragraph.text.len();
        let one_line = |c: char| {
            if matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}') {
                ' '
            } else {
                c
            }
        };
        paragraph.text.extend(text.chars().map(one_line));
        let end = paragraph.text.len();
        let style = paragraph.run.unwrap_or_else(|| paragraph.style.face());
        let link = paragraph.link;
        match paragraph.made.runs.last_mut() {
            Some(last) if last.style == style && last.link == link && !last.breaks && last.end == start => {
                last.end = end;
            }
            _ => paragraph.made.runs.push(Run { start, end, style, link, breaks: false }),
        }
    }

    fn line_break(&mut self) {
        let Some(paragraph) = self.open.last_mut() else { return };
        if let Some(last) = paragraph.made.runs.last_mut() {
            last.breaks = true;
            paragraph.text.push(' ');
        }
    }

    fn link(&mut self, target: Option<String>, title: &str) {
        let link = target.map(|target| {
            self.out.markup.links.push(Link { target, title: title.to_owned() });
            self.out.markup.links.len() - 1
        });
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.link = link;
        }
    }

    fn field(&mut self, kind: &str) {
        match kind {
            "begin" => self.fields.push(String::new()),
            "separate" => {
                let target = self.fields.last().and_then(|f| target_of(f));
                if target.is_some() {
                    self.link(target, "");
                }
            }
            "end" if self.fields.pop().is_some_and(|f| target_of(&f).is_some()) => self.link(None, ""),
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let Some(mut open) = self.open.pop() else { return };
        let index = self.out.markup.paragraphs.len();
        let mut made = open.made;
        made.level = open.style.level;
        made.quote = open.style.quote;
        let list = open.list.take().or_else(|| open.style.list.clone()).filter(|list| list != "0");
        open.level = open.style.list_level.unwrap_or_default().min(LEVELS - 1);
        if let Some(list) = list.filter(|_| made.level.is_none()) {
            let number = self.counter.next(self.numbering, &list, open.level);
            made.list = Some(Item { list: list.parse().unwrap_or_default(), level: open.level, number });
        }
        if open.style.title {
            self.titles.push(index);
        }
        if open.style.contents {
            // The entries of a table of contents are a list of links to places in the same text.
            made.list = Some(Item { list: u32::MAX, level: 0, number: None });
            self.out.markup.links.push(Link { target: "#".to_owned(), title: String::new() });
            let link = self.out.markup.links.len() - 1;
            made.runs.iter_mut().for_each(|r| r.link = Some(link));
        }
        if let Some(table) = self.tables.last_mut() {
            table.layout |= made.level.is_some();
            made.cell = Some(Cell { table: table.id, row: table.row.id, column: table.row.column, head: false });
        }
        if open.changed {
            self.out.changed.push(index);
        }
        self.out.text.push_str(&open.text);
        self.out.text.push('\n');
        self.out.markup.paragraphs.push(made);
    }

    fn finish(mut self) -> Manuscript {
        while !self.open.is_empty() {
            self.end_paragraph();
        }
        if let Some(&first) = self.titles.first() {
            for (line, paragraph) in self.out.markup.paragraphs.iter_mut().enumerate() {
                let below = line > first && !self.titles.contains(&line);
                paragraph.level = paragraph.level.map(|level| if below { (level + 1).min(6) } else { level });
            }
        }
        self.out
    }
}

/// The target of a field `HYPERLINK "https://example.com" \l "place"`.
fn target_of(instruction: &str) -> Option<String> {
    let rest = instruction.trim().strip_prefix("HYPERLINK")?;
    let rest = rest.trim_start();
    let (inside, is_place) = rest.strip_prefix("\\l").map_or((rest, false), |place| (place.trim_start(), true));
    let target = inside.strip_prefix('"')?.split('"').next()?;
    Some(if is_place { format!("#{target}") } else { target.to_owned() })
}
