//! The session: a pure state machine, `Session::new(plan, stimuli)` · `screen()` · `handle(Stamped<Input>)` · `due()` · `replay`.
//!
//! No clock, no file, no egui: time comes in with each input, nanoseconds since the session's start on a
//! monotonic clock. State is the replay of events.

pub mod event;
pub mod input;
pub mod screen;
