//! A panic of the libraries under the window, as when the display is unplugged in the middle of a frame, ends in one
//! clear line.

use crate::problem::{Outcome, Problem};
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::{Arc, Mutex, PoisonError};

/// Does `work`; what it panics with becomes a problem and is printed nowhere else. What is unwound is dropped, so that
/// a session's last events are written. Panics of other threads are told as ever.
///
/// # Errors
/// It panicked.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Outcome<T> {
    let said = Arc::new(Mutex::new(String::new()));
    let before = Arc::new(take_hook());
    let (thread, told, others) = (std::thread::current().id(), said.clone(), before.clone());
    set_hook(Box::new(move |info| {
        if std::thread::current().id() != thread {
            return others(info);
        }
        let what = info.payload_as_str().unwrap_or("no reason given").lines().next().unwrap_or_default();
        let place = info.location().map(|place| format!(" ({}:{})", place.file(), place.line()));
        *told.lock().unwrap_or_else(PoisonError::into_inner) = what.to_owned() + &place.unwrap_or_default();
    }));
    let outcome = catch_unwind(AssertUnwindSafe(work));
    set_hook(Box::new(move |info| before(info)));
    outcome.map_err(|_| {
        let said = said.lock().unwrap_or_else(PoisonError::into_inner);
        Problem::new(format!("the window broke off: {said}"))
            .todo("see that the display is there and start again: a session goes on where it was")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_one_line_that_says_where_and_what_to_do() {
        assert_eq!(guarded(|| 3).unwrap(), 3);
        let said = guarded(|| panic!("the display\nis gone")).unwrap_err().to_string();
        assert!(said.starts_with("the window broke off: the display (src/app/window/guard.rs:"), "{said}");
        assert!(said.ends_with("a session goes on where it was") && !said.contains('\n'), "{said}");
    }
}
