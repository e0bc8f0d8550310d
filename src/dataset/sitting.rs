//! One journal's rows of `events.csv` and `sessions.csv`.

use super::tables::{EventRow, SessionRow};
use crate::journal::{Header, Recorded};
use crate::problem::{Outcome, Problem};
use crate::protocol::plan::Plan;
use crate::session::event::{Event, StampedEvent};
use crate::session::input::Verdict;
use crate::session::measure::Review;
use crate::session::secs_from_nanos;
use serde_json::Value;

/// A session's row. `reviews` is how many of its reviews ended.
pub(super) fn row(recorded: &Recorded, reviews: usize, attention: Attention) -> SessionRow {
    let Recorded { header, events, .. } = recorded;
    let how_many =
        |wanted: fn(&Event) -> bool| count(events.iter().filter(|event| wanted(&event.value)).count());
    let nanos = |stamp: Option<u64>| stamp.unwrap_or(0);
    let first = nanos(events.first().map(|event| event.at_nanos));
    let last = nanos(events.last().map(|event| event.at_nanos));
    let station = &header.station;
    let consent = events.iter().find_map(|event| match &event.value {
        Event::Consented { version, text_blake3, .. } => Some((version.clone(), text_blake3.clone())),
        _ => None,
    });
    let (consent_version, consent_blake3) = consent.unzip();
    let has_criterion = header.plan.practice.has_criterion();
    let rounds = how_many(|event| matches!(event, Event::PracticeEnded { .. }));
    let passed = how_many(|event| matches!(event, Event::PracticeEnded { passed: true, .. })) > 0;
    SessionRow {
        study: header.study.clone(),
        participant: header.participant.clone(),
        session: header.session,
        row: header.plan.row,
        software: header.software.clone(),
        commit: header.commit.clone(),
        started_at: header.started_at.clone(),
        duration_secs: secs_from_nanos(last.saturating_sub(first)),
        complete: how_many(|event| matches!(event, Event::SessionEnded)) > 0,
        planned_reviews: header.plan.sitting_reviews(),
        reviews: count(reviews),
        resumed: how_many(|event| matches!(event, Event::Resumed { .. })),
        questions_answered: how_many(|event| matches!(event, Event::QuestionAnswered { .. })),
        questions_correct: how_many(|event| matches!(event, Event::QuestionAnswered { correct: true, .. })),
        fillers_answered: how_many(|event| matches!(event, Event::FillerAnswered { .. })),
        fillers_correct: how_many(|event| matches!(event, Event::FillerAnswered { correct: true, .. })),
        focus_losses: how_many(|event| matches!(event, Event::FocusLost)),
        presses_ignored: how_many(|event| matches!(event, Event::PressIgnored { .. })),
        clock_jumps: how_many(|event| matches!(event, Event::ClockJumped { .. })),
        os: station.os.clone(),
        display: station.display.clone(),
        refresh_hz: station.refresh_hz,
        scale: station.scale,
        renderer: station.renderer.clone(),
        sleep_held: station.sleep_held,
        protocol_hash: header.protocol_hash.clone(),
        consent_version: consent_version.filter(|version| !version.is_empty()),
        consent_blake3: consent_blake3.filter(|hash| !hash.is_empty()),
        practice_rounds: has_criterion.then_some(rounds),
        practice_passed: has_criterion.then_some(passed),
        attention_checks: attention.checks,
        attention_failures: attention.failures,
        breaks: how_many(|event| matches!(event, Event::BreakStarted { .. })),
        break_secs: break_secs(events),
        withdrawn: how_many(|event| matches!(event, Event::Withdrawn { .. })) > 0,
        simulated: header.simulated,
    }
}

/// Attention checks of a session, or of several.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Attention {
    /// That ended.
    pub(super) checks: u32,
    /// Of these, not rejected.
    pub(super) failures: u32,
}

/// The attention checks among these reviews.
pub(super) fn attention(plan: &Plan, reviews: &[Review]) -> Attention {
    let is_check = |review: &&Review| {
        plan.trials.get(review.trial as usize).is_some_and(|planned| planned.attention_check)
    };
    let checks = reviews.iter().filter(is_check);
    let failed = |review: &&Review| !matches!(review.verdict, Some(Verdict::Reject { .. }));
    Attention { checks: count(checks.clone().count()), failures: count(checks.filter(failed).count()) }
}

/// Time in breaks, one that the session broke off in left out, seconds.
fn break_secs(events: &[StampedEvent]) -> f64 {
    let (mut nanos, mut since) = (0, None);
    for event in events {
        match &event.value {
            Event::BreakStarted { .. } => since = Some(event.at_nanos),
            Event::BreakEnded { .. } | Event::Withdrawn { .. } => {
                nanos += since.take().map_or(0, |since| event.at_nanos.saturating_sub(since));
            }
            _ => {}
        }
    }
    secs_from_nanos(nanos)
}

/// A session's events. Name, trial and the rest are taken from the event as the journal writes it, so a new kind of
/// event needs nothing here.
pub(super) fn events(recorded: &Recorded) -> Outcome<Vec<EventRow>> {
    (1..)
        .zip(&recorded.events)
        .map(|(seq, event)| event_row(&recorded.header, seq, event.at_nanos, &event.value))
        .collect()
}

fn event_row(header: &Header, seq: u64, at_nanos: u64, event: &Event) -> Outcome<EventRow> {
    let unwritten = |what: &str| Problem::new(format!("event {seq} cannot be exported: {what}"));
    let Value::Object(mut fields) =
        serde_json::to_value(event).map_err(|error| unwritten(&error.to_string()))?
    else {
        return Err(unwritten("it is no object"));
    };
    let name = fields.remove("type");
    let trial = fields.remove("trial");
    Ok(EventRow {
        study: header.study.clone(),
        participant: header.participant.clone(),
        session: header.session,
        seq,
        at_secs: secs_from_nanos(at_nanos),
        event: name.as_ref().and_then(Value::as_str).ok_or_else(|| unwritten("it has no name"))?.to_owned(),
        planned_trial: trial
            .as_ref()
            .and_then(Value::as_u64)
            .map(|index| count(index as usize).saturating_add(1)),
        details: Value::Object(fields).to_string(),
        simulated: header.simulated,
    })
}

/// A count as a column holds it.
pub(super) fn count(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}
