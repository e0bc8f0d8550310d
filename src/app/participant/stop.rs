//! Withdrawal at any time: a quiet control on every page, and the question that it leads to.

use super::Draft;
use super::keys::{Keys, Sent, send};
use super::page;
use crate::app::strings::words;
use crate::app::theme::{self, size};
use crate::session::input::Input;
use crate::session::screen::Screen;
use egui::{Align, Button, Key, Layout, RichText, Ui};

/// Draws the control below the page or, once it was used, the question over it.
pub(super) fn ui(ui: &mut Ui, screen: &Screen, draft: &mut Draft, keys: &mut Keys, out: &mut Vec<Sent>) {
    // Consent can be declined, and at the end there is nothing to stop.
    if matches!(screen, Screen::Consent { .. } | Screen::Done { .. }) {
        draft.stopping = false;
        return;
    }
    let asked = control(ui, keys);
    if !draft.stopping {
        draft.stopping = asked;
        return;
    }
    if keys.take(Key::Escape) {
        draft.stopping = false;
        return;
    }
    if let Some((place, cause)) = question(ui, keys) {
        draft.stopping = false;
        if place > 0 {
            send(out, cause, Input::Withdraw { erase: place == 2 });
        }
    }
}

fn control(ui: &mut Ui, keys: &mut Keys) -> bool {
    let palette = theme::palette(ui);
    let frame = egui::Frame::new()
        .fill(palette.page)
        .inner_margin(egui::Margin::symmetric(size::S4 as i8, size::S1 as i8));
    let mut clicked = false;
    egui::Panel::bottom("stop").frame(frame).show_separator_line(false).show(ui, |ui| {
        // A line of text, not a row of buttons.
        ui.spacing_mut().interact_size.y = size::BODY_LINE;
        ui.spacing_mut().button_padding.y = 0.0;
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let text = RichText::new(words(ui).stop).small().color(palette.text_soft);
            let key = page::key_text(Key::F10.name(), palette.text_soft).small();
            let button = Button::new(text).shortcut_text(key).gap(size::S2).frame(false);
            clicked = ui.add(button).accessible_name(words(ui).stop).clicked();
        });
    });
    keys.take(Key::F10) || clicked
}

/// Which answer was given, from 0, and by what.
fn question(ui: &mut Ui, keys: &mut Keys) -> Option<(usize, super::Cause)> {
    let palette = theme::palette(ui);
    egui::Modal::new(egui::Id::unique("stop"))
        .backdrop_color(palette.backdrop)
        .frame(theme::card(palette).inner_margin(size::S5))
        .show(ui.ctx(), |ui| {
            ui.set_width(size::SIDE_WIDTH);
            ui.label(RichText::new(words(ui).stop_title).heading());
            ui.label(page::text(words(ui).stop_text));
            ui.add_space(size::S3);
            ui.spacing_mut().item_spacing.y = size::S3;
            page::options(ui, keys, &words(ui).stop_answers(), Some(0))
        })
        .inner
}
