//! Stamps: nanoseconds since a session's start, on the monotonic clock. Beside it the wall clock, which may be set.

use std::time::{Duration, Instant, SystemTime};

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

/// Clocks that went apart by this much did not only drift, milliseconds.
pub const JUMP_MILLIS: i64 = 1_000;

/// Watches the wall clock beside the monotonic one.
///
/// Stamps do not depend on it; a jump says that somebody set it, or that the computer slept while the monotonic clock
/// stood still (as on Linux and macOS): then a delay was longer than its stamps say.
#[derive(Debug, Default)]
pub struct WallClock {
    last: Option<(Instant, SystemTime)>,
}

impl WallClock {
    /// How far the wall clock has moved beyond the monotonic one since the last look, milliseconds, where that is a
    /// second or more; below 0 where it was set back. A drift between two looks is no jump.
    pub fn look(&mut self, now: Instant, wall: SystemTime) -> Option<i64> {
        let (before, wall_before) = self.last.replace((now, wall))?;
        let moved = match wall.duration_since(wall_before) {
            Ok(on) => millis(on),
            Err(back) => -millis(back.duration()),
        };
        let jump = moved.saturating_sub(millis(now.saturating_duration_since(before)));
        (jump.abs() >= JUMP_MILLIS).then_some(jump)
    }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
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

    #[test]
    fn stamps_go_on_from_the_offset_and_never_before_it() {
        let start = Instant::now() + Duration::from_secs(10);
        let clock = Clock::starting(start, 500);
        assert_eq!(clock.nanos(start + Duration::from_nanos(7)), 507);
        assert_eq!(clock.nanos(start - Duration::from_secs(1)), 500);
    }

    #[test]
    fn a_wall_clock_that_is_set_or_a_computer_that_sleeps_is_noticed_once() {
        let (start, wall) = (Instant::now(), SystemTime::now());
        let secs = Duration::from_secs_f64;
        let mut clock = WallClock::default();
        let looks = [
            (0.0, 0.0, None),
            (60.0, 60.9, None),
            (61.0, 3_661.9, Some(3_600_000)),
            (62.0, 3_662.9, None),
            (63.0, 63.9, Some(-3_600_000)),
            (63.1, 64.0, None),
        ];
        for (since, wall_since, jump) in looks {
            let found = clock.look(start + secs(since), wall + secs(wall_since));
            assert_eq!(found.is_some(), jump.is_some(), "{since}");
            assert!(found.zip(jump).is_none_or(|(a, b): (i64, i64)| (a - b).abs() <= 2), "{found:?}");
        }
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
