//! How deep passages stand inside one another across definitions: later steps recurse into them.

use super::compile::{Compiler, Here};
use super::expr::{Captures, DefinitionId, Expr};
use crate::source::Span;
use crate::syntax::ast::{self, Window};

/// So many passages may stand inside one another, those of definitions counted where they are used.
const DEEPEST: usize = 300;

/// How deep the passage being compiled stands.
#[derive(Debug, Default)]
pub(super) struct Nesting {
    /// Where the compiler is.
    depth: usize,
    /// The deepest that it came in the definition being compiled.
    reached: usize,
}

impl Nesting {
    /// Starts to measure a definition; gives what `end` needs.
    pub fn begin(&mut self) -> usize {
        std::mem::replace(&mut self.reached, self.depth)
    }

    /// The height of the definition that ends here.
    pub fn end(&mut self, outer: usize) -> usize {
        let height = self.reached.saturating_sub(self.depth);
        self.reached = self.reached.max(outer);
        height
    }
}

impl Compiler<'_> {
    /// Compiles a passage. `window` is what an enclosing `within` says to the operators of this chain.
    pub fn expr(&mut self, expr: &ast::Expr, here: Here, window: Option<Window>) -> Option<(Expr, Captures)> {
        self.nesting.depth += 1;
        let compiled = match self.not_too_deep(0, expr.span, here) {
            Some(()) => self.passage(expr, here, window),
            None => None,
        };
        self.nesting.depth -= 1;
        compiled
    }

    /// Notes that a definition is used here; `None` when that is too deep.
    pub fn stacked(&mut self, id: DefinitionId, name: &ast::Name, here: Here) -> Option<()> {
        let height = self.definitions.get(id.0 as usize).map_or(0, |d| d.height);
        self.not_too_deep(height, name.span, here)
    }

    fn not_too_deep(&mut self, height: usize, span: Span, here: Here) -> Option<()> {
        let deep = self.nesting.depth + height;
        self.nesting.reached = self.nesting.reached.max(deep);
        if deep > DEEPEST {
            let message = format!("definitions of definitions nest deeper than {DEEPEST} passages here");
            self.wrong(here, span, "rule-depth", message);
            return None;
        }
        Some(())
    }
}
