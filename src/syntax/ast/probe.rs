//! The built-in analyses, by the names that rules call them.

use serde::{Deserialize, Serialize};

/// An analysis of the document as a whole: what a careful reader sees and no passage can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Probe {
    /// What a template left behind.
    Placeholder,
    /// A link or an address that leads nowhere.
    BrokenLink,
    /// A link whose text promises another place than it leads to.
    LinkMismatch,
    /// A link whose text says nothing of its place.
    NondescriptiveLink,
    /// A link to an archived copy.
    ArchivedLink,
    /// A sentence that is said again.
    DuplicateSentence,
    /// A reference to a place of the document that is not there.
    DanglingReference,
    /// A text that is hard to read.
    HardToRead,
    /// A term that is used and not defined.
    UndefinedTerm,
    /// A term that is defined several times.
    RepeatedDefinition,
    /// A term that is defined and not used.
    UnusedTerm,
    /// A term that is used before it is defined.
    LateDefinition,
    /// A number in words that differs from the one in figures beside it.
    NumberMismatch,
    /// A company's name that is written in two ways.
    NameVariant,
    /// A day that the calendar does not have, or not on this weekday.
    ImpossibleDate,
    /// Dates that cannot all be right.
    DateConflict,
    /// Words said twice or lost.
    GarbledText,
}

impl Probe {
    /// All of them, as the documentation lists them.
    pub const ALL: &'static [Self] = &[
        Self::Placeholder,
        Self::BrokenLink,
        Self::LinkMismatch,
        Self::NondescriptiveLink,
        Self::ArchivedLink,
        Self::DuplicateSentence,
        Self::DanglingReference,
        Self::HardToRead,
        Self::UndefinedTerm,
        Self::RepeatedDefinition,
        Self::UnusedTerm,
        Self::LateDefinition,
        Self::NumberMismatch,
        Self::NameVariant,
        Self::ImpossibleDate,
        Self::DateConflict,
        Self::GarbledText,
    ];

    /// The name in rules.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Placeholder => "placeholder",
            Self::BrokenLink => "broken-link",
            Self::LinkMismatch => "link-mismatch",
            Self::NondescriptiveLink => "nondescriptive-link",
            Self::ArchivedLink => "archived-link",
            Self::DuplicateSentence => "duplicate-sentence",
            Self::DanglingReference => "dangling-reference",
            Self::HardToRead => "hard-to-read",
            Self::UndefinedTerm => "undefined-term",
            Self::RepeatedDefinition => "repeated-definition",
            Self::UnusedTerm => "unused-term",
            Self::LateDefinition => "late-definition",
            Self::NumberMismatch => "number-mismatch",
            Self::NameVariant => "name-variant",
            Self::ImpossibleDate => "impossible-date",
            Self::DateConflict => "date-conflict",
            Self::GarbledText => "garbled-text",
        }
    }

    /// The analysis of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|p| p.as_str() == name)
    }
}
