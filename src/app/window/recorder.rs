//! A session and its journal, tied: what decides data is on disk before the next page is shown.

use super::clock::Clock;
use crate::app::participant;
use crate::journal::Journal;
use crate::problem::{Outcome, Problem};
use crate::protocol::Language;
use crate::session::Session;
use crate::session::input::{Input, Stamped};
use crate::session::screen::Screen;
use std::time::{Duration, Instant};

/// Takes inputs in, writes events down, and says what may be drawn.
#[derive(Debug)]
pub struct Recorder {
    session: Session,
    journal: Journal,
    clock: Clock,
    /// What may be drawn: the session's screen, or the one before it while that is not yet safe to leave.
    shown: Screen,
    /// An event ended the page that is shown, though the next may look the same.
    turned: bool,
    /// The session has moved on and the display must not yet.
    held: bool,
    /// A journal's refusal, which retrying cannot mend.
    refused: Option<Problem>,
}

impl Recorder {
    /// Goes on with `session`, which `journal` records.
    pub fn new(session: Session, journal: Journal, clock: Clock) -> Self {
        let shown = session.screen();
        Self { session, journal, clock, shown, turned: false, held: false, refused: None }
    }

    /// What may be drawn.
    pub fn screen(&self) -> &Screen {
        &self.shown
    }

    /// Whether the session is over and everything is on disk.
    pub fn is_over(&self) -> bool {
        self.session.is_over() && !self.held
    }

    /// The language of the session's pages.
    pub fn language(&self) -> Language {
        self.session.language()
    }

    /// How large the participant wants everything drawn, percent.
    pub fn text_percent(&self) -> u16 {
        self.session.text_percent()
    }

    /// Takes in an input that happened at `at`.
    ///
    /// While the display is held on a page that has been answered, only what needs no page counts. What was done on a page
    /// that was there counts even where nothing can be written any more: it is kept until it can be.
    pub fn input(&mut self, at: Instant, input: Input) {
        if self.held && needs_page(&input) {
            return;
        }
        let events = self.session.handle(Stamped { at_nanos: self.clock.nanos(at), value: input });
        if events.is_empty() {
            return;
        }
        self.turned |= events.iter().any(|event| event.value.ends_page());
        let handed_over = self.journal.append(&events);
        if let (Err(problem), None) = (handed_over, self.journal.failure()) {
            self.refused = Some(problem);
        }
    }

    /// Lets the display follow the session as far as that is safe; true where a new page is shown.
    pub fn follow(&mut self) -> bool {
        let next = self.session.screen();
        let new_page = self.turned || !participant::is_same_page(&self.shown, &next);
        self.held = new_page && !self.journal.is_durable();
        if self.held {
            return false;
        }
        self.turned = false;
        self.shown = next;
        new_page
    }

    /// How long until time alone changes something.
    pub fn due_in(&self, now: Instant) -> Option<Duration> {
        let due = self.session.due()?;
        Some(Duration::from_nanos(due.saturating_sub(self.clock.nanos(now))))
    }

    /// Why nothing can be saved at present.
    pub fn trouble(&self) -> Option<Problem> {
        self.refused.clone().or_else(|| self.journal.failure())
    }

    /// Tries again to write what could not be written.
    pub fn retry(&self) {
        self.journal.retry();
    }

    /// Calls `call` from the writer's thread whenever [`Self::follow`] or [`Self::trouble`] may have changed.
    pub fn on_change(&self, call: Box<dyn Fn() + Send>) {
        self.journal.on_durable(call);
    }

    /// Writes and syncs everything.
    ///
    /// # Errors
    /// What could not be written; nothing was let go, and this may be called again.
    pub fn close(&self) -> Outcome<()> {
        self.journal.close()
    }
}

fn needs_page(input: &Input) -> bool {
    !matches!(
        input,
        Input::Tick
            | Input::FocusLost
            | Input::FocusGained
            | Input::TextSize(_)
            | Input::Placed(_)
            | Input::PressIgnored(_)
            | Input::ClockJumped(_)
            | Input::Resume
    )
}
