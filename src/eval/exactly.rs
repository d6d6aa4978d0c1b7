//! Mandated sentences: found when only white space, quotes and markup differ.

use super::layout::{Layout, Standing};
use super::passage::{Match, plain};
use crate::matcher::Words;

/// All places where the text stands, also across a run-in heading.
pub fn matches(layout: &Layout<'_>, wanted: &str) -> Vec<Match> {
    let (wanted, _) = normalised(wanted);
    let wanted = wanted.trim();
    if wanted.is_empty() {
        return Vec::new();
    }
    let (text, offsets) = normalised(layout.document.prose.text());
    let words = &layout.document.words;
    let mut out = Vec::new();
    for (at, _) in text.match_indices(wanted) {
        let (Some(start), Some(end)) = (offsets.get(at), offsets.get(at + wanted.len() - 1)) else { continue };
        let first = words.partition_point(|w| w.extent.end <= *start);
        let last = words.partition_point(|w| w.extent.start <= *end);
        if first < last && layout.standing(first as u32) != Standing::Aside {
            out.push(plain(Words { start: first as u32, end: last as u32 }));
        }
    }
    out
}

/// Text with white space folded and quotes made plain, with the offset in the original of each byte.
fn normalised(text: &str) -> (String, Vec<u32>) {
    let mut out = String::with_capacity(text.len());
    let mut offsets = Vec::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let c = match c {
            '“' | '”' | '„' | '«' | '»' => '"',
            '‘' | '’' => '\'',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        if c == ' ' && out.ends_with(' ') {
            continue;
        }
        out.push(c);
        offsets.extend(std::iter::repeat_n(at as u32, c.len_utf8()));
    }
    (out, offsets)
}
