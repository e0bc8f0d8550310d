//! Where reviews come from: a study's folder, or a trials.csv of any lab.

use crate::dataset;
use crate::problem::Outcome;
use crate::stats::{self, AnalysisPlan, Trial};
use crate::study::Study;
use std::path::Path;

/// Reads the reviews of a study (a folder) or of a CSV file. A plan that states no time limit gets the study's own:
/// the longest review, which stands in for it in a CSV file, is shorter.
pub(super) fn trials(source: &Path, plan: &mut AnalysisPlan) -> Outcome<Vec<Trial>> {
    if !is_study(source) {
        return stats::read_csv(source);
    }
    let study = Study::read(source)?;
    let limit = study.protocol().protocol.time_limit_secs;
    plan.time_limit_secs = plan.time_limit_secs.or(Some(limit));
    Ok(stats::from_dataset(&dataset::collect(&study)?))
}

/// Whether `source` is a study's folder.
pub(super) fn is_study(source: &Path) -> bool {
    source.is_dir()
}
