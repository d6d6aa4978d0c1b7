//! Where statements are made, whatever the applicability of the rule that asks for them.

use super::layout::{Layout, Mode};
use super::passage::Passages;
use super::verdict;
use crate::document::Document;
use crate::rule::RuleSet;
use crate::rule::expr::DefinitionId;
use crate::source::Span;
use jiff::civil::Date;

/// What can be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Statement {
    /// What a rule's obligation speaks of, with its polarity, as an index into [`RuleSet::rules`].
    Rule(usize),
    /// A definition, whichever its polarity.
    Definition(DefinitionId),
}

/// For each group of statements the places where any of them is made: source bytes, in reading order, none inside
/// another. An item of a list makes its statement without the lead-in, which is read with every item. `as_of` is the day that `today` means in constraints.
pub fn statements(rules: &RuleSet, document: &Document, as_of: Date, groups: &[Vec<Statement>]) -> Vec<Vec<Span>> {
    let passages = Passages::new(rules, Layout::of(document), as_of);
    groups.iter().map(|group| places(&passages, group)).collect()
}

fn places(passages: &Passages<'_>, group: &[Statement]) -> Vec<Span> {
    let mut found: Vec<_> = group.iter().flat_map(|statement| matches(passages, *statement)).collect();
    for m in &mut found {
        let leads: Vec<usize> = passages.layout.leads(passages.layout.sentence(m.at.start)).collect();
        m.others.retain(|words| !leads.contains(&passages.layout.sentence(words.start)));
    }
    passages.places(found.iter().map(|m| (m, ""))).into_iter().map(|p| p.span).collect()
}

fn matches(passages: &Passages<'_>, statement: Statement) -> Vec<super::passage::Match> {
    match statement {
        Statement::Rule(index) => {
            let rule = passages.rules.rules.get(index);
            rule.map(|rule| verdict::stated(passages, &rule.obligation)).unwrap_or_default()
        }
        Statement::Definition(id) => {
            let definition = passages.rules.definitions.get(id.0 as usize);
            definition.map(|d| passages.matches(&d.expr, Mode::Body).to_vec()).unwrap_or_default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Statement, statements};
    use crate::document::{self, Format};
    use crate::rule::{Input, compile};
    use crate::source::{Source, Sources};
    use jiff::civil::date;

    #[test]
    fn an_item_states_without_its_lead_in() {
        let rule = "pack t\n\nrule r {\n    title \"T\"\n    should state (\"name\" or \"phone\") and \"collect\"\n}\n";
        let mut sources = Sources::default();
        let rules = vec![sources.add(Source::new("t.clause", rule))];
        let (set, _) = compile(&sources, &Input { rules, ..Input::default() });
        let text = "We collect:\n\n- your name\n- a phone number\n\nWe collect a name.\n";
        let document = document::read(text, Format::Markdown);
        let found = statements(&set, &document, date(2026, 11, 25), &[vec![Statement::Rule(0)]]);
        let quoted: Vec<_> = found.iter().flatten().map(|span| &text[span.range()]).collect();
        assert_eq!(quoted, ["name", "phone", "collect a name"]);
    }
}
