//! What the self-test found, in numbers.

use super::course::Condition;
use super::log::{Answered, FrameTimes};
use crate::app::window::frames::{millis, percentile, sorted};
use serde::Serialize;
use std::time::{Duration, Instant};

/// The figures' name and version, first field of the JSON.
pub const TIMING_FORMAT: &str = "tightloop-timing/1";

/// All of it.
#[derive(Debug, Clone, Serialize)]
pub struct Figures {
    /// [`TIMING_FORMAT`].
    pub format: &'static str,
    /// Software and version.
    pub software: String,
    /// Commit it was built from.
    pub commit: String,
    /// Whether it was built for speed; a debug build is not what participants run.
    pub release: bool,
    /// Operating system.
    pub os: &'static str,
    /// Display, such as `1920x1080`.
    pub display: Option<String>,
    /// The window's width and height, pixels.
    pub window_px: Option<[u32; 2]>,
    /// Physical pixels a point.
    pub scale: Option<f32>,
    /// What drew.
    pub renderer: Option<String>,
    /// The display's refresh rate, hertz; none where it does not tell.
    pub refresh_hz: Option<f32>,
    /// The one that was reckoned with.
    pub assumed_hz: f32,
    /// The smallest step that the clock behind the stamps was seen to make, nanoseconds.
    pub clock_step_ns: u64,
    /// Whether the swap waits for the display.
    pub vsync: bool,
    /// Whether the display can be kept awake during a session.
    pub sleep_held: bool,
    /// Whether the program could press keys itself: without that, no time from a press to its stamp is known.
    pub injected: bool,
    /// Keys, one entry a condition.
    pub keys: Vec<Keys>,
    /// Frames, one entry for each way of drawing.
    pub frames: Vec<Frames>,
    /// While a person reads.
    pub still: Option<Still>,
    /// The most memory that the program has held, MiB; none where the system does not tell.
    pub memory_peak_mib: Option<f64>,
}

impl Figures {
    /// How late 19 of 20 stamps are at most, in the worst condition, milliseconds; none where that could not be measured.
    pub fn good_to_ms(&self, pointer_moving: bool) -> Option<f32> {
        let all = self.keys.iter().filter(|keys| keys.pointer_moving == pointer_moving);
        all.filter_map(|keys| keys.stamp.map(|stamp| stamp.p95_ms)).reduce(f32::max)
    }
}

/// A distribution of times.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Spread {
    /// Median, milliseconds.
    pub p50_ms: f32,
    /// 95th percentile, milliseconds.
    pub p95_ms: f32,
    /// 99th percentile, milliseconds.
    pub p99_ms: f32,
    /// The largest, milliseconds.
    pub max_ms: f32,
}

impl Spread {
    /// Of these times; none where there are none.
    pub(super) fn of(times: impl IntoIterator<Item = Duration>) -> Option<Self> {
        let times: Vec<f32> = times.into_iter().map(millis).collect();
        let times = sorted(&times);
        let at = |percent| percentile(&times, percent);
        let spread = Self { p50_ms: at(50), p95_ms: at(95), p99_ms: at(99), max_ms: at(100) };
        (!times.is_empty()).then_some(spread)
    }
}

/// Keys that were pressed under one condition.
#[derive(Debug, Clone, Serialize)]
pub struct Keys {
    /// What was done with them.
    pub condition: Condition,
    /// Whether the pointer moved meanwhile.
    pub pointer_moving: bool,
    /// How many were pressed; of keys pressed by hand, how many arrived.
    pub pressed: u32,
    /// How many of them arrived.
    pub arrived: u32,
    /// From the press to the stamp that a session records; none where it is not known when keys were pressed.
    pub stamp: Option<Spread>,
    /// From the press (by hand: from the arrival) to where a frame sees the key: what stamping in the frame would be late by.
    pub in_frame: Option<Spread>,
    /// The same to the swap's return of that frame.
    pub shown: Option<Spread>,
}

impl Keys {
    pub(super) fn of(
        condition: Condition,
        pointer_moving: bool,
        injected: bool,
        pressed: usize,
        found: &[Answered],
    ) -> Self {
        let count = |many: usize| u32::try_from(many).unwrap_or(u32::MAX);
        Self {
            condition,
            pointer_moving,
            pressed: count(pressed),
            arrived: count(found.len()),
            stamp: Spread::of(found.iter().map(|one| one.stamp)).filter(|_| injected),
            in_frame: Spread::of(found.iter().filter_map(|one| one.frame)),
            shown: Spread::of(found.iter().filter_map(|one| one.shown)),
        }
    }
}

/// Frames drawn in one way.
#[derive(Debug, Clone, Serialize)]
pub struct Frames {
    /// Which.
    pub page: Page,
    /// How many.
    pub frames: u32,
    /// Of these, how many came more than 1.5 refresh intervals after the one before.
    pub dropped: u32,
    /// Swap to swap.
    pub interval: Option<Spread>,
    /// From the call to draw to the swap's return.
    pub whole: Option<Spread>,
    /// Of that: laying out and describing the page, our part.
    pub ui: Option<Spread>,
    /// Of that: triangles and drawing commands, egui's and the driver's part.
    pub paint: Option<Spread>,
    /// Of that: the rest, which is the renderer's and the display's.
    pub swap: Option<Spread>,
}

/// What was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Page {
    /// Nothing but the ground, as fast as it comes.
    BlankFree,
    /// Nothing but the ground, at the display's rate: the renderer without our part.
    Blank,
    /// The review, scrolling, at the display's rate.
    Review,
}

impl Frames {
    /// `refresh`: the display's refresh interval.
    pub(super) fn of(page: Page, frames: &[FrameTimes], refresh: Duration) -> Self {
        let intervals: Vec<Duration> = frames
            .windows(2)
            .filter_map(|pair| match pair {
                [before, after] => Some(after.shown.saturating_duration_since(before.shown)),
                _ => None,
            })
            .collect();
        let count = |many: usize| u32::try_from(many).unwrap_or(u32::MAX);
        Self {
            page,
            frames: count(frames.len()),
            dropped: count(intervals.iter().filter(|interval| **interval > refresh.mul_f32(1.5)).count()),
            interval: Spread::of(intervals),
            whole: Spread::of(frames.iter().map(FrameTimes::took)),
            ui: Spread::of(frames.iter().map(|frame| frame.ui)),
            paint: Spread::of(frames.iter().filter_map(|frame| frame.paint)),
            swap: Spread::of(frames.iter().filter_map(FrameTimes::swap)),
        }
    }
}

/// A page that nobody touches.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Still {
    /// For how long, seconds.
    pub secs: f64,
    /// Processor time that the whole program used meanwhile, milliseconds; none where the system does not tell.
    pub cpu_ms: Option<f64>,
    /// Frames that it drew.
    pub frames: u32,
}

/// The smallest step that the monotonic clock makes, nanoseconds.
pub(super) fn clock_step_ns() -> u64 {
    let mut least = u64::MAX;
    let mut before = Instant::now();
    for _ in 0..100_000 {
        let now = Instant::now();
        let step = u64::try_from((now - before).as_nanos()).unwrap_or(u64::MAX);
        if step > 0 {
            least = least.min(step);
        }
        before = now;
    }
    least
}

/// Processor time that this program has used so far, all threads, nanoseconds.
#[cfg(target_os = "linux")]
pub(super) fn cpu_nanos() -> Option<u64> {
    let used = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    let secs = u64::try_from(used.tv_sec).ok()?;
    secs.checked_mul(1_000_000_000)?.checked_add(u64::try_from(used.tv_nsec).ok()?)
}

/// See the Linux version: elsewhere it is not known.
#[cfg(not(target_os = "linux"))]
pub(super) fn cpu_nanos() -> Option<u64> {
    None
}

/// The most memory that this program has held, MiB.
pub(super) fn memory_peak_mib() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib / 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_cut_into_parts_and_late_ones_counted() {
        let start = Instant::now();
        let frame = |shown_ms: u64| FrameTimes {
            began: start + Duration::from_millis(shown_ms - 9),
            ui_began: start + Duration::from_millis(shown_ms - 9),
            ui: Duration::from_millis(2),
            paint: Some(Duration::from_millis(3)),
            shown: start + Duration::from_millis(shown_ms),
        };
        let frames = Frames::of(Page::Review, &[16, 32, 48, 80].map(frame), Duration::from_millis(16));
        assert_eq!((frames.frames, frames.dropped), (4, 1));
        let median = |spread: Option<Spread>| spread.map(|spread| spread.p50_ms.round());
        assert_eq!(median(frames.interval), Some(16.0));
        assert_eq!(
            [frames.whole, frames.ui, frames.paint, frames.swap].map(median),
            [Some(9.0), Some(2.0), Some(3.0), Some(4.0)]
        );
        assert!(Frames::of(Page::Blank, &[], Duration::from_millis(16)).interval.is_none());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_program_knows_what_it_uses() {
        let before = cpu_nanos().unwrap();
        assert!(clock_step_ns() < 1_000_000);
        assert!(cpu_nanos().unwrap() > before);
        assert!(memory_peak_mib().unwrap() > 1.0);
    }
}
