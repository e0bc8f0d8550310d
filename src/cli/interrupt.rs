//! Ctrl-C during a fit: it ends between two steps, with one line, and nothing is written. Pressed again, it ends the
//! program at once, as it does everywhere else.

use std::sync::atomic::{AtomicBool, Ordering};

/// Whether it was pressed.
static PRESSED: AtomicBool = AtomicBool::new(false);

/// As long as this lives, the first press is noted instead of ending the program. Where the system does not let a
/// program do that, nothing changes.
pub(super) struct Listening;

impl Listening {
    pub(super) fn begin() -> Self {
        PRESSED.store(false, Ordering::Relaxed);
        #[cfg(unix)]
        unix::listen();
        Self
    }

    /// Whether it was pressed since.
    pub(super) fn pressed(&self) -> bool {
        PRESSED.load(Ordering::Relaxed)
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        #[cfg(unix)]
        unix::end();
    }
}

#[cfg(unix)]
mod unix {
    use super::{Ordering, PRESSED};
    use std::ffi::c_int;

    // POSIX: the number of SIGINT, and the handler that ends the program.
    const SIGINT: c_int = 2;
    const SIG_DFL: usize = 0;

    #[allow(unsafe_code, reason = "the standard library has no way to hear of a signal")]
    // SAFETY: as POSIX declares it; a handler is a function's address or SIG_DFL.
    unsafe extern "C" {
        fn signal(number: c_int, handler: usize) -> usize;
    }

    /// Does only what a handler may: stores into an atomic, and calls `signal`, which is safe to call from one.
    extern "C" fn note(_: c_int) {
        PRESSED.store(true, Ordering::Relaxed);
        handle(SIG_DFL);
    }

    #[allow(unsafe_code, reason = "the standard library has no way to hear of a signal")]
    fn handle(handler: usize) {
        // SAFETY: `handler` is SIG_DFL or the address of `note`, which has the signature that is asked for.
        unsafe {
            signal(SIGINT, handler);
        }
    }

    pub(super) fn end() {
        handle(SIG_DFL);
    }

    pub(super) fn listen() {
        let note: extern "C" fn(c_int) = note;
        handle(note as usize);
    }
}
