//! Newton's method on the log density, damped where it is not concave.

use super::arrow::{Arrow, ArrowFactor};
use super::curvature::{self, Differences};
use super::steps::Steps;
use crate::problem::Outcome;
use crate::stats::model::{Model, Scratch};

const STEPS_MAX: usize = 80;
/// A climb that a step would raise by less than this is over.
const FLAT: f64 = 1e-6;
/// Information that is known from elsewhere goes on being used as long as a step rises by this share of what it
/// promised: it is worth as many evaluations as there are globals and items.
const KEPT_PROMISE: f64 = 0.5;

/// A climb with some values held.
pub(super) struct Climb<'a, 'w, 'b> {
    pub(super) model: &'a Model,
    pub(super) held: &'a [usize],
    /// The information that was last worked out.
    pub(super) known: Option<Arrow>,
    /// Whom to tell.
    pub(super) steps: Steps<'w, 'b>,
}

impl Climb<'_, '_, '_> {
    /// Moves `theta` to the top; the information there. None where there is no way up and no top.
    ///
    /// # Errors
    /// Where it is to stop.
    pub(super) fn go_up(&mut self, theta: &mut Vec<f64>) -> Outcome<Option<ArrowFactor>> {
        let mut scratch = Scratch::default();
        let mut slopes = vec![0.0; theta.len()];
        let mut height = self.model.log_density(theta, &mut slopes, &mut scratch);
        if !height.is_finite() {
            return Ok(None);
        }
        let mut next_slopes = slopes.clone();
        for _ in 0..STEPS_MAX {
            self.held.iter().for_each(|held| slopes[*held] = 0.0);
            let fresh = self.known.is_none();
            let information = match self.known.take() {
                Some(known) => known,
                None => self.information(theta)?,
            };
            let mut ridge = 0.0;
            let mut moved = None;
            for power in -3..9 {
                if let Some(factor) = information.factor(ridge) {
                    let step = factor.solve(&slopes);
                    let gain: f64 = 0.5 * step.iter().zip(&slopes).map(|(s, g)| s * g).sum::<f64>();
                    let next: Vec<f64> =
                        theta.iter().zip(&step).map(|(x, s)| x + s.clamp(-2.0, 2.0)).collect();
                    let there = self.model.log_density(&next, &mut next_slopes, &mut scratch);
                    self.steps.tick()?;
                    if gain < FLAT {
                        self.known = Some(information);
                        return Ok(Some(factor));
                    }
                    if there > height {
                        moved = Some((next, there, ridge == 0.0 && there - height > KEPT_PROMISE * gain));
                        break;
                    }
                }
                if !fresh {
                    break;
                }
                ridge = 10f64.powi(power);
            }
            match moved {
                Some((next, there, kept)) => {
                    *theta = next;
                    height = there;
                    std::mem::swap(&mut slopes, &mut next_slopes);
                    self.known = kept.then_some(information);
                }
                // What was known from elsewhere leads nowhere: look around here.
                None if !fresh => {}
                None => return Ok(None),
            }
        }
        Ok(self.information(theta)?.factor_somehow())
    }

    fn information(&mut self, theta: &[f64]) -> Outcome<Arrow> {
        curvature::information(self.model, theta, self.held, Differences::Forward, &mut self.steps)
    }
}
