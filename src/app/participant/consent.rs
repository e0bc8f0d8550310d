//! The consent text, and the two answers to it.

use super::keys::{Keys, Sent, send};
use super::page::{self, Weight};
use super::prose;
use crate::app::strings::words;
use crate::session::input::Input;
use egui::{Key, Ui};

pub(super) fn ui(ui: &mut Ui, text: &str, keys: &mut Keys, out: &mut Vec<Sent>) {
    page::page(
        ui,
        None,
        |ui| {
            page::title(ui, words(ui).consent_title);
            prose::ui(ui, text);
        },
        |ui| {
            let yes = page::answer(ui, keys, Key::Y, words(ui).consent_yes, Weight::Main);
            let no = page::answer(ui, keys, Key::N, words(ui).consent_no, Weight::Plain);
            // Where both arrive in one frame, the answer that binds to nothing counts.
            if let Some((cause, agreed)) = no.map(|c| (c, false)).or(yes.map(|c| (c, true))) {
                send(out, cause, Input::Consent(agreed));
            }
        },
    );
}
