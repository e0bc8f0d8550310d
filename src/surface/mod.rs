//! `cost-surface/1`: C(d,m) in person-seconds with its uncertainty, for other tools.
//!
//! Needs serde and nothing else: with `default-features = false` this module is the whole crate, and the caller
//! brings the JSON reader (`serde_json::from_str::<CostSurface>(..)`, then [`CostSurface::validate`]).

mod advise;
mod check;
mod draws;
mod evaluator;
mod evidence;
pub mod normal;
mod observer;
mod read;
mod setting;

pub use advise::{Advice, AdviceError, BreakEven, Criterion, Question};
pub use draws::{COMPONENTS, DrawnPoint};
pub use evaluator::Evaluator;
pub use evidence::{Conditions, Conflict, Cue, EdgeSlope, IsotonicCheck, Population, Rival, Unconstrained};
pub use read::{Clamp, Place, Point, SurfaceError};
pub use setting::Setting;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The format's name.
pub const SURFACE_FORMAT: &str = "cost-surface/1";

/// Rows by delay, columns by batch size.
pub type Matrix = Vec<Vec<f64>>;

/// A cost surface.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CostSurface {
    /// [`SURFACE_FORMAT`].
    pub format: String,
    /// Whether the people behind it were SIMULATED.
    pub simulated: bool,
    /// Units of every axis and value.
    pub units: Units,
    /// The measured box; outside it the surface says nothing.
    pub support: Support,
    /// What is estimated: `these_people_and_items` or `new_person_and_item`.
    pub estimand: String,
    /// Share of planted batches among those shown, 0 to 1.
    pub prevalence: f64,
    /// What wrong judgements cost.
    pub prices: Prices,
    /// T_max, seconds.
    pub time_limit_secs: f64,
    /// The model.
    pub model: Model,
    /// Estimates on the grid.
    pub grid: Grid,
    /// Posterior draws, or draws from the approximation that `model.kind` names.
    pub draws: Draws,
    /// How the surface came to be non-decreasing.
    pub monotone: Monotone,
    /// `refuse` or `clamp`: what a reader does outside the support unless asked.
    pub extrapolation: String,
    /// Signs of a fit gone wrong; null where the kind of fit has none.
    pub diagnostics: Diagnostics,
    /// Where it comes from.
    pub provenance: Provenance,
    /// The models that were held against each other.
    #[serde(default)]
    pub rivals: Vec<Rival>,
    /// What the data say of C where it is free to fall.
    #[serde(default)]
    pub unconstrained: Option<Unconstrained>,
    /// A check without a model.
    #[serde(default)]
    pub isotonic_check: Option<IsotonicCheck>,
    /// The earlier study that it leans on.
    #[serde(default)]
    pub population: Option<Population>,
}

/// Units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Units {
    /// `s`.
    pub delay: String,
    /// `decisions`.
    pub batch_size: String,
    /// `person-seconds`.
    pub cost: String,
}

/// The measured box.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Support {
    /// Least and greatest delay, seconds.
    pub delay_secs: [f64; 2],
    /// Least and greatest batch size, decisions.
    pub batch_size: [f64; 2],
}

/// Prices π, person-seconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prices {
    /// A bad batch accepted.
    pub miss_secs: f64,
    /// A bad batch rejected for the wrong decision.
    pub misplaced_secs: f64,
    /// A good batch rejected.
    pub false_alarm_secs: f64,
}

/// The model behind a surface.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// Its name.
    pub id: String,
    /// The kind of fit: `laplace` (approximate) or `nuts` (the fit of record).
    pub kind: String,
    /// τ in G = log(1 + d/τ), seconds; also the interpolation's.
    pub tau_secs: f64,
    /// Parameter name → estimate.
    pub params: BTreeMap<String, Estimate<f64>>,
    /// Parameters about which the data said little: posterior SD above .8 of the prior's.
    #[serde(default)]
    pub prior_driven: Vec<String>,
    /// Why this model is the one that is exported.
    #[serde(default)]
    pub chosen_because: String,
    /// How load and cues move the surface; none where the study varied neither.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conditions: Option<Conditions>,
}

/// A mean and three quantiles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Estimate<T> {
    /// Mean.
    pub mean: T,
    /// 5 % quantile.
    pub q05: T,
    /// Median.
    pub q50: T,
    /// 95 % quantile.
    pub q95: T,
}

/// Estimates on a grid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Grid {
    /// Rows: delays, seconds, increasing.
    pub delay_secs: Vec<f64>,
    /// Columns: batch sizes, decisions, increasing.
    pub batch_size: Vec<f64>,
    /// C, person-seconds.
    pub cost_secs: Estimate<Matrix>,
    /// E[min(T, T_max) | bad], seconds.
    pub time_bad_secs: Estimate<Matrix>,
    /// E[min(T, T_max) | good], seconds.
    pub time_good_secs: Estimate<Matrix>,
    /// Hit rate H.
    pub hit: Estimate<Matrix>,
    /// False-alarm rate F.
    pub false_alarm: Estimate<Matrix>,
    /// L, P(right decision named | hit).
    pub located: Estimate<Matrix>,
}

/// Draws, one row a draw: `tau_secs`, every component cell by cell as `name[row,column]`, and parameters as
/// `param:name`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Draws {
    /// Column names.
    pub names: Vec<String>,
    /// Rows.
    pub values: Matrix,
}

/// How the surface came to be non-decreasing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Monotone {
    /// The constraint on the model.
    pub constraint: String,
    /// Share of draws whose C dips all the same, 0 to 1.
    pub share_violating: f64,
    /// How they were mended, `none` if they were not.
    pub mended: String,
}

/// Signs of a fit gone wrong.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Diagnostics {
    /// Largest rank-normalised split R̂.
    pub rhat_max: Option<f64>,
    /// Least bulk effective sample size.
    pub ess_bulk_min: Option<f64>,
    /// Least tail effective sample size.
    pub ess_tail_min: Option<f64>,
    /// Divergent transitions.
    pub divergences: Option<u64>,
    /// Least energy Bayesian fraction of missing information.
    pub ebfmi_min: Option<f64>,
    /// Expected log predictive density, leave-one-out.
    pub elpd_loo: Option<f64>,
    /// Largest Pareto k.
    pub pareto_k_max: Option<f64>,
    /// What is wrong with the fit, a sentence each; empty where it may be trusted.
    #[serde(default)]
    pub problems: Vec<String>,
    /// The parameter with the largest R̂ or the least effective sample size.
    #[serde(default)]
    pub worst_parameter: Option<String>,
    /// Chains of the sampler.
    #[serde(default)]
    pub chains: Option<u64>,
    /// Draws kept of each chain.
    #[serde(default)]
    pub draws_per_chain: Option<u64>,
    /// How long the fit took, seconds.
    #[serde(default)]
    pub secs: Option<f64>,
}

/// Where a surface comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// Software and version.
    pub software: String,
    /// Commit, `unknown` outside a checkout.
    pub commit: String,
    /// Seed of the fit.
    pub seed: u64,
    /// BLAKE3 of the rows fitted.
    pub dataset_blake3: String,
    /// BLAKE3 of the analysis plan.
    pub plan_blake3: String,
    /// How many people.
    pub participants: u64,
    /// How many scenarios.
    pub scenarios: u64,
    /// How many reviews.
    pub trials: u64,
}
