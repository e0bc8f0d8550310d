//! A break: nothing moves on it, and after its least time the participant goes on when they like.

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
    ready: bool,
    (min_secs, max_secs): (f64, f64),
    keys: &mut Keys,
    out: &mut Vec<Sent>,
) {
    let palette = theme::palette(ui);
    page::page(
        ui,
        Some(progress),
        |ui| {
            page::title(ui, words(ui).break_title);
            ui.label(page::text(if ready { words(ui).break_ready } else { words(ui).break_wait }));
            ui.add_space(size::S2);
            let limits = words(ui).break_limits(min_secs, max_secs);
            ui.label(RichText::new(limits).small().color(palette.text_soft));
        },
        |ui| {
            if !ready {
                return;
            }
            if let Some(cause) = page::answer(ui, keys, Key::Enter, words(ui).go_on, Weight::Main) {
                send(out, cause, Input::Proceed);
            }
        },
    );
}
