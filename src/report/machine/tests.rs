//! Every format on the hand-made run, and on texts that try to break out of it.

use super::*;
use crate::report::{fixture, markdown};
use crate::source::Source;
use std::io::{self, Write};

type Format = fn(&mut dyn Write, &Run<'_>) -> io::Result<()>;

const ALL: [(&str, Format); 7] = [
    ("sarif", sarif::check),
    ("github", github::check),
    ("gitlab", gitlab::check),
    ("checkstyle", checkstyle::check),
    ("junit", junit::check),
    ("rdjson", rdjson::check),
    ("markdown", markdown::check),
];

fn shown(format: Format, sources: &Sources, rules: &RuleSet, reports: &[Report], problems: &[Diagnostic]) -> String {
    let judged: Vec<_> = reports.iter().map(|report| Judgement { report, rules, fail_on: Severity::Warning }).collect();
    let mut out = Vec::new();
    format(&mut out, &Run { sources, judged: &judged, problems }).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_shape_of_every_format() {
    let (sources, rules, reports) = fixture::run();
    let problems = [
        Diagnostic::error("input", "cannot read gone.md"),
        Diagnostic::warning("config", "unknown key").at(SourceId(0), Span::new(2, 9), "here"),
    ];
    for (name, format) in ALL {
        let text = shown(format, &sources, &rules, &reports, &problems);
        let text = match serde_json::from_str::<serde_json::Value>(&text) {
            Ok(value) => serde_json::to_string_pretty(&value).unwrap(),
            Err(_) => text,
        };
        insta::assert_snapshot!(name, text.replace(env!("CARGO_PKG_VERSION"), "[version]"));
    }
}

#[test]
fn what_a_policy_says_stays_text() {
    let (_, rules, mut reports) = fixture::run();
    let mut sources = Sources::default();
    sources.add(Source::new("a b/ü:%,\".md", fixture::POLICY));
    let nasty = "</message>\"&<script>alert(1)</script>\n::error::forged | `x` @all #1 ![x](y) \u{1b}[31m\u{0}";
    reports[0].findings[0].diagnostic.message = nasty.to_owned();
    reports[0].findings[0].diagnostic.notes = vec![nasty.to_owned()];
    for (name, format) in ALL {
        let text = shown(format, &sources, &rules, &reports, &[]);
        let is_json = serde_json::from_str::<serde_json::Value>(&text).is_ok();
        assert!(is_json || name == "github" || !text.contains("<script"), "{name}: {text}");
        assert!(!text.contains('\u{1b}') && !text.contains('\0'), "{name}");
        assert!(!text.contains("\n::error::forged"), "{name}");
        if matches!(name, "checkstyle" | "junit") {
            assert_eq!(
                text.matches("<error ").count() + text.matches("<failure ").count(),
                if name == "junit" { 1 } else { 2 }
            );
        }
    }
    let uri = shown(sarif::check, &sources, &rules, &reports, &[]);
    assert!(uri.contains(r#""uri":"a%20b/%C3%BC%3A%25,%22.md""#), "{uri}");
    assert!(shown(github::check, &sources, &rules, &reports, &[]).contains("file=a b/ü%3A%25%2C\".md,line="));
}

#[test]
fn nothing_found_is_said_in_every_format() {
    let (sources, rules, _) = fixture::run();
    for (name, format) in ALL {
        let text = shown(format, &sources, &rules, &[], &[]);
        let empty = matches!(name, "github");
        assert_eq!(text.is_empty(), empty, "{name}");
    }
}

#[test]
fn fingerprints_of_a_report_are_unique_and_keep_when_lines_move() {
    let (sources, rules, mut reports) = fixture::run();
    let twice = reports[0].findings[0].clone();
    reports[0].findings.push(twice);
    let prints = |sources: &Sources, reports: &[Report]| {
        let text = shown(gitlab::check, sources, &rules, reports, &[]);
        let issues: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
        issues.iter().map(|i| i["fingerprint"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let before = prints(&sources, &reports);
    assert_eq!(before.iter().collect::<std::collections::BTreeSet<_>>().len(), 3);
    let mut moved = Sources::default();
    moved.add(Source::new("privacy.md", format!("\n\n\n{}", fixture::POLICY)));
    for label in reports[0].findings.iter_mut().flat_map(|f| &mut f.diagnostic.labels) {
        label.span = Span::new(label.span.start as usize + 3, label.span.end as usize + 3);
    }
    assert_eq!(prints(&moved, &reports), before);
}
