//! Formats for other tools, held against the schema or the reader that those tools use. The checkers are Python packages
//! that `.ci/run` installs; without them the tests say that they were skipped.

use super::{BIN, folder, root, skipped};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Two policies, one of them suppressed in part, and one that cannot be read.
fn written(format: &str) -> (tempfile::TempDir, PathBuf) {
    let poor = std::fs::read_to_string(root().join("tests/policies/poor.md")).unwrap();
    let waived = format!("<!-- clauselint-ignore-file core/retention: a schedule of its own -->\n\n{poor}");
    let dir = folder(&[("poor.md", &poor), ("ä b/waived.md", &waived)]);
    let file = dir.path().join(format!("out.{format}"));
    let run = Command::new(BIN)
        .args(["check", "--pack", "all", "--output-format", format, "--output-file"])
        .arg(&file)
        .args(["poor.md", "ä b/waived.md", "gone.md"])
        .current_dir(dir.path())
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(2), "{}", String::from_utf8_lossy(&run.stderr));
    (dir, file)
}

/// Runs a script on a file; `false` when Python lacks the modules.
fn python(modules: &str, script: &str, args: &[&Path]) -> bool {
    let has = Command::new("python3").args(["-c", &format!("import {modules}")]).output();
    if !has.is_ok_and(|h| h.status.success()) {
        skipped(&format!("the Python modules {modules} are not installed"));
        return false;
    }
    let run = Command::new("python3").args(["-c", script]).args(args).output().unwrap();
    let said = String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");
    true
}

#[test]
fn sarif_follows_the_official_schema() {
    let Some(schema) = std::env::var_os("CLAUSELINT_SARIF_SCHEMA").map(PathBuf::from) else {
        skipped("CLAUSELINT_SARIF_SCHEMA is not set, so SARIF was not held against its schema");
        return;
    };
    let (_dir, file) = written("sarif");
    let script = "import json, sys, jsonschema\n\
                  schema = json.load(open(sys.argv[1])); log = json.load(open(sys.argv[2]))\n\
                  errors = list(jsonschema.validators.validator_for(schema)(schema).iter_errors(log))\n\
                  print([(list(e.path), e.message) for e in errors[:5]])\n\
                  results = log['runs'][0]['results']\n\
                  assert any(r.get('suppressions') for r in results) and len(results) > 20\n\
                  sys.exit(bool(errors))";
    python("jsonschema", script, &[&schema, &file]);
}

#[test]
fn junit_is_read_by_others_as_it_was_meant() {
    let (_dir, file) = written("junit");
    let script = "import sys, junitparser\n\
                  xml = junitparser.JUnitXml.fromfile(sys.argv[1]); suites = list(xml)\n\
                  assert [s.name for s in suites] == ['poor.md', 'ä b/waived.md', 'clauselint'], [s.name for s in suites]\n\
                  for s in suites:\n\
                  \tcases = list(s); kinds = [type(r).__name__ for c in cases for r in c.result]\n\
                  \tassert s.tests == len(cases), s.name\n\
                  \tassert (s.failures, s.skipped, s.errors) == tuple(map(kinds.count, ('Failure', 'Skipped', 'Error'))), s.name\n";
    python("junitparser", script, &[&file]);
}

#[test]
fn checkstyle_follows_its_schema() {
    let (_dir, file) = written("checkstyle");
    let schema = root().join("tests/schemas/checkstyle.xsd");
    let script = "import sys; from lxml import etree as E\n\
                  tree = E.parse(sys.argv[2]); E.XMLSchema(E.parse(sys.argv[1])).assertValid(tree)\n\
                  assert [f.get('name') for f in tree.getroot()] == ['poor.md', 'ä b/waived.md']\n\
                  errors = tree.findall('.//error'); assert len(errors) > 20\n\
                  assert all(e.get('source').startswith('clauselint.') and e.get('column') for e in errors)\n";
    python("lxml", script, &[&schema, &file]);
}

#[test]
fn code_quality_follows_its_schema() {
    let (_dir, file) = written("gitlab");
    let schema = root().join("tests/schemas/gitlab-code-quality.schema.json");
    let script = "import json, sys, jsonschema\n\
                  schema = json.load(open(sys.argv[1])); issues = json.load(open(sys.argv[2]))\n\
                  jsonschema.Draft202012Validator.check_schema(schema)\n\
                  jsonschema.validate(issues, schema); assert len(issues) > 20\n\
                  assert len({i['fingerprint'] for i in issues}) == len(issues)\n\
                  bad = [dict(issues[0], severity='error'), dict(issues[0], location={'path': 'x'}), {}]\n\
                  v = jsonschema.Draft202012Validator(schema)\n\
                  assert not any(v.is_valid([b]) for b in bad), 'the schema refuses what is wrong'\n";
    python("jsonschema", script, &[&schema, &file]);
}

/// The validator holds it against the schema of reviewdog's format, without any further keys.
#[test]
fn rdjson_follows_its_schema() {
    let tools = std::env::var_os("CLAUSELINT_TOOLS").map(PathBuf::from).unwrap_or_default();
    let validator = tools.join("node_modules/@umbrelladocs/rdformat-validator/bin/rdformat-validator.js");
    if !validator.is_file() || super::find_program("node").is_none() {
        skipped("node or rdformat-validator is missing, so rdjson was not held against its schema");
        return;
    }
    let (dir, file) = written("rdjson");
    let valid = |file: &Path| {
        let mut node = Command::new("node");
        let run = node.arg(&validator).args(["--strict", "--no-extra-fields"]).arg(file).output().unwrap();
        (run.status.success(), String::from_utf8_lossy(&run.stdout).into_owned())
    };
    let (sound, said) = valid(&file);
    assert!(sound, "{said}");
    let wrong = dir.path().join("wrong.json");
    let text =
        std::fs::read_to_string(&file).unwrap().replacen("\"severity\":\"WARNING\"", "\"severity\":\"grave\"", 1);
    std::fs::write(&wrong, text).unwrap();
    assert!(!valid(&wrong).0, "the validator refuses what is wrong");
}

/// What GitLab documents for code quality reports, and reviewdog for rdjson.
#[test]
fn json_for_gitlab_and_reviewdog_has_the_keys_that_they_document() {
    let (_dir, file) = written("gitlab");
    let issues: Vec<serde_json::Value> = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let mut prints = std::collections::BTreeSet::new();
    for issue in &issues {
        assert!(issue["description"].is_string() && issue["check_name"].is_string());
        assert!(issue["location"]["path"].is_string() && issue["location"]["lines"]["begin"].as_u64() > Some(0));
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&issue["severity"].as_str().unwrap()));
        assert!(prints.insert(issue["fingerprint"].as_str().unwrap().to_owned()), "fingerprints are unique");
    }
    let (_dir, file) = written("rdjson");
    let result: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    for diagnostic in result["diagnostics"].as_array().unwrap() {
        let start = &diagnostic["location"]["range"]["start"];
        assert!(start["line"].as_u64() > Some(0) && start["column"].as_u64() > Some(0));
        assert!(["ERROR", "WARNING", "INFO"].contains(&diagnostic["severity"].as_str().unwrap()));
        assert!(diagnostic["message"].is_string() && diagnostic["code"]["value"].is_string());
    }
}
