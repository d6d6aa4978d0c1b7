//! Building a matcher from phrases and lexicons, and scanning a text with it.

use super::automaton::Automaton;
use super::entity::{self, Trigger, entities};
use super::hash::FastMap;
use super::lookup::Scan;
use super::phrase::{self, PhraseError, Takes};
use super::stream::{Starts, Stream};
use super::vocabulary::{BEFORE_NOT, Symbol, Vocabulary, is_homograph, is_not, is_shouted};
use super::{EntityKind, EntryHit, EntryId, Hits, Lexicon, LexiconId, Part, PhraseId, Text, Token, TokenKind, Words};

/// The lexicon of legal forms (`Inc`, `GmbH`), by which organisations are known.
const LEGAL_FORMS: &str = "legal-form";
/// Mark of words that terms of lexicons begin with.
const TERM: u16 = 1 << 14;
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
    whole: Vec<bool>,
    known: FastMap<Vec<Part>, PhraseId>,
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
                if let Ok(program) = phrase::compile(term, Some(&mut self.vocabulary)) {
                    self.terms.add(&program, true);
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
        let program = phrase::compile(&parts, Some(&mut self.vocabulary))?;
        let id = PhraseId(self.phrases.len() as u32);
        self.phrases.add(&program, false);
        self.whole.push(program.positions.iter().any(|p| matches!(p.takes, Takes::Entity(EntityKind::Address, _))));
        self.known.insert(parts, id);
        Ok(id)
    }

    /// The matcher for all that was added.
    pub fn build(mut self) -> Matcher {
        self.vocabulary.freeze(&entity::WORDS);
        self.terms.finish();
        self.phrases.finish();
        self.vocabulary.mark(TERM, |class| self.terms.begins(class));
        let before_not = BEFORE_NOT.map(|(_, word)| self.vocabulary.lower(word));
        Matcher {
            vocabulary: self.vocabulary,
            terms: self.terms,
            owners: self.owners,
            hosts: self.hosts,
            lexicons: self.lexicons,
            legal_forms: self.legal_forms,
            phrases: self.phrases,
            whole: self.whole,
            before_not,
        }
    }
}

/// Whether a phrase can be matched; a phrase that passes is accepted by [`Builder::phrase`] too.
pub fn check(parts: &[Part]) -> Result<(), PhraseError> {
    phrase::compile(parts, None).map(|_| ())
}

fn captures(parts: &[Part]) -> bool {
    parts.iter().any(|part| match part {
        Part::Word { .. } | Part::Gap => false,
        Part::Entity { .. } | Part::Entry { .. } => true,
        Part::Alternatives(branches) => branches.iter().any(|branch| captures(branch)),
    })
}

/// Finds entities, lexicon entries and phrases in texts.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Matcher {
    vocabulary: Vocabulary,
    terms: Automaton,
    owners: Vec<(LexiconId, EntryId)>,
    hosts: FastMap<String, Vec<(LexiconId, EntryId)>>,
    lexicons: u32,
    legal_forms: Option<LexiconId>,
    phrases: Automaton,
    /// By phrase, whether a match may leave its sentence.
    whole: Vec<bool>,
    /// What the first halves of contractions with `n't` stand for, in the order of [`BEFORE_NOT`].
    before_not: [Symbol; 3],
}

impl Matcher {
    /// Reads a text, for phrases to be looked for in it.
    pub fn read<'a>(&'a self, prose: &'a str, tokens: Vec<Token>) -> Scan<'a> {
        let text = Text { prose, tokens: &tokens };
        let (symbols, triggers) = self.symbols(&text);
        let entries = self.entries(&text, &symbols);
        let legal_forms: Vec<Words> =
            entries.iter().filter(|e| Some(e.lexicon) == self.legal_forms).map(|e| e.words).collect();
        let entities = entities(&text, &triggers, &legal_forms);
        Scan::new((&self.vocabulary, &self.phrases, &self.whole), (tokens, symbols), entities, entries)
    }

    /// All that a text holds: lexicon entries, entities, and every phrase.
    pub fn scan(&self, text: &Text<'_>) -> Hits {
        let scan = self.read(text.prose, text.tokens.to_vec());
        let whole = [(0, text.tokens.len() as u32)];
        let phrases = (0..self.phrases.len() as u32).map(|id| scan.phrase(PhraseId(id), &whole)).collect();
        Hits { phrases, entities: scan.entities, entries: scan.entries }
    }

    /// The words as symbols, and those at which entities may start.
    fn symbols(&self, text: &Text<'_>) -> (Vec<Symbol>, Vec<Trigger>) {
        let mut buffer = String::new();
        let mut triggers = Vec::new();
        let mut symbols: Vec<Symbol> = Vec::with_capacity(text.tokens.len());
        let shouted = |at: usize, sentence| {
            text.tokens.get(at).is_some_and(|t| t.sentence == sentence && is_shouted(slice(text, t)))
        };
        for (i, token) in text.tokens.iter().enumerate() {
            let raw = slice(text, token);
            if i > 0 && raw.len() <= 6 && is_not(raw) {
                let first = text.tokens.get(i - 1).filter(|t| t.end == token.start).map(|t| slice(text, t));
                let halves = BEFORE_NOT.iter().zip(&self.before_not);
                let stands_for = first.and_then(|f| halves.into_iter().find(|((w, _), _)| f.eq_ignore_ascii_case(w)));
                if let (Some((_, symbol)), Some(last)) = (stands_for, symbols.last_mut()) {
                    *last = *symbol;
                }
            }
            let symbol = self.vocabulary.symbol(raw, token.kind, &mut buffer);
            let marks = symbol.marks() & !TERM | entity::shape(text, token);
            if marks != 0 {
                triggers.push(Trigger { at: i as u32, marks });
            }
            let homograph = symbol.is_all_capitals() && is_homograph(raw);
            if homograph && (shouted(i + 1, token.sentence) || shouted(i.wrapping_sub(1), token.sentence)) {
                symbols.push(symbol.shouted());
            } else {
                symbols.push(symbol);
            }
        }
        (symbols, triggers)
    }

    fn entries(&self, text: &Text<'_>, symbols: &[Symbol]) -> Vec<EntryHit> {
        if self.owners.is_empty() && self.hosts.is_empty() {
            return Vec::new();
        }
        let none = Starts::default();
        let stream = Stream { links: true, ..Stream::words(text.tokens, symbols, &self.vocabulary, &none) };
        let mut scratch = self.terms.scratch();
        let mut free = vec![0_u32; self.lexicons as usize];
        let mut hits = Vec::new();
        let mut here: Vec<EntryHit> = Vec::new();
        for (at, (token, symbol)) in text.tokens.iter().zip(symbols).enumerate() {
            let start = at as u32;
            let address = matches!(token.kind, TokenKind::Url | TokenKind::Email);
            if symbol.marks() & TERM == 0 && !address {
                continue;
            }
            let is_free = |lexicon: LexiconId| free.get(lexicon.0 as usize).is_some_and(|free| *free <= start);
            let owner = |term: u32| self.owners.get(term as usize).copied();
            here.clear();
            let wanted = |term| owner(term).is_some_and(|(lexicon, _)| is_free(lexicon));
            self.terms.at(start, &stream, &mut scratch, wanted, |term, found, _| {
                if let Some((lexicon, entry)) = owner(term) {
                    longest(&mut here, EntryHit { words: Words { start, end: found.end }, lexicon, entry });
                }
            });
            if address {
                let words = Words { start, end: start + 1 };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matcher::{Captured, EntityHit, EntityKind, Entry, Value};
    use proptest::prelude::*;

    /// Cuts words at spaces, `.` between spaces ends a sentence, `|` starts link text until the sentence ends.
    fn tokens(text: &str) -> Vec<Token> {
        let (mut tokens, mut sentence, mut link, mut at) = (Vec::new(), 0, false, 0_u32);
        for piece in text.split(' ') {
            let end = at + piece.len() as u32;
            let token = |start, end, kind| Token { start, end, sentence, block: 0, kind, link };
            match piece {
                "." => (sentence, link) = (sentence + 1, false),
                "|" => (sentence, link) = (sentence + 1, true),
                "" => {}
                _ if piece.contains("://") => tokens.push(token(at, end, TokenKind::Url)),
                _ if piece.contains('@') => tokens.push(token(at, end, TokenKind::Email)),
                "&" => tokens.push(token(at, end, TokenKind::Sign)),
                _ => {
                    let mut start = at;
                    for part in piece.split_inclusive('-') {
                        let stop = start + part.len() as u32;
                        let word = part.trim_end_matches('-');
                        let cut = ["n't", "n’t", "N'T", "'ll", "'re"].iter().find(|c| word.ends_with(**c));
                        let middle = start + (word.len() - cut.map_or(0, |c| c.len())) as u32;
                        tokens.push(token(start, middle, TokenKind::Word));
                        if let Some(cut) = cut {
                            tokens.push(token(middle, middle + cut.len() as u32, TokenKind::Word));
                        }
                        start = stop;
                    }
                }
            }
            at = end + 1;
        }
        tokens
    }

    /// Reads `a (b | c d) [e] ... =f {age} {0}`: a number in braces is a lexicon. Slots are counted from 0.
    fn parts(text: &str) -> Vec<Part> {
        let spaced = text.replace('(', " ( ").replace(')', " ) ").replace('[', " [ ").replace(']', " ] ");
        let mut stack: Vec<(bool, Vec<Vec<Part>>)> = vec![(false, vec![vec![]])];
        let mut slot = 0;
        for piece in spaced.split_ascii_whitespace() {
            let part = match piece {
                "(" | "[" => {
                    stack.push((piece == "[", vec![vec![]]));
                    continue;
                }
                "|" => {
                    stack.last_mut().unwrap().1.push(vec![]);
                    continue;
                }
                ")" | "]" => {
                    let (optional, mut branches) = stack.pop().unwrap();
                    if optional {
                        branches.push(vec![]);
                    }
                    Part::Alternatives(branches)
                }
                "..." => Part::Gap,
                _ if piece.starts_with('{') => {
                    slot += 1;
                    let name = piece.trim_matches(['{', '}']);
                    match EntityKind::from_name(name) {
                        Some(kind) => Part::Entity { kind, slot: slot - 1 },
                        None => Part::Entry { lexicon: LexiconId(name.parse().unwrap()), slot: slot - 1 },
                    }
                }
                _ => Part::Word { text: piece.trim_start_matches('=').into(), exact: piece.starts_with('=') },
            };
            stack.last_mut().unwrap().1.last_mut().unwrap().push(part);
        }
        stack.pop().unwrap().1.pop().unwrap()
    }

    fn lexicon(name: &str, entries: &[(&str, &[&str], &[&str])]) -> (Lexicon, Vec<Vec<Vec<Part>>>) {
        let own = |s: &[&str]| s.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        let lexicon = Lexicon {
            name: name.into(),
            entries: entries
                .iter()
                .map(|(name, terms, hosts)| Entry {
                    name: (*name).into(),
                    terms: own(terms),
                    hosts: own(hosts),
                    ..Entry::default()
                })
                .collect(),
            ..Lexicon::default()
        };
        let terms = entries.iter().map(|(_, terms, _)| terms.iter().map(|t| parts(t)).collect()).collect();
        (lexicon, terms)
    }

    fn scan(matcher: &Matcher, text: &str) -> Hits {
        matcher.scan(&Text { prose: text, tokens: &tokens(text) })
    }

    /// The texts that one phrase matches.
    #[track_caller]
    fn found(phrase: &str, text: &str) -> Vec<String> {
        let mut builder = Builder::new();
        builder.phrase(parts(phrase)).unwrap();
        let hits = scan(&builder.build(), text);
        hits.phrases[0].iter().map(|hit| cut(text, hit.words)).collect()
    }

    fn cut(text: &str, words: Words) -> String {
        let tokens = tokens(text);
        let (start, end) = (tokens[words.start as usize].start, tokens[words.end as usize - 1].end);
        text.get(start as usize..end as usize).unwrap().to_owned()
    }

    #[test]
    fn words_match_forms_spellings_and_case() {
        for (phrase, text, expected) in [
            ("collect data", "We collected DATA", vec!["collected DATA"]),
            ("collected", "we collect and Collected", vec!["Collected"]),
            ("=collect", "collects collect", vec!["collect"]),
            ("child", "Children of a child", vec!["Children", "child"]),
            ("sell", "sold unsold", vec!["sold"]),
            ("honor signals", "honouring signals", vec!["honouring signals"]),
            ("organisation", "organizations", vec!["organizations"]),
            ("May", "may May MAY", vec!["May", "MAY"]),
            ("US", "us Us US U.S.", vec!["US", "U.S."]),
            ("us", "us U.S.", vec!["us"]),
            ("US", "CONTACT US . FOR US", vec![]),
            ("us", "CONTACT US", vec!["US"]),
            ("US", "EU and US", vec!["US"]),
            ("Do Not Track", "DO NOT TRACK", vec!["DO NOT TRACK"]),
            ("DPA", "DPAs dpa", vec!["DPAs"]),
            ("TRUSTe", "TRUSTe Truste truste", vec!["TRUSTe", "Truste"]),
        ] {
            assert_eq!(found(phrase, text), expected, "{phrase} in {text}");
        }
    }

    #[test]
    fn compounds_and_contractions_match_open_and_closed() {
        for (phrase, text, expected) in [
            ("third-party", "third party third-parties", vec!["third party", "third-parties"]),
            ("do not", "don't do not don’t", vec!["don't", "do not", "don’t"]),
            ("won't share", "will not share won't share", vec!["will not share", "won't share"]),
            ("can not", "cannot can't can not", vec!["cannot", "can't", "can not"]),
            ("cannot", "cannot can't can not", vec!["cannot", "can't", "can not"]),
            ("email", "e-mail email e mails E-Mail emailed", vec!["e-mail", "email", "e mails", "E-Mail", "emailed"]),
            ("e-mail address", "email address e-mail addresses", vec!["email address", "e-mail addresses"]),
            ("web site", "website", vec!["website"]),
            ("website", "web sites", vec!["web sites"]),
            ("terms and conditions", "terms & conditions", vec!["terms & conditions"]),
            ("user account", "user's account", vec!["user's account"]),
            ("we will", "we'll", vec!["we'll"]),
        ] {
            assert_eq!(found(phrase, text), expected, "{phrase} in {text}");
        }
    }

    #[test]
    fn california_is_not_can() {
        assert_eq!(found("can", "in CA we can"), ["can"]);
    }

    #[test]
    fn structure_gaps_and_sentences() {
        for (phrase, text, expected) in [
            ("share [your | the] data", "share data share the data", vec!["share data", "share the data"]),
            ("a b [c]", "a b c a b", vec!["a b c", "a b"]),
            ("we ... share", "we x x x x x share", vec!["we x x x x x share"]),
            ("we ... share", "we x x x x x x share", vec![]),
            ("we ... share", "we x . share", vec![]),
            ("we share", "we . share", vec![]),
            ("x y", "| x y . x y", vec!["x y"]),
            ("x x", "x x x x x", vec!["x x", "x x"]),
            ("we [...] share", "we share we q q share", vec!["we share we q q share"]),
            ("we (... a | b c)", "we q a we b c", vec!["we q a", "we b c"]),
        ] {
            assert_eq!(found(phrase, text), expected, "{phrase} in {text}");
        }
    }

    #[test]
    fn lexicons_hosts_and_captures() {
        let mut builder = Builder::new();
        let (bodies, terms) = lexicon(
            "body",
            &[
                ("alpha", &["Alpha Arbitration", "Alpha"], &["alpha.example.com"]),
                ("other", &["arbitration [body | service]"], &["example.com"]),
            ],
        );
        let id = builder.lexicon(&bodies, terms);
        assert_eq!(id, LexiconId(0));
        let to = builder.phrase(parts("complain to {0}")).unwrap();
        let alone = builder.phrase(parts("{0}")).unwrap();
        assert_eq!(builder.phrase(parts("complain to {0}")).unwrap(), to);
        let matcher = builder.build();
        let text = "you complain to Alpha Arbitration . see | Alpha . https://help.alpha.example.com/x . https://notexample.com . a@www.example.com";
        let hits = scan(&matcher, text);
        let names: Vec<_> = hits.entries.iter().map(|e| (e.entry.0, cut(text, e.words))).collect();
        assert_eq!(
            names,
            [
                (0, "Alpha Arbitration".to_owned()),
                (0, "Alpha".to_owned()),
                (0, "https://help.alpha.example.com/x".to_owned()),
                (1, "a@www.example.com".to_owned()),
            ]
        );
        let complaint = &hits.phrases[to.0 as usize];
        assert_eq!(complaint.len(), 1);
        assert_eq!(cut(text, complaint[0].words), "complain to Alpha Arbitration");
        assert_eq!(complaint[0].captures, [(0, Captured::Entry(0))]);
        assert_eq!(hits.phrases[alone.0 as usize].len(), 4, "also in links");
    }

    #[test]
    fn entities_are_jumped_over() {
        let mut builder = Builder::new();
        builder.phrase(parts("under {age} [years]")).unwrap();
        builder.phrase(parts("{age} ... {number}")).unwrap();
        let matcher = builder.build();
        let text = "under the age of ten years or 12 .";
        let tokens = tokens(text);
        let symbols = matcher.symbols(&Text { prose: text, tokens: &tokens }).0;
        let entities = vec![
            EntityHit { words: Words { start: 1, end: 5 }, value: Value::Age(10) },
            EntityHit { words: Words { start: 7, end: 8 }, value: Value::Number(12.0) },
            EntityHit { words: Words { start: 7, end: 70 }, value: Value::Address },
        ];
        let parts = (&matcher.vocabulary, &matcher.phrases, matcher.whole.as_slice());
        let scan = Scan::new(parts, (tokens.clone(), symbols), entities, Vec::new());
        let hits = [0, 1].map(|id| scan.phrase(PhraseId(id), &[(0, tokens.len() as u32)]));
        assert_eq!(cut(text, hits[0][0].words), "under the age of ten years");
        assert_eq!(hits[0][0].captures, [(0, Captured::Entity(0))]);
        assert_eq!(cut(text, hits[1][0].words), "the age of ten years or 12");
        assert_eq!(hits[1][0].captures, [(0, Captured::Entity(0)), (1, Captured::Entity(1))]);
    }

    #[test]
    fn odd_tokens_are_harmless() {
        let mut builder = Builder::new();
        builder.phrase(parts("a ... b")).unwrap();
        let matcher = builder.build();
        let token = |start, end| Token { start, end, sentence: 0, block: 0, kind: TokenKind::Word, link: false };
        let tokens = [token(0, 0), token(5, 2), token(900, 901), token(1, 2), token(u32::MAX, u32::MAX)];
        let hits = matcher.scan(&Text { prose: "é a b", tokens: &tokens });
        assert!(hits.phrases[0].is_empty());
        assert!(matcher.scan(&Text { prose: "", tokens: &[] }).entries.is_empty());
        shared(&matcher);
    }

    fn shared<T: Send + Sync>(_: &T) {}

    /// Steps of the automaton for so many words of one kind.
    fn work(words: usize) -> u64 {
        let mut builder = Builder::new();
        builder.phrase(parts("the ... the ... the ... the ... the ... nothing")).unwrap();
        builder.phrase(parts("the [the | the the] ... (the | the ... the) ... end")).unwrap();
        let matcher = builder.build();
        let text = format!("nothing end {}", vec!["the"; words].join(" "));
        let scan = matcher.read(&text, tokens(&text));
        assert!([0, 1].iter().all(|id| scan.phrase(PhraseId(*id), &[(0, words as u32 + 2)]).is_empty()));
        scan.work()
    }

    #[test]
    fn repeated_words_take_linear_work() {
        let (one, ten) = (work(2_000), work(20_000));
        assert!(ten <= one * 11, "{one} {ten}");
        assert!(one <= 2_000 * 300, "{one}");
    }

    #[test]
    fn many_captures_take_linear_work() {
        let work = |words: usize| {
            let mut builder = Builder::new();
            builder.phrase(parts("{email} ... {email} ... {email} ... end")).unwrap();
            builder.phrase(parts("({email} | {email} ... {email}) ... (end | end ... end)")).unwrap();
            let matcher = builder.build();
            let text = format!("end {}", vec!["a@b.example"; words].join(" "));
            let scan = matcher.read(&text, tokens(&text));
            assert_eq!(scan.entities.len(), words);
            assert!([0, 1].iter().all(|id| scan.phrase(PhraseId(*id), &[(0, words as u32 + 1)]).is_empty()));
            scan.work()
        };
        let (one, ten) = (work(1_000), work(10_000));
        assert!(one > 0 && ten <= one * 11, "{one} {ten}");
        assert!(one <= 1_000 * 300, "{one}");
    }

    /// Every end of a match of `parts` that begins at `at`, by trying everything.
    fn ends(parts: &[Part], at: usize, words: &[&str]) -> Vec<usize> {
        let Some((part, rest)) = parts.split_first() else {
            return vec![at];
        };
        let after: Vec<usize> = match part {
            Part::Word { text, .. } => words.get(at).filter(|w| *w == text).map(|_| at + 1).into_iter().collect(),
            Part::Alternatives(branches) => branches.iter().flat_map(|b| ends(b, at, words)).collect(),
            Part::Gap => (at..=(at + 5).min(words.len())).take_while(|e| *e == at || words[e - 1] != ".").collect(),
            _ => Vec::new(),
        };
        after.into_iter().flat_map(|at| ends(rest, at, words)).collect()
    }

    fn part() -> impl Strategy<Value = Part> {
        let word = prop::sample::select(vec!["x", "y", "z"]).prop_map(|w| Part::Word { text: w.into(), exact: true });
        let leaf = prop_oneof![4 => word, 1 => Just(Part::Gap)];
        leaf.prop_recursive(3, 12, 3, |inner| {
            prop::collection::vec(prop::collection::vec(inner, 0..3), 1..3).prop_map(Part::Alternatives)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn agrees_with_trying_everything(
            middle in prop::collection::vec(part(), 0..5),
            words in prop::collection::vec(prop::sample::select(vec!["x", "y", "z", "q", "."]), 0..24),
        ) {
            let edge = || Part::Word { text: "x".into(), exact: true };
            let mut phrase = vec![edge()];
            phrase.extend(middle);
            phrase.push(edge());
            let mut builder = Builder::new();
            builder.phrase(phrase.clone()).unwrap();
            let hits = scan(&builder.build(), &words.join(" "));
            // The word after each `.` counts on, since sentence ends are no words.
            let index = |at: usize| words[..at].iter().filter(|w| **w != ".").count() as u32;
            let (mut expected, mut at) = (Vec::new(), 0);
            while at < words.len() {
                match ends(&phrase, at, &words).into_iter().max() {
                    Some(end) => {
                        expected.push(Words { start: index(at), end: index(end) });
                        at = end;
                    }
                    None => at += 1,
                }
            }
            let got: Vec<Words> = hits.phrases[0].iter().map(|h| h.words).collect();
            prop_assert_eq!(got, expected);
        }

        #[test]
        fn any_text_is_scanned(text in "\\PC{0,200}") {
            let mut builder = Builder::new();
            builder.phrase(parts("a ... (b | c)")).unwrap();
            scan(&builder.build(), &text);
        }
    }
}
