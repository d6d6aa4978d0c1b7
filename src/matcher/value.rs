//! What entities are worth.

use jiff::civil::Date;

/// The built-in kinds of entity. Countries, organisations' legal forms and the like are lexicons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum EntityKind {
    /// A number in digits or words: `13`, `thirteen`, `thirteen (13)`.
    Number,
    /// A person's age in years.
    Age,
    /// A length of time.
    Duration,
    /// A calendar date.
    Date,
    /// An e-mail address, also spelt out (`legal [at] example [dot] com`).
    Email,
    /// A URL, visible or as a link's target.
    Url,
    /// A phone number.
    Phone,
    /// A postal address, perhaps over several lines.
    Address,
    /// An organisation with its legal form.
    Organisation,
    /// A name without any legal form: capitalised words in a row.
    Name,
    /// An amount of money.
    Money,
    /// A reference to a law: `Art. 13 GDPR`, `Cal. Civ. Code § 1798.100`, `16 CFR 312.2`.
    LegalReference,
}

impl EntityKind {
    /// Every kind with its name in the rule language.
    pub const ALL: [(Self, &'static str); 12] = [
        (Self::Number, "number"),
        (Self::Age, "age"),
        (Self::Duration, "duration"),
        (Self::Date, "date"),
        (Self::Email, "email"),
        (Self::Url, "url"),
        (Self::Phone, "phone"),
        (Self::Address, "address"),
        (Self::Organisation, "organisation"),
        (Self::Name, "name"),
        (Self::Money, "money"),
        (Self::LegalReference, "legal-reference"),
    ];

    /// The kind with that name in the rule language.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, n)| *n == name).map(|(k, _)| *k)
    }

    /// The name in the rule language.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(k, _)| *k == self).map_or("entity", |(_, n)| n)
    }
}

/// How much of a date was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatePrecision {
    /// Day, month and year.
    Day,
    /// Month and year; the value is the month's last day.
    Month,
}

/// An entity's value, comparable within its kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number.
    Number(f64),
    /// An age in years.
    Age(u32),
    /// A length of time in days (a month is 30, a year 365), shortest and longest when a range is given.
    Duration {
        /// Shortest, in days.
        min: f64,
        /// Longest, in days.
        max: f64,
        /// Whether working days were meant.
        business: bool,
    },
    /// A date.
    Date {
        /// The day; for a month alone its last day.
        day: Date,
        /// How much was written.
        precision: DatePrecision,
        /// Day and month could be swapped (`05/02/2026`); read as month/day unless the text shows otherwise.
        ambiguous: bool,
    },
    /// An e-mail address, lower case.
    Email(String),
    /// A URL's host, lower case, without `www.`.
    Url {
        /// The host.
        host: String,
    },
    /// A phone number's digits.
    Phone(String),
    /// A postal address as written.
    Address,
    /// An organisation with legal form.
    Organisation {
        /// The name as written, legal form included.
        name: String,
    },
    /// A name as written.
    Name,
    /// An amount.
    Money {
        /// ISO 4217 code.
        currency: String,
        /// Amount in units of the currency.
        amount: f64,
    },
    /// A law as written.
    LegalReference,
}

impl Value {
    /// The kind of entity this is a value of.
    pub fn kind(&self) -> EntityKind {
        match self {
            Self::Number(_) => EntityKind::Number,
            Self::Age(_) => EntityKind::Age,
            Self::Duration { .. } => EntityKind::Duration,
            Self::Date { .. } => EntityKind::Date,
            Self::Email(_) => EntityKind::Email,
            Self::Url { .. } => EntityKind::Url,
            Self::Phone(_) => EntityKind::Phone,
            Self::Address => EntityKind::Address,
            Self::Organisation { .. } => EntityKind::Organisation,
            Self::Name => EntityKind::Name,
            Self::Money { .. } => EntityKind::Money,
            Self::LegalReference => EntityKind::LegalReference,
        }
    }
}
