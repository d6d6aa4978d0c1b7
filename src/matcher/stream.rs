//! What an automaton runs over: words as symbols, and the hits of the layers before. Knows no phrases.

use super::postings::Postings;
use super::vocabulary::{ClassId, Symbol, Vocabulary};
use super::{EntityHit, EntryHit, Token};

/// What the automaton runs over: words, and the hits of the layers before.
#[derive(Clone, Copy, Debug)]
pub struct Stream<'a> {
    /// The words of the text.
    pub tokens: &'a [Token],
    /// The same as symbols.
    pub symbols: &'a [Symbol],
    /// What the symbols mean.
    pub vocabulary: &'a Vocabulary,
    /// Sorted by start.
    pub entities: &'a [EntityHit],
    /// Index of `entities` by first word.
    pub entities_at: &'a Starts,
    /// Sorted by start.
    pub entries: &'a [EntryHit],
    /// Index of `entries` by first word.
    pub entries_at: &'a Starts,
    /// Whether words of link targets count.
    pub links: bool,
    /// Where words stand, if that was noted.
    pub postings: Option<&'a Postings>,
}

impl<'a> Stream<'a> {
    /// A stream of words alone, link targets left out; `none` is an empty index.
    pub fn words(tokens: &'a [Token], symbols: &'a [Symbol], vocabulary: &'a Vocabulary, none: &'a Starts) -> Self {
        let (entities, entries) = (&[], &[]);
        Self {
            tokens,
            symbols,
            vocabulary,
            entities,
            entities_at: none,
            entries,
            entries_at: none,
            links: false,
            postings: None,
        }
    }

    /// Whether word `next` goes on where the word before it stands.
    pub fn continues(&self, next: u32) -> bool {
        let before = next.checked_sub(1).and_then(|b| self.tokens.get(b as usize));
        let (Some(a), Some(b)) = (before, self.tokens.get(next as usize)) else {
            return false;
        };
        a.sentence == b.sentence && a.block == b.block && (self.links || (!a.link && !b.link))
    }

    /// The word as a symbol; an unknown one past the end.
    pub fn symbol(&self, at: u32) -> Symbol {
        self.symbols.get(at as usize).copied().unwrap_or_default()
    }

    /// Whether the text may hold a word of a class.
    pub fn may_hold(&self, class: ClassId) -> bool {
        self.postings.is_none_or(|postings| postings.count(class) > 0)
    }

    /// Whether an entity or entry starts at the word.
    pub fn has_hits(&self, at: u32) -> bool {
        !self.entities_at.at(at, self.entities).1.is_empty() || !self.entries_at.at(at, self.entries).1.is_empty()
    }

    /// Whether the word belongs to a link's target and must not be read as running text.
    pub fn hidden(&self, at: u32) -> bool {
        !self.links && self.tokens.get(at as usize).is_some_and(|t| t.link)
    }
}

/// Where hits start: an index over hits that are sorted by their first word.
#[derive(Clone, Debug, Default)]
pub struct Starts(Vec<u32>);

impl Starts {
    /// Indexes hits by their first words, which must ascend; `words` is how many the text has.
    pub fn new(starts: impl Iterator<Item = u32>, words: usize) -> Self {
        let mut index: Vec<u32> = Vec::new();
        let mut count = 0;
        for start in starts {
            if index.is_empty() {
                index.reserve(words + 1);
            }
            while index.len() <= start as usize && index.len() <= words {
                index.push(count);
            }
            count += 1;
        }
        if count > 0 {
            index.resize((words + 1).max(index.len()), count);
        }
        Self(index)
    }

    /// The hits that start at a word.
    pub fn at<'h, T>(&self, word: u32, hits: &'h [T]) -> (usize, &'h [T]) {
        let word = word as usize;
        let (Some(first), Some(end)) = (self.0.get(word), self.0.get(word + 1)) else {
            return (0, &[]);
        };
        (*first as usize, hits.get(*first as usize..*end as usize).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts_index_hits() {
        let starts = [0_u32, 0, 3, 5];
        let index = Starts::new(starts.iter().copied(), 6);
        let at = |word| index.at(word, &starts).1.len();
        assert_eq!([at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7)], [2, 0, 0, 1, 0, 1, 0, 0]);
        assert_eq!(index.at(3, &starts).0, 2);
        assert_eq!(Starts::new(std::iter::empty(), 6).at(0, &starts).1.len(), 0);
    }
}
