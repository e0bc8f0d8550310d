//! What a check-in costs and keeps.

use super::super::DrawnPoint;

/// One n: how often it goes wrong and how much of a bad batch can be kept, at some ε.
#[derive(Debug, Clone, Copy)]
pub(super) struct Batch {
    pub(super) n: f64,
    /// p = 1 − (1−ε)^n.
    pub(super) bad_share: f64,
    /// p·E[j−1 | bad].
    salvage: f64,
}

impl Batch {
    pub(super) fn at(n: u32, epsilon: f64) -> Self {
        let mut salvage = 0.0;
        let mut sound_so_far = 1.0;
        for before in 0..n {
            salvage += f64::from(before) * epsilon * sound_so_far;
            sound_so_far *= 1.0 - epsilon;
        }
        Self { n: f64::from(n), bad_share: 1.0 - sound_so_far, salvage }
    }

    /// K, person-seconds a check-in.
    pub(super) fn cost(&self, check: &DrawnPoint, costs: Costs) -> f64 {
        let good_secs = check.time_good_secs + costs.false_alarm_secs * check.false_alarm;
        costs.switch_secs + (1.0 - self.bad_share) * good_secs + self.bad_share * check.cost_secs
    }

    /// A, decisions that a check-in keeps.
    pub(super) fn kept(&self, check: &DrawnPoint) -> f64 {
        let kept = (1.0 - self.bad_share) * (1.0 - check.false_alarm) * self.n
            + check.hit * check.located * self.salvage;
        kept.max(1e-9)
    }

    /// κ, person-seconds a kept decision.
    pub(super) fn cost_per_decision(&self, check: &DrawnPoint, costs: Costs) -> f64 {
        self.cost(check, costs) / self.kept(check)
    }
}

/// What comes on top of reviewing, person-seconds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Costs {
    /// h0.
    pub(super) switch_secs: f64,
    /// π_fa.
    pub(super) false_alarm_secs: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_salvaged_agrees_with_counting() {
        // n = 3, ε = .1: first error at 2 with .9·.1 keeps one, at 3 with .81·.1 keeps two.
        let batch = Batch::at(3, 0.1);
        assert!((batch.bad_share - (1.0 - 0.729)).abs() < 1e-12);
        assert!((batch.salvage - (0.09 + 2.0 * 0.081)).abs() < 1e-12);
        let never = Batch::at(5, 0.0);
        assert_eq!((never.bad_share, never.salvage), (0.0, 0.0));
    }

    #[test]
    fn the_cost_of_a_kept_decision_agrees_with_counting() {
        // C, time on bad, time on good, H, F, L.
        let check = DrawnPoint::of([500.0, 0.0, 90.0, 0.5, 0.2, 1.0]);
        let costs = Costs { switch_secs: 10.0, false_alarm_secs: 50.0 };
        let batch = Batch::at(2, 0.25);
        // p = 1 − .75² = .4375; K = 10 + .5625·(90 + .2·50) + .4375·500; A = .5625·.8·2 + .5·(.25·.75).
        let (k, a) = (10.0 + 56.25 + 218.75, 0.9 + 0.5 * 0.1875);
        assert!((batch.cost_per_decision(&check, costs) - k / a).abs() < 1e-9);
    }
}
