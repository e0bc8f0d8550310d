//! The review: the batch's decisions, the brief one key away, the verdict below.
//!
//! Keys and clicks both become an [`Act`]; [`apply`] is the one place that turns acts into display state and inputs.

mod body;
mod cues;
mod heights;
mod list;
mod row;

use super::brief;
use super::keys::{Cause, Keys, Sent, digit, send};
use super::page::{self, Weight};
use super::verdict::{self, Stage, VerdictDraft};
use crate::app::strings::words;
use crate::app::theme::{self, size};
use crate::scenario::truth::Reach;
use crate::scenario::view::{Batch, Brief, DecisionView};
use crate::session::input::Input;
use crate::session::screen::Progress;
use egui::{Align, Key, Layout, RichText, ScrollArea, Ui};
use list::{Clicked, List};
use std::ops::Range;
use std::sync::Arc;

/// What of a [`crate::session::screen::Screen::Review`] is drawn.
pub(super) struct View<'a> {
    pub(super) progress: &'a Progress,
    pub(super) batch: &'a Batch,
    pub(super) brief: &'a Brief,
    pub(super) brief_open: bool,
    pub(super) open: &'a [bool],
    pub(super) resumed: bool,
}

impl View<'_> {
    fn decision(&self, row: usize) -> Option<&Arc<DecisionView>> {
        self.batch.decisions.get(row)
    }

    fn is_open(&self, row: usize) -> bool {
        self.open.get(row).copied().unwrap_or(false)
    }
}

/// A review's display state.
#[derive(Debug, Default)]
pub struct ReviewDraft {
    cursor: usize,
    list: List,
    cues_open: bool,
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
}

/// Everything that can be done in a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Move(isize),
    To(usize),
    ScrollPages(i8),
    Toggle(usize),
    Unfold(usize),
    Brief,
    Cues,
    Accept,
    Reject,
    Back,
    Highlight(isize),
    Pick(usize),
    Reach(Reach),
    Why(usize),
    Edit(Stage),
    Confirm,
}

/// Draws the review.
pub(super) fn ui(
    ui: &mut Ui,
    view: &View<'_>,
    draft: &mut ReviewDraft,
    keys: &mut Keys,
    out: &mut Vec<Sent>,
) {
    while let Some(key) = keys.next() {
        if let Some(act) = act_of(key, view, draft)
            && apply(act, Cause::Key(key), view, draft, out)
        {
            keys.clear();
        }
    }
    let palette = theme::palette(ui);
    let mut clicked: Option<Act> = None;
    egui::Panel::top("where")
        .frame(theme::bar(palette))
        .show(ui, |ui| clicked = clicked.or(header(ui, view)));
    clicked = clicked.or(cues::ui(ui, view, draft.cues_open));
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
    let marked = draft.verdict.as_ref().and_then(VerdictDraft::picked);
    let frame = theme::page(palette).inner_margin(egui::Margin::symmetric(size::S4 as i8, size::S2 as i8));
    egui::CentralPanel::no_frame().frame(frame).show(ui, |ui| {
        let act = draft.list.ui(ui, view, draft.cursor, marked).map(|place| match place {
            Clicked::Triangle(row) => Act::Toggle(row),
            Clicked::Unfold(row) => Act::Unfold(row),
            Clicked::Row(row) if picking(draft) => Act::To(row),
            Clicked::Row(row) => Act::Toggle(row),
        });
        clicked = clicked.or(act);
    });
    if let Some(act) = clicked {
        apply(act, Cause::Click, view, draft, out);
        ui.request_repaint();
    }
    if let Some((first, last)) = draft.list.news(ui) {
        send(out, Cause::Frame, Input::Scroll { first, last, above_percent: 0, below_percent: 0 });
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
    let mut act = None;
    ui.horizontal(|ui| {
        if click(ui, Key::A, words(ui).accept, Weight::Plain) {
            act = Some(Act::Accept);
        }
        if click(ui, Key::R, words(ui).reject, Weight::Plain) {
            act = Some(Act::Reject);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            page::hints(ui, &words(ui).review_hints());
        });
    });
    act
}

/// A button whose key is read elsewhere.
pub(super) fn click(ui: &mut Ui, key: Key, label: &str, weight: Weight) -> bool {
    page::answer(ui, &mut Keys::default(), key, label, weight).is_some()
}

fn act_of(key: Key, view: &View<'_>, draft: &ReviewDraft) -> Option<Act> {
    let stage = draft.verdict.as_ref().map(VerdictDraft::stage);
    if let Some(verdict) = &draft.verdict
        && let Some(act) = verdict.act_of(key, view.brief.clauses.len(), draft.cursor)
    {
        return Some(act);
    }
    let last = view.batch.decisions.len().saturating_sub(1);
    Some(match key {
        Key::ArrowDown | Key::J => Act::Move(1),
        Key::ArrowUp | Key::K => Act::Move(-1),
        Key::PageDown => Act::ScrollPages(1),
        Key::PageUp => Act::ScrollPages(-1),
        Key::Home => Act::To(0),
        Key::End => Act::To(last),
        Key::Space => Act::Toggle(draft.cursor),
        Key::Enter if stage.is_none() => Act::Toggle(draft.cursor),
        Key::O => Act::Unfold(draft.cursor),
        Key::B => Act::Brief,
        Key::C if !view.batch.cues.is_empty() => Act::Cues,
        Key::Escape if view.brief_open => Act::Brief,
        Key::A if stage.is_none() => Act::Accept,
        Key::R if stage.is_none() => Act::Reject,
        _ => return None,
    })
}

/// Does `act`; true where it gave the verdict, after which nothing more counts.
fn apply(act: Act, cause: Cause, view: &View<'_>, draft: &mut ReviewDraft, out: &mut Vec<Sent>) -> bool {
    let last = view.batch.decisions.len().saturating_sub(1);
    match act {
        Act::Move(by) => move_to(draft, draft.cursor.saturating_add_signed(by).min(last)),
        Act::To(row) => move_to(draft, row.min(last)),
        Act::ScrollPages(pages) => draft.list.scroll_pages(f32::from(pages)),
        Act::Toggle(row) => {
            move_to(draft, row.min(last));
            let place = row.min(last) as u32 + 1;
            let input =
                if view.is_open(row) { Input::CloseDecision(place) } else { Input::OpenDecision(place) };
            send(out, cause, input);
        }
        Act::Unfold(row) => draft.list.unfold(row),
        Act::Brief => send(out, cause, if view.brief_open { Input::CloseBrief } else { Input::OpenBrief }),
        Act::Cues => draft.cues_open = !draft.cues_open,
        Act::Accept => draft.verdict = Some(VerdictDraft::accept()),
        Act::Reject => draft.verdict = Some(VerdictDraft::reject()),
        Act::Back => {
            if draft.verdict.as_mut().is_none_or(|verdict| !verdict.back()) {
                draft.verdict = None;
            }
        }
        Act::Confirm => {
            let verdict = draft.verdict.as_ref().and_then(|verdict| verdict.verdict(view.brief));
            if let Some(verdict) = verdict {
                send(out, cause, Input::Verdict(verdict));
                return true;
            }
        }
        Act::Highlight(_) | Act::Pick(_) | Act::Reach(_) | Act::Why(_) | Act::Edit(_) => {
            if let Act::Pick(row) = act {
                move_to(draft, row);
            }
            if let Some(verdict) = &mut draft.verdict {
                verdict.apply(act, view.brief.clauses.len());
            }
        }
    }
    false
}

fn move_to(draft: &mut ReviewDraft, row: usize) {
    draft.cursor = row;
    draft.list.reveal(row);
}

/// The option that a number key stands for, where there are `count`.
pub(super) fn option_of(key: Key, count: usize) -> Option<usize> {
    digit(key).filter(|index| *index < count)
}
