//! The filler of a delay: is this sum right?

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
    (left, right, claimed): (u32, u32, u32),
    keys: &mut Keys,
    out: &mut Vec<Sent>,
) {
    page::page(
        ui,
        Some(progress),
        |ui| {
            ui.label(words(ui).sum_title);
            ui.add_space(size::S6);
            ui.vertical_centered(|ui| {
                let sum = format!("{left} + {right} = {claimed}");
                ui.label(RichText::new(sum).text_style(theme::display()));
            });
        },
        |ui| {
            let wrong = page::answer(ui, keys, Key::Num2, words(ui).sum_wrong, Weight::Plain);
            let right = page::answer(ui, keys, Key::Num1, words(ui).sum_right, Weight::Plain);
            if let Some((cause, said)) = right.map(|c| (c, true)).or(wrong.map(|c| (c, false))) {
                send(out, cause, Input::FillerAnswer(said));
            }
        },
    );
}
