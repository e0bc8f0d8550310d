//! Where the window is: its size, and the display that it is on.

use crate::session::input::DisplayFacts;
use winit::monitor::MonitorHandle;
use winit::window::Window;

/// A window's place. Two displays of one kind are told apart by their names.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    monitor: Option<String>,
    facts: DisplayFacts,
}

impl Place {
    /// Where `window` is now.
    pub fn of(window: &Window) -> Self {
        let size = window.inner_size();
        let monitor = monitor_of(window);
        Self {
            monitor: monitor.as_ref().and_then(MonitorHandle::name),
            facts: DisplayFacts {
                width_px: size.width,
                height_px: size.height,
                scale: window.scale_factor() as f32,
                refresh_hz: monitor.as_ref().and_then(refresh_hz),
            },
        }
    }

    /// What is recorded of it.
    pub fn facts(&self) -> DisplayFacts {
        self.facts
    }
}

/// The display that `window` is on; the first one where the system does not say.
pub fn monitor_of(window: &Window) -> Option<MonitorHandle> {
    window.current_monitor().or_else(|| window.available_monitors().next())
}

/// A display's refresh rate, hertz; none where the system does not know it.
pub fn refresh_hz(monitor: &MonitorHandle) -> Option<f32> {
    monitor.refresh_rate_millihertz().filter(|rate| *rate > 0).map(|rate| rate as f32 / 1e3)
}
