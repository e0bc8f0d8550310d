//! A known surface, recovered: reviews drawn from the model itself, fitted, compared with the truth behind them.

#![allow(clippy::unwrap_used)] // a test's helpers may

use std::ops::ControlFlow;
use tightloop::stats::checks::PosteriorChecks;
use tightloop::stats::generate::{Design, reviews, truth};
use tightloop::stats::model::kind::ModelKind;
use tightloop::stats::parameters::{GridSpec, Parameters, Shape};
use tightloop::stats::population::Earlier;
use tightloop::stats::{self, AnalysisPlan, Fit, Said, Trial};
use tightloop::surface::{CostSurface, Diagnostics, Matrix};

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

/// A surface whose every number is one, as the schema asks; what it could not learn is named. What is no number would
/// stand as null in the checks.
fn learns_little(trials: &[Trial], prior_driven: &[&str]) {
    let Fit { surface, checks, .. } =
        stats::fit(trials, &plan(), 1, &mut |_| ControlFlow::Continue(())).unwrap();
    surface.validate().unwrap();
    let schema = serde_json::from_str(include_str!("../analysis/cost-surface.schema.json")).unwrap();
    let schema = jsonschema::draft202012::new(&schema).unwrap();
    let errors: Vec<String> = schema
        .iter_errors(&serde_json::to_value(&surface).unwrap())
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert_eq!(errors, Vec::<String>::new());
    let again: CostSurface = serde_json::from_str(&serde_json::to_string(&surface).unwrap()).unwrap();
    assert_eq!(again, surface, "what is written is what was found");
    let checks = checks.unwrap();
    let again: PosteriorChecks = serde_json::from_str(&serde_json::to_string(&checks).unwrap()).unwrap();
    assert_eq!(again, checks);
    for name in prior_driven {
        assert!(
            surface.model.prior_driven.iter().any(|other| other == name),
            "{name} is driven by its prior"
        );
    }
}

#[test]
fn poor_data_give_a_fit_that_says_what_it_could_not_learn() {
    let design = design(4, 24);
    let trials = reviews(&design, &truth(&design, 1), 2);
    let changed = |change: &dyn Fn(&mut Trial)| {
        let mut trials = trials.clone();
        trials.iter_mut().for_each(change);
        trials
    };
    // One participant; one item.
    let alone = changed(&|trial| {
        trial.trial += 24 * trial.participant[1..].parse::<u32>().unwrap();
        trial.participant = "S001".to_owned();
    });
    learns_little(&alone, &["sd_person_time", "sd_person_sensitivity"]);
    learns_little(
        &changed(&|trial| trial.scenario = "only".to_owned()),
        &["sd_item_time", "sd_item_sensitivity"],
    );
    // Every verdict right, every verdict wrong, everything rejected: separated, and the priors keep it finite.
    let right = |trial: &mut Trial| {
        trial.verdict = Some(if trial.planted { Said::Reject } else { Said::Accept });
        trial.said_index = trial.error_index;
        trial.timed_out = false;
    };
    learns_little(&changed(&right), &["g_d", "sd_person_location"]);
    learns_little(
        &changed(&|trial| {
            right(trial);
            trial.verdict =
                trial.verdict.map(|said| if said == Said::Reject { Said::Accept } else { Said::Reject });
            trial.said_index = None;
        }),
        &["g_d"],
    );
    learns_little(
        &changed(&|trial| {
            right(trial);
            trial.verdict = Some(Said::Reject);
        }),
        &["g_d"],
    );
}

#[test]
fn where_every_review_ran_out_of_time_nothing_is_fitted() {
    let design = design(4, 24);
    let mut trials = reviews(&design, &truth(&design, 1), 2);
    for trial in &mut trials {
        (trial.verdict, trial.said_index, trial.timed_out, trial.review_secs) = (None, None, true, 900.0);
    }
    let said = stats::fit(&trials, &plan(), 1, &mut |_| ControlFlow::Continue(())).unwrap_err().to_string();
    assert!(said.starts_with("too few trials to fit: 0 with a planted error and 0 without one"), "{said}");
}

#[test]
fn the_penalised_fit_is_close_to_the_sampled_one() {
    let design = design(12, 36);
    let trials = reviews(&design, &truth(&design, 1), 2);
    let sampled = fit(&trials, &plan(), 1);
    let surface =
        stats::fit_penalised(&trials, &plan(), 1, &mut |_| ControlFlow::Continue(())).unwrap().surface;
    assert_eq!(surface.model.kind, "laplace");
    assert_eq!(surface.diagnostics, Diagnostics::default(), "nothing was sampled that could be diagnosed");
    for (ours, theirs) in surface.grid.cost_secs.mean.iter().zip(&sampled.grid.cost_secs.mean) {
        for (ours, theirs) in ours.iter().zip(theirs) {
            assert!((ours / theirs).ln().abs() < 0.15, "{ours} {theirs}");
        }
    }
}

#[test]
fn priors_alone_do_not_look_at_outcomes() {
    let design = design(4, 24);
    let trials = reviews(&design, &truth(&design, 1), 2);
    let mut others = trials.clone();
    for trial in &mut others {
        trial.review_secs *= 0.5;
    }
    let prior = |trials: &[Trial]| stats::prior_only(trials, &plan(), 1).unwrap().surface;
    assert_eq!(prior(&trials).grid, prior(&others).grid);
    let surface = prior(&trials);
    assert_eq!(surface.model.kind, "prior");
    assert_eq!(surface.diagnostics, Diagnostics::default(), "nothing was sampled that could be diagnosed");
    assert!(surface.model.params.keys().eq(&surface.model.prior_driven));
}

#[test]
fn a_team_leans_on_an_earlier_study_and_says_how_much() {
    let many = design(16, 36);
    let population = fit(&reviews(&many, &truth(&many, 1), 2), &plan(), 1);
    let earlier = Earlier::new(population.clone(), b"its file").unwrap();
    let few = design(3, 18);
    let team = |truth: &Parameters| {
        let trials = reviews(&few, truth, 9);
        let leaning = stats::fit_team(&trials, &plan(), &earlier, 1, &mut |_| ControlFlow::Continue(()))
            .unwrap()
            .surface;
        (fit(&trials, &plan(), 1), leaning)
    };
    let (alone, leaning) = team(&truth(&few, 3));
    let told = leaning.population.clone().unwrap();
    assert_eq!(told.source_blake3, blake3::hash(b"its file").to_hex().to_string());
    assert!(told.weight.iter().flatten().all(|weight| (0.0..=1.0).contains(weight)));
    assert!(
        told.weight.iter().flatten().sum::<f64>() > 0.0,
        "an earlier study of 16 people weighs something"
    );
    assert!(!told.conflict.flagged, "{}", told.conflict.text);
    let width = |surface: &CostSurface| {
        let cost = &surface.grid.cost_secs;
        cost.q95
            .iter()
            .flatten()
            .zip(cost.q05.iter().flatten())
            .map(|(q95, q05)| (q95 / q05).ln())
            .sum::<f64>()
    };
    assert!(width(&leaning) < width(&alone), "leaning on more is to be surer");
    // People who take a fifth of the time contradict it.
    let mut slow = truth(&few, 3);
    if let Shape::Corners { level, .. } = &mut slow.shape {
        *level -= 5f64.ln();
    }
    let (_, leaning) = team(&slow);
    let conflict = leaning.population.unwrap().conflict;
    assert!(conflict.flagged && conflict.text.contains("contradict"), "{}", conflict.text);
    // People who are none are nothing to lean on for people, nor is another model's population.
    let leaning = |trials: &[Trial], plan: &AnalysisPlan, earlier: &Earlier| {
        stats::fit_team(trials, plan, earlier, 1, &mut |_| ControlFlow::Continue(()))
    };
    let simulated = reviews(&few, &truth(&few, 3), 9);
    let mut real = simulated.clone();
    real.iter_mut().for_each(|trial| trial.simulated = false);
    let said = leaning(&real, &plan(), &earlier).unwrap_err().to_string();
    assert!(said.contains("SIMULATED, and those of these reviews were not"), "{said}");
    let mut other = plan();
    other.models = vec![ModelKind::StudentT];
    let said = leaning(&simulated, &other, &earlier).unwrap_err().to_string();
    assert!(said.contains("corner-lognormal-sdt, which the analysis plan does not name"), "{said}");
    // What the population's own fit failed at is told with what leans on it.
    let mut failed = population.clone();
    failed.diagnostics.problems = vec!["3 divergent transitions.".to_owned()];
    let surface = leaning(&simulated, &plan(), &Earlier::new(failed, b"").unwrap()).unwrap().surface;
    assert!(
        surface
            .diagnostics
            .problems
            .contains(&"The earlier study's own fit: 3 divergent transitions.".to_owned())
    );
    // What no data stand behind is nothing to lean on.
    let mut prior = population;
    prior.model.kind = "prior".to_owned();
    assert!(Earlier::new(prior.clone(), b"").unwrap_err().to_string().contains("no population"));
    prior.model.kind = "nuts".to_owned();
    prior.draws.names.retain(|name| !name.starts_with("param:"));
    assert!(Earlier::new(prior, b"").unwrap_err().to_string().contains("another version"));
}

#[test]
fn data_from_the_model_itself_look_like_its_replications() {
    let design = design(6, 24);
    let trials = reviews(&design, &truth(&design, 1), 2);
    let fitted = stats::fit(&trials, &plan(), 1, &mut |_| ControlFlow::Continue(())).unwrap();
    let checks = fitted.checks.unwrap();
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

#[test]
fn each_models_own_surface_is_that_of_a_fit() {
    let design = design(4, 18);
    let trials = reviews(&design, &truth(&design, 1), 2);
    let mut plan = plan();
    plan.sampler.draws = 100;
    let mut on = |_| ControlFlow::Continue(());
    let alone = stats::fit_each(&trials, &plan, 7, &mut on).unwrap();
    assert_eq!((alone.surfaces.len(), alone.chosen), (1, 0));
    let whole = stats::fit(&trials, &plan, 7, &mut on).unwrap().surface;
    assert_eq!((&alone.surfaces[0].grid, &alone.surfaces[0].draws), (&whole.grid, &whole.draws));
    plan.models = vec![ModelKind::Corner, ModelKind::StudentT];
    let each = stats::fit_each(&trials, &plan, 7, &mut on).unwrap();
    let whole = stats::fit(&trials, &plan, 7, &mut on).unwrap().surface;
    assert_eq!(each.surfaces.len(), 2);
    assert_eq!(each.surfaces[each.chosen].model.id, whole.model.id);
    assert_eq!(each.surfaces[each.chosen].grid, whole.grid);
    assert_eq!(each.surfaces[0].grid, alone.surfaces[0].grid);
}
