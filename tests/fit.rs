//! A known surface, recovered: reviews drawn from the model itself, fitted, compared with the truth behind them.

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
    plan.draws = 300;
    plan
}

fn fit(trials: &[Trial], plan: &AnalysisPlan, seed: u64) -> CostSurface {
    stats::fit(trials, plan, seed, &mut |_| ControlFlow::Continue(())).unwrap()
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
