//! The built-in analyses, by the names that rules call them.

use serde::{Deserialize, Serialize};

/// An analysis of the document as a whole: what a careful reader sees and no passage can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Probe {
    /// What a template left behind.
    Placeholder,
}

impl Probe {
    /// All of them, as the documentation lists them.
    pub const ALL: [Self; 1] = [
        Self::Placeholder,
    ];

    /// The name in rules.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Placeholder => "placeholder",
        }
    }

    /// The analysis of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.as_str() == name)
    }
}
