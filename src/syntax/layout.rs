//! How a rule file is set: lines, indentation, spaces. Works on tokens; relies on a file without mistakes, and asks
//! nobody what it means.

use super::gaps::{Gap, gaps};
use super::outline::{RawItem, RawPart, Reader};
use super::passage::{between_quotes, unindent};
use super::scan::{Kind, Token, scan};
use crate::source::SourceId;
use std::ops::Range;

/// The longest definition that stays on one line, in characters.
const LINE: usize = 100;
/// Where parts stand.
const PART: usize = 4;
/// Where the lines stand in which a part goes on.
const PART_GOES_ON: usize = 12;
/// Where the alternatives of a definition stand.
const ALTERNATIVE: usize = 6;
/// How far the content of brackets is indented.
const STEP: usize = 4;
/// How wide the keywords of packs are: `title`.
const PACK_KEYWORD: usize = 5;
/// How wide the keywords of definitions are: `pass`.
const EXAMPLE_KEYWORD: usize = 4;
/// How wide the common keywords of rules are: `message`.
const RULE_KEYWORD: usize = 7;

/// Writes a file without mistakes anew.
pub(super) fn layout(source: SourceId, text: &str) -> String {
    let mut reader = Reader { source, text, diagnostics: Vec::new() };
    let tokens = scan(source, text, &mut reader.diagnostics);
    let items = reader.outline(&tokens);
    let out = String::with_capacity(text.len());
    let mut writer = Writer { text, gaps: gaps(text, &tokens), tokens: &tokens, out };
    let mut previous = "";
    for item in &items {
        writer.item(item, previous);
        previous = item.keyword;
    }
    writer.end()
}

/// How a run of tokens is set.
#[derive(Clone, Copy)]
struct Flow {
    /// The column of further lines.
    column: usize,
    /// The author's line breaks stay.
    keep: bool,
    /// Alternatives outside brackets begin lines.
    split: bool,
    /// The column of the lines of a text of paragraphs; `None` leaves it alone.
    paragraphs: Option<usize>,
}

/// A keyword and a name.
const HEAD: Flow = Flow { column: PART_GOES_ON, keep: false, split: false, paragraphs: None };

struct Writer<'a> {
    text: &'a str,
    tokens: &'a [Token],
    /// Before each token, and after the last.
    gaps: Vec<Gap<'a>>,
    out: String,
}

impl<'a> Writer<'a> {
    fn token(&self, at: usize) -> Option<(Token, &'a str)> {
        let token = *self.tokens.get(at)?;
        Some((token, self.text.get(token.span.range()).unwrap_or_default()))
    }

    fn gap(&self, at: usize) -> Gap<'a> {
        self.gaps.get(at).cloned().unwrap_or_default()
    }

    /// Where the tokens of a piece stand among all.
    fn range(&self, piece: &[Token]) -> Range<usize> {
        let from = piece.first().map_or(0, |t| self.tokens.partition_point(|o| o.span.start < t.span.start));
        from..from + piece.len()
    }

    /// Begins a line.
    fn line(&mut self, column: usize) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out.extend(std::iter::repeat_n(' ', column));
    }

    /// Leaves a line empty, except at the beginning of the file.
    fn blank(&mut self) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    /// Ends the current line with the remark that stood on it; `next` is the token after it.
    fn trailing(&mut self, next: usize) -> bool {
        let Some(comment) = self.gaps.get(next).and_then(Gap::trailing) else { return false };
        self.out.push_str("  ");
        self.out.push_str(comment);
        true
    }

    /// The remarks above the token `next`, each on its line; with `opening`, the first has no blank line above it.
    /// Whether there were any.
    fn remarks(&mut self, next: usize, column: usize, opening: bool) -> bool {
        let mut first = opening;
        let gap = self.gap(next);
        for comment in gap.own() {
            if comment.blank_above && !first {
                self.blank();
            }
            first = false;
            self.line(column);
            self.out.push_str(comment.text);
        }
        gap.own().next().is_some()
    }

    fn item(&mut self, item: &RawItem<'_>, previous: &str) {
        let range = self.range(item.tokens);
        let gap = self.gap(range.start);
        let apart = gap.own().next().map_or(gap.blank_above, |c| c.blank_above);
        if apart || previous != "infer" || item.keyword != "infer" {
            self.blank();
        }
        if self.remarks(range.start, 0, true) && gap.blank_above {
            self.blank();
        }
        self.line(0);
        let end = range.end;
        match item.keyword {
            "define" => {
                self.definition(range.start..range.start + item.head, 3);
                self.examples(item);
            }
            "infer" => self.definition(range, 4),
            _ => self.block(item, range),
        }
        self.trailing(end);
    }

    fn end(mut self) -> String {
        if self.gap(self.tokens.len()).own().next().is_some() {
            self.blank();
        }
        self.remarks(self.tokens.len(), 0, true);
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out
    }

    /// A definition or inference, whose first `head` tokens go up to `=` or `from`.
    fn definition(&mut self, range: Range<usize>, head: usize) {
        let body = range.start + head;
        let inner = |g: &Gap<'_>| !g.comments.is_empty();
        let gaps = |r: Range<usize>| self.gaps.get(r).unwrap_or_default();
        let long_text = self.tokens.get(range.clone()).unwrap_or_default().iter().any(|t| self.has_lines(*t));
        let broken =
            gaps(body..range.end).iter().any(|g| g.breaks) || gaps(range.start + 1..range.end).iter().any(inner);
        if !broken && !long_text {
            let start = self.out.len();
            self.flow(range.clone(), HEAD);
            let written = self.out.get(start..).unwrap_or_default();
            if written.chars().count() <= LINE {
                return;
            }
            self.out.truncate(start);
        }
        self.flow(range.start..body, HEAD);
        self.trailing(body);
        self.remarks(body, ALTERNATIVE, true);
        self.line(ALTERNATIVE);
        self.flow(
            body..range.end,
            Flow { column: ALTERNATIVE + "or ".len(), keep: true, split: true, paragraphs: None },
        );
    }

    /// The examples of a definition.
    fn examples(&mut self, item: &RawItem<'_>) {
        for part in &item.parts {
            let place = self.range(part.tokens);
            self.trailing(place.start);
            let blank = self.gap(place.start).blank_above;
            self.remarks(place.start, PART, false);
            if blank {
                self.blank();
            }
            self.line(PART);
            self.part(part, place, EXAMPLE_KEYWORD);
        }
    }

    fn has_lines(&self, token: Token) -> bool {
        token.kind == Kind::Text && self.text.get(token.span.range()).is_some_and(|t| t.contains('\n'))
    }

    fn block(&mut self, item: &RawItem<'_>, range: Range<usize>) {
        let Some(open) = item.tokens.iter().take(3).position(|t| t.is('{')) else {
            self.flow(range, HEAD);
            return;
        };
        let body = range.start + open + 1;
        self.flow(range.start..body, HEAD);
        self.trailing(body);
        let mut opening = true;
        for part in &item.parts {
            let place = self.range(part.tokens);
            let blank = self.gap(place.start).blank_above;
            let remarked = self.remarks(place.start, PART, opening);
            if blank && (remarked || !opening) {
                self.blank();
            }
            opening = false;
            self.line(PART);
            let end = place.end;
            self.part(part, place, if item.keyword == "pack" { PACK_KEYWORD } else { RULE_KEYWORD });
            self.trailing(end);
        }
        self.remarks(range.end - 1, PART, opening);
        self.line(0);
        self.out.push('}');
    }

    fn part(&mut self, part: &RawPart<'_>, range: Range<usize>, width: usize) {
        self.out.push_str(part.keyword);
        let value = range.start + 1;
        let trailing = self.trailing(value);
        if self.remarks(value, PART_GOES_ON, true) || trailing {
            self.line(PART_GOES_ON);
        } else {
            let width = if matches!(part.keyword, "must" | "should" | "severity" | "for") { 0 } else { width };
            self.out.extend(std::iter::repeat_n(' ', (width + 1).saturating_sub(part.keyword.len()).max(1)));
        }
        let paragraphs = Some(PART + width + 1);
        self.flow(value..range.end, Flow { column: PART_GOES_ON, keep: true, split: false, paragraphs });
    }

    /// Writes tokens from where the line stands.
    fn flow(&mut self, range: Range<usize>, flow: Flow) {
        // For every open bracket, whether it is the brace of a list of passages.
        let mut open: Vec<bool> = Vec::new();
        let mut after_or = false;
        for at in range.clone() {
            let Some((token, text)) = self.token(at) else { continue };
            let closes = if token.is(')') || token.is('}') { open.pop() } else { None };
            let column = flow.column + STEP * open.len();
            if at > range.start {
                let trailing = self.trailing(at);
                let remarked = self.remarks(at, column, true) || trailing;
                let alternative = flow.split && open.is_empty() && token.kind == Kind::Word && text == "or";
                let breaks = flow.keep && !after_or && self.gap(at).breaks && !self.clings(at);
                after_or = alternative;
                if alternative {
                    self.line(ALTERNATIVE - "or ".len());
                } else if remarked || breaks {
                    self.line(column);
                } else if closes == Some(true) || closes.is_none() && self.spaced(at, open.last() == Some(&true)) {
                    self.out.push(' ');
                }
            }
            self.text(token, text, flow);
            if token.is('(') || token.is('{') {
                open.push(token.is('{') && self.opens_list(at));
            }
        }
    }

    /// Whether a `{` follows `all of` or `at least 2 of`.
    fn opens_list(&self, at: usize) -> bool {
        let word = |back: usize| at.checked_sub(back).and_then(|i| self.token(i)).map_or("", |t| t.1);
        word(1) == "of" && (word(2) == "all" || word(2).bytes().all(|b| b.is_ascii_digit()))
    }

    /// Whether a token goes with the one before it whatever the author did.
    fn clings(&self, at: usize) -> bool {
        self.token(at).is_some_and(|(t, _)| [',', ':', '.', '='].iter().any(|c| t.is(*c)))
            || at.checked_sub(1).and_then(|b| self.token(b)).is_some_and(|(t, _)| t.is('.')) && !self.spaced(at, false)
    }

    /// Whether a space stands before a token that closes nothing; `list` if the innermost bracket is one of a list.
    fn spaced(&self, at: usize, list: bool) -> bool {
        let Some(((before, previous), (token, text))) =
            at.checked_sub(1).and_then(|b| self.token(b)).zip(self.token(at))
        else {
            return false;
        };
        match (before.kind, token.kind) {
            (_, Kind::Sign(',' | ':' | ')'))
            | (Kind::Sign('('), _)
            | (Kind::Sign('<'), Kind::Sign('='))
            | (Kind::Sign('.'), Kind::Sign('.')) => false,
            (Kind::Sign('{'), _) => list,
            // A range: `5..21`, `..today`, `18.. or`.
            (_, Kind::Sign('.')) => previous == "in",
            (Kind::Sign('.'), Kind::Word) => !(text == "today" || text.starts_with(|c: char| c.is_ascii_digit())),
            _ => true,
        }
    }

    /// Writes a token; a text over several lines is indented anew, where that changes nothing.
    fn text(&mut self, token: Token, text: &str, flow: Flow) {
        if !self.has_lines(token) {
            self.out.push_str(text);
            return;
        }
        let (inner, quotes) = between_quotes(text);
        if quotes == 1 {
            let column = flow.column + 1;
            for (i, line) in text.split('\n').enumerate() {
                if i > 0 {
                    self.line(column);
                }
                let line = if i > 0 { line.trim_start() } else { line };
                self.out.push_str(line.trim_end());
            }
            return;
        }
        let Some(column) = flow.paragraphs else {
            self.out.push_str(text);
            return;
        };
        self.out.push_str("\"\"\"");
        let inner = unindent(inner);
        for line in inner.lines() {
            self.line(if line.is_empty() { 0 } else { column });
            self.out.push_str(line);
        }
        self.line(column);
        self.out.push_str("\"\"\"");
    }
}
