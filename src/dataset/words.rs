//! Words that stand in cells, and what they mean.

use super::column::{Cell, Kind};
use crate::columnar::Value;
use crate::protocol::spec::Cue;
use crate::scenario::spec::ErrorKind;
use crate::scenario::truth::Reach;
use crate::session::input::StampSource;

/// Gives an enum its words; the match makes sure that none is forgotten.
macro_rules! words {
    ($type:ty { $($variant:pat => $word:literal, $meaning:literal;)+ }) => {
        impl Cell for $type {
            const KIND: Kind = Kind::Word(&[$(($word, $meaning)),+]);

            fn cell(&self) -> String {
                match self {
                    $($variant => $word,)+
                }
                .to_owned()
            }

            fn value(&self) -> Value {
                Value::Text(self.cell())
            }
        }
    };
}

/// What was said of a batch, without where and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// All of it stands.
    Accept,
    /// Something is wrong.
    Reject,
}

words!(Said {
    Self::Accept => "accept", "all of it stands";
    Self::Reject => "reject", "something is wrong";
});

/// How a review came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewOutcome {
    /// A bad batch, rejected.
    Hit,
    /// A bad batch, accepted.
    Miss,
    /// A good batch, rejected.
    FalseAlarm,
    /// A good batch, accepted.
    CorrectRejection,
    /// No verdict within the time limit.
    Timeout,
}

words!(ReviewOutcome {
    Self::Hit => "hit", "a batch with a planted error, rejected";
    Self::Miss => "miss", "a batch with a planted error, accepted";
    Self::FalseAlarm => "false_alarm", "a batch without one, rejected";
    Self::CorrectRejection => "correct_rejection", "a batch without one, accepted";
    Self::Timeout => "timeout", "no verdict within the time limit";
});

/// Which clock a delay was taken by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DelayClock {
    /// See the word.
    Monotonic,
    /// See the word.
    Wall,
}

words!(DelayClock {
    Self::Monotonic => "monotonic", "by the monotonic clock alone";
    Self::Wall => "wall", "by the wall clock where a crash, a restart or the time between two sittings lay between brief and review";
});

/// Why a review is not to be analysed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExclusionReason {
    /// See the word.
    TooFast,
    /// See the word.
    Interrupted,
    /// See the word.
    ComprehensionFailed,
    /// See the word.
    FocusLosses,
    /// See the word.
    AttentionCheck,
    /// See the word.
    AttentionFailures,
    /// See the word.
    BriefRepeated,
    /// See the word.
    ClockJumped,
}

words!(ExclusionReason {
    Self::TooFast => "too_fast", "the verdict came sooner than the protocol's least time";
    Self::Interrupted => "interrupted", "a crash or a break fell into the review";
    Self::ComprehensionFailed => "comprehension_failed", "the check after the brief was never passed";
    Self::FocusLosses => "focus_losses", "the window lost focus more often than the protocol allows";
    Self::AttentionCheck => "attention_check", "an attention check, which is no part of the design";
    Self::AttentionFailures => "attention_failures", "the participant failed more attention checks than the protocol allows";
    Self::BriefRepeated => "brief_repeated", "the brief was given again after an outage";
    Self::ClockJumped => "clock_jumped", "the wall clock was set or the computer slept between the brief's end and the review's";
});

/// How far a participant is, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// See the word.
    Enrolled,
    /// See the word.
    Running,
    /// See the word.
    BetweenSittings,
    /// See the word.
    Completed,
    /// See the word.
    Declined,
    /// See the word.
    Stopped,
    /// See the word.
    PracticeNotPassed,
}

words!(Standing {
    Self::Enrolled => "enrolled", "nothing begun";
    Self::Running => "running", "begun, not every review ended";
    Self::BetweenSittings => "between_sittings", "a sitting is over, and another is to come";
    Self::Completed => "completed", "every review ended";
    Self::Declined => "declined", "did not consent";
    Self::Stopped => "stopped", "stopped in the middle and let what was recorded be kept";
    Self::PracticeNotPassed => "practice_not_passed", "ended by the protocol after the last round of practice";
});

words!(ErrorKind {
    Self::MisreadClause => "misread_clause", "a clause was read to mean something else";
    Self::InventedFact => "invented_fact", "something was taken for a fact that is none";
    Self::InvalidCall => "invalid_call", "a call that does not exist or does something else";
    Self::MisreadOutput => "misread_output", "what a command printed was read wrongly";
    Self::WrongGoal => "wrong_goal", "work towards something that was not asked for";
    Self::Guessed => "guessed", "the brief was silent, the repository was not, and the agent guessed";
});

words!(Reach {
    Self::Local => "local", "mending that one decision is enough";
    Self::Root => "root", "what was built on it must go too";
});

words!(Cue {
    Self::None => "none", "nothing but what the agent itself ran";
    Self::Tests => "tests", "the agent's own tests";
    Self::Lint => "lint", "those, a linter and a type checker";
    Self::Independent => "independent", "those and an independent check, which may or may not cover the broken clause";
});

words!(StampSource {
    Self::Arrival => "arrival", "on arrival at the window, before the toolkit saw the input";
    Self::Frame => "frame", "by the frame in which the toolkit handed the input over";
    Self::Simulated => "simulated", "by a simulated clock";
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_the_journals() {
        let written = |value: serde_json::Value| value.as_str().map(str::to_owned).unwrap();
        for kind in
            [ErrorKind::MisreadClause, ErrorKind::InventedFact, ErrorKind::InvalidCall, ErrorKind::Guessed]
        {
            assert_eq!(kind.cell(), written(serde_json::to_value(kind).unwrap()));
        }
        assert_eq!(Reach::Root.cell(), written(serde_json::to_value(Reach::Root).unwrap()));
        assert_eq!(Cue::Independent.cell(), written(serde_json::to_value(Cue::Independent).unwrap()));
        assert_eq!(StampSource::Arrival.cell(), written(serde_json::to_value(StampSource::Arrival).unwrap()));
    }
}
