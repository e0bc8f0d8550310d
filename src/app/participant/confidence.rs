//! How sure are you? Or, where the time ran out, a page to leave.

use super::keys::{Keys, Sent, send};
use super::page::{self, Weight};
use crate::app::strings::words;
use crate::app::theme::size;
use crate::session::input::Input;
use crate::session::screen::Progress;
use egui::{Key, Ui};

pub(super) fn ui(ui: &mut Ui, progress: &Progress, timed_out: bool, keys: &mut Keys, out: &mut Vec<Sent>) {
    if timed_out {
        return too_late(ui, progress, keys, out);
    }
    page::without_answers(ui, Some(progress), |ui| {
        page::title(ui, words(ui).confidence_title);
        ui.spacing_mut().item_spacing.y = size::S3;
        let labels = words(ui).confidence();
        if let Some((index, cause)) = page::options(ui, keys, &labels, None) {
            send(out, cause, Input::Confidence(index as u8 + 1));
        }
    });
}

fn too_late(ui: &mut Ui, progress: &Progress, keys: &mut Keys, out: &mut Vec<Sent>) {
    page::page(
        ui,
        Some(progress),
        |ui| {
            page::title(ui, words(ui).timed_out_title);
            ui.label(page::text(words(ui).timed_out_text));
        },
        |ui| {
            if let Some(cause) = page::answer(ui, keys, Key::Enter, words(ui).go_on, Weight::Main) {
                send(out, cause, Input::Proceed);
            }
        },
    );
}
