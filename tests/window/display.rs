//! A private X display: Xvfb on a free number, keys and clicks through XTEST, pixels read back.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    BUTTON_PRESS_EVENT, BUTTON_RELEASE_EVENT, ConnectionExt as _, ImageFormat, InputFocus, KEY_PRESS_EVENT,
    KEY_RELEASE_EVENT, MOTION_NOTIFY_EVENT, MapState, Window,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

pub(crate) const WIDTH: u16 = 1280;
pub(crate) const HEIGHT: u16 = 800;

pub(crate) struct Display {
    xvfb: Child,
    pub(crate) name: String,
    connection: RustConnection,
    root: Window,
}

impl Display {
    /// Starts Xvfb on a display number that it picks itself.
    pub(crate) fn start() -> Self {
        let mut xvfb = Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                &format!("{WIDTH}x{HEIGHT}x24"),
                "-nolisten",
                "tcp",
                "-noreset",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is installed (`.ci/run` installs it)");
        let mut line = String::new();
        let stdout = xvfb.stdout.take().expect("piped");
        BufReader::new(stdout).read_line(&mut line).expect("Xvfb says its display number");
        let name = format!(":{}", line.trim());
        let (connection, screen) = x11rb::connect(Some(&name)).expect("the display answers");
        let root = connection.setup().roots[screen].root;
        Self { xvfb, name, connection, root }
    }

    /// Gives the keyboard to the only mapped top-level window; there is no window manager to do it.
    pub(crate) fn focus_the_window(&self) -> bool {
        let children = self.connection.query_tree(self.root).unwrap().reply().unwrap().children;
        for window in children {
            let Ok(Ok(attributes)) = self.connection.get_window_attributes(window).map(|c| c.reply()) else {
                continue;
            };
            let large = self
                .connection
                .get_geometry(window)
                .ok()
                .and_then(|c| c.reply().ok())
                .is_some_and(|g| g.width > 300 && g.height > 200);
            if attributes.map_state == MapState::VIEWABLE && large {
                self.connection.set_input_focus(InputFocus::PARENT, window, x11rb::CURRENT_TIME).unwrap();
                self.connection.flush().unwrap();
                return true;
            }
        }
        false
    }

    /// Presses and releases a key; gives CLOCK_MONOTONIC at the press, nanoseconds.
    pub(crate) fn key(&self, keysym: u32) -> u64 {
        let keycode = self.keycode(keysym);
        let at_nanos = monotonic_nanos();
        self.fake(KEY_PRESS_EVENT, keycode, 0, 0);
        std::thread::sleep(Duration::from_millis(12));
        self.fake(KEY_RELEASE_EVENT, keycode, 0, 0);
        at_nanos
    }

    /// Moves the pointer there and clicks; gives CLOCK_MONOTONIC at the press, nanoseconds.
    pub(crate) fn click(&self, x: i16, y: i16) -> u64 {
        self.fake(MOTION_NOTIFY_EVENT, 0, x, y);
        std::thread::sleep(Duration::from_millis(40));
        let at_nanos = monotonic_nanos();
        self.fake(BUTTON_PRESS_EVENT, 1, 0, 0);
        std::thread::sleep(Duration::from_millis(12));
        self.fake(BUTTON_RELEASE_EVENT, 1, 0, 0);
        at_nanos
    }

    pub(crate) fn point(&self, x: i16, y: i16) {
        self.fake(MOTION_NOTIFY_EVENT, 0, x, y);
    }

    fn fake(&self, kind: u8, detail: u8, x: i16, y: i16) {
        self.connection.xtest_fake_input(kind, detail, 0, self.root, x, y, 0).unwrap();
        self.connection.flush().unwrap();
    }

    fn keycode(&self, keysym: u32) -> u8 {
        let setup = self.connection.setup();
        let (first, count) = (setup.min_keycode, setup.max_keycode - setup.min_keycode + 1);
        let mapping = self.connection.get_keyboard_mapping(first, count).unwrap().reply().unwrap();
        let width = usize::from(mapping.keysyms_per_keycode);
        let place = mapping.keysyms.chunks(width).position(|syms| syms.first() == Some(&keysym));
        first + u8::try_from(place.expect("the keyboard has this key")).unwrap()
    }

    /// The display's pixels, four bytes each (BGRX), row by row.
    pub(crate) fn pixels(&self, x: i16, y: i16, width: u16, height: u16) -> Vec<u8> {
        self.connection
            .get_image(ImageFormat::Z_PIXMAP, self.root, x, y, width, height, !0)
            .unwrap()
            .reply()
            .unwrap()
            .data
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.xvfb.kill();
        let _ = self.xvfb.wait();
    }
}

/// CLOCK_MONOTONIC, the clock behind `Instant` on Linux, nanoseconds.
pub(crate) fn monotonic_nanos() -> u64 {
    let text = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    u64::try_from(text.tv_sec).unwrap() * 1_000_000_000 + u64::try_from(text.tv_nsec).unwrap()
}
