//! Protocols: a study's design, and one participant's plan drawn from it.
//!
//! [`load()`] reads a design ([`spec`]), [`check()`] lints it, [`draw()`] makes row r of its counterbalancing into
//! a [`plan`], and [`schedule`] is the rule by which a session runs that plan.

pub mod design;
mod load;
mod locate;
pub mod pace;
pub mod plan;
pub mod quota;
mod ranges;
pub mod schedule;
pub mod spec;
mod timing;
pub mod williams;

#[cfg(test)]
mod example;

pub use design::rows;
pub use load::{Loaded, builtin, load, parse};
