//! `report`.

use super::reviews::{self, Reviews};
use crate::problem::Outcome;
use crate::report::{self, Observed, ReportInput};
use std::path::PathBuf;

/// Arguments.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A study's folder (it is fitted first), or a cost surface.
    #[arg(value_name = "STUDY|SURFACE")]
    source: PathBuf,
    /// The trials.csv behind a cost surface: what was observed is put beside the fit.
    #[arg(long, value_name = "FILE")]
    trials: Option<PathBuf>,
    /// The analysis plan; the built-in analysis/default.ron unless another is named.
    #[arg(long, value_name = "FILE")]
    plan: Option<PathBuf>,
    /// Seed of every draw of a study's fit; the analysis plan's unless another is given.
    #[arg(long)]
    seed: Option<u64>,
    /// Where the report goes.
    #[arg(long, value_name = "FILE", default_value = "report.html")]
    out: PathBuf,
}

pub(crate) fn run(_context: &super::Context, args: Args) -> Outcome<()> {
    let mut plan = reviews::analysis_plan(args.plan.as_deref())?;
    let (name, surface, trials) = if args.source.is_dir() {
        let Reviews { name, trials } = reviews::load(&args.source, &mut plan)?;
        let surface = super::fit::fit(&trials, &plan, args.seed.unwrap_or(plan.seed)).map_err(|problem| {
            if problem.file.is_none() { problem.in_file(&args.source) } else { problem }
        })?;
        (name, surface, Some(trials))
    } else {
        let surface = super::cost::load(&args.source)?;
        let trials = args.trials.as_deref().map(|path| reviews::load(path, &mut plan)).transpose()?;
        (reviews::file_name(&args.source), surface, trials.map(|reviews| reviews.trials))
    };
    let observed = trials.map(|trials| Observed::new(&surface, &trials, &plan));
    let page = ReportInput { name: &name, surface: &surface, observed: observed.as_ref() };
    super::out::write_file(&args.out, "write the report", &report::html(&page))?;
    if surface.simulated {
        eprintln!("SIMULATED: the participants behind this report are not people");
    }
    eprintln!("wrote {}", args.out.display());
    Ok(())
}
