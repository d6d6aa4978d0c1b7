//! A text made easy to look around in: words by index, their lower-case forms, and what stands between them.

use super::mark::Trigger;
use crate::matcher::{Text, Token, TokenKind};

/// A text with its lower-case form, which has the same byte offsets (only ASCII letters are folded).
pub(super) struct Scan<'a> {
    text: &'a Text<'a>,
    triggers: &'a [Trigger],
    lower: String,
}

impl<'a> Scan<'a> {
    /// Prepares a text.
    pub fn new(text: &'a Text<'a>, triggers: &'a [Trigger]) -> Self {
        Self { text, triggers, lower: text.prose.to_ascii_lowercase() }
    }

    /// The words that bear one of the marks, in reading order.
    pub fn marked(&self, marks: u16) -> impl Iterator<Item = usize> + use<'a> {
        self.triggers.iter().filter(move |t| t.marks & marks != 0).map(|t| t.at as usize)
    }

    /// The word's token.
    pub fn token(&self, at: usize) -> Option<&'a Token> {
        self.text.tokens.get(at)
    }

    /// The word as written; empty past the end.
    pub fn raw(&self, at: usize) -> &'a str {
        self.token(at).and_then(|t| self.text.prose.get(t.start as usize..t.end as usize)).unwrap_or("")
    }

    /// The word in lower case without a possessive ending or a full stop; empty past the end.
    pub fn low(&self, at: usize) -> &str {
        let word = self.token(at).and_then(|t| self.lower.get(t.start as usize..t.end as usize)).unwrap_or("");
        word.trim_end_matches("'s").trim_end_matches("’s").trim_end_matches('.')
    }

    /// The word `back` words before `at`, in lower case; empty before the first word.
    pub fn low_before(&self, at: usize, back: usize) -> &str {
        at.checked_sub(back).map_or("", |i| self.low(i))
    }

    /// What the tokeniser calls the word; a missing word is a `Word`.
    pub fn kind(&self, at: usize) -> TokenKind {
        self.token(at).map_or(TokenKind::Word, |t| t.kind)
    }

    /// Whether it is a number token.
    pub fn is_number(&self, at: usize) -> bool {
        self.kind(at) == TokenKind::Number
    }

    /// The prose between word `at` and the next; up to the text's end after the last word.
    pub fn gap(&self, at: usize) -> &'a str {
        let Some(from) = self.token(at) else {
            return "";
        };
        match self.token(at + 1) {
            Some(to) => self.text.prose.get(from.end as usize..to.start as usize).unwrap_or(""),
            None => self.text.prose.get(from.end as usize..).unwrap_or(""),
        }
    }

    /// The prose before word `at`, after the word before it.
    pub fn gap_before(&self, at: usize) -> &'a str {
        match at.checked_sub(1) {
            Some(before) => self.gap(before),
            None => self.token(0).and_then(|t| self.text.prose.get(..t.start as usize)).unwrap_or(""),
        }
    }

    /// The whole prose from the first byte of word `at`.
    pub fn prose_from(&self, at: usize) -> &'a str {
        self.token(at).and_then(|t| self.text.prose.get(t.start as usize..)).unwrap_or("")
    }

    /// The prose of the words `[start, end)`.
    pub fn slice(&self, start: usize, end: usize) -> &'a str {
        let from = self.token(start).map_or(0, |t| t.start as usize);
        let to = end.checked_sub(1).and_then(|i| self.token(i)).map_or(0, |t| t.end as usize);
        self.text.prose.get(from..to).unwrap_or("")
    }

    /// Whether both words exist and stand in one sentence.
    pub fn same_sentence(&self, a: usize, b: usize) -> bool {
        matches!((self.token(a), self.token(b)), (Some(a), Some(b)) if a.sentence == b.sentence)
    }

    /// What stands between `at` and the next word, without the parenthesis that closes `thirteen (13)`.
    pub fn gap_after(&self, at: usize) -> &'a str {
        self.gap(at).trim_start_matches([')', ']'])
    }

    /// Whether nothing but spaces stands between `at` and the next word, in the same sentence.
    pub fn adjacent(&self, at: usize) -> bool {
        self.same_sentence(at, at + 1) && self.gap_after(at).chars().all(char::is_whitespace)
    }

    /// Whether `at` and the next word are joined by spaces or hyphens alone, in the same sentence.
    pub fn joined(&self, at: usize) -> bool {
        self.same_sentence(at, at + 1) && self.gap_after(at).chars().all(|c| c.is_whitespace() || is_dash(c))
    }

    /// Whether the word starts with a capital letter.
    pub fn capital(&self, at: usize) -> bool {
        self.raw(at).chars().next().is_some_and(char::is_uppercase)
    }

    /// One past the last word that ends at or before byte `bytes` after the start of word `at`; `None` when a word
    /// is cut there.
    pub fn words_until(&self, at: usize, bytes: usize) -> Option<usize> {
        let limit = self.token(at)?.start as usize + bytes;
        let mut end = at;
        while self.token(end).is_some_and(|t| (t.start as usize) < limit) {
            end += 1;
            if self.token(end - 1).is_some_and(|t| t.end as usize > limit) {
                return None;
            }
        }
        Some(end)
    }
}

/// A hyphen or dash of any length.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}')
}
