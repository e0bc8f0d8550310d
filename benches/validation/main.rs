//! Whether the fit of record can be believed: calibration by simulation, coverage of its intervals, recovery of C where
//! the truth is not the model. Writes `analysis/validation/<what>.json` and the tables in the page beside them.
//!
//! `cargo bench --bench validation` does all of it (hours on 2 cores); `-- calibration 300`, `-- coverage 200 lab` and
//! `-- recovery 20` do one with so many data sets, `-- tables` writes the page again. Every data set is kept as soon as it
//! is done ([`shelf`]), so that a run may be killed and called again.

mod calibration;
mod coverage;
mod recovery;
mod shelf;
mod tables;

use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tightloop::problem::{Outcome, Problem};
use tightloop::stats::generate::Design;
use tightloop::stats::model::kind::ModelKind;
use tightloop::stats::parameters::GridSpec;
use tightloop::stats::plan::Sampler;
use tightloop::stats::{self, AnalysisPlan, Each, Trial};

/// People, reviews of each, and scenarios.
type Size = (&'static str, usize, usize, usize);
/// Six people with thirty reviews each.
const TEAM: Size = ("team", 6, 30, 6);
/// Twenty-four with forty.
const LAB: Size = ("lab", 24, 40, 10);

fn design((_, people, trials_each, items): Size) -> Design {
    Design {
        people,
        trials_each,
        items,
        delays: vec![0.0, 60.0, 300.0, 900.0],
        batch_sizes: vec![1.0, 4.0, 8.0, 16.0],
        time_limit_secs: 900.0,
    }
}

/// The levels of a design as a grid.
fn grid(design: &Design) -> GridSpec<'_> {
    GridSpec {
        support: design.support().unwrap_or_else(|| unreachable!("the design has levels")),
        delays: &design.delays,
        batch_sizes: &design.batch_sizes,
        time_limit_secs: design.time_limit_secs,
    }
}

/// Draws of each of many hundred fits: two fifths of a fit of record's. What is averaged over studies does not need more, and an
/// interval's ends are known to a tenth of a standard deviation or better, which costs it less than half a point of
/// coverage.
const SAMPLER: Sampler = Sampler { chains: 4, warmup: 250, draws: 400 };

/// The built-in plan at a time limit, with its first models that may be exported.
fn plan(time_limit_secs: f64, models: usize) -> Outcome<AnalysisPlan> {
    let mut plan = AnalysisPlan::default()?;
    plan.time_limit_secs = Some(time_limit_secs);
    plan.models.retain(|kind| *kind != ModelKind::Unconstrained);
    plan.models.truncate(models);
    plan.sampler = SAMPLER;
    Ok(plan)
}

/// What makes data sets of two runs the same.
fn settings(of: &str, plan: &AnalysisPlan) -> Value {
    let sampler = format!("{:?}", plan.sampler);
    json!({ "of": of, "plan_blake3": plan.hash, "models": plan.models.len(), "sampler": sampler })
}

fn fit(trials: &[Trial], plan: &AnalysisPlan, seed: u64) -> Outcome<Each> {
    stats::fit_each(trials, plan, seed, &mut |_| std::ops::ControlFlow::Continue(()))
}

/// A number of a kept data set; it was written by this program.
fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

/// The numbers of a kept list, or of a kept matrix row by row.
fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(values) => values.iter().flat_map(numbers).collect(),
        value => vec![number(value)],
    }
}

/// Where results go.
fn results() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("analysis/validation")
}

/// Writes `analysis/validation/<name>.json`, and the tables again.
fn write(name: &str, value: &Value) -> Outcome<()> {
    let path = results().join(format!("{name}.json"));
    let text = format!("{value:#}\n");
    std::fs::write(&path, text).map_err(|error| Problem::io(&path, "write", &error))?;
    tables::write()
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    // `cargo test --benches` runs this too, without arguments of ours: one small data set of each is enough.
    let measuring = std::env::args().any(|argument| argument == "--bench");
    let what = arguments.first().map_or("all", String::as_str);
    let sets = |usual: usize| {
        let asked = arguments.get(1).and_then(|count| count.parse().ok());
        asked.unwrap_or(if measuring { usual } else { 1 })
    };
    let size = arguments.get(2).map(String::as_str);
    if matches!(what, "all" | "coverage") {
        coverage::run(sets(200), size, measuring)?;
    }
    if matches!(what, "all" | "recovery") {
        recovery::run(sets(20), measuring)?;
    }
    if matches!(what, "all" | "calibration") {
        calibration::run(sets(300), measuring)?;
    }
    if what == "tables" {
        tables::write()?;
    }
    Ok(())
}
