//! Who acts: the subject of a clause, by the mentions of actors in it.

use super::layout::Layout;
use crate::document::{Document, WordKind};
use crate::matcher::{EntityKind, LexiconId, Scan, Value, Words};
use crate::rule::RuleSet;
use crate::rule::expr::Actor;
use std::collections::{HashMap, HashSet};

/// The lexicon whose entries are the actors.
const LEXICON: &str = "actor";

/// A mention of somebody who may act.
#[derive(Clone, Copy, Debug)]
struct Mention {
    words: Words,
    actor: Actor,
}

/// All mentions of actors, in reading order.
#[derive(Debug, Default)]
pub struct Actors {
    mentions: Vec<Mention>,
    /// The words that name the publisher, rising.
    own_names: Vec<u32>,
}

impl Actors {
    /// Collects mentions: the entries of the lexicon `actor`, and the publisher's own names.
    pub fn of(layout: &Layout<'_>, hits: &Scan<'_>, rules: &RuleSet) -> Self {
        let id = rules.lexicons.iter().position(|l| l.name == LEXICON).map(|i| LexiconId(i as u32));
        let lexicon = rules.lexicon(LEXICON);
        let mut mentions = Vec::new();
        for hit in hits.entries.iter().filter(|h| Some(h.lexicon) == id) {
            let name = lexicon.and_then(|l| l.entries.get(hit.entry.0 as usize)).map_or("", |e| e.name.as_str());
            mentions.extend(from_name(name).map(|actor| Mention { words: hit.words, actor }));
        }
        let names = publisher_names(layout.document, hits);
        let mut own_names = Vec::new();
        for (i, word) in layout.document.words.iter().enumerate() {
            let text = layout.document.prose.slice(word.extent);
            if text.starts_with(char::is_uppercase) && names.contains(&plain(text)) {
                let words = Words { start: i as u32, end: i as u32 + 1 };
                mentions.push(Mention { words, actor: Actor::Publisher });
                own_names.push(i as u32);
            }
        }
        mentions.sort_by_key(|m| (m.words.start, std::cmp::Reverse(m.words.end)));
        let mut end = 0;
        mentions.retain(|m| {
            let free = m.words.start >= end;
            end = end.max(m.words.end);
            free
        });
        Self { mentions, own_names }
    }

    /// Whether the words are one of the publisher's own names: a policy does not name its own firm as somebody else.
    pub fn is_own_name(&self, words: Words) -> bool {
        words.end == words.start + 1 && self.own_names.binary_search(&words.start).is_ok()
    }

    /// Who does what the words say. A policy speaks of its publisher unless it names somebody else.
    pub fn actor(&self, layout: &Layout<'_>, words: Words) -> Actor {
        let sentence = layout.sentence(words.start);
        self.agent(layout, words)
            .or_else(|| self.subject(layout, sentence, words))
            .or_else(|| layout.lead_in(sentence).and_then(|lead| self.lead_subject(layout, lead)))
            .unwrap_or(Actor::Publisher)
    }

    /// "… by us": the agent of a passive.
    fn agent(&self, layout: &Layout<'_>, words: Words) -> Option<Actor> {
        let from = self.mentions.partition_point(|m| m.words.start < words.end);
        let after = self.mentions.get(from..)?.iter().take_while(|m| m.words.start < words.end + 5);
        after
            .filter(|m| {
                layout.clauses.same(m.words, words) && layout.sentence(m.words.start) == layout.sentence(words.start)
            })
            .find(|m| m.words.start > 0 && word_is(layout, m.words.start - 1, &["by"]))
            .map(|m| m.actor)
    }

    /// The nearest mention before the words, in subject position: in the clause, else in an earlier one of the sentence.
    fn subject(&self, layout: &Layout<'_>, sentence: usize, words: Words) -> Option<Actor> {
        let to = self.mentions.partition_point(|m| m.words.start < words.end);
        let before = self.mentions.get(..to)?.iter().rev();
        let here = before.take_while(|m| layout.sentence(m.words.start) == sentence);
        let subjects: Vec<&Mention> = here.filter(|m| is_subject(layout, m.words)).take(16).collect();
        let own = subjects.iter().find(|m| layout.clauses.same(m.words, words));
        own.or_else(|| subjects.first()).map(|m| m.actor)
    }

    /// The last subject of a lead-in.
    fn lead_subject(&self, layout: &Layout<'_>, lead: usize) -> Option<Actor> {
        let end = layout.document.sentences.get(lead)?.words.1 as u32;
        self.subject(layout, lead, Words { start: end.saturating_sub(1), end })
    }
}

/// Not after a preposition or a verb of which it would be the object.
fn is_subject(layout: &Layout<'_>, words: Words) -> bool {
    const BEFORE_OBJECTS: [&str; 24] = [
        "with",
        "to",
        "from",
        "by",
        "of",
        "for",
        "about",
        "on",
        "in",
        "at",
        "through",
        "via",
        "against",
        "between",
        "among",
        "upon",
        "concerning",
        "regarding",
        "using",
        "including",
        "than",
        "as",
        "contact",
        "give",
    ];
    let first = layout.document.sentences.get(layout.sentence(words.start)).map_or(0, |s| s.words.0 as u32);
    let mut at = words.start;
    while at > first
        && word_is(
            layout,
            at - 1,
            &["the", "a", "an", "any", "such", "other", "certain", "these", "those", "all", "some"],
        )
    {
        at -= 1;
    }
    at == first || !word_is(layout, at - 1, &BEFORE_OBJECTS)
}

fn word_is(layout: &Layout<'_>, word: u32, any: &[&str]) -> bool {
    let Some(word) = layout.document.words.get(word as usize) else { return false };
    let text = layout.document.prose.slice(word.extent);
    any.iter().any(|a| text.eq_ignore_ascii_case(a))
}

fn from_name(name: &str) -> Option<Actor> {
    Some(match name {
        "publisher" => Actor::Publisher,
        "user" => Actor::User,
        "customer" => Actor::Customer,
        "third-party" => Actor::ThirdParty,
        "authority" => Actor::Authority,
        _ => return None,
    })
}

/// A name for comparison: lower case, possessive removed.
fn plain(text: &str) -> String {
    let text = text.trim_end_matches("'s").trim_end_matches("’s").trim_end_matches(['\'', '’']);
    text.to_lowercase()
}

/// How the policy calls its publisher: names defined beside "we" or "us", organisations with that definition, and the
/// name in its own e-mail and web addresses when the text uses it as a name.
fn publisher_names(document: &Document, hits: &Scan<'_>) -> HashSet<String> {
    let mut names = HashSet::new();
    for sentence in &document.sentences {
        let quoted = quoted_words(document, sentence.words);
        if quoted.iter().any(|q| q == "we" || q == "us") {
            names.extend(quoted.into_iter().filter(|q| !["we", "us", "our", "you", "your"].contains(&q.as_str())));
        }
    }
    let mut capitalised: HashMap<String, usize> = HashMap::new();
    for word in document.words.iter().filter(|w| w.kind == WordKind::Word) {
        let text = document.prose.slice(word.extent);
        if text.starts_with(char::is_uppercase) {
            *capitalised.entry(plain(text)).or_default() += 1;
        }
    }
    let mut hosts: HashMap<&str, usize> = HashMap::new();
    for hit in hits.entities.iter().filter(|h| [EntityKind::Email, EntityKind::Url].contains(&h.value.kind())) {
        let host = match &hit.value {
            Value::Email(address) => address.rsplit('@').next(),
            Value::Url { host } => Some(host.as_str()),
            _ => None,
        };
        let label = host.and_then(|h| h.rsplit('.').nth(1)).filter(|l| l.len() > 2);
        if let Some(label) = label {
            *hosts.entry(label).or_default() += 1;
        }
    }
    let own = hosts.into_iter().filter(|(label, _)| capitalised.get(*label).is_some_and(|n| *n >= 3));
    if let Some((label, _)) = own.max_by_key(|(label, n)| (*n, std::cmp::Reverse(*label))) {
        names.insert(label.to_owned());
    }
    names
}

/// Single words in quotes: `(“Mixit”, “we”, “us”)`.
fn quoted_words(document: &Document, (first, end): (usize, usize)) -> Vec<String> {
    let words = document.words.get(first..end).unwrap_or_default();
    let text = document.prose.text();
    let near = |at: usize, back: bool| {
        let side = if back {
            text.get(..at).and_then(|t| t.chars().next_back())
        } else {
            text.get(at..).and_then(|t| t.chars().next())
        };
        side.is_some_and(|c| matches!(c, '"' | '“' | '”' | '«' | '»' | '„' | '\'' | '‘' | '’' | ','))
    };
    words
        .iter()
        .filter(|w| near(w.extent.start as usize, true) && near(w.extent.end as usize, false))
        .map(|w| plain(document.prose.slice(w.extent)))
        .collect()
}
