//! The fit: reviews and an analysis plan in, a cost surface out.

use super::parameters::{Cells, GridSpec, Parameters};
use super::plan::{AnalysisPlan, Estimand};
use super::table::Table;
use super::trial::Trial;
use super::{export, posterior};
use crate::problem::{Outcome, Problem};
use crate::surface::CostSurface;
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, StandardNormal};
use rayon::prelude::*;
use std::ops::ControlFlow;

/// How far a fit has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub stage: &'static str,
    /// Steps of the stage that are done.
    pub done: usize,
    /// Steps of the stage.
    pub of: usize,
}

/// Tells how far a fit has come, and asks whether it is to go on.
pub(crate) struct Watch<'a>(pub(crate) &'a mut dyn FnMut(Progress) -> ControlFlow<()>);

impl Watch<'_> {
    pub(crate) fn say(&mut self, progress: Progress) -> Outcome<()> {
        match (self.0)(progress) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Problem::new("the fit was stopped before it was done")),
        }
    }
}

/// Fits C(d,m). The same reviews in any order, plan and seed give the same surface.
///
/// # Errors
/// Where there are too few reviews, a review holds an impossible value, no peak of the posterior can be found, the
/// result is not finite, or `progress` breaks.
pub fn fit(
    trials: &[Trial],
    plan: &AnalysisPlan,
    seed: u64,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Outcome<CostSurface> {
    let mut watch = Watch(progress);
    let table = Table::new(trials, plan)?;
    let posterior = posterior::sample(&table, &plan.priors, plan.draws as usize, seed, &mut watch)?;
    let cells = cells(&table, plan, seed, &posterior.draws, &mut watch)?;
    export::surface(&table, plan, seed, &posterior, &cells)
}

/// Every draw's grid.
fn cells(
    table: &Table,
    plan: &AnalysisPlan,
    seed: u64,
    draws: &[Parameters],
    watch: &mut Watch,
) -> Outcome<Vec<Cells>> {
    const AT_ONCE: usize = 100;
    let grid = GridSpec {
        support: table.support,
        delays: &table.delays,
        batch_sizes: &table.batch_sizes,
        time_limit_secs: table.time_limit_secs,
    };
    let mut cells = Vec::with_capacity(draws.len());
    for (chunk, some) in draws.chunks(AT_ONCE).enumerate() {
        watch.say(Progress { stage: "averaging", done: chunk * AT_ONCE, of: draws.len() })?;
        let of_chunk: Vec<Cells> = some
            .par_iter()
            .enumerate()
            .map(|(i, draw)| match plan.estimand {
                Estimand::ThesePeopleAndItems => draw.cells(&grid),
                Estimand::NewPersonAndItem => {
                    let stream = (chunk * AT_ONCE + i) as u64;
                    newcomer(draw, seed, stream).cells(&grid)
                }
            })
            .collect();
        cells.extend(of_chunk);
    }
    Ok(cells)
}

/// The same parameters with one person and one item that nobody has seen.
fn newcomer(draw: &Parameters, seed: u64, stream: u64) -> Parameters {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(stream + 1);
    let mut one = |sd: f64| {
        let z: f64 = StandardNormal.sample(&mut rng);
        vec![sd * z]
    };
    let mut draw = draw.clone();
    let spread = draw.spread;
    draw.effects.person_time = one(spread.person_time);
    draw.effects.item_time = one(spread.item_time);
    draw.effects.person_sensitivity = one(spread.person_sensitivity);
    draw.effects.person_criterion = one(spread.person_criterion);
    draw.effects.item_sensitivity = one(spread.item_sensitivity);
    if let Some(location) = &mut draw.location {
        location.people = one(location.person_sd);
        location.items = one(location.item_sd);
    }
    draw
}
