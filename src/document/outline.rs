//! Finds what carries no markup: headings by their looks, run-ins, list items in paragraphs, archive headers. One pass
//! that all formats share. Knows lines and their neighbours, not the text's meaning.

use super::candidates::{Exploder, LOOK, Looks, Unit};
use super::raw::{Kind, Raw, Reading};
use super::shape;
use super::title::{self, Title};
use std::collections::HashMap;

/// Rewrites the blocks of `reading`: archive headers leave, headings and items come out of paragraphs.
pub(super) fn settle(reading: &mut Reading<'_>) {
    let mut raws = std::mem::take(&mut reading.raws);
    drop_archive_header(&mut raws);
    let lone = lone_items(&raws);
    let mut exploder = Exploder::new(reading.groups);
    for raw in raws {
        exploder.raw(raw, &lone);
    }
    reading.groups = exploder.groups;
    let mut units = exploder.units;
    decide(&mut units);
    let mut raws = merge(units);
    levels(&mut raws);
    reading.raws = super::lists::settle(raws, &mut reading.groups);
    super::navigation::mark(reading);
}

/// A block quote at the top that tells where a copy comes from is not part of the policy.
fn drop_archive_header(raws: &mut Vec<Raw<'_>>) {
    let quoted = raws.iter().take_while(|r| r.quoted || r.kind == Kind::Rule).count();
    if quoted == 0 {
        return;
    }
    let signs = ["wayback machine", "web.archive.org", "archived on", "original snapshot", "extracted and transformed"];
    let told = raws.iter().take(quoted.min(8)).any(|raw| {
        let text = raw.head_text(2_000).to_lowercase();
        signs.iter().any(|s| text.contains(s))
    });
    if told {
        raws.drain(..quoted);
    }
}

/// Groups of numbered lists that hold one block only: "1. Introduction" alone.
fn lone_items(raws: &[Raw<'_>]) -> HashMap<usize, usize> {
    let mut count = HashMap::new();
    for raw in raws {
        if let (Kind::Item, Some(group)) = (raw.kind, raw.group) {
            *count.entry(group).or_insert(0) += 1;
        }
    }
    count
}

/// What stands around a candidate.
struct Around {
    /// The unit before is a text that ends in a colon, or an unmarked list that such a text began.
    listing: bool,
    /// The unit before is a refused candidate.
    after_refused: bool,
    /// The unit before is complete: a heading, a sentence, a separator, or nothing.
    after_complete: bool,
}

/// Settles which candidates are headings.
fn decide(units: &mut [Unit<'_>]) {
    let solid: Vec<usize> =
        (0..units.len()).filter(|i| units.get(*i).is_some_and(|u| u.raw.kind != Kind::Rule)).collect();
    let mut around = Around { listing: false, after_refused: false, after_complete: true };
    for (at, &index) in solid.iter().enumerate() {
        let rule = index > 0 && units.get(index - 1).is_some_and(|u| u.raw.kind == Kind::Rule);
        if let Some(unit) = units.get_mut(index) {
            unit.parted = rule || at == 0;
        }
        let verdict = {
            let unit = units.get(index);
            // A date line between a title and its text does not part them.
            let mut after = solid.iter().skip(at + 1).take(4).filter_map(|i| units.get(*i)).filter(|u| !is_date(u));
            let (next, second) = (after.next(), after.next());
            let opens = at == 0 && next.is_some() && unit.is_some_and(is_policy_title);
            let title = || Some(Kind::Inferred { run_in: false, depth: 1 });
            unit.and_then(|u| {
                let looks = u.looks?;
                Some(heading(u, looks, &around, next, second).or_else(|| opens.then(title).flatten()))
            })
        };
        let Some(unit) = units.get_mut(index) else { continue };
        if let Some(verdict) = verdict {
            match verdict {
                Some(kind) => unit.raw.kind = kind,
                None => unit.refused = true,
            }
        }
        let is_heading = matches!(unit.raw.kind, Kind::Heading(_) | Kind::Inferred { .. });
        let tail = unit.raw.tail_text(80);
        around = Around {
            listing: tail.ends_with(':') && !is_heading || unit.refused && around.listing,
            after_refused: unit.refused,
            after_complete: is_heading || shape::is_terminated(&tail),
        };
    }
}

/// Whether a unit only dates the policy.
fn is_date(unit: &Unit<'_>) -> bool {
    unit.raw.kind == Kind::Paragraph && unit.raw.len() < 80 && shape::is_date_line(&unit.raw.head_text(80))
}

/// Whether a line that looks like a title names the policy, or shouts: at the top it needs no text below it.
fn is_policy_title(unit: &Unit<'_>) -> bool {
    let text = unit.raw.head_text(120).to_lowercase();
    let named = ["privacy", "policy", "notice", "data protection"].iter().any(|w| text.contains(w));
    unit.looks == Some(Looks::Plain(Title::Capitals)) || named && !text.ends_with([':', '.'])
}

/// Whether a unit can stand under a heading.
fn is_body(unit: Option<&Unit<'_>>) -> bool {
    unit.is_some_and(|u| match u.raw.kind {
        Kind::Paragraph | Kind::Quote if u.looks.is_none() => {
            let tail = u.raw.tail_text(16);
            let told =
                shape::is_terminated(&tail) && tail.contains(' ') || u.raw.len() > 16 && tail.ends_with([':', ';']);
            u.raw.len() > 70 || told
        }
        Kind::Heading(_) | Kind::Inferred { .. } | Kind::Item | Kind::Cell | Kind::Definition => u.looks.is_none(),
        _ => false,
    })
}

/// What a candidate is: a heading of some kind, or (`None`) text.
fn heading(
    unit: &Unit<'_>,
    looks: Looks,
    around: &Around,
    next: Option<&Unit<'_>>,
    second: Option<&Unit<'_>>,
) -> Option<Kind> {
    let body = is_body(next);
    let chained = next.is_some_and(|n| n.looks.is_some()) && is_body(second);
    let prose = body && next.is_some_and(|n| n.raw.kind == Kind::Paragraph);
    let run_in = Kind::Inferred { run_in: true, depth: 0 };
    let text = unit.raw.head_text(LOOK);
    let depth = title::number_depth(&text).max(1);
    match looks {
        Looks::Bold => (body || chained || next.is_some_and(|n| n.raw.kind == Kind::Paragraph))
            .then_some(Kind::Inferred { run_in: false, depth }),
        Looks::Label => {
            let items = next.is_some_and(|n| n.raw.kind == Kind::Item) && text.ends_with(':');
            (prose && !items || chained && !text.ends_with(':')).then_some(run_in)
        }
        Looks::Plain(title) => {
            let firm = title >= Title::Numbered;
            if !body && (!chained || around.after_refused) {
                return None;
            }
            if around.listing && !firm {
                return (prose && !around.after_refused && next.is_some_and(|n| n.raw.len() > 80)).then_some(run_in);
            }
            if unit.glued && !around.after_complete && !firm {
                return None;
            }
            if title == Title::Weak {
                let long =
                    prose && next.is_some_and(|n| n.raw.len() >= 60 && shape::is_terminated(&n.raw.tail_text(16)));
                return (long && around.after_complete).then_some(Kind::Inferred { run_in: false, depth: 2 });
            }
            let top = firm || unit.parted;
            Some(Kind::Inferred { run_in: false, depth: if top { depth } else { 2 } })
        }
    }
}

/// Joins what was one paragraph before and holds no heading; refused candidates with a marker become items.
fn merge(units: Vec<Unit<'_>>) -> Vec<Raw<'_>> {
    let mut out: Vec<Raw<'_>> = Vec::new();
    for mut unit in units {
        if unit.refused
            && let (Some(marker), Some(line)) = (unit.marker, unit.raw.lines.first_mut())
        {
            *line = line.split_off(marker);
            unit.raw.kind = Kind::Item;
            unit.raw.depth = unit.raw.depth.max(1);
            let last = out.last().filter(|r| r.kind == Kind::Item && r.depth == unit.raw.depth);
            unit.raw.group = unit.raw.group.or_else(|| last.and_then(|r| r.group));
        }
        let joins = unit.glued && unit.raw.kind == Kind::Paragraph;
        match out.last_mut() {
            Some(last) if joins && last.kind == Kind::Paragraph => last.lines.append(&mut unit.raw.lines),
            _ => out.push(unit.raw),
        }
    }
    out
}

/// Gives every heading its level: inferred ones below the last marked one, run-ins below any.
fn levels(raws: &mut [Raw<'_>]) {
    let (mut marked, mut last, mut top_seen) = (0_u8, 0_u8, false);
    // Under a marked heading, titles of the second rank stand in for the first, all alike.
    let mut raised = false;
    for raw in raws {
        match &mut raw.kind {
            Kind::Heading(level) => {
                marked = *level;
                last = *level;
                (top_seen, raised) = (false, false);
            }
            Kind::Inferred { run_in: false, depth } => {
                raised = *depth == 2 && (raised || !top_seen);
                let depth = if raised { 1 } else { *depth };
                top_seen |= depth == 1;
                last = (marked + depth).clamp(1, 6);
                raw.kind = Kind::Heading(last);
            }
            Kind::Inferred { run_in: true, depth } => *depth = (last + 1).min(6),
            _ => {}
        }
    }
}
