//! From requirements to the rules and definitions that answer them: a YAML file.

use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::eval::Statement;
use crate::rule::RuleSet;
use crate::rule::expr::DefinitionId;
use crate::source::{SourceId, Sources};
use serde_yaml::Spanned;
use std::collections::BTreeMap;

/// Requirements with what answers them: a requirement is stated when any of these is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// The requirements' names, by name.
    pub requirements: Vec<String>,
    /// What answers each, in the same order.
    pub answers: Vec<Vec<Statement>>,
}

type Raw = BTreeMap<String, Vec<Spanned<String>>>;

impl Mapping {
    /// Reads a mapping such as `retention-period: [core/retention, core.keeping-criterion]`: rules by id, definitions as
    /// `PACK.NAME`. Gives what could be understood, and every mistake at its place.
    pub fn read(sources: &Sources, id: SourceId, rules: &RuleSet) -> (Self, Vec<Diagnostic>) {
        let text = sources.get(id).map(crate::source::Source::text).unwrap_or_default();
        let raw: Raw = match serde_yaml::from_str(text) {
            Ok(raw) => raw,
            Err(error) => return (Self::default(), vec![unreadable(id, text, &error)]),
        };
        let mut mapping = Self::default();
        let mut problems = Vec::new();
        for (requirement, names) in raw {
            let mut answers = Vec::new();
            for name in &names {
                match find(rules, &name.value) {
                    Some(statement) => answers.push(statement),
                    None => problems.push(unknown(rules, name).at(id, super::span_of(name), "")),
                }
            }
            mapping.requirements.push(requirement);
            mapping.answers.push(answers);
        }
        (mapping, problems)
    }

    /// The same with one rule or definition alone: for what it answers, and by itself.
    #[must_use]
    pub fn only(&self, statement: Statement) -> Self {
        let mut mapping = Self::default();
        for (requirement, answers) in self.requirements.iter().zip(&self.answers) {
            if answers.contains(&statement) {
                mapping.requirements.push(requirement.clone());
                mapping.answers.push(vec![statement]);
            }
        }
        mapping
    }
}

/// The rule or definition of a name.
pub fn find(rules: &RuleSet, name: &str) -> Option<Statement> {
    if let Some((index, _)) = rules.find(name) {
        return Some(Statement::Rule(index));
    }
    let (pack, name) = name.split_once('.')?;
    let named =
        |d: &crate::rule::expr::Definition| d.name == name && rules.packs.get(d.pack).is_some_and(|p| p.name == pack);
    rules.definitions.iter().position(named).map(|at| Statement::Definition(DefinitionId(at as u32)))
}

fn unknown(rules: &RuleSet, name: &Spanned<String>) -> Diagnostic {
    let definition =
        |d: &crate::rule::expr::Definition| rules.packs.get(d.pack).map(|pack| format!("{}.{}", pack.name, d.name));
    let known: Vec<String> =
        rules.rules.iter().map(|r| r.id.0.clone()).chain(rules.definitions.iter().filter_map(definition)).collect();
    let problem = Diagnostic::error("mapping", format!("there is no rule or definition `{}`", name.value));
    match did_you_mean(&name.value, known.iter().map(String::as_str)) {
        Some(hint) => problem.note(format!("did you mean `{hint}`?")),
        None => problem.note("rules are named `pack/name`, definitions `pack.name`"),
    }
}

fn unreadable(id: SourceId, text: &str, error: &serde_yaml::Error) -> Diagnostic {
    Diagnostic::error("mapping", "this mapping cannot be read")
        .at(id, super::place_of(text, error), super::said(error))
        .note("it lists rules by requirement: `retention-period: [core/retention]`")
}
