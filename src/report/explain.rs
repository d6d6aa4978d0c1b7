//! A rule as law: what it asks, of whom, since when, on what ground, and examples.

use super::{Style, paint, safe, wrap};
use crate::rule::{Citation, Example, ExampleKind, Measured, Rule, RuleSet};
use std::io::{self, Write};

/// Said at the end of every explanation.
const DISCLAIMER: &str = "This describes how the rule reads a text. It is no legal advice.";

/// Columns before the text of a part.
const INDENT: usize = 4;

/// Writes everything a rule says about itself, and what was measured of it, wrapped to the width.
pub fn explain(
    out: &mut dyn Write,
    rules: &RuleSet,
    rule: &Rule,
    measured: &[Measured],
    style: &Style,
) -> io::Result<()> {
    let page = Page { style: *style };
    paint::write(out, style.color, paint::BOLD, &safe::line(&rule.id.0))?;
    writeln!(out)?;
    wrap::paragraph(out, &safe::line(&rule.title), 0, style.columns())?;
    if let Some(pack) = rules.packs.get(rule.pack) {
        wrap::paragraph(
            out,
            &format!("in {}: {}", safe::line(&pack.name), safe::line(&pack.title)),
            0,
            style.columns(),
        )?;
    }
    page.part(out, "Severity", &severity(rule))?;
    page.part(out, "What the text owes", &rule.obligation_text)?;
    page.optional(out, "When", rule.when_text.as_deref())?;
    page.optional(out, "In force", in_force(rule).as_deref())?;
    page.citations(out, &rule.citations)?;
    if rule.message != rule.title {
        page.part(out, "What a finding says", &rule.message)?;
    }
    page.optional(out, "Help", rule.help.as_deref())?;
    page.optional(out, "Model sentence", rule.suggest.as_deref())?;
    page.optional(out, "Note", rule.note.as_deref())?;
    page.measured(out, measured)?;
    for example in rule.examples.iter() {
        page.example(out, example)?;
    }
    writeln!(out)?;
    wrap::paragraph(out, DISCLAIMER, 0, style.columns())
}

/// `warning; error when audience includes eu`.
fn severity(rule: &Rule) -> String {
    let mut text = rule.severity.to_string();
    for other in &rule.severity_texts {
        text.push_str("; ");
        text.push_str(other);
    }
    text
}

fn in_force(rule: &Rule) -> Option<String> {
    match (rule.since, rule.until) {
        (None, None) => None,
        (Some(since), None) => Some(format!("since {since}")),
        (None, Some(until)) => Some(format!("before {until}")),
        (Some(since), Some(until)) => Some(format!("since {since}, no longer on {until}")),
    }
}

/// The example's text with `[[` and `]]` where its marks are.
fn with_marks(example: &Example) -> String {
    let mut text = String::with_capacity(example.text.len() + 8);
    let mut at = 0;
    let mut marks = example.marks.clone();
    marks.sort_unstable();
    for mark in marks {
        let (before, inside) = (example.text.get(at..mark.start as usize), example.text.get(mark.range()));
        if let (Some(before), Some(inside)) = (before, inside) {
            text.push_str(before);
            text.push_str("[[");
            text.push_str(inside);
            text.push_str("]]");
            at = mark.end as usize;
        }
    }
    text.push_str(example.text.get(at..).unwrap_or_default());
    text
}

struct Page {
    style: Style,
}

impl Page {
    fn head(&self, out: &mut dyn Write, title: &str) -> io::Result<()> {
        writeln!(out)?;
        paint::write(out, self.style.color, paint::BOLD, title)?;
        writeln!(out)
    }

    fn part(&self, out: &mut dyn Write, title: &str, text: &str) -> io::Result<()> {
        self.head(out, title)?;
        wrap::paragraph(out, &safe::text(text), INDENT, self.style.columns())
    }

    fn optional(&self, out: &mut dyn Write, title: &str, text: Option<&str>) -> io::Result<()> {
        match text.filter(|t| !t.trim().is_empty()) {
            Some(text) => self.part(out, title, text),
            None => Ok(()),
        }
    }

    fn citations(&self, out: &mut dyn Write, citations: &[Citation]) -> io::Result<()> {
        self.head(out, "The law")?;
        let columns = self.style.columns();
        if citations.is_empty() {
            wrap::paragraph(out, "The rule cites no law.", INDENT, columns)?;
        }
        for citation in citations {
            let status = citation.read.map_or("not said whether it was read", crate::rule::Verification::as_str);
            wrap::paragraph(out, &format!("{} ({status})", safe::line(&citation.text)), INDENT, columns)?;
            if let Some(url) = &citation.url {
                wrap::paragraph(out, &safe::line(url), 2 * INDENT, columns)?;
            }
        }
        Ok(())
    }

    fn measured(&self, out: &mut dyn Write, all: &[Measured]) -> io::Result<()> {
        if all.is_empty() {
            return Ok(());
        }
        self.head(out, "Measured")?;
        let columns = self.style.columns();
        let head = "This rule alone, on policies in which people marked what is stated; it may ask for more than they \
                    marked. Figures on other rules: docs/accuracy.md.";
        wrap::paragraph(out, head, INDENT, columns)?;
        for one in all {
            let figure = |f: Option<f64>| f.map_or_else(|| "–".to_owned(), |f| format!("{f:.2}"));
            let text = format!(
                "{} in {}: {} of {} policies state it. Finding it stated: precision {}, recall {}. Finding it missing: \
                 precision {}, recall {}.",
                one.requirement,
                one.corpus,
                one.stated,
                one.policies,
                figure(one.precision),
                figure(one.recall),
                figure(one.absence_precision),
                figure(one.absence_recall),
            );
            wrap::paragraph(out, &safe::line(&text), INDENT, columns)?;
        }
        Ok(())
    }

    fn example(&self, out: &mut dyn Write, example: &Example) -> io::Result<()> {
        let title = match example.kind {
            ExampleKind::Pass => "Passes",
            ExampleKind::Fail => "Fails",
            ExampleKind::Skip => "Does not apply",
        };
        let day = example.as_of.map_or(String::new(), |d| format!(" as of {d}"));
        self.part(out, &format!("{title}{day}"), &with_marks(example))
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn a_rule_as_law() {
        let rules = fixture::rules();
        let show = |index: usize, width| {
            let mut out = Vec::new();
            explain(&mut out, &rules, &rules.rules[index], &[], &Style { width, color: false, links: false }).unwrap();
            String::from_utf8(out).unwrap()
        };
        insta::assert_snapshot!(show(1, 80));
        insta::assert_snapshot!(show(0, 40));
        assert!(show(1, 44).lines().all(|l| safe::text_width(l) <= 44));
    }

    #[test]
    fn what_was_measured_is_said_with_its_sample() {
        let rules = fixture::rules();
        let one = Measured {
            requirement: "age".to_owned(),
            corpus: "invented".to_owned(),
            policies: 40,
            stated: 30,
            precision: Some(0.9),
            recall: Some(1.0),
            absence_precision: None,
            absence_recall: Some(0.0),
        };
        let mut out = Vec::new();
        explain(&mut out, &rules, &rules.rules[1], &[one], &Style { width: 200, color: false, links: false }).unwrap();
        let said = "    age in invented: 30 of 40 policies state it. Finding it stated: precision 0.90, recall 1.00. \
                    Finding it missing: precision –, recall 0.00.\n";
        assert!(String::from_utf8(out).unwrap().contains(said));
    }
}
