//! One participant's trials in order: everything a session needs but the stimuli's bytes.

use super::spec::{Cue, Exclusion, Feedback, Filler};
use crate::scenario::truth::BatchTruth;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One participant's plan. Pure data: the same protocol, packs and row give the same bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The protocol's id.
    pub protocol: String,
    /// BLAKE3 of the protocol file.
    pub protocol_hash: String,
    /// Pack id → BLAKE3 of the pack, for every pack that a trial uses.
    pub pack_hashes: BTreeMap<String, String>,
    /// Row of the counterbalancing, from 0.
    pub row: u32,
    /// Seed of everything random in this plan and of its session's filler tasks.
    pub seed: u64,
    /// Language of the participant's screens.
    pub language: String,
    /// What the participant agrees to.
    pub consent: String,
    /// Pages before the first trial.
    pub instructions: Vec<String>,
    /// What fills a delay.
    pub filler: Filler,
    /// Rounds of comprehension questions after which a trial goes on all the same.
    pub comprehension_attempts: u32,
    /// A review that takes longer is ended, seconds.
    pub time_limit_secs: f64,
    /// What is told after a review.
    pub feedback: Feedback,
    /// How many briefs may be outstanding at once.
    pub outstanding_max: u32,
    /// When a review is not to be analysed.
    pub exclusions: Vec<Exclusion>,
    /// Practice first, then main trials, in the order in which their briefs are given.
    pub trials: Vec<PlannedTrial>,
}

/// One trial.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlannedTrial {
    /// Whether it is practice.
    pub practice: bool,
    /// Pack id.
    pub scenario: String,
    /// Skin id.
    pub skin: String,
    /// Variant id.
    pub variant: String,
    /// The batch's first decision in the trajectory, from 1.
    pub window_start: u32,
    /// m.
    pub batch_size: u32,
    /// Target of d, seconds.
    pub delay_target_secs: f64,
    /// What automation shows.
    pub cues: Cue,
    /// Indices into the pack's comprehension questions, from 0.
    pub questions: Vec<u32>,
    /// How long the brief and its check are expected to take, seconds.
    pub expected_brief_secs: f64,
    /// How long review, verdict and confidence are expected to take, seconds.
    pub expected_review_secs: f64,
    /// What is true of the batch.
    pub truth: BatchTruth,
}
