//! Why a piece cannot be read, in plain words: what stood there, what was expected, what was meant.

use super::grammar::Rule;
use super::outline::Reader;
use super::scan::{Kind, Token};
use super::words::{ACTORS, OPERATORS, PLACES, RESERVED, TESTS, UNITS, VERBS, WINDOWS, is_name, name_for};
use crate::diagnostic::{Diagnostic, or_meant};
use crate::source::Span;
use pest::error::{Error, ErrorVariant, InputLocation};

/// A place where something else was expected.
struct Spot<'t> {
    /// The token that stands there; `None` at the end of the piece.
    found: Option<&'t Token>,
    /// Its text.
    word: &'t str,
    /// The text of the token before it.
    previous: &'t str,
    /// What to point at.
    span: Span,
    /// What the grammar would take.
    wanted: &'t [Rule],
}

impl Reader<'_> {
    /// Reports where and why the grammar gave up on a piece that begins at `start`; `before` is the
    /// token in front of the piece.
    pub fn explain(&mut self, error: &Error<Rule>, tokens: &[Token], before: Span, start: usize) {
        if self.brackets(tokens) {
            return;
        }
        let at = start
            + match error.location {
                InputLocation::Pos(p) | InputLocation::Span((p, _)) => p,
            };
        let positives: &[Rule] = match &error.variant {
            ErrorVariant::ParsingError { positives, .. } => positives,
            ErrorVariant::CustomError { .. } => &[],
        };
        // Where nothing of a piece could be read, pest names the piece as a whole.
        let wanted = positives.iter().map(|r| first_of(*r)).collect::<Vec<_>>();
        let index = tokens.partition_point(|t| t.span.end as usize <= at);
        let found = tokens.get(index);
        let previous = index.checked_sub(1).and_then(|i| tokens.get(i)).map_or(before, |t| t.span);
        let spot = Spot {
            found,
            word: found.map_or("", |t| super::words::short(self.slice(t.span))),
            previous: super::words::short(self.slice(previous)),
            span: found.map_or(previous, |t| t.span),
            wanted: &wanted,
        };
        let (message, label) = describe(&spot);
        let mut diagnostic = Diagnostic::error("rule-syntax", message).at(self.source, spot.span, label);
        if let Some(list) = candidates(&spot).filter(|_| spot.found.is_some() || spot.wanted.len() == 1) {
            diagnostic = diagnostic.note(format!("possible here: {}", list.join(", ")));
        }
        self.diagnostics.push(diagnostic);
    }
}

/// What a piece begins with.
fn first_of(rule: Rule) -> Rule {
    match rule {
        Rule::text_part | Rule::example_part | Rule::cite_part => Rule::string,
        Rule::duty_part => Rule::ask,
        Rule::severity_part => Rule::level,
        Rule::when_part => Rule::test,
        Rule::date_part => Rule::date,
        Rule::extends_part => Rule::rule_path,
        Rule::each_part => Rule::kw_each,
        Rule::passage_part => Rule::passage,
        other => other,
    }
}

/// Whether the grammar would take any of these.
fn wants(spot: &Spot<'_>, rules: &[Rule]) -> bool {
    spot.wanted.iter().any(|r| rules.contains(r))
}

const VERIFICATIONS: [&str; 3] = ["text read", "summary read", "not confirmed"];

/// The words that could stand here, when there are few.
fn candidates(spot: &Spot<'_>) -> Option<&'static [&'static str]> {
    Some(match spot.previous {
        "by" => &ACTORS,
        "within" => &WINDOWS,
        "in" if wants(spot, &[Rule::place, Rule::kw_section]) => &PLACES,
        "must" | "should" => &VERBS,
        "policy" => &["states", "affirms", "denies"],
        "severity" => &["error", "warning", "info"],
        _ if wants(spot, &[Rule::verification, Rule::kw_read]) => &VERIFICATIONS,
        _ if wants(spot, &[Rule::ask, Rule::verb, Rule::agree, Rule::keep, Rule::find]) => &VERBS,
        _ if wants(spot, &[Rule::counted_unit]) => &["sentences", "words"],
        _ if wants(spot, &[Rule::test, Rule::negation, Rule::fact, Rule::audience]) => &TESTS,
        _ if wants(spot, &[Rule::kw_before, Rule::kw_after]) => &["before", "after"],
        _ if wants(spot, &[Rule::unit]) && !wants(spot, &[Rule::dots]) => &UNITS,
        _ => return None,
    })
}

type Said = (String, String);

fn describe(spot: &Spot<'_>) -> Said {
    let Some(found) = spot.found else { return at_end(spot) };
    let word = spot.word;
    let written = || (format!("`{word}`"), "unexpected".to_owned());
    if let Some(said) = names(spot, *found).or_else(|| dates(spot)) {
        return said;
    }
    if let Some(said) = after_keyword(spot) {
        return said;
    }
    if found.kind == Kind::Url {
        return ("an address in `<…>` stands only after the text of a `cite`".to_owned(), written().1);
    }
    if wants_operand(spot) {
        return (format!("a passage is expected here, not {}", written().0), operand_help(word));
    }
    if wants_operator(spot) {
        return operator(spot, *found);
    }
    let expected = expected(spot.wanted);
    if expected.is_empty() {
        return (format!("{} is not expected here", written().0), written().1);
    }
    (format!("{expected} is expected here, not {}", written().0), written().1)
}

/// Something is missing at the end of a piece; the label marks the last token.
fn at_end(spot: &Spot<'_>) -> Said {
    let p = spot.previous;
    let said = |m: &str, l: &str| (m.to_owned(), l.to_owned());
    match p {
        "and" | "or" | "then" | "maybe" | "where" => {
            let what = if p == "where" { "a constraint such as `age in 5..21`" } else { "another operand" };
            (format!("nothing follows `{p}`"), format!("{what} is missing"))
        }
        "within" => said("`within` needs a window", "such as sentence, 2 sentences, paragraph or 8 words"),
        "by" => said("`by` needs an actor", "such as publisher or user"),
        "in" => said("`in` needs a place or a range", "such as heading, list, `5..21`"),
        "must" | "should" => (format!("`{p}` needs a verb"), "such as `state`, then a passage".to_owned()),
        "not" if wants(spot, &[Rule::ask, Rule::verb, Rule::agree, Rule::keep, Rule::find]) => {
            said("`not` needs a verb", "such as `state`, then a passage")
        }
        "find" => said("`find` is followed by `no`", "`find no` and an analysis, such as placeholder"),
        "no" => said("`find no` needs an analysis", "such as placeholder"),
        "but" => said("`but` is followed by `not`", "`but not` and a passage"),
        "at" => said("`at` is followed by `least`", "`at least 2 of { … }`"),
        "least" => said("`at least` needs a number", "`at least 2 of { … }`"),
        "=" | "from" if wants_operand(spot) => (format!("nothing follows `{p}`"), "a passage is missing".to_owned()),
        _ if wants(spot, &[Rule::string]) && spot.wanted.len() == 1 => {
            (format!("`{p}` needs a text in quotes"), "write `\"…\"` after it".to_owned())
        }
        _ if wants(spot, &[Rule::date]) && spot.wanted.len() == 1 => {
            (format!("`{p}` needs a date"), "year-month-day: 2026-01-31".to_owned())
        }
        _ if wants_operand(spot) => (format!("`{p}` needs a passage after it"), "nothing follows".to_owned()),
        _ => {
            let expected = expected(spot.wanted);
            let expected = if expected.is_empty() { "something".to_owned() } else { expected };
            (format!("after `{p}`, {expected} is expected"), "nothing follows".to_owned())
        }
    }
}

/// Words that would be names if they were written like names.
fn names(spot: &Spot<'_>, found: Token) -> Option<Said> {
    let word = spot.word;
    let name_wanted = wants(
        spot,
        &[Rule::name, Rule::qualified, Rule::capture, Rule::operand, Rule::rule_path, Rule::primary, Rule::passage],
    ) || wants_operand(spot);
    if found.kind != Kind::Word || !name_wanted || !word.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        return None;
    }
    if RESERVED.contains(&word) && matches!(spot.previous, "{" | ":" | "fact" | "each") {
        return Some((format!("`{word}` is an operator word and cannot be a name"), "choose another name".to_owned()));
    }
    if is_name(word) || word.split(['.', '/']).all(is_name) || candidates(spot).is_some() {
        return None;
    }
    let meant = name_for(word).map_or_else(String::new, |n| format!(": `{n}`"));
    Some((format!("names are written in lower case with hyphens between words{meant}"), "not a name".to_owned()))
}

fn dates(spot: &Spot<'_>) -> Option<Said> {
    let starts = spot.word.starts_with(|c: char| c.is_ascii_digit());
    let only = matches!(spot.previous, "since" | "until" | "from" | "of") && wants(spot, &[Rule::date]);
    let shaped = starts && spot.word.matches(['-', '/', '.']).count() == 2;
    (only || shaped).then(|| ("dates are written year-month-day: 2026-01-31".to_owned(), "not such a date".to_owned()))
}

/// Keywords after which few words can stand.
fn after_keyword(spot: &Spot<'_>) -> Option<Said> {
    let word = spot.word;
    let said = |what: &str, word: &str| {
        let meant = candidates(spot).and_then(|c| super::words::meant(word, c.iter().copied()));
        let meant = or_meant(meant);
        (format!("{what} `{word}`{meant}"), "unknown here".to_owned())
    };
    Some(match spot.previous {
        "by" => said("there is no actor", word),
        "within" => said("there is no window", word),
        "in" if wants(spot, &[Rule::place, Rule::kw_section]) => said("there is no place", word),
        "policy" => said("a policy `states`, `affirms` or `denies`, not", word),
        "severity" => said("there is no severity", word),
        "but" => ("`but` is followed by `not`".to_owned(), "`but not` and a passage".to_owned()),
        "at" => ("`at` is followed by `least`".to_owned(), "`at least 2 of { … }`".to_owned()),
        "least" => ("`at least` needs a number".to_owned(), "such as `at least 2 of { … }`".to_owned()),
        _ if wants(spot, &[Rule::verification]) => said("there is no verification", word),
        _ if wants(spot, &[Rule::ask, Rule::verb, Rule::agree, Rule::keep, Rule::find]) => {
            let message = said("an obligation has no verb", word).0;
            (message, "a verb such as `state` is expected here".to_owned())
        }
        _ if wants(spot, &[Rule::counted_unit]) => said("windows count sentences or words, not", word),
        _ if wants(spot, &[Rule::test, Rule::negation, Rule::audience]) && !wants_operator(spot) => {
            said("there is no condition", word)
        }
        _ => return None,
    })
}

fn wants_operand(spot: &Spot<'_>) -> bool {
    wants(
        spot,
        &[
            Rule::operand,
            Rule::primary,
            Rule::passage,
            Rule::alternative,
            Rule::chain,
            Rule::anything,
            Rule::exactly,
            Rule::all_of,
            Rule::at_least,
            Rule::group,
            Rule::capture,
            Rule::qualified,
            Rule::choices,
        ],
    )
}

fn wants_operator(spot: &Spot<'_>) -> bool {
    wants(
        spot,
        &[
            Rule::joined,
            Rule::excepted,
            Rule::windowed,
            Rule::constrained,
            Rule::by_actor,
            Rule::in_place,
            Rule::kw_or,
            Rule::kw_and,
            Rule::join,
            Rule::kw_by,
            Rule::kw_in,
            Rule::kw_within,
            Rule::kw_where,
            Rule::kw_then,
        ],
    )
}

fn operand_help(word: &str) -> String {
    if OPERATORS.contains(&word) || word == "not" {
        format!("an operand is missing before `{word}`")
    } else {
        "a phrase in quotes, a `{capture}` or a name".to_owned()
    }
}

/// An operand has ended and something stands there that is no operator.
fn operator(spot: &Spot<'_>, found: Token) -> Said {
    let word = spot.word;
    if matches!(found.kind, Kind::Text | Kind::Sign('(' | '{')) {
        let message = "two passages stand side by side without an operator";
        return (message.to_owned(), "write `and`, `then` or `or` before this".to_owned());
    }
    if found.kind == Kind::Word {
        let meant = super::words::meant(word, OPERATORS);
        let message = match (word, meant) {
            ("not", _) => "`not` stands after `but` or after the modal: `but not E`, `must not state E`".to_owned(),
            (_, Some(m)) if m != word => format!("there is no operator `{word}`; did you mean `{m}`?"),
            _ => format!("`{word}` stands where an operator is expected"),
        };
        return (message, "expected: and, then, or, but not, by, in, within, where".to_owned());
    }
    (format!("`{word}` stands where an operator is expected"), "unexpected".to_owned())
}

/// What the grammar would take, as a list in words.
fn expected(rules: &[Rule]) -> String {
    let mut words: Vec<String> = rules.iter().filter_map(|r| plain(*r)).collect();
    words.sort();
    words.dedup();
    match words.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}

/// A rule of the grammar in words.
fn plain(rule: Rule) -> Option<String> {
    let text = match rule {
        Rule::string => "a text in quotes",
        Rule::url => "an address in `<…>`",
        Rule::date => "a date",
        Rule::number | Rule::integer => "a number",
        Rule::name | Rule::qualified | Rule::rule_path | Rule::region | Rule::id | Rule::set_name => "a name",
        Rule::unit => "a unit of time",
        Rule::range | Rule::dots | Rule::from_bound | Rule::to_bound => "a range such as `5..21`",
        Rule::today => "`today`",
        Rule::window | Rule::single_unit | Rule::counted_unit => "a window",
        Rule::constraint => "a constraint such as `age in 5..21`",
        Rule::condition | Rule::conjunction | Rule::test => "a condition",
        Rule::level => "error, warning or info",
        Rule::at_most => "`<=`",
        Rule::comma => "a comma",
        Rule::colon => "a colon",
        Rule::open_paren => "`(`",
        Rule::close_paren => "`)`",
        Rule::open_brace | Rule::choices => "`{`",
        Rule::close_brace => "`}`",
        Rule::EOI => "the end of the part",
        _ => {
            let name = format!("{rule:?}");
            return name.strip_prefix("kw_").map(|w| format!("`{w}`"));
        }
    };
    Some(text.to_owned())
}
