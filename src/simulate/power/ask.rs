//! What is asked of a power simulation.

use crate::problem::{Outcome, Problem};
use crate::stats::AnalysisPlan;
use crate::stats::plan::Sampler;
use serde::{Deserialize, Serialize};

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// Numbers of participants, each at least 1.
    pub participants: Vec<u32>,
    /// Simulated studies for each number.
    pub reps: u32,
    /// Seed of everything that is random in them.
    pub seed: u64,
    /// Quantities that are not to have their prior's median: names as in a surface's `model.params`, or as in the
    /// analysis plan.
    pub effects: Vec<(String, f64)>,
    /// Two cells to be ranked; none: the cheapest and the dearest corner.
    pub cells: Option<[CellAt; 2]>,
}

/// A cell of the surface.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CellAt {
    /// d, seconds.
    pub delay_secs: f64,
    /// m, decisions.
    pub batch_size: f64,
}

impl std::fmt::Display for CellAt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} s × {}", self.delay_secs, self.batch_size)
    }
}

/// How long each simulated study is sampled: enough for widths. Quantiles of 600 draws, of which some 400 are worth
/// independent ones, are off by about a twelfth of a standard deviation.
pub(super) const SAMPLER: Sampler = Sampler { chains: 2, warmup: 300, draws: 300 };

/// The plan that each simulated study is analysed by: the first model of `plan`, a short sampler, the protocol's limit.
pub(super) fn shortened(plan: &AnalysisPlan, time_limit_secs: f64) -> AnalysisPlan {
    let mut plan = plan.clone();
    plan.models.truncate(1);
    plan.sampler = SAMPLER;
    plan.time_limit_secs = plan.time_limit_secs.or(Some(time_limit_secs));
    plan
}

impl Ask {
    /// Numbers of participants in order, each once.
    ///
    /// # Errors
    /// Where there is nothing to simulate.
    pub(super) fn in_order(&self) -> Outcome<Self> {
        let mut asked = self.clone();
        asked.participants.sort_unstable();
        asked.participants.dedup();
        let nothing = asked.participants.first().is_none_or(|least| *least == 0) || asked.reps == 0;
        if nothing {
            return Err(Problem::new(
                "expected at least one repetition, and at least one participant in each",
            ));
        }
        Ok(asked)
    }
}
