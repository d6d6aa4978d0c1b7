//! Defects that were planted in policies of invented firms before the analyses knew them, by somebody who had not seen
//! them: each must be found at its place, and nothing anywhere else.

use super::{root, run};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The analyses with the rules that use them.
const ANALYSES: [(&str, &[&str]); 9] = [
    ("terms", &["undefined-term", "double-definition", "unused-term", "late-definition"]),
    ("references", &["dangling-xref", "broken-mailto"]),
    ("repetition", &["duplicate-sentence"]),
    ("placeholders", &["placeholder", "garbled-text", "company-name-inconsistent"]),
    (
        "facts",
        &[
            "age-inconsistent",
            "date-inconsistent",
            "response-time-inconsistent",
            "retention-inconsistent",
            "contact-inconsistent",
            "number-mismatch",
            "company-name-inconsistent",
        ],
    ),
    ("dates", &["date-impossible", "date-miscounted", "date-implausible", "policy-age"]),
    ("contradictions", &["self-contradiction", "sell-share-contradiction"]),
    (
        "clarity",
        &[
            "readability",
            "open-passive",
            "vague-quantifier",
            "vague-modal",
            "sentence-length",
            "purpose-catch-all",
            "including-without-limitation",
        ],
    ),
    ("links", &["broken-mailto", "link-mismatch", "link-text", "archived-link", "nondescriptive-link"]),
];

/// Rules that also stand for what is no defect of these policies: they judge plain words one by one.
const LOOSE: [&str; 5] =
    ["vague-modal", "vague-quantifier", "purpose-catch-all", "including-without-limitation", "sentence-length"];

/// A planted defect: its places in bytes of its policy.
struct Defect {
    analysis: String,
    kind: String,
    places: Vec<(usize, usize)>,
}

fn folder() -> PathBuf {
    root().join("tests/planted")
}

fn places(text: &str, quote: &str) -> Vec<(usize, usize)> {
    if quote.is_empty() {
        Vec::new()
    } else {
        text.match_indices(quote).map(|(at, _)| (at, at + quote.len())).collect()
    }
}

/// All planted defects by policy.
fn planted() -> BTreeMap<String, Vec<Defect>> {
    let list = std::fs::read_to_string(folder().join("defects.tsv")).unwrap();
    let mut all: BTreeMap<String, Vec<Defect>> = BTreeMap::new();
    for line in list.lines().skip(1) {
        let [file, analysis, kind, quote, other] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("five columns: {line}")
        };
        let text = std::fs::read_to_string(folder().join(file)).unwrap();
        let places = [places(&text, quote), places(&text, other)].concat();
        assert!(!places.is_empty(), "{file} does not hold: {quote}");
        let defect = Defect { analysis: analysis.to_owned(), kind: kind.to_owned(), places };
        all.entry(file.to_owned()).or_default().push(defect);
    }
    all
}

/// A finding: the rule and its places.
type Found = (String, Vec<(usize, usize)>);

/// What the program finds, by policy.
fn found() -> BTreeMap<String, Vec<Found>> {
    let args = ["check", "--isolated", "--pack", "core", "--pack", "clarity", "--as-of", "2026-11-25"];
    let ran = run(&folder(), &[&args[..], &["--output-format", "json", "."]].concat());
    let json: Value = serde_json::from_str(&ran.out).unwrap();
    let mut all: BTreeMap<String, Vec<Found>> = BTreeMap::new();
    for finding in json["findings"].as_array().unwrap() {
        let byte = |label: &Value, key: &str| usize::try_from(label[key].as_u64().unwrap()).unwrap();
        let labels = finding["labels"].as_array().unwrap();
        let mut places: Vec<_> = labels.iter().map(|l| (byte(l, "start"), byte(l, "end"))).collect();
        let rule = finding["rule"].as_str().unwrap().split('/').next_back().unwrap().to_owned();
        let path = finding["path"].as_str().unwrap();
        if rule == "readability" {
            // It points at headings and speaks of their sections.
            let text = std::fs::read_to_string(folder().join(path)).unwrap();
            let end = |at: usize| text[at..].find("\n#").map_or(text.len(), |next| at + next);
            places = places.iter().map(|(at, _)| (*at, end(*at))).collect();
        }
        all.entry(path.to_owned()).or_default().push((rule, places));
    }
    all
}

fn meet(a: &[(usize, usize)], b: &[(usize, usize)]) -> bool {
    a.iter().any(|x| b.iter().any(|y| x.0 < y.1 && y.0 < x.1))
}

#[test]
fn planted_defects_are_found_and_nothing_else() {
    let (planted, found) = (planted(), found());
    let mut missed = Vec::new();
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (file, defects) in &planted {
        for defect in defects {
            let (name, rules) = ANALYSES.iter().find(|(name, _)| *name == defect.analysis).unwrap();
            let hit = found
                .get(file)
                .into_iter()
                .flatten()
                .any(|(rule, places)| rules.contains(&rule.as_str()) && meet(places, &defect.places));
            let count = counts.entry(name).or_default();
            count.0 += usize::from(hit);
            count.1 += 1;
            if !hit {
                missed.push(format!("{file}: {name}: {}", defect.kind));
            }
        }
    }
    let mut elsewhere = Vec::new();
    let rules: Vec<&str> = ANALYSES.iter().flat_map(|(_, rules)| rules.iter().copied()).collect();
    for (file, findings) in &found {
        let all: Vec<_> = planted.get(file).into_iter().flatten().flat_map(|d| d.places.clone()).collect();
        for (rule, places) in findings.iter().filter(|(rule, _)| rules.contains(&rule.as_str())) {
            if !LOOSE.contains(&rule.as_str()) && !meet(places, &all) {
                elsewhere.push(format!("{file}: {rule} at {places:?}"));
            }
        }
    }
    let (hits, total) = counts.values().fold((0, 0), |(h, t), c| (h + c.0, t + c.1));
    println!("{counts:?}\nmissed:\n{}\nelsewhere:\n{}", missed.join("\n"), elsewhere.join("\n"));
    assert!(total >= 120, "{total} defects");
    assert!(hits * 100 >= total * 95, "{hits} of {total} found; missed:\n{}", missed.join("\n"));
    assert!(elsewhere.is_empty(), "found where nothing was planted:\n{}", elsewhere.join("\n"));
}
