//! What a document says of itself: the key `clauselint` in its front matter, with the keys of an override.

use super::Settings;
use super::check::Checker;
use super::tree::{self, Key, Kind, Node};
use crate::diagnostic::Diagnostic;
use crate::source::{Source, SourceId, Sources};
use std::ops::Range;

/// The key that holds the settings.
const KEY: &str = "clauselint";

/// Reads the settings in the front matter of the document `source`, with the mistakes in them. Names are not yet checked.
///
/// Only the block under `clauselint:` is looked at: what else stands there is for other programs.
pub fn front_matter(sources: &Sources, source: SourceId) -> (Settings, Vec<Diagnostic>) {
    let text = sources.get(source).map_or("", Source::text);
    let mut settings = Settings::default();
    let Some(block) = block(text) else { return (settings, Vec::new()) };
    // Blanks before the block keep every byte at its place.
    let mut yaml = " ".repeat(block.start.saturating_sub(1));
    yaml.push_str(if block.start > 0 { "\n" } else { "" });
    yaml.push_str(text.get(block).unwrap_or_default());
    let mut checker = Checker::new(source);
    match tree::parse(&yaml) {
        Ok(Node { kind: Kind::Map(entries), .. }) => {
            for (_, node) in entries.iter().filter(|(key, _): &&(Key, Node)| key.name == KEY) {
                checker.document(node, &mut settings);
            }
        }
        Ok(_) => {}
        Err((message, span)) => checker.say(span.unwrap_or_default(), message, "in the front matter"),
    }
    (settings, checker.problems)
}

/// The bytes from the line `clauselint:` in the front matter to the next key beside it.
fn block(text: &str) -> Option<Range<usize>> {
    let mark = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut at = mark;
    let mut start = None;
    for (number, line) in text.get(mark..)?.split_inclusive('\n').enumerate() {
        let bare = line.trim_end();
        if number == 0 {
            if bare != "---" {
                return None;
            }
        } else if matches!(bare, "---" | "...") {
            return start.map(|start| start..at);
        } else if start.is_some() && line.starts_with(|c: char| !c.is_whitespace() && c != '#') {
            return start.map(|start| start..at);
        } else if bare.strip_prefix(KEY).is_some_and(|rest| rest.trim_start().starts_with(':')) {
            start = Some(at);
        }
        at += line.len();
    }
    // Front matter without end is none.
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Settings, Vec<Diagnostic>) {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("p.md", text));
        front_matter(&sources, id)
    }

    #[test]
    fn settings_are_read_beside_the_keys_of_others() {
        let text = "\u{feff}---\ntitle: {{ x }}\nclauselint:\n  packs: [core]\n  # why\n  profile:\n    audience: eu\n\
                    tags: [a\n---\n# P\n";
        let (settings, problems) = read(text);
        assert!(problems.is_empty(), "{problems:?}");
        let audience = settings.audience.unwrap();
        assert_eq!(audience[0].value, "eu");
        assert_eq!(text.get(audience[0].span.range()), Some("eu"));
        assert!(settings.packs.is_some());
    }

    #[test]
    fn mistakes_are_shown_at_their_place() {
        let text = "---\nclauselint:\n  rules: [x]\n  severities: {core: loud}\n---\n";
        let (_, problems) = read(text);
        let place = |p: &Diagnostic| p.primary().and_then(|l| text.get(l.span.range())).unwrap_or_default().to_owned();
        assert_eq!(problems.iter().map(place).collect::<Vec<_>>(), ["rules", "loud"]);
        assert_eq!(read("---\nclauselint: [\n---\n").1.len(), 1);
        assert_eq!(read("---\nclauselint: 3\n---\n").1.len(), 1);
    }

    #[test]
    fn what_is_no_front_matter_says_nothing() {
        for text in [
            "",
            "---\n",
            "---\nclauselint:\n  packs: all\n",
            "# P\n---\nclauselint:\n  packs: all\n---\n",
            "---\na: b\n---\nclauselint: x\n",
        ] {
            assert_eq!(read(text), (Settings::default(), Vec::new()), "{text}");
        }
    }
}
