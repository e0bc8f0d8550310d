//! Coming back: how long a simulated person stays away between two sittings, and what that does to them.

use super::dice::Dice;
use super::participant::{Participant, nanos_from_secs};
use crate::protocol::plan::Plan;
use crate::session::carry;
use crate::session::event::StampedEvent;

/// Spread of the time until somebody comes back, standard deviation of its logarithm: a day, give or take an hour.
const GAP_LOG_SD: f64 = 0.05;

/// The plan of a participant's next sitting after the one of `plan`, in which `events` happened; none where there is none.
/// They come back about when the longest delay that ends there is over, and never before the protocol lets them; what
/// they held of the briefs fades meanwhile.
pub(super) fn next(
    plan: &Plan,
    events: &[StampedEvent],
    participant: &mut Participant,
    seed: u64,
    id: &str,
) -> Option<Plan> {
    let last_nanos = events.last().map_or(0, |event| event.at_nanos);
    let sittings = &plan.sittings;
    let longest_secs = sittings.later_secs.iter().copied().fold(0.0, f64::max);
    let away_secs = Dice::new(seed, &[id, "gap", &plan.sitting.to_string()]).around(longest_secs, GAP_LOG_SD);
    let start_nanos = last_nanos.saturating_add(nanos_from_secs(away_secs.max(sittings.min_gap_secs)));
    let next = carry::next_plan(plan, events, start_nanos)?;
    participant.comes_back(start_nanos);
    Some(next)
}
