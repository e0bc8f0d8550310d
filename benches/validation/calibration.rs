//! Simulation-based calibration (Talts et al. 2018): truths from the prior, data from truths; the rank of each true value
//! among its posterior's draws must be uniform, for every quantity that a surface reports.

use super::shelf::Shelf;
use super::{TEAM, design, fit, grid, plan, settings, write};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use tightloop::problem::Outcome;
use tightloop::stats::AnalysisPlan;
use tightloop::stats::generate::{Design, from_prior, reviews};
use tightloop::stats::parameters::GridSpec;
use tightloop::surface::Matrix;

/// Draws that a rank is taken among: 99, so that ranks go from 0 to 99.
const AMONG: usize = 99;
const BINS: usize = 20;
/// χ² with 19 degrees of freedom: its 99.9 % quantile.
const CHI_SQUARE_999: f64 = 43.82;

pub(super) fn run(sets: usize, keep: bool) -> Outcome<()> {
    let design = design(TEAM);
    let plan = plan(design.time_limit_secs, 1)?;
    let what = format!("{design:?}, ranks among {AMONG}");
    let mut shelf = Shelf::open("calibration", &settings(&what, &plan), keep)?;
    let mut seeds = sets;
    let rows = loop {
        let keys: Vec<String> = (1..=seeds).map(|seed| seed.to_string()).collect();
        let rows = shelf.fill(&keys, |index| one(&design, &plan, index as u64 + 1))?;
        let fitted = rows.iter().filter(|row| row["ranks"].is_object()).count();
        if fitted >= sets {
            break rows;
        }
        seeds += sets - fitted;
    };
    report(&rows, keep)
}

/// The ranks of one truth's quantities, or why there are none.
fn one(design: &Design, plan: &AnalysisPlan, seed: u64) -> Outcome<Value> {
    let Some((truth, globals)) = from_prior(design, plan, seed) else {
        return Ok(json!({ "too_small": true }));
    };
    let trials = reviews(design, &truth, 1_000_000 + seed);
    // Priors are wide: in some of their worlds nearly every review runs out of time, and a fit refuses the data.
    // What is refused depends on data alone, which leaves the ranks of the rest uniform.
    let Ok(mut each) = fit(&trials, plan, seed) else { return Ok(json!({ "refused": true })) };
    let surface = each.surfaces.swap_remove(0);
    // A level that few reviews have is no level of the surface's grid.
    let of_surface =
        GridSpec { delays: &surface.grid.delay_secs, batch_sizes: &surface.grid.batch_size, ..grid(design) };
    let cells = truth.cells(&of_surface);
    let mut ranks = Map::new();
    let mut add = |name: String, truth: f64| {
        let Some(column) = surface.draws.names.iter().position(|other| *other == name) else { return };
        let every = surface.draws.values.len() / AMONG;
        let draws = surface.draws.values.iter().step_by(every.max(1)).take(AMONG);
        let below = draws.filter(|draw| draw[column] < truth).count();
        ranks.insert(name, json!(below));
    };
    for (name, value) in globals {
        add(format!("param:{name}"), value);
    }
    let cost = cells.cost_secs(&surface.prices);
    let components: [(&str, &Matrix); 6] = [
        ("cost_secs", &cost),
        ("time_bad_secs", &cells.time_bad_secs),
        ("time_good_secs", &cells.time_good_secs),
        ("hit", &cells.hit),
        ("false_alarm", &cells.false_alarm),
        ("located", &cells.located),
    ];
    for (component, matrix) in components {
        for (i, row) in matrix.iter().enumerate() {
            for (j, value) in row.iter().enumerate() {
                // A batch of one leaves nothing to name: L is 1 there, in truth and in every draw.
                if component != "located" || surface.grid.batch_size[j] > 1.0 {
                    add(format!("{component}[{i},{j}]"), *value);
                }
            }
        }
    }
    let problems = !surface.diagnostics.problems.is_empty();
    Ok(json!({ "ranks": ranks, "problems": problems }))
}

fn report(rows: &[Value], keep: bool) -> Outcome<()> {
    let count = |name: &str| rows.iter().filter(|row| row[name] == json!(true)).count();
    let (refused, troubled) = (count("refused"), count("problems"));
    let mut ranks: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for row in rows.iter().filter_map(|row| row["ranks"].as_object()) {
        for (name, rank) in row {
            ranks.entry(name).or_default().push(rank.as_u64().unwrap_or_default() as usize);
        }
    }
    let done = rows.iter().filter(|row| row["ranks"].is_object()).count();
    let mut quantities = Map::new();
    let mut beyond = Vec::new();
    let mut largest = ("", 0.0);
    for (name, ranks) in &ranks {
        let mut histogram = vec![0usize; BINS];
        ranks.iter().for_each(|rank| histogram[rank * BINS / (AMONG + 1)] += 1);
        let expected = ranks.len() as f64 / BINS as f64;
        let chi_square: f64 =
            histogram.iter().map(|count| (*count as f64 - expected).powi(2) / expected).sum();
        if chi_square > largest.1 {
            largest = (*name, chi_square);
        }
        if chi_square > CHI_SQUARE_999 {
            beyond.push(*name);
        }
        let mean = ranks.iter().sum::<usize>() as f64 / ranks.len() as f64 / AMONG as f64;
        quantities.insert(
            (*name).to_owned(),
            json!({ "histogram": histogram, "chi_square": chi_square, "mean_rank": mean }),
        );
    }
    println!(
        "calibration: {done} data sets of team size ({refused} refused, {troubled} with a problem on their face); {} \
         quantities, {} beyond the 99.9 % quantile of chi-square with 19 degrees of freedom, where {:.1} are expected by \
         chance; largest {:.1} ({})",
        ranks.len(),
        beyond.len(),
        ranks.len() as f64 * 0.001,
        largest.1,
        largest.0
    );
    if !keep {
        return Ok(());
    }
    let value: Value = json!({
        "what": "simulation-based calibration at team size (6 people, 30 reviews each), SIMULATED",
        "data_sets": done,
        "refused": refused,
        "with_problems": troubled,
        "draws_among": AMONG,
        "chi_square_999": CHI_SQUARE_999,
        "beyond": beyond,
        "quantities": quantities,
    });
    write("calibration", &value)
}
