//! How many independent draws would tell a mean as exactly as these dependent ones do.

use super::split::{Chains, mean_and_variance};

/// Effective sample size of the mean over all chains, by Geyer's initial monotone sequence; at most
/// S·log₁₀ S, which antithetic chains can reach. None where no value differs from another.
///
/// Autocovariances are summed directly and only up to the lag where Geyer's sequence ends, which for chains that
/// mix is a handful.
pub(super) fn effective_size(chains: &Chains) -> Option<f64> {
    let (n, count) = (chains.draws, chains.count());
    let draws = n as f64;
    let mut centred = Vec::with_capacity(chains.values.len());
    let mut means = Vec::with_capacity(count);
    for chain in chains.each() {
        let mean = mean_and_variance(chain).0;
        centred.extend(chain.iter().map(|x| x - mean));
        means.push(mean);
    }
    let covariance = |lag: usize| {
        centred.chunks_exact(n).map(|chain| dot(&chain[..n - lag], &chain[lag..])).sum::<f64>()
            / (draws * count as f64)
    };
    let at_zero = covariance(0);
    let within = at_zero * draws / (draws - 1.0);
    let total = at_zero + if count > 1 { mean_and_variance(&means).1 } else { 0.0 };
    if total.is_nan() || total <= 0.0 {
        return None;
    }
    let correlation = |lag: usize| 1.0 - (within - covariance(lag)) / total;

    // Geyer's initial positive sequence: pairs of neighbouring lags, as long as their sums are positive.
    let mut rho = vec![0.0; n];
    let (mut even, mut odd) = (1.0, correlation(1));
    rho[0] = even;
    rho[1] = odd;
    let mut lag = 1;
    while lag + 3 < n && even + odd > 0.0 {
        even = correlation(lag + 1);
        odd = correlation(lag + 2);
        if even + odd >= 0.0 {
            rho[lag + 1] = even;
            rho[lag + 2] = odd;
        }
        lag += 2;
    }
    let kept = lag - 1;
    if even > 0.0 {
        rho[kept] = even;
    }
    // Initial monotone sequence: no pair above the one before it.
    let mut lag = 1;
    while lag + 3 <= kept {
        let (before, here) = (rho[lag - 1] + rho[lag], rho[lag + 1] + rho[lag + 2]);
        if here > before {
            rho[lag + 1] = before / 2.0;
            rho[lag + 2] = before / 2.0;
        }
        lag += 2;
    }
    let size = (n * count) as f64;
    let time = -1.0 + 2.0 * rho[..kept].iter().sum::<f64>() + rho[kept];
    Some(size / time.max(1.0 / size.log10()))
}

/// Σ aᵢ·bᵢ in eight sums side by side, which the processor can add at once.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let (blocks_a, rest_a) = a.as_chunks::<8>();
    let (blocks_b, rest_b) = b.as_chunks::<8>();
    let mut sums = [0.0; 8];
    for (x, y) in blocks_a.iter().zip(blocks_b) {
        for i in 0..8 {
            sums[i] += x[i] * y[i];
        }
    }
    sums.iter().sum::<f64>() + rest_a.iter().zip(rest_b).map(|(x, y)| x * y).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standing_still_is_no_sample() {
        assert_eq!(effective_size(&Chains { values: vec![3.0; 80], draws: 20 }), None);
    }

    #[test]
    fn chains_that_stand_apart_are_worth_half_a_draw_each() {
        let values = (0..4).flat_map(|chain| [f64::from(chain); 50]).collect();
        let size = effective_size(&Chains { values, draws: 50 }).unwrap();
        assert!((1.0..=4.0).contains(&size), "{size}");
    }

    #[test]
    fn the_shortest_chains_have_an_outcome() {
        for values in [vec![1.0, 2.0, 0.5, 3.0], vec![1.0, 1.0, 2.0, 2.0], vec![0.0, 1.0, 0.0, 1.0]] {
            let size = effective_size(&Chains { values, draws: 2 }).unwrap();
            assert!(size.is_finite() && size > 0.0, "{size}");
        }
    }

    #[test]
    fn sums_side_by_side_are_the_sum() {
        let a: Vec<f64> = (0..29).map(f64::from).collect();
        assert_eq!(dot(&a, &a), (28 * 29 * 57 / 6) as f64);
    }
}
