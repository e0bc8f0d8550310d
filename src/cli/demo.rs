//! `demo`: a whole study with simulated participants, from the protocol to the report.

use super::Context;
use super::fit::{fit, write_checks};
use super::simulate::{bar, show};
use crate::dataset;
use crate::problem::{Outcome, Problem};
use crate::protocol;
use crate::report::{self, Observed, ReportInput};
use crate::scenario::Library;
use crate::simulate::{self, Coverage, TrueSurface, true_surface};
use crate::stats::{self, AnalysisPlan, Fit};
use crate::study::Study;
use crate::surface::CostSurface;
use crate::whole_file;
use std::path::{Path, PathBuf};

/// Reviews a person, cell and kind of batch behind the true C: a Monte-Carlo error of 1 to 2 %.
const TRUTH_REPS: u32 = 400;

/// Arguments.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder to fill; a new one unless given.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// A protocol file, or the name of a built-in one.
    #[arg(long, value_name = "PROTOCOL", default_value = "lab")]
    protocol: PathBuf,
    /// How many simulated people take part.
    #[arg(long, value_name = "N", default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..=9_999))]
    participants: u32,
    /// What the people are drawn from.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Prints the result as JSON.
    #[arg(long)]
    json: bool,
}

impl Default for Args {
    fn default() -> Self {
        Self { out: None, protocol: "lab".into(), participants: 24, seed: 1, json: false }
    }
}

pub(crate) fn run(context: &Context, args: Args) -> Outcome<()> {
    let library = Library::with_folder(context.scenarios.as_deref())?;
    let dir = args.out.clone().unwrap_or_else(fresh_folder);
    let went_on = dir.join("study").join(simulate::SIMULATION_FILE).exists();
    let study = simulated_study(&dir.join("study"), &args, &library)?;
    eprintln!("collecting the data");
    if went_on {
        remove_tables(&dir.join("csv"))?;
    }
    let data = dataset::collect(&study)?;
    data.write_csv(dir.join("csv"))?;
    let trials = stats::from_dataset(&data);
    let plan = analysis_plan(&study)?;
    eprintln!("fitting {} models to {} reviews", plan.models.len(), trials.len());
    let Fit { surface, checks, .. } = fit(&trials, &plan, args.seed)?;
    whole_file::write_surface(&dir.join("cost-surface.json"), &surface)?;
    if let Some(checks) = &checks {
        write_checks(&dir.join("checks.json"), checks)?;
    }
    let observed = Observed::new(&surface, &trials, &plan);
    let page = ReportInput {
        name: study.id(),
        surface: &surface,
        observed: Some(&observed),
        checks: checks.as_ref(),
    };
    whole_file::write(&dir.join("report.html"), report::html(&page).as_bytes(), "the report")?;
    eprintln!("working out what is true of these simulated people");
    let truth = truth_of(&study, &library, &surface, args.seed)?;
    let coverage = Coverage::of(&surface, &truth);
    if args.json {
        return super::say_json(&serde_json::json!({
            "simulated": true,
            "out": dir,
            "seed": args.seed,
            "participants": args.participants,
            "surface": surface.grid,
            "truth": truth,
            "coverage": coverage,
        }));
    }
    super::say(summary(&dir, &surface, &coverage))
}

/// A study in which everybody has taken part.
fn simulated_study(dir: &Path, args: &Args, library: &Library) -> Outcome<Study> {
    let loaded = protocol::load(&args.protocol)?;
    let mut study = simulate::begin_or_go_on(dir, &loaded, library)?;
    let bar = bar(args.participants);
    simulate::run(&mut study, library, args.participants, args.seed, &|progress| show(&bar, progress))?;
    bar.finish_and_clear();
    Ok(study)
}

/// Tables of an earlier demo of this very study make way for those of all of it.
fn remove_tables(dir: &Path) -> Outcome<()> {
    match std::fs::remove_dir_all(dir) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Problem::io(dir, "replace an earlier demo's tables", &error))
        }
        _ => Ok(()),
    }
}

/// The built-in analysis plan, at the protocol's own time limit.
fn analysis_plan(study: &Study) -> Outcome<AnalysisPlan> {
    let mut plan = super::source::analysis_plan(None)?;
    plan.time_limit_secs = plan.time_limit_secs.or(Some(study.protocol().protocol.time_limit_secs));
    Ok(plan)
}

/// The true surface at the points of the fitted one.
fn truth_of(study: &Study, library: &Library, surface: &CostSurface, seed: u64) -> Outcome<TrueSurface> {
    let sizes: Vec<u32> = surface.grid.batch_size.iter().map(|size| size.round() as u32).collect();
    true_surface(study, library, seed, TRUTH_REPS, &surface.grid.delay_secs, &sizes, surface.prices)
}

/// A folder that is not there yet: under `data/` where that is, else here.
fn fresh_folder() -> PathBuf {
    let first = if Path::new("data").is_dir() { "data/demo" } else { "tightloop-demo" };
    let names = std::iter::once(first.to_owned()).chain((2..).map(|number| format!("{first}-{number}")));
    names.map(PathBuf::from).find(|name| !name.exists()).unwrap_or_else(|| first.into())
}

/// C with its 90 % intervals beside the truth.
fn summary(dir: &Path, surface: &CostSurface, coverage: &Coverage) -> String {
    let mut lines = vec![format!(
        "C(d,m) in person-seconds from {} reviews by {} SIMULATED people; 90 % intervals",
        surface.provenance.trials, surface.provenance.participants
    )];
    lines.push(format!(
        "{:>9} {:>9}   {:>7} {:>17}   {:>7}",
        "delay", "batch", "C", "90 % interval", "true C"
    ));
    for cell in &coverage.cells {
        let mark = if cell.covered { "" } else { "  outside" };
        let interval = format!("{:.0} to {:.0}", cell.q05_secs, cell.q95_secs);
        lines.push(format!(
            "{:>7.0} s {:>9}   {:>7.0} {interval:>17}   {:>7.0}{mark}",
            cell.delay_secs, cell.batch_size, cell.mean_secs, cell.true_secs
        ));
    }
    let covered = coverage.cells.iter().filter(|cell| cell.covered).count();
    lines.push(format!("the true C lies within the interval in {covered} of {} cells", coverage.cells.len()));
    lines.push(format!("report: {}", dir.join("report.html").display()));
    lines.join("\n")
}
