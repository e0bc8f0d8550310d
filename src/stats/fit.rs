//! The fit: reviews and an analysis plan in, a cost surface out.

use super::chains::Chains;
use super::checks::{self, Placed, PosteriorChecks};
use super::export::{Evidence, Kind};
use super::model::kind::ModelKind;
use super::parameters::{Cells, GridSpec, Parameters, Spread};
use super::plan::{AnalysisPlan, Estimand};
use super::population::Earlier;
use super::table::Table;
use super::trial::Trial;
use super::{export, leaving_out, posterior, prior_draws, rivals};
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
    /// Divergent draws so far.
    pub divergences: usize,
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

/// What a fit gives.
#[derive(Debug)]
pub struct Fit {
    /// C(d,m).
    pub surface: CostSurface,
    /// The draws of the model behind it.
    pub chains: Chains,
    /// What was observed beside what the model of record would have it be; only of a fit that was sampled.
    pub checks: Option<PosteriorChecks>,
}

/// Fits C(d,m): samples every model of the plan, lets leave-one-out choose, and averages over people and items. The same
/// reviews in any order, plan and seed give the same surface.
///
/// # Errors
/// Where there are too few reviews, a review holds an impossible value, no peak of the posterior can be found, the
/// result is not finite, or `progress` breaks.
pub fn fit(
    trials: &[Trial],
    plan: &AnalysisPlan,
    seed: u64,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Outcome<Fit> {
    fit_leaning(trials, plan, None, seed, &mut Watch(progress))
}

/// As [`fit`], for a team: its priors lean on an earlier study; how much, and whether the two contradict one another,
/// is told in the surface ([`super::population`]). The earlier study's model is fitted, with and without.
///
/// # Errors
/// As [`fit`], and where the two have no delay or batch size in common, the plan does not name the earlier study's model,
/// or the earlier people were SIMULATED and these are not.
pub fn fit_team(
    trials: &[Trial],
    plan: &AnalysisPlan,
    earlier: &Earlier,
    seed: u64,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Outcome<Fit> {
    let one = earlier.plan_for(trials, plan)?;
    let mut watch = Watch(progress);
    let alone = fit_leaning(trials, &one, None, seed, &mut watch)?;
    let mut with = fit_leaning(trials, &one, Some(earlier), seed, &mut watch)?;
    earlier.tell(&mut with.surface, &alone.surface)?;
    Ok(with)
}

fn fit_leaning(
    trials: &[Trial],
    plan: &AnalysisPlan,
    earlier: Option<&Earlier>,
    seed: u64,
    watch: &mut Watch,
) -> Outcome<Fit> {
    let table = Table::new(trials, plan)?;
    let mut posteriors = Vec::with_capacity(plan.models.len());
    let mut predictions = Vec::with_capacity(plan.models.len());
    for kind in &plan.models {
        let (posterior, peak) = posterior::sample(&table, plan, *kind, earlier, seed, watch)?;
        predictions.push(leaving_out::predicts(&posterior, &peak, &table, plan, seed, watch)?);
        posteriors.push(posterior);
    }
    let contest = rivals::contest(&predictions)?;
    let unconstrained = posteriors
        .iter()
        .find(|posterior| posterior.model.kind == ModelKind::Unconstrained)
        .map(|posterior| rivals::unconstrained(posterior, &table.support, contest.falls));
    let posterior = posteriors.swap_remove(contest.record);
    let cells = cells(&table, plan, seed, &posterior.draws, watch)?;
    watch.say(Progress { stage: "checking", done: 0, of: 1, divergences: 0 })?;
    let placed = Placed::new(&table, posterior.tau_secs());
    let kind = posterior.model.kind.id();
    let checks = checks::posterior_checks(&table, &placed, kind, &posterior.draws, seed)?;
    let evidence = Evidence {
        rivals: contest.rivals(&predictions),
        chosen_because: contest.because,
        unconstrained,
        pareto_k_max: predictions[contest.record].by_review.pareto_k_max,
        elpd_loo: Some(predictions[contest.record].by_review.elpd),
        isotonic_check: Some(checks::isotonic_check(&placed, &checks::observed(&table))?),
    };
    let surface = export::surface(Kind::Sampled, &table, plan, seed, &posterior, &cells, evidence)?;
    Ok(Fit { surface, chains: Chains::of(&posterior), checks: Some(checks) })
}

/// The penalised fit of the plan's first model, with intervals from the normal approximation around its peak: for more
/// reviews than can be sampled. A surface of the kind `laplace`.
///
/// # Errors
/// As [`fit`].
pub fn fit_penalised(
    trials: &[Trial],
    plan: &AnalysisPlan,
    seed: u64,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Outcome<Fit> {
    let mut watch = Watch(progress);
    let table = Table::new(trials, plan)?;
    let posterior = posterior::approximate(&table, plan, seed, &mut watch)?;
    let cells = cells(&table, plan, seed, &posterior.draws, &mut watch)?;
    let none = Evidence::default();
    let surface = export::surface(Kind::Penalised, &table, plan, seed, &posterior, &cells, none)?;
    Ok(Fit { surface, chains: Chains::of(&posterior), checks: None })
}

/// The prior's C(d,m) for the people, items and cells of `trials`, whose outcomes are not looked at: a surface of the
/// kind `prior`. If it holds absurd costs, the plan does.
///
/// # Errors
/// As [`fit`], but for the sampling.
pub fn prior_only(trials: &[Trial], plan: &AnalysisPlan, seed: u64) -> Outcome<Fit> {
    let table = Table::new(trials, plan)?;
    let prior = prior_draws::sample(&table, plan, seed);
    let cells = cells(&table, plan, seed, &prior.draws, &mut Watch(&mut |_| ControlFlow::Continue(())))?;
    let surface = export::surface(Kind::Prior, &table, plan, seed, &prior, &cells, Evidence::default())?;
    Ok(Fit { surface, chains: Chains::of(&prior), checks: None })
}

/// Every draw's grid.
pub(super) fn cells(
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
        watch.say(Progress { stage: "averaging", done: chunk * AT_ONCE, of: draws.len(), divergences: 0 })?;
        let of_chunk: Vec<Cells> = some
            .par_iter()
            .enumerate()
            .map(|(i, draw)| draws_cells(draw, plan.estimand, &grid, seed, (chunk * AT_ONCE + i) as u64))
            .collect();
        cells.extend(of_chunk);
    }
    Ok(cells)
}

/// One draw's grid; `number` is its place among the draws.
pub(super) fn draws_cells(
    draw: &Parameters,
    estimand: Estimand,
    grid: &GridSpec,
    seed: u64,
    number: u64,
) -> Cells {
    match estimand {
        Estimand::ThesePeopleAndItems => draw.cells(grid),
        Estimand::NewPersonAndItem => newcomer(draw, seed, number).cells(grid),
    }
}

/// The same parameters with one person and one item that nobody has seen.
fn newcomer(draw: &Parameters, seed: u64, stream: u64) -> Parameters {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(stream + 1);
    let mut unit = || -> f64 { StandardNormal.sample(&mut rng) };
    let mut draw = draw.clone();
    let Spread { person_correlation, item_correlation, .. } = draw.spread;
    let spread = draw.spread;
    let mut pair = |sds: [f64; 2], correlation: f64| {
        let (first, second) = (unit(), unit());
        let together = correlation * first + (1.0 - correlation * correlation).max(0.0).sqrt() * second;
        [vec![sds[0] * first], vec![sds[1] * together]]
    };
    [draw.effects.person_time, draw.effects.person_sensitivity] =
        pair([spread.person_time, spread.person_sensitivity], person_correlation);
    [draw.effects.item_time, draw.effects.item_sensitivity] =
        pair([spread.item_time, spread.item_sensitivity], item_correlation);
    [draw.effects.person_slope, draw.effects.person_criterion] =
        pair([spread.person_slope, spread.person_criterion], 0.0);
    for naming in [&mut draw.location, &mut draw.reach].into_iter().flatten() {
        [naming.people, naming.items] = pair([naming.person_sd, naming.item_sd], 0.0);
    }
    draw
}
