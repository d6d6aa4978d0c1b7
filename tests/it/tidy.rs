//! The house's own rules: which room may import which, how long functions and files may be, what a module starts with.

use super::root;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The rooms by row, lowest first. A room may import from rows below its own only.
const ROWS: [&[&str]; 9] = [
    &["source"],
    &["diagnostic"],
    &["document", "matcher", "syntax"],
    &["rule"],
    &["eval", "config"],
    &["triage"],
    &["lint"],
    &["report", "ruletest", "measure", "compare", "project"],
    &["cli"],
];

/// Lines that a file may have before its tests.
const FILE_LINES: usize = 400;
/// Lines that a function may have.
const FUNCTION_LINES: usize = 60;

fn row(room: &str) -> Option<usize> {
    ROWS.iter().position(|rooms| rooms.contains(&room))
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Source files with their paths from `src`.
fn sources() -> Vec<(String, String)> {
    let src = root().join("src");
    let name = |p: &Path| p.strip_prefix(&src).unwrap().display().to_string();
    files(&src, "rs").iter().map(|p| (name(p), std::fs::read_to_string(p).unwrap())).collect()
}

/// The room that a file of `src` belongs to.
fn room_of(file: &str) -> &str {
    file.split('/').next().unwrap().trim_end_matches(".rs")
}

/// The part of a file before its unit tests.
fn before_tests(text: &str) -> &str {
    text.split("\n#[cfg(test)]\nmod ").next().unwrap()
}

/// The rooms that a text imports: `use crate::X`, `crate::X::…`, and `use crate::{X, Y::Z}`.
fn imports(text: &str) -> BTreeSet<String> {
    let word = |s: &str| s.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut rooms = BTreeSet::new();
    let code = text.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    for part in code.split("crate::").skip(1) {
        match part.strip_prefix('{') {
            Some(group) => {
                let mut depth = 0;
                let mut start = 0;
                for (at, sign) in group.char_indices() {
                    match sign {
                        '{' => depth += 1,
                        '}' if depth == 0 => {
                            rooms.insert(word(&group[start..at]));
                            break;
                        }
                        '}' => depth -= 1,
                        ',' if depth == 0 => {
                            rooms.insert(word(&group[start..at]));
                            start = at + 1;
                        }
                        _ => {}
                    }
                }
            }
            None => {
                rooms.insert(word(part));
            }
        }
    }
    rooms.retain(|r| !r.is_empty());
    rooms
}

#[test]
fn rooms_import_from_rows_below_only() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let room = room_of(&file);
        if matches!(room, "main" | "lib") {
            continue;
        }
        let own = row(room).unwrap_or_else(|| panic!("{file}: the room `{room}` has no row; see src/lib.rs"));
        for other in imports(&text).iter().filter(|o| *o != room) {
            match row(other) {
                Some(row) if row < own => {}
                Some(_) => wrong.push(format!("{file} imports `{other}`, which is not below `{room}`")),
                None => wrong.push(format!("{file} imports `{other}`, which is no room")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn imports_are_seen_in_all_their_forms() {
    let text = "use crate::{config::{self, A}, source::Span};\nuse crate::eval;\nlet x = crate::lint::lint();\n// crate::cli\n";
    assert_eq!(imports(text).into_iter().collect::<Vec<_>>(), ["config", "eval", "lint", "source"]);
}

#[test]
fn the_rows_are_those_of_the_map() {
    let map = std::fs::read_to_string(root().join("src/lib.rs")).unwrap();
    for (row, rooms) in ROWS.iter().enumerate() {
        let start = format!("//! {row}  ");
        let line =
            map.lines().find(|l| l.starts_with(&start)).unwrap_or_else(|| panic!("row {row} is not in src/lib.rs"));
        let written: Vec<&str> = line[start.len()..].split_whitespace().collect();
        assert_eq!(&written, rooms, "row {row} of src/lib.rs");
    }
}

#[test]
fn only_the_io_rooms_touch_files_and_streams() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        if matches!(room_of(&file), "project" | "cli" | "main") || file.ends_with("tests.rs") {
            continue;
        }
        for word in ["std::fs", "std::env", "std::process", "std::net", "io::stdin", "io::stdout", "File::open"] {
            if before_tests(&text).contains(word) {
                wrong.push(format!("{file} uses {word}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn modules_say_what_they_hold() {
    let tests = root().join("tests");
    let tests =
        files(&tests, "rs").into_iter().map(|p| (p.display().to_string(), std::fs::read_to_string(&p).unwrap()));
    for (file, text) in sources().into_iter().chain(tests) {
        assert!(text.starts_with("//! "), "{file} does not start with what it holds");
    }
}

#[test]
fn files_and_functions_fit_a_screen() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let lines = before_tests(&text).lines().count();
        if lines > FILE_LINES && !file.ends_with("tests.rs") {
            wrong.push(format!("{file} has {lines} lines before its tests, more than {FILE_LINES}"));
        }
        for (name, lines) in functions(before_tests(&text)) {
            if lines > FUNCTION_LINES {
                wrong.push(format!("{file}: fn {name} has {lines} lines, more than {FUNCTION_LINES}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Functions with their lengths in lines; formatted code closes a function at the indentation that opened it.
fn functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let is_fn = code.starts_with("fn ") || (code.starts_with("pub") && code.contains(" fn "));
        if !is_fn || code.ends_with(';') || code.ends_with('}') {
            continue;
        }
        let close = format!("{}}}", " ".repeat(line.len() - code.len()));
        let name = code.split("fn ").nth(1).unwrap().split(['(', '<']).next().unwrap();
        if let Some(length) = lines[at..].iter().position(|l| *l == close) {
            found.push((name.to_owned(), length + 1));
        }
    }
    found
}

#[test]
fn the_top_level_is_as_expected() {
    let expected = [
        ".ci",
        ".git",
        ".gitattributes",
        ".github",
        ".gitignore",
        ".pre-commit-hooks.yaml",
        "CHANGELOG.md",
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "action.yml",
        "benches",
        "clippy.toml",
        "deny.toml",
        "clauselint.yaml",
        "docs",
        "fuzz",
        "grammar",
        "rules",
        "rustfmt.toml",
        "src",
        "target",
        "tests",
    ];
    for entry in std::fs::read_dir(root()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(expected.contains(&name.as_str()), "`{name}` is not expected at the top level");
    }
}

#[test]
fn limits_are_held_by_the_tests_that_are_named() {
    let text = std::fs::read_to_string(root().join("docs/limits.md")).unwrap();
    let tests: String = [files(&root().join("src"), "rs"), files(&root().join("tests"), "rs")]
        .concat()
        .iter()
        .map(|file| std::fs::read_to_string(file).unwrap())
        .collect();
    let named: Vec<&str> = text.split('`').skip(1).step_by(2).filter(|n| n.contains('_')).collect();
    assert!(named.len() > 15, "{named:?}");
    for name in named {
        assert!(tests.contains(&format!("fn {name}(")), "docs/limits.md names `{name}`, which is no test");
    }
}

#[test]
fn texts_speak_of_the_project_and_not_of_its_making() {
    let mut all: Vec<PathBuf> = vec![root().join("README.md"), root().join("CHANGELOG.md")];
    for (folder, extension) in [("src", "rs"), ("docs", "md"), ("rules", "clause"), ("tests", "md")] {
        let folder = root().join(folder);
        if folder.is_dir() {
            all.extend(files(&folder, extension));
        }
    }
    let stub = ["ST", "UB"].concat();
    // Rules about leftovers name them, and planted leftovers are some.
    let leftovers = ["rules/clarity", "docs/rules/clarity.md", "tests/planted"];
    all.retain(|file| !leftovers.iter().any(|l| file.starts_with(root().join(l))));
    for file in all {
        let text = std::fs::read_to_string(&file).unwrap();
        for word in ["TODO", "FIXME", "XXX", "todo!(", "unimplemented!(", stub.as_str()] {
            assert!(!text.contains(word), "{}: {word}", file.display());
        }
        let numbered = text.match_indices("issue #").next().or_else(|| text.match_indices("issue 1").next());
        assert!(numbered.is_none(), "{} names an issue by number", file.display());
    }
}

#[test]
fn pages_can_be_reached_and_their_links_lead_somewhere() {
    let docs = files(&root().join("docs"), "md");
    let pages: Vec<PathBuf> = std::iter::once(root().join("README.md")).chain(docs.iter().cloned()).collect();
    let mut linked = BTreeSet::new();
    for page in &pages {
        let text = std::fs::read_to_string(page).unwrap();
        for link in text.split("](").skip(1).filter_map(|l| l.split(')').next()) {
            let target = link.split('#').next().unwrap();
            if target.is_empty() || target.contains(':') {
                continue;
            }
            let path = page.parent().unwrap().join(target);
            let real = path.canonicalize().unwrap_or_else(|_| panic!("{}: no {target}", page.display()));
            linked.insert(real);
        }
    }
    for page in docs {
        assert!(linked.contains(&page.canonicalize().unwrap()), "no page links to {}", page.display());
    }
}

#[test]
fn the_changelog_has_a_place_for_what_is_new() {
    let text = std::fs::read_to_string(root().join("CHANGELOG.md")).unwrap();
    assert!(text.contains("\n## Unreleased\n"));
}
