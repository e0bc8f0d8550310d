//! The event loop around eframe's: writes down when things arrive, and when a frame is on the display.
//!
//! egui's events carry no time and winit does not expose the display server's. The moment at which an event reaches
//! this program is the best stamp there is. On an X server a thread takes it (see [`super::witness`]); elsewhere the event
//! loop does, before anything else sees the event, and then a key that comes while a frame is drawn waits for that frame.
//! `tightloop timing` measures both. What keyboard and display add on top of that needs hardware to measure.

use super::arrivals::{Arrived, key_of};
use super::run::{Content, Made};
use super::witness::{Press, Witness};
use eframe::{EframeWinitApplication, UserEvent};
use std::time::Instant;
use winit::application::ApplicationHandler;
use winit::event::{DeviceEvent, DeviceId, ElementState, MouseButton, StartCause, TouchPhase, WindowEvent};
use winit::event_loop::ActiveEventLoop;
use winit::window::WindowId;

/// eframe's application, watched.
pub(super) struct Stamped<'a, C> {
    inner: EframeWinitApplication<'a>,
    content: Made<C>,
    witness: Option<Witness>,
}

impl<'a, C: Content> Stamped<'a, C> {
    /// Watches `inner` on behalf of `content`.
    pub(super) fn new(inner: EframeWinitApplication<'a>, content: Made<C>, witness: Option<Witness>) -> Self {
        Self { inner, content, witness }
    }

    /// When an event that came through the event loop at `at` reached this program.
    fn stamp(&self, event: &WindowEvent, at: Instant) -> Instant {
        match (&self.witness, press(event)) {
            (Some(witness), Some(press)) => witness.stamp(press, at),
            _ => at,
        }
    }

    fn tell(&self, tell: impl FnOnce(&mut C)) {
        if let Some(Ok(content)) = &*self.content.borrow() {
            tell(&mut content.borrow_mut());
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

/// The press that a witness saw as well.
fn press(event: &WindowEvent) -> Option<Press> {
    match event {
        WindowEvent::KeyboardInput { event, is_synthetic: false, .. }
            if event.state == ElementState::Pressed && !event.repeat =>
        {
            // An X server counts its keys from 8.
            scancode(event).map(|code| Press::Key(code + 8))
        }
        WindowEvent::MouseInput { state, button: MouseButton::Left, .. } => Some(match state {
            ElementState::Pressed => Press::ButtonDown,
            ElementState::Released => Press::ButtonUp,
        }),
        _ => None,
    }
}

#[cfg(target_os = "linux")]
fn scancode(event: &winit::event::KeyEvent) -> Option<u32> {
    use winit::platform::scancode::PhysicalKeyExtScancode as _;
    event.physical_key.to_scancode()
}

/// Elsewhere nobody asks.
#[cfg(not(target_os = "linux"))]
fn scancode(_event: &winit::event::KeyEvent) -> Option<u32> {
    None
}

/// Whether an event makes egui draw another frame.
fn wants_frame(event: &WindowEvent) -> bool {
    !matches!(
        event,
        WindowEvent::RedrawRequested
            | WindowEvent::ActivationTokenDone { .. }
            | WindowEvent::AxisMotion { .. }
            | WindowEvent::DoubleTapGesture { .. }
    )
}

/// Whether the window may be somewhere else after it.
fn moves(event: &WindowEvent) -> bool {
    matches!(
        event,
        WindowEvent::Resized(_)
            | WindowEvent::Moved(_)
            | WindowEvent::ScaleFactorChanged { .. }
            | WindowEvent::Focused(_)
            | WindowEvent::Occluded(_)
    )
}

impl<C: Content> ApplicationHandler<UserEvent> for Stamped<'_, C> {
    fn window_event(&mut self, event_loop: &ActiveEventLoop, id: WindowId, event: WindowEvent) {
        let at = Instant::now();
        if let Some(what) = arrived(&event) {
            let stamp = self.stamp(&event, at);
            self.tell(|content| content.arrived(what, stamp));
        }
        if let (WindowEvent::Focused(true), Some(witness)) = (&event, &self.witness) {
            witness.forget_before(at);
        }
        if wants_frame(&event) {
            self.tell(|content| content.wants_frame(at));
        }
        if moves(&event) {
            self.tell(C::moved);
        }
        let redraws = event == WindowEvent::RedrawRequested;
        if redraws {
            self.tell(|content| content.frame_begins(at));
        }
        self.inner.window_event(event_loop, id, event);
        if redraws {
            // eframe swaps the buffers before it returns.
            let at = Instant::now();
            self.tell(|content| content.frame_ends(at));
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
