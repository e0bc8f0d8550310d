//! How a round of practice came out, said plainly.

use super::keys::{Keys, Sent, send};
use super::page::{self, Weight};
use crate::app::strings::words;
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
    let words = words(ui);
    let (title, text) = match (passed, again) {
        (true, _) => (words.practice_passed_title, words.practice_passed_text),
        (false, true) => (words.practice_failed_title, words.practice_again),
        (false, false) => (words.practice_over_title, words.practice_go_on),
    };
    page::page(
        ui,
        None,
        |ui| {
            page::title(ui, title);
            ui.label(page::text(words.practice_result(correct, of, needed)));
            ui.add_space(size::S2);
            ui.label(page::text(text));
        },
        |ui| {
            if let Some(cause) = page::answer(ui, keys, Key::Enter, words.go_on, Weight::Main) {
                send(out, cause, Input::Proceed);
            }
        },
    );
}
