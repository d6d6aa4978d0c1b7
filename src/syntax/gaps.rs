//! What stands between two tokens of a rule file: remarks, line breaks, blank lines. The scanner drops all of it; who
//! writes a file anew needs it back.

use super::scan::Token;

/// A remark: from `#` to the end of its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Comment<'a> {
    /// The text, `#` included, without white space at its end.
    pub text: &'a str,
    /// It has its line to itself.
    pub own_line: bool,
    /// A blank line stands above it.
    pub blank_above: bool,
}

/// What stands before a token, or before the end of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Gap<'a> {
    /// The remarks; only the first may stand on the line of the token before.
    pub comments: Vec<Comment<'a>>,
    /// The token after the gap begins a line.
    pub breaks: bool,
    /// A blank line stands directly above the token after the gap.
    pub blank_above: bool,
}

impl<'a> Gap<'a> {
    /// The remark that follows the token before on its line.
    pub fn trailing(&self) -> Option<&'a str> {
        self.comments.first().filter(|c| !c.own_line).map(|c| c.text)
    }

    /// The remarks on lines of their own.
    pub fn own(&self) -> impl Iterator<Item = &Comment<'a>> {
        self.comments.iter().filter(|c| c.own_line)
    }
}

/// The gap before each token, and the one after the last.
pub(super) fn gaps<'a>(text: &'a str, tokens: &[Token]) -> Vec<Gap<'a>> {
    let ends = std::iter::once(0).chain(tokens.iter().map(|t| t.span.end as usize));
    let starts = tokens.iter().map(|t| t.span.start as usize).chain([text.len()]);
    ends.zip(starts).map(|(from, to)| gap(text.get(from..to).unwrap_or_default(), from == 0)).collect()
}

fn gap(text: &str, first: bool) -> Gap<'_> {
    let mut gap = Gap::default();
    let mut blank = false;
    let mut lines = text.split('\n').map(|l| l.trim_matches(is_space)).enumerate().peekable();
    while let Some((index, line)) = lines.next() {
        if line.starts_with('#') {
            gap.comments.push(Comment { text: line, own_line: first || index > 0, blank_above: blank });
            blank = false;
        } else if (first || index > 0) && lines.peek().is_some() {
            blank = true;
        }
        gap.breaks = first || index > 0;
    }
    gap.blank_above = blank;
    gap
}

/// What the scanner skips between tokens.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{FEFF}'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_and_blank_lines_are_recovered() {
        let found = gap(" # a\n\n  # b \n# c\n\n  ", false);
        let all: Vec<_> = found.comments.iter().map(|c| (c.text, c.own_line, c.blank_above)).collect();
        assert_eq!(all, [("# a", false, false), ("# b", true, true), ("# c", true, false)]);
        assert!(found.breaks && found.blank_above);
        assert_eq!(found.trailing(), Some("# a"));
        let start = gap("\u{FEFF}# a\n", true);
        assert!(start.comments[0].own_line && !start.blank_above);
        assert_eq!(gap(" ", false), Gap::default());
    }
}
