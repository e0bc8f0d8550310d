//! Scenario packs: synthetic work with a ground truth that was proven.
//!
//! A pack is a small real repository that grows decision by decision ([`spec`]). Rendering gives what a person
//! sees ([`view`]) and, apart from it, what is true ([`truth`]).

pub mod spec;
pub mod truth;
pub mod view;
