//! The window: participant screens, lab screens, one theme.
//!
//! [`participant::ui`] draws a [`crate::session::screen::Screen`] and says what was done on it; nothing there holds
//! or changes the state of a session. [`window`] is the real window: it stamps what was done on arrival, feeds the
//! session, and shows its next page once what decides data is on disk. [`lab`] is the experimenter's side.

pub mod lab;
pub mod participant;
pub mod pin;
pub mod strings;
pub mod theme;
pub mod timing;
pub mod window;

use crate::scenario::Library;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use window::{Look, NoWindow, Start};

/// Opens the window on the experimenter's screens, over the studies in `folder`.
///
/// # Errors
/// Where no window can be opened.
pub fn open_lab(folder: PathBuf, look: Look, library: Arc<Library>) -> Result<(), NoWindow> {
    window::open(Start::Lab(folder), look, library)
}

/// Opens the window on a participant's session, and closes it when that is over.
///
/// # Errors
/// Where no window can be opened or the session cannot be begun.
pub fn run_participant(
    study: &Path,
    participant: &str,
    look: Look,
    library: Arc<Library>,
) -> Result<(), NoWindow> {
    let start = Start::Participant { study: study.to_path_buf(), participant: participant.to_owned() };
    window::open(start, look, library)
}
