//! What a template left behind: blanks, names to fill in, instructions, filler text, marks of an edit. Knows brackets and the
//! words of templates, not what a policy says.

use super::form::{Form, Lowered, Prose};
use super::{Cause, around, place, within};
use crate::document::{BlockKind, Document, Extent, HtmlTag};
use crate::eval::Place;
use std::collections::HashMap;
use std::ops::Range;

/// Words with which an instruction to the drafter begins; `xx` and more of them do so, too.
const ORDERS: [&str; 29] = [
    "insert",
    "enter",
    "add",
    "specify",
    "fill",
    "describe",
    "choose",
    "select",
    "delete",
    "remove",
    "replace",
    "include",
    "list",
    "state",
    "your",
    "our",
    "the name of",
    "name of",
    "note to",
    "note for",
    "notes for",
    "drafting",
    "drafter",
    "drafters",
    "optional",
    "tbd",
    "tbc",
    TODO,
    "to be",
];

const TODO: &str = concat!("to", "do");

/// Words of which a name to fill in consists; `x` and more of them are such a word, too.
const NAMES: [&str; 100] = [
    "company",
    "companies",
    "business",
    "organisation",
    "organization",
    "firm",
    "developer",
    "publisher",
    "controller",
    "provider",
    "brand",
    "product",
    "service",
    "app",
    "application",
    "website",
    "web",
    "site",
    "store",
    "shop",
    "domain",
    "legal",
    "registered",
    "entity",
    "trading",
    "full",
    "contact",
    "privacy",
    "data",
    "protection",
    "officer",
    "dpo",
    "representative",
    "person",
    "effective",
    "start",
    "expiry",
    "revision",
    "version",
    "last",
    "updated",
    "name",
    "names",
    "date",
    "day",
    "month",
    "year",
    "address",
    "street",
    "city",
    "town",
    "state",
    "province",
    "country",
    "jurisdiction",
    "postcode",
    "zip",
    "code",
    "e",
    "mail",
    "email",
    "phone",
    "telephone",
    "fax",
    "number",
    "url",
    "link",
    "title",
    "period",
    "duration",
    "amount",
    "age",
    "type",
    "types",
    "details",
    "here",
    "the",
    "of",
    "your",
    "our",
    "and",
    "or",
    "in",
    "for",
    "to",
    "a",
    "an",
    "insert",
    "s",
    "supervisory",
    "authority",
    "retention",
    "hosting",
    "analytics",
    "payment",
    "processor",
    "vendor",
    "recipient",
    "placeholder",
    "text",
];

/// Words without one of which a bracket names nothing to fill in.
const HEADS: [&str; 45] = [
    "name",
    "names",
    "date",
    "address",
    "email",
    "mail",
    "phone",
    "telephone",
    "number",
    "url",
    "link",
    "company",
    "business",
    "organisation",
    "organization",
    "website",
    "site",
    "domain",
    "developer",
    "country",
    "jurisdiction",
    "city",
    "state",
    "period",
    "duration",
    "amount",
    "title",
    "details",
    "here",
    "entity",
    "controller",
    "representative",
    "dpo",
    "officer",
    "placeholder",
    "app",
    "product",
    "year",
    "month",
    "day",
    "age",
    "authority",
    "processor",
    "vendor",
    "recipient",
];

/// Names of HTML elements that are words of templates, too.
const ELEMENTS: [&str; 12] =
    ["address", "title", "link", "data", "time", "name", "section", "details", "main", "code", "text", "app"];

/// Words that in round brackets begin what is to be filled in.
const ROUND: [&str; 7] =
    ["insert", "fill in", "to be completed", "to be confirmed", "to be determined", "to be added", "to be inserted"];

/// What needs no bracket, with what it is.
static BARE: [(Form, &str); 13] = [
    (Form::new(r"\b(?:TO[D]O|FIX[M]E|TBD|TBC)\b", &[&[TODO, concat!("fix", "me"), "tbd", "tbc"]]), "a note to oneself"),
    (Form::new(r"(?i)\blorem ipsum\b|\bdolor sit amet\b", &[&["lorem ipsum", "dolor sit amet"]]), "filler text"),
    (
        Form::new(
            r"\b[Xx]{2,4}[/.-][Xx]{2,4}[/.-](?:[Xx]{2,4}|20\d\d)\b|\b\d\d?/\d\d?/(?:20)?XX\b|\b20XX\b",
            &[&["xx"]],
        ),
        "a date to fill in",
    ),
    (
        Form::new(
            r"(?i)\b(?:DD[/.-]MM|MM[/.-]DD)[/.-]YY(?:YY)?\b|\bYYYY-MM-DD\b",
            &[&["dd/mm", "dd.mm", "dd-mm", "mm/dd", "mm.dd", "mm-dd"]],
        ),
        "a date to fill in",
    ),
    (Form::new(r"\bX{2,}\s+(?:hours?|days?|weeks?|months?|years?)\b|\bX{3,}\b", &[&["xx"]]), "a value to fill in"),
    (Form::new(r"_{3,}", &[&["___"]]), "a blank to fill in"),
    (
        Form::new(
            r"\$\{[A-Za-z_.]{2,40}\}|%%?[A-Z][A-Z_]{2,40}%%?|<%=?[^%\n]{1,60}%>|\{%[^%\n]{1,60}%\}|@@[A-Za-z_]{2,40}@@",
            &[
                &["${", "%", "@@"],
                &[
                    "${", "@@", "<%", "{%", "%a", "%b", "%c", "%d", "%e", "%f", "%g", "%h", "%i", "%j", "%k", "%l",
                    "%m", "%n", "%o", "%p", "%q", "%r", "%s", "%t", "%u", "%v", "%w", "%x", "%y", "%z",
                ],
            ],
        ),
        "a field of a template",
    ),
    (
        Form::new(
            r"(?i)\b(?:www\.|https?://)?your[-_]?(?:company|domain|website|web-?site|site|business|store|app)(?:[-_]?name)?\.(?:com|org|net|co\.uk|io|eu)\b",
            &[
                &["your"],
                &[".com", ".org", ".net", ".co.uk", ".io", ".eu"],
                &["company.", "domain.", "site.", "business.", "store.", "app.", "name."],
            ],
        ),
        "an address of a template",
    ),
    (
        Form::new(
            r"\b(?:YOUR (?:COMPANY|WEBSITE|BUSINESS|EMAIL|APP|ORGANI[SZ]ATION)(?: NAME| ADDRESS)?|COMPANY[ _]NAME|WEBSITE[ _]NAME|COMPANY_[A-Z]+|INSERT (?:DATE|NAME|COMPANY|ADDRESS|EMAIL|LINK|URL)(?: HERE| NAME)?)\b|\b(?i:your (?:company )?name here|(?:your )?company name here|insert (?:company|link|date|name|address|email) (?:name )?here)\b",
            &[&[
                "your company",
                "your website",
                "your business",
                "your email",
                "your app",
                "your organi",
                "company name",
                "company_",
                "website name",
                "website_name",
                "insert ",
                "your name here",
            ]],
        ),
        "a name to fill in",
    ),
    (
        Form::new(
            r"Error! (?:Reference source not found|Bookmark not defined|Hyperlink reference not valid)",
            &[&["error! "]],
        ),
        "a field that lost its target",
    ),
    (
        Form::new(
            r"<{7}|>{7}|\{\+\+.*?\+\+\}|\{--.*?--\}|\{~~.*?~~\}|\{>>.*?<<\}",
            &[&["<<<<<<<", ">>>>>>>", "{++", "{--", "{~~", "{>>"]],
        ),
        "the mark of an edit",
    ),
    (
        Form::new(
            r"(?i)\b(?:commented|formatted|deleted|inserted) \[[A-Z]{1,4}\d*\]:?",
            &[&["commented [", "formatted [", "deleted [", "inserted ["]],
        ),
        "the mark of an edit",
    ),
    (
        Form::new(
            r"(?i)\bdelete (?:if not applicable|as (?:appropriate|applicable|needed)|where (?:appropriate|applicable|inapplicable)|this (?:section|paragraph|sentence|clause) if)\b|\bdrafting note\b|\bnote to (?:drafter|draft)\b|\breplace this (?:text|paragraph|section) with\b",
            &[&[
                "delete if ",
                "delete as ",
                "delete where ",
                "delete this ",
                "drafting note",
                "note to draft",
                "replace this ",
            ]],
        ),
        "an instruction to the drafter",
    ),
];

/// The forms, for the test of what they need.
#[cfg(test)]
pub(super) fn forms() -> Vec<&'static Form> {
    BARE.iter().map(|(form, _)| form).collect()
}

/// One cause for each leftover, with all its places.
pub(super) fn find(document: &Document) -> Vec<Cause> {
    let mut found = Found::default();
    let prose = Prose::of(document);
    let bare: Vec<_> = BARE.iter().filter(|(form, _)| prose.may_hold(form)).collect();
    for block in document.blocks.iter().filter(|b| b.kind != BlockKind::Code) {
        let text = prose.block(block);
        for (at, what) in hits(text, &bare) {
            let said = text.text.get(at.clone()).unwrap_or_default();
            found.add(said, place(document, within(block.extent, at), what));
        }
    }
    found_blanks(document, &mut found);
    for HtmlTag { span, text } in &document.tags {
        let inner = text.trim_matches(['<', '>', '/']);
        let word = inner.split([' ', '=']).next().unwrap_or_default().to_ascii_lowercase();
        let element = inner.contains('=') || ELEMENTS.contains(&word.as_str()) && !inner.trim().contains(' ');
        if let Some(what) = bracketed(text, "").filter(|_| !element) {
            found.add(text, Place { span: *span, note: what.to_owned() });
        }
    }
    found.causes
}

/// A bullet in brackets reads as the mark of an item: the bracket opens in one block and closes in the next.
fn found_blanks(document: &Document, found: &mut Found) {
    for (before, after) in document.blocks.iter().zip(document.blocks.iter().skip(1)) {
        let (open, close) = (document.prose.slice(before.extent), document.prose.slice(after.extent));
        if open.trim_end().ends_with('[') && close.trim_start().starts_with(']') {
            let start = before.extent.start + open.trim_end().len() as u32 - 1;
            let end = after.extent.start + (close.len() - close.trim_start().len()) as u32 + 1;
            found.add("[●]", place(document, Extent { start, end }, "a blank to fill in"));
        }
    }
}

/// The leftovers in a text, in reading order; of those that overlap the first, of those the longest.
fn hits(text: Lowered<'_>, bare: &[&'static (Form, &'static str)]) -> Vec<(Range<usize>, &'static str)> {
    let mut hits = Vec::new();
    for at in brackets(text) {
        let (before, said) = (text.text.get(..at.start), text.text.get(at.clone()));
        let what = bracketed(said.unwrap_or_default(), before.unwrap_or_default());
        hits.extend(what.map(|what| (at, what)));
    }
    for (form, what) in bare {
        let found = form.find_iter(text).map(|h| h.range());
        hits.extend(found.filter(|at| is_leftover(text.text, at.clone(), what)).map(|at| (at, *what)));
    }
    hits.sort_by_key(|(at, _)| (at.start, std::cmp::Reverse(at.end)));
    let mut end = 0;
    hits.retain(|(at, _)| {
        let kept = at.start >= end;
        end = end.max(at.end);
        kept
    });
    hits
}

/// The brackets of any kind in a text that may be leftovers.
fn brackets(text: Lowered<'_>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text.text.get(at..).and_then(|t| t.find(['[', '{', '<', '('])).map(|open| at + open) {
        let end = match text.text.as_bytes().get(open) {
            Some(b'{') => closed(text.text, open, "{{", "}}", 80).or_else(|| closed(text.text, open, "{", "}", 60)),
            Some(b'[') => closed(text.text, open, "[[", "]]", 80).or_else(|| closed(text.text, open, "[", "]", 200)),
            Some(b'<') => closed(text.text, open, "<", ">", 80),
            _ => round(text, open),
        };
        found.extend(end.map(|end| open..end));
        at = end.unwrap_or(open + 1);
    }
    found
}

/// The end of a bracket that holds at least one and at most so many characters, and no such bracket.
fn closed(text: &str, open: usize, opening: &str, closing: &str, most: usize) -> Option<usize> {
    let inner = text.get(open..)?.strip_prefix(opening)?;
    let signs = [opening.chars().next()?, closing.chars().next()?, '\n'];
    let (end, _) = inner.char_indices().take(most + 1).find(|(_, c)| signs.contains(c))?;
    (end > 0 && inner.get(end..)?.starts_with(closing)).then_some(open + opening.len() + end + closing.len())
}

/// The end of a round bracket that asks to be filled in.
fn round(text: Lowered<'_>, open: usize) -> Option<usize> {
    let inner = text.text.get(open + 1..)?;
    let start = open + 1 + inner.len() - inner.trim_start().len();
    let lower = text.lower.get(start..)?;
    let order = ROUND.iter().find(|order| lower.starts_with(**order))?;
    let rest = text.text.get(start + order.len()..)?;
    let (end, sign) = rest.char_indices().take(81).find(|(_, c)| matches!(c, '(' | ')' | '\n'))?;
    let is_word = rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    (sign == ')' && !is_word).then_some(start + order.len() + end + 1)
}

/// What a bracket is, if it is to be filled in.
fn bracketed(whole: &str, before: &str) -> Option<&'static str> {
    let inner = whole.trim_matches(['[', ']', '{', '}', '<', '>', '(', ')']).trim();
    let letters = inner.chars().filter(|c| c.is_alphabetic()).count();
    if letters == 0 {
        let blank = inner.chars().all(|c| "●•_-–—.…?*◊■□ ".contains(c)) && inner.chars().any(|c| "●•_■◊?".contains(c));
        return blank.then_some("a blank to fill in");
    }
    // A word set right by an editor: `the[ir] address`.
    if whole.starts_with('[') && before.ends_with(char::is_alphanumeric) && !inner.contains(' ') {
        return None;
    }
    if whole.starts_with("{{") {
        return Some("a field of a template");
    }
    if whole.starts_with('(') {
        return Some("a name to fill in");
    }
    let choices = inner.split('/').filter(|c| !c.trim().is_empty()).count();
    if whole.starts_with('[') && choices >= 3 && !inner.contains("//") && !inner.contains(['.', '@']) && letters > 8 {
        return Some("a choice to make");
    }
    if ["i/we", "we/i", "my/our", "me/us"].contains(&inner.to_lowercase().as_str()) {
        return Some("a choice to make");
    }
    if is_name(inner) {
        return Some("a name to fill in");
    }
    let ordered = is_order(inner) && (inner.contains(' ') || inner.chars().all(char::is_uppercase));
    ordered.then_some("an instruction to the drafter")
}

/// Whether a text consists of words for names to fill in.
fn is_name(inner: &str) -> bool {
    let lower = inner.to_lowercase();
    let words = || lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let blank = |word: &str| word.bytes().all(|b| b == b'x');
    words().all(|w| NAMES.contains(&w) || blank(w)) && words().any(|w| HEADS.contains(&w))
}

/// Whether a text begins as an instruction to the drafter does.
fn is_order(inner: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let lower = inner.to_lowercase();
    let start = lower.trim_start_matches(|c| !is_word(c));
    let order = |order: &&str| start.strip_prefix(*order).is_some_and(|rest| !rest.starts_with(is_word));
    let blank = start.trim_start_matches('x');
    ORDERS.iter().any(|o| order(o)) || start.len() >= blank.len() + 2 && !blank.starts_with(is_word)
}

/// Whether the words around let a bare form be a leftover: a date's form is told to those who fill in a form, an address
/// may be an example.
fn is_leftover(text: &str, at: Range<usize>, what: &str) -> bool {
    let near = |n| around(text, &at, n).to_lowercase();
    let hit = text.get(at.clone()).unwrap_or_default();
    match what {
        "a date to fill in" if hit.contains(['Y', 'y']) => {
            let near = near(60);
            !["format", "birth", "for example", "e.g.", "such as", "written", "form "].iter().any(|w| near.contains(w))
        }
        "an address of a template" => {
            let near = near(60);
            !["for example", "for instance", "e.g.", "such as", "example:"].iter().any(|w| near.contains(w))
        }
        "a name to fill in" => !text.get(at.end..).unwrap_or_default().starts_with(':'),
        // Three stand for a Roman number or a rating.
        "a value to fill in" => hit.len() != 3,
        _ => true,
    }
}

/// Causes by what stands there: the same leftover is one cause.
#[derive(Default)]
struct Found {
    causes: Vec<Cause>,
    index: HashMap<String, usize>,
}

impl Found {
    fn add(&mut self, text: &str, place: Place) {
        let at = *self.index.entry(text.to_lowercase()).or_insert(self.causes.len());
        match self.causes.get_mut(at) {
            Some(cause) => cause.push(place),
            None => self.causes.push(vec![place]),
        }
    }
}
