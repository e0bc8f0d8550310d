//! How long a whole demo takes, and how honest its intervals are: `cargo bench --bench demo`.
//!
//! 1. Seconds of `tightloop demo` with 24 SIMULATED participants on `lab`, fit and report included.
//! 2. Over 20 seeds, the share of cells whose 90 % interval holds the true C, and the mean relative error a cell.
//!
//! `SEEDS=5 cargo bench --bench demo` looks at fewer.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;
use std::time::Instant;
use tightloop::problem::Outcome;
use tightloop::scenario::Library;
use tightloop::simulate::{self, Coverage, CoveredCell, true_surface};
use tightloop::stats::{self, AnalysisPlan};
use tightloop::surface::CostSurface;
use tightloop::{dataset, protocol};

const PARTICIPANTS: u32 = 24;
const TRUTH_REPS: u32 = 400;

fn main() -> Outcome<()> {
    println!("demo with {PARTICIPANTS} SIMULATED participants on lab: {:.1} s", demo_secs());
    let seeds = std::env::var("SEEDS").ok().and_then(|text| text.parse().ok()).unwrap_or(20);
    let library = Library::embedded()?;
    let mut cells: BTreeMap<String, Vec<CoveredCell>> = BTreeMap::new();
    for seed in 1..=seeds {
        let (coverage, surface) = study(seed, &library)?;
        println!("seed {seed:>2}: {:.0} % of cells covered, {}", 100.0 * coverage.share, surface.model.kind);
        for cell in coverage.cells {
            let name = format!("{:>6.0} s x {:>2}", cell.delay_secs, cell.batch_size);
            cells.entry(name).or_default().push(cell);
        }
    }
    report(&cells);
    Ok(())
}

/// Wall-clock seconds of the whole way.
fn demo_secs() -> f64 {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let start = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_tightloop"))
        .args(["demo", "--participants", &PARTICIPANTS.to_string(), "--out"])
        .arg(dir.path().join("demo"))
        .status()
        .expect("the program starts");
    assert!(status.success(), "the demo failed");
    start.elapsed().as_secs_f64()
}

/// One simulated study, fitted and held against the truth.
fn study(seed: u64, library: &Library) -> Outcome<(Coverage, CostSurface)> {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let loaded = protocol::load(Path::new("lab"))?;
    let mut study = simulate::begin_or_go_on(&dir.path().join("study"), &loaded, library)?;
    simulate::run(&mut study, library, PARTICIPANTS, seed, &|_| {})?;
    let trials = stats::from_dataset(&dataset::collect(&study)?);
    let plan =
        AnalysisPlan { time_limit_secs: Some(loaded.protocol.time_limit_secs), ..AnalysisPlan::default()? };
    let surface = stats::fit(&trials, &plan, seed, &mut |_| ControlFlow::Continue(()))?.surface;
    let sizes: Vec<u32> = surface.grid.batch_size.iter().map(|size| size.round() as u32).collect();
    let grid = &surface.grid;
    let truth = true_surface(&study, library, seed, TRUTH_REPS, &grid.delay_secs, &sizes, surface.prices)?;
    let error = truth
        .cost_error_secs
        .iter()
        .zip(&truth.cost_secs)
        .flat_map(|(errors, costs)| errors.iter().zip(costs).map(|(error, cost)| error / cost));
    let largest = error.fold(0.0, f64::max);
    assert!(largest < 0.03, "the truth itself is uncertain by {:.1} %", 100.0 * largest);
    Ok((Coverage::of(&surface, &truth), surface))
}

fn report(cells: &BTreeMap<String, Vec<CoveredCell>>) {
    println!(
        "\n{:>14} {:>6} {:>8} {:>8} {:>9} {:>7}",
        "cell", "true C", "mean C", "bias", "half 90 %", "covered"
    );
    let (mut covered, mut all) = (0_usize, 0_usize);
    for (name, seen) in cells {
        let n = seen.len() as f64;
        let mean = |value: &dyn Fn(&CoveredCell) -> f64| seen.iter().map(value).sum::<f64>() / n;
        let hits = seen.iter().filter(|cell| cell.covered).count();
        (covered, all) = (covered + hits, all + seen.len());
        println!(
            "{name:>14} {:>6.0} {:>8.0} {:>+7.1}% {:>8.1}% {:>6.0}%",
            mean(&|cell| cell.true_secs),
            mean(&|cell| cell.mean_secs),
            100.0 * mean(&CoveredCell::bias),
            100.0 * mean(&|cell| (cell.q95_secs - cell.q05_secs) / 2.0 / cell.true_secs),
            100.0 * hits as f64 / n,
        );
    }
    println!(
        "\ncovered in all: {:.1} % of {all} cells (90 % intervals)",
        100.0 * covered as f64 / all as f64
    );
}
