//! Examples: the marks `[[…]]` taken out of the text and turned into spans.

use super::Example;
use crate::source::Span;
use crate::syntax::ast;

/// What is wrong with an example's marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// What people are told.
    pub message: &'static str,
    /// The sign it is about.
    pub sign: &'static str,
    /// The how manieth of its kind in the text, from 0.
    pub index: usize,
}

/// Reads an example; the error says what is wrong with its marks.
pub fn read(ast: &ast::Example) -> Result<Example, Mistake> {
    let mut text = String::new();
    let mut marks = Vec::new();
    let mut open: Option<usize> = None;
    let (mut begun, mut ended) = (0, 0);
    let mut rest = ast.text.node.as_str();
    while let Some(at) = rest.find("[[").into_iter().chain(rest.find("]]")).min() {
        let (before, after) = rest.split_at(at);
        text.push_str(before);
        match (after.starts_with("[["), open) {
            (true, None) => {
                open = Some(text.len());
                begun += 1;
            }
            (false, Some(start)) => {
                marks.push(Span::new(start, text.len()));
                open = None;
                ended += 1;
            }
            (true, Some(_)) => {
                return Err(Mistake { message: "this mark begins inside another", sign: "[[", index: begun });
            }
            (false, None) => {
                return Err(Mistake { message: "this mark ends what never began", sign: "]]", index: ended });
            }
        }
        rest = after.get(2..).unwrap_or_default();
    }
    if open.is_some() {
        let message = "this mark is not closed: `]]` ends what `[[` begins";
        return Err(Mistake { message, sign: "[[", index: begun - 1 });
    }
    text.push_str(rest);
    // The parser has made sure that the day exists.
    let as_of = ast.as_of.as_ref().and_then(|day| day.node.parse().ok());
    Ok(Example { kind: ast.kind, text, marks, as_of, span: ast.text.span })
}
