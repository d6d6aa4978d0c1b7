//! Links at odds with themselves: without a target or a text worth the name, to another place than they say, to copies in an
//! archive. Compares texts and targets; asks no network.

use super::form::{Form, Lowered, Prose};
use super::{Cause, around, place, within};
use crate::document::{BlockKind, Document, Link};
use crate::eval::Place;
use crate::source::Span;
use memchr::memmem;
use std::collections::{BTreeMap, HashSet};

/// Addresses with a slip of the pen in what stands before the host.
static SLIPS: Form = Form::new(
    r"(?i)\b(?:https?(?://|;/+|:/)[a-z0-9-]+\.[a-z]|h{1,2}t{1,3}p{0,2}s?::?/{1,3}[a-z0-9-]+\.[a-z]|(?:ww|wwww)\.[a-z0-9-]+\.[a-z]{2})[^\s<>()]*",
    &[&["/", "ww."]],
);

/// An anchor in a heading's text: `{#rights}`.
static MARK: Form = Form::new(r"\{#([\w-]+)\}", &[&["{#"]]);

/// An anchor in a tag.
static TAG_ID: Form =
    Form::new(r#"(?i)\s(?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))"#, &[&["id", "name"], &["="]]);

/// The forms, for the test of what they need.
#[cfg(test)]
pub(super) fn forms() -> Vec<&'static Form> {
    vec![&SLIPS, &MARK, &TAG_ID]
}

/// Hosts of archives and caches.
const ARCHIVES: [&str; 6] =
    ["web.archive.org", "archive.is", "archive.ph", "archive.today", "archive.vn", "webcache.googleusercontent.com"];

/// Hosts that lead on to others, so that theirs is nobody's name.
const DETOURS: [&str; 7] = ["bit.ly", "goo.gl", "t.co", "tinyurl.com", "aka.ms", "youronlinechoices.com", "g.co"];

/// Link texts that say nothing. “Click here” is a phrase of its own.
const EMPTY: [&str; 16] = [
    "here",
    "this link",
    "link",
    "this page",
    "this",
    "page",
    "the link",
    "the following link",
    "following link",
    "this website",
    "this site",
    "more",
    "over here",
    "right here",
    "at this link",
    "there",
];

/// Links and addresses that lead nowhere.
pub(super) fn broken(document: &Document) -> Vec<Cause> {
    let mut causes = slips(document);
    let blank = |span: &Span| vec![Place { span: *span, note: "a link without a text".to_owned() }];
    causes.extend(document.blank_links.iter().map(blank));
    for link in &document.links {
        let target = link.target.trim();
        let why = if target.is_empty() || target == "#" {
            Some("a link without a target")
        } else if target.to_ascii_lowercase().starts_with("javascript:") {
            Some("a link to a script")
        } else if misspelt(target) && document.prose.slice(link.extent).trim() != target {
            Some("a link to no web address")
        } else {
            mail(document, link)
        };
        causes.extend(why.map(|why| vec![place(document, link.extent, why)]));
    }
    causes.extend(anchors(document));
    causes
}

/// Whether a target begins as an address does and is none.
fn misspelt(target: &str) -> bool {
    let lower = target.to_ascii_lowercase();
    if !may_slip(&lower) {
        return false;
    }
    let found = SLIPS.find_iter(Lowered { text: target, lower: &lower }).next().filter(|m| m.start() == 0);
    found.is_some_and(|m| !has_scheme(m.as_str()))
}

fn has_scheme(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    text.starts_with("http://") || text.starts_with("https://")
}

/// Addresses in the text that are misspelt before the host.
fn slips(document: &Document) -> Vec<Cause> {
    let prose = Prose::of(document);
    let mut causes = Vec::new();
    for block in document.blocks.iter().filter(|b| b.kind != BlockKind::Code) {
        let text = prose.block(block);
        if !may_slip(text.lower) {
            continue;
        }
        for hit in SLIPS.find_iter(text) {
            if !has_scheme(hit.as_str()) {
                causes.push(vec![place(document, within(block.extent, hit.range()), "no web address")]);
            }
        }
    }
    causes
}

/// Whether a text, in lower case, holds anything but what addresses without a slip hold.
fn may_slip(lower: &str) -> bool {
    let bytes = lower.as_bytes();
    let around =
        |at: usize, len: usize| (bytes.get(..at).unwrap_or_default(), bytes.get(at + len..).unwrap_or_default());
    let scheme = memmem::find_iter(bytes, "/").any(|at| {
        let (before, after) = around(at, 1);
        let good = before.ends_with(b"http:") || before.ends_with(b"https:");
        let hh = before.ends_with(b"hhttp:") || before.ends_with(b"hhttps:");
        match before.last() {
            Some(b':') => hh || !good || !after.starts_with(b"/"),
            Some(b';' | b'p' | b's') => after.starts_with(b"/") || before.ends_with(b";"),
            _ => false,
        }
    });
    scheme
        || memmem::find_iter(bytes, "ww.").any(|at| {
            let (before, _) = around(at, 3);
            !before.ends_with(b"w") || before.ends_with(b"ww")
        })
}

/// What is wrong with a link to a mailbox.
fn mail(document: &Document, link: &Link) -> Option<&'static str> {
    let text = document.prose.slice(link.extent);
    let target = link.target.trim();
    let address = target.get(..7).filter(|s| s.eq_ignore_ascii_case("mailto:")).and(target.get(7..))?;
    let address = decoded(address.split('?').next().unwrap_or_default());
    if !address.contains('@') {
        // `mailto:?subject=…` lets the reader choose.
        return (!address.trim().is_empty() || !target.contains('?')).then_some("a mailto link without an address");
    }
    let shown = mailbox(text)?;
    let mut all = address.split([',', ';']).map(|a| a.trim().to_lowercase());
    (!all.any(|a| a == shown)).then_some("the address shown is not the one that the link writes to")
}

/// The e-mail address that is the whole of a text, in lower case.
fn mailbox(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    let address = lower.strip_prefix("mailto:").unwrap_or(&lower);
    let address = address.strip_suffix(['.', ',', ';']).unwrap_or(address);
    let (name, host) = address.split_once('@')?;
    let in_name = |c: char| c.is_ascii_alphanumeric() || "._%+'’-".contains(c);
    let is_label = |l: &str| !l.is_empty() && l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let whole = !name.is_empty() && name.chars().all(in_name) && host.contains('.') && host.split('.').all(is_label);
    whole.then(|| address.to_owned())
}

/// Percent signs read: `%40` is `@`, `%20` a space, other escapes stay.
fn decoded(text: &str) -> String {
    text.replace("%40", "@").replace("%20", " ").replace("%3A", ":").replace("%3a", ":").replace("%2F", "/")
}

/// Links to places of this text that do not exist: one cause a place; one for all where no such link leads anywhere.
fn anchors(document: &Document) -> Vec<Cause> {
    if !document.links.iter().any(|l| l.target.trim_start().starts_with('#')) {
        return Vec::new();
    }
    let ids = ids(document);
    let mut dead: BTreeMap<String, Cause> = BTreeMap::new();
    let mut alive = false;
    for link in &document.links {
        let Some(id) = link.target.trim().strip_prefix('#').filter(|id| !id.is_empty()) else { continue };
        let name = plain(&decoded(id));
        let known = name == "top" || name.is_empty() || ids.contains(&name);
        let known = known
            || ["usercontent", "h", "heading"].iter().any(|p| name.strip_prefix(p).is_some_and(|n| ids.contains(n)));
        alive |= known;
        if !known {
            let note = format!("nothing here is called #{id}");
            dead.entry(id.to_owned()).or_default().push(place(document, link.extent, note));
        }
    }
    if alive || dead.len() < 3 {
        return dead.into_values().collect();
    }
    let mut all: Cause = dead.into_values().flatten().collect();
    all.sort_by_key(|p| p.span);
    vec![all]
}

/// The anchors of a document: those of tags, of headings, and footnotes.
fn ids(document: &Document) -> HashSet<String> {
    let mut ids = HashSet::new();
    for tag in &document.tags {
        let lower = tag.text.to_ascii_lowercase();
        for found in TAG_ID.captures_iter(Lowered { text: &tag.text, lower: &lower }) {
            ids.extend((1..=3).filter_map(|i| found.get(i)).map(|m| plain(m.as_str())));
        }
    }
    for section in &document.sections {
        ids.insert(plain(&section.title));
        let unnumbered = section.title.trim_start_matches(|c: char| c.is_ascii_digit() || " .)(".contains(c));
        ids.insert(plain(unnumbered));
    }
    // A brace has no upper case.
    let text = document.prose.text();
    let marks = MARK.captures_iter(Lowered { text, lower: text });
    ids.extend(marks.filter_map(|m| m.get(1)).map(|m| plain(m.as_str())));
    ids
}

/// Letters and digits, in lower case.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Links whose text is an address of one host and whose target lies on another.
pub(super) fn mismatched(document: &Document) -> Vec<Cause> {
    let wrong = document.links.iter().filter_map(|link| {
        let text = document.prose.slice(link.extent).trim();
        let target = unwrapped(link.target.trim());
        if let Some(document_name) = target.strip_prefix("mailto:").and(named_document(text)) {
            let note = format!("says “{document_name}” and writes an e-mail");
            return Some(vec![place(document, link.extent, note)]);
        }
        let shown = host(text)?;
        let reached = target.contains("://").then(|| host(&target)).flatten()?;
        let same = shown == reached
            || shown.ends_with(&format!(".{reached}"))
            || reached.ends_with(&format!(".{shown}"))
            || target.to_lowercase().contains(&shown)
            || DETOURS.contains(&reached.as_str());
        (!same).then(|| vec![place(document, link.extent, format!("leads to {reached}"))])
    });
    wrong.collect()
}

/// A text that is the name of a document, in which nobody expects a mailbox.
fn named_document(text: &str) -> Option<&str> {
    let text = text.trim_end_matches(['.', ',']);
    let lower = text.to_lowercase();
    let ends = ["policy", "terms", "conditions", "statement", "agreement", "terms of use", "terms of service"];
    let document = ends.iter().any(|e| lower.ends_with(e));
    (document && !text.contains('@')).then_some(text)
}

/// The host of a text that is nothing but a web address.
fn host(text: &str) -> Option<String> {
    if text.contains('@') {
        return None;
    }
    let lower = text.to_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://")).unwrap_or(&lower);
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '.').unwrap_or(rest.len());
    let (host, rest) = rest.split_at_checked(end)?;
    let (host, rest) = match host.strip_suffix('.') {
        Some(host) if rest.is_empty() => (host, ""),
        _ => (host, after_port(rest)),
    };
    let (labels, top) = host.rsplit_once('.')?;
    let is_top = top.len() >= 2 && top.bytes().all(|b| b.is_ascii_lowercase());
    let is_path = rest.starts_with(['/', '?', '#']) && !rest.contains(char::is_whitespace);
    let is_end = rest.is_empty() || [".", ",", ";"].contains(&rest);
    let whole = is_top && labels.split('.').all(|l| !l.is_empty()) && (is_path || is_end);
    whole.then(|| host.strip_prefix("www.").unwrap_or(host).to_owned())
}

/// What stands behind the port of an address, if it has one.
fn after_port(rest: &str) -> &str {
    let port = rest.strip_prefix(':').map(|digits| digits.trim_start_matches(|c: char| c.is_ascii_digit()));
    port.filter(|after| after.len() + 1 < rest.len()).unwrap_or(rest)
}

/// The address that an archive's address wraps.
fn unwrapped(target: &str) -> String {
    let target = decoded(target);
    let inner = target.match_indices("http").last().filter(|(at, _)| *at > 0).and_then(|(at, _)| target.get(at..));
    match inner {
        Some(inner) if archive(&target).is_some() => inner.to_owned(),
        _ => target,
    }
}

/// Links whose text says nothing of where they lead.
pub(super) fn nondescriptive(document: &Document) -> Vec<Cause> {
    let text = document.prose.text();
    let empty = document.links.iter().filter(|link| {
        let said = document.prose.slice(link.extent).trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let before = around(text, &(link.extent.start as usize..link.extent.start as usize), 14).to_lowercase();
        EMPTY.contains(&said.as_str()) && !["click", "press", "tap"].iter().any(|w| before.contains(w))
    });
    empty.map(|link| vec![place(document, link.extent, "")]).collect()
}

/// Links to copies in an archive that the text does not call so: one cause an archive.
pub(super) fn archived(document: &Document) -> Vec<Cause> {
    let mut causes: BTreeMap<&str, Cause> = BTreeMap::new();
    for link in &document.links {
        let Some(host) = archive(&link.target) else { continue };
        if !says_so(document, link) {
            causes.entry(host).or_default().push(place(document, link.extent, format!("leads to {host}")));
        }
    }
    causes.into_values().collect()
}

fn archive(target: &str) -> Option<&'static str> {
    let rest = target.split_once("://").map_or(target, |(_, rest)| rest);
    ARCHIVES
        .into_iter()
        .find(|host| rest.strip_prefix(host).is_some_and(|after| after.is_empty() || after.starts_with('/')))
}

/// Whether the words around a link speak of archives or earlier versions.
fn says_so(document: &Document, link: &Link) -> bool {
    let Some(block) = document.blocks.get(link.block).map(|b| b.extent) else { return false };
    let at =
        link.extent.start.saturating_sub(block.start) as usize..link.extent.end.saturating_sub(block.start) as usize;
    let mut near = around(document.prose.slice(block), &at, 80).to_lowercase();
    // The address itself is no word of the text.
    for host in ARCHIVES {
        near = near.replace(host, "");
    }
    let times = ["previous", "prior", "earlier", "older", "former", "past"];
    let texts = ["version", "polic", "notice", "statement", "edition", "text", "terms", "one"];
    let older = times.iter().any(|t| texts.iter().any(|x| near.contains(&format!("{t} {x}"))));
    older || ["archive", "history"].iter().any(|w| near.contains(w))
}
