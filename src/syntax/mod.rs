//! Rule files to a spanned syntax tree. The only user of pest. Resolves no names.

pub mod ast;

use crate::diagnostic::Diagnostic;
use crate::source::SourceId;
/// x
pub struct Parsed {
    /// x
    pub file: ast::File,
    /// x
    pub diagnostics: Vec<Diagnostic>,
}
/// x
pub fn parse(source: SourceId, text: &str) -> Parsed {
    let _ = (source, text);
    Parsed { file: ast::File::default(), diagnostics: Vec::new() }
}
/// x
pub fn parse_phrase(source: SourceId, text: &str, offset: usize) -> Result<Vec<ast::PhrasePart>, Vec<Diagnostic>> {
    let _ = (source, text, offset);
    Ok(Vec::new())
}
