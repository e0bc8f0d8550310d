//! The page of keys: it covers all of the review, and is measured as that.

use crate::app::participant::page::{self, Weight};
use crate::app::strings::words;
use crate::app::theme::{self, size};
use crate::session::screen::Progress;
use egui::{Grid, Key, RichText, Ui};

/// Draws the page; true where it is to go.
pub(super) fn ui(ui: &mut Ui, progress: &Progress) -> bool {
    let palette = theme::palette(ui);
    let words = words(ui);
    let mut close = false;
    page::page(
        ui,
        Some(progress),
        |ui| {
            page::title(ui, words.keys_title);
            ui.label(RichText::new(words.keys_text).color(palette.text_soft));
            ui.add_space(size::S2);
            Grid::new("keys")
                .num_columns(2)
                .spacing([size::S5, size::S1])
                .min_row_height(size::BODY_LINE)
                .show(ui, |ui| {
                    // Lines of text, not rows of buttons.
                    ui.spacing_mut().interact_size.y = size::BODY_LINE;
                    for (key, what) in words.review_keys() {
                        ui.label(page::key_text(key, palette.text));
                        ui.label(what);
                        ui.end_row();
                    }
                });
        },
        |ui| close = super::click(ui, Key::Escape, words.close, Weight::Main),
    );
    close
}
