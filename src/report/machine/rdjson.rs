//! Reviewdog's diagnostic format (rdjson).

use super::{Item, Run, items, relative};
use crate::diagnostic::Severity;
use crate::report::json::emit;
use crate::report::locate::Locator;
use crate::source::{SourceId, Sources, Span};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Result<'a> {
    source: Tool,
    diagnostics: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
}

#[derive(Serialize)]
struct Entry<'a> {
    message: String,
    location: Location,
    severity: &'static str,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
}

/// Writes findings and problems that have a place. Columns count UTF-8 bytes from 1, as the format asks.
pub fn check(out: &mut dyn Write, run: &Run<'_>) -> io::Result<()> {
    let locator = Locator::new(run.sources);
    let diagnostics = items(run, &locator).iter().map(|item| entry(run.sources, item)).collect();
    emit(out, &Result { source: Tool { name: "clauselint" }, diagnostics })
}

fn entry<'a>(sources: &Sources, item: &Item<'a>) -> Entry<'a> {
    let related =
        item.related().map(|l| Related { message: &l.message, location: location(sources, l.source, l.span) });
    Entry {
        message: item.text(),
        location: location(sources, item.source, item.span),
        severity: match item.diagnostic.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Info => "INFO",
        },
        code: Code { value: &item.diagnostic.code, url: item.url() },
        related_locations: related.collect(),
    }
}

fn location(sources: &Sources, id: SourceId, span: Span) -> Location {
    let Some(source) = sources.get(id) else {
        return Location { path: String::new(), range: Range { start: Point::FIRST, end: Point::FIRST } };
    };
    let point = |byte: u32| {
        let line = source.line_index(byte as usize);
        let start = source.line_span(line).map_or(0, |s| s.start);
        Point { line: line + 1, column: (byte - start.min(byte)) as usize + 1 }
    };
    Location { path: relative(source.name()), range: Range { start: point(span.start), end: point(span.end) } }
}

impl Point {
    const FIRST: Self = Self { line: 1, column: 1 };
}
