//! Parts and items, each parsed on its own and turned into the tree.

use super::ast::{
    Block, Cite, Define, Example, ExampleKind, Expr, ExprNode, ForEach, Infer, InferKind, Item, Modal, Obligation,
    Part, Probe, SeverityCondition, SeverityPart, Spanned, Verb, Verification,
};
use super::grammar::{Grammar, Rule};
use super::outline::{RawItem, RawPart, Reader, parts_of};
use super::passage::{P, child, text_of};
use super::phrase::{name, span_of};
use super::scan::{Kind, Token};
use super::words::ONCE;
use crate::diagnostic::{Diagnostic, Severity, or_meant};
use crate::source::Span;
use pest::Parser;

impl<'a> Reader<'a> {
    /// Turns a cut item into the tree; `None` when it has no usable name or passage. `above` is where the item
    /// before it ends.
    pub fn read_item(&mut self, item: &RawItem<'a>, above: usize) -> Option<Item> {
        let keyword = item.tokens.first()?;
        let doc = doc_above(self.text.get(above..item.span.start as usize).unwrap_or_default(), above > 0);
        match item.keyword {
            "define" => self.define(item, *keyword, doc),
            "infer" => self.infer(item, *keyword),
            _ => {
                let name = self.item_name(item.keyword, item.tokens.get(1), keyword.span);
                let extra = item.tokens.get(2).filter(|t| !t.is('{'));
                let braces = item.tokens.iter().take(3).any(|t| t.is('{'));
                if let Some(extra) = extra.filter(|t| name.is_some() && braces && t.kind != Kind::Broken) {
                    self.say(extra.span, "after the name stands `{`", "unexpected");
                }
                let parts = self.block_parts(item);
                let name = name.map(|span| Spanned { node: self.slice(span).to_owned(), span })?;
                let block = Block { name, parts, doc, span: item.span };
                Some(if item.keyword == "pack" { Item::Pack(block) } else { Item::Rule(block) })
            }
        }
    }

    fn define(&mut self, item: &RawItem<'a>, keyword: Token, doc: String) -> Option<Item> {
        let name = self.item_name("define", item.tokens.get(1), keyword.span);
        let equals = item.tokens.iter().take(3).position(|t| t.is('='));
        let Some(equals) = equals else {
            let at = name.unwrap_or(keyword.span).end as usize;
            self.say(Span::new(at, at), "the `=` of this definition is missing", "write `=` after the name");
            return None;
        };
        let body = item.tokens.get(equals + 1..item.head).unwrap_or_default();
        let expr = self.passage_piece(body, item.tokens.get(equals)?.span);
        let parts = self.block_parts(item).into_iter();
        let examples = parts.filter_map(|p| if let Part::Example(example) = p.node { Some(example) } else { None });
        let examples = examples.filter(|e| e.kind != ExampleKind::Skip).collect();
        let (expr, span) = (expr?, name?);
        let name = Spanned { node: self.slice(span).to_owned(), span };
        Some(Item::Define(Define { name, expr, examples, doc, span: item.span }))
    }

    fn infer(&mut self, item: &RawItem<'a>, keyword: Token) -> Option<Item> {
        let kind = item.tokens.get(1).filter(|t| t.kind == Kind::Word);
        let word = kind.map(|t| self.slice(t.span)).unwrap_or_default();
        let what = match word {
            "fact" => InferKind::Fact,
            "audience" => InferKind::Audience,
            _ => {
                let meant = super::words::meant(word, ["fact", "audience"]);
                let meant = or_meant(meant);
                let span = kind.map_or(keyword.span, |t| t.span);
                self.say(span, format!("`infer` is followed by `fact` or `audience`{meant}"), "expected here");
                return None;
            }
        };
        let name = self.item_name(word, item.tokens.get(2), kind.map_or(keyword.span, |t| t.span))?;
        let from = item.tokens.get(3).filter(|t| self.slice(t.span) == "from");
        let Some(from) = from else {
            let span = item.tokens.get(3).map_or(Span::new(name.end as usize, name.end as usize), |t| t.span);
            self.say(span, "after the name stands `from` and the passage that shows it", "`from` is expected here");
            return None;
        };
        let expr = self.passage_piece(item.tokens.get(4..).unwrap_or_default(), from.span)?;
        let name = Spanned { node: self.slice(name).to_owned(), span: name };
        Some(Item::Infer(Infer { what, name, expr, span: item.span }))
    }

    /// Parses a passage; `before` is the token in front of it.
    fn passage_piece(&mut self, tokens: &[Token], before: Span) -> Option<Expr> {
        let (pair, offset) = self.pest(Rule::passage_part, tokens, before)?;
        let found = self.diagnostics.len();
        let expr = self.passage(&child(&pair, Rule::passage)?, offset);
        expr.filter(|_| self.diagnostics.len() == found)
    }

    fn block_parts(&mut self, item: &RawItem<'a>) -> Vec<Spanned<Part>> {
        let mut parts = Vec::new();
        let mut seen: Vec<(&'static str, Span)> = Vec::new();
        for raw in &item.parts {
            let (Some(keyword), Some(last)) = (raw.tokens.first(), raw.tokens.last()) else { continue };
            self.check_place(item.keyword, raw.keyword, keyword.span);
            self.check_once(raw.keyword, keyword.span, &mut seen);
            let span = keyword.span.cover(last.span);
            if let Some(node) = self.part(raw) {
                parts.push(Spanned { node, span });
            }
        }
        parts
    }

    fn check_place(&mut self, owner: &str, keyword: &str, span: Span) {
        let owner_name = if owner == "define" { "definition" } else { owner };
        if !matches!(owner, "rule") && !parts_of(owner).contains(&keyword) {
            let message = format!("`{keyword}` is a part of rules, not of {owner_name}s");
            let diagnostic = Diagnostic::error("rule-syntax", message)
                .at(self.source, span, format!("not in a {owner_name}"))
                .note(format!("a {owner_name} has these parts: {}", parts_of(owner).join(", ")));
            self.diagnostics.push(diagnostic);
        }
    }

    fn check_once(&mut self, keyword: &'static str, span: Span, seen: &mut Vec<(&'static str, Span)>) {
        let kind = if keyword == "should" { "must" } else { keyword };
        if let Some((_, first)) = seen.iter().find(|(k, _)| *k == kind) {
            let what = if kind == "must" {
                "a rule has one obligation".to_owned()
            } else {
                format!("`{keyword}` is given twice")
            };
            let diagnostic = Diagnostic::error("rule-syntax", what).at(self.source, span, "given again").see(
                self.source,
                *first,
                "first given here",
            );
            self.diagnostics.push(diagnostic);
        } else if ONCE.contains(&kind) {
            seen.push((kind, span));
        }
    }

    /// Parses a piece by an entry rule of the grammar; what fails is explained. The offset belongs to the
    /// spans of the pair.
    fn pest(&mut self, rule: Rule, tokens: &[Token], before: Span) -> Option<(P<'a>, usize)> {
        if tokens.iter().any(|t| t.kind == Kind::Broken) {
            return None; // The scanner has said what is wrong.
        }
        if !self.shallow(tokens) {
            return None;
        }
        let start = tokens.first().map_or(before.end, |t| t.span.start) as usize;
        let end = tokens.last().map_or(before.end, |t| t.span.end) as usize;
        let text: &'a str = self.text;
        match Grammar::parse(rule, text.get(start..end).unwrap_or_default()) {
            Ok(mut pairs) => pairs.next().map(|p| (p, start)),
            Err(error) => {
                self.explain(&error, tokens, before, start);
                self.phrases_of_broken(rule, tokens);
                None
            }
        }
    }

    /// Checks the phrases of a passage that cannot be read as a whole.
    fn phrases_of_broken(&mut self, rule: Rule, tokens: &[Token]) {
        if !matches!(rule, Rule::duty_part | Rule::passage_part | Rule::when_part) {
            return;
        }
        for (i, token) in tokens.iter().enumerate().filter(|(_, t)| t.kind == Kind::Text) {
            let before = i.checked_sub(1).and_then(|b| tokens.get(b)).map_or("", |t| self.slice(t.span));
            let (text, quotes) = super::passage::between_quotes(self.slice(token.span));
            if before == "exactly" {
                continue;
            }
            if let Err(mistakes) = super::parse_phrase(self.source, text, token.span.start as usize + quotes) {
                self.diagnostics.extend(mistakes);
            }
        }
    }

    fn part(&mut self, raw: &RawPart<'a>) -> Option<Part> {
        let (keyword, rest) = raw.tokens.split_first()?;
        let rule = match raw.keyword {
            "title" | "message" | "help" | "suggest" | "note" | "almost" => Rule::text_part,
            "pass" | "fail" | "skip" => Rule::example_part,
            "cite" => Rule::cite_part,
            "must" | "should" => Rule::duty_part,
            "severity" => Rule::severity_part,
            "when" => Rule::when_part,
            "since" | "until" => Rule::date_part,
            "extends" => Rule::extends_part,
            "for" => Rule::each_part,
            _ => Rule::passage_part,
        };
        let (pair, offset) = self.pest(rule, rest, keyword.span)?;
        let found = self.diagnostics.len();
        let part = self.build(raw.keyword, keyword.span, &pair, offset);
        part.filter(|_| self.diagnostics.len() == found)
    }

    fn build(&mut self, keyword: &str, span: Span, pair: &P<'_>, offset: usize) -> Option<Part> {
        Some(match keyword {
            "must" | "should" => {
                let modal = if keyword == "must" { Modal::Must } else { Modal::Should };
                Part::Obligation(Box::new(self.duty(Spanned { node: modal, span }, pair, offset)?))
            }
            "severity" => Part::Severity(self.severity(pair, offset)?),
            "when" => Part::When(self.condition(&child(pair, Rule::condition)?, offset)?),
            "since" => Part::Since(self.date(&child(pair, Rule::date)?, offset)?),
            "until" => Part::Until(self.date(&child(pair, Rule::date)?, offset)?),
            "contrary" => Part::Contrary(self.passage(&child(pair, Rule::passage)?, offset)?),
            "closest" => Part::Closest(self.passage(&child(pair, Rule::passage)?, offset)?),
            "extends" => Part::Extends(name(&child(pair, Rule::rule_path)?, offset)),
            "for" => Part::ForEach {
                name: name(&child(pair, Rule::name)?, offset),
                of: name(&child(pair, Rule::qualified)?, offset),
            },
            _ => return self.text_part(keyword, pair, offset),
        })
    }

    fn text_part(&mut self, keyword: &str, pair: &P<'_>, offset: usize) -> Option<Part> {
        let text = text_of(&child(pair, Rule::string)?, offset);
        let example = |kind, text, as_of| Part::Example(Example { kind, text, as_of });
        let as_of = match child(pair, Rule::date) {
            Some(date) => Some(self.date(&date, offset)?),
            None => None,
        };
        Some(match keyword {
            "title" => Part::Title(text),
            "message" => Part::Message(text),
            "help" => Part::Help(text),
            "suggest" => Part::Suggest(text),
            "note" => Part::Note(text),
            "almost" => Part::Almost(text),
            "pass" => example(ExampleKind::Pass, text, as_of),
            "fail" => example(ExampleKind::Fail, text, as_of),
            "skip" => example(ExampleKind::Skip, text, as_of),
            "cite" => {
                let url = child(pair, Rule::url).and_then(|p| self.url(&p, offset));
                let read = child(pair, Rule::verification).map(|p| verification(&p));
                Part::Cite(Cite { text, url, read })
            }
            _ => return None,
        })
    }

    fn url(&mut self, pair: &P<'_>, offset: usize) -> Option<Spanned<String>> {
        let whole = span_of(pair, offset);
        let span = Span::new(whole.start as usize + 1, whole.end as usize - 1);
        let node = self.slice(span).to_owned();
        if !(node.starts_with("https://") || node.starts_with("http://") || node.starts_with('{')) {
            let label = if node.is_empty() { "write the address" } else { "`https://` is missing" };
            self.say(span, "an address begins with `https://`", label);
            return None;
        }
        if node.contains(char::is_whitespace) {
            self.say(span, "an address holds no white space", "take the white space out");
            return None;
        }
        Some(Spanned { node, span })
    }

    fn severity(&mut self, pair: &P<'_>, offset: usize) -> Option<SeverityPart> {
        let level = child(pair, Rule::level)?;
        let node = match level.as_str() {
            "error" => Severity::Error,
            "warning" => Severity::Warning,
            _ => Severity::Info,
        };
        let condition = if let Some(c) = child(pair, Rule::condition) {
            Some(SeverityCondition::When(self.condition(&c, offset)?))
        } else if let Some(d) = child(pair, Rule::date) {
            Some(SeverityCondition::From(self.date(&d, offset)?))
        } else {
            None
        };
        Some(SeverityPart { level: Spanned { node, span: span_of(&level, offset) }, condition })
    }

    fn duty(&mut self, modal: Spanned<Modal>, pair: &P<'_>, offset: usize) -> Option<Obligation> {
        let negated = child(pair, Rule::kw_not).is_some();
        let mut for_each = None;
        let (verb, expr) = if let Some(ask) = child(pair, Rule::ask) {
            if let Some(each) = child(&ask, Rule::for_each) {
                let capture = name(&child(&each, Rule::name)?, offset);
                for_each = Some(ForEach { capture, of: self.passage(&child(&each, Rule::passage)?, offset)? });
            }
            let verb = match child(&ask, Rule::verb)?.as_str() {
                "affirm" => Verb::Affirm,
                "deny" => Verb::Deny,
                "name" => Verb::Name,
                "link" => Verb::Link,
                _ => Verb::State,
            };
            (verb, self.passage(&child(&ask, Rule::passage)?, offset)?)
        } else if let Some(agree) = child(pair, Rule::agree) {
            let names = agree.clone().into_inner().filter(|p| p.as_rule() == Rule::name);
            let mut names = names.map(|p| name(&p, offset));
            let verb = Verb::AgreeOn { on: names.next()?, per: names.collect() };
            (verb, self.passage(&child(&agree, Rule::passage)?, offset)?)
        } else if let Some(find) = child(pair, Rule::find) {
            self.find(&find, offset)?
        } else {
            self.keep(&child(pair, Rule::keep)?, offset)?
        };
        Some(Obligation { modal, negated, verb, expr, for_each })
    }

    fn keep(&mut self, pair: &P<'_>, offset: usize) -> Option<(Verb, Expr)> {
        let mut names = pair.clone().into_inner().filter(|p| p.as_rule() == Rule::name);
        let (metric, unit) = (name(&names.next()?, offset), name(&names.next()?, offset));
        let most = self.integer(&child(pair, Rule::integer)?, offset);
        if most.node == 0 {
            self.say(most.span, "nothing has 0 words", "write 1 or more");
        }
        self.one_of(&metric, "measure", &["words"]);
        self.one_of(&unit, "unit", &["sentence", "paragraph", "section", "document"]);
        let span = super::passage::trimmed(pair, offset);
        Some((Verb::Keep { metric, unit, most }, Expr { node: ExprNode::AllOf(Vec::new()), span }))
    }

    fn find(&mut self, pair: &P<'_>, offset: usize) -> Option<(Verb, Expr)> {
        let probe = name(&child(pair, Rule::name)?, offset);
        let known: Vec<&str> = Probe::ALL.iter().map(|p| p.as_str()).collect();
        self.one_of(&probe, "analysis", &known);
        let span = super::passage::trimmed(pair, offset);
        Some((Verb::Find { probe }, Expr { node: ExprNode::AllOf(Vec::new()), span }))
    }

    fn one_of(&mut self, name: &Spanned<String>, what: &str, known: &[&str]) {
        if !known.contains(&name.node.as_str()) {
            let meant = super::words::meant(&name.node, known.iter().copied());
            let meant = or_meant(meant);
            self.say(name.span, format!("there is no {what} `{}`{meant}", name.node), known.join(", "));
        }
    }
}

fn verification(pair: &P<'_>) -> Verification {
    match pair.as_str().get(..1) {
        Some("t") => Verification::TextRead,
        Some("s") => Verification::SummaryRead,
        _ => Verification::NotConfirmed,
    }
}

/// The remarks directly above an item, without `#`. `gap` is the text before it; after an item, its first line is
/// the end of that item's last line.
fn doc_above(gap: &str, after_item: bool) -> String {
    let gap = if after_item { gap.split_once('\n').map_or("", |(_, rest)| rest) } else { gap };
    let lines = gap.lines().map(|l| l.trim_matches(super::gaps::is_space));
    let mut comments: Vec<&str> = lines.rev().take_while(|l| l.starts_with('#')).collect();
    comments.reverse();
    let plain = comments.iter().map(|l| l.trim_start_matches('#')).map(|l| l.strip_prefix(' ').unwrap_or(l));
    plain.collect::<Vec<_>>().join("\n")
}
