//! GitLab's code quality report: a JSON array that a merge request shows.

use super::{Run, items, relative};
use crate::diagnostic::Severity;
use crate::report::json::emit;
use crate::report::locate::Locator;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

/// Writes all findings and problems that have a place. A fingerprint is unique in the report and stays when lines move.
pub fn check(out: &mut dyn Write, run: &Run<'_>) -> io::Result<()> {
    let locator = Locator::new(run.sources);
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut issues = Vec::new();
    for item in items(run, &locator) {
        let path = relative(item.path);
        let own = item.finding.map_or_else(|| item.diagnostic.message.as_str(), |f| f.fingerprint.as_str());
        let key = format!("{path}\n{}\n{own}", item.diagnostic.code);
        let count = seen.entry(key.clone()).or_default();
        *count += 1;
        issues.push(Issue {
            description: item.diagnostic.message.clone(),
            check_name: &item.diagnostic.code,
            fingerprint: hash(&format!("{key}\n{count}")),
            severity: match item.diagnostic.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Info => "info",
            },
            location: Location { path, lines: Lines { begin: item.from.line, end: item.to.line } },
        });
    }
    emit(out, &issues)
}

fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(16).fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
