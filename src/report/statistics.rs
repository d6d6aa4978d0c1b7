//! How often each rule was found, for people and machines.

use super::{Style, json, paint, safe, summary, wrap};
use crate::diagnostic::{RuleId, Severity};
use crate::lint::Report;
use crate::rule::RuleSet;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// One rule at one severity.
#[derive(Serialize)]
struct Tally<'a> {
    rule: &'a str,
    severity: Severity,
    count: usize,
    policies: usize,
}

#[derive(Serialize)]
struct StatisticsJson<'a> {
    schema: u32,
    policies: usize,
    statistics: Vec<Tally<'a>>,
}

/// Counts findings by rule and severity, the most frequent first, then by rule.
fn counts<'a>(reports: &[&'a Report]) -> Vec<Tally<'a>> {
    let mut found: BTreeMap<(&RuleId, Severity), (usize, usize, usize)> = BTreeMap::new();
    for (policy, report) in reports.iter().enumerate() {
        for finding in &report.findings {
            let (count, policies, last) =
                found.entry((&finding.rule, finding.diagnostic.severity)).or_insert((0, 0, usize::MAX));
            *count += 1;
            *policies += usize::from(*last != policy);
            *last = policy;
        }
    }
    let mut counts: Vec<_> = found
        .into_iter()
        .map(|((rule, severity), (count, policies, _))| Tally { rule: &rule.0, severity, count, policies })
        .collect();
    counts.sort_by_key(|c| std::cmp::Reverse(c.count));
    counts
}

/// Writes a row for each rule that was found, then the counts of all severities.
pub fn statistics(out: &mut dyn Write, reports: &[&Report], rules: &RuleSet, style: &Style) -> io::Result<()> {
    let counts = counts(reports);
    let digits = counts.iter().map(|c| c.count.to_string().len()).max().unwrap_or(1);
    let ids = counts.iter().map(|c| safe::text_width(c.rule)).max().unwrap_or(0).min(style.columns() / 2);
    for count in &counts {
        let title = rules.find(count.rule).map_or("", |(_, rule)| rule.title.as_str());
        write!(out, "{:>digits$}  ", count.count)?;
        paint::write(out, style.color, paint::severity(count.severity), &wrap::pad(count.severity.as_str(), 7))?;
        let used = digits + 2 + 7 + 2 + ids.max(safe::text_width(count.rule)) + 2;
        let title = wrap::fit(&safe::line(title), style.columns().saturating_sub(used).max(1));
        let title = if style.columns() < used + 8 { String::new() } else { title };
        writeln!(out, "{}", format!("  {}  {title}", wrap::pad(&safe::line(count.rule), ids)).trim_end())?;
    }
    summary::closing(out, reports, *style)
}

/// Writes the same for machines.
pub fn statistics_json(out: &mut dyn Write, reports: &[&Report]) -> io::Result<()> {
    json::emit(out, &StatisticsJson { schema: json::SCHEMA, policies: reports.len(), statistics: counts(reports) })
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn findings_are_counted_by_rule() {
        let (_, rules, mut reports) = fixture::run();
        reports.push(reports[0].clone());
        reports[1].findings.remove(0);
        let mut out = Vec::new();
        statistics(&mut out, &fixture::refs(&reports), &rules, &Style::default()).unwrap();
        statistics_json(&mut out, &fixture::refs(&reports)).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap());
    }
}
