//! The session: a pure state machine, `Session::new(plan, stimuli)` · `screen()` · `handle(Stamped<Input>)` · `due()` · `replay`.
//!
//! No clock, no file, no egui: time comes in with each input, nanoseconds since the session's start on a
//! monotonic clock. The window, the simulated participants and the tests all come in through [`Session::handle`].
//!
//! An input is *decided* into at most one event; events that the passing of time owes come by themselves; and one
//! private `apply` is the only thing that changes the state. So the state is the replay of the events, and
//! resuming after a crash, replaying a session on screen and deriving the data again are one mechanism.

mod apply;
mod arithmetic;
mod asking;
mod back;
pub mod board;
mod briefed_again;
pub mod carry;
mod course;
mod decide;
pub mod dwell;
pub mod event;
pub mod input;
mod letters;
pub mod measure;
mod reading;
mod reviewing;
pub mod screen;
mod script;
mod show;
mod state;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

use crate::problem::{Outcome, Problem};
use crate::protocol::Language;
use crate::protocol::plan::Plan;
use crate::scenario::view::Stimulus;
use event::{Event, StampedEvent};
use input::{Input, Stamped};
use screen::Screen;
use script::Script;
use state::State;
use std::sync::Arc;

/// One sitting of one participant.
#[derive(Debug, Clone)]
pub struct Session {
    script: Arc<Script>,
    state: State,
}

/// Two sessions are equal where they stand at the same place of the same plan.
impl PartialEq for Session {
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state && self.script.plan == other.script.plan
    }
}

impl Session {
    /// A session about to begin.
    ///
    /// # Panics
    /// Where there is not exactly one stimulus a trial; [`crate::protocol::draw`] makes them so.
    pub fn new(plan: Arc<Plan>, stimuli: Arc<[Stimulus]>) -> Self {
        assert_eq!(
            plan.trials.len(),
            stimuli.len(),
            "a session needs one stimulus for each trial of its plan"
        );
        let state = State::at_the_beginning(&plan);
        Self { script: Arc::new(Script::new(plan, stimuli)), state }
    }

    /// The session in which `events` happened.
    ///
    /// # Errors
    /// Names the first event (counted from 1) that cannot have happened in a session of this plan.
    pub fn replay(plan: Arc<Plan>, stimuli: Arc<[Stimulus]>, events: &[StampedEvent]) -> Outcome<Self> {
        if plan.trials.len() != stimuli.len() {
            return Err(Problem::new(format!(
                "the plan has {} trials, but {} stimuli came with it",
                plan.trials.len(),
                stimuli.len()
            ))
            .todo("use the packs that the session was recorded with"));
        }
        let mut session = Self::new(plan, stimuli);
        for (place, event) in events.iter().enumerate() {
            if !session.state.apply(&session.script, event) {
                return Err(Problem::new(format!(
                    "event {} ({:?} at {} ns) does not fit what came before it",
                    place + 1,
                    event.value,
                    event.at_nanos
                ))
                .todo("use the plan and the packs that the session was recorded with"));
            }
        }
        Ok(session)
    }

    /// What is to be drawn now. Cheap: texts and stimuli are shared, not copied.
    pub fn screen(&self) -> Screen {
        show::screen(&self.script, &self.state)
    }

    /// Takes an input in and gives the events that it made, in order; they have been applied already.
    ///
    /// Total: an input that does not fit the screen gives no events. A stamp before the last event's counts as that
    /// one's. Where time moved the screen on before the input's stamp, the input was meant for a screen that is
    /// gone and is dropped.
    pub fn handle(&mut self, input: Stamped<Input>) -> Vec<StampedEvent> {
        let at = input.at_nanos.max(self.state.last_nanos);
        let mut events = Vec::new();
        // While nothing ran, no time passed for anybody: a restart owes only what was owed when it stopped.
        let until = if input.value == Input::Resume { self.state.last_nanos } else { at };
        self.settle(until, &mut events);
        // A letter that goes, or an agent that is done, leaves the page where it is.
        let stays = |event: &Event| matches!(event, Event::LetterHidden { .. } | Event::ReviewDue { .. });
        let moved_on = events.iter().any(|event| !stays(&event.value));
        let meant = !moved_on || outlives_screens(&input.value);
        if let Some(event) = decide::event(&self.script, &self.state, at, &input.value).filter(|_| meant) {
            self.push(at, event, &mut events);
        }
        self.settle(at, &mut events);
        events
    }

    /// The next moment at which time alone changes something, nanoseconds; [`Input::Tick`] is to be sent then.
    pub fn due(&self) -> Option<u64> {
        decide::owed(&self.script, &self.state).map(|(due, _)| due.max(self.state.last_nanos))
    }

    /// Whether the session is over: every part of it has ended, or the participant left it for good.
    pub fn is_over(&self) -> bool {
        self.state.is_over()
    }

    /// The language that this session's pages are in.
    pub fn language(&self) -> Language {
        Language::from_code(&self.script.plan.language).unwrap_or_default()
    }

    /// How large this participant wants everything drawn, percent.
    pub fn text_percent(&self) -> u16 {
        self.state.text_percent
    }

    /// Stamp of the last event, 0 before the first.
    pub fn last_nanos(&self) -> u64 {
        self.state.last_nanos
    }

    /// Lets everything happen that is owed by `at`, each at its own moment.
    fn settle(&mut self, at: u64, events: &mut Vec<StampedEvent>) {
        while let Some((due, event)) = decide::owed(&self.script, &self.state) {
            let due = due.max(self.state.last_nanos);
            if due > at {
                break;
            }
            self.push(due, event, events);
        }
    }

    fn push(&mut self, at_nanos: u64, event: Event, events: &mut Vec<StampedEvent>) {
        let event = Stamped { at_nanos, value: event };
        let fits = self.state.apply(&self.script, &event);
        debug_assert!(fits, "{event:?} was decided in {:?} and does not fit it", self.state.stage);
        if fits {
            events.push(event);
        }
    }
}

/// Inputs that say something of the window, of the review before, or of the whole session, whatever screen is on.
fn outlives_screens(input: &Input) -> bool {
    matches!(
        input,
        Input::FocusLost
            | Input::FocusGained
            | Input::PressIgnored(_)
            | Input::ClockJumped(_)
            | Input::TextSize(_)
            | Input::Placed(_)
            | Input::Frames(_)
            | Input::Resume
            | Input::Withdraw { .. }
    )
}

/// Seconds from nanoseconds.
pub(crate) fn secs_from_nanos(nanos: u64) -> f64 {
    nanos as f64 / 1e9
}
