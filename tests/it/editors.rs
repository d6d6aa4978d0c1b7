//! The Neovim snippet of the documentation, tried in Neovim itself.

use super::{BIN, find_program, folder, root};
use std::path::Path;
use std::process::Command;

#[test]
fn neovim_fills_its_quickfix_list() {
    let Some(nvim) = find_program("nvim") else {
        super::skipped("neovim is not installed, so its errorformat was not tried");
        return;
    };
    let page = std::fs::read_to_string(root().join("docs/editors.md")).unwrap();
    let snippet = page.split("```vim\n").nth(1).and_then(|b| b.split("```").next()).unwrap();
    let poor = std::fs::read_to_string(root().join("tests/policies/poor.md")).unwrap();
    let dir = folder(&[("with space/privacy.md", &poor)]);
    let script = format!(
        "{snippet}\nsilent make!\nlet all = map(getqflist(), {{_, e -> [bufname(e.bufnr), e.lnum, e.col, e.type, e.module, \
         e.text, e.valid]}})\ncall writefile([json_encode(all)], 'quickfix.json')\nqall!\n"
    );
    std::fs::write(dir.path().join("try.vim"), script).unwrap();
    let path = format!("{}:{}", Path::new(BIN).parent().unwrap().display(), std::env::var("PATH").unwrap());
    let run = Command::new(nvim)
        .args(["--headless", "--clean", "-n", "with space/privacy.md", "-S", "try.vim"])
        .current_dir(dir.path())
        .env("PATH", &path)
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
