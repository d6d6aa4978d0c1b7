//! Tests of finding and reading files, in folders made for each test.

use super::*;
use std::fs;
use tempfile::TempDir;

fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join(".git")).unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

fn load_paths(paths: &[PathBuf]) -> Project {
    let request = Request { paths: paths.to_vec(), ..Request::default() };
    load(&request, &mut std::io::empty())
}

fn names(project: &Project, dir: &TempDir) -> Vec<String> {
    let short = |p: &Policy| p.path.strip_prefix(dir.path()).unwrap().display().to_string();
    project.policies.iter().map(short).collect()
}

fn messages(project: &Project) -> Vec<&str> {
    project.problems.iter().map(|d| d.message.as_str()).collect()
}

#[test]
fn a_folder_gives_its_texts_by_path() {
    let dir = folder(&[
        ("b.md", "b"),
        ("a/x.txt", "x"),
        ("a/code.rs", "fn"),
        (".hidden.md", "h"),
        ("out/skip.md", "s"),
        (".gitignore", "out/\n"),
    ]);
    let project = load_paths(&[dir.path().to_path_buf()]);
    assert_eq!(names(&project, &dir), ["a/x.txt", "b.md"]);
    assert_eq!(messages(&project), [""; 0]);
}

#[test]
fn the_nearest_configuration_governs_each_file() {
    let dir = folder(&[
        ("clauselint.yaml", "exclude: old/**\nfail-on: error\n"),
        ("p.md", "p"),
        ("old/q.md", "q"),
        ("app/clauselint.yaml", "include: '*.text'\nfail-on: info\n"),
        ("app/r.text", "r"),
        ("app/s.md", "s"),
    ]);
    let project = load_paths(&[dir.path().to_path_buf(), dir.path().join("old/q.md")]);
    assert_eq!(names(&project, &dir), ["app/r.text", "p.md", "old/q.md"]);
    let fail_on: Vec<_> =
        project.policies.iter().map(|p| project.configs[p.config].fail_on.unwrap().as_str()).collect();
    assert_eq!(fail_on, ["info", "error", "error"]);
}

#[test]
fn the_search_stops_at_a_repository() {
    let dir = folder(&[("clauselint.yaml", "fail-on: error\n"), ("repo/.git/x", ""), ("repo/p.md", "p")]);
    let project = load_paths(&[dir.path().join("repo/p.md")]);
    assert_eq!(project.configs[0].source, None);
}

#[test]
fn every_problem_is_reported_and_the_rest_is_read() {
    let dir = folder(&[("good.md", "A policy."), ("empty.md", " \n"), ("front.md", "---\ntitle: x\n---\n\n")]);
    fs::write(dir.path().join("latin.md"), b"first\nsecond caf\xE9 line\n").unwrap();
    fs::write(dir.path().join("wide.md"), b"\xFF\xFEa\0b\0").unwrap();
    fs::write(dir.path().join("doc.pdf"), b"%PDF-1.7").unwrap();
    let at = |n: &str| dir.path().join(n);
    let all = ["latin.md", "wide.md", "empty.md", "front.md", "doc.pdf", "none.md", "good.md"].map(at);
    let project = load_paths(&all);
    assert_eq!(names(&project, &dir), ["good.md"]);
    let said: Vec<String> =
        messages(&project).iter().map(|m| m.replace(&format!("{}/", dir.path().display()), "")).collect();
    assert_eq!(
        said,
        [
            "latin.md is not UTF-8",
            "wide.md is UTF-16 (little endian), not a text",
            "empty.md is empty",
            "front.md holds nothing but front matter",
            "doc.pdf is a PDF, which is not read",
            "there is no file or folder none.md",
        ]
    );
    let label = project.problems[0].primary().unwrap();
    let source = project.sources.get(label.source).unwrap();
    let place = source.position(label.span.start as usize);
    assert_eq!((place.line, place.column), (2, 11));
    assert_eq!(source.slice(label.span), "\u{FFFD}");
}

#[test]
fn a_file_named_twice_is_read_once_and_an_empty_folder_is_said() {
    let dir = folder(&[("a.md", "a"), ("none/x.rs", "x")]);
    let project = load_paths(&[dir.path().join("a.md"), dir.path().join("a.md"), dir.path().join("none")]);
    assert_eq!(project.policies.len(), 1);
    assert_eq!(messages(&project).len(), 1);
    let twice = load_paths(&[dir.path().to_owned(), dir.path().to_owned()]);
    assert_eq!((twice.policies.len(), messages(&twice).len()), (1, 0));
}

#[test]
fn standard_input_takes_its_name_and_configuration() {
    let dir = folder(&[("clauselint.yaml", "fail-on: info\n")]);
    let request = Request {
        paths: vec![PathBuf::from("-")],
        stdin_name: Some(dir.path().join("draft.md")),
        ..Request::default()
    };
    let project = load(&request, &mut "We keep it.".as_bytes());
    assert_eq!(names(&project, &dir), ["draft.md"]);
    assert!(project.configs[project.policies[0].config].fail_on.is_some());
}

#[test]
fn own_rules_are_read_from_inside_the_folder_only() {
    let dir = folder(&[
        ("site/clauselint.yaml", "rules: [rules, one.clause, gone]\nlexicons: lex\n"),
        ("site/rules/b.clause", "b"),
        ("site/rules/a.clause", "a"),
        ("site/rules/readme.md", "-"),
        ("site/one.clause", "one"),
        ("site/lex/fact.yaml", "title: x"),
        ("site/p.md", "p"),
    ]);
    let mut project = load_paths(&[dir.path().join("site/p.md")]);
    let own = own_files(&project.configs[0], &mut project.sources);
    assert_eq!((own.rules.len(), own.lexicons.len(), own.problems.len()), (3, 1, 1));
    assert!(own.problems[0].message.starts_with("cannot read `gone`"));
}

#[cfg(unix)]
#[test]
fn fifos_are_refused_and_links_out_of_the_folder_too() {
    let dir = folder(&[("site/clauselint.yaml", "rules: out\n"), ("secret/x.clause", "x"), ("site/p.md", "p")]);
    std::os::unix::fs::symlink(dir.path().join("secret"), dir.path().join("site/out")).unwrap();
    std::os::unix::fs::symlink(dir.path(), dir.path().join("site/loop")).unwrap();
    let fifo = dir.path().join("site/fifo.md");
    assert!(std::process::Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let mut project = load_paths(&[dir.path().join("site"), fifo]);
    assert_eq!(names(&project, &dir), ["site/p.md"]);
    assert!(project.problems[0].message.ends_with("is a FIFO, not a file"));
    let own = own_files(&project.configs[0], &mut project.sources);
    assert_eq!(own.rules.len(), 0);
    assert!(own.problems[0].message.contains("leads out of"), "{:?}", own.problems);
}
