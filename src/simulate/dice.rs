//! Chance: one seeded stream for each purpose, the same on every machine and in every order of participants.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// A seeded stream of chance.
#[derive(Debug, Clone)]
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// The stream that `seed` and the words in `path` name; other words, another stream.
    pub fn new(seed: u64, path: &[&str]) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&seed.to_le_bytes());
        for word in path {
            hasher.update(&(word.len() as u64).to_le_bytes());
            hasher.update(word.as_bytes());
        }
        Self(ChaCha8Rng::from_seed(*hasher.finalize().as_bytes()))
    }

    /// Standard normal.
    pub fn normal(&mut self) -> f64 {
        StandardNormal.sample(&mut self.0)
    }

    /// Log-normal with this median and this standard deviation of the logarithm.
    pub fn around(&mut self, median: f64, log_sd: f64) -> f64 {
        median * (log_sd * self.normal()).exp()
    }

    /// True with probability `p`.
    pub fn chance(&mut self, p: f64) -> bool {
        self.0.random::<f64>() < p
    }

    /// An index below `n`; 0 where `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        if n == 0 { 0 } else { self.0.random_range(0..n) }
    }
}

/// 1 / (1 + e^-x).
pub(super) fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_named_by_seed_and_words_and_their_borders() {
        let first = |seed, path: &[&str]| Dice::new(seed, path).normal();
        assert_eq!(first(1, &["P001", "person"]), first(1, &["P001", "person"]));
        assert_ne!(first(1, &["P001", "person"]), first(2, &["P001", "person"]));
        assert_ne!(first(1, &["P001", "person"]), first(1, &["P002", "person"]));
        assert_ne!(first(1, &["ab", "c"]), first(1, &["a", "bc"]));
    }
}
