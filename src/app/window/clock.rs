//! Stamps: nanoseconds since a session's start, on the monotonic clock.

use std::time::Instant;

/// Turns moments into a session's stamps.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    start: Instant,
    /// The stamp at `start`: 0 for a new session, later where one goes on.
    offset_nanos: u64,
}

impl Clock {
    /// A clock that reads `offset_nanos` at `start`.
    pub fn starting(start: Instant, offset_nanos: u64) -> Self {
        Self { start, offset_nanos }
    }

    /// The stamp of `moment`; a moment before the start counts as the start.
    pub fn nanos(&self, moment: Instant) -> u64 {
        let since = moment.saturating_duration_since(self.start).as_nanos();
        self.offset_nanos.saturating_add(u64::try_from(since).unwrap_or(u64::MAX))
    }
}

/// The operating system's monotonic clock now, nanoseconds: what ties stamps to input that another program injects
/// and times with the same clock. None where [`Instant`] does not read a clock that other programs can name.
///
/// On Linux `Instant` is `CLOCK_MONOTONIC`.
#[cfg(target_os = "linux")]
pub fn monotonic_nanos() -> Option<u64> {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    let secs = u64::try_from(now.tv_sec).ok()?;
    secs.checked_mul(1_000_000_000)?.checked_add(u64::try_from(now.tv_nsec).ok()?)
}

/// See the Linux version: elsewhere there is none.
#[cfg(not(target_os = "linux"))]
pub fn monotonic_nanos() -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn stamps_go_on_from_the_offset_and_never_before_it() {
        let start = Instant::now() + Duration::from_secs(10);
        let clock = Clock::starting(start, 500);
        assert_eq!(clock.nanos(start + Duration::from_nanos(7)), 507);
        assert_eq!(clock.nanos(start - Duration::from_secs(1)), 500);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_monotonic_clock_is_the_one_that_instants_read() {
        let (first, before) = (monotonic_nanos().unwrap(), Instant::now());
        std::thread::sleep(Duration::from_millis(2));
        let (after, second) = (Instant::now(), monotonic_nanos().unwrap());
        assert!(u128::from(second - first) >= after.duration_since(before).as_nanos());
    }
}
