//! `clauselint fmt [FILES]`: rule files in their one layout.

use super::args::Fmt;
use super::{Exit, Terminal};
use crate::diagnostic::Diagnostic;
use crate::project;
use crate::report::Verbosity;
use crate::source::{SourceId, Sources};
use crate::syntax::format::{Refusal, format};
use std::io::{self, Read};
use std::path::PathBuf;

/// Runs the command.
pub fn run(args: &Fmt, stdin: &mut dyn Read, terminal: &mut Terminal<'_>) -> io::Result<Exit> {
    if args.files.iter().any(|f| f.as_os_str() == "-") {
        return stream(args, stdin, terminal);
    }
    let sources = &mut Sources::default();
    let here = [PathBuf::from(".")];
    let paths = if args.files.is_empty() { &here[..] } else { &args.files[..] };
    let (texts, mut problems) = project::rule_texts(paths, sources);
    let (mut changed, mut same) = (Vec::new(), 0_usize);
    for file in &texts {
        match formatted(file.source, sources) {
            Ok(None) => same += 1,
            Ok(Some(text)) => match if args.check { Ok(()) } else { project::write(&file.path, text.as_bytes()) } {
                Ok(()) => changed.push(file.source),
                Err(problem) => problems.push(problem),
            },
            Err(found) => problems.extend(found),
        }
    }
    terminal.problems(sources, &problems, false)?;
    for id in &changed {
        writeln!(terminal.out, "{}", sources.get(*id).map_or("", |s| s.name()))?;
    }
    if terminal.verbosity != Verbosity::Quiet {
        let verb = if args.check { "would be formatted" } else { "formatted" };
        writeln!(terminal.err, "{} {verb}, {} already in order", files(changed.len()), files(same))?;
    }
    Ok(match (problems.is_empty(), args.check && !changed.is_empty()) {
        (false, _) => Exit::Error,
        (_, true) => Exit::Findings,
        _ => Exit::Clean,
    })
}

/// Standard input to standard output; what has mistakes is not printed.
fn stream(args: &Fmt, stdin: &mut dyn Read, terminal: &mut Terminal<'_>) -> io::Result<Exit> {
    let sources = &mut Sources::default();
    let read = if args.files.len() == 1 {
        project::rule_stream(stdin, sources)
    } else {
        Err(Diagnostic::error("usage", "`-` cannot stand beside files: their texts go to different places"))
    };
    let result = read.map_err(|problem| vec![problem]).and_then(|id| Ok((id, formatted(id, sources)?)));
    let (id, text) = match result {
        Ok(found) => found,
        Err(problems) => {
            terminal.problems(sources, &problems, false)?;
            return Ok(Exit::Error);
        }
    };
    if args.check {
        if text.is_some() {
            writeln!(terminal.out, "<stdin>")?;
            return Ok(Exit::Findings);
        }
        return Ok(Exit::Clean);
    }
    let text = text.as_deref().unwrap_or_else(|| sources.get(id).map_or("", |s| s.text()));
    terminal.out.write_all(text.as_bytes())?;
    Ok(Exit::Clean)
}

/// The formatted text, unless it is the text itself.
fn formatted(id: SourceId, sources: &Sources) -> Result<Option<String>, Vec<Diagnostic>> {
    let Some(source) = sources.get(id) else { return Ok(None) };
    match format(id, source.text()) {
        Ok(text) if text == source.text() => Ok(None),
        Ok(text) => Ok(Some(text)),
        Err(Refusal::Mistakes(found)) => Err(found),
        Err(Refusal::Unfaithful) => {
            let message = format!("{} cannot be formatted without changing what it says", source.name());
            let problem = Diagnostic::error("format", message).note("the file is as it was");
            Err(vec![problem.note("this is a mistake of clauselint: please report it with the file")])
        }
    }
}

fn files(count: usize) -> String {
    if count == 1 { "1 file".to_owned() } else { format!("{count} files") }
}
