//! Words by number and back, in three flat vectors: made for one look-up a token, and for being stored as it is.
//!
//! Filled from rules and only read with policies, so that a hostile policy cannot lengthen a chain.

use super::flat;

/// Words, numbered in the order in which they came.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Table {
    /// All words, one after the other.
    text: String,
    /// By word: where it ends in `text`.
    #[serde(with = "flat")]
    ends: Vec<u32>,
    /// Open addressing: a part of the hash and the word's number plus one; a power of two of them.
    #[serde(with = "flat")]
    slots: Vec<(u32, u32)>,
}

impl Table {
    /// How many words there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The number of a word.
    pub fn get(&self, word: &str) -> Option<u32> {
        let mask = self.slots.len().checked_sub(1)?;
        let hash = hash(word.as_bytes());
        let mut at = hash as usize & mask;
        loop {
            let (tag, number) = *self.slots.get(at)?;
            let index = number.checked_sub(1)?;
            if tag == tag_of(hash) && self.word(index) == word {
                return Some(index);
            }
            at = (at + 1) & mask;
        }
    }

    /// The number of a word, a new one if need be.
    pub fn insert(&mut self, word: &str) -> u32 {
        if let Some(index) = self.get(word) {
            return index;
        }
        let index = self.ends.len() as u32;
        self.text.push_str(word);
        self.ends.push(self.text.len() as u32);
        if self.ends.len() * 2 > self.slots.len() {
            self.slots = vec![(0, 0); (self.slots.len() * 2).max(64)];
            for index in 0..self.ends.len() as u32 {
                self.place(index);
            }
        } else {
            self.place(index);
        }
        index
    }

    /// The word of that number; empty when there is none.
    fn word(&self, index: u32) -> &str {
        let index = index as usize;
        let start = index.checked_sub(1).and_then(|i| self.ends.get(i)).map_or(0, |end| *end as usize);
        let end = self.ends.get(index).map_or(start, |end| *end as usize);
        self.text.get(start..end).unwrap_or_default()
    }

    fn place(&mut self, index: u32) {
        let hash = hash(self.word(index).as_bytes());
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = hash as usize & mask;
        while let Some(slot) = self.slots.get_mut(at) {
            if slot.1 == 0 {
                *slot = (tag_of(hash), index + 1);
                return;
            }
            at = (at + 1) & mask;
        }
    }
}

/// The half of a hash that does not choose the slot.
fn tag_of(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// Eight bytes at a time, the rest with its length.
fn hash(bytes: &[u8]) -> u64 {
    let mut hash = 0_u64;
    let mut add = |value: u64| {
        hash = (hash ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash ^= hash >> 29;
    };
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        add(chunk.try_into().map_or(0, u64::from_le_bytes));
    }
    let rest = chunks.remainder();
    let mut last = rest.len() as u64;
    for byte in rest {
        last = last << 8 | u64::from(*byte);
    }
    add(last);
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_their_numbers() {
        let mut table = Table::default();
        assert_eq!(table.get("cookie"), None);
        let words: Vec<String> = (0..3_000).map(|i| format!("word{i}")).collect();
        for (i, word) in words.iter().enumerate() {
            assert_eq!(table.insert(word), i as u32);
        }
        for (i, word) in words.iter().enumerate() {
            assert_eq!(table.get(word), Some(i as u32));
            assert_eq!(table.insert(word), i as u32);
        }
        assert_eq!((table.get("word"), table.get(""), table.len()), (None, None, 3_000));
        assert_eq!(table.insert(""), 3_000);
        assert_eq!(table.get(""), Some(3_000));
    }
}
