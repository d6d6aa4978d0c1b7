//! Which sentences a passage is looked for in, and which ones a window reaches from a place.
//!
//! What stands beside something is looked for beside it alone: the bounds here may be too wide, never too narrow.

use super::layout::{Item, Layout};
use super::passage::Match;
use crate::matcher::{Scan, Words};
use crate::syntax::ast::Window;
use std::collections::HashMap;

/// Ranges of sentences `[first, end)`, rising and apart from each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope(Vec<(u32, u32)>);

impl Scope {
    /// All of so many sentences.
    pub fn all(sentences: usize) -> Self {
        Self::of(vec![(0, sentences as u32)])
    }

    /// These ranges.
    pub fn of(mut ranges: Vec<(u32, u32)>) -> Self {
        if !ranges.is_sorted() {
            ranges.sort_unstable();
        }
        let mut all: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
        for (first, end) in ranges.into_iter().filter(|(first, end)| first < end) {
            match all.last_mut() {
                Some(last) if first <= last.1 => last.1 = last.1.max(end),
                _ => all.push((first, end)),
            }
        }
        Self(all)
    }

    /// The ranges.
    pub fn ranges(&self) -> &[(u32, u32)] {
        &self.0
    }

    /// Whether no sentence is in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a sentence is in it.
    pub fn contains(&self, sentence: usize) -> bool {
        let at = self.0.partition_point(|(_, end)| *end as usize <= sentence);
        self.0.get(at).is_some_and(|(first, _)| *first as usize <= sentence)
    }

    /// What is in this scope and not in the other.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        let mut rest = Vec::new();
        for (first, end) in &self.0 {
            let mut at = *first;
            let from = other.0.partition_point(|(_, end)| *end <= at);
            for (begin, stop) in other.0.get(from..).unwrap_or_default().iter().take_while(|(begin, _)| begin < end) {
                if at < *begin {
                    rest.push((at, *begin));
                }
                at = at.max(*stop);
            }
            if at < *end {
                rest.push((at, *end));
            }
        }
        Self(rest)
    }

    /// What is in one of the two.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        Self::of([self.0.as_slice(), other.0.as_slice()].concat())
    }
}

/// How far sentences reach.
#[derive(Debug, Default)]
pub struct Reaches {
    /// For each sentence one past the last one that it, or one before it, introduces.
    below: Vec<u32>,
    /// For each sentence the first one from which an address runs into it, else itself.
    back: Vec<u32>,
    sections: HashMap<usize, (u32, u32)>,
    paragraphs: HashMap<u32, (u32, u32)>,
    rows: HashMap<usize, (u32, u32)>,
}

impl Reaches {
    /// Measures a document.
    pub fn of(layout: &Layout<'_>, hits: &Scan<'_>) -> Self {
        let document = layout.document;
        let back = (0..document.sentences.len() as u32).collect();
        let mut reaches = Self { below: vec![0; document.sentences.len()], back, ..Self::default() };
        for hit in &hits.entities {
            let first = layout.sentence(hit.words.start);
            let last = layout.sentence(hit.words.end.saturating_sub(1));
            for back in reaches.back.get_mut(first..=last).unwrap_or_default() {
                *back = (*back).min(first as u32);
            }
        }
        for (i, sentence) in document.sentences.iter().enumerate() {
            let head = layout.table_head(i).map(|(first, _)| first);
            for above in [layout.lead_in(i), head].into_iter().flatten() {
                if let Some(below) = reaches.below.get_mut(above) {
                    *below = (*below).max(i as u32 + 1);
                }
            }
            let Some(block) = document.blocks.get(sentence.block) else { continue };
            let paragraph = layout.paragraph_of_block(sentence.block);
            widen(reaches.sections.entry(block.section).or_insert((i as u32, 0)), i);
            widen(reaches.paragraphs.entry(paragraph).or_insert((i as u32, 0)), i);
            if let Some(row) = block.row {
                widen(reaches.rows.entry(row).or_insert((i as u32, 0)), i);
            }
        }
        let mut most = 0;
        for below in &mut reaches.below {
            most = most.max(*below);
            *below = most;
        }
        reaches
    }

    /// What begins outside these sentences is in no such window with some words; `None` when there is no bound.
    fn around(&self, layout: &Layout<'_>, words: Words, window: Window) -> Option<(u32, u32)> {
        let word = words.start;
        let sentence = layout.sentence(word);
        let own = (sentence as u32, sentence as u32 + 1);
        match window {
            Window::Words(_) => Some(own),
            Window::Clause => {
                let last = layout.sentence(words.end.saturating_sub(1).max(word));
                Some((self.back.get(sentence).copied().unwrap_or_default(), last as u32 + 1))
            }
            Window::Sentences(n) => Some(self.sentences(layout, sentence, n.max(1))),
            Window::Item => match layout.item(word) {
                Item::Sentence(_) => Some(own),
                Item::Row(row) => self.rows.get(&row).copied(),
                Item::Block(block) => {
                    let (first, end) = layout.document.blocks.get(block)?.sentences;
                    Some((first as u32, end as u32))
                }
            },
            Window::Paragraph => self.paragraphs.get(&layout.paragraph(word)).copied(),
            Window::Section => self.sections.get(&layout.section(word)).copied(),
            Window::Document => None,
        }
    }

    /// The sentences near this one, near the one that introduces it, and those that are introduced by one of these.
    fn sentences(&self, layout: &Layout<'_>, sentence: usize, n: u32) -> (u32, u32) {
        let near = layout.near(sentence, n);
        let lead = layout.lead_in(sentence).map_or(near, |lead| layout.near(lead, n));
        let head = layout.table_head(sentence).map_or(near.0, |(first, _)| first as u32);
        let below = near.1.checked_sub(1).and_then(|last| self.below.get(last as usize)).copied().unwrap_or_default();
        (near.0.min(lead.0).min(head), near.1.max(lead.1).max(below))
    }

    /// The sentences in which something may stand in one window with a match; `None` for all.
    pub fn scope<'m>(
        &self,
        layout: &Layout<'_>,
        matches: impl Iterator<Item = &'m Match>,
        window: Window,
    ) -> Option<Scope> {
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for found in matches {
            let range = self.around(layout, found.at, window)?;
            if ranges.last() != Some(&range) {
                ranges.push(range);
            }
        }
        Some(Scope::of(ranges))
    }
}

fn widen(range: &mut (u32, u32), sentence: usize) {
    range.1 = range.1.max(sentence as u32 + 1);
}

#[cfg(test)]
mod tests {
    use super::super::layout::{Layout, Mode};
    use super::super::passage::{Match, Passages};
    use super::Scope;
    use crate::document::{self, Format};
    use crate::rule::{Input, RuleSet, compile};
    use crate::source::{Source, Sources};
    use jiff::civil::date;

    /// Passages of all kinds, in all windows.
    const DEFINITIONS: [&str; 14] = [
        r#""data" and "share""#,
        r#""share" and "data" within clause"#,
        r#""data" then "partner" within 2 sentences"#,
        r#""partner" and "data" within section"#,
        r#""cookie" and maybe "partner" within paragraph"#,
        r#""data" but not "never""#,
        r#""write" but not "partner" within 2 sentences"#,
        r#"{email} and "write" within item"#,
        r#"({address} or {email}) but not "complaint""#,
        r#""data" and "keep" within 6 words"#,
        r#"("share" or "keep") by publisher and "data""#,
        r#""partner" in list led by "share""#,
        r#"at least 2 of { "data", "partner", "cookie" } within paragraph"#,
        r#"("partner" and "data" within document) but not ("cookie" and "keep")"#,
    ];

    const POLICY: &str = "# Data\n\nWe share data with:\n\n- a partner, and the data of a partner;\n- others\n- a partner\n\n\
        We keep no data. Cookies are kept; we never share data. A partner keeps them.\n\n\
        | Data | Partner |\n|---|---|\n| cookies | Harbour |\n| data | a partner |\n\n\
        # Partners and data\n\nWrite to us@harbour.example.com. Our address: Harbour Ltd, 10 High Street,\n\
        London EC1A 1AA. A complaint goes elsewhere. Do we share cookies? [Data](https://example.com/partner) is shared.\n\n\
        We share data.\n\nData is kept:\n\n1. with a partner\n2. in cookies, which a partner keeps with data.\n";

    fn rules() -> RuleSet {
        let definitions: String = DEFINITIONS.iter().enumerate().map(|(i, d)| format!("define d{i} = {d}\n")).collect();
        let mut sources = Sources::default();
        let rules = vec![sources.add(Source::new("t.clause", format!("pack t\n\n{definitions}")))];
        let (set, problems) = compile(&sources, &Input { rules, ..Input::default() });
        let wrong: Vec<_> = problems.iter().filter(|p| p.code != "rule-unused").collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
        set
    }

    #[test]
    fn a_scope_gives_what_all_gives_there() {
        let (set, text) = (rules(), POLICY.repeat(3));
        let document = document::read(&text, Format::Markdown);
        for definition in &set.definitions {
            for mode in [Mode::Body, Mode::Heading, Mode::Any] {
                let whole = Passages::new(&set, Layout::of(&document), date(2026, 11, 25));
                let parts = Passages::new(&set, Layout::of(&document), date(2026, 11, 25));
                let all = whole.matches(&definition.expr, mode);
                // From the last sentence to the first, one in two, then the others.
                let count = document.sentences.len() as u32;
                for sentence in (0..count).rev().step_by(2).chain(0..count) {
                    let scope = Scope::of(vec![(sentence, sentence + 1)]);
                    let found = parts.look(&definition.expr, mode, &scope);
                    let here = |all: &[Match]| -> Vec<Match> {
                        all.iter().filter(|m| scope.contains(whole.layout.sentence(m.at.start))).cloned().collect()
                    };
                    assert_eq!(here(&found), here(&all), "{} in sentence {sentence}", definition.name);
                }
                assert!(mode != Mode::Body || !all.is_empty(), "{} matches nowhere", definition.name);
                assert_eq!(parts.matches(&definition.expr, mode), all, "{}", definition.name);
            }
        }
    }

    #[test]
    fn ten_times_the_text_is_ten_times_the_work() {
        let set = rules();
        let work = |copies: usize| {
            let document = document::read(&POLICY.repeat(copies), Format::Markdown);
            let passages = Passages::new(&set, Layout::of(&document), date(2026, 11, 25));
            for definition in &set.definitions {
                passages.matches(&definition.expr, Mode::Body);
            }
            passages.hits.work()
        };
        let (one, ten) = (work(10), work(100));
        assert!(one > 0 && ten <= one * 11, "{one} {ten}");
    }

    #[test]
    fn scopes_are_sets_of_sentences() {
        let scope = |ranges: &[(u32, u32)]| Scope::of(ranges.to_vec());
        let some = scope(&[(8, 9), (2, 4), (3, 5), (5, 6), (7, 7)]);
        assert_eq!(some.ranges(), [(2, 6), (8, 9)]);
        let inside: Vec<usize> = (0..10).filter(|s| some.contains(*s)).collect();
        assert_eq!(inside, [2, 3, 4, 5, 8]);
        assert_eq!(Scope::all(10).minus(&some).ranges(), [(0, 2), (6, 8), (9, 10)]);
        assert_eq!(some.minus(&scope(&[(3, 4), (5, 9)])).ranges(), [(2, 3), (4, 5)]);
        assert_eq!(some.plus(&scope(&[(0, 1), (6, 8)])).ranges(), [(0, 1), (2, 9)]);
        assert!(some.minus(&Scope::all(10)).is_empty() && Scope::all(0).is_empty());
    }
}
