//! A break: nothing moves on it, and after its least time the participant goes on when they like.

use super::keys::{Keys, Sent, send};
use super::page::{self, Weight};
use crate::app::strings;
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
            page::title(ui, strings::BREAK_TITLE);
            ui.label(page::text(if ready { strings::BREAK_READY } else { strings::BREAK_WAIT }));
            ui.add_space(size::S2);
            let limits = strings::break_limits(min_secs, max_secs);
            ui.label(RichText::new(limits).small().color(palette.text_soft));
        },
        |ui| {
            if !ready {
                return;
            }
            if let Some(cause) = page::answer(ui, keys, Key::Enter, strings::GO_ON, Weight::Main) {
                send(out, cause, Input::Proceed);
            }
        },
    );
}
