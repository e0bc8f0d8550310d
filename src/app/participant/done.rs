//! The end of a session.

use super::Draft;
use super::keys::Keys;
use super::page::{self, Weight};
use crate::app::strings::words;
use egui::{Key, Ui};

pub(super) fn ui(ui: &mut Ui, complete: bool, draft: &mut Draft, keys: &mut Keys) {
    let words = words(ui);
    let (title, text) = if complete {
        (words.done_title, words.done_text)
    } else {
        (words.declined_title, words.declined_text)
    };
    page::page(
        ui,
        None,
        |ui| {
            page::title(ui, title);
            ui.label(text);
        },
        |ui| {
            if page::answer(ui, keys, Key::Enter, words.leave, Weight::Main).is_some() {
                draft.leave();
            }
        },
    );
}
