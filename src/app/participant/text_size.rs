//! The participant's text size: Ctrl +, Ctrl − and Ctrl 0 on every page, and buttons where no clock runs.

use super::keys::{Cause, Sent, send};
use crate::app::strings::words;
use crate::app::theme::{self, size, text_size};
use crate::session::input::Input;
use crate::session::screen::Screen;
use egui::{Align, Button, Layout, RichText, Ui, Vec2};

/// Takes the keys, and draws the buttons on the pages before the first trial.
pub(super) fn ui(ui: &mut Ui, screen: &Screen, out: &mut Vec<Sent>) {
    if let Some((key, percent)) = text_size::asked(ui) {
        send(out, Cause::Key(key), Input::TextSize(percent));
    }
    if matches!(screen, Screen::Consent { .. } | Screen::Instructions { .. }) {
        bar(ui, out);
    }
}

fn bar(ui: &mut Ui, out: &mut Vec<Sent>) {
    let palette = theme::palette(ui);
    let words = words(ui);
    let now = text_size::percent(ui);
    egui::Panel::top("text-size").frame(theme::page(palette)).show_separator_line(false).show(ui, |ui| {
        ui.add_space(size::S2);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(size::S4);
            for (face, name, percent) in [
                ("+", words.text_larger, text_size::larger(now)),
                ("−", words.text_smaller, text_size::smaller(now)),
            ] {
                let button = Button::new(RichText::new(face).font(theme::code_font()))
                    .min_size(Vec2::splat(size::BUTTON));
                let response = ui.add_enabled(percent != now, button).accessible_name(name);
                if response.clicked() {
                    send(out, Cause::Click, Input::TextSize(percent));
                }
            }
            let says = format!("{}: {now} %", words.text_size);
            ui.label(RichText::new(says).small().color(palette.text_soft));
        });
    });
}
