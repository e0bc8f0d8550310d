//! Team calibration: a published surface as the prior of a team's few reviews.
//!
//! The team's parameters lie around the population's, as far away as teams differ: parameter i ~
//! Normal(m_i, s_i² + ω²·D_i²), with m_i and s_i the population's posterior mean and standard deviation, D_i the plan's own
//! prior standard deviation, and ω, how far teams lie apart in those units, sampled too (half-normal, [`APART_SCALE`]):
//! partial pooling whose strength the team's data help to find. The half-normal scales of effects' standard deviations are
//! set so that their medians are the population's.
//!
//! Told with the surface: the share of each cell's precision that came from the population, 1 less the variance of log C
//! in that of a fit without it; and whether the two disagree, by a χ² of the difference of log C at the corners that both
//! have measured.

use super::cholesky::Cholesky;
use super::corner::{Support, delay_scale};
use super::model::Model;
use super::model::layout::Global;
use super::model::prior::Prior;
use super::plan::AnalysisPlan;
use super::posterior::Told;
use super::trial::Trial;
use crate::problem::{Outcome, Problem};
use crate::surface::{Clamp, Conflict, CostSurface, DrawnPoint, Matrix, Population};
use statrs::distribution::{ChiSquared, ContinuousCDF as _};

/// Scale of the half-normal prior of ω.
const APART_SCALE: f64 = 0.5;
/// The median of a half-normal of scale 1.
const HALF_NORMAL_MEDIAN: f64 = 0.674_489_750_196_081_7;
/// A conflict is flagged below this probability.
const FLAGGED_BELOW: f64 = 0.05;

/// A published surface that a team's fit leans on.
#[derive(Debug, Clone)]
pub struct Earlier {
    surface: CostSurface,
    blake3: String,
}

impl Earlier {
    /// From a surface that was read and validated, and the bytes of its file.
    ///
    /// # Errors
    /// Where the surface is a prior without data, or carries no draws of its parameters.
    pub fn new(surface: CostSurface, bytes: &[u8]) -> Outcome<Self> {
        let problem = if surface.model.kind == "prior" {
            Some("it is what a plan believes without data, and no population")
        } else if !surface.draws.names.iter().any(|name| name == "param:f00") {
            Some("it carries no draws of its parameters: it was written by another version")
        } else {
            None
        };
        match problem {
            Some(what) => Err(Problem::new(format!("no surface to lean on: {what}"))
                .todo("fit the population's reviews again")),
            None => Ok(Self { surface, blake3: blake3::hash(bytes).to_hex().to_string() }),
        }
    }

    /// The plan of a fit that leans on it: its own model, because parameters of one name are not the same quantity in
    /// every model.
    ///
    /// # Errors
    /// Where `plan` does not name that model; where its people were SIMULATED and those of `trials` were not.
    pub(super) fn plan_for(&self, trials: &[Trial], plan: &AnalysisPlan) -> Outcome<AnalysisPlan> {
        let refused = |what: &str| Problem::new(format!("no surface to lean on: {what}"));
        if self.surface.simulated && !trials.iter().any(|trial| trial.simulated) {
            return Err(refused("the people behind it were SIMULATED, and those of these reviews were not")
                .todo("take the surface of a study of people, or leave out --prior"));
        }
        let id = &self.surface.model.id;
        let Some(kind) = plan.models.iter().find(|kind| kind.id() == id) else {
            return Err(refused(&format!("it is of the model {id}, which the analysis plan does not name"))
                .todo("name it among the plan's models"));
        };
        Ok(AnalysisPlan { models: vec![*kind], ..plan.clone() })
    }

    /// Lets a model's priors lean on it.
    pub(super) fn lean(&self, model: &mut Model, support: &Support, tau_median_secs: f64) {
        let layout = &mut model.layout;
        let same_box = self.surface.support.delay_secs == support.delay_secs
            && self.surface.support.batch_size == support.batch_size;
        let shift = self.to_corner(support, tau_median_secs);
        for index in 0..layout.globals.len() {
            let told = Told::of(layout, index);
            let Global { name, prior } = &mut layout.globals[index];
            // What lies above the greater rise at the far corner belongs to its box.
            if name == "rise_rest" && !same_box {
                continue;
            }
            let Some(draws) = self.draws(name) else { continue };
            match (*prior, told) {
                (Prior::Deviation { .. }, _) => {
                    let scale = median(draws) / HALF_NORMAL_MEDIAN;
                    *prior = Prior::Deviation { scale };
                }
                (Prior::Normal { sd, .. }, told) => {
                    let sampled: Vec<f64> = draws.iter().filter_map(|value| told.sampled(*value)).collect();
                    let (mean, own) = mean_and_sd(&sampled);
                    let mean = if name == "f00" { mean + shift } else { mean };
                    if mean.is_finite() && own.is_finite() {
                        *prior = Prior::Pooled { mean, sd: own, apart: sd };
                    }
                }
                (Prior::Pooled { .. }, _) => {}
            }
        }
        for factor in [&mut layout.people, &mut layout.items] {
            for group in &mut factor.groups {
                if let Prior::Deviation { scale } = layout.globals[group.psi].prior {
                    group.scale = scale;
                }
            }
        }
        layout.add_apart(APART_SCALE);
    }

    /// From the population's lowest corner to the team's, log seconds.
    fn to_corner(&self, support: &Support, tau_median_secs: f64) -> f64 {
        let mean = |name: &str| self.surface.model.params.get(name).map_or(0.0, |estimate| estimate.mean);
        let [from, to] = [self.surface.support.delay_secs[0], support.delay_secs[0]];
        let tau = self.surface.model.params.get("tau_secs").map_or(tau_median_secs, |tau| tau.mean);
        mean("slope_batch") * (support.batch_size[0] / self.surface.support.batch_size[0]).ln()
            + mean("slope_delay") * (delay_scale(to, tau) - delay_scale(from, tau))
    }

    fn draws(&self, name: &str) -> Option<Vec<f64>> {
        let column =
            self.surface.draws.column(&format!("param:{}", super::export::column_name(name))).ok()?;
        Some(self.surface.draws.values.iter().map(|draw| draw[column]).collect())
    }

    /// Tells in a surface what it owes to this one, and what this one's own fit failed at. `alone` is the surface of the
    /// same reviews without it.
    pub(super) fn tell(&self, with: &mut CostSurface, alone: &CostSurface) -> Outcome<()> {
        with.population = Some(self.told(with, alone)?);
        with.model.chosen_because = "it is the earlier study's".to_owned();
        let failed = self.surface.diagnostics.problems.iter();
        with.diagnostics
            .problems
            .extend(failed.map(|problem| format!("The earlier study's own fit: {problem}")));
        Ok(())
    }

    fn told(&self, with: &CostSurface, alone: &CostSurface) -> Outcome<Population> {
        let of = |surface: &CostSurface, i: usize, j: usize| -> Vec<f64> {
            let Ok(column) = surface.draws.column(&format!("cost_secs[{i},{j}]")) else { return Vec::new() };
            surface.draws.values.iter().map(|draw| draw[column].ln()).collect()
        };
        let weight: Matrix = (0..with.grid.delay_secs.len())
            .map(|i| {
                (0..with.grid.batch_size.len())
                    .map(|j| {
                        let (_, with) = mean_and_sd(&of(with, i, j));
                        let (_, alone) = mean_and_sd(&of(alone, i, j));
                        (1.0 - (with / alone).powi(2)).clamp(0.0, 1.0)
                    })
                    .collect()
            })
            .collect();
        Ok(Population { source_blake3: self.blake3.clone(), weight, conflict: self.conflict(alone)? })
    }

    /// χ² of the difference of log C at the corners of the box that both have measured.
    fn conflict(&self, alone: &CostSurface) -> Outcome<Conflict> {
        let overlap = |a: [f64; 2], b: [f64; 2]| [a[0].max(b[0]), a[1].min(b[1])];
        let delays = overlap(self.surface.support.delay_secs, alone.support.delay_secs);
        let sizes = overlap(self.surface.support.batch_size, alone.support.batch_size);
        if delays[0] > delays[1] || sizes[0] > sizes[1] {
            return Err(Problem::new(
                "the earlier surface and these reviews have no delay and batch size in common, and cannot be compared",
            ));
        }
        let mut places: Vec<(f64, f64)> =
            delays.iter().flat_map(|delay| sizes.iter().map(move |size| (*delay, *size))).collect();
        places.dedup();
        // At the prices of these reviews: the earlier study may have had others.
        let prices = alone.prices;
        let cost = |point: &DrawnPoint| {
            let wrong = prices.miss_secs * (1.0 - point.hit)
                + prices.misplaced_secs * point.hit * (1.0 - point.located);
            (point.time_bad_secs + wrong).ln()
        };
        let draws = |surface: &CostSurface| -> Outcome<Vec<Vec<f64>>> {
            places
                .iter()
                .map(|(delay, size)| {
                    let points = surface
                        .draws_at(*delay, *size, Clamp::No)
                        .map_err(|error| Problem::new(format!("the earlier surface: {error}")))?;
                    Ok(points.iter().map(cost).collect())
                })
                .collect()
        };
        let (theirs, ours) = (draws(&self.surface)?, draws(alone)?);
        let count = places.len();
        let mut covariance = vec![0.0; count * count];
        for of in [&theirs, &ours] {
            for i in 0..count {
                for j in 0..count {
                    covariance[i * count + j] += covariance_of(&of[i], &of[j]);
                }
            }
        }
        // Corners move together: a trace of the diagonal keeps what is nearly one direction from counting many times.
        (0..count).for_each(|i| covariance[i * count + i] *= 1.01);
        let difference: Vec<f64> =
            ours.iter().zip(&theirs).map(|(a, b)| mean_and_sd(a).0 - mean_and_sd(b).0).collect();
        let probability = Cholesky::of(covariance, count).zip(ChiSquared::new(count as f64).ok()).map_or(
            1.0,
            |(factor, chi_squared)| {
                let mut unit = difference.clone();
                factor.forward(&mut unit);
                1.0 - chi_squared.cdf(unit.iter().map(|x| x * x).sum())
            },
        );
        let flagged = probability < FLAGGED_BELOW;
        let ratio = (difference.iter().sum::<f64>() / count as f64).exp();
        let text = format!(
            "alone, these reviews put C at {ratio:.2} times the earlier study's on average over the corners that both \
             measured; a difference as large as theirs has probability {probability:.3}{}",
            if flagged { ": they contradict it, and leaning on it may mislead" } else { "" }
        );
        Ok(Conflict { probability, flagged, text })
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    super::levels::quantile(&values, 0.5)
}

fn mean_and_sd(values: &[f64]) -> (f64, f64) {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    (mean, covariance_of(values, values).sqrt())
}

fn covariance_of(a: &[f64], b: &[f64]) -> f64 {
    let count = a.len().min(b.len()) as f64;
    let (of_a, of_b) = (a.iter().sum::<f64>() / count, b.iter().sum::<f64>() / count);
    a.iter().zip(b).map(|(a, b)| (a - of_a) * (b - of_b)).sum::<f64>() / count
}
