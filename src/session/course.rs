//! From one part of the session to the next, and what happens between trials.

use super::event::Event;
use super::reviewing::Reviewing;
use super::screen::Ending;
use super::script::Script;
use super::secs_from_nanos;
use super::state::{Stage, State};
use crate::protocol::course::Part;
use crate::protocol::schedule::{self, Next, nanos_from_secs};
use crate::protocol::spec::OnFail;

impl State {
    /// Finds what comes next at this moment.
    pub(super) fn go_on(&mut self, script: &Script, at: u64) {
        self.release();
        self.stage = loop {
            let Some((part, sheet)) = script.part(self.part) else { break Stage::Closing };
            match part {
                Part::Trials { until, round, .. } => match self.trials(script, at, *until) {
                    Some(stage) => break stage,
                    None if round.is_some() => break Stage::PracticeOver,
                    None => {}
                },
                Part::Questionnaire { .. }
                    if sheet.as_ref().is_some_and(|sheet| !sheet.questions.is_empty()) =>
                {
                    break Stage::Questionnaire { item: 0 };
                }
                Part::Questionnaire { .. } => {}
                Part::Break { after_block } => {
                    break Stage::Break { after_block: *after_block, since_nanos: None, ready: false };
                }
                Part::Debrief => break Stage::Debrief,
            }
            self.part += 1;
        };
    }

    /// Asks the schedule what comes next among the trials before `until`; none where they are over.
    fn trials(&mut self, script: &Script, at: u64, until: u32) -> Option<Stage> {
        match schedule::next(&script.plan, at, until, &self.queue) {
            Next::Begin(trial) if script.stimulus(trial).is_some() => {
                self.queue.begin(trial);
                self.engage(trial);
                self.turn_since = Some(at);
                Some(Stage::Brief { trial, round: 0, shown: false })
            }
            Next::Review(trial) => {
                let waited = self.queue.review(trial)?;
                self.turn_since = Some(at);
                Some(Stage::Review(Reviewing::new(script, waited)))
            }
            // Time must pass in a filler, or it would begin and end for ever.
            Next::Fill { until_nanos } => {
                let until_nanos = until_nanos.max(at.saturating_add(1));
                Some(Stage::Filler { until_nanos, announced: false, back: self.new_run() })
            }
            Next::Begin(_) | Next::End => None,
        }
    }

    /// Leaves the present part for the next.
    fn next_part(&mut self, script: &Script, at: u64) {
        self.part += 1;
        self.go_on(script, at);
    }

    /// Everything that happens between trials.
    pub(super) fn change_between(&mut self, script: &Script, at: u64, event: &Event) -> bool {
        match (&mut self.stage, event) {
            (_, Event::Answered { .. }) => return self.change_questionnaire(script, at, event),
            (Stage::PracticeOver, Event::PracticeEnded { round, correct, passed }) => {
                let enough = self.round_correct >= script.plan.practice.criterion_correct;
                let here = script.round(self.part).is_some_and(|(here, _)| here == *round);
                if !here || *correct != self.round_correct || *passed != enough {
                    return false;
                }
                let last = script.round(self.part + 1).is_none();
                self.stage = if !passed && last && script.plan.practice.on_fail == OnFail::End {
                    Stage::Done { ending: Ending::PracticeNotPassed }
                } else {
                    Stage::PracticeResult { round: *round, correct: *correct, passed: *passed }
                };
            }
            (Stage::PracticeResult { round, passed, .. }, Event::PracticeResultSeen { round: seen })
                if round == seen =>
            {
                let passed = *passed;
                self.round_correct = 0;
                while let Some((_, trials)) = script.round(self.part + 1).filter(|_| passed) {
                    self.part += 1;
                    self.queue.skip_until(self.queue.begun() + trials);
                    self.skipped += trials;
                }
                self.next_part(script, at);
            }
            (
                Stage::Break { after_block, since_nanos: since @ None, .. },
                Event::BreakStarted { after_block: named },
            ) if after_block == named => {
                *since = Some(at);
            }
            (
                Stage::Break { after_block, since_nanos: Some(since), ready: ready @ false },
                Event::BreakReady { after_block: named },
            ) if after_block == named
                && at >= since.saturating_add(nanos_from_secs(script.plan.breaks.min_secs)) =>
            {
                *ready = true;
            }
            (Stage::Break { after_block, ready: true, .. }, Event::BreakEnded { after_block: named })
                if after_block == named =>
            {
                self.next_part(script, at);
            }
            (Stage::Debrief, Event::DebriefSeen) => self.next_part(script, at),
            _ => return false,
        }
        true
    }

    fn change_questionnaire(&mut self, script: &Script, at: u64, event: &Event) -> bool {
        let Event::Answered { questionnaire, after_block, item, answer } = event else { return false };
        let Some((sheet, question, place)) = self.question(script) else { return false };
        let here = sheet.id == *questionnaire && sheet.after_block == *after_block && question.item == *item;
        if !here || !question.takes(answer) {
            return false;
        }
        self.answered += 1;
        let next = place + 1;
        let more = (next as usize) < sheet.questions.len();
        match &mut self.stage {
            Stage::Demographics { item } | Stage::Questionnaire { item } if more => *item = next,
            Stage::Demographics { .. } => self.stage = Stage::Instructions { page: 0 },
            _ => self.next_part(script, at),
        }
        true
    }

    /// Learns from how long a brief or a review took; `at` is its end. Says nothing where it was interrupted.
    pub(super) fn learn(&mut self, script: &Script, trial: u32, at: u64) {
        let (Some(since), Some(planned)) = (self.turn_since.take(), script.trial(trial)) else { return };
        let taken_secs = secs_from_nanos(at.saturating_sub(since));
        match self.stage {
            Stage::BriefOver { .. } => self.queue.tempo.saw_brief(taken_secs, planned.expected_brief_secs),
            _ => self.queue.tempo.saw_review(taken_secs, planned.expected_review_secs),
        }
    }

    /// Counts a review's verdict.
    pub(super) fn count(&mut self, script: &Script, trial: u32, correct: bool, nanos: u64) {
        let Some(planned) = script.trial(trial) else { return };
        if planned.practice {
            self.round_correct += u32::from(correct);
        } else if !planned.attention_check {
            self.own.reviews += 1;
            self.own.right += u32::from(correct);
            self.own.nanos = self.own.nanos.saturating_add(nanos);
        }
    }
}
