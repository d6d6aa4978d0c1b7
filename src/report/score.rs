//! How well rules find what people annotated, for people and as JSON: figures, means, disagreements.

use super::json::{PlaceJson, ProblemJson, SCHEMA, Writer, emit};
use super::locate::Locator;
use super::{Style, Verbosity, paint, safe, summary, wrap};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Sources, Span};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// A figure by name; `None` where there is nothing to divide by.
pub type Figures = Vec<(&'static str, Option<f64>)>;

/// What was measured.
#[derive(Clone, Debug, Default)]
pub struct Measured {
    /// What the annotation cannot know was left out.
    pub certain: bool,
    /// How many judgements took the place of annotations.
    pub overrides: usize,
    /// Policies by corpus.
    pub corpora: Vec<(String, usize)>,
    /// One row for each requirement and corpus.
    pub rows: Vec<Row>,
    /// Means over rows.
    pub means: Vec<Mean>,
    /// The disagreements, when they were asked for.
    pub disagreements: Option<Vec<Disagreement>>,
}

/// One requirement in one corpus.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The requirement.
    pub requirement: String,
    /// The corpus.
    pub corpus: String,
    /// How well its labels fit.
    pub fit: &'static str,
    /// The rules and definitions that answer it.
    pub answers: Vec<String>,
    /// Counts by name.
    pub counts: Vec<(&'static str, usize)>,
    /// Ratios by name.
    pub figures: Figures,
}

/// The mean over several rows.
#[derive(Clone, Debug, Default)]
pub struct Mean {
    /// The corpus; `None`: all of them.
    pub corpus: Option<String>,
    /// Over which rows.
    pub over: String,
    /// How many they are.
    pub rows: usize,
    /// Ratios by name.
    pub figures: Figures,
}

/// A policy on which rules and people disagree.
#[derive(Clone, Debug)]
pub struct Disagreement {
    /// The requirement.
    pub requirement: String,
    /// The corpus.
    pub corpus: String,
    /// The policy's text.
    pub policy: SourceId,
    /// In a few words: "annotated, not found".
    pub kind: &'static str,
    /// The annotated places.
    pub annotated: Vec<Span>,
    /// The places found.
    pub found: Vec<Span>,
}

/// The columns of figures with their headings: heads, then names of figures.
const GROUPS: [(&str, &[&str]); 4] = [
    ("stated", &["precision", "recall", "f1"]),
    ("absent", &["absence_precision", "absence_recall", "absence_f1"]),
    ("places", &["span_precision", "span_recall"]),
    ("par.", &["paragraph_f1"]),
];

/// Columns of everything but names and fit.
const FIGURES: usize = 62;
/// Columns of a fit.
const FIT: usize = 7;
/// Columns of a requirement's name, if there is room, and if there is none.
const NAME: (usize, usize) = (34, 16);

/// What the columns mean.
const LEGEND: &str = "n: policies scored; yes: how many of them state it. Precision, recall and F1 of finding that it is \
                      stated, and of finding that it is absent; of the places found, how many overlap an annotated one, \
                      and of the annotated ones, how many were found; F1 paragraph by paragraph. The means count what no rule answers as found nowhere.";

/// Writes the tables, corpus by corpus, and the disagreements; quiet: without legend.
pub fn score(
    out: &mut dyn Write,
    sources: &Sources,
    measured: &Measured,
    style: &Style,
    verbosity: Verbosity,
) -> io::Result<()> {
    let table = Table::of(*style);
    for (corpus, policies) in &measured.corpora {
        let rows: Vec<_> = measured.rows.iter().filter(|r| r.corpus == *corpus).collect();
        if rows.is_empty() {
            continue;
        }
        let title = format!("{} ({})", safe::line(corpus), summary::count(*policies, "policy", "policies"));
        paint::write(out, style.color, paint::BOLD, &title)?;
        writeln!(out)?;
        table.heads(out)?;
        for row in rows.iter().filter(|r| !r.answers.is_empty()) {
            let of = |name| row.counts.iter().find(|c| c.0 == name).map_or(0, |c| c.1);
            table.line(out, &row.requirement, (row.fit, Some((of("policies"), of("stated")))), &row.figures)?;
        }
        table.means(out, measured, Some(corpus))?;
        let idle: Vec<&str> = rows.iter().filter(|r| r.answers.is_empty()).map(|r| r.requirement.as_str()).collect();
        if !idle.is_empty() {
            wrap::hanging(out, "no rule answers: ", &safe::line(&idle.join(", ")), style.columns())?;
        }
        writeln!(out)?;
    }
    if measured.corpora.len() > 1 && measured.rows.len() > 1 {
        paint::write(out, style.color, paint::BOLD, "all corpora")?;
        writeln!(out)?;
        table.heads(out)?;
        table.means(out, measured, None)?;
        writeln!(out)?;
    }
    if let Some(all) = &measured.disagreements {
        disagreements(out, sources, all, style)?;
    }
    if verbosity != Verbosity::Quiet {
        wrap::paragraph(out, LEGEND, 0, style.columns())?;
    }
    Ok(())
}

/// A table as wide as the terminal allows.
struct Table {
    name: usize,
    fit: usize,
}

impl Table {
    fn of(style: Style) -> Self {
        let fit = if style.columns() >= NAME.0 + FIT + FIGURES - 6 { FIT } else { 0 };
        Self { name: style.columns().saturating_sub(fit + FIGURES).clamp(NAME.1, NAME.0), fit }
    }

    fn heads(&self, out: &mut dyn Write) -> io::Result<()> {
        let (name, fit) = (self.name, self.fit);
        let above = GROUPS.map(|(head, figures)| format!("  {head:>width$}", width = 5 * figures.len())).concat();
        let short = |figure: &&str| match *figure {
            f if f.ends_with("precision") => " prec",
            f if f.ends_with("recall") => "  rec",
            _ => "   F1",
        };
        let below = GROUPS.map(|(_, figures)| format!("  {}", figures.iter().map(short).collect::<String>())).concat();
        let column = if fit == 0 { "" } else { " fit" };
        writeln!(out, "{:name$}{:fit$} {:>4} {:>4}{above}", "", "", "", "")?;
        writeln!(out, "{:name$}{column:fit$} {:>4} {:>4}{below}", "requirement", "n", "yes")
    }

    fn line(
        &self,
        out: &mut dyn Write,
        name: &str,
        (fit, counts): (&str, Option<(usize, usize)>),
        figures: &Figures,
    ) -> io::Result<()> {
        let fit = if self.fit == 0 { String::new() } else { format!(" {fit:6}") };
        let counts = counts.map(|(n, yes)| (n.to_string(), yes.to_string())).unwrap_or_default();
        let name = wrap::pad(&wrap::fit(&safe::line(name), self.name), self.name);
        write!(out, "{name}{fit} {:>4} {:>4}", counts.0, counts.1)?;
        for (_, names) in GROUPS {
            write!(out, "  ")?;
            for name in names {
                let figure = figures.iter().find(|f| f.0 == *name).and_then(|f| f.1);
                write!(out, " {:>4}", figure.map_or_else(|| "–".to_owned(), |f| format!("{f:.2}")))?;
            }
        }
        writeln!(out)
    }

    fn means(&self, out: &mut dyn Write, measured: &Measured, corpus: Option<&str>) -> io::Result<()> {
        for mean in measured.means.iter().filter(|m| m.corpus.as_deref() == corpus && m.rows > 1) {
            self.line(out, &format!("mean, {} ({})", mean.over, mean.rows), ("", None), &mean.figures)?;
        }
        Ok(())
    }
}

/// Each disagreement with both sides, one place a line.
fn disagreements(out: &mut dyn Write, sources: &Sources, all: &[Disagreement], style: &Style) -> io::Result<()> {
    let locator = Locator::new(sources);
    let mut group = ("", "");
    for one in all {
        if group != (one.requirement.as_str(), one.corpus.as_str()) {
            group = (&one.requirement, &one.corpus);
            let title = format!("{} in {}", safe::line(&one.requirement), safe::line(&one.corpus));
            paint::write(out, style.color, paint::BOLD, &title)?;
            writeln!(out)?;
        }
        writeln!(out, "  {}: {}", summary::name(sources, one.policy), one.kind)?;
        for (side, spans) in [("annotated", &one.annotated), ("found", &one.found)] {
            for span in spans {
                let at = locator.position(one.policy, span.start as usize);
                let head = format!("    {side:9} {:>9} ", format!("{}:{}", at.line, at.column));
                let text = safe::folded(sources.get(one.policy).map_or("", |s| s.slice(*span)), 400);
                let room = style.columns().saturating_sub(safe::text_width(&head) + 2);
                writeln!(out, "{head}“{}”", wrap::fit(&text, room))?;
            }
        }
    }
    let count = summary::count(all.len(), "disagreement", "disagreements");
    writeln!(out, "{count}\n")
}

#[derive(Serialize)]
struct ScoreJson<'a> {
    schema: u32,
    certain: bool,
    overrides: usize,
    corpora: Map<String, Value>,
    scores: Vec<Map<String, Value>>,
    means: Vec<Map<String, Value>>,
    disagreements: Option<Vec<DisagreementJson<'a>>>,
    diagnostics: Vec<ProblemJson<'a>>,
}

#[derive(Serialize)]
struct DisagreementJson<'a> {
    requirement: &'a str,
    corpus: &'a str,
    path: &'a str,
    kind: &'static str,
    annotated: Vec<PlaceJson>,
    found: Vec<PlaceJson>,
}

/// Writes the same as JSON.
pub fn json(out: &mut dyn Write, sources: &Sources, measured: &Measured, problems: &[Diagnostic]) -> io::Result<()> {
    let write = Writer::new(sources);
    let disagreements =
        measured.disagreements.as_ref().map(|all| all.iter().map(|one| disagreement(&write, one)).collect());
    let score = ScoreJson {
        schema: SCHEMA,
        certain: measured.certain,
        overrides: measured.overrides,
        corpora: measured.corpora.iter().map(|(name, n)| (name.clone(), json!(n))).collect(),
        scores: measured.rows.iter().map(row).collect(),
        means: measured.means.iter().map(mean).collect(),
        disagreements,
        diagnostics: write.problems(problems),
    };
    emit(out, &score)
}

fn disagreement<'a>(write: &Writer<'a>, one: &'a Disagreement) -> DisagreementJson<'a> {
    let places = |spans: &[Span]| spans.iter().map(|span| write.place(one.policy, *span)).collect();
    DisagreementJson {
        requirement: &one.requirement,
        corpus: &one.corpus,
        path: write.path(one.policy),
        kind: one.kind,
        annotated: places(&one.annotated),
        found: places(&one.found),
    }
}

fn row(row: &Row) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("requirement".to_owned(), json!(row.requirement));
    object.insert("corpus".to_owned(), json!(row.corpus));
    object.insert("fit".to_owned(), json!(row.fit));
    object.insert("answers".to_owned(), json!(row.answers));
    object.extend(row.counts.iter().map(|(name, n)| ((*name).to_owned(), json!(n))));
    object.extend(row.figures.iter().map(|(name, f)| ((*name).to_owned(), json!(f))));
    object
}

fn mean(mean: &Mean) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("corpus".to_owned(), json!(mean.corpus));
    object.insert("over".to_owned(), json!(mean.over));
    object.insert("scores".to_owned(), json!(mean.rows));
    object.extend(mean.figures.iter().map(|(name, f)| ((*name).to_owned(), json!(f))));
    object
}
