//! Drafts for tests: Markdown or plain text as a small DOCX, as the readers of both understand it.

use clauselint::document::{Format, sniff};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A text as a draft.
pub fn docx(text: &str) -> Vec<u8> {
    let mut draft = Draft::default();
    if sniff("policy.txt", text) == Format::Plain {
        for line in text.lines() {
            draft.paragraph("");
            draft.text(line);
        }
        return draft.bytes();
    }
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES) {
        match event {
            Event::Start(tag) => draft.start(&tag),
            Event::End(tag) => draft.close(tag),
            Event::Text(text) | Event::Code(text) => draft.text(&text),
            Event::SoftBreak => draft.text(" "),
            Event::HardBreak => draft.push("<w:r><w:br/></w:r>"),
            _ => {}
        }
    }
    draft.bytes()
}

/// A small DOCX in the making.
#[derive(Default)]
struct Draft {
    body: String,
    open: bool,
    bold: usize,
    italic: usize,
    links: Vec<String>,
    /// Lists so far, and the open ones: whether they have numbers.
    lists: usize,
    numbered: Vec<bool>,
    /// Whether the text of an item is still to come.
    item: bool,
    quotes: usize,
}

impl Draft {
    fn push(&mut self, xml: &str) {
        self.body.push_str(xml);
    }

    fn paragraph(&mut self, properties: &str) {
        self.end();
        self.open = true;
        self.body.push_str(&format!("<w:p><w:pPr>{properties}</w:pPr>"));
    }

    fn end(&mut self) {
        if std::mem::take(&mut self.open) {
            self.push("</w:p>");
        }
    }

    /// Odd lists have numbers, even ones have bullets.
    fn item(&mut self) {
        let id = self.lists * 2 - usize::from(self.numbered.last() == Some(&true));
        let level = self.numbered.len() - 1;
        self.paragraph(&format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{id}\"/></w:numPr>"));
        self.item = false;
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => self.paragraph(&format!("<w:pStyle w:val=\"H{}\"/>", *level as u8)),
            Tag::List(number) => {
                self.end();
                self.numbered.push(number.is_some());
                self.lists += 1;
            }
            Tag::Item => self.item = true,
            Tag::BlockQuote(_) => self.quotes += 1,
            Tag::Paragraph if self.quotes > 0 => self.paragraph("<w:pStyle w:val=\"Quote\"/>"),
            Tag::Paragraph if self.numbered.is_empty() => self.paragraph(""),
            Tag::Paragraph => self.item(),
            Tag::Strong => self.bold += 1,
            Tag::Emphasis => self.italic += 1,
            Tag::Link { dest_url, title, .. } => self.open_link(dest_url, title),
            Tag::Table(_) => self.push("<w:tbl>"),
            Tag::TableHead => self.push("<w:tr><w:trPr><w:tblHeader/></w:trPr>"),
            Tag::TableRow => self.push("<w:tr>"),
            Tag::TableCell => {
                self.push("<w:tc>");
                self.paragraph("");
            }
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => self.bold -= 1,
            TagEnd::Emphasis => self.italic -= 1,
            TagEnd::Link => self.push("</w:hyperlink>"),
            TagEnd::BlockQuote(_) => self.quotes -= 1,
            TagEnd::TableCell => {
                self.end();
                self.push("</w:tc>");
            }
            TagEnd::TableHead | TagEnd::TableRow => self.push("</w:tr>"),
            TagEnd::Table => self.push("</w:tbl>"),
            TagEnd::List(_) => {
                self.end();
                self.numbered.pop();
            }
            TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::Item => self.end(),
            _ => {}
        }
    }

    /// Opens a paragraph where none is open.
    fn begin(&mut self) {
        if self.item {
            self.item();
        } else if !self.open {
            self.paragraph("");
        }
    }

    fn text(&mut self, text: &str) {
        self.begin();
        let styles = ["<w:b/>", "<w:i/>"].iter().zip([self.bold, self.italic]).filter(|(_, on)| *on > 0);
        let styles: String = styles.map(|(xml, _)| *xml).collect();
        self.push(&format!("<w:r><w:rPr>{styles}</w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(text)));
    }

    fn open_link(&mut self, target: &str, title: &str) {
        self.begin();
        self.links.push(target.to_owned());
        self.push(&format!("<w:hyperlink r:id=\"r{}\" w:tooltip=\"{}\">", self.links.len(), escaped(title)));
    }

    fn bytes(mut self) -> Vec<u8> {
        self.end();
        let link = |(i, l): (usize, &String)| format!("<Relationship Id=\"r{}\" Target=\"{}\"/>", i + 1, escaped(l));
        let relations: String = self.links.iter().enumerate().map(link).collect();
        let style = |n: usize| format!("<w:style w:styleId=\"H{n}\"><w:name w:val=\"heading {n}\"/></w:style>");
        let styles: String = (1..7).map(style).collect();
        let level = |f: &str| {
            (0..9).map(|l| format!("<w:lvl w:ilvl=\"{l}\"><w:numFmt w:val=\"{f}\"/></w:lvl>")).collect::<String>()
        };
        let kind = |id: usize, f: &str| format!("<w:abstractNum w:abstractNumId=\"{id}\">{}</w:abstractNum>", level(f));
        let num = |id: usize| format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{}\"/></w:num>", id % 2);
        let lists: String = (1..=self.lists * 2).map(num).collect();
        let numbering = kind(0, "bullet") + &kind(1, "decimal") + &lists;
        zipped(&[
            (
                "word/document.xml",
                &format!("<w:document xmlns:w=\"w\" xmlns:r=\"r\"><w:body>{}</w:body></w:document>", self.body),
            ),
            ("word/styles.xml", &format!("<w:styles xmlns:w=\"w\">{styles}</w:styles>")),
            ("word/numbering.xml", &format!("<w:numbering xmlns:w=\"w\">{numbering}</w:numbering>")),
            ("word/_rels/document.xml.rels", &format!("<Relationships>{relations}</Relationships>")),
        ])
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

pub fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}
