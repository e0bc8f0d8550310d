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
/// From the display's lower edge to the middle of the answers.
const ABOVE_EDGE: i16 = 36;

pub(crate) struct Onlooker {
    stop: Arc<AtomicBool>,
    watching: JoinHandle<Vec<u64>>,
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
            let (mut last, mut changes) = (look(), Vec::new());
            while !told.load(Ordering::Relaxed) {
                let now = look();
                if now != last {
                    changes.push(monotonic_nanos());
                    last = now;
                }
                std::thread::sleep(EVERY);
            }
            changes
        });
        Self { stop, watching }
    }

    /// CLOCK_MONOTONIC of every change, nanoseconds.
    pub(crate) fn stop(self) -> Vec<u64> {
        self.stop.store(true, Ordering::Relaxed);
        self.watching.join().unwrap()
    }
}
