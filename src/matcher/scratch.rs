//! What trials of phrases write to and use again: threads, captures, the words of the sentence at hand. Knows no phrases.

use super::Captured;
use super::stream::Stream;
use super::vocabulary::ClassId;

/// No capture yet.
pub const NONE: u32 = u32::MAX;

/// A phrase and one of its first positions.
pub type Begin = (u32, u32);

/// A way through a phrase that waits for its next word.
#[derive(Clone, Copy, Debug)]
pub struct Thread {
    pub position: u32,
    /// The first word that it may take.
    pub from: u32,
    /// The last word that it may take.
    pub until: u32,
    /// Its latest capture in [`Scratch::captures`].
    pub captures: u32,
}

/// Space that trials reuse.
#[derive(Debug, Default)]
pub struct Scratch {
    pub active: Vec<Thread>,
    pub next: Vec<Thread>,
    pub later: Vec<Thread>,
    /// By position: the step in which it was entered last, and where in `next`.
    pub entered: Vec<(u64, u32)>,
    pub step: u64,
    pub captures: Vec<(u32, u16, Captured)>,
    pub candidates: Vec<Begin>,
    pub best: Option<Match>,
    /// The words whose classes are in `seen`.
    pub sentence: (u32, u32),
    /// By class: the first word, plus one, of the sentence in which it was seen last.
    seen: Vec<u32>,
    /// By set of required classes: the first word, plus one, of the sentence in which it was looked for last, and
    /// whether it was there.
    sets: Vec<(u32, bool)>,
    /// How often a word was offered to a thread.
    #[cfg(test)]
    pub work: u64,
}

impl Scratch {
    /// Space for an automaton with so many positions and sets of required classes.
    pub fn new(positions: usize, sets: usize) -> Self {
        Self { entered: vec![(0, 0); positions], sets: vec![(0, false); sets], ..Self::default() }
    }

    /// Counts a word that is offered to a thread, for the tests of linear work.
    #[cfg_attr(not(test), allow(clippy::unused_self))]
    pub fn count(&mut self) {
        #[cfg(test)]
        {
            self.work += 1;
        }
    }

    /// Whether the sentence holds a word of a set, asked of `look` once a sentence.
    pub fn holds(&mut self, set: u32, look: impl Fn(&Self) -> bool) -> bool {
        let now = self.sentence.0 + 1;
        if let Some((then, held)) = self.sets.get(set as usize)
            && *then == now
        {
            return *held;
        }
        let held = look(self);
        if let Some(slot) = self.sets.get_mut(set as usize) {
            *slot = (now, held);
        }
        held
    }

    /// Adds a thread for the next word; one thread a position is enough: the one that may wait longest.
    pub fn enter(&mut self, thread: Thread) {
        let Some(entered) = self.entered.get_mut(thread.position as usize) else {
            return;
        };
        if entered.0 == self.step {
            if let Some(other) = self.next.get_mut(entered.1 as usize).filter(|o| o.until < thread.until) {
                *other = thread;
            }
            return;
        }
        *entered = (self.step, self.next.len() as u32);
        self.next.push(thread);
    }

    /// Notes a capture after those that a thread has.
    pub fn capture(&mut self, before: u32, slot: u16, captured: Captured) -> u32 {
        self.captures.push((before, slot, captured));
        self.captures.len() as u32 - 1
    }

    /// Notes the classes of all words from `at` to the end of its sentence, unless that was done.
    pub fn enter_sentence(&mut self, at: u32, stream: &Stream<'_>) {
        if self.sentence.0 <= at && at < self.sentence.1 {
            return;
        }
        let mut end = at;
        loop {
            for class in stream.vocabulary.classes(stream.symbol(end)) {
                if self.seen.len() <= class as usize {
                    self.seen.resize(class as usize + 1, 0);
                }
                if let Some(seen) = self.seen.get_mut(class as usize) {
                    *seen = at + 1;
                }
            }
            end += 1;
            if !stream.continues(end) {
                break;
            }
        }
        self.sentence = (at, end);
    }

    /// Whether a word of the class stands in the sentence.
    pub fn in_sentence(&self, class: ClassId) -> bool {
        self.seen.get(class as usize).is_some_and(|seen| *seen == self.sentence.0 + 1)
    }

    /// The captures of a match, sorted by slot.
    pub fn captures(&self, mut at: u32) -> Vec<(u16, Captured)> {
        let mut all = Vec::new();
        while let Some((before, slot, captured)) = self.captures.get(at as usize) {
            all.push((*slot, *captured));
            at = *before;
        }
        all.reverse();
        all.sort_by_key(|(slot, _)| *slot);
        all.dedup_by_key(|(slot, _)| *slot);
        all
    }
}

/// A match of one phrase at a given first word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// One past its last word.
    pub end: u32,
    /// For [`Scratch::captures`], valid until the next trial.
    pub captures: u32,
}
