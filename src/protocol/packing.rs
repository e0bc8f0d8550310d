//! Packing trials into each other's delays by what this very person is likely to take.
//!
//! A trial is begun only if, at the protocol's confidence, neither its brief nor its review is in the way of a review
//! that waits, and none of those is in its own review's way. Of several trials that may be begun, the one is chosen
//! after which the rest of the block is expected to leave the least time empty: each is tried by going on to the
//! block's end in its plan's order, everything taking its median (a rollout; Bertsekas, Tsitsiklis and Wu 1997,
//! Rollout algorithms for combinatorial optimization, J. Heuristics 3).

use super::plan::{Plan, PlannedTrial};
use super::queue::{Queue, Waiting};
use super::schedule::nanos_from_secs;
use super::tempo::Spread;
use serde::{Deserialize, Serialize};

/// How trials are packed into each other's delays.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Packing {
    /// With what probability something begun is out of the way in time, 0.5 to 0.99.
    pub confidence: f64,
    /// How late a review may come for that, as a share of its target delay, 0 to 0.5.
    #[serde(default)]
    pub late_share: f64,
    /// How many places a brief may be given before or after its turn within its block. 0: the plan's order stands, and
    /// with it all that is balanced in it.
    #[serde(default)]
    pub reorder_places: u32,
}

/// In a protocol its fields stand without a `Some` around them.
pub(super) mod plain {
    use super::Packing;
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Packing>, D::Error> {
        Packing::deserialize(from).map(Some)
    }

    pub(in super::super) fn serialize<S: Serializer>(
        packing: &Option<Packing>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        match packing {
            Some(packing) => packing.serialize(to),
            None => to.serialize_none(),
        }
    }
}

/// The plan's order is kept where leaving it saves less than this: 5 s.
const WORTH_NANOS: u64 = 5_000_000_000;

/// The trial to begin now; none where none may be.
pub(super) fn choose(plan: &Plan, rule: &Packing, now: u64, until: u32, queue: &Queue) -> Option<u32> {
    let desk = Desk {
        plan,
        rule,
        brief: queue.tempo.brief(rule.confidence),
        review: queue.tempo.review(rule.confidence),
    };
    let fitting: Vec<u32> = desk.fitting(now, until, queue).collect();
    match fitting.as_slice() {
        [] => None,
        [only] => Some(*only),
        several => {
            let end = desk.block_end(until, queue);
            let idle = |trial: &u32| desk.idle_nanos(*trial, now, end, queue) / WORTH_NANOS;
            several.iter().copied().min_by_key(idle)
        }
    }
}

/// What is planned by.
struct Desk<'a> {
    plan: &'a Plan,
    rule: &'a Packing,
    brief: Spread,
    review: Spread,
}

/// Nanoseconds from a session's start to what happens at a low quantile, at the median, at a high quantile.
#[derive(Clone, Copy)]
struct Moment {
    low: u64,
    high: u64,
}

impl Desk<'_> {
    fn fitting<'a>(&'a self, now: u64, until: u32, queue: &'a Queue) -> impl Iterator<Item = u32> + use<'a> {
        queue
            .open(self.plan, until, self.rule.reorder_places.saturating_add(1))
            .filter(move |(_, trial)| queue.waiting.iter().all(|other| self.agree(trial, now, other)))
            .map(|(index, _)| index)
    }

    /// Whether a trial begun now and one that waits keep out of each other's way.
    fn agree(&self, trial: &PlannedTrial, now: u64, other: &Waiting) -> bool {
        let Some(of_other) = self.plan.trials.get(other.trial as usize) else { return true };
        let allowed = |trial: &PlannedTrial| nanos_from_secs(trial.delay_target_secs * self.rule.late_share);
        let brief = self.brief_over(trial, now);
        let delay = nanos_from_secs(trial.delay_target_secs);
        let latest_start = other.due_nanos.saturating_add(allowed(of_other));
        let before = brief.high <= latest_start;
        let first = self.both_over(trial, now) <= latest_start;
        let second = self.review_over(of_other, other.due_nanos)
            <= brief.low.saturating_add(delay).saturating_add(allowed(trial));
        before && (first || second)
    }

    fn brief_over(&self, trial: &PlannedTrial, now: u64) -> Moment {
        let after = |factor: f64| now.saturating_add(nanos_from_secs(trial.expected_brief_secs * factor));
        Moment { low: after(self.brief.low), high: after(self.brief.high) }
    }

    /// When a review that begins at `start` is over, at the high quantile.
    fn review_over(&self, trial: &PlannedTrial, start: u64) -> u64 {
        start.saturating_add(nanos_from_secs(self.longest_review_secs(trial)))
    }

    /// A review ends by itself at the time limit.
    fn longest_review_secs(&self, trial: &PlannedTrial) -> f64 {
        let secs = trial.expected_review_secs * self.review.high;
        secs.min(self.plan.time_limit_secs.max(trial.expected_review_secs))
    }

    /// When a trial begun now is over with brief, delay and review, at the high quantile of the whole: how far brief and
    /// review each may exceed their medians adds up as independent deviations do.
    fn both_over(&self, trial: &PlannedTrial, now: u64) -> u64 {
        let (brief, review) = (trial.expected_brief_secs, trial.expected_review_secs);
        let medians = brief * self.brief.median + review * self.review.median;
        let over_brief = brief * (self.brief.high - self.brief.median);
        let over_review = (self.longest_review_secs(trial) - review * self.review.median).max(0.0);
        let secs = medians + over_brief.hypot(over_review) + trial.delay_target_secs;
        now.saturating_add(nanos_from_secs(secs))
    }

    /// Where the block of the first trial that was not begun ends, at most `until`.
    fn block_end(&self, until: u32, queue: &Queue) -> u32 {
        queue.open(self.plan, until, u32::MAX).last().map_or(until, |(index, _)| index + 1)
    }

    /// Time that nothing fills until the block's end if `first` is begun now and everything takes its median.
    fn idle_nanos(&self, first: u32, now: u64, end: u32, queue: &Queue) -> u64 {
        let mut queue = queue.clone();
        let mut clock = self.begin(first, now, &mut queue);
        let mut idle = 0;
        loop {
            let earliest = queue.earliest();
            let full = !queue.has_room(self.plan);
            match earliest {
                Some(due) if due.due_nanos <= clock => {
                    queue.review(due.trial);
                    let secs = self
                        .plan
                        .trials
                        .get(due.trial as usize)
                        .map_or(0.0, |trial| trial.expected_review_secs * self.review.median);
                    clock = clock.saturating_add(nanos_from_secs(secs));
                    continue;
                }
                _ => {}
            }
            let may_begin = earliest.is_none() || !full;
            let next = if may_begin { self.fitting(clock, end, &queue).next() } else { None };
            match (next, earliest) {
                (Some(trial), _) => clock = self.begin(trial, clock, &mut queue),
                (None, Some(due)) => {
                    idle += due.due_nanos - clock;
                    clock = due.due_nanos;
                }
                (None, None) => return idle,
            }
        }
    }

    /// Reads a brief; gives the moment of its end.
    fn begin(&self, trial: u32, now: u64, queue: &mut Queue) -> u64 {
        queue.begin(trial);
        let Some(planned) = self.plan.trials.get(trial as usize) else { return now };
        let end = now.saturating_add(nanos_from_secs(planned.expected_brief_secs * self.brief.median));
        let due_nanos = end.saturating_add(nanos_from_secs(planned.delay_target_secs));
        if !planned.later {
            queue.waiting.push(Waiting { trial, due_nanos });
        }
        end
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::example::{plan_of, trial_of};
    use crate::protocol::schedule::{Next, next};

    const SECOND: u64 = 1_000_000_000;

    fn plan(delays: &[f64], outstanding_max: u32, reorder_places: u32) -> Plan {
        let mut plan = plan_of(outstanding_max, delays.iter().map(|delay| trial_of(*delay)).collect());
        plan.packing = Some(Packing { confidence: 0.9, late_share: 0.0, reorder_places });
        plan
    }

    /// The first trial was begun and falls due then.
    fn queue(due_secs: u64) -> Queue {
        let mut queue = Queue::default();
        queue.begin(0);
        queue.waiting.push(Waiting { trial: 0, due_nanos: due_secs * SECOND });
        queue
    }

    /// Somebody who took exactly this share of what was expected, five times.
    fn at_pace(mut queue: Queue, ratio: f64) -> Queue {
        for _ in 0..5 {
            queue.tempo.saw_brief(30.0 * ratio, 30.0);
            queue.tempo.saw_review(60.0 * ratio, 60.0);
        }
        queue
    }

    #[test]
    fn a_brief_that_only_fits_on_average_is_not_begun_for_somebody_unknown() {
        let plan = plan(&[300.0, 300.0], 2, 0);
        assert_eq!(next(&plan, 0, 2, &queue(31)), Next::Fill { until_nanos: 31 * SECOND });
        assert_eq!(next(&plan, 0, 2, &queue(90)), Next::Begin(1));
    }

    #[test]
    fn the_slow_are_given_more_room_and_the_quick_less() {
        let plan = plan(&[300.0, 300.0], 2, 0);
        assert_eq!(next(&plan, 0, 2, &at_pace(queue(25), 0.5)), Next::Begin(1));
        assert_eq!(next(&plan, 0, 2, &at_pace(queue(70), 2.0)), Next::Fill { until_nanos: 70 * SECOND });
    }

    #[test]
    fn a_review_may_be_late_by_as_much_as_the_protocol_allows() {
        let mut plan = plan(&[300.0, 300.0], 2, 0);
        let queue = at_pace(queue(30), 1.0);
        assert!(matches!(next(&plan, 0, 2, &queue), Next::Fill { .. }));
        plan.packing = Some(Packing { confidence: 0.9, late_share: 0.1, reorder_places: 0 });
        assert_eq!(next(&plan, 0, 2, &queue), Next::Begin(1), "30 s of 300 s are allowed");
    }

    #[test]
    fn out_of_turn_only_what_the_protocol_lets_and_only_where_it_fits() {
        // The second trial would be due in the middle of the first one's review, the third is over before it.
        let delays = [300.0, 250.0, 0.0];
        let waits = at_pace(queue(300), 1.0);
        let filled = Next::Fill { until_nanos: 300 * SECOND };
        assert_eq!(next(&plan(&delays, 3, 0), 0, 3, &waits), filled);
        assert_eq!(next(&plan(&delays, 3, 1), 0, 3, &waits), Next::Begin(2));
    }

    #[test]
    fn of_those_that_fit_the_one_is_begun_that_leaves_least_empty() {
        // Begun in the plan's order the short one would be over before the long delay has begun to run.
        let plan = plan(&[0.0, 300.0, 0.0], 2, 2);
        let queue = at_pace(Queue::default(), 1.0);
        assert_eq!(next(&plan, 0, 3, &queue), Next::Begin(1));
        let mut in_order = plan;
        in_order.packing = Some(Packing { confidence: 0.9, late_share: 0.0, reorder_places: 0 });
        assert_eq!(next(&in_order, 0, 3, &queue), Next::Begin(0));
    }
}
