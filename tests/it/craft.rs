//! The authoring tools as users meet them: `init`, `test --coverage`, `explain --on`.

use super::{folder, root, run};

const RULES: &str = "pack own {\n    title \"Own\"\n}\n\nrule bees {\n    title \"Say who keeps the bees\"\n    must state \"(keep | hold) bees\" and \"hive\"\n    pass \"We keep bees in a hive.\"\n    pass \"The hive is where we keep bees.\"\n    pass \"In our hive we keep bees.\"\n    fail \"A hive.\"\n    fail \"A box.\"\n}\n";

#[test]
fn init_writes_a_configuration_that_loads() {
    let dir = folder(&[("p.md", "# Privacy Policy\n\nText.\n")]);
    let args = ["init", "--audience", "eu,us-ca", "--fact", "uses-cookies=true", "--packs", "core", "--yes"];
    let ran = run(dir.path(), &args);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let written = std::fs::read_to_string(dir.path().join("clauselint.yaml")).unwrap();
    assert!(written.contains("\npacks: [core]\n") && written.contains("\n    uses-cookies: true  # "), "{written}");
    assert_eq!(run(dir.path(), &["check", "--exit-zero", "p.md"]).err, "");

    let again = run(dir.path(), &["init", "--yes"]);
    assert_eq!(again.code, Some(2));
    assert!(again.err.contains("--force"), "{}", again.err);
    assert_eq!(std::fs::read_to_string(dir.path().join("clauselint.yaml")).unwrap(), written);
    assert_eq!(run(dir.path(), &["init", "--yes", "--force"]).code, Some(0));
    assert_ne!(std::fs::read_to_string(dir.path().join("clauselint.yaml")).unwrap(), written);
    assert_eq!(run(dir.path(), &["check", "--exit-zero", "p.md"]).err, "");
}

#[test]
fn init_refuses_names_that_nothing_bears() {
    for args in [
        &["init", "--audience", "narnia"][..],
        &["init", "--fact", "no-such-fact=true"],
        &["init", "--fact", "uses-cookies=perhaps"],
        &["init", "--packs", "cor"],
    ] {
        let dir = folder(&[]);
        let ran = run(dir.path(), args);
        assert_eq!(ran.code, Some(2), "{args:?}: {}", ran.err);
        assert!(!dir.path().join("clauselint.yaml").exists(), "{args:?}");
    }
}

#[test]
fn coverage_names_what_no_example_exercises() {
    let dir = folder(&[("own.clause", RULES)]);
    let ran = run(dir.path(), &["test", "--coverage", "own.clause"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("own.clause:7:25: no example exercises this alternative: hold\n"), "{}", ran.out);
    assert!(ran.out.ends_with("exercised 2 of 3 alternatives in 2 phrases; not exercised: 1\n"), "{}", ran.out);
    assert_eq!(run(dir.path(), &["test", "--require-coverage", "own.clause"]).code, Some(1));

    let ran = run(dir.path(), &["test", "--coverage", "--format", "json", "own.clause"]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["examples"], 5);
    assert_eq!(json["coverage"][0]["exercised"], 2);
    assert_eq!(json["coverage"][0]["gaps"][0]["line"], 7);
    documented(&json);
    let ran = run(dir.path(), &["test", "--format", "json", "own.clause"]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert!(json["coverage"].is_null());
}

#[test]
fn examples_of_definitions_are_run_and_exercise_what_the_definition_uses() {
    let rules = RULES.replace(
        "rule bees",
        "define insect =\n      \"(bee | wasp)\"\n   or \"hornet\"\n    pass \"A wasp.\"\n    fail \"A hornet.\"\n\ndefine nest =\n      insect and \"nest\"\n    pass \"A [[bee has a nest]].\"\n\nrule bees",
    );
    let rules = rules.replace("\"(keep | hold) bees\"", "\"keep bees\"");
    let dir = folder(&[("own.clause", &rules)]);
    let ran = run(dir.path(), &["test", "--coverage", "own.clause"]);
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    assert!(ran.out.contains("a `fail` example of own.insect does not hold\n  ┌─ own.clause:9:11\n"), "{}", ran.out);
    assert!(ran.out.contains("expected no match, but there is one at “hornet”"), "{}", ran.out);
    assert!(
        ran.out.contains("failed: own.insect\n1 of 8 examples of 1 rule and 2 definitions failed\n"),
        "{}",
        ran.out
    );
    assert!(ran.out.ends_with("exercised 6 of 6 alternatives in 5 phrases\n"), "{}", ran.out);

    let dir = folder(&[("own.clause", &rules.replace("fail \"A hornet.\"", "fail \"A bird.\""))]);
    let ran = run(dir.path(), &["test", "--require-coverage", "own.clause"]);
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    assert!(ran.out.contains("own.clause:7:7: no example matches this phrase: \"hornet\"\n"), "{}", ran.out);
}

#[test]
fn a_trace_shows_how_far_the_operands_stand_apart() {
    let policy = "# Policy\n\nWe keep bees. They are ours. Here is a hive.\n";
    let dir = folder(&[("own.clause", RULES), ("p.md", policy), ("clauselint.yaml", "rules: [own.clause]\n")]);
    let ran = run(dir.path(), &["explain", "own/bees", "--on", "p.md", "--pack", "own"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    for said in [
        "✗ both, within one sentence: no match",
        "✓ “keep bees” or the like: 1 match",
        "3:4 “keep bees”",
        "2 sentences and 6 words apart",
        "Verdict: missing",
        "own.clause:5:6",
    ] {
        assert!(ran.out.contains(said), "{said} in {}", ran.out);
    }
    let ran = run(dir.path(), &["explain", "own/bees", "--on", "p.md", "--pack", "own", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["verdict"]["verdict"], "missing");
    assert_eq!(json["obligation"]["holds"], false);
    assert_eq!(json["obligation"]["steps"][0]["steps"][0]["places"][0]["text"], "keep bees");
    documented(&json);
}

#[test]
fn a_trace_shows_values_actors_exclusions_and_polarity() {
    let rules = "pack own {\n    title \"Own\"\n}\n\nrule age {\n    title \"Give an age\"\n    must state \"over {age}\" where age in ..20\n    fail \"You must be [[over 30]].\"\n}\n\nrule deed {\n    title \"Say what we do\"\n    must affirm \"(sell | lend) bees\" by publisher but not \"never\"\n    pass \"We sell bees.\"\n    pass \"We lend bees.\"\n    fail \"[[Bees]]\"\n}\n";
    let rules = rules.replace("    fail \"[[Bees]]\"\n", "");
    let policy = "# Policy\n\nYou must be over 30 years old. You sell bees. We do not lend bees.\n";
    let dir = folder(&[("own.clause", &rules), ("p.md", policy), ("clauselint.yaml", "rules: [own.clause]\n")]);
    let trace = |rule: &str| run(dir.path(), &["explain", rule, "--on", "p.md", "--pack", "own"]).out;
    let age = trace("own/age");
    assert!(age.contains("✗ where age in ..20: no match") && age.contains("asked for: age in ..20"), "{age}");
    let deed = trace("own/deed");
    assert!(deed.contains("said of the user") && deed.contains("is denied here"), "{deed}");
}

#[test]
fn a_trace_says_what_it_cannot_show() {
    let dir = folder(&[("p.md", "# P\n\nText.\n"), ("q.md", "# Q\n\nText.\n")]);
    for args in [
        &["explain", "core/retentoin", "--on", "p.md"][..],
        &["explain", "core/retention", "--on", "none.md"],
        &["explain", "core/retention", "--on", "."],
        &["explain", "core/retention", "--format", "json"],
    ] {
        let ran = run(dir.path(), args);
        assert_eq!(ran.code, Some(2), "{args:?}: {}", ran.err);
        assert!(!ran.err.is_empty() && ran.out.is_empty(), "{args:?}");
    }
}

/// Every key of a shape stands in the page on output.
pub fn documented(value: &serde_json::Value) {
    let docs = std::fs::read_to_string(root().join("docs/output.md")).unwrap();
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            serde_json::Value::Object(map) => {
                for (key, value) in map {
                    assert!(docs.contains(&format!("`{key}`")), "docs/output.md does not speak of `{key}`");
                    if key != "captures" && key != "corpora" {
                        open.push(value);
                    }
                }
            }
            serde_json::Value::Array(all) => open.extend(all),
            _ => {}
        }
    }
}

/// Every alternative of every phrase of the shipped packs takes part in some example.
#[test]
fn the_examples_of_the_shipped_packs_exercise_every_alternative() {
    let ran = run(root(), &["test", "--isolated", "--coverage", "--require-coverage"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert!(!ran.out.contains("not exercised"), "{}", ran.out);
}
