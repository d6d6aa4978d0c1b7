//! What `action.yml` and `docs/ci.md` give to servers: held against the schemas of those servers where the checker is
//! installed, and run here step by step.

use super::{BIN, find_program, folder, root, skipped};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

/// The code blocks of a page in that language.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let text = std::fs::read_to_string(root().join(page)).unwrap();
    let start = format!("```{language}\n");
    text.split(&start).skip(1).map(|b| b.split("\n```").next().unwrap().to_owned() + "\n").collect()
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap_or_else(|e| panic!("{e}: {text}"))
}

/// Holds a file against a schema that comes with the checker; says so when there is no checker.
fn by_schema(schema: &str, text: &str) {
    let Some(checker) = find_program("check-jsonschema") else {
        skipped(&format!("check-jsonschema is not installed, so nothing was held against the schema {schema}"));
        return;
    };
    let dir = folder(&[("x.yml", text)]);
    let ran =
        Command::new(checker).args(["--builtin-schema", schema, "x.yml"]).current_dir(dir.path()).output().unwrap();
    assert!(ran.status.success(), "{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
}

/// What a run of the action left behind.
struct Action {
    log: String,
    summary: String,
    failed: bool,
    exit_code: String,
    steps: Vec<String>,
}

/// Runs the shell steps of the action in `site`, as a server would: expressions are put in, outputs are handed on.
fn action(site: &Path, given: &[(&str, &str)]) -> Action {
    let action = yaml(&std::fs::read_to_string(root().join("action.yml")).unwrap());
    let mut values = BTreeMap::new();
    for (name, input) in action["inputs"].as_object().unwrap() {
        values.insert(format!("inputs.{name}"), input["default"].as_str().unwrap().to_owned());
    }
    for (name, value) in given {
        assert!(values.insert(format!("inputs.{name}"), (*value).to_owned()).is_some(), "{name}");
    }
    values.insert("github.action_path".to_owned(), root().display().to_string());
    let temporary = tempfile::tempdir().unwrap();
    let file = |name: &str| temporary.path().join(name);
    let mut result = Action {
        log: String::new(),
        summary: String::new(),
        failed: false,
        exit_code: String::new(),
        steps: Vec::new(),
    };
    for step in action["runs"]["steps"].as_array().unwrap() {
        result.steps.push(step["name"].as_str().unwrap().to_owned());
        let Some(script) = step["run"].as_str() else { continue };
        assert!(!script.contains("${{"), "values reach a script by its environment, never as part of it: {script}");
        std::fs::write(file("output"), "").unwrap();
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(site);
        command.env("RUNNER_TEMP", temporary.path());
        command.env("GITHUB_OUTPUT", file("output")).env("GITHUB_STEP_SUMMARY", file("summary"));
        for (name, value) in step["env"].as_object().unwrap() {
            let expression = value.as_str().unwrap().trim_start_matches("${{ ").trim_end_matches(" }}");
            command.env(name, values.get(expression).unwrap_or_else(|| panic!("{expression}")));
        }
        let Output { status, stdout, stderr } = command.output().unwrap();
        result.log += &String::from_utf8_lossy(&stdout);
        result.log += &String::from_utf8_lossy(&stderr);
        for line in std::fs::read_to_string(file("output")).unwrap().lines() {
            let (name, value) = line.split_once('=').unwrap();
            values.insert(format!("steps.{}.outputs.{name}", step["id"].as_str().unwrap()), value.to_owned());
        }
        if !status.success() {
            result.failed = true;
            break;
        }
    }
    result.summary = std::fs::read_to_string(file("summary")).unwrap_or_default();
    result.exit_code = values.get("steps.lint.outputs.exit-code").cloned().unwrap_or_default();
    result
}

#[test]
fn the_action_annotates_summarises_and_fails() {
    let poor = std::fs::read_to_string(root().join("tests/policies/poor.md")).unwrap();
    let site = folder(&[("apps/my privacy.md", &poor), ("docs/privacy $(touch harm).md", &poor), ("other.md", &poor)]);
    let paths = "apps/my privacy.md\ndocs/privacy $(touch harm).md\n";
    let run = action(site.path(), &[("program", BIN), ("paths", paths), ("sarif-file", "out.sarif")]);
    assert_eq!((run.failed, run.exit_code.as_str()), (true, "1"), "{}", run.log);
    assert_eq!(run.steps, ["Find or build clauselint", "Lint", "Hand the report to code scanning", "Result"]);
    assert!(run.log.contains("::warning file=apps/my privacy.md,line=1,"), "{}", run.log);
    assert!(!run.log.contains("other.md") && !site.path().join("harm").exists());
    assert!(run.summary.starts_with("## ") && run.summary.contains("core/retention"), "{}", run.summary);
    let sarif: Value = serde_json::from_str(&std::fs::read_to_string(site.path().join("out.sarif")).unwrap()).unwrap();
    assert!(sarif["runs"][0]["results"].as_array().unwrap().len() > 5);
}

#[test]
fn the_action_takes_arguments_and_tells_findings_from_errors() {
    let poor = std::fs::read_to_string(root().join("tests/policies/poor.md")).unwrap();
    let site = folder(&[("privacy.md", &poor)]);
    let run = |given: &[(&str, &str)]| action(site.path(), &[&[("program", BIN)], given].concat());
    let lenient = run(&[("arguments", "--fail-on=error\n--ignore=core/retention\n"), ("summary", "false")]);
    assert_eq!(
        (lenient.failed, lenient.exit_code.as_str(), lenient.summary.as_str()),
        (false, "0", ""),
        "{}",
        lenient.log
    );
    assert!(lenient.log.contains("::warning file=privacy.md") && !lenient.log.contains("core/retention"));
    let gone = run(&[("paths", "gone.md")]);
    assert_eq!((gone.failed, gone.exit_code.as_str()), (true, "2"), "{}", gone.log);
    let wrong = run(&[("arguments", "--no-such-option")]);
    assert_eq!((wrong.failed, wrong.exit_code.as_str()), (true, "2"), "{}", wrong.log);
}

#[test]
fn the_action_and_its_use_follow_their_schemas() {
    by_schema("vendor.github-actions", &std::fs::read_to_string(root().join("action.yml")).unwrap());
    let page = blocks("docs/ci.md", "yaml");
    let workflow = page.iter().find(|b| b.contains("\njobs:")).unwrap();
    by_schema("vendor.github-workflows", workflow);
    let action = yaml(&std::fs::read_to_string(root().join("action.yml")).unwrap());
    let uses = &yaml(workflow)["jobs"]["clauselint"]["steps"][1];
    for name in uses["with"].as_object().unwrap().keys() {
        assert!(action["inputs"].get(name).is_some(), "docs/ci.md gives the input {name}, which the action has not");
    }
    let text = std::fs::read_to_string(root().join("docs/ci.md")).unwrap();
    for name in action["inputs"].as_object().unwrap().keys().chain(action["outputs"].as_object().unwrap().keys()) {
        assert!(text.contains(&format!("`{name}`")), "docs/ci.md does not speak of {name}");
    }
}

#[test]
fn the_job_for_gitlab_follows_its_schema_and_leaves_its_reports() {
    let page = blocks("docs/ci.md", "yaml");
    let job = page.iter().find(|b| b.contains("codequality:")).unwrap();
    by_schema("vendor.gitlab-ci", job);
    let job = &yaml(job)["clauselint"];
    let poor = std::fs::read_to_string(root().join("tests/policies/poor.md")).unwrap();
    let site = folder(&[("privacy.md", &poor)]);
    let path = format!("{}:{}", Path::new(BIN).parent().unwrap().display(), std::env::var("PATH").unwrap());
    for line in job["script"].as_array().unwrap() {
        let mut bash = Command::new("bash");
        let ran =
            bash.args(["-c", line.as_str().unwrap()]).current_dir(site.path()).env("PATH", &path).output().unwrap();
        assert_eq!(ran.status.code(), Some(1), "{}", String::from_utf8_lossy(&ran.stderr));
    }
    let mut files: Vec<&Value> = job["artifacts"]["reports"].as_object().unwrap().values().collect();
    files.extend(job["artifacts"]["paths"].as_array().unwrap());
    assert_eq!(files.len(), 3);
    for file in files {
        let text = std::fs::read_to_string(site.path().join(file.as_str().unwrap())).unwrap();
        assert!(text.contains("core/retention"), "{file}");
    }
}

#[test]
fn reviewdog_reads_the_findings() {
    let Some(reviewdog) = find_program("reviewdog") else {
        skipped("reviewdog is not installed, so only the form of its input was checked");
        return;
    };
    let poor = std::fs::read_to_string(root().join("tests/policies/poor.md")).unwrap();
    let site = folder(&[("privacy.md", &poor)]);
    let snippet = blocks("docs/ci.md", "sh").into_iter().find(|b| b.contains("reviewdog")).unwrap();
    let all = snippet.replace("-diff=\"git diff main\"", "-filter-mode=nofilter -diff=\"true\"");
    let folders = [Path::new(BIN).parent().unwrap(), reviewdog.parent().unwrap()].map(|p| p.display().to_string());
    let path = format!("{}:{}", folders.join(":"), std::env::var("PATH").unwrap());
    let ran = Command::new("bash").args(["-c", &all]).current_dir(site.path()).env("PATH", path).output().unwrap();
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(said.contains("privacy.md:1:3"), "{said}{}", String::from_utf8_lossy(&ran.stderr));
}

/// The other commands of the page.
#[test]
fn commands_of_the_page_run() {
    let poor = std::fs::read_to_string(root().join("tests/policies/poor.md")).unwrap();
    let site = folder(&[("privacy.md", &poor)]);
    let path = format!("{}:{}", Path::new(BIN).parent().unwrap().display(), std::env::var("PATH").unwrap());
    let line = blocks("docs/ci.md", "sh").into_iter().find(|b| b.contains("checkstyle=")).unwrap();
    let ran = Command::new("bash").args(["-c", &line]).current_dir(site.path()).env("PATH", path).output().unwrap();
    assert_eq!(ran.status.code(), Some(1), "{}", String::from_utf8_lossy(&ran.stderr));
    assert!(site.path().join("clauselint.checkstyle.xml").is_file() && site.path().join("clauselint.xml").is_file());
}
