//! Whether draws can be trusted: R̂, effective sample sizes, Monte Carlo error, energies.
//!
//! | what | says | file |
//! |---|---|---|
//! | R̂ | whether chains that began apart tell the same story | `rhat` |
//! | bulk, tail, mean ESS; MCSE | how many independent draws the dependent ones are worth | `effective` |
//! | both, of one parameter | | [`Convergence`] |
//! | E-BFMI | whether the sampler reaches the tails of the energy | [`ebfmi`] |
//! | all of it, of a whole run | and plain words for what is wrong | [`Diagnosis`] |
//!
//! Rank-normalised and split, after Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021), *Bayesian Analysis*
//! 16(2), 667–718. The numbers are those of ArviZ.

mod convergence;
mod diagnosis;
mod effective;
mod energy;
mod rhat;
mod scores;
mod split;

pub use convergence::Convergence;
pub use diagnosis::{Diagnosis, EBFMI_LEAST, ESS_LEAST, Named, PARETO_K_MOST, RHAT_MOST, Sampling};
pub use energy::ebfmi;

#[cfg(test)]
mod golden;
