//! The field to search in, what was found, and the keys to go on.

use super::{Act, ReviewDraft, View, small_click};
use crate::app::strings::words;
use crate::app::theme::{self, size};
use egui::{Align, Id, Key, Layout, RichText, TextEdit, Ui};

/// The most that can be typed.
const LETTERS: usize = 80;

/// Draws it.
pub(super) fn ui(ui: &mut Ui, view: &View<'_>, draft: &mut ReviewDraft) -> Option<Act> {
    let palette = theme::palette(ui);
    let words = words(ui);
    let mut act = None;
    egui::Panel::top("search").frame(theme::bar(palette)).show(ui, |ui| {
        ui.horizontal(|ui| {
            let id: Id = ui.scope_id().with("search-field");
            draft.field = Some(id);
            let search = &mut draft.search;
            let field = TextEdit::singleline(&mut search.typed)
                .id(id)
                .char_limit(LETTERS)
                .hint_text(words.search_title)
                .desired_width(size::SEARCH_FIELD)
                .align(egui::Align2::LEFT_CENTER)
                .min_size(egui::vec2(0.0, size::BUTTON));
            let response = ui.add(field).accessible_name(words.search_title);
            if std::mem::take(&mut search.wants_keyboard) {
                response.request_focus();
            }
            if std::mem::take(&mut search.leaves_keyboard) {
                response.surrender_focus();
            }
            let typing = response.has_focus();
            if !search.typed.trim().is_empty() {
                let found = if search.is_complete(view) {
                    words.found(search.hits().len(), view.batch.decisions.len())
                } else {
                    words.search_busy.to_owned()
                };
                ui.label(RichText::new(found).color(palette.text_soft));
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if small_click(ui, words.key(Key::Escape), words.close, words.close) {
                    act = Some(Act::CloseSearch);
                }
                if typing {
                    if small_click(ui, words.key(Key::Enter), words.search_go, words.search_go) {
                        act = Some(Act::Find);
                    }
                } else if search.needle().is_some() {
                    if small_click(ui, &words.with_shift(Key::N), words.search_before, words.search_before) {
                        act = Some(Act::ToHit(false));
                    }
                    if small_click(ui, words.key(Key::N), words.search_next, words.search_next) {
                        act = Some(Act::ToHit(true));
                    }
                }
            });
        });
    });
    act
}
