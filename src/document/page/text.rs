//! Text of a page to pieces: entities decoded one by one, white space read as one space, so that every piece maps to its
//! bytes.

use super::super::raw::{self, Piece, Style};
use crate::source::Span;
use html5gum::{Token, Tokenizer};
use std::borrow::Cow;
use std::collections::HashMap;

/// Cuts text into pieces.
pub(super) struct Cutter<'a> {
    /// Entities that were met, with what they mean.
    known: HashMap<&'a str, String>,
    /// Whether the line ends in a space, or is empty: further spaces are not read.
    pub spaced: bool,
}

/// What stands at a place of the text.
enum Part<'a> {
    Plain(&'a str),
    Space(&'a str),
    Entity(&'a str),
}

impl<'a> Cutter<'a> {
    pub fn new() -> Self {
        Self { known: HashMap::new(), spaced: true }
    }

    /// The pieces of `text`, which stands in the source at `base`.
    pub fn cut(&mut self, text: &'a str, base: usize, style: &Style, out: &mut Vec<Piece<'a>>) {
        let mut at = 0;
        while let Some(part) = part(text, at) {
            match part {
                Part::Plain(plain) => {
                    raw::pieces(plain, base + at, style, out);
                    self.spaced = false;
                    at += plain.len();
                }
                Part::Space(space) => {
                    if !std::mem::replace(&mut self.spaced, true) {
                        let span = Span::new(base + at, base + at + space.len());
                        out.push(style.piece(Cow::Borrowed(" "), span, space == " "));
                    }
                    at += space.len();
                }
                Part::Entity(entity) => {
                    let meaning = self.known.entry(entity).or_insert_with(|| decode(entity));
                    if meaning == entity {
                        raw::pieces(entity, base + at, style, out);
                    } else {
                        let span = Span::new(base + at, base + at + entity.len());
                        let mut parts = Vec::new();
                        raw::pieces(meaning, 0, style, &mut parts);
                        let text: String = parts.iter().map(|p| &*p.text).collect();
                        out.push(style.piece(Cow::Owned(text), span, false));
                    }
                    self.spaced = false;
                    at += entity.len();
                }
            }
        }
    }
}

fn part(text: &str, at: usize) -> Option<Part<'_>> {
    let rest = text.get(at..).filter(|r| !r.is_empty())?;
    let is_space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
    if rest.starts_with(is_space) {
        let end = rest.find(|c| !is_space(c)).unwrap_or(rest.len());
        return rest.get(..end).map(Part::Space);
    }
    if let Some(name) = rest.strip_prefix('&') {
        let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '#').unwrap_or(name.len());
        let end = end + usize::from(name.get(end..).is_some_and(|n| n.starts_with(';')));
        return rest.get(..=end).map(Part::Entity);
    }
    let mut end = rest.len();
    for (place, sign) in rest.match_indices(|c: char| c == '&' || is_space(c)) {
        // One space between words is as plain as they are.
        let after = rest.get(place + 1..).unwrap_or_default();
        if sign == " " && !after.is_empty() && !after.starts_with(|c| c == '&' || is_space(c)) {
            continue;
        }
        end = place;
        break;
    }
    rest.get(..end).map(Part::Plain)
}

/// What an entity means; itself when it is none.
fn decode(entity: &str) -> String {
    if entity.len() < 3 {
        return entity.to_owned();
    }
    let mut text = String::new();
    for token in Tokenizer::new(entity) {
        let Ok(token) = token;
        if let Token::String(part) = token {
            text.push_str(&String::from_utf8_lossy(&part.value));
        }
    }
    text
}
