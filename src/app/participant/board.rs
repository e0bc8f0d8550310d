//! The board of agents, above every page of a trial: a tile an agent, with its letter, a shape and a word for what it is
//! at, and the title of its brief where there is room.
//!
//! Tiles have one size whatever the number of agents, so that conditions differ in nothing but how many there are. Where
//! they would take more than two rows, or in a low window more than one, letters and shapes stay and the words are told in
//! one line.

use crate::app::strings::words;
use crate::app::theme::{self, Palette, size};
use crate::session::board::{Agent, Doing};
use crate::session::screen::Screen;
use egui::text::{LayoutJob, TextWrapping};
use egui::{
    Color32, FontId, Painter, Pos2, Rect, RichText, Role, Sense, Shape, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

/// Draws the board, where there is one.
pub(super) fn ui(ui: &mut Ui, screen: &Screen) {
    let Some(agents) = screen.progress().and_then(|progress| progress.agents.as_deref()) else { return };
    let window_height = ui.ctx().content_rect().height();
    let above = if is_low(window_height) { size::S1 } else { size::S2 };
    let margin = egui::Margin::symmetric(size::S3 as i8, above as i8);
    let frame = egui::Frame::new().fill(theme::palette(ui).page).inner_margin(margin);
    egui::Panel::top("agents").frame(frame).show(ui, |ui| {
        let tiles = Tiles::of(ui.available_width(), window_height, agents.len());
        let draw = |ui: &mut Ui| {
            let (all, _) = ui.allocate_exact_size(tiles.size(agents.len()), Sense::hover());
            for (place, agent) in agents.iter().enumerate() {
                tile(ui, tiles.rect(all.min, place), place, agent, tiles.form);
            }
        };
        if tiles.form != Form::Letters {
            return draw(ui);
        }
        // Lines of text, not rows of buttons.
        ui.spacing_mut().interact_size.y = size::AGENT_LINE;
        ui.spacing_mut().item_spacing.y = size::S1;
        let said = words(ui).agents(agents.iter().map(|agent| agent.doing));
        let said = egui::Label::new(RichText::new(said).font(theme::tiny_font())).truncate();
        if ui.available_width() - tiles.size(agents.len()).x < size::AGENT_MAX {
            draw(ui);
            ui.add(said);
        } else {
            ui.horizontal(|ui| {
                draw(ui);
                ui.add(said);
            });
        }
    });
}

/// Whether a window has no height to spare.
fn is_low(window_height: f32) -> bool {
    window_height < size::TITLES_FROM_HEIGHT
}

/// What a tile holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A letter and a shape.
    Letters,
    /// And what it is at.
    Words,
    /// And the title of its brief.
    Titles,
}

/// Where tiles stand.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Tiles {
    form: Form,
    tile: Vec2,
    gap: f32,
    columns: usize,
}

impl Tiles {
    /// In a board of this width in a window of this height.
    fn of(width: f32, window_height: f32, count: usize) -> Self {
        let gap = size::S1;
        // Eight stand side by side where there is room for their words.
        let tile = ((width - 7.0 * gap) / 8.0).clamp(size::AGENT_MIN, size::AGENT_MAX);
        let low = is_low(window_height);
        let form = if low { Form::Words } else { Form::Titles };
        let lines = if form == Form::Titles { 2.0 } else { 1.0 };
        let height = lines * size::AGENT_LINE + 2.0 * size::S1;
        let tiles = Self { form, tile: vec2(tile, height), gap, columns: fitting(width, tile, gap) };
        if count.div_ceil(tiles.columns) <= 2 && (!low || tiles.columns >= 8) {
            return tiles;
        }
        let (tile, gap) = (vec2(size::AGENT_LETTER, size::AGENT_LINE + size::S1), size::S1 / 2.0);
        Self { form: Form::Letters, tile, gap, columns: fitting(width, tile.x, gap) }
    }

    fn rect(&self, origin: Pos2, place: usize) -> Rect {
        let (column, row) = (place % self.columns, place / self.columns);
        let step = self.tile + Vec2::splat(self.gap);
        Rect::from_min_size(origin + vec2(step.x * column as f32, step.y * row as f32), self.tile)
    }

    fn size(&self, count: usize) -> Vec2 {
        let rows = count.div_ceil(self.columns).max(1) as f32;
        let columns = count.min(self.columns).max(1) as f32;
        let along = |tile: f32, count: f32| count * (tile + self.gap) - self.gap;
        vec2(along(self.tile.x, columns), along(self.tile.y, rows))
    }
}

fn fitting(width: f32, tile: f32, gap: f32) -> usize {
    ((width + gap) / (tile + gap)).floor().max(1.0) as usize
}

fn tile(ui: &Ui, rect: Rect, place: usize, agent: &Agent, form: Form) {
    let palette = theme::palette(ui);
    let words = words(ui);
    let response = ui.interact(rect, ui.scope_id().with(("agent", place)), Sense::hover());
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Label, true, words.agent(place, agent.doing, &agent.title))
    });
    let (ground, edge) = match agent.doing {
        Doing::Free => (palette.page, Stroke::new(size::STROKE, palette.hairline)),
        Doing::Working => (palette.raised, Stroke::new(size::STROKE, palette.outline)),
        Doing::Ready => (palette.note, Stroke::new(size::STROKE_CURSOR, palette.note_edge)),
        Doing::Briefed | Doing::Reviewed => {
            (palette.chosen, Stroke::new(size::STROKE_CURSOR, palette.accent))
        }
    };
    let painter = ui.painter();
    painter.rect(rect, size::RADIUS, ground, edge, StrokeKind::Inside);
    let middle = rect.top() + size::S1 + size::AGENT_LINE / 2.0;
    let letters = form == Form::Letters;
    let (pad, gap) = if letters { (size::S1 - size::STROKE, size::S1 / 2.0) } else { (size::S2, size::S1) };
    let middle = if letters { rect.center().y } else { middle };
    let mut left = rect.left() + pad;
    shape(painter, pos2(left + size::AGENT_SHAPE / 2.0, middle), agent.doing, palette);
    left += size::AGENT_SHAPE + gap;
    let right = rect.right() - pad;
    let letter_font = if letters { theme::tiny_font() } else { theme::small_font() };
    let ink = if agent.doing == Doing::Free { palette.text_soft } else { palette.text };
    left += line(painter, pos2(left, middle), right, words.agent_letter(place), letter_font, ink) + size::S2;
    if letters {
        return;
    }
    line(painter, pos2(left, middle), right, words.doing(agent.doing).to_owned(), theme::tiny_font(), ink);
    if form == Form::Titles {
        let at = pos2(rect.left() + pad, middle + size::AGENT_LINE);
        line(painter, at, right, agent.title.to_string(), theme::tiny_font(), palette.text);
    }
}

/// Draws one line of letters, cut where it would pass `right`; gives its width.
fn line(painter: &Painter, left_middle: Pos2, right: f32, text: String, font: FontId, ink: Color32) -> f32 {
    let mut job = LayoutJob::simple_singleline(text, font, ink);
    job.wrap = TextWrapping::truncate_at_width((right - left_middle.x).max(0.0));
    let galley = painter.layout_job(job);
    let size = galley.size();
    painter.galley((left_middle - vec2(0.0, size.y / 2.0)).round(), galley, ink);
    size.x
}

/// What an agent is at, told by shape: an empty ring, half a disc, a ring with a core, a full square on its corner, a
/// triangle that points to its work.
fn shape(painter: &Painter, center: Pos2, doing: Doing, palette: &Palette) {
    let r = size::AGENT_SHAPE / 2.0;
    let ring = |ink| painter.circle_stroke(center, r - size::STROKE, Stroke::new(size::STROKE_CURSOR, ink));
    let polygon = |corners: &[Vec2], ink| {
        let corners = corners.iter().map(|corner| center + *corner * r).collect();
        painter.add(Shape::convex_polygon(corners, ink, Stroke::NONE))
    };
    match doing {
        Doing::Free => ring(palette.outline),
        Doing::Briefed => {
            let half = (0..=12).map(|step| Vec2::angled(std::f32::consts::PI * (0.5 + step as f32 / 12.0)));
            polygon(&half.collect::<Vec<_>>(), palette.accent);
            ring(palette.accent)
        }
        Doing::Working => {
            painter.circle_filled(center, r * 0.4, palette.text_soft);
            ring(palette.text_soft)
        }
        Doing::Ready => {
            polygon(&[vec2(0.0, -1.0), vec2(1.0, 0.0), vec2(0.0, 1.0), vec2(-1.0, 0.0)], palette.note_edge)
        }
        Doing::Reviewed => polygon(&[vec2(-0.7, -1.0), vec2(1.0, 0.0), vec2(-0.7, 1.0)], palette.accent),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_agents_fit_and_tiles_have_one_size_up_to_eight_of_them() {
        for (width, height) in [(1000.0, 700.0), (488.0, 350.0), (2536.0, 1440.0), (1256.0, 875.0)] {
            let eight = Tiles::of(width, height, 8);
            for count in 1..=16 {
                let tiles = Tiles::of(width, height, count);
                let size = tiles.size(count);
                assert!(size.x <= width, "{count} in {width}: {size:?}");
                assert!(size.y <= 0.16 * height, "{count} in {height}: {size:?}");
                for place in 0..count {
                    assert!(
                        Rect::from_min_size(Pos2::ZERO, size).contains_rect(tiles.rect(Pos2::ZERO, place))
                    );
                }
                assert!(count > 8 || tiles == eight, "{count} agents have tiles as eight have");
            }
        }
    }
}
