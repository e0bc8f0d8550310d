//! C at the corners where the truth is not the model: additive resumption, heavy tails, steep practice and position
//! effects, careless people, and the simulated participants who read a screen. Every model of the plan that may be
//! exported is held against the truth, not only the one that leave-one-out chooses.

use super::shelf::Shelf;
use super::{LAB, design, fit, grid, numbers, plan, settings, write};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use tightloop::problem::{Outcome, Problem};
use tightloop::protocol;
use tightloop::scenario::Library;
use tightloop::simulate::{self, true_surface};
use tightloop::stats::generate::{Design, reviews, truth};
use tightloop::stats::model::kind::Residual;
use tightloop::stats::parameters::{Parameters, Shape};
use tightloop::stats::{self, AnalysisPlan, Each, Said, Trial};
use tightloop::surface::{CostSurface, Matrix, Prices};

/// Reviews of each simulated participant, cell and kind of batch behind a true surface.
const TRUTH_REPS: u32 = 400;
/// A careless person's verdict is a coin's, after a median of so many seconds.
const CARELESS_SECS: f64 = 4.0;
/// Their times are spread evenly in the logarithm, over this much.
const CARELESS_SPREAD: f64 = 0.6;

/// A world, and how far estimates are from what is true in it. A world has two truths where it matters whom C is of.
#[derive(Debug, Clone, Copy, PartialEq)]
enum World {
    Model,
    Additive,
    HeavyTails,
    PracticeAndPosition,
    Careless,
    Cognitive,
    CognitiveLonger,
}

const WORLDS: [(World, &str); 7] = [
    (World::Model, "the model itself"),
    (World::Additive, "additive resumption"),
    (World::HeavyTails, "t-distributed residuals (7 degrees of freedom)"),
    (World::PracticeAndPosition, "steep practice and position effects"),
    (World::Careless, "5 % careless participants (1 of 24)"),
    (World::Cognitive, "simulated participants who read a screen: `lab.ron`, 24 people, 12 reviews each"),
    (
        World::CognitiveLonger,
        "the same people with 36 reviews each (`lab.ron`, three trials a cell), near the size of the rows above",
    ),
];

pub(super) fn run(sets: usize, keep: bool) -> Outcome<()> {
    let design = design(LAB);
    let plan = plan(design.time_limit_secs, usize::MAX)?;
    let what = format!("{design:?}, careless {CARELESS_SECS} s, truth of {TRUTH_REPS} reviews");
    let mut shelf = Shelf::open("recovery", &settings(&what, &plan), keep)?;
    // Every world in turn, so that a run that is cut short has as many data sets of each.
    let jobs: Vec<(u64, World)> =
        (0..sets as u64).flat_map(|seed| WORLDS.map(|(world, _)| (seed, world))).collect();
    let keys: Vec<String> = jobs.iter().map(|(seed, world)| format!("{world:?} {seed}")).collect();
    let rows = shelf.fill(&keys, |index| one(&design, &plan, jobs[index]))?;
    let mut worlds = Vec::new();
    for (world, name) in WORLDS {
        let of_world: Vec<&Value> =
            rows.iter().zip(&jobs).filter(|(_, (_, of))| *of == world).map(|(row, _)| row).collect();
        for truth in ["truth", "truth_of_everybody"] {
            if of_world.iter().all(|row| row[truth].is_object()) {
                let name = match (world, truth) {
                    (World::Careless, "truth") => format!("{name}; truth: the 23 who read"),
                    (World::Careless, _) => format!("{name}; truth: all 24 as they are"),
                    _ => name.to_owned(),
                };
                worlds.push(tally(&name, truth, &of_world));
            }
        }
    }
    if !keep {
        return Ok(());
    }
    let what = "bias of C at the four corners: mean over data sets of estimate / truth - 1, SIMULATED";
    write("recovery", &json!({ "what": what, "data_sets": sets, "worlds": worlds }))
}

/// One data set: each model against what is true.
fn one(design: &Design, plan: &AnalysisPlan, (seed, world): (u64, World)) -> Outcome<Value> {
    if matches!(world, World::Cognitive | World::CognitiveLonger) {
        let (each, exact) = cognitive(seed, if world == World::Cognitive { 1 } else { 3 })?;
        return Ok(json!({ "chosen": id(&each), "truth": against(&each, &exact) }));
    }
    let mut truth = truth(design, seed);
    match world {
        World::Additive => {
            truth.shape = Shape::Additive { level: 45f64.ln(), slope_batch: 0.55, resume_secs: 12.0 };
        }
        World::HeavyTails => truth.residual = Residual::StudentT,
        World::PracticeAndPosition => {
            (truth.practice_log, truth.practice_linear, truth.position) = (-0.3, -0.01, 0.6);
        }
        World::Model | World::Careless | World::Cognitive | World::CognitiveLonger => {}
    }
    let mut trials = reviews(design, &truth, 20_000 + seed);
    let careless_people = if world == World::Careless { design.people / 20 } else { 0 };
    careless(&mut trials, careless_people, seed);
    let each = fit(&trials, plan, seed)?;
    let readers = without_first(&truth, careless_people).cells(&grid(design)).cost_secs(&plan.prices);
    let mut row = json!({ "chosen": id(&each), "truth": against(&each, &readers) });
    if careless_people > 0 {
        let share = careless_people as f64 / design.people as f64;
        let everybody = readers
            .iter()
            .map(|row| {
                let sizes = row.iter().zip(&design.batch_sizes);
                sizes
                    .map(|(read, size)| (1.0 - share) * read + share * careless_cost(*size, &plan.prices))
                    .collect()
            })
            .collect();
        row["truth_of_everybody"] = against(&each, &everybody);
    }
    Ok(row)
}

fn id(each: &Each) -> &str {
    &each.surfaces[each.chosen].model.id
}

/// The same people but for the first `people`.
fn without_first(truth: &Parameters, people: usize) -> Parameters {
    let mut others = truth.clone();
    let effects = &mut others.effects;
    for of_people in [
        &mut effects.person_time,
        &mut effects.person_slope,
        &mut effects.person_sensitivity,
        &mut effects.person_criterion,
    ] {
        of_people.drain(..people);
    }
    for naming in [&mut others.location, &mut others.reach].into_iter().flatten() {
        naming.people.drain(..people);
    }
    others
}

/// The first `people` stop reading: they answer soon and by a coin.
fn careless(trials: &mut [Trial], people: usize, seed: u64) {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let names: Vec<String> = (1..=people).map(|person| format!("S{person:03}")).collect();
    for trial in trials.iter_mut().filter(|trial| names.contains(&trial.participant)) {
        trial.review_secs = CARELESS_SECS * (CARELESS_SPREAD * (rng.random::<f64>() - 0.5)).exp();
        trial.timed_out = false;
        trial.verdict = Some(if rng.random() { Said::Reject } else { Said::Accept });
        trial.said_index =
            (trial.verdict == Some(Said::Reject)).then(|| rng.random_range(1..=trial.batch_size as u32));
    }
}

/// C of a careless person, person-seconds.
fn careless_cost(batch_size: f64, prices: &Prices) -> f64 {
    let half = 0.5 * CARELESS_SPREAD;
    CARELESS_SECS * half.sinh() / half
        + 0.5 * prices.miss_secs
        + 0.5 * prices.misplaced_secs * (1.0 - 1.0 / batch_size)
}

/// A study by the simulated participants, fitted, and what is true of them.
fn cognitive(seed: u64, trials_per_cell: u32) -> Outcome<(Each, Matrix)> {
    let library = Library::with_folder(None)?;
    let folder = tempfile::tempdir()
        .map_err(|error| Problem::new(format!("no temporary folder could be made: {error}")))?;
    let path = folder.path().join("lab.ron");
    let per_cell = format!("trials_per_cell: {trials_per_cell}");
    let text = include_str!("../../protocols/lab.ron").replace("trials_per_cell: 1", &per_cell);
    std::fs::write(&path, text).map_err(|error| Problem::io(&path, "write the protocol", &error))?;
    let loaded = protocol::load(&path)?;
    let mut study = simulate::begin_or_go_on(&folder.path().join("study"), &loaded, &library)?;
    simulate::run(&mut study, &library, 24, seed, &|_| {})?;
    let trials = stats::from_dataset(&tightloop::dataset::collect(&study)?);
    let plan = plan(study.protocol().protocol.time_limit_secs, usize::MAX)?;
    let each = fit(&trials, &plan, seed)?;
    let surface = &each.surfaces[0];
    let sizes: Vec<u32> = surface.grid.batch_size.iter().map(|size| size.round() as u32).collect();
    let truth =
        true_surface(&study, &library, seed, TRUTH_REPS, &surface.grid.delay_secs, &sizes, surface.prices)?;
    Ok((each, truth.cost_secs))
}

/// Every model's posterior mean and median against the truth at the corners, and how many cells its 90 % intervals hold.
fn against(each: &Each, exact: &Matrix) -> Value {
    let of = |surface: &CostSurface| {
        let cost = &surface.grid.cost_secs;
        let (last, widest) = (exact.len() - 1, exact[0].len() - 1);
        let corners = [(0, 0), (0, widest), (last, 0), (last, widest)];
        let off = |estimate: &Matrix| corners.map(|(i, j)| estimate[i][j] / exact[i][j] - 1.0);
        let cells = exact.iter().enumerate().flat_map(|(i, row)| (0..row.len()).map(move |j| (i, j)));
        let held: Vec<bool> =
            cells.map(|(i, j)| (cost.q05[i][j]..=cost.q95[i][j]).contains(&exact[i][j])).collect();
        json!({
            "mean": off(&cost.mean),
            "median": off(&cost.q50),
            "held": held.iter().filter(|held| **held).count() as f64 / held.len() as f64,
        })
    };
    let models = each.surfaces.iter().map(|surface| (surface.model.id.clone(), of(surface)));
    Value::Object(models.collect::<Map<String, Value>>())
}

/// A world's data sets together.
fn tally(name: &str, truth: &str, rows: &[&Value]) -> Value {
    let of = |pick: &dyn Fn(&Value) -> String| {
        let rows: Vec<Value> = rows.iter().map(|row| row[truth][pick(row)].clone()).collect();
        let corners = |estimate: &str| -> Vec<(f64, f64)> {
            let of_rows: Vec<Vec<f64>> = rows.iter().map(|row| numbers(&row[estimate])).collect();
            (0..4).map(|corner| mean_and_error(of_rows.iter().map(|row| row[corner]).collect())).collect()
        };
        let (means, medians) = (corners("mean"), corners("median"));
        let held = mean_and_error(rows.iter().flat_map(|row| numbers(&row["held"])).collect());
        let first = |values: &[(f64, f64)]| values.iter().map(|value| value.0).collect::<Vec<f64>>();
        json!({
            "bias": first(&means),
            "standard_error": means.iter().map(|value| value.1).collect::<Vec<f64>>(),
            "bias_of_median": first(&medians),
            "share_covered_90": held.0,
        })
    };
    let mut counts = BTreeMap::new();
    let chosen = |row: &Value| row["chosen"].as_str().unwrap_or_default().to_owned();
    rows.iter().for_each(|row| *counts.entry(chosen(row)).or_insert(0usize) += 1);
    let ids: Vec<String> = match rows.first().map(|row| &row[truth]) {
        Some(Value::Object(models)) => models.keys().cloned().collect(),
        _ => Vec::new(),
    };
    let models: Map<String, Value> =
        ids.into_iter().map(|id| (id.clone(), of(&move |_| id.clone()))).collect();
    let of_chosen = of(&chosen);
    println!(
        "recovery, {name}: bias of C at the corners {:.3?} (se {:.3?}); 90 % intervals hold {:.2} of cells; chosen {counts:?}",
        numbers(&of_chosen["bias"]),
        numbers(&of_chosen["standard_error"]),
        numbers(&of_chosen["share_covered_90"])[0]
    );
    json!({
        "world": name,
        "data_sets": rows.len(),
        "corners": ["short delay, small batch", "short delay, large batch", "long delay, small batch", "long delay, large batch"],
        "chosen": of_chosen,
        "chosen_counts": counts,
        "models": models,
    })
}

/// Mean, and its standard error.
fn mean_and_error(values: Vec<f64>) -> (f64, f64) {
    let count = values.len() as f64;
    let centre = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - centre).powi(2)).sum();
    (centre, (squares / (count - 1.0).max(1.0) / count).sqrt())
}
