//! What an open decision shows, laid out once: text, diffs, a command and its output.

use crate::app::strings::words;
use crate::app::theme::{self, Palette, size};
use crate::scenario::view::{Change, Command, DecisionView, DiffLine, FileDiff, LineKind};
use egui::text::{LayoutJob, TextFormat};
use egui::{Context, Galley};
use egui_extras::syntax_highlighting::{CodeTheme, highlight};
use std::sync::Arc;

/// Outputs longer than this are folded to it, lines.
pub(super) const FOLD_AFTER: usize = 20;

/// An open decision's content, top to bottom.
#[derive(Debug)]
pub(super) struct Body {
    /// Its parts, by falling place: sorted by `y`, without overlap.
    pub(super) pieces: Vec<Piece>,
    /// The height of all of it, points.
    pub(super) height: f32,
}

/// One part.
#[derive(Debug)]
pub(super) struct Piece {
    /// Top, relative to the body's.
    pub(super) y: f32,
    /// Height.
    pub(super) height: f32,
    /// What it is.
    pub(super) kind: Kind,
}

/// What a part is.
#[derive(Debug)]
pub(super) enum Kind {
    /// Running text, and its words for screen readers.
    Text(Arc<Galley>, String),
    /// A line of a diff.
    Line(LineKind, Option<u32>, Option<u32>, Arc<Galley>),
    /// A line of a command or of its output.
    Output(Arc<Galley>, String),
    /// Unfolds the output; how many lines are hidden.
    Fold(usize),
}

/// Lays out `decision` for a column of `width` points.
pub(super) fn lay_out(
    ctx: &Context,
    style: &egui::Style,
    decision: &DecisionView,
    width: f32,
    unfolded: bool,
) -> Body {
    let dark = style.visuals.dark_mode;
    let mut layout = Layout {
        ctx,
        style,
        palette: theme::of(dark),
        code: theme::code_theme(dark),
        width,
        body: Body { pieces: Vec::new(), height: size::S1 },
    };
    layout.text(&decision.says, layout.palette.text, size::READING_WIDTH);
    for file in &decision.diffs {
        layout.file(file);
    }
    if let Some(command) = &decision.command {
        layout.command(command, unfolded);
    }
    layout.gap(size::S4);
    layout.body
}

/// A guess at the height that [`lay_out`] will find, for rows that were never in view.
pub(super) fn estimate(decision: &DecisionView, width: f32, unfolded: bool) -> f32 {
    let letters = (width.min(size::READING_WIDTH) / (size::BODY * 0.46)).max(1.0);
    let says: f32 =
        decision.says.lines().map(|line| (line.chars().count() as f32 / letters).ceil().max(1.0)).sum();
    let files: f32 = decision
        .diffs
        .iter()
        .map(|file| file.lines.len() as f32 * size::CODE_LINE + size::BODY_LINE + size::S3 + size::S1)
        .sum();
    let command = decision.command.as_ref().map_or(0.0, |command| {
        let lines = command.output.lines().count();
        let shown = if unfolded { lines } else { lines.min(FOLD_AFTER) };
        let fold = if shown < lines { size::BUTTON } else { 0.0 };
        (shown.max(1) + 1) as f32 * size::CODE_LINE + size::S3 + fold
    });
    size::S1 + says * size::BODY_LINE + files + command + size::S4
}

struct Layout<'a> {
    ctx: &'a Context,
    style: &'a egui::Style,
    palette: &'static Palette,
    code: CodeTheme,
    width: f32,
    body: Body,
}

impl Layout<'_> {
    fn file(&mut self, file: &FileDiff) {
        self.gap(size::S3);
        let change = match file.change {
            Change::Added => words(self.ctx).file_added,
            Change::Modified => words(self.ctx).file_changed,
            Change::Deleted => words(self.ctx).file_deleted,
        };
        let (added, removed) = tally(&file.lines);
        let mut job = LayoutJob::default();
        job.append(&file.path, 0.0, TextFormat::simple(theme::code_font(), self.palette.text));
        let facts = format!("{change}   +{added} −{removed}");
        job.append(&facts, size::S3, TextFormat::simple(theme::small_font(), self.palette.text_soft));
        let words = format!("{}, {facts}", file.path);
        self.push_text(job, words, self.width);
        self.gap(size::S1);
        let language = file.path.rsplit_once('.').map_or("", |(_, extension)| extension);
        for line in &file.lines {
            let column = self.width - 2.0 * size::LINE_NUMBER - size::SIGN - size::S2;
            let job = if line.kind == LineKind::Gap {
                LayoutJob::single_section("…".to_owned(), self.code_format(self.palette.text_soft))
            } else {
                highlight(self.ctx, self.style, &self.code, &line.text, language)
            };
            let galley = self.code_line(job, column);
            let height = galley.size().y.max(size::CODE_LINE);
            self.push(height, Kind::Line(line.kind, line.old, line.new, galley));
        }
    }

    fn command(&mut self, command: &Command, unfolded: bool) {
        self.gap(size::S3);
        let mut job = LayoutJob::default();
        job.append("$ ", 0.0, self.code_format(self.palette.text_soft));
        job.append(&command.line, 0.0, self.code_format(self.palette.text));
        let heard = format!("{} {}", words(self.ctx).ran, command.line);
        self.output(job, heard);
        let lines: Vec<&str> = command.output.trim_end().lines().collect();
        if lines.is_empty() {
            self.output_line(words(self.ctx).no_output, self.palette.text_soft);
        }
        let shown = if unfolded { lines.len() } else { lines.len().min(FOLD_AFTER) };
        for line in lines.iter().take(shown) {
            self.output_line(line, self.palette.text);
        }
        if shown < lines.len() {
            self.push(size::BUTTON, Kind::Fold(lines.len() - shown));
        }
        if command.status != 0 {
            self.output_line(&words(self.ctx).exit_status(command.status), self.palette.text_soft);
        }
    }

    fn output_line(&mut self, line: &str, color: egui::Color32) {
        let job = LayoutJob::single_section(line.to_owned(), self.code_format(color));
        self.output(job, line.to_owned());
    }

    fn output(&mut self, job: LayoutJob, words: String) {
        let galley = self.code_line(job, self.width - 2.0 * size::S2);
        let height = galley.size().y.max(size::CODE_LINE);
        self.push(height, Kind::Output(galley, words));
    }

    fn text(&mut self, text: &str, color: egui::Color32, width: f32) {
        let job = LayoutJob::simple(text.trim().to_owned(), theme::body_font(), color, 0.0);
        self.push_text(job, text.trim().to_owned(), self.width.min(width));
    }

    fn push_text(&mut self, mut job: LayoutJob, words: String, width: f32) {
        job.wrap.max_width = width;
        for section in &mut job.sections {
            section.format.line_height = Some(size::BODY_LINE);
            section.format.valign = egui::Align::Center;
        }
        let galley = self.ctx.fonts_mut(|fonts| fonts.layout_job(job));
        self.push(galley.size().y, Kind::Text(galley, words));
    }

    fn code_line(&self, mut job: LayoutJob, width: f32) -> Arc<Galley> {
        job.wrap.max_width = width.max(size::ROW);
        job.wrap.break_anywhere = true;
        for section in &mut job.sections {
            section.format.line_height = Some(size::CODE_LINE);
            section.format.valign = egui::Align::Center;
        }
        self.ctx.fonts_mut(|fonts| fonts.layout_job(job))
    }

    fn code_format(&self, color: egui::Color32) -> TextFormat {
        TextFormat::simple(theme::code_font(), color)
    }

    fn push(&mut self, height: f32, kind: Kind) {
        self.body.pieces.push(Piece { y: self.body.height, height, kind });
        self.body.height += height;
    }

    fn gap(&mut self, height: f32) {
        self.body.height += height;
    }
}

/// Added and removed lines of a diff.
pub(super) fn tally(lines: &[DiffLine]) -> (usize, usize) {
    let count = |kind| lines.iter().filter(|line| line.kind == kind).count();
    (count(LineKind::Added), count(LineKind::Removed))
}
