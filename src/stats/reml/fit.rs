//! The fit: the θ that lowers the criterion most, and what follows from it.

use super::cross::CrossProducts;
use super::dense;
use super::profile::{Failure, Profile};
use super::search;
use crate::problem::{Outcome, Problem};

/// Relative standard deviations from which another start is tried, where a variance seems to be nothing.
const SECOND_START: f64 = 0.3;

/// The standard deviation of one factor's effects on one column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Variance {
    /// Place of the factor among those given.
    pub factor: usize,
    /// The column that has effects.
    pub column: usize,
    /// Standard deviation, in the response's unit per unit of the column; 0 where the data show none.
    pub sd: f64,
}

/// A mixed model fitted by REML.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// Fixed effects, one a column.
    pub coefficients: Vec<f64>,
    /// Their covariance, row-major; what the variances' own uncertainty adds is not in it.
    pub covariance: Vec<f64>,
    /// Standard deviations of random effects, factor by factor as given.
    pub variances: Vec<Variance>,
    /// Residual standard deviation.
    pub residual_sd: f64,
    /// −2 × the log restricted likelihood, lme4's "REML criterion at convergence".
    pub criterion: f64,
    /// Whether the search came to rest.
    pub converged: bool,
}

impl Fit {
    /// x·β and its standard error.
    pub fn predict(&self, x: &[f64]) -> (f64, f64) {
        let size = self.coefficients.len();
        let mean = x.iter().zip(&self.coefficients).map(|(x, b)| x * b).sum();
        let variance: f64 = (0..size)
            .map(|i| {
                x[i] * self.covariance[i * size..][..size].iter().zip(x).map(|(c, x)| c * x).sum::<f64>()
            })
            .sum();
        (mean, variance.max(0.0).sqrt())
    }

    /// Standard error of a coefficient.
    pub fn se(&self, column: usize) -> f64 {
        self.covariance[column * (self.coefficients.len() + 1)].sqrt()
    }
}

impl CrossProducts {
    /// Fits the model to the rows added so far. Milliseconds for hundreds of participants by dozens of scenarios,
    /// whatever the number of rows.
    ///
    /// # Errors
    /// Where a column depends on the others, or rows are too few, or y is fitted exactly.
    pub fn fit(&self) -> Outcome<Fit> {
        let terms: usize = self.factors.iter().map(|factor| factor.columns.len()).sum();
        let criterion = |theta: &[f64]| self.profile(theta).ok().map(|profile| profile.criterion);
        let start = vec![1.0; terms];
        self.profile(&start).map_err(|failure| explained(failure, self))?;
        let Some(mut found) = search::lowest(criterion, &start) else {
            return Err(explained(Failure::Theta, self));
        };
        for i in 0..terms {
            // The criterion is even in θ, so level at 0: a search that comes too near could rest there.
            if found.at[i].abs() < 1e-2 {
                let mut start = found.at.clone();
                start[i] = SECOND_START;
                if let Some(other) = search::lowest(criterion, &start)
                    && other.value < found.value
                {
                    found = other;
                }
            }
            let mut without = found.at.clone();
            without[i] = 0.0;
            if let Some(value) = criterion(&without)
                && value <= found.value + 1e-9 * found.value.abs().max(1.0)
            {
                (found.at, found.value) = (without, value);
            }
        }
        let profile = self.profile(&found.at).map_err(|failure| explained(failure, self))?;
        Ok(self.gathered(&found.at, &profile, found.converged))
    }

    fn gathered(&self, theta: &[f64], profile: &Profile, converged: bool) -> Fit {
        let size = self.columns;
        let mut covariance = vec![0.0; size * size];
        for i in 0..size {
            let mut unit = vec![0.0; size];
            unit[i] = profile.residual_variance;
            dense::forward(&profile.lower, size, &mut unit, 1);
            dense::backward(&profile.lower, size, &mut unit);
            covariance[i * size..][..size].copy_from_slice(&unit);
        }
        let residual_sd = profile.residual_variance.sqrt();
        let columns = self
            .factors
            .iter()
            .zip(&self.order)
            .flat_map(|(factor, place)| factor.columns.iter().map(move |column| (*place, *column)));
        let mut variances: Vec<Variance> = columns
            .zip(theta)
            .map(|((factor, column), theta)| Variance { factor, column, sd: theta.abs() * residual_sd })
            .collect();
        variances.sort_by_key(|variance| variance.factor);
        Fit {
            coefficients: profile.coefficients.clone(),
            covariance,
            variances,
            residual_sd,
            criterion: profile.criterion,
            converged,
        }
    }
}

fn explained(failure: Failure, sums: &CrossProducts) -> Problem {
    match failure {
        Failure::Column(column) => Problem::new(format!(
            "mixed model: column {} of {} follows from the columns before it",
            column + 1,
            sums.columns
        ))
        .todo("leave it out"),
        Failure::Exact => Problem::new(format!(
            "mixed model: {} rows leave nothing to tell residuals from {} fixed effects",
            sums.rows, sums.columns
        ))
        .todo("collect more reviews"),
        Failure::Theta => Problem::new("mixed model: variances too far apart to be told in double precision"),
    }
}
