//! What gives an error away to somebody who does not read: how much is said, how much is changed, what is run.
//!
//! [`Look`] is what can be counted on one decision, [`auc()`] how well one such number tells two groups apart, and
//! [`Contrasts`] how far they tell one pack's wrong choices from the rest of it. Linting and the audit share them, so
//! that an author is told beforehand what the audit will find.

mod auc;
mod choices;
mod contrasts;
mod look;
mod tests_seen;
mod words;

pub use auc::auc;
pub use choices::Pair;
pub use contrasts::{Contrast, Contrasts};
pub use look::{Limited, Look, MEASURES, Measure};
pub(super) use words::HEDGES;
