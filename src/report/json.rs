//! JSON, schema 1, as `docs/output.md` describes it. One line, keys in a fixed order.
//!
//! Offsets are bytes from 0, ends exclusive; lines and columns count from 1, columns in Unicode characters.

use super::locate::Locator;
use super::summary;
use crate::diagnostic::{Diagnostic, Finding, Label, Severity};
use crate::document::{Document, Extent, Format, SectionKind};
use crate::eval::{Closest, ClosestKind, Question, Verdict};
use crate::lint::Report;
use crate::rule::RuleSet;
use crate::source::{SourceId, Sources, Span};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};
use std::io::{self, Write};

/// The version of every shape here.
pub(super) const SCHEMA: u32 = 1;

#[derive(Serialize)]
pub(super) struct PlaceJson {
    start: u32,
    end: u32,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
pub(super) struct LabelJson<'a> {
    path: &'a str,
    primary: bool,
    message: &'a str,
    #[serde(flatten)]
    place: PlaceJson,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    path: &'a str,
    rule: &'a str,
    severity: Severity,
    message: &'a str,
    #[serde(flatten)]
    place: PlaceJson,
    labels: Vec<LabelJson<'a>>,
    notes: &'a [String],
    fingerprint: &'a str,
}

#[derive(Serialize)]
pub(super) struct ProblemJson<'a> {
    path: Option<&'a str>,
    code: &'a str,
    severity: Severity,
    message: &'a str,
    #[serde(flatten)]
    place: Option<PlaceJson>,
    labels: Vec<LabelJson<'a>>,
    notes: &'a [String],
}

/// A list whose members are made one by one as they are written.
struct Each<F>(F);

impl<I: IntoIterator<Item: Serialize>, F: Fn() -> I> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

#[derive(Serialize)]
struct CheckJson<'a, F: Serialize> {
    schema: u32,
    findings: F,
    diagnostics: Vec<ProblemJson<'a>>,
}

#[derive(Serialize)]
struct AuditJson<'a, P: Serialize> {
    schema: u32,
    as_of: Option<String>,
    policies: P,
    note: Option<String>,
    diagnostics: Vec<ProblemJson<'a>>,
}

#[derive(Serialize)]
struct AuditedJson<'a> {
    path: &'a str,
    packs: Vec<PackJson<'a>>,
    verdicts: Vec<VerdictJson<'a>>,
    questions: Vec<QuestionJson<'a>>,
}

#[derive(Serialize)]
struct PackJson<'a> {
    name: &'a str,
    title: &'a str,
    applied: bool,
    why: &'a str,
}

#[derive(Serialize)]
pub(super) struct VerdictJson<'a> {
    rule: &'a str,
    verdict: &'static str,
    severity: Severity,
    reason: &'a str,
    applies: Option<&'a str>,
    evidence: Vec<PassageJson<'a>>,
    closest: Option<ClosestJson<'a>>,
    near: Vec<PassageJson<'a>>,
    elsewhere: Option<PassageJson<'a>>,
    captures: Map<String, Value>,
}

#[derive(Serialize)]
pub(super) struct PassageJson<'a> {
    #[serde(flatten)]
    place: PlaceJson,
    text: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'a str,
}

#[derive(Serialize)]
struct ClosestJson<'a> {
    #[serde(flatten)]
    place: PlaceJson,
    text: &'a str,
    lacks: &'a str,
    kind: &'static str,
}

#[derive(Serialize)]
struct QuestionJson<'a> {
    about: &'a str,
    meaning: &'a str,
    rules: Vec<&'a str>,
}

#[derive(Serialize)]
struct OutlineJson<'a> {
    schema: u32,
    policies: Vec<OutlinedJson<'a>>,
    diagnostics: Vec<ProblemJson<'a>>,
}

#[derive(Serialize)]
struct OutlinedJson<'a> {
    path: &'a str,
    format: &'static str,
    sections: Vec<SectionJson<'a>>,
}

#[derive(Serialize)]
struct SectionJson<'a> {
    line: usize,
    level: u8,
    kind: &'static str,
    title: &'a str,
}

#[derive(Serialize)]
struct RulesJson<'a> {
    schema: u32,
    packs: Vec<PackListJson<'a>>,
    rules: Vec<RuleJson<'a>>,
}

#[derive(Serialize)]
struct PackListJson<'a> {
    name: &'a str,
    title: &'a str,
    embedded: bool,
}

#[derive(Serialize)]
struct RuleJson<'a> {
    rule: &'a str,
    severity: Severity,
    title: &'a str,
    enabled: bool,
    why: &'a str,
}

/// Writes the findings of all policies, and the problems of rules, configuration and environment.
pub fn check(out: &mut dyn Write, sources: &Sources, reports: &[&Report], problems: &[Diagnostic]) -> io::Result<()> {
    let write = Writer::new(sources);
    let findings = Each(|| {
        let findings = reports.iter().flat_map(|r| r.findings.iter().map(move |f| (r.source, f)));
        findings.map(|(source, f)| write.finding(source, f))
    });
    emit(out, &CheckJson { schema: SCHEMA, findings, diagnostics: write.problems(problems) })
}

/// Writes every verdict of all policies.
pub fn audit(out: &mut dyn Write, sources: &Sources, reports: &[&Report], problems: &[Diagnostic]) -> io::Result<()> {
    let write = Writer::new(sources);
    let as_of = reports.first().map(|r| r.audit.as_of);
    let audit = AuditJson {
        schema: SCHEMA,
        as_of: as_of.map(|d| d.to_string()),
        policies: Each(|| reports.iter().map(|r| write.audited(r))),
        note: as_of.map(summary::law_note),
        diagnostics: write.problems(problems),
    };
    emit(out, &audit)
}

/// Writes the headings of segmented policies; the root is not listed.
pub fn outline(
    out: &mut dyn Write,
    sources: &Sources,
    documents: &[(SourceId, &Document)],
    problems: &[Diagnostic],
) -> io::Result<()> {
    let write = Writer::new(sources);
    let policies = documents.iter().map(|(id, document)| write.outlined(*id, document)).collect();
    emit(out, &OutlineJson { schema: SCHEMA, policies, diagnostics: write.problems(problems) })
}

/// Writes packs and rules; `enabled` gives, for a rule's index, whether it is enabled, or why not.
pub fn rules(out: &mut dyn Write, rules: &RuleSet, enabled: &[(usize, bool, String)]) -> io::Result<()> {
    let packs = rules.packs.iter();
    let packs = packs.map(|p| PackListJson { name: &p.name, title: &p.title, embedded: p.embedded }).collect();
    let listed = enabled.iter().filter_map(|(index, enabled, why)| {
        let rule = rules.rules.get(*index)?;
        let (severity, title) = (rule.severity, rule.title.as_str());
        Some(RuleJson { rule: &rule.id.0, severity, title, enabled: *enabled, why })
    });
    emit(out, &RulesJson { schema: SCHEMA, packs, rules: listed.collect() })
}

/// Writes one value and a line feed.
pub(super) fn emit(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}

/// Turns spans into places.
pub(super) struct Writer<'a> {
    locator: Locator<'a>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(sources: &'a Sources) -> Self {
        Self { locator: Locator::new(sources) }
    }

    pub(super) fn path(&self, id: SourceId) -> &'a str {
        self.locator.sources().get(id).map_or("", |s| s.name())
    }

    pub(super) fn place(&self, id: SourceId, span: Span) -> PlaceJson {
        let (from, to) = self.locator.range(id, span);
        PlaceJson {
            start: span.start,
            end: span.end,
            line: from.line,
            column: from.column,
            end_line: to.line,
            end_column: to.column,
        }
    }

    fn text(&self, id: SourceId, span: Span) -> &'a str {
        self.locator.sources().get(id).map_or("", |s| s.slice(span))
    }

    fn labels(&self, labels: &'a [Label]) -> Vec<LabelJson<'a>> {
        let label = |l: &'a Label| LabelJson {
            path: self.path(l.source),
            primary: l.primary,
            message: &l.message,
            place: self.place(l.source, l.span),
        };
        labels.iter().map(label).collect()
    }

    fn finding(&self, source: SourceId, finding: &'a Finding) -> FindingJson<'a> {
        let diagnostic = &finding.diagnostic;
        let label = diagnostic.primary().or(diagnostic.labels.first());
        let (id, span) = label.map_or((source, Span::default()), |l| (l.source, l.span));
        FindingJson {
            path: self.path(id),
            rule: &finding.rule.0,
            severity: diagnostic.severity,
            message: &diagnostic.message,
            place: self.place(id, span),
            labels: self.labels(&diagnostic.labels),
            notes: &diagnostic.notes,
            fingerprint: &finding.fingerprint,
        }
    }

    pub(super) fn problems(&self, problems: &'a [Diagnostic]) -> Vec<ProblemJson<'a>> {
        problems.iter().map(|d| self.problem(d)).collect()
    }

    pub(super) fn problem(&self, d: &'a Diagnostic) -> ProblemJson<'a> {
        let label = d.primary().or(d.labels.first());
        ProblemJson {
            path: label.map(|l| self.path(l.source)),
            code: &d.code,
            severity: d.severity,
            message: &d.message,
            place: label.map(|l| self.place(l.source, l.span)),
            labels: self.labels(&d.labels),
            notes: &d.notes,
        }
    }

    pub(super) fn passage(&self, id: SourceId, p: &'a crate::eval::Place) -> PassageJson<'a> {
        PassageJson { place: self.place(id, p.span), text: self.text(id, p.span), note: &p.note }
    }

    fn audited(&self, report: &'a Report) -> AuditedJson<'a> {
        let packs = report.audit.packs.iter();
        let pack = packs.map(|p| PackJson { name: &p.pack, title: &p.title, applied: p.applied, why: &p.why });
        let question = |q: &'a Question| QuestionJson {
            about: &q.about,
            meaning: &q.meaning,
            rules: q.rules.iter().map(|r| r.0.as_str()).collect(),
        };
        AuditedJson {
            path: self.path(report.source),
            packs: pack.collect(),
            verdicts: report.audit.verdicts.iter().map(|v| self.verdict(report.source, v)).collect(),
            questions: report.audit.questions.iter().map(question).collect(),
        }
    }

    pub(super) fn verdict(&self, id: SourceId, verdict: &'a Verdict) -> VerdictJson<'a> {
        let passage = |p: &'a crate::eval::Place| self.passage(id, p);
        let mut captures = Map::new();
        for (name, value) in &verdict.captures {
            captures.entry(name.as_str()).or_insert_with(|| Value::String(value.clone()));
        }
        VerdictJson {
            rule: &verdict.id.0,
            verdict: verdict.status.as_str(),
            severity: verdict.severity,
            reason: &verdict.reason,
            applies: verdict.applies.as_deref(),
            evidence: verdict.evidence.iter().map(passage).collect(),
            closest: verdict.closest.as_ref().map(|c| self.closest(id, c)),
            near: verdict.near.iter().map(passage).collect(),
            elsewhere: verdict.elsewhere.as_ref().map(passage),
            captures,
        }
    }

    fn closest(&self, id: SourceId, closest: &'a Closest) -> ClosestJson<'a> {
        ClosestJson {
            place: self.place(id, closest.span),
            text: self.text(id, closest.span),
            lacks: &closest.lacks,
            kind: match closest.kind {
                ClosestKind::Passage => "passage",
                ClosestKind::Claim => "claim",
                ClosestKind::Heading => "heading",
                ClosestKind::Title => "title",
            },
        }
    }

    fn outlined(&self, id: SourceId, document: &'a Document) -> OutlinedJson<'a> {
        let sections = document.sections.iter().filter(|s| s.kind != SectionKind::Root).map(|section| {
            let extent = section.heading.and_then(|b| document.blocks.get(b)).map_or(Extent::default(), |b| b.extent);
            let start = document.prose.source_span(extent).start as usize;
            SectionJson {
                line: self.locator.sources().get(id).map_or(1, |s| s.line_index(start) + 1),
                level: section.level,
                kind: if section.kind == SectionKind::RunIn { "run-in" } else { "heading" },
                title: &section.title,
            }
        });
        let format = match document.format {
            Format::Markdown => "markdown",
            Format::Plain => "plain",
            Format::Html => "html",
            Format::Docx => "docx",
        };
        OutlinedJson { path: self.path(id), format, sections: sections.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    fn json(write: impl Fn(&mut dyn Write) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text.matches('\n').count(), 1, "one line");
        let value: Value = serde_json::from_str(&text).unwrap();
        serde_json::to_string_pretty(&value).unwrap()
    }

    #[test]
    fn the_shape_of_check() {
        let (sources, _, reports) = fixture::run();
        let problems = [
            Diagnostic::error("input", "cannot read gone.md"),
            Diagnostic::warning("config", "unknown key").at(SourceId(0), Span::new(2, 9), "here"),
        ];
        insta::assert_snapshot!(json(|out| check(out, &sources, &fixture::refs(&reports), &problems)));
    }

    #[test]
    fn the_shape_of_audit() {
        let (sources, _, reports) = fixture::run();
        insta::assert_snapshot!(json(|out| audit(out, &sources, &fixture::refs(&reports), &[])));
        assert!(json(|out| audit(out, &sources, &[], &[])).contains("\"as_of\": null"));
    }

    #[test]
    fn the_shape_of_outline() {
        let (sources, _, reports) = fixture::run();
        insta::assert_snapshot!(json(|out| outline(out, &sources, &[(SourceId(0), &reports[0].document)], &[])));
    }

    #[test]
    fn the_shape_of_rules() {
        let enabled = [(0, true, String::new()), (1, false, "ignored in clauselint.yaml".to_owned())];
        insta::assert_snapshot!(json(|out| rules(out, &fixture::rules(), &enabled)));
    }

    #[test]
    fn every_key_is_documented() {
        fn keys(value: &Value, found: &mut Vec<String>) {
            match value {
                Value::Object(map) => map.iter().for_each(|(key, value)| {
                    found.push(key.clone());
                    if key != "captures" {
                        keys(value, found);
                    }
                }),
                Value::Array(values) => values.iter().for_each(|v| keys(v, found)),
                _ => {}
            }
        }
        let docs = include_str!("../../docs/output.md");
        let (sources, set, reports) = fixture::run();
        let problems = [Diagnostic::error("input", "cannot read gone.md")];
        let shapes = [
            json(|out| check(out, &sources, &fixture::refs(&reports), &problems)),
            json(|out| audit(out, &sources, &fixture::refs(&reports), &problems)),
            json(|out| outline(out, &sources, &[(SourceId(0), &reports[0].document)], &problems)),
            json(|out| rules(out, &set, &[(0, true, String::new())])),
            json(|out| super::super::statistics::statistics_json(out, &fixture::refs(&reports))),
        ];
        for shape in shapes {
            let mut found = Vec::new();
            keys(&serde_json::from_str(&shape).unwrap(), &mut found);
            for key in found {
                assert!(docs.contains(&format!("`{key}`")), "docs/output.md does not speak of `{key}`");
            }
        }
    }

    #[test]
    fn a_span_that_leaves_its_text_is_no_panic() {
        let (sources, _, mut reports) = fixture::run();
        reports[0].findings[0].diagnostic.labels[0].span = Span::new(7, 9_000_000);
        reports[0].audit.verdicts[0].evidence[0].span = Span::new(9_000_000, 9_000_001);
        reports[0].findings[1].diagnostic.labels.clear();
        json(|out| check(out, &sources, &fixture::refs(&reports), &[]));
        json(|out| audit(out, &sources, &fixture::refs(&reports), &[]));
    }
}
