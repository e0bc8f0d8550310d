//! Draws in, `cost-surface/1` out: estimates, mending, provenance.

use super::isotonic;
use super::levels::quantile;
use super::parameters::{Cells, Location, Parameters};
use super::plan::{AnalysisPlan, LogNormal, Priors};
use super::posterior::Posterior;
use super::table::Table;
use crate::journal;
use crate::problem::{Outcome, Problem};
use crate::surface::{
    CostSurface, Diagnostics, Draws, Estimate, Grid, Matrix, Model, Monotone, Prices, Provenance,
    SURFACE_FORMAT, Support, Units,
};
use std::collections::BTreeMap;

/// The model's name.
pub const MODEL_ID: &str = "corner-lognormal-sdt";
/// The kind of fit.
pub const MODEL_KIND: &str = "laplace";

/// Draws that travel with a surface; the estimates stand on all of them.
const EXPORTED_DRAWS: usize = 400;
/// A posterior SD above this share of the prior's: the data said little.
const PRIOR_DRIVEN: f64 = 0.8;
/// A fall of less than this share of C is rounding.
const DIP_TOLERANCE: f64 = 1e-9;

/// Puts a surface together.
pub(super) fn surface(
    table: &Table,
    plan: &AnalysisPlan,
    seed: u64,
    posterior: &Posterior,
    cells: &[Cells],
) -> Outcome<CostSurface> {
    // Where nobody said which decision is wrong, naming it is left out of C, not guessed.
    let prices =
        if table.with_location { plan.prices } else { Prices { misplaced_secs: 0.0, ..plan.prices } };
    let (costs, share_violating) = mended(cells, &prices);
    let (params, prior_driven) = params(table, &plan.priors, &posterior.draws);
    let component = |of: fn(&Cells) -> &Matrix| estimate(cells.iter().map(of));
    let mut grid = Grid {
        delay_secs: table.delays.clone(),
        batch_size: table.batch_sizes.clone(),
        cost_secs: estimate(costs.iter()),
        time_bad_secs: component(|cells| &cells.time_bad_secs),
        time_good_secs: component(|cells| &cells.time_good_secs),
        hit: component(|cells| &cells.hit),
        false_alarm: component(|cells| &cells.false_alarm),
        located: component(|cells| &cells.located),
    };
    // These do not dip in any draw; rounding may leave a last digit that does.
    for of in [&mut grid.cost_secs, &mut grid.time_bad_secs, &mut grid.time_good_secs] {
        for matrix in [&mut of.mean, &mut of.q05, &mut of.q50, &mut of.q95] {
            isotonic::level(matrix);
        }
    }
    let mean_log_tau = mean(posterior.draws.iter().map(|draw| draw.tau_secs.ln()));
    let surface = CostSurface {
        format: SURFACE_FORMAT.to_owned(),
        simulated: table.simulated,
        units: Units {
            delay: "s".to_owned(),
            batch_size: "decisions".to_owned(),
            cost: "person-seconds".to_owned(),
        },
        support: Support { delay_secs: table.support.delay_secs, batch_size: table.support.batch_size },
        estimand: plan.estimand.name().to_owned(),
        prevalence: table.prevalence,
        prices,
        time_limit_secs: table.time_limit_secs,
        model: Model {
            id: MODEL_ID.to_owned(),
            kind: MODEL_KIND.to_owned(),
            tau_secs: mean_log_tau.exp(),
            params,
            prior_driven,
            chosen_because: String::new(),
            conditions: None,
        },
        grid,
        draws: draws(table, &posterior.draws, cells, &costs),
        monotone: Monotone {
            constraint: "time and d' do not fall (corner form; log-normal losses); C mended where it dips"
                .to_owned(),
            share_violating,
            mended: if share_violating > 0.0 { "isotonic projection of each dipping draw" } else { "none" }
                .to_owned(),
        },
        extrapolation: "refuse".to_owned(),
        diagnostics: Diagnostics { pareto_k_max: posterior.pareto_k_max, ..Diagnostics::default() },
        provenance: Provenance {
            software: journal::software(),
            commit: journal::commit().to_owned(),
            seed,
            dataset_blake3: table.hash.clone(),
            plan_blake3: plan.hash.clone(),
            participants: table.people.len() as u64,
            scenarios: table.items.len() as u64,
            trials: table.reviews.len() as u64,
        },
        rivals: Vec::new(),
        unconstrained: None,
        isotonic_check: None,
        population: None,
    };
    surface.validate().map_err(|error| {
        Problem::new(format!("the fit gave no usable surface: {error}"))
            .todo("look for reviews whose times, delays or batch sizes are in another unit than the rest")
    })?;
    Ok(surface)
}

/// Each draw's C, projected where it dips; and the share of draws that did.
fn mended(cells: &[Cells], prices: &Prices) -> (Vec<Matrix>, f64) {
    let mut violating = 0usize;
    let costs: Vec<Matrix> = cells
        .iter()
        .map(|cells| {
            let cost = cells.cost_secs(prices);
            let largest = cost.iter().flatten().copied().fold(0.0, f64::max);
            if isotonic::dips(&cost, DIP_TOLERANCE * largest) {
                violating += 1;
                isotonic::project(&cost)
            } else {
                cost
            }
        })
        .collect();
    let share = violating as f64 / cells.len().max(1) as f64;
    (costs, share)
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0usize), |(sum, count), value| (sum + value, count + 1));
    sum / count.max(1) as f64
}

/// Mean and quantiles of values.
pub(super) fn summary(mut values: Vec<f64>) -> Estimate<f64> {
    let mean = mean(values.iter().copied());
    values.sort_by(f64::total_cmp);
    Estimate { mean, q05: quantile(&values, 0.05), q50: quantile(&values, 0.5), q95: quantile(&values, 0.95) }
}

/// Mean and quantiles, cell by cell.
fn estimate<'a>(draws: impl Iterator<Item = &'a Matrix>) -> Estimate<Matrix> {
    let draws: Vec<&Matrix> = draws.collect();
    let Some(first) = draws.first() else { return Estimate::default() };
    let of_cells: Vec<Vec<Estimate<f64>>> = (0..first.len())
        .map(|i| {
            (0..first[i].len()).map(|j| summary(draws.iter().map(|draw| draw[i][j]).collect())).collect()
        })
        .collect();
    let component =
        |of: fn(&Estimate<f64>) -> f64| of_cells.iter().map(|row| row.iter().map(of).collect()).collect();
    Estimate {
        mean: component(|cell| cell.mean),
        q05: component(|cell| cell.q05),
        q50: component(|cell| cell.q50),
        q95: component(|cell| cell.q95),
    }
}

/// The first draws (they are in random order): τ, then every component cell by cell, `name[row,column]`.
fn draws(table: &Table, parameters: &[Parameters], cells: &[Cells], costs: &[Matrix]) -> Draws {
    const COMPONENTS: [&str; 6] =
        ["cost_secs", "time_bad_secs", "time_good_secs", "hit", "false_alarm", "located"];
    let mut names = vec!["tau_secs".to_owned()];
    for component in COMPONENTS {
        for row in 0..table.delays.len() {
            for column in 0..table.batch_sizes.len() {
                names.push(format!("{component}[{row},{column}]"));
            }
        }
    }
    let values = parameters
        .iter()
        .zip(cells)
        .zip(costs)
        .take(EXPORTED_DRAWS)
        .map(|((parameters, cells), cost)| {
            let matrices = [
                cost,
                &cells.time_bad_secs,
                &cells.time_good_secs,
                &cells.hit,
                &cells.false_alarm,
                &cells.located,
            ];
            let of_cells = matrices.into_iter().flat_map(|matrix| matrix.iter().flatten().copied());
            std::iter::once(parameters.tau_secs).chain(of_cells).map(six_digits).collect()
        })
        .collect();
    Draws { names, values }
}

/// Rounded to six significant digits: what a draw is worth, and a fifth of the file.
fn six_digits(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}

/// What is known of a parameter before data: the scale on which it is compared, and the SD there.
enum Before {
    Identity(f64),
    Log(f64),
    /// A standard deviation under a half-normal prior of this scale.
    Deviation(f64),
}

/// Estimates by name, and the names of those that hardly moved from their priors.
fn params(
    table: &Table,
    priors: &Priors,
    draws: &[Parameters],
) -> (BTreeMap<String, Estimate<f64>>, Vec<String>) {
    use Before::{Deviation, Identity, Log};
    type Value = fn(&Parameters) -> f64;
    type OfLocation = fn(&Location) -> f64;
    let log = |prior: LogNormal| Log(prior.sd_log);
    let mut known: Vec<(&str, Before, Value)> = vec![
        ("f00", Identity(priors.level.sd), |p| p.level),
        ("rise_batch", log(priors.slope_batch), |p| p.rise.batch),
        ("b_e", Identity(priors.time_error.sd), |p| p.time_error),
        ("b_t", Identity(priors.practice_log.sd), |p| p.practice_log),
        ("b_l", Identity(priors.practice_linear.sd), |p| p.practice_linear),
        ("b_p", Identity(priors.position.sd), |p| p.position),
        ("sigma", log(priors.sigma), |p| p.sigma),
        ("delta", Identity(priors.sensitivity.sd), |p| p.sensitivity),
        ("g_m", log(priors.loss_batch), |p| p.loss_batch),
        ("c0", Identity(priors.criterion.sd), |p| p.criterion),
        ("c_m", Identity(priors.criterion_batch.sd), |p| p.criterion_batch),
        ("sd_person_time", Deviation(priors.person_time_sd), |p| p.spread.person_time),
        ("sd_item_time", Deviation(priors.item_time_sd), |p| p.spread.item_time),
        ("sd_person_sensitivity", Deviation(priors.person_sensitivity_sd), |p| p.spread.person_sensitivity),
        ("sd_person_criterion", Deviation(priors.person_criterion_sd), |p| p.spread.person_criterion),
        ("sd_item_sensitivity", Deviation(priors.item_sensitivity_sd), |p| p.spread.item_sensitivity),
    ];
    if table.with_delay {
        known.push(("tau_secs", log(priors.tau_secs), |p| p.tau_secs));
        known.push(("rise_delay", log(priors.slope_delay), |p| p.rise.delay));
        known.push(("rise_rest", Log(priors.corner_rest_sd_log), |p| p.rise.rest));
        known.push(("g_d", log(priors.loss_delay), |p| p.loss_delay));
    }
    let location = |p: &Parameters, of: OfLocation| p.location.as_ref().map_or(0.0, of);
    let mut of_location: Vec<(&str, Before, OfLocation)> = Vec::new();
    if table.with_location {
        of_location.push(("l0", Identity(priors.location.sd), |l| l.level));
        of_location.push(("l_m", log(priors.location_loss_batch), |l| l.loss_batch));
        of_location.push(("sd_person_location", Deviation(priors.person_location_sd), |l| l.person_sd));
        of_location.push(("sd_item_location", Deviation(priors.item_location_sd), |l| l.item_sd));
        if table.with_delay {
            of_location.push(("l_d", log(priors.location_loss_delay), |l| l.loss_delay));
        }
    }
    let columns = known
        .into_iter()
        .map(|(name, before, value)| (name, before, draws.iter().map(value).collect::<Vec<f64>>()))
        .chain(of_location.into_iter().map(|(name, before, value)| {
            (name, before, draws.iter().map(|draw| location(draw, value)).collect())
        }));
    let mut params = BTreeMap::new();
    let mut prior_driven = Vec::new();
    for (name, before, values) in columns {
        let moved = match before {
            Identity(sd) => spread(values.iter().copied()) / sd,
            Log(sd) => spread(values.iter().map(|value| value.ln())) / sd,
            // A half-normal variable of scale s has standard deviation s·√(1 − 2/π).
            Deviation(scale) => {
                spread(values.iter().copied()) / (scale * (1.0 - std::f64::consts::FRAC_2_PI).sqrt())
            }
        };
        if moved > PRIOR_DRIVEN {
            prior_driven.push(name.to_owned());
        }
        params.insert(name.to_owned(), summary(values));
    }
    prior_driven.sort();
    (params, prior_driven)
}

/// Standard deviation.
fn spread(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let centre = mean(values.clone());
    mean(values.map(|value| (value - centre).powi(2))).sqrt()
}
