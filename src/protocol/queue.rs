//! What was begun, what waits, and how fast its person is: all that the schedule knows of a session.

use super::plan::{Plan, PlannedTrial};
use super::sittings::Carried;
use super::tempo::Tempo;

/// A trial whose brief is over and whose review is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Index into the plan's trials.
    pub trial: u32,
    /// End of its brief plus its target delay, nanoseconds since the session's start; 0 where the brief was given in the
    /// sitting before.
    pub due_nanos: u64,
}

/// Where a session stands with its trials.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Queue {
    /// Every trial before this one was begun or skipped; this one was not.
    begun: u32,
    /// Trials after that one which were begun before their turn.
    ahead: Vec<u32>,
    /// Trials whose brief is over and whose review has not begun.
    pub waiting: Vec<Waiting>,
    /// How fast this person is.
    pub tempo: Tempo,
}

impl Queue {
    /// At the beginning of a plan's present sitting: earlier sittings' trials are begun, and what the last of them left
    /// open is due at once.
    pub fn of(plan: &Plan) -> Self {
        let mut queue = Self::default();
        queue.skip_until(plan.own().start);
        let due = |carried: &Carried| Waiting { trial: carried.trial, due_nanos: 0 };
        queue.waiting = plan.carried.iter().map(due).collect();
        queue
    }

    /// The first trial that was not begun.
    pub fn begun(&self) -> u32 {
        self.begun
    }

    /// A trial is begun.
    pub fn begin(&mut self, trial: u32) {
        self.ahead.push(trial);
        self.settle();
    }

    /// A trial that was begun counts as not begun.
    pub fn again(&mut self, trial: u32) {
        if trial < self.begun {
            self.ahead.extend(trial + 1..self.begun);
            self.begun = trial;
        } else {
            self.ahead.retain(|other| *other != trial);
        }
    }

    /// All trials before `until` count as begun.
    pub fn skip_until(&mut self, until: u32) {
        self.begun = self.begun.max(until);
        self.ahead.retain(|trial| *trial >= until);
        self.settle();
    }

    /// A trial's review begins; gives what waited.
    pub fn review(&mut self, trial: u32) -> Option<Waiting> {
        let place = self.waiting.iter().position(|one| one.trial == trial)?;
        Some(self.waiting.remove(place))
    }

    /// The review that falls due first (of two due at once, the one earlier in the plan).
    pub fn earliest(&self) -> Option<Waiting> {
        self.waiting.iter().copied().min_by_key(|one| (one.due_nanos, one.trial))
    }

    /// Whether one more brief may be outstanding now: fewer are than the next trial's level of agents allows, and all of
    /// them are of that level.
    pub fn has_room(&self, plan: &Plan) -> bool {
        let level = |trial: u32| {
            plan.trials
                .get(trial as usize)
                .map_or(plan.outstanding_max, |trial| plan.outstanding_max_at(trial))
        };
        let next = level(self.begun);
        self.waiting.len() < next as usize && self.waiting.iter().all(|one| level(one.trial) == next)
    }

    /// Trials that may be begun now, in the plan's order: not begun, before `until`, in the block of the first of them,
    /// and fewer than `reach` places from it or, while a brief waits, an attention check: where that stands balances
    /// nothing.
    pub fn open<'a>(
        &'a self,
        plan: &'a Plan,
        until: u32,
        reach: u32,
    ) -> impl Iterator<Item = (u32, &'a PlannedTrial)> {
        let first = plan.trials.get(self.begun as usize);
        let near = self.begun.saturating_add(reach);
        let waits = reach > 1 && !self.waiting.is_empty();
        (self.begun..until)
            .map_while(|trial| Some((trial, plan.trials.get(trial as usize)?)))
            .take_while(move |(_, trial)| {
                first.is_some_and(|first| (first.practice, first.block) == (trial.practice, trial.block))
            })
            .filter(move |(trial, planned)| {
                !self.ahead.contains(trial) && (*trial < near || (waits && planned.attention_check))
            })
    }

    fn settle(&mut self) {
        while let Some(place) = self.ahead.iter().position(|trial| *trial == self.begun) {
            self.ahead.swap_remove(place);
            self.begun += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::example::{plan_of, trial_of};

    fn open(queue: &Queue, plan: &Plan, until: u32, reach: u32) -> Vec<u32> {
        queue.open(plan, until, reach).map(|(trial, _)| trial).collect()
    }

    #[test]
    fn trials_are_open_in_their_block_and_within_reach() {
        let mut plan = plan_of(2, vec![trial_of(0.0); 6]);
        for trial in &mut plan.trials[4..] {
            trial.block = 2;
        }
        let mut queue = Queue::default();
        assert_eq!(open(&queue, &plan, 6, 3), [0, 1, 2]);
        assert_eq!(open(&queue, &plan, 2, 3), [0, 1]);
        queue.begin(2);
        queue.begin(1);
        assert_eq!(
            (queue.begun(), open(&queue, &plan, 6, 3)),
            (0, vec![0]),
            "the first cannot be passed for ever"
        );
        queue.begin(0);
        assert_eq!(
            (queue.begun(), open(&queue, &plan, 6, 3)),
            (3, vec![3]),
            "the next block is not open yet"
        );
        queue.begin(3);
        assert_eq!(open(&queue, &plan, 6, 3), [4, 5]);
        queue.skip_until(6);
        assert!(open(&queue, &plan, 6, 3).is_empty());
    }

    #[test]
    fn an_attention_check_may_fill_a_delay_from_anywhere_in_its_block() {
        let mut plan = plan_of(2, vec![trial_of(0.0); 6]);
        plan.trials[3].attention_check = true;
        plan.trials[4].block = 2;
        (plan.trials[5].block, plan.trials[5].attention_check) = (2, true);
        let mut queue = Queue::default();
        assert_eq!(open(&queue, &plan, 6, 2), [0, 1], "nothing waits");
        queue.begin(0);
        queue.waiting.push(Waiting { trial: 0, due_nanos: 9 });
        assert_eq!(open(&queue, &plan, 6, 2), [1, 2, 3]);
        assert_eq!(open(&queue, &plan, 6, 1), [1], "the plan's order is kept");
        queue.begin(3);
        assert_eq!(open(&queue, &plan, 6, 2), [1, 2]);
    }

    #[test]
    fn a_trial_that_is_begun_again_is_open_once_more_and_the_others_are_not() {
        let plan = plan_of(2, vec![trial_of(0.0); 6]);
        let mut queue = Queue::default();
        for trial in [0, 1, 3] {
            queue.begin(trial);
        }
        queue.again(3);
        assert_eq!(open(&queue, &plan, 6, 6), [2, 3, 4, 5]);
        queue.again(0);
        assert_eq!(open(&queue, &plan, 6, 6), [0, 2, 3, 4, 5]);
        for trial in [0, 2, 3] {
            queue.begin(trial);
        }
        assert_eq!((queue.begun(), open(&queue, &plan, 6, 6)), (4, vec![4, 5]));
    }
}
