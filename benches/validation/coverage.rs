//! How often 50 % and 90 % intervals of log C hold the truth, cell by cell, at team and at lab size.

use super::{LAB, Progress, TEAM, design, fit, plan, write};
use serde_json::json;
use tightloop::problem::Outcome;
use tightloop::stats::generate::{reviews, truth};
use tightloop::stats::parameters::GridSpec;

pub(super) fn run(sets: usize, keep: bool) -> Outcome<()> {
    let mut sizes = serde_json::Map::new();
    for size in [TEAM, LAB] {
        let design = design(size);
        let plan = plan(&design, 1)?;
        let progress = Progress::new(if size == TEAM { "coverage, team" } else { "coverage, lab" }, sets);
        let (rows, columns) = (design.delays.len(), design.batch_sizes.len());
        let (mut half, mut most) = (vec![vec![0usize; columns]; rows], vec![vec![0usize; columns]; rows]);
        let (mut off, mut width, mut troubled) = (0.0, 0.0, 0);
        for seed in 0..sets as u64 {
            let truth = truth(&design, seed);
            let surface = fit(&reviews(&design, &truth, 10_000 + seed), &plan, seed)?.surface;
            troubled += usize::from(!surface.diagnostics.problems.is_empty());
            let grid = GridSpec {
                support: design.support().unwrap_or_else(|| unreachable!("the design has levels")),
                delays: &design.delays,
                batch_sizes: &design.batch_sizes,
                time_limit_secs: design.time_limit_secs,
            };
            let exact = truth.cells(&grid).cost_secs(&plan.prices);
            for i in 0..rows {
                for j in 0..columns {
                    let name = format!("cost_secs[{i},{j}]");
                    let Some(column) = surface.draws.names.iter().position(|other| *other == name) else {
                        continue;
                    };
                    let mut draws: Vec<f64> = surface.draws.values.iter().map(|draw| draw[column]).collect();
                    draws.sort_by(f64::total_cmp);
                    let at = |share: f64| draws[(share * (draws.len() - 1) as f64).round() as usize];
                    half[i][j] += usize::from((at(0.25)..=at(0.75)).contains(&exact[i][j]));
                    let cost = &surface.grid.cost_secs;
                    most[i][j] += usize::from((cost.q05[i][j]..=cost.q95[i][j]).contains(&exact[i][j]));
                    off += (cost.q50[i][j] / exact[i][j]).ln();
                    width += (cost.q95[i][j] / cost.q05[i][j]).ln();
                }
            }
            progress.say(seed as usize + 1);
        }
        let cells = (rows * columns * sets) as f64;
        let share = |counts: &[Vec<usize>]| 100.0 * counts.iter().flatten().sum::<usize>() as f64 / cells;
        println!(
            "coverage, {} ({} people x {} reviews): 50 % intervals of log C hold the truth in {:.1} %, 90 % intervals in \
             {:.1} % of {sets} data sets x {} cells; mean error of log C {:+.3}, mean width {:.2}; {troubled} fits with a \
             problem on their face",
            size.0,
            size.1,
            size.2,
            share(&half),
            share(&most),
            rows * columns,
            off / cells,
            width / cells
        );
        let by_cell = |counts: &[Vec<usize>]| -> Vec<Vec<f64>> {
            counts.iter().map(|row| row.iter().map(|count| *count as f64 / sets as f64).collect()).collect()
        };
        sizes.insert(
            size.0.to_owned(),
            json!({
                "people": size.1, "reviews_each": size.2, "data_sets": sets, "with_problems": troubled,
                "delay_secs": design.delays, "batch_size": design.batch_sizes,
                "covered_50": by_cell(&half), "covered_90": by_cell(&most),
                "share_50": share(&half) / 100.0, "share_90": share(&most) / 100.0,
                "mean_error_log": off / cells, "mean_width_log": width / cells,
            }),
        );
    }
    if keep {
        write("coverage", &json!({ "what": "coverage of intervals of log C, SIMULATED", "sizes": sizes }))
    } else {
        Ok(())
    }
}
