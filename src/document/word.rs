//! Cuts a sentence into words. Knows no vocabulary but the contractions and the endings of host names.

use super::WordKind;

/// A word in a text: bytes `[start, end)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    pub start: usize,
    pub end: usize,
    pub kind: WordKind,
}

/// Signs that read as words.
const SIGNS: [char; 9] = ['&', '§', '%', '$', '€', '£', '©', '+', '¥'];

/// Words whose `'s` is "is" or "has" (or "us"), not a possessive.
const IS_WORDS: [&str; 13] =
    ["it", "that", "there", "what", "let", "here", "who", "he", "she", "how", "where", "when", "this"];

/// Endings that make a bare name a host name. Those that are English words count only after a second-level label.
const ENDINGS: [&str; 62] = [
    "com", "org", "net", "edu", "gov", "mil", "int", "io", "co", "eu", "uk", "de", "fr", "nl", "es", "pl", "ch", "se",
    "dk", "fi", "ie", "pt", "cz", "ro", "hu", "gr", "ru", "cn", "jp", "kr", "br", "mx", "ca", "au", "nz", "za", "info",
    "biz", "app", "dev", "ai", "tv", "cc", "ly", "gg", "fm", "xyz", "online", "site", "shop", "store", "cloud", "tech",
    "agency", "company", "media", "mobi", "name", "club", "blog", "email", "page",
];

/// Cuts `text` into words, in order. Linear in its length.
pub(super) fn cut(text: &str, out: &mut Vec<Cut>) {
    let mut cutter = Cutter { text, local_end: 0, mail_end: None, host_end: 0, no_number: 0 };
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|t| t.chars().next()) {
        at = if c.is_alphanumeric() {
            cutter.word(at, out)
        } else {
            if SIGNS.contains(&c) {
                out.push(Cut { start: at, end: at + c.len_utf8(), kind: WordKind::Sign });
            }
            at + c.len_utf8()
        };
    }
}

/// Remembers how far a run has been looked at, so that no byte is looked at over and over.
struct Cutter<'a> {
    text: &'a str,
    /// End of the last run of characters that an e-mail's local part may have.
    local_end: usize,
    /// End of the e-mail address whose local part ends there.
    mail_end: Option<usize>,
    /// End of the last run of characters that a host name may have.
    host_end: usize,
    /// End of the last run of digits and separators that is no number: letters follow it.
    no_number: usize,
}

impl Cutter<'_> {
    /// Cuts the word (or the two of a contraction) at `at`; returns where to go on.
    fn word(&mut self, at: usize, out: &mut Vec<Cut>) -> usize {
        for (end, kind) in [(self.email(at), WordKind::Email), (self.url(at), WordKind::Url)] {
            if let Some(end) = end {
                out.push(Cut { start: at, end, kind });
                return end;
            }
        }
        let rest = self.text.get(at..).unwrap_or_default();
        if at >= self.no_number && rest.starts_with(|c: char| c.is_ascii_digit()) {
            let length = number(rest);
            if !rest.get(length..).is_some_and(|t| t.starts_with(continues)) {
                out.push(Cut { start: at, end: at + length, kind: WordKind::Number });
                return at + length;
            }
            self.no_number = at + length;
        }
        if let Some(length) = initialism(rest) {
            out.push(Cut { start: at, end: at + length, kind: WordKind::Word });
            return at + length;
        }
        letters(rest, at, out)
    }

    /// The end of the e-mail address at `at`.
    fn email(&mut self, at: usize) -> Option<usize> {
        if at >= self.local_end {
            self.local_end = at + run(self.text.get(at..)?, |c| c.is_alphanumeric() || "._%+-'’".contains(c));
            self.mail_end = self.host_of_mail(self.local_end);
        }
        self.mail_end
    }

    /// The end of the host name after the `@` at `at`.
    fn host_of_mail(&self, at: usize) -> Option<usize> {
        let rest = self.text.get(at..)?.strip_prefix('@')?;
        let host = rest.get(..run(rest, is_host_char))?.trim_end_matches(['.', '-']);
        let (name, ending) = host.rsplit_once('.')?;
        let sound = !name.is_empty() && ending.chars().count() >= 2 && ending.chars().all(char::is_alphabetic);
        sound.then(|| at + 1 + host.len())
    }

    /// The end of the URL at `at`.
    fn url(&mut self, at: usize) -> Option<usize> {
        let rest = self.text.get(at..)?;
        let starts =
            |with: &str| rest.as_bytes().get(..with.len()).is_some_and(|s| s.eq_ignore_ascii_case(with.as_bytes()));
        if ["http://", "https://", "ftp://"].into_iter().any(starts) {
            let scheme = rest.find("://")? + 3;
            let length = url_run(rest);
            return (length > scheme).then_some(at + length);
        }
        if at < self.host_end {
            return None;
        }
        let length = run(rest, is_host_char);
        self.host_end = at + length;
        let host = rest.get(..length)?.trim_end_matches(['.', '-']);
        if !(starts("www.") && host.len() > 4 || is_host(host)) {
            return None;
        }
        let after = rest.get(host.len()..)?;
        let path = if after.starts_with(['/', '?', '#'])
            || after.starts_with(':') && after.get(1..).is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()))
        {
            url_run(after)
        } else {
            0
        };
        Some(at + host.len() + path)
    }
}

/// Whether a bare name is a host name: known ending, sound labels, one case in the ending.
fn is_host(host: &str) -> bool {
    let Some((name, ending)) = host.rsplit_once('.') else { return false };
    if name.split('.').any(str::is_empty) || name.starts_with('-') {
        return false;
    }
    let lower = ending.to_ascii_lowercase();
    if ending != lower && host.chars().any(char::is_lowercase) {
        return false;
    }
    let second = name.rsplit('.').next().unwrap_or_default();
    let two_level =
        ["com", "co", "org", "net", "gov", "ac", "edu"].contains(&second) && ending.len() == 2 && name.contains('.');
    two_level || (ENDINGS.contains(&lower.as_str()) && name.chars().any(char::is_alphabetic))
}

fn is_host_char(c: char) -> bool {
    c.is_alphanumeric() || c == '.' || c == '-'
}

/// Length of the URL that starts `text`: up to a space, an opening quote or a bracket without its partner, without
/// closing punctuation.
fn url_run(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut end = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => break,
            ')' => depth -= 1,
            '<' | '>' | '"' | '“' | '”' | '»' | '«' | '[' | ']' | '{' | '}' | '|' | '\\' | '^' | '`' => break,
            c if c.is_whitespace() || c.is_control() => break,
            _ => {}
        }
        if !matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '*') {
            end = at + c.len_utf8();
        }
    }
    end
}

/// Length of the number that starts `text`: groups of digits with one separator between. A hyphen joins only a date:
/// `10-20` is a range, and the parts of a telephone number are words of their own.
fn number(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let (mut at, mut hyphens) = (0, Vec::new());
    loop {
        while digit(at) {
            at += 1;
        }
        match bytes.get(at) {
            Some(b'.' | b',' | b'/' | b':') if digit(at + 1) => at += 1,
            Some(b'-') if digit(at + 1) => {
                hyphens.push(at);
                at += 1;
            }
            _ => break,
        }
    }
    match hyphens.as_slice() {
        [] => at,
        [first, second] if is_dated(*first, second - first - 1, at - second - 1) => at,
        [first, ..] => *first,
    }
}

/// Whether groups of so many digits are a date: the year first or last.
fn is_dated(first: usize, second: usize, third: usize) -> bool {
    let day = 1..=2;
    day.contains(&second) && (first == 4 && day.contains(&third) || day.contains(&first) && matches!(third, 2 | 4))
}

/// Length of `U.S.`, `e.g.`, `a.m.` at the start of `text`: two or more single letters, each with its full stop (the
/// last may lack it).
fn initialism(text: &str) -> Option<usize> {
    let mut chars = text.char_indices().peekable();
    let (mut letters, mut end) = (0, 0);
    while let Some((at, c)) = chars.next() {
        if !c.is_alphabetic() {
            break;
        }
        match chars.peek() {
            Some(&(dot, '.')) => {
                letters += 1;
                end = dot + 1;
                chars.next();
            }
            Some(&(_, next)) if continues(next) => {
                // The full stop belonged to a letter, the rest is a word of its own, as in "U.S.based".
                break;
            }
            _ => {
                letters += 1;
                end = at + c.len_utf8();
                break;
            }
        }
    }
    (letters >= 2).then_some(end)
}

/// Cuts letters with inner apostrophes: `do` + `n't`, `we` + `'ll`, `user's` whole.
fn letters(rest: &str, at: usize, out: &mut Vec<Cut>) -> usize {
    let stem = run(rest, continues).max(rest.chars().next().map_or(1, char::len_utf8));
    let mut push = |start: usize, end: usize| {
        if end > start {
            out.push(Cut { start: at + start, end: at + end, kind: WordKind::Word });
        }
    };
    let after = rest.get(stem..).unwrap_or_default();
    let Some(quote) = after.chars().next().filter(|c| is_apostrophe(*c)) else {
        push(0, stem);
        return at + stem;
    };
    let tail = after.get(quote.len_utf8()..).unwrap_or_default();
    let tail = tail.get(..run(tail, continues)).unwrap_or_default();
    let end = stem + quote.len_utf8() + tail.len();
    let word = rest.get(..stem).unwrap_or_default();
    match tail.to_ascii_lowercase().as_str() {
        "t" if word.len() > 1 && word.ends_with(['n', 'N']) => {
            push(0, stem - 1);
            push(stem - 1, end);
        }
        "ll" | "re" | "ve" | "d" | "m" => {
            push(0, stem);
            push(stem, end);
        }
        "s" if IS_WORDS.iter().any(|w| w.eq_ignore_ascii_case(word)) => {
            push(0, stem);
            push(stem, end);
        }
        "" => {
            push(0, stem);
            return at + stem;
        }
        // A possessive, or a name such as O'Brien.
        _ => push(0, end),
    }
    at + end
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '′')
}

/// Whether a character goes on with a word: letters, digits, marks that sit on a letter, the low line.
fn continues(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || ('\u{300}'..='\u{36f}').contains(&c) || matches!(c, '\u{200c}' | '\u{200d}')
}

/// Length in bytes of the characters at the start of `text` that fit.
fn run(text: &str, fits: impl Fn(char) -> bool) -> usize {
    text.find(|c| !fits(c)).unwrap_or(text.len())
}

#[cfg(test)]
#[allow(clippy::string_slice)] // a cut character is a failed test
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        cut(text, &mut out);
        out.iter().map(|w| &text[w.start..w.end]).collect()
    }

    fn kinds(text: &str) -> Vec<WordKind> {
        let mut out = Vec::new();
        cut(text, &mut out);
        out.iter().map(|w| w.kind).collect()
    }

    #[test]
    fn contractions_are_two_words_and_possessives_one() {
        assert_eq!(words("We don't, you’ll"), ["We", "do", "n't", "you", "’ll"]);
        assert_eq!(words("the user's and users' it's"), ["the", "user's", "and", "users", "it", "'s"]);
        assert_eq!(words("O'Brien"), ["O'Brien"]);
    }

    #[test]
    fn hyphens_and_slashes_part_words() {
        assert_eq!(words("e-mail and/or opt-out"), ["e", "mail", "and", "or", "opt", "out"]);
        assert_eq!(words("U.S.-based in the U.S."), ["U.S.", "based", "in", "the", "U.S."]);
        assert_eq!(words("e.g. i.e., a.m."), ["e.g.", "i.e.", "a.m."]);
        assert_eq!(words("EU-U.S."), ["EU", "U.S."]);
    }

    #[test]
    fn numbers_keep_their_separators() {
        assert_eq!(
            words("1,000 13.4 10/29/2020 2016-09-30 30-9-16 10-20 833-555-0100."),
            ["1,000", "13.4", "10/29/2020", "2016-09-30", "30-9-16", "10", "20", "833", "555", "0100"]
        );
        assert_eq!(
            words("256-bit 30th 2016/679 100% $5 §5"),
            ["256", "bit", "30th", "2016/679", "100", "%", "$", "5", "§", "5"]
        );
    }

    #[test]
    fn addresses_are_one_word() {
        assert_eq!(words("write to privacy@acme.example.com."), ["write", "to", "privacy@acme.example.com"]);
        assert_eq!(words("(see https://example.com/a_(b)?c=1)."), ["see", "https://example.com/a_(b)?c=1"]);
        assert_eq!(
            words("at www.example.com, or shop.example.co.uk/x."),
            ["at", "www.example.com", "or", "shop.example.co.uk/x"]
        );
        assert_eq!(kinds("a@example.com example.com Acme"), [WordKind::Email, WordKind::Url, WordKind::Word]);
    }

    #[test]
    fn glued_sentences_are_no_urls() {
        assert_eq!(words("Acme Inc.We collect"), ["Acme", "Inc", "We", "collect"]);
        assert_eq!(words("your datas.You can"), ["your", "datas", "You", "can"]);
        assert_eq!(words("node.js"), ["node", "js"]);
    }
}
