//! CSV that a spreadsheet shows and never computes.

use crate::store::StoreError;

/// Full-width forms of the signs that begin a formula; some programs fold them to the narrow ones.
const WIDE: [char; 4] = ['＝', '＋', '－', '＠'];

/// A cell that begins like a formula gets an apostrophe in front (ASVS V1.2.10).
pub fn safe(cell: &str) -> String {
    let begins = cell.chars().next();
    let formula = begins
        .is_some_and(|first| matches!(first, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n') || WIDE.contains(&first));
    if formula { format!("'{cell}") } else { cell.to_owned() }
}

/// A table that is written row by row, for what is too long to hold.
pub struct Rows<W: std::io::Write>(csv::Writer<W>);

impl<W: std::io::Write> Rows<W> {
    pub fn begin(out: W, header: &[&str]) -> Result<Self, StoreError> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        writer.write_record(header).map_err(unwritten)?;
        Ok(Self(writer))
    }

    pub fn row(&mut self, cells: &[String]) -> Result<(), StoreError> {
        self.0.write_record(cells.iter().map(|cell| safe(cell))).map_err(unwritten)
    }

    pub fn end(mut self) -> Result<(), StoreError> {
        Ok(self.0.flush()?)
    }
}

fn unwritten(problem: csv::Error) -> StoreError {
    StoreError::Damaged(format!("the table could not be written: {problem}"))
}

/// A table with its header row, UTF-8, RFC 4180.
pub fn table(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>, StoreError> {
    let damaged = |problem: String| StoreError::Damaged(format!("the table could not be written: {problem}"));
    let mut writer = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Necessary)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(header).map_err(|problem| damaged(problem.to_string()))?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| safe(cell))).map_err(|problem| damaged(problem.to_string()))?;
    }
    writer.into_inner().map_err(|problem| damaged(problem.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_shown_not_computed() {
        for cell in ["=1+1", "+1", "-1", "@sum(a1)", "\t=1", "\r=1", "\n=1", "＝1"] {
            assert_eq!(safe(cell), format!("'{cell}"));
        }
        assert_eq!(safe("example.net"), "example.net");
        assert_eq!(safe(""), "");
    }

    #[test]
    fn commas_quotes_and_lines_stay_in_their_cell() {
        let bytes = table(&["a", "b"], [vec!["x,\"y\"".into(), "two\nlines".into()]]).unwrap();
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let row = reader.records().next().unwrap().unwrap();
        assert_eq!(&row[0], "x,\"y\"");
        assert_eq!(&row[1], "two\nlines");
    }
}
