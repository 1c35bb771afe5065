//! Things by where they are (网格): cells of one side, so that what is near is found without
//! looking at everything.

use std::collections::HashMap;
use std::hash::Hash;

use crate::place::Point;

/// Metres of one degree of latitude, near enough for finding a cell.
const DEGREE_M: f64 = 111_195.0;
/// Beyond this latitude the cells of a row would have no width; nobody lives there.
const LATITUDE_MAX: f64 = 85.0;

/// A cell: its row from the equator, its place in the row from the prime meridian.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cell {
    row: i32,
    column: i32,
}

/// The cells of one side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grid {
    side_m: f64,
}

/// The shortest side in metres: a shorter one would overflow the numbers of the cells.
const SIDE_MIN_M: f64 = 1.0;

impl Grid {
    /// Cells of a side in metres, one metre at least.
    #[must_use]
    pub fn new(side_m: f64) -> Self {
        let side_m = if side_m.is_finite() {
            side_m
        } else {
            SIDE_MIN_M
        };
        Self {
            side_m: side_m.max(SIDE_MIN_M),
        }
    }

    /// The cell that a point lies in; none for a point that is not on the earth.
    #[must_use]
    pub fn cell(self, point: Point) -> Option<Cell> {
        if !point.is_on_earth() {
            return None;
        }
        let row = self.row(point);
        Some(self.in_row(row, point))
    }

    /// Every cell that has a point within one side of this one: nine of them at most, the cell
    /// itself among them.
    pub fn around(self, point: Point) -> impl Iterator<Item = Cell> {
        let middle = self.cell(point).map(|cell| cell.row);
        let rows = middle.into_iter().flat_map(|row| row - 1..=row + 1);
        rows.flat_map(move |row| {
            // Rows have cells of different widths in degrees, so that each is entered anew.
            let cell = self.in_row(row, point);
            (cell.column - 1..=cell.column + 1).map(move |column| Cell { row, column })
        })
    }

    fn row(self, point: Point) -> i32 {
        (point.lat * DEGREE_M / self.side_m).floor() as i32
    }

    fn in_row(self, row: i32, point: Point) -> Cell {
        // The edge that is nearer to the pole: no cell of the row is narrower than the side.
        let (south, north) = (f64::from(row), f64::from(row) + 1.0);
        let edge = south.abs().max(north.abs()) * self.side_m / DEGREE_M;
        let width = edge.min(LATITUDE_MAX).to_radians().cos();
        let column = (point.lon * DEGREE_M * width / self.side_m).floor() as i32;
        Cell { row, column }
    }
}

/// Things in cells.
#[derive(Debug, Clone)]
pub struct Cells<T> {
    grid: Grid,
    cells: HashMap<Cell, Vec<T>>,
}

impl<T: Copy + Eq + Hash> Cells<T> {
    /// Nothing yet, in cells of a side in metres.
    #[must_use]
    pub fn new(side_m: f64) -> Self {
        Self {
            grid: Grid::new(side_m),
            cells: HashMap::new(),
        }
    }

    /// Puts a thing at a point; a point that is not on the earth takes nothing.
    pub fn put(&mut self, point: Point, thing: T) {
        if let Some(cell) = self.grid.cell(point) {
            self.cells.entry(cell).or_default().push(thing);
        }
    }

    /// Takes a thing away from a point.
    pub fn take(&mut self, point: Point, thing: T) {
        let Some(cell) = self.grid.cell(point) else {
            return;
        };
        if let Some(all) = self.cells.get_mut(&cell) {
            all.retain(|one| *one != thing);
            if all.is_empty() {
                self.cells.remove(&cell);
            }
        }
    }

    /// What may lie within one side of a point, what is farther among it: of each cell so many
    /// at most, those that were put last.
    pub fn near(&self, point: Point, each: usize) -> impl Iterator<Item = T> {
        let cells = self.grid.around(point);
        let all = cells.filter_map(|cell| self.cells.get(&cell));
        all.flat_map(move |things| things.iter().rev().take(each).copied())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn whatever_is_within_one_side_is_found(
            lon in -179.0..179.0_f64,
            lat in -80.0..80.0_f64,
            north_m in -990.0..990.0_f64,
            east_m in -990.0..990.0_f64,
        ) {
            const SIDE_M: f64 = 1_000.0;
            let here = Point { lon, lat };
            let there = Point {
                lon: lon + east_m / (DEGREE_M * lat.to_radians().cos()),
                lat: lat + north_m / DEGREE_M,
            };
            prop_assume!(here.distance_m(there) <= SIDE_M);
            let mut cells = Cells::new(SIDE_M);
            cells.put(there, 1);
            prop_assert_eq!(cells.near(here, 9).collect::<Vec<_>>(), [1], "and once");
            cells.take(there, 1);
            prop_assert_eq!(cells.near(here, 9).count(), 0, "until it is taken away");
        }
    }

    #[test]
    fn what_is_far_away_is_not_looked_at_and_what_is_no_place_takes_nothing() {
        let mut cells = Cells::new(500.0);
        let here = Point {
            lon: 117.1,
            lat: 36.68,
        };
        let far = Point {
            lon: 117.1 + 0.06,
            ..here
        };
        cells.put(far, 1);
        assert_eq!(cells.near(here, 9).count(), 0, "five kilometres");
        let nowhere = Point {
            lon: f64::NAN,
            lat: 200.0,
        };
        cells.put(nowhere, 2);
        assert_eq!(cells.near(nowhere, 9).count(), 0, "it has no cell");
    }
}
