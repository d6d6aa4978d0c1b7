//! Building a matcher from phrases and lexicons, and scanning a text with it.

use super::automaton::{Automaton, Scratch, Starts, Stream};
use super::entity::entities;
use super::phrase::{self, PhraseError};
use super::vocabulary::{FastMap, Symbol, Vocabulary, before_not, is_not};
use super::{EntryHit, EntryId, Hits, Lexicon, LexiconId, Part, PhraseHit, PhraseId, Text, Token, TokenKind, Words};
use std::collections::HashMap;

/// The lexicon of legal forms (`Inc`, `GmbH`), by which organisations are known.
const LEGAL_FORMS: &str = "legal-form";
/// The longest host that DNS knows, in bytes.
const LONGEST_HOST: usize = 253;

/// Collects phrases and lexicons.
#[derive(Clone, Debug, Default)]
pub struct Builder {
    vocabulary: Vocabulary,
    terms: Automaton,
    /// By term: its lexicon and entry.
    owners: Vec<(LexiconId, EntryId)>,
    hosts: FastMap<String, Vec<(LexiconId, EntryId)>>,
    lexicons: u32,
    legal_forms: Option<LexiconId>,
    phrases: Automaton,
    known: HashMap<Vec<Part>, PhraseId>,
}

impl Builder {
    /// An empty builder.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a lexicon; lexicons are numbered in the order in which they are added. `terms` holds, by entry, the parts
    /// of each of its terms; a term with captures, or one that [`check`] refuses, is left out.
    pub fn lexicon(&mut self, lexicon: &Lexicon, terms: Vec<Vec<Vec<Part>>>) -> LexiconId {
        let id = LexiconId(self.lexicons);
        self.lexicons += 1;
        if lexicon.name == LEGAL_FORMS {
            self.legal_forms = Some(id);
        }
        for (entry, terms) in terms.into_iter().enumerate() {
            for term in terms.iter().filter(|term| !captures(term)) {
                if let Ok(program) = phrase::compile(term, &mut self.vocabulary) {
                    self.terms.add(&program);
                    self.owners.push((id, EntryId(entry as u32)));
                }
            }
        }
        for (entry, hosts) in lexicon.entries.iter().map(|e| &e.hosts).enumerate() {
            for host in hosts {
                let host = host.trim().to_lowercase();
                let host = host.strip_prefix("www.").unwrap_or(&host).to_owned();
                self.hosts.entry(host).or_default().push((id, EntryId(entry as u32)));
            }
        }
        id
    }

    /// Adds a phrase; equal phrases share an id.
    pub fn phrase(&mut self, parts: Vec<Part>) -> Result<PhraseId, PhraseError> {
        if let Some(id) = self.known.get(&parts) {
            return Ok(*id);
        }
        let program = phrase::compile(&parts, &mut self.vocabulary)?;
        let id = PhraseId(self.phrases.len() as u32);
        self.phrases.add(&program);
        self.known.insert(parts, id);
        Ok(id)
    }

    /// The matcher for all that was added.
    pub fn build(mut self) -> Matcher {
        self.vocabulary.freeze();
        self.terms.finish();
        self.phrases.finish();
        let will = ["wo", "ca", "sha"].map(|first| {
            let word = before_not(first).unwrap_or(first);
            (first, self.vocabulary.lower(word))
        });
        Matcher {
            vocabulary: self.vocabulary,
            terms: self.terms,
            owners: self.owners,
            hosts: self.hosts,
            lexicons: self.lexicons,
            legal_forms: self.legal_forms,
            phrases: self.phrases,
            before_not: will,
        }
    }
}

/// Whether a phrase can be matched; a phrase that passes is accepted by [`Builder::phrase`] too.
pub fn check(parts: &[Part]) -> Result<(), PhraseError> {
    phrase::compile(parts, &mut Vocabulary::default()).map(|_| ())
}

fn captures(parts: &[Part]) -> bool {
    parts.iter().any(|part| match part {
        Part::Word { .. } | Part::Gap => false,
        Part::Entity { .. } | Part::Entry { .. } => true,
        Part::Alternatives(branches) => branches.iter().any(|branch| captures(branch)),
    })
}

/// Finds entities, lexicon entries and phrases in texts.
#[derive(Clone, Debug)]
pub struct Matcher {
    vocabulary: Vocabulary,
    terms: Automaton,
    owners: Vec<(LexiconId, EntryId)>,
    hosts: FastMap<String, Vec<(LexiconId, EntryId)>>,
    lexicons: u32,
    legal_forms: Option<LexiconId>,
    phrases: Automaton,
    /// First halves of contractions with `n't`, and what they stand for.
    before_not: [(&'static str, Symbol); 3],
}

impl Matcher {
    /// All that a text holds, in one pass for each layer: lexicon entries, entities, phrases.
    pub fn scan(&self, text: &Text<'_>) -> Hits {
        let symbols = self.symbols(text);
        let entries = self.entries(text, &symbols);
        let legal_forms: Vec<Words> =
            entries.iter().filter(|e| Some(e.lexicon) == self.legal_forms).map(|e| e.words).collect();
        let mut entities = entities(text, &legal_forms);
        entities.sort_by_key(|hit| (hit.words.start, hit.value.kind()));
        let entities_at = Starts::new(entities.iter().map(|hit| hit.words.start), text.tokens.len());
        let entries_at = Starts::new(entries.iter().map(|hit| hit.words.start), text.tokens.len());
        let stream = Stream {
            tokens: text.tokens,
            symbols: &symbols,
            entities: &entities,
            entities_at: &entities_at,
            entries: &entries,
            entries_at: &entries_at,
            links: false,
        };
        let phrases = self.phrases(&stream, &mut Scratch::new(&self.phrases));
        Hits { entities, entries, phrases }
    }

    fn symbols(&self, text: &Text<'_>) -> Vec<Symbol> {
        let mut buffer = String::new();
        let mut symbols: Vec<Symbol> = Vec::with_capacity(text.tokens.len());
        for (i, token) in text.tokens.iter().enumerate() {
            let raw = slice(text, token);
            if i > 0 && raw.len() <= 6 && is_not(raw) {
                let first = text.tokens.get(i - 1).filter(|t| t.end == token.start).map(|t| slice(text, t));
                let stands_for = first.and_then(|f| self.before_not.iter().find(|(w, _)| f.eq_ignore_ascii_case(w)));
                if let (Some((_, symbol)), Some(last)) = (stands_for, symbols.last_mut()) {
                    *last = *symbol;
                }
            }
            symbols.push(self.vocabulary.symbol(raw, token.kind, &mut buffer));
        }
        symbols
    }

    fn entries(&self, text: &Text<'_>, symbols: &[Symbol]) -> Vec<EntryHit> {
        let none = Starts::default();
        let stream = Stream {
            tokens: text.tokens,
            symbols,
            entities: &[],
            entities_at: &none,
            entries: &[],
            entries_at: &none,
            links: true,
        };
        let mut scratch = Scratch::new(&self.terms);
        let mut free = vec![0_u32; self.lexicons as usize];
        let mut hits = Vec::new();
        let mut here: Vec<EntryHit> = Vec::new();
        for (at, token) in text.tokens.iter().enumerate() {
            let at = at as u32;
            let is_free = |lexicon: LexiconId| free.get(lexicon.0 as usize).is_some_and(|free| *free <= at);
            let owner = |term: u32| self.owners.get(term as usize).copied();
            here.clear();
            let wanted = |term| owner(term).is_some_and(|(lexicon, _)| is_free(lexicon));
            self.terms.at(at, &stream, &self.vocabulary, &mut scratch, wanted, |term, found, _| {
                if let Some((lexicon, entry)) = owner(term) {
                    longest(&mut here, EntryHit { words: Words { start: at, end: found.end }, lexicon, entry });
                }
            });
            if matches!(token.kind, TokenKind::Url | TokenKind::Email) {
                let words = Words { start: at, end: at + 1 };
                for (lexicon, entry) in self.host_owners(slice(text, token)).filter(|(lexicon, _)| is_free(*lexicon)) {
                    longest(&mut here, EntryHit { words, lexicon, entry });
                }
            }
            here.sort_unstable_by_key(|hit| hit.lexicon);
            for hit in &here {
                if let Some(free) = free.get_mut(hit.lexicon.0 as usize) {
                    *free = hit.words.end;
                }
            }
            hits.extend_from_slice(&here);
        }
        hits
    }

    /// The entries that a URL or e-mail address names, the closest host first.
    fn host_owners(&self, raw: &str) -> impl Iterator<Item = (LexiconId, EntryId)> + '_ {
        let host = if self.hosts.is_empty() { String::new() } else { host(raw) };
        let ends: Vec<usize> = std::iter::once(0).chain(host.match_indices('.').map(|(at, _)| at + 1)).collect();
        ends.into_iter().filter_map(move |at| self.hosts.get(host.get(at..)?)).flatten().copied()
    }

    fn phrases(&self, stream: &Stream<'_>, scratch: &mut Scratch) -> Vec<Vec<PhraseHit>> {
        let mut hits: Vec<Vec<PhraseHit>> = vec![Vec::new(); self.phrases.len()];
        let mut free = vec![0_u32; self.phrases.len()];
        let mut found: Vec<(u32, u32)> = Vec::new();
        for at in 0..stream.tokens.len() as u32 {
            let wanted = |phrase: u32| free.get(phrase as usize).is_some_and(|free| *free <= at);
            self.phrases.at(at, stream, &self.vocabulary, scratch, wanted, |phrase, hit, scratch| {
                let words = Words { start: at, end: hit.end };
                if let Some(hits) = hits.get_mut(phrase as usize) {
                    hits.push(PhraseHit { words, captures: scratch.captures(hit.captures) });
                }
                found.push((phrase, hit.end));
            });
            for (phrase, end) in found.drain(..) {
                if let Some(free) = free.get_mut(phrase as usize) {
                    *free = end;
                }
            }
        }
        hits
    }
}

fn slice<'t>(text: &Text<'t>, token: &Token) -> &'t str {
    text.prose.get(token.start as usize..token.end as usize).unwrap_or_default()
}

/// Keeps the longest hit of each lexicon; of equal ones the first.
fn longest(hits: &mut Vec<EntryHit>, hit: EntryHit) {
    match hits.iter_mut().find(|other| other.lexicon == hit.lexicon) {
        Some(other) if other.words.end < hit.words.end => *other = hit,
        Some(_) => {}
        None => hits.push(hit),
    }
}

/// The host of a URL or an e-mail address, lower case; empty when there is none.
fn host(raw: &str) -> String {
    let rest = raw.split_once("://").map_or(raw, |(_, rest)| rest);
    let rest = rest.strip_prefix("mailto:").unwrap_or(rest);
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let rest = rest.get(..end).unwrap_or_default();
    let rest = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    let rest = rest.split_once(':').map_or(rest, |(host, _)| host).trim_end_matches('.');
    if rest.len() > LONGEST_HOST { String::new() } else { rest.to_lowercase() }
}
