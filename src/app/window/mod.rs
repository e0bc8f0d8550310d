//! The real window: eframe with OpenGL, its event loop wrapped so that input is stamped on arrival and a page's
//! first frame by the swap's return.

pub mod arrivals;
pub mod awake;
mod begin;
pub mod clock;
pub mod frames;
mod gate;
mod guard;
pub mod place;
mod presses;
pub mod recorder;
mod run;
mod shell;
pub mod sitting;
mod stamped;
pub mod trouble;
pub mod wanted;
pub mod witness;

pub use begin::begin;
pub(in crate::app) use run::{Content, run};
pub(in crate::app) use shell::Shell;

use super::lab::LabState;
use super::theme;
use crate::journal::Station;
use crate::problem::{Outcome, Problem};
use crate::scenario::Library;
use std::path::PathBuf;
use std::sync::Arc;

/// What to open the window with.
#[derive(Debug, Clone)]
pub enum Start {
    /// The experimenter's screens, over the studies in this folder.
    Lab(PathBuf),
    /// Straight into a participant's session.
    Participant {
        /// The study's folder.
        study: PathBuf,
        /// The participant's code.
        participant: String,
    },
}

/// How the window looks.
#[derive(Debug, Clone, Copy, Default)]
pub struct Look {
    /// Participants' pages light on dark. One choice for a whole study: it is not asked of the operating system.
    pub dark: bool,
    /// A participant's window that does not fill the display.
    pub windowed: bool,
}

/// Why no window was opened.
#[derive(Debug)]
pub enum NoWindow {
    /// There is no display to open it on.
    NoDisplay(Problem),
    /// Anything else.
    Failed(Problem),
}

impl From<Problem> for NoWindow {
    fn from(problem: Problem) -> Self {
        Self::Failed(problem)
    }
}

/// Opens the window and comes back when it is closed.
///
/// # Errors
/// [`NoWindow`]: no display, no OpenGL, or a session that cannot be begun.
pub fn open(start: Start, look: Look, library: Arc<Library>) -> Result<(), NoWindow> {
    let full_screen = matches!(start, Start::Participant { .. }) && !look.windowed;
    run(full_screen, move |context| set_up(context, start, look, library)).map(|_| ())
}

fn set_up(
    context: &eframe::CreationContext<'_>,
    start: Start,
    look: Look,
    library: Arc<Library>,
) -> Outcome<Shell> {
    let ctx = context.egui_ctx.clone();
    theme::install(&ctx);
    let station = station(context);
    match start {
        Start::Lab(folder) => {
            let lab = LabState::new(folder, library.clone());
            Ok(Shell::new(Some(lab), library, station, look, ctx))
        }
        Start::Participant { study, participant } => {
            let mut shell = Shell::new(None, library, station, look, ctx);
            shell.enter(&study, &participant)?;
            Ok(shell)
        }
    }
}

/// What this session runs on.
pub(in crate::app) fn station(context: &eframe::CreationContext<'_>) -> Station {
    let mut station = Station::here();
    if let Some(window) = context.winit_window() {
        station.scale = Some(window.scale_factor() as f32);
        if let Some(monitor) = place::monitor_of(window) {
            let size = monitor.size();
            station.display = Some(format!("{}x{}", size.width, size.height));
            station.refresh_hz = place::refresh_hz(&monitor);
        }
    }
    station.renderer = context.gl.as_ref().map(|gl| {
        use eframe::glow::HasContext as _;
        let version = gl.version();
        format!("OpenGL {}.{} {}", version.major, version.minor, version.vendor_info).trim().to_owned()
    });
    station
}
