//! Each pack's part in the audit.

use super::figure::Figure;
use super::sample::Sample;
use crate::problem::Outcome;
use crate::scenario::Pack;
use crate::scenario::tells::{Contrast, Contrasts};
use serde::Serialize;

/// One pack.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PackFigure {
    /// Its name.
    pub pack: String,
    /// Decisions in a trajectory.
    pub decisions: u32,
    /// Variants that may be shown.
    pub variants: usize,
    /// Skins.
    pub skins: usize,
    /// Wrong choices.
    pub wrong: usize,
    /// Planted batches that were drawn.
    pub planted_batches: usize,
    /// Sound ones.
    pub sound_batches: usize,
    /// How well its batches are told apart by what was learned from other packs: logistic regression, boosted trees.
    pub batch_auc: Vec<f64>,
    /// And its decisions.
    pub decision_auc: Vec<f64>,
    /// Its wrong choices against its other decisions, all measures; the figure is an AUC.
    pub against_others: Vec<Contrast>,
    /// Its wrong choices against the sound ones they stand for; the figure is a standardised difference.
    pub against_twins: Vec<Contrast>,
}

pub(super) fn figures(
    packs: &[&Pack],
    samples: &[Sample],
    batches: &Figure,
    decisions: &Figure,
) -> Outcome<Vec<PackFigure>> {
    let aucs = |figure: &Figure, index: usize| -> Vec<f64> {
        figure.classifiers.iter().filter_map(|each| each.by_pack.get(index).copied()).collect()
    };
    let one = |(index, (pack, sample)): (usize, (&&Pack, &Sample))| {
        let contrasts = Contrasts::of(pack)?;
        let planted_batches = sample.batches.iter().filter(|batch| batch.planted.is_some()).count();
        Ok(PackFigure {
            pack: sample.pack.clone(),
            decisions: pack.decision_count(),
            variants: pack.variants().len(),
            skins: pack.spec().skins.len(),
            wrong: contrasts.wrong().count(),
            planted_batches,
            sound_batches: sample.batches.len() - planted_batches,
            batch_auc: aucs(batches, index),
            decision_auc: aucs(decisions, index),
            against_others: contrasts.against_others,
            against_twins: contrasts.against_twins,
        })
    };
    packs.iter().zip(samples).enumerate().map(one).collect()
}
