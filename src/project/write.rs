//! Files that are written whole or not at all.

use super::read;
use crate::diagnostic::Diagnostic;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes a file, new or in place of an old one. Whoever reads it meanwhile sees the old text or the new one, never half
/// of either; links stay links. A device or pipe is written to as it stands.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let existed = path.exists();
    whole(path, bytes).map_err(|error| {
        let problem = Diagnostic::error("output", format!("cannot write {}: {error}", read::display(path)));
        if existed { problem.note("the file is as it was") } else { problem }
    })
}

fn whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let Ok(existing) = fs::canonicalize(path) else {
        return beside(path, bytes, None);
    };
    let meta = fs::metadata(&existing)?;
    // A rename does not ask whether the file it replaces may be written.
    let mut old = OpenOptions::new().write(true).open(&existing)?;
    if meta.is_file() { beside(&existing, bytes, Some(meta.permissions())) } else { old.write_all(bytes) }
}

/// Writes a new file in the same folder, then gives it the name.
fn beside(path: &Path, bytes: &[u8], permissions: Option<fs::Permissions>) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside: PathBuf = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let mut file = OpenOptions::new().write(true).create_new(true).open(&beside)?;
    let written = file
        .write_all(bytes)
        .and_then(|()| permissions.map_or(Ok(()), |p| file.set_permissions(p)))
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // What failed is what people must hear of, not that the remains stayed behind.
        let _ = fs::remove_file(&beside);
    }
    written
}
