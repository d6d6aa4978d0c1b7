//! A rule file in its one layout: texts, tokens and remarks stay, white space is chosen anew. Reads and writes nothing.
//!
//! The layout is that of the shipped packs. Where it leaves a choice (a blank line between parts, a line break between
//! operators), the author's stays.

use super::ast::File;
use super::gaps::gaps;
use super::layout::layout;
use super::scan::scan;
use crate::diagnostic::Diagnostic;
use crate::source::SourceId;

/// Why a file was not formatted.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// It has mistakes, and what has no structure has no layout.
    Mistakes(Vec<Diagnostic>),
    /// The formatted text would say something else: a mistake of this module, noticed in time.
    Unfaithful,
}

/// Formats a rule file. The result says the same: its tree differs in places only, and its remarks are all there.
pub fn format(source: SourceId, text: &str) -> Result<String, Refusal> {
    let parsed = super::parse(source, text);
    if !parsed.diagnostics.is_empty() {
        return Err(Refusal::Mistakes(parsed.diagnostics));
    }
    let carriage = text.find('\n').is_some_and(|at| text.get(..at).is_some_and(|line| line.ends_with('\r')));
    let plain = text.replace("\r\n", "\n");
    let formatted = layout(source, &plain);
    let again = super::parse(source, &formatted);
    let same = again.diagnostics.is_empty() && unplaced(&parsed.file) == unplaced(&again.file);
    if !same || comments(source, &plain) != comments(source, &formatted) {
        return Err(Refusal::Unfaithful);
    }
    Ok(if carriage { formatted.replace('\n', "\r\n") } else { formatted })
}

/// A tree without its places.
fn unplaced(file: &File) -> serde_json::Value {
    fn strip(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::Array(all) => all.iter_mut().for_each(strip),
            serde_json::Value::Object(map)
                if map.len() == 2 && map.contains_key("start") && map.contains_key("end") =>
            {
                *value = serde_json::Value::Null;
            }
            serde_json::Value::Object(map) => map.values_mut().for_each(strip),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(file).unwrap_or_default();
    strip(&mut value);
    value
}

/// All remarks of a file, in their order.
fn comments(source: SourceId, text: &str) -> Vec<String> {
    let tokens = scan(source, text, &mut Vec::new());
    gaps(text, &tokens).into_iter().flat_map(|g| g.comments).map(|c| c.text.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::*;

    fn formatted(text: &str) -> String {
        let once = format(SourceId(0), text).unwrap_or_else(|r| panic!("{r:?}\n{text}"));
        assert_eq!(format(SourceId(0), &once).as_deref(), Ok(once.as_str()), "not stable");
        once
    }

    #[test]
    fn every_construct_keeps_its_meaning() {
        insta::assert_snapshot!(formatted(include_str!("testdata/full.clause")));
    }

    #[test]
    fn carelessly_written_files_get_the_one_layout() {
        insta::assert_snapshot!(formatted(include_str!("testdata/careless.clause")));
    }

    #[test]
    fn shipped_files_are_stable_and_keep_their_meaning() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/rules");
        let mut seen = 0;
        for pack in std::fs::read_dir(folder).unwrap() {
            let Ok(files) = std::fs::read_dir(pack.unwrap().path()) else { continue };
            for file in files.map(|f| f.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "clause")) {
                formatted(&std::fs::read_to_string(file).unwrap());
                seen += 1;
            }
        }
        assert!(seen >= 8, "{seen} files");
    }

    #[test]
    fn mistakes_are_not_formatted() {
        assert!(
            matches!(format(SourceId(0), "rule a {\n    titel \"x\"\n}\n"), Err(Refusal::Mistakes(d)) if d.len() == 1)
        );
    }

    #[test]
    fn line_ends_stay_what_they_are() {
        assert_eq!(formatted("pack a\r\n\r\n\r\ndefine b =   \"x\"\r\n"), "pack a\r\n\r\ndefine b = \"x\"\r\n");
        assert_eq!(formatted("\u{FEFF}pack a"), "pack a\n");
        assert_eq!(formatted(""), "");
        assert_eq!(formatted("# only a remark"), "# only a remark\n");
    }

    const FULL: &str = include_str!("testdata/full.clause");

    proptest::proptest! {
        #[test]
        fn white_space_is_all_that_changes(at in 0..FULL.len(), with in "[ \t\n#a\\u{feff}\r]{0,6}") {
            let mut at = at;
            while !FULL.is_char_boundary(at) { at -= 1; }
            let text = format!("{}{with}{}", &FULL[..at], &FULL[at..]);
            match format(SourceId(0), &text) {
                Ok(once) => assert_eq!(format(SourceId(0), &once).as_deref(), Ok(once.as_str()), "{text}"),
                Err(refusal) => assert_ne!(refusal, Refusal::Unfaithful, "{text}"),
            }
        }
    }
}
