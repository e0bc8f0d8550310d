//! Every draw at every n: what the rest of the advice is read from.

use super::super::draws::Columns;
use super::super::observer::Observer;
use super::super::{Clamp, CostSurface, DrawnPoint, Matrix};
use super::batch::{Batch, Costs};
use super::{AdviceError, Criterion, Question};

/// Draws at every n; rows by draw, columns by n.
pub(super) struct Table<'a> {
    surface: &'a CostSurface,
    costs: Costs,
    /// The n.
    pub(super) sizes: Vec<u32>,
    points: Vec<Vec<DrawnPoint>>,
    /// Whose criterion follows the batch; empty where it stays.
    observers: Vec<Vec<Observer>>,
}

impl<'a> Table<'a> {
    /// Every whole n whose batch size, and unless clamped whose delay, was measured.
    pub(super) fn new(surface: &'a CostSurface, question: &Question) -> Result<Self, AdviceError> {
        let [least, most] = surface.support.batch_size;
        let [soonest, latest] = surface.support.delay_secs;
        let delay = |n: u32| f64::from(n) * question.secs_per_decision;
        let sizes: Vec<u32> = (least.ceil().max(1.0) as u32..=most.floor() as u32)
            .filter(|n| question.clamp == Clamp::Yes || (soonest..=latest).contains(&delay(*n)))
            .collect();
        if sizes.is_empty() {
            return Err(AdviceError::NothingMeasured([soonest, latest]));
        }
        let columns = Columns::of(surface)?;
        let places: Vec<_> =
            sizes.iter().map(|n| surface.place(delay(*n).max(soonest).min(latest), f64::from(*n))).collect();
        let at_every_n = |draw: &Vec<f64>| places.iter().map(|place| columns.at(draw, place)).collect();
        let points: Vec<Vec<DrawnPoint>> = surface.draws.values.iter().map(at_every_n).collect();
        let observer = |point: &DrawnPoint| Observer::with_rates(point.hit, point.false_alarm);
        let observers = match question.criterion {
            Criterion::AsMeasured => Vec::new(),
            Criterion::FollowsBatch => points.iter().map(|row| row.iter().map(observer).collect()).collect(),
        };
        let costs =
            Costs { switch_secs: question.switch_secs, false_alarm_secs: surface.prices.false_alarm_secs };
        Ok(Self { surface, costs, sizes, points, observers })
    }

    /// How many draws.
    pub(super) fn draws(&self) -> usize {
        self.points.len()
    }

    /// One draw at one n, the criterion moved where it follows the batch.
    fn check(&self, draw: usize, column: usize, batch: &Batch) -> DrawnPoint {
        let point = self.points[draw][column];
        let Some(observers) = self.observers.get(draw) else { return point };
        let rates = observers[column].at_prevalence(batch.bad_share, self.surface.prevalence).rates();
        point.moved([point.time_bad_secs, point.time_good_secs], rates, &self.surface.prices)
    }

    /// K.
    pub(super) fn cost(&self, draw: usize, column: usize, batch: &Batch) -> f64 {
        batch.cost(&self.check(draw, column, batch), self.costs)
    }

    /// A.
    pub(super) fn kept(&self, draw: usize, column: usize, batch: &Batch) -> f64 {
        batch.kept(&self.check(draw, column, batch))
    }

    /// κ.
    pub(super) fn cost_per_decision(&self, draw: usize, column: usize, batch: &Batch) -> f64 {
        batch.cost_per_decision(&self.check(draw, column, batch), self.costs)
    }

    /// κ of every draw at every n.
    pub(super) fn costs_per_decision(&self, epsilon: f64) -> Matrix {
        let batches: Vec<Batch> = self.sizes.iter().map(|n| Batch::at(*n, epsilon)).collect();
        let row = |draw: usize| {
            let columns = batches.iter().enumerate();
            columns.map(|(column, batch)| self.cost_per_decision(draw, column, batch)).collect()
        };
        (0..self.draws()).map(row).collect()
    }
}
