//! A policy's text as sections, blocks, sentences and words over [`Prose`].
//!
//! Reading cannot fail: whatever the text is, it has a segmentation. Knows no rules, does no I/O.
//! One room a format (`markdown`, `plain`, `page` for HTML, `docx`) makes `raw` blocks; `candidates` and `outline` find headings that carry no markup by
//! their `shape` and words (`title`), `lists` items, `navigation` what is no evidence; `sentence` and `word` cut; `layout` puts all together.

mod candidates;
mod docx;
mod html;
mod layout;
mod leads;
mod lists;
mod markdown;
mod navigation;
mod outline;
mod page;
mod plain;
#[cfg(test)]
#[allow(clippy::string_slice)] // a cut character is a failed test
mod proofs;
mod prose;
mod raw;
mod sentence;
mod shape;
#[cfg(any(test, feature = "soundness"))]
#[allow(clippy::expect_used, clippy::indexing_slicing, clippy::missing_panics_doc)] // a wrong index is a found mistake
pub mod soundness;
mod title;
mod word;

pub use docx::{Beside, Manuscript, Markup, Parts, main_part, manuscript, parts_beside};
pub use prose::{Extent, Prose};

/// The formats a policy can have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// `CommonMark` with tables, footnotes and front matter.
    #[default]
    Markdown,
    /// Plain text.
    Plain,
    /// A published or saved page.
    Html,
    /// A word processor's draft, as a [`Manuscript`].
    Docx,
}

impl Format {
    /// Whether a file of this format may hold much and yet no text.
    pub fn has_markup(self) -> bool {
        matches!(self, Self::Html | Self::Docx)
    }
}

/// A segmented policy. All indices point into the vectors of this struct.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// How the text was read.
    pub format: Format,
    /// The readable text and its way back to the source.
    pub prose: Prose,
    /// Sections in reading order. The first is the root (level 0), which holds what stands before any heading.
    pub sections: Vec<Section>,
    /// Blocks in reading order.
    pub blocks: Vec<Block>,
    /// Sentences in reading order; each lies in one block.
    pub sentences: Vec<Sentence>,
    /// Words in reading order; each lies in one sentence.
    pub words: Vec<Word>,
    /// Links in reading order.
    pub links: Vec<Link>,
    /// Links of Markdown without a text, as in `[](https://…)`, in reading order: their source bytes. Never prose.
    pub blank_links: Vec<crate::source::Span>,
    /// Comments (`<!-- … -->`) in reading order: the source bytes between the marks. Never prose.
    pub comments: Vec<crate::source::Span>,
    /// HTML tags in reading order. Never prose.
    pub tags: Vec<HtmlTag>,
    /// Code within running text, in reading order: the source bytes with the marks. It is part of the prose.
    pub codes: Vec<crate::source::Span>,
}

/// A tag of the HTML that Markdown may hold, or what the format takes for one: `<insert date>`.
#[derive(Clone, Debug)]
pub struct HtmlTag {
    /// Its bytes.
    pub span: crate::source::Span,
    /// As written, brackets included.
    pub text: String,
}

/// A heading with what follows it up to the next heading of its level or above.
#[derive(Clone, Debug)]
pub struct Section {
    /// The heading's text, markup removed; empty for the root.
    pub title: String,
    /// 0 for the root, 1 to 6 for headings; a run-in is one below the heading above it.
    pub level: u8,
    /// How the heading is written.
    pub kind: SectionKind,
    /// The heading's block; `None` for the root.
    pub heading: Option<usize>,
    /// The section that encloses this one; `None` for the root.
    pub parent: Option<usize>,
    /// One past the last block of the section, sub-sections included.
    pub end_block: usize,
}

/// How a heading is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionKind {
    /// The whole document.
    Root,
    /// A line of its own.
    Heading,
    /// The first words of a paragraph, set apart: `_Do Not Track Signals._ We …`.
    RunIn,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading or a run-in heading. Never evidence unless a rule asks for headings.
    Heading,
    /// Running text.
    Paragraph,
    /// One item of a list.
    ListItem,
    /// One cell of a table.
    TableCell,
    /// A quotation.
    Quote,
    /// The definition side of a definition list.
    Definition,
    /// Code or preformatted text.
    Code,
    /// The title and target of a link: read for entities and lexicon entries only, never as running text.
    /// Its `lead_in` is the sentence that holds the link.
    LinkTarget,
}

/// A run of sentences.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// The section it belongs to (a heading belongs to the section that it opens).
    pub section: usize,
    /// Its part of the prose.
    pub extent: Extent,
    /// Its sentences: `first..end` in `Document::sentences`.
    pub sentences: (usize, usize),
    /// The sentence that introduces it: the "… to:" before a list, for each of its items (nested lists: the parent
    /// item's last sentence); the sentence that holds a link, for its `LinkTarget`.
    pub lead_in: Option<usize>,
    /// For list items and table cells: items of one list (or cells of one table) share a number.
    pub group: Option<usize>,
    /// For items of a numbered list: the number.
    pub number: Option<u64>,
    /// For table cells: the row, counted over the document.
    pub row: Option<usize>,
    /// For table cells: the blocks of its column and row headings.
    pub headers: Vec<usize>,
    /// Navigation: a table of contents, a list of bare links, "back to top". Never evidence.
    pub navigation: bool,
}

/// A sentence.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// The block that holds it.
    pub block: usize,
    /// Its part of the prose.
    pub extent: Extent,
    /// Its words: `first..end` in `Document::words`.
    pub words: (usize, usize),
    /// Whether it ends in a question mark.
    pub question: bool,
}

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordKind {
    /// Letters, perhaps with digits and apostrophes; an initialism (`U.S.`) is one word.
    Word,
    /// Digits with separators inside: `1,000`, `13.4`, `10/29/2020`, `2016-09-30`.
    Number,
    /// An e-mail address.
    Email,
    /// A URL, with or without a scheme.
    Url,
    /// A sign that reads as a word: `&`, `§`, `%`, `$`, `€`, `£`, `©`, `+`.
    Sign,
}

/// A word. Contractions are two words (`do` + `n't`, `we` + `'ll`); a possessive `'s` belongs to its word's extent;
/// a hyphen parts words.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Its part of the prose.
    pub extent: Extent,
    /// What it is.
    pub kind: WordKind,
}

/// A link.
#[derive(Clone, Debug)]
pub struct Link {
    /// The block that holds the link's text.
    pub block: usize,
    /// The link's text in the prose; for a bare URL the URL itself.
    pub extent: Extent,
    /// Where it leads.
    pub target: String,
    /// The title attribute, if any.
    pub title: Option<String>,
}

/// Segments a policy. Never fails; the worst text is one paragraph.
pub fn read(text: &str, format: Format) -> Document {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let base = text.len() - body.len();
    let mut reading = match format {
        Format::Markdown => markdown::read(body, base),
        Format::Plain => plain::read(body, base),
        Format::Html => page::read(body, base),
        // Without its markup a manuscript is a text with a paragraph a line.
        Format::Docx => docx::read(body, base, &Markup::default()),
    };
    outline::settle(&mut reading);
    layout::build(reading, format)
}

/// Segments the text of a [`Manuscript`]. Never fails, also if the markup is that of another text.
pub fn read_manuscript(text: &str, markup: &Markup) -> Document {
    let mut reading = docx::read(text, 0, markup);
    outline::settle(&mut reading);
    layout::build(reading, Format::Docx)
}

/// Whether a text is a page, by its first bytes; letters beyond ASCII do not matter.
pub fn is_page(text: &str) -> bool {
    page::looks_like(text)
}

/// Chooses a format by the file's extension, then by content: a `.txt` with Markdown in it is Markdown, with a page in it
/// HTML.
pub fn sniff(name: &str, text: &str) -> Format {
    match by_name(name) {
        Some(format) => format,
        None if page::looks_like(text) => Format::Html,
        None if plain::holds_markdown(text) => Format::Markdown,
        None => Format::Plain,
    }
}

/// The format that a file's extension names.
pub fn by_name(name: &str) -> Option<Format> {
    let extension = name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default();
    match extension.as_str() {
        "md" | "markdown" | "mdown" | "mkd" | "mkdn" | "mdx" => Some(Format::Markdown),
        "html" | "htm" | "xhtml" => Some(Format::Html),
        "docx" => Some(Format::Docx),
        _ => None,
    }
}

impl Document {
    /// The readable text of a block.
    pub fn block_text(&self, block: usize) -> &str {
        self.blocks.get(block).map_or("", |b| self.prose.slice(b.extent))
    }

    /// The readable text of a sentence.
    pub fn sentence_text(&self, sentence: usize) -> &str {
        self.sentences.get(sentence).map_or("", |s| self.prose.slice(s.extent))
    }

    /// The source bytes from the first to the last word of `first..end`; `None` when the range is empty.
    pub fn words_span(&self, first: usize, end: usize) -> Option<crate::source::Span> {
        let start = self.words.get(first)?.extent.start;
        let end = self.words.get(end.checked_sub(1)?)?.extent.end;
        Some(self.prose.source_span(Extent { start, end }))
    }
}
