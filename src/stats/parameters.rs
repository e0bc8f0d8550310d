//! One complete set of the model's parameters, and what it says of every cell of a grid.

use super::corner::{Rise, Support, delay_scale};
use super::normal::restricted_mean;
use super::{location, verdict};
use crate::surface::{Matrix, Prices};

/// Parameters of the whole model: a posterior draw, or the truth behind simulated data.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameters {
    /// τ, seconds.
    pub tau_secs: f64,
    /// f00: log seconds at the box's lowest corner.
    pub level: f64,
    /// How far the other corners lie above it.
    pub rise: Rise,
    /// b_e, log seconds.
    pub time_error: f64,
    /// b_t, per log of the trial's rank.
    pub practice_log: f64,
    /// b_l, per trial.
    pub practice_linear: f64,
    /// b_p, per log of the error's place.
    pub position: f64,
    /// σ of log time.
    pub sigma: f64,
    /// δ.
    pub sensitivity: f64,
    /// g_m.
    pub loss_batch: f64,
    /// g_d; 0 where the delay did not vary.
    pub loss_delay: f64,
    /// c0.
    pub criterion: f64,
    /// c_m.
    pub criterion_batch: f64,
    /// Naming the decision; None where the data do not say which was named.
    pub location: Option<Location>,
    /// Effects of people and items.
    pub effects: Effects,
    /// Standard deviations of those effects.
    pub spread: Spread,
}

/// Naming the right decision, in logits.
#[derive(Debug, Clone, PartialEq)]
pub struct Location {
    /// ℓ0.
    pub level: f64,
    /// ℓ_m.
    pub loss_batch: f64,
    /// ℓ_d; 0 where the delay did not vary.
    pub loss_delay: f64,
    /// u_L.
    pub people: Vec<f64>,
    /// v_L.
    pub items: Vec<f64>,
    /// SD of u_L.
    pub person_sd: f64,
    /// SD of v_L.
    pub item_sd: f64,
}

/// Effects of people and items, in the table's order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Effects {
    /// u_T.
    pub person_time: Vec<f64>,
    /// v_T.
    pub item_time: Vec<f64>,
    /// u_D.
    pub person_sensitivity: Vec<f64>,
    /// u_C.
    pub person_criterion: Vec<f64>,
    /// v_D.
    pub item_sensitivity: Vec<f64>,
}

/// Standard deviations of [`Effects`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Of u_T.
    pub person_time: f64,
    /// Of v_T.
    pub item_time: f64,
    /// Of u_D.
    pub person_sensitivity: f64,
    /// Of u_C.
    pub person_criterion: f64,
    /// Of v_D.
    pub item_sensitivity: f64,
}

/// The components of C on a grid; rows by delay, columns by batch size.
#[derive(Debug, Clone, PartialEq)]
pub struct Cells {
    /// E[min(T, T_max) | bad], seconds.
    pub time_bad_secs: Matrix,
    /// E[min(T, T_max) | good], seconds.
    pub time_good_secs: Matrix,
    /// H.
    pub hit: Matrix,
    /// F.
    pub false_alarm: Matrix,
    /// L.
    pub located: Matrix,
}

/// Where a grid stands and when a review ends.
#[derive(Debug, Clone, Copy)]
pub struct GridSpec<'a> {
    /// The measured box.
    pub support: Support,
    /// Rows, seconds.
    pub delays: &'a [f64],
    /// Columns, decisions.
    pub batch_sizes: &'a [f64],
    /// T_max, seconds.
    pub time_limit_secs: f64,
}

/// One cell: time on bad, time on good, H, F, L.
type Cell = [f64; 5];

impl Parameters {
    /// Averages over every person with every item, at the mean rank and the average place of an error.
    pub fn cells(&self, grid: &GridSpec) -> Cells {
        let cells: Vec<Vec<Cell>> = grid
            .delays
            .iter()
            .map(|delay| grid.batch_sizes.iter().map(|size| self.cell(*delay, *size, grid)).collect())
            .collect();
        let component =
            |index: usize| cells.iter().map(|row| row.iter().map(|cell| cell[index]).collect()).collect();
        Cells {
            time_bad_secs: component(0),
            time_good_secs: component(1),
            hit: component(2),
            false_alarm: component(3),
            located: component(4),
        }
    }

    fn cell(&self, delay_secs: f64, batch_size: f64, grid: &GridSpec) -> Cell {
        let mu = self.level + self.rise.at(grid.support.place(delay_secs, batch_size, self.tau_secs));
        let log_limit = grid.time_limit_secs.ln();
        let (z, g) = (batch_size.ln(), delay_scale(delay_secs, self.tau_secs));
        let log_sensitivity = self.sensitivity - self.loss_batch * z - self.loss_delay * g;
        let criterion = self.criterion + self.criterion_batch * z;
        let effects = &self.effects;
        let (people, items) = (effects.person_time.len(), effects.item_time.len());
        let [mut bad, mut good, mut hit, mut false_alarm, mut located] = [0.0; 5];
        for person in 0..people {
            let criterion = criterion + effects.person_criterion[person];
            for item in 0..items {
                let mu = mu + effects.person_time[person] + effects.item_time[item];
                bad += restricted_mean(mu + self.time_error, self.sigma, log_limit);
                good += restricted_mean(mu, self.sigma, log_limit);
                let log_sensitivity =
                    log_sensitivity + effects.person_sensitivity[person] + effects.item_sensitivity[item];
                let rejects = verdict::reject(true, log_sensitivity, criterion).0;
                hit += rejects;
                false_alarm += verdict::reject(false, log_sensitivity, criterion).0;
                located += rejects * self.located(z, g, batch_size, person, item);
            }
        }
        let pairs = (people * items) as f64;
        [bad / pairs, good / pairs, hit / pairs, false_alarm / pairs, located / hit]
    }

    /// L of one person with one item; 1 where the data do not say which decision was named.
    pub(crate) fn located(&self, z: f64, g: f64, batch_size: f64, person: usize, item: usize) -> f64 {
        self.location.as_ref().map_or(1.0, |location| {
            let logit = location.level - location.loss_batch * z - location.loss_delay * g
                + location.people[person]
                + location.items[item];
            location::located(batch_size, logit)
        })
    }
}

impl Cells {
    /// C = time + π_miss·(1 − H) + π_loc·H·(1 − L), person-seconds.
    pub fn cost_secs(&self, prices: &Prices) -> Matrix {
        (0..self.hit.len())
            .map(|i| {
                (0..self.hit[i].len())
                    .map(|j| {
                        let (hit, located) = (self.hit[i][j], self.located[i][j]);
                        self.time_bad_secs[i][j]
                            + prices.miss_secs * (1.0 - hit)
                            + prices.misplaced_secs * hit * (1.0 - located)
                    })
                    .collect()
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::generate::{Design, truth};
    use super::super::isotonic::dips;
    use super::*;
    use proptest::prelude::*;

    fn design() -> Design {
        Design {
            people: 3,
            trials_each: 0,
            items: 2,
            delays: vec![5.0, 30.0, 200.0, 3_600.0],
            batch_sizes: vec![1.0, 2.0, 7.0, 30.0],
            time_limit_secs: 600.0,
        }
    }

    proptest! {
        #[test]
        fn whatever_the_parameters_time_does_not_dip_nor_does_sensitivity_help_with_distance(
            seed in 0..1_000u64, tau_secs in 1.0..2_000.0f64, level in 0.0..7.0f64,
            a in -5.0..2.0f64, b in -5.0..2.0f64, e in -5.0..2.0f64, time_error in -1.0..1.0f64,
            sigma in 0.05..2.0f64, loss_batch in 0.0..1.0f64, loss_delay in 0.0..1.0f64,
        ) {
            let design = design();
            let mut parameters = truth(&design, seed);
            parameters.rise = Rise::from_logs(a, b, e);
            (parameters.tau_secs, parameters.level, parameters.time_error) = (tau_secs, level, time_error);
            (parameters.sigma, parameters.loss_batch, parameters.loss_delay) = (sigma, loss_batch, loss_delay);
            parameters.criterion = 0.0;
            parameters.criterion_batch = 0.0;
            parameters.effects.person_criterion.fill(0.0);
            let cells = parameters.cells(&GridSpec {
                support: design.support().unwrap(),
                delays: &design.delays,
                batch_sizes: &design.batch_sizes,
                time_limit_secs: design.time_limit_secs,
            });
            prop_assert!(!dips(&cells.time_bad_secs, 1e-9));
            prop_assert!(!dips(&cells.time_good_secs, 1e-9));
            prop_assert!(!dips(&cells.false_alarm, 1e-12));
            let misses: Matrix =
                cells.hit.iter().map(|row| row.iter().map(|hit| 1.0 - hit).collect()).collect();
            prop_assert!(!dips(&misses, 1e-12));
            let numbers = [&cells.time_bad_secs, &cells.time_good_secs, &cells.hit, &cells.located];
            prop_assert!(numbers.iter().all(|matrix| matrix.iter().flatten().all(|value| value.is_finite())));
            prop_assert!(cells.time_bad_secs.iter().flatten().all(|secs| *secs <= 600.0 + 1e-9));
            prop_assert!(cells.located.iter().all(|row| (row[0] - 1.0).abs() < 1e-12));
        }
    }
}
