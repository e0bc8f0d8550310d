//! A model that is right passes; one that is wrong is found out where it is wrong.

use super::*;
use crate::stats::generate::{Design, reviews, truth};
use crate::stats::plan::AnalysisPlan;

fn design() -> Design {
    Design {
        people: 8,
        trials_each: 40,
        items: 6,
        delays: vec![0.0, 60.0, 600.0],
        batch_sizes: vec![1.0, 4.0, 12.0],
        time_limit_secs: 300.0,
    }
}

fn table(truth: &Parameters, seed: u64) -> Table {
    let plan = AnalysisPlan { time_limit_secs: Some(300.0), ..AnalysisPlan::default().unwrap() };
    Table::new(&reviews(&design(), truth, seed), &plan).unwrap()
}

/// The data of `truth` held against what `believed` predicts.
fn check(truth: &Parameters, believed: &Parameters, seed: u64) -> PosteriorChecks {
    let table = table(truth, seed);
    let placed = Placed::new(&table, 60.0);
    posterior_checks(&table, &placed, "test", &vec![believed.clone(); 200], seed).unwrap()
}

fn of(checks: &PosteriorChecks, statistic: Statistic) -> &Panel {
    checks.panels.iter().find(|panel| panel.statistic == statistic).unwrap()
}

#[test]
fn a_model_that_is_right_has_as_many_cells_outside_as_chance() {
    let (mut outside, mut by_chance, mut cells) = (0, 0.0, 0);
    for seed in 0..20 {
        let truth = truth(&design(), seed);
        for panel in check(&truth, &truth, 50 + seed).panels {
            (outside, by_chance) = (outside + panel.outside, by_chance + panel.outside_by_chance);
            cells += panel.cells.len();
        }
    }
    // A count with mean λ has a standard error of about √λ.
    // 4 panels of 9 cells; 8 with hits and 8 with false alarms, the generator's order being what it is; 8 stretches.
    assert_eq!(cells, 20 * 60);
    assert!((outside as f64 - by_chance).abs() < 4.0 * by_chance.sqrt(), "{outside} {by_chance}");
    assert!(by_chance < 0.1 * cells as f64 + 1.0 && by_chance > 0.03 * cells as f64, "{by_chance}");
}

#[test]
fn a_wrong_scatter_shows_in_the_quantiles_but_not_in_the_median() {
    let truth = truth(&design(), 3);
    let believed = Parameters { sigma: 1.8 * truth.sigma, ..truth.clone() };
    let checks = check(&truth, &believed, 4);
    assert!(of(&checks, Statistic::TimeQ10).outside >= 5, "{:?}", of(&checks, Statistic::TimeQ10));
    assert!(of(&checks, Statistic::TimeQ10).probability < 0.01);
    assert!(of(&checks, Statistic::TimeQ50).outside <= 3);
    assert!(of(&checks, Statistic::Hits).outside <= 3);
}

#[test]
fn a_wrong_criterion_shows_in_hits_and_false_alarms() {
    let truth = truth(&design(), 5);
    let believed = Parameters { criterion: truth.criterion - 0.8, ..truth.clone() };
    let checks = check(&truth, &believed, 6);
    assert!(of(&checks, Statistic::FalseAlarms).outside >= 5);
    assert!(of(&checks, Statistic::Hits).probability < 0.05);
    assert!(of(&checks, Statistic::TimeQ50).outside <= 3);
}

#[test]
fn practice_that_the_model_has_not_shows_along_the_ranks() {
    let truth = truth(&design(), 7);
    let believed = Parameters { practice_log: 0.0, practice_linear: 0.0, ..truth.clone() };
    let practised = Parameters { practice_log: -0.5, ..truth };
    let practice = check(&practised, &believed, 8);
    let practice = of(&practice, Statistic::Practice);
    assert_eq!(practice.cells.len(), 8);
    assert_eq!(practice.cells[0].ranks, Some([1.0, 5.0]));
    assert!(practice.cells[0].outside && practice.cells[0].observed > practice.cells[0].q95);
}

#[test]
fn times_that_fall_with_the_delay_leave_a_gap_that_a_rising_model_does_not_make() {
    let truth = truth(&design(), 9);
    let mut table = table(&truth, 10);
    for review in &mut table.reviews {
        review.secs /= 1.0 + (review.delay_secs / 60.0).ln_1p();
    }
    let placed = Placed::new(&table, 60.0);
    let checks = posterior_checks(&table, &placed, "test", &vec![truth.clone(); 200], 1).unwrap();
    assert!(checks.isotonic_gap.unwrap().probability < 0.01, "{:?}", checks.isotonic_gap);
    let fair = check(&truth, &truth, 11).isotonic_gap.unwrap();
    assert!(fair.probability > 0.01 && fair.q50 < fair.q95, "{fair:?}");
}

#[test]
fn the_same_seed_gives_the_same_checks_and_json_brings_them_back() {
    let truth = truth(&design(), 1);
    let checks = check(&truth, &truth, 2);
    assert_eq!(checks, check(&truth, &truth, 2));
    let text = serde_json::to_string(&checks).unwrap();
    assert!(text.contains("\"time_q10\"") && text.contains("\"false_alarms\""));
    assert_eq!(serde_json::from_str::<PosteriorChecks>(&text).unwrap(), checks);
}
