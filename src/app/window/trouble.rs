//! The page for when nothing can be saved: calm, and with what to do.

use crate::app::participant::{calm_page, text};
use crate::app::strings::words;
use crate::app::theme::{self, size};
use crate::problem::Problem;
use egui::{RichText, Ui};

/// Draws the page; true where another try is asked for.
pub fn ui(ui: &mut Ui, problem: &Problem) -> bool {
    let palette = theme::palette(ui);
    calm_page(ui, words(ui).trouble_title, words(ui).trouble_retry, |ui| {
        ui.label(text(words(ui).trouble_text));
        ui.add_space(size::S3);
        // Without the file: a participant sees no path.
        theme::note(palette).show(ui, |ui| {
            ui.add(egui::Label::new(RichText::new(&problem.what).monospace()).wrap());
        });
    })
}
