//! Parse pairs of passages to the tree: operands, operators, windows.

use super::ast::{Actor, Constraint, Expr, ExprNode, Place, Spanned, Text, Window};
use super::grammar::Rule;
use super::outline::Reader;
use super::phrase::{capture, name, parse_phrase, span_of};
use crate::source::Span;
use pest::iterators::Pair;

pub(super) type P<'i> = Pair<'i, Rule>;

/// The first child made by `rule`.
pub(super) fn child<'i>(pair: &P<'i>, rule: Rule) -> Option<P<'i>> {
    pair.clone().into_inner().find(|p| p.as_rule() == rule)
}

impl Reader<'_> {
    /// `E or E`
    pub fn passage(&mut self, pair: &P<'_>, offset: usize) -> Option<Expr> {
        let all = pair.clone().into_inner().filter(|p| p.as_rule() == Rule::alternative);
        let mut exprs: Vec<Expr> = all.filter_map(|p| self.alternative(p, offset)).collect();
        match (exprs.first(), exprs.last()) {
            (Some(first), Some(last)) if exprs.len() > 1 => {
                let span = first.span.cover(last.span);
                Some(Expr { node: ExprNode::Or(exprs), span })
            }
            _ => exprs.pop(),
        }
    }

    /// Operands joined from left to right.
    fn alternative(&mut self, pair: P<'_>, offset: usize) -> Option<Expr> {
        let mut left: Option<Expr> = None;
        for next in pair.into_inner() {
            let to = trimmed(&next, offset);
            left = match (next.as_rule(), left) {
                (Rule::operand, _) => self.operand(next, offset),
                (Rule::joined, Some(l)) => self.joined(&next, l, offset),
                (Rule::excepted, Some(l)) => {
                    let chain = child(&next, Rule::chain)?;
                    let right = self.alternative(chain, offset)?;
                    let span = l.span.cover(right.span);
                    Some(Expr { node: ExprNode::ButNot(Box::new(l), Box::new(right)), span })
                }
                (Rule::windowed, Some(l)) => {
                    let window = self.window(&child(&next, Rule::window)?, offset)?;
                    let span = l.span.cover(window.span);
                    Some(Expr { node: ExprNode::Within(Box::new(l), window), span })
                }
                (Rule::constrained, Some(l)) => {
                    let constraints = self.constraints(&next, offset);
                    let span = l.span.cover(to);
                    Some(Expr { node: ExprNode::Where(Box::new(l), constraints), span })
                }
                (_, left) => left,
            };
        }
        left
    }

    fn joined(&mut self, pair: &P<'_>, left: Expr, offset: usize) -> Option<Expr> {
        let join = child(pair, Rule::join)?;
        let right = Box::new(self.operand(child(pair, Rule::operand)?, offset)?);
        let span = left.span.cover(right.span);
        let left = Box::new(left);
        let node = if child(&join, Rule::kw_then).is_some() {
            ExprNode::Then(left, right)
        } else if child(&join, Rule::kw_maybe).is_some() {
            ExprNode::AndMaybe(left, right)
        } else {
            ExprNode::And(left, right)
        };
        Some(Expr { node, span })
    }

    /// An operand with its `by` and `in`.
    pub fn operand(&mut self, pair: P<'_>, offset: usize) -> Option<Expr> {
        let mut expr: Option<Expr> = None;
        for next in pair.into_inner() {
            let end = trimmed(&next, offset);
            expr = match (next.as_rule(), expr) {
                (Rule::by_actor, Some(e)) => {
                    let pair = child(&next, Rule::actor)?;
                    let actor = Spanned { node: actor(pair.as_str()), span: span_of(&pair, offset) };
                    let span = e.span.cover(end);
                    Some(Expr { node: ExprNode::By(Box::new(e), actor), span })
                }
                (Rule::in_place, Some(e)) => {
                    let place = self.place(next, offset)?;
                    let span = e.span.cover(end);
                    Some(Expr { node: ExprNode::In(Box::new(e), place), span })
                }
                (_, None) => Some(self.primary(next, offset)?),
                (_, some) => some,
            };
        }
        expr
    }

    fn place(&mut self, pair: P<'_>, offset: usize) -> Option<Place> {
        let mut of_list = false;
        for next in pair.into_inner() {
            match next.as_rule() {
                Rule::kw_list => of_list = true,
                Rule::kw_in | Rule::kw_section | Rule::kw_titled | Rule::kw_led | Rule::kw_by => {}
                Rule::place => {
                    return Some(match next.as_str() {
                        "heading" => Place::Heading,
                        "list" => Place::List,
                        _ => Place::Opening,
                    });
                }
                _ => {
                    let inner = Box::new(self.primary(next, offset)?);
                    return Some(if of_list { Place::ListLedBy(inner) } else { Place::SectionTitled(inner) });
                }
            }
        }
        None
    }

    fn primary(&mut self, pair: P<'_>, offset: usize) -> Option<Expr> {
        let span = trimmed(&pair, offset);
        let node = match pair.as_rule() {
            Rule::string => self.phrase(&pair, offset)?,
            Rule::qualified => ExprNode::Name(name(&pair, offset)),
            Rule::capture => ExprNode::Capture(capture(pair, offset)?),
            Rule::anything => ExprNode::Anything,
            Rule::exactly => ExprNode::Exactly(text_of(&child(&pair, Rule::string)?, offset)),
            Rule::group => {
                let inner = self.passage(&child(&pair, Rule::passage)?, offset)?;
                return Some(Expr { node: inner.node, span });
            }
            Rule::all_of => ExprNode::AllOf(self.choices(&pair, offset)?),
            Rule::at_least => {
                let number = self.integer(&child(&pair, Rule::integer)?, offset);
                match (child(&pair, Rule::name), child(&pair, Rule::operand)) {
                    (Some(k), Some(of)) => {
                        ExprNode::AtLeastDistinct(number, name(&k, offset), Box::new(self.operand(of, offset)?))
                    }
                    _ => ExprNode::AtLeast(number, self.choices(&pair, offset)?),
                }
            }
            _ => return None,
        };
        Some(Expr { node, span })
    }

    fn choices(&mut self, pair: &P<'_>, offset: usize) -> Option<Vec<Expr>> {
        let choices = child(pair, Rule::choices)?;
        let all = choices.into_inner().filter(|p| p.as_rule() == Rule::passage);
        Some(all.filter_map(|p| self.passage(&p, offset)).collect())
    }

    fn phrase(&mut self, pair: &P<'_>, offset: usize) -> Option<ExprNode> {
        let span = span_of(pair, offset);
        let (text, skipped) = between_quotes(pair.as_str());
        match parse_phrase(self.source, text, span.start as usize + skipped) {
            Ok(parts) => Some(ExprNode::Phrase(parts)),
            Err(mistakes) => {
                self.diagnostics.extend(mistakes);
                None
            }
        }
    }

    /// A whole number that fits.
    pub fn integer(&mut self, pair: &P<'_>, offset: usize) -> Spanned<u32> {
        let span = span_of(pair, offset);
        let node = pair.as_str().parse().unwrap_or_else(|_| {
            self.say(span, "this number is too large", "at most 4294967295");
            0
        });
        Spanned { node, span }
    }

    fn window(&mut self, pair: &P<'_>, offset: usize) -> Option<Spanned<Window>> {
        let span = trimmed(pair, offset);
        let node = if let Some(unit) = child(pair, Rule::counted_unit) {
            let number = self.integer(&child(pair, Rule::integer)?, offset);
            if number.node == 0 {
                self.say(number.span, "a window of 0 holds nothing", "write 1 or more");
            }
            if unit.as_str().starts_with('w') { Window::Words(number.node) } else { Window::Sentences(number.node) }
        } else {
            match child(pair, Rule::single_unit)?.as_str() {
                "clause" => Window::Clause,
                "sentence" => Window::Sentences(1),
                "item" => Window::Item,
                "paragraph" => Window::Paragraph,
                "section" => Window::Section,
                _ => Window::Document,
            }
        };
        Some(Spanned { node, span })
    }

    fn constraints(&mut self, pair: &P<'_>, offset: usize) -> Vec<Constraint> {
        let all = pair.clone().into_inner().filter(|p| p.as_rule() == Rule::constraint);
        all.filter_map(|p| self.constraint(&p, offset)).collect()
    }
}

fn actor(word: &str) -> Actor {
    match word {
        "publisher" => Actor::Publisher,
        "user" => Actor::User,
        "customer" => Actor::Customer,
        "authority" => Actor::Authority,
        _ => Actor::ThirdParty,
    }
}

/// A pair's bytes without the white space and remarks that pest may count to its end.
pub(super) fn trimmed(pair: &P<'_>, offset: usize) -> Span {
    let whole = span_of(pair, offset);
    let end = pair.clone().into_inner().last().map_or(whole.end, |p| trimmed(&p, offset).end);
    Span { start: whole.start, end }
}

/// A text in quotes, its escapes resolved and its layout removed.
pub(super) fn text_of(pair: &P<'_>, offset: usize) -> Text {
    let (text, skipped) = between_quotes(pair.as_str());
    let start = pair.as_span().start() + offset + skipped;
    let node = if skipped == 3 { unindent(text) } else { super::phrase::unescape(&fold(text)) };
    Text { node, span: Span::new(start, start + text.len()) }
}

/// The text between a string's quotes, and how many bytes of quotes stand before it.
pub(super) fn between_quotes(string: &str) -> (&str, usize) {
    let quotes = if string.len() >= 6 && string.starts_with("\"\"\"") { 3 } else { 1 };
    (string.get(quotes..string.len().saturating_sub(quotes)).unwrap_or_default(), quotes)
}

/// A text over several lines as one line.
fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            out.truncate(out.trim_end().len());
            out.push(' ');
        }
        out.push_str(if i > 0 { line.trim_start() } else { line });
    }
    out
}

/// A text of paragraphs without the indentation that all its lines share, and without the line breaks at
/// its ends.
pub(super) fn unindent(text: &str) -> String {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let indent = |l: &str| l.len() - l.trim_start_matches([' ', '\t']).len();
    let common = rest.lines().filter(|l| !l.trim().is_empty()).map(indent).min().unwrap_or(0);
    let mut lines: Vec<&str> = vec![first.trim()];
    lines.extend(rest.lines().map(|l| l.get(common.min(indent(l))..).unwrap_or_default().trim_end()));
    lines.join("\n").trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout_of_texts_is_removed() {
        assert_eq!(fold("one\n     two  \n three"), "one two three");
        assert_eq!(unindent("\n    # A\n\n      b\n    c\n    "), "# A\n\n  b\nc");
        assert_eq!(unindent("one line"), "one line");
        assert_eq!(between_quotes("\"\""), ("", 1));
    }
}
