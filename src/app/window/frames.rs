//! How long frames took while a review was on the display, and how they followed each other.

use crate::session::input::{DisplayFacts, FrameFacts, Intervals, StampSource};
use std::time::{Duration, Instant};

/// The refresh rate that is assumed where a display does not tell its own, hertz.
pub const ASSUMED_HZ: f32 = 60.0;

/// A frame is dropped where it is on the display later than this many refresh intervals after it was wanted.
const DROPPED_AFTER: f32 = 1.5;

/// Frames count as back to back where the second was wanted no later than this share of a refresh interval after the
/// first was on the display.
const BACK_TO_BACK: f32 = 0.5;

/// One frame.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    /// When it was first asked for: by something that arrived, or by the frame before it.
    pub wanted: Instant,
    /// When drawing it began.
    pub began: Instant,
    /// When the swap had returned.
    pub shown: Instant,
}

/// One review's frames.
#[derive(Debug)]
pub struct Frames {
    refresh: Duration,
    /// From the call to draw to the swap's return, milliseconds.
    draw_millis: Vec<f32>,
    /// From swap to swap, of frames that were wanted back to back, milliseconds.
    interval_millis: Vec<f32>,
    dropped: u32,
    last_shown: Option<Instant>,
    unstamped: bool,
}

impl Default for Frames {
    fn default() -> Self {
        Self::at(None)
    }
}

impl Frames {
    /// No frames yet, on a display of this refresh rate.
    pub fn at(refresh_hz: Option<f32>) -> Self {
        Self {
            refresh: refresh_interval(refresh_hz),
            draw_millis: Vec::new(),
            interval_millis: Vec::new(),
            dropped: 0,
            last_shown: None,
            unstamped: false,
        }
    }

    /// Another review begins, and its first frame is on the display since `shown`.
    pub fn restart(&mut self, shown: Instant) {
        let refresh = self.refresh;
        *self = Self { refresh, last_shown: Some(shown), ..Self::default() };
    }

    /// The display has this refresh rate from now on.
    pub fn refresh(&mut self, refresh_hz: Option<f32>) {
        self.refresh = refresh_interval(refresh_hz);
    }

    /// Adds one.
    pub fn push(&mut self, frame: Frame) {
        self.draw_millis.push(millis(frame.shown.saturating_duration_since(frame.began)));
        let before = self.last_shown.replace(frame.shown);
        let due = before.map_or(frame.wanted, |before| before.max(frame.wanted));
        if frame.shown.saturating_duration_since(due) > self.refresh.mul_f32(DROPPED_AFTER) {
            self.dropped = self.dropped.saturating_add(1);
        }
        if let Some(before) = before
            && frame.wanted.saturating_duration_since(before) <= self.refresh.mul_f32(BACK_TO_BACK)
        {
            self.interval_millis.push(millis(frame.shown.saturating_duration_since(before)));
        }
    }

    /// An input came whose arrival is not known: it was stamped with its frame's beginning.
    pub fn unstamped(&mut self) {
        self.unstamped = true;
    }

    /// The facts so far; `display` is where the window is now.
    pub fn facts(&self, display: Option<DisplayFacts>) -> FrameFacts {
        let draw = sorted(&self.draw_millis);
        let intervals = sorted(&self.interval_millis);
        FrameFacts {
            frames: count(draw.len()),
            p95_ms: percentile(&draw, 95),
            max_ms: percentile(&draw, 100),
            stamp_source: if self.unstamped { StampSource::Frame } else { StampSource::Arrival },
            intervals: Some(Intervals {
                count: count(intervals.len()),
                p50_ms: percentile(&intervals, 50),
                p95_ms: percentile(&intervals, 95),
                max_ms: percentile(&intervals, 100),
                dropped: self.dropped,
            }),
            display,
        }
    }
}

/// How long one refresh takes.
pub fn refresh_interval(refresh_hz: Option<f32>) -> Duration {
    let hz = refresh_hz.filter(|hz| (1.0..=1000.0).contains(hz)).unwrap_or(ASSUMED_HZ);
    Duration::from_secs_f32(1.0 / hz)
}

/// Nearest rank: the smallest value that at least `percent` of all do not exceed; 0 where there are none.
pub fn percentile(sorted: &[f32], percent: usize) -> f32 {
    let rank = (sorted.len() * percent).div_ceil(100).max(1) - 1;
    sorted.get(rank).copied().unwrap_or(0.0)
}

/// From small to large.
pub fn sorted(values: &[f32]) -> Vec<f32> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f32::total_cmp);
    sorted
}

/// Milliseconds of a duration.
pub fn millis(duration: Duration) -> f32 {
    duration.as_secs_f32() * 1e3
}

fn count(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Frames told in milliseconds since the review's first one: wanted, began, shown.
    fn frames(hz: Option<f32>, all: &[(u64, u64, u64)]) -> FrameFacts {
        let start = Instant::now();
        let at = |millis| start + Duration::from_millis(millis);
        let mut frames = Frames::at(hz);
        frames.restart(start);
        for &(wanted, began, shown) in all {
            frames.push(Frame { wanted: at(wanted), began: at(began), shown: at(shown) });
        }
        frames.facts(None)
    }

    fn follow(facts: FrameFacts) -> (u32, f32, u32) {
        facts.intervals.map(|follow| (follow.count, follow.max_ms.round(), follow.dropped)).unwrap()
    }

    #[test]
    fn percentile_by_nearest_rank() {
        assert_eq!((frames(None, &[]).frames, frames(None, &[]).p95_ms), (0, 0.0));
        let all: Vec<_> = (1..=20).rev().map(|millis| (0, 100 - millis, 100)).collect();
        let facts = frames(None, &all);
        assert_eq!((facts.frames, facts.p95_ms.round(), facts.max_ms.round()), (20, 19.0, 20.0));
    }

    #[test]
    fn an_input_without_an_arrival_shows() {
        let mut frames = Frames::default();
        assert_eq!(frames.facts(None).stamp_source, StampSource::Arrival);
        frames.unstamped();
        assert_eq!(frames.facts(None).stamp_source, StampSource::Frame);
    }

    #[test]
    fn a_pause_in_which_nothing_was_to_be_drawn_is_no_dropped_frame() {
        let facts = frames(Some(60.0), &[(5_000, 5_001, 5_010), (9_000, 9_000, 9_012)]);
        assert_eq!(follow(facts), (0, 0.0, 0), "a person read for seconds");
    }

    #[test]
    fn a_frame_that_is_wanted_and_comes_late_is_dropped() {
        // Wanted at once after each other: 16 ms, then 34 ms.
        let facts = frames(Some(60.0), &[(0, 1, 16), (17, 18, 50)]);
        assert_eq!(follow(facts), (2, 34.0, 1));
        // Wanted long after the one before, and slow to come all the same.
        assert_eq!(follow(frames(Some(60.0), &[(500, 500, 530)])), (0, 0.0, 1));
        // The same on a display that is half as fast.
        assert_eq!(follow(frames(Some(30.0), &[(0, 1, 16), (17, 18, 50)])), (2, 34.0, 0));
    }

    #[test]
    fn another_review_starts_from_nothing_on_the_same_display() {
        let start = Instant::now();
        let mut frames = Frames::at(Some(30.0));
        let frame = |wanted, shown| {
            let (wanted, shown) =
                (start + Duration::from_millis(wanted), start + Duration::from_millis(shown));
            Frame { wanted, began: wanted, shown }
        };
        frames.push(frame(0, 60));
        frames.restart(start + Duration::from_millis(100));
        frames.push(frame(100, 140));
        assert_eq!(follow(frames.facts(None)), (1, 40.0, 0));
    }
}
