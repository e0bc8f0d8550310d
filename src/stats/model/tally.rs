//! A log density that is added up, with one logarithm for many probabilities.

/// What has been added since the last time it was taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tally {
    log_density: f64,
    /// Probabilities whose logarithm is still to be added.
    probability: f64,
}

impl Default for Tally {
    fn default() -> Self {
        Self { log_density: 0.0, probability: 1.0 }
    }
}

impl Tally {
    #[inline]
    pub(super) fn add(&mut self, log_density: f64) {
        self.log_density += log_density;
    }

    /// Adds the logarithm of a probability.
    #[inline]
    pub(super) fn times(&mut self, probability: f64) {
        // Far enough from the least number there is that no product of two is lost.
        const SMALL: f64 = 1e-150;
        if probability < SMALL {
            self.log_density += probability.ln();
            return;
        }
        self.probability *= probability;
        if self.probability < SMALL {
            self.log_density += std::mem::replace(&mut self.probability, 1.0).ln();
        }
    }

    /// The sum, which begins again at 0.
    #[inline]
    pub(super) fn take(&mut self) -> f64 {
        let Self { log_density, probability } = std::mem::take(self);
        log_density + probability.ln()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logarithm_of_a_product_is_the_sum_of_logarithms() {
        let probabilities = (1..2_000).map(|i| (-0.37 * f64::from(i % 800)).exp());
        let (mut tally, mut sum) = (Tally::default(), 0.0);
        for probability in probabilities {
            tally.times(probability);
            tally.add(0.25);
            sum += probability.ln() + 0.25;
        }
        assert!((tally.take() / sum - 1.0).abs() < 1e-13);
        assert_eq!(tally.take(), 0.0);
        tally.times(0.0);
        assert_eq!(tally.take(), f64::NEG_INFINITY);
    }
}
