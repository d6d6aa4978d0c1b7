//! Many phrases as one automaton over the words of a text.
//!
//! A phrase is tried only where one of its first words stands (and, where nothing can come between, its second word
//! too). From there all its ways are followed side by side, at most one thread a position, so that one trial costs at
//! most positions × length of the phrase, whatever the text is; phrases have no loops. Knows no rules.

use super::phrase::{Edge, Program, Takes};
use super::vocabulary::{ClassId, FastMap, Symbol, Vocabulary};
use super::{Captured, EntityHit, EntryHit, Token};

/// No capture yet.
const NONE: u32 = u32::MAX;

/// The phrases with the index of their beginnings. Phrases are known by the order in which they were added.
#[derive(Clone, Debug, Default)]
pub struct Automaton {
    positions: Vec<Flat>,
    edges: Vec<Edge>,
    /// By phrase: its first positions, as a range of `firsts`.
    phrases: Vec<(u32, u32)>,
    firsts: Vec<u32>,
    /// By class of the first word.
    roots: Vec<Root>,
    entity_roots: FastMap<u8, Vec<u32>>,
    entry_roots: FastMap<u32, Vec<u32>>,
}

#[derive(Clone, Debug)]
struct Flat {
    takes: Takes,
    last: bool,
    /// A range of `edges`.
    edges: (u32, u32),
}

#[derive(Clone, Debug, Default)]
struct Root {
    /// Phrases that begin with the class.
    open: Vec<u32>,
    /// Phrases that begin with the class and go on at once with one word of another: that class, the phrase. Sorted.
    paired: Vec<(ClassId, u32)>,
}

/// What the automaton runs over: words, and the hits of the layers before.
#[derive(Clone, Copy, Debug)]
pub struct Stream<'a> {
    /// The words of the text.
    pub tokens: &'a [Token],
    /// The same as symbols.
    pub symbols: &'a [Symbol],
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
}

impl Stream<'_> {
    /// Whether word `next` goes on where the word before it stands.
    fn continues(&self, next: u32) -> bool {
        let before = next.checked_sub(1).and_then(|b| self.tokens.get(b as usize));
        let (Some(a), Some(b)) = (before, self.tokens.get(next as usize)) else {
            return false;
        };
        a.sentence == b.sentence && a.block == b.block && (self.links || (!a.link && !b.link))
    }

    fn symbol(&self, at: u32) -> Symbol {
        self.symbols.get(at as usize).copied().unwrap_or_default()
    }

    /// Whether the word belongs to a link's target and must not be read as running text.
    fn hidden(&self, at: u32) -> bool {
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

/// A way through a phrase that waits for its next word.
#[derive(Clone, Copy, Debug)]
struct Thread {
    position: u32,
    /// The first word that it may take.
    from: u32,
    /// The last word that it may take.
    until: u32,
    /// Its latest capture in [`Scratch::captures`].
    captures: u32,
}

/// Space that trials reuse.
#[derive(Debug, Default)]
pub struct Scratch {
    active: Vec<Thread>,
    next: Vec<Thread>,
    later: Vec<Thread>,
    /// By position: the step in which it was entered last, and where in `next`.
    entered: Vec<(u64, u32)>,
    step: u64,
    captures: Vec<(u32, u16, Captured)>,
    candidates: Vec<u32>,
    #[cfg(test)]
    pub work: u64,
}

impl Scratch {
    /// Space for an automaton.
    pub fn new(automaton: &Automaton) -> Self {
        Self { entered: vec![(0, 0); automaton.positions.len()], ..Self::default() }
    }

    /// Adds a thread for the next word; one thread a position is enough: the one that may wait longest.
    fn enter(&mut self, thread: Thread) {
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

impl Automaton {
    /// Adds a phrase.
    pub fn add(&mut self, program: &Program) {
        let phrase = self.phrases.len() as u32;
        let base = self.positions.len() as u32;
        for position in &program.positions {
            let first = self.edges.len() as u32;
            self.edges.extend(position.edges.iter().map(|e| Edge { to: e.to + base, gap: e.gap }));
            let edges = (first, self.edges.len() as u32);
            self.positions.push(Flat { takes: position.takes, last: position.last, edges });
        }
        let first = self.firsts.len() as u32;
        self.firsts.extend(program.firsts.iter().map(|f| f + base));
        self.phrases.push((first, self.firsts.len() as u32));
        for at in &program.firsts {
            self.add_root(phrase, at + base);
        }
    }

    fn add_root(&mut self, phrase: u32, first: u32) {
        let Some(position) = self.positions.get(first as usize) else {
            return;
        };
        let class = match position.takes {
            Takes::Entity(kind, _) => {
                return self.entity_roots.entry(kind as u8).or_default().push(phrase);
            }
            Takes::Entry(lexicon, _) => {
                return self.entry_roots.entry(lexicon.0).or_default().push(phrase);
            }
            Takes::Word(class) => class,
        };
        let edges = self.edges.get(position.edges.0 as usize..position.edges.1 as usize).unwrap_or_default();
        let mut seconds = Vec::new();
        for edge in edges {
            match self.positions.get(edge.to as usize).map(|p| p.takes) {
                Some(Takes::Word(second)) if edge.gap == 0 && !position.last => seconds.push((second, phrase)),
                _ => {
                    seconds.clear();
                    break;
                }
            }
        }
        if self.roots.len() <= class as usize {
            self.roots.resize_with(class as usize + 1, Root::default);
        }
        let Some(root) = self.roots.get_mut(class as usize) else {
            return;
        };
        if seconds.is_empty() {
            root.open.push(phrase);
        } else {
            root.paired.extend(seconds);
        }
    }

    /// To be called once, when all phrases are there.
    pub fn finish(&mut self) {
        for root in &mut self.roots {
            root.open.dedup();
            root.paired.sort_unstable();
            root.paired.dedup();
        }
        for roots in self.entity_roots.values_mut().chain(self.entry_roots.values_mut()) {
            roots.dedup();
        }
    }

    /// How many phrases there are.
    pub fn len(&self) -> usize {
        self.phrases.len()
    }

    /// Finds every match that begins at word `at`: calls `found` with the phrase and its longest match, in the order
    /// of phrases. `wanted` says whether a phrase is to be tried here.
    pub fn at(
        &self,
        at: u32,
        stream: &Stream<'_>,
        vocabulary: &Vocabulary,
        scratch: &mut Scratch,
        wanted: impl Fn(u32) -> bool,
        mut found: impl FnMut(u32, Match, &Scratch),
    ) {
        let mut candidates = std::mem::take(&mut scratch.candidates);
        candidates.clear();
        self.candidates(at, stream, vocabulary, &mut candidates);
        candidates.retain(|phrase| wanted(*phrase));
        candidates.sort_unstable();
        candidates.dedup();
        for phrase in &candidates {
            if let Some(hit) = self.longest(*phrase, at, stream, vocabulary, scratch) {
                found(*phrase, hit, scratch);
            }
        }
        scratch.candidates = candidates;
    }

    fn candidates(&self, at: u32, stream: &Stream<'_>, vocabulary: &Vocabulary, out: &mut Vec<u32>) {
        let symbol = stream.symbol(at);
        if !symbol.is_unknown() && !stream.hidden(at) {
            let next = stream.continues(at + 1).then(|| stream.symbol(at + 1)).unwrap_or_default();
            for class in vocabulary.classes(symbol) {
                let Some(root) = self.roots.get(class as usize) else {
                    continue;
                };
                out.extend(&root.open);
                if root.paired.is_empty() {
                    continue;
                }
                for second in vocabulary.classes(next) {
                    let from = root.paired.partition_point(|(c, _)| *c < second);
                    let pairs = root.paired.get(from..).unwrap_or_default();
                    out.extend(pairs.iter().take_while(|(c, _)| *c == second).map(|(_, phrase)| *phrase));
                }
            }
        }
        for hit in stream.entities_at.at(at, stream.entities).1 {
            out.extend(self.entity_roots.get(&(hit.value.kind() as u8)).into_iter().flatten());
        }
        for hit in stream.entries_at.at(at, stream.entries).1 {
            out.extend(self.entry_roots.get(&hit.lexicon.0).into_iter().flatten());
        }
    }

    /// The longest match of a phrase that begins at word `at`.
    fn longest(
        &self,
        phrase: u32,
        at: u32,
        stream: &Stream<'_>,
        vocabulary: &Vocabulary,
        scratch: &mut Scratch,
    ) -> Option<Match> {
        let (first, end) = *self.phrases.get(phrase as usize)?;
        scratch.captures.clear();
        scratch.later.clear();
        scratch.next.clear();
        scratch.step += 1;
        for position in self.firsts.get(first as usize..end as usize)? {
            scratch.enter(Thread { position: *position, from: at, until: at, captures: NONE });
        }
        let mut best: Option<Match> = None;
        let mut word = at;
        loop {
            std::mem::swap(&mut scratch.active, &mut scratch.next);
            scratch.next.clear();
            scratch.step += 1;
            let active = std::mem::take(&mut scratch.active);
            for thread in &active {
                self.take(*thread, word, stream, vocabulary, scratch, &mut best);
            }
            scratch.active = active;
            if scratch.next.is_empty() {
                let Some(earliest) = scratch.later.iter().map(|t| t.from).min() else {
                    return best;
                };
                word = earliest;
            } else {
                word += 1;
            }
            let mut at = 0;
            while let Some(thread) = scratch.later.get(at).copied() {
                if thread.from == word {
                    scratch.later.remove(at);
                    scratch.enter(thread);
                } else {
                    at += 1;
                }
            }
        }
    }

    /// Offers word `word` to a thread.
    fn take(
        &self,
        thread: Thread,
        word: u32,
        stream: &Stream<'_>,
        vocabulary: &Vocabulary,
        scratch: &mut Scratch,
        best: &mut Option<Match>,
    ) {
        #[cfg(test)]
        {
            scratch.work += 1;
        }
        let Some(position) = self.positions.get(thread.position as usize) else {
            return;
        };
        let hidden = stream.hidden(word);
        match position.takes {
            Takes::Word(class) => {
                if !hidden && vocabulary.is_in(stream.symbol(word), class) {
                    self.arrive(position, word, word + 1, thread.captures, stream, scratch, best);
                }
            }
            Takes::Entity(kind, slot) => {
                let (first, hits) = stream.entities_at.at(word, stream.entities);
                for (i, hit) in hits.iter().enumerate().filter(|(_, hit)| hit.value.kind() == kind) {
                    let captured = Captured::Entity((first + i) as u32);
                    let captures = scratch.captures.len() as u32;
                    scratch.captures.push((thread.captures, slot, captured));
                    self.arrive(position, word, hit.words.end, captures, stream, scratch, best);
                }
            }
            Takes::Entry(lexicon, slot) => {
                let (first, hits) = stream.entries_at.at(word, stream.entries);
                for (i, hit) in hits.iter().enumerate().filter(|(_, hit)| hit.lexicon == lexicon) {
                    let captured = Captured::Entry((first + i) as u32);
                    let captures = scratch.captures.len() as u32;
                    scratch.captures.push((thread.captures, slot, captured));
                    self.arrive(position, word, hit.words.end, captures, stream, scratch, best);
                }
            }
        }
        if thread.until > word && stream.continues(word + 1) {
            scratch.enter(Thread { from: word + 1, ..thread });
        }
    }

    /// A position was matched by the words `word..end`: notes a match, goes on to what may follow.
    #[expect(clippy::too_many_arguments, reason = "the state of one trial")]
    fn arrive(
        &self,
        position: &Flat,
        word: u32,
        end: u32,
        captures: u32,
        stream: &Stream<'_>,
        scratch: &mut Scratch,
        best: &mut Option<Match>,
    ) {
        if end <= word || end as usize > stream.tokens.len() {
            return;
        }
        if position.last && best.is_none_or(|b| b.end < end) {
            *best = Some(Match { end, captures });
        }
        // Between a link's target and running text nothing continues, so that only a lone capture is read there.
        if !stream.continues(end) {
            return;
        }
        let edges = self.edges.get(position.edges.0 as usize..position.edges.1 as usize).unwrap_or_default();
        for edge in edges {
            let until = end.saturating_add(u32::from(edge.gap));
            let thread = Thread { position: edge.to, from: end, until, captures };
            if end == word + 1 {
                scratch.enter(thread);
            } else {
                scratch.later.push(thread);
            }
        }
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
