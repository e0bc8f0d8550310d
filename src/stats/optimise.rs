//! A maximum in few dimensions: BFGS with central differences, and the curvature there.

/// Where the maximum is, and the negative Hessian (row-major) in the scaled coordinates `(ψ − ψ̂)/scale`.
#[derive(Debug, Clone)]
pub(crate) struct Peak {
    pub(crate) at: Vec<f64>,
    pub(crate) curvature: Vec<f64>,
}

const ITERATIONS_MAX: usize = 200;
const GRADIENT_STEP: f64 = 1e-3;
const CURVATURE_STEP: f64 = 0.05;
const GRADIENT_TOLERANCE: f64 = 2e-3;
/// Longest step, in units of `scale`.
const STEP_MAX: f64 = 1.5;

/// Climbs from `start`; `scale` is each coordinate's natural step. None where `f` is not finite at the start.
pub(crate) fn climb(start: &[f64], scale: &[f64], f: impl Fn(&[f64]) -> f64) -> Option<Peak> {
    let size = start.len();
    let value_at = |y: &[f64]| f(&y.iter().zip(scale).map(|(y, s)| y * s).collect::<Vec<_>>());
    let mut y: Vec<f64> = start.iter().zip(scale).map(|(x, s)| x / s).collect();
    let mut value = value_at(&y);
    if !value.is_finite() {
        return None;
    }
    let mut gradient = gradient_at(&y, &value_at);
    let mut inverse = identity(size);
    for _ in 0..ITERATIONS_MAX {
        if gradient.iter().fold(0.0f64, |largest, g| largest.max(g.abs())) < GRADIENT_TOLERANCE {
            break;
        }
        let mut step: Vec<f64> = (0..size)
            .map(|i| inverse[i * size..(i + 1) * size].iter().zip(&gradient).map(|(a, g)| a * g).sum())
            .collect();
        if dot(&step, &gradient) <= 0.0 {
            inverse = identity(size);
            step.clone_from(&gradient);
        }
        let length = step.iter().fold(0.0f64, |largest, s| largest.max(s.abs()));
        if length > STEP_MAX {
            step.iter_mut().for_each(|s| *s *= STEP_MAX / length);
        }
        let slope = dot(&step, &gradient);
        let mut share = 1.0;
        let advanced = loop {
            let next: Vec<f64> = y.iter().zip(&step).map(|(y, s)| y + share * s).collect();
            let better = value_at(&next);
            if better.is_finite() && better >= value + 1e-4 * share * slope {
                break Some((next, better));
            }
            share *= 0.4;
            if share < 1e-6 {
                break None;
            }
        };
        let Some((next, better)) = advanced else { break };
        let next_gradient = gradient_at(&next, &value_at);
        let moved: Vec<f64> = next.iter().zip(&y).map(|(a, b)| a - b).collect();
        let bent: Vec<f64> = gradient.iter().zip(&next_gradient).map(|(a, b)| a - b).collect();
        update(&mut inverse, &moved, &bent);
        let gained = better - value;
        (y, value, gradient) = (next, better, next_gradient);
        if gained < 1e-8 {
            break;
        }
    }
    let curvature = curvature_at(&y, value, &value_at);
    Some(Peak { at: y.iter().zip(scale).map(|(y, s)| y * s).collect(), curvature })
}

fn identity(size: usize) -> Vec<f64> {
    let mut matrix = vec![0.0; size * size];
    (0..size).for_each(|i| matrix[i * size + i] = 1.0);
    matrix
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn shifted(y: &[f64], shifts: &[(usize, f64)]) -> Vec<f64> {
    let mut y = y.to_vec();
    for (i, by) in shifts {
        y[*i] += by;
    }
    y
}

fn gradient_at(y: &[f64], value_at: &impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let h = GRADIENT_STEP;
    (0..y.len())
        .map(|i| (value_at(&shifted(y, &[(i, h)])) - value_at(&shifted(y, &[(i, -h)]))) / (2.0 * h))
        .collect()
}

/// −∂²f by central differences, wide enough to average over what the inner iteration leaves unsettled.
fn curvature_at(y: &[f64], value: f64, value_at: &impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let (size, h) = (y.len(), CURVATURE_STEP);
    let mut curvature = vec![0.0; size * size];
    for i in 0..size {
        let (up, down) = (value_at(&shifted(y, &[(i, h)])), value_at(&shifted(y, &[(i, -h)])));
        curvature[i * size + i] = -(up - 2.0 * value + down) / (h * h);
        for j in 0..i {
            let mixed = value_at(&shifted(y, &[(i, h), (j, h)]))
                - value_at(&shifted(y, &[(i, h), (j, -h)]))
                - value_at(&shifted(y, &[(i, -h), (j, h)]))
                + value_at(&shifted(y, &[(i, -h), (j, -h)]));
            curvature[i * size + j] = -mixed / (4.0 * h * h);
            curvature[j * size + i] = curvature[i * size + j];
        }
    }
    curvature
}

/// BFGS: the inverse of the negative Hessian learns from one step.
fn update(inverse: &mut [f64], moved: &[f64], bent: &[f64]) {
    let size = moved.len();
    let along = dot(moved, bent);
    if along < 1e-10 {
        return;
    }
    let carried: Vec<f64> = (0..size).map(|i| dot(&inverse[i * size..(i + 1) * size], bent)).collect();
    let factor = (1.0 + dot(bent, &carried) / along) / along;
    for i in 0..size {
        for j in 0..size {
            inverse[i * size + j] +=
                factor * moved[i] * moved[j] - (carried[i] * moved[j] + moved[i] * carried[j]) / along;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bent_valley_is_climbed_to_its_top() {
        // Rosenbrock's function, upside down and flattened: top at (1, 1), curvature [[42, −20], [−20, 10]].
        let f = |x: &[f64]| -(5.0 * (x[1] - x[0] * x[0]).powi(2) + (1.0 - x[0]).powi(2));
        let peak = climb(&[-1.2, 1.0], &[1.0, 1.0], f).unwrap();
        assert!((peak.at[0] - 1.0).abs() < 2e-3 && (peak.at[1] - 1.0).abs() < 4e-3, "{:?}", peak.at);
        for (ours, exact) in peak.curvature.iter().zip([42.0, -20.0, -20.0, 10.0]) {
            assert!((ours - exact).abs() < 0.5, "{:?}", peak.curvature);
        }
    }

    #[test]
    fn a_start_without_a_value_is_refused() {
        assert!(climb(&[0.0], &[1.0], |_| f64::NAN).is_none());
    }
}
