//! The page for when nothing can be saved: calm, and with what to do.

use crate::app::participant::calm_page;
use crate::app::strings;
use crate::app::theme;
use crate::problem::Problem;
use egui::{RichText, Ui};

/// Draws the page; true where another try is asked for.
pub fn ui(ui: &mut Ui, problem: &Problem) -> bool {
    let palette = theme::palette(ui);
    calm_page(ui, strings::TROUBLE_TITLE, strings::TROUBLE_RETRY, |ui| {
        ui.label(strings::TROUBLE_TEXT);
        theme::note(palette).show(ui, |ui| {
            ui.add(egui::Label::new(RichText::new(problem.to_string()).monospace()).wrap());
        });
    })
}
