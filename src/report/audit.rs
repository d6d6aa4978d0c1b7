//! Every verdict for people: a table by pack, with the evidence or the reason, then packs, questions and the law's day.

use super::locate::Locator;
use super::summary;
use super::{Style, Verbosity, paint, safe, wrap};
use crate::eval::{PackUse, Status, Verdict};
use crate::lint::Report;
use crate::source::{SourceId, Sources};
use std::io::{self, Write};

/// What each verdict means, with its sign.
const LEGEND: &str = "✓ satisfied: the text says it · ✗ missing: the text does not say it · ! violated: the text says \
                      what it must not · - not applicable: the rule asks nothing of this policy";

/// Columns of the verdict with its sign, and of the severity.
const VERDICT: usize = 16;
const SEVERITY: usize = 7;

/// The text is set below its row when fewer columns than this are left for it.
const NARROW: usize = 24;

/// Writes the table of each policy. Errors are those of `out`.
pub fn audit(
    out: &mut dyn Write,
    sources: &Sources,
    reports: &[&Report],
    style: &Style,
    verbosity: Verbosity,
) -> io::Result<()> {
    let locator = Locator::new(sources);
    for report in reports {
        policy(out, &locator, report, *style, verbosity)?;
    }
    if verbosity != Verbosity::Quiet {
        wrap::paragraph(out, LEGEND, 0, style.columns())?;
        summary::questions(out, reports, *style)?;
    }
    match reports.first() {
        Some(report) => wrap::paragraph(out, &summary::law_note(report.audit.as_of), 0, style.columns()),
        None => wrap::paragraph(out, "no policy", 0, style.columns()),
    }
}

fn policy(
    out: &mut dyn Write,
    locator: &Locator<'_>,
    report: &Report,
    style: Style,
    verbosity: Verbosity,
) -> io::Result<()> {
    let path = summary::name(locator.sources(), report.source);
    paint::write(out, style.color, paint::BOLD, &path)?;
    writeln!(out)?;
    let verdicts = &report.audit.verdicts;
    let of_pack = |pack: &str| verdicts.iter().filter(|v| v.id.pack() == pack).collect::<Vec<_>>();
    let columns = Columns::new(locator, report, style.columns());
    for pack in report.audit.packs.iter().filter(|p| p.applied) {
        group(out, locator, report.source, pack, &of_pack(&pack.pack), &columns, style)?;
    }
    let known = |v: &&Verdict| report.audit.packs.iter().any(|p| p.applied && p.pack == v.id.pack());
    for verdict in verdicts.iter().filter(|v| !known(v)) {
        row(out, locator, report.source, verdict, &columns, style)?;
    }
    writeln!(out)?;
    let counts = summary::statuses(|status| verdicts.iter().filter(|v| v.status == status).count());
    let rules = summary::count(verdicts.len(), "rule", "rules");
    let text = if counts.is_empty() { rules } else { format!("{rules}: {counts}") };
    wrap::hanging(out, &format!("{path}: "), &text, style.columns().max(safe::text_width(&path) + 40))?;
    if verbosity != Verbosity::Quiet {
        summary::packs(out, locator.sources(), report, style, verbosity)?;
    }
    writeln!(out)
}

/// Widths of the table's columns.
struct Columns {
    rule: usize,
    line: usize,
    text: usize,
    all: usize,
}

impl Columns {
    fn new(locator: &Locator<'_>, report: &Report, all: usize) -> Self {
        let names = report.audit.verdicts.iter().map(|v| safe::text_width(rule_name(v)));
        let rule = names.max().unwrap_or(0).min(all / 3);
        let lines = locator.sources().get(report.source).map_or(1, crate::source::Source::line_count);
        let line = lines.to_string().len();
        let text = all.saturating_sub(2 + rule + 2 + VERDICT + 1 + SEVERITY + 1 + line + 2);
        Self { rule, line, text, all }
    }
}

/// The rule's name without its pack, which heads the group.
fn rule_name(verdict: &Verdict) -> &str {
    verdict.id.0.split_once('/').map_or(verdict.id.0.as_str(), |(_, name)| name)
}

fn group(
    out: &mut dyn Write,
    locator: &Locator<'_>,
    source: SourceId,
    pack: &PackUse,
    verdicts: &[&Verdict],
    columns: &Columns,
    style: Style,
) -> io::Result<()> {
    writeln!(out)?;
    let title = format!("{}: {} ({})", safe::line(&pack.pack), safe::line(&pack.title), safe::line(&pack.why));
    for row in wrap::rows(&title, columns.all, columns.all) {
        paint::write(out, style.color, paint::BOLD, &row)?;
        writeln!(out)?;
    }
    for verdict in verdicts {
        row(out, locator, source, verdict, columns, style)?;
    }
    Ok(())
}

fn row(
    out: &mut dyn Write,
    locator: &Locator<'_>,
    source: SourceId,
    verdict: &Verdict,
    columns: &Columns,
    style: Style,
) -> io::Result<()> {
    let (sign, color) = match verdict.status {
        Status::Satisfied => ("✓", paint::GOOD),
        Status::Missing => ("✗", paint::severity(verdict.severity)),
        Status::Violated => ("!", paint::severity(verdict.severity)),
        Status::NotApplicable => ("-", paint::DIM),
    };
    let failed = matches!(verdict.status, Status::Missing | Status::Violated);
    let severity = if failed { verdict.severity.as_str() } else { "" };
    let name = wrap::pad(&wrap::fit(&safe::line(rule_name(verdict)), columns.rule), columns.rule);
    let word = wrap::pad(&format!("{sign} {}", verdict.status.as_str().replace('-', " ")), VERDICT);
    let line = line_of(locator, source, verdict).map_or(String::new(), |l| l.to_string());
    let text = what(locator, source, verdict, columns.all);
    let place = format!(" {} {line:>width$}", wrap::pad(severity, SEVERITY), width = columns.line);
    write!(out, "  {name}  ")?;
    paint::write(out, style.color, color, &word)?;
    if columns.text >= NARROW {
        writeln!(out, "{}", format!("{place}  {}", wrap::fit(&text, columns.text)).trim_end())
    } else {
        writeln!(out, "{}", place.trim_end())?;
        let below = wrap::fit(&text, columns.all.saturating_sub(6));
        if below.is_empty() { Ok(()) } else { writeln!(out, "      {below}") }
    }
}

/// The line of the first evidence, or of the closest passage.
fn line_of(locator: &Locator<'_>, source: SourceId, verdict: &Verdict) -> Option<usize> {
    let closest = verdict.closest.as_ref().map(|c| c.span);
    let span = verdict.evidence.first().map(|p| p.span).or(closest)?;
    locator.sources().get(source).map(|s| s.line_index(span.start as usize) + 1)
}

/// The evidence, quoted, or the reason.
fn what(locator: &Locator<'_>, source: SourceId, verdict: &Verdict, columns: usize) -> String {
    let shown = matches!(verdict.status, Status::Satisfied | Status::Violated);
    let Some(first) = verdict.evidence.first().filter(|_| shown) else {
        let lacks = verdict.closest.as_ref().map_or("", |c| c.lacks.as_str());
        let text = if verdict.reason.trim().is_empty() { lacks } else { &verdict.reason };
        return safe::line(text).into_owned();
    };
    let excerpt = locator.sources().get(source).map_or("", |s| s.slice(first.span));
    let excerpt = safe::folded(excerpt, columns * 2);
    match verdict.evidence.len() {
        1 => format!("“{excerpt}”"),
        n => format!("({n} places) “{excerpt}”"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    fn show(width: usize, color: bool, verbosity: Verbosity) -> String {
        let (sources, _, reports) = fixture::run();
        let mut out = Vec::new();
        audit(&mut out, &sources, &fixture::refs(&reports), &Style { width, color, links: false }, verbosity).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_table_fits_the_terminal() {
        insta::assert_snapshot!(show(100, false, Verbosity::Normal));
        insta::assert_snapshot!(show(50, false, Verbosity::Verbose));
        for width in [40, 50, 64, 80, 100, 140] {
            for line in show(width, false, Verbosity::Normal).lines() {
                assert!(safe::text_width(line) <= width.max(51), "{width}: {line}");
            }
        }
    }

    #[test]
    fn signs_can_be_read_without_colours() {
        let plain = show(80, false, Verbosity::Normal);
        assert!(!plain.contains('\u{1b}'));
        assert_eq!(anstream::adapter::strip_str(&show(80, true, Verbosity::Normal)).to_string(), plain);
        assert!(plain.ends_with("not that practice\nfollows.\n") || plain.ends_with("practice follows.\n"));
    }
}
