//! A study's reviews, without the detour over a file.

use super::trial::{Said, Trial};
use crate::dataset::column::Cell as _;
use crate::dataset::{self, Dataset, TrialRow};

/// What `trials.csv` of this dataset would give.
pub fn from_dataset(data: &Dataset) -> Vec<Trial> {
    data.trials.iter().map(trial).collect()
}

fn trial(row: &TrialRow) -> Trial {
    let said = |said| match said {
        dataset::Said::Accept => Said::Accept,
        dataset::Said::Reject => Said::Reject,
    };
    Trial {
        participant: row.participant.clone(),
        scenario: row.scenario.clone(),
        trial: row.trial.unwrap_or(0),
        delay_secs: as_written(row.delay_secs),
        batch_size: f64::from(row.batch_size),
        planted: row.planted,
        verdict: row.verdict.map(said),
        review_secs: as_written(row.review_secs),
        timed_out: row.timed_out,
        error_index: row.error_index,
        said_index: row.said_index,
        reach: row.reach,
        said_reach: row.said_reach,
        practice: row.practice,
        excluded: row.excluded,
        simulated: row.simulated,
    }
}

/// The value that stands in the CSV file, so that a study and its export are fitted to the last digit alike.
fn as_written(secs: f64) -> f64 {
    secs.cell().parse().unwrap_or(secs)
}
