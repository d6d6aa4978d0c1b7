//! A page for people on what a new version of a policy loses, gains and changes: each change with both places, then both
//! texts with the places marked.

use super::findings::{line, quoted};
use super::html::Html;
use super::marks::{Level, Note, Spot};
use super::policy::{Policy, place, sentence, severity_head};
use super::text::{class, text};
use super::{foot, head, problems};
use crate::eval::{ClosestKind, PackUse, Stated, Status, Verdict};
use crate::report::compare::{Change, Compared, Kind, ValueChange};
use crate::report::machine::Run;
use crate::source::{SourceId, Span};
use std::io::{self, Write};

/// Places of one side that are quoted; further ones are counted.
const MOST_PLACES: usize = 3;

/// Writes the page. `run` holds both policies, judged; the old one is missing when there was none.
pub fn compare(out: &mut dyn Write, run: &Run<'_>, compared: &Compared<'_>) -> io::Result<()> {
    let side = |number, id: SourceId| {
        let judged = run.judged.iter().find(|j| j.report.source == id)?;
        Some(Policy::unmarked(number, judged, run.sources))
    };
    let mut page = Page {
        html: Html::default(),
        compared,
        old: compared.old.and_then(|id| side(1, id)),
        new: side(2, compared.new),
    };
    page.mark();
    let names = format!("{} → {}", compared.old_name, compared.new_name(run.sources));
    head(&mut page.html, "Privacy policy comparison", &names, Some(compared.as_of));
    page.in_short();
    problems(&mut page.html, run);
    page.changes();
    page.html.flush(out)?;
    page.texts(out)?;
    foot(&mut page.html, Some(compared.as_of));
    page.html.flush(out)
}

struct Page<'a> {
    html: Html,
    compared: &'a Compared<'a>,
    old: Option<Policy<'a>>,
    new: Option<Policy<'a>>,
}

/// Which of the two texts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Old,
    New,
}

impl Side {
    /// The name of a change's places on this side.
    fn name(self, id: &str) -> String {
        format!("{id}/{}", if self == Self::Old { "before" } else { "now" })
    }
}

/// The places of a verdict: its evidence, else the passage that comes closest, or nothing where none does.
fn places(verdict: &Verdict) -> Vec<(Span, &str)> {
    match verdict.status {
        Status::NotApplicable => Vec::new(),
        Status::Missing => verdict.closest.iter().map(|c| (c.span, c.lacks.as_str())).collect(),
        Status::Satisfied | Status::Violated => verdict.evidence.iter().map(|p| (p.span, p.note.as_str())).collect(),
    }
}

/// Whether the statement is nowhere, so that the words of the place are not at fault.
fn is_nowhere(verdict: &Verdict) -> bool {
    let kind = verdict.closest.as_ref().filter(|_| verdict.status == Status::Missing).map(|c| c.kind);
    matches!(kind, Some(ClosestKind::Heading | ClosestKind::Title))
}

/// What a change is: its colour, and sign and word for it.
fn kind(change: &Change<'_>) -> (Level, &'static str) {
    let grave: Level = change.severity().into();
    match change.kind {
        Kind::Lost if change.accepted => (Level::Accepted, "○ lost, accepted"),
        Kind::Lost => (grave, "✗ lost"),
        Kind::StillUnmet => (grave, "▲ still not met"),
        Kind::Applicable => (grave, "▲ now asked, not met"),
        Kind::ApplicableMet => (Level::Satisfied, "✓ now asked, met"),
        Kind::Gained => (Level::Satisfied, "✓ gained"),
        Kind::NoLonger => (Level::Near, "– no longer asked"),
    }
}

/// What is said of a change: what is lacking, or what the rule asks for.
fn said<'a>(change: &Change<'a>) -> &'a str {
    match change.kind {
        Kind::Lost | Kind::StillUnmet | Kind::Applicable => change.message,
        _ => change.title,
    }
}

impl Page<'_> {
    fn policy(&self, side: Side) -> Option<&Policy<'_>> {
        if side == Side::Old { self.old.as_ref() } else { self.new.as_ref() }
    }

    /// Marks in both texts what changed.
    fn mark(&mut self) {
        let (mut before, mut now) = (Vec::new(), Vec::new());
        for (index, change) in self.compared.changes.iter().enumerate() {
            let id = format!("c{}", index + 1);
            spots(&mut before, change, change.before, &id, Side::Old);
            spots(&mut now, change, change.after, &id, Side::New);
        }
        for (index, change) in self.compared.values.iter().enumerate() {
            let id = format!("v{}", index + 1);
            value_spots(&mut before, change, &change.gone, &id, Side::Old);
            value_spots(&mut now, change, &change.new, &id, Side::New);
        }
        if let Some(old) = &mut self.old {
            old.mark(before);
        }
        if let Some(new) = &mut self.new {
            new.mark(now);
        }
    }

    fn in_short(&mut self) {
        let html = &mut self.html;
        let count = |kind| self.compared.of(kind).len();
        html.raw("<section id=\"short\" aria-labelledby=\"short-title\"><h2 id=\"short-title\">In short</h2>\n");
        html.raw("<dl class=\"figures\">");
        for (n, class, word) in [
            (count(Kind::Lost), "e", "lost"),
            (count(Kind::StillUnmet), "w", "still not met, in another way"),
            (count(Kind::Applicable), "w", "newly asked, not met"),
            (count(Kind::Gained), "s", "gained"),
            (self.compared.values.len(), "i", "values changed"),
            (self.compared.unchanged, "x", "unchanged"),
        ] {
            html.raw("<div class=\"").raw(class).raw("\"><dt>").raw(word).raw("</dt><dd>").number(n);
            html.raw("</dd></div>");
        }
        html.raw("</dl>\n<p>").text(&sentence(&self.compared.counts())).raw(".</p>\n");
        html.raw("<nav aria-label=\"Parts of this page\"><a href=\"#changes\">What changed</a>");
        html.raw(" <a href=\"#now\">The new text</a>");
        html.raw(if self.old.is_some() { " <a href=\"#before\">The old text</a></nav>\n" } else { "</nav>\n" });
        if self.compared.old.is_none() {
            html.raw("<p>").text(self.compared.old_name).raw(" did not exist: everything is new.</p>\n");
        }
        html.raw("</section>\n");
    }

    fn changes(&mut self) {
        self.html.raw("<section class=\"single\" id=\"changes\" aria-labelledby=\"changes-title\">");
        self.html.raw("<h2 id=\"changes-title\">What changed</h2>\n");
        self.kind(Kind::Lost);
        self.kind(Kind::StillUnmet);
        self.packs();
        self.kind(Kind::Applicable);
        self.kind(Kind::ApplicableMet);
        self.values();
        self.kind(Kind::Gained);
        self.kind(Kind::NoLonger);
        if self.compared.changes.is_empty() && self.compared.values.is_empty() {
            self.html.raw(
                "<h3>Nothing</h3>\n<p>Every rule has the same verdict on both, and their values are the same.</p>\n",
            );
        }
        self.html.raw("</section>\n");
    }

    fn heading(&mut self, title: &'static str, count: usize) {
        self.html.raw("<h3>").raw(title).raw(" (").number(count).raw(")</h3>\n");
    }

    fn kind(&mut self, kind: Kind) {
        let compared = self.compared;
        let of: Vec<_> = compared.changes.iter().enumerate().filter(|(_, c)| c.kind == kind).collect();
        if of.is_empty() {
            return;
        }
        self.heading(kind.title(), of.len());
        for (index, change) in of {
            self.card(change, &format!("c{}", index + 1));
        }
    }

    fn card(&mut self, change: &Change<'_>, id: &str) {
        let (level, word) = kind(change);
        self.open_card(level, id, word, said(change));
        if !matches!(change.kind, Kind::Gained | Kind::ApplicableMet | Kind::NoLonger) {
            self.html.raw(" ").raw(severity_head(change.severity()));
        }
        self.html.raw("</p>\n<ul class=\"places\">");
        self.side(change.before, id, Side::Old);
        self.side(change.after, id, Side::New);
        self.html.raw("</ul>\n");
        if !change.why.is_empty() {
            self.html.raw("<p class=\"reason\">Because ").text(change.why).raw(".</p>\n");
        }
        if change.accepted {
            self.html.raw("<p class=\"reason\">Accepted by a suppression; it does not fail the run.</p>\n");
        }
        self.html.raw("</article>\n");
    }

    /// Begins a card; its second line stays open.
    fn open_card(&mut self, level: Level, id: &str, word: &'static str, said: &str) {
        self.html.raw("<article class=\"card ").raw(class(level)).raw("\"").attr("id", id);
        self.html.raw("><h4><span class=\"tag\">").raw(word).raw("</span> ").text(&sentence(said)).raw("</h4>\n");
        if let Some(rule) = id.strip_prefix('c').and_then(|n| n.parse::<usize>().ok()) {
            let change = rule.checked_sub(1).and_then(|n| self.compared.changes.get(n));
            self.html.raw("<p class=\"rule\"><code>").text(change.map_or("", Change::rule)).raw("</code>");
        } else {
            self.html.raw("<p class=\"rule\">");
        }
    }

    /// Where the statement stands in one of the texts, or what is lacking there.
    fn side(&mut self, verdict: Option<&Verdict>, id: &str, side: Side) {
        let Some(verdict) = verdict.filter(|v| v.status != Status::NotApplicable) else { return };
        let name = side.name(id);
        let all = places(verdict);
        if is_nowhere(verdict) {
            let lacks = all.first().map_or("", |(_, lacks)| *lacks);
            self.html.raw("<li><b>").raw(when(side)).raw("</b> ").text(lacks).raw("</li>");
            return;
        }
        for (index, (span, note)) in all.iter().enumerate().take(MOST_PLACES) {
            self.place(&place(&name, index), *span, note, side);
        }
        if all.len() > MOST_PLACES {
            self.html.raw("<li>and in ").number(all.len() - MOST_PLACES).raw(" further places</li>");
        }
    }

    fn place(&mut self, name: &str, span: Span, note: &str, side: Side) {
        let Some(policy) = (if side == Side::Old { &self.old } else { &self.new }) else { return };
        self.html.raw("<li><b>").raw(when(side)).raw("</b> ");
        line(&mut self.html, policy, name, policy.line(span));
        if !note.is_empty() {
            self.html.raw(", ").text(note);
        }
        quoted(&mut self.html, &policy.in_sentence(name, span));
        self.html.raw("</li>");
    }

    fn packs(&mut self) {
        let (now, before) = (&self.compared.packs_now, &self.compared.packs_before);
        if now.is_empty() && before.is_empty() {
            return;
        }
        self.heading("Packs", now.len() + before.len());
        self.html.raw("<ul class=\"packs\">");
        let mut item = |pack: &PackUse, word: &'static str, why: &'static str| {
            self.html.raw("<li><b>").raw(word).raw("</b> ").text(&pack.title).raw(" <code>").text(&pack.pack);
            self.html.raw("</code>").raw(why).text(&pack.why).raw("</li>\n");
        };
        for pack in now {
            item(pack, "Became applicable", ", because ");
        }
        for pack in before {
            item(pack, "No longer applicable", ", which applied because ");
        }
        self.html.raw("</ul>\n");
    }

    fn values(&mut self) {
        let compared = self.compared;
        if compared.values.is_empty() {
            return;
        }
        self.heading("Values that changed", compared.values.len());
        for (index, change) in compared.values.iter().enumerate() {
            let id = format!("v{}", index + 1);
            self.open_card(Level::Info, &id, "● value", &change.said(&|v| format!("“{v}”")));
            self.html.raw("<code>").text(&change.rules.join(", ")).raw("</code></p>\n<ul class=\"places\">");
            for (side, values) in [(Side::Old, &change.gone), (Side::New, &change.new)] {
                for (index, value) in values.iter().enumerate().take(MOST_PLACES) {
                    self.place(&place(&side.name(&id), index), value.span, "", side);
                }
            }
            self.html.raw("</ul></article>\n");
        }
    }

    /// Both texts, the new one first.
    fn texts(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.html.raw("<section class=\"single\" aria-labelledby=\"texts-title\">");
        self.html.raw("<h2 id=\"texts-title\">The texts</h2>\n");
        for (side, id, title) in [(Side::New, "now", "The new text: "), (Side::Old, "before", "The old text: ")] {
            let mut html = std::mem::take(&mut self.html);
            if let Some(policy) = self.policy(side) {
                html.raw("<h3").attr("id", id).raw(">").raw(title).text(&policy.name).raw("</h3>\n");
                text(&mut html, policy);
                html.flush(out)?;
            }
            self.html = html;
        }
        self.html.raw("</section>\n");
        Ok(())
    }
}

fn when(side: Side) -> &'static str {
    if side == Side::Old { "Before:" } else { "Now:" }
}

/// The marks of a change in one of the texts.
fn spots(spots: &mut Vec<Spot>, change: &Change<'_>, verdict: Option<&Verdict>, id: &str, side: Side) {
    let Some(verdict) = verdict else { return };
    let (level, head) = kind(change);
    let note = Note { level, head, text: sentence(said(change)), target: id.to_owned(), more: 0 };
    let marked = match (side, verdict.status) {
        _ if is_nowhere(verdict) => Level::None,
        // What was lost stands out where it was.
        (Side::Old, Status::Satisfied) => level,
        (Side::Old, _) => Level::Near,
        _ => level,
    };
    let name = side.name(id);
    for (index, (span, _)) in places(verdict).into_iter().enumerate() {
        let note = (index == 0).then(|| note.clone());
        spots.push(Spot { id: place(&name, index), span, level: marked, note });
    }
}

/// The marks of values that one of the texts states alone.
fn value_spots(spots: &mut Vec<Spot>, change: &ValueChange<'_>, values: &[&Stated], id: &str, side: Side) {
    let name = side.name(id);
    for (index, value) in values.iter().enumerate() {
        let text = change.said(&|v| format!("“{v}”"));
        let note = Note { level: Level::Info, head: "● value", text, target: id.to_owned(), more: 0 };
        let note = (index == 0).then_some(note);
        spots.push(Spot { id: place(&name, index), span: value.span, level: Level::Info, note });
    }
}
