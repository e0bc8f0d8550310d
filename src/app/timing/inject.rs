//! Presses keys and moves the pointer through the X server's XTEST extension, as if from a keyboard and a mouse, and
//! knows when.

use super::course::Condition;
use egui::Key;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    ConnectionExt as _, InputFocus, KEY_PRESS_EVENT, KEY_RELEASE_EVENT, MOTION_NOTIFY_EVENT,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

/// Keys come this far apart: a quick typist's pace.
const APART_MILLIS: std::ops::Range<u64> = 60..120;
/// A key stays down this long.
const DOWN: Duration = Duration::from_millis(15);
/// A mouse tells 125 times a second where it is.
const MOTION: Duration = Duration::from_millis(8);
/// The pointer moves within this many pixels of the window's middle.
const SWAY: i16 = 120;
/// Before and after the keys, for the page to come to rest.
const REST: Duration = Duration::from_millis(400);

const SHIFT: u32 = 0xffe1;

/// A key as egui names it, and the sign by which the keyboard's map finds it.
type Sign = (Key, u32);

/// What is to be pressed.
#[derive(Debug, Clone, Copy)]
struct Job {
    condition: Condition,
    moving: bool,
    count: u32,
}

/// Something at the keyboard, on a thread of its own.
#[derive(Debug)]
pub(super) struct Injector {
    jobs: Sender<Job>,
    pressed: Receiver<Vec<(Key, Instant)>>,
}

impl Injector {
    /// None where this window is not on an X server that lets programs press keys.
    pub(super) fn at(window: &winit::window::Window, ctx: &egui::Context) -> Option<Self> {
        use winit::raw_window_handle::{HasWindowHandle as _, RawWindowHandle};
        let id = match window.window_handle().ok()?.as_raw() {
            RawWindowHandle::Xlib(handle) => u32::try_from(handle.window).ok()?,
            RawWindowHandle::Xcb(handle) => handle.window.get(),
            _ => return None,
        };
        let keyboard = Keyboard::connect(id)?;
        let (jobs, orders) = channel::<Job>();
        let (tell, pressed) = channel();
        let ctx = ctx.clone();
        std::thread::spawn(move || {
            while let Ok(job) = orders.recv() {
                // Keys that could not be pressed are missing, and counted as such.
                let done = keyboard.press(job).unwrap_or_default();
                if tell.send(done).is_err() {
                    return;
                }
                ctx.request_repaint();
            }
        });
        Some(Self { jobs, pressed })
    }

    /// Begins to press `count` keys.
    pub(super) fn start(&self, condition: Condition, moving: bool, count: u32) {
        // A thread that is gone will never say that it is done, and the window can still be closed.
        let _ = self.jobs.send(Job { condition, moving, count });
    }

    /// What was pressed when, once all of it was.
    pub(super) fn done(&self) -> Option<Vec<(Key, Instant)>> {
        self.pressed.try_recv().ok()
    }
}

struct Keyboard {
    server: RustConnection,
    root: u32,
    window: u32,
}

impl Keyboard {
    fn connect(window: u32) -> Option<Self> {
        let (server, screen) = x11rb::connect(None).ok()?;
        let root = server.setup().roots.get(screen)?.root;
        server.xtest_get_version(2, 2).ok()?.reply().ok()?;
        Some(Self { server, root, window })
    }

    fn press(&self, job: Job) -> Option<Vec<(Key, Instant)>> {
        // Without a window manager nobody gives the window the keyboard.
        self.server.set_input_focus(InputFocus::PARENT, self.window, x11rb::CURRENT_TIME).ok()?;
        let size = self.server.get_geometry(self.window).ok()?.reply().ok()?;
        let middle = (i16::try_from(size.width / 2).ok()?, i16::try_from(size.height / 2).ok()?);
        let corner = self.server.translate_coordinates(self.window, self.root, middle.0, middle.1);
        let corner = corner.ok()?.reply().ok()?;
        let middle = (corner.dst_x, corner.dst_y);
        self.point(middle)?;
        std::thread::sleep(REST);
        let (before, keys, after) = signs(job.condition);
        for sign in before {
            self.tap(self.code(sign.1)?, &mut |until| sleep_until(until))?;
            std::thread::sleep(REST);
        }
        let codes: Option<Vec<(Key, Code)>> =
            keys.iter().map(|(key, sign)| Some((*key, self.code(*sign)?))).collect();
        let codes = codes?;
        let mut pressed = Vec::new();
        let (mut dice, mut step) = (0x9e37_79b9_7f4a_7c15_u64, 0_i16);
        let mut wait = |until: Instant| {
            while job.moving && until.saturating_duration_since(Instant::now()) > MOTION {
                step = (step + 7) % (4 * SWAY);
                let sway = (step - 2 * SWAY).abs() - SWAY;
                self.point((middle.0 + sway, middle.1 + sway / 2));
                std::thread::sleep(MOTION);
            }
            sleep_until(until);
        };
        for (key, code) in codes.iter().cycle().take(job.count as usize) {
            // xorshift: the pace must only not be a beat.
            dice ^= dice << 13;
            dice ^= dice >> 7;
            dice ^= dice << 17;
            let span = APART_MILLIS.end - APART_MILLIS.start;
            wait(Instant::now() + Duration::from_millis(APART_MILLIS.start + dice % span));
            pressed.push((*key, self.tap(*code, &mut wait)?));
        }
        std::thread::sleep(REST);
        for sign in after {
            self.tap(self.code(sign.1)?, &mut |until| sleep_until(until))?;
        }
        std::thread::sleep(REST);
        Some(pressed)
    }

    /// Presses and lets go; gives the moment of the press.
    fn tap(&self, code: Code, wait: &mut impl FnMut(Instant)) -> Option<Instant> {
        if let Some(shift) = code.shift {
            self.fake(KEY_PRESS_EVENT, shift)?;
        }
        let at = Instant::now();
        self.fake(KEY_PRESS_EVENT, code.key)?;
        wait(at + DOWN);
        self.fake(KEY_RELEASE_EVENT, code.key)?;
        if let Some(shift) = code.shift {
            self.fake(KEY_RELEASE_EVENT, shift)?;
        }
        Some(at)
    }

    fn fake(&self, kind: u8, code: u8) -> Option<()> {
        self.server.xtest_fake_input(kind, code, x11rb::CURRENT_TIME, self.root, 0, 0, 0).ok()?;
        self.server.flush().ok()
    }

    fn point(&self, (x, y): (i16, i16)) -> Option<()> {
        self.server.xtest_fake_input(MOTION_NOTIFY_EVENT, 0, x11rb::CURRENT_TIME, self.root, x, y, 0).ok()?;
        self.server.flush().ok()
    }

    /// The key that has `sign` on it, with Shift where it is the upper one.
    fn code(&self, sign: u32) -> Option<Code> {
        let setup = self.server.setup();
        let (first, count) = (setup.min_keycode, setup.max_keycode - setup.min_keycode + 1);
        let map = self.server.get_keyboard_mapping(first, count).ok()?.reply().ok()?;
        let width = usize::from(map.keysyms_per_keycode).max(1);
        let place = |column: usize, wanted: u32| {
            let place = map.keysyms.chunks(width).position(|signs| signs.get(column) == Some(&wanted))?;
            first.checked_add(u8::try_from(place).ok()?)
        };
        let plain = place(0, sign).map(|key| Code { key, shift: None });
        plain.or_else(|| Some(Code { key: place(1, sign)?, shift: Some(place(0, SHIFT)?) }))
    }
}

/// A key of the keyboard, and Shift where that is to be held.
#[derive(Debug, Clone, Copy)]
struct Code {
    key: u8,
    shift: Option<u8>,
}

fn sleep_until(until: Instant) {
    std::thread::sleep(until.saturating_duration_since(Instant::now()));
}

/// What is pressed before, over and over, and after. None of these keys answers the review.
fn signs(condition: Condition) -> (Vec<Sign>, Vec<Sign>, Vec<Sign>) {
    use Key::{
        ArrowDown, ArrowUp, Backspace, E, Escape, G, I, J, K, N, PageDown, PageUp, S, Slash, Space, T,
    };
    let sign = |key: Key| match key {
        ArrowDown => 0xff54,
        ArrowUp => 0xff52,
        PageDown => 0xff56,
        PageUp => 0xff55,
        Backspace => 0xff08,
        Escape => 0xff1b,
        Slash => u32::from(b'/'),
        Space => u32::from(b' '),
        // The letters' signs are those of their small letters.
        letter => letter.name().bytes().next().map_or(0, |byte| u32::from(byte.to_ascii_lowercase())),
    };
    let keys = |keys: &[Key]| keys.iter().map(|key| (*key, sign(*key))).collect();
    match condition {
        Condition::Reading => (vec![], keys(&[Space, J, Space, K]), vec![]),
        Condition::Scrolling => {
            (vec![], keys(&[PageDown, ArrowDown, PageDown, ArrowUp, PageUp, PageUp]), vec![])
        }
        Condition::Typing => {
            let typed = [
                T, E, S, T, I, N, G, Backspace, Backspace, Backspace, Backspace, Backspace, Backspace,
                Backspace,
            ];
            (keys(&[Slash]), keys(&typed), keys(&[Escape]))
        }
        Condition::Rolling => (vec![], keys(&[S]), vec![]),
    }
}
