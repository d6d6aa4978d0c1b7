//! Planted defects, and texts of the same looks that are in order.

mod facts;
mod link;
mod placeholder;
mod reference;
mod repetition;
mod term;

use super::super::{PackChoice, Settings, audit};
use super::form;
use super::link::forms as link_forms;
use super::placeholder::forms as placeholder_forms;
use super::pointer::forms as pointer_forms;
use super::reference::forms as reference_forms;
use crate::document::{self, Format};
use crate::rule::{Input, Profile, compile};
use crate::source::{Source, Sources};
use jiff::civil::date;

/// What an analysis finds in a policy: of each cause the places, as quoted text.
fn found(probe: &str, text: &str) -> Vec<Vec<String>> {
    let mut sources = Sources::default();
    let rule = format!("pack t\n\nrule r {{\n    title \"T\"\n    must find no {probe}\n}}\n");
    let rules = vec![sources.add(Source::new("t.clause", rule))];
    let forms = include_str!("../../../../rules/lexicons/legal-form.yaml");
    let lexicons = vec![sources.add(Source::new("legal-form.yaml", forms))];
    let (set, _) = compile(&sources, &Input { rules, lexicons, ..Input::default() });
    let forms = [placeholder_forms(), link_forms(), reference_forms(), pointer_forms()].concat();
    form::check(&forms, &[text]);
    let source = Source::new("policy.md", text);
    let document = document::read(text, Format::Markdown);
    let settings = Settings { as_of: date(2026, 11, 22), packs: PackChoice::All, given: false };
    let verdict = audit(&set, &source, &document, &Profile::default(), &settings).verdicts.remove(0);
    let quoted = |p: &crate::eval::Place| source.slice(p.span).to_owned();
    verdict.causes.iter().map(|places| places.iter().map(quoted).collect()).collect()
}

/// Each text has one defect, at these places.
fn planted(probe: &str, cases: &[(&str, &[&str])]) {
    let mut wrong = Vec::new();
    for (text, places) in cases {
        let found = found(probe, text);
        if found.len() != 1 || found[0] != *places {
            wrong.push(format!("{text}\n  wanted {places:?}\n  found  {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// No text has a defect.
fn clean(probe: &str, texts: &[&str]) {
    let found: Vec<_> = texts.iter().map(|t| (t, found(probe, t))).filter(|(_, f)| !f.is_empty()).collect();
    assert!(found.is_empty(), "{found:#?}");
}
