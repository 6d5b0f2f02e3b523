//! Tables: rows of one width, whatever the HTML says about cells that span others.

use scraper::ElementRef;

use super::text::{Flow, Look, says_something};
use super::{Reader, unseen};
use crate::block::{Block, Cell, Table, Text};

/// More columns than these cannot be read on a sheet; what stands in them goes into the last one.
const MOST_COLUMNS: usize = 12;
const MOST_ROWS_DOWN: usize = 1_000;

impl Reader<'_> {
    pub(super) fn table(&mut self, element: ElementRef<'_>, look: &Look, flow: &mut Flow, depth: usize) {
        let look = &Look { kept: false, in_cell: true, ..look.clone() };
        let mut caption = Text::new();
        let (mut head, mut body, mut foot) = (Grid::default(), Grid::default(), Grid::default());
        for part in element.child_elements().filter(|part| !unseen(part.value())) {
            let into = match part.value().name() {
                "caption" => {
                    caption = self.one_line(part, look, depth);
                    continue;
                }
                "thead" => &mut head,
                "tfoot" => &mut foot,
                _ => &mut body,
            };
            let rows: Vec<ElementRef<'_>> = match part.value().name() {
                "tr" => vec![part],
                _ => part.child_elements().filter(|row| row.value().name() == "tr" && !unseen(row.value())).collect(),
            };
            for row in rows {
                self.row(row, into, look, depth);
            }
        }
        let mut rows = body.rows;
        rows.append(&mut foot.rows);
        let table = even(caption, head.rows, rows);
        match table.columns {
            0 => flow.push_text(table.caption),
            _ => flow.push(Block::Table(table)),
        }
    }

    fn row(&mut self, row: ElementRef<'_>, grid: &mut Grid, look: &Look, depth: usize) {
        let mut cells = grid.begun();
        for cell in row.child_elements().filter(|cell| !unseen(cell.value())) {
            let tag = cell.value();
            let number = |name: &str| tag.attr(name).and_then(|many| many.trim().parse::<usize>().ok()).unwrap_or(1);
            let names = match (tag.name(), tag.attr("scope")) {
                ("th", Some("row" | "rowgroup")) => Some("row"),
                ("th", _) => Some("column"),
                _ => None,
            };
            let blocks = self.inside(cell, look, depth);
            let across = number("colspan").clamp(1, MOST_COLUMNS);
            grid.add(&mut cells, Cell { names, across, blocks }, number("rowspan").clamp(1, MOST_ROWS_DOWN));
        }
        if !cells.is_empty() {
            grid.rows.push(cells);
        }
    }
}

/// Rows, and for each column how many rows further down a cell above still reaches.
#[derive(Default)]
struct Grid {
    rows: Vec<Vec<Cell>>,
    reach: Vec<usize>,
}

impl Grid {
    fn begun(&mut self) -> Vec<Cell> {
        let mut cells = Vec::new();
        self.fill(&mut cells);
        cells
    }

    /// A cell that reaches down is set once; below it the rows have an empty one.
    fn fill(&mut self, cells: &mut Vec<Cell>) {
        while let Some(left) = self.reach.get_mut(width(cells)).filter(|left| **left > 0) {
            *left -= 1;
            cells.push(Cell::empty());
        }
    }

    fn add(&mut self, cells: &mut Vec<Cell>, mut cell: Cell, down: usize) {
        let place = width(cells);
        if place >= MOST_COLUMNS {
            if let Some(last) = cells.last_mut() {
                last.blocks.append(&mut cell.blocks);
            }
            return;
        }
        cell.across = cell.across.min(MOST_COLUMNS - place);
        if self.reach.len() < place + cell.across {
            self.reach.resize(place + cell.across, 0);
        }
        for left in &mut self.reach[place..place + cell.across] {
            *left = down - 1;
        }
        cells.push(cell);
        self.fill(cells);
    }
}

fn width(cells: &[Cell]) -> usize {
    cells.iter().map(|cell| cell.across).sum()
}

fn even(caption: Text, mut head: Vec<Vec<Cell>>, mut body: Vec<Vec<Cell>>) -> Table {
    // A first row of names without a thead is the head all the same.
    let names_only = |row: &Vec<Cell>| row.iter().all(|cell| cell.names == Some("column"));
    if head.is_empty() && body.len() > 1 && body.first().is_some_and(names_only) {
        head.push(body.remove(0));
    }
    let columns = head.iter().chain(&body).map(|row| width(row)).max().unwrap_or_default();
    for row in head.iter_mut().chain(&mut body) {
        let short = columns - width(row);
        row.extend(std::iter::repeat_n(Cell::empty(), short));
    }
    let mut widths = vec![4; columns];
    for row in head.iter().chain(&body) {
        let mut place = 0;
        for cell in row {
            if cell.across == 1 {
                widths[place] = widths[place].max(room(cell));
            }
            place += cell.across;
        }
    }
    let caption = if says_something(&caption) { caption } else { Text::new() };
    // A head that would fill the page leaves no room for what it is the head of.
    let letters = head.iter().flatten().map(room).sum::<usize>();
    let repeats = head.len() <= 3 && letters < 40 * MOST_COLUMNS;
    Table { columns, widths, caption, repeats, head, body }
}

/// How much room a cell asks for: all of a short text, less and less of a longer one, but always its longest word.
fn room(cell: &Cell) -> usize {
    const LONG: usize = 16;
    const WHOLE_WORD: usize = 20;
    let mut most = 0;
    for block in &cell.blocks {
        let Block::Paragraph { text, .. } = block else {
            most = most.max(2 * LONG);
            continue;
        };
        let words: String = text.iter().map(|run| if run.ends_line { " " } else { &run.text }).collect();
        let letters = words.chars().count();
        let word = words.split(' ').map(|word| word.chars().count()).max().unwrap_or_default().min(WHOLE_WORD);
        let asked = if letters <= LONG { letters } else { LONG + (letters - LONG).isqrt() };
        most = most.max(asked.min(3 * LONG)).max(word);
    }
    most
}
