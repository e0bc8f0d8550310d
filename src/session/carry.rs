//! From one sitting to the next: which reviews were left open, and how old their briefs are.

use super::event::{Event, StampedEvent};
use crate::protocol::plan::Plan;
use crate::protocol::sittings::Carried;

/// Whether everything was done that a sitting holds.
pub fn is_done(events: &[StampedEvent]) -> bool {
    events.last().is_some_and(|event| event.value == Event::SessionEnded)
}

/// What a sitting of `plan`, in which `events` happened, leaves to the next one, which begins `start_nanos` after its own
/// stamp 0.
pub fn carried(plan: &Plan, events: &[StampedEvent], start_nanos: u64) -> Vec<Carried> {
    let one = |trial: u32| {
        let over = events.iter().rev().find_map(|event| match event.value {
            Event::BriefEnded { trial: named, passed } if named == trial => Some((event.at_nanos, passed)),
            _ => None,
        });
        over.map(|(at, passed)| Carried { trial, passed, since_brief_nanos: start_nanos.saturating_sub(at) })
    };
    plan.left_open().filter_map(one).collect()
}

/// The plan as of the sitting after this one, which begins `start_nanos` after stamp 0 of this one; none where nothing comes
/// after it, or where it was not done.
pub fn next_plan(plan: &Plan, events: &[StampedEvent], start_nanos: u64) -> Option<Plan> {
    let more = is_done(events) && !plan.is_last_sitting();
    more.then(|| plan.at_sitting(plan.sitting + 1, carried(plan, events, start_nanos)))
}
