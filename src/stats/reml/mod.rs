//! A linear mixed model with crossed intercepts (and uncorrelated slopes), fitted by REML in milliseconds: the
//! preview of a study, and a cross-check of the fit of record.
//!
//! The profiled criterion is that of Bates, Mächler, Bolker & Walker (2015), *Journal of Statistical Software*
//! 67(1), section 3. Only cross-products are kept of the data ([`CrossProducts`]), so that a row costs the same few
//! hundred operations whether there are a thousand or a million, and the search for the variances
//! ([`CrossProducts::fit`]) never sees a row again.
//!
//! [`preview()`] is the model of log review time.

mod cross;
mod dense;
mod fit;
mod preview;
mod profile;
mod search;

pub use cross::{CrossProducts, Factor};
pub use fit::{Fit, Variance};
pub use preview::{Coefficient, Preview, PreviewGrid, preview};

#[cfg(test)]
mod golden;
