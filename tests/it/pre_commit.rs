//! `.pre-commit-hooks.yaml`, tried with the pre-commit program on a repository made here.

use super::{BIN, find_program, folder, root};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Runs a program that must find `clauselint` on the path, with a home of its own.
fn tool(program: &Path, folder: &Path, home: &Path, args: &[&str]) -> Output {
    let path = format!("{}:{}", Path::new(BIN).parent().unwrap().display(), std::env::var("PATH").unwrap());
    Command::new(program)
        .args(args)
        .current_dir(folder)
        .env("PATH", path)
        .env("HOME", home)
        .env("PRE_COMMIT_HOME", home.join("cache"))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("PRE_COMMIT_COLOR", "never")
        .output()
        .unwrap()
}

/// Makes a repository with one commit of everything in it; gives the commit.
fn commit(folder: &Path, home: &Path) -> String {
    let git = PathBuf::from("git");
    let identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
    for args in [&["init", "-q"][..], &["add", "-A"], &[&identity[..], &["commit", "-q", "-m", "x"]].concat()] {
        let run = tool(&git, folder, home, args);
        assert!(run.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&run.stderr));
    }
    String::from_utf8(tool(&git, folder, home, &["rev-parse", "HEAD"]).stdout).unwrap().trim().to_owned()
}

/// A repository that uses hooks of this one, and a home for the programs.
struct Site {
    pre_commit: PathBuf,
    home: tempfile::TempDir,
    work: tempfile::TempDir,
    _hooks: tempfile::TempDir,
}

impl Site {
    /// With one commit of these files; `None` where pre-commit is not installed.
    fn new(hooks: &[(&str, &str)], files: &[(&str, &str)]) -> Option<Self> {
        let Some(pre_commit) = find_program("pre-commit") else {
            super::skipped("pre-commit is not installed, so the hooks were not tried");
            return None;
        };
        let home = tempfile::tempdir().unwrap();
        let shipped = tempfile::tempdir().unwrap();
        std::fs::copy(root().join(".pre-commit-hooks.yaml"), shipped.path().join(".pre-commit-hooks.yaml")).unwrap();
        let revision = commit(shipped.path(), home.path());
        let mut config = format!("repos:\n  - repo: {}\n    rev: {revision}\n    hooks:\n", shipped.path().display());
        for (hook, more) in hooks {
            config += &format!("      - id: {hook}\n{more}");
        }
        let site = folder(files);
        std::fs::write(site.path().join(".pre-commit-config.yaml"), config).unwrap();
        std::fs::remove_dir(site.path().join(".git")).unwrap();
        commit(site.path(), home.path());
        Some(Self { pre_commit, home, work: site, _hooks: shipped })
    }

    fn git(&self, args: &[&str]) {
        assert!(tool(Path::new("git"), self.work.path(), self.home.path(), args).status.success(), "{args:?}");
    }

    /// Runs the hooks; gives the exit code and what was said.
    fn run(&self, args: &[&str]) -> (Option<i32>, String) {
        let run = tool(&self.pre_commit, self.work.path(), self.home.path(), &[&["run"], args].concat());
        (run.status.code(), String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr))
    }
}

const SHORT: &str = "        args: [--output-format, short]\n";

fn poor() -> String {
    std::fs::read_to_string(root().join("tests/policies/poor.md")).unwrap()
}

#[test]
fn the_hooks_are_sound() {
    let Some(pre_commit) = find_program("pre-commit") else {
        super::skipped("pre-commit is not installed, so the list of hooks was not validated");
        return;
    };
    let home = tempfile::tempdir().unwrap();
    let run = tool(&pre_commit, root(), home.path(), &["validate-manifest", ".pre-commit-hooks.yaml"]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
    let hooks = std::fs::read_to_string(root().join(".pre-commit-hooks.yaml")).unwrap();
    let page = std::fs::read_to_string(root().join("docs/editors.md")).unwrap();
    for id in hooks.lines().filter_map(|l| l.strip_prefix("- id: ")).filter(|id| !id.ends_with("-system")) {
        assert!(page.contains(&format!("| `{id}` |")), "docs/editors.md does not list {id}");
        assert!(hooks.contains(&format!("- id: {id}-system\n")), "{id} has no twin that takes the installed program");
    }
}

#[test]
fn the_hook_lints_policies_only() {
    let files = [("docs/privacy-policy.md", &*poor()), ("README.md", "# Read me\n")];
    let Some(site) = Site::new(&[("clauselint-system", SHORT)], &files) else { return };
    let (code, said) = site.run(&["--all-files"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("- exit code: 1"), "{said}");
    assert!(said.contains("docs/privacy-policy.md:1:"), "{said}");
    assert!(!said.contains("README.md:"), "{said}");
}

#[test]
fn only_what_is_staged_is_linted_and_as_it_is_staged() {
    let files = [("old/privacy.md", &*poor()), ("new/privacy.md", &*poor())];
    let Some(site) = Site::new(&[("clauselint-system", SHORT)], &files) else { return };
    let (code, said) = site.run(&[]);
    assert_eq!(code, Some(0), "nothing is staged: {said}");
    let new = site.work.path().join("new/privacy.md");
    std::fs::write(&new, "# Privacy policy\n\nWe staged this.\n").unwrap();
    site.git(&["add", "new/privacy.md"]);
    std::fs::write(&new, "# Privacy policy\n\n\n\n\n\n\nThis is not staged.\n").unwrap();
    std::fs::write(site.work.path().join("old/privacy.md"), "# Privacy policy\n\nNor is this.\n").unwrap();
    let (code, said) = site.run(&[]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("new/privacy.md:") && !said.contains("old/privacy.md:"), "{said}");
    assert!(!said.contains("new/privacy.md:8:"), "the text that is not staged was read: {said}");
    assert!(std::fs::read_to_string(&new).unwrap().contains("This is not staged."), "the work is left as it was");
}

/// More names than a command line holds, and more than one processor would take.
#[test]
fn many_files_give_one_result() {
    let text = "# Privacy policy\n\nWe keep your data.\n";
    let names: Vec<String> =
        (0..1_400).map(|i| format!("policies/{}/{i:04}-privacy.md", "harbour-".repeat(10))).collect();
    assert!(names.iter().map(|n| n.len() + 1).sum::<usize>() > 1 << 17, "longer than pre-commit makes a command line");
    let files: Vec<(&str, &str)> = names.iter().map(|n| (n.as_str(), text)).collect();
    let count =
        "        args: [--isolated, --pack, core, --statistics, --select, core/retention]\n        verbose: true\n";
    let Some(site) = Site::new(&[("clauselint-repository-system", count), ("clauselint-system", count)], &files) else {
        return;
    };
    let results = |said: &str| said.lines().filter(|l| l.contains("in 1400 policies")).count();
    let (_, said) = site.run(&["--all-files", "clauselint-repository-system"]);
    assert_eq!(results(&said), 1, "{said}");
    // Few enough for a command line: one process, however many processors there are.
    let some = names.iter().take(600).map(String::as_str);
    let (_, said) = site.run(&["clauselint-system", "--files"].into_iter().chain(some).collect::<Vec<_>>());
    assert_eq!(said.matches("in 600 policies").count(), 1, "{said}");
}

#[test]
fn rule_files_are_tested_and_their_layout_is_checked() {
    let rule = std::fs::read_to_string(root().join("tests/rules/cookbook/chat.clause")).unwrap();
    let lexicon = std::fs::read_to_string(root().join("tests/rules/cookbook/chat-robot.yaml")).unwrap();
    let config = "lexicons: [rules/chat-robot.yaml]\n";
    let files = [("rules/chat.clause", &*rule), ("rules/chat-robot.yaml", &lexicon), ("clauselint.yaml", config)];
    let hooks = [("clauselint-test-system", ""), ("clauselint-fmt-system", "")];
    let Some(site) = Site::new(&hooks, &files) else { return };
    assert_eq!(super::run(site.work.path(), &["fmt", "rules"]).code, Some(0));
    site.git(&["add", "-A"]);
    let rule = std::fs::read_to_string(site.work.path().join("rules/chat.clause")).unwrap();
    let (code, said) = site.run(&["--all-files"]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(said.matches("Passed").count(), 2, "{said}");
    let broken = rule.replace("    pass", "      pass").replacen("fail    ", "pass    ", 1);
    assert_ne!(broken, rule);
    std::fs::write(site.work.path().join("rules/chat.clause"), &broken).unwrap();
    site.git(&["add", "-A"]);
    let (code, said) = site.run(&[]);
    assert_eq!((code, said.matches("Failed").count()), (Some(1), 2), "{said}");
    assert!(said.contains("rules/chat.clause"), "{said}");
}
