//! One participant's trials in order: everything a session needs but the stimuli's bytes.

use super::outstanding::Keep;
use super::packing::Packing;
use super::page::Page;
use super::questionnaire::{Demographic, Questionnaire};
use super::sittings::{Carried, Sittings};
use super::spec::{Breaks, Cue, Debrief, Exclusion, Feedback, Filler, OnFail, first_version};
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
    /// Which version of that text it is.
    #[serde(default = "first_version")]
    pub consent_version: String,
    /// What is asked of the participant's person, in codes.
    #[serde(default)]
    pub demographics: Vec<Demographic>,
    /// Pages before the first trial.
    pub instructions: Vec<Page>,
    /// What fills a delay.
    pub filler: Filler,
    /// Rounds of comprehension questions after which a trial goes on all the same.
    pub comprehension_attempts: u32,
    /// A review that takes longer is ended, seconds.
    pub time_limit_secs: f64,
    /// What is told after a review.
    pub feedback: Feedback,
    /// How many briefs may be outstanding at once; where that changes within the participant, the most there ever are.
    pub outstanding_max: u32,
    /// Whether the study varies that, within or between participants.
    #[serde(default, skip_serializing_if = "is_false")]
    pub outstanding_varies: bool,
    /// What gives way where so many cannot be kept outstanding without a review coming late.
    #[serde(default, skip_serializing_if = "Keep::is_delays")]
    pub keep: Keep,
    /// How trials are packed into each other's delays; none in plans of old and where the protocol says nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packing: Option<Packing>,
    /// When a review is not to be analysed.
    pub exclusions: Vec<Exclusion>,
    /// When practice is passed.
    #[serde(default)]
    pub practice: PracticeRule,
    /// How often the participant comes.
    #[serde(default, skip_serializing_if = "Sittings::is_one")]
    pub sittings: Sittings,
    /// The sitting that this plan is as of, from 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub sitting: u32,
    /// The briefs of the sitting before whose reviews open this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub carried: Vec<Carried>,
    /// Breaks between blocks.
    #[serde(default)]
    pub breaks: Breaks,
    /// What is asked beside the reviews.
    #[serde(default)]
    pub questionnaires: Vec<Questionnaire>,
    /// What the participant is told at the end.
    #[serde(default)]
    pub debrief: Debrief,
    /// Practice first, then main trials, in the order in which their briefs are given.
    pub trials: Vec<PlannedTrial>,
}

fn one() -> u32 {
    1
}

fn is_one(sitting: &u32) -> bool {
    *sitting == 1
}

/// When practice is passed, and what happens where it is not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticeRule {
    /// A round with at least so many right verdicts is passed; 0: there is nothing to pass.
    pub criterion_correct: u32,
    /// What happens after a last round that was not.
    pub on_fail: OnFail,
}

impl PracticeRule {
    /// Whether there is something to pass.
    pub fn has_criterion(&self) -> bool {
        self.criterion_correct > 0
    }
}

impl Plan {
    /// How many briefs may be outstanding at once while this trial is among them.
    pub fn outstanding_max_at(&self, trial: &PlannedTrial) -> u32 {
        trial.outstanding_max.unwrap_or(self.outstanding_max)
    }

    /// Whether participants see which agents are at work: where there may be more than one, or are for others of the study.
    pub fn has_board(&self) -> bool {
        self.outstanding_varies || self.outstanding_max > 1
    }

    /// Rounds of practice that there are at most.
    pub fn practice_rounds(&self) -> u32 {
        self.trials.iter().filter(|trial| trial.practice).map(|trial| trial.block).max().unwrap_or(0)
    }

    /// Trials that a session must hold: all but the rounds of practice that are skipped after one that was passed.
    pub fn least_trials(&self) -> u32 {
        let repeated =
            |trial: &&PlannedTrial| self.practice.has_criterion() && trial.practice && trial.block > 1;
        (self.trials.len() - self.trials.iter().filter(repeated).count()) as u32
    }
}

/// One trial.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlannedTrial {
    /// Whether it is practice.
    pub practice: bool,
    /// The round of practice or the block of main trials that it belongs to, each from 1; 0 in plans of old.
    #[serde(default)]
    pub block: u32,
    /// The sitting in which its brief is given, from 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub sitting: u32,
    /// Whether its review opens the next sitting.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub later: bool,
    /// Whether it is an attention check: its batch is sound but for its last decision, which anybody sees to be wrong.
    #[serde(default)]
    pub attention_check: bool,
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
    /// How many briefs may be outstanding at once while it is among them, where that changes within the participant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outstanding_max: Option<u32>,
    /// Indices into the pack's comprehension questions, from 0.
    pub questions: Vec<u32>,
    /// How long the brief and its check are expected to take, seconds.
    pub expected_brief_secs: f64,
    /// How long review, verdict and confidence are expected to take, seconds.
    pub expected_review_secs: f64,
    /// What is true of the batch.
    pub truth: BatchTruth,
}

impl PlannedTrial {
    /// Whether its review can be analysed: neither practice nor an attention check.
    pub fn is_main(&self) -> bool {
        !self.practice && !self.attention_check
    }
}

fn is_false(flag: &bool) -> bool {
    !*flag
}
