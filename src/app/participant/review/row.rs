//! One decision in the list: a message that came before it, a line that names it, and, opened, what it did.

use super::body::{self, Body, Kind, Piece};
use super::list::Clicked;
use crate::app::strings::{Words, words};
use crate::app::theme::{self, Palette, size};
use crate::scenario::view::{AmendmentNote, DecisionView, LineKind};
use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, Galley, Pos2, Rect, Response, Role, Sense, Stroke, Ui, Vec2, WidgetInfo, pos2, vec2};
use std::sync::Arc;

/// What a row shows.
pub(super) struct Look<'a> {
    /// From 1.
    pub(super) number: usize,
    /// The decision.
    pub(super) decision: &'a DecisionView,
    /// Its content where it is open.
    pub(super) body: Option<&'a Body>,
    /// Whether the cursor is on it.
    pub(super) cursor: bool,
    /// Whether it is picked as the first wrong one.
    pub(super) marked: bool,
}

/// Width of an open decision's content in a list of `width`.
pub(super) fn body_width(width: f32) -> f32 {
    width - size::ROW_INDENT - size::S4
}

/// Height of a row without its content: its line, and a message before it.
pub(super) fn head_height(ui: &Ui, decision: Option<&Arc<DecisionView>>, width: f32) -> f32 {
    let note = decision.and_then(|decision| decision.amendment.as_ref());
    size::ROW + note.map_or(0.0, |note| note_height(&note_galley(ui, note, width)))
}

/// Draws a row into `rect`.
pub(super) fn ui(ui: &mut Ui, rect: Rect, look: &Look<'_>) -> Option<Clicked> {
    let palette = theme::palette(ui);
    let mut top = rect.top();
    if let Some(note) = &look.decision.amendment {
        top += draw_note(ui, rect, (look.number, note), palette);
    }
    let line = Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), size::ROW));
    let response = draw_line(ui, line, rect.bottom(), look, palette);
    let index = look.number - 1;
    let mut clicked = response.clicked().then(|| {
        let on_triangle =
            response.interact_pointer_pos().is_some_and(|at| at.x < rect.left() + size::ROW_INDENT / 2.0);
        if on_triangle { Clicked::Triangle(index) } else { Clicked::Row(index) }
    });
    if let Some(body) = look.body {
        let origin = pos2(rect.left() + size::ROW_INDENT, line.bottom());
        if draw_body(ui, origin, body_width(rect.width()), look, body, palette) {
            clicked = Some(Clicked::Unfold(index));
        }
    }
    clicked
}

fn draw_line(ui: &mut Ui, line: Rect, bottom: f32, look: &Look<'_>, palette: &Palette) -> Response {
    let id = ui.scope_id().with(("decision", look.number));
    let response = ui.interact(line, id, Sense::click());
    let says = first_line(&look.decision.says);
    let words = words(ui);
    response.widget_info(|| {
        let name = words.row_label(look.number, says);
        WidgetInfo::selected(Role::Button, true, look.body.is_some(), name)
    });
    let painter = ui.painter();
    let all = Rect::from_min_max(line.min, pos2(line.right(), bottom));
    painter.rect_filled(all, size::RADIUS, palette.raised);
    let ground = match (look.cursor, response.hovered()) {
        (true, _) => palette.chosen,
        (false, true) => palette.hover,
        _ => palette.raised,
    };
    painter.rect_filled(line, size::RADIUS, ground);
    if look.cursor || response.has_focus() {
        let stroke = Stroke::new(size::STROKE_CURSOR, palette.accent);
        painter.rect_stroke(line, size::RADIUS, stroke, egui::StrokeKind::Inside);
    }
    triangle(painter, pos2(line.left() + size::S5, line.center().y), look.body.is_some(), palette.text_soft);
    let number = painter.layout_no_wrap(look.number.to_string(), theme::small_font(), palette.text_soft);
    let number_at = line.left() + size::ROW_INDENT - size::S3 - number.size().x;
    draw_middle(ui, number, pos2(number_at, line.center().y));

    let right = draw_facts(ui, line, look, palette);
    let left = line.left() + size::ROW_INDENT;
    // Opened, a decision says all it has to say below.
    let (text, color) = match look.body {
        Some(_) => (words.decision(look.number), palette.text_soft),
        None => (says.to_owned(), palette.text),
    };
    let mut job = LayoutJob::simple_singleline(text, theme::body_font(), color);
    job.wrap = egui::text::TextWrapping::truncate_at_width((right - left).max(size::ROW));
    let galley = ui.painter().layout_job(job);
    draw_middle(ui, galley, pos2(left, line.center().y));
    response
}

/// Draws what the decision did in short, at the right; gives the place where it begins.
fn draw_facts(ui: &Ui, line: Rect, look: &Look<'_>, palette: &Palette) -> f32 {
    let edge = line.right() - size::S3;
    let (facts, color) = if look.marked {
        (words(ui).first_wrong_mark.to_owned(), palette.trouble)
    } else if line.width() < size::FACTS_FROM_WIDTH {
        return edge;
    } else {
        (facts(words(ui), look.decision), palette.text_soft)
    };
    let galley = ui.painter().layout_no_wrap(facts, theme::small_font(), color);
    let left = edge - galley.size().x;
    draw_middle(ui, galley, pos2(left, line.center().y));
    left.min(edge - size::FACTS_WIDTH) - size::S3
}

/// What a decision did, in a few words that tell nothing of its worth.
fn facts(words: &Words, decision: &DecisionView) -> String {
    let (mut added, mut removed) = (0, 0);
    for file in &decision.diffs {
        let (more, less) = body::tally(&file.lines);
        added += more;
        removed += less;
    }
    let files = words.files(decision.diffs.len(), added, removed);
    let ran = decision.command.is_some().then(|| words.ran_short.to_owned());
    files.into_iter().chain(ran).collect::<Vec<_>>().join("  ·  ")
}

fn draw_body(ui: &mut Ui, origin: Pos2, width: f32, look: &Look<'_>, body: &Body, palette: &Palette) -> bool {
    let clip = ui.clip_rect();
    let first = body.pieces.partition_point(|piece| origin.y + piece.y + piece.height < clip.top());
    let mut unfold = false;
    for (place, piece) in body.pieces.iter().enumerate().skip(first) {
        let rect = Rect::from_min_size(origin + vec2(0.0, piece.y), vec2(width, piece.height));
        if rect.top() > clip.bottom() {
            break;
        }
        unfold |= draw_piece(ui, rect, (look.number, place), piece, palette);
    }
    unfold
}

fn draw_piece(ui: &mut Ui, rect: Rect, id: (usize, usize), piece: &Piece, palette: &Palette) -> bool {
    match &piece.kind {
        Kind::Text(galley, words) => {
            name(ui, rect, id, words);
            ui.painter().galley(rect.min, galley.clone(), palette.text);
        }
        Kind::Line(kind, old, new, galley) => draw_diff_line(ui, rect, *kind, (*old, *new), galley, palette),
        Kind::Output(galley, words) => {
            name(ui, rect, id, words);
            ui.painter().rect_filled(rect, 0, palette.code_ground);
            ui.painter().galley(rect.min + vec2(size::S2, 0.0), galley.clone(), palette.text);
        }
        Kind::Fold(hidden) => {
            ui.painter().rect_filled(rect, 0, palette.code_ground);
            let at =
                Rect::from_min_size(rect.min + Vec2::splat(size::S1), vec2(0.0, rect.height() - size::S2));
            let button = egui::Button::new(egui::RichText::new(words(ui).more_lines(*hidden)).small())
                .shortcut_text(super::page::key_text("O", palette.text_soft))
                .min_size(vec2(0.0, rect.height() - size::S2));
            let at = at.with_max_x(rect.right());
            let builder = egui::UiBuilder::new().max_rect(at).id_salt(("fold", id));
            let mut child = ui.new_child(builder);
            let response = child.add(button).accessible_name(words(ui).more_lines(*hidden));
            return response.clicked();
        }
    }
    false
}

fn draw_diff_line(
    ui: &Ui,
    rect: Rect,
    kind: LineKind,
    (old, new): (Option<u32>, Option<u32>),
    galley: &Arc<Galley>,
    palette: &Palette,
) {
    let (ground, gutter, sign) = match kind {
        LineKind::Added => (palette.added, palette.added_gutter, Some(("+", palette.added_sign))),
        LineKind::Removed => (palette.removed, palette.removed_gutter, Some(("−", palette.removed_sign))),
        LineKind::Context | LineKind::Gap => (palette.code_ground, palette.code_ground, None),
    };
    let painter = ui.painter();
    let gutter_width = 2.0 * size::LINE_NUMBER + size::SIGN;
    painter.rect_filled(rect, 0, ground);
    painter.rect_filled(rect.with_max_x(rect.left() + gutter_width), 0, gutter);
    let middle = rect.top() + size::CODE_LINE / 2.0;
    for (number, column) in [(old, 1.0), (new, 2.0)] {
        if let Some(number) = number {
            let text = painter.layout_no_wrap(number.to_string(), theme::code_font(), palette.text_soft);
            let right = rect.left() + column * size::LINE_NUMBER - size::S1;
            draw_middle(ui, text.clone(), pos2(right - text.size().x, middle));
        }
    }
    if let Some((sign, color)) = sign {
        let text = painter.layout_no_wrap(sign.to_owned(), theme::code_font(), color);
        let left = rect.left() + 2.0 * size::LINE_NUMBER + (size::SIGN - text.size().x) / 2.0;
        draw_middle(ui, text, pos2(left, middle));
    }
    painter.galley(pos2(rect.left() + gutter_width + size::S2, rect.top()), galley.clone(), palette.text);
}

fn note_galley(ui: &Ui, note: &AmendmentNote, width: f32) -> Arc<Galley> {
    let palette = theme::palette(ui);
    let mut job = LayoutJob::default();
    let head = format!("{}  ·  {}\n", words(ui).amendment, note.clause);
    job.append(&head, 0.0, TextFormat::simple(theme::small_font(), palette.note_edge));
    job.append(note.message.trim(), 0.0, TextFormat::simple(theme::body_font(), palette.text));
    job.wrap.max_width = (width - size::ROW_INDENT - size::S4).min(size::READING_WIDTH);
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

fn note_height(galley: &Galley) -> f32 {
    galley.size().y + 2.0 * size::S3 + size::S1
}

fn draw_note(ui: &Ui, row: Rect, (number, note): (usize, &AmendmentNote), palette: &Palette) -> f32 {
    let galley = note_galley(ui, note, row.width());
    let height = note_height(&galley);
    let rect = Rect::from_min_size(row.min, vec2(row.width(), height - size::S1));
    let response = ui.interact(rect, ui.scope_id().with(("note", number)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, note.message.trim()));
    let stroke = Stroke::new(size::STROKE, palette.note_edge);
    ui.painter().rect(rect, size::RADIUS, palette.note, stroke, egui::StrokeKind::Inside);
    ui.painter().galley(rect.min + vec2(size::ROW_INDENT, size::S3), galley, palette.text);
    height
}

/// Gives words to what is painted, for screen readers.
fn name(ui: &Ui, rect: Rect, id: (usize, usize), words: &str) {
    if words.trim().is_empty() {
        return;
    }
    let response = ui.interact(rect, ui.scope_id().with(("piece", id)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
}

fn draw_middle(ui: &Ui, galley: Arc<Galley>, left_middle: Pos2) {
    let at = left_middle - vec2(0.0, galley.size().y / 2.0);
    ui.painter().galley(at.round(), galley, Color32::PLACEHOLDER);
}

fn triangle(painter: &egui::Painter, center: Pos2, open: bool, color: Color32) {
    let r = size::TRIANGLE;
    let points = if open {
        [vec2(-r, -r * 0.6), vec2(r, -r * 0.6), vec2(0.0, r * 0.8)]
    } else {
        [vec2(-r * 0.6, -r), vec2(r * 0.8, 0.0), vec2(-r * 0.6, r)]
    };
    let points = points.map(|offset| center + offset).to_vec();
    painter.add(egui::Shape::convex_polygon(points, color, Stroke::NONE));
}

fn first_line(says: &str) -> &str {
    says.trim().lines().next().unwrap_or_default()
}
