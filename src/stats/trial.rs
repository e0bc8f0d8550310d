//! One review as the statistics see it.

use crate::protocol::spec::Cue;
use crate::scenario::truth::Reach;

/// What a person said of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Said {
    /// All of it stands.
    Accept,
    /// Something is wrong.
    Reject,
}

/// One review. Practice and excluded reviews may be among them: a fit leaves them out and counts them.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// The participant's code.
    pub participant: String,
    /// The scenario's id: the item.
    pub scenario: String,
    /// The participant's rank of this review, from 1; 0 for practice.
    pub trial: u32,
    /// d as it happened, seconds.
    pub delay_secs: f64,
    /// m, decisions.
    pub batch_size: f64,
    /// Whether the batch holds a planted error.
    pub planted: bool,
    /// The verdict; None where the time ran out.
    pub verdict: Option<Said>,
    /// Review time, seconds; the limit where the time ran out.
    pub review_secs: f64,
    /// Whether the time ran out.
    pub timed_out: bool,
    /// Place of the planted error in the batch, from 1.
    pub error_index: Option<u32>,
    /// The decision that was named, from 1.
    pub said_index: Option<u32>,
    /// What it takes to mend the error.
    pub reach: Option<Reach>,
    /// What the participant said it takes.
    pub said_reach: Option<Reach>,
    /// Other briefs outstanding when the review began; None where nobody counted.
    pub outstanding: Option<u32>,
    /// The automatic checks on show; None where the data do not say.
    pub cues: Option<Cue>,
    /// Practice.
    pub practice: bool,
    /// Taken out by a rule declared before data.
    pub excluded: bool,
    /// The participant was SIMULATED.
    pub simulated: bool,
}

impl Trial {
    /// Whether the right decision was named; None unless this is a hit whose two places are known.
    pub fn located(&self) -> Option<bool> {
        if !self.planted || self.verdict != Some(Said::Reject) {
            return None;
        }
        Some(self.error_index? == self.said_index?)
    }

    /// Whether the reach was named rightly; None unless this is a hit of which both are known.
    pub fn reach_right(&self) -> Option<bool> {
        if !self.planted || self.verdict != Some(Said::Reject) {
            return None;
        }
        Some(self.reach? == self.said_reach?)
    }
}
