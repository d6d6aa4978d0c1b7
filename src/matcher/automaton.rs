//! Many phrases as one automaton over the words of a text.
//!
//! A phrase is tried only where one of its first words stands (and, where nothing can come between, its second word
//! too). From there all its ways are followed side by side, at most one thread a position, so that one trial costs at
//! most positions × length of the phrase, whatever the text is; phrases have no loops. Knows no rules.

use super::flat::Record;
use super::hash::FastMap;
use super::phrase::{Edge, Program, Takes};
use super::scratch::{Begin, Match, NONE, Scratch, Thread};
use super::stream::Stream;
use super::vocabulary::{ClassId, Symbol};
use super::{Captured, Words, flat};

/// How many sets of required words are looked for in a sentence before a phrase is tried.
const ANCHORS: usize = 3;

/// The phrases with the index of their beginnings. Phrases are known by the order in which they were added.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Automaton {
    #[serde(with = "flat")]
    positions: Vec<Flat>,
    #[serde(with = "flat")]
    edges: Vec<Edge>,
    /// By phrase: sets of classes; every match holds a word of each. Until all phrases are there.
    #[serde(skip)]
    required: Vec<Vec<Vec<ClassId>>>,
    /// By phrase: the rarest of these sets, so that a phrase is tried only in sentences that hold them; places in
    /// `sets`.
    #[serde(with = "flat")]
    anchors: Vec<[u32; ANCHORS]>,
    /// Ranges of `set_classes`.
    #[serde(with = "flat")]
    sets: Vec<(u32, u32)>,
    #[serde(with = "flat")]
    set_classes: Vec<ClassId>,
    /// By phrase, what a trial starts from; places in `firsts`.
    #[serde(with = "flat")]
    starts: Vec<(u32, u32)>,
    #[serde(with = "flat")]
    firsts: Vec<u32>,
    /// By class of the first word.
    roots: Vec<Root>,
    entity_roots: FastMap<u8, Vec<Begin>>,
    entry_roots: FastMap<u32, Vec<Begin>>,
}

#[derive(Clone, Debug)]
struct Flat {
    takes: Takes,
    last: bool,
    /// A range of `edges`.
    edges: (u32, u32),
}

impl Record for Flat {
    const WIDTH: usize = Takes::WIDTH + 9;

    fn write(&self, out: &mut Vec<u8>) {
        self.takes.write(out);
        (u8::from(self.last), self.edges).write(out);
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (takes, rest) = bytes.split_at_checked(Takes::WIDTH)?;
        let (last, edges): (u8, (u32, u32)) = Record::read(rest)?;
        Some(Self { takes: Takes::read(takes)?, last: last != 0, edges })
    }
}

#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
struct Root {
    /// Phrases that begin with the class.
    #[serde(with = "flat")]
    open: Vec<Begin>,
    /// Phrases that begin with the class and go on at once with one word of another: that class, the phrase. Sorted.
    #[serde(with = "flat")]
    paired: Vec<(ClassId, Begin)>,
}

impl Automaton {
    /// Adds a phrase. With `rooted`, it is found by [`Automaton::at`] at any word.
    pub fn add(&mut self, program: &Program, rooted: bool) {
        let phrase = self.required.len() as u32;
        let base = self.positions.len() as u32;
        for position in &program.positions {
            let first = self.edges.len() as u32;
            self.edges.extend(position.edges.iter().map(|e| Edge { to: e.to + base, gap: e.gap }));
            let edges = (first, self.edges.len() as u32);
            self.positions.push(Flat { takes: position.takes, last: position.last, edges });
        }
        self.required.push(program.required.clone());
        let first = self.firsts.len() as u32;
        self.firsts.extend(program.firsts.iter().map(|at| at + base));
        self.starts.push((first, self.firsts.len() as u32));
        for at in program.firsts.iter().filter(|_| rooted) {
            self.add_root(phrase, at + base);
        }
    }

    /// The first positions of a phrase, with what each takes.
    pub fn firsts(&self, phrase: u32) -> impl Iterator<Item = (u32, Takes)> + '_ {
        let (start, end) = self.starts.get(phrase as usize).copied().unwrap_or_default();
        let firsts = self.firsts.get(start as usize..end as usize).unwrap_or_default();
        firsts.iter().filter_map(|at| Some((*at, self.positions.get(*at as usize)?.takes)))
    }

    /// Sets of classes: every match of the phrase holds a word of each, in the sentence in which it begins.
    pub fn required(&self, phrase: u32) -> impl Iterator<Item = &[ClassId]> {
        let anchors = self.anchors.get(phrase as usize).copied().unwrap_or([NONE; ANCHORS]);
        anchors.into_iter().take_while(|set| *set != NONE).map(|set| self.set(set))
    }

    fn set(&self, set: u32) -> &[ClassId] {
        let (start, end) = self.sets.get(set as usize).copied().unwrap_or_default();
        self.set_classes.get(start as usize..end as usize).unwrap_or_default()
    }

    fn add_root(&mut self, phrase: u32, first: u32) {
        let Some(position) = self.positions.get(first as usize) else {
            return;
        };
        let class = match position.takes {
            Takes::Entity(kind, _) => {
                return self.entity_roots.entry(kind as u8).or_default().push((phrase, first));
            }
            Takes::Entry(lexicon, _) => {
                return self.entry_roots.entry(lexicon.0).or_default().push((phrase, first));
            }
            Takes::Word(class) => class,
        };
        let mut seconds = Vec::new();
        for edge in self.edges(position) {
            match self.positions.get(edge.to as usize).map(|p| p.takes) {
                Some(Takes::Word(second)) if edge.gap == 0 && !position.last => {
                    seconds.push((second, (phrase, first)));
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
            root.open.push((phrase, first));
        } else {
            root.paired.extend(seconds);
        }
    }

    /// To be called once, when all phrases are there.
    pub fn finish(&mut self) {
        // What few phrases ask for is taken to be rare in texts.
        let mut uses: FastMap<ClassId, u32> = FastMap::default();
        for class in self.required.iter().flatten().flatten() {
            *uses.entry(*class).or_default() += 1;
        }
        let commonness = |set: &Vec<ClassId>| set.iter().filter_map(|class| uses.get(class)).sum::<u32>();
        let mut known: FastMap<Vec<ClassId>, u32> = FastMap::default();
        for mut sets in std::mem::take(&mut self.required) {
            sets.reverse();
            sets.sort_by_key(commonness);
            let mut anchors = [NONE; ANCHORS];
            for (anchor, mut set) in anchors.iter_mut().zip(sets) {
                set.sort_unstable();
                set.dedup();
                *anchor = if let Some(id) = known.get(&set) {
                    *id
                } else {
                    let start = self.set_classes.len() as u32;
                    self.set_classes.extend(&set);
                    let id = self.sets.len() as u32;
                    self.sets.push((start, self.set_classes.len() as u32));
                    known.insert(set, id);
                    id
                };
            }
            self.anchors.push(anchors);
        }
        for root in &mut self.roots {
            root.open.dedup();
            root.paired.sort_unstable();
            root.paired.dedup();
        }
        for roots in self.entity_roots.values_mut().chain(self.entry_roots.values_mut()) {
            roots.dedup();
        }
    }

    /// Space for trials.
    pub fn scratch(&self) -> Scratch {
        Scratch::new(self.positions.len(), self.sets.len())
    }

    /// Whether a phrase begins with a word of that class.
    pub fn begins(&self, class: ClassId) -> bool {
        self.roots.get(class as usize).is_some_and(|root| !root.open.is_empty() || !root.paired.is_empty())
    }

    /// How many phrases there are.
    pub fn len(&self) -> usize {
        self.anchors.len().max(self.required.len())
    }

    /// Whether the sentence holds what every match of the phrase holds.
    fn is_possible(&self, phrase: u32, scratch: &mut Scratch) -> bool {
        let anchors = self.anchors.get(phrase as usize).copied().unwrap_or([NONE; ANCHORS]);
        anchors
            .into_iter()
            .take_while(|set| *set != NONE)
            .all(|set| scratch.holds(set, |scratch| self.set(set).iter().any(|class| scratch.in_sentence(*class))))
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
        scratch.enter_sentence(at, stream);
        self.candidates(at, stream, |begin| {
            if wanted(begin.0) && self.is_possible(begin.0, scratch) {
                candidates.push(begin);
            }
        });
        if candidates.len() > 1 {
            candidates.sort_unstable();
            candidates.dedup();
        }
        for begins in candidates.chunk_by(|a, b| a.0 == b.0) {
            let hit = self.longest(begins.iter().map(|(_, first)| *first), at, stream, scratch);
            if let (Some(hit), Some((phrase, _))) = (hit, begins.first()) {
                found(*phrase, hit, scratch);
            }
        }
        scratch.candidates = candidates;
    }

    fn candidates(&self, at: u32, stream: &Stream<'_>, mut each: impl FnMut(Begin)) {
        let symbol = stream.symbol(at);
        if !symbol.is_unknown() && !stream.hidden(at) {
            let next = if stream.continues(at + 1) { stream.symbol(at + 1) } else { Symbol::default() };
            for class in stream.vocabulary.classes(symbol) {
                let Some(root) = self.roots.get(class as usize) else {
                    continue;
                };
                root.open.iter().copied().for_each(&mut each);
                if root.paired.is_empty() {
                    continue;
                }
                for second in stream.vocabulary.classes(next) {
                    let from = root.paired.partition_point(|(c, _)| *c < second);
                    let pairs = root.paired.get(from..).unwrap_or_default();
                    pairs.iter().take_while(|(c, _)| *c == second).for_each(|(_, begin)| each(*begin));
                }
            }
        }
        for hit in stream.entities_at.at(at, stream.entities).1 {
            self.entity_roots.get(&(hit.value.kind() as u8)).into_iter().flatten().copied().for_each(&mut each);
        }
        for hit in stream.entries_at.at(at, stream.entries).1 {
            self.entry_roots.get(&hit.lexicon.0).into_iter().flatten().copied().for_each(&mut each);
        }
    }

    /// The longest match at word `at` of a phrase, of which `firsts` are the first positions that fit there.
    pub fn longest(
        &self,
        firsts: impl Iterator<Item = u32>,
        at: u32,
        stream: &Stream<'_>,
        scratch: &mut Scratch,
    ) -> Option<Match> {
        scratch.captures.clear();
        scratch.later.clear();
        scratch.next.clear();
        scratch.step += 1;
        scratch.best = None;
        for position in firsts {
            self.take(Thread { position, from: at, until: at, captures: NONE }, at, stream, scratch);
        }
        let mut word = at;
        loop {
            if scratch.next.is_empty() {
                let Some(earliest) = scratch.later.iter().map(|t| t.from).min() else {
                    return scratch.best;
                };
                word = earliest;
            } else {
                word += 1;
            }
            if !scratch.later.is_empty() {
                let mut later = std::mem::take(&mut scratch.later);
                for thread in later.extract_if(.., |thread| thread.from == word) {
                    scratch.enter(thread);
                }
                scratch.later = later;
            }
            std::mem::swap(&mut scratch.active, &mut scratch.next);
            scratch.next.clear();
            scratch.step += 1;
            let active = std::mem::take(&mut scratch.active);
            for thread in &active {
                self.take(*thread, word, stream, scratch);
            }
            scratch.active = active;
        }
    }

    /// Offers word `word` to a thread.
    fn take(&self, thread: Thread, word: u32, stream: &Stream<'_>, scratch: &mut Scratch) {
        scratch.count();
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
            if !self.may_follow(*edge, end, stream, scratch) {
                continue;
            }
            let until = end.saturating_add(u32::from(edge.gap));
            let thread = Thread { position: edge.to, from: end, until, captures };
            if end == start + 1 {
                scratch.enter(thread);
            } else {
                scratch.later.push(thread);
            }
        }
    }

    /// Whether a word that the edge leads to can stand at `at` or, after a gap, later in the sentence.
    fn may_follow(&self, edge: Edge, at: u32, stream: &Stream<'_>, scratch: &Scratch) -> bool {
        match self.positions.get(edge.to as usize).map(|p| p.takes) {
            Some(Takes::Word(class)) if !stream.may_hold(class) => false,
            Some(Takes::Word(class)) if edge.gap == 0 => stream.vocabulary.is_in(stream.symbol(at), class),
            Some(Takes::Word(class)) => {
                !(scratch.sentence.0 <= at && at < scratch.sentence.1) || scratch.in_sentence(class)
            }
            Some(_) => edge.gap > 0 || stream.has_hits(at),
            None => false,
        }
    }

    fn edges(&self, position: &Flat) -> &[Edge] {
        self.edges.get(position.edges.0 as usize..position.edges.1 as usize).unwrap_or_default()
    }
}
