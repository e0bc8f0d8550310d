//! Small plans for tests.

use super::plan::{Plan, PlannedTrial};
use super::spec::{Cue, Feedback, Filler};
use crate::scenario::truth::BatchTruth;

/// A plan of these trials with nothing to read before them.
pub(crate) fn plan_of(outstanding_max: u32, trials: Vec<PlannedTrial>) -> Plan {
    Plan {
        protocol: "example".to_owned(),
        protocol_hash: String::new(),
        pack_hashes: std::collections::BTreeMap::new(),
        row: 0,
        seed: 1,
        language: "en".to_owned(),
        consent: String::new(),
        instructions: Vec::new(),
        filler: Filler::Rest,
        comprehension_attempts: 2,
        time_limit_secs: 300.0,
        feedback: Feedback::Never,
        outstanding_max,
        exclusions: Vec::new(),
        trials,
    }
}

/// A trial with this delay, a brief of 30 s and a review of 60 s.
pub(crate) fn trial_of(delay_target_secs: f64) -> PlannedTrial {
    PlannedTrial {
        practice: false,
        scenario: "example".to_owned(),
        skin: "plain".to_owned(),
        variant: "sound".to_owned(),
        window_start: 1,
        batch_size: 4,
        delay_target_secs,
        cues: Cue::None,
        questions: Vec::new(),
        expected_brief_secs: 30.0,
        expected_review_secs: 60.0,
        truth: BatchTruth { planted: None, unfamiliar: 0, amended: false },
    }
}
