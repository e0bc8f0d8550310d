//! Newton's method on the log density, damped where it is not concave.

use super::arrow::ArrowFactor;
use super::curvature;
use crate::stats::model::{Model, Scratch};

const STEPS_MAX: usize = 60;
/// A climb that a step would raise by less than this is over.
const FLAT: f64 = 1e-6;

/// A climb with some values held.
pub(super) struct Climb<'a> {
    pub(super) model: &'a Model,
    pub(super) held: &'a [usize],
}

impl Climb<'_> {
    /// Moves `theta` to the top; the information there. None where there is no way up and no top.
    pub(super) fn to_the_top(&self, theta: &mut Vec<f64>) -> Option<ArrowFactor> {
        let mut scratch = Scratch::default();
        let mut slopes = vec![0.0; theta.len()];
        let mut height = self.model.log_density(theta, &mut slopes, &mut scratch);
        if !height.is_finite() {
            return None;
        }
        let mut next_slopes = slopes.clone();
        for _ in 0..STEPS_MAX {
            self.held.iter().for_each(|held| slopes[*held] = 0.0);
            let information = curvature::information(self.model, theta, self.held);
            let mut ridge = 0.0;
            let mut moved = None;
            for power in -3..9 {
                if let Some(factor) = information.factor(ridge) {
                    let step = factor.solve(&slopes);
                    let gain: f64 = 0.5 * step.iter().zip(&slopes).map(|(s, g)| s * g).sum::<f64>();
                    if ridge == 0.0 && gain < FLAT {
                        return Some(factor);
                    }
                    let next: Vec<f64> =
                        theta.iter().zip(&step).map(|(x, s)| x + s.clamp(-2.0, 2.0)).collect();
                    let there = self.model.log_density(&next, &mut next_slopes, &mut scratch);
                    if there > height {
                        moved = Some((next, there));
                        break;
                    }
                    if gain < FLAT {
                        return Some(factor);
                    }
                }
                ridge = 10f64.powi(power);
            }
            let (next, there) = moved?;
            *theta = next;
            height = there;
            std::mem::swap(&mut slopes, &mut next_slopes);
        }
        curvature::information(self.model, theta, self.held).factor_somehow()
    }
}
