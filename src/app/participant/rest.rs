//! A calm page: nothing to do until the next part is due.

use super::page;
use crate::app::strings;
use crate::session::screen::Progress;
use egui::Ui;

pub(super) fn ui(ui: &mut Ui, progress: &Progress) {
    page::page(
        ui,
        Some(progress),
        |ui| {
            page::title(ui, strings::REST_TITLE);
            ui.label(strings::REST_TEXT);
        },
        |_| {},
    );
}
