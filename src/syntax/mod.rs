//! Rule files to a spanned syntax tree. The only user of pest. Resolves no names.
//!
//! A file is read in steps, so that one run reports many mistakes: `scan` cuts it into tokens, `outline`
//! cuts tokens into items and parts, and `part`, `passage`, `value` and `phrase` parse each piece on its
//! own by the grammar in `grammar/clause.pest`. What cannot be read, `explain` puts into words.

pub mod ast;
mod explain;
mod grammar;
mod outline;
mod part;
mod passage;
mod phrase;
mod scan;
mod value;
mod words;

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};
use ast::{File, Item};
pub use phrase::parse_phrase;
use std::collections::HashMap;

/// A rule file, read as far as it can be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// What could be read. A broken part is left out of its rule, a broken definition out of the file.
    pub file: File,
    /// What could not, in the order of the text; the code is `rule-syntax`.
    pub diagnostics: Vec<Diagnostic>,
}

/// Parses a rule file. Never fails: what cannot be read is left out and diagnosed.
pub fn parse(source: SourceId, text: &str) -> Parsed {
    let mut reader = outline::Reader { source, text, diagnostics: Vec::new() };
    let tokens = scan::scan(source, text, &mut reader.diagnostics);
    let mut items = Vec::new();
    for item in &reader.outline(&tokens) {
        items.extend(reader.read_item(item));
    }
    duplicates(&mut reader, &items);
    let mut diagnostics = reader.diagnostics;
    diagnostics.sort_by_key(|d| d.primary().map(|l| (l.span.start, l.span.end)));
    Parsed { file: File { items }, diagnostics }
}

/// Reports names that two rules or two definitions of the file share.
fn duplicates(reader: &mut outline::Reader<'_>, items: &[Item]) {
    let mut seen: HashMap<(bool, &str), Span> = HashMap::new();
    for item in items {
        let (what, name) = match item {
            Item::Rule(rule) => ("rule", &rule.name),
            Item::Define(define) => ("definition", &define.name),
            Item::Pack(_) | Item::Infer(_) => continue,
        };
        let Some(first) = seen.get(&(what == "rule", name.node.as_str())) else {
            seen.insert((what == "rule", &name.node), name.span);
            continue;
        };
        let diagnostic =
            Diagnostic::error("rule-syntax", format!("there are two {what}s `{}` in this file", name.node))
                .at(reader.source, name.span, "named again")
                .see(reader.source, *first, "first named here");
        reader.diagnostics.push(diagnostic);
    }
}
