//! How well shipped rules find their statements in policies that people have annotated: measured by a test, kept in a file.

use crate::diagnostic::RuleId;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The figures by rule.
const FIGURES: &str = include_str!("../../rules/measured.json");

/// One rule alone, for one requirement in one corpus. Ratios with nothing to divide by are `None`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Measured {
    /// What people marked.
    pub requirement: String,
    /// In which corpus.
    pub corpus: String,
    /// Policies scored.
    pub policies: usize,
    /// Those that state it.
    pub stated: usize,
    /// Of the policies in which the rule finds it, the share that state it.
    pub precision: Option<f64>,
    /// Of the policies that state it, the share in which the rule finds it.
    pub recall: Option<f64>,
    /// Of the policies in which the rule does not find it, the share that do not state it.
    pub absence_precision: Option<f64>,
    /// Of the policies that do not state it, the share in which the rule does not find it.
    pub absence_recall: Option<f64>,
}

/// The figures of a rule; none for a rule that was not measured.
pub fn measured(rule: &RuleId) -> Vec<Measured> {
    let all: BTreeMap<String, Vec<Measured>> = serde_json::from_str(FIGURES).unwrap_or_default();
    all.get(&rule.0).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_can_be_read() {
        let all: BTreeMap<String, Vec<Measured>> = serde_json::from_str(FIGURES).unwrap();
        assert!(all.values().flatten().all(|one| one.stated <= one.policies));
        assert_eq!(measured(&RuleId::new("no", "rule")), []);
    }
}
