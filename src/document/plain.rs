//! Plain text to blocks of lines: paragraphs, separators, list items, underlined headings, quoted archive headers.

use super::raw::{Break, Kind, Line, Raw, Reading, Style, pieces};
use super::{shape, title};

/// Reads plain text. `base` is the source offset of `text`.
pub(super) fn read(text: &str, base: usize) -> Reading<'_> {
    let rows = rows(text);
    let width = wrap_width(&rows);
    let mut reader = Reader { base, width, out: Reading::default(), open: None, last: None, indents: Vec::new() };
    let mut rows = rows.iter().peekable();
    while let Some(row) = rows.next() {
        reader.row(row, rows.peek().map_or("", |r| r.text));
    }
    reader.flush();
    reader.out
}

/// One line without its end.
struct Row<'a> {
    /// Without spaces around it.
    text: &'a str,
    /// Offset of `text`.
    at: usize,
    /// Width of the spaces before it.
    indent: usize,
    /// Length in characters, indent included.
    width: usize,
}

fn rows(text: &str) -> Vec<Row<'_>> {
    let mut out = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    let mut ends = text.bytes().enumerate().filter(|(_, b)| matches!(b, b'\n' | b'\r' | 0x0c)).map(|(at, _)| at);
    loop {
        let end = ends.next().unwrap_or(text.len());
        // The line feed of a CRLF ends no line of its own.
        let crlf = bytes.get(end) == Some(&b'\n') && end > 0 && bytes.get(end - 1) == Some(&b'\r') && start == end;
        if !crlf {
            let line = text.get(start..end).unwrap_or_default();
            let trimmed = line.trim();
            let indent = line.len() - line.trim_start().len();
            let width = indent + trimmed.chars().count();
            out.push(Row { text: trimmed, at: start + indent, indent, width });
        }
        if end >= text.len() {
            return out;
        }
        start = end + 1;
    }
}

/// The width at which the text is wrapped; `None` when its lines are whole sentences or paragraphs.
fn wrap_width(rows: &[Row<'_>]) -> Option<usize> {
    let mut widths: Vec<usize> = rows.iter().filter(|r| !r.text.is_empty()).map(|r| r.width).collect();
    if widths.is_empty() {
        return None;
    }
    widths.sort_unstable();
    let at = (widths.len() * 98 / 100).min(widths.len() - 1);
    let width = widths.get(at).copied().unwrap_or_default();
    let runs_on = |a: &Row<'_>, b: &Row<'_>| {
        !a.text.ends_with(['.', '!', '?', ':', ';', ','])
            && b.text.starts_with(|c: char| c.is_lowercase() || c == '(')
            && shape::marker(b.text).is_none()
    };
    let (mut pairs, mut wrapped) = (0, 0);
    for pair in rows.windows(2) {
        if let [a, b] = pair
            && !a.text.is_empty()
            && !b.text.is_empty()
        {
            pairs += 1;
            wrapped += usize::from(runs_on(a, b));
        }
    }
    ((30..=130).contains(&width) && wrapped * 5 >= pairs && wrapped > 0).then_some(width)
}

struct Reader<'a> {
    base: usize,
    width: Option<usize>,
    out: Reading<'a>,
    open: Option<Raw<'a>>,
    /// Width, text and indent of the line before, when it belongs to the open block.
    last: Option<(usize, &'a str, usize)>,
    /// Indents of the open list levels with their groups.
    indents: Vec<(usize, usize)>,
}

impl<'a> Reader<'a> {
    fn row(&mut self, row: &Row<'a>, next: &str) {
        if row.text.is_empty() {
            self.flush();
        } else if let Some(sign) = separator(row.text) {
            self.separator(sign);
        } else if let Some(quoted) = row.text.strip_prefix('>') {
            self.quote(row, quoted);
        } else if let Some(marker) = shape::marker(row.text).filter(|m| self.is_item(row.text, *m, next)) {
            self.item(row, marker.length);
        } else {
            self.text(row);
        }
    }

    /// Whether a marker starts an item; a numbered line that looks like a title is left to the outline.
    fn is_item(&self, text: &str, marker: shape::Marker, next: &str) -> bool {
        let in_list = self.open.as_ref().is_some_and(|r| r.kind == Kind::Item)
            || self.out.raws.last().is_some_and(|r| r.kind == Kind::Item);
        let run_on = self.width.is_some() && self.last.is_some_and(|(_, t, _)| t.ends_with(char::is_alphanumeric));
        let titled = title::title(text).is_some_and(|t| t > title::Title::Weak);
        marker.bullet || in_list && !titled || shape::marker(next).is_some() || !titled && !run_on
    }

    fn separator(&mut self, sign: char) {
        let single = self.open.take_if(|raw| {
            matches!(sign, '=' | '-')
                && raw.kind == Kind::Paragraph
                && raw.lines.len() == 1
                && raw.len() <= 90
                && !raw.tail_text(4).ends_with(['.', ':', ',', ';', '!'])
                && raw.head_text(4).starts_with(|c: char| !c.is_lowercase())
        });
        if let Some(mut raw) = single {
            raw.kind = Kind::Heading(if sign == '=' { 1 } else { 2 });
            self.last = None;
            self.out.raws.push(raw);
        } else {
            self.flush();
            self.out.raws.push(Raw::new(Kind::Rule, Vec::new()));
        }
        self.indents.clear();
    }

    fn quote(&mut self, row: &Row<'a>, quoted: &'a str) {
        if self.open.as_ref().is_none_or(|r| r.kind != Kind::Quote) {
            self.flush();
            let mut raw = Raw::new(Kind::Quote, Vec::new());
            raw.quoted = true;
            self.open = Some(raw);
        }
        self.push_line(quoted, row.at + row.text.len() - quoted.len(), Break::Soft);
    }

    fn item(&mut self, row: &Row<'a>, marker: usize) {
        self.flush();
        while self.indents.last().is_some_and(|(indent, _)| *indent > row.indent) {
            self.indents.pop();
        }
        if self.indents.last().is_none_or(|(indent, _)| *indent < row.indent) {
            self.out.groups += 1;
            self.indents.push((row.indent, self.out.groups));
        }
        let mut raw = Raw::new(Kind::Item, Vec::new());
        raw.depth = self.indents.len();
        raw.group = self.indents.last().map(|(_, group)| *group);
        let text = row.text.get(marker..).unwrap_or_default();
        self.open = Some(raw);
        self.push_line(text, row.at + marker, self.line_break());
        self.last = Some((row.width, row.text, row.indent));
    }

    fn line_break(&self) -> Break {
        if self.width.is_some() { Break::Soft } else { Break::Line }
    }

    fn text(&mut self, row: &Row<'a>) {
        let in_item = self.open.as_ref().is_some_and(|r| r.kind == Kind::Item);
        let continues = match (self.width, self.last) {
            // A line that had room for the next word ended on purpose.
            (Some(width), Some((before, text, _))) => {
                let word = row.text.split_whitespace().next().map_or(0, |w| w.chars().count());
                before + 1 + word + 8 >= width || row.text.starts_with(char::is_lowercase) || text.ends_with(',')
            }
            _ => false,
        };
        let quote = self.open.as_ref().is_some_and(|r| r.kind == Kind::Quote);
        if quote || in_item && !continues && row.indent <= self.last.map_or(0, |l| l.2) {
            self.flush();
        }
        if !in_item {
            self.indents.clear();
        }
        if self.open.is_none() {
            self.open = Some(Raw::new(Kind::Paragraph, Vec::new()));
        } else if self.width.is_some()
            && !continues
            && let Some(line) = self.open.as_mut().and_then(|r| r.lines.last_mut())
        {
            line.after = Break::Line;
        }
        self.push_line(row.text, row.at, self.line_break());
        self.last = Some((row.width, row.text, row.indent));
    }

    fn push_line(&mut self, text: &'a str, at: usize, after: Break) {
        let mut line = Line { pieces: Vec::new(), after };
        pieces(text, self.base + at, &Style::default(), &mut line.pieces);
        if let Some(raw) = &mut self.open {
            raw.lines.push(line);
        }
    }

    fn flush(&mut self) {
        self.last = None;
        if let Some(raw) = self.open.take().filter(|r| !r.is_blank()) {
            self.out.raws.push(raw);
        }
    }
}

/// The sign of a line that only parts segments: three or more of one sign, perhaps with spaces.
pub(super) fn separator(text: &str) -> Option<char> {
    let sign = text.chars().next()?;
    let signs = "=-_*~#+—–•.";
    let only = text.chars().all(|c| c == sign || c == ' ');
    (signs.contains(sign) && only && text.chars().filter(|c| *c == sign).count() >= 3).then_some(sign)
}

/// Whether a text of unknown format holds Markdown.
pub(super) fn holds_markdown(text: &str) -> bool {
    let mut signs = 0_u32;
    for line in text.lines() {
        let line = line.trim_start();
        let hashes = line.len() - line.trim_start_matches('#').len();
        let heading =
            (1..=6).contains(&hashes) && line.get(hashes..).is_some_and(|t| t.starts_with(' ') && !t.trim().is_empty());
        let linked = line.find("](").is_some_and(|at| line.get(..at).is_some_and(|t| t.contains('[')));
        let bold = line.matches("**").count() >= 2;
        let run_in = line.starts_with('_') && line.get(1..).is_some_and(|t| t.contains("_ "));
        let fence = line.starts_with("```");
        let escape = line.contains("\\.") || line.starts_with("\\-") || line.starts_with("\\*");
        signs += u32::from(heading) * 2 + u32::from(linked) * 2 + u32::from(bold) * 2;
        signs += u32::from(run_in) + u32::from(fence) + u32::from(escape);
        if signs >= 2 {
            return true;
        }
    }
    false
}
