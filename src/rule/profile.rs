//! What is known about the publisher: whom the text addresses, and facts about the business.

use std::collections::{BTreeMap, BTreeSet};

/// The publisher's profile. Whatever is absent is unknown, never false.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Audiences in lower case (`eu`, `us-ca`), parents not yet added; `None` when the profile does not say.
    pub audience: Option<BTreeSet<String>>,
    /// Facts by kebab-case name.
    pub facts: BTreeMap<String, bool>,
}
