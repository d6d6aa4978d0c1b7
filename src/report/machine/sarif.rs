//! SARIF 2.1.0 (OASIS): results for code scanning, with the rules, their citations and stable fingerprints.

use super::{Item, Run, items, relative, suppressed};
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::json::emit;
use crate::report::law_note;
use crate::report::locate::Locator;
use crate::rule::Rule;
use crate::source::{SourceId, Span};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Characters that a path keeps in a URI; all others are percent-encoded.
const PLAIN: &str = "-._~/!$&'()*+,;=:@";

/// Writes one run with all findings as results, and problems as notifications. Columns count Unicode characters.
pub fn check(out: &mut dyn Write, run: &Run<'_>) -> io::Result<()> {
    let locator = Locator::new(run.sources);
    let mut items = items(run, &locator);
    items.extend(suppressed(run, &locator));
    let mut rules: BTreeMap<&str, (usize, &Rule)> = BTreeMap::new();
    for rule in items.iter().filter_map(|i| i.rule) {
        let next = rules.len();
        rules.entry(&rule.id.0).or_insert((next, rule));
    }
    let mut listed: Vec<_> = rules.values().copied().collect();
    listed.sort_by_key(|(index, _)| *index);
    let results: Vec<Value> =
        items.iter().filter(|i| i.finding.is_some()).map(|i| result(&locator, i, &rules)).collect();
    let failed = run.problems.iter().any(|p| p.severity == Severity::Error);
    let note = run.judged.first().map(|j| law_note(j.report.audit.as_of)).unwrap_or_default();
    let sarif = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "clauselint",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": listed.iter().map(|(_, rule)| descriptor(rule)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": !failed,
                "toolExecutionNotifications":
                    run.problems.iter().map(|p| notification(&locator, p)).collect::<Vec<_>>(),
            }],
            "results": results,
            "properties": {"note": note},
        }],
    });
    emit(out, &sarif)
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn descriptor(rule: &Rule) -> Value {
    let mut help = rule.help.clone().unwrap_or_else(|| rule.title.clone());
    let mut markdown = help.clone();
    for cite in &rule.citations {
        let read = cite.read.map_or(String::new(), |r| format!(" ({})", r.as_str()));
        let url = cite.url.as_deref().unwrap_or_default();
        let _ = write!(help, "\n{} {url}{read}", cite.text);
        let _ = match &cite.url {
            Some(url) => write!(markdown, "\n\n[{}]({url}){read}", cite.text),
            None => write!(markdown, "\n\n{}{read}", cite.text),
        };
    }
    let mut descriptor = json!({
        "id": rule.id.0,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.obligation_text},
        "help": {"text": help, "markdown": markdown},
        "defaultConfiguration": {"level": level(rule.severity)},
        "properties": {"tags": [rule.id.pack()]},
    });
    if let Some(url) = rule.citations.iter().find_map(|c| c.url.clone()).filter(|u| u.starts_with("https://")) {
        put(&mut descriptor, "helpUri", Value::String(url));
    }
    descriptor
}

fn result(locator: &Locator<'_>, item: &Item<'_>, rules: &BTreeMap<&str, (usize, &Rule)>) -> Value {
    let place = |id, span| json!({"physicalLocation": physical(locator, id, span)});
    let mut result = json!({
        "ruleId": item.diagnostic.code,
        "level": level(item.diagnostic.severity),
        "message": {"text": item.text()},
        "locations": [place(item.source, item.span)],
    });
    if let Some((index, _)) = rules.get(item.diagnostic.code.as_str()) {
        put(&mut result, "ruleIndex", json!(index));
    }
    let related: Vec<Value> = item
        .related()
        .map(|label| {
            let mut related = place(label.source, label.span);
            if !label.message.is_empty() {
                put(&mut related, "message", json!({"text": label.message}));
            }
            related
        })
        .collect();
    if !related.is_empty() {
        put(&mut result, "relatedLocations", Value::Array(related));
    }
    if let Some((why, inside)) = item.suppressed {
        let kind = if inside { "inSource" } else { "external" };
        put(&mut result, "suppressions", json!([{"kind": kind, "justification": why}]));
    }
    if let Some(finding) = item.finding {
        put(&mut result, "partialFingerprints", json!({"clauselint/v1": finding.fingerprint}));
    }
    result
}

fn notification(locator: &Locator<'_>, problem: &Diagnostic) -> Value {
    let mut notification = json!({
        "descriptor": {"id": problem.code},
        "level": level(problem.severity),
        "message": {"text": problem.message},
    });
    if let Some(label) = problem.primary() {
        put(&mut notification, "locations", json!([{"physicalLocation": physical(locator, label.source, label.span)}]));
    }
    notification
}

fn physical(locator: &Locator<'_>, id: SourceId, span: Span) -> Value {
    let (from, to) = locator.range(id, span);
    let source = locator.sources().get(id);
    let snippet = source.map_or("", |s| s.slice(span));
    let mut region = json!({
        "startLine": from.line,
        "startColumn": from.column,
        "endLine": to.line,
        "endColumn": to.column,
        "byteOffset": span.start,
        "byteLength": span.len(),
    });
    if !snippet.is_empty() {
        put(&mut region, "snippet", json!({"text": snippet}));
    }
    json!({"artifactLocation": {"uri": uri(source.map_or("", |s| s.name()))}, "region": region})
}

fn put(object: &mut Value, key: &str, value: Value) {
    if let Value::Object(map) = object {
        let map: &mut Map<String, Value> = map;
        map.insert(key.to_owned(), value);
    }
}

/// A path as a relative URI reference, or as a `file:` URI when it is absolute.
fn uri(path: &str) -> String {
    let path = relative(path);
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "" });
    for byte in path.bytes() {
        let c = char::from(byte);
        // A colon in the first part of a relative reference would be read as a scheme.
        if byte.is_ascii() && (c.is_ascii_alphanumeric() || (PLAIN.contains(c) && c != ':')) {
            uri.push(c);
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}
