//! What a single line looks like: a label, a list item, a date line, a complete sentence. Knows nothing of the lines
//! around it.

use super::title::{self, NO_TOPIC, Title};

/// First words of lines that date a policy.
const DATES: [&str; 16] = [
    "effective",
    "last updated",
    "last modified",
    "last revised",
    "last update",
    "last modification",
    "last change",
    "last reviewed",
    "updated",
    "revised",
    "revision",
    "date",
    "posted",
    "version",
    "modified",
    "this policy was last",
];

/// Whether a line gives the policy's date: it holds digits and starts with such words.
pub(super) fn is_date_line(text: &str) -> bool {
    let lower = super::raw::head(text, 200).to_lowercase();
    let lower = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    text.contains(|c: char| c.is_ascii_digit()) && text.len() < 200 && DATES.iter().any(|d| lower.starts_with(d))
}

/// Whether a block in heading markup is no title: a whole sentence, several lines, or the policy's date.
pub(super) fn is_no_title(raw: &super::raw::Raw<'_>) -> bool {
    let length = raw.len();
    let tail = raw.tail_text(16);
    let sentence = is_terminated(&tail) || tail.ends_with(':');
    let wordy = length > 160 && sentence || length > 300;
    wordy || raw.lines.len() > 2 || is_date_line(&raw.head_text(240))
}

/// "Thank you" and its like close a text, they open nothing.
pub(super) fn is_bare_thanks(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["thank", "sincerely", "regards", "best regards", "yours"].iter().any(|t| lower.starts_with(t))
}

/// The label at the start of a line, with its colon: "Log data: When …" gives the length of "Log data:". Only labels
/// that name a topic, before a whole sentence.
pub(super) fn label(text: &str) -> Option<usize> {
    let window = super::raw::head(text, 80);
    let colon = window.find(':')?;
    let name = window.get(..colon)?.trim_end();
    let after = text.get(colon + 1..)?;
    let words: Vec<&str> = name.split_whitespace().collect();
    if !after.starts_with(char::is_whitespace) || words.is_empty() || words.len() > 7 {
        return None;
    }
    let lower = name.to_lowercase();
    let dated = DATES.iter().any(|d| lower.starts_with(d)) || lower.ends_with("updated") || lower.ends_with("revised");
    if dated || lower.ends_with("attention") {
        return None;
    }
    let clean =
        !name.contains(['.', '(', '“', '"', '@', '?', ';', '!']) && !name.contains(|c: char| c.is_ascii_digit());
    let grade = title::title(name);
    let title = grade.is_some_and(|t| t > Title::Weak) || words.len() <= 2 && grade.is_some();
    if !clean || !title || NO_TOPIC.contains(&name.to_lowercase().as_str()) {
        return None;
    }
    let after = super::raw::head(after.trim_start(), 200);
    let sentence = after.split_whitespace().count() >= 5 && after.starts_with(char::is_uppercase);
    sentence.then_some(colon + 1)
}

/// The title with its own full stop or question mark at the start of a text: "Payment data. We may …" gives the length
/// of "Payment data.", "What are your rights? You may …" that of the question.
pub(super) fn stopped_title(text: &str) -> Option<usize> {
    let window = super::raw::head(text, 120);
    let end = window.find(['.', '?'])?;
    let (name, mark) = (window.get(..end)?.trim_end(), window.get(end..=end)?);
    let rest = text.get(end + 1..)?;
    let (after, words) = (rest.trim_start(), name.split_whitespace().count());
    let starts = rest.len() > after.len() && after.starts_with(char::is_uppercase) && after.len() >= 20;
    if !starts
        || words == 0
        || name.contains(['“', '"', '(', ',', ':', '@'])
        || name.contains(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let titled = if mark == "?" {
        asks(name) && words <= 14 && !after.starts_with("If ")
    } else {
        let grade = title::title(name);
        let topic = title::is_styled_title(name) && !is_bare_thanks(name) && !name.to_lowercase().starts_with("please");
        // "Payment data." is a topic; three words of plain prose may well be a sentence.
        let first = name.split_whitespace().next().unwrap_or_default().to_lowercase();
        let speaks = ["we", "you", "they", "it", "i", "this", "that", "he", "she", "there"].contains(&first.as_str());
        let short = grade == Some(Title::Weak) && words <= 2 && !speaks;
        topic && words <= 6 && !is_abbreviated(name) && (grade.is_some_and(|t| t > Title::Weak) || short)
    };
    titled.then_some(end + 1)
}

/// Whether a text ends in a word that a full stop shortens.
fn is_abbreviated(name: &str) -> bool {
    let last = name.rsplit([' ', '-', '/']).next().unwrap_or_default();
    super::sentence::is_abbreviation(last) || last.chars().count() <= 1
}

/// Whether a question asks what a section answers: "How do we …", "Do we …", not "Got it".
fn asks(name: &str) -> bool {
    let first = name.split_whitespace().next().unwrap_or_default().to_lowercase();
    ["what", "how", "who", "why", "where", "which", "when", "do", "does", "will", "can", "are", "is", "in"]
        .contains(&first.as_str())
}

/// A list marker at the start of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marker {
    /// Length with the spaces after it, in bytes.
    pub length: usize,
    /// A bullet, not a number or letter.
    pub bullet: bool,
}

/// The list marker at the start of a line: "• ", "- ", "1. ", "2) ", "(a) ", "iv. ".
pub(super) fn marker(text: &str) -> Option<Marker> {
    let lead = text.len() - text.trim_start().len();
    let rest = text.get(lead..)?;
    let first = rest.chars().next()?;
    let spaces = |from: usize| {
        let after = rest.get(from..)?;
        let gap = after.len() - after.trim_start().len();
        (gap > 0 && gap < after.len()).then_some(lead + from + gap)
    };
    if is_bullet(first) || matches!(first, '-' | '–' | '—' | '*') {
        let length = spaces(first.len_utf8())
            .or_else(|| (is_bullet(first) && rest.len() > first.len_utf8()).then_some(lead + first.len_utf8()))?;
        return Some(Marker { length, bullet: true });
    }
    let open = usize::from(rest.starts_with('('));
    let body = rest.get(open..)?;
    let size = body.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(body.len());
    let name = body.get(..size)?;
    let close = body.get(size..)?.chars().next()?;
    // "(212) 555" is a telephone number.
    let digits = (1..=3 - open).contains(&size) && name.chars().all(|c| c.is_ascii_digit());
    let letter = size == 1 && name.chars().all(|c| c.is_ascii_alphabetic());
    let roman = (1..=5).contains(&size) && name.chars().all(|c| "ivx".contains(c));
    let closed = if open == 1 { close == ')' } else { matches!(close, '.' | ')') };
    if !closed || !(digits || letter || roman) {
        return None;
    }
    Some(Marker { length: spaces(open + size + 1)?, bullet: false })
}

/// Characters that are bullets wherever they stand.
pub(super) fn is_bullet(c: char) -> bool {
    matches!(
        c,
        '•' | '·'
            | '▪'
            | '●'
            | '○'
            | '◦'
            | '‣'
            | '■'
            | '□'
            | '➢'
            | '➤'
            | '►'
            | '✓'
            | '✔'
            | '\u{f0b7}'
            | '∙'
            | '⁃'
    )
}

/// Whether a text ends like a sentence.
pub(super) fn is_terminated(text: &str) -> bool {
    text.trim_end().trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']).ends_with(['.', '!', '?', '…'])
}

/// Whether a text announces what follows: it ends in a colon, or in the middle of a sentence.
pub(super) fn introduces(text: &str) -> bool {
    let text = text.trim_end();
    if text.ends_with([':', '：']) || text.ends_with(":-") || text.ends_with(":–") {
        return true;
    }
    let last = text.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase();
    [
        "to",
        "including",
        "include",
        "includes",
        "by",
        "for",
        "following",
        "are",
        "that",
        "of",
        "with",
        "from",
        "may",
        "will",
        "can",
        "you",
        "we",
        "as",
        "is",
        "or",
        "and",
        "when",
        "if",
        "on",
    ]
    .contains(&last.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_name_topics() {
        assert_eq!(label("Log Data: Our servers write down each request."), Some(9));
        for no in [
            "Email: help@example.com",
            "Note: We may change this policy at times.",
            "We do this: It is so and so here.",
        ] {
            assert_eq!(label(no), None, "{no}");
        }
    }

    #[test]
    fn markers() {
        let length = |t| marker(t).map(|m| m.length);
        assert_eq!(length("• Name"), Some(4));
        assert_eq!(length("(a) Name"), Some(4));
        assert_eq!(length("12. Name"), Some(4));
        assert_eq!(length("- Name"), Some(2));
        for no in ["Name", "2016. ", "1.2 Name", "-", "A.B"] {
            assert_eq!(length(no), None, "{no}");
        }
    }
}
