//! Where a fit's reviews come from: a study's folder, or a trials.csv of any lab.

use crate::dataset;
use crate::problem::Outcome;
use crate::stats::{self, AnalysisPlan, Trial};
use crate::study::Study;
use std::path::Path;

/// Reviews and the name under which they go.
pub(super) struct Reviews {
    /// The study's id, or the file's name.
    pub(super) name: String,
    /// All of them, practice and excluded ones included.
    pub(super) trials: Vec<Trial>,
}

/// The analysis plan at `path`, or the built-in one.
pub(super) fn analysis_plan(path: Option<&Path>) -> Outcome<AnalysisPlan> {
    path.map_or_else(AnalysisPlan::default, AnalysisPlan::load)
}

/// Reads a study or a CSV file. A study's protocol states the time limit where the plan leaves it open.
pub(super) fn load(source: &Path, plan: &mut AnalysisPlan) -> Outcome<Reviews> {
    if !source.is_dir() {
        return Ok(Reviews { name: file_name(source), trials: stats::read_csv(source)? });
    }
    let study = Study::read(source)?;
    plan.time_limit_secs = plan.time_limit_secs.or(Some(study.protocol().protocol.time_limit_secs));
    let trials = stats::from_dataset(&dataset::collect(&study)?);
    Ok(Reviews { name: study.id().to_owned(), trials })
}

/// The last part of a path.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
