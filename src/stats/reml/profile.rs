//! The criterion at given relative standard deviations, all else profiled out.

use super::cross::CrossProducts;
use super::dense;

/// The model at one θ.
pub(super) struct Profile {
    /// −2 × the log restricted likelihood.
    pub(super) criterion: f64,
    /// σ².
    pub(super) residual_variance: f64,
    /// Fixed effects.
    pub(super) coefficients: Vec<f64>,
    /// R_Xᵀ: lower triangular, row-major; the coefficients' covariance is σ²·(R_XᵀR_X)⁻¹.
    pub(super) lower: Vec<f64>,
}

/// Why there is no criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    /// This column depends on those before it.
    Column(usize),
    /// Nothing is left to call residual.
    Exact,
    /// θ is too far out for double precision.
    Theta,
}

impl CrossProducts {
    /// The model at θ, one relative standard deviation for each factor's columns, in the order of `factors`
    /// inside. θ's signs do not matter.
    ///
    /// With Λ = diag θ, the matrix
    ///
    /// ```text
    ///     Λ′Z′ZΛ + I   Λ′Z′X   Λ′Z′y
    ///                   X′X     X′y
    ///                           y′y
    /// ```
    ///
    /// is factored from its upper left corner: the larger factor's levels one small block at a time, what they leave
    /// of the rest as one dense matrix. Its pivots are L, R_X and, last, the root of the penalised residual sum of
    /// squares (Bates et al. 2015, eqs. 48, 52, 54 and 60).
    pub(super) fn profile(&self, theta: &[f64]) -> Result<Profile, Failure> {
        let width = self.columns + 1;
        let (first, second) = theta.split_at(self.factors.first().map_or(0, |factor| factor.columns.len()));
        let crossed = self.factors.get(1).map_or(0, super::Factor::effects);
        let size = crossed + width;
        let mut rest = vec![0.0; size * size];
        self.fill(&mut rest, size, crossed, second);
        let mut log_determinant = 0.0;

        if let Some(larger) = self.factors.first() {
            let terms = larger.columns.len();
            let (mut block, mut right) = (vec![0.0; terms * terms], vec![0.0; terms * size]);
            for (level, own) in self.own[0].chunks_exact(terms * (terms + width)).enumerate() {
                for (i, sums) in own.chunks_exact(terms + width).enumerate() {
                    for j in 0..terms {
                        block[i * terms + j] = first[i] * sums[j] * first[j] + f64::from(i == j);
                    }
                    let row = &mut right[i * size..][..size];
                    let between = &self.between[(level * terms + i) * crossed..][..crossed];
                    for (k, (value, sum)) in row[..crossed].iter_mut().zip(between).enumerate() {
                        *value = first[i] * sum * second[k % second.len()];
                    }
                    for (value, sum) in row[crossed..].iter_mut().zip(&sums[terms..]) {
                        *value = first[i] * sum;
                    }
                }
                dense::factor(&mut block, terms).map_err(|_| Failure::Theta)?;
                log_determinant += (0..terms).map(|i| block[i * terms + i].ln()).sum::<f64>();
                dense::forward(&block, terms, &mut right, size);
                for row in right.chunks_exact(size) {
                    subtract_square(&mut rest, row);
                }
            }
        }

        dense::factor(&mut rest, size).map_err(|at| match at.checked_sub(crossed) {
            None => Failure::Theta,
            Some(column) if column < self.columns => Failure::Column(column),
            Some(_) => Failure::Exact,
        })?;
        let pivot = |i: usize| rest[i * size + i];
        log_determinant += (0..size - 1).map(|i| pivot(i).ln()).sum::<f64>();
        let freedom = (self.rows.saturating_sub(self.columns)) as f64;
        let sum_of_squares = pivot(size - 1).powi(2);
        if freedom < 1.0 {
            return Err(Failure::Exact);
        }
        let lower: Vec<f64> = (0..self.columns)
            .flat_map(|i| rest[(crossed + i) * size + crossed..][..self.columns].to_vec())
            .collect();
        let mut coefficients = rest[(size - 1) * size + crossed..][..self.columns].to_vec();
        dense::backward(&lower, self.columns, &mut coefficients);
        let criterion = 2.0 * log_determinant
            + freedom * (1.0 + (2.0 * std::f64::consts::PI * sum_of_squares / freedom).ln());
        if !criterion.is_finite() {
            return Err(Failure::Theta);
        }
        Ok(Profile { criterion, residual_variance: sum_of_squares / freedom, coefficients, lower })
    }

    /// The lower triangle before the larger factor is eliminated: smaller factor, fixed effects, y.
    fn fill(&self, rest: &mut [f64], size: usize, crossed: usize, theta: &[f64]) {
        let width = self.columns + 1;
        if let Some(smaller) = self.factors.get(1) {
            let terms = smaller.columns.len();
            for (row, sums) in self.own[1].chunks_exact(terms + width).enumerate() {
                let (start, term) = (row - row % terms, row % terms);
                for j in 0..=term {
                    rest[row * size + start + j] = theta[term] * sums[j] * theta[j] + f64::from(j == term);
                }
                for (k, sum) in sums[terms..].iter().enumerate() {
                    rest[(crossed + k) * size + row] = theta[term] * sum;
                }
            }
        }
        for i in 0..width {
            let at = (crossed + i) * size + crossed;
            rest[at..=at + i].copy_from_slice(&self.total[i * width..=i * width + i]);
        }
    }
}

/// The lower triangle of `matrix` less row·rowᵀ. A person who never met an item has a zero there.
fn subtract_square(matrix: &mut [f64], row: &[f64]) {
    for (i, a) in row.iter().enumerate().filter(|(_, a)| **a != 0.0) {
        for (target, b) in matrix[i * row.len()..=i * row.len() + i].iter_mut().zip(row) {
            *target -= a * b;
        }
    }
}
