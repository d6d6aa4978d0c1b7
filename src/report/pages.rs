//! A pack as a page to read: what each rule asks, of whom, on what ground, what it says, with examples. In Markdown, one
//! thing after the other, without tables.

use super::markdown::code;
use super::summary;
use crate::rule::{Citation, Example, ExampleKind, Rule, RuleSet, Verification};
use std::io::{self, Write};

/// Said at the head of every page.
const DISCLAIMER: &str = "This describes how rules read a text. It is no legal advice.";

/// Writes the page of a pack, given by its index; nothing for a pack without rules.
pub fn page(out: &mut dyn Write, rules: &RuleSet, index: usize) -> io::Result<()> {
    let Some(pack) = rules.packs.get(index) else { return Ok(()) };
    let own: Vec<&Rule> = rules.rules.iter().filter(|r| r.pack == index).collect();
    if own.is_empty() {
        return Ok(());
    }
    writeln!(out, "# {}\n", escaped(&pack.title))?;
    let count = summary::count(own.len(), "rule", "rules");
    writeln!(out, "The pack {}, {count}. {DISCLAIMER}\n", code(&pack.name))?;
    if let Some(note) = &pack.note {
        writeln!(out, "{}\n", escaped(note))?;
    }
    if let Some(when) = &pack.when_text {
        writeln!(out, "**Applies when:** {}\n", code(when))?;
    }
    if let Some(each) = &pack.each_text {
        writeln!(out, "**Read once for:** {}\n", code(each))?;
    }
    for rule in &own {
        let name = rule.id.0.rsplit('/').next().unwrap_or_default();
        let anchor: String = rule.id.0.chars().filter(|c| *c != '/').collect();
        writeln!(out, "- [{name}](#{anchor}): {}", escaped(&rule.title))?;
    }
    for rule in own {
        let mut text = Vec::new();
        one(&mut text, rule)?;
        writeln!(out, "\n{}", String::from_utf8_lossy(&text).trim_end())?;
    }
    Ok(())
}

fn one(out: &mut dyn Write, rule: &Rule) -> io::Result<()> {
    writeln!(out, "## {}\n\n{}.\n", rule.id.0, escaped(&rule.title))?;
    part(out, "Asks", &code(&rule.obligation_text))?;
    if let Some(when) = &rule.when_text {
        part(out, "When", &code(when))?;
    }
    let mut severity = rule.severity.to_string();
    for other in &rule.severity_texts {
        severity.push_str("; ");
        severity.push_str(&code(other));
    }
    part(out, "Severity", &severity)?;
    match (rule.since, rule.until) {
        (None, None) => {}
        (Some(since), None) => part(out, "In force", &format!("since {since}"))?,
        (None, Some(until)) => part(out, "In force", &format!("before {until}"))?,
        (Some(since), Some(until)) => part(out, "In force", &format!("since {since}, no longer on {until}"))?,
    }
    rule.citations.iter().try_for_each(|citation| part(out, "Law", &cited(citation)))?;
    if rule.message != rule.title {
        part(out, "A finding says", &escaped(&rule.message))?;
    }
    for (title, text) in [("Help", &rule.help), ("Model sentence", &rule.suggest), ("Note", &rule.note)] {
        if let Some(text) = text {
            part(out, title, &escaped(text))?;
        }
    }
    for (kind, title) in [
        (ExampleKind::Pass, "Satisfied by"),
        (ExampleKind::Fail, "Not satisfied by"),
        (ExampleKind::Skip, "Not applied to"),
    ] {
        let examples: Vec<&Example> = rule.examples.iter().filter(|e| e.kind == kind).collect();
        if !examples.is_empty() {
            writeln!(out, "**{title}:**\n")?;
            examples.iter().try_for_each(|e| example(out, e))?;
            writeln!(out)?;
        }
    }
    Ok(())
}

/// A text as it stands: nothing of it becomes markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in super::safe::line(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '#') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn part(out: &mut dyn Write, title: &str, text: &str) -> io::Result<()> {
    writeln!(out, "**{title}:** {text}\n")
}

/// `[16 CFR 312.2](https://…), text read`. An address with a capture in it is no link.
fn cited(citation: &Citation) -> String {
    let read = citation.read.map_or("not said whether it was read", Verification::as_str);
    match citation.url.as_deref() {
        Some(url) if !url.contains(['{', '>', '<', ' ']) => format!("[{}](<{url}>), {read}", escaped(&citation.text)),
        Some(url) => format!("{} {}, {read}", escaped(&citation.text), code(url)),
        None => format!("{}, {read}", escaped(&citation.text)),
    }
}

/// One example, its marks in bold; one of several lines as they stand.
fn example(out: &mut dyn Write, example: &Example) -> io::Result<()> {
    let day = example.as_of.map_or(String::new(), |day| format!(" (as of {day})"));
    if example.text.trim().contains('\n') {
        let longest = example.text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
        let fence = "`".repeat(3.max(longest + 1));
        writeln!(out, "- A text of several lines{day}:\n\n  {fence}text")?;
        for line in example.text.trim_end().lines() {
            writeln!(out, "{}", format!("  {}", super::safe::line(line)).trim_end())?;
        }
        return writeln!(out, "  {fence}");
    }
    let mut marks = example.marks.clone();
    marks.sort_unstable();
    let (mut text, mut at) = (String::new(), 0);
    for mark in marks {
        let (before, inside) = (example.text.get(at..mark.start as usize), example.text.get(mark.range()));
        if let (Some(before), Some(inside)) = (before, inside) {
            text.extend([&escaped(before), "**", &escaped(inside), "**"]);
            at = mark.end as usize;
        }
    }
    text.push_str(&escaped(example.text.get(at..).unwrap_or_default()));
    writeln!(out, "- {text}{day}")
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn a_pack_to_read() {
        let rules = fixture::rules();
        let mut out = Vec::new();
        (0..=rules.packs.len()).for_each(|index| page(&mut out, &rules, index).unwrap());
        insta::assert_snapshot!(String::from_utf8(out).unwrap());
    }
}
