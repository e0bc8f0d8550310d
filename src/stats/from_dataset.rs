//! Our own dataset as reviews to fit, without the way over a file.

use super::trial::{Said, Trial};
use crate::dataset::column::Cell as _;
use crate::dataset::{self, Dataset, TrialRow};

/// The reviews of a dataset, practice and excluded ones among them and marked.
pub fn from_dataset(dataset: &Dataset) -> Vec<Trial> {
    dataset.trials.iter().map(trial).collect()
}

fn trial(row: &TrialRow) -> Trial {
    Trial {
        participant: row.participant.clone(),
        scenario: row.scenario.clone(),
        trial: row.trial.unwrap_or(0),
        delay_secs: as_written(row.delay_secs),
        batch_size: f64::from(row.batch_size),
        planted: row.planted,
        verdict: row.verdict.map(|said| match said {
            dataset::Said::Accept => Said::Accept,
            dataset::Said::Reject => Said::Reject,
        }),
        review_secs: as_written(row.review_secs),
        timed_out: row.timed_out,
        error_index: row.error_index,
        said_index: row.said_index,
        reach: row.reach,
        said_reach: row.said_reach,
        outstanding: Some(row.outstanding),
        cues: Some(row.cues),
        practice: row.practice,
        excluded: row.excluded,
        simulated: row.simulated,
    }
}

/// As `trials.csv` has it: a study and its CSV are to give the same fit to the last bit. By way of the text, because
/// rounding a number of nanoseconds to microseconds meets ties, which decimal and binary arithmetic break differently.
fn as_written(secs: f64) -> f64 {
    secs.cell().parse().unwrap_or(secs)
}
