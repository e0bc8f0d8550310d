//! Whether the fit of record can be believed: calibration by simulation, coverage of its intervals, recovery of C where
//! the truth is not the model. Writes `analysis/validation/<what>.json` and prints the tables.
//!
//! `cargo bench --bench validation` does all of it (about an hour on 2 cores); `-- calibration 50`, `-- coverage 40` and
//! `-- recovery 4` do one with so many data sets.

mod calibration;
mod coverage;
mod recovery;

use serde_json::Value;
use std::path::Path;
use std::time::Instant;
use tightloop::problem::{Outcome, Problem};
use tightloop::stats::generate::Design;
use tightloop::stats::{self, AnalysisPlan, Fit, Trial};

/// Six people with thirty reviews each.
const TEAM: (&str, usize, usize, usize) = ("team", 6, 30, 6);
/// Twenty-four with forty.
const LAB: (&str, usize, usize, usize) = ("lab", 24, 40, 10);

fn design((_, people, trials_each, items): (&str, usize, usize, usize)) -> Design {
    Design {
        people,
        trials_each,
        items,
        delays: vec![0.0, 60.0, 300.0, 900.0],
        batch_sizes: vec![1.0, 4.0, 8.0, 16.0],
        time_limit_secs: 900.0,
    }
}

/// The built-in plan at a design's time limit.
fn plan(design: &Design, models: usize) -> Outcome<AnalysisPlan> {
    let mut plan = AnalysisPlan::default()?;
    plan.time_limit_secs = Some(design.time_limit_secs);
    plan.models.truncate(models);
    Ok(plan)
}

fn fit(trials: &[Trial], plan: &AnalysisPlan, seed: u64) -> Outcome<Fit> {
    stats::fit(trials, plan, seed, &mut |_| std::ops::ControlFlow::Continue(()))
}

/// Says how far a study of many fits has come.
struct Progress {
    what: &'static str,
    of: usize,
    begun: Instant,
}

impl Progress {
    fn new(what: &'static str, of: usize) -> Self {
        Self { what, of, begun: Instant::now() }
    }

    fn say(&self, done: usize) {
        let secs = self.begun.elapsed().as_secs_f64();
        let left = secs / done.max(1) as f64 * (self.of - done) as f64;
        if done.is_multiple_of(10) || done == self.of {
            eprintln!("{}: {done} of {}, {secs:.0} s, {left:.0} s left", self.what, self.of);
        }
    }
}

/// Writes `analysis/validation/<name>.json`.
fn write(name: &str, value: &Value) -> Outcome<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("analysis/validation/{name}.json"));
    let text = format!("{value:#}\n");
    std::fs::write(&path, text).map_err(|error| Problem::io(&path, "write", &error))
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
    if matches!(what, "all" | "calibration") {
        calibration::run(sets(300), measuring)?;
    }
    if matches!(what, "all" | "coverage") {
        coverage::run(sets(200), measuring)?;
    }
    if matches!(what, "all" | "recovery") {
        recovery::run(sets(10), measuring)?;
    }
    Ok(())
}
