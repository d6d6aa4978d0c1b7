//! What an element is, by its name and attributes alone.

use crate::source::Span;
use std::collections::BTreeMap;

/// Why an element may be left out of the policy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Part {
    /// It is read.
    #[default]
    Text,
    /// It holds nothing to read: scripts, styles, templates, form choices.
    Machinery,
    /// No reader sees it.
    Hidden,
    /// It surrounds the content: navigation, a side bar, a dialog.
    Around,
    /// It is the head or foot of the page, unless a part of the content owns it.
    HeadOrFoot,
    /// Its name says that it is a banner or a menu, which holds only where it is small.
    Named,
}

/// Where a link leads.
#[derive(Clone, Debug)]
pub(super) struct Anchor {
    pub target: String,
    pub title: String,
}

/// An element with what matters of its attributes.
#[derive(Clone, Debug, Default)]
pub(super) struct Element {
    /// The tag's name; empty for an unknown one.
    pub name: &'static str,
    pub parent: usize,
    /// Its tokens, from that of its start to one past that of its end.
    pub tokens: (usize, usize),
    /// The bytes of its start tag.
    pub tag: Span,
    pub part: Part,
    /// `<main>`, or its role.
    pub main: bool,
    /// How often it makes its text bold, or slanted: once at most.
    pub strong: usize,
    pub emphasis: usize,
    /// The level of a heading.
    pub level: Option<u8>,
    pub link: Option<Box<Anchor>>,
    /// The first number of a list, or an item's own.
    pub number: Option<u64>,
    /// Columns that a cell takes.
    pub columns: usize,
    /// Of a row: its cells, and how many of them are headings. Of a table: the most cells that a row has.
    pub cells: usize,
    pub heads: usize,
    /// Of a table: it only places things on the page.
    pub layout: bool,
    /// A hidden element's name, by which a button may show it.
    pub id: Option<Box<str>>,
}

/// Tags that part blocks.
const BLOCKS: [&str; 52] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "button",
    "caption",
    "center",
    "custom-element",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "frameset",
    "optgroup",
];

/// Tags inside a line.
const LINES: [&str; 32] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
    "var",
];

/// Tags without content for readers.
const MACHINERY: [&str; 26] = [
    "audio",
    "canvas",
    "datalist",
    "embed",
    "head",
    "iframe",
    "link",
    "map",
    "math",
    "meta",
    "meter",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "option",
    "progress",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "video",
    "plaintext",
];

/// Tags that have no content.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// The tag's name where it matters; a name with a hyphen is a component, which parts blocks.
pub(super) fn name_of(written: &[u8]) -> &'static str {
    let known = |names: &[&'static str]| names.iter().copied().find(|n| n.as_bytes() == written);
    let found = known(&BLOCKS).or_else(|| known(&LINES)).or_else(|| known(&MACHINERY)).or_else(|| known(&VOID));
    found.unwrap_or(if written.contains(&b'-') { "custom-element" } else { "" })
}

pub(super) fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}

pub(super) fn is_void(name: &str) -> bool {
    VOID.contains(&name)
}

/// Attributes by name, both as written but for letters' case and entities.
pub(super) type Attributes = BTreeMap<String, String>;

/// Describes an element.
pub(super) fn describe(name: &'static str, attributes: &Attributes, tag: Span) -> Element {
    let get = |key: &str| attributes.get(key).map_or("", |v| v.trim());
    let role = get("role").to_ascii_lowercase();
    let style = Style::of(get("style"));
    let part = part(name, &role, attributes, &style);
    let level = match name.as_bytes() {
        [b'h', digit @ b'1'..=b'6'] => Some(digit - b'0'),
        _ if role == "heading" => Some(get("aria-level").parse().unwrap_or(2).clamp(1, 6)),
        _ => None,
    };
    let target = get("href");
    let scripted = super::super::raw::head(target, 11).eq_ignore_ascii_case("javascript:");
    let link = (name == "a" && !target.is_empty() && !scripted)
        .then(|| Box::new(Anchor { target: target.to_owned(), title: get("title").to_owned() }));
    let number = match name {
        "ol" => Some(get("start").parse().unwrap_or(1)),
        "li" => get("value").parse().ok(),
        _ => None,
    };
    Element {
        name,
        tag,
        part,
        main: name == "main" || role == "main",
        strong: usize::from(level.is_none() && style.strong.unwrap_or(matches!(name, "b" | "strong"))),
        emphasis: usize::from(style.emphasis.unwrap_or(matches!(name, "i" | "em"))),
        level,
        link,
        number,
        columns: get("colspan").parse().unwrap_or(1).clamp(1, 1_000),
        layout: name == "table" && matches!(role.as_str(), "presentation" | "none"),
        id: (part == Part::Hidden && !get("id").is_empty()).then(|| get("id").into()),
        ..Element::default()
    }
}

/// What the attribute `style` says.
#[derive(Default)]
struct Style {
    hidden: bool,
    strong: Option<bool>,
    emphasis: Option<bool>,
}

impl Style {
    fn of(css: &str) -> Self {
        let mut style = Self::default();
        for (property, value) in css.split(';').filter_map(|rule| rule.split_once(':')) {
            let value = value.trim().to_ascii_lowercase();
            let value = value.trim_end_matches("!important").trim_end();
            match property.trim().to_ascii_lowercase().as_str() {
                "display" => style.hidden |= value == "none",
                "visibility" => style.hidden |= value == "hidden",
                "font-weight" => {
                    let heavy = value.parse().is_ok_and(|weight: u16| weight >= 600);
                    style.strong = Some(heavy || value.starts_with("bold"));
                }
                "font-style" => style.emphasis = Some(matches!(value, "italic" | "oblique")),
                _ => {}
            }
        }
        style
    }
}

fn part(name: &str, role: &str, attributes: &Attributes, style: &Style) -> Part {
    if MACHINERY.contains(&name) {
        return Part::Machinery;
    }
    if matches!(name, "html" | "body" | "main") || role == "main" {
        return Part::Text;
    }
    let value = |key: &str| attributes.get(key).map(|v| v.trim().to_ascii_lowercase());
    let shown_when_searched = value("hidden").is_some_and(|v| v == "until-found");
    let unseen = attributes.contains_key("hidden") && !shown_when_searched;
    if unseen || style.hidden || value("aria-hidden").is_some_and(|v| v == "true") {
        return Part::Hidden;
    }
    let around = ["navigation", "complementary", "search", "dialog", "alertdialog", "menu", "menubar", "tooltip"];
    if matches!(name, "nav" | "aside" | "dialog" | "search") || around.contains(&role) {
        return Part::Around;
    }
    if matches!(name, "header" | "footer") || matches!(role, "banner" | "contentinfo") {
        return Part::HeadOrFoot;
    }
    let names = ["class", "id", "aria-label"].iter().filter_map(|key| attributes.get(*key));
    if name != "article" && names.into_iter().any(|n| is_name_of_banner(n)) { Part::Named } else { Part::Text }
}

/// Whether a class, id or label names a banner about cookies, or a menu.
fn is_name_of_banner(names: &str) -> bool {
    let asks = ["cookie", "consent", "gdpr", "ccpa"];
    let forms =
        ["banner", "bar", "popup", "modal", "overlay", "dialog", "notice", "prompt", "toast", "consent", "message"];
    let menus = ["nav", "navbar", "navigation", "menu", "sidebar", "breadcrumb", "breadcrumbs"];
    names.split_whitespace().any(|name| {
        let words = words(name);
        let any = |list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
        let asks_for = words.iter().any(|w| asks.iter().any(|a| w.strip_suffix('s').unwrap_or(w) == *a));
        let glued = words.iter().any(|w| {
            asks.iter().any(|a| w.strip_prefix(a).is_some_and(|r| forms.contains(&r.strip_prefix('s').unwrap_or(r))))
        });
        glued || asks_for && any(&forms) || any(&menus)
    }) || {
        // A label is a sentence: "Cookie consent".
        let label = words(&names.split_whitespace().collect::<Vec<_>>().join("-"));
        matches!(label.as_slice(), [first, second] if first.starts_with("cookie") && forms.contains(&second.as_str()))
    }
}

/// The words of a name: `cookieBanner_top` has three.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut small = false;
    for c in super::super::raw::head(name, 80).chars() {
        if !c.is_alphanumeric() || c.is_uppercase() && small {
            words.push(String::new());
        }
        small = c.is_lowercase();
        if let (true, Some(word)) = (c.is_alphanumeric(), words.last_mut()) {
            word.extend(c.to_lowercase());
        }
    }
    words.retain(|w| !w.is_empty());
    words
}
