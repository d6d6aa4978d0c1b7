//! `clauselint outline`: how a policy is segmented. Needs no rules.

use super::args::{Outline, TreeFormat};
use super::session::request;
use super::{Exit, Terminal};
use crate::diagnostic::Severity;
use crate::document::Document;
use crate::project;
use crate::report;
use crate::source::SourceId;
use std::io::{self, Read};

/// Runs the command.
pub fn run(args: &Outline, stdin: &mut dyn Read, terminal: &mut Terminal<'_>) -> io::Result<Exit> {
    let project = project::load(&request(&args.input), stdin);
    let sources = &project.sources;
    let mut documents: Vec<(SourceId, Document)> = Vec::new();
    for policy in &project.policies {
        if let Some(source) = sources.get(policy.source) {
            documents.push((policy.source, policy.document(source)));
        }
    }
    let documents: Vec<(SourceId, &Document)> = documents.iter().map(|(id, d)| (*id, d)).collect();
    terminal.problems(sources, &project.problems, false)?;
    match args.output_format {
        TreeFormat::Human => {
            for (id, document) in &documents {
                if let Some(source) = sources.get(*id) {
                    report::outline::outline(terminal.out, source, document, &terminal.style, terminal.verbosity)?;
                }
            }
        }
        TreeFormat::Json => report::json::outline(terminal.out, sources, &documents, &project.problems)?,
    }
    let failed = project.problems.iter().any(|p| p.severity == Severity::Error);
    Ok(if failed { Exit::Error } else { Exit::Clean })
}
