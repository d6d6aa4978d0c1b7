//! Examples: the marks `[[…]]` taken out of the text and turned into spans.

use super::Example;
use crate::source::Span;
use crate::syntax::ast;

/// Reads an example; the error says what is wrong with its marks or its day.
pub fn read(ast: &ast::Example) -> Result<Example, String> {
    let mut text = String::new();
    let mut marks = Vec::new();
    let mut open: Option<usize> = None;
    let mut rest = ast.text.node.as_str();
    while let Some(at) = rest.find("[[").into_iter().chain(rest.find("]]")).min() {
        let (before, after) = rest.split_at(at);
        text.push_str(before);
        match (after.starts_with("[["), open) {
            (true, None) => open = Some(text.len()),
            (false, Some(start)) => {
                marks.push(Span::new(start, text.len()));
                open = None;
            }
            (true, Some(_)) => return Err("a mark `[[` begins inside another".to_owned()),
            (false, None) => return Err("a mark ends with `]]` that never began".to_owned()),
        }
        rest = after.get(2..).unwrap_or_default();
    }
    if open.is_some() {
        return Err("a mark `[[` is not closed".to_owned());
    }
    text.push_str(rest);
    let as_of = match &ast.as_of {
        Some(day) => Some(day.node.parse().map_err(|_| format!("`{}` is no day of the calendar", day.node))?),
        None => None,
    };
    Ok(Example { kind: ast.kind, text, marks, as_of, span: ast.text.span })
}
