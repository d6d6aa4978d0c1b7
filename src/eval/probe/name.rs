//! Names of companies that are written in two ways: with two legal forms, or misspelt. Knows where names stand, not whose
//! they are.

use super::{Cause, place};
use crate::document::{BlockKind, Document, Extent, WordKind};
use crate::eval::passage::Passages;
use crate::matcher::{Value, Words};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A name has at least so many letters before a letter more or less makes it a misspelling.
const SHORTEST: usize = 5;

/// From so many letters on, two may differ.
const LONG: usize = 10;

/// So many words of names are held against the words of the text.
const MOST_NAMES: usize = 60;

/// So many places of one name are held against each other.
const MOST_PLACES: usize = 40;

/// Blocks that stand side by side.
const SIDE: usize = 2;

/// Legal forms by country: a company has one of them.
const FAMILIES: [&str; 7] = [
    "inc incorporated corp corporation llc llp lp pbc",
    "ltd limited plc llp",
    "gmbh ag kg ug ohg gbr eg ev gmbhcokg kgaa mbh",
    "sas sa sarl sàrl eurl sasu snc",
    "bv nv vof",
    "ab",
    "spa srl",
];

/// Words that tell how companies belong together.
const RELATED: [&str; 9] = [
    "representative",
    "subsidiar",
    "affiliate",
    "parent company",
    "group compan",
    "formerly",
    "acquired",
    "merge",
    "successor",
];

/// An organisation where it is named.
struct Named {
    words: Words,
    /// The name without its legal form, in lower case.
    base: String,
    /// The legal form as written, letters only.
    written: String,
}

/// One cause for each name that is written in two ways.
pub(super) fn variants(passages: &Passages<'_>) -> Vec<Cause> {
    let named = named(passages);
    let mut causes = by_form(passages, &named);
    causes.extend(misspelt(passages.layout.document, &named));
    causes
}

/// All organisations with their legal form.
fn named(passages: &Passages<'_>) -> Vec<Named> {
    let document = passages.layout.document;
    let of_forms = |e: &&crate::matcher::EntryHit| {
        passages.rules.lexicons.get(e.lexicon.0 as usize).is_some_and(|l| l.name == "legal-form")
    };
    let forms: Vec<_> = passages.hits.entries.iter().filter(of_forms).collect();
    let text = |from: u32, to: u32| -> String {
        let words = (from..to).filter_map(|w| document.words.get(w as usize));
        words.map(|w| document.prose.slice(w.extent)).collect::<Vec<_>>().join(" ")
    };
    let read = |words: Words| {
        let from = forms.partition_point(|f| f.words.start < words.start);
        let inside: Vec<_> = forms.iter().skip(from).take_while(|f| f.words.start < words.end).collect();
        // The legal form is what the name ends in.
        let mut start = words.end;
        for form in inside.into_iter().rev() {
            if form.words.end + 1 >= start && form.words.start > words.start {
                start = form.words.start;
            }
        }
        let base = text(words.start, start).to_lowercase();
        let written: String = text(start, words.end).to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
        (start < words.end).then_some(Named { words, base, written })
    };
    let organisations = passages.hits.entities.iter().filter(|h| matches!(h.value, Value::Organisation { .. }));
    organisations.filter_map(|h| read(h.words)).collect()
}

/// Names with two legal forms of one country, unless the text puts both side by side or says how they belong together: then
/// they are two companies.
fn by_form(passages: &Passages<'_>, named: &[Named]) -> Vec<Cause> {
    let mut by_base: BTreeMap<&str, Vec<&Named>> = BTreeMap::new();
    for one in named {
        let places = by_base.entry(&one.base).or_default();
        if places.len() < MOST_PLACES {
            places.push(one);
        }
    }
    let layout = &passages.layout;
    let related = |n: &Named| {
        let text = layout.document.sentence_text(layout.sentence(n.words.start)).to_lowercase();
        RELATED.iter().any(|w| text.contains(w))
    };
    let mut causes = Vec::new();
    for all in by_base.into_values() {
        let Some(first) = all.first() else { continue };
        let Some(other) = all.iter().find(|n| differ(first, n)) else { continue };
        let near = |a: &Named, b: &Named| layout.block(a.words.start).abs_diff(layout.block(b.words.start)) <= SIDE;
        let mut forms: BTreeMap<&str, &Named> = BTreeMap::new();
        for one in &all {
            forms.entry(&one.written).or_insert(one);
        }
        let together = forms.values().any(|a| all.iter().any(|b| differ(a, b) && near(a, b)));
        if together || all.iter().any(|n| related(n)) {
            continue;
        }
        let extent = |n: &Named| extent(layout.document, n.words);
        let (Some(a), Some(b)) = (extent(first), extent(other)) else { continue };
        causes.push(vec![
            place(layout.document, a, "called so here"),
            place(layout.document, b, "and here with another legal form"),
        ]);
    }
    causes
}

/// Whether two names bear different legal forms of one country.
fn differ(a: &Named, b: &Named) -> bool {
    let family = |n: &Named| FAMILIES.iter().position(|f| f.split(' ').any(|form| form == n.written));
    let plain = |n: &Named| {
        match n.written.as_str() {
            "incorporated" => "inc",
            "limited" => "ltd",
            "corporation" => "corp",
            other => other,
        }
        .to_owned()
    };
    family(a).is_some() && family(a) == family(b) && plain(a) != plain(b)
}

fn extent(document: &Document, words: Words) -> Option<Extent> {
    let first = document.words.get(words.start as usize)?.extent;
    let last = document.words.get((words.end as usize).checked_sub(1)?)?.extent;
    Some(Extent { start: first.start, end: last.end })
}

/// Words that come near a word of a name that stands more often.
fn misspelt(document: &Document, named: &[Named]) -> Vec<Cause> {
    let spelt = Spelt::of(document);
    let own: BTreeSet<String> = named
        .iter()
        .flat_map(|n| n.words.start..n.words.end)
        .filter_map(|w| document.words.get(w as usize))
        .map(|w| document.prose.slice(w.extent).to_owned())
        .collect();
    let mut causes = Vec::new();
    for name in own.iter().filter(|n| n.chars().count() >= SHORTEST).take(MOST_NAMES) {
        let Some(right) = spelt.large.get(name.as_str()) else { continue };
        for (other, places) in &spelt.large {
            let near = places.len() * 2 <= right.len() && spelt.is_misspelling(name, other);
            if !near {
                continue;
            }
            let (Some(a), Some(b)) = (right.first(), places.first()) else { continue };
            causes.push(vec![
                place(document, *b, format!("“{name}” elsewhere")),
                place(document, *a, "the name as it stands elsewhere"),
            ]);
        }
    }
    causes
}

/// The words of a document, by how they are written.
struct Spelt<'a> {
    /// Words in capitals, with their places.
    large: BTreeMap<&'a str, Vec<Extent>>,
    /// How often each word stands in lower case.
    small: HashMap<&'a str, usize>,
}

impl<'a> Spelt<'a> {
    fn of(document: &'a Document) -> Self {
        let mut spelt = Self { large: BTreeMap::new(), small: HashMap::new() };
        for sentence in &document.sentences {
            let kind = document.blocks.get(sentence.block).map(|b| b.kind);
            if matches!(kind, Some(BlockKind::LinkTarget | BlockKind::Code)) {
                continue;
            }
            for word in document.words.get(sentence.words.0..sentence.words.1).unwrap_or_default() {
                let text = document.prose.slice(word.extent);
                let text = text.strip_suffix("'s").or(text.strip_suffix("’s")).unwrap_or(text);
                if word.kind != WordKind::Word {
                    continue;
                }
                if text.starts_with(char::is_uppercase) {
                    let extent = Extent { start: word.extent.start, end: word.extent.start + text.len() as u32 };
                    spelt.large.entry(text).or_default().push(extent);
                } else {
                    *spelt.small.entry(text).or_default() += 1;
                }
            }
        }
        spelt
    }

    /// Whether a word is another spelling of a name: letters differ, and neither is a word or a form of the other.
    fn is_misspelling(&self, name: &str, other: &str) -> bool {
        let (low, other_low) = (name.to_lowercase(), other.to_lowercase());
        if name == other || self.small.contains_key(low.as_str()) || self.small.contains_key(other_low.as_str()) {
            return false;
        }
        let letters = name.chars().count();
        if low == other_low {
            let shouted = |w: &str| !w.chars().any(char::is_lowercase);
            let title = |w: &str| w.chars().skip(1).all(|c| !c.is_uppercase());
            // All capitals, or a capital and small letters, are how any name may be written.
            return !shouted(name) && !shouted(other) && !title(name) && !title(other);
        }
        if other.chars().count() < SHORTEST || !name.chars().next().eq(&other.chars().next()) {
            return false;
        }
        let forms = ["s", "es", "’s", "'s", "ed", "er", "ing", "n", "an", "a"];
        let form = |a: &str, b: &str| a.strip_prefix(b).is_some_and(|rest| forms.contains(&rest));
        let most = if letters >= LONG { 2 } else { 1 };
        !form(&low, &other_low) && !form(&other_low, &low) && strsim::damerau_levenshtein(&low, &other_low) <= most
    }
}
