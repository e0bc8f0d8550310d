//! Which reviews count in which cell of the grid, and in which stretch of practice.

use crate::stats::nearest_cell::nearest_cell;
use crate::stats::table::Table;

/// Stretches of the practice curve.
const STRETCHES: usize = 8;

/// A grid's cells that hold a review.
#[derive(Debug, Clone)]
pub(crate) struct Placed {
    /// Row by row.
    pub(crate) cells: Vec<PlacedCell>,
    pub(crate) rows: usize,
    pub(crate) columns: usize,
}

/// A cell, and the places of its reviews in the table.
#[derive(Debug, Clone)]
pub(crate) struct PlacedCell {
    pub(crate) at: (usize, usize),
    pub(crate) reviews: Vec<usize>,
}

/// Ranks from one to another, and the places of their reviews in the table.
#[derive(Debug, Clone)]
pub(crate) struct Stretch {
    pub(crate) ranks: [f64; 2],
    pub(crate) reviews: Vec<usize>,
}

impl Placed {
    /// Each review in the cell nearest to it.
    pub(crate) fn new(table: &Table, tau_secs: f64) -> Self {
        let grid = (table.delays.as_slice(), table.batch_sizes.as_slice());
        let mut places: Vec<((usize, usize), usize)> = table
            .reviews
            .iter()
            .enumerate()
            .filter_map(|(index, review)| {
                Some((nearest_cell(grid, tau_secs, review.delay_secs, review.batch_size)?, index))
            })
            .collect();
        places.sort_unstable();
        let cells = places.chunk_by(|(one, _), (other, _)| one == other).map(|cell| PlacedCell {
            at: cell[0].0,
            reviews: cell.iter().map(|(_, index)| *index).collect(),
        });
        Self { cells: cells.collect(), rows: table.delays.len(), columns: table.batch_sizes.len() }
    }
}

/// Practice cut into at most eight stretches of nearly as many ranks each.
pub(super) fn stretches(table: &Table) -> Vec<Stretch> {
    let mut ranks: Vec<f64> = table.reviews.iter().map(|review| review.rank).collect();
    ranks.sort_by(f64::total_cmp);
    ranks.dedup();
    let count = ranks.len().min(STRETCHES);
    (0..count)
        .filter_map(|stretch| {
            let of_it = &ranks[stretch * ranks.len() / count..(stretch + 1) * ranks.len() / count];
            let (first, last) = (*of_it.first()?, *of_it.last()?);
            let within = |rank: f64| (first..=last).contains(&rank);
            let reviews = table.reviews.iter().enumerate().filter(|(_, review)| within(review.rank));
            Some(Stretch { ranks: [first, last], reviews: reviews.map(|(index, _)| index).collect() })
        })
        .collect()
}
