//! clauselint: a compliance lint engine for privacy policies and other public legal texts.
//!
//! The rooms of the house, lowest first; a room imports only from rooms below its own row
//! (`tests/it/tidy.rs` holds that):
//!
//! ```text
//! 8  cli
//! 7  report       ruletest      measure      compare       project
//! 6  lint
//! 5  triage
//! 4  eval         config
//! 3  rule
//! 2  document     matcher       syntax
//! 1  diagnostic
//! 0  source
//! ```

// Tests may panic, and cut texts that they wrote themselves.
#![cfg_attr(test, allow(clippy::string_slice, clippy::format_push_string, clippy::format_collect))]

pub mod cli;
pub mod compare;
pub mod config;
pub mod diagnostic;
pub mod document;
pub mod eval;
pub mod lint;
pub mod matcher;
pub mod measure;
pub mod project;
pub mod report;
pub mod rule;
pub mod ruletest;
pub mod source;
pub mod syntax;
pub mod triage;
