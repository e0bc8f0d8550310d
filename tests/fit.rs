//! A known surface, recovered: reviews drawn from the model itself, fitted, compared with the truth behind them.

#![allow(clippy::unwrap_used)] // a test's helpers may

use std::ops::ControlFlow;
use tightloop::stats::generate::{Design, reviews, truth};
use tightloop::stats::parameters::{GridSpec, Parameters};
use tightloop::stats::{self, AnalysisPlan, Trial};
use tightloop::surface::{CostSurface, Matrix};

fn design(people: usize, trials_each: usize) -> Design {
    Design {
        people,
        trials_each,
        items: 8,
        delays: vec![0.0, 120.0, 600.0],
        batch_sizes: vec![1.0, 4.0, 16.0],
        time_limit_secs: 900.0,
    }
}

fn plan() -> AnalysisPlan {
    let mut plan = AnalysisPlan::default().unwrap();
    plan.time_limit_secs = Some(900.0);
    plan.models.truncate(1);
    plan.sampler.draws = 250;
    plan
}

fn fit(trials: &[Trial], plan: &AnalysisPlan, seed: u64) -> CostSurface {
    stats::fit(trials, plan, seed, &mut |_| ControlFlow::Continue(())).unwrap().surface
}

fn true_cost(design: &Design, truth: &Parameters, plan: &AnalysisPlan) -> Matrix {
    let grid = GridSpec {
        support: design.support().unwrap(),
        delays: &design.delays,
        batch_sizes: &design.batch_sizes,
        time_limit_secs: design.time_limit_secs,
    };
    truth.cells(&grid).cost_secs(&plan.prices)
}

#[test]
fn a_known_surface_is_recovered_within_its_intervals() {
    let (design, plan) = (design(8, 36), plan());
    let (mut covered, mut cells, mut log_ratios) = (0, 0, 0.0);
    for seed in 0..8 {
        let truth = truth(&design, seed);
        let surface = fit(&reviews(&design, &truth, 100 + seed), &plan, 1);
        let exact = true_cost(&design, &truth, &plan);
        let cost = &surface.grid.cost_secs;
        assert_eq!(surface.grid.delay_secs, design.delays);
        assert_eq!(surface.grid.batch_size, design.batch_sizes);
        for (i, row) in exact.iter().enumerate() {
            for (j, exact) in row.iter().enumerate() {
                covered += usize::from((cost.q05[i][j]..=cost.q95[i][j]).contains(exact));
                cells += 1;
                log_ratios += (cost.q50[i][j] / exact).ln();
            }
        }
    }
    // 72 cells in 8 independent studies: a 90 % interval that covers 73 % or less of them is no such interval
    // (cells of one study move together, so that the standard error of the share is about .05).
    assert!(covered * 100 > cells * 73, "90 % intervals cover {covered} of {cells} cells");
    let bias = log_ratios / f64::from(cells as u32);
    assert!(bias.abs() < 0.08, "log C is off by {bias:.3} on average");
}

#[test]
fn the_order_of_rows_does_not_matter_and_the_seed_does() {
    let design = design(4, 18);
    let trials = reviews(&design, &truth(&design, 1), 2);
    let mut plan = plan();
    plan.sampler.draws = 100;
    let one = fit(&trials, &plan, 7);
    let mut turned = trials.clone();
    turned.reverse();
    turned.rotate_left(17);
    assert_eq!(one, fit(&turned, &plan, 7));
    assert_ne!(one.grid.cost_secs, fit(&trials, &plan, 8).grid.cost_secs);
}

#[test]
fn practice_and_excluded_reviews_change_nothing_but_the_count() {
    let design = design(4, 18);
    let trials = reviews(&design, &truth(&design, 1), 2);
    let mut plan = plan();
    plan.sampler.draws = 100;
    let mut more = trials.clone();
    for (index, trial) in trials.iter().take(6).enumerate() {
        let mut extra = trial.clone();
        extra.review_secs = 1.0;
        extra.trial = 100 + index as u32;
        (extra.practice, extra.excluded) = (index % 2 == 0, index % 2 == 1);
        more.push(extra);
    }
    let (kept, left_out) = stats::keep(&more, &plan);
    assert_eq!((kept.len(), left_out.practice, left_out.excluded), (trials.len(), 3, 3));
    assert_eq!(fit(&trials, &plan, 7), fit(&more, &plan, 7));
}

#[test]
fn a_study_of_one_delay_has_a_surface_of_one_row() {
    let mut design = design(4, 24);
    design.delays = vec![0.0];
    let surface = fit(&reviews(&design, &truth(&design, 1), 2), &plan(), 1);
    assert_eq!(surface.grid.delay_secs, [0.0]);
    assert!(!surface.model.params.contains_key("rise_delay") && !surface.model.params.contains_key("g_d"));
    assert!(surface.evaluate(0.0, 8.0, tightloop::surface::Clamp::No).is_ok());
}

#[test]
fn without_named_decisions_naming_is_left_out_of_the_cost() {
    let design = design(4, 24);
    let mut trials = reviews(&design, &truth(&design, 1), 2);
    trials.iter_mut().for_each(|trial| trial.said_index = None);
    let surface = fit(&trials, &plan(), 1);
    assert_eq!(surface.prices.misplaced_secs, 0.0);
    assert!(surface.grid.located.q05.iter().flatten().all(|share| *share == 1.0));
    assert!(!surface.model.params.contains_key("l0"));
}

#[test]
fn a_new_person_and_item_is_less_certain_than_these() {
    let design = design(6, 24);
    let trials = reviews(&design, &truth(&design, 1), 2);
    let mut plan = plan();
    let width = |surface: &CostSurface| {
        let cost = &surface.grid.cost_secs;
        (cost.q95[1][1] / cost.q05[1][1]).ln()
    };
    let these = fit(&trials, &plan, 1);
    plan.estimand = stats::plan::Estimand::NewPersonAndItem;
    let new = fit(&trials, &plan, 1);
    assert_eq!(new.estimand, "new_person_and_item");
    assert!(width(&new) > 1.3 * width(&these), "{} {}", width(&new), width(&these));
}

#[test]
fn what_cannot_be_fitted_is_said() {
    let design = design(4, 18);
    let trials = reviews(&design, &truth(&design, 1), 2);
    let said = |change: &dyn Fn(&mut Vec<Trial>)| {
        let mut trials = trials.clone();
        change(&mut trials);
        stats::fit(&trials, &plan(), 1, &mut |_| ControlFlow::Continue(())).unwrap_err().to_string()
    };
    assert_eq!(
        said(&|trials| trials.retain(|trial| !trial.planted)),
        "too few trials to fit: 0 with a planted error and 36 without one have a verdict, and 10 of each are needed; \
         collect more reviews, or check that practice and exclusions are marked as they should be"
    );
    assert_eq!(
        said(&|trials| trials.iter_mut().for_each(|trial| trial.batch_size = 4.0)),
        "too few trials to fit: every batch holds 4 decisions, and a surface needs two batch sizes"
    );
    assert!(said(&|trials| trials[0].review_secs = f64::NAN).starts_with("participant "));
    let stopped = stats::fit(&trials, &plan(), 1, &mut |_| ControlFlow::Break(())).unwrap_err();
    assert_eq!(stopped.to_string(), "the fit was stopped before it was done");
}

#[test]
fn data_from_the_model_itself_look_like_its_replications() {
    let design = design(6, 24);
    let trials = reviews(&design, &truth(&design, 1), 2);
    let fitted = stats::fit(&trials, &plan(), 1, &mut |_| ControlFlow::Continue(())).unwrap();
    let checks = fitted.checks;
    assert_eq!((checks.replications, checks.model.as_str()), (200, fitted.surface.model.id.as_str()));
    let (mut outside, mut by_chance) = (0.0, 0.0);
    for panel in &checks.panels {
        outside += panel.outside as f64;
        by_chance += panel.outside_by_chance;
        assert!(panel.probability > 0.002, "{panel:?}");
    }
    assert!(outside < by_chance + 4.0 * by_chance.sqrt(), "{outside} outside, {by_chance} by chance");
    let check = fitted.surface.isotonic_check.unwrap();
    assert_eq!((check.cell_means.len(), check.fitted[0].len()), (3, 3));
    let gap = checks.isotonic_gap.unwrap();
    assert_eq!(check.max_gap_se, Some(gap.observed));
    assert!(gap.probability > 0.005, "{gap:?}");
    let mut row = check.fitted[1].iter().map(|value| value.unwrap());
    let first = row.next().unwrap();
    row.try_fold(first, |before, value| (value >= before).then_some(value)).expect("it does not fall");
}
