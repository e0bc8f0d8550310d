//! Holds off the display's sleep while somebody takes part: a page that goes dark in mid-review is no review.
//!
//! Linux: the desktop is asked by `org.freedesktop.ScreenSaver` (GNOME, KDE, most others), and an X server is told to
//! suspend its own screen saver and power saving. Both let go when the connection closes, so a crash leaves nothing behind.
//! macOS and Windows: an assertion of the system's power management. Anywhere else, and where all of these refuse, the
//! display may go to sleep, and the journal's station says so.

#[cfg(target_os = "linux")]
use linux::{Desktop, Server};

/// The display stays awake while this lives, as far as the system lets it.
#[derive(Default)]
pub struct Awake {
    #[cfg(target_os = "linux")]
    desktop: Option<Desktop>,
    #[cfg(target_os = "linux")]
    server: Option<Server>,
    #[cfg(any(target_os = "macos", windows))]
    system: Option<keepawake::KeepAwake>,
}

impl Awake {
    /// Asks whoever there is to ask. Returns within half a second, whatever they do.
    pub fn hold() -> Self {
        Self {
            #[cfg(target_os = "linux")]
            desktop: linux::ask_desktop(),
            #[cfg(target_os = "linux")]
            server: linux::tell_server(),
            #[cfg(any(target_os = "macos", windows))]
            system: keepawake::Builder::default()
                .display(true)
                .idle(true)
                .reason(REASON)
                .app_name("Tightloop")
                .create()
                .ok(),
        }
    }

    /// Whether somebody said yes.
    pub fn is_held(&self) -> bool {
        #[cfg(target_os = "linux")]
        let held = self.desktop.is_some() || self.server.is_some();
        #[cfg(any(target_os = "macos", windows))]
        let held = self.system.is_some();
        #[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
        let held = false;
        held
    }
}

impl std::fmt::Debug for Awake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Awake").field("held", &self.is_held()).finish()
    }
}

/// What the system may show to somebody who asks why the display does not sleep.
#[cfg(any(target_os = "linux", target_os = "macos", windows))]
const REASON: &str = "a participant's session";

#[cfg(target_os = "linux")]
mod linux {
    use std::sync::mpsc::channel;
    use std::time::Duration;
    use x11rb::connection::Connection as _;
    use x11rb::protocol::screensaver::ConnectionExt as _;
    use x11rb::rust_connection::RustConnection;

    /// A desktop that does not answer is not waited for.
    const PATIENCE: Duration = Duration::from_millis(400);
    const SCREEN_SAVER: &str = "org.freedesktop.ScreenSaver";

    /// The connection that the desktop's promise lives as long as.
    pub(super) type Desktop = zbus::blocking::Connection;
    /// The connection that the X server's promise lives as long as.
    pub(super) type Server = RustConnection;

    /// Asks on a thread of its own: connecting to a bus has no time limit.
    pub(super) fn ask_desktop() -> Option<Desktop> {
        let (sender, answer) = channel();
        std::thread::spawn(move || {
            // Nobody may be waiting any more; then the connection closes, and the promise with it.
            let _ = sender.send(inhibit());
        });
        answer.recv_timeout(PATIENCE).ok()?.ok()
    }

    fn inhibit() -> zbus::Result<Desktop> {
        let bus = zbus::blocking::connection::Builder::session()?.method_timeout(PATIENCE).build()?;
        let said = ("Tightloop", super::REASON);
        bus.call_method(
            Some(SCREEN_SAVER),
            "/org/freedesktop/ScreenSaver",
            Some(SCREEN_SAVER),
            "Inhibit",
            &said,
        )?;
        Ok(bus)
    }

    /// None where the session does not run on an X server, or on one without the extension.
    pub(super) fn tell_server() -> Option<Server> {
        // Under Wayland the X server is a guest that does not rule the display.
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        if set("WAYLAND_DISPLAY") || set("WAYLAND_SOCKET") {
            return None;
        }
        let (server, _) = x11rb::connect(None).ok()?;
        server.screensaver_query_version(1, 1).ok()?.reply().ok()?;
        server.screensaver_suspend(1).ok()?.check().ok()?;
        server.flush().ok()?;
        Some(server)
    }
}
