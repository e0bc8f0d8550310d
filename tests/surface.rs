//! The cost surface that a fit writes, and what its readers refuse.
