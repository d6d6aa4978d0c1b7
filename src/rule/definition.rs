//! Definitions: compiled once, when they are first met, with the cycles among them found.

use super::Example;
use super::compile::{Compiler, Here};
use super::expr::{Captures, Definition, DefinitionId, Expr, Node};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};
use crate::syntax::ast::{self, ExampleKind};

/// A definition on its way.
pub(super) struct Pending<'a> {
    pub pack: usize,
    pub source: SourceId,
    pub ast: &'a ast::Define,
    pub state: State,
    pub used: bool,
    /// How many passages stand inside one another in it, those of the definitions that it uses included.
    pub height: usize,
    /// Its examples.
    pub examples: Vec<Example>,
}

/// How far a definition is.
pub(super) enum State {
    Waiting,
    /// Being compiled: meeting it again is a cycle.
    Open,
    Done(Expr, Captures),
    Broken,
}

impl Pending<'_> {
    /// The definition as it is evaluated; a broken one matches nothing and has no examples to keep.
    pub fn finish(self) -> Definition {
        let name = self.ast.name.node.clone();
        let (expr, examples) = match self.state {
            State::Done(expr, _) => (expr, self.examples),
            _ => (Expr { node: Node::Or(Vec::new()), say: name.clone().into(), span: Span::default() }, Vec::new()),
        };
        Definition { pack: self.pack, name, expr, examples: examples.into(), source: self.source, span: self.ast.span }
    }
}

impl Compiler<'_> {
    /// Compiles a definition unless that has been done; `None` when it is broken or part of a cycle.
    pub fn definition(&mut self, id: DefinitionId) -> Option<Captures> {
        let at = id.0 as usize;
        let pending = self.definitions.get_mut(at)?;
        match &pending.state {
            State::Done(_, captures) => return Some(captures.clone()),
            State::Broken => return None,
            State::Open => {
                pending.state = State::Broken;
                self.cycle(id);
                return None;
            }
            State::Waiting => {}
        }
        pending.state = State::Open;
        let (ast, here) = (pending.ast, Here { pack: pending.pack, source: pending.source });
        self.open.push(id);
        let outer = self.nesting.begin();
        let compiled = self.expr(&ast.expr, here, None);
        let height = self.nesting.end(outer);
        self.open.pop();
        let pending = self.definitions.get_mut(at)?;
        pending.height = height;
        let broken = matches!(pending.state, State::Broken);
        match compiled {
            Some((expr, captures)) if !broken => {
                pending.state = State::Done(expr, captures.clone());
                Some(captures)
            }
            _ => {
                pending.state = State::Broken;
                None
            }
        }
    }

    /// Reports a definition that leads back to itself, with the definitions on the way.
    fn cycle(&mut self, id: DefinitionId) {
        let from = self.open.iter().position(|o| *o == id).unwrap_or_default();
        let ring = self.open.get(from..).unwrap_or_default().iter();
        let mut ring = ring.filter_map(|o| self.definitions.get(o.0 as usize)).map(|p| (p.source, &p.ast.name));
        let Some((source, name)) = ring.next() else { return };
        let mut d = Diagnostic::error("rule-cycle", format!("`{}` is defined by itself", name.node));
        d = d.at(source, name.span, "leads back to itself");
        for (source, name) in ring {
            d = d.see(source, name.span, "by way of this");
        }
        self.out.push(d.note("a definition can only use what stands without it"));
    }

    /// Reads the examples of a definition. A `fail` is a text without any match, so that it has no place to mark.
    pub fn definition_examples(&mut self, at: usize) {
        let Some(pending) = self.definitions.get(at) else { return };
        let (define, here) = (pending.ast, Here { pack: pending.pack, source: pending.source });
        let mut examples = Vec::new();
        for ast in &define.examples {
            let Some(example) = self.example(ast, here) else { continue };
            if ast.kind == ExampleKind::Fail && !example.marks.is_empty() {
                let span = self.inside(ast.text.span, "[[", 0, here);
                let message =
                    "a `fail` of a definition is a text in which it matches nowhere: there is nothing to mark";
                self.wrong(here, span, "rule-example", message);
            }
            examples.push(example);
        }
        if let Some(pending) = self.definitions.get_mut(at) {
            pending.examples = examples;
        }
    }
}
