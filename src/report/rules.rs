//! The packs and rules there are, and which of them are enabled, for people. For machines see `json`.

use super::{Style, paint, safe, summary, wrap};
use crate::rule::{Pack, Rule, RuleSet};
use std::io::{self, Write};

/// Columns of a severity.
const SEVERITY: usize = 7;

/// Writes the rules by pack; `enabled` gives, for a rule's index, whether it is enabled, or why not.
pub fn rules(out: &mut dyn Write, rules: &RuleSet, enabled: &[(usize, bool, String)], style: &Style) -> io::Result<()> {
    let listed = |pack: usize| {
        let of_pack = move |(i, on, why): &'_ (usize, bool, String)| {
            rules.rules.get(*i).filter(|r| r.pack == pack).map(|r| (r, *on, why.clone()))
        };
        enabled.iter().filter_map(of_pack).collect::<Vec<_>>()
    };
    let ids = rules.rules.iter().map(|r| safe::text_width(&r.id.0)).max().unwrap_or(0);
    let ids = ids.min(style.columns() / 2);
    for (index, pack) in rules.packs.iter().enumerate() {
        head(out, pack, *style)?;
        for (rule, on, why) in listed(index) {
            row(out, rule, on, &why, ids, *style)?;
        }
        writeln!(out)?;
    }
    let on = enabled.iter().filter(|(_, on, _)| *on).count();
    let all = summary::count(enabled.len(), "rule", "rules");
    let packs = summary::count(rules.packs.len(), "pack", "packs");
    wrap::paragraph(out, &format!("{all} in {packs}, {on} enabled"), 0, style.columns())
}

fn head(out: &mut dyn Write, pack: &Pack, style: Style) -> io::Result<()> {
    let origin = if pack.embedded { "" } else { " (your own)" };
    let title = format!("{}: {}{origin}", safe::line(&pack.name), safe::line(&pack.title));
    paint::write(out, style.color, paint::BOLD, &wrap::fit(&title, style.columns()))?;
    writeln!(out)
}

fn row(out: &mut dyn Write, rule: &Rule, on: bool, why: &str, ids: usize, style: Style) -> io::Result<()> {
    let color = if on { paint::severity(rule.severity) } else { paint::DIM };
    let id = safe::line(&rule.id.0).into_owned();
    write!(out, "  ")?;
    paint::write(out, style.color, color, &wrap::pad(rule.severity.as_str(), SEVERITY))?;
    let off = match (on, why.trim()) {
        (true, _) => String::new(),
        (false, "") => " (off)".to_owned(),
        (false, why) => format!(" (off: {})", safe::line(why)),
    };
    let text = format!("{}{off}", safe::line(&rule.title));
    let used = 2 + SEVERITY + 2 + safe::text_width(&id).max(ids) + 2;
    let room = style.columns().saturating_sub(used);
    if room >= 24 {
        let rows = wrap::rows(&text, room, room);
        for (i, row) in rows.iter().enumerate() {
            if i == 0 {
                writeln!(out, "  {}  {row}", wrap::pad(&id, ids))?;
            } else {
                writeln!(out, "{:used$}{row}", "")?;
            }
        }
        Ok(())
    } else {
        writeln!(out, "  {id}")?;
        wrap::paragraph(out, &text, 6, style.columns())
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn packs_with_their_rules() {
        let enabled = [
            (0, true, String::new()),
            (1, false, "ignored in clauselint.yaml".to_owned()),
            (2, true, String::new()),
            (3, false, String::new()),
            (99, true, String::new()),
        ];
        for width in [80, 40] {
            let mut out = Vec::new();
            rules(&mut out, &fixture::rules(), &enabled, &Style { width, color: false, links: false }).unwrap();
            insta::assert_snapshot!(String::from_utf8(out).unwrap());
        }
    }
}
