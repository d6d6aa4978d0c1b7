//! Names in the configuration against the rules that exist: packs, rules, audiences, facts.

use super::{Config, Name, Packs, Settings, covers};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::rule::RuleSet;

/// The lexicon whose entries are the audiences.
pub const AUDIENCES: &str = "audience";
/// The lexicon whose entries are the facts.
pub const FACTS: &str = "fact";

impl Config {
    /// Every name that no pack, rule, audience or fact bears, with the likeliest meant.
    pub fn check_names(&self, rules: &RuleSet) -> Vec<Diagnostic> {
        let every = std::iter::once(&self.settings).chain(self.overrides.iter().map(|o| &o.settings));
        every
            .flat_map(|settings| settings.unknown_names(rules))
            .map(|(name, unknown)| {
                let problem = Diagnostic::error("config", unknown.message);
                match self.source {
                    Some(source) => problem.at(source, name.span, unknown.hint),
                    None => problem.note(unknown.hint),
                }
            })
            .collect()
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
        let hint = match known.iter().find(|k| tail(k)).copied().or_else(|| did_you_mean(folded, known.iter().copied())) {
            Some(close) => format!("did you mean `{close}`?"),
            None if known.is_empty() => format!("no {what} is known here"),
            None if known.len() <= 20 => format!("known: {}", known.join(", ")),
            None => "`clauselint rules` lists what there is".to_owned(),
        };
        Self { message, hint }
    }
}

/// `Some` when no pack of the set has that name.
pub fn unknown_pack(name: &str, rules: &RuleSet) -> Option<Unknown> {
    let known: Vec<&str> = rules.packs.iter().map(|p| p.name.as_str()).collect();
    (!known.contains(&name)).then(|| Unknown::new("pack", name, name, &known))
}

/// `Some` when `pattern` (an id, a pack or a glob) covers no rule of the set.
pub fn unknown_rule(pattern: &str, rules: &RuleSet) -> Option<Unknown> {
    if rules.rules.iter().any(|r| covers(pattern, &r.id)) || rules.packs.iter().any(|p| p.name == pattern) {
        return None;
    }
    let ids = rules.rules.iter().map(|r| r.id.0.as_str());
    let known: Vec<&str> = ids.chain(rules.packs.iter().map(|p| p.name.as_str())).collect();
    Some(Unknown::new(if pattern.contains('*') { "rule that matches" } else { "rule or pack" }, pattern, pattern, &known))
}

impl Settings {
    /// The names in these settings that the rule set does not know.
    pub fn unknown_names(&self, rules: &RuleSet) -> Vec<(&Name, Unknown)> {
        let mut unknown = Vec::new();
        if let Some(Packs::Named(packs)) = &self.packs {
            unknown.extend(packs.iter().filter_map(|n| Some((n, unknown_pack(&n.value, rules)?))));
        }
        let entry = |lexicon: &str, what: &str, name: &str| {
            let lexicon = rules.lexicon(lexicon)?;
            let known: Vec<&str> = lexicon.entries.iter().map(|e| e.name.as_str()).collect();
            let folded = name.to_lowercase().replace(['_', ' '], "-");
            (!known.contains(&name)).then(|| Unknown::new(what, name, &folded, &known))
        };
        let audience = self.audience.iter().flatten();
        unknown.extend(audience.filter_map(|n| Some((n, entry(AUDIENCES, "audience", &n.value)?))));
        unknown.extend(self.facts.iter().filter_map(|(n, _)| Some((n, entry(FACTS, "fact", &n.value)?))));
        unknown.extend(self.severities.iter().filter_map(|(n, _)| Some((n, unknown_rule(&n.value, rules)?))));
        unknown
    }
}
