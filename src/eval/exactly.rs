//! Mandated sentences: found when only white space, quotes and markup differ.

use super::layout::{Layout, Standing};
use super::passage::{self, Match};
use crate::matcher::Words;

/// A text with white space folded and quotes made plain, with the offset in the original of each byte.
pub struct Plain {
    text: String,
    offsets: Vec<u32>,
}

/// All places where the text stands, also across a run-in heading. `plain` is that of the whole document.
pub fn matches(layout: &Layout<'_>, plain: &Plain, wanted: &str) -> Vec<Match> {
    let wanted = Plain::of(wanted).text;
    let wanted = wanted.trim();
    if wanted.is_empty() {
        return Vec::new();
    }
    let words = &layout.document.words;
    let mut out = Vec::new();
    for (at, _) in plain.text.match_indices(wanted) {
        let end = plain.offsets.get(at + wanted.len() - 1);
        let (Some(start), Some(end)) = (plain.offsets.get(at), end) else { continue };
        let first = words.partition_point(|w| w.extent.end <= *start);
        let last = words.partition_point(|w| w.extent.start <= *end);
        if first < last && layout.standing(first as u32) != Standing::Aside {
            out.push(passage::plain(Words { start: first as u32, end: last as u32 }));
        }
    }
    out
}

impl Plain {
    /// Makes a text plain.
    pub fn of(text: &str) -> Self {
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
        Self { text: out, offsets }
    }
}
