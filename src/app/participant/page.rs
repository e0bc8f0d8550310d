//! What the pages have in common: a line that says where one is, a column of text, and the answers below, each
//! with its key on it and always in view.

use super::keys::Keys;
use crate::app::strings::words;
use crate::app::theme::{self, size};
use crate::session::screen::Progress;
use egui::{Align, Button, Key, Layout, RichText, ScrollArea, Ui, Vec2};

/// A page: the column scrolls where it is too long, the bar of answers stays.
pub(super) fn page(
    ui: &mut Ui,
    progress: Option<&Progress>,
    body: impl FnOnce(&mut Ui),
    answers: impl FnOnce(&mut Ui),
) {
    let palette = theme::palette(ui);
    egui::Panel::bottom("answers").frame(theme::bar(palette)).show(ui, |ui| {
        column(ui, |ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.set_min_height(size::BUTTON);
                answers(ui);
            });
        });
    });
    egui::CentralPanel::no_frame().frame(theme::page(palette)).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            column(ui, |ui| {
                ui.add_space(size::S5);
                if let Some(progress) = progress {
                    ui.label(RichText::new(words(ui).progress(progress)).small().color(palette.text_soft));
                }
                ui.add_space(size::S3);
                body(ui);
                ui.add_space(size::S6);
            });
        });
    });
}

/// A page's title.
pub(super) fn title(ui: &mut Ui, text: &str) {
    ui.add(egui::Label::new(RichText::new(text).text_style(theme::title())).wrap());
    ui.add_space(size::S3);
}

/// Keys that a page has beside its answers, each with what it does, from right to left.
pub(super) fn hints(ui: &mut Ui, hints: &[(&str, &str)]) {
    let palette = theme::palette(ui);
    for (key, what) in hints.iter().rev() {
        ui.label(RichText::new(*what).small().color(palette.text_soft));
        ui.label(key_text(key, palette.text));
        ui.add_space(size::S2);
    }
}

/// Centres a column of reading width.
pub(super) fn column<R>(ui: &mut Ui, body: impl FnOnce(&mut Ui) -> R) -> R {
    let available = ui.available_width();
    let width = (available - 2.0 * size::S4).clamp(0.0, size::READING_WIDTH);
    let side = ((available - width) / 2.0).floor();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(side);
        ui.allocate_ui_with_layout(Vec2::new(width, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.spacing_mut().item_spacing = Vec2::splat(size::S2);
            ui.set_width(width);
            body(ui)
        })
        .inner
    })
    .inner
}

/// How a button looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// What most people will press next.
    Main,
    /// All others.
    Plain,
}

/// A button with its key on it. Gives what pressed it: the key, a click, or nothing.
pub(super) fn answer(
    ui: &mut Ui,
    keys: &mut Keys,
    key: Key,
    label: &str,
    weight: Weight,
) -> Option<super::Cause> {
    let palette = theme::palette(ui);
    let (text, hint) = match weight {
        Weight::Main => (palette.on_accent, palette.on_accent),
        Weight::Plain => (palette.text, palette.text_soft),
    };
    let mut button = Button::new(RichText::new(label).color(text))
        .shortcut_text(key_text(words(ui).key(key), hint))
        .gap(size::S4)
        .min_size(Vec2::new(size::BUTTON_WIDTH, size::BUTTON));
    if weight == Weight::Main {
        button = button.fill(palette.accent).stroke(egui::Stroke::new(size::STROKE, palette.accent));
    }
    pressed(keys, key, &ui.add(button).accessible_name(label))
}

/// One of several options, as wide as the column, its key before it.
pub(super) fn option(
    ui: &mut Ui,
    keys: &mut Keys,
    index: usize,
    label: &str,
    highlighted: bool,
) -> Option<super::Cause> {
    let palette = theme::palette(ui);
    let key = super::keys::digit_key(index);
    let name = key.map_or("", |key| words(ui).key(key));
    let edge = if highlighted {
        egui::Stroke::new(size::STROKE_CURSOR, palette.accent)
    } else {
        egui::Stroke::new(size::STROKE, palette.outline)
    };
    let inner = ui.available_width();
    let button = Button::new((
        key_text(name, palette.text_soft),
        RichText::new(label).color(palette.text),
        egui::Atom::grow(),
    ))
    .gap(size::S3)
    .wrap()
    .stroke(edge)
    .min_size(Vec2::new(inner, size::BUTTON));
    let response = ui.add(button).accessible_name(label);
    match key {
        Some(key) => pressed(keys, key, &response),
        None => response.clicked().then_some(super::Cause::Click),
    }
}

/// Asks before a session is left. Some(true): leave; Some(false): stay.
pub fn leave_dialog(ui: &mut Ui) -> Option<bool> {
    let palette = theme::palette(ui);
    let key = |key| ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key));
    let (escape, leave) = (key(Key::Escape), key(Key::L));
    let frame = theme::card(palette).inner_margin(size::S5);
    let shown = egui::Modal::new(egui::Id::unique("leave"))
        .backdrop_color(palette.backdrop)
        .frame(frame)
        .show(ui.ctx(), |ui| {
            ui.set_width(size::SIDE_WIDTH);
            ui.label(RichText::new(words(ui).leave_title).heading());
            ui.label(words(ui).leave_text);
            ui.add_space(size::S3);
            let mut none = Keys::default();
            ui.horizontal(|ui| {
                let stay = answer(ui, &mut none, Key::Escape, words(ui).leave_no, Weight::Main).is_some();
                let leave = answer(ui, &mut none, Key::L, words(ui).leave_yes, Weight::Plain).is_some();
                (stay, leave)
            })
            .inner
        });
    match (escape || shown.inner.0, leave || shown.inner.1) {
        (true, _) => Some(false),
        (_, true) => Some(true),
        _ => None,
    }
}

/// What pressed a control: its key, or a click on it.
pub(super) fn pressed(keys: &mut Keys, key: Key, response: &egui::Response) -> Option<super::Cause> {
    if keys.take(key) {
        Some(super::Cause::Key(key))
    } else {
        response.clicked().then_some(super::Cause::Click)
    }
}

/// Running text, its lines set apart for reading.
pub(super) fn text(text: impl Into<String>) -> RichText {
    RichText::new(text).line_height(Some(size::BODY_LINE))
}

/// A key's name in its own type: the text font has no arrows.
pub(super) fn key_text(name: &str, color: egui::Color32) -> RichText {
    RichText::new(name).font(theme::code_font()).color(color)
}

/// A page of its own with one thing to do, by Enter or a click; true where it was done.
pub fn calm_page(ui: &mut Ui, heading: &str, action: &str, body: impl FnOnce(&mut Ui)) -> bool {
    let entered = ui.input_mut(|input| {
        let held = input.events.iter().any(|event| matches!(event, egui::Event::Key { repeat: true, .. }));
        !held && input.consume_key(egui::Modifiers::NONE, Key::Enter)
    });
    let mut done = entered;
    page(
        ui,
        None,
        |ui| {
            title(ui, heading);
            body(ui);
        },
        |ui| done |= answer(ui, &mut Keys::default(), Key::Enter, action, Weight::Main).is_some(),
    );
    done
}
