//! Input that nobody wants: a clear message, the right exit code, no panic, no hang, and the other files are linted.

use super::{Ran, folder, program, run};
use std::fmt::Write as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// Nothing here may take longer, even in a build without optimisation on a busy machine.
const LONG: Duration = Duration::from_secs(120);

/// Runs `check` on `names`; a good policy is among them and must still be linted.
fn check(dir: &tempfile::TempDir, names: &[&str]) -> Ran {
    std::fs::write(dir.path().join("good.md"), "# Good\n\nWe lint this.\n").unwrap();
    let start = Instant::now();
    let ran = run(dir.path(), &[&["check", "--format", "json"], names, &["good.md"]].concat());
    assert!(start.elapsed() < LONG, "took {:?}", start.elapsed());
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let findings = json["findings"].to_string();
    assert!(findings.contains("good.md"), "the good policy is linted: {findings:.300}");
    ran
}

#[test]
fn unreadable_texts_are_said_and_the_rest_is_linted() {
    let dir = folder(&[("empty.md", ""), ("front.md", "---\na: b\n---\n")]);
    std::fs::write(dir.path().join("latin.md"), b"line\ncaf\xE9\n").unwrap();
    std::fs::write(dir.path().join("utf16.txt"), b"\xFF\xFEh\0i\0").unwrap();
    for (name, said) in [
        ("empty.md", "empty.md is empty"),
        ("front.md", "front.md holds nothing but front matter"),
        ("latin.md", "latin.md is not UTF-8"),
        ("utf16.txt", "utf16.txt is UTF-16"),
        ("none.md", "there is no file or folder none.md"),
    ] {
        let ran = check(&dir, &[name]);
        assert_eq!(ran.code, Some(2), "{name}");
        assert!(ran.err.contains(said), "{name}: {}", ran.err);
    }
}

#[test]
fn the_wrong_byte_is_shown_at_its_place() {
    let dir = folder(&[]);
    std::fs::write(dir.path().join("latin.md"), b"line\ncaf\xE9\n").unwrap();
    let ran = run(dir.path(), &["check", "--format", "short", "latin.md"]);
    assert!(ran.err.starts_with("latin.md:2:4: error[input]: "), "{}", ran.err);
}

#[test]
fn fifty_megabytes_in_one_line() {
    // Without optimisation the full size takes minutes; `.ci/run` runs this with it.
    let megabytes = if cfg!(debug_assertions) { 2 } else { 50 };
    println!("one line of {megabytes} MB");
    let dir = folder(&[("long.md", &"we keep your data and ".repeat(megabytes * 1_000_000 / 22))]);
    let ran = check(&dir, &["long.md"]);
    assert_eq!(ran.code, Some(1), "{:.500}", ran.err);
}

#[test]
fn a_hundred_thousand_nested_quotes() {
    let quotes = ">".repeat(100_000);
    let dir = folder(&[("nested.md", &format!("{quotes} we keep it\n")), ("open.txt", &"(\"[".repeat(100_000))]);
    let ran = check(&dir, &["nested.md", "open.txt"]);
    assert_eq!(ran.code, Some(1), "{:.500}", ran.err);
}

/// Each took time that grows with the square of its length.
#[test]
fn structures_that_never_end() {
    let colons = "We share your personal data with these partners and keep it for 30 days:\n\n".repeat(5_000);
    let commas = format!("If {}.\n", "personal data, partners, cookies, ".repeat(10_000));
    let periods = (1..5_000).fold(String::new(), |mut all, days| {
        writeln!(all, "We keep your name for {days} days and share it with Firm{days} Inc.\n").unwrap();
        all
    });
    let dir = folder(&[("colons.md", &colons), ("commas.md", &commas), ("periods.md", &periods)]);
    let ran = check(&dir, &["--pack", "all", "colons.md", "commas.md", "periods.md"]);
    assert_eq!(ran.code, Some(1), "{:.500}", ran.err);
}

#[test]
fn control_characters_do_no_harm() {
    let text = "# T\0itle\n\nWe keep\u{202E} it \u{1b}[31m red \u{0} \u{FEFF}.\n";
    let dir = folder(&[("odd.md", text)]);
    check(&dir, &["odd.md"]);
    let ran = run(dir.path(), &["check", "odd.md"]);
    assert!(!ran.out.contains('\u{1b}') && !ran.out.contains('\u{202E}') && !ran.out.contains('\0'));
}

#[test]
fn a_yaml_bomb() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for i in 1..20 {
        let before = i - 1;
        let items = vec![format!("*a{before}"); 9].join(", ");
        writeln!(bomb, "a{i}: &a{i} [{items}]").unwrap();
    }
    let dir = folder(&[("clauselint.yaml", &bomb)]);
    let ran = check(&dir, &[]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("unfolds into more than a configuration can need"), "{}", ran.err);
    assert!(ran.err.contains("clauselint.yaml"), "{}", ran.err);
}

#[test]
fn no_rule_enabled() {
    let dir = folder(&[("p.md", "# P\n\nText.\n")]);
    let ran = run(dir.path(), &["check", "p.md", "--ignore", "all"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("no rule is enabled for p.md"), "{}", ran.err);
}

#[test]
fn folders_without_rules() {
    let config = "rules: [rules]\nlexicons: [words]\n";
    let own = "pack own {\n    title \"Own\"\n}\n";
    let dir =
        folder(&[("clauselint.yaml", config), ("rules/own.clause", own), ("words/read.me", ""), ("p.md", "# P\n")]);
    let ran = run(dir.path(), &["test", "words"]);
    assert_eq!((ran.code, ran.err.contains("no rule files (*.clause) in words")), (Some(2), true), "{}", ran.err);
    let ran = check(&dir, &["p.md"]);
    assert_eq!((ran.code, ran.err.contains("`words` holds no .yaml files")), (Some(2), true), "{}", ran.err);
}

#[test]
fn a_rule_file_with_twenty_errors() {
    let mut rules = String::from("pack own {\n    title \"Own\"\n}\n\n");
    for i in 0..20 {
        writeln!(rules, "rule r{i} {{\n    title \"T\"\n    should sttate \"x\"\n}}\n").unwrap();
    }
    let dir = folder(&[("clauselint.yaml", "rules: own.clause\n"), ("own.clause", &rules)]);
    let ran = check(&dir, &[]);
    assert_eq!(ran.code, Some(2));
    let errors = ran.err.matches("own.clause:").count();
    assert!(errors >= 20, "{errors} of 20 errors are shown:\n{}", ran.err);
}

#[cfg(unix)]
#[test]
fn a_file_that_is_too_large() {
    let dir = folder(&[]);
    // Without a byte on the disk: what is refused by its size is not read.
    std::fs::File::create(dir.path().join("huge.md")).unwrap().set_len(257 << 20).unwrap();
    let ran = check(&dir, &["huge.md"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("huge.md has more than 256 MB"), "{}", ran.err);
    let large = "we keep it ".repeat(100_000);
    std::fs::write(dir.path().join("large.md"), &large).unwrap();
    let ran = check(&dir, &["--max-size", "1", "large.md"]);
    assert!(ran.err.contains("large.md has more than 1 MB"), "{}", ran.err);
    assert_eq!(run(dir.path(), &["outline", "large.md"]).code, Some(0));
    let input = std::fs::File::open(dir.path().join("huge.md")).unwrap();
    let output = program(dir.path(), &["check", "-"]).stdin(input).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("<stdin> has more than 256 MB"));
}

#[test]
fn as_many_places_as_are_read() {
    let text = "# P\n\n".to_owned() + &"We may sell your personal information. Call [COMPANY NAME].\n\n".repeat(200);
    let dir = folder(&[("many.md", &text)]);
    let ran = run(dir.path(), &["audit", "--isolated", "--pack", "all", "--output-format", "json", "many.md"]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let verdicts = json["policies"][0]["verdicts"].as_array().unwrap();
    let most = verdicts.iter().filter_map(|v| v["evidence"].as_array()).map(Vec::len).max();
    assert_eq!(most, Some(50));
}

/// Later steps recurse into definitions: what they hold together must stay within a stack.
#[test]
fn a_tower_of_definitions() {
    let rule = "rule top {\n    title \"T\"\n    should state d999\n}\n";
    let up: Vec<String> = (1..1_000).map(|i| format!("define d{i} =\n    d{} and maybe \"x\"\n\n", i - 1)).collect();
    let down: Vec<String> = up.iter().rev().cloned().collect();
    for tower in [up, down] {
        let rules = format!("pack own {{\n    title \"Own\"\n}}\n\ndefine d0 =\n    \"x\"\n\n{}{rule}", tower.concat());
        let dir = folder(&[("clauselint.yaml", "rules: own.clause\n"), ("own.clause", &rules)]);
        let ran = check(&dir, &[]);
        assert_eq!(ran.code, Some(2));
        // Not one message for each of the thousand.
        let said = ran.err.matches("nest deeper than").count();
        assert!((1..10).contains(&said), "{said}: {:.2000}", ran.err);
    }
}

#[test]
fn a_reader_that_goes_away() {
    let poor = super::root().join("tests/policies/poor.md");
    let dir = folder(&[]);
    for format in ["human", "short", "json"] {
        let mut child = program(dir.path(), &["check", "--output-format", format, poor.to_str().unwrap()])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(!err.contains("panicked") && !err.contains("ipe"), "{format}: {err}");
        assert_eq!(output.status.code(), Some(1), "{format}: what was found stands");
    }
}

#[cfg(unix)]
#[test]
fn a_fifo_is_refused_without_waiting() {
    let dir = folder(&[]);
    let fifo = dir.path().join("pipe.md");
    assert!(std::process::Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let ran = check(&dir, &["pipe.md", "/dev/null"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("pipe.md is a FIFO, not a file"), "{}", ran.err);
    assert!(ran.err.contains("/dev/null is a device, not a file"), "{}", ran.err);
    assert_eq!(run(dir.path(), &["check"]).code, Some(1), "walking a folder passes over it");
}

#[cfg(unix)]
#[test]
fn an_unreadable_folder() {
    use std::os::unix::fs::PermissionsExt;
    let dir = folder(&[("locked/p.md", "text")]);
    let locked = dir.path().join("locked");
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o000)).unwrap();
    let is_root = std::fs::read_dir(&locked).is_ok();
    let ran = check(&dir, &["."]);
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o755)).unwrap();
    if is_root {
        super::skipped("an unreadable folder: this user may read everything");
        return;
    }
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("locked may not be read"), "{}", ran.err);
}

/// In the policy and in the configuration, of use and of none.
#[test]
fn ten_thousand_suppressions() {
    let mut policy = String::from("# Privacy policy\n\n");
    for i in 0..10_000 {
        writeln!(policy, "<!-- clauselint-ignore core/retention: reason {i} -->\n\nWe keep data {i}.\n").unwrap();
    }
    let mut config = String::from("suppressions:\n");
    for i in 0..2_000 {
        writeln!(config, "  - {{ rules: core/*, files: \"f{i}.md\", reason: r{i} }}").unwrap();
    }
    let dir = folder(&[("many.md", &policy), ("clauselint.yaml", &config)]);
    let ran = check(&dir, &["--pack", "core", "many.md"]);
    assert_eq!(ran.code, Some(1), "{:.500}", ran.err);
    let start = Instant::now();
    let register = run(dir.path(), &["waivers", "--output-format", "json", "many.md"]);
    assert_eq!(register.code, Some(0), "{:.500}", register.err);
    let many = config.repeat(5).replace("suppressions:\n", "");
    std::fs::write(dir.path().join("clauselint.yaml"), format!("suppressions:\n{many}")).unwrap();
    let ran = check(&dir, &["--pack", "core", "many.md"]);
    assert_eq!(ran.code, Some(2), "more than a configuration can need is refused");
    assert!(ran.err.contains("clauselint.yaml:"), "{:.500}", ran.err);
    assert!(register.out.matches("\"reason\"").count() >= 10_000 && start.elapsed() < LONG, "{:?}", start.elapsed());
}

/// Whatever is to be written, a place where nothing can be written is an error, and nothing half-written is left.
#[test]
fn outputs_that_cannot_be_written() {
    let dir = folder(&[("a.md", "# A\n\nWe lint this.\n"), ("b.md", "# B\n\nAnd this.\n")]);
    std::fs::create_dir(dir.path().join("folder")).unwrap();
    let before = std::fs::read_dir(dir.path()).unwrap().count();
    for to in ["no/such/out", "folder", "a.md/out"] {
        for args in [
            &["check", "a.md", "--output-file", to][..],
            &["check", "a.md", "--output", &format!("html={to}")],
            &["audit", "a.md", "--output-format", "html", "--output-file", to],
            &["diff", "a.md", "b.md", "--output-format", "html", "--output-file", to],
            &["baseline", "a.md", "--output-file", to],
        ] {
            let ran = run(dir.path(), args);
            assert_eq!(ran.code, Some(2), "{args:?}: {}", ran.err);
            assert!(ran.err.contains("error[output]: cannot write"), "{args:?}: {}", ran.err);
        }
    }
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), before, "nothing half-written is left");
    assert_eq!(std::fs::read_dir(dir.path().join("folder")).unwrap().count(), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk() {
    let dir = folder(&[("a.md", "# A\n\nWe lint this.\n")]);
    for format in ["human", "json", "html"] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = program(dir.path(), &["check", "--output-format", format, "a.md"]).stdout(full).output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{format}: {err}");
        assert!(err.contains("cannot write the output"), "{format}: {err}");
    }
}
