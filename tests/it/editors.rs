//! The snippets of `docs/editors.md`, tried in the editors themselves where they are installed.

use super::{BIN, find_program, folder, root};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// The first snippet of the page in that language.
fn snippet(language: &str) -> String {
    let page = std::fs::read_to_string(root().join("docs/editors.md")).unwrap();
    page.split(&format!("```{language}\n")).nth(1).and_then(|b| b.split("```").next()).unwrap().to_owned()
}

fn path() -> String {
    format!("{}:{}", Path::new(BIN).parent().unwrap().display(), std::env::var("PATH").unwrap())
}

/// The short output on a policy, and what an editor understood of it, as lines of the same form.
fn same_lines(folder: &Path, understood: &[String]) {
    let short = super::run(folder, &["check", "--output-format", "short", "with space/privacy.md"]);
    let lines: Vec<&str> = short.out.lines().collect();
    assert!(lines.len() > 5 && lines.iter().any(|l| l.contains(": info[")), "{}", short.out);
    assert_eq!(understood, lines, "every finding is understood, and nothing else");
}

fn policy() -> tempfile::TempDir {
    let poor = std::fs::read_to_string(root().join("tests/policies/poor.md")).unwrap();
    folder(&[("with space/privacy.md", &poor)])
}

#[test]
fn emacs_goes_from_finding_to_finding() {
    let Some(emacs) = find_program("emacs") else {
        super::skipped("emacs is not installed, so its expression was not tried");
        return;
    };
    let dir = policy();
    let script = snippet("elisp")
        + r#"
(setq compilation-always-kill t)
(compile "clauselint check --output-format short 'with space/privacy.md'")
(with-current-buffer "*compilation*"
  (while (get-buffer-process (current-buffer)) (accept-process-output nil 0.1))
  (compilation--ensure-parse (point-max))
  (let ((at (point-min)))
    (while (setq at (next-single-property-change at 'compilation-message))
      (let ((message (get-text-property at 'compilation-message)))
        (when message
          (let* ((loc (compilation--message->loc message))
                 (file (caar (compilation--loc->file-struct loc)))
                 (rest (progn (goto-char at) (buffer-substring-no-properties at (line-end-position)))))
            (princ (format "%s	%s	%s	%s	%s
" file (compilation--loc->line loc) (compilation--loc->col loc)
                           (compilation--message->type message) rest))))))))
"#;
    std::fs::write(dir.path().join("try.el"), script).unwrap();
    let mut command = Command::new(emacs);
    command.args(["-Q", "--batch", "-l", "try.el"]).current_dir(dir.path());
    let ran = command.env("PATH", path()).env("HOME", dir.path()).output().unwrap();
    let said = String::from_utf8(ran.stdout).unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let understood: Vec<String> = said
        .lines()
        .map(|line| {
            let parts: Vec<&str> = line.split('\t').collect();
            let [file, line, column, kind, rest] = parts[..] else { panic!("{said}") };
            let severity = match kind {
                "2" => "error",
                "1" => "warning",
                _ => "info",
            };
            let (_, message) = rest.split_once('[').unwrap();
            format!("{file}:{line}:{column}: {severity}[{message}")
        })
        .collect();
    same_lines(dir.path(), &understood);
}

#[test]
fn the_problem_matcher_of_vs_code_understands_every_line() {
    let dir = policy();
    let task: Value = serde_json::from_str(&snippet("json")).unwrap();
    let task = &task["tasks"][0];
    let args: Vec<&str> = task["args"].as_array().unwrap().iter().map(|a| a.as_str().unwrap()).collect();
    let out = super::run(dir.path(), &[&args[..], &["with space/privacy.md"]].concat()).out;
    let pattern = &task["problemMatcher"]["pattern"];
    let matcher = regex::Regex::new(pattern["regexp"].as_str().unwrap()).unwrap();
    let understood: Vec<String> = out
        .lines()
        .filter_map(|line| {
            let found = matcher.captures(line)?;
            let part = |name: &str| found[pattern[name].as_u64().unwrap() as usize].to_owned();
            let [file, line, column] = ["file", "line", "column"].map(part);
            let [severity, code, message] = ["severity", "code", "message"].map(part);
            Some(format!("{file}:{line}:{column}: {severity}[{code}]: {message}"))
        })
        .collect();
    same_lines(dir.path(), &understood);
}

#[test]
fn neovim_fills_its_quickfix_list() {
    let Some(nvim) = find_program("nvim") else {
        super::skipped("neovim is not installed, so its errorformat was not tried");
        return;
    };
    let snippet = snippet("vim");
    let dir = policy();
    let script = format!(
        "{snippet}\nsilent make!\nlet all = map(getqflist(), {{_, e -> [bufname(e.bufnr), e.lnum, e.col, e.type, e.module, \
         e.text, e.valid]}})\ncall writefile([json_encode(all)], 'quickfix.json')\nqall!\n"
    );
    std::fs::write(dir.path().join("try.vim"), script).unwrap();
    let run = Command::new(nvim)
        .args(["--headless", "--clean", "-n", "with space/privacy.md", "-S", "try.vim"])
        .current_dir(dir.path())
        .env("PATH", path())
        .env("HOME", dir.path())
        .output()
        .unwrap();
    let quickfix = std::fs::read_to_string(dir.path().join("quickfix.json"))
        .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&run.stderr)));
    let entries: Vec<serde_json::Value> = serde_json::from_str(&quickfix).unwrap();

    let short = super::run(dir.path(), &["check", "--output-format", "short", "with space/privacy.md"]);
    let mut lines = short.out.lines();
    let valid: Vec<_> = entries.iter().filter(|e| e[6] == 1).collect();
    assert!(!valid.is_empty(), "nothing was understood: {quickfix}");
    for entry in valid {
        let word = |i: usize| entry[i].as_str().unwrap().to_owned();
        let severity = match word(3).to_lowercase().as_str() {
            "e" => "error",
            "w" => "warning",
            _ => "info",
        };
        let line = format!("{}:{}:{}: {severity}[{}]: {}", word(0), entry[1], entry[2], word(4), word(5));
        assert_eq!(Some(line.as_str()), lines.next());
    }
    assert_eq!(lines.next(), None, "every finding is in the quickfix list");
}
