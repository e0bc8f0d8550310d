//! One complete set of the model's parameters, and what it says of every cell of a grid.

use super::corner::{Rise, Support, delay_scale};
use super::model::kind::Residual;
use super::normal::cdf;
use super::restricted::{RestrictedMean, mixture};
use super::verdict::LAPSE;
use crate::surface::{Matrix, Prices};

/// Parameters of the whole model: a posterior draw, or the truth behind simulated data.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameters {
    /// τ, seconds; 1 where the delay did not vary.
    pub tau_secs: f64,
    /// How log time lies over delay and batch size.
    pub shape: Shape,
    /// How log time scatters.
    pub residual: Residual,
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
    pub location: Option<Naming>,
    /// Naming the reach; None where the data do not say.
    pub reach: Option<Naming>,
    /// Load and cues, where the study varied them.
    pub conditions: Conditions,
    /// Effects of people and items.
    pub effects: Effects,
    /// Standard deviations of those effects.
    pub spread: Spread,
}

/// How log time lies over delay and batch size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shape {
    /// Bilinear in log m and G between four corners.
    Corners {
        /// f00: log seconds at the box's lowest corner.
        level: f64,
        /// How far the other corners lie above it.
        rise: Rise,
    },
    /// Reload, then scan.
    Additive {
        /// Log seconds of scanning the smallest batch.
        level: f64,
        /// α, per log m.
        slope_batch: f64,
        /// r, seconds per G.
        resume_secs: f64,
    },
}

/// Naming the right decision, or the right reach, in logits.
#[derive(Debug, Clone, PartialEq)]
pub struct Naming {
    /// ℓ0.
    pub level: f64,
    /// ℓ_m.
    pub loss_batch: f64,
    /// ℓ_d; 0 where the delay did not vary.
    pub loss_delay: f64,
    /// u.
    pub people: Vec<f64>,
    /// v.
    pub items: Vec<f64>,
    /// SD of u.
    pub person_sd: f64,
    /// SD of v.
    pub item_sd: f64,
}

/// What the study's conditions do; empty where it did not vary them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Conditions {
    /// b_o and g_o, per log(1 + other briefs outstanding).
    pub load: Option<[f64; 2]>,
    /// Each cue level but the reference.
    pub cues: Vec<CueEffect>,
}

/// A cue level against the reference.
#[derive(Debug, Clone, PartialEq)]
pub struct CueEffect {
    /// The level's name.
    pub level: String,
    /// b_q, log seconds.
    pub time: f64,
    /// δ_q, log d′.
    pub sensitivity: f64,
}

/// Effects of people and items, in the table's order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Effects {
    /// u_T.
    pub person_time: Vec<f64>,
    /// slope_j, per log m.
    pub person_slope: Vec<f64>,
    /// v_T.
    pub item_time: Vec<f64>,
    /// u_D.
    pub person_sensitivity: Vec<f64>,
    /// u_C.
    pub person_criterion: Vec<f64>,
    /// v_D.
    pub item_sensitivity: Vec<f64>,
}

/// Standard deviations of [`Effects`], and how those of time and sensitivity go together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Of u_T.
    pub person_time: f64,
    /// Of slope_j.
    pub person_slope: f64,
    /// Of v_T.
    pub item_time: f64,
    /// Of u_D.
    pub person_sensitivity: f64,
    /// Of u_C.
    pub person_criterion: f64,
    /// Of v_D.
    pub item_sensitivity: f64,
    /// Correlation of u_T and u_D.
    pub person_correlation: f64,
    /// Correlation of v_T and v_D.
    pub item_correlation: f64,
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

impl Shape {
    /// log seconds of reading, and seconds of resuming on top of it.
    pub(crate) fn at(
        &self,
        delay_secs: f64,
        batch_size: f64,
        tau_secs: f64,
        support: &Support,
    ) -> (f64, f64) {
        match self {
            Self::Corners { level, rise } => {
                (level + rise.at(support.place(delay_secs, batch_size, tau_secs)), 0.0)
            }
            Self::Additive { level, slope_batch, resume_secs } => (
                level + slope_batch * (batch_size / support.batch_size[0]).ln(),
                resume_secs * delay_scale(delay_secs, tau_secs),
            ),
        }
    }

    /// μ of a review whose other effects on log time sum to `effects`.
    pub(crate) fn mu((log_reading, resuming): (f64, f64), effects: f64) -> f64 {
        let eta = log_reading + effects;
        if resuming > 0.0 { eta + (resuming * (-eta).exp()).ln_1p() } else { eta }
    }
}

impl Parameters {
    /// Averages over every person with every item, at the mean rank and the average place of an error, with no other
    /// brief outstanding and the reference cues.
    pub fn cells(&self, grid: &GridSpec) -> Cells {
        let averager = Averager::new(self, grid);
        let cells: Vec<Vec<Cell>> = grid
            .delays
            .iter()
            .map(|delay| grid.batch_sizes.iter().map(|size| averager.cell(*delay, *size)).collect())
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
}

/// What is the same in all cells of one draw.
struct Averager<'a> {
    of: &'a Parameters,
    grid: &'a GridSpec<'a>,
    time: RestrictedMean,
    /// e^{v_D}, e^{−v_L} by item.
    item_sensitivity: Vec<f64>,
    item_odds: Vec<f64>,
}

/// d′ above this makes every verdict right but for lapses.
const LARGEST_SENSITIVITY: f64 = 1e6;

impl<'a> Averager<'a> {
    fn new(of: &'a Parameters, grid: &'a GridSpec<'a>) -> Self {
        let effects = &of.effects;
        let range = |values: &[f64]| {
            let least = values.iter().copied().fold(f64::INFINITY, f64::min);
            let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            [least, most]
        };
        let items = range(&effects.item_time);
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for delay in grid.delays {
            for size in grid.batch_sizes {
                let at = of.shape.at(*delay, *size, of.tau_secs, &grid.support);
                for person in 0..effects.person_time.len() {
                    let person = effects.person_time[person] + effects.person_slope[person] * size.ln();
                    low = low.min(Shape::mu(at, person + items[0] + of.time_error.min(0.0)));
                    high = high.max(Shape::mu(at, person + items[1] + of.time_error.max(0.0)));
                }
            }
        }
        let log_limit = grid.time_limit_secs.ln();
        Self {
            of,
            grid,
            time: RestrictedMean::new(of.sigma, &mixture(of.residual), log_limit, low, high),
            item_sensitivity: effects.item_sensitivity.iter().map(|v| v.exp()).collect(),
            item_odds: of
                .location
                .iter()
                .flat_map(|naming| naming.items.iter().map(|v| (-v).exp()))
                .collect(),
        }
    }

    fn cell(&self, delay_secs: f64, batch_size: f64) -> Cell {
        let (of, effects) = (self.of, &self.of.effects);
        let at = of.shape.at(delay_secs, batch_size, of.tau_secs, &self.grid.support);
        let (z, g) = (batch_size.ln(), delay_scale(delay_secs, of.tau_secs));
        let log_sensitivity = of.sensitivity - of.loss_batch * z - of.loss_delay * g;
        let criterion = of.criterion + of.criterion_batch * z;
        let guess = 1.0 / batch_size;
        let (people, items) = (effects.person_time.len(), effects.item_time.len());
        let [mut bad, mut good, mut hit, mut false_alarm, mut located] = [0.0; 5];
        for person in 0..people {
            let time = effects.person_time[person] + effects.person_slope[person] * z;
            let half = 0.5 * (log_sensitivity + effects.person_sensitivity[person]).exp();
            let criterion = criterion + effects.person_criterion[person];
            let odds = of.location.as_ref().map(|naming| {
                let logit = naming.level - naming.loss_batch * z - naming.loss_delay * g;
                (-(logit + naming.people[person])).exp()
            });
            for item in 0..items {
                let time = time + effects.item_time[item];
                bad += self.time.at(Shape::mu(at, time + of.time_error));
                good += self.time.at(Shape::mu(at, time));
                let half = (half * self.item_sensitivity[item]).min(LARGEST_SENSITIVITY);
                let rejects = 0.5 * LAPSE + (1.0 - LAPSE) * cdf(half - criterion);
                hit += rejects;
                false_alarm += 0.5 * LAPSE + (1.0 - LAPSE) * cdf(-half - criterion);
                located += rejects
                    * odds.map_or(1.0, |odds| guess + (1.0 - guess) / (1.0 + odds * self.item_odds[item]));
            }
        }
        let pairs = (people * items) as f64;
        [bad / pairs, good / pairs, hit / pairs, false_alarm / pairs, located / hit]
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
            parameters.shape = Shape::Corners { level, rise: Rise::from_logs(a, b, e) };
            (parameters.tau_secs, parameters.time_error) = (tau_secs, time_error);
            (parameters.sigma, parameters.loss_batch, parameters.loss_delay) = (sigma, loss_batch, loss_delay);
            parameters.criterion = 0.0;
            parameters.criterion_batch = 0.0;
            parameters.effects.person_criterion.fill(0.0);
            // One person may slow down less than log m alone asks; the surface of all of them is what is claimed.
            parameters.effects.person_slope.fill(0.0);
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
