//! NASA-TLX's six ratings on one page, by arrow keys and digits.

use super::keys::{Cause, Keys, Sent, send};
use super::page::{self, Weight};
use super::sheet::{SheetDraft, heading_words};
use crate::app::strings::words;
use crate::app::theme::{self, Palette, size};
use crate::protocol::tlx::{HIGHEST, STEP, TlxScale};
use crate::session::input::{Input, Reply};
use crate::session::screen::Heading;
use egui::{Key, Rect, RichText, Sense, Stroke, Ui, Vec2, pos2};

/// From an arrow on a line without a mark: its middle.
const MIDDLE: u8 = HIGHEST / 2;

pub(super) fn ui(
    ui: &mut Ui,
    heading: &Heading,
    draft: &mut SheetDraft,
    keys: &mut Keys,
    out: &mut Vec<Sent>,
) {
    let mut confirmed = None;
    let before = draft.line;
    while let Some(key) = keys.next() {
        if key == Key::Enter {
            confirmed = Some(Cause::Key(key));
        } else {
            press(draft, key);
        }
    }
    let moved = draft.line != before;
    let about = match heading {
        Heading::Workload { of_block: true } => words(ui).ratings_of_block,
        _ => words(ui).ratings_of_session,
    };
    let complete = draft.ratings.iter().all(Option::is_some);
    page::page(
        ui,
        None,
        |ui| {
            let palette = theme::palette(ui);
            ui.label(RichText::new(heading_words(ui, heading)).color(palette.text_soft));
            page::title(ui, about);
            ui.label(words(ui).ratings_how);
            ui.add_space(size::S2);
            for (line, scale) in TlxScale::ALL.into_iter().enumerate() {
                let here = draft.line == line;
                if let Some(rating) = rating_line(ui, scale, draft.ratings[line], here, here && moved) {
                    draft.line = line;
                    draft.ratings[line] = Some(rating);
                }
            }
        },
        |ui| {
            if complete {
                let pressed =
                    page::answer(ui, &mut Keys::default(), Key::Enter, words(ui).go_on, Weight::Main);
                confirmed = confirmed.or(pressed);
            }
            page::hints(ui, &words(ui).rating_hints());
        },
    );
    let all: Option<Vec<u8>> = draft.ratings.iter().copied().collect();
    let all = all.and_then(|all| <[u8; 6]>::try_from(all).ok());
    if let Some((cause, ratings)) = confirmed.zip(all) {
        send(out, cause, Input::Reply(Reply::Ratings(ratings)));
    }
}

/// What a key does to the ratings: up and down change the line, left and right its mark by a step, a digit sets it.
fn press(draft: &mut SheetDraft, key: Key) {
    let mark = &mut draft.ratings[draft.line];
    match key {
        Key::ArrowUp => draft.line = draft.line.saturating_sub(1),
        Key::ArrowDown => draft.line = (draft.line + 1).min(draft.ratings.len() - 1),
        Key::ArrowLeft => *mark = Some(mark.map_or(MIDDLE, |mark| mark.saturating_sub(STEP))),
        Key::ArrowRight => *mark = Some(mark.map_or(MIDDLE, |mark| (mark + STEP).min(HIGHEST))),
        Key::Home => *mark = Some(0),
        Key::End => *mark = Some(HIGHEST),
        Key::Num0 => *mark = Some(0),
        other => {
            if let Some(index) = super::keys::digit(other) {
                *mark = Some((index as u8 + 1) * 10);
            }
        }
    }
}

/// One scale, with its line between the names of its ends; gives the rating that was clicked.
fn rating_line(ui: &mut Ui, scale: TlxScale, rating: Option<u8>, here: bool, reveal: bool) -> Option<u8> {
    let palette = theme::palette(ui);
    let frame = egui::Frame::new()
        .inner_margin(egui::Margin::symmetric(size::S3 as i8, size::S1 as i8))
        .corner_radius(size::S1)
        .stroke(Stroke::new(
            size::STROKE_CURSOR,
            if here { palette.accent } else { egui::Color32::TRANSPARENT },
        ));
    let shown = frame.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = size::S1;
        // Lines of text, not rows of buttons.
        ui.spacing_mut().interact_size.y = size::BODY_LINE;
        ui.horizontal(|ui| {
            ui.label(RichText::new(words(ui).tlx_name(scale)).strong());
            let question = RichText::new(words(ui).tlx_question(scale)).small().color(palette.text_soft);
            ui.add(egui::Label::new(question).truncate());
        });
        let (low, high) = words(ui).tlx_ends(scale);
        let end = |text: &str| egui::Label::new(RichText::new(text).small().color(palette.text_soft));
        ui.horizontal(|ui| {
            let end_size = Vec2::new(size::COLUMN, size::BODY_LINE);
            let width = ui.available_width() - 2.0 * (size::COLUMN + ui.spacing().item_spacing.x);
            ui.add_sized(end_size, end(low).halign(egui::Align::RIGHT));
            let rated = line(ui, palette, scale, rating, width.max(size::COLUMN));
            ui.add_sized(end_size, end(high).halign(egui::Align::LEFT));
            rated
        })
        .inner
    });
    if reveal {
        shown.response.scroll_to_me(None);
    }
    shown.inner
}

/// The line itself with its 21 places.
fn line(ui: &mut Ui, palette: &Palette, scale: TlxScale, rating: Option<u8>, width: f32) -> Option<u8> {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, size::S4), Sense::click_and_drag());
    let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
    let words = words(ui);
    response
        .widget_info(|| egui::WidgetInfo::labeled(egui::Role::Slider, true, words.tlx_rating(scale, rating)));
    let inner = Rect::from_x_y_ranges(rect.x_range().shrink(size::S2), rect.y_range());
    let x_of = |rating: u8| egui::lerp(inner.x_range(), f32::from(rating) / f32::from(HIGHEST));
    let painter = ui.painter();
    let ink = Stroke::new(size::STROKE, palette.outline);
    painter.hline(inner.x_range(), rect.center().y, ink);
    for place in 0..=HIGHEST / STEP {
        let half = if place == 10 { 0.5 } else { 0.3 } * rect.height();
        let middle = rect.center().y;
        painter.vline(x_of(place * STEP), middle - half..=middle + half, ink);
    }
    if let Some(rating) = rating {
        painter.circle_filled(pos2(x_of(rating), rect.center().y), size::S2 * 0.8, palette.accent);
    }
    let pointed = response.interact_pointer_pos().filter(|_| response.clicked() || response.dragged())?;
    let share = ((pointed.x - inner.left()) / inner.width()).clamp(0.0, 1.0);
    let places = f32::from(HIGHEST / STEP);
    Some((share * places).round() as u8 * STEP)
}
