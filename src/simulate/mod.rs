//! The simulate.
