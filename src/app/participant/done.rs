//! The end of a session.

use super::Draft;
use super::keys::Keys;
use super::page::{self, Weight};
use crate::app::strings::words;
use crate::session::screen::Ending;
use egui::{Key, Ui};

pub(super) fn ui(ui: &mut Ui, ending: Ending, draft: &mut Draft, keys: &mut Keys) {
    let words = words(ui);
    let come_back;
    let (title, text) = match ending {
        Ending::SittingOver { left, least_secs } => {
            come_back = words.come_back(left, least_secs);
            (words.sitting_over_title, come_back.as_str())
        }
        Ending::Complete => (words.done_title, words.done_text),
        Ending::Declined => (words.declined_title, words.declined_text),
        Ending::PracticeNotPassed => (words.practice_ended_title, words.practice_ended_text),
        Ending::Withdrawn { erase: false } => (words.stopped_title, words.stopped_kept),
        Ending::Withdrawn { erase: true } => (words.stopped_title, words.stopped_erase),
    };
    page::page(
        ui,
        None,
        |ui| {
            page::title(ui, title);
            ui.label(page::text(text));
        },
        |ui| {
            if page::answer(ui, keys, Key::Enter, words.leave, Weight::Main).is_some() {
                draft.leave();
            }
        },
    );
}
