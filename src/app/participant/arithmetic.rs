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
            let mut said = keys.first_of(&[Key::Num2, Key::Num1]);
            let mut none = Keys::default();
            for (place, key, label) in
                [(0, Key::Num2, words(ui).sum_wrong), (1, Key::Num1, words(ui).sum_right)]
            {
                let clicked = page::answer(ui, &mut none, key, label, Weight::Plain);
                said = said.or(clicked.map(|cause| (place, cause)));
            }
            if let Some((place, cause)) = said {
                send(out, cause, Input::FillerAnswer(place == 1));
            }
        },
    );
}
