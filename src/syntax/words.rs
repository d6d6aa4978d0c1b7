//! The words of the rule language, by the place where they may stand. Knows no tokens.

/// Words that open an item, in column 0.
pub(super) const ITEMS: [&str; 4] = ["pack", "define", "infer", "rule"];

/// Parts that are one text.
pub(super) const TEXT_PARTS: [&str; 6] = ["title", "message", "help", "suggest", "note", "almost"];

/// Words that lead a part of a rule.
pub(super) const RULE_PARTS: [&str; 19] = [
    "title", "message", "help", "suggest", "note", "almost", "cite", "must", "should", "severity", "when", "since",
    "until", "closest", "contrary", "extends", "pass", "fail", "skip",
];

/// Parts that a rule may hold once.
pub(super) const ONCE: [&str; 13] = [
    "title", "message", "help", "suggest", "almost", "when", "since", "until", "closest", "contrary", "extends",
    "must", "for",
];

/// Parts that a pack may hold.
pub(super) const PACK_PARTS: [&str; 4] = ["title", "note", "when", "for"];

/// Parts that a definition may hold: its examples.
pub(super) const DEFINE_PARTS: [&str; 2] = ["pass", "fail"];

/// Words with which a passage or condition goes on.
pub(super) const OPERATORS: [&str; 9] = ["and", "or", "then", "but", "within", "where", "by", "in", "for"];

/// Words that may stand in the middle of a part, so that a line may begin with them.
pub(super) const INNER: [&str; 24] = [
    "and", "or", "then", "but", "within", "where", "by", "in", "of", "per", "not", "maybe", "each", "from", "as",
    "titled", "led", "least", "distinct", "any", "includes", "on", "section", "for",
];

/// Operator words, which cannot be names.
pub(super) const RESERVED: [&str; 18] = [
    "and", "or", "but", "not", "then", "within", "where", "by", "in", "for", "each", "per", "of", "at", "all",
    "exactly", "maybe", "anything",
];

/// What a rule can ask of a passage.
pub(super) const VERBS: [&str; 8] = ["state", "affirm", "deny", "name", "link", "agree", "keep", "find"];

/// Who can act.
pub(super) const ACTORS: [&str; 5] = ["publisher", "user", "customer", "third-party", "authority"];

/// Where a passage can stand.
pub(super) const PLACES: [&str; 4] = ["heading", "list", "opening", "section"];

/// How far operands may stand apart.
pub(super) const WINDOWS: [&str; 9] =
    ["clause", "sentence", "sentences", "item", "paragraph", "section", "document", "word", "words"];

/// What a condition can ask.
pub(super) const TESTS: [&str; 4] = ["audience", "fact", "policy", "not"];

/// Units of time.
pub(super) const UNITS: [&str; 10] =
    ["hour", "hours", "day", "days", "week", "weeks", "month", "months", "year", "years"];

/// Whether a line is so plainly the beginning of a part or item, or the end of a block, that a text in
/// quotes cannot reach over it.
///
/// `paragraphs` is for texts in three quotes, in which `}` and the like are less of a surprise.
pub(super) fn line_ends_text(line: &str, paragraphs: bool) -> bool {
    let indented = line.starts_with([' ', '\t']);
    let line = line.trim();
    if line.starts_with('}') {
        return !(paragraphs && indented);
    }
    let mut words = line.split_whitespace();
    let (Some(first), second) = (words.next(), words.next().unwrap_or_default()) else { return false };
    let quoted = second.starts_with(['"', '“']);
    if TEXT_PARTS.contains(&first) || matches!(first, "cite" | "pass" | "fail" | "skip") {
        return quoted;
    }
    if ITEMS.contains(&first) && !indented {
        let fourth = words.next().unwrap_or_default();
        return matches!(fourth, "{" | "=") || (first == "infer" && matches!(second, "fact" | "audience"));
    }
    if paragraphs {
        return false;
    }
    match first {
        "must" | "should" => VERBS.contains(&second) || second == "not" && words.next().is_some_and(is_verb),
        "severity" => matches!(second, "error" | "warning" | "info"),
        "when" => second.starts_with('(') || TESTS.contains(&second) && second != "not",
        "since" | "until" => second.starts_with(|c: char| c.is_ascii_digit()),
        "closest" | "contrary" => {
            quoted || second.starts_with(['{', '(']) || words.next().is_none() && !second.is_empty()
        }
        "extends" => words.next().is_none() && !second.is_empty(),
        "or" | "and" | "then" => quoted,
        _ => false,
    }
}

fn is_verb(word: &str) -> bool {
    VERBS.contains(&word)
}

/// As much of a word as a message can carry.
pub(super) fn short(word: &str) -> &str {
    word.char_indices().nth(60).and_then(|(i, _)| word.get(..i)).unwrap_or(word)
}

/// The best of `candidates` for a misspelt word, also when two letters changed places (`adn`).
pub(super) fn meant<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let word = short(word);
    crate::diagnostic::did_you_mean(word, candidates.clone())
        .or_else(|| candidates.into_iter().find(|c| word.len() >= 3 && strsim::osa_distance(word, c) == 1))
}

/// Whether a word is written like a name: lower case, hyphens between words.
pub(super) fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase())
        && word.split('-').all(|w| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

/// The name that somebody meant who wrote `Age_Limit`.
pub(super) fn name_for(word: &str) -> Option<String> {
    let name: String = short(word).to_lowercase().replace(['_', ' '], "-");
    let name = name.trim_matches('-').to_owned();
    is_name(&name).then_some(name)
}
