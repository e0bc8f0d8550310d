//! The end of a session.

use super::Draft;
use super::keys::Keys;
use super::page::{self, Weight};
use crate::app::strings;
use egui::{Key, Ui};

pub(super) fn ui(ui: &mut Ui, complete: bool, draft: &mut Draft, keys: &mut Keys) {
    let (title, text) = if complete {
        (strings::DONE_TITLE, strings::DONE_TEXT)
    } else {
        (strings::DECLINED_TITLE, strings::DECLINED_TEXT)
    };
    page::page(
        ui,
        None,
        |ui| {
            page::title(ui, title);
            ui.label(text);
        },
        |ui| {
            if page::answer(ui, keys, Key::Enter, strings::LEAVE, Weight::Main).is_some() {
                draft.leave();
            }
        },
    );
}
