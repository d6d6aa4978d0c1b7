//! The syntax tree of a rule file, as written: names unresolved, every node with its span. This file holds items and
//! parts, `expr` the passages.

mod expr;
mod probe;

pub use expr::{
    Actor, Bound, CaptureRef, Constraint, ConstraintSet, DateUnit, Expr, ExprNode, PhrasePart, PhraseWord, Place,
    Window,
};

pub use probe::Probe;

use crate::diagnostic::Severity;
use crate::source::Span;
use serde::{Deserialize, Serialize};

/// A node with its bytes in the rule file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spanned<T> {
    /// The node.
    pub node: T,
    /// Its bytes.
    pub span: Span,
}

/// A name with its place: kebab-case, for definitions perhaps qualified (`core.age-limit`).
pub type Name = Spanned<String>;

/// A text in quotes, escapes resolved, with the span of what stands between the quotes.
pub type Text = Spanned<String>;

/// A rule file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct File {
    /// What the file says, in its order.
    pub items: Vec<Item>,
}

/// What stands in column 0 of a rule file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Item {
    /// `pack core { … }`, or `pack core` to continue a pack in a further file.
    Pack(Block),
    /// `define name = E`
    Define(Define),
    /// `infer fact NAME from E` or `infer audience NAME from E`
    Infer(Infer),
    /// `rule name { … }`
    Rule(Block),
}

/// A named block of parts: a pack or a rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// Its name.
    pub name: Name,
    /// Its parts in their order.
    pub parts: Vec<Spanned<Part>>,
    /// Comment lines directly above it, without `#`.
    pub doc: String,
    /// From the keyword to the closing brace.
    pub span: Span,
}

/// A definition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Define {
    /// Its name.
    pub name: Name,
    /// What it stands for.
    pub expr: Expr,
    /// Texts in which it matches and texts in which it does not.
    pub examples: Vec<Example>,
    /// Comment lines directly above it, without `#`.
    pub doc: String,
    /// From the keyword to the end of the last example.
    pub span: Span,
}

/// What the text itself can show of the profile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Infer {
    /// `fact` or `audience`.
    pub what: InferKind,
    /// The fact's or audience's name.
    pub name: Name,
    /// It holds when this is affirmed.
    pub expr: Expr,
    /// From the keyword to the end of the expression.
    pub span: Span,
}

/// What is inferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InferKind {
    /// A fact.
    Fact,
    /// An audience.
    Audience,
}

/// A part of a pack or rule; each starts a line with its keyword.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Part {
    /// `title "…"`
    Title(Text),
    /// `message "…"`: one line, what is lacking or wrong
    Message(Text),
    /// `help "…"`: what a drafter can do
    Help(Text),
    /// `suggest "…"`: a model sentence with `[placeholders]`
    Suggest(Text),
    /// `note "…"`: background, shown by `explain`
    Note(Text),
    /// `almost "…"`: said when the passage was found but its `where` failed
    Almost(Text),
    /// `cite "…" <url>, text read`
    Cite(Cite),
    /// `must state E` and its kin
    Obligation(Box<Obligation>),
    /// `severity info`, `severity error when C`, `severity error from DATE`
    Severity(SeverityPart),
    /// `when C`
    When(Cond),
    /// `since DATE`
    Since(Spanned<String>),
    /// `until DATE`: the first day on which it no longer holds
    Until(Spanned<String>),
    /// `closest E`
    Closest(Expr),
    /// `contrary E`
    Contrary(Expr),
    /// `extends core/effective-date`: pack and rule, or a rule of this pack
    Extends(Name),
    /// in a pack, `for each framework of certification`: capture name and lexicon name
    ForEach {
        /// How the parts call the value: `{framework.site}`.
        name: Name,
        /// The lexicon or definition whose values are taken one by one.
        of: Name,
    },
    /// `pass "…"`, `fail "…"`, `skip "…"`, each perhaps followed by `as of DATE`
    Example(Example),
}

/// `cite "16 CFR 312.2" <https://…>, text read`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cite {
    /// The citation as lawyers write it.
    pub text: Text,
    /// Where it can be read.
    pub url: Option<Spanned<String>>,
    /// How far it was checked; `None` when the rule does not say.
    pub read: Option<Verification>,
}

/// How far a citation was checked by the rule's author.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Verification {
    /// `text read`: the official text or a verbatim copy.
    TextRead,
    /// `summary read`: an official summary or a third party's reading.
    SummaryRead,
    /// `not confirmed`: from memory.
    NotConfirmed,
}

/// `must [not] VERB E [for each K of E]`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Obligation {
    /// `must` (error) or `should` (warning).
    pub modal: Spanned<Modal>,
    /// `must not …`
    pub negated: bool,
    /// What is asked of the passage.
    pub verb: Verb,
    /// The passage; for `agree on`, the statements compared.
    pub expr: Expr,
    /// `for each K of E`
    pub for_each: Option<ForEach>,
}

/// The strength of an obligation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Modal {
    /// Severity error.
    Must,
    /// Severity warning.
    Should,
}

/// What is asked of a passage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Verb {
    /// Stated, whichever its polarity.
    State,
    /// Stated in the affirmative.
    Affirm,
    /// Stated in the negative.
    Deny,
    /// Stated with an entity or lexicon entry that names somebody or something.
    Name,
    /// Stated in a passage with a link or URL.
    Link,
    /// `agree on X of E per K, …`: X is a capture or `polarity`.
    AgreeOn {
        /// The capture whose values must agree, or `polarity`.
        on: Name,
        /// The captures that say which statements are about the same thing.
        per: Vec<Name>,
    },
    /// `keep METRIC of UNIT <= N`; the obligation's `expr` is unused and an empty `all of`.
    Keep {
        /// `words`.
        metric: Name,
        /// `sentence`, `paragraph`, `section` or `document`.
        unit: Name,
        /// The largest value allowed.
        most: Spanned<u32>,
    },
    /// `find no PROBE`; the obligation's `expr` is unused and an empty `all of`.
    Find {
        /// The name of a [`Probe`].
        probe: Name,
    },
}

/// `for each K of E`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ForEach {
    /// The capture whose values are taken one by one.
    pub capture: Name,
    /// Where the policy names them.
    pub of: Expr,
}

/// `severity LEVEL [when C | from DATE]`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeverityPart {
    /// The level.
    pub level: Spanned<Severity>,
    /// When it applies; always if absent.
    pub condition: Option<SeverityCondition>,
}

/// When another severity applies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum SeverityCondition {
    /// `when C`
    When(Cond),
    /// `from DATE`
    From(Spanned<String>),
}

/// A condition of the profile or the text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Cond {
    /// `audience includes eu`, `audience includes any of eu, uk`
    Audience(Vec<Name>),
    /// `fact sells-or-shares`
    Fact(Name),
    /// `policy states E`, `policy affirms E`, `policy denies E`; E is a single operand or stands in parentheses
    Policy(PolicyVerb, Box<Expr>),
    /// `not C`
    Not(Box<Cond>),
    /// `C and C`
    And(Vec<Cond>),
    /// `C or C`
    Or(Vec<Cond>),
}

/// How a condition reads the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PolicyVerb {
    /// Whichever the polarity.
    States,
    /// In the affirmative.
    Affirms,
    /// In the negative.
    Denies,
}

/// An example of a rule or definition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Example {
    /// What it shows.
    pub kind: ExampleKind,
    /// The text as written, marks included. For `"""` the common indentation is removed.
    pub text: Text,
    /// `as of DATE`
    pub as_of: Option<Spanned<String>>,
}

/// What an example shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExampleKind {
    /// The rule is satisfied; the definition matches, at `[[…]]` if marked.
    Pass,
    /// The rule finds something, at `[[…]]` if marked; the definition matches nowhere.
    Fail,
    /// The rule does not apply.
    Skip,
}
