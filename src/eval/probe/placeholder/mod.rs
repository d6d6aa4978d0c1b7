//! What a template left behind: blanks, names to fill in, instructions, filler text, marks of an edit. Knows brackets and the
//! words of templates, not what a policy says.

mod forms;
mod words;

use super::form::{Form, Lowered, Prose};
use super::{Cause, around, place, within};
use crate::document::{BlockKind, Document, Extent, HtmlTag};
use crate::eval::Place;
use forms::BARE;
use std::collections::HashMap;
use std::ops::Range;
use words::{ELEMENTS, ROUND, is_name, is_order};

#[cfg(test)]
pub(super) use forms::forms;

/// One cause for each leftover, with all its places.
pub(super) fn find(document: &Document) -> Vec<Cause> {
    let mut found = Found::default();
    let prose = Prose::of(document);
    let bare: Vec<_> = BARE.iter().filter(|(form, _)| prose.may_hold(form)).collect();
    for block in document.blocks.iter().filter(|b| b.kind != BlockKind::Code) {
        let text = prose.block(block);
        for (at, what) in hits(text, &bare) {
            let said = text.text.get(at.clone()).unwrap_or_default();
            let place = place(document, within(block.extent, at), what);
            // Code shows a form: it is not meant to be filled in here.
            let next = document.codes.partition_point(|c| c.end <= place.span.start);
            if !document.codes.get(next).is_some_and(|c| c.contains(place.span)) {
                found.add(said, place);
            }
        }
    }
    found_blanks(document, &mut found);
    for HtmlTag { span, text } in &document.tags {
        let inner = text.trim_matches(['<', '>', '/']);
        let word = inner.split([' ', '=']).next().unwrap_or_default().to_ascii_lowercase();
        let element = inner.contains('=') || ELEMENTS.contains(&word.as_str()) && !inner.trim().contains(' ');
        if let Some(what) = bracketed(text, "").filter(|_| !element) {
            found.add(text, Place { span: *span, note: what.to_owned() });
        }
    }
    found.causes
}

/// A bullet in brackets reads as the mark of an item: the bracket opens in one block and closes in the next.
fn found_blanks(document: &Document, found: &mut Found) {
    for (before, after) in document.blocks.iter().zip(document.blocks.iter().skip(1)) {
        let (open, close) = (document.prose.slice(before.extent), document.prose.slice(after.extent));
        if open.trim_end().ends_with('[') && close.trim_start().starts_with(']') {
            let start = before.extent.start + open.trim_end().len() as u32 - 1;
            let end = after.extent.start + (close.len() - close.trim_start().len()) as u32 + 1;
            found.add("[●]", place(document, Extent { start, end }, "a blank to fill in"));
        }
    }
}

/// The leftovers in a text, in reading order; of those that overlap the first, of those the longest.
fn hits(text: Lowered<'_>, bare: &[&'static (Form, &'static str)]) -> Vec<(Range<usize>, &'static str)> {
    let mut hits = Vec::new();
    for at in brackets(text) {
        let (before, said) = (text.text.get(..at.start), text.text.get(at.clone()));
        let what = bracketed(said.unwrap_or_default(), before.unwrap_or_default());
        let near = || around(text.text, &at, 80).to_lowercase();
        let what = what.filter(|what| *what != "a field of a template" || !shown(&near()));
        hits.extend(what.map(|what| (at, what)));
    }
    for (form, what) in bare {
        let found = form.find_iter(text).map(|h| h.range());
        hits.extend(found.filter(|at| is_leftover(text.text, at.clone(), what)).map(|at| (at, *what)));
    }
    hits.sort_by_key(|(at, _)| (at.start, std::cmp::Reverse(at.end)));
    let mut end = 0;
    hits.retain(|(at, _)| {
        let kept = at.start >= end;
        end = end.max(at.end);
        kept
    });
    hits
}

/// The brackets of any kind in a text that may be leftovers.
fn brackets(text: Lowered<'_>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text.text.get(at..).and_then(|t| t.find(['[', '{', '<', '('])).map(|open| at + open) {
        let end = match text.text.as_bytes().get(open) {
            Some(b'{') => closed(text.text, open, "{{", "}}", 80).or_else(|| closed(text.text, open, "{", "}", 60)),
            Some(b'[') => closed(text.text, open, "[[", "]]", 80).or_else(|| closed(text.text, open, "[", "]", 200)),
            Some(b'<') => closed(text.text, open, "<", ">", 80),
            _ => round(text, open),
        };
        found.extend(end.map(|end| open..end));
        at = end.unwrap_or(open + 1);
    }
    found
}

/// The end of a bracket that holds at least one and at most so many characters, and no such bracket.
fn closed(text: &str, open: usize, opening: &str, closing: &str, most: usize) -> Option<usize> {
    let inner = text.get(open..)?.strip_prefix(opening)?;
    let signs = [opening.chars().next()?, closing.chars().next()?, '\n'];
    let (end, _) = inner.char_indices().take(most + 1).find(|(_, c)| signs.contains(c))?;
    (end > 0 && inner.get(end..)?.starts_with(closing)).then_some(open + opening.len() + end + closing.len())
}

/// The end of a round bracket that asks to be filled in.
fn round(text: Lowered<'_>, open: usize) -> Option<usize> {
    let inner = text.text.get(open + 1..)?;
    let start = open + 1 + inner.len() - inner.trim_start().len();
    let lower = text.lower.get(start..)?;
    let order = ROUND.iter().find(|order| lower.starts_with(**order))?;
    let rest = text.text.get(start + order.len()..)?;
    let (end, sign) = rest.char_indices().take(81).find(|(_, c)| matches!(c, '(' | ')' | '\n'))?;
    let is_word = rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    (sign == ')' && !is_word).then_some(start + order.len() + end + 1)
}

/// What a bracket is, if it is to be filled in.
fn bracketed(whole: &str, before: &str) -> Option<&'static str> {
    let inner = whole.trim_matches(['[', ']', '{', '}', '<', '>', '(', ')']).trim();
    let letters = inner.chars().filter(|c| c.is_alphabetic()).count();
    if letters == 0 {
        let blank = inner.chars().all(|c| "●•_-–—.…?*◊■□ ".contains(c)) && inner.chars().any(|c| "●•_■◊?".contains(c));
        return blank.then_some("a blank to fill in");
    }
    // A word set right by an editor: `the[ir] address`.
    if whole.starts_with('[') && before.ends_with(char::is_alphanumeric) && !inner.contains(' ') {
        return None;
    }
    if whole.starts_with("{{") {
        return Some("a field of a template");
    }
    if whole.starts_with('(') {
        return Some("a name to fill in");
    }
    let choices = inner.split('/').filter(|c| !c.trim().is_empty()).count();
    if whole.starts_with('[') && choices >= 3 && !inner.contains("//") && !inner.contains(['.', '@']) && letters > 8 {
        return Some("a choice to make");
    }
    if ["i/we", "we/i", "my/our", "me/us"].contains(&inner.to_lowercase().as_str()) {
        return Some("a choice to make");
    }
    if is_name(inner) {
        return Some("a name to fill in");
    }
    let ordered = is_order(inner) && (inner.contains(' ') || inner.chars().all(char::is_uppercase));
    ordered.then_some("an instruction to the drafter")
}

/// Whether the words around let a bare form be a leftover: a date's form is told to those who fill in a form, an address
/// may be an example.
fn is_leftover(text: &str, at: Range<usize>, what: &str) -> bool {
    let near = |n| around(text, &at, n).to_lowercase();
    let hit = text.get(at.clone()).unwrap_or_default();
    match what {
        "a date to fill in" if hit.contains(['Y', 'y']) => {
            let near = near(60);
            !["format", "birth", "for example", "e.g.", "such as", "written", "form "].iter().any(|w| near.contains(w))
        }
        // A text on templates shows their fields.
        "a field of a template" => !shown(&near(80)),
        "an address of a template" => {
            let near = near(60);
            !["for example", "for instance", "e.g.", "such as", "example:"].iter().any(|w| near.contains(w))
        }
        "a name to fill in" => !text.get(at.end..).unwrap_or_default().starts_with(':'),
        // Three stand for a Roman number or a rating.
        "a value to fill in" => hit.len() != 3,
        _ => true,
    }
}

/// Whether the words around a field speak of it as an example.
fn shown(near: &str) -> bool {
    ["for example", "for instance", "e.g.", "such as", "braces", "stand for", "stands for"]
        .iter()
        .any(|w| near.contains(w))
}

/// Causes by what stands there: the same leftover is one cause.
#[derive(Default)]
struct Found {
    causes: Vec<Cause>,
    index: HashMap<String, usize>,
}

impl Found {
    fn add(&mut self, text: &str, place: Place) {
        let at = *self.index.entry(text.to_lowercase()).or_insert(self.causes.len());
        match self.causes.get_mut(at) {
            Some(cause) => cause.push(place),
            None => self.causes.push(vec![place]),
        }
    }
}
