//! Phrases: what stands between the quotes of a passage or of a lexicon's term.

use super::ast::{CaptureRef, Name, PhrasePart, PhraseWord};
use super::grammar::{Grammar, Rule};
use super::words::{RESERVED, is_name, name_for};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};
use pest::Parser;
use pest::iterators::Pair;

/// How deep brackets may nest.
pub(super) const MAX_DEPTH: usize = 64;

type Found = (Span, String, String);

/// Parses the text between a phrase's quotes; spans are shifted by `offset` bytes.
///
/// Errors are diagnostics with the code `rule-syntax`, each at its bytes.
pub fn parse_phrase(source: SourceId, text: &str, offset: usize) -> Result<Vec<PhrasePart>, Vec<Diagnostic>> {
    let say =
        |(span, message, label): Found| Diagnostic::error("rule-syntax", message).at(source, span.shift(offset), label);
    let mistakes = check(text);
    if !mistakes.is_empty() {
        return Err(mistakes.into_iter().map(say).collect());
    }
    match Grammar::parse(Rule::phrase, text) {
        Ok(pairs) => {
            let sequence = pairs.flat_map(Pair::into_inner).find(|p| p.as_rule() == Rule::sequence);
            let parts = sequence.map(|s| parts(s, offset)).unwrap_or_default();
            let ends = [(parts.first(), "begin"), (parts.last(), "end")];
            let gap = ends.iter().find_map(|(p, end)| match p {
                Some(PhrasePart::Gap(span)) => Some((*span, *end)),
                _ => None,
            });
            let Some((span, end)) = gap else { return Ok(parts) };
            let message = format!("a phrase cannot {end} with a gap");
            let label = "`...` joins the words on both its sides";
            Err(vec![Diagnostic::error("rule-syntax", message).at(source, span, label)])
        }
        Err(error) => {
            let at = match error.location {
                pest::error::InputLocation::Pos(p) | pest::error::InputLocation::Span((p, _)) => p,
            };
            Err(vec![say(unreadable(text, at))])
        }
    }
}

/// Where the grammar gave up, in words.
fn unreadable(text: &str, at: usize) -> Found {
    let rest = text.get(at..).unwrap_or_default();
    let c = rest.chars().next();
    let span = Span::new(at, at + c.map_or(0, char::len_utf8));
    let (message, label) = match c {
        Some('=') => ("`=` stands directly before a word: `=may`", "no word follows"),
        Some('\\') => ("`\\` goes only before `\"` or another `\\`", "unknown escape"),
        Some('"') => ("write `\\\"` for a quote inside a phrase", "quote"),
        _ => ("this phrase cannot be read from here", "unexpected"),
    };
    (span, message.to_owned(), label.to_owned())
}

/// An open bracket of a phrase.
struct Open {
    at: usize,
    sign: char,
    /// Where the current alternative begins.
    since: usize,
    /// Whether it holds something.
    filled: bool,
}

/// What is wrong with a phrase's brackets; the grammar reads it only when nothing is.
fn check(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut stack: Vec<Open> = Vec::new();
    let mut filled = false;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' | '{' => {
                if stack.len() == MAX_DEPTH {
                    let message = format!("brackets nest deeper than {MAX_DEPTH} levels");
                    return vec![(Span::new(at, at + 1), message, "split the phrase into definitions".to_owned())];
                }
                stack.push(Open { at, sign: c, since: at + 1, filled: false });
            }
            ')' | ']' | '}' => {
                close(text, at, c, &mut stack, &mut found);
                match stack.last_mut() {
                    Some(open) => open.filled = true,
                    None => filled = true,
                }
            }
            '|' => match stack.last_mut() {
                Some(open) if open.sign != '{' => {
                    empty_alternative(open, at, &mut found);
                    (open.since, open.filled) = (at + 1, false);
                }
                _ => {
                    let label = "put the alternatives in parentheses: `(a | b)`".to_owned();
                    found.push((Span::new(at, at + 1), "`|` stands outside parentheses".to_owned(), label));
                }
            },
            c if c.is_whitespace() => {}
            _ => match stack.last_mut() {
                Some(open) => open.filled = true,
                None => filled = true,
            },
        }
    }
    for open in &stack {
        let message = format!("this `{}` is never closed in its phrase", open.sign);
        found.push((Span::new(open.at, open.at + 1), message, format!("`{}` is missing", closing(open.sign))));
    }
    if !filled && stack.is_empty() && found.is_empty() {
        found.push((
            Span::new(0, text.len()),
            "this phrase is empty".to_owned(),
            "write the words to look for".to_owned(),
        ));
    }
    found.truncate(5);
    found
}

fn closing(sign: char) -> char {
    match sign {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }
}

fn empty_alternative(open: &Open, end: usize, found: &mut Vec<Found>) {
    if !open.filled && open.sign != '{' {
        let label = "write words here, or use `[…]` for something optional".to_owned();
        found.push((Span::new(open.since, end), "this alternative is empty".to_owned(), label));
    }
}

fn close(text: &str, at: usize, sign: char, stack: &mut Vec<Open>, found: &mut Vec<Found>) {
    let span = Span::new(at, at + 1);
    let Some(open) = stack.pop() else {
        found.push((span, format!("this `{sign}` closes nothing"), "its opening bracket is missing".to_owned()));
        return;
    };
    if closing(open.sign) != sign {
        let message = format!("`{}` is closed by `{sign}`", open.sign);
        found.push((span, message, format!("`{}` is expected here", closing(open.sign))));
        return;
    }
    if sign == '}' {
        let inner = text.get(open.at + 1..at).unwrap_or_default();
        capture_mistake(inner, open.at, found);
    } else if open.since == open.at + 1 && !open.filled {
        let whole = Span::new(open.at, at + 1);
        found.push((whole, "these brackets are empty".to_owned(), "write words between them".to_owned()));
    } else {
        empty_alternative(&open, at, found);
    }
}

/// What is wrong inside `{…}`, which opens at `open`.
fn capture_mistake(inner: &str, open: usize, found: &mut Vec<Found>) {
    if inner.trim().is_empty() {
        let label = "name what is captured: `{age}`, `{recourse-body}`".to_owned();
        found.push((Span::new(open, open + inner.len() + 2), "this capture is empty".to_owned(), label));
        return;
    }
    let mut start = open + 1;
    let pieces: Vec<&str> = inner.split(':').collect();
    if pieces.len() > 2 {
        let label = "write `{name: kind}`".to_owned();
        found.push((Span::new(open, open + inner.len() + 2), "a capture has one colon".to_owned(), label));
        return;
    }
    for piece in pieces {
        let word = piece.trim();
        let at = start + (piece.len() - piece.trim_start().len());
        let span = Span::new(at, at + word.len());
        start += piece.len() + 1;
        if RESERVED.contains(&word) {
            let message = format!("`{word}` is an operator word and cannot be a name");
            found.push((span, message, "choose another name".to_owned()));
        } else if !is_name(word) {
            let meant = name_for(word).map_or_else(String::new, |n| format!(": `{n}`"));
            let message = format!("names are written in lower case with hyphens between words{meant}");
            found.push((span, message, "not a name".to_owned()));
        }
    }
}

fn parts(sequence: Pair<'_, Rule>, offset: usize) -> Vec<PhrasePart> {
    sequence.into_inner().filter_map(|pair| part(pair, offset)).collect()
}

fn part(pair: Pair<'_, Rule>, offset: usize) -> Option<PhrasePart> {
    let span = span_of(&pair, offset);
    let rule = pair.as_rule();
    Some(match rule {
        Rule::gap => PhrasePart::Gap(span),
        Rule::word => PhrasePart::Word(PhraseWord { text: unescape(pair.as_str()), exact: false, span }),
        Rule::exact_word => {
            let word = pair.as_str().strip_prefix('=').unwrap_or_default();
            PhrasePart::Word(PhraseWord { text: unescape(word), exact: true, span })
        }
        Rule::phrase_capture => PhrasePart::Capture(capture(pair, offset)?),
        Rule::alternatives | Rule::optional => {
            let inner = pair.into_inner().filter(|p| p.as_rule() == Rule::sequence);
            let sequences = inner.map(|p| parts(p, offset)).collect();
            if rule == Rule::optional {
                PhrasePart::Optional(sequences, span)
            } else {
                PhrasePart::Alternatives(sequences, span)
            }
        }
        _ => return None,
    })
}

/// `{kind}` or `{name: kind}`.
pub(super) fn capture(pair: Pair<'_, Rule>, offset: usize) -> Option<CaptureRef> {
    let span = span_of(&pair, offset);
    let mut names = pair.into_inner().filter(|p| p.as_rule() == Rule::name).map(|p| name(&p, offset));
    let first = names.next()?;
    let kind = names.next().unwrap_or_else(|| first.clone());
    Some(CaptureRef { name: first, kind, span })
}

/// A pair as a name.
pub(super) fn name(pair: &Pair<'_, Rule>, offset: usize) -> Name {
    Name { node: pair.as_str().to_owned(), span: span_of(pair, offset) }
}

/// A pair's bytes in the file.
pub(super) fn span_of(pair: &Pair<'_, Rule>, offset: usize) -> Span {
    let span = pair.as_span();
    Span::new(span.start(), span.end()).shift(offset)
}

/// Resolves `\"` and `\\`.
pub(super) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(next @ ('"' | '\\')) if c == '\\' => {
                out.push(*next);
                chars.next();
            }
            _ => out.push(c),
        }
    }
    out
}
