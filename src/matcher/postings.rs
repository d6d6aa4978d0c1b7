//! Where each word of a text stands: an index by word. Knows no phrases.

use super::Token;
use super::vocabulary::{ClassId, Symbol, Vocabulary};

/// The places of the words that some rule knows, words of link targets left out.
#[derive(Clone, Debug, Default)]
pub struct Postings {
    /// By word: where its places end in `places`.
    ends: Vec<u32>,
    /// Words of the text, by word of the vocabulary, rising.
    places: Vec<u32>,
    /// By class: how many words of it the text holds, whatever their case.
    counts: Vec<u32>,
}

impl Postings {
    /// Indexes a text.
    pub fn of(vocabulary: &Vocabulary, tokens: &[Token], symbols: &[Symbol]) -> Self {
        let known = || {
            let visible = tokens.iter().zip(symbols).enumerate().filter(|(_, (token, _))| !token.link);
            visible.filter_map(|(at, (_, symbol))| Some((at as u32, symbol.word()?)))
        };
        let mut ends = vec![0_u32; vocabulary.len()];
        let mut distinct = Vec::new();
        for (_, word) in known() {
            if let Some(count) = ends.get_mut(word as usize) {
                if *count == 0 {
                    distinct.push(word);
                }
                *count += 1;
            }
        }
        let mut counts = vec![0_u32; vocabulary.class_count()];
        for word in distinct {
            let count = ends.get(word as usize).copied().unwrap_or_default();
            for class in vocabulary.classes_of(word) {
                if let Some(all) = counts.get_mut(class as usize) {
                    *all += count;
                }
            }
        }
        let mut total = 0;
        for end in &mut ends {
            total += std::mem::replace(end, total);
        }
        let mut places = vec![0_u32; total as usize];
        for (at, word) in known() {
            let Some(end) = ends.get_mut(word as usize) else { continue };
            if let Some(place) = places.get_mut(*end as usize) {
                *place = at;
            }
            *end += 1;
        }
        Self { ends, places, counts }
    }

    /// How many words of a class the text holds, at most.
    pub fn count(&self, class: ClassId) -> u32 {
        self.counts.get(class as usize).copied().unwrap_or_default()
    }

    /// The places of a word, rising.
    pub fn places(&self, word: u32) -> &[u32] {
        let from = word.checked_sub(1).and_then(|w| self.ends.get(w as usize)).copied().unwrap_or_default();
        let to = self.ends.get(word as usize).copied().unwrap_or_default();
        self.places.get(from as usize..to as usize).unwrap_or_default()
    }
}
