//! A comprehension question.

use super::keys::{Keys, Sent, send};
use super::page;
use crate::app::strings::words;
use crate::app::theme::{self, size};
use crate::session::input::Input;
use crate::session::screen::Progress;
use egui::{RichText, Ui};

pub(super) fn ui(
    ui: &mut Ui,
    progress: &Progress,
    text: &str,
    options: &[String],
    (number, of): (u32, u32),
    keys: &mut Keys,
    out: &mut Vec<Sent>,
) {
    let palette = theme::palette(ui);
    page::page(
        ui,
        Some(progress),
        |ui| {
            ui.label(RichText::new(words(ui).question_title).color(palette.text_soft));
            ui.add_space(size::S2);
            page::title(ui, text);
            ui.spacing_mut().item_spacing.y = size::S3;
            let labels: Vec<&str> = options.iter().map(String::as_str).collect();
            if let Some((index, cause)) = page::options(ui, keys, &labels, None) {
                send(out, cause, Input::Answer(index as u32));
            }
        },
        |ui| {
            ui.label(RichText::new(words(ui).question_of(number, of)).small().color(palette.text_soft));
        },
    );
}
