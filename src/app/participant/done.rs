//! The end of a session.

use super::Draft;
use super::keys::Keys;
use super::page::{self, Weight};
use crate::app::strings;
use crate::session::screen::Ending;
use egui::{Key, Ui};

pub(super) fn ui(ui: &mut Ui, ending: Ending, draft: &mut Draft, keys: &mut Keys) {
    let (title, text) = match ending {
        Ending::Complete => (strings::DONE_TITLE, strings::DONE_TEXT),
        Ending::Declined => (strings::DECLINED_TITLE, strings::DECLINED_TEXT),
        Ending::PracticeNotPassed => (strings::PRACTICE_ENDED_TITLE, strings::PRACTICE_ENDED_TEXT),
        Ending::Withdrawn { erase: false } => (strings::STOPPED_TITLE, strings::STOPPED_KEPT),
        Ending::Withdrawn { erase: true } => (strings::STOPPED_TITLE, strings::STOPPED_ERASE),
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
