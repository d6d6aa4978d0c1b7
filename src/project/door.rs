//! The bytes of a policy → its text and format, or the reason why it is refused. Decodes what declares its encoding.

use super::{archive, encoding, read};
use crate::diagnostic::Diagnostic;
use crate::document::{self, Format, Markup};
use crate::source::{Source, SourceId, Sources, Span};

/// A policy as it comes in.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its text.
    pub source: SourceId,
    /// Its format.
    pub format: Format,
    /// What the paragraphs of a DOCX are.
    pub markup: Option<Markup>,
    /// What is to be said about it.
    pub said: Option<Diagnostic>,
}

/// Takes in a policy called `name`, in the format that the user names or else the one that name and content show.
pub fn enter(name: &str, bytes: Vec<u8>, format: Option<Format>, sources: &mut Sources) -> Result<Entry, Diagnostic> {
    if bytes.trim_ascii_start().starts_with(b"%PDF-") {
        return Err(pdf(name));
    }
    if archive::is_archive(&bytes) && format.is_none_or(|f| f == Format::Docx) {
        return draft(name, &bytes, sources);
    }
    let named = format.or_else(|| document::by_name(name));
    if named == Some(Format::Docx) {
        return Err(if bytes.is_empty() { empty(name) } else { archive::no_archive(name, &bytes) });
    }
    let page = named == Some(Format::Html) || named.is_none() && encoding::is_page(&bytes);
    let source = if page { encoding::page(name, bytes, sources) } else { read::decode(name, bytes, sources) }?;
    let text = sources.get(source).map_or("", Source::text);
    let format = format.unwrap_or_else(|| document::sniff(name, text));
    not_blank(source, sources)?;
    Ok(Entry { source, format, markup: None, said: None })
}

/// Takes in a DOCX: its text has one paragraph a line.
fn draft(name: &str, bytes: &[u8], sources: &mut Sources) -> Result<Entry, Diagnostic> {
    let parts = archive::parts(name, bytes)?;
    let manuscript = document::manuscript(&parts).map_err(|problem| {
        Diagnostic::error("input", format!("{name} cannot be read: {problem}"))
            .note("save it again, or as HTML or Markdown")
    })?;
    if manuscript.text.trim().is_empty() {
        return Err(empty(name));
    }
    let source = sources.add(Source::of_paragraphs(name, manuscript.text));
    let first = manuscript.changed.first().and_then(|line| sources.get(source)?.line_span(*line));
    let said = first.map(|line| {
        let count = manuscript.changed.len();
        let paragraphs = if count == 1 { "a paragraph".to_owned() } else { format!("{count} paragraphs") };
        let words = sources.get(source).map_or(0, |s| s.slice(line).trim_end().len());
        Diagnostic::warning("input", format!("{name} has tracked changes in {paragraphs}"))
            .at(source, Span { end: line.start + words as u32, ..line }, "the first")
            .note("it is read as if all of them were accepted")
    });
    Ok(Entry { source, format: Format::Docx, markup: Some(manuscript.markup), said })
}

fn empty(name: &str) -> Diagnostic {
    Diagnostic::error("input", format!("{name} is empty")).note("there is no policy to lint")
}

/// Nothing in a PDF says where a paragraph ends or what is a heading.
fn pdf(name: &str) -> Diagnostic {
    Diagnostic::error("input", format!("{name} is a PDF, which is not read"))
        .note("a PDF places letters on pages: paragraphs, lists and headings are not in it, and guessing them would bend findings")
        .note("lint what it was made from (DOCX, HTML or Markdown)")
        .note("or take the text out, look it over, and lint that: `pdftotext -layout policy.pdf policy.txt`")
}

/// Refuses a policy that says nothing: all blank, or nothing after its front matter.
fn not_blank(id: SourceId, sources: &Sources) -> Result<SourceId, Diagnostic> {
    let Some(source) = sources.get(id) else {
        return Ok(id);
    };
    let text = source.text().trim_start_matches('\u{FEFF}');
    let problem = |what: &str, note: &str| {
        Diagnostic::error("input", format!("{} {what}", source.name())).at(id, Span::default(), "").note(note)
    };
    if text.trim().is_empty() {
        return Err(problem("is empty", "there is no policy to lint"));
    }
    if only_front_matter(text) {
        return Err(problem("holds nothing but front matter", "the policy itself is missing"));
    }
    Ok(id)
}

fn only_front_matter(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim_end);
    lines.next() == Some("---")
        && lines.by_ref().any(|line| line == "---" || line == "...")
        && lines.all(|line| line.trim().is_empty())
}
