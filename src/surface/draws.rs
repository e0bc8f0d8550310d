//! A surface's draws as tables of components, and back.

use super::{Clamp, CostSurface, Draws, Estimate, Matrix, Place, Prices, SurfaceError};
use serde::Serialize;

/// The components of C that a surface's draws carry, in this order.
pub const COMPONENTS: [&str; 6] =
    ["cost_secs", "time_bad_secs", "time_good_secs", "hit", "false_alarm", "located"];

/// C and its components in one draw, at one point.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct DrawnPoint {
    /// C, person-seconds.
    pub cost_secs: f64,
    /// E[min(T, T_max) | bad], seconds.
    pub time_bad_secs: f64,
    /// E[min(T, T_max) | good], seconds.
    pub time_good_secs: f64,
    /// H.
    pub hit: f64,
    /// F.
    pub false_alarm: f64,
    /// L.
    pub located: f64,
}

impl DrawnPoint {
    pub(super) fn of(
        [cost_secs, time_bad_secs, time_good_secs, hit, false_alarm, located]: [f64; 6],
    ) -> Self {
        Self { cost_secs, time_bad_secs, time_good_secs, hit, false_alarm, located }
    }

    pub(super) fn values(&self) -> [f64; 6] {
        [self.cost_secs, self.time_bad_secs, self.time_good_secs, self.hit, self.false_alarm, self.located]
    }

    /// With other times and rates. C moves by what they say it should, and keeps what it was mended by.
    pub(super) fn moved(&self, times: [f64; 2], (hit, false_alarm): (f64, f64), prices: &Prices) -> Self {
        let of = |time: f64, hit: f64| {
            time + prices.miss_secs * (1.0 - hit) + prices.misplaced_secs * hit * (1.0 - self.located)
        };
        let cost_secs = self.cost_secs + of(times[0], hit) - of(self.time_bad_secs, self.hit);
        Self {
            cost_secs: cost_secs.max(0.0),
            time_bad_secs: times[0],
            time_good_secs: times[1],
            hit,
            false_alarm,
            located: self.located,
        }
    }
}

/// Where the cells of every component stand among a draw's columns: by component, delay, batch size.
pub(super) struct Columns(pub(super) [Vec<Vec<usize>>; 6]);

impl Columns {
    pub(super) fn of(surface: &CostSurface) -> Result<Self, SurfaceError> {
        let mut all: [Vec<Vec<usize>>; 6] = Default::default();
        for (columns, component) in all.iter_mut().zip(COMPONENTS) {
            for i in 0..surface.grid.delay_secs.len() {
                let row = (0..surface.grid.batch_size.len())
                    .map(|j| surface.draws.column(&format!("{component}[{i},{j}]")));
                columns.push(row.collect::<Result<_, _>>()?);
            }
        }
        Ok(Self(all))
    }

    /// One draw's components at a place.
    pub(super) fn at(&self, draw: &[f64], place: &Place) -> DrawnPoint {
        DrawnPoint::of(self.0.each_ref().map(|columns| {
            place.value(|row, column| {
                let column = columns.get(row).and_then(|row| row.get(column));
                column.and_then(|column| draw.get(*column)).copied().unwrap_or(f64::NAN)
            })
        }))
    }
}

impl Draws {
    /// Where a column stands.
    ///
    /// # Errors
    /// Where there are no draws, or none of that name.
    pub fn column(&self, name: &str) -> Result<usize, SurfaceError> {
        let found = self.names.iter().position(|other| other == name).filter(|_| !self.values.is_empty());
        found.ok_or_else(|| SurfaceError::NoDraws(name.to_owned()))
    }
}

impl CostSurface {
    /// Every draw of C and its components at a delay, seconds, and a batch size, decisions; between the grid's lines
    /// as [`CostSurface::evaluate`].
    ///
    /// # Errors
    /// As [`CostSurface::evaluate`], and where the surface carries no draws.
    pub fn draws_at(
        &self,
        delay_secs: f64,
        batch_size: f64,
        clamp: Clamp,
    ) -> Result<Vec<DrawnPoint>, SurfaceError> {
        let place = self.place_inside(delay_secs, batch_size, clamp)?;
        let columns = Columns::of(self)?;
        Ok(self.draws.values.iter().map(|draw| columns.at(draw, &place)).collect())
    }
}

/// Mean and quantiles (linear between order statistics: Hyndman & Fan's type 7).
pub(super) fn summary(values: impl Iterator<Item = f64>) -> Estimate<f64> {
    let mut values: Vec<f64> = values.collect();
    if values.is_empty() {
        return Estimate { mean: f64::NAN, q05: f64::NAN, q50: f64::NAN, q95: f64::NAN };
    }
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    values.sort_by(f64::total_cmp);
    let last = values.len() - 1;
    let quantile = |share: f64| {
        let place = share * last as f64;
        let (low, high) = (values[place.floor() as usize], values[place.ceil() as usize]);
        low + (place - place.floor()) * (high - low)
    };
    Estimate { mean, q05: quantile(0.05), q50: quantile(0.5), q95: quantile(0.95) }
}

/// Mean and quantiles, cell by cell.
pub(super) fn matrix_summary(
    rows: usize,
    columns: usize,
    of: impl Fn(usize, usize) -> Vec<f64>,
) -> Estimate<Matrix> {
    let mut estimate = Estimate::<Matrix>::default();
    for i in 0..rows {
        let cells: Vec<_> = (0..columns).map(|j| summary(of(i, j).into_iter())).collect();
        estimate.mean.push(cells.iter().map(|cell| cell.mean).collect());
        estimate.q05.push(cells.iter().map(|cell| cell.q05).collect());
        estimate.q50.push(cells.iter().map(|cell| cell.q50).collect());
        estimate.q95.push(cells.iter().map(|cell| cell.q95).collect());
    }
    estimate
}
