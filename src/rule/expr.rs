//! Passages, compiled: what `eval` runs over a document.

use crate::matcher::{EntityKind, LexiconId, PhraseId};
use crate::source::{SourceId, Span};
pub use crate::syntax::ast::Probe;
pub use crate::syntax::ast::{Actor, DateUnit, PolicyVerb, Window};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A capture's number: one per name over the whole rule set.
pub type Slot = u16;

/// Names a definition by its place in [`super::RuleSet::definitions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DefinitionId(pub u32);

/// A definition.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Definition {
    /// The pack, as an index into [`super::RuleSet::packs`].
    pub pack: usize,
    /// Its name, without the pack.
    pub name: String,
    /// What it stands for.
    pub expr: Expr,
    /// Texts in which it matches and texts in which it does not.
    pub examples: super::Later<Vec<super::Example>>,
    /// The rule file.
    pub source: SourceId,
    /// The whole definition in its file.
    pub span: Span,
}

/// A passage.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Expr {
    /// What kind.
    pub node: Node,
    /// How people would call it: "an age limit", "“opt out”".
    #[serde(borrow)]
    pub say: Cow<'static, str>,
    /// Its bytes in the rule file.
    pub span: Span,
}

/// The kinds of passage.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub enum Node {
    /// Words, entities and lexicon entries in order.
    Phrase(PhraseId),
    /// Any sentence.
    Anything,
    /// A mandated sentence, white space and quotes normalised.
    Exactly(String),
    /// A definition.
    Definition(DefinitionId),
    /// Said of this actor.
    By(Box<Expr>, Actor),
    /// At this place.
    In(Box<Expr>, Place),
    /// Two passages in one window.
    Join {
        /// How they stand to each other.
        kind: Join,
        /// The operand that a finding points at.
        left: Box<Expr>,
        /// The other operand.
        right: Box<Expr>,
        /// How far they may stand apart.
        window: Window,
    },
    /// The first unless the second is in the window.
    ButNot(Box<Expr>, Box<Expr>, Window),
    /// Any of these.
    Or(Vec<Expr>),
    /// Matches whose captures meet all constraints.
    Where(Box<Expr>, Vec<Constraint>),
    /// At least so many of these in one window.
    Count(usize, Vec<Expr>, Window),
    /// At least so many distinct values of a capture in one window.
    Distinct(usize, Slot, Box<Expr>, Window),
}

/// How the operands of a join stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Join {
    /// Both.
    And,
    /// The second after the first.
    Then,
    /// The second if it is there.
    Maybe,
}

/// Where a passage must stand.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub enum Place {
    /// In a heading.
    Heading,
    /// In a list.
    List,
    /// In the title or the first hundred words.
    Opening,
    /// In a section whose heading, or that of an enclosing section, matches.
    Section(Box<Expr>),
    /// In an item of a list that a sentence with such a match introduces.
    Led(Box<Expr>),
}

/// What a capture holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// An entity.
    Entity(EntityKind),
    /// An entry of a lexicon.
    Lexicon(LexiconId),
}

/// What a passage captures: kinds by slot, and whether every match binds it.
pub type Captures = BTreeMap<Slot, (Kind, bool)>;

/// A constraint on a capture of one match.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Constraint {
    /// The capture.
    pub slot: Slot,
    /// `not in`
    pub negated: bool,
    /// What it must be in.
    pub set: Set,
}

/// What a captured value must be in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Set {
    /// Between these, both included.
    Range(Option<Bound>, Option<Bound>),
    /// An entry of the capture's own lexicon, with all below it.
    Entry(LexiconId, crate::matcher::EntryId),
    /// Any entry of a lexicon at the captured words.
    Lexicon(LexiconId),
}

/// An end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Bound {
    /// A number: years for ages, days for durations, units for money.
    Number(f64),
    /// A day.
    Date(Date),
    /// Counted from the day of the law.
    Today {
        /// How far; negative before.
        offset: i32,
        /// In which unit.
        unit: DateUnit,
    },
}

/// An obligation, compiled.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Obligation {
    /// `must not …`
    pub negated: bool,
    /// What is asked.
    pub verb: Verb,
    /// The passage.
    pub expr: Expr,
    /// `for each K of E`
    pub for_each: Option<(Slot, Expr)>,
}

/// What is asked of a passage, compiled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Verb {
    /// Stated, whichever its polarity.
    State,
    /// Stated in the affirmative.
    Affirm,
    /// Stated in the negative.
    Deny,
    /// Stated with a name.
    Name,
    /// Stated with a link.
    Link,
    /// All values of the capture (`None`: the polarity) agree among statements that share the keys and, where that is
    /// asked for, are about the same.
    AgreeOn {
        /// The capture whose values must agree.
        on: Option<Slot>,
        /// Captures that must be equal.
        per: Vec<Slot>,
        /// Only statements about the same are compared.
        topic: bool,
    },
    /// No unit of this window has more words.
    KeepWords(Window, usize),
    /// This analysis finds nothing.
    Find(Probe),
}

/// A condition, compiled.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub enum Cond {
    /// Any of these audiences.
    Audience(Vec<String>),
    /// A fact.
    Fact(String),
    /// What the policy says.
    Policy(PolicyVerb, Expr),
    /// Not.
    Not(Box<Cond>),
    /// All.
    And(Vec<Cond>),
    /// Any.
    Or(Vec<Cond>),
}

/// What a pack is read once for: `for each K of E`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Each {
    /// The capture.
    pub slot: Slot,
    /// The lexicon of its values.
    pub lexicon: LexiconId,
    /// Where the policy names them.
    pub of: Expr,
}

/// What the text itself can show of the profile.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Inference {
    /// `fact` or `audience`.
    pub audience: bool,
    /// Its name.
    pub name: String,
    /// It holds when this is affirmed.
    pub expr: Expr,
}

/// A change of severity.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub enum SeverityChange {
    /// While the condition holds.
    When(Cond),
    /// From that day on.
    From(Date),
}
