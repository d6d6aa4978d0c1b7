//! Lexicon files: YAML trees of terms, flattened for the matcher.

use crate::diagnostic::Diagnostic;
use crate::matcher::{Entry, EntryId, Lexicon};
use crate::source::{Source, SourceId, Span};
use serde::Deserialize;
use serde_yaml::Spanned;
use std::collections::BTreeMap;
use std::path::Path;

/// A lexicon as loaded: each term keeps its place for diagnostics.
#[derive(Debug)]
pub struct Loaded {
    /// The lexicon.
    pub lexicon: Lexicon,
    /// The spans of the terms, by entry.
    pub spans: Vec<Vec<Span>>,
    /// The file.
    pub source: SourceId,
}

#[derive(Deserialize)]
struct RawFile {
    #[serde(default)]
    title: String,
    entries: BTreeMap<String, Spanned<serde_json::Value>>,
}

/// Depth of the tree that is accepted.
const MAX_DEPTH: usize = 16;

/// Reads a lexicon; its name is the file's stem.
pub fn load(id: SourceId, source: &Source, out: &mut Vec<Diagnostic>) -> Option<Loaded> {
    let name = Path::new(source.name()).file_stem()?.to_string_lossy().into_owned();
    let raw: RawFile = match serde_yaml::from_str(source.text()) {
        Ok(raw) => raw,
        Err(error) => {
            out.push(yaml_error(id, source, &error));
            return None;
        }
    };
    let mut loader =
        Loader { id, source, out, loaded: Loaded { lexicon: Lexicon::default(), spans: Vec::new(), source: id } };
    loader.loaded.lexicon.name = name;
    loader.loaded.lexicon.title = raw.title;
    let place = |value: &Spanned<serde_json::Value>| value.referenced.span().byte_offset().unwrap_or_default() as usize;
    let mut entries: Vec<_> = raw.entries.iter().map(|(name, value)| (place(value), name, &value.value)).collect();
    entries.sort_by_key(|(at, ..)| *at);
    for (at, name, value) in entries {
        loader.entry(name, value, None, at, 0);
    }
    Some(loader.loaded)
}

/// A YAML error as a diagnostic at its place.
pub fn yaml_error(id: SourceId, source: &Source, error: &serde_yaml::Error) -> Diagnostic {
    let at = error.location().and_then(|l| l.span().byte_offset()).map_or(0, |at| at as usize).min(source.text().len());
    Diagnostic::error("lexicon", "this lexicon cannot be read").at(id, Span::new(at, at), error.to_string())
}

struct Loader<'a> {
    id: SourceId,
    source: &'a Source,
    out: &'a mut Vec<Diagnostic>,
    loaded: Loaded,
}

impl Loader<'_> {
    fn entry(&mut self, name: &str, value: &serde_json::Value, parent: Option<EntryId>, near: usize, depth: usize) {
        if depth > MAX_DEPTH {
            self.complain(near, format!("entry `{name}` is nested too deeply; at most {MAX_DEPTH} levels are read"));
            return;
        }
        let id = EntryId(self.loaded.lexicon.entries.len() as u32);
        let mut entry = Entry { name: name.to_owned(), parent, ..Entry::default() };
        let mut children = None;
        match value {
            serde_json::Value::Null => {}
            serde_json::Value::Object(map) => {
                for (key, value) in map {
                    match key.as_str() {
                        "terms" => entry.terms = self.strings(name, "terms", value, near),
                        "hosts" => entry.hosts = self.strings(name, "hosts", value, near),
                        "entries" => children = value.as_object(),
                        other => {
                            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                            entry.attributes.insert(other.to_owned(), text);
                        }
                    }
                }
            }
            _ => self.complain(near, format!("entry `{name}` must be a mapping with `terms`, `hosts` or `entries`")),
        }
        let spans = entry.terms.iter().map(|t| self.find(t, near)).collect();
        self.loaded.lexicon.entries.push(entry);
        self.loaded.spans.push(spans);
        for (name, value) in children.into_iter().flatten() {
            self.entry(name, value, Some(id), near, depth + 1);
        }
    }

    fn strings(&mut self, entry: &str, key: &str, value: &serde_json::Value, near: usize) -> Vec<String> {
        let texts =
            value.as_array().map(|a| a.iter().map(|v| v.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>());
        if let Some(Some(texts)) = texts {
            return texts;
        }
        self.complain(near, format!("`{key}` of entry `{entry}` must be a list of texts"));
        Vec::new()
    }

    /// Where a term stands, for diagnostics about it: its first occurrence after its top-level entry begins.
    fn find(&self, term: &str, near: usize) -> Span {
        let rest = self.source.text().get(near..).unwrap_or_default();
        let at = rest.find(term).map_or(near, |i| near + i);
        Span::new(at, if at == near { at } else { at + term.len() })
    }

    fn complain(&mut self, near: usize, message: String) {
        self.out.push(Diagnostic::error("lexicon", message).at(self.id, Span::new(near, near), ""));
    }
}
