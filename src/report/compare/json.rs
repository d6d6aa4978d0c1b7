//! The comparison as JSON, schema 1, as `docs/output.md` describes it.

use super::super::json::{PlaceJson, ProblemJson, SCHEMA, VerdictJson, Writer, emit};
use super::{Change, Compared, ValueChange};
use crate::diagnostic::{Diagnostic, Severity};
use crate::eval::{PackUse, Stated};
use crate::source::{SourceId, Sources};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct ComparedJson<'a> {
    schema: u32,
    as_of: Option<String>,
    old: Option<&'a str>,
    new: Option<&'a str>,
    lost: usize,
    failed: usize,
    unchanged: usize,
    changes: Vec<ChangeJson<'a>>,
    values: Vec<ValueJson<'a>>,
    packs: Vec<PackJson<'a>>,
    diagnostics: Vec<ProblemJson<'a>>,
}

#[derive(Serialize)]
struct ChangeJson<'a> {
    change: &'static str,
    rule: &'a str,
    severity: Severity,
    title: &'a str,
    message: &'a str,
    why: Option<&'a str>,
    accepted: bool,
    fails: bool,
    before: Option<VerdictJson<'a>>,
    after: Option<VerdictJson<'a>>,
}

#[derive(Serialize)]
struct ValueJson<'a> {
    name: &'a str,
    rules: &'a [&'a str],
    gone: Vec<StatedJson<'a>>,
    new: Vec<StatedJson<'a>>,
}

#[derive(Serialize)]
struct StatedJson<'a> {
    value: &'a str,
    path: &'a str,
    #[serde(flatten)]
    place: PlaceJson,
}

#[derive(Serialize)]
struct PackJson<'a> {
    name: &'a str,
    title: &'a str,
    applied: bool,
    why: &'a str,
}

/// Writes what differs, and the problems of rules, configuration and environment. Errors are those of `out`.
pub fn compare(
    out: &mut dyn Write,
    sources: &Sources,
    compared: &Compared<'_>,
    problems: &[Diagnostic],
) -> io::Result<()> {
    let write = Writer::new(sources);
    let now = compared.packs_now.iter().map(|p| pack(p, true));
    let packs = now.chain(compared.packs_before.iter().map(|p| pack(p, false))).collect();
    emit(
        out,
        &ComparedJson {
            schema: SCHEMA,
            as_of: Some(compared.as_of.to_string()),
            old: compared.old.map(|id| write.path(id)),
            new: Some(write.path(compared.new)),
            lost: compared.of(super::Kind::Lost).len(),
            failed: compared.changes.iter().filter(|c| c.fails).count(),
            unchanged: compared.unchanged,
            changes: compared.changes.iter().map(|c| change(&write, compared, c)).collect(),
            values: compared.values.iter().map(|v| value(&write, compared, v)).collect(),
            packs,
            diagnostics: write.problems(problems),
        },
    )
}

/// Writes the problems alone, where nothing could be compared. Errors are those of `out`.
pub fn nothing(out: &mut dyn Write, sources: &Sources, problems: &[Diagnostic]) -> io::Result<()> {
    let empty = ComparedJson {
        schema: SCHEMA,
        as_of: None,
        old: None,
        new: None,
        lost: 0,
        failed: 0,
        unchanged: 0,
        changes: Vec::new(),
        values: Vec::new(),
        packs: Vec::new(),
        diagnostics: Writer::new(sources).problems(problems),
    };
    emit(out, &empty)
}

fn pack(pack: &PackUse, applied: bool) -> PackJson<'_> {
    PackJson { name: &pack.pack, title: &pack.title, applied, why: &pack.why }
}

fn change<'a>(write: &Writer<'a>, compared: &Compared<'a>, change: &'a Change<'a>) -> ChangeJson<'a> {
    let before = change.before.zip(compared.old);
    ChangeJson {
        change: change.kind.as_str(),
        rule: change.rule(),
        severity: change.severity(),
        title: change.title,
        message: change.message,
        why: Some(change.why).filter(|w| !w.is_empty()),
        accepted: change.accepted,
        fails: change.fails,
        before: before.map(|(v, id)| write.verdict(id, v)),
        after: change.after.map(|v| write.verdict(compared.new, v)),
    }
}

fn value<'a>(write: &Writer<'a>, compared: &Compared<'a>, change: &'a ValueChange<'a>) -> ValueJson<'a> {
    let side = |values: &[&'a Stated], id: Option<SourceId>| -> Vec<StatedJson<'a>> {
        let id = id.unwrap_or(compared.new);
        values
            .iter()
            .map(|v| StatedJson { value: &v.value, path: write.path(id), place: write.place(id, v.span) })
            .collect()
    };
    ValueJson {
        name: change.name,
        rules: &change.rules,
        gone: side(&change.gone, compared.old),
        new: side(&change.new, Some(compared.new)),
    }
}
