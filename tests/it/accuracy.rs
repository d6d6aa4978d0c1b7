//! Accuracy on real policies annotated by people: our figures are those of the corpus' own script, and what the repository
//! says of them is what is measured now. `UPDATE_DOCS=1 cargo test --test it accuracy` writes it anew.

use super::corpus::corpus;
use super::{program, root};
use clauselint::eval::Statement;
use clauselint::measure::Mapping;
use clauselint::rule::{self, RuleSet};
use clauselint::source::{Source, Sources};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

const CORPORA: [&str; 3] = ["gdpr-t-200", "goppc-150", "opp-115"];
/// The corpora whose figures rules may carry with them wherever they go.
const FREE: [&str; 2] = ["gdpr-t-200", "goppc-150"];
const MAPPING: &str = "tests/gold/requirements.yaml";
const RULES: &str = "tests/gold/rules.yaml";
/// The day of the law, so that figures do not change overnight.
const DAY: &str = "2026-11-22";

/// The four ways to score: doubts left out or not, errors of the annotation mended or not.
const WAYS: [(&str, &[&str]); 4] = [
    ("plain", &[]),
    ("certain", &["--certain"]),
    ("mended", &["--overrides"]),
    ("certain and mended", &["--certain", "--overrides"]),
];

/// Names of ratios and counts: ours and those of the corpus' script.
const NAMES: [(&str, &str); 21] = [
    ("policies", "n"),
    ("stated", "positives"),
    ("absent", "negatives"),
    ("left_out", "dropped"),
    ("true_positives", "tp"),
    ("false_positives", "fp"),
    ("false_negatives", "fn"),
    ("true_negatives", "tn"),
    ("places_found", "pred_spans"),
    ("places_annotated", "gold_spans"),
    ("precision", "P"),
    ("recall", "R"),
    ("f1", "F1"),
    ("accuracy", "accuracy"),
    ("majority_accuracy", "majority_accuracy"),
    ("absence_precision", "absent_P"),
    ("absence_recall", "absent_R"),
    ("absence_f1", "absent_F1"),
    ("span_precision", "span_P"),
    ("span_recall", "span_R"),
    ("paragraph_f1", "unit_F1"),
];

/// Scores by requirement and corpus.
type Scores = BTreeMap<(String, String), Map<String, Value>>;

struct Gold(PathBuf);

impl Gold {
    /// The annotated policies, unless there are none: then that is said.
    fn open(what: &str) -> Option<Self> {
        corpus(what).map(|folder| Self(folder.join("gold")))
    }

    fn files(&self) -> Vec<String> {
        CORPORA.iter().map(|name| self.0.join(name).join("gold.jsonl").display().to_string()).collect()
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }

    /// What `score` gives.
    fn score(&self, labels: &str, mapping: &str, args: &[String]) -> Value {
        let fixed = ["--labels", labels, "--mapping", mapping, "--isolated", "--as-of", DAY, "--split", "dev"];
        let mut command = program(root(), &["score", "--output-format", "json", "--gold"]);
        let output = command.args(self.files()).args(fixed).args(args).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// The arguments of one of [`WAYS`].
    fn args(&self, way: &[&str]) -> Vec<String> {
        let mut args: Vec<String> = way.iter().map(|a| (*a).to_owned()).collect();
        if way.contains(&"--overrides") {
            args.push(self.path("overrides.dev.jsonl"));
        }
        args
    }

    /// What `score` gives in each of [`WAYS`], made once.
    fn ours(&self) -> &'static [Value] {
        static ALL: OnceLock<Vec<Value>> = OnceLock::new();
        ALL.get_or_init(|| {
            WAYS.iter().map(|(_, way)| self.score(&self.path("mapping.json"), MAPPING, &self.args(way))).collect()
        })
    }

    /// What the corpus' script makes of some predictions.
    fn theirs(&self, predictions: &Path, way: &[&str]) -> Scores {
        let out = tempfile::NamedTempFile::new().unwrap();
        let mut command = Command::new("python3");
        command.arg(self.path("score.py")).args(["--split", "dev", "--pred"]).arg(predictions);
        for file in self.files() {
            command.args(["--gold", &file]);
        }
        let output = command.args(self.args(way)).arg("--json").arg(out.path()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let all: Vec<Map<String, Value>> = serde_json::from_slice(&std::fs::read(out.path()).unwrap()).unwrap();
        by_pair(all)
    }

    /// The figures of the keyword floor.
    fn floor(&self) -> Scores {
        let out = tempfile::NamedTempFile::new().unwrap();
        let script =
            Command::new("python3").arg(self.path("keyword-baseline.py")).arg(&self.0).arg(out.path()).status();
        assert!(script.unwrap().success());
        self.theirs(out.path(), &["--certain"])
    }

    /// The published F1 by paragraph of classifiers that were trained on other policies, by label.
    fn published(&self) -> BTreeMap<String, f64> {
        let page = std::fs::read_to_string(self.path("published.md")).unwrap();
        let rows = page.lines().map(|line| line.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>());
        let rows = rows.filter(|cells| cells.len() == 6 && cells[1].starts_with("0."));
        let label = |cell: &str| cell.split(" (").next().unwrap().replace(' ', "_");
        rows.map(|cells| (label(cells[0]), cells[3].parse().unwrap())).collect()
    }
}

fn by_pair(all: Vec<Map<String, Value>>) -> Scores {
    let name = |score: &Map<String, Value>, key: &str| score[key].as_str().unwrap().to_owned();
    all.into_iter().map(|score| ((name(&score, "requirement"), name(&score, "corpus")), score)).collect()
}

fn scores(json: &Value) -> Scores {
    by_pair(json["scores"].as_array().unwrap().iter().map(|s| s.as_object().unwrap().clone()).collect())
}

#[test]
fn figures_are_those_of_the_corpus_script() {
    let Some(gold) = Gold::open("score against score.py") else { return };
    let mut policies = Vec::new();
    for corpus in CORPORA {
        let files = std::fs::read_dir(gold.0.join(corpus)).unwrap().map(|entry| entry.unwrap().path());
        policies.extend(files.filter(|path| path.extension().is_some_and(|e| e == "md")));
    }
    let args = ["audit", "--isolated", "--as-of", DAY, "--output-format", "predictions", "--mapping", MAPPING];
    let output = program(root(), &args).args(policies).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let predictions = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(predictions.path(), &output.stdout).unwrap();
    for ((way, args), ours) in WAYS.iter().zip(gold.ours()) {
        let (ours, theirs) = (scores(ours), gold.theirs(predictions.path(), args));
        assert!(theirs.len() > 50, "{way}: {} pairs", theirs.len());
        assert_eq!(ours.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>(), "{way}");
        for (pair, score) in &ours {
            for (name, their_name) in NAMES {
                assert_eq!(score[name].as_f64(), theirs[pair][their_name].as_f64(), "{way}: {pair:?}: {name}");
            }
        }
    }
}

/// `0.93`, or a dash.
fn figure(value: &Value) -> String {
    value.as_f64().map_or_else(|| "–".to_owned(), |f| format!("{f:.2}"))
}

fn cells(score: &Map<String, Value>, names: &[&str]) -> String {
    names.iter().map(|name| format!(" {} |", figure(&score[*name]))).collect()
}

const HEAD: &str = "\
# Accuracy

How well the statements behind the shipped rules are found in real policies that people have annotated. These policies,
one half of each of three corpora, were before the rules' authors; on others expect less. Neither policies nor annotations
are part of this repository. `clauselint score` measures any corpus in the same way ([measuring](measuring.md)), and
`clauselint explain RULE` shows the figures of one rule alone. This page is written by a test.

- `gdpr-t-200`: policies of Android applications, 2024.
- `goppc-150`: policies of large sites under the GDPR, about 2021.
- `opp-115`: policies of US sites, 2015. **This corpus is for research, teaching and scholarship only.** Its figures stand
  here for these purposes, and nowhere else in the program.

What annotations cannot know is left out (`--certain`), unless a table says otherwise. *Mended*: errors of the annotations
that were judged one by one are set right. *Floor*: a short list of keywords for each requirement, to compare with.
";

/// The page on accuracy.
fn page(gold: &Gold) -> String {
    let ours: Vec<Scores> = gold.ours().iter().map(scores).collect();
    let (certain, mended) = (&ours[1], &ours[3]);
    let (floor, published) = (gold.floor(), gold.published());
    let mut page = HEAD.to_owned();
    page.push_str("\n## Means\n\nOver all pairs of requirement and corpus; over those with five or more policies on both sides; over those of them whose\nlabels mean what the requirement means.\n\n");
    page.push_str("| means over | pairs | F1 stated | F1 absent | absent: precision | recall | places: precision | recall | F1 by paragraph |\n|---|---|---|---|---|---|---|---|---|\n");
    for ((way, _), json) in WAYS.iter().zip(gold.ours()) {
        for mean in json["means"].as_array().unwrap().iter().filter(|m| m["corpus"].is_null()) {
            let mean = mean.as_object().unwrap();
            let (over, pairs) = (mean["over"].as_str().unwrap(), &mean["scores"]);
            let figures = cells(
                mean,
                &[
                    "f1",
                    "absence_f1",
                    "absence_precision",
                    "absence_recall",
                    "span_precision",
                    "span_recall",
                    "paragraph_f1",
                ],
            );
            page.push_str(&format!("| {over}, {way} | {pairs} |{figures}\n"));
        }
    }
    let labels: Value = serde_json::from_slice(&std::fs::read(gold.path("mapping.json")).unwrap()).unwrap();
    for corpus in CORPORA {
        let with = corpus == "goppc-150";
        page.push_str(&format!("\n## {corpus}\n\n"));
        if with {
            page.push_str("*Published*: the best F1 by paragraph that was published for this corpus, of classifiers trained on other policies of it.\n\n");
        }
        let (head, line) = if with { (" published |", "---|") } else { ("", "") };
        page.push_str(&format!("| requirement | fit | policies | stated | stated: precision | recall | F1 | F1 mended | F1 floor | absent: precision | recall | F1 | F1 mended | F1 floor | places: precision | recall | F1 by paragraph | floor |{head}\n"));
        page.push_str(&format!("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|{line}\n"));
        for ((requirement, _), score) in certain.iter().filter(|(pair, _)| pair.1 == corpus) {
            let pair = (requirement.clone(), corpus.to_owned());
            let of = |scores: &Scores, name: &str| scores.get(&pair).map_or("–".to_owned(), |s| figure(&s[name]));
            let stated = cells(score, &["precision", "recall", "f1"]);
            let absent = cells(score, &["absence_precision", "absence_recall", "absence_f1"]);
            let places = cells(score, &["span_precision", "span_recall", "paragraph_f1"]);
            let label = &labels["requirements"][requirement]["corpora"][corpus]["any"];
            let known = label.as_array().filter(|any| any.len() == 1).and_then(|any| published.get(any[0].as_str()?));
            let known = known.map_or_else(|| "–".to_owned(), |f| format!("{f:.2}"));
            let published = if with { format!(" {known} |") } else { String::new() };
            page.push_str(&format!(
                "| {requirement} | {} | {} | {} |{stated} {} | {} |{absent} {} | {} |{places} {} |{published}\n",
                score["fit"].as_str().unwrap(),
                score["policies"],
                score["stated"],
                of(mended, "f1"),
                of(&floor, "F1"),
                of(mended, "absence_f1"),
                of(&floor, "absent_F1"),
                of(&floor, "unit_F1"),
            ));
        }
    }
    page
}

/// Compares a generated file, or writes it anew.
fn generated(file: &str, fresh: &str) {
    let path = root().join(file);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, fresh).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == fresh, "{file} is stale: run UPDATE_DOCS=1 cargo test --test it accuracy");
}

#[test]
fn the_page_on_accuracy_says_what_is_measured() {
    let Some(gold) = Gold::open("docs/accuracy.md") else { return };
    generated("docs/accuracy.md", &page(&gold));
}

/// A mapping of the repository with the shipped rules; every name in it is one of them.
fn mapping(file: &str) -> (Mapping, RuleSet) {
    let mut sources = Sources::default();
    let input = rule::embedded(&mut sources);
    let (rules, _) = rule::load(&sources, &input);
    let id = sources.add(Source::new(file, std::fs::read_to_string(root().join(file)).unwrap()));
    let (mapping, wrong) = Mapping::read(&sources, id, &rules);
    assert_eq!(wrong, [], "{file}");
    (mapping, rules)
}

#[test]
fn mappings_name_what_there_is() {
    mapping(MAPPING);
    answered();
}

/// Rules with the requirements that each of them asks for by itself.
fn answered() -> Vec<(String, String)> {
    let (mapping, rules) = mapping(RULES);
    let mut pairs = Vec::new();
    for (requirement, answers) in mapping.requirements.iter().zip(&mapping.answers) {
        for answer in answers {
            let Statement::Rule(index) = answer else { panic!("{requirement}: only rules carry figures") };
            pairs.push((rules.rules[*index].id.0.clone(), requirement.clone()));
        }
    }
    pairs
}

#[test]
fn rules_carry_the_figures_that_are_measured() {
    let Some(gold) = Gold::open("rules/measured.json") else { return };
    let pairs = answered();
    // Each rule alone: under a requirement of its own.
    let labels: Value = serde_json::from_slice(&std::fs::read(gold.path("mapping.json")).unwrap()).unwrap();
    let (mut own, mut answers) = (Map::new(), Map::new());
    for (rule, requirement) in &pairs {
        let entry = &labels["requirements"][requirement];
        if !entry.is_null() {
            own.insert(format!("{rule} {requirement}"), entry.clone());
            answers.insert(format!("{rule} {requirement}"), json!([rule]));
        }
    }
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str, value: &Value| {
        let path = dir.path().join(name);
        std::fs::write(&path, value.to_string()).unwrap();
        path.display().to_string()
    };
    let (labels, mapping) = (file("labels.json", &json!({"requirements": own})), file("mapping.json", &json!(answers)));
    let json = gold.score(&labels, &mapping, &["--certain".to_owned()]);
    let mut measured: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for ((name, corpus), score) in scores(&json).iter().filter(|((_, corpus), _)| FREE.contains(&corpus.as_str())) {
        let (rule, requirement) = name.split_once(' ').unwrap();
        let mut one = Map::new();
        one.insert("requirement".to_owned(), json!(requirement));
        one.insert("corpus".to_owned(), json!(corpus));
        one.insert("policies".to_owned(), score["policies"].clone());
        one.insert("stated".to_owned(), score["stated"].clone());
        for name in ["precision", "recall", "absence_precision", "absence_recall"] {
            let rounded = score[name].as_f64().map(|f| (f * 100.0).round() / 100.0);
            one.insert(name.to_owned(), json!(rounded));
        }
        measured.entry(rule.to_owned()).or_default().push(Value::Object(one));
    }
    let rules: Vec<String> = measured
        .iter()
        .map(|(rule, all)| {
            let all: Vec<String> = all.iter().map(|one| format!("    {one}")).collect();
            format!("  {}: [\n{}\n  ]", json!(rule), all.join(",\n"))
        })
        .collect();
    generated("rules/measured.json", &format!("{{\n{}\n}}\n", rules.join(",\n")));
}
