//! Draws in, `cost-surface/1` out: estimates, mending, provenance.

use super::diagnose::Diagnosis;
use super::isotonic;
use super::levels::quantile;
use super::model::cue_name;
use super::model::prior::Prior;
use super::parameters::Cells;
use super::plan::AnalysisPlan;
use super::posterior::Posterior;
use super::table::Table;
use crate::journal;
use crate::problem::{Outcome, Problem};
use crate::surface::{
    Conditions, CostSurface, Cue, Diagnostics, Draws, Estimate, Grid, IsotonicCheck, Matrix, Model, Monotone,
    Prices, Provenance, Rival, SURFACE_FORMAT, Support, Unconstrained, Units,
};
use std::collections::BTreeMap;

/// What was done to get the draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The posterior was sampled: there are chains to diagnose.
    Sampled,
    /// A normal approximation around the posterior's peak.
    Penalised,
    /// The prior, without any outcome.
    Prior,
}

impl Kind {
    /// Its name in a surface.
    fn id(self) -> &'static str {
        match self {
            Self::Sampled => "nuts",
            Self::Penalised => "laplace",
            Self::Prior => "prior",
        }
    }
}

/// Draws that travel with a surface; the estimates stand on all of them.
const EXPORTED_DRAWS: usize = 400;
/// A posterior SD above this share of the prior's: the data said little.
const PRIOR_DRIVEN: f64 = 0.8;
/// A fall of less than this share of C is rounding.
const DIP_TOLERANCE: f64 = 1e-9;

/// What is known of a fit besides its draws.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    pub(super) rivals: Vec<Rival>,
    pub(super) chosen_because: String,
    pub(super) unconstrained: Option<Unconstrained>,
    pub(super) pareto_k_max: Option<f64>,
    pub(super) elpd_loo: Option<f64>,
    pub(super) isotonic_check: Option<IsotonicCheck>,
}

/// Puts a surface together.
pub(super) fn surface(
    kind: Kind,
    table: &Table,
    plan: &AnalysisPlan,
    seed: u64,
    posterior: &Posterior,
    cells: &[Cells],
    evidence: Evidence,
) -> Outcome<CostSurface> {
    let prices = prices(table, plan);
    let (costs, share_violating) = mended(cells, &prices);
    let (params, prior_driven) = params(posterior, kind);
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
    let diagnostics = match kind {
        Kind::Sampled => diagnostics(&posterior.diagnose(&log_costs(&costs)), posterior, plan, &evidence),
        Kind::Penalised | Kind::Prior => Diagnostics::default(),
    };
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
            id: posterior.model.kind.id().to_owned(),
            kind: kind.id().to_owned(),
            tau_secs: posterior.tau_secs(),
            params,
            prior_driven,
            chosen_because: evidence.chosen_because,
            conditions: conditions(table, posterior),
        },
        grid,
        draws: draws(table, posterior, cells, &costs),
        monotone: Monotone {
            constraint: "time and d' do not fall (corner form; log-normal losses); C mended where it dips"
                .to_owned(),
            share_violating,
            mended: if share_violating > 0.0 { "isotonic projection of each dipping draw" } else { "none" }
                .to_owned(),
        },
        extrapolation: "refuse".to_owned(),
        diagnostics,
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
        rivals: evidence.rivals,
        unconstrained: evidence.unconstrained,
        isotonic_check: evidence.isotonic_check,
        population: None,
    };
    surface.validate().map_err(|error| {
        Problem::new(format!("the fit gave no usable surface: {error}"))
            .todo("look for reviews whose times, delays or batch sizes are in another unit than the rest")
    })?;
    Ok(surface)
}

/// The plan's prices. Where nobody said which decision is wrong, naming it is left out of C, not guessed.
pub(super) fn prices(table: &Table, plan: &AnalysisPlan) -> Prices {
    if table.with_location { plan.prices } else { Prices { misplaced_secs: 0.0, ..plan.prices } }
}

/// Each draw's C, projected where it dips; and the share of draws that did.
pub(super) fn mended(cells: &[Cells], prices: &Prices) -> (Vec<Matrix>, f64) {
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
pub(super) fn estimate<'a>(draws: impl Iterator<Item = &'a Matrix>) -> Estimate<Matrix> {
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

/// Draws evenly from all chains: τ, every component cell by cell as `name[row,column]`, every global parameter as
/// `param:name`.
fn draws(table: &Table, posterior: &Posterior, cells: &[Cells], costs: &[Matrix]) -> Draws {
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
    let globals = &posterior.model.layout.globals;
    names.extend(globals.iter().map(|global| format!("param:{}", column_name(&global.name))));
    let columns: Vec<Vec<f64>> = (0..globals.len()).map(|index| posterior.global(index).concat()).collect();
    let every = cells.len().div_ceil(EXPORTED_DRAWS).max(1);
    let row = |index: usize| -> Vec<f64> {
        let cells = &cells[index];
        let matrices = [
            &costs[index],
            &cells.time_bad_secs,
            &cells.time_good_secs,
            &cells.hit,
            &cells.false_alarm,
            &cells.located,
        ];
        let of_cells = matrices.into_iter().flat_map(|matrix| matrix.iter().flatten().copied());
        let of_globals = columns.iter().map(|column| column[index]);
        let all = std::iter::once(posterior.draws[index].tau_secs).chain(of_cells).chain(of_globals);
        all.map(six_digits).collect()
    };
    Draws { names, values: (0..cells.len()).step_by(every).map(row).collect() }
}

/// A parameter's name in the columns of draws: a cue level's stands in brackets.
pub(super) fn column_name(name: &str) -> String {
    ["b_q_", "delta_q_"]
        .iter()
        .find_map(|stem| Some(format!("{}[{}]", stem.trim_end_matches('_'), name.strip_prefix(stem)?)))
        .unwrap_or_else(|| name.to_owned())
}

/// Rounded to six significant digits: what a draw is worth, and a fifth of the file.
fn six_digits(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}

/// Log C of every cell, draw by draw.
fn log_costs(costs: &[Matrix]) -> Vec<(String, Vec<f64>)> {
    let Some(first) = costs.first() else { return Vec::new() };
    let mut columns = Vec::new();
    for row in 0..first.len() {
        for column in 0..first[row].len() {
            let draws = costs.iter().map(|cost| cost[row][column].ln()).collect();
            columns.push((format!("log_cost[{row},{column}]"), draws));
        }
    }
    columns
}

/// What load and cues do, where the study varied them.
fn conditions(table: &Table, posterior: &Posterior) -> Option<Conditions> {
    let at = &posterior.model.layout.at;
    if at.load.is_none() && at.cues.is_empty() {
        return None;
    }
    let estimate = |index: usize| summary(posterior.global(index).concat());
    let levels = at.cues.iter().zip(table.cues.iter().skip(1));
    Some(Conditions {
        outstanding: table.outstanding.map(|range| range.map(f64::from)),
        load_time: at.load.map(|[time, _]| estimate(time)),
        load_sensitivity: at.load.map(|[_, sensitivity]| estimate(sensitivity)),
        cues: levels
            .map(|([time, sensitivity], cue)| Cue {
                level: cue_name(*cue).to_owned(),
                time: estimate(*time),
                log_sensitivity: estimate(*sensitivity),
            })
            .collect(),
        reference_cue: table.cues.first().map(|cue| cue_name(*cue).to_owned()),
    })
}

fn diagnostics(
    diagnosis: &Diagnosis,
    posterior: &Posterior,
    plan: &AnalysisPlan,
    evidence: &Evidence,
) -> Diagnostics {
    // What is not finite is told among the problems: JSON has no sign for it.
    let value = |named: &Option<super::diagnose::Named>| {
        named.as_ref().map(|named| named.value).filter(|value| value.is_finite())
    };
    Diagnostics {
        rhat_max: value(&diagnosis.rhat_max),
        ess_bulk_min: value(&diagnosis.ess_bulk_min),
        ess_tail_min: value(&diagnosis.ess_tail_min),
        divergences: Some(diagnosis.divergences as u64),
        ebfmi_min: diagnosis.ebfmi_min.filter(|value| value.is_finite()),
        elpd_loo: evidence.elpd_loo,
        pareto_k_max: evidence.pareto_k_max.filter(|value| value.is_finite()),
        problems: diagnosis.problems(),
        worst_parameter: diagnosis.ess_bulk_min.as_ref().map(|named| named.name.clone()),
        chains: Some(posterior.chains.len() as u64),
        draws_per_chain: Some(u64::from(plan.sampler.draws)),
        ..Diagnostics::default()
    }
}

/// Estimates by name, and the names of those that hardly moved from their priors: of the prior itself, all.
fn params(posterior: &Posterior, kind: Kind) -> (BTreeMap<String, Estimate<f64>>, Vec<String>) {
    let layout = &posterior.model.layout;
    let mut params = BTreeMap::new();
    let mut prior_driven = Vec::new();
    for (index, global) in layout.globals.iter().enumerate() {
        let told: Vec<f64> = posterior.global(index).concat();
        // On the scale on which the prior is known.
        let (now, before) = match global.prior {
            Prior::Normal { sd, .. } | Prior::Pooled { apart: sd, .. } => {
                let draws = posterior.chains.iter().flat_map(|chain| &chain.thetas);
                (spread(draws.map(|theta| theta[index])), sd)
            }
            // A half-normal variable of scale s has standard deviation s·√(1 − 2/π).
            Prior::Deviation { scale } => {
                (spread(told.iter().copied()), scale * (1.0 - std::f64::consts::FRAC_2_PI).sqrt())
            }
        };
        if kind == Kind::Prior || now > PRIOR_DRIVEN * before {
            prior_driven.push(global.name.clone());
        }
        params.insert(global.name.clone(), summary(told));
    }
    prior_driven.sort();
    (params, prior_driven)
}

/// Standard deviation.
fn spread(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let centre = mean(values.clone());
    mean(values.map(|value| (value - centre).powi(2))).sqrt()
}
