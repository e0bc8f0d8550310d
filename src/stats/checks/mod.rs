//! Posterior predictive checks (Gelman et al. 2013, chapter 6): what would the same people have done with the same
//! reviews if the model were right, and is what they did like that?
//!
//! Each replication takes one posterior draw and simulates every review anew. What a person may want to see of the
//! data is then worked out of both, and what was observed is put beside the middle 90 % of the replications.

mod isotonic_check;
mod placed;
mod replicate;
mod statistic;

pub use statistic::Statistic;

pub(crate) use isotonic_check::isotonic_check;
pub(crate) use placed::Placed;
pub(crate) use replicate::observed;

use super::levels::quantile;
use super::parameters::Parameters;
use super::table::Table;
use crate::problem::Outcome;
use placed::stretches;
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use replicate::replicate;
use serde::{Deserialize, Serialize};

/// The format's name.
pub const CHECKS_FORMAT: &str = "tightloop-checks/1";
/// Replications that are simulated.
const REPLICATIONS: usize = 200;
/// Random streams of replications begin here, after those of chains and newcomers.
const FIRST_STREAM: u64 = 1 << 32;

/// Observed data against replications of them under the model of record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PosteriorChecks {
    /// [`CHECKS_FORMAT`].
    pub format: String,
    /// Whether the people were SIMULATED. (The replications always are.)
    pub simulated: bool,
    /// The model's name.
    pub model: String,
    /// How many replications were simulated.
    pub replications: u64,
    /// Seed of the fit, from which theirs follow.
    pub seed: u64,
    /// BLAKE3 of the rows fitted.
    pub dataset_blake3: String,
    /// One a statistic.
    pub panels: Vec<Panel>,
    /// The largest gap between a cell's mean of log time and the nearest table that does not fall, in standard
    /// errors; None where it is not known. The model's own surface does not fall, so a gap that it cannot
    /// reproduce speaks against that.
    pub isotonic_gap: Option<Gap>,
}

/// One statistic, in every cell that has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Panel {
    /// What is compared.
    pub statistic: Statistic,
    /// The cells, or stretches of practice.
    pub cells: Vec<Checked>,
    /// How many cells were observed outside their band.
    pub outside: u64,
    /// How many of them lie outside in a replication, on average: by chance. With few reviews in a cell shares come
    /// in steps, and it is fewer than one in ten.
    pub outside_by_chance: f64,
    /// Share of the replications with at least as many outside.
    pub probability: f64,
}

/// Observed and replicated, in one cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Checked {
    /// The cell's delay, seconds; None for a stretch of practice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delay_secs: Option<f64>,
    /// The cell's batch size, decisions; None for a stretch of practice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch_size: Option<f64>,
    /// First and last rank of a stretch of practice; None for a cell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ranks: Option<[f64; 2]>,
    /// Reviews that the statistic is of, as observed.
    pub reviews: u64,
    /// As observed.
    pub observed: f64,
    /// 5 % quantile of the replications.
    pub q05: f64,
    /// Their median.
    pub q50: f64,
    /// 95 % quantile.
    pub q95: f64,
    /// Whether the observed value lies outside the two.
    pub outside: bool,
}

/// One number against its replications.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    /// As observed.
    pub observed: f64,
    /// Median of the replications.
    pub q50: f64,
    /// 95 % quantile of the replications.
    pub q95: f64,
    /// Share of the replications that are at least as large.
    pub probability: f64,
}

/// Where a statistic is worked out.
struct Spot<'a> {
    delay_secs: Option<f64>,
    batch_size: Option<f64>,
    ranks: Option<[f64; 2]>,
    reviews: &'a [usize],
}

/// Checks the model behind `draws` against the table that they were drawn from.
pub(crate) fn posterior_checks(
    table: &Table,
    placed: &Placed,
    model: &str,
    draws: &[Parameters],
    seed: u64,
) -> Outcome<PosteriorChecks> {
    let replications: Vec<Vec<replicate::Seen>> = (0..REPLICATIONS.min(draws.len()))
        .into_par_iter()
        .map(|index| {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            rng.set_stream(FIRST_STREAM + index as u64);
            // Evenly from all chains.
            replicate(&draws[index * draws.len() / REPLICATIONS.min(draws.len())], table, &mut rng)
        })
        .collect();
    let seen = observed(table);
    let stretches = stretches(table);
    let of_cells = || {
        placed.cells.iter().map(|cell| Spot {
            delay_secs: table.delays.get(cell.at.0).copied(),
            batch_size: table.batch_sizes.get(cell.at.1).copied(),
            ranks: None,
            reviews: &cell.reviews,
        })
    };
    let of_practice = || {
        stretches.iter().map(|stretch| Spot {
            delay_secs: None,
            batch_size: None,
            ranks: Some(stretch.ranks),
            reviews: &stretch.reviews,
        })
    };
    let panels = Statistic::ALL.into_iter().map(|statistic| {
        let spots: Vec<Spot> = match statistic {
            Statistic::Practice => of_practice().collect(),
            _ => of_cells().collect(),
        };
        let of = |data: &[replicate::Seen]| -> Vec<f64> {
            spots.iter().map(|spot| statistic.of(&table.reviews, data, spot.reviews)).collect()
        };
        let replicated: Vec<Vec<f64>> = replications.iter().map(|data| of(data)).collect();
        let counts = |spot: &Spot| statistic.count(&table.reviews, &seen, spot.reviews);
        panel(statistic, &spots, &of(&seen), &replicated, counts)
    });
    let panels = panels.filter(|panel| !panel.cells.is_empty()).collect();
    let gaps: Vec<Option<f64>> =
        replications.par_iter().map(|data| isotonic_check::gap(placed, data)).collect::<Outcome<_>>()?;
    Ok(PosteriorChecks {
        format: CHECKS_FORMAT.to_owned(),
        simulated: table.simulated,
        model: model.to_owned(),
        replications: replications.len() as u64,
        seed,
        dataset_blake3: table.hash.clone(),
        panels,
        isotonic_gap: isotonic_check::gap(placed, &seen)?.and_then(|observed| {
            let mut gaps: Vec<f64> = gaps.into_iter().flatten().collect();
            gaps.sort_by(f64::total_cmp);
            let as_large = gaps.iter().filter(|gap| **gap >= observed).count();
            (!gaps.is_empty()).then(|| Gap {
                observed,
                q50: quantile(&gaps, 0.5),
                q95: quantile(&gaps, 0.95),
                probability: as_large as f64 / gaps.len() as f64,
            })
        }),
    })
}

/// `observed[spot]` beside `replicated[replication][spot]`; what is no number was not there to be seen.
fn panel(
    statistic: Statistic,
    spots: &[Spot],
    observed: &[f64],
    replicated: &[Vec<f64>],
    count: impl Fn(&Spot) -> u64,
) -> Panel {
    let mut cells = Vec::new();
    let mut outside_of = vec![0u64; replicated.len()];
    for (index, (spot, observed)) in spots.iter().zip(observed).enumerate() {
        let mut values: Vec<f64> = replicated.iter().map(|of| of[index]).filter(|v| v.is_finite()).collect();
        if !observed.is_finite() || values.is_empty() {
            continue;
        }
        values.sort_by(f64::total_cmp);
        let [q05, q50, q95] = [0.05, 0.5, 0.95].map(|share| quantile(&values, share));
        let is_outside = |value: f64| value < q05 || value > q95;
        for (count, of) in outside_of.iter_mut().zip(replicated) {
            *count += u64::from(is_outside(of[index]));
        }
        cells.push(Checked {
            delay_secs: spot.delay_secs,
            batch_size: spot.batch_size,
            ranks: spot.ranks,
            reviews: count(spot),
            observed: *observed,
            q05,
            q50,
            q95,
            outside: is_outside(*observed),
        });
    }
    let outside = cells.iter().filter(|cell| cell.outside).count() as u64;
    let replications = outside_of.len().max(1) as f64;
    Panel {
        statistic,
        cells,
        outside,
        outside_by_chance: outside_of.iter().sum::<u64>() as f64 / replications,
        probability: outside_of.iter().filter(|count| **count >= outside).count() as f64 / replications,
    }
}

#[cfg(test)]
mod tests;
