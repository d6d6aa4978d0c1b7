//! What a policy states, as one JSON line: made without seeing any annotation.

use super::Mapping;
use crate::document::Document;
use crate::eval;
use crate::rule::RuleSet;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// One policy's statements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prediction {
    /// The policy: its file's stem.
    pub policy: String,
    /// The corpus: the name of the folder in which the file lies.
    pub corpus: String,
    /// By requirement.
    pub requirements: BTreeMap<String, Stated>,
}

/// Whether and where a requirement is stated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    /// It is stated.
    pub present: bool,
    /// All its places: start and end, in UTF-8 bytes of the file.
    pub spans: Vec<(usize, usize)>,
}

/// What the policy at `path` states of each requirement, whatever the applicability of rules.
pub fn predict(rules: &RuleSet, document: &Document, path: &Path, mapping: &Mapping, as_of: Date) -> Prediction {
    let name = |part: Option<&std::ffi::OsStr>| part.map(|p| p.to_string_lossy().into_owned()).unwrap_or_default();
    let found = eval::statements(rules, document, as_of, &mapping.answers);
    let stated = found.into_iter().map(|spans| Stated {
        present: !spans.is_empty(),
        spans: spans.into_iter().map(|s| (s.start as usize, s.end as usize)).collect(),
    });
    Prediction {
        policy: name(path.file_stem()),
        corpus: name(path.parent().and_then(Path::file_name)),
        requirements: mapping.requirements.iter().cloned().zip(stated).collect(),
    }
}
