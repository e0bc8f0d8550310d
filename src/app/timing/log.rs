//! What the self-test sees: every key that arrived, every frame that was drawn.

use crate::app::window::arrivals::Arrived;
use egui::Key;
use std::time::{Duration, Instant};

/// One frame, cut into the parts that it consists of.
#[derive(Debug, Clone, Copy)]
pub(super) struct FrameTimes {
    pub(super) began: Instant,
    pub(super) ui_began: Instant,
    /// What this program takes to lay out and describe the page.
    pub(super) ui: Duration,
    /// What egui and the graphics driver take to turn that into triangles and to issue them; known one frame later.
    pub(super) paint: Option<Duration>,
    pub(super) shown: Instant,
}

impl FrameTimes {
    pub(super) fn took(&self) -> Duration {
        self.shown.saturating_duration_since(self.began)
    }

    /// What is left: clearing, the swap, and waiting for the display.
    pub(super) fn swap(&self) -> Option<Duration> {
        Some(self.took().saturating_sub(self.ui).saturating_sub(self.paint?))
    }
}

/// All of it, in order.
#[derive(Debug, Default)]
pub(super) struct Log {
    pub(super) keys: Vec<(Key, Instant)>,
    pub(super) frames: Vec<FrameTimes>,
    began: Option<Instant>,
    ui: Option<(Instant, Duration)>,
}

/// A place in the log: where a part of the test begins.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Mark {
    keys: usize,
    frames: usize,
}

impl Log {
    pub(super) fn mark(&self) -> Mark {
        Mark { keys: self.keys.len(), frames: self.frames.len() }
    }

    pub(super) fn keys_since(&self, mark: Mark) -> &[(Key, Instant)] {
        self.keys.get(mark.keys..).unwrap_or_default()
    }

    pub(super) fn frames_since(&self, mark: Mark) -> &[FrameTimes] {
        self.frames.get(mark.frames..).unwrap_or_default()
    }

    pub(super) fn arrived(&mut self, what: Arrived, at: Instant) {
        if let Arrived::Key(key) = what {
            self.keys.push((key, at));
        }
    }

    pub(super) fn frame_begins(&mut self, at: Instant) {
        (self.began, self.ui) = (Some(at), None);
    }

    /// `before_swap_secs`: what the frame before this one took without its swap.
    pub(super) fn drew(&mut self, ui_began: Instant, ui_ended: Instant, before_swap_secs: Option<f32>) {
        let took = ui_ended.saturating_duration_since(ui_began);
        self.ui = Some((ui_began, took));
        let before_swap = before_swap_secs.and_then(|secs| Duration::try_from_secs_f32(secs).ok());
        if let (Some(before), Some(whole)) = (self.frames.last_mut(), before_swap) {
            before.paint.get_or_insert(whole.saturating_sub(before.ui));
        }
    }

    pub(super) fn frame_ends(&mut self, shown: Instant) {
        if let (Some(began), Some((ui_began, ui))) = (self.began.take(), self.ui.take()) {
            self.frames.push(FrameTimes { began, ui_began, ui, paint: None, shown });
        }
    }
}

/// A key that was pressed, and what became of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Answered {
    /// From the press to its stamp.
    pub(super) stamp: Duration,
    /// From the press to the beginning of the frame that saw it: what a stamp taken there would be late by.
    pub(super) frame: Option<Duration>,
    /// From the press to the swap's return of that frame.
    pub(super) shown: Option<Duration>,
}

/// Finds each pressed key among those that arrived, both in order; one that never arrived is left out.
pub(super) fn answered(
    pressed: &[(Key, Instant)],
    arrived: &[(Key, Instant)],
    frames: &[FrameTimes],
) -> Vec<Answered> {
    let answer = |at: Instant, stamp: Instant| {
        let frame = frames.iter().find(|frame| frame.began >= stamp);
        Answered {
            stamp: stamp.saturating_duration_since(at),
            frame: frame.map(|frame| frame.ui_began.saturating_duration_since(at)),
            shown: frame.map(|frame| frame.shown.saturating_duration_since(at)),
        }
    };
    let names = |keys: &[(Key, Instant)]| keys.iter().map(|(key, _)| *key).collect::<Vec<_>>();
    if names(pressed) == names(arrived) {
        return pressed.iter().zip(arrived).map(|((_, at), (_, stamp))| answer(*at, *stamp)).collect();
    }
    // Some were lost, or somebody else pressed some: an arrival is a key's own where it comes before that key was pressed
    // again.
    let mut rest = arrived.iter();
    let mut answers = Vec::new();
    for (place, (key, at)) in pressed.iter().enumerate() {
        let later = pressed.iter().skip(place + 1).find(|(name, _)| name == key).map(|(_, later)| *later);
        let own = |stamp: Instant| stamp >= *at && later.is_none_or(|later| stamp < later);
        let mut ahead = rest.clone();
        if let Some((_, stamp)) = ahead.find(|(name, stamp)| name == key && own(*stamp)) {
            answers.push(answer(*at, *stamp));
            rest = ahead;
        }
    }
    answers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_finds_its_own_arrival_and_the_frame_that_saw_it() {
        let start = Instant::now();
        let at = |millis| start + Duration::from_millis(millis);
        let pressed = [(Key::J, at(0)), (Key::K, at(100)), (Key::J, at(200))];
        let arrived = [(Key::J, at(1)), (Key::J, at(203))];
        let frame = |began| FrameTimes {
            began: at(began),
            ui_began: at(began + 1),
            ui: Duration::from_millis(2),
            paint: Some(Duration::from_millis(3)),
            shown: at(began + 10),
        };
        let found = answered(&pressed, &arrived, &[frame(2), frame(204), frame(220)]);
        let millis = |duration: Option<Duration>| duration.map(|duration| duration.as_millis());
        assert_eq!(found.len(), 2, "K never arrived");
        assert_eq!(found.iter().map(|one| one.stamp.as_millis()).collect::<Vec<_>>(), [1, 3]);
        assert_eq!((millis(found[0].frame), millis(found[0].shown)), (Some(3), Some(12)));
        assert_eq!((millis(found[1].frame), millis(found[1].shown)), (Some(5), Some(14)));
        assert_eq!(millis(frame(0).swap()), Some(5));
    }

    #[test]
    fn a_lost_key_is_not_answered_by_the_next_one_of_its_name() {
        let start = Instant::now();
        let at = |millis| start + Duration::from_millis(millis);
        let found = answered(&[(Key::J, at(0)), (Key::J, at(100))], &[(Key::J, at(102))], &[]);
        assert_eq!(found, [Answered { stamp: Duration::from_millis(2), frame: None, shown: None }]);
    }
}
