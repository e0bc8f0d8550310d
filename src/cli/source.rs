//! Where reviews come from: a study's folder, or a trials.csv of any lab.

use crate::dataset;
use crate::problem::Outcome;
use crate::stats::{self, AnalysisPlan, Trial};
use crate::study::Study;
use std::path::Path;

/// Reviews, and the name under which they go.
pub(super) struct Source {
    /// The study's id, or the file's name.
    pub(super) name: String,
    /// All of them, practice and excluded ones among them and marked.
    pub(super) trials: Vec<Trial>,
}

/// The analysis plan at `path`, or the built-in one.
pub(super) fn analysis_plan(path: Option<&Path>) -> Outcome<AnalysisPlan> {
    path.map_or_else(AnalysisPlan::default, AnalysisPlan::load)
}

/// Reads the reviews of a study (a folder) or of a CSV file. A plan that states no time limit gets the study's own:
/// the longest review, which stands in for it in a CSV file, is shorter.
pub(super) fn load(source: &Path, plan: &mut AnalysisPlan) -> Outcome<Source> {
    if !is_study(source) {
        return Ok(Source { name: file_name(source), trials: stats::read_csv(source)? });
    }
    let study = Study::read(source)?;
    plan.time_limit_secs = plan.time_limit_secs.or(Some(study.protocol().protocol.time_limit_secs));
    let trials = stats::from_dataset(&dataset::collect(&study)?);
    Ok(Source { name: study.id().to_owned(), trials })
}

/// Whether `source` is a study's folder.
pub(super) fn is_study(source: &Path) -> bool {
    source.is_dir()
}

/// The last part of a path.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
