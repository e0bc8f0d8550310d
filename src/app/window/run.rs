//! A window, opened and run until it is closed.

use super::NoWindow;
use super::arrivals::Arrived;
use super::guard::guarded;
use super::stamped::Stamped;
use super::witness::Witness;
use crate::app::theme::size;
use crate::problem::{Outcome, Problem};
use egui::{RawInput, Ui};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Instant;
use winit::event_loop::EventLoop;

/// What is in a window: drawn by egui, and told by the event loop when things arrive and frames are on the display.
pub(in crate::app) trait Content {
    /// A key, a click or a change of focus arrived.
    fn arrived(&mut self, what: Arrived, at: Instant);
    /// Something arrived that makes another frame needed.
    fn wants_frame(&mut self, at: Instant);
    /// The window may have been moved, resized, or put on another display.
    fn moved(&mut self);
    /// A frame is about to be drawn.
    fn frame_begins(&mut self, at: Instant);
    /// It is on the display.
    fn frame_ends(&mut self, at: Instant);
    /// Before egui sees a frame's events.
    fn filter(&mut self, raw: &mut RawInput);
    /// Draws a frame.
    fn ui(&mut self, ui: &mut Ui, frame: &eframe::Frame);
}

/// Content that both eframe and the event loop around it hold.
pub(super) type Shared<C> = Rc<RefCell<C>>;

/// It, once eframe has made a window for it.
pub(super) type Made<C> = Rc<RefCell<Option<Outcome<Shared<C>>>>>;

/// Opens a window, puts what `make` gives into it, and gives that back when the window is closed.
///
/// # Errors
/// [`NoWindow`]: no display, no OpenGL, or what `make` says.
pub(in crate::app) fn run<C: Content + 'static>(
    full_screen: bool,
    make: impl FnOnce(&eframe::CreationContext<'_>) -> Outcome<C>,
) -> Result<Rc<RefCell<C>>, NoWindow> {
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
    let content = Made::<C>::default();
    let made = content.clone();
    let create = Box::new(move |context: &eframe::CreationContext<'_>| {
        let outcome = make(context).map(|content| Rc::new(RefCell::new(content)));
        *made.borrow_mut() = Some(outcome.clone());
        match outcome {
            Ok(content) => Ok(Box::new(Drawn(content)) as Box<dyn eframe::App>),
            Err(problem) => Err(problem.into()),
        }
    });
    let inner = eframe::create_native("tightloop", options(full_screen), create, &event_loop);
    let mut app = Stamped::new(inner, content.clone(), witness(&event_loop));
    guarded(move || event_loop.run_app(&mut app))?
        .map_err(|error| Problem::new(format!("the window failed: {error}")))?;
    // eframe comes back without an error where OpenGL cannot start; then nothing was ever set up.
    match content.borrow_mut().take() {
        Some(outcome) => outcome.map_err(NoWindow::from),
        None => Err(Problem::new("the window could not start: this display offers no usable OpenGL")
            .todo("install Mesa's software renderer (on Debian: libgl1), or set LIBGL_ALWAYS_SOFTWARE=1")
            .into()),
    }
}

/// Where the window is on an X server: a thread that stamps what is pressed.
fn witness(event_loop: &EventLoop<eframe::UserEvent>) -> Option<Witness> {
    #[cfg(target_os = "linux")]
    {
        use winit::platform::x11::EventLoopExtX11 as _;
        event_loop.is_x11().then(Witness::start).flatten()
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = event_loop;
        Witness::start()
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

/// The content as eframe sees it.
struct Drawn<C>(Shared<C>);

impl<C: Content> eframe::App for Drawn<C> {
    fn raw_input_hook(&mut self, _ctx: &egui::Context, raw: &mut RawInput) {
        self.0.borrow_mut().filter(raw);
    }

    fn ui(&mut self, ui: &mut Ui, frame: &mut eframe::Frame) {
        self.0.borrow_mut().ui(ui, frame);
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }

    fn persist_egui_memory(&self) -> bool {
        false
    }
}
