//! How a round of practice came out, said plainly.

use super::keys::{Keys, Sent, send};
use super::page::{self, Weight};
use crate::app::strings;
use crate::app::theme::size;
use crate::session::input::Input;
use egui::{Key, Ui};

pub(super) fn ui(
    ui: &mut Ui,
    (correct, of, needed): (u32, u32, u32),
    passed: bool,
    again: bool,
    keys: &mut Keys,
    out: &mut Vec<Sent>,
) {
    let (title, text) = match (passed, again) {
        (true, _) => (strings::PRACTICE_PASSED_TITLE, strings::PRACTICE_PASSED_TEXT),
        (false, true) => (strings::PRACTICE_FAILED_TITLE, strings::PRACTICE_AGAIN),
        (false, false) => (strings::PRACTICE_FAILED_TITLE, strings::PRACTICE_GO_ON),
    };
    page::page(
        ui,
        None,
        |ui| {
            page::title(ui, title);
            ui.label(page::text(strings::practice_result(correct, of, needed)));
            ui.add_space(size::S2);
            ui.label(page::text(text));
        },
        |ui| {
            if let Some(cause) = page::answer(ui, keys, Key::Enter, strings::GO_ON, Weight::Main) {
                send(out, cause, Input::Proceed);
            }
        },
    );
}
