//! How hard a text is to read: Flesch's reading ease of the whole and of each section. Knows syllables and sentences, not what
//! they say.
//!
//! R. Flesch, “A new readability yardstick”, Journal of Applied Psychology 32 (1948): 206.835 − 1.015 × words a sentence −
//! 84.6 × syllables a word. Syllables are counted as groups of vowels, without the silent `e` at the end of a word.

use super::{Cause, place};
use crate::document::{BlockKind, Document, WordKind};
use crate::eval::Place;
use crate::source::Span;

/// The whole is hard to read below this.
const LEAST: f64 = 50.0;

/// A section is hard to read below this, in a text that is not: “very difficult” in Flesch's table.
const LEAST_SECTION: f64 = 30.0;

/// Fewer words say nothing of a text.
const LEAST_WORDS: usize = 100;

/// Fewer words say nothing of a section.
const LEAST_SECTION_WORDS: usize = 60;

/// So many of the hardest sections are shown.
const MOST_SECTIONS: usize = 3;

/// What is counted.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    sentences: usize,
    words: usize,
    syllables: usize,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.sentences += other.sentences;
        self.words += other.words;
        self.syllables += other.syllables;
    }

    /// Flesch's reading ease: 100 is very easy, 0 very hard.
    #[allow(clippy::cast_precision_loss)] // counts of words are small
    fn ease(self) -> f64 {
        let words = self.words.max(1) as f64;
        206.835 - 1.015 * (words / self.sentences.max(1) as f64) - 84.6 * (self.syllables as f64 / words)
    }
}

/// One cause for a text that is hard to read as a whole, with its hardest sections; else one for each section that is.
pub(super) fn find(document: &Document, title: Span) -> Vec<Cause> {
    let mut whole = Tally::default();
    let mut sections = vec![Tally::default(); document.sections.len()];
    for sentence in &document.sentences {
        let Some(block) = document.blocks.get(sentence.block) else { continue };
        let prose =
            matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Quote | BlockKind::Definition);
        if !prose || block.navigation {
            continue;
        }
        let tally = read(document, sentence.words);
        whole.add(tally);
        if let Some(own) = sections.get_mut(block.section) {
            own.add(tally);
        }
    }
    if whole.words < LEAST_WORDS {
        return Vec::new();
    }
    let hard = whole.ease() < LEAST;
    let bound = if hard { whole.ease() } else { LEAST_SECTION };
    let mut hardest: Vec<(f64, Place)> = sections
        .iter()
        .enumerate()
        .filter(|(_, t)| t.words >= LEAST_SECTION_WORDS && t.ease() < bound)
        .filter_map(|(i, t)| Some((t.ease(), heading(document, i, t.ease())?)))
        .collect();
    if !hard {
        return hardest.into_iter().map(|(_, place)| vec![place]).collect();
    }
    hardest.sort_by(|a, b| a.0.total_cmp(&b.0));
    let note = format!("reading ease {:.0}; {LEAST:.0} and more is plain", whole.ease());
    let mut cause = vec![Place { span: title, note }];
    cause.extend(hardest.into_iter().take(MOST_SECTIONS).map(|(_, place)| place));
    vec![cause]
}

/// The heading of a section with its reading ease.
fn heading(document: &Document, section: usize, ease: f64) -> Option<Place> {
    let block = document.blocks.get(document.sections.get(section)?.heading?)?;
    Some(place(document, block.extent, format!("reading ease {ease:.0}")))
}

/// The words of one sentence; numbers and addresses do not count.
fn read(document: &Document, (first, end): (usize, usize)) -> Tally {
    let words = document.words.get(first..end).unwrap_or_default();
    let texts = words.iter().filter(|w| w.kind == WordKind::Word).map(|w| document.prose.slice(w.extent));
    let mut tally = Tally { sentences: 1, ..Tally::default() };
    for text in texts {
        // The second part of a contraction belongs to the word before it.
        if text.starts_with(['\'', '’']) || text.eq_ignore_ascii_case("n't") || text.eq_ignore_ascii_case("n’t") {
            continue;
        }
        tally.words += 1;
        tally.syllables += syllables(text);
    }
    if tally.words == 0 {
        tally.sentences = 0;
    }
    tally
}

/// Groups of vowels, without a silent `e` at the end; at least one.
fn syllables(word: &str) -> usize {
    let word = word.trim_end_matches("'s").trim_end_matches("’s").to_lowercase();
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
    let vowel = |c: char| "aeiouyàâäéèêëîïôöùûü".contains(c);
    let starts = |i: usize| {
        letters.get(i).is_some_and(|c| vowel(*c))
            && !i.checked_sub(1).and_then(|p| letters.get(p)).is_some_and(|c| vowel(*c))
    };
    let groups = (0..letters.len()).filter(|i| starts(*i)).count();
    let ends = |ending: &str| word.ends_with(ending);
    let before = |back: usize| letters.len().checked_sub(back).and_then(|i| letters.get(i)).copied().unwrap_or(' ');
    let silent = ends("e") && !vowel(before(2)) && !(ends("le") && !vowel(before(3)) && before(3) != ' ')
        || ends("es") && !vowel(before(3)) && !"cgsxz".contains(before(3)) && !ends("ches") && !ends("shes")
        || ends("ed") && !vowel(before(3)) && !"td".contains(before(3));
    groups.saturating_sub(usize::from(silent)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_those_that_are_spoken() {
        for (word, count) in [
            ("we", 1),
            ("use", 1),
            ("data", 2),
            ("privacy", 3),
            ("shared", 1),
            ("collected", 3),
            ("table", 2),
            ("services", 3),
            ("information", 4),
            ("the", 1),
            ("purposes", 3),
            ("firm's", 1),
        ] {
            assert_eq!(syllables(word), count, "{word}");
        }
    }
}
