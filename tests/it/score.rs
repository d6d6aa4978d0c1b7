//! `score` as users meet it: invented policies, invented annotations, figures counted by hand.

use super::{folder, root, run};
use serde_json::Value;
use std::path::Path;

const SCORE: [&str; 7] = ["score", "--gold", "gold.jsonl", "--labels", "labels.json", "--mapping", "mapping.yaml"];

fn invented() -> std::path::PathBuf {
    root().join("tests/gold/invented")
}

/// The scores by requirement.
fn scored(folder: &Path, args: &[&str]) -> Value {
    let args: Vec<&str> = SCORE.iter().chain(args).chain(&["--output-format", "json"]).copied().collect();
    let ran = run(folder, &args);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    serde_json::from_str(&ran.out).unwrap()
}

fn row<'a>(json: &'a Value, requirement: &str) -> &'a Value {
    json["scores"].as_array().unwrap().iter().find(|s| s["requirement"] == requirement).unwrap()
}

/// True and false positives, false and true negatives.
fn matrix(row: &Value) -> [u64; 4] {
    ["true_positives", "false_positives", "false_negatives", "true_negatives"].map(|name| row[name].as_u64().unwrap())
}

#[test]
fn figures_are_those_counted_by_hand() {
    let json = scored(&invented(), &[]);
    let retention = row(&json, "retention");
    assert_eq!(matrix(retention), [1, 2, 1, 2]);
    assert_eq!((&retention["span_precision"], &retention["span_recall"]), (&0.25.into(), &0.5.into()));
    assert_eq!(retention["paragraph_precision"], 0.25);
    assert_eq!(retention["answers"], serde_json::json!(["house/keeping"]));
    let signed = row(&json, "signed");
    assert_eq!(matrix(signed), [2, 0, 0, 4]);
    assert_eq!(signed["paragraph_f1"], Value::Null, "labels of the whole policy have no paragraphs");
    assert_eq!(matrix(row(&json, "unanswered")), [0, 0, 2, 4]);
    assert_eq!(json["disagreements"], Value::Null);
    let mean = &json["means"][0];
    assert_eq!((&mean["corpus"], &mean["scores"]), (&"invented".into(), &3.into()));
    assert_eq!(mean["recall"], 0.5);
}

#[test]
fn doubts_are_left_out_on_request_and_judgements_replace_annotations() {
    let certain = scored(&invented(), &["--certain"]);
    let retention = row(&certain, "retention");
    assert_eq!((matrix(retention), &retention["left_out"]), ([1, 1, 1, 1], &2.into()));
    assert_eq!(retention["absent"], 3, "evidence where nobody looked still leaves the policy an absent one");
    let fixed = scored(&invented(), &["--certain", "--overrides", "overrides.jsonl"]);
    assert_eq!((matrix(row(&fixed, "retention")), &fixed["overrides"]), ([2, 0, 1, 1], &1.into()));
    let dev = scored(&invented(), &["--split", "dev", "--fit", "good"]);
    assert_eq!(matrix(row(&dev, "retention")), [1, 2, 1, 1]);
    assert_eq!(dev["scores"].as_array().unwrap().len(), 2);
}

#[test]
fn one_rule_is_measured_alone() {
    let json = scored(&invented(), &["--rule", "house/keeping", "--disagreements"]);
    super::craft::documented(&json);
    assert_eq!(json["scores"].as_array().unwrap().len(), 1);
    let all = json["disagreements"].as_array().unwrap();
    let said: Vec<String> = all.iter().map(|d| format!("{}: {}", d["path"], d["kind"]).replace('"', "")).collect();
    assert_eq!(
        said,
        ["beacon.md: found, not annotated", "cove.txt: annotated, not found", "fjord.md: found, not annotated"]
    );
    assert_eq!((&all[1]["annotated"][0]["line"], &all[1]["annotated"][0]["start"]), (&3.into(), &38.into()));

    let ran = run(&invented(), &[&SCORE[..], &["--rule", "house/keepin"]].concat());
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("the mapping names `house/keepin` for no requirement; did you mean `house/keeping`?"));
}

#[test]
fn people_get_a_table_and_both_sides_of_a_disagreement() {
    let ran = run(&invented(), &[&SCORE[..], &["--disagreements", "--rule", "house/keeping"]].concat());
    insta::assert_snapshot!(ran.out);
}

/// A small corpus in which `replace` stands for `this`.
fn broken(file: &str, this: &str, replace: &str, args: &[&str]) -> String {
    let dir = folder(&[]);
    for entry in std::fs::read_dir(invented()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let mut text = std::fs::read_to_string(&path).unwrap();
        if name == file {
            assert!(text.contains(this), "{this}");
            text = text.replacen(this, replace, 1);
        }
        std::fs::write(dir.path().join(name), text).unwrap();
    }
    let ran = run(dir.path(), &[&SCORE[..], args].concat());
    assert_eq!(ran.code, Some(2), "{}", ran.out);
    assert_eq!(ran.out, "");
    ran.err
}

#[test]
fn what_cannot_be_measured_is_named_at_its_place() {
    let cases = [
        ("gold.jsonl", "\n{\"policy\": \"cove\"", "\nwhat\n{\"policy\": \"cove\"", "gold.jsonl:3:1"),
        ("gold.jsonl", "\"policy\": \"beacon\", ", "", "missing field `policy`"),
        ("gold.jsonl", "\"policy\": \"beacon\"", "\"policy\": \"anchor\"", "the policy `anchor` is annotated twice"),
        ("gold.jsonl", "\"beacon\"", "\"bacon\"", "the text of the policy `bacon` does not lie beside this file"),
        ("gold.jsonl", "[38, 71]", "[38, 710]", "lies outside of cove.txt, which has 89 bytes"),
        ("gold.jsonl", "[38, 71]", "[35, 71]", "cuts a character of cove.txt at byte 35"),
        ("gold.jsonl", "[38, 71]", "[71, 38]", "ends before it begins"),
        ("gold.jsonl", "[38, 71]", "[38]", "gold.jsonl:3:"),
        (
            "labels.json",
            "\"Retention\"",
            "\"Retentoin\"",
            "no policy of invented knows the label `Retentoin`; did you mean `Retention`?",
        ),
        ("labels.json", "\"good\"", "\"fine\"", "these labels cannot be read"),
        (
            "labels.json",
            "\"invented\"",
            "\"invented\": {\"any\": []}, \"x\"",
            "no label of invented stands for `retention`",
        ),
        ("labels.json", "requirements", "requirement", "these labels cannot be read"),
        ("mapping.yaml", "house/keeping", "house/keepin", "there is no rule or definition `house/keepin`"),
        ("overrides.jsonl", "beacon", "bacon", "no policy of invented is called `bacon`"),
        ("overrides.jsonl", "\"present\": true, ", "", "overrides.jsonl:1:"),
        ("overrides.jsonl", "]]", "00]]", "overrides.jsonl:1:89"),
    ];
    for (file, this, replace, said) in cases {
        let err = broken(file, this, replace, &["--overrides", "overrides.jsonl"]);
        assert!(err.contains(said), "{file}: {this} → {replace}: {said}\n{err}");
        assert!(err.contains(file) || said.contains("rule or definition"), "{err}");
    }
    let err = broken("mapping.yaml", "retention", "retention", &["--split", "test"]);
    assert!(err.contains("no policy belongs to the split `test`"), "{err}");
    let err = broken("mapping.yaml", "retention", "retention", &["--gold", "gold.jsonl"]);
    assert!(err.contains("the policy `fjord` is annotated twice"), "{err}");
    let err = broken("mapping.yaml", "retention", "retention", &["--gold", "nowhere.jsonl"]);
    assert!(err.contains("there is no file or folder nowhere.jsonl"), "{err}");
}
