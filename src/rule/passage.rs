//! Passages: names resolved, captures numbered, phrases handed to the matcher.

use super::compile::{Compiler, Here};
use super::expr::{Bound, Captures, Constraint, Expr, Join, Kind, Node, Place, Set, Slot};
use crate::diagnostic::{Diagnostic, did_you_mean, or_meant};
use crate::matcher::{EntityKind, LexiconId, Part, phrase_words};
use crate::source::Span;
use crate::syntax::ast::{self, ExprNode, Window};
use jiff::civil::Date;

/// The slot of a lexicon that is used by its bare name: matched, not captured.
pub(super) const UNNAMED: Slot = Slot::MAX;

type Compiled = (Expr, Captures);

impl Compiler<'_> {
    /// Compiles a passage whose depth was looked at.
    pub(super) fn passage(&mut self, expr: &ast::Expr, here: Here, window: Option<Window>) -> Option<Compiled> {
        let sentence = window.unwrap_or(Window::Sentences(1));
        let (node, captures) = match &expr.node {
            ExprNode::Phrase(parts) => self.phrase(parts, expr.span, here)?,
            ExprNode::Anything => (Node::Anything, Captures::new()),
            ExprNode::Exactly(text) => (Node::Exactly(text.node.clone()), Captures::new()),
            ExprNode::Capture(capture) => self.phrase(&[ast::PhrasePart::Capture(capture.clone())], expr.span, here)?,
            ExprNode::Name(name) => self.named(name, here)?,
            ExprNode::By(inner, actor) => {
                let (inner, captures) = self.expr(inner, here, window)?;
                (Node::By(Box::new(inner), actor.node), captures)
            }
            ExprNode::In(inner, place) => {
                let place = self.place_of(place, here);
                let (inner, captures) = self.expr(inner, here, window)?;
                (Node::In(Box::new(inner), place?), captures)
            }
            ExprNode::And(l, r) => self.join(Join::And, (l, r), here, (window, sentence))?,
            ExprNode::Then(l, r) => self.join(Join::Then, (l, r), here, (window, sentence))?,
            ExprNode::AndMaybe(l, r) => self.join(Join::Maybe, (l, r), here, (window, sentence))?,
            ExprNode::ButNot(l, r) => {
                let left = self.expr(l, here, self.window_inside(l, window, here));
                let right = self.expr(r, here, self.window_inside(r, window, here));
                let ((left, captures), (right, _)) = (left?, right?);
                (Node::ButNot(Box::new(left), Box::new(right), window.unwrap_or(Window::Clause)), captures)
            }
            ExprNode::Or(alternatives) => {
                let (all, captures) = self.all(alternatives, here, window)?;
                (Node::Or(all), in_every(&captures))
            }
            ExprNode::Within(inner, window) => return self.expr(inner, here, Some(window.node)),
            ExprNode::Where(inner, constraints) => {
                let (inner, captures) = self.expr(inner, here, window)?;
                let checked: Option<Vec<_>> = constraints.iter().map(|c| self.constraint(c, &captures, here)).collect();
                (Node::Where(Box::new(inner), checked?), captures)
            }
            ExprNode::AllOf(of) => {
                let (all, captures) = self.all(of, here, window)?;
                let captures = captures.into_iter().flatten().collect();
                (Node::Count(all.len(), all, sentence), captures)
            }
            ExprNode::AtLeast(least, of) => {
                let (all, captures) = self.all(of, here, window)?;
                self.countable(least, Some(all.len()), here)?;
                (
                    Node::Count(least.node as usize, all, sentence),
                    in_every(&captures.into_iter().map(optional).collect::<Vec<_>>()),
                )
            }
            ExprNode::AtLeastDistinct(least, name, of) => {
                let (of, captures) = self.expr(of, here, window)?;
                let slot = self.bound(name, &captures, here)?.0;
                self.countable(least, None, here)?;
                (Node::Distinct(least.node as usize, slot, Box::new(of), sentence), captures)
            }
        };
        Some((Expr { say: say(expr).into(), node, span: expr.span }, captures))
    }

    fn all(&mut self, of: &[ast::Expr], here: Here, window: Option<Window>) -> Option<(Vec<Expr>, Vec<Captures>)> {
        let compiled: Vec<Option<Compiled>> = of.iter().map(|e| self.expr(e, here, window)).collect();
        Some(compiled.into_iter().collect::<Option<Vec<_>>>()?.into_iter().unzip())
    }

    fn join(
        &mut self,
        kind: Join,
        (l, r): (&ast::Expr, &ast::Expr),
        here: Here,
        (given, window): (Option<Window>, Window),
    ) -> Option<(Node, Captures)> {
        let left = self.expr(l, here, self.window_inside(l, given, here));
        let right = self.expr(r, here, self.window_inside(r, given, here));
        let ((left, mut captures), (right, more)) = (left?, right?);
        for (slot, (what, always)) in more {
            if captures.contains_key(&slot) {
                let name = self.slot_name(slot);
                let message = format!("both sides capture `{name}`: call one of them otherwise, `{{other: {name}}}`");
                self.wrong(here, r.span, "rule-capture", message);
                return None;
            }
            captures.insert(slot, (what, always && kind != Join::Maybe));
        }
        Some((Node::Join { kind, left: Box::new(left), right: Box::new(right), window }, captures))
    }

    /// The window of an enclosing `within` as an operand sees it: a parenthesis stops it.
    fn window_inside(&self, operand: &ast::Expr, window: Option<Window>, here: Here) -> Option<Window> {
        let text = self.sources.get(here.source).map_or("", |s| s.slice(operand.span));
        window.filter(|_| !is_group(text))
    }

    fn place_of(&mut self, place: &ast::Place, here: Here) -> Option<Place> {
        Some(match place {
            ast::Place::Heading => Place::Heading,
            ast::Place::List => Place::List,
            ast::Place::Opening => Place::Opening,
            ast::Place::SectionTitled(title) => Place::Section(Box::new(self.expr(title, here, None)?.0)),
            ast::Place::ListLedBy(lead) => Place::Led(Box::new(self.expr(lead, here, None)?.0)),
        })
    }

    /// A definition of this pack or another, or a lexicon.
    fn named(&mut self, name: &ast::Name, here: Here) -> Option<(Node, Captures)> {
        let (pack, plain) = match name.node.split_once('.') {
            Some((pack, plain)) => (self.packs.iter().position(|p| p.name == pack), plain),
            None => (Some(here.pack), name.node.as_str()),
        };
        let id = pack.and_then(|p| self.definition_ids.get(&(p, plain.to_owned())).copied());
        if let Some(id) = id {
            if let Some(pending) = self.definitions.get_mut(id.0 as usize) {
                pending.used = true;
            }
            let captures = self.definition(id)?;
            self.stacked(id, name, here)?;
            return Some((Node::Definition(id), captures));
        }
        if let Some(lexicon) = self.lexicon_ids.get(&name.node).copied() {
            let id = self.builder.phrase(vec![Part::Entry { lexicon, slot: UNNAMED }]).ok()?;
            return Some((Node::Phrase(id), Captures::new()));
        }
        self.unknown(name, here);
        None
    }

    fn phrase(&mut self, parts: &[ast::PhrasePart], span: Span, here: Here) -> Option<(Node, Captures)> {
        let (parts, captures) = self.phrase_parts(parts, here)?;
        match self.builder.phrase(parts) {
            Ok(id) => Some((Node::Phrase(id), captures)),
            Err(error) => {
                self.wrong(here, span, "rule-phrase", error.to_string());
                None
            }
        }
    }

    /// The matcher's form of a phrase, with what it captures.
    pub fn phrase_parts(&mut self, parts: &[ast::PhrasePart], here: Here) -> Option<(Vec<Part>, Captures)> {
        let mut out = Vec::new();
        let mut captures = Captures::new();
        for part in parts {
            match part {
                ast::PhrasePart::Word(word) => {
                    let words = phrase_words(&word.text);
                    out.extend(words.into_iter().map(|text| Part::Word { text, exact: word.exact }));
                }
                ast::PhrasePart::Gap(_) => out.push(Part::Gap),
                ast::PhrasePart::Capture(capture) => {
                    let (slot, kind) = self.capture(capture, here)?;
                    if captures.insert(slot, (kind, true)).is_some() {
                        let name = &capture.name.node;
                        let message =
                            format!("`{name}` is captured twice: call one of them otherwise, `{{other: {name}}}`");
                        self.wrong(here, capture.span, "rule-capture", message);
                        return None;
                    }
                    out.push(match kind {
                        Kind::Entity(kind) => Part::Entity { kind, slot },
                        Kind::Lexicon(lexicon) => Part::Entry { lexicon, slot },
                    });
                }
                ast::PhrasePart::Alternatives(of, _) => {
                    let (part, inner) = self.alternatives(of, here, false)?;
                    out.push(part);
                    captures.extend(inner);
                }
                ast::PhrasePart::Optional(of, _) => {
                    let (part, inner) = self.alternatives(of, here, true)?;
                    out.push(part);
                    captures.extend(optional(inner));
                }
            }
        }
        Some((out, captures))
    }

    fn alternatives(&mut self, of: &[Vec<ast::PhrasePart>], here: Here, or_none: bool) -> Option<(Part, Captures)> {
        let mut sequences = Vec::new();
        let mut captures = Vec::new();
        for sequence in of {
            let (parts, inner) = self.phrase_parts(sequence, here)?;
            sequences.push(parts);
            captures.push(inner);
        }
        if or_none {
            sequences.push(Vec::new());
        }
        Some((Part::Alternatives(sequences), in_every(&captures)))
    }

    fn capture(&mut self, capture: &ast::CaptureRef, here: Here) -> Option<(Slot, Kind)> {
        let kind = &capture.kind.node;
        let resolved = EntityKind::from_name(kind)
            .map(Kind::Entity)
            .or_else(|| self.lexicon_ids.get(kind).map(|id| Kind::Lexicon(*id)));
        let Some(resolved) = resolved else {
            let names = EntityKind::ALL.iter().map(|(_, n)| *n).chain(self.lexicon_ids.keys().map(String::as_str));
            let hint = or_meant(did_you_mean(kind, names).map(|h| format!("{{{h}}}")));
            let message = format!("`{kind}` is neither an entity nor a lexicon{hint}");
            self.wrong(here, capture.kind.span, "rule-name", message);
            return None;
        };
        Some((self.slot(&capture.name.node), resolved))
    }

    /// The number of a capture's name.
    pub fn slot(&mut self, name: &str) -> Slot {
        let next = self.slots.len() as Slot;
        *self.slots.entry(name.to_owned()).or_insert(next)
    }

    pub fn slot_name(&self, slot: Slot) -> String {
        self.slots.iter().find(|(_, s)| **s == slot).map_or(String::new(), |(n, _)| n.clone())
    }

    /// A capture that the passage binds in every match.
    pub fn bound(&mut self, name: &ast::Name, captures: &Captures, here: Here) -> Option<(Slot, Kind)> {
        let slot = self.slots.get(&name.node).copied();
        if let Some((slot, (kind, true))) = slot.and_then(|s| captures.get(&s).map(|c| (s, *c))) {
            return Some((slot, kind));
        }
        self.unbound(name, captures, here);
        None
    }

    fn constraint(&mut self, constraint: &ast::Constraint, captures: &Captures, here: Here) -> Option<Constraint> {
        let (slot, kind) = self.bound(&constraint.capture, captures, here)?;
        let set = match &constraint.set {
            ast::ConstraintSet::Range(low, high) => {
                let low = self.end(low.as_ref(), kind, here)?;
                let high = self.end(high.as_ref(), kind, here)?;
                Set::Range(low, high)
            }
            ast::ConstraintSet::Name(name) => self.set(name, kind, here)?,
        };
        Some(Constraint { slot, negated: constraint.negated, set })
    }

    /// One end of a range; the outer `Option` is failure, the inner an open end.
    #[allow(clippy::option_option)]
    fn end(&mut self, bound: Option<&ast::Spanned<ast::Bound>>, kind: Kind, here: Here) -> Option<Option<Bound>> {
        let Some(bound) = bound else { return Some(None) };
        let is_date = kind == Kind::Entity(EntityKind::Date);
        let numeric = [EntityKind::Number, EntityKind::Age, EntityKind::Money].map(Kind::Entity).contains(&kind);
        let duration = kind == Kind::Entity(EntityKind::Duration);
        let value = match &bound.node {
            ast::Bound::Number(n) if numeric => Some(Bound::Number(*n)),
            ast::Bound::Days(n) if duration => Some(Bound::Number(*n)),
            ast::Bound::Date(text) if is_date => text.parse::<Date>().ok().map(Bound::Date),
            ast::Bound::Today { offset, unit } if is_date => Some(Bound::Today { offset: *offset, unit: *unit }),
            _ => None,
        };
        if value.is_none() {
            let message = super::names::incomparable(kind);
            self.wrong(here, bound.span, "rule-capture", message);
        }
        value.map(Some)
    }

    fn set(&mut self, name: &ast::Name, kind: Kind, here: Here) -> Option<Set> {
        if let Kind::Lexicon(id) = kind {
            let lexicon = self.lexicons.get(id.0 as usize).map(|l| &l.lexicon);
            if let Some(entry) = lexicon.and_then(|l| l.find(&name.node)) {
                return Some(Set::Entry(id, entry));
            }
        }
        if let Kind::Entity(entity) = kind
            && super::names::is_measured(entity)
        {
            self.wrong(here, name.span, "rule-capture", super::names::incomparable(kind));
            return None;
        }
        if let Some(id) = self.lexicon_ids.get(&name.node) {
            return Some(Set::Lexicon(*id));
        }
        let own = if let Kind::Lexicon(id) = kind { self.entries(id) } else { Vec::new() };
        let names = own.iter().chain(self.lexicon_ids.keys()).map(String::as_str);
        let hint = or_meant(did_you_mean(&name.node, names));
        self.wrong(here, name.span, "rule-name", format!("no lexicon or entry `{}`{hint}", name.node));
        None
    }

    fn entries(&self, id: LexiconId) -> Vec<String> {
        let lexicon = self.lexicons.get(id.0 as usize);
        lexicon.map(|l| l.lexicon.entries.iter().map(|e| e.name.clone()).collect()).unwrap_or_default()
    }

    /// Reports a mistake at its place.
    pub fn wrong(&mut self, here: Here, span: Span, code: &str, message: impl Into<String>) {
        self.out.push(Diagnostic::error(code, message).at(here.source, span, ""));
    }
}

/// Whether a text is one parenthesised group, from its first to its last character.
fn is_group(text: &str) -> bool {
    if !text.starts_with('(') {
        return false;
    }
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + 1 == text.len();
        }
    }
    false
}

/// How people would call a passage: a definition by its name, a phrase by its first alternative.
fn say(expr: &ast::Expr) -> String {
    match &expr.node {
        ExprNode::Name(name) => name.node.rsplit('.').next().unwrap_or_default().replace('-', " "),
        ExprNode::Capture(capture) => capture.kind.node.replace('-', " "),
        ExprNode::Phrase(parts) => {
            let words = first_wording(parts);
            let several = parts.iter().any(|p| matches!(p, ast::PhrasePart::Alternatives(..)));
            let only_capture = matches!(parts.as_slice(), [ast::PhrasePart::Capture(_)]);
            match (only_capture, several) {
                (true, _) => words,
                (_, true) => format!("“{words}” or the like"),
                (_, false) => format!("“{words}”"),
            }
        }
        ExprNode::Anything => "any sentence".to_owned(),
        ExprNode::Exactly(text) => format!("“{}”", text.node),
        ExprNode::By(inner, _)
        | ExprNode::In(inner, _)
        | ExprNode::Within(inner, _)
        | ExprNode::Where(inner, _)
        | ExprNode::AtLeastDistinct(_, _, inner)
        | ExprNode::ButNot(inner, _)
        | ExprNode::AndMaybe(inner, _) => say(inner),
        ExprNode::And(left, right) | ExprNode::Then(left, right) => format!("{} with {}", say(left), say(right)),
        ExprNode::Or(any) | ExprNode::AtLeast(_, any) | ExprNode::AllOf(any) => match any.as_slice() {
            [] => String::new(),
            [one] => say(one),
            [first, ..] => {
                let first = say(first);
                if first.ends_with("or the like") { first } else { format!("{first} or the like") }
            }
        },
    }
}

/// The words of a phrase's first alternatives, options left out.
fn first_wording(parts: &[ast::PhrasePart]) -> String {
    let mut words = Vec::new();
    for part in parts {
        match part {
            ast::PhrasePart::Word(word) => words.push(word.text.clone()),
            ast::PhrasePart::Alternatives(of, _) => words.extend(of.first().map(|first| first_wording(first))),
            ast::PhrasePart::Optional(..) => {}
            ast::PhrasePart::Gap(_) => words.push("…".to_owned()),
            ast::PhrasePart::Capture(capture) => words.push(capture.kind.node.replace('-', " ")),
        }
    }
    words.join(" ")
}

/// Captures that may be absent.
fn optional(captures: Captures) -> Captures {
    captures.into_iter().map(|(slot, (kind, _))| (slot, (kind, false))).collect()
}

/// Captures of alternatives: sure only where every one of them binds the same kind.
fn in_every(all: &[Captures]) -> Captures {
    let mut out = Captures::new();
    for captures in all {
        for (slot, (kind, _)) in captures {
            let sure = all.iter().all(|c| c.get(slot) == Some(&(*kind, true)));
            out.insert(*slot, (*kind, sure));
        }
    }
    out
}
