//! One decision in the list: a message that came before it, a line that names it, and, opened, what it did.

use super::body::{self, Body, Kind, Piece};
use super::list::Clicked;
use super::{diff, search};
use crate::app::strings::{Words, words};
use crate::app::theme::{self, Palette, size};
use crate::scenario::view::{AmendmentNote, DecisionView};
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
    pub(super) picked: bool,
    /// Whether it is marked as suspect.
    pub(super) suspect: bool,
    /// What is searched.
    pub(super) needle: Option<&'a str>,
    /// Whether it holds that.
    pub(super) hit: bool,
    /// The piece at which the search stands.
    pub(super) stop: Option<usize>,
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
        let name = words.row_label(look.number, says, look.suspect);
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
    if look.suspect {
        flag(painter, pos2(line.left() + size::S1 + size::STROKE_CURSOR, line.center().y), palette.trouble);
    }
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
    let at = pos2(left, line.center().y - galley.size().y / 2.0).round();
    Letters { needle: look.needle, stop: false, palette }.draw(ui, at, Some(&galley));
    response
}

/// Draws what the decision did in short, at the right; gives the place where it begins.
fn draw_facts(ui: &Ui, line: Rect, look: &Look<'_>, palette: &Palette) -> f32 {
    let edge = line.right() - size::S3;
    let narrow = line.width() < size::FACTS_FROM_WIDTH;
    let (facts, color) = match look {
        Look { picked: true, .. } => (words(ui).first_wrong_mark.to_owned(), palette.trouble),
        Look { suspect: true, .. } => (words(ui).suspect.to_owned(), palette.trouble),
        Look { hit: true, body: None, .. } => (words(ui).holds_search.to_owned(), palette.note_edge),
        _ if narrow => return edge,
        _ => (facts(words(ui), look.decision), palette.text_soft),
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
    let mut unfold = false;
    for place in body.cut(clip.top() - origin.y, clip.bottom() - origin.y) {
        let Some((piece, top, height)) = body.piece(place) else { break };
        let rect = Rect::from_min_size(origin + vec2(0.0, top), vec2(width, height));
        let piece = Shown { body, piece, rect, id: (look.number, place) };
        unfold |= piece.ui(ui, look, palette);
    }
    unfold
}

/// A piece of an open decision, in its place.
struct Shown<'a> {
    body: &'a Body,
    piece: &'a Piece,
    rect: Rect,
    id: (usize, usize),
}

impl Shown<'_> {
    fn ui(&self, ui: &mut Ui, look: &Look<'_>, palette: &Palette) -> bool {
        let Some(drawn) = &self.piece.drawn else { return false };
        let (rect, kind) = (self.rect, self.piece.kind);
        let letters = Letters { needle: look.needle, stop: look.stop == Some(self.id.1), palette };
        match kind {
            Kind::Says => {
                name(ui, rect, self.id, self.body.text(kind));
                letters.draw(ui, rect.min, drawn.left.as_ref());
            }
            Kind::File(file) => {
                if let Some(file) = self.body.decision().diffs.get(file) {
                    name(ui, rect, self.id, &body::file_words(words(ui), file));
                }
                letters.draw(ui, rect.min, drawn.left.as_ref());
            }
            Kind::Line(file, line) => {
                if let Some(line) = self.body.line(file, line) {
                    name(ui, rect, self.id, &words(ui).diff_line(line));
                    diff::unified(ui, rect, line, palette);
                    letters.draw(ui, diff::unified_letters(rect), drawn.left.as_ref());
                }
            }
            Kind::Pair(file, old, new) => {
                let line = |place: Option<usize>| place.and_then(|place| self.body.line(file, place));
                let (old, new) = (line(old), line(new));
                name(ui, rect, self.id, &words(ui).diff_pair(old, new));
                let (left, right) = diff::halves(rect);
                diff::half(ui, left, old, diff::Side::Before, palette);
                diff::half(ui, right, new, diff::Side::After, palette);
                letters.draw(ui, diff::half_letters(left), drawn.left.as_ref());
                letters.draw(ui, diff::half_letters(right), drawn.right.as_ref());
            }
            Kind::Command | Kind::Output(_) | Kind::Silent | Kind::Status => {
                let text = drawn.left.as_ref().map_or("", |galley| galley.text());
                match kind {
                    Kind::Command => {
                        name(ui, rect, self.id, &format!("{} {}", words(ui).ran, self.body.text(kind)));
                    }
                    _ => name(ui, rect, self.id, text),
                }
                ui.painter().rect_filled(rect, 0, palette.code_ground);
                letters.draw(ui, rect.min + vec2(size::S2, 0.0), drawn.left.as_ref());
            }
            Kind::Fold(hidden) => return self.fold(ui, hidden, palette),
        }
        false
    }

    fn fold(&self, ui: &mut Ui, hidden: usize, palette: &Palette) -> bool {
        let rect = self.rect;
        ui.painter().rect_filled(rect, 0, palette.code_ground);
        let label = match hidden {
            0 if self.body.is_unfolded() => words(ui).fold_output.to_owned(),
            0 => words(ui).unfold_output.to_owned(),
            hidden => words(ui).more_lines(hidden),
        };
        let height = rect.height() - size::S2;
        let at =
            Rect::from_min_size(rect.min + Vec2::splat(size::S1), vec2(0.0, height)).with_max_x(rect.right());
        let button = egui::Button::new(egui::RichText::new(&label).small())
            .shortcut_text(super::page::key_text("O", palette.text_soft))
            .min_size(vec2(0.0, height));
        let builder = egui::UiBuilder::new().max_rect(at).id_salt(("fold", self.id));
        ui.new_child(builder).add(button).accessible_name(label).clicked()
    }
}

/// Draws laid-out letters, and round what was searched a box: a shape, so that no colour of letters changes.
struct Letters<'a> {
    needle: Option<&'a str>,
    /// Whether the search stands here.
    stop: bool,
    palette: &'a Palette,
}

impl Letters<'_> {
    fn draw(&self, ui: &Ui, at: Pos2, galley: Option<&Arc<Galley>>) {
        let Some(galley) = galley else { return };
        if let Some(needle) = self.needle {
            let width = if self.stop { size::STROKE_CURSOR } else { size::STROKE };
            let stroke = Stroke::new(width, self.palette.note_edge);
            for (from, to) in search::places(galley.text(), needle) {
                for place in boxes(galley, from, to) {
                    let place = place.translate(at.to_vec2());
                    ui.painter().rect_stroke(place, 2, stroke, egui::StrokeKind::Outside);
                }
            }
        }
        ui.painter().galley(at, galley.clone(), self.palette.text);
    }
}

/// The boxes round letters `from..to`, one a row.
fn boxes(galley: &Galley, from: usize, to: usize) -> Vec<Rect> {
    let mut boxes: Vec<Rect> = Vec::new();
    for letter in from..to {
        let cursor = |place: usize, next_row| egui::text::CCursor {
            prefer_next_row: next_row,
            ..egui::text::CCursor::new(place)
        };
        let left = galley.pos_from_cursor(cursor(letter, true));
        let right = galley.pos_from_cursor(cursor(letter + 1, false));
        let one = left.union(right);
        match boxes.last_mut() {
            Some(last) if last.top() == one.top() => *last = last.union(one),
            _ => boxes.push(one),
        }
    }
    boxes
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

/// A mark of suspicion: a flag on its pole.
fn flag(painter: &egui::Painter, middle: Pos2, color: Color32) {
    let half = size::FLAG / 2.0;
    let pole = Stroke::new(size::STROKE_CURSOR, color);
    painter.line_segment([middle + vec2(0.0, -half), middle + vec2(0.0, half)], pole);
    let cloth =
        [vec2(0.0, -half), vec2(half * 1.2, -half / 2.0), vec2(0.0, 0.0)].map(|offset| middle + offset);
    painter.add(egui::Shape::convex_polygon(cloth.to_vec(), color, Stroke::NONE));
}

fn first_line(says: &str) -> &str {
    says.trim().lines().next().unwrap_or_default()
}
