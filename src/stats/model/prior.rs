//! Priors of the parameters, on the scales without bounds on which they are sampled.

use crate::stats::normal;

/// The prior of one unbounded value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Prior {
    /// Normal(mean, sd); of a log-normal parameter, its logarithm.
    Normal { mean: f64, sd: f64 },
    /// [`deviation`] of the value is half-normal(scale); the density is that of the value, Jacobian included.
    Deviation { scale: f64 },
    /// Normal(mean, √(sd² + ω²·apart²)) around an earlier study's value; ω, sampled too, is how far teams lie apart.
    Pooled { mean: f64, sd: f64, apart: f64 },
}

/// Keeps what is divided by a standard deviation finite where the deviation vanishes.
const LEAST: f64 = 1e-3;

/// A standard deviation as a function of an unbounded ψ, `scale·(ψ·Φ(ψ) + φ(ψ))`, and its slope `scale·Φ(ψ)`.
///
/// On the log scale a standard deviation that the data cannot tell from zero has an exponential left tail, into which
/// a sampler runs far and slowly. Here both tails are Gaussian.
pub(crate) fn deviation(scale: f64, psi: f64) -> (f64, f64) {
    let (below, density) = normal::cdf_and_density(psi);
    (scale * (LEAST + (psi * below + density).max(0.0)), scale * below)
}

/// ψ of a standard deviation: [`deviation`] undone, by halving.
pub(crate) fn psi_of(scale: f64, sd: f64) -> f64 {
    let (mut low, mut high) = (-6.0, 40.0);
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if deviation(scale, middle).0 < sd { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

impl Prior {
    /// log density up to a constant, and its slope.
    pub(crate) fn log_density(self, value: f64) -> (f64, f64) {
        match self {
            Self::Normal { mean, sd } => {
                let distance = (value - mean) / sd;
                (-0.5 * distance * distance, -distance / sd)
            }
            Self::Deviation { scale } => {
                let (log_below, ratio) = normal::log_cdf(value);
                let (sd, slope) = deviation(scale, value);
                let relative = sd / scale;
                (log_below - 0.5 * relative * relative, ratio - relative * slope / scale)
            }
            // Known only with ω: see [`Prior::pooled`].
            Self::Pooled { .. } => (0.0, 0.0),
        }
    }

    /// log density of a pooled value at ω, and its slopes in the value and in ω; nothing of other priors.
    pub(crate) fn pooled(self, value: f64, omega: f64) -> (f64, f64, f64) {
        let Self::Pooled { mean, sd, apart } = self else { return (0.0, 0.0, 0.0) };
        let variance = sd * sd + omega * omega * apart * apart;
        let distance = value - mean;
        let by_variance = 0.5 * (distance * distance / variance - 1.0) / variance;
        (
            -0.5 * (distance * distance / variance + variance.ln()),
            -distance / variance,
            by_variance * 2.0 * omega * apart * apart,
        )
    }

    /// A place to start from.
    pub(crate) fn centre(self) -> f64 {
        match self {
            Self::Normal { mean, .. } | Self::Pooled { mean, .. } => mean,
            Self::Deviation { .. } => 0.3,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slopes_are_those_of_the_density() {
        for prior in [Prior::Normal { mean: 0.3, sd: 0.7 }, Prior::Deviation { scale: 0.5 }] {
            for value in [-3.0, -0.4, 0.0, 0.9, 2.5] {
                let h = 1e-5;
                let slope = (prior.log_density(value + h).0 - prior.log_density(value - h).0) / (2.0 * h);
                assert!((slope - prior.log_density(value).1).abs() < 1e-8, "{prior:?} at {value}");
            }
        }
    }

    #[test]
    fn a_deviation_is_half_normal() {
        // Quadrature over ψ: the share below one scale is erf(1/√2).
        let prior = Prior::Deviation { scale: 0.5 };
        let (mut all, mut below) = (0.0, 0.0);
        for step in -8_000..8_000 {
            let psi = f64::from(step) * 1e-3;
            let mass = prior.log_density(psi).0.exp();
            all += mass;
            below += if deviation(0.5, psi).0 < 0.5 { mass } else { 0.0 };
        }
        assert!((below / all - 0.682_689).abs() < 2e-3, "{}", below / all);
    }

    #[test]
    fn the_inverse_of_a_deviation() {
        for sd in [0.002, 0.1, 0.5, 3.0] {
            assert!((deviation(0.5, psi_of(0.5, sd)).0 - sd).abs() < 1e-9);
        }
    }
}
