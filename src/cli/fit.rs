//! `fit`.

use super::draws::DrawsArgs;
use super::interrupt::Listening;
use crate::problem::{Outcome, Problem};
use crate::stats::checks::PosteriorChecks;
use crate::stats::pace::Pace;
use crate::stats::{self, AnalysisPlan, Fit, LeftOut, Progress, Trial};
use crate::surface::{CostSurface, Rival};
use crate::whole_file;
use indicatif::{ProgressBar, ProgressStyle};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Arguments.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A study's folder, or a trials.csv of any lab.
    #[arg(value_name = "STUDY|trials.csv")]
    source: PathBuf,
    /// The analysis plan; the built-in analysis/default.ron unless another is named.
    #[arg(long, value_name = "FILE")]
    plan: Option<PathBuf>,
    /// Where the cost surface goes.
    #[arg(long, value_name = "FILE", default_value = "cost-surface.json")]
    out: PathBuf,
    /// A published cost surface to lean on: for one team's small sample.
    #[arg(long, value_name = "population.json", conflicts_with = "prior_only")]
    prior: Option<PathBuf>,
    /// The penalised fit instead of sampling: approximate, for reviews by the hundred thousand.
    #[arg(long, conflicts_with_all = ["prior", "prior_only"])]
    penalised: bool,
    /// What the plan's priors alone say of C for these people, items and cells; outcomes are not looked at.
    #[arg(long)]
    prior_only: bool,
    /// Writes the posterior predictive checks too: what was observed beside what the model would have it be.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["penalised", "prior_only"])]
    checks: Option<PathBuf>,
    /// Prints the cost surface too.
    #[arg(long)]
    json: bool,
    /// Seed of every draw; the analysis plan's unless another is given.
    #[arg(long)]
    seed: Option<u64>,
    #[command(flatten)]
    draws: DrawsArgs,
}

pub(crate) fn run(_context: &super::Context, args: Args) -> Outcome<()> {
    let mut plan = super::source::analysis_plan(args.plan.as_deref())?;
    let trials = super::source::load(&args.source, &mut plan)?.trials;
    let (_, left_out) = stats::keep(&trials, &plan);
    let seed = args.seed.unwrap_or(plan.seed);
    // Sampling may take minutes: what keeps its result from being written is said before.
    whole_file::can_write(&args.out, "the cost surface")?;
    args.checks.as_deref().map_or(Ok(()), |path| whole_file::can_write(path, "the checks"))?;
    args.draws.check(&args.out)?;
    let earlier = args.prior.as_deref().map(super::cost::load_earlier).transpose()?;
    let fitted = match (&earlier, args.prior_only, args.penalised) {
        // Alone and leaning.
        (Some(earlier), ..) => {
            with_bar(Pace::new(plan.sampler, 2), |tell| stats::fit_team(&trials, &plan, earlier, seed, tell))
        }
        (None, true, _) => stats::prior_only(&trials, &plan, seed),
        (None, false, true) => {
            with_bar(Pace::new(plan.sampler, 0), |tell| stats::fit_penalised(&trials, &plan, seed, tell))
        }
        (None, false, false) => fit(&trials, &plan, seed),
    };
    let fitted = fitted
        .map_err(|problem| if problem.file.is_none() { problem.in_file(&args.source) } else { problem })?;
    let draws = args.draws.write(&fitted, &args.out)?;
    let Fit { surface, checks, .. } = fitted;
    whole_file::write_surface(&args.out, &surface)?;
    describe(&surface, &trials, &plan, left_out);
    if let Some(checks) = &checks {
        describe_checks(checks);
    }
    eprintln!("wrote {}", args.out.display());
    if let Some(dir) = draws {
        eprintln!("wrote the draws to {}", dir.display());
    }
    if let (Some(path), Some(checks)) = (&args.checks, &checks) {
        write_checks(path, checks)?;
        eprintln!("wrote {}", path.display());
    }
    if args.json { super::say_json(&surface) } else { Ok(()) }
}

/// Fits with a progress bar on standard error (none where that is no terminal). Nothing is written while it runs: where
/// it is interrupted, what was there before is still there.
pub(super) fn fit(trials: &[Trial], plan: &AnalysisPlan, seed: u64) -> Outcome<Fit> {
    let pace = Pace::new(plan.sampler, plan.models.len());
    with_bar(pace, |tell| stats::fit(trials, plan, seed, tell))
}

/// A fit that tells how far it has come.
fn with_bar(
    mut pace: Pace,
    fit: impl FnOnce(&mut dyn FnMut(Progress) -> ControlFlow<()>) -> Outcome<Fit>,
) -> Outcome<Fit> {
    let listening = Listening::begin();
    let bar = ProgressBar::new(1);
    if let Ok(style) = ProgressStyle::with_template("{msg:24!} {bar:30} {prefix}") {
        bar.set_style(style);
    }
    let outcome = fit(&mut |progress| {
        let said = pace.at(progress, Instant::now());
        bar.set_length(1_000);
        bar.set_position((1_000.0 * said.share) as u64);
        bar.set_message(said.stage);
        bar.set_prefix(said.detail);
        if listening.pressed() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    bar.finish_and_clear();
    if listening.pressed() {
        return Err(Problem::new("the fit was interrupted; nothing was written"));
    }
    outcome
}

/// Writes checks for `report --checks`.
pub(super) fn write_checks(path: &Path, checks: &PosteriorChecks) -> Outcome<()> {
    let text = serde_json::to_string_pretty(checks)
        .map_err(|error| Problem::new(format!("cannot write the checks as JSON: {error}")))?;
    whole_file::write(path, text.as_bytes(), "the checks")
}

/// Panels in which more cells lie outside their band than chance explains.
fn describe_checks(checks: &PosteriorChecks) {
    for panel in checks.panels.iter().filter(|panel| panel.probability < 0.05 && panel.outside > 0) {
        eprintln!(
            "the model misses something: {}, {} of {} cells outside their 90 % band, {:.1} by chance",
            panel.statistic.name(),
            panel.outside,
            panel.cells.len(),
            panel.outside_by_chance
        );
    }
}

/// What a reader must know before using the surface.
fn describe(surface: &CostSurface, trials: &[Trial], plan: &AnalysisPlan, left_out: LeftOut) {
    let from = &surface.provenance;
    for problem in &surface.diagnostics.problems {
        eprintln!("CHECK FAILED: {problem}");
    }
    if surface.simulated {
        eprintln!("SIMULATED: the participants behind this surface are not people");
    }
    let how = match surface.model.kind.as_str() {
        "laplace" => "penalised: a normal approximation around the peak".to_owned(),
        "prior" => "the prior alone: outcomes were not looked at".to_owned(),
        _ => format!(
            "NUTS, {} chains of {} draws",
            surface.diagnostics.chains.unwrap_or_default(),
            surface.diagnostics.draws_per_chain.unwrap_or_default()
        ),
    };
    eprintln!(
        "fit: {} ({how}); {} trials of {} participants on {} scenarios",
        surface.model.id, from.trials, from.participants, from.scenarios
    );
    if let Some(population) = &surface.population {
        let weights = population.weight.iter().flatten();
        let mean = weights.clone().sum::<f64>() / weights.count().max(1) as f64;
        eprintln!("{:.0} % of what is known of C rests on the earlier study, on average", 100.0 * mean);
        eprintln!("{}", population.conflict.text);
    }
    if !surface.model.chosen_because.is_empty() {
        eprintln!("this model because {}", surface.model.chosen_because);
    }
    for remark in surface.rivals.iter().filter_map(Rival::remark) {
        eprintln!("leave-one-out, {remark}");
    }
    let LeftOut { practice, excluded, too_fast } = left_out;
    if practice + excluded + too_fast > 0 {
        eprintln!("left out: {practice} practice, {excluded} excluded, {too_fast} too fast");
    }
    let prices = surface.prices;
    eprintln!(
        "prices (person-seconds): miss {}, misplaced {}, false alarm {}; time limit {} s{}",
        prices.miss_secs,
        prices.misplaced_secs,
        prices.false_alarm_secs,
        surface.time_limit_secs,
        if plan.time_limit_secs.is_none() && !trials.iter().any(|trial| trial.timed_out) {
            " (the longest review: none timed out, and no limit is stated)"
        } else {
            ""
        }
    );
    if surface.grid.delay_secs.len() < 2 {
        eprintln!("the delay did not vary: the surface holds at {} s alone", surface.support.delay_secs[0]);
    }
    if trials.iter().all(|trial| trial.located().is_none()) {
        eprintln!("no error_index and said_index: naming the wrong decision is not part of C here");
    }
    if !surface.model.prior_driven.is_empty() {
        eprintln!("driven by their priors: {}", surface.model.prior_driven.join(", "));
    }
    if surface.monotone.share_violating > 0.0 {
        eprintln!(
            "C dipped in {:.1} % of draws: {}",
            100.0 * surface.monotone.share_violating,
            surface.monotone.mended
        );
    }
    if let Some(rival) = &surface.unconstrained {
        for edge in &rival.edges {
            eprintln!(
                "P(slope < 0) of log time, {}: {:.3}; slope {:.3} ({:.3} to {:.3})",
                edge.edge, edge.probability_negative, edge.slope.q50, edge.slope.q05, edge.slope.q95
            );
        }
        if rival.preferred {
            eprintln!(
                "THE DATA PREFER A SURFACE THAT FALLS: the model without the constraint predicts clearly better"
            );
        }
    }
}
