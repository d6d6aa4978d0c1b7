//! A part of the archive as a stream of elements and text: names without their prefix, foreign ones left out, depth bounded.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;

/// Elements nest no deeper in any draft.
const DEEPEST: usize = 2_000;

/// An attribute's values by name, both without prefix.
pub(super) type Attributes = Vec<(String, String)>;

/// A step through a part.
#[derive(Debug)]
pub(super) enum Step {
    Open(String, Attributes),
    Text(String),
    Close(String),
}

/// Walks over a part. Only elements with the root's prefix are told, and those that stand alone (`mc:Fallback`).
pub(super) fn walk(xml: &str, mut each: impl FnMut(Step)) -> Result<(), String> {
    if xml.trim().is_empty() {
        return Ok(());
    }
    let mut reader = Reader::from_str(xml.trim_start_matches('\u{feff}'));
    let mut root: Option<String> = None;
    let mut depth = 0_usize;
    loop {
        let event = reader.read_event().map_err(|e| format!("{e} (byte {})", reader.error_position()))?;
        match event {
            Event::Start(tag) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(format!("it nests deeper than {DEEPEST} elements"));
                }
                if let Some(name) = named(&mut root, tag.name().as_ref()) {
                    each(Step::Open(name, attributes(&tag)?));
                }
            }
            Event::Empty(tag) => {
                if let Some(name) = named(&mut root, tag.name().as_ref()) {
                    each(Step::Open(name.clone(), attributes(&tag)?));
                    each(Step::Close(name));
                }
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                if let Some(name) = named(&mut root, tag.name().as_ref()) {
                    each(Step::Close(name));
                }
            }
            Event::Text(text) => each(Step::Text(text.xml10_content().into_owned())),
            Event::CData(text) => each(Step::Text(text.xml10_content().into_owned())),
            Event::GeneralRef(name) => {
                let sign = name.resolve_char_ref().map_err(|e| e.to_string())?.map(String::from);
                let sign = sign.or_else(|| quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned));
                each(Step::Text(sign.unwrap_or_default()));
            }
            Event::Eof if depth > 0 => return Err("it ends too early".to_owned()),
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

/// The name of an element without its prefix; `None` for elements of other kinds.
fn named(root: &mut Option<String>, name: &str) -> Option<String> {
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    let known = root.get_or_insert_with(|| prefix.to_owned());
    (known == prefix || local == "Fallback").then(|| local.to_owned())
}

fn attributes(tag: &BytesStart<'_>) -> Result<Attributes, String> {
    let mut all = Vec::new();
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.map_err(|e| e.to_string())?;
        let name: &str = attribute.key.as_ref();
        let name = name.rsplit(':').next().unwrap_or_default().to_owned();
        let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).map_err(|e| e.to_string())?;
        all.push((name, value.into_owned()));
    }
    Ok(all)
}

/// The value of an attribute.
pub(super) fn value<'a>(attributes: &'a Attributes, name: &str) -> Option<&'a str> {
    attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
}

/// Whether a switch such as `<w:b/>` is on.
pub(super) fn is_on(attributes: &Attributes) -> bool {
    !matches!(value(attributes, "val"), Some("0" | "false" | "off" | "none"))
}

/// Identifier, target and kind of every relation.
pub(super) fn all_relations(xml: &str) -> Result<Vec<(String, String, String)>, String> {
    let mut found = Vec::new();
    walk(xml, |step| {
        if let Step::Open(name, attributes) = step
            && name == "Relationship"
        {
            let get = |key: &str| value(&attributes, key).unwrap_or_default().to_owned();
            found.push((get("Id"), get("Target"), get("Type")));
        }
    })?;
    Ok(found)
}

/// Targets of relations by their identifiers.
pub(super) fn relations(xml: &str) -> Result<HashMap<String, String>, String> {
    Ok(all_relations(xml)?.into_iter().map(|(id, target, _)| (id, target)).collect())
}
