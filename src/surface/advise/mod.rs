//! How often to check in: what a cost surface says at a given error rate and pace of work.
//!
//! Checking in every n decisions of s seconds each is a batch of m = n after a delay of d = n·s. A check-in costs
//! `K = h0 + (1−p)·C_good + p·C` person-seconds and keeps `A = (1−p)(1−F)·n + p·H·L·E[j−1 | bad]` decisions, with
//! p = 1 − (1−ε)^n and j the place of the first error: what stands before it can be kept if it is found. κ = K/A is
//! what a kept decision costs; n* is the n with the least κ, draw by draw, among the n that were measured.

mod batch;
mod break_even;
mod fan_out;
mod sentence;
mod table;

pub use break_even::BreakEven;

use super::draws::summary;
use super::{Clamp, CostSurface, Estimate, Matrix, Setting, SurfaceError};
use batch::Batch;
use serde::Serialize;
use table::Table;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// ε, chance of an error per decision, 0 or more and below 1.
    pub epsilon: f64,
    /// s, agent time a decision, seconds.
    pub secs_per_decision: f64,
    /// h0, what turning to the agent costs before the review begins, seconds.
    pub switch_secs: f64,
    /// Whether delays and loads outside the support may stand at its edge.
    pub clamp: Clamp,
    /// Load, cues and prevalence.
    pub setting: Setting,
    /// What people go by when they decide how hard to look.
    pub criterion: Criterion,
    /// Pairs of n between which a break-even is wanted, the smaller first; the studied ones where empty.
    pub between: Vec<[u32; 2]>,
}

/// What people go by when they decide how readily to reject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Criterion {
    /// What they went by in the study, at its prevalence, or at the setting's.
    AsMeasured,
    /// How common bad batches of n decisions are: p = 1 − (1−ε)^n.
    FollowsBatch,
}

impl Question {
    /// At the reference, nothing clamped, no switch cost.
    pub fn new(epsilon: f64, secs_per_decision: f64) -> Self {
        Self {
            epsilon,
            secs_per_decision,
            switch_secs: 0.0,
            clamp: Clamp::No,
            setting: Setting::default(),
            criterion: Criterion::AsMeasured,
            between: Vec::new(),
        }
    }
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Advice {
    /// n*, the best number of decisions between check-ins.
    pub n_star: Estimate<f64>,
    /// κ at the recommended n, person-seconds per kept decision.
    pub cost_per_decision_secs: Estimate<f64>,
    /// What the recommended n costs above each draw's own best, person-seconds per kept decision.
    pub regret_secs: Estimate<f64>,
    /// 1 + n·s/K: how many agents one person can attend to at the recommended n.
    pub fan_out: Estimate<f64>,
    /// How many agents pay where every further one slows the reviews of all; left out where the study did not vary
    /// the load.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fan_out_best: Option<Estimate<f64>>,
    /// Error rates below which larger batches pay.
    pub break_even: Vec<BreakEven>,
    /// All of it in words.
    pub sentence: String,
}

/// Why no advice can be given.
#[derive(Debug, Clone, PartialEq)]
pub enum AdviceError {
    /// A number of the question is out of range: its name and what was expected.
    Question(&'static str, &'static str),
    /// No n was measured at this pace: the delays of the support, seconds.
    NothingMeasured([f64; 2]),
    /// The surface cannot be moved to the setting, or has no draws.
    Surface(SurfaceError),
}

impl std::fmt::Display for AdviceError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Question(name, expected) => write!(f, "{name}: expected {expected}"),
            Self::NothingMeasured([low, high]) => write!(
                f,
                "no measured batch size at this pace has a delay that was measured, {low} to {high} s"
            ),
            Self::Surface(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for AdviceError {}

impl From<SurfaceError> for AdviceError {
    fn from(error: SurfaceError) -> Self {
        Self::Surface(error)
    }
}

impl CostSurface {
    /// How often to check in.
    ///
    /// # Errors
    /// Where the question is out of range, nothing was measured at this pace, the study did not vary what the setting
    /// names, or the surface has no draws.
    pub fn advise(&self, question: &Question) -> Result<Advice, AdviceError> {
        question.check()?;
        let moved;
        let surface = if question.setting.is_reference() {
            self
        } else {
            moved = self.under(&question.setting, question.clamp)?;
            &moved
        };
        let table = Table::new(surface, question)?;
        let here = table.costs_per_decision(question.epsilon);
        let recommended = least(&column_means(&here));
        let n = table.sizes[recommended];
        let batch = Batch::at(n, question.epsilon);
        let bests: Vec<usize> = here.iter().map(|row| least(row)).collect();
        let work_secs = batch.n * question.secs_per_decision;
        let mut advice = Advice {
            n_star: summary(bests.iter().map(|best| f64::from(table.sizes[*best]))),
            cost_per_decision_secs: summary(here.iter().map(|row| row[recommended])),
            regret_secs: summary(here.iter().zip(&bests).map(|(row, best)| row[recommended] - row[*best])),
            fan_out: summary(
                (0..table.draws())
                    .map(|draw| 1.0 + work_secs / table.cost(draw, recommended, &batch).max(1e-9)),
            ),
            fan_out_best: fan_out::best(self, question, n)?,
            break_even: break_even::all(surface, &table, question)?,
            sentence: String::new(),
        };
        let at_the_edge = recommended + 1 == table.sizes.len();
        advice.sentence = sentence::sentence(self, question, n, at_the_edge, &advice);
        Ok(advice)
    }
}

impl Question {
    fn check(&self) -> Result<(), AdviceError> {
        if !(0.0..1.0).contains(&self.epsilon) {
            return Err(AdviceError::Question("epsilon", "a chance, 0 or more and below 1"));
        }
        if !(self.secs_per_decision.is_finite() && self.secs_per_decision > 0.0) {
            return Err(AdviceError::Question("secs-per-decision", "seconds above 0"));
        }
        if !(self.switch_secs.is_finite() && self.switch_secs >= 0.0) {
            return Err(AdviceError::Question("switch-secs", "seconds, 0 or more"));
        }
        Ok(())
    }
}

fn least(values: &[f64]) -> usize {
    (0..values.len()).min_by(|a, b| values[*a].total_cmp(&values[*b])).unwrap_or_default()
}

fn column_means(rows: &Matrix) -> Vec<f64> {
    let width = rows.first().map_or(0, Vec::len);
    (0..width).map(|j| rows.iter().map(|row| row[j]).sum::<f64>() / rows.len() as f64).collect()
}
