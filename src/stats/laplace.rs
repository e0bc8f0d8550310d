//! The posterior of one part at one τ: Laplace's approximation around the peak of the marginal likelihood, its
//! skew mended by Pareto-smoothed importance resampling of ψ; the latent values are drawn given each ψ.

use super::cholesky::Cholesky;
use super::latent::{Mode, Part, mode};
use super::{optimise, psis};
use crate::problem::{Outcome, Problem};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rand_distr::{ChiSquared, Distribution as _, StandardNormal};
use rayon::prelude::*;
use std::cell::RefCell;

/// Degrees of freedom of the proposal: heavier tails than the posterior's, so that no weight runs away.
const PROPOSAL_FREEDOM: f64 = 8.0;

/// The peak of a part's marginal likelihood and the curvature there.
#[derive(Debug, Clone)]
pub(crate) struct PartPeak {
    pub(crate) psi: Vec<f64>,
    pub(crate) mode: Mode,
    scale: Vec<f64>,
    curvature: Cholesky,
    /// log p(y): Laplace's approximation over ψ too, up to a constant of the part.
    pub(crate) log_evidence: f64,
}

/// One draw of a part.
#[derive(Debug, Clone)]
pub(crate) struct PartDraw {
    pub(crate) psi: Vec<f64>,
    pub(crate) latent: Vec<f64>,
}

impl PartPeak {
    /// Climbs from the prior's centre, or from the peak at another τ.
    pub(crate) fn find(part: &dyn Part, name: &str, near: Option<&Self>) -> Outcome<Self> {
        let lost = || {
            Problem::new(format!("the {name} part of the model has no peak that could be found"))
                .todo("look for reviews whose times or batch sizes are in another unit than the rest")
        };
        let (centre, scale): (Vec<f64>, Vec<f64>) =
            part.hyper().iter().map(|prior| prior.centre_and_scale()).unzip();
        let start = near.map_or(&centre, |peak| &peak.psi);
        let first = mode(part, start, near.map(|peak| peak.mode.latent.as_slice())).ok_or_else(lost)?;
        // Each mode is looked for from the last one found: the places asked for lie close together.
        let latest = RefCell::new(first.latent);
        let marginal = |psi: &[f64]| {
            let Some(mode) = mode(part, psi, Some(&latest.borrow())) else { return f64::NEG_INFINITY };
            latest.replace(mode.latent);
            mode.log_marginal
        };
        let peak = optimise::climb(start, &scale, marginal).ok_or_else(lost)?;
        let at_peak = mode(part, &peak.at, Some(&latest.borrow())).ok_or_else(lost)?;
        let curvature = positive(peak.curvature, scale.len()).ok_or_else(lost)?;
        let log_evidence = at_peak.log_marginal - 0.5 * curvature.log_determinant();
        Ok(Self { psi: peak.at, mode: at_peak, scale, curvature, log_evidence })
    }

    /// Draws of (ψ, x), and k̂ of the importance weights.
    pub(crate) fn draw(
        &self,
        part: &dyn Part,
        count: usize,
        seed: u64,
    ) -> Option<(Vec<PartDraw>, Option<f64>)> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let proposals: Vec<(Vec<f64>, f64)> =
            (0..(2 * count).max(200)).map(|_| self.propose(&mut rng)).collect();
        let modes: Vec<Option<Mode>> =
            proposals.par_iter().map(|(psi, _)| mode(part, psi, Some(&self.mode.latent))).collect();
        let log_ratios: Vec<f64> = modes
            .iter()
            .zip(&proposals)
            .map(|(mode, (_, log_proposal))| {
                mode.as_ref().map_or(f64::NEG_INFINITY, |mode| mode.log_marginal - log_proposal)
            })
            .collect();
        let smoothed = psis::smooth(&log_ratios)?;
        let mut draws = Vec::with_capacity(count);
        for index in resample(&smoothed.weights, count, &mut rng) {
            // A proposal without a mode has weight zero and is not among them.
            let mode = modes.get(index)?.as_ref()?;
            let mut latent: Vec<f64> =
                (0..mode.latent.len()).map(|_| StandardNormal.sample(&mut rng)).collect();
            mode.factor.backward(&mut latent);
            latent.iter_mut().zip(&mode.latent).for_each(|(x, centre)| *x += centre);
            draws.push(PartDraw { psi: proposals[index].0.clone(), latent });
        }
        Some((draws, smoothed.k))
    }

    /// One proposal from the multivariate t around the peak, and its log density up to a constant.
    fn propose(&self, rng: &mut ChaCha8Rng) -> (Vec<f64>, f64) {
        let size = self.psi.len();
        let mut step: Vec<f64> = (0..size).map(|_| StandardNormal.sample(rng)).collect();
        let stretch = match ChiSquared::new(PROPOSAL_FREEDOM) {
            Ok(chi_squared) => (PROPOSAL_FREEDOM / chi_squared.sample(rng)).sqrt(),
            Err(_) => 1.0,
        };
        step.iter_mut().for_each(|z| *z *= stretch);
        let distance: f64 = step.iter().map(|z| z * z).sum();
        self.curvature.backward(&mut step);
        let psi = (0..size).map(|i| self.psi[i] + self.scale[i] * step[i]).collect();
        (psi, -0.5 * (PROPOSAL_FREEDOM + size as f64) * (distance / PROPOSAL_FREEDOM).ln_1p())
    }
}

/// The factor of a curvature; one that is flat or bent the wrong way somewhere gets the prior's own share added.
fn positive(curvature: Vec<f64>, size: usize) -> Option<Cholesky> {
    let mut ridge = 0.0;
    for _ in 0..8 {
        let mut lifted = curvature.clone();
        (0..size).for_each(|i| lifted[i * size + i] += ridge);
        if let Some(factor) = Cholesky::of(lifted, size) {
            return Some(factor);
        }
        ridge = if ridge == 0.0 { 0.05 } else { 3.0 * ridge };
    }
    None
}

/// Systematic resampling, then a shuffle, so that draws of different parts pair up independently.
fn resample(weights: &[f64], count: usize, rng: &mut ChaCha8Rng) -> Vec<usize> {
    let offset: f64 = rng.random();
    let mut chosen = Vec::with_capacity(count);
    let mut reached = 0.0;
    for (index, weight) in weights.iter().enumerate() {
        reached += weight * count as f64;
        while chosen.len() < count && (chosen.len() as f64 + offset) < reached {
            chosen.push(index);
        }
    }
    // Rounding may leave the last place open: it belongs to the last index that has any weight.
    while let (true, Some(last)) = (chosen.len() < count, weights.iter().rposition(|weight| *weight > 0.0)) {
        chosen.push(last);
    }
    for i in (1..chosen.len()).rev() {
        let j = rng.random_range(0..=i);
        chosen.swap(i, j);
    }
    chosen
}
