//! The event loop around eframe's: writes down when things arrive, and when a frame is on the display.
//!
//! egui's events carry no time and winit does not expose the display server's. The moment at which an event reaches
//! this program is the best stamp there is: measured against injected key presses it lags 0.3 ms (median) behind,
//! where a stamp taken inside a frame lags 0.7 ms at rest and up to 10 ms while the pointer moves.
//! What keyboard and display add on top of that needs hardware to measure.

use super::arrivals::{Arrived, key_of};
use super::shell::Shell;
use crate::problem::Outcome;
use eframe::{EframeWinitApplication, UserEvent};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Instant;
use winit::application::ApplicationHandler;
use winit::event::{DeviceEvent, DeviceId, ElementState, MouseButton, StartCause, TouchPhase, WindowEvent};
use winit::event_loop::ActiveEventLoop;
use winit::window::WindowId;

/// The shell, once eframe has made a window for it.
pub(super) type Made = Rc<RefCell<Option<Outcome<Rc<RefCell<Shell>>>>>>;

/// eframe's application, watched.
pub(super) struct Stamped<'a> {
    inner: EframeWinitApplication<'a>,
    shell: Made,
}

impl<'a> Stamped<'a> {
    /// Watches `inner` on behalf of `shell`.
    pub(super) fn new(inner: EframeWinitApplication<'a>, shell: Made) -> Self {
        Self { inner, shell }
    }

    fn tell(&self, tell: impl FnOnce(&mut Shell)) {
        if let Some(Ok(shell)) = &*self.shell.borrow() {
            tell(&mut shell.borrow_mut());
        }
    }
}

/// What of an event is written down.
fn arrived(event: &WindowEvent) -> Option<Arrived> {
    match event {
        WindowEvent::KeyboardInput { event, is_synthetic: false, .. }
            if event.state == ElementState::Pressed && !event.repeat =>
        {
            key_of(event).map(Arrived::Key)
        }
        WindowEvent::MouseInput { state, button: MouseButton::Left, .. } => Some(match state {
            ElementState::Pressed => Arrived::PointerDown,
            ElementState::Released => Arrived::PointerUp,
        }),
        WindowEvent::Touch(touch) => match touch.phase {
            TouchPhase::Started => Some(Arrived::PointerDown),
            TouchPhase::Ended => Some(Arrived::PointerUp),
            _ => None,
        },
        WindowEvent::Focused(has) => Some(Arrived::Focus(*has)),
        _ => None,
    }
}

impl ApplicationHandler<UserEvent> for Stamped<'_> {
    fn window_event(&mut self, event_loop: &ActiveEventLoop, id: WindowId, event: WindowEvent) {
        let at = Instant::now();
        if let Some(what) = arrived(&event) {
            self.tell(|shell| shell.arrived(what, at));
        }
        let redraws = event == WindowEvent::RedrawRequested;
        if redraws {
            self.tell(|shell| shell.frame_begins(at));
        }
        self.inner.window_event(event_loop, id, event);
        if redraws {
            // eframe swaps the buffers before it returns.
            let at = Instant::now();
            self.tell(|shell| shell.frame_ends(at));
        }
    }

    fn new_events(&mut self, event_loop: &ActiveEventLoop, cause: StartCause) {
        self.inner.new_events(event_loop, cause);
    }
    fn resumed(&mut self, event_loop: &ActiveEventLoop) {
        self.inner.resumed(event_loop);
    }
    fn user_event(&mut self, event_loop: &ActiveEventLoop, event: UserEvent) {
        self.inner.user_event(event_loop, event);
    }
    fn device_event(&mut self, event_loop: &ActiveEventLoop, id: DeviceId, event: DeviceEvent) {
        self.inner.device_event(event_loop, id, event);
    }
    fn about_to_wait(&mut self, event_loop: &ActiveEventLoop) {
        self.inner.about_to_wait(event_loop);
    }
    fn suspended(&mut self, event_loop: &ActiveEventLoop) {
        self.inner.suspended(event_loop);
    }
    fn exiting(&mut self, event_loop: &ActiveEventLoop) {
        self.inner.exiting(event_loop);
    }
    fn memory_warning(&mut self, event_loop: &ActiveEventLoop) {
        self.inner.memory_warning(event_loop);
    }
}
