//! Tests of the configuration.

use super::*;
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Sources};

fn read_text(text: &str) -> (Config, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let id = sources.add(Source::new(FILE_NAME, text));
    read(&sources, id, PathBuf::from("/site"))
}

/// `LINE: message (label)` of every problem.
fn problems(text: &str) -> Vec<String> {
    let source = Source::new(FILE_NAME, text);
    let show = |d: &Diagnostic| {
        let label = d.primary().unwrap();
        format!("{}: {} ({})", source.position(label.span.start as usize).line, d.message, label.message)
    };
    read_text(text).1.iter().map(show).collect()
}

#[test]
fn a_full_configuration_is_understood() {
    let text = "packs: [core, eu]\nprofile:\n  audience: [EU, us-CA]\n  facts: {uses-cookies: true, sells-data: false}\n\
        severities: {core/retention: error, eu/*: off}\nrules: [rules]\nlexicons: lexicons/own.yaml\n\
        include: [\"docs/**/*.md\"]\nexclude: drafts/**\nfail-on: error\nas-of: 2026-03-01\n\
        overrides:\n  - files: docs/app/**\n    packs: all\n    profile: {audience: uk}\n    severities: {core: info}\n";
    let (config, problems) = read_text(text);
    assert_eq!(problems, []);
    assert_eq!(config.fail_on, Some(Severity::Error));
    assert_eq!(config.as_of, Some(jiff::civil::date(2026, 3, 1)));
    assert!(config.includes(Path::new("/site/docs/privacy.md")));
    assert!(!config.includes(Path::new("/site/README.md")));
    let general = config.settings_for(Path::new("/site/docs/privacy.md"));
    assert!(general.profile().audience.unwrap().contains("us-ca"));
    assert_eq!(general.severities.len(), 2);
    let app = config.settings_for(Path::new("/site/docs/app/privacy.md"));
    assert_eq!(app.packs, Some(Packs::All));
    assert_eq!(app.profile().audience.unwrap().into_iter().collect::<Vec<_>>(), ["uk"]);
    assert_eq!(app.profile().facts.len(), 2);
    assert_eq!(app.severities.last().unwrap().1, Some(Severity::Info));
}

#[test]
fn defaults_are_markdown_and_text() {
    let config = Config::default();
    assert!(config.includes(Path::new("a/b.md")) && config.includes(Path::new("c.txt")));
    assert!(!config.includes(Path::new("a/b.rs")) && !config.includes(Path::new("md")));
}

#[test]
fn several_mistakes_are_reported_at_once() {
    let text = "pack: all\nprofile:\n  audiences: [eu]\n  facts: {uses-cookies: yes}\nseverities: {core/retention: warn}\n\
        include: [\"a[\"]\nfail_on: error\nas-of: tomorrow\npacks: 3\nexclude: [1]\n";
    let found = problems(text);
    assert_eq!(
        found,
        [
            "1: the configuration has no key `pack` (did you mean `packs`?)",
            "7: the configuration has no key `fail_on` (did you mean `fail-on`?)",
            "3: the profile has no key `audiences` (did you mean `audience`?)",
            "4: `uses-cookies` is true or false, not a text (true or false expected)",
            "5: `warn` is not a severity (did you mean `warning`?)",
            "6: `a[` is not a glob (unclosed character class; missing ']')",
            "8: `as-of` is a date (such as 2026-01-31)",
            "9: `packs` is a list of names, not a number (a list of names expected)",
            "10: `exclude` is a list of names, not a number (a list of names expected)",
        ]
    );
}

#[test]
fn repeated_keys_are_reported_with_both_places() {
    let (config, problems) = read_text("packs: all\nfail-on: info\npacks: [core]\n");
    assert_eq!(config.settings.packs, Some(Packs::All), "the first one holds");
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].labels.len(), 2);
}

#[test]
fn paths_do_not_leave_the_folder() {
    let found = problems("rules: [../x, /etc, a/../../b, ok/./rules]\n");
    assert_eq!(found.len(), 3, "{found:?}");
}

#[test]
fn broken_yaml_is_one_problem_at_its_place() {
    let found = problems("packs: all\nprofile: [eu\nfail-on: error\n");
    assert_eq!(found.len(), 1);
    assert!(!found[0].contains("line"), "{found:?}");
    assert_eq!(problems("- a\n"), ["1: the configuration is a map of keys, not a list (`key: value` expected)"]);
}

#[test]
fn an_override_without_files_is_reported() {
    let found = problems("overrides:\n  - packs: all\n");
    assert_eq!(found, ["2: an override names no files (`files: [\"apps/**\"]` expected)"]);
}

fn names() -> Vocabulary<'static> {
    Vocabulary {
        packs: vec!["core"],
        rules: Vec::new(),
        audiences: Some(vec!["eu", "us", "us-ca"]),
        facts: Some(vec!["uses-cookies"]),
    }
}

#[test]
fn unknown_names_are_reported_with_the_likeliest_meant() {
    let (config, problems) = read_text(
        "packs: [cor]\nprofile: {audience: [EU, us_ca], facts: {uses_cookies: true}}\nseverities: {core: off, eu: off}\n",
    );
    assert_eq!(problems, []);
    let said: Vec<String> = config
        .check_names(&names())
        .iter()
        .map(|d| format!("{} ({})", d.message, d.primary().unwrap().message))
        .collect();
    assert_eq!(
        said,
        [
            "there is no pack `cor` (did you mean `core`?)",
            "there is no audience `us_ca` (did you mean `us-ca`?)",
            "there is no fact `uses_cookies` (did you mean `uses-cookies`?)",
            "there is no rule or pack `eu` (known: core)",
        ]
    );
}

#[test]
fn the_command_line_reads_profiles() {
    let mut settings = Settings::default();
    profile_setting("audience=EU, us-ca", &mut settings).unwrap();
    profile_setting("uses-cookies=true", &mut settings).unwrap();
    let profile = settings.profile();
    assert_eq!(profile.audience.unwrap().into_iter().collect::<Vec<_>>(), ["eu", "us-ca"]);
    assert_eq!(profile.facts.get("uses-cookies"), Some(&true));
    assert!(profile_setting("uses-cookies", &mut settings).is_err());
    assert!(profile_setting("uses-cookies=maybe", &mut settings).is_err());
}

#[test]
fn the_schema_has_the_keys_that_are_checked() {
    let schema: serde_json::Value = serde_json::from_str(&schema::json()).unwrap();
    let keys = |v: &serde_json::Value| v["properties"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let sorted = |mut k: Vec<String>| {
        k.sort();
        k
    };
    let own = |k: &[&str]| sorted(k.iter().map(ToString::to_string).collect());
    assert_eq!(sorted(keys(&schema)), own(&check::TOP));
    assert_eq!(sorted(keys(&schema["$defs"]["Override"])), own(&check::OVERRIDE));
    assert_eq!(sorted(keys(&schema["$defs"]["Profile"])), own(&check::PROFILE));
}
