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
    /// The letter of the 2-back filler is the same as the one two before.
    SameLetter,
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
    /// A press was kept away from the page.
    PressIgnored(Ignored),
    /// The wall clock moved by so many milliseconds more than the monotonic one, or, below 0, less.
    ClockJumped(i64),
    /// Everything is drawn at another size from now on: 80 to 200 percent.
    TextSize(u16),
    /// The window's size and display from now on; sent when a session begins or goes on, and whenever either changes.
    Placed(DisplayFacts),
    /// What was observed of the frames since the review's first one, sent just before a verdict.
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

/// Why a press did not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ignored {
    /// It was made before the page was shown that it would have answered.
    Early,
    /// The key was held down, and the system repeated it.
    Held,
    /// It was the second one of a double click.
    DoubleClick,
    /// Another key went down just before it, on a page that takes one answer.
    Together,
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

/// What was observed of a review's frames.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FrameFacts {
    /// How many frames were drawn.
    pub frames: u32,
    /// 95th percentile of how long one frame took, from the call to draw to the swap's return, milliseconds.
    pub p95_ms: f32,
    /// The longest, milliseconds.
    pub max_ms: f32,
    /// How input was stamped.
    pub stamp_source: StampSource,
    /// How frames followed each other; none in journals of old.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intervals: Option<Intervals>,
    /// The window's size and display when the review ended; none in journals of old.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display: Option<DisplayFacts>,
}

impl FrameFacts {
    /// Whether a JSON number can hold each of them.
    pub fn is_sound(&self) -> bool {
        let millis = |millis: f32| millis.is_finite() && millis >= 0.0;
        let follow =
            |follow: Intervals| [follow.p50_ms, follow.p95_ms, follow.max_ms].into_iter().all(millis);
        millis(self.p95_ms)
            && millis(self.max_ms)
            && self.intervals.is_none_or(follow)
            && self.display.is_none_or(|display| display.is_sound())
    }
}

/// How a review's frames followed each other.
///
/// The window draws when something happened and rests in between, so most gaps between two frames say nothing of the
/// machine. What does: an interval between two frames of which the second was wanted no later than half a refresh after
/// the first was on the display.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Intervals {
    /// How many frames were wanted back to back.
    pub count: u32,
    /// Median of the intervals that end in these, from swap to swap, milliseconds; 0 where there are none.
    pub p50_ms: f32,
    /// Their 95th percentile, milliseconds.
    pub p95_ms: f32,
    /// The longest, milliseconds.
    pub max_ms: f32,
    /// Of all frames, how many were on the display later than 1.5 refresh intervals after they were wanted (or after the
    /// frame before them, where that came later).
    pub dropped: u32,
}

/// The window's size and what it is on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DisplayFacts {
    /// The window's width, pixels.
    pub width_px: u32,
    /// Its height, pixels.
    pub height_px: u32,
    /// Physical pixels a point, as the system has it; text may be drawn larger still.
    pub scale: f32,
    /// The display's refresh rate, hertz; none where it is not known.
    pub refresh_hz: Option<f32>,
}

impl DisplayFacts {
    /// Whether a JSON number can hold each of them.
    pub fn is_sound(&self) -> bool {
        [Some(self.scale), self.refresh_hz]
            .into_iter()
            .flatten()
            .all(|number| number.is_finite() && number > 0.0)
    }
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
