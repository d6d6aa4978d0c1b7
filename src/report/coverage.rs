//! What rules' examples exercise, for people: each gap at its place, and the counts by file.

use super::locate::Locator;
use super::{Style, Verbosity, paint, safe, summary, wrap};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Sources};
use std::io::{self, Write};

/// What the examples exercise of one rule file.
#[derive(Clone, Debug)]
pub struct Covered {
    /// The file.
    pub source: SourceId,
    /// Phrases that rules use.
    pub phrases: usize,
    /// Alternatives in them.
    pub alternatives: usize,
    /// How many of those some example exercises.
    pub exercised: usize,
    /// The others, each phrase's together.
    pub gaps: Vec<Diagnostic>,
}

/// Writes the gaps, a line for each line of a rule file, the counts of each file, and the counts of all; quiet: the gaps
/// only.
pub fn coverage(
    out: &mut dyn Write,
    sources: &Sources,
    files: &[Covered],
    style: &Style,
    verbosity: Verbosity,
) -> io::Result<()> {
    let locator = Locator::new(sources);
    for gap in files.iter().flat_map(|f| &f.gaps) {
        show(out, sources, &locator, gap)?;
    }
    if verbosity == Verbosity::Quiet {
        return Ok(());
    }
    let sum = |of: fn(&Covered) -> usize| files.iter().map(of).sum::<usize>();
    if files.len() > 1 {
        for file in files {
            let head = format!("{}: ", summary::name(sources, file.source));
            wrap::hanging(out, &head, &counts(file.exercised, file.alternatives, file.phrases), style.columns())?;
        }
    }
    let (exercised, alternatives) = (sum(|f| f.exercised), sum(|f| f.alternatives));
    let idle = match alternatives - exercised {
        0 => String::new(),
        idle => format!("; not exercised: {idle}"),
    };
    let all = format!("exercised {}{idle}", counts(exercised, alternatives, sum(|f| f.phrases)));
    let color = if exercised == alternatives { paint::GOOD } else { paint::PLAIN };
    paint::write(out, style.color, color, &all)?;
    writeln!(out)
}

/// One gap: `file:line:column: what is not exercised: the words`, a line for each line on which some of it begins.
fn show(out: &mut dyn Write, sources: &Sources, locator: &Locator<'_>, gap: &Diagnostic) -> io::Result<()> {
    let mut lines: Vec<(String, usize, Vec<String>)> = Vec::new();
    for label in &gap.labels {
        let Some(source) = sources.get(label.source) else { continue };
        let at = locator.position(label.source, label.span.start as usize);
        let words = source.slice(label.span).split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some((_, _, all)) = lines.last_mut().filter(|(_, line, _)| *line == at.line) {
            all.push(words);
        } else {
            let place = format!("{}:{}:{}", safe::line(source.name()), at.line, at.column);
            lines.push((place, at.line, vec![words]));
        }
    }
    for (place, _, words) in lines {
        writeln!(out, "{place}: {}: {}", safe::line(&gap.message), safe::line(&words.join("; ")))?;
    }
    Ok(())
}

fn counts(exercised: usize, alternatives: usize, phrases: usize) -> String {
    let of = summary::count(alternatives, "alternative", "alternatives");
    format!("{exercised} of {of} in {}", summary::count(phrases, "phrase", "phrases"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Source, Span};

    #[test]
    fn gaps_and_counts() {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("own.clause", "    must state \"(keep | hold) [our] bees\"\n"));
        let gap = Diagnostic::warning("rule-coverage", "no example exercises these alternatives")
            .at(id, Span::new(24, 28), "")
            .at(id, Span::new(31, 34), "");
        let one = Covered { source: id, phrases: 1, alternatives: 3, exercised: 1, gaps: vec![gap] };
        let whole = Covered { source: id, phrases: 2, alternatives: 4, exercised: 4, gaps: Vec::new() };
        let show = |files: &[Covered], verbosity| {
            let mut out = Vec::new();
            coverage(&mut out, &sources, files, &Style::default(), verbosity).unwrap();
            String::from_utf8(out).unwrap()
        };
        insta::assert_snapshot!(show(&[one, whole.clone()], Verbosity::Normal));
        assert_eq!(
            show(std::slice::from_ref(&whole), Verbosity::Normal),
            "exercised 4 of 4 alternatives in 2 phrases\n"
        );
        assert_eq!(show(&[whole], Verbosity::Quiet), "");
    }
}
