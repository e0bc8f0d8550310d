//! The real window: eframe with OpenGL, its event loop wrapped so that input is stamped on arrival and a page's
//! first frame by the swap's return.

pub mod arrivals;
mod begin;
pub mod clock;
pub mod frames;
mod gate;
pub mod recorder;
mod shell;
pub mod sitting;
mod stamped;
pub mod trouble;

pub use begin::begin;

use super::lab::LabState;
use super::theme::{self, size};
use crate::journal::Station;
use crate::problem::{Outcome, Problem};
use crate::scenario::Library;
use egui::ThemePreference;
use shell::{Shared, Shell};
use stamped::{Made, Stamped};
use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use winit::event_loop::EventLoop;

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
    if !has_display() {
        return Err(NoWindow::NoDisplay(Problem::new(
            "there is no display: neither DISPLAY nor WAYLAND_DISPLAY is set",
        )));
    }
    let event_loop = EventLoop::<eframe::UserEvent>::with_user_event().build().map_err(|error| {
        // winit's message begins with a place in its source.
        let message = error.to_string();
        let reason = message.rsplit(": ").next().unwrap_or(&message).to_lowercase();
        NoWindow::NoDisplay(Problem::new(format!("the display cannot be reached: {reason}")))
    })?;
    let full_screen = matches!(start, Start::Participant { .. }) && !look.windowed;
    let shell = Made::default();
    let made = shell.clone();
    let create = Box::new(move |context: &eframe::CreationContext<'_>| {
        let outcome = set_up(context, start, look, library).map(|shell| Rc::new(RefCell::new(shell)));
        *made.borrow_mut() = Some(outcome.clone());
        match outcome {
            Ok(shell) => Ok(Box::new(Shared(shell)) as Box<dyn eframe::App>),
            Err(problem) => Err(problem.into()),
        }
    });
    let inner = eframe::create_native("tightloop", options(full_screen), create, &event_loop);
    let mut app = Stamped::new(inner, shell.clone());
    event_loop.run_app(&mut app).map_err(|error| Problem::new(format!("the window failed: {error}")))?;
    // eframe comes back without an error where OpenGL cannot start; then nothing was ever set up.
    match shell.borrow_mut().take() {
        Some(Ok(_)) => Ok(()),
        Some(Err(problem)) => Err(problem.into()),
        None => Err(Problem::new("the window could not start: this display offers no usable OpenGL")
            .todo("install Mesa's software renderer (on Debian: libgl1), or set LIBGL_ALWAYS_SOFTWARE=1")
            .into()),
    }
}

/// Whether there is a display to open a window on.
fn has_display() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(all(unix, not(target_os = "macos")))
        || ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"].into_iter().any(set)
}

fn options(full_screen: bool) -> eframe::NativeOptions {
    let viewport = egui::ViewportBuilder::default()
        .with_title("Tightloop")
        .with_app_id("tightloop")
        .with_inner_size(size::WINDOW)
        .with_min_inner_size(size::WINDOW_MIN)
        .with_fullscreen(full_screen);
    eframe::NativeOptions { viewport, persist_window: false, ..Default::default() }
}

fn set_up(
    context: &eframe::CreationContext<'_>,
    start: Start,
    look: Look,
    library: Arc<Library>,
) -> Outcome<Shell> {
    let ctx = context.egui_ctx.clone();
    theme::install(&ctx);
    let pages = if look.dark { ThemePreference::Dark } else { ThemePreference::Light };
    let station = station(context);
    match start {
        Start::Lab(folder) => {
            let lab = LabState::new(folder, library.clone());
            Ok(Shell::new(Some(lab), library, station, pages, ctx))
        }
        Start::Participant { study, participant } => {
            let mut shell = Shell::new(None, library, station, pages, ctx);
            shell.enter(&study, &participant)?;
            Ok(shell)
        }
    }
}

/// What this session runs on.
fn station(context: &eframe::CreationContext<'_>) -> Station {
    let mut station = Station::here();
    if let Some(window) = context.winit_window() {
        station.scale = Some(window.scale_factor() as f32);
        if let Some(monitor) = window.current_monitor().or_else(|| window.available_monitors().next()) {
            let size = monitor.size();
            station.display = Some(format!("{}x{}", size.width, size.height));
            station.refresh_hz = monitor.refresh_rate_millihertz().map(|millihertz| millihertz as f32 / 1e3);
        }
    }
    station.renderer = context.gl.as_ref().map(|gl| {
        use eframe::glow::HasContext as _;
        let version = gl.version();
        format!("OpenGL {}.{} {}", version.major, version.minor, version.vendor_info).trim().to_owned()
    });
    station
}
