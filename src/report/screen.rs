//! What codespan writes, coloured and kept within the terminal: messages that would run over are wrapped.
//!
//! Every message handed to codespan starts with [`MESSAGE`]; whatever stands before it on a line (gutter, carets,
//! pointers) decides where the further rows of the message begin. Knows nothing of diagnostics.

use super::{paint, safe, wrap};
use crate::diagnostic::Severity;
use anstyle::Style as Ansi;
use codespan_reporting::diagnostic::{LabelStyle, Severity as CodespanSeverity};
use codespan_reporting::term::WriteStyle;
use std::io::{self, Write};

/// Stands before each message; never occurs in harmless text.
pub(super) const MESSAGE: char = '\u{1}';

/// Ends the name of a text whose lines are paragraphs, before the colon and the number; likewise.
pub(super) const PARAGRAPH: char = '\u{2}';

/// A message is set below its carets when fewer columns than this are left beside them.
const NARROW: usize = 24;

/// A line-buffered writer for codespan.
pub(super) struct Screen<'a> {
    out: &'a mut dyn Write,
    columns: usize,
    color: bool,
    severity: Severity,
    style: Ansi,
    /// The line up to the message, with the style of each character.
    line: Vec<(Ansi, char)>,
    /// The message and its style, once its mark was seen.
    message: Option<(Ansi, String)>,
    header: bool,
    /// What codespan writes next and is left out: the colon after the name of a text of paragraphs.
    unsaid: Option<char>,
    /// codespan is about to write its word for the severity; ours is written instead.
    word: bool,
    /// A name, where it is first written, and where it leads.
    link: Option<(String, String)>,
}

impl<'a> Screen<'a> {
    /// A screen of so many columns that writes to `out`.
    pub(super) fn new(out: &'a mut dyn Write, columns: usize, color: bool, severity: Severity) -> Self {
        let (style, line) = (paint::PLAIN, Vec::new());
        Self {
            out,
            columns,
            color,
            severity,
            style,
            line,
            message: None,
            header: false,
            unsaid: None,
            word: false,
            link: None,
        }
    }

    /// Makes the first `name` a link. An address that could speak to the terminal is none.
    pub(super) fn link(&mut self, name: String, url: &str) {
        let harmless = url.starts_with("https://") && url.bytes().all(|b| (0x21..0x7f).contains(&b));
        self.link = harmless.then(|| (name, url.to_owned()));
    }

    fn push(&mut self, text: &str) -> io::Result<()> {
        for c in text.chars() {
            if self.unsaid.take() == Some(c) {
                continue;
            }
            match (c, &mut self.message) {
                (PARAGRAPH, None) => {
                    self.line.extend(", paragraph ".chars().map(|c| (self.style, c)));
                    self.unsaid = Some(':');
                }
                ('\n', _) => self.end_line()?,
                (MESSAGE, _) => self.message = Some((self.style, String::new())),
                (c, Some((_, message))) => message.push(c),
                (c, None) => self.line.push((self.style, c)),
            }
        }
        Ok(())
    }

    fn end_line(&mut self) -> io::Result<()> {
        let line = std::mem::take(&mut self.line);
        let header = std::mem::take(&mut self.header);
        let Some((style, message)) = self.message.take() else { return self.write_row(&line, None) };
        let used = columns_of(&line);
        let room = self.columns.saturating_sub(used);
        let total = safe::text_width(&message);
        if total <= room {
            return self.write_row(&line, Some((style, &message)));
        }
        let gutter = line.iter().position(|(_, c)| matches!(c, '│' | '·')).map_or(0, |at| at + 2);
        if header || gutter == 0 {
            let rest = if header { 4 } else { used };
            return self.write_wrapped(&line, &continuation(&line, rest), style, &message);
        }
        if room >= NARROW {
            return self.write_wrapped(&line, &continuation(&line, used), style, &message);
        }
        // Too little room beside the carets: the message goes below, as far to the right as it fits.
        let start = used.min(self.columns.saturating_sub(total)).max(gutter);
        let below = continuation(&line, start);
        if line.iter().rev().find(|(_, c)| *c != ' ').is_some_and(|(_, c)| matches!(c, '^' | '-' | '\'')) {
            self.write_row(&line, None)?;
        }
        self.write_wrapped(&below, &below, style, &message)
    }

    fn write_wrapped(
        &mut self,
        first: &[(Ansi, char)],
        rest: &[(Ansi, char)],
        style: Ansi,
        text: &str,
    ) -> io::Result<()> {
        let room = |line: &[(Ansi, char)]| self.columns.saturating_sub(columns_of(line)).max(8);
        let rows = wrap::rows(text, room(first), room(rest));
        for (i, row) in rows.iter().enumerate() {
            self.write_row(if i == 0 { first } else { rest }, Some((style, row)))?;
        }
        Ok(())
    }

    /// Writes one row, without spaces at its end.
    fn write_row(&mut self, line: &[(Ansi, char)], message: Option<(Ansi, &str)>) -> io::Result<()> {
        let text_follows = message.is_some_and(|(_, m)| !m.is_empty());
        let end =
            if text_follows { line.len() } else { line.iter().rposition(|(_, c)| *c != ' ').map_or(0, |at| at + 1) };
        for run in line.get(..end).unwrap_or_default().chunk_by(|a, b| a.0 == b.0) {
            let style = run.first().map_or(paint::PLAIN, |r| r.0);
            let mut text: String = run.iter().map(|r| r.1).collect();
            if let Some((name, url)) = self.link.take_if(|(name, _)| text.contains(name.as_str())) {
                text = text.replacen(&name, &format!("\u{1b}]8;;{url}\u{1b}\\{name}\u{1b}]8;;\u{1b}\\"), 1);
            }
            paint::write(self.out, self.color, style, &text)?;
        }
        if let Some((style, text)) = message {
            paint::write(self.out, self.color, style, text)?;
        }
        self.out.write_all(b"\n")
    }
}

/// The first `columns` columns of what stands before a further row of a message: borders and pointers stay, carets go.
fn continuation(line: &[(Ansi, char)], columns: usize) -> Vec<(Ansi, char)> {
    let mut kept: Vec<_> = line
        .iter()
        .take(columns)
        .map(|(style, c)| if matches!(c, '│' | '·') { (*style, *c) } else { (paint::PLAIN, ' ') })
        .collect();
    kept.resize(columns, (paint::PLAIN, ' '));
    kept
}

fn columns_of(line: &[(Ansi, char)]) -> usize {
    line.iter().map(|(_, c)| safe::width(*c)).sum()
}

impl Write for Screen<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if std::mem::take(&mut self.word) {
            self.push(self.severity.as_str())?;
        } else {
            self.push(&String::from_utf8_lossy(bytes))?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl WriteStyle for Screen<'_> {
    fn set_header(&mut self, _: CodespanSeverity) -> io::Result<()> {
        self.style = paint::severity(self.severity).bold();
        self.header = true;
        self.word = true;
        Ok(())
    }

    fn set_header_message(&mut self) -> io::Result<()> {
        self.style = paint::BOLD;
        Ok(())
    }

    fn set_line_number(&mut self) -> io::Result<()> {
        self.style = paint::FRAME;
        Ok(())
    }

    fn set_note_bullet(&mut self) -> io::Result<()> {
        self.style = paint::FRAME;
        Ok(())
    }

    fn set_source_border(&mut self) -> io::Result<()> {
        self.style = paint::FRAME;
        Ok(())
    }

    fn set_label(&mut self, _: CodespanSeverity, style: LabelStyle) -> io::Result<()> {
        self.style = match style {
            LabelStyle::Primary => paint::severity(self.severity),
            LabelStyle::Secondary => paint::FRAME,
        };
        Ok(())
    }

    fn reset(&mut self) -> io::Result<()> {
        self.style = paint::PLAIN;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Style, human};
    use crate::diagnostic::Diagnostic;
    use crate::source::{Source, Sources, Span};

    #[test]
    fn the_name_of_a_rule_leads_to_its_law_where_the_terminal_can() {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("a.md", "We keep it.\n"));
        let d = Diagnostic::warning("core/x", "m").at(id, Span::new(0, 2), "here");
        let shown = |d: &Diagnostic, links: bool, color: bool| {
            let mut out = Vec::new();
            human::diagnostic(&mut out, &sources, d, &Style { width: 80, color, links }).unwrap();
            String::from_utf8(out).unwrap()
        };
        let law = d.clone().note("help: h").note("law: 16 CFR 1 <https://law.example.com/1> (text read)");
        let link = "\u{1b}]8;;https://law.example.com/1\u{1b}\\core/x\u{1b}]8;;\u{1b}\\";
        assert!(shown(&law, true, false).starts_with(&format!("warning[{link}]: m\n")), "{}", shown(&law, true, false));
        assert!(shown(&law, true, true).contains(link));
        assert!(!shown(&law, false, true).contains("]8;;") && !shown(&d, true, false).contains("]8;;"));
        let harm = d.note("law: x <https://law.example.com/\u{1b}]8;;> y");
        assert!(!shown(&harm, true, false).contains('\u{1b}'));
    }
}
