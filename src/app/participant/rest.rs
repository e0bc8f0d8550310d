//! A calm page: nothing to do until the next part is due.

use super::page;
use crate::app::strings::words;
use crate::session::screen::Progress;
use egui::Ui;

pub(super) fn ui(ui: &mut Ui, progress: &Progress) {
    page::without_answers(ui, Some(progress), |ui| {
        page::title(ui, words(ui).rest_title);
        ui.label(page::text(words(ui).rest_text));
    });
}
