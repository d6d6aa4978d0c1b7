//! Marks what only helps to move about: tables of contents, lists of bare links, "back to top". Knows finished blocks.

use super::raw::{Kind, Raw, RawLink, Reading};
use std::collections::{HashMap, HashSet};

/// Lines that only lead elsewhere.
const GUIDES: [&str; 18] = [
    "back to top",
    "backtotop",
    "top",
    "return to top",
    "top of page",
    "go to top",
    "back",
    "print",
    "print this page",
    "skip to content",
    "skip to main content",
    "home",
    "menu",
    "close",
    "read more",
    "learn more",
    "share",
    "next",
];

/// Headings of tables of contents.
const CONTENTS: [&str; 10] = [
    "contents",
    "table of contents",
    "quick links",
    "quick navigation",
    "index",
    "jump to",
    "navigation",
    "on this page",
    "in this policy",
    "sections",
];

/// What is known of the items of one list.
#[derive(Default)]
struct Group {
    items: usize,
    bare_links: usize,
    anchors: usize,
    titles: usize,
    introduced: bool,
}

/// Sets `navigation` on blocks.
pub(super) fn mark(reading: &mut Reading<'_>) {
    let titles: HashSet<String> = reading
        .raws
        .iter()
        .filter(|r| is_heading(r))
        .map(|r| plain(&r.head_text(200)))
        .filter(|t| !t.is_empty())
        .collect();
    let groups = groups(reading, &titles);
    let links = &reading.links;
    let mut contents = false;
    for raw in &mut reading.raws {
        if is_heading(raw) {
            contents = CONTENTS.contains(&words_of(&raw.head_text(60)).as_str());
            raw.navigation = contents;
            continue;
        }
        let text = if raw.len() <= 60 { words_of(&raw.head_text(60)) } else { String::new() };
        let guide = GUIDES.contains(&text.as_str());
        if CONTENTS.contains(&text.as_str()) && raw.kind == Kind::Paragraph {
            contents = true;
            raw.navigation = true;
            continue;
        }
        let listed = raw.kind == Kind::Item && raw.group.and_then(|g| groups.get(&g)).is_some_and(Group::is_navigation);
        let repeats = raw.kind == Kind::Paragraph && is_list_of_titles(raw, &titles, links);
        let known = contents && (titles.contains(&plain(&raw.head_text(200))) || is_bare_link(raw));
        raw.navigation = guide || listed || repeats || known;
    }
    runs(reading, &titles);
}

impl Group {
    fn is_navigation(&self) -> bool {
        let all = |n: usize| self.items >= 2 && n == self.items;
        all(self.anchors)
            || all(self.bare_links) && !self.introduced
            || self.items >= 3 && self.titles >= 3 && self.titles * 10 >= self.items * 6
    }
}

fn groups(reading: &Reading<'_>, titles: &HashSet<String>) -> HashMap<usize, Group> {
    let mut out: HashMap<usize, Group> = HashMap::new();
    // A colon, or a line without a full stop: "Links to the services that we use".
    let mut before = false;
    for raw in &reading.raws {
        if let (Kind::Item, Some(group)) = (raw.kind, raw.group) {
            let entry = out.entry(group).or_default();
            entry.introduced |= entry.items == 0 && before;
            entry.items += 1;
            let bare = is_bare_link(raw);
            entry.bare_links += usize::from(bare);
            entry.anchors += usize::from(bare && is_anchor(raw, &reading.links));
            entry.titles += usize::from(raw.len() <= 200 && titles.contains(&plain(&raw.head_text(200))));
        }
        let tail = raw.tail_text(16);
        before = tail.ends_with(':') || raw.kind == Kind::Paragraph && !super::shape::is_terminated(&tail);
    }
    out
}

/// Three or more short paragraphs in a row that repeat headings.
fn runs(reading: &mut Reading<'_>, titles: &HashSet<String>) {
    let mut start = 0;
    let hits: Vec<bool> = reading
        .raws
        .iter()
        .map(|r| {
            matches!(r.kind, Kind::Paragraph | Kind::Item)
                && r.len() <= 200
                && titles.contains(&plain(&r.head_text(200)))
        })
        .collect();
    for end in 0..=hits.len() {
        if hits.get(end) == Some(&true) {
            continue;
        }
        if end - start >= 3 {
            for raw in reading.raws.iter_mut().take(end).skip(start) {
                raw.navigation = true;
            }
        }
        start = end + 1;
    }
}

fn is_heading(raw: &Raw<'_>) -> bool {
    matches!(raw.kind, Kind::Heading(_) | Kind::Inferred { .. })
}

/// Whether all words of a block are link text.
fn is_bare_link(raw: &Raw<'_>) -> bool {
    let mut pieces =
        raw.lines.iter().flat_map(|l| &l.pieces).filter(|p| p.text.contains(char::is_alphanumeric)).peekable();
    pieces.peek().is_some() && pieces.all(|p| p.link.is_some())
}

fn is_anchor(raw: &Raw<'_>, links: &[RawLink]) -> bool {
    let mut targets = raw.lines.iter().flat_map(|l| &l.pieces).filter_map(|p| links.get(p.link?));
    targets.all(|l| l.target.starts_with('#'))
}

/// A paragraph of lines that repeat headings or are links to places in the same text.
fn is_list_of_titles(raw: &Raw<'_>, titles: &HashSet<String>, links: &[RawLink]) -> bool {
    if is_bare_link(raw) && is_anchor(raw, links) {
        return true;
    }
    if raw.lines.len() < 3 {
        return false;
    }
    let hits = raw.lines.iter().filter(|l| l.len() <= 200 && titles.contains(&plain(&l.head_text(200)))).count();
    hits >= 3 && hits * 10 >= raw.lines.len() * 6
}

/// Letters and digits in lower case, without a leading number.
fn plain(text: &str) -> String {
    let (_, rest) = super::title::numbered(text.trim());
    rest.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Words in lower case with single spaces, signs left out.
fn words_of(text: &str) -> String {
    let kept: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
