//! A million reviews by five hundred people: how long the preview and the penalised fit take, and how much memory.
//!
//! `cargo bench --bench large` prints it; `-- 100000` takes so many reviews.

use std::ops::ControlFlow;
use std::time::Instant;
use tightloop::problem::Outcome;
use tightloop::stats::generate::{Design, reviews, truth};
use tightloop::stats::parameters::GridSpec;
use tightloop::stats::{self, AnalysisPlan};

fn main() -> Outcome<()> {
    // `cargo test --benches` runs this too, without arguments of ours: then few reviews are enough.
    let measuring = std::env::args().any(|argument| argument == "--bench");
    let asked = std::env::args().filter_map(|argument| argument.parse().ok()).next();
    let count: usize = asked.unwrap_or(if measuring { 1_000_000 } else { 2_000 });
    let people = (count / 200).clamp(2, 500);
    let design = Design {
        people,
        trials_each: count / people,
        items: 12,
        delays: vec![0.0, 60.0, 300.0, 900.0],
        batch_sizes: vec![1.0, 4.0, 8.0, 16.0],
        time_limit_secs: 900.0,
    };
    let mut truth = truth(&design, 1);
    // Nobody gets quicker by so much over thousands of reviews.
    truth.practice_linear = 0.0;
    let trials = reviews(&design, &truth, 2);
    let mut plan = AnalysisPlan::default()?;
    plan.time_limit_secs = Some(design.time_limit_secs);
    println!("{} reviews by {people} people: {:.0} MB in memory", trials.len(), peak_megabytes());
    let begun = Instant::now();
    let fit = stats::fit_penalised(&trials, &plan, 1, &mut |_| ControlFlow::Continue(()))?;
    println!(
        "penalised fit with intervals: {:.1} s; {:.0} MB at the most",
        begun.elapsed().as_secs_f64(),
        peak_megabytes()
    );
    let Some(support) = design.support() else { return Ok(()) };
    let grid = GridSpec {
        support,
        delays: &design.delays,
        batch_sizes: &design.batch_sizes,
        time_limit_secs: design.time_limit_secs,
    };
    let exact = truth.cells(&grid).cost_secs(&plan.prices);
    let cost = &fit.surface.grid.cost_secs;
    let off = |i: usize, j: usize| 100.0 * (cost.mean[i][j] / exact[i][j] - 1.0);
    let (last, widest) = (design.delays.len() - 1, design.batch_sizes.len() - 1);
    println!(
        "C at the corners is off by {:+.2}, {:+.2}, {:+.2}, {:+.2} %",
        off(0, 0),
        off(0, widest),
        off(last, 0),
        off(last, widest)
    );
    Ok(())
}

/// The most memory that this process ever held; 0 where the system does not say.
fn peak_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<f64>().ok());
    kilobytes.unwrap_or_default() / 1024.0
}
