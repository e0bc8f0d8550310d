//! Simulation-based calibration (Talts et al. 2018): truths from the prior, data from truths; the rank of each true value
//! among its posterior's draws must be uniform, for every quantity that a surface reports.

use super::{Progress, TEAM, design, fit, plan, write};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tightloop::problem::Outcome;
use tightloop::stats::generate::{from_prior, reviews};
use tightloop::stats::parameters::GridSpec;
use tightloop::surface::Matrix;

/// Draws that a rank is taken among: 99, so that ranks go from 0 to 99.
const AMONG: usize = 99;
const BINS: usize = 20;
/// χ² with 19 degrees of freedom: its 99.9 % quantile.
const CHI_SQUARE_999: f64 = 43.82;

pub(super) fn run(sets: usize, keep: bool) -> Outcome<()> {
    let design = design(TEAM);
    let plan = plan(&design, 1)?;
    let progress = Progress::new("calibration", sets);
    let mut ranks: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let (mut done, mut seed, mut refused, mut troubled) = (0, 0, 0, 0);
    while done < sets {
        seed += 1;
        let Some((truth, globals)) = from_prior(&design, &plan, seed) else { continue };
        let trials = reviews(&design, &truth, 1_000_000 + seed);
        // Priors are wide: in some of their worlds nearly every review runs out of time, and a fit refuses the data.
        // What is refused depends on data alone, which leaves the ranks of the rest uniform.
        let Ok(fitted) = fit(&trials, &plan, seed) else {
            refused += 1;
            continue;
        };
        let surface = fitted.surface;
        troubled += usize::from(!surface.diagnostics.problems.is_empty());
        let grid = GridSpec {
            support: design.support().unwrap_or_else(|| unreachable!("the design has levels")),
            delays: &surface.grid.delay_secs,
            batch_sizes: &surface.grid.batch_size,
            time_limit_secs: design.time_limit_secs,
        };
        let cells = truth.cells(&grid);
        let mut add = |name: String, truth: f64| {
            let Some(column) = surface.draws.names.iter().position(|other| *other == name) else { return };
            let every = surface.draws.values.len() / AMONG;
            let draws = surface.draws.values.iter().step_by(every.max(1)).take(AMONG);
            let below = draws.filter(|draw| draw[column] < truth).count();
            ranks.entry(name).or_default().push(below);
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
        done += 1;
        progress.say(done);
    }
    report(&ranks, done, refused, troubled, keep)
}

fn report(
    ranks: &BTreeMap<String, Vec<usize>>,
    done: usize,
    refused: usize,
    troubled: usize,
    keep: bool,
) -> Outcome<()> {
    let mut quantities = serde_json::Map::new();
    let mut beyond = Vec::new();
    let mut largest = ("", 0.0);
    for (name, ranks) in ranks {
        let mut histogram = vec![0usize; BINS];
        ranks.iter().for_each(|rank| histogram[rank * BINS / (AMONG + 1)] += 1);
        let expected = ranks.len() as f64 / BINS as f64;
        let chi_square: f64 =
            histogram.iter().map(|count| (*count as f64 - expected).powi(2) / expected).sum();
        if chi_square > largest.1 {
            largest = (name, chi_square);
        }
        if chi_square > CHI_SQUARE_999 {
            beyond.push(name.as_str());
        }
        let mean = ranks.iter().sum::<usize>() as f64 / ranks.len() as f64 / AMONG as f64;
        quantities.insert(
            name.clone(),
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
