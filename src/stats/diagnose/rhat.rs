//! R̂: the spread that all chains show together against the spread within each.

use super::split::{Chains, mean_and_variance};

/// R̂ of chains as they are (split and rank-normalised by the caller). None where nothing moves at all; infinite
/// where no chain moves and they stand at different values.
pub(super) fn rhat(chains: &Chains) -> Option<f64> {
    let draws = chains.draws as f64;
    let (means, variances): (Vec<f64>, Vec<f64>) = chains.each().map(mean_and_variance).unzip();
    let within = variances.iter().sum::<f64>() / variances.len() as f64;
    let between = draws * mean_and_variance(&means).1;
    if within > 0.0 {
        Some(((between / within + draws - 1.0) / draws).sqrt())
    } else {
        (between > 0.0).then_some(f64::INFINITY)
    }
}
