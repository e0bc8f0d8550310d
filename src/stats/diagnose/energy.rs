//! E-BFMI: whether fresh momenta move the energy as widely as its posterior spreads.

use super::split::mean_and_variance;

/// The estimated Bayesian fraction of missing information of one chain's energies (Betancourt 2016,
/// arXiv:1604.00695, eq. 2.5): the mean squared step over the variance. Below .3 the chain explores heavy tails too
/// slowly. None with fewer than 4 energies, with one that is not finite, or where they never change.
pub fn ebfmi(energies: &[f64]) -> Option<f64> {
    if energies.len() < 4 || energies.iter().any(|energy| !energy.is_finite()) {
        return None;
    }
    let steps = energies.windows(2).map(|pair| (pair[1] - pair[0]).powi(2)).sum::<f64>();
    let variance = mean_and_variance(energies).1;
    (variance > 0.0).then(|| steps / (energies.len() - 1) as f64 / variance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_walk_is_low_and_nothing_is_none() {
        let ramp: Vec<f64> = (0..100).map(f64::from).collect();
        assert!(ebfmi(&ramp).unwrap() < 0.01);
        let to_and_fro: Vec<f64> = (0..100).map(|i| f64::from(i % 2)).collect();
        assert!(ebfmi(&to_and_fro).unwrap() > 3.0);
        for nothing in [&[1.0; 50][..], &[1.0, 2.0, 3.0], &[], &[1.0, f64::NAN, 2.0, 3.0, 4.0]] {
            assert_eq!(ebfmi(nothing), None);
        }
    }
}
