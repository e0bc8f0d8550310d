//! What happened: the journal's content, and all that a session's state is made of.

use super::input::{FrameFacts, Stamped, Verdict};
use serde::{Deserialize, Serialize};

/// An event with its stamp.
pub type StampedEvent = Stamped<Event>;

/// One event. `trial` is the index into the plan's trials, from 0.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type", deny_unknown_fields)]
pub enum Event {
    /// Consent was given or declined; a declined session is over.
    Consented {
        /// Whether it was given.
        agreed: bool,
    },
    /// Another page of instructions came on.
    PageTurned {
        /// The page that is shown now, from 1.
        page: u32,
    },
    /// The last page of instructions was left.
    InstructionsRead,
    /// A brief's first frame was shown.
    BriefShown {
        /// Which trial.
        trial: u32,
    },
    /// The brief was put away for the questions.
    BriefRead {
        /// Which trial.
        trial: u32,
    },
    /// A comprehension question was answered.
    QuestionAnswered {
        /// Which trial.
        trial: u32,
        /// Which of the trial's questions, from 0.
        question: u32,
        /// The option chosen, from 0.
        option: u32,
        /// Whether it is right.
        correct: bool,
    },
    /// The brief is over, check included: the delay starts here.
    BriefEnded {
        /// Which trial.
        trial: u32,
        /// Whether the check was passed.
        passed: bool,
    },
    /// Nothing else fitted: a filler began.
    FillerStarted,
    /// A filler problem was answered.
    FillerAnswered {
        /// Which problem of this session, from 0.
        problem: u32,
        /// What was said: the sum is right.
        said: bool,
        /// Whether that was correct.
        correct: bool,
    },
    /// The filler's time was up; what follows it is about to be shown.
    FillerEnded,
    /// A review's first frame is on the display: d ends and the review's clock starts. A second one for the same trial
    /// follows a [`Event::Resumed`]: the clock goes on from there.
    ReviewShown {
        /// Which trial.
        trial: u32,
        /// Other briefs outstanding at that moment.
        outstanding: u32,
    },
    /// A decision was opened.
    DecisionOpened {
        /// Which trial.
        trial: u32,
        /// Place in the batch, from 1.
        decision: u32,
    },
    /// A decision was closed.
    DecisionClosed {
        /// Which trial.
        trial: u32,
        /// Place in the batch, from 1.
        decision: u32,
    },
    /// Other decisions came into view.
    Scrolled {
        /// Which trial.
        trial: u32,
        /// First visible, from 1.
        first: u32,
        /// Last visible, from 1.
        last: u32,
    },
    /// The brief was opened during the review.
    BriefReopened {
        /// Which trial.
        trial: u32,
    },
    /// It was closed again.
    BriefClosed {
        /// Which trial.
        trial: u32,
    },
    /// The window lost focus.
    FocusLost,
    /// It has it again.
    FocusGained,
    /// Everything is drawn at another size from now on.
    TextSized {
        /// Of the usual size; 100 until the first of these.
        percent: u16,
    },
    /// Frame intervals of a review.
    Frames {
        /// Which trial.
        trial: u32,
        /// The intervals.
        facts: FrameFacts,
    },
    /// The verdict.
    VerdictGiven {
        /// Which trial.
        trial: u32,
        /// What was said.
        verdict: Verdict,
    },
    /// The review's time limit passed without one.
    TimedOut {
        /// Which trial.
        trial: u32,
    },
    /// The page that says that the time ran out was left.
    TimeOutSeen {
        /// Which trial.
        trial: u32,
    },
    /// Confidence in the verdict, 1 to 5.
    ConfidenceGiven {
        /// Which trial.
        trial: u32,
        /// 1 (guessing) to 5 (certain).
        confidence: u8,
    },
    /// Feedback was read.
    FeedbackSeen {
        /// Which trial.
        trial: u32,
    },
    /// The session went on after a crash or a restart; its stamp carries the time that passed.
    Resumed {
        /// The trial whose review it interrupted.
        interrupted: Option<u32>,
    },
    /// Every trial of the plan has ended.
    SessionEnded,
}

impl Event {
    /// Whether it decides data: it must be on disk before the screen moves on.
    pub fn is_decisive(&self) -> bool {
        !matches!(
            self,
            Self::DecisionOpened { .. }
                | Self::DecisionClosed { .. }
                | Self::Scrolled { .. }
                | Self::BriefReopened { .. }
                | Self::BriefClosed { .. }
                | Self::FocusLost
                | Self::FocusGained
                | Self::TextSized { .. }
                | Self::PageTurned { .. }
                | Self::FillerStarted
                | Self::FillerAnswered { .. }
                | Self::FillerEnded
        )
    }
}
