//! The window: participant screens, lab screens, one theme.
//!
//! [`participant::ui`] draws a [`crate::session::screen::Screen`] and says what was done on it; nothing here holds
//! or changes the state of a session.

pub mod participant;
pub mod strings;
pub mod theme;
