//! One review under way: its clock, what is open in it, and what may happen to it.

use super::event::Event;
use super::reading::ReadingState;
use super::script::Script;
use crate::protocol::queue::Waiting;
use std::sync::Arc;

/// One review under way.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reviewing {
    pub(super) trial: u32,
    /// When its delay was to be over.
    pub(super) due_nanos: u64,
    /// First frame of the present visible segment; none while it is not on the display.
    pub(super) since_nanos: Option<u64>,
    /// Length of the visible segments before, nanoseconds.
    pub(super) spent_nanos: u64,
    /// Whether a crash fell into it.
    pub(super) resumed: bool,
    pub(super) open: Arc<[bool]>,
    pub(super) in_view: Option<InView>,
    pub(super) brief_open: bool,
    pub(super) reading: ReadingState,
}

/// What of the batch is on the display.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct InView {
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) above_percent: u8,
    pub(super) below_percent: u8,
}

impl Reviewing {
    pub(super) fn new(script: &Script, waited: Waiting) -> Self {
        let Waiting { trial, due_nanos } = waited;
        let batch = script.stimulus(trial).map(|stimulus| &stimulus.batch);
        let batch_size = batch.map_or(0, |batch| batch.decisions.len());
        Self {
            trial,
            due_nanos,
            since_nanos: None,
            spent_nanos: 0,
            resumed: false,
            open: vec![false; batch_size].into(),
            in_view: None,
            brief_open: false,
            reading: ReadingState::new(batch_size, batch.is_some_and(|batch| !batch.cues.is_empty())),
        }
    }

    /// Whether decision `decision` (from 1) is open; none where the batch has no such decision.
    pub(super) fn is_open(&self, decision: u32) -> Option<bool> {
        let place = (decision as usize).checked_sub(1)?;
        self.open.get(place).copied()
    }

    fn set_open(&mut self, decision: u32, open: bool) -> bool {
        let fits = self.is_open(decision) == Some(!open);
        if fits {
            // Copies the flags only where a screen still holds the old ones.
            if let Some(flag) = Arc::make_mut(&mut self.open).get_mut(decision as usize - 1) {
                *flag = open;
            }
        }
        fits
    }

    pub(super) fn is_visible(&self) -> bool {
        self.since_nanos.is_some()
    }

    /// Whether it has never been on the display: its delay runs on.
    pub(super) fn is_unseen(&self) -> bool {
        !self.is_visible() && !self.resumed
    }

    /// How long it has been visible in all, nanoseconds.
    pub(super) fn nanos_until(&self, at: u64) -> u64 {
        self.spent_nanos + self.since_nanos.map_or(0, |since| at.saturating_sub(since))
    }

    /// Lets an event of the exploration happen, `outstanding` other briefs being outstanding. Gives false, and changes
    /// nothing, where it cannot have happened here.
    pub(super) fn apply(&mut self, at: u64, outstanding: u32, event: &Event) -> bool {
        match event {
            Event::ReviewShown { trial, outstanding: told } => {
                let fits = *trial == self.trial && !self.is_visible() && *told == outstanding;
                if fits {
                    self.since_nanos = Some(at);
                }
                fits
            }
            _ if !self.is_visible() => false,
            Event::DecisionOpened { trial, decision } => {
                *trial == self.trial && self.set_open(*decision, true)
            }
            Event::DecisionClosed { trial, decision } => {
                *trial == self.trial && self.set_open(*decision, false)
            }
            Event::Scrolled { trial, first, last, above_percent, below_percent } => {
                let fits = *trial == self.trial;
                if fits {
                    self.in_view = Some(InView {
                        first: *first,
                        last: *last,
                        above_percent: *above_percent,
                        below_percent: *below_percent,
                    });
                }
                fits
            }
            Event::BriefReopened { trial } => {
                *trial == self.trial && !std::mem::replace(&mut self.brief_open, true)
            }
            Event::BriefClosed { trial } => {
                *trial == self.trial && std::mem::replace(&mut self.brief_open, false)
            }
            other => self.reading.apply(self.trial, other),
        }
    }

    /// A crash took the review off the display; `last_nanos` is the last moment at which it is known to have been on.
    /// Its clock waits for the next first frame.
    pub(super) fn interrupt(&mut self, last_nanos: u64) {
        if let Some(since) = self.since_nanos.take() {
            self.spent_nanos += last_nanos.saturating_sub(since);
            self.resumed = true;
        }
        self.in_view = None;
        self.brief_open = false;
        self.reading.interrupt();
    }
}
