//! Where reviews come from: a study's folder, or a trials.csv of any lab.

use crate::dataset;
use crate::problem::Outcome;
use crate::stats::{self, Trial};
use crate::study::Study;
use std::path::Path;

/// Reads the reviews of a study (a folder) or of a CSV file.
pub(super) fn trials(source: &Path) -> Outcome<Vec<Trial>> {
    if is_study(source) {
        return Ok(stats::from_dataset(&dataset::collect(&Study::read(source)?)?));
    }
    stats::read_csv(source)
}

/// Whether `source` is a study's folder.
pub(super) fn is_study(source: &Path) -> bool {
    source.is_dir()
}
