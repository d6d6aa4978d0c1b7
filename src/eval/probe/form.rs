//! Forms to look for: regular expressions that cost nothing where no text can match them.

use crate::document::{Block, Document, Extent};
use memchr::memmem;
use regex::{Captures, Match, Regex};
use std::sync::OnceLock;

/// A form. It is compiled when a text first holds what every match holds: most policies need none of them, and compiling
/// them all takes longer than linting a policy.
pub(super) struct Form {
    pattern: &'static str,
    /// Of each group every match holds a text. ASCII letters stand in lower case, for either case.
    needs: &'static [&'static [&'static str]],
    regex: OnceLock<Option<Regex>>,
}

impl Form {
    /// The form of a pattern. `needs`: of each group every match holds a text, ASCII letters in lower case.
    pub const fn new(pattern: &'static str, needs: &'static [&'static [&'static str]]) -> Self {
        Self { pattern, needs, regex: OnceLock::new() }
    }

    /// Whether the form may be found in a text, which is given in lower case.
    pub fn is_possible(&self, lower: &str) -> bool {
        let holds = |need: &&str| memmem::find(lower.as_bytes(), need.as_bytes()).is_some();
        self.needs.iter().all(|group| group.iter().any(holds))
    }

    /// The form, when the text may hold it.
    fn regex(&self, text: Lowered<'_>) -> Option<&Regex> {
        if self.is_possible(text.lower) { self.compiled() } else { None }
    }

    /// The form whatever the text. The patterns are constants; that each of them compiles is tested.
    fn compiled(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| Regex::new(self.pattern).ok()).as_ref()
    }

    /// Where the form stands in a text.
    pub fn find_iter<'f: 't, 't>(&'f self, text: Lowered<'t>) -> impl Iterator<Item = Match<'t>> + 't {
        self.regex(text).into_iter().flat_map(move |regex| regex.find_iter(text.text))
    }

    /// The same with captures.
    pub fn captures_iter<'f: 't, 't>(&'f self, text: Lowered<'t>) -> impl Iterator<Item = Captures<'t>> + 't {
        self.regex(text).into_iter().flat_map(move |regex| regex.captures_iter(text.text))
    }

    /// The first place of the form in a text, with captures.
    pub fn captures<'t>(&self, text: Lowered<'t>) -> Option<Captures<'t>> {
        self.regex(text)?.captures(text.text)
    }

    /// A text with something else in place of the form.
    pub fn replaced(&self, text: String, with: &str) -> String {
        if !self.is_possible(&text.to_ascii_lowercase()) {
            return text;
        }
        self.compiled().map_or_else(|| text.clone(), |regex| regex.replace_all(&text, with).into_owned())
    }

    /// Whether the form stands in a text.
    pub fn is_match(&self, text: &str) -> bool {
        self.compiled().is_some_and(|regex| regex.is_match(text))
    }
}

/// A pattern that is compiled when it is first used. The patterns are constants; that each of them compiles is tested.
pub(super) fn pattern(pattern: &str) -> Pattern {
    Pattern { source: pattern.to_owned(), regex: OnceLock::new() }
}

/// A pattern, compiled when it is first used.
pub(super) struct Pattern {
    source: String,
    regex: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// The pattern, compiled.
    pub fn as_ref(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| Regex::new(&self.source).ok()).as_ref()
    }

    /// The pattern, compiled, as the one member of a sequence.
    pub fn iter(&self) -> std::option::IntoIter<&Regex> {
        self.as_ref().into_iter()
    }
}

impl<'p> IntoIterator for &'p Pattern {
    type Item = &'p Regex;
    type IntoIter = std::option::IntoIter<&'p Regex>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// A text and the same in ASCII lower case, byte for byte.
#[derive(Clone, Copy)]
pub(super) struct Lowered<'t> {
    pub text: &'t str,
    pub lower: &'t str,
}

/// The prose of a document, ready to look for forms.
pub(super) struct Prose<'d> {
    document: &'d Document,
    lower: String,
}

impl<'d> Prose<'d> {
    pub fn of(document: &'d Document) -> Self {
        Self { document, lower: document.prose.text().to_ascii_lowercase() }
    }

    /// The text of a block.
    pub fn block(&self, block: &Block) -> Lowered<'_> {
        self.slice(block.extent)
    }

    /// A part of the text.
    pub fn slice(&self, extent: Extent) -> Lowered<'_> {
        let range = extent.start as usize..extent.end as usize;
        Lowered { text: self.document.prose.slice(extent), lower: self.lower.get(range).unwrap_or_default() }
    }

    /// Whether a form may stand anywhere.
    pub fn may_hold(&self, form: &Form) -> bool {
        form.is_possible(&self.lower)
    }
}

/// Whether every pattern compiles, and no text that a form matches lacks what it needs.
#[cfg(test)]
pub(super) fn check(forms: &[&Form], texts: &[&str]) {
    for form in forms {
        let regex = form.compiled().unwrap_or_else(|| panic!("{} does not compile", form.pattern));
        for text in texts {
            let possible = form.is_possible(&text.to_ascii_lowercase());
            assert!(possible || !regex.is_match(text), "{} matches without what it needs: {text}", form.pattern);
        }
    }
}
