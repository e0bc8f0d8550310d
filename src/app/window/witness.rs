//! Stamps that do not wait for frames.
//!
//! The event loop takes in what arrived only between two frames, and a frame that waits for its swap keeps it from doing
//! so for up to a refresh interval: while the pointer moves, a key's stamp would come 7 ms late by the median. So on an X
//! server a thread with a connection of its own is told of every press at the same time as the window is, and does nothing
//! but look at the clock. When the press comes through the event loop, its stamp is the one that the thread took.
//!
//! The thread is told of presses in other programs' windows too; it keeps a key's number for a quarter of a second, in
//! memory, and nothing more. Elsewhere than on X the event loop's own stamp stays the best there is.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a press is waited for: longer than any frame, shorter than a finger takes to press one key twice by mistake.
const KEPT: Duration = Duration::from_millis(250);
/// More than that at once is no person.
const MOST: usize = 64;

/// What was pressed, by its number on the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press {
    /// A key went down.
    Key(u32),
    /// The pointer's main button went down.
    ButtonDown,
    /// It was let go.
    ButtonUp,
}

/// What a thread saw, and what the event loop has asked for.
#[derive(Debug, Default)]
struct Seen {
    presses: VecDeque<(Press, Instant)>,
    /// Presses that came through the event loop before the thread had seen them: those are to be passed over.
    ahead: Vec<(Press, Instant)>,
}

impl Seen {
    fn saw(&mut self, press: Press, at: Instant) {
        if let Some(place) = self.ahead.iter().position(|(named, since)| *named == press && fresh(*since, at))
        {
            self.ahead.remove(place);
            return;
        }
        if self.presses.len() == MOST {
            self.presses.pop_front();
        }
        self.presses.push_back((press, at));
    }

    /// The stamp of a press that came through the event loop at `at`.
    fn stamp(&mut self, press: Press, at: Instant) -> Instant {
        self.presses.retain(|(_, seen)| fresh(*seen, at));
        self.ahead.retain(|(_, since)| fresh(*since, at));
        let place = self.presses.iter().position(|(named, _)| *named == press);
        match place.and_then(|place| self.presses.remove(place)) {
            Some((_, seen)) => seen.min(at),
            None => {
                self.ahead.push((press, at));
                at
            }
        }
    }
}

fn fresh(then: Instant, now: Instant) -> bool {
    now.saturating_duration_since(then) < KEPT
}

/// The thread's view, as the event loop asks it.
#[derive(Debug, Clone)]
pub struct Witness {
    seen: Arc<Mutex<Seen>>,
}

impl Witness {
    /// None where this is no X server, or one that does not tell of presses by themselves.
    #[cfg(target_os = "linux")]
    pub fn start() -> Option<Self> {
        x11::start()
    }

    /// See the Linux version: elsewhere there is none.
    #[cfg(not(target_os = "linux"))]
    pub fn start() -> Option<Self> {
        None
    }

    /// When `press`, which came through the event loop at `at`, reached this program.
    pub fn stamp(&self, press: Press, at: Instant) -> Instant {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).stamp(press, at)
    }

    /// The window has the keyboard since about `at`: what was pressed before that was meant for another one.
    pub fn forget_before(&self, at: Instant) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let old = |then: Instant| at.saturating_duration_since(then) > KEPT / 5;
        seen.presses.retain(|(_, then)| !old(*then));
    }
}

#[cfg(target_os = "linux")]
mod x11 {
    use super::{Press, Seen, Witness};
    use std::sync::{Arc, Mutex, PoisonError};
    use std::time::Instant;
    use x11rb::connection::Connection as _;
    use x11rb::protocol::Event;
    use x11rb::protocol::xinput::{ConnectionExt as _, Device, EventMask, XIEventMask};
    use x11rb::rust_connection::RustConnection;

    pub(super) fn start() -> Option<Witness> {
        let server = connect()?;
        let seen = Arc::new(Mutex::new(Seen::default()));
        let told = Arc::downgrade(&seen);
        std::thread::Builder::new()
            .name("witness".to_owned())
            .spawn(move || {
                while let Ok(event) = server.wait_for_event() {
                    let at = Instant::now();
                    let Some(press) = press(&event) else { continue };
                    // The window is gone.
                    let Some(seen) = told.upgrade() else { return };
                    seen.lock().unwrap_or_else(PoisonError::into_inner).saw(press, at);
                }
            })
            .ok()?;
        Some(Witness { seen })
    }

    fn connect() -> Option<RustConnection> {
        let (server, screen) = x11rb::connect(None).ok()?;
        let root = server.setup().roots.get(screen)?.root;
        server.xinput_xi_query_version(2, 2).ok()?.reply().ok()?;
        let mask =
            XIEventMask::RAW_KEY_PRESS | XIEventMask::RAW_BUTTON_PRESS | XIEventMask::RAW_BUTTON_RELEASE;
        let all = EventMask { deviceid: Device::ALL_MASTER.into(), mask: vec![mask] };
        server.xinput_xi_select_events(root, &[all]).ok()?.check().ok()?;
        Some(server)
    }

    fn press(event: &Event) -> Option<Press> {
        match event {
            Event::XinputRawKeyPress(key) => Some(Press::Key(key.detail)),
            Event::XinputRawButtonPress(button) if button.detail == 1 => Some(Press::ButtonDown),
            Event::XinputRawButtonRelease(button) if button.detail == 1 => Some(Press::ButtonUp),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const J: Press = Press::Key(44);
    const K: Press = Press::Key(45);

    struct Told {
        start: Instant,
        seen: Seen,
    }

    impl Told {
        fn new() -> Self {
            Self { start: Instant::now(), seen: Seen::default() }
        }

        fn at(&self, millis: u64) -> Instant {
            self.start + Duration::from_millis(millis)
        }

        fn saw(&mut self, press: Press, millis: u64) {
            self.seen.saw(press, self.at(millis));
        }

        fn stamp(&mut self, press: Press, millis: u64) -> u128 {
            self.seen.stamp(press, self.at(millis)).duration_since(self.start).as_millis()
        }
    }

    #[test]
    fn presses_that_wait_for_a_frame_keep_their_own_stamps_in_order() {
        let mut told = Told::new();
        told.saw(J, 1);
        told.saw(K, 4);
        told.saw(J, 9);
        assert_eq!((told.stamp(J, 16), told.stamp(K, 16), told.stamp(J, 16)), (1, 4, 9));
    }

    #[test]
    fn a_press_that_the_thread_sees_late_is_not_taken_for_the_next_one() {
        let mut told = Told::new();
        assert_eq!(told.stamp(J, 10), 10, "the event loop was quicker");
        told.saw(J, 11);
        told.saw(J, 80);
        assert_eq!(told.stamp(J, 90), 80);
    }

    #[test]
    fn what_was_pressed_elsewhere_is_forgotten() {
        let mut told = Told::new();
        told.saw(J, 0);
        assert_eq!(told.stamp(J, 400), 400, "that one never came to this window");
        told.saw(Press::ButtonUp, 390);
        told.saw(Press::ButtonUp, 700);
        assert_eq!(told.stamp(Press::ButtonUp, 705), 700);
        for millis in 0..200 {
            told.saw(K, 800 + millis);
        }
        assert_eq!(told.seen.presses.len(), MOST);
    }
}
