//! Several sittings a participant: whose blocks are whose, and what one sitting takes over from the one before.
//!
//! A plan is drawn once, for all sittings, and its trials keep their places in it; every sitting has it in its journal,
//! *as of* that sitting. Blocks are spread over the sittings in their order. A delay that ends in the next sitting is one
//! that the protocol names as such: its brief is given in one sitting, its review opens the next. Where there are such
//! delays the last sitting has no briefs of its own, so that every brief stands in the design's one order, and all that
//! is balanced in it stays balanced.

use super::plan::{Plan, PlannedTrial};
use super::spec::Protocol;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// How often a participant comes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sittings {
    /// So often, 1 or more.
    pub count: u32,
    /// A sitting begins at least so long after the end of the one before it, seconds.
    pub min_gap_secs: f64,
    /// Delays, of the factor's levels, that end in the next sitting.
    #[serde(default)]
    pub later_secs: Vec<f64>,
}

impl Default for Sittings {
    fn default() -> Self {
        Self { count: 1, min_gap_secs: 0.0, later_secs: Vec::new() }
    }
}

impl Sittings {
    /// Whether a participant comes once.
    pub fn is_one(&self) -> bool {
        self.count <= 1
    }

    /// Sittings in which briefs are given.
    pub fn with_briefs(&self) -> u32 {
        self.count.saturating_sub(u32::from(!self.later_secs.is_empty())).max(1)
    }
}

/// A brief that was given in the sitting before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Carried {
    /// Index into the plan's trials.
    pub trial: u32,
    /// Whether its check was passed.
    pub passed: bool,
    /// From its end to stamp 0 of this sitting, nanoseconds: by the wall clock, for no monotonic one lasts so long.
    pub since_brief_nanos: u64,
}

/// Deals the main trials to the sittings, by their blocks.
pub(super) fn deal(protocol: &Protocol, trials: &mut [PlannedTrial]) {
    let sittings = &protocol.sittings;
    if sittings.is_one() {
        return;
    }
    let main = || trials.iter().filter(|trial| !trial.practice);
    let blocks = main().map(|trial| trial.block).max().unwrap_or(1).max(1);
    for trial in trials.iter_mut().filter(|trial| !trial.practice) {
        trial.sitting = 1 + trial.block.saturating_sub(1) * sittings.with_briefs() / blocks;
        trial.later = sittings.later_secs.contains(&trial.delay_target_secs);
    }
}

impl Plan {
    /// The same plan as of another sitting.
    pub fn at_sitting(&self, sitting: u32, carried: Vec<Carried>) -> Self {
        Self { sitting, carried, ..self.clone() }
    }

    /// Whether nothing comes after this sitting.
    pub fn is_last_sitting(&self) -> bool {
        self.sitting >= self.sittings.count
    }

    /// The trials whose briefs are given in this sitting, by their indices.
    pub fn own(&self) -> Range<u32> {
        let until = |sitting: u32| self.trials.partition_point(|trial| trial.sitting <= sitting) as u32;
        until(self.sitting.saturating_sub(1))..until(self.sitting)
    }

    /// Whether a trial's brief was given in an earlier sitting, or will be in a later one.
    pub fn is_foreign(&self, trial: u32) -> bool {
        !self.own().contains(&trial)
    }

    /// The trials of this sitting whose reviews are the next one's, by their indices.
    pub fn left_open(&self) -> impl Iterator<Item = u32> {
        let open = |trial: &u32| self.trials.get(*trial as usize).is_some_and(|planned| planned.later);
        self.own().filter(open)
    }

    /// Reviews that this sitting is to hold, practice included.
    pub fn sitting_reviews(&self) -> u32 {
        (self.own().len() + self.carried.len() - self.left_open().count()) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::example::{plan_of, protocol_of, trial_of};

    /// Five blocks of two trials, the second of each with a delay of a day; one practice trial before them.
    fn trials() -> Vec<PlannedTrial> {
        let mut trials = vec![PlannedTrial { practice: true, ..trial_of(0.0) }];
        for block in 1..=5 {
            trials.extend([0.0, 86_400.0].map(|delay| PlannedTrial { block, ..trial_of(delay) }));
        }
        trials
    }

    #[test]
    fn blocks_are_spread_in_their_order_and_the_last_sitting_has_what_is_left_open() {
        let mut protocol = protocol_of(&[0.0, 86_400.0], &[4], 5);
        protocol.sittings = Sittings { count: 3, min_gap_secs: 3_600.0, later_secs: vec![86_400.0] };
        let mut dealt = trials();
        deal(&protocol, &mut dealt);
        let sittings: Vec<u32> = dealt.iter().map(|trial| trial.sitting).collect();
        assert_eq!(sittings, [1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2]);
        let mut plan = plan_of(2, dealt);
        plan.sittings = protocol.sittings;
        assert_eq!((plan.own(), plan.sitting_reviews(), plan.is_last_sitting()), (0..7, 4, false));
        assert_eq!(plan.left_open().collect::<Vec<_>>(), [2, 4, 6]);
        let carried = |trials: &[u32]| -> Vec<Carried> {
            let one = |trial: &u32| Carried { trial: *trial, passed: true, since_brief_nanos: 1 };
            trials.iter().map(one).collect()
        };
        let second = plan.at_sitting(2, carried(&[2, 4, 6]));
        assert_eq!((second.own(), second.sitting_reviews(), second.is_last_sitting()), (7..11, 5, false));
        let third = plan.at_sitting(3, carried(&[8, 10]));
        assert_eq!((third.own(), third.sitting_reviews(), third.is_last_sitting()), (11..11, 2, true));
    }

    #[test]
    fn without_such_delays_every_sitting_has_blocks_and_one_sitting_has_all_of_them() {
        let mut protocol = protocol_of(&[0.0, 60.0], &[4], 5);
        protocol.sittings = Sittings { count: 2, ..Sittings::default() };
        let mut dealt = trials();
        deal(&protocol, &mut dealt);
        assert_eq!(dealt.iter().filter(|trial| trial.sitting == 2).count(), 4);
        assert!(dealt.iter().all(|trial| !trial.later));
        let plan = plan_of(2, trials());
        assert_eq!((plan.own(), plan.sitting_reviews(), plan.is_last_sitting()), (0..11, 11, true));
        assert!(!serde_json::to_string(&plan).unwrap().contains("sitting"), "as plans were before");
    }
}
