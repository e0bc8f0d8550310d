//! From an input, or from the passing of time, to an event.

use super::event::Event;
use super::input::{FrameFacts, Input, Reason, Verdict};
use super::reviewing::{InView, Reviewing};
use super::script::Script;
use super::state::{Stage, State};
use crate::protocol::schedule::nanos_from_secs;
use crate::protocol::spec::Filler;
use crate::scenario::view::Stimulus;

/// The event that this input, stamped `at`, makes; none where it does not fit the screen.
pub(super) fn event(script: &Script, state: &State, at: u64, input: &Input) -> Option<Event> {
    if state.is_over() {
        return None;
    }
    match (input, &state.stage) {
        (Input::Resume, stage) => {
            Some(Event::Resumed { interrupted: stage.interruptible(), repeated: state.outlived(script, at) })
        }
        // Before consent nothing of what somebody does is recorded but their answer.
        (Input::FocusLost | Input::FocusGained | Input::PressIgnored(_), Stage::Consent) => None,
        (Input::ClockJumped(by_millis), _) => Some(Event::ClockJumped { by_millis: *by_millis }),
        (Input::FocusLost, _) => state.focused.then_some(Event::FocusLost),
        (Input::FocusGained, _) => (!state.focused).then_some(Event::FocusGained),
        (Input::PressIgnored(why), _) => Some(Event::PressIgnored { why: *why }),
        (Input::TextSize(percent @ 80..=200), _) => {
            (state.text_percent != *percent).then_some(Event::TextSized { percent: *percent })
        }
        (Input::Placed(display), _) => {
            display.is_sound().then_some(Event::WindowPlaced { display: *display })
        }
        (Input::Withdraw { erase }, _) => Some(Event::Withdrawn { erase: *erase }),
        (Input::Consent(agreed), Stage::Consent) => Some(Event::Consented {
            agreed: *agreed,
            version: script.plan.consent_version.clone(),
            text_blake3: script.consent_blake3.clone(),
        }),
        (Input::Reply(reply), Stage::Demographics { .. } | Stage::Questionnaire { .. }) => {
            let (sheet, question, _) = state.question(script)?;
            question.answer(reply).map(|answer| Event::Answered {
                questionnaire: sheet.id.clone(),
                after_block: sheet.after_block,
                item: question.item.clone(),
                answer,
            })
        }
        (Input::Proceed, Stage::PracticeResult { round, .. }) => {
            Some(Event::PracticeResultSeen { round: *round })
        }
        (Input::Proceed, Stage::Break { after_block, ready: true, .. }) => {
            Some(Event::BreakEnded { after_block: *after_block })
        }
        (Input::Proceed, Stage::Debrief) => Some(Event::DebriefSeen),
        (Input::Proceed, Stage::Instructions { page }) if page + 1 < script.pages() => {
            Some(Event::PageTurned { page: page + 2 })
        }
        (Input::Proceed, Stage::Instructions { .. }) => Some(Event::InstructionsRead),
        (Input::Presented, Stage::Brief { trial, shown: false, .. }) => {
            Some(Event::BriefShown { trial: *trial })
        }
        (Input::Proceed, Stage::Brief { trial, shown: true, .. }) => Some(Event::BriefRead { trial: *trial }),
        (Input::Answer(option), Stage::Questions { trial, question, .. }) => {
            answer(script, *trial, *question, *option)
        }
        (Input::SameLetter, Stage::Filler { back, .. }) => back.answer(script.plan.seed),
        (Input::FillerAnswer(said), Stage::Filler { .. }) => filler_answer(script, state.problems, *said),
        (Input::Presented, Stage::Review(review)) if !review.is_visible() => {
            Some(Event::ReviewShown { trial: review.trial, outstanding: state.queue.waiting.len() as u32 })
        }
        (_, Stage::Review(review)) if review.is_visible() => in_review(script, state, review, input),
        (Input::Frames(facts), Stage::Confidence { trial, .. }) => frames(*trial, facts),
        (Input::Proceed, Stage::Confidence { trial, timed_out: true, .. }) => {
            Some(Event::TimeOutSeen { trial: *trial })
        }
        (Input::Confidence(confidence @ 1..=5), Stage::Confidence { trial, timed_out: false, .. }) => {
            Some(Event::ConfidenceGiven { trial: *trial, confidence: *confidence })
        }
        (Input::Proceed, Stage::Feedback { trial, .. }) => Some(Event::FeedbackSeen { trial: *trial }),
        _ => None,
    }
}

/// What comes by itself, and when: its moment in nanoseconds, 0 where it is owed at once.
pub(super) fn owed(script: &Script, state: &State) -> Option<(u64, Event)> {
    let of_the_page = owed_on_page(script, state);
    let falls_due = state.falls_due(script).map(|one| (one.due_nanos, Event::ReviewDue { trial: one.trial }));
    match (of_the_page, falls_due) {
        (Some(page), Some(due)) if due.0 < page.0 => Some(due),
        (None, due) => due,
        (page, _) => page,
    }
}

/// What the present page owes.
fn owed_on_page(script: &Script, state: &State) -> Option<(u64, Event)> {
    match &state.stage {
        Stage::Instructions { page } if *page >= script.pages() => Some((0, Event::InstructionsRead)),
        Stage::BriefOver { trial, passed } => Some((0, Event::BriefEnded { trial: *trial, passed: *passed })),
        Stage::Filler { announced: false, .. } => Some((0, Event::FillerStarted)),
        Stage::Filler { until_nanos, back, .. } => {
            let letters = script.plan.filler == Filler::TwoBack;
            let owed = back.owed(script.plan.seed, state.last_nanos, *until_nanos).filter(|_| letters);
            Some(owed.unwrap_or((*until_nanos, Event::FillerEnded)))
        }
        Stage::Review(review) => {
            let left = nanos_from_secs(script.plan.time_limit_secs).saturating_sub(review.spent_nanos);
            let limit = review.since_nanos?.saturating_add(left);
            Some((limit, Event::TimedOut { trial: review.trial }))
        }
        Stage::PracticeOver => {
            let (round, _) = script.round(state.part)?;
            let correct = state.round_correct;
            let passed = correct >= script.plan.practice.criterion_correct;
            Some((0, Event::PracticeEnded { round, correct, passed }))
        }
        Stage::Break { after_block, since_nanos, ready } => {
            let after_block = *after_block;
            let Some(since) = *since_nanos else { return Some((0, Event::BreakStarted { after_block })) };
            let breaks = script.plan.breaks;
            Some(if *ready {
                let end = since.saturating_add(nanos_from_secs(breaks.max_secs));
                (end, Event::BreakEnded { after_block })
            } else {
                let end = since.saturating_add(nanos_from_secs(breaks.min_secs));
                (end, Event::BreakReady { after_block })
            })
        }
        Stage::Closing => Some((0, Event::SessionEnded)),
        _ => None,
    }
}

fn answer(script: &Script, trial: u32, question: u32, option: u32) -> Option<Event> {
    let asked = script.questions(trial).get(question as usize)?;
    let correct = option as usize == asked.answer;
    ((option as usize) < asked.options.len()).then_some(Event::QuestionAnswered {
        trial,
        question,
        option,
        correct,
    })
}

fn filler_answer(script: &Script, problem: u32, said: bool) -> Option<Event> {
    let correct = script.problems.get(problem).is_right() == said;
    (script.plan.filler == Filler::Arithmetic).then_some(Event::FillerAnswered { problem, said, correct })
}

fn in_review(script: &Script, state: &State, review: &Reviewing, input: &Input) -> Option<Event> {
    let trial = review.trial;
    match input {
        Input::OpenDecision(decision) => (review.is_open(*decision) == Some(false))
            .then_some(Event::DecisionOpened { trial, decision: *decision }),
        Input::CloseDecision(decision) => (review.is_open(*decision) == Some(true))
            .then_some(Event::DecisionClosed { trial, decision: *decision }),
        Input::Scroll { first, last, above_percent, below_percent } => {
            let (first, last, above_percent, below_percent) = (*first, *last, *above_percent, *below_percent);
            let in_batch = 1 <= first && first <= last && last as usize <= review.open.len();
            let fits = in_batch && above_percent <= 100 && below_percent <= 100;
            let new = review.in_view != Some(InView { first, last, above_percent, below_percent });
            (fits && new).then_some(Event::Scrolled { trial, first, last, above_percent, below_percent })
        }
        Input::Read(read) => review.reading.event(trial, state.side_by_side, *read),
        Input::OpenBrief => (!review.brief_open).then_some(Event::BriefReopened { trial }),
        Input::CloseBrief => review.brief_open.then_some(Event::BriefClosed { trial }),
        Input::Frames(facts) => frames(trial, facts),
        Input::Verdict(verdict) => {
            let stimulus = script.stimulus(trial)?;
            is_valid(verdict, stimulus).then(|| Event::VerdictGiven { trial, verdict: verdict.clone() })
        }
        _ => None,
    }
}

/// Whether a verdict names a decision of the batch and a clause of the brief.
fn is_valid(verdict: &Verdict, stimulus: &Stimulus) -> bool {
    match verdict {
        Verdict::Accept => true,
        Verdict::Reject { index, reason, .. } => {
            let in_batch = 1 <= *index && *index as usize <= stimulus.batch.decisions.len();
            let in_brief = match reason {
                Reason::Clause(id) => stimulus.brief.clauses.iter().any(|clause| clause.id == *id),
                Reason::BriefChanged => true,
            };
            in_batch && in_brief
        }
    }
}

/// Facts that no JSON number can hold are no facts.
fn frames(trial: u32, facts: &FrameFacts) -> Option<Event> {
    facts.is_sound().then_some(Event::Frames { trial, facts: *facts })
}
