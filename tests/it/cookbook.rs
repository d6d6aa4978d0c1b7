//! Pages that can be followed literally: their files are written, their commands are run, their output is compared.

use super::{folder, program, root};
use std::path::Path;

/// A fenced block: what stands after the fence, and its lines.
struct Block<'a> {
    tag: &'a str,
    content: Vec<&'a str>,
}

/// The page as text and blocks in turn.
fn blocks(page: &str) -> Vec<Result<&str, Block<'_>>> {
    let mut parts = Vec::new();
    let mut open: Option<Block<'_>> = None;
    for line in page.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(tag)) => open = Some(Block { tag, content: Vec::new() }),
            (Some(_), Some(_)) => parts.extend(open.take().map(Err)),
            (Some(block), None) => block.content.push(line),
            (None, None) => parts.push(Ok(line)),
        }
    }
    assert!(open.is_none(), "a code block is never closed");
    parts
}

/// What a command of the page prints on 80 columns, what went wrong first.
fn printed(dir: &Path, command: &str) -> String {
    let args: Vec<&str> = command.split_whitespace().collect();
    assert_eq!(args.first(), Some(&"clauselint"), "{command}");
    let output = program(dir, &args[1..]).env("COLUMNS", "80").output().unwrap();
    let text = [output.stderr, output.stdout].concat();
    let text = String::from_utf8(text).unwrap();
    assert!(!text.contains("panicked"), "{text}");
    text.lines().map(str::trim_end).map(undated).collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

/// The day of the run is not that of the page.
fn undated(line: &str) -> String {
    match line.strip_prefix("Law as of ").and_then(|rest| rest.split_once('.')) {
        Some((_, rest)) => format!("Law as of 2026-11-22.{rest}"),
        None => line.to_owned(),
    }
}

/// Follows a page of `docs`; gives the folder that it leaves. `UPDATE_DOCS=1 cargo test cookbook` writes the output anew.
fn follow(page: &str) -> tempfile::TempDir {
    let file = root().join("docs").join(page);
    let page = std::fs::read_to_string(&file).unwrap();
    let dir = folder(&[]);
    let mut fresh = String::new();
    for part in blocks(&page) {
        let block = match part {
            Ok(line) => {
                fresh.push_str(&format!("{line}\n"));
                continue;
            }
            Err(block) => block,
        };
        let mut content = block.content.join("\n");
        if let Some((_, name)) = block.tag.split_once(" file=") {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, format!("{content}\n")).unwrap();
        } else if block.tag == "console" {
            let command = block.content.first().and_then(|l| l.strip_prefix("$ ")).unwrap();
            content = format!("$ {command}\n{}", printed(dir.path(), command));
        }
        fresh.push_str(&format!("```{}\n{}\n```\n", block.tag, content.trim_end()));
    }
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&file, &fresh).unwrap();
    } else {
        snapbox::assert_data_eq!(page, snapbox::Data::text(fresh).raw());
    }
    dir
}

#[test]
fn the_page_on_measuring_can_be_followed_literally() {
    follow("measuring.md");
}

#[test]
fn the_cookbook_can_be_followed_literally() {
    let dir = follow("cookbook.md");
    for (made, kept) in [("rules/chat.clause", "chat.clause"), ("lexicons/chat-robot.yaml", "chat-robot.yaml")] {
        let made = std::fs::read_to_string(dir.path().join(made)).unwrap();
        let kept = std::fs::read_to_string(root().join("tests/rules/cookbook").join(kept)).unwrap();
        assert_eq!(made, kept, "tests/rules/cookbook holds what the cookbook ends with");
    }
}
