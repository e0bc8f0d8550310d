//! From reviews to C(d,m): the likelihood, its approximation, and the cost surface with its uncertainty.
//!
//! The kind of fit is `laplace`: latent values (intercepts, coefficients, effects of people and items) are
//! integrated out around their mode, the few hyperparameters are drawn from Laplace's approximation to the
//! marginal likelihood and importance-resampled ([`psis`]), τ is integrated over nodes of its prior.
//!
//! | part | says | file |
//! |---|---|---|
//! | time | log review time on a surface that cannot dip, censored at the limit | `time`, [`corner`] |
//! | verdict | signal detection with lapses | [`verdict`] |
//! | location | whether the right decision is named, given a hit | `location` |
//!
//! A timed-out review tells of time alone: it has no verdict. In C it costs the time limit, and what its batch
//! would have cost through a wrong judgement is taken from H like any other's.

pub mod corner;
pub mod diagnose;
pub mod generate;
pub mod isotonic;
pub mod levels;
pub mod loo;
pub mod normal;
pub mod parameters;
pub mod plan;
pub mod psis;
pub mod reml;
pub mod trial;
pub mod verdict;

pub(crate) mod cholesky;
mod export;
mod fit;
mod from_dataset;
mod laplace;
mod latent;
mod location;
mod optimise;
mod posterior;
mod read;
mod table;
mod time;

pub use fit::{Progress, fit};
pub use from_dataset::from_dataset;
pub use plan::AnalysisPlan;
pub use read::{parse_csv, read_csv};
pub use table::{LEAST_OF_EACH, LeftOut, keep};
pub use trial::{Said, Trial};

pub(crate) use fit::Watch;
