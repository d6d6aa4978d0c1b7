//! Published and saved HTML pages to blocks of lines. Whatever the page is, it can be read; what no reader sees, or what
//! only surrounds the policy, is left out. Knows no rules and no inferred headings.
//!
//! `tree` makes elements of tags, `element` says what an element is, `body` finds the policy among them, `blocks` makes
//! blocks and `text` pieces. Nothing recurses, and everything is linear in the page.

mod blocks;
mod body;
mod element;
#[cfg(test)]
#[allow(clippy::string_slice)] // a cut character is a failed test
mod tests;
mod text;
mod tree;

use super::raw::Reading;

/// Reads a page. `base` is the source offset of `text`.
pub(super) fn read(text: &str, base: usize) -> Reading<'_> {
    let tree = tree::build(text);
    let body = body::find(text, &tree);
    blocks::read(text, base, &tree, &body)
}

/// Whether a text is a page: it starts with a document type, an `<html>` or its parts, past comments and a declaration.
pub(super) fn looks_like(text: &str) -> bool {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    for _ in 0..8 {
        let end = match rest {
            r if r.starts_with("<!--") => "-->",
            r if r.starts_with("<?xml") => "?>",
            _ => break,
        };
        let Some(found) = rest.find(end) else { return false };
        rest = rest.get(found + end.len()..).unwrap_or_default().trim_start();
    }
    let start = super::raw::head(rest, 14).to_ascii_lowercase();
    start.starts_with("<!doctype html")
        || ["<html", "<head", "<body"].iter().any(|tag| {
            start.strip_prefix(tag).is_some_and(|r| r.starts_with(|c: char| c == '>' || c.is_ascii_whitespace()))
        })
}
