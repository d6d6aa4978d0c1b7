//! Formats for other tools, written to files and read back.

use super::{folder, run};
use std::fs;

const POLICY: &str = "# Privacy Policy\n\nWe collect your name & “e-mail”. We keep data.\n";

const FORMATS: [&str; 11] =
    ["human", "short", "json", "sarif", "github", "gitlab", "checkstyle", "junit", "rdjson", "markdown", "html"];

#[test]
fn several_outputs_in_one_run() {
    let dir = folder(&[("p.md", POLICY)]);
    let further: Vec<String> = FORMATS.iter().map(|f| format!("--output={f}=out.{f}")).collect();
    let mut args = vec!["check", "--isolated", "--output-format", "short", "p.md"];
    args.extend(further.iter().map(String::as_str));
    let ran = run(dir.path(), &args);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(ran.out.contains("p.md:1:3: warning[core/"));
    for format in FORMATS {
        let file = fs::read_to_string(dir.path().join(format!("out.{format}"))).unwrap();
        assert!(file.contains("p.md") && file.contains("core/retention"), "{format}: {file}");
        let alone = run(dir.path(), &["check", "--isolated", "--output-format", format, "p.md"]);
        assert_eq!(alone.out, file, "{format}");
    }
}

#[test]
fn an_output_file_is_written_whole_or_not_at_all() {
    let dir = folder(&[("p.md", POLICY), ("out.json", "old")]);
    let ran = run(dir.path(), &["check", "--isolated", "--output-format", "json", "--output-file", "out.json", "p.md"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""));
    assert!(fs::read_to_string(dir.path().join("out.json")).unwrap().starts_with("{\"schema\":1"));
    for unwritable in ["no/such/folder/out.json", "."] {
        let ran =
            run(dir.path(), &["check", "--isolated", "--output-format", "json", "--output-file", unwritable, "p.md"]);
        assert_eq!(ran.code, Some(2), "{unwritable}");
        assert!(ran.err.contains("error[output]: cannot write"), "{}", ran.err);
    }
    let left: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left.len(), 3, "nothing half-written is left: {left:?}");
}

#[test]
fn a_wrong_output_is_wrong_use() {
    let dir = folder(&[("p.md", POLICY)]);
    for wrong in ["sarif", "sarif=", "xml=out.xml"] {
        let ran = run(dir.path(), &["check", "--isolated", "--output", wrong, "p.md"]);
        assert_eq!(ran.code, Some(2), "{wrong}");
        assert!(ran.err.contains("is expected") || ran.err.contains("there is no format"), "{}", ran.err);
    }
}
