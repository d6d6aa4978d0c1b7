//! Whether a line reads like a title, by its words and capitals, and the number that it starts with. Knows nothing of the
//! lines around it.

use super::shape::is_date_line;

/// How much a line looks like a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Title {
    /// A few words without a verb, in sentence case: only its place can tell.
    Weak,
    /// Main words capitalised.
    Capitalised,
    /// A question.
    Question,
    /// A number, then words.
    Numbered,
    /// All capitals.
    Capitals,
}

/// Words that stay small in a capitalised title.
const SMALL: [&str; 47] = [
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "if", "in", "into", "is", "are", "it", "its", "nor",
    "of", "off", "on", "onto", "or", "our", "out", "over", "per", "so", "than", "that", "the", "to", "under", "up",
    "us", "via", "vs", "we", "with", "within", "without", "you", "your", "about", "between", "through", "toward",
    "towards",
];

/// Words that make a sentence of a line.
const VERBS: [&str; 32] = [
    "is", "are", "was", "were", "be", "been", "will", "may", "might", "does", "do", "did", "has", "have", "had", "can",
    "could", "must", "shall", "should", "would", "cannot", "please", "we're", "you're", "click", "see", "isn't",
    "don't", "doesn't", "refers", "means",
];

/// Words that make a sentence too, but not in a relative clause ("Data we collect").
const ACTS: [&str; 11] = [
    "including",
    "includes",
    "include",
    "following",
    "apply",
    "applies",
    "use",
    "uses",
    "collect",
    "collects",
    "share",
];

/// Labels that tell a datum or mark a remark, not a topic.
pub(super) const NO_TOPIC: [&str; 45] = [
    "in short",
    "tl;dr",
    "in brief",
    "nb.",
    "note",
    "notes",
    "please note",
    "nb",
    "important",
    "important note",
    "warning",
    "e-mail",
    "email",
    "e-mail address",
    "email address",
    "mail",
    "postal mail",
    "post",
    "by post",
    "by mail",
    "by email",
    "by e-mail",
    "by phone",
    "address",
    "postal address",
    "mailing address",
    "phone",
    "telephone",
    "tel",
    "fax",
    "attn",
    "attention",
    "website",
    "web",
    "url",
    "contact",
    "example",
    "for example",
    "examples",
    "e.g",
    "i.e",
    "call",
    "write",
    "online",
    "http",
];

/// A title's length limit in bytes, and in words.
const TITLE_BYTES: usize = 110;
const TITLE_WORDS: usize = 14;

/// Whether `text` (one line, without terminal punctuation other than `?`) looks like a title.
pub(super) fn title(text: &str) -> Option<Title> {
    let text = text.trim();
    if text.is_empty() || text.len() > TITLE_BYTES || text.contains(['@', ';', '|', '=']) || text.contains("://") {
        return None;
    }
    if is_date_line(text) || !text.contains(char::is_alphabetic) {
        return None;
    }
    let (number, rest) = numbered(text);
    let words: Vec<&str> = rest.split_whitespace().filter(|w| w.contains(char::is_alphanumeric)).collect();
    if text.chars().filter(char::is_ascii_digit).count() > 6 || is_firm_in_place(text) {
        return None;
    }
    if words.is_empty() || words.len() > TITLE_WORDS || rest.ends_with([',', '-', '–', '!', '…', '>']) {
        return None;
    }
    let last = rest.rsplit([' ', '-']).next().unwrap_or_default();
    let abbreviated = ["etc.", "inc.", "ltd.", "u.s.", "u.k."].contains(&last.to_lowercase().as_str());
    if rest.ends_with(['.', ':']) && !abbreviated {
        return None;
    }
    let first = rest.trim_start_matches(|c: char| !c.is_alphanumeric()).chars().next()?;
    if first.is_lowercase() || rest.starts_with(['•', '-', '–', '*', '·']) {
        return None;
    }
    grade(rest, &words, number)
}

fn grade(rest: &str, words: &[&str], number: bool) -> Option<Title> {
    let letters = rest.chars().filter(|c| c.is_alphabetic()).count();
    if letters >= 3
        && !rest.contains(char::is_lowercase)
        && rest.chars().filter(char::is_ascii_digit).count() * 2 < letters
    {
        return Some(Title::Capitals);
    }
    if rest.ends_with('?') {
        return Some(Title::Question);
    }
    if rest.contains(". ") && !rest.contains("U.S. ") && !rest.contains("Inc. ") && !rest.contains("No. ") {
        return None;
    }
    let lower: Vec<String> = words.iter().map(|w| bare(w).to_lowercase()).collect();
    let small = |list: &[&str]| lower.iter().zip(words).skip(1).any(|(l, w)| list.contains(&l.as_str()) && !is_big(w));
    let person = |w: &String| ["we", "you", "i"].contains(&w.as_str());
    let addressed = lower.first().is_some_and(person);
    let relative = lower.iter().skip(1).any(person);
    let sentence = small(&VERBS) || addressed && !number || small(&ACTS) && !relative;
    if is_indirect_question(&lower) && words.len() <= 12 && !rest.contains([',', ':']) {
        return Some(Title::Capitalised);
    }
    if number && !sentence && words.len() <= 10 {
        return Some(Title::Numbered);
    }
    if words.iter().all(|w| is_big(w) || SMALL.contains(&bare(w).to_lowercase().as_str())) {
        let big = words.iter().filter(|w| is_big(w)).count();
        let digits = words.iter().filter(|w| w.contains(|c: char| c.is_ascii_digit())).count();
        return (big * 2 >= words.len() && digits <= 1 && !rest.contains(": ")).then_some(Title::Capitalised);
    }
    let weak = !sentence
        && words.len() <= 6
        && !rest.contains([',', '“', '"', ':'])
        && !words.iter().any(|w| w.contains(|c: char| c.is_ascii_digit()));
    weak.then_some(Title::Weak)
}

/// "What we collect", "How long we will keep it for": a question in a title's word order.
fn is_indirect_question(lower: &[String]) -> bool {
    let mut words = lower.iter().map(String::as_str);
    let asks = match words.next() {
        Some("what" | "why" | "who" | "whom") => true,
        Some("how") => lower.len() >= 3,
        _ => false,
    };
    asks && words.take(5).any(|w| ["we", "you", "our", "your", "it", "this", "they", "and"].contains(&w))
}

/// "Acme `GmbH`, Berlin, Germany": an entry of an address list, no title.
fn is_firm_in_place(text: &str) -> bool {
    let forms = ["GmbH", "LLC", "Ltd", "Limited", "Inc", "AG", "Corp", "S.A", "B.V", "LLP", "plc"];
    let places =
        ["USA", "US", "UK", "United Kingdom", "Germany", "France", "Ireland", "Canada", "India", "Spain", "Italy"];
    let Some((_, last)) = text.rsplit_once(", ") else { return false };
    let firm = text.split([' ', ',']).any(|w| forms.contains(&w.trim_end_matches('.')));
    firm || places.contains(&last) || places.iter().any(|p| last.ends_with(p) && last.split(' ').count() <= 3)
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Whether a word starts with a capital or a digit.
fn is_big(word: &str) -> bool {
    bare(word).chars().next().is_some_and(|c| !c.is_lowercase())
}

/// Whether `text` starts with a heading's number ("1.", "2.3", "Section 4", "IV."), and what follows it.
pub(super) fn numbered(text: &str) -> (bool, &str) {
    let stripped = text
        .strip_prefix("Section ")
        .or_else(|| text.strip_prefix("SECTION "))
        .or_else(|| text.strip_prefix("Article "))
        .or_else(|| text.strip_prefix("ARTICLE "));
    let rest = stripped.unwrap_or(text);
    let length = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
    let number = rest.get(..length).unwrap_or_default();
    let after = rest.get(length..).unwrap_or_default();
    let after = if number.ends_with('.') { after } else { after.strip_prefix([')', ':']).unwrap_or(after) };
    if number.starts_with(|c: char| c.is_ascii_digit()) && number.len() <= 8 {
        let spaced = after.trim_start();
        if spaced.starts_with(char::is_alphabetic) && (spaced.len() < after.len() || number.ends_with('.')) {
            return (true, spaced);
        }
    }
    let roman = text.find(|c: char| !"IVXABCDEFGH".contains(c)).unwrap_or(0);
    if (1..=4).contains(&roman)
        && let Some(after) = text.get(roman..).and_then(|t| t.strip_prefix(". "))
    {
        return (true, after.trim_start());
    }
    (false, text)
}

/// How many numbers a heading's number has: 2 for "1.3 Cookies"; 0 without a number.
pub(super) fn number_depth(text: &str) -> u8 {
    let (found, _) = numbered(text);
    if !found {
        return 0;
    }
    let number = text.split_whitespace().next().unwrap_or_default();
    number.split('.').filter(|p| !p.is_empty() && p.chars().all(|c| c.is_ascii_digit())).count().clamp(1, 5) as u8
}

/// Whether a title that stands apart by style (bold, or before a colon) may be one: short, no whole sentence.
pub(super) fn is_styled_title(text: &str) -> bool {
    let text = text.trim().trim_end_matches(['.', ':', '-', '–', '—', ' ']);
    if text.len() > TITLE_BYTES
        || !text.contains(char::is_alphabetic)
        || is_date_line(text)
        || text.contains(['@', ';'])
    {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() > TITLE_WORDS || NO_TOPIC.contains(&text.to_lowercase().as_str()) || text.contains("://") {
        return false;
    }
    if title(text).is_some_and(|t| t > Title::Weak) {
        return true;
    }
    let first = words.first().map(|w| bare(w).to_lowercase()).unwrap_or_default();
    let verb = words.iter().any(|w| VERBS.contains(&bare(w).to_lowercase().as_str()));
    !verb && !["we", "you", "please", "this", "it", "if", "there"].contains(&first.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles() {
        assert_eq!(title("WHAT WE COLLECT"), Some(Title::Capitals));
        assert_eq!(title("Data That You Give Us"), Some(Title::Capitalised));
        assert_eq!(title("EU-U.S. Privacy Shield"), Some(Title::Capitalised));
        assert_eq!(title("3.1 Data we collect"), Some(Title::Numbered));
        assert_eq!(title("Who are we?"), Some(Title::Question));
        assert_eq!(title("Log files"), Some(Title::Weak));
        for no in
            ["We collect your data", "Last updated May 1, 2020", "a list item", "Name,", "x@example.com", "Pixel Tags."]
        {
            assert_eq!(title(no), None, "{no}");
        }
    }
}
