//! What of a rule a text exercises: phrases and operands of `or` that match somewhere, whatever the verdict.

use super::layout::{Layout, Mode, Standing};
use super::passage::Passages;
use super::statements::Statement;
use crate::document::Document;
use crate::matcher::{Matcher, Text};
use crate::rule::expr::{Cond, DefinitionId, Expr, Node, Place, SeverityChange};
use crate::rule::{Rule, RuleSet};
use crate::source::Span;
use jiff::civil::Date;
use std::collections::HashSet;

/// For each phrase of a matcher whether it stands somewhere in a document where evidence may stand.
pub fn matched_phrases(matcher: &Matcher, document: &Document) -> Vec<bool> {
    let layout = Layout::of(document);
    let tokens = layout.tokens();
    let hits = matcher.scan(&Text { prose: document.prose.text(), tokens: &tokens });
    let evidence = |word: u32| layout.standing(word) != Standing::Aside;
    hits.phrases.iter().map(|hits| hits.iter().any(|h| evidence(h.words.start))).collect()
}

/// The operands of all `or`s that a rule or definition uses and that match somewhere: their places in the rule file, with
/// the definition in which they stand (`None`: the rule itself).
pub fn matched_operands(
    rules: &RuleSet,
    statement: Statement,
    document: &Document,
    as_of: Date,
) -> Vec<(Option<DefinitionId>, Span)> {
    let passages = Passages::new(rules, Layout::of(document), as_of);
    let mut walk = Walk { passages: &passages, seen: HashSet::new(), matched: Vec::new() };
    match statement {
        Statement::Rule(index) => rules.rules.get(index).into_iter().for_each(|rule| walk.rule(rule)),
        Statement::Definition(id) => walk.definition(id),
    }
    walk.matched
}

struct Walk<'a> {
    passages: &'a Passages<'a>,
    seen: HashSet<DefinitionId>,
    matched: Vec<(Option<DefinitionId>, Span)>,
}

impl Walk<'_> {
    fn rule(&mut self, rule: &Rule) {
        self.expr(&rule.obligation.expr, None);
        rule.obligation.for_each.iter().for_each(|(_, of)| self.expr(of, None));
        rule.closest.iter().chain(&rule.contrary).for_each(|expr| self.expr(expr, None));
        rule.when.iter().for_each(|when| self.cond(when));
        for (_, change) in &rule.severity_changes {
            if let SeverityChange::When(cond) = change {
                self.cond(cond);
            }
        }
    }

    fn cond(&mut self, cond: &Cond) {
        match cond {
            Cond::Policy(_, expr) => self.expr(expr, None),
            Cond::Not(inner) => self.cond(inner),
            Cond::And(all) | Cond::Or(all) => all.iter().for_each(|c| self.cond(c)),
            Cond::Audience(_) | Cond::Fact(_) => {}
        }
    }

    fn definition(&mut self, id: DefinitionId) {
        if self.seen.insert(id)
            && let Some(definition) = self.passages.rules.definitions.get(id.0 as usize)
        {
            self.expr(&definition.expr, Some(id));
        }
    }

    fn expr(&mut self, expr: &Expr, inside: Option<DefinitionId>) {
        match &expr.node {
            Node::Phrase(_) | Node::Anything | Node::Exactly(_) => {}
            Node::Definition(id) => self.definition(*id),
            Node::By(inner, _) | Node::Where(inner, _) | Node::Distinct(_, _, inner, _) => self.expr(inner, inside),
            Node::In(inner, place) => {
                self.expr(inner, inside);
                if let Place::Section(title) | Place::Led(title) = place {
                    self.expr(title, inside);
                }
            }
            Node::Join { left, right, .. } | Node::ButNot(left, right, _) => {
                self.expr(left, inside);
                self.expr(right, inside);
            }
            Node::Or(of) => {
                for operand in of {
                    if !self.passages.matches(operand, Mode::Any).is_empty() {
                        self.matched.push((inside, operand.span));
                    }
                    self.expr(operand, inside);
                }
            }
            Node::Count(_, of, _) => of.iter().for_each(|e| self.expr(e, inside)),
        }
    }
}
