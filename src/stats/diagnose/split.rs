//! Chains cut in halves, so that a chain that drifts disagrees with itself.

/// Chains of equal length, one after the other.
pub(super) struct Chains {
    pub(super) values: Vec<f64>,
    /// Draws in each.
    pub(super) draws: usize,
}

impl Chains {
    /// The first and the last half of each chain; the middle draw of an odd number belongs to neither.
    pub(super) fn halves<C: AsRef<[f64]>>(chains: &[C], draws: usize) -> Self {
        let half = draws / 2;
        let mut values = Vec::with_capacity(2 * half * chains.len());
        for chain in chains {
            let chain = chain.as_ref();
            values.extend_from_slice(&chain[..half]);
            values.extend_from_slice(&chain[draws - half..draws]);
        }
        Self { values, draws: half }
    }

    /// The same cut through other values, `value(x)` for each x.
    pub(super) fn map(&self, value: impl Fn(f64) -> f64) -> Self {
        Self { values: self.values.iter().map(|x| value(*x)).collect(), draws: self.draws }
    }

    pub(super) fn each(&self) -> impl Iterator<Item = &[f64]> {
        self.values.chunks_exact(self.draws)
    }

    pub(super) fn count(&self) -> usize {
        self.values.len() / self.draws
    }
}

/// Mean and variance (divided by n − 1). Of equal values the variance is 0, not what rounding leaves of it.
pub(super) fn mean_and_variance(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let origin = values.first().copied().unwrap_or_default();
    let shift = values.iter().map(|x| x - origin).sum::<f64>() / count;
    let squares = values.iter().map(|x| (x - origin - shift).powi(2)).sum::<f64>();
    (origin + shift, squares / (count - 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_odd_chain_loses_its_middle() {
        let halves = Chains::halves(&[vec![1.0, 2.0, 3.0, 4.0, 5.0]], 5);
        assert_eq!(halves.values, [1.0, 2.0, 4.0, 5.0]);
        assert_eq!((halves.draws, halves.count()), (2, 2));
    }

    #[test]
    fn equal_values_have_no_variance_at_all() {
        assert_eq!(mean_and_variance(&[0.1; 77]), (0.1, 0.0));
        let (mean, variance) = mean_and_variance(&[1.0, 2.0, 4.0]);
        assert!((mean - 7.0 / 3.0).abs() < 1e-15 && (variance - 7.0 / 3.0).abs() < 1e-15);
    }
}
