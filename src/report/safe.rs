//! Makes foreign text harmless for a terminal: control characters, escapes and bidirectional controls become visible.
//!
//! One character in, one column out, so that columns stay true. Knows nothing of what the text says.

use std::borrow::Cow;
use unicode_width::UnicodeWidthChar;

/// Columns that a tab takes.
pub(super) const TAB: &str = "    ";

/// What is shown for a character; `None` for a tab, which becomes [`TAB`].
pub(super) fn shown(c: char) -> Option<char> {
    match c {
        '\t' => None,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32),
        '\u{7f}' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{e0000}'..='\u{e007f}' => Some('\u{fffd}'),
        c => Some(c),
    }
}

/// Columns that a character takes once it is shown.
pub(super) fn width(c: char) -> usize {
    shown(c).map_or(TAB.len(), |c| c.width().unwrap_or(0))
}

/// Columns that a text takes once it is shown.
pub(super) fn text_width(text: &str) -> usize {
    text.chars().map(width).sum()
}

/// The text, harmless. Line breaks are kept; see [`line`] for one line.
pub(super) fn text(text: &str) -> Cow<'_, str> {
    clean(text, |c| c == '\n')
}

/// The text as one harmless line: a line break becomes a space.
pub(super) fn line(text: &str) -> Cow<'_, str> {
    if !text.contains(['\n', '\r']) {
        return clean(text, |_| false);
    }
    let joined = text.replace("\r\n", " ").replace(['\n', '\r'], " ");
    Cow::Owned(clean(&joined, |_| false).into_owned())
}

/// The text as one harmless line, every run of white space folded into one space, at most `limit` characters read.
pub(super) fn folded(text: &str, limit: usize) -> String {
    let mut out = String::new();
    for c in text.chars().take(limit) {
        if c.is_whitespace() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            push(&mut out, c);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Appends what is shown for `c`.
pub(super) fn push(out: &mut String, c: char) {
    match shown(c) {
        Some(c) => out.push(c),
        None => out.push_str(TAB),
    }
}

fn clean(text: &str, keep: impl Fn(char) -> bool) -> Cow<'_, str> {
    if text.chars().all(|c| keep(c) || shown(c) == Some(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if keep(c) {
            out.push(c);
        } else if c == '\t' {
            out.push(' ');
        } else {
            push(&mut out, c);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dangerous_character_becomes_one_visible_column() {
        let bad = "\0\u{1b}[31m\u{7f}\u{9b}\u{202e}\u{2066}\u{200e}\u{61c}\u{2028}";
        let shown = line(bad);
        assert_eq!(shown, "␀␛[31m␡\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}");
        assert_eq!(text_width(bad), bad.chars().count());
        assert_eq!(text_width(&shown), text_width(bad));
    }

    #[test]
    fn line_breaks_become_spaces_in_one_line_only() {
        assert_eq!(line("a\r\nb\nc\rd"), "a b c d");
        assert_eq!(text("a\nb\u{1b}"), "a\nb␛");
        assert_eq!(folded("  a \n\n b\tc  ", 100), "a b c");
    }

    #[test]
    fn wide_and_combining_characters_keep_their_widths() {
        assert_eq!(text_width("日本"), 4);
        assert_eq!(text_width("e\u{301}"), 1);
        assert_eq!(text_width("\t"), 4);
    }
}
