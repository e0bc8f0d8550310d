//! The verdict: equal-variance signal detection with lapses.
//!
//! `P(reject) = λ/2 + (1−λ)·Φ(s·d′/2 − c)` with s = +1 for a bad batch and −1 for a good one.

use super::normal;

/// λ, the share of reviews in which the verdict has nothing to do with the batch.
pub const LAPSE: f64 = 0.02;

/// P(reject) at a given log d′ and criterion.
pub(crate) fn reject(bad: bool, log_sensitivity: f64, criterion: f64) -> f64 {
    let half = 0.5 * log_sensitivity.exp() * if bad { 1.0 } else { -1.0 };
    0.5 * LAPSE + (1.0 - LAPSE) * normal::cdf(half - criterion)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limits_of_signal_detection() {
        // No sensitivity: bad and good batches are rejected alike, by the criterion alone.
        let (bad, good) = (reject(true, -40.0, 0.3), reject(false, -40.0, 0.3));
        assert!((bad - good).abs() < 1e-12);
        assert!((bad - (0.01 + 0.98 * normal::cdf(-0.3))).abs() < 1e-12);
        // Perfect sensitivity: only lapses are left.
        assert!((reject(true, 8.0, 0.3) - 0.99).abs() < 1e-12);
        assert!((reject(false, 8.0, 0.3) - 0.01).abs() < 1e-12);
        // No bias: misses are as likely as false alarms.
        assert!((1.0 - reject(true, 0.7, 0.0) - reject(false, 0.7, 0.0)).abs() < 1e-12);
        // d′ = z(H) − z(F), lapses taken out.
        let z = |share: f64| {
            let share = (share - 0.5 * LAPSE) / (1.0 - LAPSE);
            (-80_000..80_000).map(|i| f64::from(i) * 1e-4).find(|x| normal::cdf(*x) >= share).unwrap()
        };
        let difference = z(reject(true, 2f64.ln(), 0.4)) - z(reject(false, 2f64.ln(), 0.4));
        assert!((difference - 2.0).abs() < 5e-4, "{difference}");
        // Absurd predictors stay finite.
        for predictor in [-1e6, -800.0, 800.0, 1e6] {
            assert!(reject(true, predictor, 1.0).is_finite(), "{predictor}");
        }
    }
}
