//! Many phrases as one automaton over the words of a text.
//!
//! A phrase is tried only where one of its first words stands (and, where nothing can come between, its second word
//! too). From there all its ways are followed side by side, at most one thread a position, so that one trial costs at
//! most positions × length of the phrase, whatever the text is; phrases have no loops. Knows no rules.

use super::phrase::{Edge, Program, Takes};
use super::stream::Stream;
use super::vocabulary::{ClassId, FastMap, Symbol};
use super::{Captured, Words};

/// No capture yet.
const NONE: u32 = u32::MAX;

/// The phrases with the index of their beginnings. Phrases are known by the order in which they were added.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Automaton {
    positions: Vec<Flat>,
    edges: Vec<Edge>,
    /// By phrase: its first positions, as a range of `firsts`.
    phrases: Vec<(u32, u32)>,
    firsts: Vec<u32>,
    /// By phrase: classes of which every match holds a word.
    required: Vec<Vec<ClassId>>,
    /// By phrase: the rarest of these, so that a phrase is tried only in sentences that hold it.
    anchors: Vec<Option<ClassId>>,
    /// By class of the first word.
    roots: Vec<Root>,
    entity_roots: FastMap<u8, Vec<u32>>,
    entry_roots: FastMap<u32, Vec<u32>>,
}

#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
struct Flat {
    takes: Takes,
    last: bool,
    /// A range of `edges`.
    edges: (u32, u32),
}

#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
struct Root {
    /// Phrases that begin with the class.
    open: Vec<u32>,
    /// Phrases that begin with the class and go on at once with one word of another: that class, the phrase. Sorted.
    paired: Vec<(ClassId, u32)>,
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
    best: Option<Match>,
    /// The words whose classes are in `seen`.
    sentence: (u32, u32),
    /// By class: the first word, plus one, of the sentence in which it was seen last.
    seen: Vec<u32>,
    /// How often a word was offered to a thread.
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

    /// Notes a capture after those that a thread has.
    fn capture(&mut self, before: u32, slot: u16, captured: Captured) -> u32 {
        self.captures.push((before, slot, captured));
        self.captures.len() as u32 - 1
    }

    /// Notes the classes of all words from `at` to the end of its sentence, unless that was done.
    fn enter_sentence(&mut self, at: u32, stream: &Stream<'_>) {
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

    fn in_sentence(&self, class: ClassId) -> bool {
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
        self.required.push(program.required.clone());
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
        let mut seconds = Vec::new();
        for edge in self.edges(position) {
            match self.positions.get(edge.to as usize).map(|p| p.takes) {
                Some(Takes::Word(second)) if edge.gap == 0 && !position.last => {
                    seconds.push((second, phrase));
                }
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
        // What few phrases ask for is taken to be rare in texts.
        let mut uses: FastMap<ClassId, u32> = FastMap::default();
        for class in self.required.iter().flatten() {
            *uses.entry(*class).or_default() += 1;
        }
        let rarest = |classes: &Vec<ClassId>| classes.iter().rev().copied().min_by_key(|class| uses.get(class));
        self.anchors = std::mem::take(&mut self.required).iter().map(rarest).collect();
        for root in &mut self.roots {
            root.open.dedup();
            root.paired.sort_unstable();
            root.paired.dedup();
        }
        for roots in self.entity_roots.values_mut().chain(self.entry_roots.values_mut()) {
            roots.dedup();
        }
    }

    /// Whether a phrase begins with a word of that class.
    pub fn begins(&self, class: ClassId) -> bool {
        self.roots.get(class as usize).is_some_and(|root| !root.open.is_empty() || !root.paired.is_empty())
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
        scratch: &mut Scratch,
        wanted: impl Fn(u32) -> bool,
        mut found: impl FnMut(u32, Match, &Scratch),
    ) {
        let mut candidates = std::mem::take(&mut scratch.candidates);
        candidates.clear();
        self.candidates(at, stream, &mut candidates);
        if !candidates.is_empty() {
            scratch.enter_sentence(at, stream);
        }
        candidates.retain(|phrase| {
            let anchor = self.anchors.get(*phrase as usize).copied().flatten();
            wanted(*phrase) && anchor.is_none_or(|class| scratch.in_sentence(class))
        });
        candidates.sort_unstable();
        candidates.dedup();
        for phrase in &candidates {
            if let Some(hit) = self.longest(*phrase, at, stream, scratch) {
                found(*phrase, hit, scratch);
            }
        }
        scratch.candidates = candidates;
    }

    fn candidates(&self, at: u32, stream: &Stream<'_>, out: &mut Vec<u32>) {
        let symbol = stream.symbol(at);
        if !symbol.is_unknown() && !stream.hidden(at) {
            let next = if stream.continues(at + 1) { stream.symbol(at + 1) } else { Symbol::default() };
            for class in stream.vocabulary.classes(symbol) {
                let Some(root) = self.roots.get(class as usize) else {
                    continue;
                };
                out.extend(&root.open);
                if root.paired.is_empty() {
                    continue;
                }
                for second in stream.vocabulary.classes(next) {
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
    fn longest(&self, phrase: u32, at: u32, stream: &Stream<'_>, scratch: &mut Scratch) -> Option<Match> {
        let (first, end) = *self.phrases.get(phrase as usize)?;
        scratch.captures.clear();
        scratch.later.clear();
        scratch.next.clear();
        scratch.step += 1;
        for position in self.firsts.get(first as usize..end as usize)? {
            scratch.enter(Thread { position: *position, from: at, until: at, captures: NONE });
        }
        scratch.best = None;
        let mut word = at;
        loop {
            std::mem::swap(&mut scratch.active, &mut scratch.next);
            scratch.next.clear();
            scratch.step += 1;
            let active = std::mem::take(&mut scratch.active);
            for thread in &active {
                self.take(*thread, word, stream, scratch);
            }
            scratch.active = active;
            if scratch.next.is_empty() {
                let Some(earliest) = scratch.later.iter().map(|t| t.from).min() else {
                    return scratch.best;
                };
                word = earliest;
            } else {
                word += 1;
            }
            let mut later = std::mem::take(&mut scratch.later);
            for thread in later.extract_if(.., |thread| thread.from == word) {
                scratch.enter(thread);
            }
            scratch.later = later;
        }
    }

    /// Offers word `word` to a thread.
    fn take(&self, thread: Thread, word: u32, stream: &Stream<'_>, scratch: &mut Scratch) {
        #[cfg(test)]
        {
            scratch.work += 1;
        }
        let Some(position) = self.positions.get(thread.position as usize) else { return };
        match position.takes {
            Takes::Word(class) => {
                if !stream.hidden(word) && stream.vocabulary.is_in(stream.symbol(word), class) {
                    let words = Words { start: word, end: word + 1 };
                    self.arrive(position, words, thread.captures, stream, scratch);
                }
            }
            Takes::Entity(kind, slot) => {
                let (first, hits) = stream.entities_at.at(word, stream.entities);
                for (i, hit) in hits.iter().enumerate().filter(|(_, hit)| hit.value.kind() == kind) {
                    let what = Captured::Entity((first + i) as u32);
                    let captures = scratch.capture(thread.captures, slot, what);
                    self.arrive(position, hit.words, captures, stream, scratch);
                }
            }
            Takes::Entry(lexicon, slot) => {
                let (first, hits) = stream.entries_at.at(word, stream.entries);
                for (i, hit) in hits.iter().enumerate().filter(|(_, hit)| hit.lexicon == lexicon) {
                    let what = Captured::Entry((first + i) as u32);
                    let captures = scratch.capture(thread.captures, slot, what);
                    self.arrive(position, hit.words, captures, stream, scratch);
                }
            }
        }
        if thread.until > word && stream.continues(word + 1) {
            scratch.enter(Thread { from: word + 1, ..thread });
        }
    }

    /// A position was matched by `words`: notes a match, goes on to what may follow.
    fn arrive(&self, position: &Flat, words: Words, captures: u32, stream: &Stream<'_>, scratch: &mut Scratch) {
        let Words { start, end } = words;
        if end <= start || end as usize > stream.tokens.len() {
            return;
        }
        if position.last && scratch.best.is_none_or(|b| b.end < end) {
            scratch.best = Some(Match { end, captures });
        }
        // Between a link's target and running text nothing continues, so that only a lone capture is read there.
        if !stream.continues(end) {
            return;
        }
        for edge in self.edges(position) {
            let until = end.saturating_add(u32::from(edge.gap));
            let thread = Thread { position: edge.to, from: end, until, captures };
            if end == start + 1 {
                scratch.enter(thread);
            } else {
                scratch.later.push(thread);
            }
        }
    }

    fn edges(&self, position: &Flat) -> &[Edge] {
        self.edges.get(position.edges.0 as usize..position.edges.1 as usize).unwrap_or_default()
    }
}
