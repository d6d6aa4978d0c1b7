//! One file or stream → a text, or the reason why it is none.

use crate::diagnostic::Diagnostic;
use crate::source::{Source, SourceId, Sources, Span};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// The largest text that is read unless the user says otherwise, in bytes. The largest of 374 real policies has 723 KB.
pub const SIZE_LIMIT: u64 = 256 << 20;

/// Reads a text of any kind, which may be empty.
pub fn text_file(path: &Path, sources: &mut Sources) -> Result<SourceId, Diagnostic> {
    let bytes = file(path, SIZE_LIMIT)?;
    decode(&display(path), bytes, sources)
}

/// Reads a file of at most `limit` bytes. Refuses what is no regular file before opening it: opening a FIFO waits for a
/// writer.
pub(super) fn file(path: &Path, limit: u64) -> Result<Vec<u8>, Diagnostic> {
    let name = display(path);
    let meta = fs::metadata(path).map_err(|e| cannot(path, &e))?;
    if !meta.is_file() {
        let problem = Diagnostic::error("input", format!("{name} is {}, not a file", kind(&meta)));
        return Err(problem.note("to lint what a program writes, pipe it: `… | clauselint check -`"));
    }
    if meta.len() > limit {
        return Err(too_large(&name, limit));
    }
    let mut file = File::open(path).map_err(|e| cannot(path, &e))?;
    bounded(&name, &mut file, limit)
}

/// Reads a text of any kind from a stream; it may be empty.
pub(super) fn text_stream(name: &str, stream: &mut dyn Read, sources: &mut Sources) -> Result<SourceId, Diagnostic> {
    let bytes = bounded(name, stream, SIZE_LIMIT)?;
    decode(name, bytes, sources)
}

/// "cannot read PATH", with what the system says and what may help.
pub(super) fn cannot(path: &Path, error: &io::Error) -> Diagnostic {
    let name = display(path);
    match error.kind() {
        io::ErrorKind::NotFound => Diagnostic::error("input", format!("there is no file or folder {name}")),
        io::ErrorKind::PermissionDenied => {
            Diagnostic::error("input", format!("{name} may not be read: permission denied"))
        }
        _ => Diagnostic::error("input", format!("cannot read {name}: {error}")),
    }
}

/// A path as people know it: without a leading `./`.
pub(super) fn display(path: &Path) -> String {
    let stripped = path.strip_prefix(".").unwrap_or(path);
    let shown = if stripped.as_os_str().is_empty() { path } else { stripped };
    shown.display().to_string()
}

fn too_large(name: &str, limit: u64) -> Diagnostic {
    Diagnostic::error("input", format!("{name} has more than {} MB", limit >> 20))
        .note("a policy this long is likely not one; if it is, --max-size lets it in")
}

/// Reads a stream to its end, or to where it is longer than `limit` bytes.
pub(super) fn bounded(name: &str, stream: &mut dyn Read, limit: u64) -> Result<Vec<u8>, Diagnostic> {
    let mut bytes = Vec::new();
    stream
        .take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| Diagnostic::error("input", format!("cannot read {name}: {e}")))?;
    if bytes.len() as u64 > limit { Err(too_large(name, limit)) } else { Ok(bytes) }
}

#[cfg(unix)]
fn kind(meta: &fs::Metadata) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    let kind = meta.file_type();
    if kind.is_fifo() {
        "a FIFO"
    } else if kind.is_socket() {
        "a socket"
    } else if kind.is_char_device() || kind.is_block_device() {
        "a device"
    } else if kind.is_dir() {
        "a folder"
    } else {
        "something else"
    }
}

#[cfg(not(unix))]
fn kind(meta: &fs::Metadata) -> &'static str {
    if meta.is_dir() { "a folder" } else { "something else" }
}

/// Bytes → text. Not UTF-8: a diagnostic at the first wrong byte.
pub(super) fn decode(name: &str, bytes: Vec<u8>, sources: &mut Sources) -> Result<SourceId, Diagnostic> {
    if let Some(advice) = other_format(&bytes) {
        return Err(Diagnostic::error("input", format!("{name} is {}, not a text", advice.0)).note(advice.1));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(sources.add(Source::new(name, text))),
        Err(error) => Err(not_utf8(name, error.as_bytes(), error.utf8_error().valid_up_to(), sources)),
    }
}

/// What the first bytes say that it is, and what to do about it.
fn other_format(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let convert = "convert it to UTF-8, for example with `iconv -f UTF-16 -t UTF-8`";
    match bytes {
        [0xFF, 0xFE, ..] => Some(("UTF-16 (little endian)", convert)),
        [0xFE, 0xFF, ..] => Some(("UTF-16 (big endian)", convert)),
        [b'P', b'K', 3 | 5 | 7, ..] => {
            Some(("a ZIP archive", "a DOCX is read as such unless --input-format says otherwise"))
        }
        _ => None,
    }
}

/// Points at byte `at` in a copy of the text that ends soon after it.
pub(super) fn not_utf8(name: &str, bytes: &[u8], at: usize, sources: &mut Sources) -> Diagnostic {
    const AFTER: usize = 60;
    let shown = bytes.get(..bytes.len().min(at + AFTER)).unwrap_or_default();
    let shown = shown.get(at..).unwrap_or_default().split(|b| *b == b'\n').next().map_or(at, |rest| at + rest.len());
    let text = String::from_utf8_lossy(bytes.get(..shown).unwrap_or_default());
    let source = sources.add(Source::new(name, text));
    let byte = bytes.get(at).copied().unwrap_or_default();
    // A replacement character stands where the wrong byte stood, three bytes wide.
    Diagnostic::error("input", format!("{name} is not UTF-8"))
        .at(source, Span::new(at, at + '\u{FFFD}'.len_utf8()), format!("byte 0x{byte:02X} at offset {at}"))
        .note("likely an older encoding: convert it, for example with `iconv -f WINDOWS-1252 -t UTF-8`")
}
