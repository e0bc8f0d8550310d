//! The dataset: tidy tables, derived from a study's journals alone.
//!
//! Each table is declared once ([`tables`]); its struct, its CSV header and its part of the codebook come from that
//! declaration. Columns never vary with what a participant did; missing is empty; what simulated participants did says so
//! in every table. No pack and no clock is needed: a journal's first line holds the plan.
//!
//! `trials.csv` is what is fitted: one row a review that ended, in the order in which they ended.

mod answers;
mod collect;
pub mod column;
mod decision;
mod export;
mod sitting;
pub mod tables;
mod trial;
mod words;

pub use collect::collect;
pub use tables::{DecisionRow, EventRow, ParticipantRow, QuestionnaireRow, SessionRow, TrialRow};
pub use words::{DelayClock, ExclusionReason, ReviewOutcome, Said, Standing};

/// A study's tables.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    /// The study's id.
    pub study: String,
    /// Whether the participants are SIMULATED.
    pub simulated: bool,
    /// BLAKE3 of the protocol.
    pub protocol_hash: String,
    /// One row a review.
    pub trials: Vec<TrialRow>,
    /// One row a decision of a review.
    pub decisions: Vec<DecisionRow>,
    /// One row an event.
    pub events: Vec<EventRow>,
    /// One row a session.
    pub sessions: Vec<SessionRow>,
    /// One row a participant.
    pub participants: Vec<ParticipantRow>,
    /// One row an answer or a score.
    pub questionnaires: Vec<QuestionnaireRow>,
}
