//! Garbled text: words said twice, words lost between others, clauses without their verb, sentences that break off. Knows
//! which small words cannot stand side by side, not what a sentence says.

use super::form::{Pattern, pattern as form};
use super::{Cause, place, within};
use crate::document::{BlockKind, Document, Extent, WordKind};
use std::sync::LazyLock;

/// Small words that no sentence says twice in a row.
const TWICE: &str = "the a an of to for and or with by is are be we you your our from as at it not will may they their this \
     if than can but us has have was were when which who into any all";

/// Words that ask for a noun, and words that cannot follow them.
const DETERMINERS: &str = "the a an our your their its";
const NO_NOUN: &str = "the a an our your their of is are from with by for to if has have was were be and or";

/// Words that belong to verbs, of which a clause has one.
const VERBS: [&str; 10] =
    ["is are", "are is", "will is", "may are", "may is", "can will", "may will", "will may", "will are", "can is"];

/// Words that no sentence ends in.
const OPEN: &str = "the a an of our your with by from its their if because than";

/// Plurals that no noun has.
const PLURALS: &str = "datas informations softwares advices childs";

struct Forms {
    /// A clause with “which” and a subject, and no verb.
    verbless: Pattern,
    /// A clause that has its object twice.
    filled: Pattern,
}

static FORMS: LazyLock<Forms> = LazyLock::new(|| Forms {
    verbless: form(
        r"\b(?:with|to|from|for|by|in|on|through) which (?:the|your|our|their|its|a|an)((?: [a-z]+){0,2}) [a-z]+(?:tion|ment|ness|ity|ence|ance)s?\s*[.;]",
    ),
    filled: form(
        r"\b(?:information|data|details?|records?) that\b[^.;]{0,90}?\b(?:but|and) that we (?:have )?[a-z]+ed(?: \([^()]{1,60}\))? (?:any|all|the|your|some) [a-z]+",
    ),
});

/// One cause for each place.
pub(super) fn find(document: &Document) -> Vec<Cause> {
    let mut causes = Vec::new();
    for (i, block) in document.blocks.iter().enumerate().filter(|(_, b)| !b.navigation) {
        if matches!(block.kind, BlockKind::Code | BlockKind::LinkTarget | BlockKind::Heading) {
            continue;
        }
        // Code may hold any words.
        let span = document.prose.source_span(block.extent);
        let next = document.codes.partition_point(|c| c.end <= span.start);
        if document.codes.get(next).is_some_and(|c| c.overlaps(span)) {
            continue;
        }
        let text = document.prose.slice(block.extent);
        if text.contains(" which ")
            && let Some(found) = FORMS.verbless.as_ref().and_then(|f| f.captures(text))
            && let (Some(whole), Some(inner)) = (found.get(0), found.get(1))
            && !inner.as_str().split(' ').any(may_be_verb)
        {
            causes.push(vec![place(document, within(block.extent, whole.range()), "this clause has no verb")]);
        }
        if text.contains(" that we ")
            && let Some(found) = FORMS.filled.as_ref().and_then(|f| f.find(text))
        {
            causes.push(vec![place(
                document,
                within(block.extent, found.range()),
                "this clause has one object too many",
            )]);
        }
        causes.extend(broken_off(document, i).map(|p| vec![p]));
        for sentence in block.sentences.0..block.sentences.1 {
            causes.extend(pairs(document, sentence).into_iter().map(|p| vec![p]));
        }
    }
    causes
}

/// Whether a word before the end of a clause may be its verb.
fn may_be_verb(word: &str) -> bool {
    let forms = [
        "may", "can", "will", "must", "had", "could", "might", "shall", "should", "would", "gave", "made", "sent",
        "took",
    ];
    word.ends_with('s') || word.ends_with("ed") || forms.contains(&word)
}

/// Neighbours of one sentence that cannot be neighbours, and words that are none.
fn pairs(document: &Document, sentence: usize) -> Vec<super::Place> {
    let Some((first, end)) = document.sentences.get(sentence).map(|s| s.words) else { return Vec::new() };
    let mut found = Vec::new();
    let words = document.words.get(first..end).unwrap_or_default();
    let text = |extent: Extent| document.prose.slice(extent);
    for word in words.iter().filter(|w| w.kind == WordKind::Word) {
        let low = text(word.extent);
        if low.len() >= 5 && low.ends_with('s') && held(PLURALS, &low.to_lowercase()) {
            found.push(place(document, word.extent, "a plural that this word does not have"));
        }
    }
    for (a, b) in words.iter().zip(words.iter().skip(1)) {
        let gap = Extent { start: a.extent.end, end: b.extent.start };
        if text(gap) != " " || a.kind != WordKind::Word || b.kind != WordKind::Word {
            continue;
        }
        let after = Extent { start: b.extent.end, end: (b.extent.end + 1).min(document.prose.len() as u32) };
        let joined = matches!(text(after), "-" | "/" | "’" | "'" | "\"" | "”");
        let (left, right) = (text(a.extent), text(b.extent));
        let capital = right.starts_with(char::is_uppercase) && left != right;
        if left.len() > 9 || right.len() > 9 || joined || capital {
            continue;
        }
        if let Some(note) = fault(&left.to_lowercase(), &right.to_lowercase()) {
            found.push(place(document, Extent { start: a.extent.start, end: b.extent.end }, note));
        }
    }
    found
}

/// Why two words cannot stand side by side.
fn fault(left: &str, right: &str) -> Option<&'static str> {
    if left == right {
        return held(TWICE, left).then_some("said twice");
    }
    let possessive = !matches!(left, "the" | "a" | "an");
    let linked = matches!(right, "and" | "or");
    if held(DETERMINERS, left)
        && held(NO_NOUN, right)
        && !(possessive && linked)
        && !(left == "a" && matches!(right, "to" | "is" | "and" | "or"))
    {
        return Some("a word is missing between these");
    }
    VERBS.iter().any(|v| v.split_once(' ') == Some((left, right))).then_some("two verbs where one can be")
}

/// The end of a paragraph that breaks off.
fn broken_off(document: &Document, block: usize) -> Option<super::Place> {
    let held_by = document.blocks.get(block)?;
    if held_by.kind != BlockKind::Paragraph {
        return None;
    }
    let last = held_by.sentences.1.checked_sub(1).and_then(|s| document.sentences.get(s))?;
    let word = last.words.1.checked_sub(1).and_then(|w| document.words.get(w))?;
    let text = document.prose.slice(held_by.extent);
    let long = last.words.1 - last.words.0 >= 6;
    let small = document.prose.slice(word.extent);
    let ends = text.trim_end().ends_with(small) && held(OPEN, small);
    // The next block may go on with the sentence.
    let next = document.blocks.iter().skip(block + 1).find(|b| b.kind != BlockKind::LinkTarget);
    let goes_on = next.is_some_and(|n| {
        let begins = document.prose.slice(n.extent);
        n.kind != BlockKind::Paragraph && n.kind != BlockKind::Heading || !begins.starts_with(char::is_uppercase)
    });
    (long && ends && !goes_on).then(|| place(document, word.extent, "the sentence breaks off"))
}

/// Which list holds a word.
fn held(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|w| w == word)
}
