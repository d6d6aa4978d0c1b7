//! Words to small integers. Words that no rule knows have no number.
//!
//! A *word* is a surface form without case (`collecting`); a *class* is what one word of a phrase matches: a set of
//! words and a demand on their case. Inflections and spellings are generated on the rules' side, so that a token
//! costs one look-up. Knows no phrases.

use super::hash::FastMap;
use super::table::Table;
use super::{TokenKind, flat, inflect};

/// Names a set of words with a demand on case.
pub type ClassId = u32;

/// Longer words are in no vocabulary: it keeps a token of many megabytes cheap.
const LONGEST: usize = 96;

/// What a token's case allows, as bits; a class demands one of them.
pub mod case {
    /// Any token but a dotted initialism (`us` is not `U.S.`): what closed-class words in lower case demand.
    pub const UNDOTTED: u8 = 1;
    /// The first letter is a capital, or all are.
    pub const CAPITAL: u8 = 2;
    /// All letters are capitals, a plural's `s` aside (`DPAs`).
    pub const ALL_CAPITALS: u8 = 4;
    /// Any token.
    pub const ANY: u8 = 8;
}

/// A token as the automaton sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Symbol {
    /// Number of the word plus one; 0 for words that no rule knows.
    word: u32,
    /// What the word may start; see [`Vocabulary::mark`].
    marks: u16,
    /// What its case allows: bits of [`case`].
    case: u8,
}

/// Words and classes.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Vocabulary {
    words: Table,
    /// By word: its marks.
    #[serde(with = "flat")]
    marks: Vec<u16>,
    /// By word: the classes that it belongs to, as a range of `classes`.
    #[serde(with = "flat")]
    ranges: Vec<(u32, u32)>,
    /// Classes with their demand on case.
    #[serde(with = "flat")]
    classes: Vec<(ClassId, u8)>,
    /// By class: its words, as a range of `members`, and its demand on case.
    #[serde(with = "flat")]
    member_ranges: Vec<((u32, u32), u8)>,
    /// Words by number.
    #[serde(with = "flat")]
    members: Vec<u32>,
    #[serde(skip)]
    building: Building,
}

/// What only building needs.
#[derive(Clone, Debug, Default)]
struct Building {
    /// By word.
    classes: Vec<Vec<(ClassId, u8)>>,
    known: FastMap<(Vec<String>, u8), ClassId>,
    /// Classes by a phrase's word as written, and whether it was written with `=`.
    written: FastMap<(String, bool), ClassId>,
}

impl Symbol {
    /// Whether no rule knows the word.
    pub fn is_unknown(self) -> bool {
        self.word == 0
    }

    /// The number of the word, if a rule knows it.
    pub fn word(self) -> Option<u32> {
        self.word.checked_sub(1)
    }

    /// The marks of the word.
    pub fn marks(self) -> u16 {
        self.marks
    }

    /// Whether the token is in capitals.
    pub fn is_all_capitals(self) -> bool {
        self.case & case::ALL_CAPITALS != 0
    }

    /// The same word, its capitals being no initialism's.
    #[must_use]
    pub fn shouted(self) -> Self {
        Self { case: self.case & !case::ALL_CAPITALS, ..self }
    }
}

impl Vocabulary {
    /// The class of tokens that are one of `forms` (normalised words) and meet the demand on case.
    pub fn class(&mut self, mut forms: Vec<String>, demand: u8) -> ClassId {
        forms.sort_unstable();
        forms.dedup();
        let next = self.building.known.len() as ClassId;
        let key = (forms, demand);
        if let Some(class) = self.building.known.get(&key) {
            return *class;
        }
        for form in &key.0 {
            let word = self.words.insert(form) as usize;
            if self.building.classes.len() <= word {
                self.building.classes.resize_with(word + 1, Vec::new);
            }
            if let Some(classes) = self.building.classes.get_mut(word) {
                classes.push((next, demand));
            }
        }
        self.building.known.insert(key, next);
        next
    }

    /// The class of a phrase's word as written, made by `class` when it is new.
    pub fn written(&mut self, text: &str, exact: bool, class: impl FnOnce(&mut Self) -> ClassId) -> ClassId {
        let key = (text.to_owned(), exact);
        if let Some(class) = self.building.written.get(&key) {
            return *class;
        }
        let class = class(self);
        self.building.written.insert(key, class);
        class
    }

    /// To be called once, when all classes are there: marks words (normalised, parted by spaces) and makes the tables
    /// for look-ups.
    pub fn freeze(&mut self, marked: &[(u16, &str)]) {
        for (bits, words) in marked {
            for word in words.split_ascii_whitespace() {
                let word = self.words.insert(word) as usize;
                self.add_mark(word, *bits);
            }
        }
        let building = std::mem::take(&mut self.building);
        for classes in &building.classes {
            let start = self.classes.len() as u32;
            self.classes.extend_from_slice(classes);
            self.ranges.push((start, self.classes.len() as u32));
        }
        self.marks.resize(self.words.len(), 0);
        self.index_members(building.known.len());
    }

    /// Notes the words of each class.
    fn index_members(&mut self, classes: usize) {
        let mut members: Vec<(Vec<u32>, u8)> = vec![(Vec::new(), case::ANY); classes];
        for (word, (start, end)) in self.ranges.iter().enumerate() {
            for (class, demand) in self.classes.get(*start as usize..*end as usize).unwrap_or_default() {
                if let Some((words, of_class)) = members.get_mut(*class as usize) {
                    words.push(word as u32);
                    *of_class = *demand;
                }
            }
        }
        for (words, demand) in members {
            let start = self.members.len() as u32;
            self.members.extend(words);
            self.member_ranges.push(((start, self.members.len() as u32), demand));
        }
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// How many classes there are.
    pub fn class_count(&self) -> usize {
        self.member_ranges.len()
    }

    /// The words of a class, by number.
    pub fn members(&self, class: ClassId) -> &[u32] {
        let ((start, end), _) = self.member_ranges.get(class as usize).copied().unwrap_or_default();
        self.members.get(start as usize..end as usize).unwrap_or_default()
    }

    /// Whether a token that is a word of the class meets its demand on case.
    pub fn meets_case(&self, symbol: Symbol, class: ClassId) -> bool {
        self.member_ranges.get(class as usize).is_some_and(|(_, demand)| symbol.case & demand != 0)
    }

    /// The classes that a word belongs to, whatever its case.
    pub fn classes_of(&self, word: u32) -> impl Iterator<Item = ClassId> + '_ {
        let (start, end) = self.ranges.get(word as usize).copied().unwrap_or_default();
        self.classes.get(start as usize..end as usize).unwrap_or_default().iter().map(|(class, _)| *class)
    }

    /// Marks every word that belongs to a class of which `has` is true.
    pub fn mark(&mut self, bits: u16, has: impl Fn(ClassId) -> bool) {
        for word in 0..self.ranges.len() {
            let (start, end) = self.ranges.get(word).copied().unwrap_or_default();
            let classes = self.classes.get(start as usize..end as usize).unwrap_or_default();
            if classes.iter().any(|(class, _)| has(*class)) {
                self.add_mark(word, bits);
            }
        }
    }

    fn add_mark(&mut self, word: usize, bits: u16) {
        if self.marks.len() <= word {
            self.marks.resize(word + 1, 0);
        }
        if let Some(marks) = self.marks.get_mut(word) {
            *marks |= bits;
        }
    }

    /// The number of a token, whose text is `raw`; `buffer` is scratch space.
    pub fn symbol(&self, raw: &str, kind: TokenKind, buffer: &mut String) -> Symbol {
        if raw.len() > LONGEST || matches!(kind, TokenKind::Url | TokenKind::Email) {
            return Symbol::default();
        }
        let case = normalise(raw, buffer);
        self.words.get(buffer).map_or_else(Symbol::default, |word| self.known(word, case))
    }

    /// The symbol of a normalised word in lower case.
    pub fn lower(&self, word: &str) -> Symbol {
        let case = case::UNDOTTED | case::ANY;
        self.words.get(word).map_or_else(Symbol::default, |word| self.known(word, case))
    }

    fn known(&self, word: u32, case: u8) -> Symbol {
        Symbol { word: word + 1, case, marks: self.marks.get(word as usize).copied().unwrap_or_default() }
    }

    /// The classes that a token belongs to.
    pub fn classes(&self, symbol: Symbol) -> impl Iterator<Item = ClassId> + '_ {
        let range = symbol.word.checked_sub(1).and_then(|w| self.ranges.get(w as usize));
        let (start, end) = range.copied().unwrap_or_default();
        let classes = self.classes.get(start as usize..end as usize).unwrap_or_default();
        classes.iter().filter(move |(_, demand)| symbol.case & demand != 0).map(|(class, _)| *class)
    }

    /// Whether a token belongs to a class.
    pub fn is_in(&self, symbol: Symbol, class: ClassId) -> bool {
        let range = symbol.word.checked_sub(1).and_then(|w| self.ranges.get(w as usize));
        let (start, end) = range.copied().unwrap_or_default();
        let classes = self.classes.get(start as usize..end as usize).unwrap_or_default();
        // Classes are numbered as they come, so that those of a word rise.
        let found = classes.binary_search_by_key(&class, |(class, _)| *class);
        found.ok().and_then(|at| classes.get(at)).is_some_and(|(_, demand)| symbol.case & demand != 0)
    }
}

/// The word of a token, lower case: straight apostrophes, no possessive `'s`, no dots of initialisms, contractions'
/// second halves spelt out. Writes it into `out` (emptied first); gives what its case allows, as bits of [`case`].
pub fn normalise(raw: &str, out: &mut String) -> u8 {
    out.clear();
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    if raw.bytes().all(plain) {
        out.push_str(raw);
        return case::UNDOTTED | case::ANY;
    }
    if raw.bytes().all(|b| b.is_ascii_alphanumeric()) {
        out.push_str(raw);
        out.make_ascii_lowercase();
        return case_of(raw.chars());
    }
    for c in raw.chars() {
        match c {
            _ if is_apostrophe(c) => out.push('\''),
            // Soft hyphens, joiners and bidi controls are not part of a word.
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => {}
            'ﬁ' => out.push_str("fi"),
            'ﬂ' => out.push_str("fl"),
            'ﬀ' => out.push_str("ff"),
            '＆' => out.push('&'),
            _ => out.push(c),
        }
    }
    if let Some(word) = spelt_out(out) {
        out.clear();
        out.push_str(word);
        return case::UNDOTTED | case::ANY;
    }
    let stem = out.strip_suffix("'s").or_else(|| out.strip_suffix("'S")).unwrap_or(out).trim_end_matches('\'').len();
    out.truncate(stem);
    let mut bits = case_of(out.chars());
    let trimmed = out.trim_end_matches('.').len();
    if trimmed > 0 {
        out.truncate(trimmed);
    }
    if out.contains('.') && out.split('.').all(|part| part.chars().count() == 1 && !part.starts_with(char::is_numeric))
    {
        out.retain(|c| c != '.');
        bits &= !case::UNDOTTED;
    }
    if out.is_ascii() {
        out.make_ascii_lowercase();
    } else {
        *out = out.to_lowercase();
    }
    bits
}

/// What signs and the second halves of contractions stand for.
fn spelt_out(word: &str) -> Option<&'static str> {
    const TABLE: [(&str, &str); 8] = [
        ("&", "and"),
        ("n't", "not"),
        ("'ll", "will"),
        ("'re", "are"),
        ("'ve", "have"),
        ("'m", "am"),
        ("'d", "would"),
        ("'s", "is"),
    ];
    TABLE.iter().find(|(short, _)| word.eq_ignore_ascii_case(short)).map(|(_, long)| *long)
}

/// First halves of contractions with `n't` that are no words, and what they stand for.
pub const BEFORE_NOT: [(&str, &str); 3] = [("wo", "will"), ("ca", "can"), ("sha", "shall")];

/// What the first half of a contraction with `n't` stands for: `wo` is `will`, `ca` is `can`.
pub fn before_not(first: &str) -> Option<&'static str> {
    BEFORE_NOT.iter().find(|(short, _)| first.eq_ignore_ascii_case(short)).map(|(_, long)| *long)
}

/// Whether a word's `'s` is "is" (or "has") and no possessive.
pub fn before_is(first: &str) -> bool {
    ["it", "that", "there", "what", "let", "here", "who", "he", "she", "how", "where", "when", "this"]
        .iter()
        .any(|word| first.eq_ignore_ascii_case(word))
}

/// Whether a word in capitals could be an initialism or a word of a shouted sentence (`US`, `IT`).
pub fn is_homograph(raw: &str) -> bool {
    ["US", "IT", "WHO", "OR", "IN", "ME", "AS", "AD"].contains(&raw)
}

/// Whether a token is an ordinary word in capitals, as in a shouted sentence, rather than an initialism.
pub fn is_shouted(raw: &str) -> bool {
    let capitals = raw.len() > 1 && raw.bytes().all(|b| b.is_ascii_uppercase());
    capitals
        && (raw.len() > 5 || ((!is_homograph(raw) || raw == "AS") && inflect::is_closed(&raw.to_ascii_lowercase())))
}

/// Whether a token's text is `n't`, with any apostrophe.
pub fn is_not(raw: &str) -> bool {
    let middle = raw.strip_prefix(['n', 'N']).and_then(|rest| rest.strip_suffix(['t', 'T']));
    middle.is_some_and(|m| m.chars().count() == 1 && m.chars().all(is_apostrophe))
}

/// Whether a character is written for an apostrophe.
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '＇' | '`' | '´' | '′')
}

fn case_of(chars: impl Iterator<Item = char>) -> u8 {
    let (mut upper, mut lower, mut first, mut last_lower_s) = (0_u32, 0_u32, None, false);
    for c in chars {
        if c.is_uppercase() {
            upper += 1;
        } else if c.is_lowercase() {
            lower += 1;
        } else {
            continue;
        }
        first.get_or_insert(c.is_uppercase());
        last_lower_s = c == 's';
    }
    let all = upper > 0 && (lower == 0 || (upper > 1 && lower == 1 && last_lower_s));
    let mut bits = case::UNDOTTED | case::ANY;
    if all || first == Some(true) {
        bits |= case::CAPITAL;
    }
    if all {
        bits |= case::ALL_CAPITALS;
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn norm(raw: &str) -> (String, u8) {
        let mut out = String::new();
        let bits = normalise(raw, &mut out);
        (out, bits)
    }

    #[test]
    fn words_are_normalised() {
        for (raw, word) in [
            ("Cookies", "cookies"),
            ("user’s", "user"),
            ("users'", "users"),
            ("EEA's", "eea"),
            ("U.S.", "us"),
            ("U.S", "us"),
            ("e.g.", "eg"),
            ("n’t", "not"),
            ("N'T", "not"),
            ("’ll", "will"),
            ("'d", "would"),
            ("&", "and"),
            ("13.4", "13.4"),
            ("Inc.", "inc"),
            ("per\u{ad}sonal", "personal"),
            ("ﬁle", "file"),
            ("ÜBER", "über"),
            ("", ""),
            ("...", "..."),
            ("'", ""),
        ] {
            assert_eq!(norm(raw).0, word, "{raw}");
        }
    }

    #[test]
    fn case_is_seen() {
        let any = case::UNDOTTED | case::ANY;
        assert_eq!(norm("cookie").1, any);
        assert_eq!(norm("iPhone").1, any);
        assert_eq!(norm("Cookie").1, any | case::CAPITAL);
        assert_eq!(norm("COOKIE").1, any | case::CAPITAL | case::ALL_CAPITALS);
        assert_eq!(norm("DPAs").1, any | case::CAPITAL | case::ALL_CAPITALS);
        assert_eq!(norm("EEA's").1, any | case::CAPITAL | case::ALL_CAPITALS);
        assert_eq!(norm("Is").1, any | case::CAPITAL);
        assert_eq!(norm("U.S.").1, case::ANY | case::CAPITAL | case::ALL_CAPITALS);
    }

    #[test]
    fn classes_demand_case() {
        let mut v = Vocabulary::default();
        let any = v.class(vec!["may".into()], case::ANY);
        let month = v.class(vec!["may".into()], case::CAPITAL);
        assert_eq!(any, v.class(vec!["may".into()], case::ANY));
        v.freeze(&[(1, "may june")]);
        let mut b = String::new();
        let lower = v.symbol("may", TokenKind::Word, &mut b);
        let upper = v.symbol("May", TokenKind::Word, &mut b);
        assert!(v.is_in(lower, any) && !v.is_in(lower, month));
        assert!(v.is_in(upper, any) && v.is_in(upper, month));
        assert_eq!((lower.marks(), v.symbol("june", TokenKind::Word, &mut b).marks()), (1, 1));
        assert_eq!(v.symbol("july", TokenKind::Word, &mut b), Symbol::default());
    }
}
