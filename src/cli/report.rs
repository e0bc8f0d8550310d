//! `report`.

use super::source;
use crate::problem::Outcome;
use crate::report::{self, Observed, ReportInput};
use crate::stats::{self, AnalysisPlan};
use std::path::{Path, PathBuf};

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
    /// Where the report goes.
    #[arg(long, value_name = "FILE", default_value = "report.html")]
    out: PathBuf,
}

pub(crate) fn run(_context: &super::Context, args: Args) -> Outcome<()> {
    let mut plan = match &args.plan {
        Some(path) => AnalysisPlan::load(path)?,
        None => AnalysisPlan::default()?,
    };
    let (surface, trials) = if source::is_study(&args.source) {
        let trials = source::trials(&args.source, &mut plan)?;
        (
            super::fit::fit(&trials, &plan, plan.seed).map_err(|problem| problem.in_file(&args.source))?,
            Some(trials),
        )
    } else {
        (super::cost::load(&args.source)?, args.trials.as_deref().map(stats::read_csv).transpose()?)
    };
    let observed = trials.map(|trials| Observed::new(&surface, &trials, &plan));
    let name = file_name(&args.source);
    let html = report::html(&ReportInput { name: &name, surface: &surface, observed: observed.as_ref() });
    crate::whole_file::write(&args.out, html.as_bytes(), "the report")?;
    if surface.simulated {
        eprintln!("SIMULATED: the participants behind this report are not people");
    }
    eprintln!("wrote {}", args.out.display());
    Ok(())
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
