//! From places in a policy's source to marks on its words. Knows words, not rules.

use crate::diagnostic::Severity;
use crate::document::{BlockKind, Document};
use crate::source::Span;
use std::collections::BTreeMap;

/// What a mark says, the weightiest last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// Nothing: the place has a name, but its words are not marked.
    #[default]
    None,
    /// A near miss.
    Near,
    /// States what a rule asks for.
    Satisfied,
    /// A finding that is accepted.
    Accepted,
    /// A finding worth knowing.
    Info,
    /// A finding that should be mended.
    Warning,
    /// A finding that must be mended.
    Error,
}

impl From<Severity> for Level {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Info => Self::Info,
            Severity::Warning => Self::Warning,
            Severity::Error => Self::Error,
        }
    }
}

const LEVELS: usize = 7;

/// A note beside the text.
#[derive(Clone, Debug)]
pub(super) struct Note {
    /// What it is about.
    pub level: Level,
    /// The sign and word in front.
    pub head: &'static str,
    /// What is said.
    pub text: String,
    /// Where more of it stands; empty where nothing more does.
    pub target: String,
    /// How many further places there are.
    pub more: usize,
}

/// A place that wants a mark.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    /// The place's name in the page; empty when nothing leads there.
    pub id: String,
    /// The source bytes.
    pub span: Span,
    /// What the mark says.
    pub level: Level,
    /// What stands beside it.
    pub note: Option<Note>,
}

/// A spot, found in the text.
#[derive(Clone, Debug)]
pub(super) struct Anchor {
    /// What it marks.
    pub spot: Spot,
    /// How many marks it consists of.
    pub marks: usize,
    /// The first and the last word, as indices into `Document::words`.
    pub words: (usize, usize),
}

/// The marks of a policy. Words are those that are shown, in reading order.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// For each word of the document its place among those that are shown.
    ranks: Vec<Option<usize>>,
    levels: Vec<Level>,
    /// Whether a mark begins or ends before the word.
    cuts: Vec<bool>,
    /// Anchors by the word at which they begin.
    anchors: BTreeMap<usize, Vec<Anchor>>,
}

impl Marks {
    /// Marks the words that the spots cover. Linear in words and spots, however long the spots are.
    pub fn new(document: &Document, spots: Vec<Spot>) -> Self {
        let words = Words::of(document);
        let shown = words.shown.len();
        let mut changes = vec![[0_i32; LEVELS]; shown + 1];
        let mut cuts = words.starts.clone();
        let found: Vec<_> = spots.into_iter().filter_map(|s| words.find(s.span).map(|f| (s, f))).collect();
        for (spot, (first, end)) in found.iter().filter(|(s, _)| s.level != Level::None) {
            for (at, by) in [(*first, 1), (*end, -1)] {
                if let Some(change) = changes.get_mut(at).and_then(|c| c.get_mut(spot.level as usize)) {
                    *change += by;
                }
                if let Some(cut) = cuts.get_mut(at) {
                    *cut = true;
                }
            }
        }
        cut_links(document, &words.ranks, &mut cuts);
        let levels = levels(&changes, shown);
        // Marks before each word, so that the marks of a spot can be counted at once.
        let before: Vec<usize> = cuts
            .iter()
            .scan(0, |n, cut| {
                *n += usize::from(*cut);
                Some(*n)
            })
            .collect();
        let mut anchors: BTreeMap<usize, Vec<Anchor>> = BTreeMap::new();
        for (spot, (first, end)) in found {
            let at = |rank: usize| before.get(rank).copied().unwrap_or_default();
            let word = |rank: usize| words.shown.get(rank).copied().unwrap_or_default();
            let marks = if end > first && spot.level != Level::None { at(end - 1) - at(first) + 1 } else { 0 };
            let words = (word(first), word(end.saturating_sub(1).max(first)));
            anchors.entry(first).or_default().push(Anchor { spot, marks, words });
        }
        Self { ranks: words.ranks, levels, cuts, anchors }
    }

    /// What covers a word of the document.
    pub fn level(&self, word: usize) -> Level {
        self.rank(word).and_then(|r| self.levels.get(r)).copied().unwrap_or_default()
    }

    /// Whether a mark begins or ends before a word of the document.
    pub fn cut(&self, word: usize) -> bool {
        self.rank(word).and_then(|r| self.cuts.get(r)).copied().unwrap_or(true)
    }

    /// What begins at a word of the document.
    pub fn at(&self, word: usize) -> &[Anchor] {
        self.rank(word).and_then(|r| self.anchors.get(&r)).map_or(&[], Vec::as_slice)
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Anchor> {
        self.anchors.values().flatten()
    }

    fn rank(&self, word: usize) -> Option<usize> {
        self.ranks.get(word).copied().flatten()
    }
}

/// Cuts marks where links begin and end, so that marks can stand in links.
fn cut_links(document: &Document, ranks: &[Option<usize>], cuts: &mut [bool]) {
    for at in document.links.iter().flat_map(|l| [l.extent.start, l.extent.end]) {
        let word = document.words.partition_point(|w| w.extent.start < at);
        let rank = ranks.get(word).copied().flatten();
        if let Some(cut) = rank.and_then(|r| cuts.get_mut(r)) {
            *cut = true;
        }
    }
}

/// The weightiest level of each word.
fn levels(changes: &[[i32; LEVELS]], shown: usize) -> Vec<Level> {
    const ALL: [Level; LEVELS] =
        [Level::None, Level::Near, Level::Satisfied, Level::Accepted, Level::Info, Level::Warning, Level::Error];
    let mut open = [0_i32; LEVELS];
    let weightiest = |change: &[i32; LEVELS]| {
        open.iter_mut().zip(change).for_each(|(n, by)| *n += by);
        ALL.into_iter().rev().find(|l| open.get(*l as usize).is_some_and(|n| *n > 0)).unwrap_or_default()
    };
    changes.iter().take(shown).map(weightiest).collect()
}

/// The words that are shown, and the way to them from the source.
struct Words {
    /// Indices into `Document::words`.
    shown: Vec<usize>,
    ranks: Vec<Option<usize>>,
    /// Whether a block starts with the word.
    starts: Vec<bool>,
    /// Source bytes and rank, in source order.
    places: Vec<(Span, usize)>,
    /// For each place one past the last that follows it in the text as well.
    runs: Vec<usize>,
}

impl Words {
    fn of(document: &Document) -> Self {
        let mut words = Self {
            shown: Vec::new(),
            ranks: vec![None; document.words.len()],
            starts: Vec::new(),
            places: Vec::new(),
            runs: Vec::new(),
        };
        for block in document.blocks.iter().filter(|b| b.kind != BlockKind::LinkTarget) {
            let mut fresh = true;
            let sentences = document.sentences.get(block.sentences.0..block.sentences.1).unwrap_or_default();
            for index in sentences.iter().flat_map(|s| s.words.0..s.words.1) {
                let Some(word) = document.words.get(index) else { continue };
                if let Some(rank) = words.ranks.get_mut(index) {
                    *rank = Some(words.shown.len());
                }
                words.places.push((document.prose.source_span(word.extent), words.shown.len()));
                words.shown.push(index);
                words.starts.push(std::mem::take(&mut fresh));
            }
        }
        words.places.sort_unstable_by_key(|(span, rank)| (span.start, *rank));
        words.runs = vec![words.places.len(); words.places.len()];
        for at in (1..words.places.len()).rev() {
            let follows = match (words.places.get(at - 1), words.places.get(at)) {
                (Some((_, before)), Some((_, after))) => before + 1 == *after,
                _ => false,
            };
            let end = if follows { words.runs.get(at).copied().unwrap_or(at) } else { at };
            if let Some(run) = words.runs.get_mut(at - 1) {
                *run = end;
            }
        }
        words
    }

    /// The ranks `first..end` of the words in a span; an empty range at the next word (or the last) where it holds none.
    fn find(&self, span: Span) -> Option<(usize, usize)> {
        let from = self.places.partition_point(|(s, _)| s.end <= span.start);
        let to = self.places.partition_point(|(s, _)| s.start < span.end);
        let (_, first) = *self.places.get(from).or(self.places.last())?;
        let run = self.runs.get(from).copied().unwrap_or(from).min(to);
        Some((first, first + run.saturating_sub(from)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{self, Format};

    fn marks(text: &str, spans: &[(&str, Level)]) -> (Document, Marks) {
        let document = document::read(text, Format::Markdown);
        let spots = spans.iter().enumerate().map(|(i, (words, level))| {
            let start = text.find(words).unwrap();
            Spot { id: i.to_string(), span: Span::new(start, start + words.len()), level: *level, note: None }
        });
        let marks = Marks::new(&document, spots.collect());
        (document, marks)
    }

    #[test]
    fn overlapping_places_are_cut_and_the_weightiest_shows() {
        let (document, marks) = marks(
            "We keep *all of it* for ever. Ask us.\n",
            &[("keep *all of it* for", Level::Satisfied), ("of it* for ever", Level::Error)],
        );
        let levels: Vec<_> = (0..document.words.len()).map(|w| marks.level(w)).collect();
        let (n, s, e) = (Level::None, Level::Satisfied, Level::Error);
        assert_eq!(levels, [n, s, s, e, e, e, e, n, n]);
        let all: Vec<_> = marks.all().map(|a| (a.spot.id.as_str(), a.words, a.marks)).collect();
        assert_eq!(all, [("0", (1, 5), 2), ("1", (3, 6), 2)]);
    }

    #[test]
    fn a_place_without_words_is_at_the_next_one() {
        let text = "# A\n\n<!-- note -->\n\nWe ask. <!-- end -->\n";
        let (_, marks) = marks(text, &[("note", Level::Warning), ("end", Level::Warning)]);
        let all: Vec<_> = marks.all().map(|a| (a.words, a.marks)).collect();
        assert_eq!(all, [((1, 1), 0), ((2, 2), 0)]);
        assert_eq!(marks.level(1), Level::None);
    }

    #[test]
    fn a_text_without_words_has_no_places() {
        let document = document::read("", Format::Plain);
        let spot = Spot { id: String::new(), span: Span::new(0, 9), level: Level::Error, note: None };
        assert_eq!(Marks::new(&document, vec![spot]).all().count(), 0);
    }
}
