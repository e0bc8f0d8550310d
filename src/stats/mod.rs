//! The stats.
