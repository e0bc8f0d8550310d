//! Where a session stands, and the one function that moves it.

use super::event::{Event, StampedEvent};
use super::input::Verdict;
use super::script::Script;
use crate::protocol::schedule::{self, Next, Waiting, nanos_from_secs};
use std::sync::Arc;

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

/// One review under way.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reviewing {
    pub(super) trial: u32,
    /// First frame of the present visible segment; none while it is not on the display.
    pub(super) since_nanos: Option<u64>,
    /// Length of the visible segments before, nanoseconds.
    pub(super) spent_nanos: u64,
    /// Whether a crash fell into it.
    pub(super) resumed: bool,
    pub(super) open: Arc<[bool]>,
    pub(super) in_view: Option<(u32, u32)>,
    pub(super) brief_open: bool,
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
        }
    }
}

impl Reviewing {
    fn new(script: &Script, trial: u32) -> Self {
        let batch_size = script.stimulus(trial).map_or(0, |stimulus| stimulus.batch.decisions.len());
        Self {
            trial,
            since_nanos: None,
            spent_nanos: 0,
            resumed: false,
            open: vec![false; batch_size].into(),
            in_view: None,
            brief_open: false,
        }
    }

    /// Whether decision `decision` (from 1) is open; none where the batch has no such decision.
    pub(super) fn is_open(&self, decision: u32) -> Option<bool> {
        let place = (decision as usize).checked_sub(1)?;
        self.open.get(place).copied()
    }

    fn set_open(&mut self, decision: u32, open: bool) -> bool {
        let fits = self.is_open(decision) == Some(!open);
        if fits {
            // Copies the flags only where a screen still holds the old ones.
            if let Some(flag) = Arc::make_mut(&mut self.open).get_mut(decision as usize - 1) {
                *flag = open;
            }
        }
        fits
    }

    pub(super) fn is_visible(&self) -> bool {
        self.since_nanos.is_some()
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
    fn reviewed(&self) -> Option<u32> {
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

    /// Lets one event happen. Gives false, and changes nothing, where it cannot have happened here.
    pub(super) fn apply(&mut self, script: &Script, event: &StampedEvent) -> bool {
        let at = event.at_nanos;
        let fits = at >= self.last_nanos && !self.is_over() && self.change(script, at, &event.value);
        if fits {
            self.last_nanos = at;
        }
        fits
    }

    fn change(&mut self, script: &Script, at: u64, event: &Event) -> bool {
        match event {
            Event::Consented { .. } | Event::PageTurned { .. } | Event::InstructionsRead => {
                self.change_opening(script, at, event)
            }
            Event::BriefShown { .. }
            | Event::BriefRead { .. }
            | Event::QuestionAnswered { .. }
            | Event::BriefEnded { .. } => self.change_brief(script, at, event),
            Event::FillerStarted | Event::FillerAnswered { .. } | Event::FillerEnded => {
                self.change_filler(script, at, event)
            }
            Event::VerdictGiven { .. }
            | Event::TimedOut { .. }
            | Event::TimeOutSeen { .. }
            | Event::ConfidenceGiven { .. }
            | Event::FeedbackSeen { .. } => self.change_judgement(script, at, event),
            Event::ReviewShown { .. }
            | Event::DecisionOpened { .. }
            | Event::DecisionClosed { .. }
            | Event::Scrolled { .. }
            | Event::BriefReopened { .. }
            | Event::BriefClosed { .. } => self.change_review(at, event),
            // Says something of the machine; moves nothing.
            Event::Frames { trial, .. } => self.stage.reviewed() == Some(*trial),
            Event::FocusLost => std::mem::replace(&mut self.focused, false),
            Event::FocusGained => !std::mem::replace(&mut self.focused, true),
            Event::Resumed { interrupted } => self.resume(*interrupted),
            Event::SessionEnded => {
                let fits = self.stage == Stage::Closing;
                if fits {
                    self.stage = Stage::Done { complete: true };
                }
                fits
            }
        }
    }

    fn change_opening(&mut self, script: &Script, at: u64, event: &Event) -> bool {
        match (&self.stage, event) {
            (Stage::Consent, Event::Consented { agreed: true }) => {
                self.stage = Stage::Instructions { page: 0 }
            }
            (Stage::Consent, Event::Consented { agreed: false }) => {
                self.stage = Stage::Done { complete: false }
            }
            (Stage::Instructions { page }, Event::PageTurned { page: shown })
                if *shown == page + 2 && *shown <= script.pages() =>
            {
                self.stage = Stage::Instructions { page: page + 1 };
            }
            (Stage::Instructions { page }, Event::InstructionsRead) if page + 1 >= script.pages() => {
                self.go_on(script, at);
            }
            _ => return false,
        }
        true
    }

    fn change_brief(&mut self, script: &Script, at: u64, event: &Event) -> bool {
        match (&mut self.stage, event) {
            (Stage::Brief { trial, shown, .. }, Event::BriefShown { trial: named })
                if trial == named && !*shown =>
            {
                *shown = true;
            }
            (Stage::Brief { trial, round, shown: true }, Event::BriefRead { trial: named })
                if trial == named =>
            {
                let (trial, round) = (*trial, *round);
                self.stage = if script.questions(trial).is_empty() {
                    Stage::BriefOver { trial, passed: true }
                } else {
                    Stage::Questions { trial, round, question: 0, all_right: true }
                };
            }
            (
                Stage::Questions { trial, round, question, all_right },
                Event::QuestionAnswered { trial: named, question: answered, correct, .. },
            ) if trial == named && question == answered => {
                let (trial, round, all_right) = (*trial, *round, *all_right && *correct);
                let next = *question + 1;
                self.stage = if (next as usize) < script.questions(trial).len() {
                    Stage::Questions { trial, round, question: next, all_right }
                } else if all_right || round + 1 >= script.plan.comprehension_attempts {
                    Stage::BriefOver { trial, passed: all_right }
                } else {
                    Stage::Brief { trial, round: round + 1, shown: false }
                };
            }
            (Stage::BriefOver { trial, passed }, Event::BriefEnded { trial: named, passed: told })
                if trial == named && passed == told =>
            {
                let trial = *trial;
                let delay = script.trial(trial).map_or(0.0, |planned| planned.delay_target_secs);
                self.waiting.push(Waiting { trial, due_nanos: at.saturating_add(nanos_from_secs(delay)) });
                self.go_on(script, at);
            }
            _ => return false,
        }
        true
    }

    fn change_filler(&mut self, script: &Script, at: u64, event: &Event) -> bool {
        match (&mut self.stage, event) {
            (Stage::Filler { announced, .. }, Event::FillerStarted) if !*announced => *announced = true,
            (Stage::Filler { .. }, Event::FillerAnswered { problem, .. }) if *problem == self.problems => {
                self.problems += 1;
            }
            (Stage::Filler { until_nanos, .. }, Event::FillerEnded) if at >= *until_nanos => {
                self.go_on(script, at);
            }
            _ => return false,
        }
        true
    }

    fn change_review(&mut self, at: u64, event: &Event) -> bool {
        let outstanding_now = self.waiting.len() as u32;
        let Stage::Review(review) = &mut self.stage else { return false };
        match event {
            Event::ReviewShown { trial, outstanding } => {
                let fits = *trial == review.trial && !review.is_visible() && *outstanding == outstanding_now;
                if fits {
                    review.since_nanos = Some(at);
                }
                fits
            }
            _ if !review.is_visible() => false,
            Event::DecisionOpened { trial, decision } => {
                *trial == review.trial && review.set_open(*decision, true)
            }
            Event::DecisionClosed { trial, decision } => {
                *trial == review.trial && review.set_open(*decision, false)
            }
            Event::Scrolled { trial, first, last } => {
                let fits = *trial == review.trial;
                if fits {
                    review.in_view = Some((*first, *last));
                }
                fits
            }
            Event::BriefReopened { trial } => {
                *trial == review.trial && !std::mem::replace(&mut review.brief_open, true)
            }
            Event::BriefClosed { trial } => {
                *trial == review.trial && std::mem::replace(&mut review.brief_open, false)
            }
            _ => false,
        }
    }

    fn change_judgement(&mut self, script: &Script, at: u64, event: &Event) -> bool {
        match (&self.stage, event) {
            (Stage::Review(review), Event::VerdictGiven { trial, verdict })
                if review.trial == *trial && review.is_visible() =>
            {
                let planted = script.trial(*trial).is_some_and(|planned| planned.truth.planted.is_some());
                let correct = planted == matches!(verdict, Verdict::Reject { .. });
                self.end_review(Stage::Confidence { trial: *trial, timed_out: false, correct });
            }
            (Stage::Review(review), Event::TimedOut { trial })
                if review.trial == *trial && review.is_visible() =>
            {
                self.end_review(Stage::Confidence { trial: *trial, timed_out: true, correct: false });
            }
            (
                Stage::Confidence { trial, correct, timed_out: false },
                Event::ConfidenceGiven { trial: named, .. },
            )
            | (Stage::Confidence { trial, correct, timed_out: true }, Event::TimeOutSeen { trial: named })
                if trial == named =>
            {
                let (trial, correct) = (*trial, *correct);
                if script.gives_feedback(trial) {
                    self.stage = Stage::Feedback { trial, correct };
                } else {
                    self.go_on(script, at);
                }
            }
            (Stage::Feedback { trial, .. }, Event::FeedbackSeen { trial: named }) if trial == named => {
                self.go_on(script, at);
            }
            _ => return false,
        }
        true
    }

    fn end_review(&mut self, stage: Stage) {
        self.stage = stage;
        self.done += 1;
    }

    /// After a crash nothing is on the display: what was shown is to be shown again, and a review's clock, which
    /// stopped at the last event that is known, waits for it.
    fn resume(&mut self, interrupted: Option<u32>) -> bool {
        if interrupted != self.stage.interruptible() {
            return false;
        }
        self.focused = true;
        match &mut self.stage {
            Stage::Brief { shown, .. } => *shown = false,
            Stage::Review(review) => {
                if let Some(since) = review.since_nanos.take() {
                    review.spent_nanos += self.last_nanos - since;
                    review.resumed = true;
                }
                review.in_view = None;
                review.brief_open = false;
            }
            _ => {}
        }
        true
    }

    /// Asks the schedule what comes next at this moment.
    fn go_on(&mut self, script: &Script, at: u64) {
        self.stage = match schedule::next(&script.plan, at, self.begun, &self.waiting) {
            Next::Begin(trial) if script.stimulus(trial).is_some() => {
                self.begun = trial + 1;
                Stage::Brief { trial, round: 0, shown: false }
            }
            Next::Review(trial) => {
                self.waiting.retain(|one| one.trial != trial);
                Stage::Review(Reviewing::new(script, trial))
            }
            // Time must pass in a filler, or it would begin and end for ever.
            Next::Fill { until_nanos } => {
                Stage::Filler { until_nanos: until_nanos.max(at.saturating_add(1)), announced: false }
            }
            Next::Begin(_) | Next::End => Stage::Closing,
        };
    }
}
