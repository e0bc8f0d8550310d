//! One simulated study: people and items drawn, reviews drawn, fitted, held against the truth.

use super::study::Study;
use crate::problem::{Outcome, Problem};
use crate::stats::{self, AnalysisPlan};
use crate::surface::Matrix;
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

/// One repetition, as it is written down.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repetition {
    /// How many took part.
    pub participants: u32,
    /// Its number among those of so many participants, from 0.
    pub repetition: u32,
    /// What the fit found; none where there was none.
    pub found: Option<Found>,
    /// Why there was none.
    pub problem: Option<String>,
}

/// What one simulated study found. Matrices: rows by delay, columns by batch size.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Found {
    /// True C, person-seconds.
    pub true_secs: Matrix,
    /// 5 % quantile of C.
    pub q05_secs: Matrix,
    /// 95 % quantile of C.
    pub q95_secs: Matrix,
    /// P(the cell that is truly cheaper is cheaper | data); none where both cost the same.
    pub right_order: Option<f64>,
    /// P(log time rises with the delay | data), by the unconstrained rival; none where the delay did not vary.
    pub delay_rises: Option<f64>,
    /// The largest R̂ of log C.
    pub rhat_max: Option<f64>,
    /// Divergent draws.
    pub divergences: usize,
}

/// The repetition number `repetition` of `study`; `cells` are the two to be ranked. The same on any number of cores.
pub(super) fn repetition(
    study: &Study,
    plan: &AnalysisPlan,
    cells: [[usize; 2]; 2],
    seed: u64,
    repetition: u32,
) -> Repetition {
    let participants = study.participants;
    match found(study, plan, cells, seed, repetition) {
        Ok(found) => Repetition { participants, repetition, found: Some(found), problem: None },
        Err(problem) => {
            Repetition { participants, repetition, found: None, problem: Some(problem.to_string()) }
        }
    }
}

fn found(
    study: &Study,
    plan: &AnalysisPlan,
    cells: [[usize; 2]; 2],
    seed: u64,
    repetition: u32,
) -> Outcome<Found> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream((u64::from(study.participants) << 32) | u64::from(repetition));
    let truth = study.typical.draw(&mut rng);
    let trials = study.trials(&truth, &mut rng);
    let sampler_seed = seed.wrapping_add(u64::from(repetition)).wrapping_mul(2).wrapping_add(1);
    let short = stats::short(&trials, plan, sampler_seed)?;
    let exact = study.typical.cost_secs(&truth, plan, seed.wrapping_add(u64::from(repetition)));
    let shape = |matrix: &Matrix| matrix.iter().map(Vec::len).collect::<Vec<_>>();
    if shape(&exact) != shape(&short.cost_secs.q05) {
        return Err(Problem::new("the fit stands on other delays or batch sizes than the design"));
    }
    let [one, other] = cells.map(|[i, j]| exact[i][j]);
    let before = |cost: &&Matrix| {
        let [first, second] = cells.map(|[i, j]| cost[i][j]);
        (first < second) == (one < other) && first != second
    };
    let share = short.costs.iter().filter(before).count() as f64 / short.costs.len().max(1) as f64;
    Ok(Found {
        true_secs: milliseconds(&exact),
        q05_secs: milliseconds(&short.cost_secs.q05),
        q95_secs: milliseconds(&short.cost_secs.q95),
        right_order: (one != other).then_some(share),
        delay_rises: short.rises,
        rhat_max: short.rhat_max.filter(|rhat| rhat.is_finite()).map(thousandth),
        divergences: short.divergences,
    })
}

fn thousandth(value: f64) -> f64 {
    (value * 1e3).round() / 1e3
}

fn milliseconds(matrix: &Matrix) -> Matrix {
    matrix.iter().map(|row| row.iter().copied().map(thousandth).collect()).collect()
}
