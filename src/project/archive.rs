//! A DOCX is a ZIP archive: its bytes → the parts that are read. Trusts no size that the archive claims.

use crate::diagnostic::Diagnostic;
use crate::document::{self, Beside, Parts};
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// The most bytes that a part may unfold to. The text of a long policy has less than five million.
const PART_LIMIT: u64 = 64 << 20;
/// The most files that an archive may hold.
const MOST_FILES: usize = 10_000;

/// Headers, footers and collections of notes that are read: three headers and footers a section.
const MOST_BESIDE: usize = 200;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Whether bytes are a ZIP archive, or start like one.
pub(super) fn is_archive(bytes: &[u8]) -> bool {
    matches!(bytes, [b'P', b'K', 3 | 5 | 7, ..])
}

/// The parts of the DOCX called `name`.
pub(super) fn parts(name: &str, bytes: &[u8]) -> Result<Parts, Diagnostic> {
    let damaged = |error: &dyn std::fmt::Display| {
        Diagnostic::error("input", format!("{name} is damaged: {error}"))
            .note("a DOCX is a ZIP archive; this one is cut short or broken: fetch or save it again")
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(&e))?;
    if archive.len() > MOST_FILES {
        return Err(Diagnostic::error("input", format!("{name} holds more than {MOST_FILES} files"))
            .note("no draft of a policy needs so many: this is not one, or is meant to do harm"));
    }
    let mut read = |path: &str| part(name, &mut archive, path, &damaged);
    let main =
        read("_rels/.rels")?.and_then(|r| document::main_part(&r)).unwrap_or_else(|| "word/document.xml".to_owned());
    let Some(document) = read(&main)? else {
        return Err(Diagnostic::error("input", format!("{name} is a ZIP archive, but no DOCX"))
            .note("a DOCX holds its text in word/document.xml, and this archive does not")
            .note("save other drafts (ODT, Pages) as DOCX, HTML or Markdown"));
    };
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
    let mut beside = |path: &str| read(&format!("{folder}/{path}")).map(Option::unwrap_or_default);
    let (styles, numbering) = (beside("styles.xml")?, beside("numbering.xml")?);
    let relations = beside(&format!("_rels/{file}.rels"))?;
    let mut notes = Vec::new();
    for target in document::parts_beside(&relations).into_iter().take(MOST_BESIDE) {
        let path = target.strip_prefix('/').map_or_else(|| format!("{folder}/{target}"), str::to_owned);
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", &path));
        let relations = read(&format!("{folder}/_rels/{file}.rels"))?.unwrap_or_default();
        let xml = read(&path)?.unwrap_or_default();
        notes.push(Beside { path, xml, relations });
    }
    Ok(Parts { document, styles, numbering, relations, beside: notes })
}

/// Unfolds a part; `None` when there is none.
fn part(
    name: &str,
    archive: &mut Archive<'_>,
    path: &str,
    damaged: &dyn Fn(&dyn std::fmt::Display) -> Diagnostic,
) -> Result<Option<String>, Diagnostic> {
    let file = match archive.by_name(path) {
        Ok(file) => file,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(damaged(&error)),
    };
    let mut bytes = Vec::new();
    file.take(PART_LIMIT + 1).read_to_end(&mut bytes).map_err(|e| damaged(&format!("{path}: {e}")))?;
    if bytes.len() as u64 > PART_LIMIT {
        let problem = format!("{name} unfolds to more than {} MB: {path}", PART_LIMIT >> 20);
        return Err(Diagnostic::error("input", problem)
            .note("a policy this long is likely not one; the archive may be meant to do harm"));
    }
    let text = match encoding_rs::Encoding::for_bom(&bytes) {
        Some((encoding, _)) => encoding.decode(&bytes).0.into_owned(),
        None => String::from_utf8(bytes).map_err(|_| damaged(&format!("{path} is not UTF-8")))?,
    };
    Ok(Some(text))
}

/// "NAME is no DOCX", with what it may be.
pub(super) fn no_archive(name: &str, bytes: &[u8]) -> Diagnostic {
    let problem = Diagnostic::error("input", format!("{name} is no DOCX"));
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        problem.note("it is an old Word document (DOC), or is protected by a password: save it as DOCX without one")
    } else {
        problem.note("a DOCX is a ZIP archive, and this is none; --input-format says what it is")
    }
}
