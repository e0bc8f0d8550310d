//! Right or wrong, where the protocol says so.

use super::keys::{Keys, Sent, send};
use super::page::{self, Weight};
use crate::app::strings::words;
use crate::session::input::Input;
use crate::session::screen::Progress;
use egui::{Key, Ui};

pub(super) fn ui(ui: &mut Ui, progress: &Progress, correct: bool, keys: &mut Keys, out: &mut Vec<Sent>) {
    page::page(
        ui,
        Some(progress),
        |ui| page::title(ui, if correct { words(ui).feedback_right } else { words(ui).feedback_wrong }),
        |ui| {
            if let Some(cause) = page::answer(ui, keys, Key::Enter, words(ui).go_on, Weight::Main) {
                send(out, cause, Input::Proceed);
            }
        },
    );
}
