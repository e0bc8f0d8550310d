//! The list of decisions. Only rows in view are laid out and drawn, whatever the batch's length, and of an open one
//! only what is in view.
//!
//! The place of a row comes from a prefix sum over heights. A height is known once its row has been in view at the
//! present width; until then it is a guess. When a guess above the view turns out wrong, the scroll offset moves by
//! the same amount, so that what is being read stays where it is.

use super::body::{self, Body, Manner};
use super::heights::Heights;
use super::search::Search;
use super::{View, row};
use crate::app::theme::size;
use egui::{Rect, ScrollArea, Ui};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// Laid-out decisions are kept for this many rows beyond the view.
const KEEP_AROUND: usize = 48;
/// Changes of what is in view are told at most this often, seconds.
const TELL_EVERY_SECS: f64 = 0.1;

/// What a click in the list asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clicked {
    /// A row, anywhere but on its triangle.
    Row(usize),
    /// A row's triangle.
    Triangle(usize),
    /// The rest of an output.
    Unfold(usize),
}

/// What of the batch is on the display: decisions from 1, and percent of the first and last one's height that is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) above_percent: u8,
    pub(super) below_percent: u8,
}

/// The list's display state.
#[derive(Debug, Default)]
pub(super) struct List {
    heights: Heights,
    /// The width and the manner for which everything is laid out.
    laid_out_for: Option<(f32, Manner)>,
    open_seen: Arc<[bool]>,
    unfolded_seen: Arc<[bool]>,
    known: HashMap<usize, f32>,
    bodies: HashMap<usize, Body>,
    offset: f32,
    view_height: f32,
    reveal: Option<(usize, Option<usize>)>,
    in_view: Range<usize>,
    seen: Option<Seen>,
    told: Option<(Option<Seen>, f64)>,
}

/// What the list shows beside the decisions.
pub(super) struct Marks<'a> {
    /// The row with the cursor.
    pub(super) cursor: usize,
    /// The row picked as the first wrong one.
    pub(super) picked: Option<usize>,
    /// What is searched.
    pub(super) search: &'a Search,
}

impl List {
    /// Scrolls so that `row`, and as much of what it shows as fits, comes into view.
    pub(super) fn reveal(&mut self, row: usize) {
        self.reveal = Some((row, None));
    }

    /// Scrolls so that a piece of what `row` shows comes into view.
    pub(super) fn reveal_piece(&mut self, row: usize, piece: usize) {
        self.reveal = Some((row, Some(piece)));
    }

    /// Scrolls by `pages` of the view's height.
    pub(super) fn scroll_pages(&mut self, pages: f32) {
        self.offset += pages * self.view_height * 0.85;
    }

    /// Rows laid out in the last frame.
    pub(super) fn in_view(&self) -> Range<usize> {
        self.in_view.clone()
    }

    /// The pieces of an open row that hold `needle`; none where the row is closed.
    pub(super) fn stops(&mut self, view: &View<'_>, row: usize, needle: &str) -> Vec<usize> {
        self.build(view, row);
        let Some(body) = self.bodies.get(&row).filter(|_| view.is_open(row)) else { return Vec::new() };
        (0..body.len()).filter(|place| body.holds(*place, needle)).collect()
    }

    /// Draws the list.
    pub(super) fn ui(&mut self, ui: &mut Ui, view: &View<'_>, marks: &Marks<'_>) -> Option<Clicked> {
        let bar = ui.spacing().scroll.allocated_width();
        let width = (ui.available_width() - bar).max(size::ROW_INDENT * 2.0);
        self.view_height = ui.available_height();
        self.update(ui, view, width);
        self.settle(ui, view, width);
        let mut clicked = None;
        let shown = ScrollArea::vertical()
            .auto_shrink(false)
            .animated(false)
            .vertical_scroll_offset(self.offset)
            .show_viewport(ui, |ui, _| {
                ui.set_width(width);
                ui.set_height(self.heights.total());
                let origin = ui.max_rect().left_top();
                for index in self.in_view.clone() {
                    let Some(decision) = view.batch.decisions.get(index) else { continue };
                    let top = origin.y + self.heights.top(index);
                    let height = self.heights.height(index) - size::ROW_GAP;
                    let rect = Rect::from_min_size(egui::pos2(origin.x, top), egui::vec2(width, height));
                    let look = row::Look {
                        number: index + 1,
                        decision,
                        body: self.bodies.get(&index).filter(|_| view.is_open(index)),
                        cursor: index == marks.cursor,
                        picked: marks.picked == Some(index),
                        suspect: view.is_suspect(index),
                        needle: marks.search.needle(),
                        hit: marks.search.hits().binary_search(&index).is_ok(),
                        stop: marks.search.at.filter(|(row, _)| *row == index).and_then(|(_, piece)| piece),
                    };
                    clicked = clicked.or(row::ui(ui, rect, &look));
                }
            });
        self.offset = shown.state.clamped_offset().y;
        clicked
    }

    /// What is in view, where it changed since it was last told and enough time has passed.
    pub(super) fn news(&mut self, ui: &Ui) -> Option<Seen> {
        let now = ui.input(|input| input.time);
        let (told, at) = self.told.get_or_insert((None, now));
        if *told == self.seen || self.seen.is_none() {
            return None;
        }
        let wait = *at + TELL_EVERY_SECS - now;
        if wait > 0.0 {
            ui.request_repaint_after(std::time::Duration::from_secs_f64(wait));
            return None;
        }
        self.told = Some((self.seen, now));
        self.seen
    }

    /// Takes over what changed since the last frame: width, theme, manner, what is open and unfolded.
    fn update(&mut self, ui: &Ui, view: &View<'_>, width: f32) {
        let count = view.batch.decisions.len();
        let manner = Manner {
            width: row::body_width(width),
            side_by_side: view.reading.side_by_side,
            dark: ui.visuals().dark_mode,
            scale: ui.pixels_per_point(),
        };
        let now = (width, manner);
        if self.laid_out_for != Some(now) || self.heights.len() != count {
            let anchor = self.laid_out_for.map(|_| self.heights.at(self.offset));
            self.known.clear();
            self.bodies.clear();
            self.laid_out_for = Some(now);
            self.open_seen = view.open.clone();
            self.unfolded_seen = view.reading.unfolded.clone();
            let heights = (0..count).map(|row| self.row_height(ui, view, row, width)).collect();
            self.heights = Heights::new(heights);
            if let Some(anchor) = anchor {
                self.offset = self.heights.top(anchor);
            }
            return;
        }
        // Flags are shared, and copied when one of them changes: the same ones hold the same.
        if !Arc::ptr_eq(&self.unfolded_seen, &view.reading.unfolded) {
            let before = std::mem::replace(&mut self.unfolded_seen, view.reading.unfolded.clone());
            for row in changed(&before, &view.reading.unfolded) {
                self.known.remove(&row);
                self.bodies.remove(&row);
                self.build(view, row);
                let height = self.row_height(ui, view, row, width);
                self.heights.set(row, height);
            }
        }
        if !Arc::ptr_eq(&self.open_seen, view.open) {
            let before = std::mem::replace(&mut self.open_seen, view.open.clone());
            for row in changed(&before, view.open) {
                if view.is_open(row) {
                    self.reveal = Some((row, None));
                }
                let height = self.row_height(ui, view, row, width);
                self.heights.set(row, height);
            }
        }
    }

    /// Lays out what is in view and makes the scroll offset fit it.
    fn settle(&mut self, ui: &Ui, view: &View<'_>, width: f32) {
        if let Some((row, piece)) = self.reveal.take() {
            self.build(view, row);
            self.resize(ui, view, row, width);
            self.bring(ui, view, (row, piece), width);
        }
        self.clamp();
        // What grows or shrinks moves the end of the list, and with it the view: once more then, and once again at most.
        for _ in 0..3 {
            let before = self.offset;
            let first = self.heights.at(self.offset);
            let mut row = first;
            while row < self.heights.len() && self.heights.top(row) < self.offset + self.view_height {
                self.lay_out(ui, view, row, width);
                row += 1;
            }
            self.in_view = first..row;
            self.clamp();
            if self.offset == before {
                break;
            }
        }
        self.seen = self.see();
        if self.bodies.len() > 4 * KEEP_AROUND {
            let Range { start, end } = self.in_view;
            let near = start.saturating_sub(KEEP_AROUND)..end + KEEP_AROUND;
            self.bodies.retain(|row, _| near.contains(row));
        }
    }

    fn clamp(&mut self) {
        self.offset = self.offset.clamp(0.0, (self.heights.total() - self.view_height).max(0.0));
    }

    /// Moves the offset so that a row, or a piece of it, is in view.
    fn bring(&mut self, ui: &Ui, view: &View<'_>, (row, piece): (usize, Option<usize>), width: f32) {
        let (top, bottom) = (self.heights.top(row), self.heights.top(row + 1));
        let head = row::head_height(ui, view.decision(row), width);
        let place = piece.and_then(|place| {
            let (_, top, height) = self.bodies.get(&row)?.piece(place)?;
            Some((top, height))
        });
        if let Some((piece_top, height)) = place {
            let (from, to) = (top + head + piece_top, top + head + piece_top + height);
            if from < self.offset || to > self.offset + self.view_height {
                self.offset = from - self.view_height / 3.0;
            }
            return;
        }
        if bottom > self.offset + self.view_height {
            self.offset = bottom - self.view_height;
        }
        self.offset = self.offset.min(top);
    }

    /// Lays out what is in view of one row.
    fn lay_out(&mut self, ui: &Ui, view: &View<'_>, row: usize, width: f32) {
        let head = row::head_height(ui, view.decision(row), width);
        if self.build(view, row) {
            let change = self.resize(ui, view, row, width);
            if self.heights.top(row) + head < self.offset {
                self.offset = (self.offset + change).max(0.0);
            }
        }
        let Some(body) = self.bodies.get_mut(&row).filter(|_| view.is_open(row)) else { return };
        let from = self.offset - self.heights.top(row) - head;
        let before = body.height();
        let grew_above = body.lay_out(ui, from.max(0.0), from + self.view_height);
        if body.height() != before {
            self.known.insert(row, body.height());
            self.resize(ui, view, row, width);
            self.offset = (self.offset + grew_above).max(0.0);
        }
    }

    /// Makes the content of an open row; true where there was none.
    fn build(&mut self, view: &View<'_>, row: usize) -> bool {
        let Some((_, manner)) = self.laid_out_for else { return false };
        let Some(decision) = view.decision(row).filter(|_| view.is_open(row)) else { return false };
        if self.bodies.contains_key(&row) {
            return false;
        }
        let body = Body::new(decision, manner, view.is_unfolded(row));
        self.known.insert(row, body.height());
        self.bodies.insert(row, body);
        true
    }

    /// Takes over a row's height; gives its change.
    fn resize(&mut self, ui: &Ui, view: &View<'_>, row: usize, width: f32) -> f32 {
        let height = self.row_height(ui, view, row, width);
        self.heights.set(row, height)
    }

    fn see(&self) -> Option<Seen> {
        let last = self.in_view.end.checked_sub(1)?;
        let first = self.in_view.start;
        let share = |hidden: f32, row: usize| {
            let height = (self.heights.height(row) - size::ROW_GAP).max(1.0);
            (100.0 * hidden / height).round().clamp(0.0, 100.0) as u8
        };
        Some(Seen {
            first: first as u32 + 1,
            last: last as u32 + 1,
            above_percent: share(self.offset - self.heights.top(first), first),
            below_percent: share(
                self.heights.top(last + 1) - size::ROW_GAP - self.offset - self.view_height,
                last,
            ),
        })
    }

    fn row_height(&self, ui: &Ui, view: &View<'_>, row: usize, width: f32) -> f32 {
        let decision = view.decision(row);
        let head = row::head_height(ui, decision, width);
        let body = match (view.is_open(row), decision, self.laid_out_for) {
            (true, Some(decision), Some((_, manner))) => self
                .known
                .get(&row)
                .copied()
                .unwrap_or_else(|| body::estimate(decision, manner, view.is_unfolded(row))),
            _ => 0.0,
        };
        head + body + size::ROW_GAP
    }
}

/// Rows whose flags differ.
fn changed<'a>(before: &'a [bool], after: &'a [bool]) -> impl Iterator<Item = usize> + 'a {
    let flag = |flags: &[bool], row: usize| flags.get(row).copied().unwrap_or(false);
    (0..before.len().max(after.len())).filter(move |row| flag(before, *row) != flag(after, *row))
}
