//! Protocols: a study's design, and one participant's plan drawn from it.
//!
//! [`load()`] reads a design ([`spec`]), [`check()`] lints it, [`draw()`] makes row r of its counterbalancing into
//! a [`plan`], and [`schedule`] is the rule by which a session runs that plan.

mod attention;
pub mod balance;
mod catalogue;
pub mod course;
mod deal;
pub mod design;
mod dice;
mod draw;
mod hand;
mod language;
mod lint;
mod load;
mod locate;
mod menu;
pub mod outstanding;
pub mod pace;
pub mod packing;
pub mod page;
pub mod plan;
pub mod questionnaire;
pub mod queue;
pub mod quota;
mod ranges;
mod ranges_flow;
pub mod schedule;
pub mod sittings;
pub mod spec;
pub mod tempo;
mod timing;
pub mod tlx;
pub mod williams;

#[cfg(test)]
pub(crate) mod example;

pub use balance::balance;
pub use design::rows;
pub(crate) use dice::{Dice, Purpose};
pub use draw::{draw, stimuli};
pub use language::Language;
pub use lint::{advice, check};
pub(crate) use load::read;
pub use load::{Loaded, builtin, load, parse};
