//! A short fit on one thread: what one of many simulated studies would find. Enough draws for the width of an interval,
//! too few for a result that anybody is to quote.

use super::diagnose::Convergence;
use super::export::{estimate, mended, prices};
use super::fit::draws_cells;
use super::model::kind::ModelKind;
use super::parameters::{Cells, GridSpec, Parameters, Shape};
use super::plan::AnalysisPlan;
use super::posterior;
use super::table::Table;
use super::trial::Trial;
use crate::problem::Outcome;
use crate::surface::{Estimate, Matrix};

/// What a short fit found.
#[derive(Debug)]
pub(crate) struct Short {
    /// C, person-seconds; rows by delay, columns by batch size, on the grid of a surface.
    pub(crate) cost_secs: Estimate<Matrix>,
    /// The same, draw by draw.
    pub(crate) costs: Vec<Matrix>,
    /// P(log time rises with the delay | data), averaged over batch sizes, by the unconstrained rival: the model of
    /// record has it rise whatever the data say. None where the delay did not vary.
    pub(crate) rises: Option<f64>,
    /// The largest R̂ of log C over the cells.
    pub(crate) rhat_max: Option<f64>,
    /// Divergent draws of the model of record.
    pub(crate) divergences: usize,
}

/// Fits the first model of `plan`, and the unconstrained rival where the delay varied.
///
/// # Errors
/// As [`super::fit()`].
pub(crate) fn short(trials: &[Trial], plan: &AnalysisPlan, seed: u64) -> Outcome<Short> {
    let table = Table::new(trials, plan)?;
    let kind = plan.models.first().copied().unwrap_or(ModelKind::Corner);
    let posterior = posterior::sample_here(&table, plan, kind, seed)?;
    let cells: Vec<Cells> = posterior
        .draws
        .iter()
        .enumerate()
        .map(|(number, draw)| draws_cells(draw, plan.estimand, &grid(&table), seed, number as u64))
        .collect();
    let (costs, _) = mended(&cells, &prices(&table, plan));
    let rises = if table.with_delay {
        let free = posterior::sample_here(&table, plan, ModelKind::Unconstrained, seed)?;
        Some(free.draws.iter().filter(|draw| rise(draw) > 0.0).count() as f64 / free.draws.len() as f64)
    } else {
        None
    };
    Ok(Short {
        cost_secs: estimate(costs.iter()),
        rhat_max: rhat_max(&costs, posterior.chains.len()),
        costs,
        rises,
        divergences: posterior.chains.iter().flat_map(|chain| &chain.divergent).filter(|d| **d).count(),
    })
}

/// Where a surface of these reviews would stand.
pub(super) fn grid(table: &Table) -> GridSpec<'_> {
    GridSpec {
        support: table.support,
        delays: &table.delays,
        batch_sizes: &table.batch_sizes,
        time_limit_secs: table.time_limit_secs,
    }
}

/// What log time gains from the shortest to the longest delay, in the middle of the batch sizes.
fn rise(draw: &Parameters) -> f64 {
    match draw.shape {
        Shape::Corners { rise, .. } => 0.5 * (rise.delay + rise.both - rise.batch),
        Shape::Additive { resume_secs, .. } => resume_secs,
    }
}

fn rhat_max(costs: &[Matrix], chains: usize) -> Option<f64> {
    let first = costs.first()?;
    let places = (0..first.len()).flat_map(|i| (0..first[i].len()).map(move |j| (i, j)));
    let of_cell = |(i, j): (usize, usize)| {
        let draws: Vec<f64> = costs.iter().map(|cost| cost[i][j].ln()).collect();
        let of_chains: Vec<&[f64]> = draws.chunks(draws.len().div_ceil(chains.max(1)).max(1)).collect();
        Convergence::of(&of_chains).rhat
    };
    places.filter_map(of_cell).reduce(f64::max)
}
