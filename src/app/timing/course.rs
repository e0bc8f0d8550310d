//! The self-test's parts, in order.

use serde::Serialize;
use std::time::Duration;

/// What somebody does who presses keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Opens and closes decisions, and goes from one to the next.
    Reading,
    /// Scrolls by keys, pages and lines.
    Scrolling,
    /// Types into the field to search in.
    Typing,
    /// Marks decisions while the page scrolls at the display's rate.
    Rolling,
}

/// One part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Part {
    /// Until the page is there and has come to rest.
    Settle,
    /// The experimenter is told what to do by hand, where no program may press keys.
    Ask,
    /// Nothing happens at all.
    Still(Duration),
    /// An empty page, frame after frame as fast as they come: tells whether the swap waits for the display.
    Free(Duration),
    /// An empty page at the display's rate: what the renderer takes without us.
    Blank(Duration),
    /// Opens decisions, so that there is something to scroll by.
    Open(u32),
    /// The review scrolls at the display's rate.
    Scroll(Duration),
    /// Keys are pressed, by the program or by hand; and whether the pointer moves meanwhile.
    Keys(Condition, bool),
}

/// How long frames are watched.
const WATCH: Duration = Duration::from_secs(3);
/// Decisions that are open while the page scrolls.
const OPEN: u32 = 8;

/// The whole test; `injects`: the program presses the keys itself.
pub(super) fn course(injects: bool, still: Duration) -> Vec<Part> {
    let mut course =
        vec![Part::Settle, Part::Still(still), Part::Free(Duration::from_secs(1)), Part::Blank(WATCH)];
    course.extend([Part::Open(OPEN), Part::Scroll(WATCH)]);
    if injects {
        use Condition::{Reading, Rolling, Scrolling, Typing};
        for moving in [false, true] {
            course
                .extend([Reading, Scrolling, Typing, Rolling].map(|condition| Part::Keys(condition, moving)));
        }
    } else {
        course.extend([Part::Ask, Part::Keys(Condition::Reading, true)]);
    }
    course
}
