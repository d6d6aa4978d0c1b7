//! The packs and lexicons that are part of the program.

use super::Input;
use crate::source::{Source, Sources};

/// A file of `rules/` with its text, taken in when the program is compiled.
macro_rules! files {
    ($($path:literal),* $(,)?) => {
        [$(($path, include_str!(concat!("../../rules/", $path)))),*]
    };
}

/// Rule files in the order in which packs and rules are listed.
pub const RULES: [(&str, &str); 8] = files![
    "core/core.clause",
    "core/identity.clause",
    "core/collection.clause",
    "core/use-and-sharing.clause",
    "core/keeping.clause",
    "core/rights.clause",
    "core/children.clause",
    "core/changes.clause",
];

/// Lexicons.
pub const LEXICONS: [(&str, &str); 11] = files![
    "lexicons/actor.yaml",
    "lexicons/audience.yaml",
    "lexicons/country.yaml",
    "lexicons/data-type.yaml",
    "lexicons/fact.yaml",
    "lexicons/legal-form.yaml",
    "lexicons/purpose.yaml",
    "lexicons/recipient.yaml",
    "lexicons/recourse-body.yaml",
    "lexicons/supervisory-authority.yaml",
    "lexicons/tracker.yaml",
];

/// Adds the embedded files to the sources of a run.
pub fn embedded(sources: &mut Sources) -> Input {
    let mut add = |(path, text): &(&str, &str)| sources.add(Source::new(format!("<embedded>/{path}"), *text));
    let rules: Vec<_> = RULES.iter().map(&mut add).collect();
    let lexicons = LEXICONS.iter().map(&mut add).collect();
    Input { embedded: rules.len(), rules, lexicons }
}
