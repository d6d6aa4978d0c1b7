//! The pages on the shipped packs say what the rules say.

use super::{root, run};
use clauselint::report::pages::page;
use clauselint::rule;
use clauselint::source::Sources;
use std::collections::BTreeMap;

/// `UPDATE_DOCS=1 cargo test --test it pages` writes them anew.
#[test]
fn the_pages_on_packs_are_those_of_the_rules() {
    let mut sources = Sources::default();
    let input = rule::embedded(&mut sources);
    let (rules, _) = rule::load(&sources, &input);
    let mut fresh = BTreeMap::new();
    let mut index = String::from("# The shipped rules\n\nOne page a pack, written from the rule files by a test.\n\n");
    for (at, pack) in rules.packs.iter().enumerate() {
        let mut text = Vec::new();
        page(&mut text, &rules, at).unwrap();
        if !text.is_empty() {
            let count = rules.rules.iter().filter(|r| r.pack == at).count();
            index.push_str(&format!("- [{}]({}.md): {}, {count} rules\n", pack.name, pack.name, pack.title));
            fresh.insert(format!("{}.md", pack.name), String::from_utf8(text).unwrap());
        }
    }
    fresh.insert("README.md".to_owned(), index);
    let folder = root().join("docs/rules");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::create_dir_all(&folder).unwrap();
        for entry in std::fs::read_dir(&folder).unwrap() {
            std::fs::remove_file(entry.unwrap().path()).unwrap();
        }
        for (name, text) in &fresh {
            std::fs::write(folder.join(name), text).unwrap();
        }
        return;
    }
    let mut kept = BTreeMap::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        kept.insert(name, std::fs::read_to_string(path).unwrap());
    }
    for name in fresh.keys().chain(kept.keys()) {
        let advice = "run UPDATE_DOCS=1 cargo test --test it pages";
        assert!(fresh.get(name) == kept.get(name), "docs/rules/{name} is stale: {advice}");
    }
}

#[test]
fn pages_of_chosen_packs_can_be_printed() {
    let ran = run(root(), &["rules", "--isolated", "--output-format", "markdown", "--pack", "obsolete"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    assert_eq!(ran.out, std::fs::read_to_string(root().join("docs/rules/obsolete.md")).unwrap());
}
