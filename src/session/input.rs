//! What comes in: from the window, from simulated participants, from tests, all through one door.

use crate::scenario::truth::Reach;
use serde::{Deserialize, Serialize};

/// Something that happened at a moment, nanoseconds since the session's start on a monotonic clock.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Stamped<T> {
    /// When.
    pub at_nanos: u64,
    /// What.
    pub value: T,
}

/// One input.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// The present screen's first frame is on the display; stamped by the swap's return. Must follow every change of screen.
    Presented,
    /// Time passed; send at or after `due()`.
    Tick,
    /// Consent: agreed or declined.
    Consent(bool),
    /// Go on: next page of instructions, brief read, feedback seen, break over, debriefing read.
    Proceed,
    /// An answer to the comprehension question on screen, from 0.
    Answer(u32),
    /// An answer to the arithmetic filler on screen: the sum is right.
    FillerAnswer(bool),
    /// A decision of the batch was opened, 1..=m.
    OpenDecision(u32),
    /// A decision of the batch was closed, 1..=m.
    CloseDecision(u32),
    /// Decisions of the batch that came into view, first and last, 1..=m.
    Scroll {
        /// First visible.
        first: u32,
        /// Last visible.
        last: u32,
        /// How much of the first is hidden above, percent of its height.
        above_percent: u8,
        /// How much of the last is hidden below, percent of its height.
        below_percent: u8,
    },
    /// The brief was opened during the review.
    OpenBrief,
    /// It was closed again.
    CloseBrief,
    /// A way of reading the batch was used.
    Read(Read),
    /// The window lost focus.
    FocusLost,
    /// It has it again.
    FocusGained,
    /// Everything is drawn at another size from now on: 80 to 200 percent.
    TextSize(u16),
    /// Frame intervals since the review's first frame, sent just before a verdict.
    Frames(FrameFacts),
    /// The verdict.
    Verdict(Verdict),
    /// Confidence in the verdict, 1 (guessing) to 5 (certain).
    Confidence(u8),
    /// An answer to the question of a questionnaire that is on screen.
    Reply(Reply),
    /// The participant stops for good; `erase`: and asks that what was recorded be deleted.
    Withdraw {
        /// Whether they ask for deletion.
        erase: bool,
    },
    /// The session goes on after a crash or a restart.
    Resume,
}

/// What a person answers on a page of a questionnaire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// One of the options on the page, from 0; of a comparison 0 is the left one.
    Option(u32),
    /// A point of the scale on the page, from 1.
    Point(u32),
    /// Words; may be none.
    Text(String),
    /// NASA-TLX's six ratings, in the order of [`crate::protocol::tlx::TlxScale::ALL`].
    Ratings([u8; 6]),
}

/// An answer as it is recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The chosen option's code.
    Code(String),
    /// A point of a scale, from 1.
    Point(u32),
    /// Words; may be none.
    Text(String),
    /// NASA-TLX's six ratings, in the order of [`crate::protocol::tlx::TlxScale::ALL`].
    Ratings([u8; 6]),
}

/// A way of reading the batch, beside opening and scrolling. Decisions are named by their place in it, 1..=m.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Read {
    /// A decision is marked as suspect, or no longer.
    Mark(u32, bool),
    /// All of a long output is shown, or it is folded again.
    Unfold(u32, bool),
    /// Diffs are shown side by side, or unified. Holds for the rest of the session.
    SideBySide(bool),
    /// What the checks printed is shown, or hidden again.
    Cues(bool),
    /// The keys are explained, over all of the page, or no longer.
    Help(bool),
    /// The field to search in the batch is there, or gone.
    Search(bool),
    /// A search was made. What for is not recorded: anything may be typed there, a name too.
    Searched {
        /// Letters of what was searched.
        letters: u32,
        /// Decisions that hold it.
        hits: u32,
    },
    /// The cursor jumped to a decision.
    Jump(u32, JumpBy),
}

/// What a jump followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JumpBy {
    /// A file that both decisions touch.
    File,
    /// Marks of suspicion.
    Mark,
    /// What was searched.
    Search,
}

/// What a person says of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "said")]
pub enum Verdict {
    /// All of it stands.
    Accept,
    /// Something is wrong.
    Reject {
        /// The first wrong decision, 1..=m.
        index: u32,
        /// What it takes to mend it.
        reach: Reach,
        /// Why.
        reason: Reason,
    },
}

/// Why a batch is rejected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It breaks this clause.
    Clause(String),
    /// The brief changed, and the work no longer fits it.
    BriefChanged,
}

/// Observed frame intervals.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FrameFacts {
    /// How many frames were drawn.
    pub frames: u32,
    /// 95th percentile of the time one frame took to draw, milliseconds.
    pub p95_ms: f32,
    /// The longest, milliseconds.
    pub max_ms: f32,
    /// How input was stamped.
    pub stamp_source: StampSource,
}

/// How input was stamped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StampSource {
    /// On arrival at the window, before the toolkit saw it.
    Arrival,
    /// By the frame in which the toolkit handed it over.
    Frame,
    /// By a simulated clock.
    Simulated,
}
