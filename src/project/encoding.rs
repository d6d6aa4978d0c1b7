//! The encodings that pages declare. The text that is linted and shown is the decoded one.

use super::read;
use crate::diagnostic::Diagnostic;
use crate::document;
use crate::source::{Source, SourceId, Sources};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A page declares its encoding within so many bytes.
const HEAD: usize = 4096;

/// Whether bytes in some encoding are a page. All that is looked for is ASCII.
pub(super) fn is_page(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    let encoding = Encoding::for_bom(head).map_or(UTF_8, |(encoding, _)| encoding);
    document::is_page(&encoding.decode(head).0)
}

/// Reads a page in the encoding of its byte order mark, or that it declares, or UTF-8.
pub(super) fn page(name: &str, bytes: Vec<u8>, sources: &mut Sources) -> Result<SourceId, Diagnostic> {
    let (encoding, marked) = match Encoding::for_bom(&bytes) {
        Some((encoding, _)) => (encoding, true),
        None => (declared(&bytes).unwrap_or(UTF_8), false),
    };
    if encoding == UTF_8 {
        return read::decode(name, bytes, sources);
    }
    let (text, _, is_wrong) = encoding.decode(&bytes);
    if is_wrong {
        let (says, shown) = if marked { ("its byte order mark says", "") } else { ("it declares", " in `charset`") };
        let problem = format!("{name} is not {}, as {says}", encoding.name());
        return Err(Diagnostic::error("input", problem).note(format!("save it as UTF-8, or name its encoding{shown}")));
    }
    Ok(sources.add(Source::new(name, text.into_owned())))
}

/// The encoding that a page declares: `<meta charset=…>`, `<meta … content="text/html; charset=…">`, or the `encoding`
/// of its XML declaration.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default().to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    let declaration = head.strip_prefix("<?xml").and_then(|r| r.split_once("?>")).map(|(d, _)| d);
    let label = declaration.and_then(|d| value(d, "encoding"));
    let label = label.or_else(|| tags(&head, "<meta").find_map(|tag| value(tag, "charset")))?;
    let encoding = Encoding::for_label(label.as_bytes())?;
    // A declaration that can be read as ASCII is not UTF-16.
    Some(if [UTF_16BE, UTF_16LE].contains(&encoding) { UTF_8 } else { encoding })
}

/// The tags that start like `open`, outside of comments.
fn tags<'a>(head: &'a str, open: &'a str) -> impl Iterator<Item = &'a str> {
    let mut rest = head;
    std::iter::from_fn(move || {
        loop {
            let at = rest.find('<')?;
            rest = rest.get(at..)?;
            if let Some(comment) = rest.strip_prefix("<!--") {
                rest = comment.split_once("-->")?.1;
                continue;
            }
            let tag = rest.split_once('>').map_or(rest, |(tag, _)| tag);
            rest = rest.get(1..)?;
            if tag.starts_with(open) {
                return Some(tag);
            }
        }
    })
}

/// The value after `key=`, with or without quotes.
fn value<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let mut rest = text;
    loop {
        rest = rest.get(rest.find(key)? + key.len()..)?;
        let Some(value) = rest.trim_start().strip_prefix('=') else { continue };
        let value = value.trim_start().trim_start_matches(['"', '\'']);
        let end = value.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '/' | '>'));
        return value.get(..end.unwrap_or(value.len())).filter(|v| !v.is_empty());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(page: &str) -> Option<&'static str> {
        declared(page.as_bytes()).map(Encoding::name)
    }

    #[test]
    fn declarations_are_found_in_all_their_forms() {
        for (page, encoding) in [
            ("<meta charset=latin1>", Some("windows-1252")),
            ("<html><META CharSet = \"Shift_JIS\" />", Some("Shift_JIS")),
            ("<meta http-equiv='Content-Type' content='text/html; charset=koi8-r'>", Some("KOI8-R")),
            ("<?xml version='1.0' encoding='ISO-8859-2'?><html>", Some("ISO-8859-2")),
            ("<!-- <meta charset=koi8-r> --><meta charset='big5'>", Some("Big5")),
            ("<meta charset=utf-16>", Some("UTF-8")),
            ("<meta name=charset><meta charset=utf8>", Some("UTF-8")),
            ("<meta charset=nonsense>", None),
            ("<p>charset=koi8-r</p>", None),
        ] {
            assert_eq!(name(page), encoding, "{page}");
        }
    }
}
