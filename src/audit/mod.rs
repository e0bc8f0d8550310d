//! The audit of the stimuli: whether somebody who does not read could tell planted from sound.
//!
//! Batches are drawn by the plans' own rule ([`sample`]), what can be counted on them is set beside what is true of
//! them ([`batches`], [`decisions`]), and two classifiers ([`logistic`], [`trees`]) try to tell from the one the other,
//! each pack judged by what was learned from all others ([`cross`]). [`report`] says what came of it.

mod batches;
mod cross;
mod decisions;
mod figure;
mod lengths;
mod logistic;
mod packs;
mod report;
mod sample;
mod task;
mod trees;

pub use figure::{ClassifierFigure, FeatureFigure, Figure, SizeFigure};
pub use packs::PackFigure;
pub use report::markdown;

use crate::problem::{Outcome, Problem};
use crate::scenario::lengths::Beside;
use crate::scenario::{Library, Pack};
use rayon::prelude::*;
use sample::Sample;
use serde::Serialize;

/// Everything random in an audit comes from this number, so that the same packs give the same report.
pub const SEED: u64 = 20_261_122;
/// A pack is judged by what was learned from the others, and an interval over packs needs some.
pub const LEAST_PACKS: usize = 3;
/// What an AUC may be at most.
pub const AUC_LIMIT: f64 = 0.60;

/// What an audit found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Audit {
    /// [`SEED`].
    pub seed: u64,
    /// Which batch is planted?
    pub batches: Figure,
    /// Which decision of a planted batch is the error?
    pub decisions: Figure,
    /// Each pack.
    pub packs: Vec<PackFigure>,
    /// Packs that are not proven as they are; they could not be shown and were left out.
    pub left_out: Vec<String>,
    /// How long trajectories are, beside real ones.
    pub lengths: Beside,
}

impl Audit {
    /// Audits a library's proven packs. `trials` is how many batches are drawn of each pack and size, at least.
    ///
    /// # Errors
    /// With fewer than [`LEAST_PACKS`] proven packs, and where a pack cannot be drawn from.
    pub fn of(library: &Library, trials: u32) -> Outcome<Self> {
        let (proven, left_out): (Vec<&Pack>, Vec<&Pack>) = library.pool().partition(|pack| pack.is_proven());
        let left_out = left_out.into_iter().map(|pack| pack.id().to_owned()).collect();
        if proven.len() < LEAST_PACKS {
            let what = format!(
                "{} of {} packs are proven, and an audit needs {LEAST_PACKS}: each is judged by what was learned from the others",
                proven.len(),
                library.pool().count()
            );
            let todo = "prove more packs, or name packs to see each one's own contrasts: tightloop scenario audit PACK";
            return Err(Problem::new(what).todo(todo));
        }
        let samples: Vec<Sample> =
            proven.par_iter().map(|pack| Sample::of(library, pack, trials)).collect::<Outcome<_>>()?;
        let batches = Figure::of(&batches::task(&samples));
        let decisions = Figure::of(&decisions::task(&samples));
        let packs = packs::figures(&proven, &samples, &batches, &decisions)?;
        let lengths = Beside::of(library)?;
        Ok(Self { seed: SEED, batches, decisions, packs, left_out, lengths })
    }
}
