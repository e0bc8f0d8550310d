//! What a surface says of the fit behind it: how conditions move it, which models it was held against, whether the
//! hypothesis that C does not fall was put to the test, and what it borrowed from an earlier study. All of it may be
//! missing: surfaces of `cost-surface/1` were written before these parts were.

use super::{Estimate, Matrix};
use serde::{Deserialize, Serialize};

/// How the number of other briefs outstanding and the cues on screen move time and sensitivity away from the
/// reference at which the surface is exported: no other brief outstanding, the reference cue. What a study did not
/// vary is missing.
///
/// With k other briefs outstanding and cue level q, log time gains `b_o·log(1+k) + b_q` and log d′ gains
/// `−g_o·log(1+k) + δ_q`. The draws of these coefficients are the columns `param:b_o`, `param:g_o`,
/// `param:b_q[LEVEL]` and `param:delta_q[LEVEL]` of [`super::Draws`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Conditions {
    /// Least and greatest number of other briefs outstanding that was measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outstanding: Option<[f64; 2]>,
    /// b_o, log seconds per log(1+k).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load_time: Option<Estimate<f64>>,
    /// g_o, loss of log d′ per log(1+k).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load_sensitivity: Option<Estimate<f64>>,
    /// Every cue level that was measured but the reference.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cues: Vec<Cue>,
    /// The cue level at which the surface is exported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference_cue: Option<String>,
}

/// What one cue level does, against the reference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cue {
    /// Its name in the protocol.
    pub level: String,
    /// b_q, log seconds.
    pub time: Estimate<f64>,
    /// δ_q, log d′.
    pub log_sensitivity: Estimate<f64>,
}

/// A model that was fitted to the same reviews, the exported one among them. Differences are against the best of
/// them, 0 or below.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rival {
    /// Its name.
    pub id: String,
    /// Expected log predictive density, leave-one-out; null where it could not be worked out.
    pub elpd_loo: Option<f64>,
    /// `elpd_loo` against the best model's.
    pub elpd_diff: Option<f64>,
    /// Standard error of that difference.
    pub elpd_diff_se: Option<f64>,
    /// The same, leaving out a whole participant at a time.
    #[serde(default)]
    pub elpd_participant: Option<f64>,
    /// `elpd_participant` against the best model's.
    #[serde(default)]
    pub elpd_participant_diff: Option<f64>,
    /// Standard error of that difference.
    #[serde(default)]
    pub elpd_participant_diff_se: Option<f64>,
    /// Largest Pareto k of the leave-one-out by reweighting.
    #[serde(default)]
    pub pareto_k_max: Option<f64>,
    /// Reviews whose Pareto k was too large, and that were left out by fitting the model again without them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refitted: Option<u64>,
    /// Reviews whose Pareto k was too large and that were not: `elpd_loo` may be off because of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unreliable: Option<u64>,
    /// Participants whose Pareto k is too large: `elpd_participant` may be off because of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub participants_unreliable: Option<u64>,
    /// Whether it is the one that is exported.
    pub preferred: bool,
}

impl Rival {
    /// Whether `elpd_loo` leans on reviews that could not be left out reliably.
    pub fn leans_on_unreliable(&self) -> bool {
        // Surfaces from before fits were made again without such reviews say no more than the largest k.
        self.unreliable.map_or(self.pareto_k_max.is_some_and(|k| k > 0.7), |reviews| reviews > 0)
    }

    /// How far the leave-one-out of this model can be relied on, in words; None where nothing is to be said.
    pub fn remark(&self) -> Option<String> {
        let count = |number: Option<u64>, noun: &str| {
            let number = number.filter(|number| *number > 0)?;
            Some(format!("{number} {noun}{}", if number == 1 { "" } else { "s" }))
        };
        let parts = [
            count(self.refitted, "review").map(|reviews| format!("{reviews} left out by fitting again")),
            count(self.unreliable, "review").map(|reviews| format!("{reviews} not left out reliably")),
            count(self.participants_unreliable, "participant")
                .map(|people| format!("{people} not left out reliably")),
        ];
        let said: Vec<String> = parts.into_iter().flatten().collect();
        if said.is_empty() { None } else { Some(format!("{}: {}", self.id, said.join(", "))) }
    }
}

/// The rival that may fall: the same model without the constraint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unconstrained {
    /// Every edge of the measured box.
    pub edges: Vec<EdgeSlope>,
    /// Whether leave-one-out prefers it.
    pub preferred: bool,
}

/// The slope of log time along one edge of the box.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EdgeSlope {
    /// `delay at smallest batch`, `delay at largest batch`, `batch at shortest delay`, `batch at longest delay`.
    pub edge: String,
    /// P(slope < 0 | data).
    pub probability_negative: f64,
    /// The slope: log seconds per unit of log(1 + d/τ) or of log m.
    pub slope: Estimate<f64>,
}

/// Means of the cells against the non-decreasing table nearest to them: a check that no model stands behind.
/// Rows by delay, columns by batch size; null where a cell holds no review.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IsotonicCheck {
    /// Mean of log review time, cell by cell.
    pub cell_means: Vec<Vec<Option<f64>>>,
    /// The nearest non-decreasing table.
    pub fitted: Vec<Vec<Option<f64>>>,
    /// Largest distance between the two in standard errors of the cell's mean.
    pub max_gap_se: Option<f64>,
}

/// An earlier study that a team's few reviews were calibrated with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Population {
    /// BLAKE3 of the earlier surface's file.
    pub source_blake3: String,
    /// How much of each cell rests on the earlier study, 0 to 1; rows by delay, columns by batch size.
    pub weight: Matrix,
    /// Whether the team contradicts it.
    pub conflict: Conflict,
}

/// Whether a team's reviews contradict the earlier study.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Conflict {
    /// Probability of reviews at least this far from what the earlier study expects.
    pub probability: f64,
    /// Whether that is too small to go on without a word.
    pub flagged: bool,
    /// The word.
    pub text: String,
}
