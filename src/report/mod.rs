//! Everything that is shown to people and machines, one file a format, into a `&mut dyn Write`.
//!
//! Formats and nothing else: no I/O of its own, no exit, no judging, no changing of findings. What comes from a policy
//! or a rule file goes through `safe` before a terminal sees it.

pub mod audit;
pub mod compare;
pub mod coverage;
pub mod craft;
pub mod explain;
pub mod human;
pub mod json;
pub mod machine;
pub mod markdown;
pub mod outline;
mod page;
pub mod pages;
pub mod rules;
pub mod ruletest;
pub mod score;
pub mod short;
pub mod statistics;
pub mod trace;
pub mod waivers;

#[cfg(test)]
mod fixture;
mod locate;
mod paint;
mod safe;
mod screen;
mod summary;
mod view;
mod window;
mod wrap;

pub use human::{check, diagnostic};
pub use page::{compare as compare_page, page};
pub use summary::law_note;

/// How people's output looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Columns of the terminal; 80 when the output is no terminal. Fewer than 40 are taken for 40.
    pub width: usize,
    /// Write ANSI colours.
    pub color: bool,
    /// Make the names of rules lead to their law, by the sign that terminals have for it (OSC 8).
    pub links: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self { width: 80, color: false, links: false }
    }
}

impl Style {
    /// The columns to fill, never fewer than 40.
    pub fn columns(self) -> usize {
        self.width.max(40)
    }
}

/// How much people want to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verbosity {
    /// Findings only.
    Quiet,
    /// Findings, packs, open questions and counts.
    #[default]
    Normal,
    /// Everything, also what was found to be in order.
    Verbose,
}
