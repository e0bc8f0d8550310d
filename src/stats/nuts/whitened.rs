//! The posterior in coordinates in which it is roughly a standard normal: x = centre + L⁻ᵀ·z.

use crate::stats::model::Scratch;
use crate::stats::penalised::Peak;
use nuts_rs::{CpuLogpFunc, CpuMathError, HasDims, LogpError};
use rand::Rng;
use std::collections::HashMap;

/// A density for one chain.
#[derive(Debug)]
pub(super) struct Whitened<'a> {
    peak: &'a Peak,
    scratch: Scratch,
    border: Vec<f64>,
    place: Vec<f64>,
    slopes: Vec<f64>,
}

/// The density is nowhere.
#[derive(Debug)]
pub(super) struct OutOfReach;

impl std::fmt::Display for OutOfReach {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the log density is not finite here")
    }
}

impl std::error::Error for OutOfReach {}

impl LogpError for OutOfReach {
    /// The sampler turns back and counts a divergence.
    fn is_recoverable(&self) -> bool {
        true
    }
}

impl<'a> Whitened<'a> {
    pub(super) fn new(peak: &'a Peak) -> Self {
        let len = peak.centre.len();
        Self {
            peak,
            scratch: Scratch::default(),
            border: Vec::new(),
            place: vec![0.0; len],
            slopes: vec![0.0; len],
        }
    }

    /// Where `z` is.
    fn go(&mut self, z: &[f64]) {
        self.peak.at(z, &mut self.place, &mut self.border);
    }
}

impl HasDims for Whitened<'_> {
    fn dim_sizes(&self) -> HashMap<String, u64> {
        HashMap::from([("unconstrained_parameter".to_owned(), self.peak.centre.len() as u64)])
    }
}

impl CpuLogpFunc for Whitened<'_> {
    type LogpError = OutOfReach;
    type FlowParameters = ();
    type ExpandedVector = Vec<f64>;

    fn dim(&self) -> usize {
        self.peak.centre.len()
    }

    fn logp(&mut self, z: &[f64], gradient: &mut [f64]) -> Result<f64, OutOfReach> {
        self.go(z);
        let log_density = self.peak.model.log_density(&self.place, &mut self.slopes, &mut self.scratch);
        if !log_density.is_finite() {
            return Err(OutOfReach);
        }
        self.peak.factor.gradient_of_unit(&self.slopes, gradient, &mut self.border);
        Ok(log_density)
    }

    /// Nothing: the caller moves the draw itself.
    fn expand_vector<R: Rng + ?Sized>(&mut self, _rng: &mut R, _z: &[f64]) -> Result<Vec<f64>, CpuMathError> {
        Ok(Vec::new())
    }
}
