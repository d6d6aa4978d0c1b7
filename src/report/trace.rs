//! How a rule was evaluated on a policy, for people: an indented tree, then the places in the text and in the rule file.

use super::locate::Locator;
use super::{Style, human, paint, safe, wrap};
use crate::diagnostic::{Diagnostic, Severity};
use crate::eval::{Place, Status, Step, Trace};
use crate::rule::Rule;
use crate::source::{SourceId, Sources};
use std::io::{self, Write};

/// Places shown for each step.
const MOST_PLACES: usize = 3;

/// Characters of a quotation, or of what a rule says.
const MOST_CHARS: usize = 90;

/// So many parts in a row that match nothing, and have no parts of their own, are shown as one.
const MANY: usize = 3;

/// Writes the evaluation of one rule on one policy.
pub fn trace(
    out: &mut dyn Write,
    sources: &Sources,
    policy: SourceId,
    rule: &Rule,
    trace: &Trace,
    style: &Style,
) -> io::Result<()> {
    let page = Page { locator: Locator::new(sources), policy, style: *style };
    let verdict = &trace.verdict;
    let name = sources.get(policy).map_or("", |s| s.name());
    page.head(out, &format!("{} on {}", rule.id, name))?;
    wrap::paragraph(out, &safe::line(&rule.title), 0, style.columns())?;
    if !trace.conditions.is_empty() {
        writeln!(out)?;
        page.head(out, "Does it apply?")?;
        page.steps(out, &trace.conditions, 1, &[])?;
    }
    writeln!(out)?;
    page.head(out, "What the text owes")?;
    page.step(out, &trace.obligation, 1, &[])?;
    if let Some(closest) = trace.closest.as_ref().filter(|_| verdict.status == Status::Missing) {
        writeln!(out)?;
        page.head(out, "What a finding points at: `closest`")?;
        page.step(out, closest, 1, &[])?;
    }
    writeln!(out)?;
    page.head(out, &format!("Severity: {}", verdict.severity))?;
    page.steps(out, &trace.severities, 1, &[])?;
    writeln!(out)?;
    page.head(out, &format!("Verdict: {}", verdict.status.as_str().replace('-', " ")))?;
    writeln!(out)?;
    human::draw(out, &page.locator, &page.conclusion(rule, trace), *style)
}

struct Page<'a> {
    locator: Locator<'a>,
    policy: SourceId,
    style: Style,
}

impl Page<'_> {
    fn head(&self, out: &mut dyn Write, text: &str) -> io::Result<()> {
        paint::write(out, self.style.color, paint::BOLD, &safe::line(text))?;
        writeln!(out)
    }

    /// The verdict at its places, and the rule at its own.
    fn conclusion(&self, rule: &Rule, trace: &Trace) -> Diagnostic {
        let verdict = &trace.verdict;
        let wrong = matches!(verdict.status, Status::Missing | Status::Violated);
        let severity = if wrong { verdict.severity } else { Severity::Info };
        let mut said = Diagnostic::new(severity, rule.id.0.clone(), verdict.reason.clone());
        if let Some(closest) = &verdict.closest {
            said = said.at(self.policy, closest.span, closest.lacks.clone());
        }
        for place in verdict.evidence.iter().take(MOST_PLACES) {
            let note = if place.note.is_empty() && !wrong { "stated here" } else { &place.note };
            said = said.at(self.policy, place.span, note);
        }
        said.see(rule.source, rule.name_span, "the rule")
    }

    fn steps(&self, out: &mut dyn Write, steps: &[Step], depth: usize, above: &[Place]) -> io::Result<()> {
        let is_bare = |s: &Step| s.holds == Some(false) && s.count == 0 && s.steps.is_empty() && s.near.is_empty();
        for run in steps.chunk_by(|a, b| is_bare(a) && is_bare(b)) {
            match run {
                [first, ..] if is_bare(first) && run.len() >= MANY => self.bare(out, run, depth)?,
                run => run.iter().try_for_each(|step| self.step(out, step, depth, above))?,
            }
        }
        Ok(())
    }

    /// Many parts that match nothing, as one.
    fn bare(&self, out: &mut dyn Write, run: &[Step], depth: usize) -> io::Result<()> {
        self.line(out, depth, Some(false), &format!("{} others match nowhere, such as", run.len()))?;
        run.iter().take(MOST_PLACES).try_for_each(|step| self.place_line(out, depth + 1, "", &cut(&step.said)))
    }

    /// A step with its parts. The places of the step above are not repeated.
    fn step(&self, out: &mut dyn Write, step: &Step, depth: usize, above: &[Place]) -> io::Result<()> {
        let result = if step.result.is_empty() { String::new() } else { format!(": {}", step.result) };
        self.line(out, depth, step.holds, &format!("{}{result}", cut(&step.said)))?;
        let same = step.places.iter().map(|p| p.span).eq(above.iter().map(|p| p.span));
        if !same {
            let places = step.places.iter().take(MOST_PLACES);
            places.clone().try_for_each(|place| self.place(out, depth + 1, "", place))?;
            let more = step.count.saturating_sub(places.len());
            if more > 0 && !step.places.is_empty() {
                self.place_line(out, depth + 1, "", &format!("and {more} more"))?;
            }
        }
        step.near.iter().take(MOST_PLACES).try_for_each(|place| self.place(out, depth + 1, "~ ", place))?;
        self.steps(out, &step.steps, depth + 1, &step.places)
    }

    fn line(&self, out: &mut dyn Write, depth: usize, holds: Option<bool>, text: &str) -> io::Result<()> {
        let (mark, color) = match holds {
            Some(true) => ("✓", paint::GOOD),
            Some(false) => ("✗", paint::FAILED),
            None => ("?", paint::FRAME),
        };
        let indent = self.indent(depth);
        write!(out, "{:indent$}", "")?;
        paint::write(out, self.style.color, color, mark)?;
        let mut rest = Vec::new();
        wrap::hanging(&mut rest, &" ".repeat(indent + 2), &safe::line(text), self.style.columns())?;
        out.write_all(rest.get(indent + 1..).unwrap_or_default())
    }

    fn place(&self, out: &mut dyn Write, depth: usize, mark: &str, place: &Place) -> io::Result<()> {
        let at = self.locator.position(self.policy, place.span.start as usize);
        let text = self.locator.sources().get(self.policy).map_or("", |s| s.slice(place.span));
        let note = if place.note.is_empty() { String::new() } else { format!(": {}", safe::line(&place.note)) };
        self.place_line(out, depth, mark, &format!("{}:{} “{}”{note}", at.line, at.column, cut(text)))
    }

    fn place_line(&self, out: &mut dyn Write, depth: usize, mark: &str, text: &str) -> io::Result<()> {
        let head = format!("{}{mark}", " ".repeat(self.indent(depth)));
        wrap::hanging(out, &head, text, self.style.columns())
    }

    /// Two columns a level, never more than half of the page.
    fn indent(&self, depth: usize) -> usize {
        (2 * depth).min(self.style.columns() / 2)
    }
}

/// The beginning of a text as one harmless line.
fn cut(text: &str) -> String {
    let folded = safe::folded(text, 4 * MOST_CHARS);
    match folded.char_indices().nth(MOST_CHARS) {
        None => folded,
        Some((at, _)) => {
            let head = folded.get(..at).unwrap_or_default();
            format!("{} …", head.rsplit_once(' ').map_or(head, |(h, _)| h))
        }
    }
}
