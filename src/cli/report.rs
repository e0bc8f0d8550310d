//! `report`.

use crate::problem::Outcome;
use crate::report::{self, Observed, ReportInput};
use crate::stats::{self, AnalysisPlan};
use std::path::{Path, PathBuf};

/// Arguments.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A cost surface.
    #[arg(value_name = "SURFACE")]
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
    let plan = match &args.plan {
        Some(path) => AnalysisPlan::load(path)?,
        None => AnalysisPlan::default()?,
    };
    let surface = super::cost::load(&args.source)?;
    let trials = args.trials.as_deref().map(stats::read_csv).transpose()?;
    let observed = trials.map(|trials| Observed::new(&surface, &trials, &plan));
    let name = file_name(&args.source);
    let html = report::html(&ReportInput { name: &name, surface: &surface, observed: observed.as_ref() });
    super::out::write_file(&args.out, "write the report", &html)?;
    if surface.simulated {
        eprintln!("SIMULATED: the participants behind this report are not people");
    }
    eprintln!("wrote {}", args.out.display());
    Ok(())
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
