//! What happened: the journal's content, and all that a session's state is made of.

use super::input::{Answer, DisplayFacts, FrameFacts, Ignored, JumpBy, Stamped, Verdict};
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
        /// Which version of the text it was; empty in journals of old.
        #[serde(default)]
        version: String,
        /// BLAKE3 of the text, hex; empty in journals of old.
        #[serde(default)]
        text_blake3: String,
    },
    /// A question of a questionnaire, or about the participant's person, was answered.
    Answered {
        /// The questionnaire.
        questionnaire: String,
        /// The block that it is about; none where it is about none.
        after_block: Option<u32>,
        /// The question.
        item: String,
        /// The answer.
        answer: Answer,
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
    /// A letter of the 2-back filler came on; it stays for 2 s.
    LetterShown {
        /// The run of letters in this session, from 0.
        run: u32,
        /// Its place in the run, from 0.
        place: u32,
        /// The letter.
        letter: char,
        /// Whether it is the same as the one two before.
        same: bool,
    },
    /// It went; an answer counts for half a second more.
    LetterHidden {
        /// The run of letters in this session, from 0.
        run: u32,
        /// Its place in the run, from 0.
        place: u32,
    },
    /// The participant said that it is the same as the one two before.
    LetterAnswered {
        /// The run of letters in this session, from 0.
        run: u32,
        /// Its place in the run, from 0.
        place: u32,
        /// Whether it is.
        correct: bool,
    },
    /// No answer to it counts any more.
    LetterEnded {
        /// The run of letters in this session, from 0.
        run: u32,
        /// Its place in the run, from 0.
        place: u32,
        /// What came of it.
        outcome: LetterOutcome,
    },
    /// The filler's time was up; what follows it is about to be shown.
    FillerEnded,
    /// A review fell due while the participant was at something else: the board shows it from here on. Left out where
    /// there is no board, and where the participant had nothing else to do.
    ReviewDue {
        /// Which trial.
        trial: u32,
    },
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
        /// How much of the first is hidden above, percent of its height.
        #[serde(default, skip_serializing_if = "is_zero")]
        above_percent: u8,
        /// How much of the last is hidden below, percent of its height.
        #[serde(default, skip_serializing_if = "is_zero")]
        below_percent: u8,
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
    /// A decision was marked as suspect, or no longer.
    DecisionMarked {
        /// Which trial.
        trial: u32,
        /// Place in the batch, from 1.
        decision: u32,
        /// Whether it is suspect now.
        on: bool,
    },
    /// All of a long output was shown, or it was folded again.
    OutputUnfolded {
        /// Which trial.
        trial: u32,
        /// The decision's place in the batch, from 1.
        decision: u32,
        /// Whether all of it is shown now.
        on: bool,
    },
    /// Diffs were put side by side, or unified again.
    SideBySide {
        /// Which trial.
        trial: u32,
        /// Whether they are side by side now.
        on: bool,
    },
    /// What the checks printed was shown, or hidden again.
    CuesShown {
        /// Which trial.
        trial: u32,
        /// Whether it is shown now.
        on: bool,
    },
    /// The page of keys covered the review, or left it.
    HelpShown {
        /// Which trial.
        trial: u32,
        /// Whether it covers the review now.
        on: bool,
    },
    /// The field to search in came on, or went.
    SearchShown {
        /// Which trial.
        trial: u32,
        /// Whether it is there now.
        on: bool,
    },
    /// A search in the batch; what for is not recorded.
    Searched {
        /// Which trial.
        trial: u32,
        /// Letters of what was searched.
        letters: u32,
        /// Decisions that hold it.
        hits: u32,
    },
    /// The cursor jumped to a decision.
    Jumped {
        /// Which trial.
        trial: u32,
        /// Place in the batch, from 1.
        decision: u32,
        /// What it followed.
        by: JumpBy,
    },
    /// The window lost focus.
    FocusLost,
    /// It has it again.
    FocusGained,
    /// A press did not count, and moved nothing.
    PressIgnored {
        /// Why.
        why: Ignored,
    },
    /// The wall clock and the monotonic one went apart: it was set, or the computer slept.
    ClockJumped {
        /// How far the wall clock moved beyond the monotonic one; below 0 where it was set back.
        by_millis: i64,
    },
    /// Everything is drawn at another size from now on.
    TextSized {
        /// Of the usual size; 100 until the first of these.
        percent: u16,
    },
    /// The window has this size, on this display, from now on: one when a session begins or goes on, and one for each
    /// time that it was resized or moved to another display.
    WindowPlaced {
        /// Its size and display.
        display: DisplayFacts,
    },
    /// What was observed of a review's frames.
    Frames {
        /// Which trial.
        trial: u32,
        /// What was observed.
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
    /// Every review of a round of practice that has a criterion has ended.
    PracticeEnded {
        /// The round, from 1.
        round: u32,
        /// How many of its verdicts were right.
        correct: u32,
        /// Whether these are enough.
        passed: bool,
    },
    /// The page that says so was left.
    PracticeResultSeen {
        /// The round, from 1.
        round: u32,
    },
    /// A break began; no brief is outstanding.
    BreakStarted {
        /// The block before it.
        after_block: u32,
    },
    /// Its least time is over: from here on the participant may end it.
    BreakReady {
        /// The block before it.
        after_block: u32,
    },
    /// It ended, by the participant or by itself.
    BreakEnded {
        /// The block before it.
        after_block: u32,
    },
    /// The debriefing was left.
    DebriefSeen,
    /// The participant stopped for good; the session is over.
    Withdrawn {
        /// Whether they ask that what was recorded be deleted.
        erase: bool,
    },
    /// The session went on after a crash or a restart; its stamp carries the time that passed.
    Resumed {
        /// The trial whose review it interrupted.
        interrupted: Option<u32>,
        /// The trials whose brief is given again, in the plan's order: their delay could no longer be what it was to be.
        /// Their next [`Event::BriefEnded`] is where it starts. None in journals of old.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        repeated: Vec<u32>,
    },
    /// Every trial of the plan has ended.
    SessionEnded,
}

/// What came of a letter of the 2-back filler.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterOutcome {
    /// The same as two before, and said so.
    Hit,
    /// The same as two before, and nothing said.
    Omission,
    /// Another one, but said to be the same.
    FalseAlarm,
    /// Another one, and nothing said.
    CorrectRejection,
}

impl LetterOutcome {
    /// From what is so and what was said.
    pub fn of(same: bool, answered: bool) -> Self {
        match (same, answered) {
            (true, true) => Self::Hit,
            (true, false) => Self::Omission,
            (false, true) => Self::FalseAlarm,
            (false, false) => Self::CorrectRejection,
        }
    }
}

impl Event {
    /// Whether it ends the page on which it came. First frames, frame times and a restart leave the page as it is.
    pub fn ends_page(&self) -> bool {
        let stays = matches!(
            self,
            Self::BriefShown { .. } | Self::ReviewShown { .. } | Self::Frames { .. } | Self::Resumed { .. }
        );
        self.is_decisive() && !stays
    }

    /// Whether it decides data: it must be on disk before the screen moves on.
    pub fn is_decisive(&self) -> bool {
        !matches!(
            self,
            Self::DecisionOpened { .. }
                | Self::DecisionClosed { .. }
                | Self::Scrolled { .. }
                | Self::BriefReopened { .. }
                | Self::BriefClosed { .. }
                | Self::DecisionMarked { .. }
                | Self::OutputUnfolded { .. }
                | Self::SideBySide { .. }
                | Self::CuesShown { .. }
                | Self::HelpShown { .. }
                | Self::SearchShown { .. }
                | Self::Searched { .. }
                | Self::Jumped { .. }
                | Self::FocusLost
                | Self::FocusGained
                | Self::PressIgnored { .. }
                | Self::ClockJumped { .. }
                | Self::TextSized { .. }
                | Self::WindowPlaced { .. }
                | Self::PageTurned { .. }
                | Self::FillerStarted
                | Self::FillerAnswered { .. }
                | Self::LetterShown { .. }
                | Self::LetterHidden { .. }
                | Self::LetterAnswered { .. }
                | Self::LetterEnded { .. }
                | Self::FillerEnded
                | Self::ReviewDue { .. }
        )
    }
}

/// Left out of the journal where all of a decision is in view.
fn is_zero(percent: &u8) -> bool {
    *percent == 0
}
