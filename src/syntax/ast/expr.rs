//! Passages: phrases, captures and the operators that join them, as written.

use super::{Name, Spanned, Text};
use crate::source::Span;
use serde::{Deserialize, Serialize};

/// A passage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Expr {
    /// What kind.
    pub node: ExprNode,
    /// Its bytes.
    pub span: Span,
}

/// The kinds of passage, loosest binding last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ExprNode {
    /// `"…"`
    Phrase(Vec<PhrasePart>),
    /// `anything`
    Anything,
    /// `exactly "…"`
    Exactly(Text),
    /// `{age}` or `{limit: age}`
    Capture(CaptureRef),
    /// A definition, or a lexicon by its name.
    Name(Name),
    /// `E by publisher`
    By(Box<Expr>, Spanned<Actor>),
    /// `E in heading`, `E in list`, `E in opening`, `E in section titled E`, `E in list led by E`
    In(Box<Expr>, Place),
    /// `E and E`
    And(Box<Expr>, Box<Expr>),
    /// `E then E`
    Then(Box<Expr>, Box<Expr>),
    /// `E and maybe E`
    AndMaybe(Box<Expr>, Box<Expr>),
    /// `E but not E`
    ButNot(Box<Expr>, Box<Expr>),
    /// `E or E`
    Or(Vec<Expr>),
    /// `E within WINDOW`
    Within(Box<Expr>, Spanned<Window>),
    /// `E where …, …`
    Where(Box<Expr>, Vec<Constraint>),
    /// `all of { E, E }`
    AllOf(Vec<Expr>),
    /// `at least 3 of { E, E }`
    AtLeast(Spanned<u32>, Vec<Expr>),
    /// `at least 3 distinct K of E`
    AtLeastDistinct(Spanned<u32>, Name, Box<Expr>),
}

/// `{kind}` or `{name: kind}`; without a name the kind is the name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaptureRef {
    /// How it is called.
    pub name: Name,
    /// An entity kind or a lexicon.
    pub kind: Name,
    /// From brace to brace.
    pub span: Span,
}

/// A piece of a phrase.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum PhrasePart {
    /// A word.
    Word(PhraseWord),
    /// `(a | b c)`
    Alternatives(Vec<Vec<PhrasePart>>, Span),
    /// `[optional]`, with alternatives as `[a | b]`
    Optional(Vec<Vec<PhrasePart>>, Span),
    /// `...`
    Gap(Span),
    /// `{age}`
    Capture(CaptureRef),
}

/// A word of a phrase.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PhraseWord {
    /// As written, without `=`.
    pub text: String,
    /// Written with `=`: this form only.
    pub exact: bool,
    /// Its bytes.
    pub span: Span,
}

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Actor {
    /// The firm whose policy it is: "we", "our services", the defined company name.
    Publisher,
    /// The person: "you", "users", "individuals".
    User,
    /// A business customer of the publisher.
    Customer,
    /// Anybody else.
    ThirdParty,
    /// A court, regulator or other public body.
    Authority,
}

/// Where a passage must stand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Place {
    /// In a heading.
    Heading,
    /// In a list.
    List,
    /// In the title or the first 100 words.
    Opening,
    /// In a section whose heading matches.
    SectionTitled(Box<Expr>),
    /// In an item of a list whose lead-in matches.
    ListLedBy(Box<Expr>),
}

/// How far the operands of `and`, `then`, `but not` may stand apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Window {
    /// One clause.
    Clause,
    /// So many consecutive sentences of one section, with list items at distance 0 of their lead-in.
    Sentences(u32),
    /// One list item or table row.
    Item,
    /// One paragraph with the list that it introduces.
    Paragraph,
    /// One section.
    Section,
    /// The whole document.
    Document,
    /// So many words between them, inside one block.
    Words(u32),
}

/// `NAME in RANGE`, `NAME in lexicon-or-entry`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Constraint {
    /// The capture.
    pub capture: Name,
    /// `not in`
    pub negated: bool,
    /// What it must be in.
    pub set: ConstraintSet,
    /// From the capture's name to the end.
    pub span: Span,
}

/// What a captured value must be in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ConstraintSet {
    /// `5..21`, `..13`, `18..`; both ends included.
    Range(Option<Spanned<Bound>>, Option<Spanned<Bound>>),
    /// A lexicon, or an entry of the capture's lexicon (with all below it).
    Name(Name),
}

/// An end of a range.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Bound {
    /// A plain number.
    Number(f64),
    /// `30 days`, `2 years`: in days, a month being 30 and a year 365.
    Days(f64),
    /// `2026-01-01`
    Date(String),
    /// `today`, `12 months before today`, `30 days after today`
    Today {
        /// How far from the day of the law; negative before.
        offset: i32,
        /// In which unit.
        unit: DateUnit,
    },
}

/// A unit of calendar arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DateUnit {
    /// Days.
    Days,
    /// Calendar months.
    Months,
    /// Calendar years.
    Years,
}
