//! Annotated policies and judged corrections of them: one JSON object a line. Every mistake is named at its line.

use crate::diagnostic::Diagnostic;
use crate::source::{Source, SourceId, Sources, Span};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// Start and end, in UTF-8 bytes of the policy's file.
pub type Bytes = (usize, usize);

/// A policy that people have annotated.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Annotated {
    /// The corpus it belongs to.
    pub corpus: String,
    /// Its name: that of the file with its text, without the extension.
    pub policy: String,
    /// `dev`, `heldout` or whatever the corpus is divided into.
    #[serde(default)]
    pub split: Option<String>,
    /// What is known of its paragraphs.
    #[serde(default)]
    pub meta: Meta,
    /// By label.
    pub labels: BTreeMap<String, Label>,
    /// Where the line stands.
    #[serde(skip)]
    pub place: Place,
}

/// What is known of a policy's paragraphs.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Meta {
    /// Every paragraph that was annotated.
    #[serde(default)]
    pub units: Vec<Bytes>,
    /// Paragraphs that nobody annotated.
    #[serde(default)]
    pub unlabelled: Vec<Bytes>,
}

/// Whether and where a policy states what a label stands for.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Label {
    /// It does.
    pub present: bool,
    /// All its places.
    #[serde(default)]
    pub spans: Vec<Bytes>,
    /// It counts as absent, but the annotators were not sure.
    #[serde(default)]
    pub disputed: bool,
}

/// A judgement that takes the place of an annotation.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Override {
    /// The corpus.
    pub corpus: String,
    /// The policy.
    pub policy: String,
    /// The requirement.
    pub requirement: String,
    /// The policy states it.
    pub present: bool,
    /// All its places.
    #[serde(default)]
    pub spans: Vec<Bytes>,
    /// Where the line stands.
    #[serde(skip)]
    pub place: Place,
}

/// A line of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub source: SourceId,
    /// The line's bytes.
    pub line: Span,
}

impl Place {
    /// The bytes of a text in quotes in this line; the line's first byte when it does not stand there.
    pub fn of(self, sources: &Sources, text: &str) -> Span {
        let line = sources.get(self.source).map_or("", |s| s.slice(self.line));
        let quoted = serde_json::to_string(text).unwrap_or_default();
        let (start, len) = line.find(&quoted).map_or((0, 1), |at| (at, quoted.len()));
        Span::new(start, start + len).shift(self.line.start as usize)
    }
}

/// Reads annotated policies.
pub fn annotated(sources: &Sources, id: SourceId) -> (Vec<Annotated>, Vec<Diagnostic>) {
    let what = "this line does not describe an annotated policy";
    let (all, problems): (Vec<(Annotated, Place)>, _) = lines(sources, id, what);
    (all.into_iter().map(|(policy, place)| Annotated { place, ..policy }).collect(), problems)
}

/// Policies that are annotated twice, perhaps in different files.
pub fn twice<'a>(sources: &Sources, policies: impl IntoIterator<Item = &'a Annotated>) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<(&str, &str), Place> = BTreeMap::new();
    let mut problems = Vec::new();
    for policy in policies {
        let Some(first) = seen.get(&(policy.corpus.as_str(), policy.policy.as_str())) else {
            seen.insert((&policy.corpus, &policy.policy), policy.place);
            continue;
        };
        let place = |of: Place| (of.source, of.of(sources, &policy.policy));
        let ((source, span), (other, before)) = (place(policy.place), place(*first));
        let problem = Diagnostic::error("gold", format!("the policy `{}` is annotated twice", policy.policy));
        problems.push(problem.at(source, span, "a second time here").see(other, before, "first here"));
    }
    problems
}

/// Reads judged corrections.
pub fn overrides(sources: &Sources, id: SourceId) -> (Vec<Override>, Vec<Diagnostic>) {
    let what = "this line does not describe a judgement";
    let (all, problems): (Vec<(Override, Place)>, _) = lines(sources, id, what);
    (all.into_iter().map(|(fixed, place)| Override { place, ..fixed }).collect(), problems)
}

/// Reads the objects of a file, one a line, blank lines left out.
fn lines<T: DeserializeOwned>(sources: &Sources, id: SourceId, what: &str) -> (Vec<(T, Place)>, Vec<Diagnostic>) {
    let text = sources.get(id).map(Source::text).unwrap_or_default();
    let (mut all, mut problems) = (Vec::new(), Vec::new());
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let place = Place { source: id, line: Span::new(start, start + line.trim_end().len()) };
        if !line.trim().is_empty() {
            match serde_json::from_str(line) {
                Ok(object) => all.push((object, place)),
                Err(error) => {
                    let at = start + error.column().saturating_sub(1).min(line.trim_end().len().saturating_sub(1));
                    let at = (start..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(start);
                    problems.push(Diagnostic::error("gold", what).at(id, Span::new(at, at), said(&error)));
                }
            }
        }
        start += line.len();
    }
    (all, problems)
}

/// What the parser said, without the place, which is shown anyway.
fn said(error: &serde_json::Error) -> String {
    let said = error.to_string();
    said.rsplit_once(" at line ").map_or(said.clone(), |(said, _)| said.to_owned())
}

impl Annotated {
    /// What is wrong with its spans: they lie outside of the text or cut a character.
    pub fn check(&self, sources: &Sources, text: &Source) -> Vec<Diagnostic> {
        let labels = self.labels.iter().map(|(name, label)| (name.as_str(), &label.spans));
        let meta = [("units", &self.meta.units), ("unlabelled", &self.meta.unlabelled)];
        let wrong = labels.chain(meta).filter_map(|(name, spans)| Some((name, wrong(spans, text)?)));
        wrong.map(|(name, why)| out_of_text(self.place, sources, name, &why)).collect()
    }
}

impl Override {
    /// What is wrong with its spans.
    pub fn check(&self, sources: &Sources, text: &Source) -> Option<Diagnostic> {
        wrong(&self.spans, text).map(|why| out_of_text(self.place, sources, "spans", &why))
    }
}

/// The first span that is none of the text's, and why.
fn wrong(spans: &[Bytes], text: &Source) -> Option<String> {
    let length = text.text().len();
    spans.iter().find_map(|(start, end)| {
        let (name, span) = (text.name(), format!("[{start}, {end}]"));
        if start > end {
            return Some(format!("{span} ends before it begins"));
        }
        if *end > length {
            return Some(format!("{span} lies outside of {name}, which has {length} bytes"));
        }
        let cut = [start, end].into_iter().find(|at| !text.text().is_char_boundary(**at))?;
        Some(format!("{span} cuts a character of {name} at byte {cut}"))
    })
}

fn out_of_text(place: Place, sources: &Sources, name: &str, why: &str) -> Diagnostic {
    let problem = Diagnostic::error("gold", format!("a span of `{name}` does not fit the text"));
    problem
        .at(place.source, place.of(sources, name), why)
        .note("spans are start and end in UTF-8 bytes of the policy's file, the end not included")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str =
        r#"{"corpus": "c", "policy": "p", "labels": {"a": {"present": true, "spans": [[0, 2], [3, 5]]}}}"#;

    fn read(text: &str) -> (Vec<Annotated>, Vec<String>) {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("gold.jsonl", text));
        let (all, mut problems) = annotated(&sources, id);
        problems.extend(twice(&sources, &all));
        let show = |d: &Diagnostic| {
            let label = d.primary().unwrap();
            let line = sources.get(id).unwrap().position(label.span.start as usize).line;
            format!("{line}: {}: {}", d.message, label.message)
        };
        (all, problems.iter().map(show).collect())
    }

    #[test]
    fn lines_are_read_and_mistakes_are_named_at_their_line() {
        let (all, said) = read(&format!("{GOOD}\n\n{{\"corpus\": \"c\"}}\nno\n{GOOD}\n"));
        assert_eq!(all.len(), 2);
        assert_eq!(
            said,
            [
                "3: this line does not describe an annotated policy: missing field `policy`",
                "4: this line does not describe an annotated policy: expected ident",
                "5: the policy `p` is annotated twice: a second time here",
            ]
        );
        assert!(read(&GOOD.replace("[3, 5]", "[3]")).1[0].contains("expected a tuple of size 2"), "{:?}", read(GOOD));
    }

    #[test]
    fn spans_lie_in_the_text_and_cut_no_character() {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("gold.jsonl", GOOD));
        let (all, _) = annotated(&sources, id);
        let check = |text: &str| {
            let found = all[0].check(&sources, &Source::new("p.md", text));
            found.iter().map(|d| d.primary().unwrap().message.clone()).collect::<Vec<_>>()
        };
        assert_eq!(check("we say"), Vec::<String>::new());
        assert_eq!(check("we"), ["[3, 5] lies outside of p.md, which has 2 bytes"]);
        assert_eq!(check("é ée"), Vec::<String>::new());
        assert_eq!(check("aé  e"), ["[0, 2] cuts a character of p.md at byte 2"]);
        assert_eq!(sources.get(id).unwrap().slice(all[0].place.of(&sources, "a")), "\"a\"");
    }
}
