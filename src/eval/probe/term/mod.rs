//! Defined terms: used without a definition, defined twice, never used, used before they are defined. Knows how documents
//! define terms and which words make terms, not what any of them means.

mod definition;
mod usage;
mod words;

use super::{Cause, place};
use crate::document::{BlockKind, Document, Extent};
use crate::eval::passage::Passages;
use crate::matcher::{EntryHit, Value, Words};
use definition::Definition;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use usage::{Run, Usage};

/// So many uses of one undefined term are shown.
const MOST_USES: usize = 8;

/// Lexicons whose entries are names.
const PROPER: [&str; 10] = [
    "country",
    "framework",
    "law-in-force",
    "opt-out-signal",
    "recourse-body",
    "renamed-company",
    "supervisory-authority",
    "tracker",
    "transfer-mechanism",
    "linked-document",
];

/// So many definitions, the first ones, are held against an undefined term.
const MOST_COMPARED: usize = 300;

/// What all four analyses read.
pub struct Reading<'a> {
    document: &'a Document,
    definitions: Vec<Definition>,
    usage: Usage,
    /// Words of the publisher's and others' names that definitions make short.
    names: HashSet<String>,
    /// How many runs that are no known term hold each word.
    proper: HashMap<String, usize>,
}

impl<'a> Reading<'a> {
    fn of(passages: &Passages<'a>) -> Self {
        let document = passages.layout.document;
        let definitions = definition::all(document);
        let proper = |e: &&EntryHit| {
            let lexicon = passages.rules.lexicons.get(e.lexicon.0 as usize);
            lexicon.is_some_and(|l| PROPER.contains(&l.name.as_str()))
        };
        let known: Vec<Words> = passages.hits.entries.iter().filter(proper).map(|e| e.words).collect();
        let usage = Usage::of(document, &passages.hits.entities, &known);
        let mut names = usage.names.clone();
        let short = |d: &&Definition| d.firm && abbreviates(document, d);
        for definition in definitions.iter().filter(short) {
            names.extend(definition.key.split(' ').map(str::to_owned));
        }
        // A word that is defined alone and never written small is a name, too.
        let lone = |d: &&Definition| d.firm && !d.key.contains(' ') && !usage.small.contains_key(&d.key);
        names.extend(definitions.iter().filter(lone).map(|d| d.key.clone()));
        let mut proper: HashMap<String, usize> = HashMap::new();
        let known: HashSet<&str> = definitions.iter().map(|d| d.key.as_str()).collect();
        let open = usage.runs.iter().filter(|r| !known.contains(r.keys.join(" ").as_str()));
        for word in open.flat_map(|r| &r.keys) {
            *proper.entry(word.clone()).or_default() += 1;
        }
        Self { document, definitions, usage, names, proper }
    }

    /// A definition of a term in capitals that is no name, no pronoun and no document's title.
    fn is_term(&self, definition: &Definition) -> bool {
        let shown = self.document.prose.slice(definition.term);
        definition.firm
            && words::pronoun(&definition.key).is_none()
            && shown.split([' ', '-']).all(|w| !w.starts_with(char::is_lowercase) || w.len() < 4)
            && !words::is_shouted(shown)
            && !definition.key.split(' ').next_back().is_some_and(words::is_document)
            && !abbreviates(self.document, definition)
    }
}

/// Terms that are used in capitals and defined nowhere, in a document that defines its terms.
pub(super) fn undefined(passages: &Passages<'_>) -> Vec<Cause> {
    let reading = passages.terms.get_or_init(|| Reading::of(passages));
    if definition::are_elsewhere(reading.document) {
        return Vec::new();
    }
    let known: HashSet<&str> = reading.definitions.iter().map(|d| d.key.as_str()).collect();
    let mut uses: BTreeMap<String, Vec<&Run>> = BTreeMap::new();
    for run in &reading.usage.runs {
        if !known.contains(run.whole.as_str()) && !covered(&run.keys, &known, &reading.names) && is_like_a_term(run) {
            uses.entry(run.keys.join(" ")).or_default().push(run);
        }
    }
    let cause = |(key, runs): (String, Vec<&Run>)| {
        let near = near(&key, reading);
        if !is_missed(&key, &runs, reading, near.is_some()) {
            return None;
        }
        let first = match near {
            Some(term) => format!("used like a term and not defined; “{term}” comes near"),
            None => "used like a term and not defined".to_owned(),
        };
        let notes = std::iter::once(first).chain(std::iter::repeat("and here".to_owned()));
        let places = runs.iter().zip(notes).take(MOST_USES).map(|(r, note)| place(reading.document, r.extent, note));
        Some(places.collect())
    };
    // Where nothing is defined, capitals are a habit, unless they name one of several of a kind.
    let defines = reading.definitions.iter().any(|d| reading.is_term(d));
    let uses = uses.into_iter().filter(|(_, runs)| defines || runs.iter().any(|r| r.member));
    uses.filter_map(cause).collect()
}

/// Whether the uses of a term are such that a reader misses its definition.
fn is_missed(key: &str, runs: &[&Run], reading: &Reading<'_>, near: bool) -> bool {
    let small = reading.usage.small.get(key).copied().unwrap_or(0);
    let inner = runs.iter().filter(|r| !r.initial).count();
    let firm = if inner > 0 && key.contains(' ') { runs.len() } else { inner };
    let determined = runs.iter().filter(|r| r.determined).count();
    if runs.iter().any(|r| r.explained) || firm <= small || firm < if near { 1 } else { 2 } {
        return false;
    }
    let Some((head, before)) = key.rsplit_once(' ').map(|(b, h)| (h, b)).or(Some((key, ""))) else { return false };
    if before.is_empty() {
        return determined >= 2;
    }
    let ordinary = before.split(' ').enumerate().all(|(i, w)| {
        words::is_modifier(w)
            || reading.usage.small.contains_key(w)
            || i == 0 && before.contains(' ') && reading.names.contains(w)
    });
    let common = runs.iter().filter(|r| r.determined || r.plural).count();
    if !words::is_mass(head) && (determined == 0 || runs.iter().any(|r| r.named)) {
        return false;
    }
    // A word that stands elsewhere in capitals, and nowhere without, is a name.
    let proper =
        |w: &str| reading.proper.get(w).is_some_and(|n| *n > runs.len()) && !reading.usage.small.contains_key(w);
    let of_name = |w| if reading.names.contains(w) { !words::is_mass(head) } else { proper(w) };
    if before.split(' ').any(of_name)
        || runs.iter().any(|r| r.shouted)
        || head == "account" && !before.split(' ').all(words::is_modifier)
    {
        return false;
    }
    words::is_head(head) && ordinary || !words::is_named(head) && determined >= 1 && common >= 2 && common + 1 >= firm
}

/// Whether a run can be put together from known terms and names, or ends in a known term of two words.
fn covered(keys: &[String], known: &HashSet<&str>, names: &HashSet<String>) -> bool {
    let joined = |from: usize, to: usize| keys.get(from..to).unwrap_or_default().join(" ");
    let mut reached = vec![true];
    for end in 1..=keys.len() {
        let reach = (0..end).any(|start| {
            reached.get(start) == Some(&true)
                && (known.contains(joined(start, end).as_str())
                    || end == start + 1 && keys.get(start).is_some_and(|k| names.contains(k)))
        });
        reached.push(reach);
    }
    reached.last() == Some(&true)
        || (1..keys.len()).any(|from| keys.len() - from > 1 && known.contains(joined(from, keys.len()).as_str()))
}

/// Whether a run may be a term: several words, or one of those that are terms alone.
fn is_like_a_term(run: &Run) -> bool {
    match run.keys.as_slice() {
        [] => false,
        [word] => words::is_lone(word) && run.determined,
        [.., head] => !words::is_document(head),
    }
}

/// A defined term of the same words but for the last, or of three and more words but for one.
fn near(key: &str, reading: &Reading<'_>) -> Option<String> {
    let parts: Vec<&str> = key.split(' ').collect();
    let like = |d: &&Definition| {
        let other: Vec<&str> = d.key.split(' ').collect();
        let same = parts.iter().zip(&other).filter(|(a, b)| a == b).count();
        let data = |w: Option<&&str>| w.is_some_and(|w| matches!(*w, "information" | "data" | "datum" | "detail"));
        let heads = data(parts.last()) && data(other.last());
        let close = heads && parts.first() == other.first() && same + 1 == parts.len()
            || parts.len() > 2 && same + 1 == parts.len();
        parts.len() > 1 && other.len() == parts.len() && close && reading.is_term(d)
    };
    let found = reading.definitions.iter().take(MOST_COMPARED).find(like)?;
    Some(reading.document.prose.slice(found.term).to_owned())
}

/// Terms that are defined in several places.
pub(super) fn twice(passages: &Passages<'_>) -> Vec<Cause> {
    let reading = passages.terms.get_or_init(|| Reading::of(passages));
    let mut by_key: BTreeMap<&str, Vec<&Definition>> = BTreeMap::new();
    let large = |d: &Definition| reading.document.prose.slice(d.term).starts_with(char::is_uppercase);
    let counts = |d: &&Definition| d.firm && !d.scoped && (large(d) || !d.bracket || words::pronoun(&d.key).is_some());
    for definition in reading.definitions.iter().filter(counts) {
        let places = by_key.entry(&definition.key).or_default();
        let apart = places.len() < MOST_USES
            && places.iter().all(|p| p.group != definition.group && !same_sentence(reading, p, definition));
        if apart {
            places.push(definition);
        }
    }
    let mut causes = Vec::new();
    for (key, places) in by_key.into_iter().filter(|(_, places)| places.len() > 1) {
        if words::pronoun(key).is_some() && !differ_in_firm(passages, &places) {
            continue;
        }
        let notes = std::iter::once("defined here").chain(std::iter::repeat("and defined again here"));
        causes.push(places.iter().zip(notes).map(|(d, note)| place(reading.document, d.term, note)).collect());
    }
    causes
}

fn sentence_of(document: &Document, definition: &Definition) -> usize {
    document.sentences.partition_point(|s| s.extent.end <= definition.term.start)
}

fn same_sentence(reading: &Reading<'_>, a: &Definition, b: &Definition) -> bool {
    a.block == b.block && sentence_of(reading.document, a) == sentence_of(reading.document, b)
}

/// Whether each sentence names firms with their legal form, and no two of them the same one.
fn differ_in_firm(passages: &Passages<'_>, places: &[&Definition]) -> bool {
    let document = passages.layout.document;
    let firms = |d: &Definition| -> BTreeSet<String> {
        let words = document.sentences.get(sentence_of(document, d)).map_or((0, 0), |s| s.words);
        let inside = |start: u32| (words.0..words.1).contains(&(start as usize));
        let entities = passages.hits.entities.iter().filter(|e| inside(e.words.start));
        entities
            .filter_map(|e| if let Value::Organisation { name } = &e.value { Some(name.to_lowercase()) } else { None })
            .collect()
    };
    let all: Vec<BTreeSet<String>> = places.iter().map(|d| firms(d)).collect();
    all.iter().all(|f| !f.is_empty())
        && all.first().is_some_and(|first| all.iter().skip(1).all(|f| f.is_disjoint(first)))
}

/// Terms that are defined and nowhere used.
pub(super) fn unused(passages: &Passages<'_>) -> Vec<Cause> {
    let reading = passages.terms.get_or_init(|| Reading::of(passages));
    let used = uses(reading);
    // Of several names for one thing, one may do; what is defined twice is told of elsewhere.
    let mut groups: BTreeMap<(usize, u32), Vec<&Definition>> = BTreeMap::new();
    let mut count: HashMap<&str, usize> = HashMap::new();
    for definition in reading.definitions.iter().filter(|d| d.firm) {
        groups.entry((definition.block, definition.group)).or_default().push(definition);
        *count.entry(&definition.key).or_default() += 1;
    }
    let idle = |d: &Definition| {
        !used.contains_key(&d.key) && words::pronoun(&d.key).is_none() && count.get(d.key.as_str()) == Some(&1)
    };
    let named = |d: &Definition| {
        let shown = reading.document.prose.slice(d.term);
        shown.starts_with(char::is_uppercase) && shown.len() > 2
    };
    let sentence = |d: &Definition| (d.block, sentence_of(reading.document, d));
    let pronouns = reading.definitions.iter().filter(|d| d.firm && words::pronoun(&d.key).is_some());
    let publisher: HashSet<(usize, usize)> = pronouns.map(sentence).collect();
    let all_idle = groups.into_values().filter(|group| group.iter().all(|d| idle(d)));
    let firsts = all_idle.filter_map(|group| group.first().copied());
    let firsts = firsts.filter(|d| named(d) && !publisher.contains(&sentence(d)));
    firsts.map(|d| vec![place(reading.document, d.term, "defined here and used nowhere")]).collect()
}

/// Where each defined term is used, outside its definitions: the words of each use.
fn uses(reading: &Reading<'_>) -> HashMap<String, Vec<(usize, usize)>> {
    let terms: HashSet<String> = reading.definitions.iter().filter(|d| d.firm).map(|d| d.key.clone()).collect();
    let mut places = reading.usage.places(&terms);
    let mut defined: HashMap<&str, Vec<Extent>> = HashMap::new();
    for definition in reading.definitions.iter().filter(|d| d.firm) {
        defined.entry(&definition.key).or_default().push(definition.term);
    }
    let at = |word: usize| reading.document.words.get(word).map_or(0, |w| w.extent.start);
    for (key, found) in &mut places {
        let own = defined.get(key.as_str());
        found.retain(|(start, _)| {
            let start = at(*start);
            own.is_none_or(|own| {
                let next = own.partition_point(|e| e.start <= start);
                next.checked_sub(1).and_then(|i| own.get(i)).is_none_or(|e| start >= e.end)
            })
        });
    }
    places.retain(|_, found| !found.is_empty());
    places
}

/// Terms that are used before the place that defines them.
pub(super) fn late(passages: &Passages<'_>) -> Vec<Cause> {
    let reading = passages.terms.get_or_init(|| Reading::of(passages));
    let mut first: BTreeMap<&str, &Definition> = BTreeMap::new();
    for definition in reading.definitions.iter().filter(|d| reading.is_term(d)) {
        first.entry(&definition.key).or_insert(definition);
    }
    let sentence = |d: &Definition| (d.block, sentence_of(reading.document, d));
    let pronouns = reading.definitions.iter().filter(|d| d.firm && words::pronoun(&d.key).is_some());
    let publisher: HashSet<(usize, usize)> = pronouns.map(sentence).collect();
    let early = |d: &&Definition| {
        if publisher.contains(&sentence(d)) {
            return false;
        }
        let section = reading.document.blocks.get(d.block).map_or(0, |b| b.section);
        !definition::is_glossary(reading.document, section) && !d.scoped
    };
    let mut uses: HashMap<String, &Run> = HashMap::new();
    for run in reading.usage.runs.iter().filter(|r| !r.initial && !points_on(reading.document, r)) {
        uses.entry(run.keys.join(" ")).or_insert(run);
    }
    let mut causes = Vec::new();
    for definition in first.into_values().filter(early) {
        // The sentence right before may speak of what the next one defines.
        let at = sentence_of(reading.document, definition);
        let sentence = reading.document.sentences.get(at);
        let last =
            at.checked_sub(1).and_then(|s| reading.document.sentences.get(s)).filter(|s| s.block == definition.block);
        let start = last.or(sentence).map_or(definition.term.start, |s| s.extent.start);
        if let Some(run) = uses.get(&definition.key).filter(|run| run.extent.end <= start) {
            let early = place(reading.document, run.extent, "used here, before it is defined");
            causes.push(vec![early, place(reading.document, definition.term, "defined here")]);
        }
    }
    causes
}

/// Whether the text says that the term is defined elsewhere.
fn points_on(document: &Document, run: &Run) -> bool {
    let rest = document.prose.text().get(run.extent.end as usize..).unwrap_or_default();
    let near = rest.char_indices().nth(40).and_then(|(at, _)| rest.get(..at)).unwrap_or(rest);
    ["defined", "below", "hereinafter"].iter().any(|w| near.contains(w))
}

/// Whether a definition in a bracket makes a name short: its words, or their initials, are those right before it.
fn abbreviates(document: &Document, definition: &Definition) -> bool {
    let block = document.blocks.get(definition.block);
    if block.is_none_or(|b| b.kind == BlockKind::Heading) {
        return false;
    }
    let extent = block.map_or(Extent::default(), |b| b.extent);
    let before = definition::before(document.prose.slice(extent), (definition.group - extent.start) as usize);
    let names: Vec<&str> =
        before.split(|c: char| !c.is_alphanumeric()).filter(|w| w.starts_with(char::is_uppercase)).collect();
    let shown = document.prose.slice(definition.term);
    let parts: Vec<&str> = shown.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    definition.bracket && !parts.is_empty() && parts.iter().all(|p| names.iter().any(|n| n.eq_ignore_ascii_case(p)))
}
