//! What a study of a protocol would learn with so many participants, by simulation: plans as they would be dealt, reviews
//! drawn from the model of the analysis plan, the same model fitted to them, again and again.
//!
//! | file | idea |
//! |---|---|
//! | [`ask`](Ask) | what is asked |
//! | `study` | a protocol's plans for n participants as reviews to come, and the truth behind them |
//! | `repetition` | one simulated study: draw, fit, compare |
//! | `record` | one line a repetition, resumable at any byte |
//! | `summary` | what all repetitions say together |
//!
//! The fitted model is taken to be true, everybody keeps the expected pace, and no review is excluded: a real study
//! learns rather less than this.

mod ask;
mod record;
mod repetition;
mod run;
mod study;
mod summary;

pub use ask::{Ask, CellAt};
pub use record::{Header, POWER_FORMAT};
pub use repetition::{Found, Repetition};
pub use run::{Progress, run};
pub use summary::{GridSummary, Row, Summary};
