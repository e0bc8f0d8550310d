//! How well a fitted surface found what is true of the people behind it.

use super::truth::TrueSurface;
use crate::surface::{CostSurface, Matrix};
use serde::Serialize;

/// A fitted surface against the truth, cell by cell.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coverage {
    /// Rows by delay, columns by batch size, as one list.
    pub cells: Vec<CoveredCell>,
    /// Share of cells whose 90 % interval holds the true C.
    pub share: f64,
}

/// One cell.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CoveredCell {
    /// d, seconds.
    pub delay_secs: f64,
    /// m, decisions.
    pub batch_size: u32,
    /// True C, person-seconds.
    pub true_secs: f64,
    /// Posterior mean of C, person-seconds.
    pub mean_secs: f64,
    /// 5 % quantile.
    pub q05_secs: f64,
    /// 95 % quantile.
    pub q95_secs: f64,
    /// Whether the true C lies between the two.
    pub covered: bool,
}

impl CoveredCell {
    /// Relative error of the posterior mean: 0.1 is 10 % too high.
    pub fn bias(&self) -> f64 {
        self.mean_secs / self.true_secs - 1.0
    }
}

impl Coverage {
    /// Holds a surface's grid against the truth at the same points; cells that one of the two lacks are left out.
    pub fn of(surface: &CostSurface, truth: &TrueSurface) -> Self {
        let estimate = &surface.grid.cost_secs;
        let mut cells = Vec::new();
        for (i, delay_secs) in surface.grid.delay_secs.iter().enumerate() {
            for (j, batch_size) in surface.grid.batch_size.iter().enumerate() {
                let row = truth.delay_secs.iter().position(|delay| delay == delay_secs);
                let column = truth.batch_size.iter().position(|size| f64::from(*size) == *batch_size);
                let true_secs = row.zip(column).and_then(|(row, column)| at(&truth.cost_secs, row, column));
                let found = (at(&estimate.mean, i, j), at(&estimate.q05, i, j), at(&estimate.q95, i, j));
                if let (Some(true_secs), (Some(mean_secs), Some(q05_secs), Some(q95_secs))) =
                    (true_secs, found)
                {
                    let covered = (q05_secs..=q95_secs).contains(&true_secs);
                    let (delay_secs, batch_size) = (*delay_secs, *batch_size as u32);
                    cells.push(CoveredCell {
                        delay_secs,
                        batch_size,
                        true_secs,
                        mean_secs,
                        q05_secs,
                        q95_secs,
                        covered,
                    });
                }
            }
        }
        let covered = cells.iter().filter(|cell| cell.covered).count();
        Self { share: covered as f64 / cells.len().max(1) as f64, cells }
    }
}

fn at(matrix: &Matrix, row: usize, column: usize) -> Option<f64> {
    matrix.get(row)?.get(column).copied()
}
