//! The participant's side: draws any [`Screen`] and says what was done on it. Nothing here changes a session.
//!
//! Every control works by its key, which stands beside it, and by the pointer. A key answers at most one screen:
//! what was pressed before a screen was shown does not count on it, and a key that is held down answers nothing
//! until it has been released (see [`keys`]).

mod arithmetic;
mod brief;
mod confidence;
mod consent;
mod done;
mod draft;
mod feedback;
mod instructions;
pub mod keys;
mod page;
mod prose;
mod question;
mod rest;
pub mod review;
mod text_size;
mod verdict;

pub use draft::{Draft, is_same_page};
pub use keys::{Cause, Sent};
pub use page::{calm_page, leave_dialog};

use crate::session::screen::Screen;
use keys::Keys;

/// Draws `screen` into `ui` and appends what the participant did to `out`, in order.
///
/// `draft` holds what belongs to the display alone: the cursor, what is scrolled to, a verdict not yet confirmed.
pub fn ui(ui: &mut egui::Ui, screen: &Screen, draft: &mut Draft, out: &mut Vec<Sent>) {
    let first_frame = draft.enter(screen);
    let already = out.len();
    text_size::ui(ui, screen, out);
    let mut keys = Keys::collect(ui, draft);
    ui.push_id(draft.generation(), |ui| match screen {
        Screen::Consent { text } => consent::ui(ui, text, &mut keys, out),
        Screen::Instructions { text, page, pages } => {
            instructions::ui(ui, text, *page, *pages, &mut keys, out);
        }
        Screen::Brief { progress, brief, again } => brief::ui(ui, progress, brief, *again, &mut keys, out),
        Screen::Question { progress, text, options, number, of } => {
            question::ui(ui, progress, text, options, (*number, *of), &mut keys, out);
        }
        Screen::Arithmetic { progress, left, right, claimed, .. } => {
            arithmetic::ui(ui, progress, (*left, *right, *claimed), &mut keys, out);
        }
        Screen::Rest { progress } => rest::ui(ui, progress),
        Screen::Review { progress, batch, brief, brief_open, open, resumed, reading, .. } => {
            let (brief_open, resumed) = (*brief_open, *resumed);
            let view = review::View { progress, batch, brief, brief_open, open, resumed, reading };
            review::ui(ui, &view, draft.review(), &mut keys, out);
        }
        Screen::Confidence { progress, timed_out } => {
            confidence::ui(ui, progress, *timed_out, &mut keys, out)
        }
        Screen::Feedback { progress, correct } => feedback::ui(ui, progress, *correct, &mut keys, out),
        Screen::Done { complete } => done::ui(ui, *complete, draft, &mut keys),
    });
    if first_frame {
        // A click that was under way when the screen changed was not meant for this one.
        out.truncate(already);
    }
}
