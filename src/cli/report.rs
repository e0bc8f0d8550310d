//! `report`.

use super::source;
use crate::problem::Outcome;
use crate::report::{self, Observed, ReportInput};
use std::path::PathBuf;

/// Arguments.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A study's folder, which is fitted for it, or a cost surface.
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
    let mut plan = source::analysis_plan(args.plan.as_deref())?;
    let (name, surface, trials) = if source::is_study(&args.source) {
        let study = source::load(&args.source, &mut plan)?;
        let surface =
            super::fit::fit(&study.trials, &plan, args.seed.unwrap_or(plan.seed)).map_err(|problem| {
                if problem.file.is_none() { problem.in_file(&args.source) } else { problem }
            })?;
        (study.name, surface, Some(study.trials))
    } else {
        let surface = super::cost::load(&args.source)?;
        let behind = args.trials.as_deref().map(|path| source::load(path, &mut plan)).transpose()?;
        (source::file_name(&args.source), surface, behind.map(|source| source.trials))
    };
    let observed = trials.map(|trials| Observed::new(&surface, &trials, &plan));
    let page = ReportInput { name: &name, surface: &surface, observed: observed.as_ref() };
    crate::whole_file::write(&args.out, report::html(&page).as_bytes(), "the report")?;
    if surface.simulated {
        eprintln!("SIMULATED: the participants behind this report are not people");
    }
    eprintln!("wrote {}", args.out.display());
    Ok(())
}
