//! The decisions that follow from a surface.

use super::{full, surface};
use tightloop::surface::{AdviceError, Clamp, CostSurface, Criterion, Question, SurfaceError};

fn question(epsilon: f64) -> Question {
    Question::new(epsilon, 20.0)
}

/// κ(n) by hand where every draw says the same: the draws are overwritten with one known surface.
#[test]
fn advice_agrees_with_the_definition() {
    let mut surface = surface();
    let row: Vec<f64> = surface
        .draws
        .names
        .iter()
        .map(|name| match name.split('[').next().unwrap() {
            "cost_secs" => 400.0,
            "time_good_secs" => 100.0,
            "hit" => 0.8,
            "false_alarm" => 0.1,
            "located" => 0.5,
            _ => 60.0,
        })
        .collect();
    surface.draws.values = vec![row; 3];
    // The few draws of a test's fit may not satisfy its diagnostics.
    surface.diagnostics.problems.clear();
    let advice = surface.advise(&question(0.05)).unwrap();
    let kappa = |n: i32| {
        let good = 0.95f64.powi(n);
        let salvage: f64 = (1..=n).map(|j| f64::from(j - 1) * 0.05 * 0.95f64.powi(j - 1)).sum();
        let cost = good * (100.0 + surface.prices.false_alarm_secs * 0.1) + (1.0 - good) * 400.0;
        (cost / (good * 0.9 * f64::from(n) + 0.4 * salvage), cost)
    };
    let best = (1..=16).min_by(|a, b| kappa(*a).0.total_cmp(&kappa(*b).0)).unwrap();
    assert_eq!(advice.n_star.q50, f64::from(best));
    assert!((advice.cost_per_decision_secs.mean - kappa(best).0).abs() < 1e-9);
    assert!((advice.fan_out.mean - (1.0 + f64::from(best) * 20.0 / kappa(best).1)).abs() < 1e-9);
    assert_eq!(advice.regret_secs.q95, 0.0);
    assert!(advice.sentence.starts_with("SIMULATED: "), "{}", advice.sentence);
}

#[test]
fn at_the_break_even_both_ways_cost_the_same() {
    let surface = surface();
    let advice = surface.advise(&question(0.02)).unwrap();
    let pairs: Vec<(f64, f64)> = advice.break_even.iter().map(|pair| (pair.from, pair.to)).collect();
    assert_eq!(pairs, [(1.0, 4.0), (4.0, 16.0), (1.0, 16.0)]);
    let epsilon = advice.break_even[2].epsilon.expect("a break-even");
    // Below it, the best n is larger than above it.
    let n_star = |epsilon: f64| surface.advise(&question(epsilon)).unwrap().n_star.mean;
    assert!(n_star(epsilon * 0.05) > n_star((epsilon * 4.0).min(0.9)));
    assert!(advice.regret_secs.q05 >= 0.0 && advice.fan_out.q05 > 1.0);
}

#[test]
fn advice_that_cannot_be_given_is_refused() {
    let surface = surface();
    assert!(matches!(surface.advise(&question(1.0)), Err(AdviceError::Question("epsilon", _))));
    let slow = Question { secs_per_decision: 5_000.0, ..question(0.02) };
    assert_eq!(surface.advise(&slow), Err(AdviceError::NothingMeasured([0.0, 600.0])));
    assert!(surface.advise(&Question { clamp: Clamp::Yes, ..slow.clone() }).is_ok());
    let mut bare = surface;
    bare.draws.values.clear();
    let no_draws = SurfaceError::NoDraws("cost_secs[0,0]".into());
    assert_eq!(bare.advise(&question(0.02)), Err(AdviceError::Surface(no_draws)));
}

/// Where a load was measured, the best number of agents is where waiting and slowing meet.
#[test]
fn with_load_the_number_of_agents_that_pays_is_told() {
    let advice = full_with_draws(0.0).advise(&question(0.02)).unwrap();
    let idle = advice.fan_out_best.unwrap();
    // Where load does nothing it is the whole number nearest to 1 + n·s/K that was measured: 1 to 4 agents.
    let free = advice.fan_out.q50.clamp(1.0, 4.0);
    assert!((idle.q50 - free).abs() <= 1.0, "{} against {free}", idle.q50);
    let slowed = full_with_draws(1.5).advise(&question(0.02)).unwrap().fan_out_best.unwrap();
    assert!(slowed.mean < idle.mean, "{} against {}", slowed.mean, idle.mean);
    assert!(advice.sentence.starts_with("DO NOT RELY ON THIS FIT (two divergent transitions): SIMULATED: "));
}

/// [`full`], with draws of the conditions: load at this b_o and no effect on sensitivity.
fn full_with_draws(load_time: f64) -> CostSurface {
    let mut surface = full();
    for (name, value) in [("b_o", load_time), ("g_o", 0.0), ("sigma", 0.5)] {
        surface.draws.names.push(format!("param:{name}"));
        surface.draws.values.iter_mut().for_each(|row| row.push(value));
    }
    surface
}

#[test]
fn any_two_intervals_can_be_weighed_against_each_other() {
    let between = vec![[2, 5], [1, 16]];
    let advice = surface().advise(&Question { between, ..question(0.02) }).unwrap();
    let pairs: Vec<(f64, f64)> = advice.break_even.iter().map(|pair| (pair.from, pair.to)).collect();
    assert_eq!(pairs, [(2.0, 5.0), (1.0, 16.0)]);
    let [_, wide] = advice.break_even[..] else { panic!("two pairs") };
    let (epsilon, estimate) = (wide.epsilon.unwrap(), wide.epsilon_estimate.unwrap());
    assert!(estimate.q05 < epsilon && epsilon < estimate.q95, "{wide:?}");
    for unmeasured in [[4, 17], [4, 4], [8, 2]] {
        let asked = Question { between: vec![unmeasured], ..question(0.02) };
        assert!(matches!(surface().advise(&asked), Err(AdviceError::Question("between", _))));
    }
}

#[test]
fn people_who_look_as_hard_as_errors_are_common_miss_more_of_rare_ones() {
    let follows = Question { criterion: Criterion::FollowsBatch, ..question(0.002) };
    let (shifted, measured) =
        (surface().advise(&follows).unwrap(), surface().advise(&question(0.002)).unwrap());
    assert_ne!(shifted.cost_per_decision_secs, measured.cost_per_decision_secs);
    // At the ε where half of the batches of the recommended size are bad, as in the study, nothing is shifted.
    let mut study = surface();
    study.prevalence = 1.0 - 0.9f64.powi(16);
    let only_16 = |criterion| {
        let mut of_16 = study.clone();
        of_16.support.batch_size = [16.0, 16.0];
        of_16.advise(&Question { criterion, ..question(0.1) }).unwrap().cost_per_decision_secs
    };
    let (a, b) = (only_16(Criterion::FollowsBatch), only_16(Criterion::AsMeasured));
    assert!((a.mean - b.mean).abs() < 1e-6 * b.mean, "{} {}", a.mean, b.mean);
}
