//! Verdicts and values of two versions, compared.

use super::*;
use crate::diagnostic::{RuleId, Severity};
use crate::eval::Stated;
use crate::source::Span;

fn verdict(id: &str, status: Status, values: &[(&str, &str)]) -> Verdict {
    let stated = |(name, value): &(&str, &str)| Stated {
        name: (*name).to_owned(),
        value: (*value).to_owned(),
        key: value.to_lowercase(),
        span: Span::default(),
    };
    Verdict {
        rule: 0,
        id: RuleId(id.to_owned()),
        status,
        reason: format!("reason of {id}"),
        severity: Severity::Warning,
        applies: None,
        evidence: Vec::new(),
        closest: None,
        near: Vec::new(),
        elsewhere: None,
        causes: Vec::new(),
        captures: Vec::new(),
        values: values.iter().map(stated).collect(),
        terms: Vec::new(),
    }
}

fn audit(verdicts: Vec<Verdict>, packs: &[(&str, bool)]) -> Audit {
    let usage = |(pack, applied): &(&str, bool)| PackUse {
        pack: (*pack).to_owned(),
        title: String::new(),
        applied: *applied,
        why: format!("line 12 speaks of {pack}"),
    };
    let packs = packs.iter().map(usage).collect();
    Audit { as_of: jiff::civil::date(2026, 1, 31), packs, verdicts, questions: Vec::new() }
}

fn kinds(old: &Audit, new: &Audit) -> Vec<(String, Kind)> {
    let found = compare(Some(old), new);
    found.changes.iter().map(|c| (c.verdict().unwrap().id.0.clone(), c.kind)).collect()
}

#[test]
fn every_pair_of_verdicts_has_one_meaning() {
    use Status::{Missing, NotApplicable, Satisfied, Violated};
    for (old, new, kind) in [
        (Satisfied, Missing, Some(Kind::Lost)),
        (Satisfied, Violated, Some(Kind::Lost)),
        (Satisfied, Satisfied, None),
        (Satisfied, NotApplicable, Some(Kind::NoLonger)),
        (Missing, Satisfied, Some(Kind::Gained)),
        (Violated, Satisfied, Some(Kind::Gained)),
        (Missing, Violated, Some(Kind::StillUnmet)),
        (Violated, Missing, Some(Kind::StillUnmet)),
        (Missing, NotApplicable, Some(Kind::NoLonger)),
        (NotApplicable, Missing, Some(Kind::Applicable)),
        (NotApplicable, Violated, Some(Kind::Applicable)),
        (NotApplicable, Satisfied, Some(Kind::ApplicableMet)),
        (NotApplicable, NotApplicable, None),
    ] {
        let (old, new) = (audit(vec![verdict("a/b", old, &[])], &[]), audit(vec![verdict("a/b", new, &[])], &[]));
        assert_eq!(kinds(&old, &new).first().map(|k| k.1), kind, "{old:?} {new:?}");
    }
}

#[test]
fn rules_of_a_pack_that_became_applicable_are_not_lost() {
    let old = audit(vec![verdict("core/a", Status::Missing, &[])], &[("core", true), ("eu", false)]);
    let new = audit(
        vec![verdict("core/a", Status::Missing, &[]), verdict("eu/b", Status::Missing, &[])],
        &[("core", true), ("eu", true)],
    );
    let found = compare(Some(&old), &new);
    assert_eq!(found.packs.len(), 1);
    assert!(found.packs[0].now);
    assert_eq!((found.changes[0].kind, found.unchanged), (Kind::Applicable, 1));
    assert_eq!(found.changes[0].why, "line 12 speaks of eu");
    let back = compare(Some(&new), &old);
    assert_eq!((back.changes[0].kind, back.packs[0].now), (Kind::NoLonger, false));
    assert_eq!(back.changes[0].why, "the pack eu no longer applies");
}

#[test]
fn without_an_old_text_nothing_is_lost() {
    let new = audit(vec![verdict("a/b", Status::Missing, &[]), verdict("a/c", Status::Satisfied, &[])], &[("a", true)]);
    let found = compare(None, &new);
    let kinds: Vec<Kind> = found.changes.iter().map(|c| c.kind).collect();
    assert_eq!(kinds, [Kind::Applicable, Kind::Gained]);
    assert!(found.packs.is_empty() && found.values.is_empty());
}

#[test]
fn values_are_compared_as_sets_and_shared_by_rules() {
    let values = |id, values: &[(&str, &str)]| verdict(id, Status::Satisfied, values);
    let old = audit(
        vec![
            values("a/one", &[("age", "13"), ("firm", "Lantern"), ("firm", "Harbour")]),
            values("a/two", &[("age", "13"), ("age", "18")]),
            values("a/same", &[("firm", "LANTERN")]),
        ],
        &[],
    );
    let new = audit(
        vec![
            values("a/one", &[("firm", "lantern"), ("age", "16")]),
            values("a/two", &[("age", "18"), ("age", "16")]),
            values("a/same", &[("firm", "Lantern")]),
        ],
        &[],
    );
    let found = compare(Some(&old), &new);
    let shown: Vec<_> = found
        .values
        .iter()
        .map(|c| {
            let values = |of: &[&Stated]| of.iter().map(|v| v.value.clone()).collect::<Vec<_>>().join(",");
            format!("{} {} -> {} ({})", c.name, values(&c.gone), values(&c.new), c.rules.len())
        })
        .collect();
    assert_eq!(shown, ["age 13 -> 16 (2)", "firm Harbour ->  (1)"]);
    assert!(found.changes.is_empty());
}

#[test]
fn values_of_a_lost_requirement_are_not_told_twice() {
    let old = audit(vec![verdict("a/b", Status::Satisfied, &[("age", "13")])], &[]);
    let new = audit(vec![verdict("a/b", Status::Missing, &[])], &[]);
    let found = compare(Some(&old), &new);
    assert_eq!((found.changes.len(), found.values.len()), (1, 0));
}
