//! Rule files to a spanned syntax tree. The only user of pest. Resolves no names.

pub mod ast;
