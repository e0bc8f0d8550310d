//! C at the corners where the truth is not the model: additive resumption, heavy tails, steep practice and position
//! effects, careless people, and the simulated participants who read a screen.

use super::{LAB, Progress, design, fit, plan, write};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use tightloop::problem::Outcome;
use tightloop::protocol;
use tightloop::scenario::Library;
use tightloop::simulate::{self, true_surface};
use tightloop::stats::generate::{Design, reviews, truth};
use tightloop::stats::model::kind::Residual;
use tightloop::stats::parameters::{GridSpec, Parameters, Shape};
use tightloop::stats::{self, Said, Trial};
use tightloop::surface::{CostSurface, Matrix};

/// Reviews of each simulated participant, cell and kind of batch behind a true surface.
const TRUTH_REPS: u32 = 400;
/// A careless person's verdict is a coin's, after a median of so many seconds.
const CARELESS_SECS: f64 = 4.0;

type Change = fn(&mut Parameters);

const WORLDS: [(&str, Change); 4] = [
    ("the model itself", |_| {}),
    ("additive resumption", |truth| {
        truth.shape = Shape::Additive { level: 45f64.ln(), slope_batch: 0.55, resume_secs: 12.0 };
    }),
    ("t-distributed residuals (7 degrees of freedom)", |truth| truth.residual = Residual::StudentT),
    ("steep practice and position effects", |truth| {
        (truth.practice_log, truth.practice_linear, truth.position) = (-0.3, -0.01, 0.6);
    }),
];

pub(super) fn run(sets: usize, keep: bool) -> Outcome<()> {
    let design = design(LAB);
    let mut rows = Vec::new();
    for (world, change) in WORLDS {
        let progress = Progress::new("recovery", sets);
        let mut tally = Tally::new(world);
        for seed in 0..sets as u64 {
            let mut truth = truth(&design, seed);
            change(&mut truth);
            let trials = reviews(&design, &truth, 20_000 + seed);
            tally.add(&chosen(&trials, &design, seed)?, &exact(&truth, &design)?);
            progress.say(seed as usize + 1);
        }
        rows.push(tally.row());
    }
    let mut tally = Tally::new("5 % careless participants");
    for seed in 0..sets as u64 {
        let truth = truth(&design, seed);
        let mut trials = reviews(&design, &truth, 20_000 + seed);
        careless(&mut trials, design.people / 20, seed);
        tally.add(&chosen(&trials, &design, seed)?, &exact(&truth, &design)?);
    }
    rows.push(tally.row());
    let mut tally = Tally::new("simulated participants who read a screen (lab.ron, 24 people)");
    for seed in 0..sets as u64 {
        let (surface, exact) = cognitive(seed)?;
        tally.add(&surface, &exact);
    }
    rows.push(tally.row());
    if keep {
        let what = "bias of C at the four corners, fit chosen by leave-one-out, SIMULATED";
        write("recovery", &json!({ "what": what, "data_sets": sets, "worlds": rows }))
    } else {
        Ok(())
    }
}

/// The surface of the model that leave-one-out chooses among all of the plan's.
fn chosen(trials: &[Trial], design: &Design, seed: u64) -> Outcome<CostSurface> {
    Ok(fit(trials, &plan(design, usize::MAX)?, seed)?.surface)
}

fn exact(truth: &Parameters, design: &Design) -> Outcome<Matrix> {
    let grid = GridSpec {
        support: design.support().unwrap_or_else(|| unreachable!("the design has levels")),
        delays: &design.delays,
        batch_sizes: &design.batch_sizes,
        time_limit_secs: design.time_limit_secs,
    };
    Ok(truth.cells(&grid).cost_secs(&plan(design, 1)?.prices))
}

/// The first `people` stop reading: they answer soon and by a coin. The truth stays that of people who read.
fn careless(trials: &mut [Trial], people: usize, seed: u64) {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let names: Vec<String> = (1..=people.max(1)).map(|person| format!("S{person:03}")).collect();
    for trial in trials.iter_mut().filter(|trial| names.contains(&trial.participant)) {
        trial.review_secs = CARELESS_SECS * (0.6 * (rng.random::<f64>() - 0.5)).exp();
        trial.timed_out = false;
        trial.verdict = Some(if rng.random() { Said::Reject } else { Said::Accept });
        trial.said_index =
            (trial.verdict == Some(Said::Reject)).then(|| rng.random_range(1..=trial.batch_size as u32));
    }
}

/// A study by the simulated participants, fitted, and what is true of them.
fn cognitive(seed: u64) -> Outcome<(CostSurface, Matrix)> {
    let library = Library::with_folder(None)?;
    let loaded = protocol::load(std::path::Path::new("lab"))?;
    let folder = tempfile::tempdir().map_err(|error| {
        tightloop::problem::Problem::new(format!("no temporary folder could be made: {error}"))
    })?;
    let mut study = simulate::begin_or_go_on(&folder.path().join("study"), &loaded, &library)?;
    simulate::run(&mut study, &library, 24, seed, &|_| {})?;
    let trials = stats::from_dataset(&tightloop::dataset::collect(&study)?);
    let mut plan = stats::AnalysisPlan::default()?;
    plan.time_limit_secs = Some(study.protocol().protocol.time_limit_secs);
    let surface = fit(&trials, &plan, seed)?.surface;
    let sizes: Vec<u32> = surface.grid.batch_size.iter().map(|size| size.round() as u32).collect();
    let truth =
        true_surface(&study, &library, seed, TRUTH_REPS, &surface.grid.delay_secs, &sizes, surface.prices)?;
    Ok((surface, truth.cost_secs))
}

/// log(estimate / truth) at the corners: shortest and longest delay by smallest and largest batch.
struct Tally {
    world: &'static str,
    offs: [Vec<f64>; 4],
    covered: usize,
    cells: usize,
    chosen: Vec<String>,
}

impl Tally {
    fn new(world: &'static str) -> Self {
        Self { world, offs: Default::default(), covered: 0, cells: 0, chosen: Vec::new() }
    }

    fn add(&mut self, surface: &CostSurface, exact: &Matrix) {
        let cost = &surface.grid.cost_secs;
        let (last, widest) = (exact.len() - 1, exact[0].len() - 1);
        for (corner, (i, j)) in [(0, 0), (0, widest), (last, 0), (last, widest)].into_iter().enumerate() {
            self.offs[corner].push(cost.mean[i][j] / exact[i][j] - 1.0);
        }
        for (i, row) in exact.iter().enumerate() {
            for (j, value) in row.iter().enumerate() {
                self.covered += usize::from((cost.q05[i][j]..=cost.q95[i][j]).contains(value));
                self.cells += 1;
            }
        }
        self.chosen.push(surface.model.id.clone());
    }

    fn row(&self) -> Value {
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let error = |values: &[f64]| {
            let centre = mean(values);
            let squares: f64 = values.iter().map(|value| (value - centre).powi(2)).sum();
            (squares / (values.len() * values.len().saturating_sub(1).max(1)) as f64).sqrt()
        };
        let biases: Vec<f64> = self.offs.iter().map(|values| mean(values)).collect();
        let errors: Vec<f64> = self.offs.iter().map(|values| error(values)).collect();
        let mut counts = std::collections::BTreeMap::new();
        self.chosen.iter().for_each(|id| *counts.entry(id.clone()).or_insert(0usize) += 1);
        println!(
            "recovery, {}: bias of C at the corners {} %; 90 % intervals hold {:.0} % of cells; chosen {counts:?}",
            self.world,
            biases
                .iter()
                .zip(&errors)
                .map(|(bias, se)| format!("{:+.1} (se {:.1})", 100.0 * bias, 100.0 * se))
                .collect::<Vec<_>>()
                .join(", "),
            100.0 * self.covered as f64 / self.cells as f64
        );
        json!({
            "world": self.world,
            "corners": ["short delay, small batch", "short delay, large batch", "long delay, small batch", "long delay, large batch"],
            "bias": biases,
            "standard_error": errors,
            "share_covered_90": self.covered as f64 / self.cells as f64,
            "chosen": counts,
        })
    }
}
