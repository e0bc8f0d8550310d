//! A part of the model seen as a latent Gaussian model, and Laplace's approximation to its marginal likelihood.
//!
//! Each part (time, verdict, naming the decision) has few *hyperparameters* ψ (standard deviations and slopes, on
//! scales without bounds) and many *latent* values x that enter its predictors linearly and have Gaussian priors given ψ
//! (intercepts, coefficients, the effects of people and items). x is integrated out around its mode:
//! `log p(y, ψ) ≈ log p(y | x̂, ψ) + log p(x̂ | ψ) + log p(ψ) − ½ log |H|` (the factors of 2π cancel), with H the
//! information at the mode: observed for time, expected for the two binary parts, which keeps it positive definite.

use super::cholesky::Cholesky;
use super::normal;

/// How a row's predictors are put together: (predictor, latent value, coefficient).
pub(crate) type Design = Vec<(usize, usize, f64)>;

/// What one row says at given predictors.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RowTerm {
    /// log p(y | predictors).
    pub(crate) log_density: f64,
    /// Its derivatives.
    pub(crate) gradient: [f64; 2],
    /// Information about the predictors: I₀₀, I₀₁, I₁₁.
    pub(crate) information: [f64; 3],
}

/// Independent Gaussian priors of the latent values.
#[derive(Debug, Clone)]
pub(crate) struct LatentPrior {
    pub(crate) mean: Vec<f64>,
    pub(crate) precision: Vec<f64>,
}

impl LatentPrior {
    /// Adds `count` effects around zero.
    pub(crate) fn extend(&mut self, count: usize, sd: f64) {
        self.mean.extend(std::iter::repeat_n(0.0, count));
        self.precision.extend(std::iter::repeat_n(sd.powi(-2), count));
    }
}

/// The prior of one hyperparameter, on the scale on which it is sampled.
#[derive(Debug, Clone, Copy)]
pub(crate) enum HyperPrior {
    /// ψ ~ Normal(mean, sd).
    Normal { mean: f64, sd: f64 },
    /// [`deviation`] of ψ ~ half-normal(scale); the density is that of ψ, Jacobian included.
    Deviation { scale: f64 },
}

/// A standard deviation as a function of an unbounded ψ: `scale·(ψ·Φ(ψ) + φ(ψ))`, whose slope is `scale·Φ(ψ)`.
///
/// On the log scale a standard deviation that the data cannot tell from zero has an exponential left tail, which
/// no Gaussian approximation follows and in which importance weights run away. Here both tails are Gaussian.
pub(crate) fn deviation(scale: f64, psi: f64) -> f64 {
    /// Keeps precisions finite where the deviation vanishes.
    const LEAST: f64 = 1e-4;
    scale * (LEAST + (psi * normal::cdf(psi) + normal::density(psi)).max(0.0))
}

impl HyperPrior {
    fn log_density(self, psi: f64) -> f64 {
        match self {
            Self::Normal { mean, sd } => -0.5 * ((psi - mean) / sd).powi(2) - sd.ln(),
            Self::Deviation { scale } => {
                normal::log_cdf(psi).0 - 0.5 * (deviation(scale, psi) / scale).powi(2)
            }
        }
    }

    /// A place to start and a step's natural size.
    pub(crate) fn centre_and_scale(self) -> (f64, f64) {
        match self {
            Self::Normal { mean, sd } => (mean, sd),
            Self::Deviation { .. } => (0.0, 0.8),
        }
    }

    /// The standard deviation that ψ stands for; e^ψ where it is sampled on the log scale.
    pub(crate) fn natural(self, psi: f64) -> f64 {
        match self {
            Self::Normal { .. } => psi.exp(),
            Self::Deviation { scale } => deviation(scale, psi),
        }
    }
}

/// Hyperparameters as what they stand for, standard deviations and slopes instead of ψ.
pub(crate) fn natural(hyper: &[HyperPrior], psi: &[f64]) -> Vec<f64> {
    hyper.iter().zip(psi).map(|(prior, psi)| prior.natural(*psi)).collect()
}

/// A part of the model.
pub(crate) trait Part: Sync {
    /// Priors of ψ.
    fn hyper(&self) -> &[HyperPrior];
    /// One row's design after another.
    fn design(&self) -> &[Design];
    /// The prior of x given ψ.
    fn latent_prior(&self, psi: &[f64]) -> LatentPrior;
    /// What ψ adds to each row's predictors.
    fn offsets(&self, psi: &[f64]) -> Vec<[f64; 2]>;
    /// What row `row` says.
    fn row(&self, row: usize, predictors: [f64; 2], psi: &[f64]) -> RowTerm;
}

/// The latent values' mode at some ψ, and what is known around it.
#[derive(Debug, Clone)]
pub(crate) struct Mode {
    pub(crate) latent: Vec<f64>,
    pub(crate) factor: Cholesky,
    /// log p(y, ψ), up to a constant of the data and the priors' dimensions.
    pub(crate) log_marginal: f64,
}

const STEPS_MAX: usize = 60;
/// Twice what log p may still gain: far below what the outer differences can see.
const DECREMENT_TOLERANCE: f64 = 1e-9;

/// Finds the mode by damped Newton steps (Fisher scoring for the binary parts). None where it cannot be found.
pub(crate) fn mode(part: &dyn Part, psi: &[f64], start: Option<&[f64]>) -> Option<Mode> {
    let prior = part.latent_prior(psi);
    let offsets = part.offsets(psi);
    let mut latent = start.map_or_else(|| prior.mean.clone(), <[f64]>::to_vec);
    let mut value = joint(part, psi, &offsets, &prior, &latent);
    if !value.is_finite() {
        latent.clone_from(&prior.mean);
        value = joint(part, psi, &offsets, &prior, &latent);
    }
    for _ in 0..STEPS_MAX {
        let (gradient, information) = derivatives(part, psi, &offsets, &prior, &latent);
        let factor = Cholesky::of(information, latent.len())?;
        let mut step = gradient.clone();
        factor.solve(&mut step);
        let decrement: f64 = step.iter().zip(&gradient).map(|(s, g)| s * g).sum();
        let settled = decrement < DECREMENT_TOLERANCE;
        let moved = if settled { None } else { advance(part, psi, &offsets, &prior, &latent, &step, value) };
        match moved {
            Some((next, better)) => (latent, value) = (next, better),
            None => {
                let log_marginal = value
                    + part.hyper().iter().zip(psi).map(|(prior, psi)| prior.log_density(*psi)).sum::<f64>()
                    - 0.5 * factor.log_determinant();
                let sound = log_marginal.is_finite() && decrement < 1e-4;
                return sound.then_some(Mode { latent, factor, log_marginal });
            }
        }
    }
    None
}

/// The first of the step, half of it, a quarter, … that climbs.
fn advance(
    part: &dyn Part,
    psi: &[f64],
    offsets: &[[f64; 2]],
    prior: &LatentPrior,
    latent: &[f64],
    step: &[f64],
    value: f64,
) -> Option<(Vec<f64>, f64)> {
    let mut length = 1.0;
    for _ in 0..20 {
        let next: Vec<f64> = latent.iter().zip(step).map(|(x, s)| x + length * s).collect();
        let better = joint(part, psi, offsets, prior, &next);
        if better > value {
            return Some((next, better));
        }
        length *= 0.5;
    }
    None
}

fn predictors(design: &Design, offset: [f64; 2], latent: &[f64]) -> [f64; 2] {
    let mut predictors = offset;
    for &(predictor, index, coefficient) in design {
        predictors[predictor] += coefficient * latent[index];
    }
    predictors
}

/// log p(y | x, ψ) + log p(x | ψ).
pub(crate) fn joint(
    part: &dyn Part,
    psi: &[f64],
    offsets: &[[f64; 2]],
    prior: &LatentPrior,
    latent: &[f64],
) -> f64 {
    let rows: f64 = part
        .design()
        .iter()
        .zip(offsets)
        .enumerate()
        .map(|(row, (design, offset))| part.row(row, predictors(design, *offset, latent), psi).log_density)
        .sum();
    let latent_prior: f64 = latent
        .iter()
        .zip(prior.mean.iter().zip(&prior.precision))
        .map(|(x, (mean, precision))| 0.5 * precision.ln() - 0.5 * precision * (x - mean).powi(2))
        .sum();
    rows + latent_prior
}

/// The gradient of [`joint`] in x, and the information (lower triangle, row-major).
pub(crate) fn derivatives(
    part: &dyn Part,
    psi: &[f64],
    offsets: &[[f64; 2]],
    prior: &LatentPrior,
    latent: &[f64],
) -> (Vec<f64>, Vec<f64>) {
    let size = latent.len();
    let mut gradient: Vec<f64> =
        (0..size).map(|i| prior.precision[i] * (prior.mean[i] - latent[i])).collect();
    let mut information = vec![0.0; size * size];
    for i in 0..size {
        information[i * size + i] = prior.precision[i];
    }
    for (row, (design, offset)) in part.design().iter().zip(offsets).enumerate() {
        let term = part.row(row, predictors(design, *offset, latent), psi);
        for &(p, i, a) in design {
            gradient[i] += a * term.gradient[p];
            for &(q, j, b) in design {
                if j <= i {
                    information[i * size + j] += a * b * term.information[p + q];
                }
            }
        }
    }
    (gradient, information)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prior_of_a_deviation_is_half_normal_whatever_it_is_sampled_on() {
        // The share of ψ's density that lies below the ψ of a deviation x must be 2·Φ(x/scale) − 1.
        let scale = 0.5;
        let prior = HyperPrior::Deviation { scale };
        let width = 1e-3;
        let (mut below, mut sum) = ([0.0; 3], 0.0);
        for step in -9_000..9_000 {
            let psi = width * (f64::from(step) + 0.5);
            let mass = prior.log_density(psi).exp() * width;
            sum += mass;
            for (share, x) in below.iter_mut().zip([0.1, 0.4, 1.0]) {
                *share += if deviation(scale, psi) < x { mass } else { 0.0 };
            }
        }
        for (share, x) in below.iter().zip([0.1f64, 0.4, 1.0]) {
            let exact = 2.0 * normal::cdf(x / scale) - 1.0;
            assert!((share / sum - exact).abs() < 2e-3, "{x}: {} {exact}", share / sum);
        }
    }
}
