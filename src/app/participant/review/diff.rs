//! The grounds of a diff's lines: numbers, signs, and at the edge a bar that is whole beside added lines and broken
//! beside removed ones, so that hue is never the only sign.

use crate::app::theme::{self, Palette, size};
use crate::scenario::view::{DiffLine, LineKind};
use egui::{Color32, Pos2, Rect, Ui, pos2, vec2};

/// One column of a diff that is side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
}

/// The ground of a line of a unified diff.
pub(super) fn unified(ui: &Ui, rect: Rect, line: &DiffLine, palette: &Palette) {
    let numbers = 2.0 * size::LINE_NUMBER;
    ground(ui, rect, line.kind, numbers + size::SIGN, palette);
    number(ui, rect.left() + size::LINE_NUMBER, rect.top(), line.old, palette);
    number(ui, rect.left() + numbers, rect.top(), line.new, palette);
    sign(ui, rect.left() + numbers, rect.top(), line.kind, palette);
}

/// Where the letters of a unified diff's line begin.
pub(super) fn unified_letters(rect: Rect) -> Pos2 {
    rect.min + vec2(2.0 * size::LINE_NUMBER + size::SIGN + size::S2, 0.0)
}

/// The two columns of a diff that is side by side.
pub(super) fn halves(rect: Rect) -> (Rect, Rect) {
    let middle = rect.center().x.round();
    (rect.with_max_x(middle - size::STROKE), rect.with_min_x(middle + size::STROKE))
}

/// The ground of a line in one column; none: the other column's line has no counterpart.
pub(super) fn half(ui: &Ui, rect: Rect, line: Option<&DiffLine>, side: Side, palette: &Palette) {
    let Some(line) = line else {
        ui.painter().rect_filled(rect, 0, palette.hover);
        return;
    };
    ground(ui, rect, line.kind, size::LINE_NUMBER + size::SIGN, palette);
    let place = match side {
        Side::Before => line.old,
        Side::After => line.new,
    };
    number(ui, rect.left() + size::LINE_NUMBER, rect.top(), place, palette);
    sign(ui, rect.left() + size::LINE_NUMBER, rect.top(), line.kind, palette);
}

/// Where the letters of a line in one column begin.
pub(super) fn half_letters(rect: Rect) -> Pos2 {
    rect.min + vec2(size::LINE_NUMBER + size::SIGN + size::S2, 0.0)
}

fn ground(ui: &Ui, rect: Rect, kind: LineKind, gutter_width: f32, palette: &Palette) {
    let (ground, gutter) = match kind {
        LineKind::Added => (palette.added, palette.added_gutter),
        LineKind::Removed => (palette.removed, palette.removed_gutter),
        LineKind::Context | LineKind::Gap => (palette.code_ground, palette.code_ground),
    };
    let painter = ui.painter();
    painter.rect_filled(rect, 0, ground);
    if gutter != ground {
        painter.rect_filled(rect.with_max_x(rect.left() + gutter_width), 0, gutter);
    }
    let bar = rect.with_max_x(rect.left() + size::DIFF_BAR);
    match kind {
        LineKind::Added => {
            painter.rect_filled(bar, 0, palette.added_sign);
        }
        LineKind::Removed => {
            let dash = size::CODE_LINE / 4.0;
            let mut top = bar.top() + dash / 2.0;
            while top < bar.bottom() {
                let bottom = (top + dash).min(bar.bottom());
                painter.rect_filled(bar.with_min_y(top).with_max_y(bottom), 0, palette.removed_sign);
                top += 2.0 * dash;
            }
        }
        LineKind::Context | LineKind::Gap => {}
    }
}

fn number(ui: &Ui, right: f32, top: f32, number: Option<u32>, palette: &Palette) {
    if let Some(number) = number {
        let galley = ui.painter().layout_no_wrap(number.to_string(), theme::code_font(), palette.text_soft);
        let at = pos2(right - size::S1 - galley.size().x, top + (size::CODE_LINE - galley.size().y) / 2.0);
        ui.painter().galley(at.round(), galley, Color32::PLACEHOLDER);
    }
}

fn sign(ui: &Ui, left: f32, top: f32, kind: LineKind, palette: &Palette) {
    let (sign, color) = match kind {
        LineKind::Added => ("+", palette.added_sign),
        LineKind::Removed => ("−", palette.removed_sign),
        LineKind::Context | LineKind::Gap => return,
    };
    let galley = ui.painter().layout_no_wrap(sign.to_owned(), theme::code_font(), color);
    let at = vec2((size::SIGN - galley.size().x) / 2.0, (size::CODE_LINE - galley.size().y) / 2.0);
    ui.painter().galley((pos2(left, top) + at).round(), galley, Color32::PLACEHOLDER);
}
