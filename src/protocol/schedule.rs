//! What comes next in a session: a pure rule, used at run time and to foretell how long a plan takes.
//!
//! Delays are real time. While briefs wait for their reviews, further trials' briefs (and reviews that fall due in
//! between) are packed into the waiting; a filler task takes what is left.

use super::outstanding::Keep;
use super::packing;
use super::plan::{Plan, PlannedTrial};
use super::queue::Queue;
pub use super::queue::Waiting;

/// What the session does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Give this trial's brief.
    Begin(u32),
    /// Review this trial's batch: it is due.
    Review(u32),
    /// Nothing fits: a filler task until then, nanoseconds since the session's start.
    Fill {
        /// When the earliest review is due.
        until_nanos: u64,
    },
    /// Every trial of this part was begun and reviewed.
    End,
}

/// What comes next at `now_nanos`. Trials from `until` on belong to a later part of the session: they are not begun, and
/// there the part ends.
///
/// 1. Where the protocol keeps agents at work whatever the delays, a brief is given first as long as one more may be
///    outstanding ([`Queue::has_room`]).
/// 2. A review that is due comes first otherwise, the earliest due of them.
/// 3. Otherwise a trial is begun if no brief waits, or if one more may be outstanding and it is in nobody's way:
///    its brief is over before the earliest review falls due, and its own review, from when it falls due, overlaps
///    with no other. By what is expected of everybody, and always the first trial that was not begun, where the
///    protocol says nothing of packing; else by what this person is likely to take, as [`packing`] says.
/// 4. Otherwise a filler task until the earliest review is due.
/// 5. With nothing left, the end.
///
/// So at k agents outstanding k briefs are what is aimed at, and delays that are kept come first: how many there are is as
/// many as the delays and the person leave room for, at most k. Before another level begins, all reviews of the last have
/// ended.
pub fn next(plan: &Plan, now_nanos: u64, until: u32, queue: &Queue) -> Next {
    let has_room = queue.has_room(plan);
    if plan.keep == Keep::Agents
        && has_room
        && let Some((trial, _)) = queue.open(plan, until, 1).next()
    {
        return Next::Begin(trial);
    }
    let earliest = queue.earliest();
    match earliest {
        Some(due) if due.due_nanos <= now_nanos => return Next::Review(due.trial),
        Some(due) if !has_room => {
            return Next::Fill { until_nanos: due.due_nanos };
        }
        _ => {}
    }
    let chosen = match &plan.packing {
        Some(rule) => packing::choose(plan, rule, now_nanos, until, queue),
        None => queue
            .open(plan, until, 1)
            .find(|(_, trial)| fits(plan, trial, now_nanos, &queue.waiting))
            .map(|(index, _)| index),
    };
    match (chosen, earliest) {
        (Some(trial), _) => Next::Begin(trial),
        (None, Some(due)) => Next::Fill { until_nanos: due.due_nanos },
        (None, None) => Next::End,
    }
}

/// Whether a trial begun now is expected to delay no waiting review, and to be delayed by none.
fn fits(plan: &Plan, trial: &PlannedTrial, now_nanos: u64, waiting: &[Waiting]) -> bool {
    let brief_ends = now_nanos.saturating_add(nanos_from_secs(trial.expected_brief_secs));
    let due = brief_ends.saturating_add(nanos_from_secs(trial.delay_target_secs));
    let ends = due.saturating_add(nanos_from_secs(trial.expected_review_secs));
    waiting.iter().all(|other| {
        let review_secs =
            plan.trials.get(other.trial as usize).map_or(0.0, |trial| trial.expected_review_secs);
        let other_ends = other.due_nanos.saturating_add(nanos_from_secs(review_secs));
        brief_ends <= other.due_nanos && (ends <= other.due_nanos || other_ends <= due)
    })
}

/// Nanoseconds from seconds; negative becomes 0, what is too large the greatest there is.
pub fn nanos_from_secs(secs: f64) -> u64 {
    (secs * 1e9).round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::example::{plan_of, trial_of};

    /// With all trials in one part.
    fn next(plan: &Plan, now_nanos: u64, begun: u32, waiting: &[Waiting]) -> Next {
        super::next(plan, now_nanos, plan.trials.len() as u32, &queue(begun, waiting))
    }

    fn queue(begun: u32, waiting: &[Waiting]) -> Queue {
        let mut queue = Queue::default();
        queue.skip_until(begun);
        queue.waiting = waiting.to_vec();
        queue
    }

    #[test]
    fn a_later_part_is_not_begun_and_what_waits_is_waited_for() {
        let plan = plan_of(3, vec![trial_of(300.0), trial_of(0.0)]);
        assert_eq!(super::next(&plan, 0, 2, &queue(1, &[waiting(0, 300)])), Next::Begin(1));
        let filled = Next::Fill { until_nanos: 300 * SECOND };
        assert_eq!(super::next(&plan, 0, 1, &queue(1, &[waiting(0, 300)])), filled);
        assert_eq!(super::next(&plan, 0, 1, &queue(1, &[])), Next::End);
    }

    const SECOND: u64 = 1_000_000_000;

    fn waiting(trial: u32, due_secs: u64) -> Waiting {
        Waiting { trial, due_nanos: due_secs * SECOND }
    }

    #[test]
    fn the_earliest_due_review_comes_first() {
        let plan = plan_of(3, vec![trial_of(60.0), trial_of(10.0), trial_of(0.0)]);
        let both = [waiting(0, 90), waiting(1, 80)];
        assert_eq!(next(&plan, 100 * SECOND, 2, &both), Next::Review(1));
        assert_eq!(next(&plan, 80 * SECOND, 2, &both), Next::Review(1), "due to the nanosecond");
        let tie = [waiting(1, 90), waiting(0, 90)];
        assert_eq!(next(&plan, 100 * SECOND, 2, &tie), Next::Review(0));
    }

    #[test]
    fn a_brief_that_fits_is_begun_and_one_that_does_not_is_not() {
        // A brief is expected to take 30 s and a review 60 s.
        let plan = plan_of(2, vec![trial_of(300.0), trial_of(300.0)]);
        assert_eq!(next(&plan, 0, 0, &[]), Next::Begin(0));
        assert_eq!(next(&plan, 70 * SECOND, 1, &[waiting(0, 100)]), Next::Begin(1));
        let late = next(&plan, 71 * SECOND, 1, &[waiting(0, 100)]);
        assert_eq!(late, Next::Fill { until_nanos: 100 * SECOND });
    }

    #[test]
    fn a_review_that_falls_due_before_another_must_be_over_by_then() {
        for delay_secs in [0.0, 20.0] {
            let plan = plan_of(2, vec![trial_of(300.0), trial_of(delay_secs)]);
            let room = 90 + delay_secs as u64;
            assert_eq!(next(&plan, 0, 1, &[waiting(0, room)]), Next::Begin(1));
            let filled = next(&plan, 0, 1, &[waiting(0, room - 1)]);
            assert_eq!(filled, Next::Fill { until_nanos: (room - 1) * SECOND });
        }
    }

    #[test]
    fn a_review_that_falls_due_after_another_must_find_it_over() {
        let plan = plan_of(3, vec![trial_of(300.0), trial_of(300.0), trial_of(100.0)]);
        // The third trial would be due at 130 s.
        assert_eq!(next(&plan, 0, 2, &[waiting(0, 70)]), Next::Begin(2));
        let filled = Next::Fill { until_nanos: 71 * SECOND };
        assert_eq!(next(&plan, 0, 2, &[waiting(0, 71)]), filled);
        assert_eq!(next(&plan, 0, 2, &[waiting(0, 70), waiting(1, 190)]), Next::Begin(2));
        let filled = Next::Fill { until_nanos: 70 * SECOND };
        assert_eq!(next(&plan, 0, 2, &[waiting(0, 70), waiting(1, 189)]), filled);
    }

    #[test]
    fn no_more_than_the_allowed_briefs_are_outstanding() {
        let plan = plan_of(1, vec![trial_of(300.0), trial_of(300.0)]);
        let filled = next(&plan, 0, 1, &[waiting(0, 300)]);
        assert_eq!(filled, Next::Fill { until_nanos: 300 * SECOND });
    }

    #[test]
    fn another_number_of_agents_begins_when_nothing_of_the_last_is_left() {
        let mut plan = plan_of(8, vec![trial_of(300.0), trial_of(0.0), trial_of(300.0), trial_of(300.0)]);
        for (trial, level) in plan.trials.iter_mut().zip([2, 2, 8, 8]) {
            trial.outstanding_max = Some(level);
        }
        assert_eq!(next(&plan, 0, 1, &[waiting(0, 300)]), Next::Begin(1));
        let filled = Next::Fill { until_nanos: 300 * SECOND };
        assert_eq!(next(&plan, 0, 2, &[waiting(0, 300)]), filled, "of two agents, one is still at work");
        assert_eq!(next(&plan, 0, 2, &[]), Next::Begin(2));
        assert_eq!(next(&plan, 0, 3, &[waiting(2, 200)]), Next::Begin(3));
    }

    #[test]
    fn where_agents_are_kept_at_work_a_brief_comes_before_a_review_that_is_due() {
        let mut plan = plan_of(2, vec![trial_of(10.0), trial_of(10.0), trial_of(10.0)]);
        assert_eq!(next(&plan, 20 * SECOND, 1, &[waiting(0, 10)]), Next::Review(0));
        plan.keep = Keep::Agents;
        assert_eq!(next(&plan, 20 * SECOND, 1, &[waiting(0, 10)]), Next::Begin(1));
        let both = [waiting(0, 10), waiting(1, 60)];
        assert_eq!(next(&plan, 20 * SECOND, 2, &both), Next::Review(0), "no agent is free");
        assert_eq!(next(&plan, 20 * SECOND, 3, &both[1..]), Next::Fill { until_nanos: 60 * SECOND });
    }

    #[test]
    fn with_nothing_left_it_ends() {
        let plan = plan_of(1, vec![trial_of(0.0)]);
        assert_eq!(next(&plan, 5, 1, &[]), Next::End);
        assert_eq!(next(&plan, 0, 1, &[waiting(0, 3)]), Next::Fill { until_nanos: 3 * SECOND });
    }
}
