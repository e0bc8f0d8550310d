//! Logistic regression with a ridge, on standardised features and their squares.

use super::task::Row;
use crate::stats::cholesky::Cholesky;

/// λ of the penalty λ/2·|β|² beside the mean loss of a row: a slope of one standard deviation costs what a hundredth
/// of the log odds would gain.
const RIDGE: f64 = 0.01;
/// Newton's steps; five or six are enough.
const STEPS: usize = 50;

/// A fitted classifier.
#[derive(Debug)]
pub(super) struct Logistic {
    scales: Vec<(f64, f64)>,
    squares: Vec<(f64, f64)>,
    coefficients: Vec<f64>,
}

impl Logistic {
    pub(super) fn fit(rows: &[&Row]) -> Self {
        let weights: Vec<f64> = rows.iter().map(|row| row.weight).collect();
        let width = rows.first().map_or(0, |row| row.features.len());
        let scales: Vec<(f64, f64)> = (0..width)
            .map(|at| scale(&rows.iter().map(|row| row.features[at]).collect::<Vec<_>>(), &weights))
            .collect();
        let square = |row: &Row, at: usize| standard(row.features[at], scales[at]).powi(2);
        let squares = (0..width)
            .map(|at| scale(&rows.iter().map(|row| square(row, at)).collect::<Vec<_>>(), &weights))
            .collect();
        let mut fitted = Self { scales, squares, coefficients: Vec::new() };
        let design: Vec<Vec<f64>> = rows.iter().map(|row| fitted.expand(&row.features)).collect();
        let labels: Vec<bool> = rows.iter().map(|row| row.planted).collect();
        fitted.coefficients = newton(&design, &labels, &weights, RIDGE);
        fitted
    }

    /// The log odds that a row with these features is planted.
    pub(super) fn score(&self, features: &[f64]) -> f64 {
        dot(&self.coefficients, &self.expand(features))
    }

    /// 1, the standardised features, their standardised squares.
    fn expand(&self, features: &[f64]) -> Vec<f64> {
        let plain: Vec<f64> =
            features.iter().zip(&self.scales).map(|(value, scale)| standard(*value, *scale)).collect();
        let squares = plain.iter().zip(&self.squares).map(|(value, scale)| standard(value * value, *scale));
        std::iter::once(1.0).chain(plain.iter().copied()).chain(squares).collect()
    }
}

/// Weighted mean and standard deviation.
fn scale(values: &[f64], weights: &[f64]) -> (f64, f64) {
    let total: f64 = weights.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    let mean = dot(values, weights) / total;
    let squares = values.iter().zip(weights).map(|(value, weight)| weight * (value - mean).powi(2));
    (mean, (squares.sum::<f64>() / total).sqrt())
}

/// A constant feature tells nothing and is 0.
fn standard(value: f64, (mean, deviation): (f64, f64)) -> f64 {
    if deviation > 1e-9 { (value - mean) / deviation } else { 0.0 }
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

/// log(1 + eˣ).
fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

/// Coefficients that minimise the weighted mean loss and the ridge, which leaves the first column (of ones) alone.
fn newton(design: &[Vec<f64>], labels: &[bool], weights: &[f64], ridge: f64) -> Vec<f64> {
    let width = design.first().map_or(0, Vec::len);
    let total: f64 = weights.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    let penalty = |at: usize| if at == 0 { 0.0 } else { ridge };
    let loss = |beta: &[f64]| {
        let rows = design.iter().zip(labels).zip(weights).map(|((row, planted), weight)| {
            let odds = dot(row, beta);
            weight / total * (softplus(odds) - if *planted { odds } else { 0.0 })
        });
        let slopes = beta.iter().enumerate().map(|(at, slope)| penalty(at) / 2.0 * slope * slope);
        rows.sum::<f64>() + slopes.sum::<f64>()
    };
    let mut beta = vec![0.0; width];
    let mut least = loss(&beta);
    for _ in 0..STEPS {
        let mut gradient: Vec<f64> = beta.iter().enumerate().map(|(at, slope)| penalty(at) * slope).collect();
        let mut hessian = vec![0.0; width * width];
        for ((row, planted), weight) in design.iter().zip(labels).zip(weights) {
            let chance = 1.0 / (1.0 + (-dot(row, &beta)).exp());
            let pull = weight / total * (chance - f64::from(u8::from(*planted)));
            let bend = weight / total * chance * (1.0 - chance);
            for (at, value) in row.iter().enumerate() {
                gradient[at] += pull * value;
                let line = &mut hessian[at * width..=at * width + at];
                line.iter_mut().zip(row).for_each(|(cell, other)| *cell += bend * value * other);
            }
        }
        // A grain on the diagonal keeps a column of zeros from stopping everything.
        (0..width).for_each(|at| hessian[at * width + at] += penalty(at) + 1e-12);
        let Some(factor) = Cholesky::of(hessian, width) else { return beta };
        factor.solve(&mut gradient);
        let step = |share: f64| beta.iter().zip(&gradient).map(|(b, g)| b - share * g).collect::<Vec<f64>>();
        let tried = (0..20).map(|halvings| step(0.5_f64.powi(halvings)));
        let Some((next, now)) = tried
            .map(|next| (loss(&next), next))
            .find(|(now, _)| *now <= least)
            .map(|(now, next)| (next, now))
        else {
            return beta;
        };
        let gained = least - now;
        (beta, least) = (next, now);
        if gained < 1e-12 {
            break;
        }
    }
    beta
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of four without the trait one is planted, of four with it three: log odds −log 3 and +log 3.
    fn by_hand() -> (Vec<Vec<f64>>, Vec<bool>) {
        let design = (0..8).map(|row| vec![1.0, f64::from(u8::from(row >= 4))]).collect();
        (design, (0..8).map(|row| row == 0 || row > 4).collect())
    }

    #[test]
    fn slopes_are_log_odds_ratios() {
        let (design, labels) = by_hand();
        let beta = newton(&design, &labels, &[1.0; 8], 0.0);
        assert!((beta[0] + 3_f64.ln()).abs() < 1e-6 && (beta[1] - 9_f64.ln()).abs() < 1e-6, "{beta:?}");
    }

    #[test]
    fn weights_count_as_so_many_rows() {
        let (mut design, mut labels) = by_hand();
        let weights = [2.0, 1.0, 1.0, 1.0, 1.0, 3.0, 1.0, 1.0];
        let weighted = newton(&design, &labels, &weights, 0.01);
        for at in [0, 5, 5] {
            design.push(design[at].clone());
            labels.push(labels[at]);
        }
        let repeated = newton(&design, &labels, &[1.0; 11], 0.01);
        assert!(weighted.iter().zip(&repeated).all(|(one, other)| (one - other).abs() < 1e-6));
    }

    #[test]
    fn a_ridge_satisfies_its_own_equation() {
        // At the minimum, the mean of (p − y)·x is −λβ.
        let (design, labels) = by_hand();
        let beta = newton(&design, &labels, &[1.0; 8], 0.1);
        let pull: f64 = design
            .iter()
            .zip(&labels)
            .map(|(row, planted)| {
                let chance = 1.0 / (1.0 + (-dot(row, &beta)).exp());
                (chance - f64::from(u8::from(*planted))) * row[1] / 8.0
            })
            .sum();
        assert!((pull + 0.1 * beta[1]).abs() < 1e-6 && beta[1] < 9_f64.ln(), "{beta:?}");
    }

    #[test]
    fn parted_groups_do_not_run_away() {
        let design: Vec<Vec<f64>> = (0..8).map(|row| vec![1.0, f64::from(row)]).collect();
        let labels: Vec<bool> = (0..8).map(|row| row > 3).collect();
        let beta = newton(&design, &labels, &[1.0; 8], 0.01);
        assert!(beta.iter().all(|value| value.is_finite()) && beta[1] > 0.0);
    }
}
