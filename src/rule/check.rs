//! What can be read and is wrong all the same: days on which nothing can hold, placeholders that nothing fills, examples
//! that are too few or wrongly marked. Decides nothing about policies.

use super::compile::{Compiler, Here};
use super::expr::Captures;
use super::parts::Parts;
use super::{Example, example};
use crate::diagnostic::{Diagnostic, did_you_mean, or_meant};
use crate::source::Span;
use crate::syntax::ast::{self, ExampleKind, Part, SeverityCondition};
use jiff::civil::Date;

/// How many examples show that a rule is satisfied where it should be, and that it finds something where it should.
const FEWEST: (usize, usize) = (3, 2);

impl<'a> Compiler<'a> {
    /// Whether the parser found a mistake inside a span: what is missing there may be what could not be read.
    pub fn has_mistake(&self, span: Span, here: Here) -> bool {
        let inside = |d: &Diagnostic| d.primary().is_some_and(|l| l.source == here.source && span.contains(l.span));
        self.out.iter().any(|d| d.code == "rule-syntax" && inside(d))
    }

    /// Days on which the rule, a severity or an example can never hold.
    pub fn check_days(&mut self, since: Option<Date>, until: Option<Date>, parts: &Parts<'a>) {
        let begins = parts.last(|p| if let Part::Since(d) = p { Some(d.span) } else { None });
        let ends = parts.last(|p| if let Part::Until(d) = p { Some(d.span) } else { None });
        if let (Some(first), Some(last), Some((begin, at)), Some((end, there))) = (since, until, begins, ends)
            && first >= last
        {
            let message = format!("this rule is never in force: it begins on {first} and ends on {last}");
            let d = Diagnostic::error("rule-date", message).at(there.source, end, "the day of its end");
            self.out.push(d.see(at.source, begin, "the day of its beginning"));
            return;
        }
        for (part, here) in &parts.0 {
            match &part.node {
                Part::Severity(severity) => {
                    let Some(SeverityCondition::From(day)) = &severity.condition else { continue };
                    let from: Option<Date> = day.node.parse().ok();
                    if let (Some(_), Some(until)) = (from.filter(|f| until.is_some_and(|u| *f >= u)), until) {
                        let message = format!("this severity never holds: the rule ends on {until}");
                        self.wrong(*here, day.span, "rule-date", message);
                    }
                }
                Part::Example(example) if example.kind != ExampleKind::Skip => {
                    let Some(day) = &example.as_of else { continue };
                    let Ok(as_of) = day.node.parse::<Date>() else { continue };
                    if since.is_some_and(|s| as_of < s) || until.is_some_and(|u| as_of >= u) {
                        let message = "this example is judged on a day on which the rule is not in force";
                        self.wrong(*here, day.span, "rule-date", message);
                    }
                }
                _ => {}
            }
        }
    }

    /// Every `{capture}` of a message must be bound by the obligation, or by the pack that is read once for each value.
    pub fn check_templates(&mut self, parts: &Parts<'a>, captures: &Captures, pack: usize) {
        let each = self.pack_eaches.get(pack).and_then(Option::as_ref).map(|e| e.slot);
        let slots = captures.keys().copied().chain(each);
        let known: Vec<String> = slots.map(|slot| self.slot_name(slot)).collect();
        for (part, here) in &parts.0 {
            let (Part::Message(text) | Part::Almost(text)) = &part.node else { continue };
            for name in placeholders(&text.node) {
                let plain = name.split('.').next().unwrap_or_default();
                if known.iter().any(|k| k == plain) {
                    continue;
                }
                let hint = match did_you_mean(plain, known.iter().map(String::as_str)) {
                    Some(hint) => or_meant(Some(format!("{{{hint}}}"))),
                    None if known.is_empty() => "; the obligation captures nothing".to_owned(),
                    None => format!("; the obligation captures `{}`", known.join("`, `")),
                };
                let span = self.inside(text.span, &format!("{{{name}}}"), 0, *here);
                self.wrong(*here, span, "rule-capture", format!("nothing fills in `{{{plain}}}`{hint}"));
            }
        }
    }

    /// A rule's examples. Reports a rule of one's own that has too few to be trusted.
    pub fn examples(&mut self, parts: &Parts<'a>, block: &ast::Block, here: Here) -> Vec<Example> {
        let mut out = Vec::new();
        let (mut pass, mut fail) = (0, 0);
        for (part, here) in &parts.0 {
            let Part::Example(ast) = &part.node else { continue };
            pass += usize::from(ast.kind == ExampleKind::Pass);
            fail += usize::from(ast.kind == ExampleKind::Fail);
            out.extend(self.example(ast, *here));
        }
        let embedded = self.packs.get(here.pack).is_some_and(|p| p.embedded);
        if !embedded && (pass < FEWEST.0 || fail < FEWEST.1) && !self.has_mistake(block.span, here) {
            let message = format!("too few examples to trust this rule: {pass} `pass`, {fail} `fail`");
            let label =
                format!("at least {} `pass` and {} `fail` show what it takes and what it leaves", FEWEST.0, FEWEST.1);
            self.out.push(Diagnostic::warning("rule-example", message).at(here.source, block.name.span, label));
        }
        out
    }

    /// Reads an example; reports marks that are wrong.
    pub fn example(&mut self, ast: &ast::Example, here: Here) -> Option<Example> {
        match example::read(ast) {
            Ok(example) => Some(example),
            Err(mistake) => {
                let span = self.inside(ast.text.span, mistake.sign, mistake.index, here);
                self.wrong(here, span, "rule-example", mistake.message);
                None
            }
        }
    }

    /// Where `what` stands for the time `index` (from 0) in the source of a text; the whole text if it does not.
    pub fn inside(&self, text: Span, what: &str, index: usize, here: Here) -> Span {
        let source = self.sources.get(here.source).map_or("", |s| s.slice(text));
        let found = source.match_indices(what).nth(index);
        found.map_or(text, |(at, _)| Span::new(at, at + what.len()).shift(text.start as usize))
    }
}

/// The names in braces of a message.
pub fn placeholders(text: &str) -> Vec<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name)).collect()
}
