//! Verdicts against annotated corpora: which requirement a policy states, and where. Evaluates nothing by itself.

mod gold;
mod labels;
mod mapping;
mod prediction;
mod score;

pub use gold::{Annotated, Bytes, Override, annotated, overrides, twice};
pub use labels::{Fit, Labels};
pub use mapping::{Mapping, find};
pub use prediction::{Prediction, Stated, predict};
pub use score::{Case, FIGURES, Matrix, Outcome, Read, Rules, Score, mean, score};

use crate::source::Span;
use serde_yaml::Spanned;

/// The bytes of a text in a YAML file.
fn span_of(text: &Spanned<String>) -> Span {
    let span = text.referenced.span();
    let (start, length) = (span.byte_offset().unwrap_or_default(), span.byte_len().unwrap_or_default());
    Span::new(start as usize, (start + length) as usize)
}

/// What the parser says of a YAML file, without the place and the lines around it, which are shown anyway.
fn said(error: &serde_yaml::Error) -> String {
    let said = error.without_snippet().to_string();
    let line = said.lines().next().unwrap_or_default();
    let line = line.split(" at line ").next().unwrap_or(line);
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}

/// Where a YAML file cannot be read.
fn place_of(text: &str, error: &serde_yaml::Error) -> Span {
    let at = error.location().and_then(|l| l.span().byte_offset()).map_or(0, |at| at as usize).min(text.len());
    Span::new(at, at)
}
