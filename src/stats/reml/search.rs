//! The lowest point of a smooth function of a few variables, from its values alone: BFGS with slopes from central
//! differences.

/// Slopes are taken over this, of a variable of size 1.
const STEP: f64 = 1e-4;
/// Rounds until it is given up.
const ROUNDS: usize = 200;

/// Where the search ended.
#[derive(Debug, Clone)]
pub(super) struct Lowest {
    pub(super) at: Vec<f64>,
    pub(super) value: f64,
    /// Whether no further descent was expected there.
    pub(super) converged: bool,
}

/// Searches from `start`; a place without a value counts as infinitely high. None where `start` is one.
pub(super) fn lowest(value: impl Fn(&[f64]) -> Option<f64>, start: &[f64]) -> Option<Lowest> {
    let size = start.len();
    let value = |at: &[f64]| value(at).filter(|v| v.is_finite()).unwrap_or(f64::INFINITY);
    let slopes = |at: &[f64]| -> Vec<f64> {
        let mut near = at.to_vec();
        (0..size)
            .map(|i| {
                let h = STEP * at[i].abs().max(0.1);
                near[i] = at[i] + h;
                let above = value(&near);
                near[i] = at[i] - h;
                let below = value(&near);
                near[i] = at[i];
                (above - below) / (2.0 * h)
            })
            .collect()
    };
    let mut at = start.to_vec();
    let mut here = value(&at);
    if here.is_infinite() {
        return None;
    }
    let mut slope = slopes(&at);
    let mut inverse = identity(size, 1.0 / norm(&slope).max(1.0));
    let mut fresh = true;
    for _ in 0..ROUNDS {
        let mut step: Vec<f64> = (0..size).map(|i| -dot(&inverse[i * size..][..size], &slope)).collect();
        let descent = -dot(&step, &slope);
        if size == 0 || (descent.is_finite() && descent.abs() < 1e-9 * (1.0 + here.abs() * 1e-4)) {
            return Some(Lowest { at, value: here, converged: true });
        }
        // No further than each variable's own size, or 1, in one go.
        let far = step.iter().zip(&at).map(|(s, x)| s.abs() / x.abs().max(1.0)).fold(1.0, f64::max);
        step.iter_mut().for_each(|s| *s /= far);
        let mut share = 1.0;
        let next = loop {
            let there: Vec<f64> = at.iter().zip(&step).map(|(x, s)| x + share * s).collect();
            let reached = value(&there);
            if descent > 0.0 && reached <= here - 1e-4 * share * descent / far {
                break Some((there, reached));
            }
            share *= 0.4;
            if share < 1e-7 || descent.is_nan() || descent <= 0.0 {
                break None;
            }
        };
        let Some((there, reached)) = next else {
            if fresh {
                // Along the steepest descent nothing descends: rounding is all that is left.
                return Some(Lowest {
                    at,
                    value: here,
                    converged: norm(&slope) < 1e-2 * (1.0 + here.abs() * 1e-3),
                });
            }
            inverse = identity(size, 1.0 / norm(&slope).max(1.0));
            fresh = true;
            continue;
        };
        let new_slope = slopes(&there);
        let moved: Vec<f64> = there.iter().zip(&at).map(|(a, b)| a - b).collect();
        let turned: Vec<f64> = new_slope.iter().zip(&slope).map(|(a, b)| a - b).collect();
        update(&mut inverse, &moved, &turned, fresh);
        (at, here, slope, fresh) = (there, reached, new_slope, false);
    }
    Some(Lowest { at, value: here, converged: false })
}

/// Broyden, Fletcher, Goldfarb and Shanno's update of the inverse curvature; left alone where curvature is not
/// positive along the step.
fn update(inverse: &mut [f64], moved: &[f64], turned: &[f64], fresh: bool) {
    let size = moved.len();
    let curvature = dot(moved, turned);
    if curvature.is_nan() || curvature <= 1e-12 * norm(moved) * norm(turned) {
        return;
    }
    if fresh {
        inverse.copy_from_slice(&identity(size, curvature / dot(turned, turned)));
    }
    let through: Vec<f64> = (0..size).map(|i| dot(&inverse[i * size..][..size], turned)).collect();
    let factor = (1.0 + dot(turned, &through) / curvature) / curvature;
    for i in 0..size {
        for j in 0..size {
            inverse[i * size + j] +=
                factor * moved[i] * moved[j] - (through[i] * moved[j] + moved[i] * through[j]) / curvature;
        }
    }
}

fn identity(size: usize, scale: f64) -> Vec<f64> {
    (0..size * size).map(|i| if i % (size + 1) == 0 { scale } else { 0.0 }).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn norm(a: &[f64]) -> f64 {
    dot(a, a).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curved_valley_is_followed_to_its_end() {
        // Rosenbrock (1960): lowest at (1, 1).
        let valley = |x: &[f64]| Some(100.0 * (x[1] - x[0] * x[0]).powi(2) + (1.0 - x[0]).powi(2));
        let found = lowest(valley, &[-1.2, 1.0]).unwrap();
        assert!(found.converged && found.value < 1e-7, "{found:?}");
        assert!((found.at[0] - 1.0).abs() < 1e-3);
    }

    #[test]
    fn places_without_a_value_are_walls() {
        let walled = |x: &[f64]| (x[0] > 0.0).then(|| x[0] - x[0].ln());
        let found = lowest(walled, &[30.0]).unwrap();
        assert!((found.at[0] - 1.0).abs() < 1e-4, "{found:?}");
        assert!(lowest(|_| None, &[0.0]).is_none());
        assert!(lowest(|_| Some(2.0), &[]).unwrap().converged);
    }
}
