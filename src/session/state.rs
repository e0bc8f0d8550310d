//! Where a session stands.

use super::asking::{Question, Sheet};
use super::back::Back;
use super::reviewing::Reviewing;
use super::screen::Ending;
use super::script::Script;
use crate::protocol::plan::Plan;
use crate::protocol::queue::Queue;

/// The replay of a session's events: all of it, and nothing else.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct State {
    /// Stamp of the last event.
    pub(super) last_nanos: u64,
    pub(super) stage: Stage,
    /// The part of the session's course that is under way, from 0; see [`crate::protocol::course`].
    pub(super) part: u32,
    /// What was begun, what waits, and how fast this person is.
    pub(super) queue: Queue,
    /// The trial that each agent has, in the order of their letters; none where it is free.
    pub(super) agents: Vec<Option<u32>>,
    /// When the present brief or review came up, as long as nothing interrupted it.
    pub(super) turn_since: Option<u64>,
    /// Trials whose brief was given again after an outage, or is to be.
    pub(super) repeated: Vec<u32>,
    /// Trials that were skipped: rounds of practice after one that was passed.
    pub(super) skipped: u32,
    /// Reviews that ended.
    pub(super) done: u32,
    /// Filler problems answered.
    pub(super) problems: u32,
    /// Runs of letters begun, and letters shown.
    pub(super) runs: u32,
    pub(super) letters: u32,
    /// Questions of questionnaires answered.
    pub(super) answered: u32,
    /// Right verdicts in the present round of practice.
    pub(super) round_correct: u32,
    pub(super) own: Own,
    pub(super) focused: bool,
    /// How large everything is drawn, percent.
    pub(super) text_percent: u16,
    /// Whether diffs are shown side by side.
    pub(super) side_by_side: bool,
}

/// What a participant may be told of their own reviews; practice and attention checks left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Own {
    pub(super) reviews: u32,
    pub(super) right: u32,
    /// Length of all of them, nanoseconds.
    pub(super) nanos: u64,
}

/// What the participant is at.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Stage {
    Consent,
    /// `item` from 0.
    Demographics {
        item: u32,
    },
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
        /// Of the 2-back filler.
        back: Back,
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
    /// A round of practice is over, and that is about to be recorded.
    PracticeOver,
    PracticeResult {
        round: u32,
        correct: u32,
        passed: bool,
    },
    /// The present part's questionnaire; `item` from 0.
    Questionnaire {
        item: u32,
    },
    /// `since_nanos`: its beginning, once that is recorded.
    Break {
        after_block: u32,
        since_nanos: Option<u64>,
        ready: bool,
    },
    Debrief,
    /// Nothing is left to do, and the end is about to be recorded.
    Closing,
    Done {
        ending: Ending,
    },
}

impl Default for State {
    fn default() -> Self {
        Self {
            last_nanos: 0,
            stage: Stage::Consent,
            part: 0,
            queue: Queue::default(),
            agents: Vec::new(),
            turn_since: None,
            repeated: Vec::new(),
            skipped: 0,
            done: 0,
            problems: 0,
            runs: 0,
            letters: 0,
            answered: 0,
            round_correct: 0,
            own: Own::default(),
            focused: true,
            text_percent: 100,
            side_by_side: false,
        }
    }
}

impl State {
    /// Of a plan's present sitting.
    pub(super) fn at_the_beginning(plan: &Plan) -> Self {
        Self { queue: Queue::of(plan), ..Self::default() }
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
            | Self::Demographics { .. }
            | Self::Instructions { .. }
            | Self::Filler { .. }
            | Self::PracticeOver
            | Self::PracticeResult { .. }
            | Self::Questionnaire { .. }
            | Self::Break { .. }
            | Self::Debrief
            | Self::Closing
            | Self::Done { .. } => None,
        }
    }
}

impl State {
    /// The question that is on the display, its questionnaire, and its place in it from 0.
    pub(super) fn question<'a>(&self, script: &'a Script) -> Option<(&'a Sheet, &'a Question, u32)> {
        let (sheet, item) = match self.stage {
            Stage::Demographics { item } => (&script.demographics, item),
            Stage::Questionnaire { item } => (script.sheet(self.part)?, item),
            _ => return None,
        };
        Some((sheet, sheet.questions.get(item as usize)?, item))
    }

    pub(super) fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Done { .. })
    }
}
