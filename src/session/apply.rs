//! The one function that moves a session.

use super::event::{Event, StampedEvent};
use super::input::Verdict;
use super::screen::Ending;
use super::script::Script;
use super::state::{Stage, State};
use crate::protocol::queue::Waiting;
use crate::protocol::schedule::nanos_from_secs;

impl State {
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
            Event::Answered { .. }
            | Event::PracticeEnded { .. }
            | Event::PracticeResultSeen { .. }
            | Event::BreakStarted { .. }
            | Event::BreakReady { .. }
            | Event::BreakEnded { .. }
            | Event::DebriefSeen => self.change_between(script, at, event),
            Event::Withdrawn { erase } => {
                self.stage = Stage::Done { ending: Ending::Withdrawn { erase: *erase } };
                true
            }
            Event::BriefShown { .. }
            | Event::BriefRead { .. }
            | Event::QuestionAnswered { .. }
            | Event::BriefEnded { .. } => self.change_brief(script, at, event),
            Event::FillerStarted | Event::FillerAnswered { .. } | Event::FillerEnded => {
                self.change_filler(script, at, event)
            }
            Event::LetterShown { .. }
            | Event::LetterHidden { .. }
            | Event::LetterAnswered { .. }
            | Event::LetterEnded { .. } => self.change_letters(script.plan.seed, at, event),
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
            | Event::BriefClosed { .. }
            | Event::DecisionMarked { .. }
            | Event::OutputUnfolded { .. }
            | Event::CuesShown { .. }
            | Event::HelpShown { .. }
            | Event::SearchShown { .. }
            | Event::Searched { .. }
            | Event::Jumped { .. } => match &mut self.stage {
                Stage::Review(review) => review.apply(at, self.queue.waiting.len() as u32, event),
                _ => false,
            },
            Event::SideBySide { trial, on } => {
                let visible = matches!(&self.stage, Stage::Review(review) if review.trial == *trial && review.is_visible());
                visible && std::mem::replace(&mut self.side_by_side, *on) != *on
            }
            Event::ReviewDue { trial } => {
                let falls_due = |one: &Waiting| self.last_nanos < one.due_nanos && one.due_nanos <= at;
                self.queue.waiting.iter().any(|one| one.trial == *trial && falls_due(one))
            }
            // These say something of the machine and move nothing.
            Event::WindowPlaced { .. } => true,
            Event::Frames { trial, .. } => self.stage.reviewed() == Some(*trial),
            Event::PressIgnored { .. } | Event::ClockJumped { .. } => true,
            Event::FocusLost => std::mem::replace(&mut self.focused, false),
            Event::FocusGained => !std::mem::replace(&mut self.focused, true),
            Event::TextSized { percent } => std::mem::replace(&mut self.text_percent, *percent) != *percent,
            Event::Resumed { interrupted, repeated } => self.resume(script, at, *interrupted, repeated),
            Event::SessionEnded => {
                let fits = self.stage == Stage::Closing;
                if fits {
                    self.stage = Stage::Done { ending: script.ending() };
                }
                fits
            }
        }
    }

    fn change_opening(&mut self, script: &Script, at: u64, event: &Event) -> bool {
        match (&self.stage, event) {
            (Stage::Consent, Event::Consented { agreed, text_blake3, .. })
                if text_blake3.is_empty() || *text_blake3 == script.consent_blake3 =>
            {
                self.stage = match (agreed, script.demographics.questions.is_empty()) {
                    (false, _) => Stage::Done { ending: Ending::Declined },
                    (true, false) => Stage::Demographics { item: 0 },
                    (true, true) => Stage::Instructions { page: 0 },
                };
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
                let (delay, later) = script
                    .trial(trial)
                    .map_or((0.0, false), |planned| (planned.delay_target_secs, planned.later));
                let due_nanos = at.saturating_add(nanos_from_secs(delay));
                // What is reviewed in the next sitting is waited for by nobody in this one.
                if !later {
                    self.queue.waiting.push(Waiting { trial, due_nanos });
                }
                self.learn(script, trial, at);
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

    fn change_judgement(&mut self, script: &Script, at: u64, event: &Event) -> bool {
        match (&self.stage.clone(), event) {
            (Stage::Review(review), Event::VerdictGiven { trial, verdict })
                if review.trial == *trial && review.is_visible() =>
            {
                let planted = script.trial(*trial).is_some_and(|planned| planned.truth.planted.is_some());
                let correct = planted == matches!(verdict, Verdict::Reject { .. });
                self.count(script, *trial, correct, review.nanos_until(at));
                self.end_review(Stage::Confidence { trial: *trial, timed_out: false, correct });
            }
            (Stage::Review(review), Event::TimedOut { trial })
                if review.trial == *trial && review.is_visible() =>
            {
                self.count(script, *trial, false, review.nanos_until(at));
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
                self.learn(script, trial, at);
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
}
