//! Right or wrong, where the protocol says so.

use super::keys::{Keys, Sent, send};
use super::page::{self, Weight};
use crate::app::strings;
use crate::session::input::Input;
use crate::session::screen::Progress;
use egui::{Key, Ui};

pub(super) fn ui(ui: &mut Ui, progress: &Progress, correct: bool, keys: &mut Keys, out: &mut Vec<Sent>) {
    page::page(
        ui,
        Some(progress),
        |ui| page::title(ui, if correct { strings::FEEDBACK_RIGHT } else { strings::FEEDBACK_WRONG }),
        |ui| {
            if let Some(cause) = page::answer(ui, keys, Key::Enter, strings::GO_ON, Weight::Main) {
                send(out, cause, Input::Proceed);
            }
        },
    );
}
