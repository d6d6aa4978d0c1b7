//! Brackets and chains of operators in a passage: how deep they go and whether they pair. Runs before the grammar, which
//! recurses, and where the grammar gives up.

use super::outline::Reader;
use super::phrase::MAX_DEPTH;
use super::scan::{Kind, Token};
use crate::source::Span;

/// How many operators may follow one another in a passage, brackets included.
const MAX_CHAIN: usize = 256;

impl Reader<'_> {
    /// Whether brackets and operators stay within bounds that later steps can recurse into.
    pub fn shallow(&mut self, tokens: &[Token]) -> bool {
        let (mut open, mut chain) = (0_usize, 0_usize);
        // For every open bracket, how long its chain and the longest chain inside it are.
        let mut stack: Vec<(usize, usize)> = Vec::new();
        let mut deepest = 0;
        let mut prefixes = 0_usize;
        for token in tokens {
            let word = if token.kind == Kind::Word { self.slice(token.span) } else { "" };
            match token.kind {
                Kind::Sign('(' | '{') => {
                    open += 1;
                    stack.push((chain, deepest));
                    (chain, deepest) = (0, 0);
                }
                Kind::Sign(')' | '}') => {
                    open = open.saturating_sub(1);
                    let inner = chain + deepest + 1;
                    (chain, deepest) = stack.pop().map_or((0, inner), |(c, d)| (c, d.max(inner)));
                }
                _ if matches!(word, "at" | "not" | "titled" | "led") => (prefixes, chain) = (prefixes + 1, chain + 1),
                _ if matches!(word, "and" | "then" | "but" | "by" | "in" | "within" | "where") => {
                    (prefixes, chain) = (0, chain + 1);
                }
                _ if word == "or" => (prefixes, chain) = (0, 0),
                _ => {}
            }
            if open.max(prefixes) > MAX_DEPTH || chain + deepest > MAX_CHAIN {
                let message = format!("this nests deeper than {MAX_DEPTH} levels or {MAX_CHAIN} operators");
                self.say(token.span, message, "split it into definitions");
                return false;
            }
        }
        true
    }

    /// Reports brackets of a passage that do not pair; whether there were any.
    pub fn brackets(&mut self, tokens: &[Token]) -> bool {
        let mut stack: Vec<(char, Span)> = Vec::new();
        for token in tokens {
            let Kind::Sign(sign) = token.kind else { continue };
            match sign {
                '(' | '{' => stack.push((sign, token.span)),
                ')' | '}' => {
                    let open = stack.pop();
                    if open.is_none_or(|(o, _)| (o == '(') != (sign == ')')) {
                        let message = open.map_or_else(
                            || format!("this `{sign}` closes nothing"),
                            |(o, _)| format!("`{o}` is closed by `{sign}`"),
                        );
                        self.say(token.span, message, "the brackets do not pair");
                        return true;
                    }
                }
                '[' | ']' => {
                    let label = "`[optional]` is written inside a phrase; here it is `and maybe`";
                    self.say(token.span, "square brackets have a meaning in phrases only", label);
                    return true;
                }
                _ => {}
            }
        }
        if let Some((sign, span)) = stack.pop() {
            let close = if sign == '(' { ')' } else { '}' };
            self.say(span, format!("this `{sign}` is never closed"), format!("`{close}` is missing"));
            return true;
        }
        false
    }
}
