//! Every code block of the rule language's reference is read without a mistake.

use clauselint::source::SourceId;
use clauselint::syntax::parse;

/// The fenced blocks of a Markdown text: tag and content.
fn blocks(text: &str) -> Vec<(&str, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(&str, String)> = None;
    for line in text.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(tag)) => open = Some((tag, String::new())),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some((_, content)), None) => {
                content.push_str(line);
                content.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a code block is never closed");
    blocks
}

#[test]
fn code_blocks_of_the_reference_are_read() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rule-language.md");
    let text = std::fs::read_to_string(path).unwrap();
    let blocks = blocks(&text);
    assert!(blocks.len() > 10, "{} blocks", blocks.len());
    for (tag, content) in blocks {
        let file = match tag {
            "clause" => content,
            "clause-part" => {
                format!("rule a {{\n    {}\n}}\n", content.trim_end().replace('\n', "\n    "))
            }
            "clause-expr" => format!("define a =\n    {}\n", content.trim_end().replace('\n', "\n    ")),
            other => panic!("code block with the tag `{other}`"),
        };
        assert_eq!(parse(SourceId(0), &file).diagnostics, vec![], "{file}");
    }
}
