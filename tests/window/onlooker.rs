//! Someone who watches the display and writes down when its lower edge, where every page has its answers, changed.

use crate::display::{Display, HEIGHT, WIDTH};
use crate::input::monotonic_nanos;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;
use x11rb::protocol::xproto::{ConnectionExt as _, ImageFormat};

/// Rows of pixels watched, and how often: often enough to be right within 2 ms.
const ROWS: u16 = 12;
const EVERY: Duration = Duration::from_micros(1500);
/// From the display's lower edge to the middle of the answers, which have the line for stopping below them.
const ABOVE_EDGE: i16 = 70;

/// A change: it came after the one look and before the other, CLOCK_MONOTONIC, nanoseconds. On a busy machine an
/// onlooker looks away now and then.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Change {
    after: u64,
    before: u64,
}

impl Change {
    /// How far a moment is from this change, as far as it is known, nanoseconds.
    pub(crate) fn apart_from(self, moment: u64) -> u64 {
        self.after.saturating_sub(moment).max(moment.saturating_sub(self.before))
    }

    /// How long the onlooker looked away, nanoseconds.
    pub(crate) fn unknown(self) -> u64 {
        self.before - self.after
    }
}

pub(crate) struct Onlooker {
    stop: Arc<AtomicBool>,
    watching: JoinHandle<Vec<Change>>,
}

impl Onlooker {
    pub(crate) fn watch(display: &Display) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let (name, told) = (display.name.clone(), stop.clone());
        let watching = std::thread::spawn(move || {
            use x11rb::connection::Connection as _;
            let (connection, screen) = x11rb::connect(Some(&name)).unwrap();
            let root = connection.setup().roots[screen].root;
            let look = || {
                let top = HEIGHT as i16 - ABOVE_EDGE;
                let image = connection.get_image(ImageFormat::Z_PIXMAP, root, 0, top, WIDTH, ROWS, !0);
                image.unwrap().reply().unwrap().data
            };
            let (mut after, mut last, mut changes) = (monotonic_nanos(), look(), Vec::new());
            while !told.load(Ordering::Relaxed) {
                let asked = monotonic_nanos();
                let now = look();
                if now != last {
                    changes.push(Change { after, before: monotonic_nanos() });
                    last = now;
                }
                after = asked;
                std::thread::sleep(EVERY);
            }
            changes
        });
        Self { stop, watching }
    }

    /// Every change.
    pub(crate) fn stop(self) -> Vec<Change> {
        self.stop.store(true, Ordering::Relaxed);
        self.watching.join().unwrap()
    }
}
