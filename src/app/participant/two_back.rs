//! The filler of a delay: is this letter the same as the one two before?
//!
//! Nothing moves: a letter is there or it is not, in a place that stays.

use super::keys::{Keys, Sent, send};
use super::page::{self, Weight};
use crate::app::strings::words;
use crate::app::theme::{self, size};
use crate::session::input::Input;
use crate::session::screen::Progress;
use egui::{Key, RichText, Ui};

pub(super) fn ui(
    ui: &mut Ui,
    progress: &Progress,
    letter: Option<char>,
    answered: bool,
    keys: &mut Keys,
    out: &mut Vec<Sent>,
) {
    page::page(
        ui,
        Some(progress),
        |ui| {
            let palette = theme::palette(ui);
            ui.add(egui::Label::new(words(ui).letter_title).wrap());
            ui.add_space(size::S6);
            ui.vertical_centered(|ui| {
                // A space keeps the line where it is while there is no letter.
                let shown = letter.map_or_else(|| "\u{a0}".to_owned(), String::from);
                ui.label(RichText::new(shown).text_style(theme::display()));
                ui.add_space(size::S3);
                let said = if answered { words(ui).letter_said } else { "\u{a0}" };
                ui.label(RichText::new(said).small().color(palette.text_soft));
            });
        },
        |ui| {
            let same = page::answer(ui, keys, Key::Space, words(ui).letter_same, Weight::Main);
            if let Some(cause) = same.filter(|_| !answered) {
                send(out, cause, Input::SameLetter);
            }
        },
    );
}
