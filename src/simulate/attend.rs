//! A session on a simulated clock: the participant before the screen, the session behind it.

use super::participant::Participant;
use crate::problem::{Outcome, Problem};
use crate::protocol::plan::Plan;
use crate::scenario::view::Stimulus;
use crate::session::Session;
use crate::session::event::StampedEvent;
use crate::session::input::{Input, Stamped};
use std::sync::Arc;

/// From an input to the frame that shows what came of it: one refresh at 60 Hz.
const FRAME_NANOS: u64 = 16_666_667;
/// After so many steps without an event or a new screen, session and participant wait for each other for ever.
const PATIENCE: u32 = 1_000;

/// Runs a participant through a whole session and hands over everything that happens, as it happens.
///
/// Uses the same door as the window: [`Session::handle`], with [`Input::Presented`] after every change of the
/// screen and [`Input::Tick`] when [`Session::due`] comes.
///
/// # Errors
/// What `record` says; and where the session waits for something that the participant never gives, which is a mistake
/// in one of the two.
pub fn attend(
    plan: Arc<Plan>,
    stimuli: Arc<[Stimulus]>,
    participant: &mut Participant,
    record: &mut dyn FnMut(&[StampedEvent]) -> Outcome<()>,
) -> Outcome<()> {
    let mut session = Session::new(plan, stimuli);
    let mut now_nanos = 0;
    let mut shown = None;
    let mut intended: Option<Stamped<Input>> = None;
    let mut idle = 0;
    while !session.is_over() {
        // A simulated person looks at the page alone; a board that changes beside it makes no new page.
        let screen = session.screen().without_board();
        let changed = shown.as_ref() != Some(&screen);
        let input = if changed {
            intended = None;
            Stamped { at_nanos: now_nanos + FRAME_NANOS, value: Input::Presented }
        } else {
            intended = intended.or_else(|| participant.act(&screen, now_nanos));
            match (session.due(), intended.take()) {
                (Some(due), Some(act)) if due <= act.at_nanos => {
                    intended = Some(act);
                    Stamped { at_nanos: due.max(now_nanos), value: Input::Tick }
                }
                (_, Some(act)) => act,
                (Some(due), None) => Stamped { at_nanos: due.max(now_nanos), value: Input::Tick },
                (None, None) => return Err(stuck(&format!("{screen:?}"))),
            }
        };
        now_nanos = input.at_nanos;
        let happened = session.handle(input);
        idle = if changed || !happened.is_empty() { 0 } else { idle + 1 };
        if idle > PATIENCE {
            return Err(stuck(&format!("{screen:?}")));
        }
        if !happened.is_empty() {
            record(&happened)?;
        }
        shown = Some(screen);
    }
    Ok(())
}

fn stuck(screen: &str) -> Problem {
    let start: String = screen.chars().take(60).collect();
    Problem::new(format!("the simulated session cannot go on from the screen {start}…"))
        .todo("this is a mistake in tightloop; please report it with the protocol")
}
