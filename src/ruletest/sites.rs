//! What examples can exercise: the phrases of rules and definitions, the alternatives in them, the operands of `or`.
//!
//! Reads the syntax tree; matches nothing. Each alternative becomes a phrase of its own, in which its group holds nothing
//! else: where that phrase matches, the alternative takes part.

use crate::matcher::{Builder, EntityKind, LexiconId, Part, PhraseId, phrase_words};
use crate::source::{SourceId, Span};
use crate::syntax::ast::{self, ExprNode, PhrasePart};
use std::collections::HashMap;

/// A phrase and what can be exercised in it.
pub struct Phrase {
    /// Where it stands.
    pub span: Span,
    /// All of it.
    pub whole: PhraseId,
    /// Some example matches it.
    pub matched: bool,
    /// Its alternatives and options; none in a phrase without groups.
    pub sites: Vec<Site>,
}

/// An alternative or option.
pub struct Site {
    /// Where it stands.
    pub span: Span,
    /// The phrase in which its group holds nothing else.
    pub only: PhraseId,
    /// Some example matches that phrase.
    pub exercised: bool,
}

/// A rule or definition as written.
pub struct Unit {
    /// The file.
    pub source: SourceId,
    /// Pack and name.
    pub key: Key,
    /// For a definition all of it, for a rule its name.
    pub span: Span,
    /// Its phrases.
    pub phrases: Vec<Phrase>,
    /// Operands of `or` that are more than a phrase, and whether some example matches them.
    pub operands: Vec<(Span, bool)>,
    /// The definitions that it names, and the rule that it extends.
    pub uses: Vec<Key>,
}

/// Names a rule (`true`) or definition: pack and name.
pub type Key = (bool, String, String);

/// The lexicons by name.
pub type Lexicons<'a> = HashMap<&'a str, LexiconId>;

/// The rules and definitions of a file, its phrases handed to `builder`.
pub fn units(source: SourceId, file: &ast::File, lexicons: &Lexicons<'_>, builder: &mut Builder) -> Vec<Unit> {
    let mut pack = String::new();
    let mut units = Vec::new();
    for item in &file.items {
        let mut found = Found::default();
        let (key, span) = match item {
            ast::Item::Pack(block) => {
                pack.clone_from(&block.name.node);
                continue;
            }
            ast::Item::Infer(_) => continue,
            ast::Item::Define(define) => {
                found.expr(&define.expr);
                ((false, pack.clone(), define.name.node.clone()), define.span)
            }
            ast::Item::Rule(block) => {
                block.parts.iter().for_each(|p| found.part(&p.node));
                ((true, pack.clone(), block.name.node.clone()), block.name.span)
            }
        };
        let uses = found.uses(&pack, lexicons);
        let phrases =
            found.phrases.iter().filter_map(|(span, parts)| phrase(*span, parts, lexicons, builder)).collect();
        let operands = found.operands.iter().map(|span| (*span, false)).collect();
        units.push(Unit { source, key, span, phrases, operands, uses });
    }
    units
}

/// A phrase with its alternatives; `None` when the matcher does not take it.
fn phrase(span: Span, parts: &[PhrasePart], lexicons: &Lexicons<'_>, builder: &mut Builder) -> Option<Phrase> {
    let mut add = |parts: &[PhrasePart]| builder.phrase(matcher_parts(parts, lexicons, &mut 0)?).ok();
    let whole = add(parts)?;
    let sites = restricted(parts)
        .into_iter()
        .filter_map(|(span, parts)| Some(Site { span, only: add(&parts)?, exercised: false }))
        .collect();
    Some(Phrase { span, whole, matched: false, sites })
}

/// For each alternative the phrase with nothing else in its group, and the alternative's place.
fn restricted(parts: &[PhrasePart]) -> Vec<(Span, Vec<PhrasePart>)> {
    let mut all = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let (of, optional) = match part {
            PhrasePart::Alternatives(of, _) => (of, false),
            PhrasePart::Optional(of, _) => (of, true),
            _ => continue,
        };
        let mut with = |span: Span, sequence: Vec<PhrasePart>| {
            let mut parts = parts.to_vec();
            if let Some(slot) = parts.get_mut(at) {
                *slot = PhrasePart::Alternatives(vec![sequence], span);
            }
            all.push((span, parts));
        };
        for sequence in of {
            let covered = sequence.iter().map(part_span).reduce(Span::cover);
            if let Some(span) = covered.filter(|_| optional || of.len() > 1) {
                with(span, sequence.clone());
            }
            for (span, inner) in restricted(sequence) {
                with(span, inner);
            }
        }
    }
    all
}

fn part_span(part: &PhrasePart) -> Span {
    match part {
        PhrasePart::Word(word) => word.span,
        PhrasePart::Alternatives(_, span) | PhrasePart::Optional(_, span) | PhrasePart::Gap(span) => *span,
        PhrasePart::Capture(capture) => capture.span,
    }
}

/// The matcher's form of a phrase, captures numbered as they come; `None` for a name that nothing bears.
pub fn matcher_parts(parts: &[PhrasePart], lexicons: &Lexicons<'_>, slot: &mut u16) -> Option<Vec<Part>> {
    let mut out = Vec::new();
    for part in parts {
        match part {
            PhrasePart::Word(word) => {
                let words = phrase_words(&word.text);
                out.extend(words.into_iter().map(|text| Part::Word { text, exact: word.exact }));
            }
            PhrasePart::Gap(_) => out.push(Part::Gap),
            PhrasePart::Capture(capture) => {
                *slot = slot.saturating_add(1);
                let name = capture.kind.node.as_str();
                out.push(match EntityKind::from_name(name) {
                    Some(kind) => Part::Entity { kind, slot: *slot },
                    None => Part::Entry { lexicon: *lexicons.get(name)?, slot: *slot },
                });
            }
            PhrasePart::Alternatives(of, _) | PhrasePart::Optional(of, _) => {
                let sequences = of.iter().map(|s| matcher_parts(s, lexicons, slot));
                let mut sequences = sequences.collect::<Option<Vec<_>>>()?;
                if matches!(part, PhrasePart::Optional(..)) {
                    sequences.push(Vec::new());
                }
                out.push(Part::Alternatives(sequences));
            }
        }
    }
    Some(out)
}

/// The passage below its `within`: what the compiled form points at.
fn unwindowed(expr: &ast::Expr) -> &ast::Expr {
    match &expr.node {
        ExprNode::Within(inner, _) => unwindowed(inner),
        _ => expr,
    }
}

/// What a walk through a rule or definition finds.
#[derive(Default)]
struct Found {
    phrases: Vec<(Span, Vec<PhrasePart>)>,
    operands: Vec<Span>,
    names: Vec<ast::Name>,
    bases: Vec<ast::Name>,
}

impl Found {
    fn part(&mut self, part: &ast::Part) {
        match part {
            ast::Part::Obligation(obligation) => {
                self.expr(&obligation.expr);
                obligation.for_each.iter().for_each(|each| self.expr(&each.of));
            }
            ast::Part::When(cond) => self.cond(cond),
            ast::Part::Severity(severity) => {
                if let Some(ast::SeverityCondition::When(cond)) = &severity.condition {
                    self.cond(cond);
                }
            }
            ast::Part::Closest(expr) | ast::Part::Contrary(expr) => self.expr(expr),
            ast::Part::Extends(name) => self.bases.push(name.clone()),
            _ => {}
        }
    }

    fn cond(&mut self, cond: &ast::Cond) {
        match cond {
            ast::Cond::Policy(_, expr) => self.expr(expr),
            ast::Cond::Not(inner) => self.cond(inner),
            ast::Cond::And(all) | ast::Cond::Or(all) => all.iter().for_each(|c| self.cond(c)),
            ast::Cond::Audience(_) | ast::Cond::Fact(_) => {}
        }
    }

    fn expr(&mut self, expr: &ast::Expr) {
        match &expr.node {
            ExprNode::Phrase(parts) => self.phrases.push((expr.span, parts.clone())),
            ExprNode::Capture(capture) => {
                self.phrases.push((expr.span, vec![PhrasePart::Capture(capture.clone())]));
            }
            ExprNode::Anything | ExprNode::Exactly(_) => {}
            ExprNode::Name(name) => self.names.push(name.clone()),
            ExprNode::By(inner, _)
            | ExprNode::Within(inner, _)
            | ExprNode::Where(inner, _)
            | ExprNode::AtLeastDistinct(_, _, inner) => self.expr(inner),
            ExprNode::In(inner, place) => {
                self.expr(inner);
                if let ast::Place::SectionTitled(title) | ast::Place::ListLedBy(title) = place {
                    self.expr(title);
                }
            }
            ExprNode::And(left, right)
            | ExprNode::Then(left, right)
            | ExprNode::AndMaybe(left, right)
            | ExprNode::ButNot(left, right) => {
                self.expr(left);
                self.expr(right);
            }
            ExprNode::Or(of) => {
                for operand in of {
                    let plain = unwindowed(operand);
                    if !matches!(plain.node, ExprNode::Phrase(_) | ExprNode::Capture(_)) {
                        self.operands.push(plain.span);
                    }
                    self.expr(operand);
                }
            }
            ExprNode::AllOf(of) | ExprNode::AtLeast(_, of) => of.iter().for_each(|e| self.expr(e)),
        }
    }

    /// The units that the names may mean; a name that is a lexicon's is a phrase as well.
    fn uses(&mut self, pack: &str, lexicons: &Lexicons<'_>) -> Vec<Key> {
        let mut uses = Vec::new();
        for name in &self.names {
            if lexicons.contains_key(name.node.as_str()) {
                let capture = ast::CaptureRef { name: name.clone(), kind: name.clone(), span: name.span };
                self.phrases.push((name.span, vec![PhrasePart::Capture(capture)]));
            }
            let (pack, plain) = name.node.split_once('.').unwrap_or((pack, &name.node));
            uses.push((false, pack.to_owned(), plain.to_owned()));
        }
        for name in &self.bases {
            let (pack, plain) = name.node.split_once(['/', '.']).unwrap_or((pack, &name.node));
            uses.push((true, pack.to_owned(), plain.to_owned()));
        }
        uses
    }
}
