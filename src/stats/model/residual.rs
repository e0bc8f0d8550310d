//! What one review's time says: the log density of log T around μ, or the log chance that it lies above the limit.

use super::kind::{Residual, STUDENT_DF};
use crate::stats::normal;
use std::f64::consts::PI;

/// log density and its slopes in μ and in log σ.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TimeTerm {
    pub(crate) log_density: f64,
    pub(crate) by_mu: f64,
    pub(crate) by_log_sigma: f64,
}

impl Residual {
    /// `log_secs` is the limit's logarithm where the review was cut off there.
    #[inline]
    pub(crate) fn term(self, log_secs: f64, censored: bool, mu: f64, sigma: f64, log_sigma: f64) -> TimeTerm {
        let precision = 1.0 / sigma;
        let distance = (log_secs - mu) * precision;
        match (self, censored) {
            (Self::Normal, false) => TimeTerm {
                log_density: -log_sigma - 0.5 * distance * distance,
                by_mu: distance * precision,
                by_log_sigma: distance * distance - 1.0,
            },
            (Self::Normal, true) => {
                let (log_density, ratio) = normal::log_cdf(-distance);
                TimeTerm { log_density, by_mu: ratio * precision, by_log_sigma: ratio * distance }
            }
            (Self::StudentT, false) => {
                let spread = STUDENT_DF + distance * distance;
                let pull = (STUDENT_DF + 1.0) * distance / spread;
                TimeTerm {
                    log_density: -log_sigma - 0.5 * (STUDENT_DF + 1.0) * (spread / STUDENT_DF).ln()
                        + NORMALISER,
                    by_mu: pull * precision,
                    by_log_sigma: pull * distance - 1.0,
                }
            }
            (Self::StudentT, true) => {
                let above = student_above(distance);
                let ratio = student_density(distance) / above;
                TimeTerm { log_density: above.ln(), by_mu: ratio * precision, by_log_sigma: ratio * distance }
            }
        }
    }
}

/// log of Γ(4) / (Γ(3.5)·√(7π)), less the ½·log 2π that the normal density leaves out too: densities of both
/// residuals are then on one scale, and can be compared.
const NORMALISER: f64 = -0.954_534_150_571_375_1 + 0.918_938_533_204_672_8;

fn student_density(t: f64) -> f64 {
    (-0.5 * (STUDENT_DF + 1.0) * (t * t / STUDENT_DF).ln_1p() + NORMALISER - 0.918_938_533_204_672_8).exp()
}

/// P(t₇ > t), by the closed form for odd degrees of freedom (Abramowitz & Stegun 26.7.3).
pub(crate) fn student_above(t: f64) -> f64 {
    let angle = STUDENT_DF.sqrt().atan2(t);
    let (sin, cos) = angle.sin_cos();
    // With φ = arctan(√ν/t), θ = π/2 − φ: what is left above t.
    let series = sin * (1.0 + sin * sin * (2.0 / 3.0 + 8.0 / 15.0 * sin * sin));
    ((angle - cos * series) / PI).max(f64::MIN_POSITIVE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn student_tails_agree_with_scipy() {
        // scipy.stats.t(7).sf(t) and .pdf(0), SciPy 1.17.
        for (t, above) in [
            (-2.0, 0.957_190_335_718_512),
            (0.0, 0.5),
            (1.5, 0.088_649_243_494_985),
            (4.0, 0.002_594_956_674_648_406_4),
            (12.0, 3.179_155_189_092_549e-6),
        ] {
            assert!((student_above(t) / above - 1.0).abs() < 1e-9, "{t}: {}", student_above(t));
        }
        assert!((student_density(0.0) - 0.384_991_450_832_267_3).abs() < 1e-14);
    }

    #[test]
    fn slopes_are_those_of_the_density() {
        for residual in [Residual::Normal, Residual::StudentT] {
            for censored in [false, true] {
                for log_secs in [2.0, 4.1, 6.5] {
                    let at = |mu: f64, log_sigma: f64| {
                        residual.term(log_secs, censored, mu, log_sigma.exp(), log_sigma)
                    };
                    let (term, h) = (at(4.0, -0.7), 1e-6);
                    let by_mu = (at(4.0 + h, -0.7).log_density - at(4.0 - h, -0.7).log_density) / (2.0 * h);
                    let by_sigma =
                        (at(4.0, -0.7 + h).log_density - at(4.0, -0.7 - h).log_density) / (2.0 * h);
                    assert!((by_mu - term.by_mu).abs() < 1e-6, "{residual:?} {censored} {log_secs}");
                    assert!(
                        (by_sigma - term.by_log_sigma).abs() < 1e-6,
                        "{residual:?} {censored} {log_secs}"
                    );
                }
            }
        }
    }
}
