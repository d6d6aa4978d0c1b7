//! From requirements to the labels of corpora: a JSON or YAML file.

use super::gold::Annotated;
use crate::diagnostic::{Diagnostic, did_you_mean, or_meant};
use crate::source::{Source, SourceId, Sources, Span};
use serde::Deserialize;
use serde_yaml::Spanned;
use std::collections::{BTreeMap, BTreeSet};

/// Which labels stand for which requirements.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels {
    /// By requirement and corpus.
    pub pairs: Vec<Pair>,
}

/// A requirement as one corpus labels it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The requirement.
    pub requirement: String,
    /// The corpus.
    pub corpus: String,
    /// How well the labels fit.
    pub fit: Fit,
    /// It counts as stated where any of these labels is present.
    pub any: Vec<String>,
}

/// How well labels fit a requirement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Fit {
    /// They mean the same.
    #[default]
    Good,
    /// They mean nearly the same.
    Approx,
    /// They overlap.
    Weak,
}

impl Fit {
    /// The word that people see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Approx => "approx",
            Self::Weak => "weak",
        }
    }
}

#[derive(Deserialize)]
struct Raw {
    requirements: BTreeMap<String, RawRequirement>,
}

#[derive(Deserialize)]
struct RawRequirement {
    corpora: BTreeMap<String, RawCorpus>,
}

#[derive(Deserialize)]
struct RawCorpus {
    #[serde(default)]
    fit: Fit,
    any: Vec<Spanned<String>>,
}

impl Labels {
    /// Reads such a file. A label that no policy of its corpus knows is a mistake; of corpora that are not among the
    /// policies nothing is known.
    pub fn read(sources: &Sources, id: SourceId, policies: &[Annotated]) -> (Self, Vec<Diagnostic>) {
        let text = sources.get(id).map(Source::text).unwrap_or_default();
        let raw: Raw = match serde_yaml::from_str(text) {
            Ok(raw) => raw,
            Err(error) => return (Self::default(), vec![unreadable(id, text, &error)]),
        };
        let mut known: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for policy in policies {
            known.entry(&policy.corpus).or_default().extend(policy.labels.keys().map(String::as_str));
        }
        let (mut labels, mut problems) = (Self::default(), Vec::new());
        for (requirement, raw) in raw.requirements {
            for (corpus, raw) in raw.corpora {
                let Some(known) = known.get(corpus.as_str()) else { continue };
                if raw.any.is_empty() {
                    let message = format!("no label of {corpus} stands for `{requirement}`: leave the corpus out");
                    problems.push(Diagnostic::error("labels", message).at(id, Span::new(0, 0), ""));
                }
                for label in raw.any.iter().filter(|l| !known.contains(l.value.as_str())) {
                    let hint = or_meant(did_you_mean(&label.value, known.iter().copied()));
                    let message = format!("no policy of {corpus} knows the label `{}`{hint}", label.value);
                    problems.push(Diagnostic::error("labels", message).at(id, super::span_of(label), ""));
                }
                let any = raw.any.into_iter().map(|l| l.value).collect();
                labels.pairs.push(Pair { requirement: requirement.clone(), corpus, fit: raw.fit, any });
            }
        }
        if labels.pairs.is_empty() && problems.is_empty() {
            let corpora = known.keys().map(|c| format!("`{c}`")).collect::<Vec<_>>().join(", ");
            let message = format!("no requirement has labels of the annotated corpora: {corpora}");
            problems.push(Diagnostic::error("labels", message).at(id, Span::new(0, 0), ""));
        }
        (labels, problems)
    }
}

fn unreadable(id: SourceId, text: &str, error: &serde_yaml::Error) -> Diagnostic {
    Diagnostic::error("labels", "these labels cannot be read")
        .at(id, super::place_of(text, error), super::said(error))
        .note("they lie by requirement and corpus: `requirements: {retention: {corpora: {ours: {any: [Retention]}}}}`")
}
