//! A page of instructions.

use super::keys::{Keys, Sent, send};
use super::page::{self, Weight};
use super::{picture, prose};
use crate::app::strings::words;
use crate::app::theme::{self, size};
use crate::protocol::page::Picture;
use crate::session::input::Input;
use egui::{Key, RichText, Ui};

pub(super) fn ui(
    ui: &mut Ui,
    text: &str,
    picture: Option<Picture>,
    (page, pages): (u32, u32),
    keys: &mut Keys,
    out: &mut Vec<Sent>,
) {
    page::page(
        ui,
        None,
        |ui| {
            page::title(ui, words(ui).instructions_title);
            prose::ui(ui, text);
            if let Some(picture) = picture {
                ui.add_space(size::S4);
                picture::ui(ui, picture);
            }
        },
        |ui| {
            let label = if page == pages { words(ui).instructions_done } else { words(ui).go_on };
            if let Some(cause) = page::answer(ui, keys, Key::Enter, label, Weight::Main) {
                send(out, cause, Input::Proceed);
            }
            let palette = theme::palette(ui);
            ui.label(RichText::new(words(ui).page_of(page, pages)).small().color(palette.text_soft));
        },
    );
}
