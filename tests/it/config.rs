//! The configuration as users meet it: its schema and its mistakes.

use super::{folder, root, run};

/// `docs/clauselint.schema.json` is generated; `UPDATE_DOCS=1 cargo test schema` writes it anew.
#[test]
fn the_schema_is_up_to_date() {
    let file = root().join("docs/clauselint.schema.json");
    let schema = clauselint::config::schema::json();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&file, &schema).unwrap();
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(written, schema, "run `UPDATE_DOCS=1 cargo test schema`");
}

/// Every YAML block of the documentation is a sound configuration.
#[test]
fn the_documented_configurations_are_sound() {
    let page = std::fs::read_to_string(root().join("docs/configuration.md")).unwrap();
    let blocks: Vec<&str> = page.split("```yaml\n").skip(1).filter_map(|b| b.split("```").next()).collect();
    assert!(!blocks.is_empty());
    for block in blocks {
        let mut sources = clauselint::source::Sources::default();
        let id = sources.add(clauselint::source::Source::new("clauselint.yaml", block));
        let (_, problems) = clauselint::config::read(&sources, id, "".into());
        assert_eq!(problems, [], "{block}");
    }
}

#[test]
fn mistakes_are_shown_at_their_lines_and_the_policy_is_linted() {
    let config =
        "pack: core\nfail-on: warn\nprofile:\n  audience: [eu]\n  fact: {}\nseverities: {core/retentoin: off}\n";
    let dir = folder(&[("p.md", "# P\n\nText.\n"), ("clauselint.yaml", config)]);
    let ran = run(dir.path(), &["check", "--format", "short", "p.md"]);
    assert_eq!(ran.code, Some(2));
    for place in ["clauselint.yaml:1:1: ", "clauselint.yaml:2:10: ", "clauselint.yaml:5:3: ", "clauselint.yaml:6:14: "]
    {
        assert!(ran.err.contains(place), "{place} in {}", ran.err);
    }
}

#[test]
fn a_configuration_given_by_name_holds_for_every_file() {
    let dir = folder(&[
        ("a/p.md", "# P\n\nText.\n"),
        ("other/c.yaml", "packs: [nonesuch]\n"),
        ("a/clauselint.yaml", "packs: [wrong]\n"),
    ]);
    let ran = run(dir.path(), &["check", "--config", "other/c.yaml", "a/p.md"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("nonesuch") && !ran.err.contains("wrong"), "{}", ran.err);
}
