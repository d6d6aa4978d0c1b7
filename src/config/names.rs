//! Names in the configuration against the rules that exist: packs, rules, audiences, facts.

use super::{Config, Name, Packs, Settings, covers};
use crate::diagnostic::{Diagnostic, RuleId, did_you_mean};
use crate::rule::RuleSet;
use crate::source::SourceId;

/// The lexicon whose entries are the audiences.
pub const AUDIENCES: &str = "audience";
/// The lexicon whose entries are the facts.
pub const FACTS: &str = "fact";

/// The names that exist.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary<'a> {
    /// Packs.
    pub packs: Vec<&'a str>,
    /// Rules.
    pub rules: Vec<&'a RuleId>,
    /// Audiences; `None` when the rules come without that lexicon: then every name passes.
    pub audiences: Option<Vec<&'a str>>,
    /// Facts, likewise.
    pub facts: Option<Vec<&'a str>>,
}

impl<'a> From<&'a RuleSet> for Vocabulary<'a> {
    fn from(rules: &'a RuleSet) -> Self {
        let entries = |name| Some(rules.lexicon(name)?.entries.iter().map(|e| e.name.as_str()).collect());
        Self {
            packs: rules.packs.iter().map(|p| p.name.as_str()).collect(),
            rules: rules.rules.iter().map(|r| &r.id).collect(),
            audiences: entries(AUDIENCES),
            facts: entries(FACTS),
        }
    }
}

impl Config {
    /// Every name that no pack, rule, audience or fact bears, with the likeliest meant.
    pub fn check_names(&self, names: &Vocabulary<'_>) -> Vec<Diagnostic> {
        let every = std::iter::once(&self.settings).chain(self.overrides.iter().map(|o| &o.settings));
        every.flat_map(|settings| settings.check_names(self.source, names)).collect()
    }
}

/// A name that nothing bears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// What is unknown: "no pack `cor`".
    pub message: String,
    /// What may have been meant: "did you mean `core`?", or what there is.
    pub hint: String,
}

impl Unknown {
    fn new(what: &str, name: &str, folded: &str, known: &[&str]) -> Self {
        let message = format!("there is no {what} `{name}`");
        let tail = |k: &&str| k.rsplit('/').next() == folded.rsplit('/').next();
        let hint = match known.iter().find(|k| tail(k)).copied().or_else(|| did_you_mean(folded, known.iter().copied()))
        {
            Some(close) => format!("did you mean `{close}`?"),
            None if known.is_empty() => format!("no {what} is known here"),
            None if known.len() <= 20 => format!("known: {}", known.join(", ")),
            None if matches!(what, AUDIENCES | FACTS) => format!("the lexicon `{what}` lists what there is"),
            None => "`clauselint rules` lists what there is".to_owned(),
        };
        Self { message, hint }
    }
}

impl Vocabulary<'_> {
    /// `Some` when no pack has that name.
    pub fn unknown_pack(&self, name: &str) -> Option<Unknown> {
        (!self.packs.contains(&name)).then(|| Unknown::new("pack", name, name, &self.packs))
    }

    /// `Some` when `pattern` (an id, a pack or a glob) covers no rule.
    pub fn unknown_rule(&self, pattern: &str) -> Option<Unknown> {
        if self.rules.iter().any(|id| covers(pattern, id)) || self.packs.contains(&pattern) {
            return None;
        }
        let what = if pattern.contains('*') { "rule that matches" } else { "rule or pack" };
        let known: Vec<&str> = self.rules.iter().map(|id| id.0.as_str()).chain(self.packs.iter().copied()).collect();
        Some(Unknown::new(what, pattern, pattern, &known))
    }
}

/// `Some` when `known` is there and lacks `name`.
fn unknown_entry(known: Option<&Vec<&str>>, what: &str, name: &str) -> Option<Unknown> {
    let known = known?;
    let folded = name.to_lowercase().replace(['_', ' '], "-");
    (!known.contains(&name)).then(|| Unknown::new(what, name, &folded, known))
}

impl Settings {
    /// Every name that nothing bears, shown in the text `source` that the settings stand in.
    pub fn check_names(&self, source: Option<SourceId>, names: &Vocabulary<'_>) -> Vec<Diagnostic> {
        let said = |(name, unknown): (&Name, Unknown)| {
            let problem = Diagnostic::error("config", unknown.message);
            match source {
                Some(source) => problem.at(source, name.span, unknown.hint),
                None => problem.note(unknown.hint),
            }
        };
        self.unknown_names(names).into_iter().map(said).collect()
    }

    /// The names in these settings that do not exist.
    pub fn unknown_names(&self, names: &Vocabulary<'_>) -> Vec<(&Name, Unknown)> {
        let mut unknown = Vec::new();
        if let Some(Packs::Named(packs)) = &self.packs {
            unknown.extend(packs.iter().filter_map(|n| Some((n, names.unknown_pack(&n.value)?))));
        }
        let audience = self.audience.iter().flatten();
        let audiences = names.audiences.as_ref();
        unknown.extend(audience.filter_map(|n| Some((n, unknown_entry(audiences, "audience", &n.value)?))));
        let facts = names.facts.as_ref();
        unknown.extend(self.facts.iter().filter_map(|(n, _)| Some((n, unknown_entry(facts, "fact", &n.value)?))));
        unknown.extend(self.severities.iter().filter_map(|(n, _)| Some((n, names.unknown_rule(&n.value)?))));
        unknown
    }
}
