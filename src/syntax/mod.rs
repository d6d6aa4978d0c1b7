//! Rule files to a spanned syntax tree. The only user of pest. Resolves no names.
//!
//! A file is read in steps, so that one run reports many mistakes: `scan` cuts it into tokens, `outline`
//! cuts tokens into items and parts, and `part`, `passage`, `value` and `phrase` parse each piece on its
//! own by the grammar in `grammar/clause.pest`. What cannot be read, `explain` puts into words.

pub mod ast;
mod explain;
pub mod format;
mod gaps;
mod grammar;
mod layout;
mod nesting;
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

/// How many mistakes of one file are reported; a file with more is no rule file.
const MOST_DIAGNOSTICS: usize = 500;

/// A rule file, read as far as it can be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// What could be read. A broken part is left out of its rule, a broken definition out of the file.
    pub file: File,
    /// What could not, in the order of the text; the code is `rule-syntax`.
    pub diagnostics: Vec<Diagnostic>,
    /// The names of definitions that stand in the file and could not be read: nobody need be told that they are missing.
    pub unread: Vec<String>,
}

/// Parses a rule file. Never fails: what cannot be read is left out and diagnosed.
pub fn parse(source: SourceId, text: &str) -> Parsed {
    let mut reader = outline::Reader { source, text, diagnostics: Vec::new() };
    let tokens = scan::scan(source, text, &mut reader.diagnostics);
    let mut items = Vec::new();
    let (mut above, mut unread) = (0, Vec::new());
    for item in &reader.outline(&tokens) {
        let read = reader.read_item(item, above);
        if let (None, "define", Some(name)) = (&read, item.keyword, item.tokens.get(1)) {
            unread.push(reader.slice(name.span).to_owned());
        }
        items.extend(read);
        above = item.span.end as usize;
    }
    duplicates(&mut reader, &items);
    let mut diagnostics = reader.diagnostics;
    diagnostics.sort_by_key(|d| d.primary().map(|l| (l.span.start, l.span.end)));
    diagnostics.truncate(MOST_DIAGNOSTICS);
    Parsed { file: File { items }, diagnostics, unread }
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

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::ast::*;
    use super::*;

    const FULL: &str = include_str!("testdata/full.clause");

    fn clean(text: &str) -> File {
        let parsed = parse(SourceId(0), text);
        assert_eq!(parsed.diagnostics, vec![], "{text}");
        parsed.file
    }

    #[test]
    fn every_construct_is_read() {
        let file = clean(FULL);
        let names: Vec<&str> = file
            .items
            .iter()
            .map(|i| match i {
                Item::Pack(b) | Item::Rule(b) => b.name.node.as_str(),
                Item::Define(d) => d.name.node.as_str(),
                Item::Infer(i) => i.name.node.as_str(),
            })
            .collect();
        assert_eq!(names[..3], ["core", "uses-cookies", "us-ca"]);
        let Item::Rule(rule) = file.items.iter().find(|i| matches!(i, Item::Rule(_))).unwrap() else { panic!() };
        assert_eq!(rule.parts.len(), 24);
        assert_eq!(rule.doc, "What every policy says.\nOn children.");
    }

    /// Where `‹…›` marks the span, the message begins with the text after it.
    const MISTAKES: &str = include_str!("testdata/mistakes.txt");

    #[test]
    fn mistakes_are_named_at_their_place() {
        let mut failed = Vec::new();
        for case in MISTAKES.split("\n----\n") {
            let (source, expected) = case.trim_end().rsplit_once("\n=> ").unwrap();
            let start = source.find('‹').unwrap();
            let end = source.find('›').unwrap() - '‹'.len_utf8();
            let text = source.replace(['‹', '›'], "");
            let parsed = parse(SourceId(0), &text);
            let hit = parsed.diagnostics.iter().any(|d| {
                d.message.starts_with(expected) && d.primary().is_some_and(|l| l.span == Span::new(start, end))
            });
            if !hit || parsed.diagnostics.len() != 1 {
                let got: Vec<_> = parsed
                    .diagnostics
                    .iter()
                    .map(|d| (&d.message, d.primary().map(|l| (&text[l.span.range()], l.span))))
                    .collect();
                failed.push(format!("{source}\n  expected {expected} at {start}..{end}\n  got {got:?}"));
            }
        }
        assert!(failed.is_empty(), "{}", failed.join("\n\n"));
    }

    #[test]
    fn many_mistakes_are_found_in_one_run() {
        let texts: Vec<String> =
            MISTAKES.split("\n----\n").map(|c| c.rsplit_once("\n=> ").unwrap().0.replace(['‹', '›'], "")).collect();
        let parsed = parse(SourceId(0), &texts.join("\n\n"));
        assert!(parsed.diagnostics.len() + 3 >= texts.len(), "{} of {}", parsed.diagnostics.len(), texts.len());
    }

    fn define(expr: &str) -> Expr {
        match clean(&format!("define d = {expr}\n")).items.remove(0) {
            Item::Define(d) => d.expr,
            _ => panic!(),
        }
    }

    /// A passage with all its brackets.
    fn show(e: &Expr) -> String {
        match &e.node {
            ExprNode::Name(n) => n.node.clone(),
            ExprNode::And(a, b) => format!("({} & {})", show(a), show(b)),
            ExprNode::Then(a, b) => format!("({} > {})", show(a), show(b)),
            ExprNode::AndMaybe(a, b) => format!("({} &? {})", show(a), show(b)),
            ExprNode::ButNot(a, b) => format!("({} - {})", show(a), show(b)),
            ExprNode::Or(v) => format!("({})", v.iter().map(show).collect::<Vec<_>>().join(" | ")),
            ExprNode::Within(a, w) => format!("({} within {:?})", show(a), w.node),
            ExprNode::Where(a, c) => format!("({} where {})", show(a), c.len()),
            ExprNode::By(a, w) => format!("({} by {:?})", show(a), w.node),
            ExprNode::In(a, _) => format!("({} in)", show(a)),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn operators_bind_as_documented() {
        let cases = [
            ("a or b within 2 sentences", "(a | (b within Sentences(2)))"),
            ("a and b then c and maybe d", "(((a & b) > c) &? d)"),
            ("a and b but not c and d within item", "(((a & b) - (c & d)) within Item)"),
            ("a by user and b in heading", "((a by User) & (b in))"),
            ("a and b within item where x in ..3 or c", "(((a & b) within Item) where 1) | c)"),
            ("(a or b) and c", "((a | b) & c)"),
        ];
        for (text, shown) in cases {
            let shown = if shown.matches('(').count() < shown.matches(')').count() {
                format!("({shown}")
            } else {
                shown.to_owned()
            };
            assert_eq!(show(&define(text)), shown, "{text}");
        }
    }

    #[test]
    fn deep_nesting_is_a_diagnostic() {
        for text in [
            format!("define a = {}x{}\n", "(".repeat(200_000), ")".repeat(200_000)),
            format!("define a = \"{}x{}\"\n", "(".repeat(200_000), ")".repeat(200_000)),
            format!("define a = {}x\n", "at least 2 distinct k of ".repeat(50_000)),
            format!("define a = x{}\n", " and x".repeat(100_000)),
            format!("rule a {{\n    when {}fact x\n}}\n", "not ".repeat(100_000)),
        ] {
            assert_eq!(parse(SourceId(0), &text).diagnostics.len(), 1, "{}", &text[..30]);
        }
        let most = format!("define a = {}x{}\n", "(".repeat(64), ")".repeat(64));
        assert_eq!(parse(SourceId(0), &most).diagnostics, vec![]);
        define(&format!("{}x", "at least 2 distinct k of ".repeat(64)));
        define(&format!("x{}", " and x".repeat(200)));
    }

    #[test]
    fn large_nonsense_is_answered_in_linear_time() {
        for unit in ["<", "“”", "\"", "{", "a ", "é", "\n\"", "\nrule a {", "\n  title \"", "\0", "#", "\\"] {
            spans_fit(&unit.repeat(20_000));
        }
    }

    fn spans_fit(text: &str) {
        for d in parse(SourceId(0), text).diagnostics {
            for l in &d.labels {
                assert!(text.get(l.span.range()).is_some(), "{d:?}");
            }
        }
        if let Err(found) = parse_phrase(SourceId(0), text, 0) {
            assert!(found.iter().all(|d| d.labels.iter().all(|l| text.get(l.span.range()).is_some())), "{found:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn arbitrary_text_is_answered(text in "\\PC{0,200}") {
            spans_fit(&text);
        }

        #[test]
        fn mutated_files_are_answered(at in 0..FULL.len(), len in 0_usize..40, with in "[\\PC\"{}()|\\[\\]#\n\\\\“”é\u{feff}]{0,4}") {
            let (mut from, mut to) = (at, (at + len).min(FULL.len()));
            while !FULL.is_char_boundary(from) { from -= 1; }
            while !FULL.is_char_boundary(to) { to += 1; }
            spans_fit(&format!("{}{with}{}", &FULL[..from], &FULL[to..]));
        }
    }
}
