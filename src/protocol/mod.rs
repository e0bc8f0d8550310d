//! Protocols: a study's design, and one participant's plan drawn from it.

pub mod plan;
pub mod spec;
