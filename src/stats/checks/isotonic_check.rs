//! Cell means of log review time against the nearest table that does not fall: a check that no model stands behind.

use super::placed::Placed;
use super::replicate::Seen;
use crate::problem::Outcome;
use crate::stats::isotonic_program::{WeightedCell, regress};
use crate::surface::IsotonicCheck;

/// The check; a review that ran out of time counts as the time limit.
pub(crate) fn isotonic_check(placed: &Placed, seen: &[Seen]) -> Outcome<IsotonicCheck> {
    let (cells, deviation) = cell_means(placed, seen);
    let fitted = regress(&cells)?;
    let empty = || vec![vec![None; placed.columns]; placed.rows];
    let mut check = IsotonicCheck {
        cell_means: empty(),
        fitted: empty(),
        max_gap_se: largest_gap(&cells, &fitted, deviation),
    };
    for (cell, fitted) in cells.iter().zip(fitted) {
        let (row, column) = cell.at;
        check.cell_means[row][column] = Some(cell.mean);
        check.fitted[row][column] = Some(fitted);
    }
    Ok(check)
}

/// The largest gap alone; None where the spread within cells is not known.
pub(super) fn gap(placed: &Placed, seen: &[Seen]) -> Outcome<Option<f64>> {
    let (cells, deviation) = cell_means(placed, seen);
    Ok(largest_gap(&cells, &regress(&cells)?, deviation))
}

/// Mean of log time in each cell that is not empty, and the standard deviation within cells: one for all of them,
/// because that of two or three reviews says little.
fn cell_means(placed: &Placed, seen: &[Seen]) -> (Vec<WeightedCell>, f64) {
    let (mut squares, mut freedom) = (0.0, 0.0);
    let cells = placed.cells.iter().map(|cell| {
        let logs: Vec<f64> = cell.reviews.iter().map(|index| seen[*index].secs.ln()).collect();
        let weight = logs.len() as f64;
        let mean = logs.iter().sum::<f64>() / weight;
        squares += logs.iter().map(|log| (log - mean).powi(2)).sum::<f64>();
        freedom += weight - 1.0;
        WeightedCell { at: cell.at, mean, weight }
    });
    let cells = cells.collect();
    (cells, (squares / freedom).sqrt())
}

/// Largest |mean − fitted| in standard errors of the mean.
fn largest_gap(cells: &[WeightedCell], fitted: &[f64], deviation: f64) -> Option<f64> {
    let gaps = cells.iter().zip(fitted).map(|(cell, fitted)| (cell.mean - fitted).abs() * cell.weight.sqrt());
    let gap = gaps.fold(0.0, f64::max) / deviation;
    gap.is_finite().then_some(gap)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::checks::placed::PlacedCell;

    #[test]
    fn means_by_cell_what_is_nearest_and_how_far_that_is() {
        // Two delays, one batch size, log times (1, 3) and (0, 2): means 2 and 1, pooled 1.5, SD √(4/2), SE 1.
        let cell = |row, reviews: [usize; 2]| PlacedCell { at: (row, 0), reviews: reviews.into() };
        let placed = Placed { cells: vec![cell(0, [0, 1]), cell(1, [2, 3])], rows: 2, columns: 2 };
        let seen: Vec<Seen> = [1.0f64, 3.0, 0.0, 2.0]
            .iter()
            .map(|log| Seen { secs: log.exp(), timed_out: false, rejected: None })
            .collect();
        let check = isotonic_check(&placed, &seen).unwrap();
        let near = |value: Option<f64>, exact: f64| (value.unwrap() - exact).abs() < 1e-9;
        assert!(near(check.cell_means[0][0], 2.0) && near(check.cell_means[1][0], 1.0));
        assert!(near(check.fitted[0][0], 1.5) && near(check.fitted[1][0], 1.5));
        assert_eq!((check.cell_means[0][1], check.fitted[1][1]), (None, None), "empty cells stay empty");
        assert!(near(check.max_gap_se, 0.5));
        assert!(near(gap(&placed, &seen).unwrap(), 0.5));
    }
}
