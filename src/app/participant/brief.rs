//! The brief: a page of its own before the delay, and the same text beside a review.

use super::keys::{Keys, Sent, send};
use super::page::{self, Weight};
use super::prose;
use crate::app::strings::words;
use crate::app::theme::{self, size};
use crate::scenario::view::{Brief, Clause};
use crate::session::input::Input;
use crate::session::screen::{Again, Progress};
use egui::{Key, RichText, Ui};

pub(super) fn ui(
    ui: &mut Ui,
    progress: &Progress,
    brief: &Brief,
    again: Option<Again>,
    keys: &mut Keys,
    out: &mut Vec<Sent>,
) {
    page::page(
        ui,
        Some(progress),
        |ui| {
            let palette = theme::palette(ui);
            let note = again.map(|why| match why {
                Again::Wrong => words(ui).brief_again,
                Again::Interrupted => words(ui).brief_repeated,
            });
            if let Some(note) = note {
                theme::note(palette).show(ui, |ui| ui.label(note));
                ui.add_space(size::S3);
            } else {
                ui.label(page::text(words(ui).brief_kicker).color(palette.text_soft));
                ui.add_space(size::S2);
            }
            page::title(ui, &brief.title);
            contents(ui, brief);
        },
        |ui| {
            if let Some(cause) = page::answer(ui, keys, Key::Enter, words(ui).brief_done, Weight::Main) {
                send(out, cause, Input::Proceed);
            }
        },
    );
}

/// The brief without its title.
pub(super) fn contents(ui: &mut Ui, brief: &Brief) {
    prose::ui(ui, &brief.request);
    ui.add_space(size::S2);
    ui.label(RichText::new(words(ui).clauses).heading());
    for clause in &brief.clauses {
        clause_row(ui, clause);
    }
    if !brief.accepted.is_empty() {
        let palette = theme::palette(ui);
        ui.add_space(size::S2);
        ui.label(RichText::new(words(ui).accepted).heading());
        for line in &brief.accepted {
            ui.horizontal_top(|ui| {
                ui.label(RichText::new("•").color(palette.text_soft));
                ui.add(egui::Label::new(page::text(line)).wrap());
            });
        }
    }
}

fn clause_row(ui: &mut Ui, clause: &Clause) {
    let palette = theme::palette(ui);
    ui.horizontal_top(|ui| {
        let width = size::ROW;
        ui.allocate_ui_with_layout(
            egui::Vec2::new(width, 0.0),
            egui::Layout::top_down(egui::Align::Min),
            |ui| {
                ui.set_width(width);
                ui.label(page::text(&clause.id).color(palette.accent));
            },
        );
        ui.add(egui::Label::new(page::text(&clause.text)).wrap());
    });
}
