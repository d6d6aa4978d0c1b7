//! The tables of a draft: which hold data, and which rows head them.

use super::body::Writer;
use super::part::{Attributes, is_on, value};

/// A table that is open.
pub(super) struct Table {
    pub id: usize,
    first_line: usize,
    first_row: bool,
    pub layout: bool,
    cells: usize,
    rows: usize,
    pub row: Row,
}

#[derive(Default)]
pub(super) struct Row {
    pub id: usize,
    first_line: usize,
    pub column: usize,
    pub width: usize,
    cells: usize,
    head: bool,
}

impl Writer<'_> {
    pub(super) fn start_table_part(&mut self, name: &str, attributes: &Attributes) {
        let line = self.out.markup.paragraphs.len();
        if name == "tbl" {
            if let Some(outer) = self.tables.last_mut() {
                outer.layout = true;
            }
            self.made += 1;
            let (id, row) = (self.made, Row::default());
            let table = Table { id, first_line: line, first_row: false, layout: false, cells: 0, rows: 0, row };
            return self.tables.push(table);
        }
        let Some(table) = self.tables.last_mut() else { return };
        match name {
            "tr" => {
                self.rows += 1;
                table.rows += 1;
                table.row = Row { id: self.rows, first_line: line, ..Row::default() };
            }
            "tc" => {
                table.row.cells += 1;
                table.row.width = 1;
                table.cells = table.cells.max(table.row.cells);
            }
            "gridSpan" => {
                table.row.width = value(attributes, "val").and_then(|v| v.parse().ok()).unwrap_or(1).clamp(1, 1_000);
            }
            "tblHeader" => table.row.head = is_on(attributes),
            _ => {
                let bits = value(attributes, "val").and_then(|v| u32::from_str_radix(v, 16).ok()).unwrap_or_default();
                table.first_row = value(attributes, "firstRow") == Some("1") || bits & 0x20 != 0;
            }
        }
    }

    /// A row heads its table if it says so, or if it is the first one, is to look different, and is bold.
    pub(super) fn end_row(&mut self) {
        let Some(table) = self.tables.last() else { return };
        let lines = self.out.markup.paragraphs.get_mut(table.row.first_line..).unwrap_or_default();
        let bold = || lines.iter().flat_map(|p| &p.runs).all(|r| r.style.strong);
        if table.row.head || table.rows == 1 && table.first_row && table.row.cells > 1 && bold() {
            lines.iter_mut().filter_map(|p| p.cell.as_mut()).for_each(|cell| cell.head = true);
        }
    }

    /// A table of one column, or with headings or tables inside, only places things.
    pub(super) fn end_table(&mut self) {
        let Some(table) = self.tables.pop() else { return };
        if table.layout || table.cells < 2 {
            let lines = self.out.markup.paragraphs.get_mut(table.first_line..).unwrap_or_default();
            lines.iter_mut().filter(|p| p.cell.is_some_and(|c| c.table == table.id)).for_each(|p| p.cell = None);
        }
    }
}
