//! What the study was about and, where the protocol allows, the participant's own results.

use super::keys::{Keys, Sent, send};
use super::page::{self, Weight};
use super::prose;
use crate::app::strings::words;
use crate::app::theme::{self, size};
use crate::session::input::Input;
use crate::session::screen::OwnResults;
use egui::{Key, RichText, Ui};

pub(super) fn ui(
    ui: &mut Ui,
    text: &str,
    results: Option<&OwnResults>,
    keys: &mut Keys,
    out: &mut Vec<Sent>,
) {
    let palette = theme::palette(ui);
    page::page(
        ui,
        None,
        |ui| {
            page::title(ui, words(ui).debrief_title);
            prose::ui(ui, text);
            if let Some(own) = results.filter(|own| own.reviews > 0) {
                ui.add_space(size::S3);
                theme::note(palette).show(ui, |ui| {
                    ui.label(RichText::new(words(ui).own_results).heading());
                    let words = words(ui).results(own.right, own.reviews, own.mean_review_secs);
                    ui.label(page::text(words));
                });
            }
        },
        |ui| {
            if let Some(cause) = page::answer(ui, keys, Key::Enter, words(ui).go_on, Weight::Main) {
                send(out, cause, Input::Proceed);
            }
        },
    );
}
