//! What may start an entity: words and shapes that scanners look at, found in the pass that makes symbols of tokens.
//!
//! A scanner visits the places with its marks and no others, so that running text costs it nothing.

use crate::matcher::{Text, Token, TokenKind};

/// Starts with a digit.
pub const DIGIT: u16 = 1;
/// A number in words.
pub const NUMBER: u16 = 1 << 1;
/// A unit of time.
pub const UNIT: u16 = 1 << 2;
/// A month.
pub const MONTH: u16 = 1 << 3;
/// A word that references to laws hold.
pub const LAW: u16 = 1 << 4;
/// A kind of street.
pub const STREET: u16 = 1 << 5;
/// A word that an address may start with: `box`, `suite`, `rue`.
pub const PLACE: u16 = 1 << 6;
/// `at` and `dot`, as in a spelt-out e-mail address.
pub const SPELT: u16 = 1 << 7;
/// An e-mail address or a URL.
pub const CONTACT: u16 = 1 << 8;
/// `+`, as before a phone number.
pub const PLUS: u16 = 1 << 9;
/// A word with a capital letter.
pub const CAPITAL: u16 = 1 << 10;

/// Words, normalised, by mark.
pub const WORDS: [(u16, &str); 7] = [
    (
        NUMBER,
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen \
        seventeen eighteen nineteen twenty thirty forty fourty fifty sixty seventy eighty ninety",
    ),
    (
        UNIT,
        "second seconds minute minutes mins hour hours hrs day days week weeks fortnight fortnights month months year \
        years yrs decade decades",
    ),
    (
        MONTH,
        "january jan february feb march mar april apr may june jun july jul august aug september sept sep october oct \
        november nov december dec",
    ),
    (
        LAW,
        "cfr usc ccr usca article articles art arts section sections sec § recital regulation directive decision code \
        codes statutes act stat law laws gdpr ccpa cpra dsgvo rgpd coppa lgpd pipeda caloppa hipaa fadp tdddg ttdsg \
        bdsg",
    ),
    (STREET, super::place::STREETS),
    (
        PLACE,
        "po p post pobox postfach postbus box rue via calle rua strada viale avenida piazza suite level unit floor plot \
        flat",
    ),
    (SPELT, "at dot"),
];

/// A word with its marks.
#[derive(Clone, Copy, Debug)]
pub struct Trigger {
    /// Which word.
    pub at: u32,
    /// Its marks.
    pub marks: u16,
}

/// The marks that a token has by its shape.
pub fn shape(text: &Text<'_>, token: &Token) -> u16 {
    match token.kind {
        TokenKind::Number => DIGIT,
        TokenKind::Email | TokenKind::Url => CONTACT,
        TokenKind::Sign => PLUS,
        TokenKind::Word => {
            let raw = text.prose.as_bytes().get(token.start as usize..token.end as usize).unwrap_or_default();
            let digit = if raw.first().is_some_and(u8::is_ascii_digit) { DIGIT } else { 0 };
            digit | if raw.iter().any(u8::is_ascii_uppercase) { CAPITAL } else { 0 }
        }
    }
}
