//! The matrix: rules by packs down, policies across; each cell leads to its evidence.

use super::html::Html;
use super::policy::Policy;
use super::verdicts::{self, LEGEND};
use crate::diagnostic::Severity;
use crate::eval::{Status, Verdict};
use std::collections::{BTreeSet, HashMap};
use std::io::{self, Write};

/// From so many policies on the columns are narrow: names are set upright, cells have signs only.
const NARROW: usize = 5;

/// From so many policies on the matrix does not fit on paper.
const TOO_WIDE: usize = 25;

/// Characters of a name that head a column.
const LONGEST: usize = 28;

/// The rules of one pack.
struct Pack<'a> {
    name: &'a str,
    title: &'a str,
    rules: Vec<&'a Verdict>,
}

/// Writes the filters and the table.
pub(super) fn matrix(out: &mut dyn Write, html: &mut Html, policies: &[Policy<'_>]) -> io::Result<()> {
    let packs = packs(policies);
    html.raw("<section id=\"matrix\" aria-labelledby=\"matrix-title\"><h2 id=\"matrix-title\">");
    html.raw(if policies.len() == 1 { "Every rule, and why" } else { "Rules and policies" }).raw("</h2>\n").raw(LEGEND);
    if policies.len() >= NARROW {
        html.raw("<p class=\"legend\"><b>E</b> error, <b>W</b> warning, <b>I</b> info: how grave a finding is. <b>○</b> it is accepted.</p>\n");
    }
    filters(html, &packs);
    let kind = match policies.len() {
        0..2 => "<table class=\"rules\"><caption class=\"vh\">Verdicts by rule</caption>\n<thead>",
        2..NARROW => "<table class=\"grid\"><caption class=\"vh\">Verdicts by rule and policy</caption>\n<thead>",
        _ => "<table class=\"grid narrow\"><caption class=\"vh\">Verdicts by rule and policy</caption>\n<thead>",
    };
    if policies.len() >= TOO_WIDE {
        html.raw("<p class=\"paper\">The matrix is too wide for paper; what follows has the same verdicts policy by policy.</p>\n");
    }
    if policies.len() > 1 {
        let wide = if policies.len() >= TOO_WIDE { "<div class=\"frame wide\"" } else { "<div class=\"frame\"" };
        html.raw(wide).raw(" role=\"group\" aria-labelledby=\"matrix-title\" tabindex=\"0\">");
    }
    html.raw(kind);
    columns(html, policies);
    html.raw("</thead>\n");
    let by_rule: Vec<HashMap<&str, &Verdict>> = policies
        .iter()
        .map(|p| p.judged.report.audit.verdicts.iter().map(|v| (v.id.0.as_str(), v)).collect())
        .collect();
    for pack in &packs {
        html.raw("<tbody").attr("data-pack", pack.name).raw("><tr class=\"pack\"><th scope=\"rowgroup\" colspan=\"");
        html.number(if policies.len() == 1 { 3 } else { policies.len() + 1 }).raw("\"><span>").text(pack.title);
        html.raw(" <code>").text(pack.name).raw("</code></span></th></tr>\n");
        for rule in &pack.rules {
            row(html, policies, &by_rule, rule);
            html.flush(out)?;
        }
        html.raw("</tbody>\n");
    }
    html.raw(if policies.len() > 1 { "</table></div></section>\n" } else { "</table></section>\n" });
    Ok(())
}

/// The rules that were judged on any policy, by pack, in the order in which they were judged.
fn packs<'a>(policies: &'a [Policy<'a>]) -> Vec<Pack<'a>> {
    let mut packs: Vec<Pack<'a>> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for policy in policies {
        let audit = &policy.judged.report.audit;
        for verdict in audit.verdicts.iter().filter(|v| known.insert(v.id.0.as_str())) {
            let name = verdict.id.pack();
            let place = *places.entry(name).or_insert_with(|| {
                let title = audit.packs.iter().find(|p| p.pack == name).map_or(name, |p| p.title.as_str());
                packs.push(Pack { name, title, rules: Vec::new() });
                packs.len() - 1
            });
            if let Some(pack) = packs.get_mut(place) {
                pack.rules.push(verdict);
            }
        }
    }
    packs
}

fn filters(html: &mut Html, packs: &[Pack<'_>]) {
    html.raw("<div id=\"filter\" class=\"filter\" role=\"group\" aria-label=\"Filter the rules\" hidden>\n");
    html.raw("<label>Pack <select id=\"filter-pack\"><option value=\"\">all</option>");
    for pack in packs {
        html.raw("<option").attr("value", pack.name).raw(">").text(pack.name).raw("</option>");
    }
    html.raw("</select></label>\n<label>Severity <select id=\"filter-severity\"><option value=\"\">all</option>");
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        html.raw("<option>").raw(severity.as_str()).raw("</option>");
    }
    html.raw("</select></label>\n<label>Verdict <select id=\"filter-verdict\"><option value=\"\">all</option>");
    html.raw("<option value=\"missing violated\">missing or violated</option>");
    for status in [Status::Missing, Status::Violated, Status::Satisfied, Status::NotApplicable] {
        html.raw("<option").attr("value", status.as_str()).raw(">").raw(verdicts::word(status)).raw("</option>");
    }
    html.raw("</select></label>\n<output id=\"filter-count\"></output></div>\n");
}

fn columns(html: &mut Html, policies: &[Policy<'_>]) {
    html.raw("<tr><th scope=\"col\">Rule</th>");
    if policies.len() == 1 {
        html.raw("<th scope=\"col\">Verdict</th><th scope=\"col\">Why</th>");
    } else {
        let folder = common_folder(policies);
        for policy in policies {
            let short = policy.name.get(folder..).unwrap_or(&policy.name);
            html.raw("<th scope=\"col\"><a href=\"#").text(&policy.id()).raw("\"").attr("title", &policy.name);
            html.raw(">").text(&ending(short)).raw("</a></th>");
        }
    }
    html.raw("</tr>");
}

/// The end of a long name, which tells more than its beginning.
fn ending(name: &str) -> String {
    match name.char_indices().rev().nth(LONGEST) {
        Some((at, c)) => format!("…{}", name.get(at + c.len_utf8()..).unwrap_or_default()),
        None => name.to_owned(),
    }
}

/// Bytes of the folders that all names start with.
fn common_folder(policies: &[Policy<'_>]) -> usize {
    let mut names = policies.iter().map(|p| p.name.as_str());
    let first = names.next().unwrap_or_default();
    let common = names.fold(first, |common, name| {
        let same = common.char_indices().zip(name.chars()).find(|((_, a), b)| a != b).map(|((i, _), _)| i);
        common.get(..same.unwrap_or(common.len().min(name.len()))).unwrap_or_default()
    });
    common.rfind('/').map_or(0, |slash| slash + 1)
}

fn row(html: &mut Html, policies: &[Policy<'_>], by_rule: &[HashMap<&str, &Verdict>], rule: &Verdict) {
    let of = |verdicts: &HashMap<&str, &'_ Verdict>| verdicts.get(rule.id.0.as_str()).map(|v| (v.severity, v.status));
    let kinds: BTreeSet<_> = by_rule.iter().filter_map(of).collect();
    html.raw("<tr data-cells=\"");
    for (index, (severity, status)) in kinds.into_iter().enumerate() {
        html.raw(if index > 0 { " " } else { "" });
        html.raw(severity.as_str()).raw(":").raw(status.as_str());
    }
    html.raw("\"");
    if let [policy] = policies {
        html.attr("id", &policy.row(rule)).raw(">");
        verdicts::head(html, policy.title(rule), &rule.id.0);
        verdicts::cells(html, policy, rule);
    } else {
        html.raw(">");
        let knows = policies.iter().zip(by_rule).find(|(_, verdicts)| verdicts.contains_key(rule.id.0.as_str()));
        verdicts::head(html, knows.map_or(rule.id.0.as_str(), |(p, _)| p.title(rule)), &rule.id.0);
        for (policy, verdicts) in policies.iter().zip(by_rule) {
            cell(html, policy, verdicts.get(rule.id.0.as_str()).copied(), policies.len() >= NARROW);
        }
    }
    html.raw("</tr>\n");
}

fn cell(html: &mut Html, policy: &Policy<'_>, verdict: Option<&Verdict>, narrow: bool) {
    let Some(verdict) = verdict else {
        html.raw(if narrow { "<td></td>" } else { "<td class=\"v\"><span class=\"vh\">not judged</span></td>" });
        return;
    };
    if narrow && verdict.status == Status::NotApplicable {
        html.raw("<td class=\"x\">–</td>");
        return;
    }
    html.raw(if narrow { "<td><a class=\"" } else { "<td class=\"v\"><a class=\"" })
        .raw(verdicts::colour(policy, verdict))
        .raw("\" href=\"#");
    html.text(&policy.evidence_of(verdict)).raw("\"");
    if narrow {
        html.raw(" aria-label=\"");
        verdicts::words(html, policy, verdict);
        // The style adds the letter of the severity.
        html.raw("\">").raw(verdicts::sign(verdict.status));
    } else {
        html.raw(">");
        verdicts::said(html, policy, verdict);
    }
    html.raw("</a></td>");
}
