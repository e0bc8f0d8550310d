//! Hits and false alarms as one observer's sensitivity and criterion, so that both can be moved.
//!
//! `P(reject) = λ/2 + (1−λ)·Φ(s·d′/2 − c)`, s = +1 for a bad batch and −1 for a good one, λ = .02 (equal-variance
//! signal detection with lapses: Green & Swets 1966; Wichmann & Hill 2001). Rates averaged over people and items are
//! taken for those of one observer: exact where all are alike, near where they differ.

use super::normal::{cdf, quantile};

/// λ, the share of reviews in which the verdict has nothing to do with the batch.
const LAPSE: f64 = 0.02;
/// Rates nearer to a lapse's than this are taken to be this far from it: what lies behind them cannot be told.
const NEAREST: f64 = 1e-6;
/// Prevalences nearer to 0 and 1 than this count as this: nobody expects anything for certain.
const LEAST_PREVALENCE: f64 = 1e-9;
/// Sensitivity below which a criterion is divided by this: who sees nothing goes by what is common.
const LEAST_SENSITIVITY: f64 = 1e-3;

/// An observer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Observer {
    /// d′.
    pub(super) sensitivity: f64,
    /// c; above 0 they accept more readily.
    pub(super) criterion: f64,
}

impl Observer {
    /// Whoever has these rates.
    pub(super) fn with_rates(hit: f64, false_alarm: f64) -> Self {
        let z = |rate: f64| {
            let share = (rate - 0.5 * LAPSE) / (1.0 - LAPSE);
            quantile(share.clamp(NEAREST, 1.0 - NEAREST))
        };
        let (hit, false_alarm) = (z(hit), z(false_alarm));
        Self { sensitivity: hit - false_alarm, criterion: -0.5 * (hit + false_alarm) }
    }

    /// H and F.
    pub(super) fn rates(self) -> (f64, f64) {
        let rejects = |half: f64| 0.5 * LAPSE + (1.0 - LAPSE) * cdf(half - self.criterion);
        (rejects(0.5 * self.sensitivity), rejects(-0.5 * self.sensitivity))
    }

    /// After log d′ has gained `gain`.
    pub(super) fn with_gain(self, gain: f64) -> Self {
        Self { sensitivity: self.sensitivity * gain.exp(), ..self }
    }

    /// Where a share `field` of batches is bad rather than `lab`: c moves by
    /// `[logit(1−field) − logit(1−lab)]/d′`, as an ideal observer's does (Wolfe, Horowitz & Kenner 2005 found people
    /// to follow).
    pub(super) fn at_prevalence(self, field: f64, lab: f64) -> Self {
        let logit_good = |bad: f64| {
            let bad = bad.clamp(LEAST_PREVALENCE, 1.0 - LEAST_PREVALENCE);
            ((1.0 - bad) / bad).ln()
        };
        let shift = (logit_good(field) - logit_good(lab)) / self.sensitivity.max(LEAST_SENSITIVITY);
        Self { criterion: self.criterion + shift, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_give_the_observer_back() {
        for sensitivity in [0.05, 0.8, 2.0, 3.5] {
            for criterion in [-1.0, 0.0, 0.6] {
                let observer = Observer { sensitivity, criterion };
                let (hit, false_alarm) = observer.rates();
                let found = Observer::with_rates(hit, false_alarm);
                assert!((found.sensitivity - sensitivity).abs() < 1e-9, "{found:?}");
                assert!((found.criterion - criterion).abs() < 1e-9, "{found:?}");
            }
        }
    }

    #[test]
    fn an_ideal_observer_at_a_prevalence_has_its_likelihood_ratio_there() {
        // At the ideal criterion the likelihood ratio is (1−π)/π: log ratio = d′·c.
        let unbiased = Observer { sensitivity: 1.7, criterion: 0.0 };
        let moved = unbiased.at_prevalence(0.1, 0.5);
        assert!((moved.criterion * 1.7 - 9f64.ln()).abs() < 1e-12);
        let ((hit, false_alarm), (before, alarms_before)) = (moved.rates(), unbiased.rates());
        assert!(hit < before && false_alarm < alarms_before, "rarer errors are looked for less");
        assert_eq!(unbiased.at_prevalence(0.5, 0.5), unbiased);
    }

    #[test]
    fn who_sees_nothing_accepts_what_is_mostly_good_and_nothing_is_lost_to_infinity() {
        let blind = Observer::with_rates(0.4, 0.4);
        let (hit, false_alarm) = blind.at_prevalence(0.01, 0.5).rates();
        assert!((hit - 0.01).abs() < 1e-9 && (false_alarm - 0.01).abs() < 1e-9);
        for (hit, false_alarm) in [(1.0, 0.0), (0.0, 1.0), (0.99, 0.01)] {
            let (h, f) =
                Observer::with_rates(hit, false_alarm).at_prevalence(0.0, 1.0).with_gain(3.0).rates();
            assert!((0.0..=1.0).contains(&h) && (0.0..=1.0).contains(&f));
        }
    }
}
