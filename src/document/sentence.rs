//! Cuts the text of a block into sentences. Knows abbreviations and how sentences start; knows no formats.

/// A line break inside a block's text that its author asked for, at byte `at` (where it reads as one space).
#[derive(Clone, Copy, Debug)]
pub(super) struct Break {
    pub at: usize,
    /// Whether every line is meant as a sentence (unwrapped plain text).
    pub line: bool,
}

/// Abbreviations that a sentence may end with: a break follows only when the next word looks like a sentence's start.
const OFTEN_LAST: [&str; 31] = [
    "st", "inc", "ltd", "corp", "co", "llc", "llp", "plc", "gmbh", "bros", "u.s", "u.k", "e.u", "u.s.a", "u.s.c",
    "d.c", "a.m", "p.m", "jr", "sr", "ave", "blvd", "rd", "bldg", "ste", "dept", "s.a", "b.v", "s.r.l", "n.v", "esq",
];

/// Abbreviations that stand before something: never a break.
const NEVER_LAST: [&str; 36] = [
    "pte", "pvt", "pty", "e.g", "i.e", "eg", "ie", "cf", "vs", "mr", "mrs", "ms", "dr", "prof", "hon", "approx",
    "incl", "viz", "resp", "c.f.r", "cal", "civ", "stat", "reg", "regs", "gen", "attn", "tel", "ext", "mt", "ft",
    "messrs", "rev", "sen", "rep", "gov",
];

/// Abbreviations that stand before a number: no break when one follows.
const BEFORE_NUMBER: [&str; 28] = [
    "rs", "inr", "no", "nos", "nr", "art", "arts", "sec", "sect", "para", "paras", "par", "pp", "p", "fig", "ch", "cl",
    "vol", "rec", "jan", "feb", "mar", "apr", "aug", "sept", "oct", "nov", "dec",
];

/// Words that start a sentence far more often than they stand inside a name.
const STARTERS: [&str; 66] = [
    "we",
    "you",
    "the",
    "if",
    "our",
    "your",
    "this",
    "these",
    "those",
    "that",
    "it",
    "in",
    "for",
    "please",
    "by",
    "to",
    "when",
    "all",
    "any",
    "as",
    "at",
    "however",
    "such",
    "they",
    "there",
    "their",
    "where",
    "while",
    "with",
    "once",
    "other",
    "some",
    "should",
    "upon",
    "under",
    "unless",
    "use",
    "users",
    "additionally",
    "furthermore",
    "also",
    "an",
    "and",
    "but",
    "before",
    "after",
    "each",
    "every",
    "from",
    "he",
    "she",
    "how",
    "i",
    "may",
    "no",
    "not",
    "on",
    "or",
    "personal",
    "since",
    "its",
    "do",
    "does",
    "data",
    "information",
    "what",
];

/// Cuts `text` into sentences: trimmed byte ranges, in order, none empty. `breaks` ascend. Linear in the text's length.
pub(super) fn cut(text: &str, breaks: &[Break]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut breaks = breaks.iter().peekable();
    let chars = text.char_indices();
    let mut resume = 0;
    for (at, c) in chars {
        // Most characters; breaks stand at spaces.
        if c.is_ascii_alphanumeric() {
            continue;
        }
        while breaks.next_if(|b| b.at < at).is_some() {}
        if let Some(b) = breaks.next_if(|b| b.at == at) {
            if ends_line(text.get(start..at).unwrap_or_default(), text.get(at..).unwrap_or_default(), b.line) {
                push(text, start, at, &mut out);
                start = at;
            }
            continue;
        }
        if at < resume || !matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？') {
            continue;
        }
        let end = closers(text, at);
        resume = end;
        if is_end(text, start, at, end, c) {
            push(text, start, end, &mut out);
            start = end;
        }
    }
    push(text, start, text.len(), &mut out);
    out
}

fn push(text: &str, start: usize, end: usize, out: &mut Vec<(usize, usize)>) {
    let Some(piece) = text.get(start..end) else { return };
    let lead = piece.len() - piece.trim_start().len();
    let trimmed = piece.trim();
    if trimmed.is_empty() {
        return;
    }
    let (start, end) = (start + lead, start + lead + trimmed.len());
    // What has neither letter nor digit (a stray bullet or quote) belongs to the sentence before it.
    if trimmed.len() < 16
        && !trimmed.contains(char::is_alphanumeric)
        && let Some(last) = out.last_mut()
    {
        last.1 = end;
        return;
    }
    out.push((start, end));
}

/// The end of the run of closing punctuation that starts at `at`.
fn closers(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let fits =
        |c: char| matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | ')' | ']' | '"' | '”' | '’' | '\'' | '»');
    at + rest.find(|c| !fits(c)).unwrap_or(rest.len())
}

/// Whether the mark at `at`, whose closing run ends at `end`, ends the sentence that began at `start`.
fn is_end(text: &str, start: usize, at: usize, end: usize, mark: char) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    if rest.is_empty() || matches!(mark, '。' | '！' | '？') {
        return true;
    }
    let before = super::raw::tail(text.get(start..at).unwrap_or_default(), 40);
    let word = last_token(before);
    let next = super::raw::head(rest, 64);
    if !next.starts_with(char::is_whitespace) {
        return mark == '.' && end == at + 1 && is_glued(word, next);
    }
    let next = next.trim_start();
    let opened = next.trim_start_matches(['"', '“', '‘', '\'', '«', '(', '[']);
    let Some(first) = opened.chars().next() else { return false };
    if mark != '.' {
        let name = mark == '!' && word.eq_ignore_ascii_case("yahoo");
        return !first.is_lowercase() && !name || mark == '?' && next.len() != opened.len();
    }
    let bracketed = next.len() != opened.len();
    if first.is_lowercase() && !bracketed || !(first.is_alphanumeric() || bracketed || is_dash_or_bullet(first)) {
        return false;
    }
    // An enumerator ("1.", "(a).", "iv.") starts the sentence, it does not end one.
    if before.trim_start().len() == word.len()
        && text.get(start..at).is_some_and(|t| t.trim_start().len() == word.len())
    {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if bare.chars().all(|c| c.is_ascii_digit() || c == '.')
            || bare.chars().count() <= 1
            || bare.len() <= 5 && bare.chars().all(|c| "IVXivx".contains(c))
        {
            return false;
        }
    }
    // "non-U.S. users" ends nothing, "the U.S." may.
    let stem = before.strip_suffix(word).unwrap_or_default();
    !stem.ends_with("on-") && after_word(word, opened, end > at + 1, next.starts_with('('))
}

/// Whether the full stop after `word` ends a sentence when `next` (which starts with `first`) follows.
fn after_word(word: &str, next: &str, closed: bool, bracketed: bool) -> bool {
    let first = next.chars().next().unwrap_or(' ');
    let lower = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let next_word: String = next.chars().take_while(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let starter = STARTERS.contains(&next_word.as_str());
    let lower = lower.as_str();
    if NEVER_LAST.contains(&lower) {
        return closed && starter;
    }
    if BEFORE_NUMBER.contains(&lower) && (first.is_ascii_digit() || next.starts_with(['(', '§'])) {
        return false;
    }
    let initial = lower.chars().count() == 1 && word.chars().any(char::is_uppercase);
    if OFTEN_LAST.contains(&lower) || initial || is_initialism(lower) {
        // `Acme, Inc. ("we")` goes on, and so does "the EU-U.S. Data Privacy Framework".
        let rest = next.get(next_word.len()..).unwrap_or_default().trim_start();
        let name =
            ["data", "personal", "information"].contains(&next_word.as_str()) && rest.starts_with(char::is_uppercase);
        return starter && !bracketed && !name;
    }
    true
}

/// Whether a word (without its full stop) is an abbreviation that is known here.
pub(super) fn is_abbreviation(word: &str) -> bool {
    let lower = word.to_lowercase();
    let lower = lower.as_str();
    NEVER_LAST.contains(&lower) || OFTEN_LAST.contains(&lower) || BEFORE_NUMBER.contains(&lower)
}

/// `x.y.z`: single letters with full stops between.
fn is_initialism(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|part| part.chars().count() == 1)
}

/// Whether two sentences are glued at a full stop: "your datas.You can", "Inc.We".
fn is_glued(word: &str, next: &str) -> bool {
    let letters: String = next.chars().take_while(|c| c.is_alphabetic()).collect();
    let spaced = next.get(letters.len()..).is_some_and(|t| t.starts_with([' ', '\u{2019}', '\'', ',']));
    next.starts_with(char::is_uppercase)
        && spaced
        && STARTERS.contains(&letters.to_lowercase().as_str())
        && word.chars().count() >= 3
        && word.ends_with(|c: char| c.is_lowercase() || c == ')')
        && !word.contains(['@', '/'])
}

fn is_dash_or_bullet(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '•' | '·' | '*' | '§' | '$' | '©')
}

/// The characters after the last space.
fn last_token(text: &str) -> &str {
    let text = text.trim_end();
    let last = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    let last = last.trim_start_matches(['(', '[', '"', '“']);
    // "EU-U.S.": the part after the hyphen decides.
    last.rsplit(['-', '–', '/']).next().filter(|part| part.contains('.')).unwrap_or(last)
}

/// Whether a line break that the author asked for ends the sentence before it.
fn ends_line(before: &str, after: &str, line: bool) -> bool {
    let before = super::raw::tail(before, 40).trim_end();
    let after = super::raw::head(after, 64).trim_start();
    let bare = before.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']);
    if bare.ends_with(['.', '!', '?', ':', ';', '…']) {
        let word = last_token(bare.trim_end_matches('.')).to_lowercase();
        return !(bare.ends_with('.') && NEVER_LAST.contains(&word.as_str()));
    }
    if line {
        // A line that stops at an article, or before a quotation, was wrapped.
        let word = before.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase();
        let open = ["a", "an", "the", "of", "to", "and", "or", "our", "your", "with", "in", "by", "for", "from"];
        let goes_on = after.starts_with(|c: char| c.is_lowercase() || matches!(c, '"' | '“' | '('));
        return !(before.ends_with(',') || goes_on || open.contains(&word.as_str()));
    }
    super::shape::label(after).is_some() || super::shape::marker(after).is_some()
}

#[cfg(test)]
#[allow(clippy::string_slice)] // a cut character is a failed test
mod tests {
    use super::*;

    fn sentences(text: &str) -> Vec<&str> {
        cut(text, &[]).iter().map(|(s, e)| &text[*s..*e]).collect()
    }

    #[test]
    fn abbreviations_do_not_end_sentences() {
        for whole in [
            "Acme, Inc. is the sole owner of the site.",
            "We use tools, e.g. Cookies, to see this.",
            "Under Art. 13 GDPR and No. 5 of it we tell you this.",
            "The U.S. Department of Commerce keeps a list.",
            "We do this to: (i) comply with law; (ii) protect you.",
            "See https://example.com/a.html?b=c. d or write to x.y@example.com.",
            "1. Who are we?",
            "J. Smith runs Acme Ltd. and others.",
            "This is our note to non-U.S. Users of kites.",
            "A plan costs Rs. 151 a month at Kite Pte. Ltd. of Examplia.",
            "IX. Kites of children",
            "Acme Kites, Inc. (\"We\" or the \"Firm\") sells kites.",
        ] {
            assert_eq!(sentences(whole), [whole]);
        }
    }

    #[test]
    fn sentences_end() {
        assert_eq!(
            sentences("We are Acme, Inc. We collect data. Do you?  Yes!"),
            ["We are Acme, Inc.", "We collect data.", "Do you?", "Yes!"]
        );
        assert_eq!(
            sentences("It moves to the U.S. If you object, write (by mail, etc.). “No” means no."),
            ["It moves to the U.S.", "If you object, write (by mail, etc.).", "“No” means no."]
        );
        assert_eq!(sentences("We keep your datas.You can ask."), ["We keep your datas.", "You can ask."]);
        assert_eq!(sentences("since 2018. 15 days later"), ["since 2018.", "15 days later"]);
    }

    #[test]
    fn hard_breaks_end_complete_lines_only() {
        let text = "847 Elm Street, Springfield";
        assert_eq!(cut(text, &[Break { at: 15, line: false }]).len(), 1);
        let text = "We do Files: When you fly, we look up.";
        assert_eq!(cut(text, &[Break { at: 5, line: false }]).len(), 2);
        for wrapped in ["we issue the letter \"Kites\" here", "sold by the Acme Kite Works"] {
            let at = if wrapped.starts_with("we") { 19 } else { 11 };
            assert_eq!(cut(wrapped, &[Break { at, line: true }]).len(), 1);
        }
        let text = "no full stop Next line";
        assert_eq!(cut(text, &[Break { at: 12, line: true }]).len(), 2);
    }
}
