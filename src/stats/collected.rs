//! Reviews from a study's own dataset, without the way over a file.

use super::trial::{Said, Trial};
use crate::dataset::{self, Dataset, TrialRow};

/// A dataset's reviews. Practice and excluded ones are among them, marked.
pub fn from_dataset(dataset: &Dataset) -> Vec<Trial> {
    dataset.trials.iter().map(trial).collect()
}

fn trial(row: &TrialRow) -> Trial {
    Trial {
        participant: row.participant.clone(),
        scenario: row.scenario.clone(),
        trial: row.trial.unwrap_or(0),
        delay_secs: to_the_microsecond(row.delay_secs),
        batch_size: f64::from(row.batch_size),
        planted: row.planted,
        verdict: row.verdict.map(|said| match said {
            dataset::Said::Accept => Said::Accept,
            dataset::Said::Reject => Said::Reject,
        }),
        review_secs: to_the_microsecond(row.review_secs),
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

/// As `trials.csv` has it: a study and its exported table then give the same fit, down to the hash of the rows.
fn to_the_microsecond(secs: f64) -> f64 {
    (secs * 1e6).round() / 1e6
}
