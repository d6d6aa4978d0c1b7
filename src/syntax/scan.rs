//! A rule file's tokens: words, texts in quotes, addresses, signs. Aware of strings and comments, so
//! that the outline can be cut at words alone. Knows no grammar.

use super::words::line_ends_text;
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};

/// How many characters ahead the end of an address or of a text in curly quotes is looked for: enough for
/// both, and few enough to keep a file of nothing but `<` linear.
const LONGEST_NEAR: usize = 2048;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A keyword, name, number or date.
    Word,
    /// A text in quotes.
    Text,
    /// `<https://…>`
    Url,
    /// Any other sign.
    Sign(char),
    /// Already diagnosed: a text that never ends, curly quotes.
    Broken,
}

/// A token with its bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// What it is.
    pub kind: Kind,
    /// Its bytes.
    pub span: Span,
    /// It is the first on its line.
    pub leads: bool,
    /// It stands in column 0.
    pub first_column: bool,
}

impl Token {
    /// Whether it is this sign.
    pub fn is(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }
}

/// Cuts a text into tokens. Linear in its length.
pub(super) fn scan(source: SourceId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<Token> {
    let mut scanner = Scanner { source, text, at: 0, diagnostics };
    let mut tokens = Vec::new();
    let (mut leads, mut line) = (true, 0);
    while let Some(c) = scanner.peek() {
        if c == '\n' {
            (leads, line) = (true, scanner.at + 1);
        }
        if c.is_whitespace() || c == '\u{FEFF}' {
            scanner.at += c.len_utf8();
            if c == '\u{FEFF}' && line == 0 {
                line = scanner.at;
            }
        } else if c == '#' {
            scanner.at += scanner.until_line_end();
        } else {
            let start = scanner.at;
            let kind = scanner.token(c);
            let first_column = start == line;
            tokens.push(Token { kind, span: Span::new(start, scanner.at), leads, first_column });
            leads = false;
        }
    }
    tokens
}

struct Scanner<'a> {
    source: SourceId,
    text: &'a str,
    at: usize,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn until_line_end(&self) -> usize {
        self.rest().find('\n').unwrap_or(self.rest().len())
    }

    /// Reads one token that begins with `c` and stands behind it.
    fn token(&mut self, c: char) -> Kind {
        match c {
            '"' => self.text_in_quotes(),
            '“' | '”' | '„' | '‟' | '«' | '»' | '‘' | '’' => self.curly(c),
            '<' => {
                let near = self.rest().char_indices().take(LONGEST_NEAR);
                let end = |c: char| matches!(c, '>' | '<') || c.is_whitespace();
                let url = near.skip(1).find(|(_, c)| end(*c)).map(|(i, _)| i);
                match url.filter(|end| self.rest().get(*end..).is_some_and(|r| r.starts_with('>'))) {
                    Some(end) => {
                        self.at += end + 1;
                        Kind::Url
                    }
                    None => self.sign(c),
                }
            }
            c if is_word(c) => {
                self.word();
                Kind::Word
            }
            c => self.sign(c),
        }
    }

    fn sign(&mut self, c: char) -> Kind {
        self.at += c.len_utf8();
        Kind::Sign(c)
    }

    fn word(&mut self) {
        let mut chars = self.rest().char_indices().peekable();
        let mut end = 0;
        while let Some((i, c)) = chars.next() {
            let joint = matches!(c, '.' | '/') && chars.peek().is_some_and(|(_, n)| n.is_alphanumeric());
            if !is_word(c) && !joint {
                break;
            }
            end = i + c.len_utf8();
        }
        self.at += end;
    }

    fn curly(&mut self, c: char) -> Kind {
        let start = self.at;
        let close = |d: char| matches!(d, '”' | '“' | '"' | '»' | '«' | '’' | '‘');
        self.at += c.len_utf8();
        let stop = self.rest().char_indices().take(LONGEST_NEAR).find(|(_, d)| *d == '\n' || close(*d));
        self.at += match stop {
            Some((i, '\n')) => i,
            Some((i, d)) => i + d.len_utf8(),
            None => self.until_line_end(),
        };
        self.say(
            Span::new(start, start + c.len_utf8()),
            format!("`{c}` is a typographic quote; texts stand between straight quotes"),
            "write `\"` instead",
        );
        Kind::Broken
    }

    fn text_in_quotes(&mut self) -> Kind {
        let start = self.at;
        let paragraphs = self.rest().starts_with("\"\"\"");
        let quotes = if paragraphs { 3 } else { 1 };
        self.at += quotes;
        loop {
            let rest = self.rest();
            let stop = rest.find(['"', '\\', '\n']);
            let Some(stop) = stop else {
                self.at = self.text.len();
                break;
            };
            let sign = rest.as_bytes().get(stop).copied();
            self.at += stop;
            match sign {
                Some(b'"') if !paragraphs => {
                    self.at += 1;
                    return Kind::Text;
                }
                Some(b'"') if self.rest().starts_with("\"\"\"") => {
                    self.at += 3;
                    return Kind::Text;
                }
                Some(b'\\') if !paragraphs => {
                    self.at += 1;
                    self.at += self.peek().filter(|c| *c != '\n').map_or(0, char::len_utf8);
                }
                Some(b'\n') => {
                    let line = self.rest().get(1..).unwrap_or_default();
                    let line = line.get(..line.find('\n').unwrap_or(line.len())).unwrap_or_default();
                    if line_ends_text(line, paragraphs) || !paragraphs && line.trim().is_empty() {
                        break;
                    }
                    self.at += 1;
                }
                _ => self.at += 1,
            }
        }
        self.unclosed(start, quotes);
        Kind::Broken
    }

    fn unclosed(&mut self, start: usize, quotes: usize) {
        let after = self.text.get(start + quotes..).unwrap_or_default();
        let first = after.split('\n').next().unwrap_or_default();
        let span = Span::new(start, start + quotes);
        if quotes == 1 && first.trim().is_empty() {
            self.say(span, "this quote begins a text that never ends", "was the quote before the text forgotten?");
        } else if quotes == 1 {
            self.say(
                span,
                "this text is never closed",
                "the closing `\"` is missing; several paragraphs take `\"\"\"`",
            );
        } else {
            self.say(span, "this text is never closed", "the closing `\"\"\"` is missing");
        }
    }

    fn say(&mut self, span: Span, message: impl Into<String>, label: &str) {
        self.diagnostics.push(Diagnostic::error("rule-syntax", message).at(self.source, span, label));
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}
