//! One person's effects integrated out: Laplace's approximation around their mode.

use crate::stats::cholesky::Cholesky;

const STEPS_MAX: usize = 12;
const DIFFERENCE: f64 = 1e-4;
const FLAT: f64 = 1e-5;

/// The normal prior of one person's effects: independent but for one correlated pair.
pub(super) struct BlockPrior {
    /// Row-major.
    precision: Vec<f64>,
    size: usize,
    log_determinant: f64,
}

impl BlockPrior {
    pub(super) fn new(sds: &[f64], correlation: f64, [a, b]: [usize; 2]) -> Self {
        let size = sds.len();
        let mut precision = vec![0.0; size * size];
        for (i, sd) in sds.iter().enumerate() {
            precision[i * size + i] = sd.powi(-2);
        }
        let rest = (1.0 - correlation * correlation).max(1e-12);
        precision[a * size + a] /= rest;
        precision[b * size + b] /= rest;
        let across = -correlation / (rest * sds[a] * sds[b]);
        precision[a * size + b] = across;
        precision[b * size + a] = across;
        let log_determinant = -2.0 * sds.iter().map(|sd| sd.ln()).sum::<f64>() - rest.ln();
        Self { precision, size, log_determinant }
    }

    /// log ∫ exp(`likelihood`(u))·Normal(u | 0, P⁻¹) du; `likelihood` gives its slopes too. The search begins at `begin`.
    pub(super) fn integrate(
        &self,
        begin: &[f64],
        mut likelihood: impl FnMut(&[f64], &mut [f64]) -> f64,
    ) -> f64 {
        let size = self.size;
        let mut joint = |u: &[f64], slopes: &mut [f64]| {
            let mut height = likelihood(u, slopes);
            for (i, row) in self.precision.chunks_exact(size).enumerate() {
                let product: f64 = row.iter().zip(u).map(|(p, u)| p * u).sum();
                slopes[i] -= product;
                height -= 0.5 * u[i] * product;
            }
            height
        };
        let mut u = begin.to_vec();
        let mut slopes = vec![0.0; size];
        let mut height = joint(&u, &mut slopes);
        let mut log_information = self.log_determinant;
        let (mut up, mut down) = (slopes.clone(), slopes.clone());
        for _ in 0..STEPS_MAX {
            let mut information = vec![0.0; size * size];
            for j in 0..size {
                let here = u[j];
                u[j] = here + DIFFERENCE;
                joint(&u, &mut up);
                u[j] = here - DIFFERENCE;
                joint(&u, &mut down);
                u[j] = here;
                for i in 0..size {
                    let value = 0.5 * (down[i] - up[i]) / (2.0 * DIFFERENCE);
                    information[i * size + j] += value;
                    information[j * size + i] += value;
                }
            }
            // Where the likelihood is not concave, the prior alone stands in for this step.
            let factor =
                Cholesky::of(information, size).or_else(|| Cholesky::of(self.precision.clone(), size));
            let Some(factor) = factor else { break };
            log_information = factor.log_determinant();
            let mut step = slopes.clone();
            factor.solve(&mut step);
            let gain: f64 = step.iter().zip(&slopes).map(|(s, g)| s * g).sum();
            if gain < FLAT {
                break;
            }
            let mut share = 1.0;
            loop {
                let next: Vec<f64> = u.iter().zip(&step).map(|(u, s)| u + share * s).collect();
                let there = joint(&next, &mut up);
                if there >= height {
                    (u, height) = (next, there);
                    slopes.copy_from_slice(&up);
                    break;
                }
                share *= 0.5;
                if share < 1e-3 {
                    return height + 0.5 * (self.log_determinant - log_information);
                }
            }
        }
        height + 0.5 * (self.log_determinant - log_information)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_normal_likelihood_is_integrated_exactly() {
        // y = (1, −.5) with unit noise on correlated effects of SD 2 and 3: log Normal(y | 0, Σ + I), by hand.
        let (sds, rho, y) = ([2.0, 3.0], 0.4, [1.0, -0.5]);
        let prior = BlockPrior::new(&sds, rho, [0, 1]);
        let found = prior.integrate(&[0.3, 0.3], |u, slopes| {
            let mut sum = 0.0;
            for i in 0..2 {
                slopes[i] = y[i] - u[i];
                sum -= 0.5 * slopes[i] * slopes[i];
            }
            sum
        });
        let (a, b, c) = (5.0f64, 10.0, rho * 6.0);
        let determinant = a * b - c * c;
        let square = (b * y[0] * y[0] - 2.0 * c * y[0] * y[1] + a * y[1] * y[1]) / determinant;
        assert!((found - (-0.5 * square - 0.5 * determinant.ln())).abs() < 1e-7, "{found}");
    }
}
