//! `report`.

use super::source;
use crate::problem::{Outcome, Problem};
use crate::report::{self, Observed, ReportInput};
use crate::stats::Fit;
use crate::stats::checks::{CHECKS_FORMAT, PosteriorChecks};
use crate::surface::CostSurface;
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
    /// The checks that `fit --checks` wrote with a cost surface; a study's are worked out.
    #[arg(long, value_name = "FILE")]
    checks: Option<PathBuf>,
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
    let (name, surface, trials, checks) = if source::is_study(&args.source) {
        let study = source::load(&args.source, &mut plan)?;
        let Fit { surface, checks, .. } =
            super::fit::fit(&study.trials, &plan, args.seed.unwrap_or(plan.seed)).map_err(|problem| {
                if problem.file.is_none() { problem.in_file(&args.source) } else { problem }
            })?;
        (study.name, surface, Some(study.trials), checks)
    } else {
        let surface = super::cost::load(&args.source)?;
        let behind = args.trials.as_deref().map(|path| source::load(path, &mut plan)).transpose()?;
        let checks = args.checks.as_deref().map(|path| read_checks(path, &surface)).transpose()?;
        (source::file_name(&args.source), surface, behind.map(|source| source.trials), checks)
    };
    let observed = trials.map(|trials| Observed::new(&surface, &trials, &plan));
    let page =
        ReportInput { name: &name, surface: &surface, observed: observed.as_ref(), checks: checks.as_ref() };
    crate::whole_file::write(&args.out, report::html(&page).as_bytes(), "the report")?;
    super::cost::warn(&surface);
    eprintln!("wrote {}", args.out.display());
    Ok(())
}

/// Checks that belong to this surface.
fn read_checks(path: &Path, surface: &CostSurface) -> Outcome<PosteriorChecks> {
    let text = std::fs::read_to_string(path).map_err(|error| Problem::io(path, "read the checks", &error))?;
    let checks: PosteriorChecks = serde_json::from_str(&text).map_err(|error| {
        Problem::new(format!("no checks of a fit: {error}"))
            .in_file(path)
            .todo("give the file that `fit --checks` wrote")
    })?;
    let belongs = checks.format == CHECKS_FORMAT
        && checks.model == surface.model.id
        && checks.seed == surface.provenance.seed
        && checks.dataset_blake3 == surface.provenance.dataset_blake3;
    if belongs {
        return Ok(checks);
    }
    Err(Problem::new("these checks are of another fit than this surface")
        .in_file(path)
        .todo("run `fit --checks` again, and give what it wrote together"))
}
