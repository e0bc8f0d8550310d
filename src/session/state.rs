//! Where a session stands.

use super::reviewing::Reviewing;
use crate::protocol::schedule::Waiting;

/// The replay of a session's events: all of it, and nothing else.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct State {
    /// Stamp of the last event.
    pub(super) last_nanos: u64,
    pub(super) stage: Stage,
    /// Trials whose brief was chosen to be shown.
    pub(super) begun: u32,
    /// Briefs that are over and whose review was not chosen to be shown.
    pub(super) waiting: Vec<Waiting>,
    /// Reviews that ended.
    pub(super) done: u32,
    /// Filler problems answered.
    pub(super) problems: u32,
    pub(super) focused: bool,
    /// How large everything is drawn, percent.
    pub(super) text_percent: u16,
    /// Whether diffs are shown side by side.
    pub(super) side_by_side: bool,
}

/// What the participant is at.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Stage {
    Consent,
    /// `page` from 0; past the last one, the instructions are about to end.
    Instructions {
        page: u32,
    },
    /// `round` counts the rounds of questions that failed.
    Brief {
        trial: u32,
        round: u32,
        shown: bool,
    },
    Questions {
        trial: u32,
        round: u32,
        question: u32,
        all_right: bool,
    },
    /// Between the last answer and the brief's end: never seen but by a journal that tore just there.
    BriefOver {
        trial: u32,
        passed: bool,
    },
    Filler {
        until_nanos: u64,
        announced: bool,
    },
    Review(Reviewing),
    Confidence {
        trial: u32,
        timed_out: bool,
        correct: bool,
    },
    Feedback {
        trial: u32,
        correct: bool,
    },
    /// Nothing is left to do, and the end is about to be recorded.
    Closing,
    Done {
        complete: bool,
    },
}

impl Default for State {
    fn default() -> Self {
        Self {
            last_nanos: 0,
            stage: Stage::Consent,
            begun: 0,
            waiting: Vec::new(),
            done: 0,
            problems: 0,
            focused: true,
            text_percent: 100,
            side_by_side: false,
        }
    }
}

impl Stage {
    /// The trial whose review a crash would interrupt now.
    pub(super) fn interruptible(&self) -> Option<u32> {
        match self {
            Self::Review(review) if review.is_visible() || review.resumed => Some(review.trial),
            _ => None,
        }
    }

    /// The trial whose review is visible or has just ended.
    pub(super) fn reviewed(&self) -> Option<u32> {
        match self {
            Self::Review(review) => review.is_visible().then_some(review.trial),
            Self::Confidence { trial, .. } => Some(*trial),
            _ => None,
        }
    }

    /// The trial that this stage is about.
    pub(super) fn trial(&self) -> Option<u32> {
        match self {
            Self::Brief { trial, .. }
            | Self::Questions { trial, .. }
            | Self::BriefOver { trial, .. }
            | Self::Confidence { trial, .. }
            | Self::Feedback { trial, .. } => Some(*trial),
            Self::Review(review) => Some(review.trial),
            Self::Consent
            | Self::Instructions { .. }
            | Self::Filler { .. }
            | Self::Closing
            | Self::Done { .. } => None,
        }
    }
}

impl State {
    pub(super) fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Done { .. })
    }
}
