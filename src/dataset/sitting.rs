//! One journal's rows of `events.csv` and `sessions.csv`.

use super::tables::{EventRow, SessionRow};
use crate::journal::{Header, Recorded};
use crate::problem::{Outcome, Problem};
use crate::session::event::Event;
use crate::session::secs_from_nanos;
use serde_json::Value;

/// A session's row. `reviews` is how many of its reviews ended.
pub(super) fn row(recorded: &Recorded, reviews: usize) -> SessionRow {
    let Recorded { header, events, .. } = recorded;
    let how_many =
        |wanted: fn(&Event) -> bool| count(events.iter().filter(|event| wanted(&event.value)).count());
    let nanos = |stamp: Option<u64>| stamp.unwrap_or(0);
    let first = nanos(events.first().map(|event| event.at_nanos));
    let last = nanos(events.last().map(|event| event.at_nanos));
    let station = &header.station;
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
        planned_reviews: count(header.plan.trials.len()),
        reviews: count(reviews),
        resumed: how_many(|event| matches!(event, Event::Resumed { .. })),
        questions_answered: how_many(|event| matches!(event, Event::QuestionAnswered { .. })),
        questions_correct: how_many(|event| matches!(event, Event::QuestionAnswered { correct: true, .. })),
        fillers_answered: how_many(|event| matches!(event, Event::FillerAnswered { .. })),
        fillers_correct: how_many(|event| matches!(event, Event::FillerAnswered { correct: true, .. })),
        focus_losses: how_many(|event| matches!(event, Event::FocusLost)),
        os: station.os.clone(),
        display: station.display.clone(),
        refresh_hz: station.refresh_hz,
        scale: station.scale,
        renderer: station.renderer.clone(),
        protocol_hash: header.protocol_hash.clone(),
        simulated: header.simulated,
    }
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
