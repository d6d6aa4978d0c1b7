//! The parser that pest makes of `grammar/clause.pest`. Knows no tree of ours.
#![allow(missing_docs)]

use pest_derive::Parser;

/// Parses one piece of a rule file by a rule of the grammar.
#[derive(Parser)]
#[grammar = "grammar/clause.pest"]
pub(super) struct Grammar;
