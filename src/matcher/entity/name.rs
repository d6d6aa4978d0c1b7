//! Names without any legal form: capitalised words in a row, as firms, apps and people are called.

use super::mark::CAPITAL;
use super::scan::Scan;
use super::words;
use crate::matcher::{EntityHit, TokenKind, Value};

/// The longest name, in words. What is longer is a title or a shouted sentence.
const LONGEST: usize = 8;

/// Finds runs of capitalised words, without the small words of language that a sentence begins with.
pub(super) fn find(scan: &Scan<'_>) -> Vec<EntityHit> {
    let mut hits = Vec::new();
    let mut done = 0;
    for at in scan.marked(CAPITAL) {
        if at < done || ordinary(scan.low(at)) {
            continue;
        }
        let end = run_end(scan, at);
        done = end;
        let roles = (at..end).all(|w| role(scan.low(w)));
        if end - at <= LONGEST && !roles && !shouted(scan, at, end) {
            hits.push(EntityHit { words: words(at, end), value: Value::Name });
        }
    }
    hits
}

/// One past the last word of the run that starts at word `at`.
fn run_end(scan: &Scan<'_>, at: usize) -> usize {
    let mut end = at + 1;
    while glued(scan, end - 1) {
        if part(scan, end) {
            end += 1;
        } else if small(scan.low(end)) && glued(scan, end) && part(scan, end + 1) {
            end += 2;
        } else {
            break;
        }
    }
    end
}

/// Whether the words stand in a sentence that is written in capitals throughout, where capitals name nothing.
fn shouted(scan: &Scan<'_>, start: usize, end: usize) -> bool {
    let capitals = |w: usize| {
        let raw = scan.raw(w);
        raw.len() > 1 && raw.chars().all(|c| !c.is_lowercase()) && raw.chars().any(char::is_uppercase)
    };
    let before = || start.checked_sub(1).is_some_and(|w| scan.same_sentence(w, start) && capitals(w));
    let after = || scan.same_sentence(start, end) && capitals(end);
    (start..end).all(capitals) && (before() || after())
}

/// Whether the word may go on a name.
fn part(scan: &Scan<'_>, at: usize) -> bool {
    match scan.kind(at) {
        TokenKind::Word => scan.raw(at).chars().any(char::is_uppercase) && !ordinary(scan.low(at)),
        TokenKind::Number => scan.raw(at).len() <= 4,
        TokenKind::Sign => matches!(scan.raw(at), "&" | "+"),
        TokenKind::Url | TokenKind::Email => false,
    }
}

/// Whether nothing that ends a name stands between the word and the next of its sentence.
fn glued(scan: &Scan<'_>, at: usize) -> bool {
    let joins = |c: char| c.is_whitespace() || matches!(c, '-' | '\'' | '’' | '.' | '!' | '/');
    scan.same_sentence(at, at + 1) && scan.gap(at).chars().all(joins) && !scan.gap(at).contains('\n')
}

/// Small words inside a name: `House of Bread`.
fn small(low: &str) -> bool {
    matches!(low, "of" | "the" | "for" | "de" | "del" | "da" | "di" | "la" | "van" | "von" | "der" | "by" | "y")
}

/// Words of the language that no name begins with, whatever their case.
fn ordinary(low: &str) -> bool {
    const WORDS: &str = "a an and any are as at be but by can do does each every for from has have how if in is it its \
        may me my no not of on once or our so such that the their them there these they this those to under unless \
        until up upon us we what when where which while who whom why will with you your i he she his her please \
        dear also all both see welcome hello since because through within before after during";
    WORDS.split(' ').any(|w| w == low)
}

/// Words for the parties and things of any policy, capitalised as defined terms: they name nobody.
fn role(low: &str) -> bool {
    const WORDS: &str = "company application app developer service services provider website site user users \
        controller data personal information privacy policy notice terms conditions owner operator party parties \
        third publisher platform product customer client account device";
    WORDS.split(' ').any(|w| w == low)
}
