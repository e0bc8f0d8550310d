//! How long frames took while a review was on the display.

use crate::session::input::{FrameFacts, StampSource};
use std::time::Duration;

/// Durations of one review's frames, from the call to draw to the swap's return.
#[derive(Debug, Default)]
pub struct Frames {
    millis: Vec<f32>,
    unstamped: bool,
}

impl Frames {
    /// Forgets all: another review begins.
    pub fn restart(&mut self) {
        *self = Self::default();
    }

    /// Adds one.
    pub fn push(&mut self, took: Duration) {
        self.millis.push(took.as_secs_f32() * 1e3);
    }

    /// An input came whose arrival is not known: it was stamped with its frame's beginning.
    pub fn unstamped(&mut self) {
        self.unstamped = true;
    }

    /// The facts so far.
    pub fn facts(&self) -> FrameFacts {
        let mut sorted = self.millis.clone();
        sorted.sort_by(f32::total_cmp);
        // Nearest rank: the smallest value that at least 95 % do not exceed.
        let rank = (sorted.len() * 95).div_ceil(100).max(1) - 1;
        FrameFacts {
            frames: u32::try_from(sorted.len()).unwrap_or(u32::MAX),
            p95_ms: sorted.get(rank).copied().unwrap_or(0.0),
            max_ms: sorted.last().copied().unwrap_or(0.0),
            stamp_source: if self.unstamped { StampSource::Frame } else { StampSource::Arrival },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentile_by_nearest_rank() {
        let mut frames = Frames::default();
        assert_eq!((frames.facts().frames, frames.facts().p95_ms), (0, 0.0));
        for millis in (1..=20).rev() {
            frames.push(Duration::from_millis(millis));
        }
        let facts = frames.facts();
        assert_eq!((facts.frames, facts.p95_ms.round(), facts.max_ms.round()), (20, 19.0, 20.0));
        assert_eq!(facts.stamp_source, StampSource::Arrival);
        frames.unstamped();
        assert_eq!(frames.facts().stamp_source, StampSource::Frame);
    }
}
