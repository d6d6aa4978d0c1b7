//! Rules and policies out of arbitrary bytes, made of few words, so that they meet.

use arbitrary::Unstructured;

const WORDS: [&str; 36] = [
    "we", "you", "your", "data", "share", "keep", "never", "not", "delete", "days", "age", "parents", "cookies", "if",
    "may", "with", "partners", "sell", "to", "and", "or", "the", "consent", "Privacy", "Officer", "US", "name",
    "email", "processing", "right", "access", "collected", "for", "until", "no", "who",
];

const PIECES: [&str; 44] = [
    ". ", ", ", "; ", ": ", "? ", "! ", "\n", "\n\n", "\n\n# ", "\n\n## ", "\n- ", "\n  - ", "\n1. ", "\n* ",
    " 30 days ", " 12 months ", " 13 ", " sixteen ", " (", ") ", "“", "” ", "**", "_", " a@example.com ",
    " https://example.com/a ", "[here](https://example.com) ", " Harbour Bread Ltd. ", " 31 February 2026 ",
    " 2026-11-25 ", " | ", "\n|a|b|\n|-|-|\n|c|d|\n", "<br>", "<p>", "</p>", "<li>", "<!-- ", " -->",
    " clauselint-ignore own/a: reason ", "é", "\u{202e}", "&amp;", " don't ", "[^1]",
];

const OBLIGATIONS: [&str; 9] =
    ["state", "affirm", "deny", "name", "link", "not state", "not affirm", "not deny", "not name"];

const WINDOWS: [&str; 8] =
    ["clause", "sentence", "2 sentences", "item", "paragraph", "section", "document", "6 words"];

const ENTITIES: [&str; 12] = [
    "{number}", "{age}", "{duration}", "{date}", "{email}", "{url}", "{phone}", "{organisation}", "{name}", "{money}",
    "{address}", "{legal-reference}",
];

fn pick<'a>(choices: &mut Unstructured<'_>, from: &[&'a str]) -> &'a str {
    choices.choose(from).copied().unwrap_or(from[0])
}

fn up_to(choices: &mut Unstructured<'_>, most: usize) -> usize {
    choices.int_in_range(0..=most).unwrap_or(0)
}

/// A pack with a few rules; `phrase…` are those that are one phrase.
pub fn rules(choices: &mut Unstructured<'_>) -> String {
    let mut text = String::from("pack own {\n    title \"Own\"\n}\n\n");
    for i in 0..=up_to(choices, 2) {
        text += &format!("define d{i} =\n    {}\n\n", passage(choices, 3, i));
    }
    for i in 0..=up_to(choices, 2) {
        let title = format!("    title \"T\"\n    message \"m\"\n    help \"h\"\n");
        text += &format!("rule phrase{i} {{\n{title}    must state \"{}\"\n}}\n\n", phrase(choices, 2, false));
        let (form, tail) = (pick(choices, &OBLIGATIONS), passage(choices, 3, 1));
        text += &format!("rule r{i} {{\n{title}    should {form} ({tail})\n    closest {}\n}}\n\n", passage(choices, 1, 1));
    }
    text += "rule a {\n    title \"T\"\n    message \"m\"\n    must agree on age of ages per data\n}\n\n";
    text += "define ages =\n    {age} and maybe \"(data | cookies)\"\n";
    text
}

fn phrase(choices: &mut Unstructured<'_>, depth: usize, entities: bool) -> String {
    let mut parts = vec![pick(choices, &WORDS).to_owned()];
    for _ in 0..up_to(choices, 3) {
        let part = match up_to(choices, if depth == 0 { 1 } else { 5 }) {
            0 | 1 => pick(choices, &WORDS).to_owned(),
            2 => format!("({} | {})", phrase(choices, depth - 1, entities), phrase(choices, depth - 1, entities)),
            3 => format!("[{}]", phrase(choices, depth - 1, entities)),
            4 => format!("... {}", pick(choices, &WORDS)),
            _ if entities => pick(choices, &ENTITIES).to_owned(),
            _ => format!("={}", pick(choices, &WORDS)),
        };
        parts.push(part);
    }
    parts.join(" ")
}

fn passage(choices: &mut Unstructured<'_>, depth: usize, definitions: usize) -> String {
    if depth == 0 {
        return format!("\"{}\"", phrase(choices, 1, true));
    }
    let mut inner = || passage(choices, depth - 1, definitions);
    let (a, b) = (inner(), inner());
    match up_to(choices, 15) {
        0 => format!("({a} and {b})"),
        1 => format!("({a} or {b})"),
        2 => format!("({a} then {b})"),
        3 => format!("({a} but not {b})"),
        4 => format!("(({a} and {b}) within {})", pick(choices, &WINDOWS)),
        5 => format!("({a} in list led by {b})"),
        6 => format!("({a} in section titled {b})"),
        7 => format!("({a} by {})", pick(choices, &["publisher", "user", "third-party", "authority", "customer"])),
        8 => format!("({a} and maybe {b})"),
        9 => format!("all of {{ {a}, {b} }}"),
        10 => format!("at least 2 of {{ {a}, {b}, \"data\" }} in list"),
        11 => format!("({a} but not {b} within {})", pick(choices, &WINDOWS)),
        12 => format!("({a} in {})", pick(choices, &["heading", "list", "opening"])),
        13 => pick(choices, &ENTITIES).to_owned(),
        14 if definitions > 0 => "d0".to_owned(),
        _ => a,
    }
}

/// A policy in which words and marks follow as they come.
pub fn policy(choices: &mut Unstructured<'_>) -> String {
    let mut text = String::from("# Privacy\n\n");
    while !choices.is_empty() && text.len() < 4_000 {
        if up_to(choices, 4) == 0 {
            text += pick(choices, &PIECES);
        } else {
            text += pick(choices, &WORDS);
            text.push(' ');
        }
    }
    text
}
