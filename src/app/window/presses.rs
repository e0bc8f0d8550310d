//! Which presses reach a page, and what becomes of the others.
//!
//! A press answers the page that was on the display when it was made, or none. What is kept away is recorded: somebody
//! who often presses too early, holds keys down or double clicks is not answering what they see.

use super::arrivals::{Arrivals, Arrived};
use crate::app::participant::keys::may_repeat;
use crate::session::input::Ignored;
use egui::{Event, Key, PointerButton, Pos2};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// A second press of the pointer within this after one that counted …
const DOUBLE_CLICK: Duration = Duration::from_millis(300);
/// … and so near to it is the second one of a double click, points.
const NEAR: f32 = 6.0;
/// A key that goes down within this after another one that counted was pressed together with it: nobody reads an
/// answer's page and chooses twice in so short a time.
const TOGETHER: Duration = Duration::from_millis(50);

/// What is on the display.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page {
    /// When the page's first frame was there; none before that.
    pub(super) shown_at: Option<Instant>,
    /// Whether a dialog is before it, which takes answers though the page may not be shown.
    pub(super) covered: bool,
    /// Whether letters go into a field, where a key that is held types on.
    pub(super) typing: bool,
    /// Whether it takes one answer, so that of two keys at once only the first may count. In a review keys follow each
    /// other; on the consent's page the two answers at once are none.
    pub(super) one_answer: bool,
}

/// What was pressed so far.
#[derive(Debug, Default)]
pub(super) struct Presses {
    /// Keys that are down.
    down: BTreeMap<Key, Down>,
    /// The last key that counted, and when.
    pressed: Option<(Instant, Key)>,
    /// The pointer's last press that counted.
    clicked: Option<(Instant, Pos2)>,
}

/// A key that is down.
#[derive(Debug, Clone, Copy)]
struct Down {
    /// Whether its press got to the page.
    passed: bool,
    /// Whether it was told that it is held.
    told: bool,
}

/// What becomes of an event.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fate {
    /// Whether the page gets it.
    pub(super) passes: bool,
    /// What is to be recorded of it: why it does not count, and when it came.
    pub(super) ignored: Option<(Ignored, Instant)>,
}

impl Presses {
    /// Looks at the next event of a frame that begins `now`.
    pub(super) fn meet(&mut self, event: &Event, page: Page, arrivals: &mut Arrivals, now: Instant) -> Fate {
        match event {
            Event::Key { key, pressed: true, .. } => self.key(*key, page, arrivals, now),
            Event::Key { key, pressed: false, .. } => {
                self.down.remove(key);
                PASSES
            }
            Event::PointerButton { button: PointerButton::Primary, pressed: true, pos, .. } => {
                self.pointer(*pos, page, arrivals, now)
            }
            Event::WindowFocused(false) => {
                // Their releases may go to another window.
                self.down.clear();
                PASSES
            }
            _ => PASSES,
        }
    }

    fn key(&mut self, key: Key, page: Page, arrivals: &mut Arrivals, now: Instant) -> Fate {
        let in_time = is_in_time(Arrived::Key(key), page, arrivals);
        let Some(down) = self.down.get_mut(&key) else {
            let at = arrivals.peek(Arrived::Key(key)).unwrap_or(now);
            let why = match in_time {
                false => Some(Ignored::Early),
                true => self.is_together(key, page, at).then_some(Ignored::Together),
            };
            if why.is_none() {
                self.pressed = Some((at, key));
            } else {
                // Taken out, so that the next press of this key does not get its time.
                arrivals.next(Arrived::Key(key));
            }
            self.down.insert(key, Down { passed: why.is_none(), told: false });
            return Fate { passes: why.is_none(), ignored: why.map(|why| (why, at)) };
        };
        // The system repeats it. A press that was kept away does not get in by that.
        let tells = !down.told && !may_repeat(key) && !page.typing;
        down.told |= tells;
        Fate { passes: in_time && down.passed, ignored: tells.then_some((Ignored::Held, now)) }
    }

    /// Whether `key`, which went down `at`, belongs to another one that counted. Keys that only move do not answer.
    fn is_together(&self, key: Key, page: Page, at: Instant) -> bool {
        let with = self.pressed.filter(|(before, other)| {
            *other != key && !may_repeat(*other) && at.saturating_duration_since(*before) <= TOGETHER
        });
        page.one_answer && !page.covered && !page.typing && !may_repeat(key) && with.is_some()
    }

    fn pointer(&mut self, pos: Pos2, page: Page, arrivals: &mut Arrivals, now: Instant) -> Fate {
        let passes = is_in_time(Arrived::PointerDown, page, arrivals);
        let at = arrivals.next(Arrived::PointerDown).unwrap_or(now);
        let again = self.clicked.is_some_and(|(before, place)| {
            at.saturating_duration_since(before) <= DOUBLE_CLICK && place.distance(pos) <= NEAR
        });
        let why = match (again, passes) {
            (true, _) => Some(Ignored::DoubleClick),
            (false, false) => Some(Ignored::Early),
            (false, true) => {
                self.clicked = Some((at, pos));
                None
            }
        };
        Fate { passes: why.is_none(), ignored: why.map(|why| (why, at)) }
    }
}

const PASSES: Fate = Fate { passes: true, ignored: None };

/// Whether the next arrival of `what` came when its page was there. One whose arrival is not known came just now.
fn is_in_time(what: Arrived, page: Page, arrivals: &Arrivals) -> bool {
    match (page.shown_at, arrivals.peek(what)) {
        (None, _) => page.covered,
        (Some(shown), Some(at)) => at >= shown,
        (Some(_), None) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{Modifiers, pos2};

    const PAGE: Page = Page { shown_at: None, covered: false, typing: false, one_answer: true };

    fn key(key: Key, pressed: bool) -> Event {
        Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: Modifiers::NONE }
    }

    fn press(x: f32) -> Event {
        let pos = pos2(x, 50.0);
        Event::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed: true,
            modifiers: Modifiers::NONE,
        }
    }

    /// Presses on a page that is shown from 0 ms on: when each arrived (none: a repetition), and why it did not count.
    fn met(events: &[(Event, Option<u64>)]) -> Vec<(bool, Option<Ignored>)> {
        let start = Instant::now();
        let at = |millis| start + Duration::from_millis(1_000 + millis);
        let page = Page { shown_at: Some(at(0)), ..PAGE };
        let mut presses = Presses::default();
        let fate = |(event, millis): &(Event, Option<u64>)| {
            let mut arrivals = Arrivals::default();
            if let Some(millis) = millis {
                let what = match event {
                    Event::Key { key, .. } => Arrived::Key(*key),
                    _ => Arrived::PointerDown,
                };
                arrivals.push(what, at(*millis));
            }
            let fate = presses.meet(event, page, &mut arrivals, at(5_000));
            (fate.passes, fate.ignored.map(|(why, _)| why))
        };
        events.iter().map(fate).collect()
    }

    #[test]
    fn a_key_that_is_held_is_told_once_and_keys_that_move_may_be() {
        let enter = |pressed, at| (key(Key::Enter, pressed), at);
        let held = met(&[
            enter(true, Some(1)),
            enter(true, None),
            enter(true, None),
            enter(false, None),
            enter(true, Some(900)),
            enter(true, None),
        ]);
        let whys: Vec<_> = held.iter().map(|(_, why)| *why).collect();
        assert_eq!(whys, [None, Some(Ignored::Held), None, None, None, Some(Ignored::Held)]);
        assert!(held.iter().all(|(passes, _)| *passes), "the page itself tells a repetition from a press");
        let down = (key(Key::ArrowDown, true), Some(1));
        assert_eq!(met(&[down.clone(), (down.0, None)]), [(true, None); 2]);
    }

    #[test]
    fn a_key_pressed_before_its_page_was_shown_does_not_get_in_by_being_held() {
        let (now, mut presses) = (Instant::now(), Presses::default());
        let mut meet = |shown_at| {
            let page = Page { shown_at, ..PAGE };
            presses.meet(&key(Key::Y, true), page, &mut Arrivals::default(), now)
        };
        assert!(!meet(None).passes && !meet(Some(now)).passes);
    }

    #[test]
    fn the_second_press_of_a_double_click_does_not_count_and_a_later_or_another_one_does() {
        let clicks = met(&[
            (press(10.0), Some(0)),
            (press(11.0), Some(200)),
            (press(11.0), Some(290)),
            (press(11.0), Some(301)),
            (press(90.0), Some(310)),
        ]);
        let again = (false, Some(Ignored::DoubleClick));
        assert_eq!(clicks, [(true, None), again, again, (true, None), (true, None)]);
    }

    #[test]
    fn before_its_page_is_shown_a_press_counts_only_where_a_dialog_takes_it() {
        let now = Instant::now();
        for (covered, expected) in [(false, Some(Ignored::Early)), (true, None)] {
            let page = Page { covered, ..PAGE };
            for event in [key(Key::Y, true), press(5.0)] {
                let fate = Presses::default().meet(&event, page, &mut Arrivals::default(), now);
                assert_eq!(fate.ignored.map(|(why, _)| why), expected);
                assert_eq!(fate.passes, covered);
            }
        }
    }

    #[test]
    fn of_two_keys_at_once_the_first_counts_and_the_other_is_told() {
        let down = |which, at| (key(which, true), Some(at));
        let together = (false, Some(Ignored::Together));
        assert_eq!(met(&[down(Key::Num1, 100), down(Key::Num2, 112)]), [(true, None), together]);
        assert_eq!(
            met(&[down(Key::Num1, 100), down(Key::Num2, 151)]),
            [(true, None); 2],
            "one after the other"
        );
        assert_eq!(
            met(&[down(Key::ArrowDown, 100), down(Key::Enter, 110)]),
            [(true, None); 2],
            "moved, then chose"
        );
        let (now, mut presses) = (Instant::now(), Presses::default());
        let review = Page { shown_at: Some(now), one_answer: false, ..PAGE };
        for pressed in [Key::J, Key::Space] {
            assert_eq!(presses.meet(&key(pressed, true), review, &mut Arrivals::default(), now), PASSES);
        }
    }

    #[test]
    fn a_key_that_types_may_be_held() {
        let (now, page) = (Instant::now(), Page { covered: true, typing: true, ..PAGE });
        let mut presses = Presses::default();
        for _ in 0..3 {
            let fate = presses.meet(&key(Key::Backspace, true), page, &mut Arrivals::default(), now);
            assert_eq!(fate, PASSES);
        }
    }
}
