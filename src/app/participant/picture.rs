//! Pictures of the real screens for the instructions: the screens themselves, drawn small on an example, out of reach.

use super::keys::Keys;
use super::{Draft, screen_ui};
use crate::app::theme::{self, size};
use crate::protocol::page::Picture;
use egui::emath::TSTransform;
use egui::{LayerId, Rect, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2};
use std::sync::{Arc, Mutex, PoisonError};

/// The window that a picture shows, points.
const WINDOW: Vec2 = Vec2::new(1024.0, 640.0);

/// Draws a picture as wide as the column.
pub(super) fn ui(ui: &mut Ui, picture: Picture) {
    let palette = theme::palette(ui);
    let scale = (ui.available_width() / WINDOW.x).min(1.0);
    let (rect, _) = ui.allocate_exact_size(WINDOW * scale, Sense::hover());
    let to_global = TSTransform::new(rect.min.to_vec2(), scale);
    let layer = LayerId::new(ui.layer_id().order, ui.scope_id().with("picture"));
    ui.ctx().set_sublayer(ui.layer_id(), layer);
    let window = Rect::from_min_size(egui::Pos2::ZERO, WINDOW);
    // Out of reach, but not greyed out: it is to look as it will.
    let mut style = (**ui.style()).clone();
    style.visuals.disabled_alpha = 1.0;
    let small = UiBuilder::new().layer_id(layer).max_rect(window).style(style).disabled();
    let mut small = ui.new_child(small);
    small.set_clip_rect(to_global.inverse() * rect.intersect(ui.clip_rect()));
    small.painter().rect_filled(window, 0, palette.page);
    let screen = super::example::screen(picture);
    // One that is new in each frame would never come to rest.
    let place = ui.scope_id().with(("draft", picture));
    let draft: Arc<Mutex<Draft>> =
        ui.data_mut(|data| data.get_temp_mut_or_default::<Arc<Mutex<Draft>>>(place).clone());
    let mut draft = draft.lock().unwrap_or_else(PoisonError::into_inner);
    draft.enter(&screen);
    screen_ui(&mut small, &screen, &mut draft, &mut Keys::default(), &mut Vec::new());
    ui.ctx().set_transform_layer(layer, to_global);
    ui.painter().rect_stroke(rect, size::S1, Stroke::new(size::STROKE, palette.outline), StrokeKind::Outside);
}
