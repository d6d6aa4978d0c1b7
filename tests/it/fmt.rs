//! `clauselint fmt`: what it writes, what it leaves alone, how it ends.

use super::{folder, program, root, run};
use std::fs;
use std::io::Write;
use std::process::Stdio;

const UNTIDY: &str = "pack own\nrule a{\ntitle \"T\" # why\n}\n";
const TIDY: &str = "pack own\n\nrule a {\n    title   \"T\"  # why\n}\n";

#[test]
fn files_are_written_once() {
    let dir = folder(&[("a.clause", UNTIDY), ("b/c.clause", TIDY), ("d.md", UNTIDY)]);
    let check = run(dir.path(), &["fmt", "--check"]);
    assert_eq!((check.code, check.out.as_str()), (Some(1), "a.clause\n"));
    assert_eq!(check.err, "1 file would be formatted, 1 file already in order\n");
    assert_eq!(fs::read_to_string(dir.path().join("a.clause")).unwrap(), UNTIDY);
    let ran = run(dir.path(), &["fmt"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "a.clause\n"));
    assert_eq!(fs::read_to_string(dir.path().join("a.clause")).unwrap(), TIDY);
    assert_eq!(fs::read_to_string(dir.path().join("d.md")).unwrap(), UNTIDY);
    let again = run(dir.path(), &["fmt", "--quiet"]);
    assert_eq!((again.code, again.out.as_str(), again.err.as_str()), (Some(0), "", ""));
    assert_eq!(run(dir.path(), &["fmt", "--check", "b", "a.clause"]).code, Some(0));
    let left: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left.len(), 4, "{left:?}");
}

#[test]
fn ignored_files_are_left_alone_unless_named() {
    let dir = folder(&[("a.clause", UNTIDY), (".gitignore", "a.clause\n")]);
    let ran = run(dir.path(), &["fmt"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("no rule files (*.clause) in ."), "{}", ran.err);
    assert_eq!(run(dir.path(), &["fmt", "--check", "a.clause"]).code, Some(1));
}

#[test]
fn mistakes_are_reported_and_the_other_files_are_formatted() {
    let wrong = "rule a {\n  titel \"x\"\n}\n";
    let dir = folder(&[("a.clause", UNTIDY), ("b.clause", wrong)]);
    let ran = run(dir.path(), &["fmt", "a.clause", "b.clause", "none.clause"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("did you mean `title`?"), "{}", ran.err);
    assert!(ran.err.contains("there is no file or folder none.clause"), "{}", ran.err);
    assert_eq!(fs::read_to_string(dir.path().join("a.clause")).unwrap(), TIDY);
    assert_eq!(fs::read_to_string(dir.path().join("b.clause")).unwrap(), wrong);
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let dir = folder(&[("real/a.clause", UNTIDY)]);
    let (real, link) = (dir.path().join("real/a.clause"), dir.path().join("l.clause"));
    symlink("real/a.clause", &link).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(run(dir.path(), &["fmt", "l.clause"]).code, Some(0));
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&real).unwrap(), TIDY);
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn standard_input_goes_to_standard_output() {
    let dir = folder(&[]);
    let pipe = |args: &[&str], text: &str| {
        let mut child = program(dir.path(), args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let _ = child.stdin.take().unwrap().write_all(text.as_bytes());
        let output = child.wait_with_output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    assert_eq!(pipe(&["fmt", "-"], UNTIDY), (Some(0), TIDY.to_owned()));
    assert_eq!(pipe(&["fmt", "-"], TIDY), (Some(0), TIDY.to_owned()));
    assert_eq!(pipe(&["fmt", "--check", "-"], UNTIDY), (Some(1), "<stdin>\n".to_owned()));
    assert_eq!(pipe(&["fmt", "-", "x"], UNTIDY), (Some(2), String::new()));
}

#[test]
fn shipped_packs_can_be_formatted() {
    let ran = run(root(), &["fmt", "--check", "rules"]);
    assert_ne!(ran.code, Some(2), "{}", ran.err);
}
