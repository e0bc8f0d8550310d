//! A question of a questionnaire: a choice, a point of a scale, words.

use super::keys::{Cause, Keys, Sent, digit, send};
use super::page::{self, Weight};
use crate::app::strings::words;
use crate::app::theme::{self, size};
use crate::protocol::questionnaire::LONGEST_TEXT;
use crate::session::input::{Input, Reply};
use crate::session::screen::{Ask, Heading};
use egui::{Button, Key, KeyboardShortcut, Modifiers, RichText, TextEdit, Ui, Vec2};

/// An answer that is being given.
#[derive(Debug, Default)]
pub(super) struct SheetDraft {
    /// The point of a scale, from 1.
    point: Option<u32>,
    words: String,
    /// Ratings so far, and the line that the keys are at.
    pub(super) ratings: [Option<u8>; 6],
    pub(super) line: usize,
}

pub(super) fn ui(
    ui: &mut Ui,
    heading: &Heading,
    ask: &Ask,
    (number, of): (u32, u32),
    draft: &mut SheetDraft,
    keys: &mut Keys,
    out: &mut Vec<Sent>,
) {
    let place = words(ui).question_of(number, of);
    match ask {
        Ask::Choice { text, options } => {
            let labels: Vec<&str> = options.iter().map(String::as_str).collect();
            choice(ui, heading, text, &labels, &place, keys, out);
        }
        Ask::TlxPair { left, right } => {
            let labels = [words(ui).tlx_name(*left), words(ui).tlx_name(*right)];
            choice(ui, heading, words(ui).pair_title, &labels, &place, keys, out);
        }
        Ask::Scale { text, low, high, points } => {
            scale(ui, heading, text, (low, high), *points, &place, draft, keys, out);
        }
        Ask::Text { text } => in_words(ui, heading, text, &place, draft, keys, out),
        Ask::TlxRatings => {}
    }
}

/// A questionnaire's heading, and the question.
fn head(ui: &mut Ui, heading: &Heading, text: &str) {
    let palette = theme::palette(ui);
    ui.label(RichText::new(heading_words(ui, heading)).color(palette.text_soft));
    ui.add_space(size::S2);
    page::title(ui, text);
}

/// What a questionnaire is called.
pub(super) fn heading_words<'a>(ui: &Ui, heading: &'a Heading) -> &'a str {
    let words = words(ui);
    match heading {
        Heading::Demographics => words.demographics,
        Heading::Workload { .. } => words.workload,
        Heading::Own(title) => title,
    }
}

fn place_label(ui: &mut Ui, place: &str) {
    let palette = theme::palette(ui);
    ui.label(RichText::new(place).small().color(palette.text_soft));
}

fn choice(
    ui: &mut Ui,
    heading: &Heading,
    text: &str,
    options: &[&str],
    place: &str,
    keys: &mut Keys,
    out: &mut Vec<Sent>,
) {
    page::page(
        ui,
        None,
        |ui| {
            head(ui, heading, text);
            ui.spacing_mut().item_spacing.y = size::S3;
            if let Some((index, cause)) = page::options(ui, keys, options, None) {
                send(out, cause, Input::Reply(Reply::Option(index as u32)));
            }
        },
        |ui| place_label(ui, place),
    );
}

#[expect(clippy::too_many_arguments, reason = "one page's parts")]
fn scale(
    ui: &mut Ui,
    heading: &Heading,
    text: &str,
    (low, high): (&str, &str),
    points: u32,
    place: &str,
    draft: &mut SheetDraft,
    keys: &mut Keys,
    out: &mut Vec<Sent>,
) {
    let mut confirmed = None;
    while let Some(key) = keys.next() {
        match key {
            Key::ArrowLeft => draft.point = Some(draft.point.map_or(1, |point| (point - 1).max(1))),
            Key::ArrowRight => {
                draft.point = Some(draft.point.map_or(points, |point| (point + 1).min(points)))
            }
            Key::Enter => confirmed = Some(Cause::Key(key)),
            other => {
                if let Some(index) = digit(other).filter(|index| (*index as u32) < points) {
                    draft.point = Some(index as u32 + 1);
                }
            }
        }
    }
    let chosen = draft.point.is_some();
    page::page(
        ui,
        None,
        |ui| {
            head(ui, heading, text);
            ui.add_space(size::S4);
            let clicked = points_row(ui, points, draft.point);
            draft.point = clicked.or(draft.point);
            ends(ui, low, high);
        },
        |ui| {
            if chosen {
                let pressed =
                    page::answer(ui, &mut Keys::default(), Key::Enter, words(ui).go_on, Weight::Main);
                confirmed = confirmed.or(pressed);
            }
            place_label(ui, place);
            page::hints(ui, &words(ui).scale_hints());
        },
    );
    if let Some((cause, point)) = confirmed.zip(draft.point) {
        send(out, cause, Input::Reply(Reply::Point(point)));
    }
}

/// The points as buttons, each with its number, which is its key; gives the one that was clicked.
fn points_row(ui: &mut Ui, points: u32, chosen: Option<u32>) -> Option<u32> {
    let palette = theme::palette(ui);
    let gap = size::S2;
    let width = (ui.available_width() - gap * (points as f32 - 1.0)) / points as f32;
    let mut clicked = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = gap;
        for point in 1..=points {
            let here = chosen == Some(point);
            let ink = if here { palette.on_accent } else { palette.text };
            let name = point.to_string();
            let mut button = Button::new(page::key_text(&name, ink)).min_size(Vec2::new(width, size::BUTTON));
            if here {
                button = button.fill(palette.accent);
            }
            if ui.add(button).accessible_name(&name).clicked() {
                clicked = Some(point);
            }
        }
    });
    clicked
}

/// The names of a scale's ends, below it.
fn ends(ui: &mut Ui, low: &str, high: &str) {
    let palette = theme::palette(ui);
    ui.horizontal(|ui| {
        ui.label(RichText::new(low).small().color(palette.text_soft));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.label(RichText::new(high).small().color(palette.text_soft));
        });
    });
}

fn in_words(
    ui: &mut Ui,
    heading: &Heading,
    text: &str,
    place: &str,
    draft: &mut SheetDraft,
    keys: &mut Keys,
    out: &mut Vec<Sent>,
) {
    let mut confirmed = keys.take(Key::Enter).then_some(Cause::Key(Key::Enter));
    page::page(
        ui,
        None,
        |ui| {
            head(ui, heading, text);
            let field = TextEdit::multiline(&mut draft.words)
                .return_key(KeyboardShortcut::new(Modifiers::SHIFT, Key::Enter))
                .char_limit(LONGEST_TEXT)
                .desired_rows(6)
                .desired_width(f32::INFINITY)
                .margin(egui::Margin::same(size::S3 as i8));
            let field = ui.add(field).accessible_name(text);
            if !field.has_focus() && ui.memory(|memory| memory.focused()).is_none() {
                field.request_focus();
            }
            ui.label(RichText::new(words(ui).text_hint).small().color(theme::palette(ui).text_soft));
        },
        |ui| {
            let pressed = page::answer(ui, &mut Keys::default(), Key::Enter, words(ui).go_on, Weight::Main);
            confirmed = confirmed.or(pressed);
            place_label(ui, place);
            page::hints(ui, &words(ui).text_hints());
        },
    );
    if let Some(cause) = confirmed {
        send(out, cause, Input::Reply(Reply::Text(std::mem::take(&mut draft.words))));
    }
}
