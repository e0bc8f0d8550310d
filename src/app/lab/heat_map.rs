//! The map of C: a row for each delay, a column for each batch size, mean and 90 % interval in every cell.

use super::scale::CostScale;
use super::widgets;
use crate::app::theme::{self, size};
use crate::surface::{CostSurface, Matrix};
use egui::{Align2, CornerRadius, FontId, RichText, Sense, Ui, Vec2};

/// What a map is of.
pub(super) struct Map<'a> {
    pub(super) title: &'a str,
    /// Rows.
    pub(super) delay_secs: &'a [f64],
    /// Columns.
    pub(super) batch_size: &'a [f64],
    pub(super) mean: &'a Matrix,
    pub(super) low: &'a Matrix,
    pub(super) high: &'a Matrix,
    /// What else is to be said of the cell in this row and column.
    pub(super) more: &'a dyn Fn(usize, usize) -> String,
    /// Its name before the number: `C`.
    pub(super) symbol: &'a str,
}

/// C of a surface.
pub(super) fn ui(ui: &mut Ui, surface: &CostSurface) {
    let grid = &surface.grid;
    let more = |r: usize, c: usize| {
        let at = |matrix: &Matrix| at(matrix, r, c);
        format!(
            "; time on bad {}, on good {}; hits {:.0} %, false alarms {:.0} %, located {:.0} %",
            widgets::secs(at(&grid.time_bad_secs.mean)),
            widgets::secs(at(&grid.time_good_secs.mean)),
            at(&grid.hit.mean) * 100.0,
            at(&grid.false_alarm.mean) * 100.0,
            at(&grid.located.mean) * 100.0,
        )
    };
    let map = Map {
        title: "C by delay and batch size",
        delay_secs: &grid.delay_secs,
        batch_size: &grid.batch_size,
        mean: &grid.cost_secs.mean,
        low: &grid.cost_secs.q05,
        high: &grid.cost_secs.q95,
        more: &more,
        symbol: "C",
    };
    map.ui(ui);
}

fn at(matrix: &Matrix, r: usize, c: usize) -> f64 {
    matrix.get(r).and_then(|row| row.get(c)).copied().unwrap_or(f64::NAN)
}

impl Map<'_> {
    pub(super) fn ui(&self, ui: &mut Ui) {
        ui.label(RichText::new(self.title).strong());
        let (columns, rows) = (self.batch_size.len(), self.delay_secs.len());
        if columns == 0 || rows == 0 {
            return;
        }
        let palette = theme::palette(ui);
        let label = size::COLUMN;
        let cell =
            Vec2::new(((ui.available_width() - label) / columns as f32).max(size::CELL[0]), size::CELL[1]);
        let whole = Vec2::new(label + cell.x * columns as f32, cell.y * rows as f32 + size::BUTTON);
        let (area, _) = ui.allocate_exact_size(whole, Sense::hover());
        let scale = CostScale::of(self.mean);
        let small = theme::small_font();
        for (r, delay) in self.delay_secs.iter().enumerate() {
            // The longest delay on top, as on a plot's axis.
            let top = area.top() + cell.y * (rows - 1 - r) as f32;
            let middle = egui::pos2(area.left() + label - size::S2, top + cell.y / 2.0);
            ui.painter().text(
                middle,
                Align2::RIGHT_CENTER,
                widgets::delay(*delay),
                small.clone(),
                palette.text,
            );
            for (c, batch) in self.batch_size.iter().enumerate() {
                let corner = egui::pos2(area.left() + label + cell.x * c as f32, top);
                let rect = egui::Rect::from_min_size(corner, cell).shrink(size::ROW_GAP / 2.0);
                let (mean, low, high) = (at(self.mean, r, c), at(self.low, r, c), at(self.high, r, c));
                let (ground, text) = scale.colors(palette, mean);
                ui.painter().rect_filled(rect, CornerRadius::same(size::RADIUS), ground);
                let (above, below) =
                    (rect.center() - Vec2::new(0.0, size::S2), rect.center() + Vec2::new(0.0, size::S3));
                ui.painter().text(
                    above,
                    Align2::CENTER_CENTER,
                    widgets::secs(mean),
                    theme::body_font(),
                    text,
                );
                let interval = format!("{low:.0}–{high:.0}");
                ui.painter().text(
                    below,
                    Align2::CENTER_CENTER,
                    interval,
                    FontId::proportional(size::TINY),
                    text,
                );
                let response = ui.interact(rect, ui.scope_id().with(("cell", r, c)), Sense::hover());
                let said = format!(
                    "d {}, m {batch}: {} {} (90 % interval {} to {}){}",
                    widgets::delay(*delay),
                    self.symbol,
                    widgets::secs(mean),
                    widgets::secs(low),
                    widgets::secs(high),
                    (self.more)(r, c),
                );
                describe(response, &said);
            }
        }
        for (c, batch) in self.batch_size.iter().enumerate() {
            let x = area.left() + label + cell.x * (c as f32 + 0.5);
            let place = egui::pos2(x, area.top() + cell.y * rows as f32 + size::S2);
            ui.painter().text(place, Align2::CENTER_TOP, batch.to_string(), small.clone(), palette.text);
        }
        widgets::remark(ui, "Across: batch size m, decisions. Up: delay d.");
    }
}

/// Hover text, and the same for screen readers.
fn describe(response: egui::Response, said: &str) {
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, said));
    response.on_hover_text(said);
}
