//! How long a fit takes, how often its 90 % intervals of log C cover the truth, and what leaving reviews out costs: how
//! many a fit leaves out by fitting again, how far elpd moves with the seed alone, how long a fit is ever silent.
//!
//! Also how long the isotonic regression of a 5×5 table of cells takes.
//!
//! `cargo bench --bench fit` prints them; `cargo bench --bench fit -- 40` takes 40 studies for the coverage.

use std::ops::ControlFlow;
use std::time::Instant;
use tightloop::problem::Outcome;
use tightloop::stats::generate::{Design, reviews, truth};
use tightloop::stats::isotonic_program::{WeightedCell, regress};
use tightloop::stats::parameters::GridSpec;
use tightloop::stats::{self, AnalysisPlan};
use tightloop::surface::CostSurface;

fn main() -> Outcome<()> {
    // `cargo test --benches` runs this too, without arguments of ours: then one study is enough.
    let measuring = std::env::args().any(|argument| argument == "--bench");
    let studies = std::env::args().filter_map(|argument| argument.parse().ok()).next();
    let studies: u64 = studies.unwrap_or(if measuring { 20 } else { 1 });
    isotonic(if measuring { 1_000 } else { 1 })?;
    let mut plan = AnalysisPlan::default()?;
    for (people, trials_each, items) in [(6, 30, 6), (24, 40, 10)] {
        let design = Design {
            people,
            trials_each,
            items,
            delays: vec![0.0, 60.0, 300.0, 900.0],
            batch_sizes: vec![1.0, 4.0, 8.0, 16.0],
            time_limit_secs: 900.0,
        };
        plan.time_limit_secs = Some(design.time_limit_secs);
        plan.models.truncate(1);
        let Some(support) = design.support() else { continue };
        let (mut covered, mut cells, mut secs) = (0u32, 0u32, 0.0);
        let (mut offs, mut widths, mut pareto_k) = (0.0, 0.0, 0.0f64);
        let (mut refitted, mut unreliable, mut leaving_out, mut silence) = (0, 0, 0.0, 0.0f64);
        let mut moved: Vec<f64> = Vec::new();
        for seed in 0..studies {
            let truth = truth(&design, seed);
            let trials = reviews(&design, &truth, 1_000 + seed);
            let begun = Instant::now();
            let mut told = begun;
            let surface = stats::fit(&trials, &plan, seed, &mut |progress| {
                let since = told.elapsed().as_secs_f64();
                silence = silence.max(since);
                leaving_out += if progress.stage == "leaving out" { since } else { 0.0 };
                told = Instant::now();
                ControlFlow::Continue(())
            })?
            .surface;
            secs += begun.elapsed().as_secs_f64();
            if let Some(rival) = surface.rivals.first() {
                refitted += rival.refitted.unwrap_or_default();
                unreliable += rival.unreliable.unwrap_or_default();
            }
            if seed < studies / 2 {
                let again = stats::fit(&trials, &plan, seed + 7_000, &mut |_| ControlFlow::Continue(()))?;
                let elpd = |surface: &CostSurface| surface.diagnostics.elpd_loo.unwrap_or(f64::NAN);
                moved.push(elpd(&surface) - elpd(&again.surface));
            }
            let grid = GridSpec {
                support,
                delays: &design.delays,
                batch_sizes: &design.batch_sizes,
                time_limit_secs: design.time_limit_secs,
            };
            let exact = truth.cells(&grid).cost_secs(&plan.prices);
            let cost = &surface.grid.cost_secs;
            for (i, row) in exact.iter().enumerate() {
                for (j, exact) in row.iter().enumerate() {
                    covered += u32::from((cost.q05[i][j]..=cost.q95[i][j]).contains(exact));
                    cells += 1;
                    offs += (cost.q50[i][j] / exact).ln();
                    widths += (cost.q95[i][j] / cost.q05[i][j]).ln();
                }
            }
            pareto_k = pareto_k.max(surface.diagnostics.pareto_k_max.unwrap_or_default());
        }
        println!(
            "{people} people x {trials_each} trials: {:.2} s a fit; 90 % intervals of log C cover {:.1} % of {cells} \
             cells in {studies} studies; mean error {:+.3}, mean width {:.2}; largest Pareto k {pareto_k:.2}",
            secs / studies as f64,
            100.0 * f64::from(covered) / f64::from(cells),
            offs / f64::from(cells),
            widths / f64::from(cells),
        );
        // Of one fit: the difference of two has twice the variance.
        let error = (moved.iter().map(|by| by * by).sum::<f64>() / (2 * moved.len().max(1)) as f64).sqrt();
        println!(
            "  leaving out: {:.2} s of it, {:.1} reviews by fitting again, {unreliable} of all not reliably; elpd moves by \
             {error:.2} with the seed (root mean square); longest silence {:.0} ms",
            leaving_out / studies as f64,
            refitted as f64 / studies as f64,
            1e3 * silence
        );
    }
    Ok(())
}

/// The check that no model stands behind, as a fit makes it: 5×5 cells, some of them out of order.
fn isotonic(times: u32) -> Outcome<()> {
    let cells: Vec<WeightedCell> = (0..25_usize)
        .map(|index| WeightedCell {
            at: (index / 5, index % 5),
            mean: 3.0 + 0.3 * (index % 5) as f64 + 0.1 * ((index * 7) % 11) as f64,
            weight: (4 + index % 9) as f64,
        })
        .collect();
    let begun = Instant::now();
    for _ in 0..times {
        std::hint::black_box(regress(std::hint::black_box(&cells))?);
    }
    println!(
        "isotonic regression of 5 x 5 cells: {:.2} ms",
        1e3 * begun.elapsed().as_secs_f64() / f64::from(times)
    );
    Ok(())
}
