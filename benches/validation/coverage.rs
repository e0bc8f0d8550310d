//! How often 50 % and 90 % intervals of log C hold the truth, cell by cell, at team and at lab size.

use super::shelf::Shelf;
use super::{LAB, Size, TEAM, design, fit, grid, numbers, plan, results, settings, write};
use serde_json::{Value, json};
use tightloop::problem::Outcome;
use tightloop::stats::AnalysisPlan;
use tightloop::stats::generate::{Design, reviews, truth};

/// Both sizes, or the one that is named.
pub(super) fn run(sets: usize, size: Option<&str>, keep: bool) -> Outcome<()> {
    for of in [TEAM, LAB].into_iter().filter(|of| size.is_none_or(|size| size == of.0)) {
        let design = design(of);
        let plan = plan(design.time_limit_secs, 1)?;
        let what = if of == TEAM { "coverage-team" } else { "coverage-lab" };
        let mut shelf = Shelf::open(what, &settings(&format!("{design:?}"), &plan), keep)?;
        let keys: Vec<String> = (0..sets).map(|seed| seed.to_string()).collect();
        let rows = shelf.fill(&keys, |seed| one(&design, &plan, seed as u64))?;
        let tally = tally(of, &design, &rows);
        if keep {
            let path = results().join("coverage.json");
            let before = std::fs::read_to_string(path).ok().and_then(|text| serde_json::from_str(&text).ok());
            let mut all: Value = before.unwrap_or_else(|| json!({ "sizes": {} }));
            all["what"] = json!("coverage of intervals of log C, SIMULATED");
            all["sizes"][of.0] = tally;
            write("coverage", &all)?;
        }
    }
    Ok(())
}

/// Which cells one study's intervals hold.
fn one(design: &Design, plan: &AnalysisPlan, seed: u64) -> Outcome<Value> {
    let truth = truth(design, seed);
    let surface = fit(&reviews(design, &truth, 10_000 + seed), plan, seed)?.surfaces.swap_remove(0);
    let exact = truth.cells(&grid(design)).cost_secs(&plan.prices);
    let [mut half, mut most] = [const { Vec::<u8>::new() }; 2];
    let [mut off, mut width] = [const { Vec::<f64>::new() }; 2];
    for (i, row) in exact.iter().enumerate() {
        for (j, exact) in row.iter().enumerate() {
            let name = format!("cost_secs[{i},{j}]");
            let column = surface.draws.names.iter().position(|other| *other == name).unwrap_or_default();
            let mut draws: Vec<f64> = surface.draws.values.iter().map(|draw| draw[column]).collect();
            draws.sort_by(f64::total_cmp);
            let at = |share: f64| draws[(share * (draws.len() - 1) as f64).round() as usize];
            half.push(u8::from((at(0.25)..=at(0.75)).contains(exact)));
            let cost = &surface.grid.cost_secs;
            most.push(u8::from((cost.q05[i][j]..=cost.q95[i][j]).contains(exact)));
            off.push((cost.q50[i][j] / exact).ln());
            width.push((cost.q95[i][j] / cost.q05[i][j]).ln());
        }
    }
    let problems = !surface.diagnostics.problems.is_empty();
    Ok(json!({ "half": half, "most": most, "off": off, "width": width, "problems": problems }))
}

fn tally(of: Size, design: &Design, rows: &[Value]) -> Value {
    let sets = rows.len() as f64;
    let columns = design.batch_sizes.len();
    // Means over data sets, cell by cell.
    let by_cell = |name: &str| -> Vec<Vec<f64>> {
        let cells = columns * design.delays.len();
        let of_rows: Vec<Vec<f64>> = rows.iter().map(|row| numbers(&row[name])).collect();
        let mean = |cell: usize| of_rows.iter().map(|row| row[cell]).sum::<f64>() / sets;
        (0..cells).map(mean).collect::<Vec<f64>>().chunks(columns).map(<[f64]>::to_vec).collect()
    };
    let mean = |matrix: &[Vec<f64>]| matrix.concat().iter().sum::<f64>() / matrix.concat().len() as f64;
    // Cells of one study move together: the standard error is that of a mean over studies.
    let error = |name: &str| {
        let shares: Vec<f64> = rows
            .iter()
            .map(|row| numbers(&row[name]).iter().sum::<f64>() / numbers(&row[name]).len() as f64)
            .collect();
        let centre = shares.iter().sum::<f64>() / sets;
        let squares: f64 = shares.iter().map(|share| (share - centre).powi(2)).sum();
        (squares / (sets - 1.0).max(1.0) / sets).sqrt()
    };
    let (half, most) = (by_cell("half"), by_cell("most"));
    let troubled = rows.iter().filter(|row| row["problems"] == json!(true)).count();
    println!(
        "coverage, {} ({} people x {} reviews): 50 % intervals of log C hold the truth in {:.1} % (se {:.1}), 90 % \
         intervals in {:.1} % (se {:.1}) of {sets} data sets x {} cells; {troubled} fits with a problem on their face",
        of.0,
        of.1,
        of.2,
        100.0 * mean(&half),
        100.0 * error("half"),
        100.0 * mean(&most),
        100.0 * error("most"),
        columns * design.delays.len()
    );
    json!({
        "people": of.1, "reviews_each": of.2, "items": of.3, "data_sets": rows.len(), "with_problems": troubled,
        "delay_secs": design.delays, "batch_size": design.batch_sizes,
        "covered_50": half, "covered_90": most,
        "share_50": mean(&half), "share_50_se": error("half"),
        "share_90": mean(&most), "share_90_se": error("most"),
        "mean_error_log": mean(&by_cell("off")), "mean_error_log_by_cell": by_cell("off"),
        "mean_width_log": mean(&by_cell("width")),
    })
}
