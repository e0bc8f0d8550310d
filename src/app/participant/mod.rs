//! The participant's side: draws any [`Screen`] and says what was done on it. Nothing here changes a session.
//!
//! Every control works by its key, which stands beside it, and by the pointer. A key answers at most one screen:
//! what was pressed before a screen was shown does not count on it, and a key that is held down answers nothing
//! until it has been released (see [`keys`]).

mod arithmetic;
mod board;
mod brief;
mod confidence;
mod consent;
mod debrief;
mod done;
mod draft;
mod example;
mod feedback;
mod instructions;
pub mod keys;
mod page;
mod pause;
mod picture;
mod pin;
mod practice;
mod prose;
mod question;
mod rest;
pub mod review;
mod sheet;
mod stop;
mod text_size;
mod tlx;
mod two_back;
mod verdict;

pub use draft::{Draft, is_same_page};
pub use keys::{Cause, Sent};
pub use page::{calm_page, leave_dialog, text};
pub use pin::{PinAnswer, PinStep, pin_page};

use crate::session::screen::{Ask, Screen};
use keys::Keys;

/// Draws `screen` into `ui` and appends what the participant did to `out`, in order.
///
/// `draft` holds what belongs to the display alone: the cursor, what is scrolled to, a verdict not yet confirmed.
pub fn ui(ui: &mut egui::Ui, screen: &Screen, draft: &mut Draft, out: &mut Vec<Sent>) {
    let first_frame = draft.enter(screen);
    let already = out.len();
    text_size::ui(ui, screen, out);
    let in_words = matches!(screen, Screen::Questionnaire { ask: Ask::Text { .. }, .. });
    let mut keys = match in_words && !draft.stopping {
        true => Keys::collect_beside_text(ui, draft),
        false => Keys::collect(ui, draft),
    };
    let covered = draft.stopping;
    stop::ui(ui, screen, draft, &mut keys, out);
    if covered {
        // The page stays visible behind the question, out of reach.
        ui.input_mut(|input| input.events.clear());
        keys.clear();
        screen_ui(ui, screen, draft, &mut keys, &mut Vec::new());
    } else {
        if !moves_something(screen) {
            page::scroll_by_keys(ui, &mut keys);
        }
        screen_ui(ui, screen, draft, &mut keys, out);
    }
    if first_frame {
        // A click that was under way when the screen changed was not meant for this one.
        out.truncate(already);
    }
}

/// Whether arrows and page keys mean something of the page's own.
fn moves_something(screen: &Screen) -> bool {
    match screen {
        Screen::Review { .. } => true,
        Screen::Questionnaire { ask, .. } => {
            matches!(ask, Ask::TlxRatings | Ask::Scale { .. } | Ask::Text { .. })
        }
        _ => false,
    }
}

/// Draws the page itself.
fn screen_ui(ui: &mut egui::Ui, screen: &Screen, draft: &mut Draft, keys: &mut Keys, out: &mut Vec<Sent>) {
    board::ui(ui, screen);
    ui.push_id(draft.generation(), |ui| match screen {
        Screen::Consent { text } => consent::ui(ui, text, keys, out),
        Screen::Instructions { text, picture, page, pages } => {
            instructions::ui(ui, text, *picture, (*page, *pages), keys, out);
        }
        Screen::Brief { progress, brief, again } => brief::ui(ui, progress, brief, *again, keys, out),
        Screen::Question { progress, text, options, number, of } => {
            question::ui(ui, progress, text, options, (*number, *of), keys, out);
        }
        Screen::Arithmetic { progress, left, right, claimed, .. } => {
            arithmetic::ui(ui, progress, (*left, *right, *claimed), keys, out);
        }
        Screen::TwoBack { progress, letter, answered, .. } => {
            two_back::ui(ui, progress, *letter, *answered, keys, out);
        }
        Screen::Rest { progress } => rest::ui(ui, progress),
        Screen::Review { progress, batch, brief, brief_open, open, resumed, reading, .. } => {
            let (brief_open, resumed) = (*brief_open, *resumed);
            let view = review::View { progress, batch, brief, brief_open, open, resumed, reading };
            review::ui(ui, &view, draft.review(), keys, out);
        }
        Screen::Confidence { progress, timed_out } => confidence::ui(ui, progress, *timed_out, keys, out),
        Screen::Feedback { progress, correct } => feedback::ui(ui, progress, *correct, keys, out),
        Screen::Questionnaire { heading, ask: Ask::TlxRatings, .. } => {
            tlx::ui(ui, heading, draft.sheet(), keys, out);
        }
        Screen::Questionnaire { heading, ask, number, of, .. } => {
            sheet::ui(ui, heading, ask, (*number, *of), draft.sheet(), keys, out);
        }
        Screen::PracticeResult { correct, of, needed, passed, again, .. } => {
            practice::ui(ui, (*correct, *of, *needed), *passed, *again, keys, out);
        }
        Screen::Break { progress, ready, min_secs, max_secs } => {
            pause::ui(ui, progress, *ready, (*min_secs, *max_secs), keys, out);
        }
        Screen::Debrief { text, results } => debrief::ui(ui, text, results.as_ref(), keys, out),
        Screen::Done { ending } => done::ui(ui, *ending, draft, keys),
    });
}
