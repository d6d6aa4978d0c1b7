//! The little HTML that Markdown may hold: where tags stand and which of them part paragraphs.

use super::HtmlTag;
use crate::source::Span;
use std::ops::Range;

/// What a tag does to the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Block,
    LineBreak,
    Inline,
}

/// Tags that stand inside a line.
const INLINE: [&str; 24] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "img", "kbd", "mark", "q", "s", "small", "span",
    "strike", "strong", "sub", "sup", "time", "u", "wbr",
];

/// What a stretch of HTML holds.
pub(super) enum Step<'a> {
    /// Text with its offset.
    Text(&'a str, usize),
    Tag(Mark),
}

/// Walks over HTML; a tag or comment may begin in one stretch and end in a later one.
pub(super) struct Steps<'a> {
    text: &'a str,
    at: usize,
    /// What ends the open tag or comment.
    until: Option<&'static str>,
}

impl<'a> Steps<'a> {
    /// `until`: what ends the tag or comment that the stretch before left open.
    pub fn new(text: &'a str, until: Option<&'static str>) -> Self {
        Self { text, at: 0, until }
    }

    /// What ends the tag or comment that is still open.
    pub fn until(&self) -> Option<&'static str> {
        self.until
    }
}

impl<'a> Iterator for Steps<'a> {
    type Item = Step<'a>;

    fn next(&mut self) -> Option<Step<'a>> {
        let mut rest = self.text.get(self.at..)?;
        if let Some(end) = self.until {
            let Some(found) = find(rest, end) else {
                self.at = self.text.len();
                return None;
            };
            self.until = None;
            self.at += found + end.len();
            rest = self.text.get(self.at..)?;
        }
        if rest.is_empty() {
            return None;
        }
        let open = next_tag(rest).unwrap_or(rest.len());
        if open > 0 {
            let step = Step::Text(rest.get(..open)?, self.at);
            self.at += open;
            return Some(step);
        }
        self.until = Some(end_of(rest));
        Some(Step::Tag(tag(rest)))
    }
}

/// The comments in a stretch of a text that starts at `base`, between their marks; one that does not end is none.
pub(super) fn comments(text: &str, stretch: Range<usize>, base: usize) -> Vec<Span> {
    let html = text.get(stretch.clone()).unwrap_or_default();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = html.get(at..).and_then(|t| t.find("<!--")).map(|open| at + open + 4) {
        let Some(end) = html.get(start..).and_then(|t| t.find("-->")).map(|close| start + close) else { break };
        found.push(Span::new(base + stretch.start + start, base + stretch.start + end));
        at = end + 3;
    }
    found
}

/// The tags in a stretch of a text that starts at `base`; comments are none.
pub(super) fn tags(text: &str, stretch: Range<usize>, base: usize) -> Vec<HtmlTag> {
    let html = text.get(stretch.clone()).unwrap_or_default();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = html.get(at..).and_then(next_tag).map(|open| at + open) {
        let Some(tag) = html.get(start..) else { break };
        let end = end_of(tag);
        let Some(close) = find(tag, end).map(|close| start + close + end.len()) else { break };
        if end == ">" {
            let text = html.get(start..close).unwrap_or_default().to_owned();
            found.push(HtmlTag { span: Span::new(base + stretch.start + start, base + stretch.start + close), text });
        }
        at = close;
    }
    found
}

/// The offset of the next tag or comment.
fn next_tag(text: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find('<')?;
        let after = text.get(at + 1..)?.chars().next();
        if after.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
            return Some(at);
        }
        from = at + 1;
    }
}

/// What the tag at the start of `text` does.
fn tag(text: &str) -> Mark {
    let name: String = text
        .trim_start_matches(['<', '/'])
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .take(12)
        .flat_map(char::to_lowercase)
        .collect();
    match name.as_str() {
        "br" => Mark::LineBreak,
        "" => Mark::Inline,
        name if INLINE.contains(&name) => Mark::Inline,
        _ => Mark::Block,
    }
}

/// What ends the tag, comment or script at the start of `text`.
fn end_of(text: &str) -> &'static str {
    let start = super::raw::head(text, 8).to_ascii_lowercase();
    if start.starts_with("<!--") {
        "-->"
    } else if start.starts_with("<script") {
        "</script>"
    } else if start.starts_with("<style") {
        "</style>"
    } else {
        ">"
    }
}

/// Where `end` stands in `text`, letters of any case.
fn find(text: &str, end: &str) -> Option<usize> {
    if !end.starts_with("</") {
        return text.find(end);
    }
    let (bytes, end) = (text.as_bytes(), end.as_bytes());
    bytes.windows(end.len()).position(|w| w.eq_ignore_ascii_case(end))
}
