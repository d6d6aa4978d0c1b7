//! The forms of leftovers that need no bracket.

use super::super::form::Form;
use super::words::TASK;

/// What needs no bracket, with what it is.
pub(super) static BARE: [(Form, &str); 16] = [
    (Form::new(r"\b(?:TO[D]O|FIX[M]E|TBD|TBC)\b", &[&[TASK, concat!("fix", "me"), "tbd", "tbc"]]), "a note to oneself"),
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
    (Form::new(r"<<[A-Z][A-Za-z ]{1,30}:[^<>\n]{3,120}>>", &[&["<<"]]), "a note to a colleague"),
    (
        Form::new(
            r"\[(?i:comment|reviewer|editor|margin note)\b ?(?:[A-Z]{1,4}\d*|\d+)?:[^\[\]\n]{2,160}\]",
            &[&["[comment", "[reviewer", "[editor", "[margin note"]],
        ),
        "the mark of an edit",
    ),
    (
        Form::new(
            r"\b(?:Sample|Example|Muster|Your|Dummy|Placeholder) (?:(?:&|and) [A-Z]\w+ )?(?:Company|Firm|Business|Corporation|Organi[sz]ation|Shop|Store|Partner|Client)?,? ?(?:Ltd|LLC|Inc|Limited|GmbH|AG|Corp|S\.A|Pty)\b|\b(?:Sample|Dummy|Placeholder) (?:Company|Firm|Business|Corporation|Organi[sz]ation)\b|\bMuster(?:firma|mann)\b|\bJohn Q\. (?:Public|Sample)\b",
            &[&["sample ", "example ", "muster", "your ", "dummy ", "placeholder ", "john q. "]],
        ),
        "a name of a template",
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
pub(in super::super) fn forms() -> Vec<&'static Form> {
    BARE.iter().map(|(form, _)| form).collect()
}
