//! From where a session stands to what may be drawn.

use super::board::board;
use super::reviewing::Reviewing;
use super::screen::{Again, OwnResults, Progress, Screen};
use super::script::Script;
use super::secs_from_nanos;
use super::state::{Stage, State};
use crate::protocol::spec::Filler;

/// The present screen.
pub(super) fn screen(script: &Script, state: &State) -> Screen {
    let progress = progress(script, state);
    let at_rest = progress.clone();
    let shown = match &state.stage {
        Stage::Consent => Some(Screen::Consent { text: script.consent.clone() }),
        Stage::Instructions { page } => {
            script.pages.get(*page as usize).map(|(text, picture)| Screen::Instructions {
                text: text.clone(),
                picture: *picture,
                page: page + 1,
                pages: script.pages(),
            })
        }
        Stage::Demographics { .. } | Stage::Questionnaire { .. } => questionnaire_screen(script, state),
        Stage::Brief { trial, round, .. } => script.stimulus(*trial).map(|stimulus| Screen::Brief {
            progress,
            brief: stimulus.brief.clone(),
            again: match round {
                0 => state.repeated.contains(trial).then_some(Again::Interrupted),
                _ => Some(Again::Wrong),
            },
        }),
        Stage::Questions { trial, question, .. } => question_screen(script, progress, *trial, *question),
        Stage::Filler { back, .. } if script.plan.filler == Filler::TwoBack => {
            let (letter, answered) = back.shown(script.plan.seed);
            Some(Screen::TwoBack { progress, letter, answered, serial: state.letters })
        }
        Stage::Filler { .. } => (script.plan.filler == Filler::Arithmetic).then(|| {
            let sum = script.problems.get(state.problems);
            Screen::Arithmetic {
                progress,
                left: sum.left,
                right: sum.right,
                claimed: sum.claimed,
                problem: state.problems,
            }
        }),
        Stage::Review(review) => review_screen(script, state, progress, review),
        Stage::Confidence { timed_out, .. } => Some(Screen::Confidence { progress, timed_out: *timed_out }),
        Stage::Feedback { correct, .. } => Some(Screen::Feedback { progress, correct: *correct }),
        Stage::BriefOver { .. } | Stage::PracticeOver => None,
        Stage::PracticeResult { round, correct, passed } => Some(Screen::PracticeResult {
            round: *round,
            correct: *correct,
            of: script.round(state.part).map_or(0, |(_, trials)| trials),
            needed: script.plan.practice.criterion_correct,
            passed: *passed,
            again: !passed && script.round(state.part + 1).is_some(),
        }),
        Stage::Break { ready, .. } => Some(Screen::Break {
            progress,
            ready: *ready,
            min_secs: script.plan.breaks.min_secs,
            max_secs: script.plan.breaks.max_secs,
        }),
        Stage::Debrief => Some(Screen::Debrief {
            text: script.debrief.clone(),
            results: script.plan.debrief.own_results.then(|| own_results(state)),
        }),
        Stage::Closing => Some(Screen::Done { ending: script.ending() }),
        Stage::Done { ending } => Some(Screen::Done { ending: *ending }),
    };
    shown.unwrap_or(Screen::Rest { progress: at_rest })
}

fn questionnaire_screen(script: &Script, state: &State) -> Option<Screen> {
    let (sheet, question, item) = state.question(script)?;
    Some(Screen::Questionnaire {
        heading: sheet.heading.clone(),
        ask: question.ask.clone(),
        number: item + 1,
        of: sheet.questions.len() as u32,
        serial: state.answered,
    })
}

fn own_results(state: &State) -> OwnResults {
    let own = state.own;
    OwnResults {
        reviews: own.reviews,
        right: own.right,
        mean_review_secs: secs_from_nanos(own.nanos) / f64::from(own.reviews.max(1)),
    }
}

fn question_screen(script: &Script, progress: Progress, trial: u32, question: u32) -> Option<Screen> {
    let questions = script.questions(trial);
    let asked = questions.get(question as usize)?;
    Some(Screen::Question {
        progress,
        text: asked.text.clone(),
        options: asked.options.clone(),
        number: question + 1,
        of: questions.len() as u32,
    })
}

fn review_screen(script: &Script, state: &State, progress: Progress, review: &Reviewing) -> Option<Screen> {
    let stimulus = script.stimulus(review.trial)?;
    Some(Screen::Review {
        progress,
        review: review.trial,
        batch: stimulus.batch.clone(),
        brief: stimulus.brief.clone(),
        brief_open: review.brief_open,
        open: review.open.clone(),
        resumed: review.resumed,
        reading: review.reading.shown(state.side_by_side),
    })
}

fn progress(script: &Script, state: &State) -> Progress {
    let next = || state.queue.earliest().map(|one| one.trial);
    let present = state.stage.trial().or_else(next);
    Progress {
        done: state.done,
        of: script.plan.sitting_reviews().saturating_sub(state.skipped),
        practice: present.and_then(|trial| script.trial(trial)).is_some_and(|planned| planned.practice),
        outstanding: state.queue.waiting.len() as u32,
        agents: board(script, state),
    }
}
