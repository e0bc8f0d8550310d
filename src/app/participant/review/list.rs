//! The list of decisions. Only rows in view are laid out and drawn, whatever the batch's length.
//!
//! The place of a row comes from a prefix sum over heights. A height is known once its row has been in view at the
//! present width; until then it is a guess. When a guess above the view turns out wrong, the scroll offset moves by
//! the same amount, so that what is being read stays where it is.

use super::body::{self, Body};
use super::heights::Heights;
use super::{View, row};
use crate::app::theme::size;
use egui::{Rect, ScrollArea, Ui};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

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

/// The list's display state.
#[derive(Debug, Default)]
pub(super) struct List {
    heights: Heights,
    /// The width for which everything is laid out, and whether in the dark theme.
    laid_out_for: Option<(f32, bool)>,
    open_seen: Vec<bool>,
    known: HashMap<usize, f32>,
    bodies: HashMap<usize, Body>,
    unfolded: BTreeSet<usize>,
    offset: f32,
    view_height: f32,
    reveal: Option<usize>,
    in_view: Range<usize>,
    told: Option<(Range<usize>, f64)>,
}

impl List {
    /// Scrolls so that `row`, and as much of what it shows as fits, comes into view.
    pub(super) fn reveal(&mut self, row: usize) {
        self.reveal = Some(row);
    }

    /// Scrolls by `pages` of the view's height.
    pub(super) fn scroll_pages(&mut self, pages: f32) {
        self.offset += pages * self.view_height * 0.85;
    }

    /// Shows all of a long output.
    pub(super) fn unfold(&mut self, row: usize) {
        if self.unfolded.insert(row) {
            self.forget(row);
        }
    }

    /// Rows laid out in the last frame.
    pub(super) fn in_view(&self) -> Range<usize> {
        self.in_view.clone()
    }

    /// Draws the list; `marked` is the row picked as the first wrong one.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        cursor: usize,
        marked: Option<usize>,
    ) -> Option<Clicked> {
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
                        cursor: index == cursor,
                        marked: marked == Some(index),
                    };
                    clicked = clicked.or(row::ui(ui, rect, &look));
                }
            });
        self.offset = shown.state.clamped_offset().y;
        clicked
    }

    /// The range in view, from 1, where it changed since it was last told and enough time has passed.
    pub(super) fn news(&mut self, ui: &Ui) -> Option<(u32, u32)> {
        let now = ui.input(|input| input.time);
        let (told, at) = self.told.get_or_insert((0..0, now));
        if *told == self.in_view || self.in_view.is_empty() {
            return None;
        }
        let wait = *at + TELL_EVERY_SECS - now;
        if wait > 0.0 {
            ui.request_repaint_after(std::time::Duration::from_secs_f64(wait));
            return None;
        }
        self.told = Some((self.in_view.clone(), now));
        Some((self.in_view.start as u32 + 1, self.in_view.end as u32))
    }

    /// Takes over what changed since the last frame: width, theme, what is open.
    fn update(&mut self, ui: &Ui, view: &View<'_>, width: f32) {
        let count = view.batch.decisions.len();
        let now = (width, ui.visuals().dark_mode);
        if self.laid_out_for != Some(now) || self.heights.len() != count {
            let anchor = self.laid_out_for.map(|_| self.heights.at(self.offset));
            self.known.clear();
            self.bodies.clear();
            self.laid_out_for = Some(now);
            self.open_seen = view.open.to_vec();
            let heights = (0..count).map(|row| self.row_height(ui, view, row, width)).collect();
            self.heights = Heights::new(heights);
            if let Some(anchor) = anchor {
                self.offset = self.heights.top(anchor);
            }
            return;
        }
        for row in 0..count {
            let open = view.is_open(row);
            if self.open_seen.get(row) != Some(&open) {
                if let Some(seen) = self.open_seen.get_mut(row) {
                    *seen = open;
                }
                if open {
                    self.reveal = Some(row);
                }
                let height = self.row_height(ui, view, row, width);
                self.heights.set(row, height);
            }
        }
    }

    /// Lays out what is in view and makes the scroll offset fit it.
    fn settle(&mut self, ui: &Ui, view: &View<'_>, width: f32) {
        if let Some(row) = self.reveal.take() {
            self.lay_out(ui, view, row, width);
            let (top, bottom) = (self.heights.top(row), self.heights.top(row + 1));
            if bottom > self.offset + self.view_height {
                self.offset = bottom - self.view_height;
            }
            self.offset = self.offset.min(top);
        }
        self.offset = self.offset.clamp(0.0, (self.heights.total() - self.view_height).max(0.0));
        let first = self.heights.at(self.offset);
        let head = self.heights.top(first) + row::head_height(ui, view.decision(first), width);
        let change = self.lay_out(ui, view, first, width);
        if head < self.offset {
            self.offset = (self.offset + change).max(0.0);
        }
        let mut row = first;
        while row < self.heights.len() && self.heights.top(row) < self.offset + self.view_height {
            self.lay_out(ui, view, row, width);
            row += 1;
        }
        self.in_view = first..row;
        if self.bodies.len() > 4 * KEEP_AROUND {
            let near = first.saturating_sub(KEEP_AROUND)..row + KEEP_AROUND;
            self.bodies.retain(|row, _| near.contains(row));
        }
    }

    /// Lays out one row where that has not been done; gives the change of its height.
    fn lay_out(&mut self, ui: &Ui, view: &View<'_>, row: usize, width: f32) -> f32 {
        let Some(decision) = view.decision(row) else { return 0.0 };
        if !view.is_open(row) || self.bodies.contains_key(&row) {
            return 0.0;
        }
        let unfolded = self.unfolded.contains(&row);
        let body = body::lay_out(ui.ctx(), ui.style(), decision, row::body_width(width), unfolded);
        self.known.insert(row, body.height);
        self.bodies.insert(row, body);
        let height = self.row_height(ui, view, row, width);
        self.heights.set(row, height)
    }

    fn forget(&mut self, row: usize) {
        self.known.remove(&row);
        self.bodies.remove(&row);
    }

    fn row_height(&self, ui: &Ui, view: &View<'_>, row: usize, width: f32) -> f32 {
        let decision = view.decision(row);
        let head = row::head_height(ui, decision, width);
        let open = view.is_open(row);
        let body = match (open, decision) {
            (true, Some(decision)) => self.known.get(&row).copied().unwrap_or_else(|| {
                body::estimate(decision, row::body_width(width), self.unfolded.contains(&row))
            }),
            _ => 0.0,
        };
        head + body + size::ROW_GAP
    }
}
