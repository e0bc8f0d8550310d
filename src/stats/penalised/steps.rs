//! How far a climb is.

use super::{CLIMBING, ROUNDS};
use crate::problem::Outcome;
use crate::stats::{Progress, Watch};
use std::time::{Duration, Instant};

/// Evaluations of the density are told no more often than this.
const TELL: Duration = Duration::from_millis(40);

/// Keeps count of a climb's rounds, and asks after every evaluation whether it is to go on.
pub(crate) struct Steps<'a, 'b> {
    watch: &'a mut Watch<'b>,
    done: usize,
    told: Instant,
}

impl<'a, 'b> Steps<'a, 'b> {
    pub(super) fn new(watch: &'a mut Watch<'b>) -> Self {
        Self { watch, done: 0, told: Instant::now() }
    }

    /// So many rounds are done, of [`ROUNDS`] and the information at the end.
    pub(super) fn reach(&mut self, done: usize) -> Outcome<()> {
        self.done = done;
        self.say()
    }

    /// One more evaluation.
    ///
    /// # Errors
    /// Where the climb is to stop.
    pub(super) fn tick(&mut self) -> Outcome<()> {
        if self.told.elapsed() < TELL { Ok(()) } else { self.say() }
    }

    fn say(&mut self) -> Outcome<()> {
        self.told = Instant::now();
        self.watch.say(Progress { stage: CLIMBING, done: self.done, of: ROUNDS + 1, divergences: 0 })
    }
}
