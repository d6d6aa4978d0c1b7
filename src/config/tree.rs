//! YAML as a tree in which every key and value knows its bytes. Knows nothing of what the configuration means.
//!
//! A tree, and not derived structs, because serde stops at the first unknown key or wrong type, and a user wants to
//! see all mistakes of a file at once.

use crate::source::Span;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{DuplicateKeyPolicy, Location, MergeKeyPolicy, Spanned};
use std::fmt;

/// A value with its bytes.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// What it is.
    pub kind: Kind,
    /// Its bytes; for lists and maps where they begin.
    pub span: Span,
}

/// A value.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// Nothing after the key.
    Null,
    /// `true` or `false` and no other spelling.
    Bool(bool),
    /// A number.
    Number,
    /// A string.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A map in the order of the file, duplicates included.
    Map(Vec<(Key, Node)>),
}

impl Kind {
    /// What people call it: "a list".
    pub fn name(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "true or false",
            Self::Number => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
        }
    }
}

/// A key with its bytes.
#[derive(Clone, Debug)]
pub(super) struct Key {
    /// The key.
    pub name: String,
    /// Its bytes.
    pub span: Span,
}

/// Reads a YAML text of at most 1 MB; `Err` gives the parser's message and the place, if it has one.
///
/// Depth, nodes and alias expansion are bounded, so that no text costs more than some milliseconds.
pub(super) fn parse(text: &str) -> Result<Node, (String, Option<Span>)> {
    const LIMIT: usize = 1 << 20;
    if text.len() > LIMIT {
        return Err((format!("the configuration has {} bytes, more than the {LIMIT} that are read", text.len()), None));
    }
    let options = serde_yaml::options! {
        budget: serde_yaml::budget! { max_depth: 16, max_nodes: 20_000, max_events: 100_000, max_aliases: 200, max_documents: 1 },
        alias_limits: serde_yaml::alias_limits! { max_total_replayed_events: 10_000, max_replay_stack_depth: 8 },
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::Error,
        strict_booleans: true,
        with_snippet: false,
    };
    serde_yaml::from_str_with_options::<Option<Node>>(text, options)
        .map(|node| node.unwrap_or(Node { kind: Kind::Map(Vec::new()), span: Span::default() }))
        .map_err(|error| {
            let span = error.location().and_then(|at| bytes(at, text));
            (message(&error), span)
        })
}

/// The parser's message without its own line and column, which the diagnostic shows better.
fn message(error: &serde_yaml::Error) -> String {
    use serde_yaml::Error as E;
    let bomb = "the YAML unfolds into more than a configuration can need";
    match error.without_snippet() {
        E::Budget { .. }
        | E::AliasReplayLimitExceeded { .. }
        | E::AliasReplayCounterOverflow { .. }
        | E::AliasReplayStackDepthExceeded { .. } => bomb.to_owned(),
        other => {
            let text = other.to_string();
            // Limits that are met inside an alias come wrapped, as text.
            if text.starts_with("alias replay") {
                return bomb.to_owned();
            }
            let line = text.lines().next().unwrap_or_default();
            let line = line.split(" at line ").next().unwrap_or(line);
            line.strip_prefix("error: ").unwrap_or(line).to_owned()
        }
    }
}

/// The bytes of a location; `None` when the parser does not know them.
fn bytes(at: Location, text: &str) -> Option<Span> {
    let start = usize::try_from(at.span().byte_offset()?).ok()?.min(text.len());
    let len = usize::try_from(at.span().byte_len().unwrap_or(0)).ok()?;
    let end = start.saturating_add(len).min(text.len());
    let whole = text.get(start..end).unwrap_or_default();
    Some(Span::new(start, start + whole.trim_end().len()))
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Spanned { value, referenced, .. } = Spanned::<Kind>::deserialize(deserializer)?;
        Ok(Self { kind: value, span: span_of(referenced) })
    }
}

/// The bytes of a location that the parser gave for an existing node.
fn span_of(at: Location) -> Span {
    let start = at.span().byte_offset().unwrap_or(0) as usize;
    Span::new(start, start + at.span().byte_len().unwrap_or(0) as usize)
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(KindVisitor)
    }
}

struct KindVisitor;

impl<'de> Visitor<'de> for KindVisitor {
    type Value = Kind;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Kind, E> {
        Ok(Kind::Null)
    }

    fn visit_none<E>(self) -> Result<Kind, E> {
        Ok(Kind::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Kind, D::Error> {
        Kind::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Kind, E> {
        Ok(Kind::Bool(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Kind, E> {
        Ok(Kind::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Kind, E> {
        Ok(Kind::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Kind, E> {
        Ok(Kind::Number)
    }

    fn visit_str<E>(self, value: &str) -> Result<Kind, E> {
        Ok(Kind::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Kind, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Kind::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Kind, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = map.next_key::<Spanned<String>>()? {
            let key = Key { span: span_of(key.referenced), name: key.value };
            entries.push((key, map.next_value()?));
        }
        Ok(Kind::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_values_know_their_bytes() {
        let text = "é: 1\npacks: [core, \"no\"]\nfacts: {a-b: yes}\n";
        let Kind::Map(entries) = parse(text).unwrap().kind else { panic!("a map") };
        let slice = |s: Span| &text[s.range()];
        assert_eq!(slice(entries[1].0.span), "packs");
        let Kind::List(items) = &entries[1].1.kind else { panic!("a list") };
        assert_eq!(slice(items[0].span), "core");
        assert_eq!(slice(items[1].span), "\"no\"");
        let Kind::Map(facts) = &entries[2].1.kind else { panic!("a map") };
        assert!(matches!(facts[0].1.kind, Kind::Text(_)), "yes is a text, not a boolean");
    }

    #[test]
    fn an_alias_bomb_is_refused_quickly() {
        let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for i in 1..12 {
            let before = format!("*a{}", i - 1);
            text.push_str(&format!("a{i}: &a{i} [{}]\n", vec![before; 9].join(", ")));
        }
        let (message, _) = parse(&text).unwrap_err();
        assert!(message.contains("unfolds"), "{message}");
    }

    #[test]
    fn deep_nesting_is_refused() {
        let text = format!("a: {}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(parse(&text).is_err());
        let text = (0..5_000).map(|i| format!("{}a:\n", " ".repeat(i % 200))).collect::<String>();
        assert!(parse(&text).is_err());
    }

    #[test]
    fn an_empty_file_is_an_empty_map() {
        assert!(matches!(parse("").unwrap().kind, Kind::Map(_)));
        assert!(matches!(parse("# nothing\n").unwrap().kind, Kind::Map(_)));
    }
}
