//! One row of `trials.csv`, from what was planned and what was measured.

use super::tables::TrialRow;
use super::words::{DelayClock, ExclusionReason, ReviewOutcome, Said};
use crate::journal::Header;
use crate::protocol::plan::PlannedTrial;
use crate::protocol::spec::Exclusion;
use crate::scenario::truth::Reach;
use crate::session::input::{Reason, Verdict};
use crate::session::measure::Review;

/// The row of a review. `rank` is the participant's rank of it, none for practice; `failures` are the attention checks that
/// they failed over all sessions.
pub(super) fn row(
    header: &Header,
    planned: &PlannedTrial,
    review: &Review,
    rank: Option<u32>,
    failures: u32,
) -> TrialRow {
    let truth = &planned.truth;
    let planted = truth.planted.as_ref();
    let said = Words::of(review.verdict.as_ref());
    let outcome = outcome(planted.is_some(), said.verdict);
    // A place was said of an error that is there: only then can it be the right one.
    let distance = match (planted, said.index) {
        (Some(planted), Some(index)) => Some(i64::from(index) - i64::from(planted.error_index)),
        _ => None,
    };
    let by_rule = || header.plan.exclusions.iter().find_map(|rule| excluded_by(*rule, review, failures));
    let exclusion_reason = match planned.attention_check {
        true => Some(ExclusionReason::AttentionCheck),
        false => by_rule(),
    };
    let intervals = review.frames.and_then(|frames| frames.intervals);
    let back_to_back = intervals.filter(|intervals| intervals.count > 0);
    let display = review.frames.and_then(|frames| frames.display);
    TrialRow {
        study: header.study.clone(),
        participant: header.participant.clone(),
        session: header.session,
        trial: rank,
        practice: planned.practice,
        scenario: planned.scenario.clone(),
        skin: planned.skin.clone(),
        window_start: planned.window_start,
        batch_size: planned.batch_size,
        delay_target_secs: planned.delay_target_secs,
        delay_secs: review.delay_secs,
        outstanding: review.outstanding,
        cues: planned.cues,
        planted: planted.is_some(),
        error_kind: planted.and_then(|error| error.error_kind),
        clause: planted.and_then(|error| error.clause.clone()),
        error_index: planted.map(|error| error.error_index),
        dependents: planted.and_then(|error| error.dependents),
        reach: planted.and_then(|error| error.reach),
        unfamiliar: truth.unfamiliar,
        amended: truth.amended,
        verdict: said.verdict,
        said_index: said.index,
        said_reach: said.reach,
        said_reason: said.reason,
        confidence: review.confidence,
        outcome,
        located: distance.map(|distance| distance == 0),
        index_distance: distance,
        review_secs: review.review_secs,
        first_action_secs: review.first_action_secs,
        brief_reopens: review.brief_reopens,
        brief_secs: review.brief_secs,
        decisions_opened: review.decisions_opened,
        timed_out: review.timed_out,
        focus_losses: review.focus_losses,
        frame_p95_ms: review.frames.map(|frames| frames.p95_ms),
        stamp_source: review.frames.map(|frames| frames.stamp_source),
        interrupted: review.interrupted,
        excluded: exclusion_reason.is_some(),
        exclusion_reason,
        brief_repeats: review.brief_repeats,
        delay_clock: if review.delay_by_wall_clock { DelayClock::Wall } else { DelayClock::Monotonic },
        simulated: header.simulated,
        frames: review.frames.map(|frames| frames.frames),
        frame_max_ms: review.frames.map(|frames| frames.max_ms),
        frame_interval_p50_ms: back_to_back.map(|intervals| intervals.p50_ms),
        frame_interval_p95_ms: back_to_back.map(|intervals| intervals.p95_ms),
        frame_interval_max_ms: back_to_back.map(|intervals| intervals.max_ms),
        dropped_frames: intervals.map(|intervals| intervals.dropped),
        window_width_px: display.map(|display| display.width_px),
        window_height_px: display.map(|display| display.height_px),
        window_scale: display.map(|display| display.scale),
        refresh_hz: display.and_then(|display| display.refresh_hz),
        display_changes: review.display_changes,
        presses_ignored: review.presses_ignored,
        clock_jumps: review.clock_jumps,
        outstanding_target: header.plan.outstanding_max_at(planned),
    }
}

/// A verdict's parts, each for its own column.
#[derive(Default)]
struct Words {
    verdict: Option<Said>,
    index: Option<u32>,
    reach: Option<Reach>,
    reason: Option<String>,
}

impl Words {
    fn of(verdict: Option<&Verdict>) -> Self {
        match verdict {
            None => Self::default(),
            Some(Verdict::Accept) => Self { verdict: Some(Said::Accept), ..Self::default() },
            Some(Verdict::Reject { index, reach, reason }) => Self {
                verdict: Some(Said::Reject),
                index: Some(*index),
                reach: Some(*reach),
                reason: Some(match reason {
                    Reason::Clause(id) => id.clone(),
                    Reason::BriefChanged => "brief_changed".to_owned(),
                }),
            },
        }
    }
}

fn outcome(planted: bool, verdict: Option<Said>) -> ReviewOutcome {
    match (planted, verdict) {
        (_, None) => ReviewOutcome::Timeout,
        (true, Some(Said::Reject)) => ReviewOutcome::Hit,
        (true, Some(Said::Accept)) => ReviewOutcome::Miss,
        (false, Some(Said::Reject)) => ReviewOutcome::FalseAlarm,
        (false, Some(Said::Accept)) => ReviewOutcome::CorrectRejection,
    }
}

fn excluded_by(rule: Exclusion, review: &Review, failures: u32) -> Option<ExclusionReason> {
    let (applies, reason) = match rule {
        Exclusion::FasterThanSecs(least) => (review.review_secs < least, ExclusionReason::TooFast),
        Exclusion::Interrupted => (review.interrupted, ExclusionReason::Interrupted),
        Exclusion::ComprehensionFailed => {
            (!review.comprehension_passed, ExclusionReason::ComprehensionFailed)
        }
        Exclusion::BriefRepeated => (review.brief_repeats > 0, ExclusionReason::BriefRepeated),
        Exclusion::ClockJumped => (review.clock_jumps > 0, ExclusionReason::ClockJumped),
        Exclusion::AttentionFailuresOver(most) => (failures > most, ExclusionReason::AttentionFailures),
        Exclusion::FocusLossesOver(most) => (review.focus_losses > most, ExclusionReason::FocusLosses),
    };
    applies.then_some(reason)
}
