//! What the pages have in common: a line that says where one is, a column of text, and the answers below, each
//! with its key on it and always in view.

use super::keys::Keys;
use crate::app::strings::words;
use crate::app::theme::{self, size};
use crate::session::screen::Progress;
use egui::{Align, AtomExt as _, Button, Key, Layout, RichText, ScrollArea, Ui, Vec2};

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
    without_answers(ui, progress, body);
}

/// A page on which nothing is to be answered below.
pub(super) fn without_answers(ui: &mut Ui, progress: Option<&Progress>, body: impl FnOnce(&mut Ui)) {
    let palette = theme::palette(ui);
    egui::CentralPanel::no_frame().frame(theme::page(palette)).show(ui, |ui| {
        let scroll = ui.data_mut(|data| data.remove_temp::<f32>(scroll_place())).unwrap_or_default();
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            if scroll != 0.0 {
                ui.scroll_with_delta(Vec2::new(0.0, -scroll));
            }
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

/// Takes the keys that scroll a page which is longer than the window: arrows by a line or two, page keys by most of
/// a page.
pub(super) fn scroll_by_keys(ui: &Ui, keys: &mut Keys) {
    let page = 0.6 * ui.available_height();
    let line = 2.0 * size::BODY_LINE;
    let mut by = 0.0;
    for (key, step) in
        [(Key::ArrowDown, line), (Key::ArrowUp, -line), (Key::PageDown, page), (Key::PageUp, -page)]
    {
        while keys.take(key) {
            by += step;
        }
    }
    if by != 0.0 {
        ui.data_mut(|data| data.insert_temp(scroll_place(), by));
    }
}

fn scroll_place() -> egui::Id {
    egui::Id::unique("page-scroll")
}

/// A page's title.
pub(super) fn title(ui: &mut Ui, text: &str) {
    ui.add(egui::Label::new(RichText::new(text).text_style(theme::title())).wrap());
    ui.add_space(size::S3);
}

/// Keys that a page has beside its answers, each with what it does, from right to left: the first ones, as many as
/// there is room for.
pub(super) fn hints(ui: &mut Ui, hints: &[(&str, &str)]) {
    let palette = theme::palette(ui);
    let width = |text: &str, font| {
        ui.painter().layout_no_wrap(text.to_owned(), font, palette.text).size().x
            + ui.spacing().item_spacing.x
    };
    let mut room = ui.available_width();
    let fitting = hints.iter().take_while(|(key, what)| {
        room -= width(key, theme::code_font()) + width(what, theme::small_font()) + size::S2;
        room >= 0.0
    });
    let shown = fitting.count();
    for (key, what) in hints.iter().take(shown).rev() {
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

/// How wide [`answer`] will be, with the space before it.
pub(super) fn answer_width(ui: &Ui, key: Key, label: &str) -> f32 {
    let width = |text: &str, font| {
        let galley = ui.painter().layout_no_wrap(text.to_owned(), font, egui::Color32::PLACEHOLDER);
        galley.size().x
    };
    let inner = width(label, theme::body_font()) + size::S4 + width(words(ui).key(key), theme::code_font());
    (inner + 2.0 * ui.spacing().button_padding.x).max(size::BUTTON_WIDTH) + size::S3
}

/// Options one below the other, by number keys and clicks: the one that was chosen, from 0, and by what.
pub(super) fn options(
    ui: &mut Ui,
    keys: &mut Keys,
    labels: &[&str],
    highlighted: Option<usize>,
) -> Option<(usize, super::Cause)> {
    let numbers: Vec<Key> = (0..labels.len()).map_while(super::keys::digit_key).collect();
    let mut chosen = keys.first_of(&numbers);
    for (index, label) in labels.iter().enumerate() {
        if option(ui, index, label, highlighted == Some(index)) {
            chosen = chosen.or(Some((index, super::Cause::Click)));
        }
    }
    chosen
}

/// One of several options, as wide as the column, its key before it; true where it was clicked.
pub(super) fn option(ui: &mut Ui, index: usize, label: &str, highlighted: bool) -> bool {
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
        // What wraps where the label is long; without this it would be the key.
        RichText::new(label).color(palette.text).atom_shrink(true),
        egui::Atom::grow(),
    ))
    .gap(size::S3)
    .wrap()
    .stroke(edge)
    .min_size(Vec2::new(inner, size::BUTTON));
    ui.add(button).accessible_name(label).clicked()
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
            ui.label(text(words(ui).leave_text));
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
pub fn text(text: impl Into<String>) -> RichText {
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
