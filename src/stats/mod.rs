//! From reviews to C(d,m): the joint model, its posterior, and the cost surface with its uncertainty.
//!
//! A fit goes down this list:
//!
//! | what | where |
//! |---|---|
//! | reviews, read, filtered and indexed | [`trial`], `read`, `from_dataset`, `table` |
//! | the analysis plan: estimand, prices, priors, models | [`plan`] |
//! | the joint log density of time, verdict and naming, with its slopes | [`model`] |
//! | its peak and the information there | `penalised` |
//! | draws | `nuts`, `posterior`; for other programs, [`draws`] |
//! | whether they can be trusted | [`diagnose`] |
//! | which model predicts best | [`loo`], `leaving_out`, `rivals` |
//! | a published surface to lean on | [`population`] |
//! | averages over people and items | [`parameters`] |
//! | what a reader can see without trusting the model | [`checks`], [`isotonic_program`] |
//! | the artifact | `export` |
//! | for validation: every model's, not the chosen one's alone | `each` |
//! | for planning: a truth of one's choosing, reviews drawn from it, fits by the hundred | `typical`, [`generate`], `short` |
//!
//! A timed-out review tells of time alone: it has no verdict. In C it costs the time limit, and what its batch
//! would have cost through a wrong judgement is taken from H like any other's.

pub mod chains;
pub mod checks;
pub mod corner;
pub mod diagnose;
pub mod draws;
pub mod generate;
pub mod isotonic;
pub mod isotonic_program;
pub mod levels;
pub mod loo;
pub mod model;
pub mod nearest_cell;
pub mod normal;
pub(crate) mod nuts;
pub mod pace;
pub mod parameters;
pub(crate) mod penalised;
pub mod plan;
pub mod psis;
pub mod reml;
pub mod trial;
pub mod verdict;

pub(crate) mod cholesky;
mod columns;
mod each;
mod export;
mod fit;
mod from_dataset;
mod leaving_out;
pub mod population;
mod posterior;
mod prior_draws;
mod read;
mod restricted;
mod rivals;
mod short;
mod side_by_side;
mod table;
mod typical;

pub use each::{Each, fit_each};
pub use fit::{Fit, Progress, fit, fit_penalised, fit_team, prior_only};
pub use from_dataset::from_dataset;
pub use plan::AnalysisPlan;
pub use read::{parse_csv, read_csv};
pub use table::{LEAST_OF_EACH, LeftOut, keep};
pub use trial::{Said, Trial};

pub(crate) use fit::Watch;
pub(crate) use short::short;
pub(crate) use typical::Typical;
