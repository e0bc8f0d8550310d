//! Keys and clicks, injected through XTEST as if from a keyboard and a mouse.

use crate::display::Display;
use std::time::Duration;
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    BUTTON_PRESS_EVENT, BUTTON_RELEASE_EVENT, ClientMessageEvent, ConfigureWindowAux, ConnectionExt as _,
    EventMask, InputFocus, KEY_PRESS_EVENT, KEY_RELEASE_EVENT, MOTION_NOTIFY_EVENT, MapState, Window,
};
use x11rb::protocol::xtest::ConnectionExt as _;

impl Display {
    /// Gives the keyboard to the only mapped top-level window; there is no window manager to do it.
    pub(crate) fn focus_the_window(&self) -> bool {
        let Some((window, _)) = self.window() else { return false };
        self.connection.set_input_focus(InputFocus::PARENT, window, x11rb::CURRENT_TIME).unwrap();
        self.connection.flush().unwrap();
        true
    }

    /// Takes the keyboard away from the window: keys go nowhere.
    pub(crate) fn focus_nothing(&self) {
        self.connection.set_input_focus(InputFocus::NONE, x11rb::NONE, x11rb::CURRENT_TIME).unwrap();
        self.connection.flush().unwrap();
    }

    /// Gives the window another size.
    pub(crate) fn resize_the_window(&self, width: u32, height: u32) {
        let (window, _) = self.window().expect("the window is there");
        let size = ConfigureWindowAux::new().width(width).height(height);
        self.connection.configure_window(window, &size).unwrap();
        self.connection.flush().unwrap();
    }

    /// Asks the window to close, as a window manager does.
    pub(crate) fn close_the_window(&self) {
        let (window, _) = self.window().expect("the window is there");
        let atom = |name: &[u8]| self.connection.intern_atom(false, name).unwrap().reply().unwrap().atom;
        let asked = [atom(b"WM_DELETE_WINDOW"), x11rb::CURRENT_TIME, 0, 0, 0];
        let message = ClientMessageEvent::new(32, window, atom(b"WM_PROTOCOLS"), asked);
        self.connection.send_event(false, window, EventMask::NO_EVENT, message).unwrap();
        self.connection.flush().unwrap();
    }

    /// Width and height of the only mapped top-level window, pixels.
    pub(crate) fn window_size(&self) -> [f32; 2] {
        self.window().expect("the window is there").1
    }

    fn window(&self) -> Option<(Window, [f32; 2])> {
        let children = self.connection.query_tree(self.root).unwrap().reply().unwrap().children;
        children.into_iter().find_map(|window| {
            let attributes = self.connection.get_window_attributes(window).ok()?.reply().ok()?;
            let size = self.connection.get_geometry(window).ok()?.reply().ok()?;
            let shown = attributes.map_state == MapState::VIEWABLE && size.width > 300 && size.height > 200;
            shown.then_some((window, [f32::from(size.width), f32::from(size.height)]))
        })
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

    /// Presses a key and holds it down for as long as `meanwhile` takes: the X server repeats it.
    pub(crate) fn hold(&self, keysym: u32, meanwhile: impl FnOnce()) {
        let keycode = self.keycode(keysym);
        self.fake(KEY_PRESS_EVENT, keycode, 0, 0);
        meanwhile();
        self.fake(KEY_RELEASE_EVENT, keycode, 0, 0);
    }

    /// Clicks twice where the pointer is, as fast as a person double clicks.
    pub(crate) fn double_click(&self) {
        for _ in 0..2 {
            self.fake(BUTTON_PRESS_EVENT, 1, 0, 0);
            std::thread::sleep(Duration::from_millis(30));
            self.fake(BUTTON_RELEASE_EVENT, 1, 0, 0);
            std::thread::sleep(Duration::from_millis(60));
        }
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
}

/// CLOCK_MONOTONIC, the clock behind `Instant` on Linux, nanoseconds.
pub(crate) fn monotonic_nanos() -> u64 {
    let text = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    u64::try_from(text.tv_sec).unwrap() * 1_000_000_000 + u64::try_from(text.tv_nsec).unwrap()
}
