//! Mean C at very many points: what a scheduler asks a loaded surface.

use super::{Clamp, CostSurface, SurfaceError};

/// The mean of C, made ready: axes on their interpolation scale, one small polynomial a cell.
///
/// Gives what [`CostSurface::evaluate`] gives as `cost_secs.mean`, to rounding. Make one once, ask it often.
#[derive(Debug, Clone)]
pub struct Evaluator {
    delay: Axis,
    batch: Axis,
    tau_secs: f64,
    clamp: Clamp,
    /// Cells by delay, then batch size.
    cells: Vec<Cell>,
    columns: usize,
}

/// One axis: the support, and inner grid lines, which are where one cell ends and the next begins.
#[derive(Debug, Clone)]
struct Axis {
    support: [f64; 2],
    inner: Vec<f64>,
}

/// `base + down·g + across·z + both·g·z` with g = log(1 + d/τ) and z = log m, each from the cell's own corner.
#[derive(Debug, Clone, Copy)]
struct Cell {
    corner: [f64; 2],
    base: f64,
    down: f64,
    across: f64,
    both: f64,
}

impl CostSurface {
    /// Mean C for many points. Call [`CostSurface::validate`] once before.
    pub fn evaluator(&self, clamp: Clamp) -> Evaluator {
        let grid = &self.grid;
        let (delays, sizes) = (&grid.delay_secs, &grid.batch_size);
        let scale = |delay: f64| (delay / self.model.tau_secs).ln_1p();
        let (rows, columns) = (delays.len().saturating_sub(1).max(1), sizes.len().saturating_sub(1).max(1));
        let mut cells = Vec::with_capacity(rows * columns);
        for row in 0..rows {
            for column in 0..columns {
                let at = |down: usize, across: usize| {
                    let line = grid.cost_secs.mean.get((row + down).min(delays.len().saturating_sub(1)));
                    let line =
                        line.and_then(|line| line.get((column + across).min(sizes.len().saturating_sub(1))));
                    line.copied().unwrap_or(f64::NAN)
                };
                let width = |axis: &[f64], from: usize, scale: &dyn Fn(f64) -> f64| {
                    match (axis.get(from), axis.get(from + 1)) {
                        (Some(low), Some(high)) => scale(*high) - scale(*low),
                        // One line only: nothing changes along this axis.
                        _ => f64::INFINITY,
                    }
                };
                let (height, breadth) = (width(delays, row, &scale), width(sizes, column, &f64::ln));
                let corner = |axis: &[f64], line: usize| axis.get(line).copied().unwrap_or(f64::NAN);
                cells.push(Cell {
                    corner: [scale(corner(delays, row)), corner(sizes, column).ln()],
                    base: at(0, 0),
                    down: (at(1, 0) - at(0, 0)) / height,
                    across: (at(0, 1) - at(0, 0)) / breadth,
                    both: (at(1, 1) - at(1, 0) - at(0, 1) + at(0, 0)) / (height * breadth),
                });
            }
        }
        let axis = |lines: &[f64], support: [f64; 2]| Axis {
            support,
            inner: lines.get(1..lines.len().saturating_sub(1)).unwrap_or_default().to_vec(),
        };
        Evaluator {
            delay: axis(delays, self.support.delay_secs),
            batch: axis(sizes, self.support.batch_size),
            tau_secs: self.model.tau_secs,
            clamp,
            cells,
            columns,
        }
    }
}

impl Evaluator {
    /// Mean C, person-seconds, at points of (delay, seconds; batch size, decisions), into `costs` in their order; what
    /// is longer of the two is left alone.
    ///
    /// # Errors
    /// Where a point is no number, or lies outside the support and may not be clamped: the first one. `costs` is then
    /// filled as far as that point at the most.
    pub fn costs(&self, points: &[[f64; 2]], costs: &mut [f64]) -> Result<(), SurfaceError> {
        // What lies outside is rare: a run of points is worked out as if there were none, and looked through after.
        for (points, costs) in points.chunks(CHUNK).zip(costs.chunks_mut(CHUNK)) {
            let mut all_inside = true;
            for ([delay_secs, batch_size], cost) in points.iter().zip(costs.iter_mut()) {
                all_inside &= self.delay.holds(*delay_secs) & self.batch.holds(*batch_size);
                *cost = self.inside(self.delay.clamped(*delay_secs), self.batch.clamped(*batch_size));
            }
            if !all_inside {
                for [delay_secs, batch_size] in points {
                    super::read::inside("delay", *delay_secs, self.delay.support, self.clamp)?;
                    super::read::inside("batch", *batch_size, self.batch.support, self.clamp)?;
                }
            }
        }
        Ok(())
    }

    /// Mean C, person-seconds, at one point.
    ///
    /// # Errors
    /// As [`Evaluator::costs`].
    pub fn cost(&self, delay_secs: f64, batch_size: f64) -> Result<f64, SurfaceError> {
        let delay_secs = super::read::inside("delay", delay_secs, self.delay.support, self.clamp)?;
        let batch_size = super::read::inside("batch", batch_size, self.batch.support, self.clamp)?;
        Ok(self.inside(delay_secs, batch_size))
    }

    #[inline]
    fn inside(&self, delay_secs: f64, batch_size: f64) -> f64 {
        let place = self.delay.cell(delay_secs) * self.columns + self.batch.cell(batch_size);
        let Some(cell) = self.cells.get(place) else { return f64::NAN };
        let down = (delay_secs / self.tau_secs).ln_1p() - cell.corner[0];
        let across = batch_size.ln() - cell.corner[1];
        cell.base + cell.down * down + (cell.across + cell.both * down) * across
    }
}

/// Points that are worked out before anybody looks whether all of them were inside.
const CHUNK: usize = 256;

impl Axis {
    fn holds(&self, value: f64) -> bool {
        self.support[0] <= value && value <= self.support[1]
    }

    fn clamped(&self, value: f64) -> f64 {
        value.max(self.support[0]).min(self.support[1])
    }

    /// Which cell: the number of inner lines at or below the value. Axes are short, so counting is quickest.
    #[inline]
    fn cell(&self, value: f64) -> usize {
        self.inner.iter().map(|line| usize::from(*line <= value)).sum()
    }
}
