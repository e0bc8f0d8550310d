//! The review: the batch's decisions, the brief one key away, the verdict below.
//!
//! Keys and clicks both become an [`Act`]; [`act::apply`] is the one place that turns acts into display state and inputs.

mod act;
mod body;
mod cues;
mod diff;
mod heights;
mod help;
mod lex;
mod list;
mod row;
mod search;
mod search_bar;

use super::brief;
use super::keys::{Cause, Keys, Sent, digit, send};
use super::page::{self, Weight};
use super::verdict::{self, Stage, VerdictDraft};
use crate::app::strings::words;
use crate::app::theme::{self, size};
use crate::scenario::view::{Batch, Brief, DecisionView};
use crate::session::input::Input;
use crate::session::screen::{Progress, Reading};
pub(super) use act::Act;
use egui::{Align, Key, Layout, RichText, ScrollArea, Ui};
use list::{Clicked, List, Marks, Seen};
use search::Search;
use std::ops::Range;
use std::sync::Arc;

/// What of a [`crate::session::screen::Screen::Review`] is drawn.
pub(super) struct View<'a> {
    pub(super) progress: &'a Progress,
    pub(super) batch: &'a Batch,
    pub(super) brief: &'a Brief,
    pub(super) brief_open: bool,
    pub(super) open: &'a Arc<[bool]>,
    pub(super) resumed: bool,
    pub(super) reading: &'a Reading,
}

impl View<'_> {
    fn decision(&self, row: usize) -> Option<&Arc<DecisionView>> {
        self.batch.decisions.get(row)
    }

    fn is_open(&self, row: usize) -> bool {
        self.open.get(row).copied().unwrap_or(false)
    }

    fn is_unfolded(&self, row: usize) -> bool {
        self.reading.unfolded.get(row).copied().unwrap_or(false)
    }

    fn is_suspect(&self, row: usize) -> bool {
        self.reading.suspect.get(row).copied().unwrap_or(false)
    }

    fn last(&self) -> usize {
        self.batch.decisions.len().saturating_sub(1)
    }
}

/// A review's display state.
#[derive(Debug, Default)]
pub struct ReviewDraft {
    cursor: usize,
    list: List,
    search: Search,
    /// The field to search in, while it is there.
    field: Option<egui::Id>,
    verdict: Option<VerdictDraft>,
}

impl ReviewDraft {
    /// The decisions, from 0, that were laid out in the last frame.
    pub fn laid_out(&self) -> Range<usize> {
        self.list.in_view()
    }

    /// The decision under the cursor, from 0.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// The field that a text is typed into, where there is one.
    pub(super) fn text_field(&self) -> Option<egui::Id> {
        self.field
    }
}

/// Draws the review.
pub(super) fn ui(
    ui: &mut Ui,
    view: &View<'_>,
    draft: &mut ReviewDraft,
    keys: &mut Keys,
    out: &mut Vec<Sent>,
) {
    while let Some((key, shift)) = keys.next_with_shift() {
        let typing = draft.field.is_some_and(|field| ui.memory(|memory| memory.has_focus(field)));
        if let Some(act) = act::of_key((key, shift), view, draft, typing)
            && act::apply(act, Cause::Key(key), view, draft, out)
        {
            keys.clear();
        }
    }
    if view.reading.help_open {
        if help::ui(ui, view.progress) {
            act::apply(Act::Help, Cause::Click, view, draft, out);
        }
        return;
    }
    let palette = theme::palette(ui);
    let mut clicked: Option<Act> = None;
    egui::Panel::top("where")
        .frame(theme::bar(palette))
        .show(ui, |ui| clicked = clicked.or(header(ui, view)));
    clicked = clicked.or(cues::ui(ui, view));
    if view.reading.search_open {
        clicked = clicked.or(search_bar::ui(ui, view, draft));
        act::search_on(view, draft, out);
    } else {
        draft.field = None;
    }
    let dock_height = ui.available_height() * size::DOCK_SHARE;
    egui::Panel::bottom("verdict").frame(theme::bar(palette)).show(ui, |ui| {
        let act = match &draft.verdict {
            None => answers(ui),
            Some(verdict) => verdict::ui(ui, verdict, view, draft.cursor, dock_height),
        };
        clicked = clicked.or(act);
    });
    if view.brief_open {
        let room = ui.available_width();
        let width = size::SIDE_WIDTH.max(room * size::SIDE_SHARE_WIDE).min(room * size::SIDE_SHARE);
        egui::Panel::right("brief").exact_size(width).resizable(false).frame(theme::bar(palette)).show(
            ui,
            |ui| {
                ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                    page::title(ui, &view.brief.title);
                    brief::contents(ui, view.brief);
                });
            },
        );
    }
    let picked = draft.verdict.as_ref().and_then(VerdictDraft::picked);
    let frame = theme::page(palette).inner_margin(egui::Margin::symmetric(size::S4 as i8, size::S2 as i8));
    egui::CentralPanel::no_frame().frame(frame).show(ui, |ui| {
        let marks = Marks { cursor: draft.cursor, picked, search: &draft.search };
        let act = draft.list.ui(ui, view, &marks).map(|place| match place {
            Clicked::Triangle(row) => Act::Toggle(row),
            Clicked::Unfold(row) => Act::Unfold(row),
            Clicked::Row(row) if picking(draft) => Act::To(row),
            Clicked::Row(row) => Act::Toggle(row),
        });
        clicked = clicked.or(act);
    });
    if let Some(act) = clicked {
        act::apply(act, Cause::Click, view, draft, out);
        ui.request_repaint();
    }
    if view.reading.search_open && !draft.search.is_complete(view) {
        ui.request_repaint();
    }
    if let Some(Seen { first, last, above_percent, below_percent }) = draft.list.news(ui) {
        send(out, Cause::Frame, Input::Scroll { first, last, above_percent, below_percent });
    }
}

fn picking(draft: &ReviewDraft) -> bool {
    draft.verdict.as_ref().is_some_and(|verdict| verdict.stage() == Stage::Pick)
}

fn header(ui: &mut Ui, view: &View<'_>) -> Option<Act> {
    let palette = theme::palette(ui);
    if view.resumed {
        theme::note(palette).show(ui, |ui| ui.label(words(ui).review_resumed));
    }
    let mut act = None;
    let label = if view.brief_open { words(ui).brief_close } else { words(ui).brief_open };
    let room = ui.available_width() - page::answer_width(ui, Key::B, label);
    ui.horizontal(|ui| {
        ui.vertical(|ui| {
            ui.set_max_width(room);
            let line = |text: RichText| egui::Label::new(text).truncate();
            ui.add(line(RichText::new(words(ui).progress(view.progress)).small().color(palette.text_soft)));
            ui.add(line(RichText::new(words(ui).decisions(view.batch.decisions.len())).heading()));
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            act = click(ui, Key::B, label, Weight::Plain).then_some(Act::Brief);
        });
    });
    act
}

fn answers(ui: &mut Ui) -> Option<Act> {
    let words = words(ui);
    let mut act = None;
    ui.horizontal(|ui| {
        if click(ui, Key::A, words.accept, Weight::Plain) {
            act = Some(Act::Accept);
        }
        if click(ui, Key::R, words.reject, Weight::Plain) {
            act = Some(Act::Reject);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if small_click(ui, "?", words.keys_open, words.keys_open) {
                act = Some(Act::Help);
            }
            page::hints(ui, &words.review_hints());
        });
    });
    act
}

/// A button of little weight, its key after its words.
pub(super) fn small_click(ui: &mut Ui, key: &str, label: &str, name: &str) -> bool {
    let palette = theme::palette(ui);
    let button = egui::Button::new(RichText::new(label).small())
        .shortcut_text(page::key_text(key, palette.text_soft))
        .gap(size::S2);
    ui.add(button).accessible_name(name).clicked()
}

/// A button whose key is read elsewhere.
pub(super) fn click(ui: &mut Ui, key: Key, label: &str, weight: Weight) -> bool {
    page::answer(ui, &mut Keys::default(), key, label, weight).is_some()
}

/// The option that a number key stands for, where there are `count`.
pub(super) fn option_of(key: Key, count: usize) -> Option<usize> {
    digit(key).filter(|index| *index < count)
}
