//! Fits text to columns: wraps at words, cuts with `…`, pads. Counts columns, not characters.

use super::safe;
use std::io::{self, Write};

/// Breaks one line of harmless text into rows of at most `first` and then `rest` columns, at words.
///
/// A word that is longer than a row is cut, except an address (`://`), which stays whole so that it can be followed.
/// Gives at least one row.
pub(super) fn rows(text: &str, first: usize, rest: usize) -> Vec<String> {
    let mut rows = vec![String::new()];
    let mut used = 0;
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        let width = safe::text_width(word);
        let room = if rows.len() == 1 { first } else { rest };
        let gap = usize::from(used > 0);
        if used + gap + width <= room {
            if let Some(row) = rows.last_mut() {
                if gap == 1 {
                    row.push(' ');
                }
                row.push_str(word);
            }
            used += gap + width;
        } else if word.contains("://") || width <= rest {
            if used > 0 || room < rest {
                rows.push(String::new());
            }
            if let Some(row) = rows.last_mut() {
                row.push_str(word);
            }
            used = width;
        } else {
            used = cut_word(&mut rows, word, used, (first, rest));
        }
    }
    rows
}

/// Lays a word that is longer than a row over several rows; gives the columns used in the last.
fn cut_word(rows: &mut Vec<String>, word: &str, used: usize, (first, rest): (usize, usize)) -> usize {
    let mut used = used;
    if used > 0 {
        rows.push(String::new());
        used = 0;
    }
    for c in word.chars() {
        let room = if rows.len() == 1 { first } else { rest }.max(2);
        let width = safe::width(c);
        if used + width > room {
            rows.push(String::new());
            used = 0;
        }
        if let Some(row) = rows.last_mut() {
            row.push(c);
        }
        used += width;
    }
    used
}

/// Writes paragraphs of harmless text, each line wrapped, every row after `indent` columns and the line's own indent.
pub(super) fn paragraph(out: &mut dyn Write, text: &str, indent: usize, columns: usize) -> io::Result<()> {
    for line in text.lines() {
        let own = line.len() - line.trim_start_matches(' ').len();
        let indent = indent + own.min(columns / 4);
        let room = columns.saturating_sub(indent).max(16);
        for row in rows(line, room, room) {
            writeln!(out, "{}", format_args!("{:indent$}{row}", "").to_string().trim_end())?;
        }
    }
    Ok(())
}

/// Writes `head` and then `text`, whose further rows stand under its first.
pub(super) fn hanging(out: &mut dyn Write, head: &str, text: &str, columns: usize) -> io::Result<()> {
    let indent = safe::text_width(head).min(columns / 2);
    let first = columns.saturating_sub(safe::text_width(head)).max(1);
    let rest = columns.saturating_sub(indent).max(16);
    for (i, row) in rows(text, first, rest).into_iter().enumerate() {
        if i == 0 {
            writeln!(out, "{}", format!("{head}{row}").trim_end())?;
        } else {
            writeln!(out, "{:indent$}{row}", "")?;
        }
    }
    Ok(())
}

/// The text in at most `columns` columns, cut with `…`, at a word if one ends near the cut.
pub(super) fn fit(text: &str, columns: usize) -> String {
    if safe::text_width(text) <= columns {
        return text.to_owned();
    }
    let mut used = 1;
    let mut end = 0;
    let mut word = 0;
    for (at, c) in text.char_indices() {
        used += safe::width(c);
        if used > columns {
            break;
        }
        if c == ' ' {
            word = at;
        }
        end = at + c.len_utf8();
    }
    let end = if word * 4 > end * 3 { word } else { end };
    format!("{}…", text.get(..end).unwrap_or_default().trim_end())
}

/// The text with as many spaces after it as make it `columns` wide.
pub(super) fn pad(text: &str, columns: usize) -> String {
    let space = columns.saturating_sub(safe::text_width(text));
    format!("{text}{:space$}", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_break_at_words_and_cut_only_what_cannot_fit() {
        assert_eq!(rows("one two three", 7, 9), ["one two", "three"]);
        assert_eq!(rows("", 7, 9), [""]);
        assert_eq!(rows("abcdefghijkl xy", 5, 5), ["abcde", "fghij", "kl xy"]);
        assert_eq!(
            rows("see https://example.com/a/long/path now", 10, 10),
            ["see", "https://example.com/a/long/path", "now"]
        );
        assert_eq!(rows("日本語 日本語", 6, 6), ["日本語", "日本語"]);
    }

    #[test]
    fn fitted_text_is_never_too_wide() {
        for columns in 1..30 {
            let fitted = fit("A policy of 日本語 words and e\u{301} accents", columns);
            assert!(safe::text_width(&fitted) <= columns.max(1), "{columns}: {fitted}");
        }
        assert_eq!(fit("short", 5), "short");
        assert_eq!(fit("several words here", 14), "several words…");
    }
}
