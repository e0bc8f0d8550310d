//! What automation says at the batch's end: one line a check, and its output where that is wanted.

use super::{Act, View, click};
use crate::app::participant::page::{self, Weight};
use crate::app::strings::words;
use crate::app::theme::{self, size};
use crate::scenario::view::CueReport;
use egui::{Align, Key, Label, Layout, RichText, ScrollArea, TextWrapMode, Ui};

/// Draws the checks; nothing where the condition shows none.
pub(super) fn ui(ui: &mut Ui, view: &View<'_>) -> Option<Act> {
    let open = view.reading.cues_open;
    let cues = &view.batch.cues;
    if cues.is_empty() {
        return None;
    }
    let palette = theme::palette(ui);
    let most = ui.available_height() * size::CUES_SHARE;
    // However small the window, a decision and the answers stay in view.
    let all = ui.available_height() - 2.0 * size::BUTTON - 2.0 * size::S5 - size::ROW;
    let all = all.max(size::ROW);
    let mut act = None;
    egui::Panel::top("cues").frame(theme::bar(palette)).show(ui, |ui| {
        // All of its lines where there is room: a line cut in half is read wrongly or not at all.
        let area = ScrollArea::vertical().max_height(all).min_scrolled_height(all);
        area.auto_shrink([false, true]).show(ui, |ui| {
            let label = if open { words(ui).cues_close } else { words(ui).cues_open };
            let room = ui.available_width() - page::answer_width(ui, Key::C, label);
            ui.horizontal(|ui| {
                ui.vertical(|ui| {
                    ui.set_max_width(room);
                    // Lines of text, not rows of buttons.
                    ui.spacing_mut().interact_size.y = size::BODY_LINE;
                    ui.spacing_mut().item_spacing.y = 0.0;
                    cues.iter().for_each(|cue| line(ui, cue));
                });
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    act = click(ui, Key::C, label, Weight::Plain).then_some(Act::Cues);
                });
            });
            if open {
                ScrollArea::vertical()
                    .id_salt("output")
                    .max_height(most)
                    .min_scrolled_height(most)
                    .auto_shrink([false, true])
                    .show(ui, |ui| {
                        cues.iter().for_each(|cue| output(ui, cue));
                    });
            }
        });
    });
    act
}

/// The check and what it found: never by colour alone.
fn line(ui: &mut Ui, cue: &CueReport) {
    let palette = theme::palette(ui);
    let (said, colour) = match cue.status {
        0 => (words(ui).cue_passed, palette.text_soft),
        _ => (words(ui).cue_failed, palette.trouble),
    };
    ui.horizontal_wrapped(|ui| {
        ui.label(words(ui).cue(cue.kind));
        ui.label(RichText::new(said).color(colour));
    });
}

fn output(ui: &mut Ui, cue: &CueReport) {
    let palette = theme::palette(ui);
    ui.add_space(size::S2);
    ui.label(RichText::new(words(ui).cue(cue.kind)).small().color(palette.text_soft));
    let text = if cue.output.is_empty() { words(ui).no_output } else { &cue.output };
    egui::Frame::new().fill(palette.code_ground).inner_margin(size::S2).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.add(Label::new(RichText::new(text).monospace()).wrap_mode(TextWrapMode::Wrap));
    });
}
