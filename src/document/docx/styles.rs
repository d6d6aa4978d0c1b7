//! The styles of a draft: which are headings, lists, bold, each with what the style that it is based on says.

use super::Face;
use super::part::{Attributes, Step, is_on, value, walk};
use std::collections::HashMap;

/// Styles are based on one another no deeper.
const DEEPEST: usize = 32;

/// What a style says.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    pub list: Option<String>,
    pub list_level: Option<usize>,
    strong: Option<bool>,
    emphasis: Option<bool>,
}

/// What a style and those below it say together.
#[derive(Clone, Debug, Default)]
pub(super) struct Resolved {
    pub level: Option<u8>,
    pub title: bool,
    pub contents: bool,
    pub quote: bool,
    pub list: Option<String>,
    pub list_level: Option<usize>,
    pub strong: Option<bool>,
    pub emphasis: Option<bool>,
}

impl Resolved {
    pub fn face(&self) -> Face {
        Face { strong: self.strong.unwrap_or_default(), emphasis: self.emphasis.unwrap_or_default() }
    }
}

/// All styles by their identifiers.
#[derive(Debug, Default)]
pub(super) struct Styles {
    resolved: HashMap<String, Resolved>,
}

impl Styles {
    pub fn get(&self, id: &str) -> Resolved {
        // A draft without styles still has the identifiers that word processors give.
        self.resolved.get(id).cloned().unwrap_or_else(|| by_name(&id.to_lowercase()))
    }
}

/// Reads the styles.
pub(super) fn read(xml: &str) -> Result<Styles, String> {
    let mut styles: HashMap<String, Style> = HashMap::new();
    let mut open: Option<(String, Style)> = None;
    walk(xml, |step| match step {
        Step::Open(name, attributes) if name == "style" => {
            open = value(&attributes, "styleId").map(|id| (id.to_owned(), Style::default()));
        }
        Step::Open(name, attributes) => {
            if let Some((_, style)) = &mut open {
                style.take(&name, &attributes);
            }
        }
        Step::Close(name) if name == "style" => styles.extend(open.take()),
        Step::Close(_) | Step::Text(_) => {}
    })?;
    let resolved = styles.keys().map(|id| (id.clone(), resolve(&styles, id))).collect();
    Ok(Styles { resolved })
}

impl Style {
    fn take(&mut self, name: &str, attributes: &Attributes) {
        let val = value(attributes, "val");
        match name {
            "name" => self.name = val.unwrap_or_default().to_lowercase(),
            "basedOn" => self.based_on = val.map(str::to_owned),
            "outlineLvl" => self.outline = val.and_then(|v| v.parse().ok()),
            "numId" => self.list = val.map(str::to_owned),
            "ilvl" => self.list_level = val.and_then(|v| v.parse().ok()),
            "b" => self.strong = Some(is_on(attributes)),
            "i" => self.emphasis = Some(is_on(attributes)),
            _ => {}
        }
    }
}

fn resolve(styles: &HashMap<String, Style>, id: &str) -> Resolved {
    let mut out = Resolved::default();
    let mut next = styles.get(id);
    for _ in 0..DEEPEST {
        let Some(style) = next else { break };
        let named = by_name(&style.name);
        let outlined = style.outline.filter(|level| *level < 9).map(|level| (level + 1).min(6));
        out.level = out.level.or(outlined).or(named.level);
        out.title |= named.title;
        out.contents |= named.contents;
        out.quote |= named.quote;
        out.list = out.list.or_else(|| style.list.clone());
        out.list_level = out.list_level.or(style.list_level);
        out.strong = out.strong.or(style.strong);
        out.emphasis = out.emphasis.or(style.emphasis);
        next = style.based_on.as_ref().and_then(|id| styles.get(id));
    }
    out
}

/// What the name of a style says, in lower case; word processors keep the English names of their own styles.
fn by_name(name: &str) -> Resolved {
    let rank = name.strip_prefix("heading").and_then(|n| n.trim_start().parse::<u8>().ok());
    let title = name == "title";
    Resolved {
        level: rank.filter(|n| (1..=9).contains(n)).map(|n| n.min(6)).or(title.then_some(1)),
        title,
        contents: name.strip_prefix("toc").is_some_and(|n| n.trim_start().parse::<u8>().is_ok()),
        quote: matches!(name, "quote" | "intense quote"),
        ..Resolved::default()
    }
}
