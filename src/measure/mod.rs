//! Verdicts against annotated corpora: which requirement a policy states, and where. Evaluates nothing by itself.

mod mapping;
mod prediction;

pub use mapping::Mapping;
pub use prediction::{Prediction, Stated, predict};
