//! After a crash or a restart: back to where the session was, and which briefs are given again.
//!
//! While nothing ran, time went on. A delay that came out far longer than it was to be is another delay, so the brief
//! before it is given again and the delay starts anew. Such a trial counts as not begun: the schedule begins it again
//! where it fits. A review that had begun goes on: its delay is over. What an earlier sitting left open keeps its brief:
//! one that is given in this sitting could not be as old as it is to be.

use super::script::Script;
use super::state::{Stage, State};
use crate::protocol::schedule::nanos_from_secs;

/// So much longer than its target a delay may come out by an outage: seconds, or this share of the target, whichever is
/// more. What `protocol timing` asks of 95 delays in 100.
const LATE_SECS: f64 = 5.0;
const LATE_SHARE: f64 = 0.2;

impl State {
    /// The trials whose brief is to be given again where the session goes on at `at`, in the plan's order: their delay is
    /// over by too much, or their brief was still being read.
    pub(super) fn outlived(&self, script: &Script, at: u64) -> Vec<u32> {
        let allowed = |trial: u32| {
            let target_secs = script.trial(trial).map_or(0.0, |planned| planned.delay_target_secs);
            nanos_from_secs(LATE_SECS.max(LATE_SHARE * target_secs))
        };
        let late = |trial: u32, due_nanos: u64| {
            !script.plan.is_foreign(trial) && at > due_nanos.saturating_add(allowed(trial))
        };
        let waiting = self.queue.waiting.iter().filter(|one| late(one.trial, one.due_nanos));
        let mut outlived: Vec<u32> = waiting.map(|one| one.trial).collect();
        outlived.extend(match &self.stage {
            Stage::Brief { trial, shown: true, .. } => Some(*trial),
            // What was read before the outage is to be as fresh as the delay says.
            Stage::Questions { trial, .. } => late(*trial, self.last_nanos).then_some(*trial),
            Stage::Review(review) => {
                (review.is_unseen() && late(review.trial, review.due_nanos)).then_some(review.trial)
            }
            _ => None,
        });
        outlived.sort_unstable();
        outlived
    }

    /// Goes on after an outage. Nothing is on the display: what was shown is to be shown again.
    pub(super) fn resume(
        &mut self,
        script: &Script,
        at: u64,
        interrupted: Option<u32>,
        repeated: &[u32],
    ) -> bool {
        let in_order = repeated.is_sorted_by(|one, next| one < next);
        if interrupted != self.stage.interruptible()
            || !in_order
            || !repeated.iter().all(|trial| !script.plan.is_foreign(*trial) && self.can_repeat(*trial))
        {
            return false;
        }
        self.focused = true;
        self.turn_since = None;
        // Nobody remembers the letters from before.
        let run = self.new_run();
        match &mut self.stage {
            Stage::Filler { back, .. } => *back = run,
            Stage::Brief { shown, .. } => *shown = false,
            Stage::Review(review) => review.interrupt(self.last_nanos),
            _ => {}
        }
        for trial in repeated {
            self.repeat(*trial);
        }
        self.dismiss(repeated);
        let moved = match &self.stage {
            // It ends when a review is due that may no longer be waited for.
            Stage::Filler { .. } => !repeated.is_empty(),
            Stage::Review(review) => repeated.contains(&review.trial),
            _ => false,
        };
        if moved {
            self.go_on(script, at);
        }
        true
    }

    /// Whether a trial stands between its brief's beginning and its review's first frame.
    fn can_repeat(&self, trial: u32) -> bool {
        let present = match &self.stage {
            Stage::Brief { trial, .. } | Stage::Questions { trial, .. } => Some(*trial),
            Stage::Review(review) => review.is_unseen().then_some(review.trial),
            _ => None,
        };
        present == Some(trial) || self.queue.waiting.iter().any(|one| one.trial == trial)
    }

    fn repeat(&mut self, trial: u32) {
        if !self.repeated.contains(&trial) {
            self.repeated.push(trial);
        }
        match &self.stage {
            Stage::Brief { trial: present, .. } | Stage::Questions { trial: present, .. }
                if *present == trial =>
            {
                self.stage = Stage::Brief { trial, round: 0, shown: false };
            }
            _ => {
                self.queue.review(trial);
                self.queue.again(trial);
            }
        }
    }
}
