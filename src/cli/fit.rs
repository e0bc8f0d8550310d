//! `fit`.

use super::draws::DrawsArgs;
use crate::problem::Outcome;
use crate::stats::{self, AnalysisPlan, LeftOut, Progress, Trial};
use crate::surface::CostSurface;
use crate::whole_file;
use indicatif::{ProgressBar, ProgressStyle};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

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
    let fitted = with_draws(&trials, &plan, args.seed.unwrap_or(plan.seed))
        .map_err(|problem| if problem.file.is_none() { problem.in_file(&args.source) } else { problem })?;
    args.draws.write(&fitted)?;
    let surface = fitted.surface;
    whole_file::write_surface(&args.out, &surface)?;
    describe(&surface, &trials, &plan, left_out, &args.out);
    if args.json { super::say_json(&surface) } else { Ok(()) }
}

/// Fits with a progress bar on standard error (none where that is no terminal).
pub(super) fn fit(trials: &[Trial], plan: &AnalysisPlan, seed: u64) -> Outcome<CostSurface> {
    with_draws(trials, plan, seed).map(|fit| fit.surface)
}

/// As [`fit`], with the sampler's draws.
fn with_draws(trials: &[Trial], plan: &AnalysisPlan, seed: u64) -> Outcome<stats::Fit> {
    let bar = ProgressBar::new(1);
    if let Ok(style) = ProgressStyle::with_template("{msg:10} {bar:40} {pos}/{len}") {
        bar.set_style(style);
    }
    let outcome = stats::fit(trials, plan, seed, &mut |Progress { stage, done, of, .. }| {
        bar.set_message(stage);
        bar.set_length(of as u64);
        bar.set_position(done as u64);
        ControlFlow::Continue(())
    });
    bar.finish_and_clear();
    outcome
}

/// What a reader must know before using the surface.
fn describe(surface: &CostSurface, trials: &[Trial], plan: &AnalysisPlan, left_out: LeftOut, out: &Path) {
    let from = &surface.provenance;
    for problem in &surface.diagnostics.problems {
        eprintln!("DO NOT TRUST THIS FIT YET: {problem}");
    }
    if surface.simulated {
        eprintln!("SIMULATED: the participants behind this surface are not people");
    }
    eprintln!(
        "fit: {} (NUTS, {} chains of {} draws); {} trials of {} participants on {} scenarios",
        surface.model.id,
        surface.diagnostics.chains.unwrap_or_default(),
        surface.diagnostics.draws_per_chain.unwrap_or_default(),
        from.trials,
        from.participants,
        from.scenarios
    );
    eprintln!("this model because {}", surface.model.chosen_because);
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
    eprintln!("wrote {}", out.display());
}
