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
pub const RULES: [(&str, &str); 0] = files![];

/// Lexicons.
pub const LEXICONS: [(&str, &str); 0] = files![];

/// Adds the embedded files to the sources of a run.
pub fn embedded(sources: &mut Sources) -> Input {
    let mut add = |(path, text): &(&str, &str)| sources.add(Source::new(format!("<embedded>/{path}"), *text));
    let rules: Vec<_> = RULES.iter().map(&mut add).collect();
    let lexicons = LEXICONS.iter().map(&mut add).collect();
    Input { embedded: rules.len(), rules, lexicons }
}
