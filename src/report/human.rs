//! Findings for people: diagnostics with windows of the text around their places, then packs, questions and counts.
//!
//! codespan-reporting draws; `view` prepares what it draws, `screen` keeps it within the terminal.

use super::locate::Locator;
use super::screen::{MESSAGE, Screen};
use super::view::{MOST_LABELS, View};
use super::{Style, Verbosity, safe, summary};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Report;
use crate::rule::RuleSet;
use crate::source::{Source, Sources};
use codespan_reporting::diagnostic::{Diagnostic as Shown, Severity as ShownSeverity};
use codespan_reporting::files::Error;
use codespan_reporting::term::{Config, emit_to_write_style};
use std::io::{self, Write};

/// Writes one diagnostic and an empty line. Errors are those of `out`.
pub fn diagnostic(out: &mut dyn Write, sources: &Sources, diagnostic: &Diagnostic, style: &Style) -> io::Result<()> {
    draw(out, &Locator::new(sources), diagnostic, *style)
}

/// Writes the findings of all policies; then, unless quiet, the packs of each policy, open questions and the counts.
pub fn check(
    out: &mut dyn Write,
    sources: &Sources,
    reports: &[&Report],
    rules: &RuleSet,
    style: &Style,
    verbosity: Verbosity,
) -> io::Result<()> {
    let locator = Locator::new(sources);
    for finding in reports.iter().flat_map(|r| &r.findings) {
        draw(out, &locator, &finding.diagnostic, *style)?;
    }
    if verbosity == Verbosity::Quiet {
        return Ok(());
    }
    for report in reports {
        summary::packs(out, sources, report, *style, verbosity)?;
        if verbosity == Verbosity::Verbose {
            summary::verdicts(out, sources, report, rules, *style)?;
        }
    }
    summary::questions(out, reports, *style)?;
    summary::closing(out, reports, *style)
}

pub(super) fn draw(
    out: &mut dyn Write,
    locator: &Locator<'_>,
    diagnostic: &Diagnostic,
    style: Style,
) -> io::Result<()> {
    let (view, labels) = View::new(locator, diagnostic, style.columns());
    let mut notes: Vec<String> = diagnostic.notes.iter().map(|n| marked(n)).collect();
    notes.extend(further(locator, diagnostic).map(|n| marked(&n)));
    let shown = Shown::new(match diagnostic.severity {
        Severity::Error => ShownSeverity::Error,
        Severity::Warning => ShownSeverity::Warning,
        Severity::Info => ShownSeverity::Note,
    })
    .with_code(safe::line(&diagnostic.code))
    .with_message(format!("{MESSAGE}{}", safe::line(&diagnostic.message)))
    .with_labels(labels)
    .with_notes(notes);
    let config = Config { start_context_lines: 0, end_context_lines: 0, ..Config::default() };
    let mut screen = Screen::new(out, style.columns(), style.color, diagnostic.severity);
    if style.links {
        screen.link(safe::line(&diagnostic.code).into_owned(), law(diagnostic).unwrap_or_default());
    }
    emit_to_write_style(&mut screen, &config, &view, &shown).map_err(|error| match error {
        Error::Io(error) => error,
        error => io::Error::other(error),
    })
}

/// The address of the first law that the notes name.
fn law(diagnostic: &Diagnostic) -> Option<&str> {
    let laws = diagnostic.notes.iter().filter_map(|n| n.strip_prefix("law: "));
    laws.filter_map(|law| law.split_once('<')?.1.split_once('>')).map(|(url, _)| url).next()
}

/// A note with the mark of a message before each of its lines, so that each is wrapped.
fn marked(note: &str) -> String {
    let note = safe::text(note);
    let lines: Vec<_> = note.lines().map(|l| format!("{MESSAGE}{l}")).collect();
    lines.join("\n")
}

/// Where the labels are that are not drawn.
fn further(locator: &Locator<'_>, diagnostic: &Diagnostic) -> Option<String> {
    let rest = diagnostic.labels.get(MOST_LABELS..).filter(|r| !r.is_empty())?;
    let lines: Vec<_> = rest
        .iter()
        .take(MOST_LABELS)
        .filter_map(|l| locator.sources().get(l.source).map(|s| (s.line_index(l.span.start as usize) + 1).to_string()))
        .collect();
    let more = if rest.len() > MOST_LABELS { ", …" } else { "" };
    let unit = locator.sources().get(rest.first()?.source).map(Source::unit).unwrap_or_default();
    Some(format!("{} further places: {unit}s {}{more}", rest.len(), lines.join(", ")))
}

#[cfg(test)]
#[allow(clippy::string_slice)] // a cut character is a failed test
mod tests {
    use super::super::fixture;
    use super::*;
    use crate::source::{Source, SourceId, Span};

    /// Renders with the label texts found in `text`: `(words, message, primary)`.
    fn render(text: &str, labels: &[(&str, &str, bool)], width: usize, color: bool) -> String {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("policies/privacy.md", text));
        let mut diagnostic = Diagnostic::warning("core/retention", "no retention period is stated");
        for (words, message, primary) in labels {
            let start = text.find(words).unwrap();
            let span = Span::new(start, start + words.len());
            diagnostic = if *primary { diagnostic.at(id, span, *message) } else { diagnostic.see(id, span, *message) };
        }
        rendered(&sources, &diagnostic, width, color)
    }

    fn rendered(sources: &Sources, d: &Diagnostic, width: usize, color: bool) -> String {
        let mut out = Vec::new();
        diagnostic(&mut out, sources, d, &Style { width, color, links: false }).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn one(text: &str, span: Span, width: usize) -> String {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("a.md", text));
        let d = Diagnostic::error("core/x", "message").at(id, span, "here");
        rendered(&sources, &d, width, false)
    }

    /// The text that the carets of a single label stand under.
    fn under(rendered: &str) -> String {
        let lines: Vec<&str> = rendered.lines().collect();
        let caret = lines.iter().position(|l| l.contains('^')).expect("a caret");
        let (from, to) = (lines[caret].find('^').unwrap(), lines[caret].rfind('^').unwrap());
        let columns = |text: &str| safe::text_width(text);
        let (from, to) = (columns(&lines[caret][..from]), columns(&lines[caret][..=to]));
        let mut at = 0;
        let mut found = String::new();
        for c in lines[caret - 1].chars() {
            if at >= from && at < to {
                found.push(c);
            }
            at += safe::width(c);
        }
        found
    }

    fn long_line() -> String {
        let mut text = String::from("# Privacy\n\n");
        for i in 0..30 {
            let _ =
                std::fmt::Write::write_fmt(&mut text, format_args!("We keep item number {i} for as long as needed. "));
        }
        text.push_str("\n\nThe end.\n");
        text
    }

    #[test]
    fn a_short_line_is_shown_whole() {
        let text = "# Privacy\n\nWe keep your data for as long as necessary.\n";
        insta::assert_snapshot!(render(text, &[("as long as necessary", "gives no period", true)], 80, false));
    }

    #[test]
    fn a_long_line_shows_windows_around_its_labels() {
        let labels = [
            ("item number 17 for as long as needed", "gives no period", true),
            ("item number 2 for", "so is this, and what is said about it is longer than the space beside it", false),
            ("The end", "", false),
        ];
        insta::assert_snapshot!(render(&long_line(), &labels, 80, false));
        insta::assert_snapshot!(render(&long_line(), &labels, 40, false));
    }

    #[test]
    fn a_label_wider_than_the_terminal_shows_its_first_and_last_row() {
        let text = long_line();
        let start = text.find("item number 3").unwrap();
        let words = &text[start..text.find(" needed. We keep item number 12").unwrap()];
        insta::assert_snapshot!(render(&text, &[(words, "too long", true)], 60, false));
    }

    #[test]
    fn a_label_over_several_lines_shows_its_first_and_last() {
        let text = "One line.\n\n- the first item\n- a second\n- a third\n- the last item\n\nEnd.\n";
        let words = "first item\n- a second\n- a third\n- the last";
        insta::assert_snapshot!(render(text, &[(words, "this list", true), ("One", "begins here", false)], 60, false));
    }

    #[test]
    fn no_row_is_wider_than_the_terminal() {
        let text = long_line();
        for width in [40, 41, 55, 80, 120, 200] {
            for number in 0..30 {
                let words = format!("number {number} for");
                let far = format!("item number {} for as", (number * 7 + 3) % 30);
                let message = "this passage names no period, nor criteria to determine it, as far as one can see";
                let labels =
                    [(words.as_str(), message, true), (far.as_str(), message, false), ("Privacy", "title", false)];
                for line in render(&text, &labels, width, false).lines() {
                    assert!(safe::text_width(line) <= width, "{width}: {line}");
                }
            }
        }
    }

    #[test]
    fn every_span_of_a_long_line_is_drawn_under_its_own_text() {
        let text = long_line();
        let start = text.find("We").unwrap();
        for at in (start..start + 1200).step_by(11) {
            let shown = under(&one(&text, Span::new(at, at + 9), 64));
            assert_eq!(shown, &text[at..at + 9], "at {at}");
        }
    }

    #[test]
    fn carets_stand_under_wide_combining_and_tabbed_text() {
        let text = "日本語 の e\u{301}crit\tet 😀 données perso日本 ici";
        for words in ["données", "perso日本", "et", "語", "😀"] {
            let start = text.find(words).unwrap();
            assert_eq!(under(&one(text, Span::new(start, start + words.len()), 80)), words);
        }
        // A label on a combining mark alone, and one that cuts a character.
        let mark = text.find('\u{301}').unwrap();
        assert!(one(text, Span::new(mark, mark + 2), 80).contains('^'));
        assert!(one(text, Span::new(1, 2), 80).contains("^^"));
    }

    #[test]
    fn points_without_width_get_a_caret_at_line_ends() {
        let text = "first\r\nsecond\r\n\r\nlast";
        for at in 0..=text.len() + 4 {
            let shown = one(text, Span::new(at, at), 80);
            assert!(shown.contains('^'), "{at}: {shown}");
            assert!(!shown.contains('\r'));
        }
        assert!(one("", Span::default(), 80).contains('^'));
        // A span with its line break is a span of that line.
        assert!(one(text, Span::new(0, 7), 80).contains("^^^^^ here"));
    }

    #[test]
    fn foreign_text_cannot_speak_to_the_terminal() {
        let text = "We \u{1b}[31mkeep\u{202e} data\u{9b}2J for\0 ever\u{7f}.";
        let mut sources = Sources::default();
        let id = sources.add(Source::new("a\u{1b}]0;x\u{7}.md", text));
        let d = Diagnostic::error("x\u{1b}", "bad \u{1b}[2J\nword")
            .at(id, Span::new(3, 12), "label \u{202e}\u{1b}")
            .note("note \u{1b}[0m\nnext \u{2066}");
        let shown = rendered(&sources, &d, 80, false);
        assert!(shown.chars().all(|c| c == '\n' || safe::shown(c) == Some(c)), "{shown:?}");
        insta::assert_snapshot!(shown);
    }

    #[test]
    fn colours_are_written_only_when_wanted() {
        let labels = [("number 4", "one", true), ("number 9", "two", false)];
        let plain = render(&long_line(), &labels, 80, false);
        let color = render(&long_line(), &labels, 80, true);
        assert!(!plain.contains('\u{1b}'));
        assert!(color.contains("\u{1b}[1m\u{1b}[33mwarning"), "{color:?}");
        let stripped = anstream::adapter::strip_str(&color).to_string();
        assert_eq!(stripped, plain);
    }

    #[test]
    fn a_diagnostic_without_a_place_and_one_with_an_unknown_text() {
        let sources = Sources::default();
        let mut d =
            Diagnostic::new(Severity::Info, "input", "cannot read missing.md: no such file").note("help: check it");
        insta::assert_snapshot!(rendered(&sources, &d, 80, false));
        d = d.at(SourceId(7), Span::new(1, 2), "nowhere");
        assert!(rendered(&sources, &d, 80, false).starts_with("info[input]: cannot read"));
    }

    #[test]
    fn notes_and_headers_are_wrapped_and_addresses_stay_whole() {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("a.md", "text"));
        let d =
            Diagnostic::error("core/contact", "the policy gives no way to reach the firm that publishes it by post")
                .at(id, Span::new(0, 4), "")
                .note("help: name the controller and give an e-mail address or a postal address that is read")
                .note("cite: 1 Example Code 2 <https://law.example.com/a/very/long/address/of/a/law/text>");
        insta::assert_snapshot!(rendered(&sources, &d, 50, false));
    }

    #[test]
    fn many_labels_are_counted() {
        let text = "word\n".repeat(50);
        let mut sources = Sources::default();
        let id = sources.add(Source::new("a.md", text));
        let mut d = Diagnostic::error("core/x", "message");
        for i in 0..50 {
            d = d.see(id, Span::new(i * 5, i * 5 + 4), "again");
        }
        assert!(rendered(&sources, &d, 60, false).contains("38 further places: lines 13, 14"));
    }

    #[test]
    fn a_huge_line_is_rendered_at_once() {
        for unit in ["word ", "x", "\u{301}\u{301}"] {
            let text = unit.repeat(50_000_000 / unit.len());
            let at = unit.len() * 4_000_000;
            let mut sources = Sources::default();
            let id = sources.add(Source::new("a.md", text));
            let d = Diagnostic::error("core/x", "message").at(id, Span::new(at, at + 4 * unit.len()), "here").see(
                id,
                Span::new(100 * unit.len(), at),
                "wide",
            );
            let start = std::time::Instant::now();
            let shown = rendered(&sources, &d, 80, false);
            assert!(start.elapsed().as_secs() < 5);
            assert!(unit.starts_with('\u{301}') || shown.lines().all(|l| safe::text_width(l) <= 80), "{shown}");
            assert!(shown.len() < 20_000);
        }
    }

    #[test]
    fn spans_and_texts_of_any_kind_are_drawn() {
        let pieces = ["a", " ", "\n", "\r\n", "日", "\u{301}", "\t", "\u{1b}", "word word word ", "\0", "\u{200d}"];
        let mut seed = 7_usize;
        let mut next = |n: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % n
        };
        for _ in 0..400 {
            let text: String = (0..next(120)).map(|_| pieces[next(pieces.len())]).collect();
            let mut sources = Sources::default();
            let mut d = Diagnostic::error("core/x", "message");
            let (length, count) = (text.len(), next(6));
            let id = sources.add(Source::new("a.md", text));
            for i in 0..count {
                let (start, end) = (next(length + 3), next(length + 9));
                d.labels.push(crate::diagnostic::Label {
                    source: id,
                    span: Span::new(start, end),
                    message: ["", "short", "a message of several words that is rather long"][next(3)].to_owned(),
                    primary: i == 0,
                });
            }
            let shown = rendered(&sources, &d, 40, false);
            assert!(count == 0 || shown.contains(['^', '\'', '-']), "{shown}");
            assert!(shown.lines().all(|l| safe::text_width(l) <= 40), "{shown}");
        }
    }

    #[test]
    fn a_broken_pipe_stays_a_broken_pipe() {
        struct Closed;
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let (sources, rules, reports) = fixture::run();
        let reports = fixture::refs(&reports);
        let shown = check(&mut Closed, &sources, &reports, &rules, &Style::default(), Verbosity::Normal);
        assert_eq!(shown.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
        let json = super::super::json::check(&mut Closed, &sources, &reports, &[]);
        assert_eq!(json.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }

    #[test]
    fn check_ends_with_packs_questions_and_counts() {
        let (sources, rules, reports) = fixture::run();
        let reports = fixture::refs(&reports);
        let show = |reports: &[&Report], verbosity| {
            let mut out = Vec::new();
            check(&mut out, &sources, reports, &rules, &Style::default(), verbosity).unwrap();
            String::from_utf8(out).unwrap()
        };
        insta::assert_snapshot!(show(&reports, Verbosity::Normal));
        insta::assert_snapshot!(show(&reports, Verbosity::Verbose));
        assert!(!show(&reports, Verbosity::Quiet).contains("choose with"));
        assert_eq!(show(&[], Verbosity::Normal), "no findings in 0 policies\n");
    }
}
