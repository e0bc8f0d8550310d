//! What an open decision shows: text, diffs, a command and its output, as pieces of which only those in view are laid
//! out. The height of the others is a guess, near because code has one width a letter; a guess that turns out wrong is
//! put right when its piece comes into view.

use super::heights::Heights;
use super::lex::{Language, State, Token, lex};
use super::search::fold;
use crate::app::strings::words;
use crate::app::theme::{self, Palette, size};
use crate::scenario::view::{Change, DecisionView, DiffLine, FileDiff, LineKind};
use egui::text::{LayoutJob, TextFormat};
use egui::{Galley, Ui};
use std::ops::Range;
use std::sync::Arc;

/// Outputs longer than this are folded to it, lines.
pub(super) const FOLD_AFTER: usize = 20;
/// A folded output's lines are cut after this many letters.
const CUT_AFTER: usize = 600;
/// Code cannot be told apart side by side in less than this, points.
const SIDE_BY_SIDE_FROM: f32 = 720.0;

/// How decisions are shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Manner {
    /// Width of the content.
    pub(super) width: f32,
    /// Whether diffs are side by side, where there is room.
    pub(super) side_by_side: bool,
    /// Whether in the dark theme.
    pub(super) dark: bool,
    /// Physical pixels a point, for which letters are drawn.
    pub(super) scale: f32,
}

impl Manner {
    /// Whether a diff is in fact side by side.
    pub(super) fn splits(&self) -> bool {
        self.side_by_side && self.width >= SIDE_BY_SIDE_FROM
    }

    /// Width of the letters of a diff's line.
    fn column(&self) -> f32 {
        let columns = if self.splits() {
            self.width / 2.0 - size::LINE_NUMBER
        } else {
            self.width - 2.0 * size::LINE_NUMBER
        };
        (columns - size::SIGN - 2.0 * size::S2).max(size::ROW)
    }
}

/// An open decision's content, top to bottom.
#[derive(Debug)]
pub(super) struct Body {
    decision: Arc<DecisionView>,
    manner: Manner,
    pieces: Vec<Piece>,
    /// Of pieces, what is kept free above them included.
    heights: Heights,
    /// What each line of each file begins in; made when the file first comes into view.
    states: Vec<Option<Vec<State>>>,
    /// Where each line of the output begins and ends.
    output: Vec<Range<usize>>,
    unfolded: bool,
}

/// One part.
#[derive(Debug)]
pub(super) struct Piece {
    /// Kept free above.
    pub(super) gap: f32,
    /// What it is.
    pub(super) kind: Kind,
    /// Laid out, once it came into view.
    pub(super) drawn: Option<Drawn>,
}

/// What a part is. Files and lines are places in the decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// What the agent says.
    Says,
    /// A file's name and how it changed.
    File(usize),
    /// A line of a diff.
    Line(usize, usize),
    /// A line before and the line after beside it.
    Pair(usize, Option<usize>, Option<usize>),
    /// The command.
    Command,
    /// A line of its output.
    Output(usize),
    /// Nothing was printed.
    Silent,
    /// Unfolds the output; how many lines are hidden. None hidden: folds it again.
    Fold(usize),
    /// The command's status.
    Status,
}

/// A part's letters.
#[derive(Debug, Clone)]
pub(super) struct Drawn {
    /// Of a pair, the line before.
    pub(super) left: Option<Arc<Galley>>,
    /// Of a pair, the line after.
    pub(super) right: Option<Arc<Galley>>,
}

impl Body {
    /// The content of `decision`, nothing of it laid out.
    pub(super) fn new(decision: &Arc<DecisionView>, manner: Manner, unfolded: bool) -> Self {
        let command = decision.command.as_ref();
        let output = command.map_or_else(Vec::new, |command| lines(command.output.trim_end()));
        let mut body = Self {
            decision: decision.clone(),
            manner,
            pieces: Vec::new(),
            heights: Heights::default(),
            states: vec![None; decision.diffs.len()],
            output,
            unfolded,
        };
        body.push(size::S1, Kind::Says);
        for (place, file) in decision.diffs.iter().enumerate() {
            body.push(size::S3, Kind::File(place));
            if manner.splits() {
                pairs(&file.lines, &mut |old, new| body.push(0.0, Kind::Pair(place, old, new)));
            } else {
                (0..file.lines.len()).for_each(|line| body.push(0.0, Kind::Line(place, line)));
            }
        }
        if let Some(command) = command {
            body.push(size::S3, Kind::Command);
            let all = body.output.len();
            let long = all > FOLD_AFTER || body.output.iter().any(|line| line.len() > CUT_AFTER);
            let shown = if unfolded { all } else { all.min(FOLD_AFTER) };
            if all == 0 {
                body.push(0.0, Kind::Silent);
            }
            (0..shown).for_each(|line| body.push(0.0, Kind::Output(line)));
            if long {
                body.push(0.0, Kind::Fold(all - shown));
            }
            if command.status != 0 {
                body.push(0.0, Kind::Status);
            }
        }
        body.heights =
            Heights::new(body.pieces.iter().map(|piece| piece.gap + body.guess(piece.kind)).collect());
        body
    }

    /// Its height.
    pub(super) fn height(&self) -> f32 {
        self.heights.total() + size::S4
    }

    /// The pieces that `from..to` of its height cuts.
    pub(super) fn cut(&self, from: f32, to: f32) -> Range<usize> {
        if self.pieces.is_empty() || to < 0.0 || from > self.heights.total() {
            return 0..0;
        }
        self.heights.at(from)..self.heights.at(to) + 1
    }

    /// A piece, its top and its height without what is free above it.
    pub(super) fn piece(&self, place: usize) -> Option<(&Piece, f32, f32)> {
        let piece = self.pieces.get(place)?;
        Some((piece, self.heights.top(place) + piece.gap, self.heights.height(place) - piece.gap))
    }

    /// Whether all of a long output is shown.
    pub(super) fn is_unfolded(&self) -> bool {
        self.unfolded
    }

    /// How many pieces there are.
    pub(super) fn len(&self) -> usize {
        self.pieces.len()
    }

    /// The decision that it shows.
    pub(super) fn decision(&self) -> &DecisionView {
        &self.decision
    }

    /// The words of a piece: what is searched in, and what is read aloud.
    pub(super) fn text(&self, kind: Kind) -> &str {
        let command = self.decision.command.as_ref();
        match kind {
            Kind::Says => self.decision.says.trim(),
            Kind::File(file) => self.decision.diffs.get(file).map_or("", |file| &file.path),
            Kind::Line(file, line) => self.line(file, line).map_or("", |line| &line.text),
            Kind::Pair(file, old, new) => {
                new.or(old).and_then(|line| self.line(file, line)).map_or("", |line| &line.text)
            }
            Kind::Command => command.map_or("", |command| &command.line),
            Kind::Output(line) => {
                let range = self.output.get(line).cloned();
                command.zip(range).and_then(|(command, range)| command.output.get(range)).unwrap_or("")
            }
            Kind::Silent | Kind::Fold(_) | Kind::Status => "",
        }
    }

    /// Whether a piece's words hold `needle`, which has no case.
    pub(super) fn holds(&self, place: usize, needle: &str) -> bool {
        let holds = |kind| fold(self.text(kind)).contains(needle);
        match self.pieces.get(place).map(|piece| piece.kind) {
            Some(Kind::Pair(file, old, new)) => {
                [old, new].into_iter().flatten().any(|line| holds(Kind::Line(file, line)))
            }
            Some(kind) => holds(kind),
            None => false,
        }
    }

    /// A line of a diff.
    pub(super) fn line(&self, file: usize, line: usize) -> Option<&DiffLine> {
        self.decision.diffs.get(file)?.lines.get(line)
    }

    /// Lays out what lies between `from` and `to`. Gives how much what begins before `from` grew.
    pub(super) fn lay_out(&mut self, ui: &Ui, from: f32, to: f32) -> f32 {
        let mut grew_above = 0.0;
        let mut place = self.heights.at(from);
        while place < self.pieces.len() && self.heights.top(place) < to + grew_above {
            if self.pieces[place].drawn.is_none() {
                let above = self.heights.top(place) < from;
                let kind = self.pieces[place].kind;
                let drawn = self.draw(ui, kind);
                let height = self.height_of(kind, &drawn);
                let piece = &mut self.pieces[place];
                piece.drawn = Some(drawn);
                let change = self.heights.set(place, piece.gap + height);
                if above {
                    grew_above += change;
                }
            }
            place += 1;
        }
        grew_above
    }

    fn push(&mut self, gap: f32, kind: Kind) {
        self.pieces.push(Piece { gap, kind, drawn: None });
    }

    fn guess(&self, kind: Kind) -> f32 {
        let code = |text: &str, width: f32| code_rows(text, width) * size::CODE_LINE;
        let column = self.manner.column();
        match kind {
            Kind::Says => text_rows(&self.decision.says, self.manner.width) * size::BODY_LINE,
            Kind::File(_) => size::BODY_LINE + size::S1,
            Kind::Line(..) => code(self.text(kind), column),
            Kind::Pair(file, old, new) => {
                let one = |line: Option<usize>| {
                    line.map_or(0.0, |line| code(self.text(Kind::Line(file, line)), column))
                };
                one(old).max(one(new))
            }
            Kind::Command => code(self.text(kind), self.manner.width - 2.0 * size::S2 - size::SIGN),
            Kind::Output(_) => code(self.shown(self.text(kind)), self.manner.width - 2.0 * size::S2),
            Kind::Fold(_) => size::BUTTON + size::S2,
            Kind::Silent | Kind::Status => size::CODE_LINE,
        }
    }

    fn height_of(&self, kind: Kind, drawn: &Drawn) -> f32 {
        let height = |galley: &Option<Arc<Galley>>| galley.as_ref().map_or(0.0, |galley| galley.size().y);
        let letters = height(&drawn.left).max(height(&drawn.right));
        match kind {
            Kind::Says => letters,
            Kind::File(_) => letters + size::S1,
            Kind::Fold(_) => size::BUTTON + size::S2,
            _ => letters.max(size::CODE_LINE),
        }
    }

    /// As much of a line as is shown of it.
    fn shown<'a>(&self, line: &'a str) -> &'a str {
        if self.unfolded || line.len() <= CUT_AFTER {
            return line;
        }
        line.char_indices().nth(CUT_AFTER).map_or(line, |(end, _)| &line[..end])
    }

    fn draw(&mut self, ui: &Ui, kind: Kind) -> Drawn {
        let palette = theme::of(self.manner.dark);
        let plain = |text: &str, color| {
            LayoutJob::single_section(text.to_owned(), TextFormat::simple(theme::code_font(), color))
        };
        let output_width = self.manner.width - 2.0 * size::S2;
        let one = |galley| Drawn { left: Some(galley), right: None };
        match kind {
            Kind::Says => {
                let text = self.decision.says.trim().to_owned();
                let job = LayoutJob::simple(text, theme::body_font(), palette.text, 0.0);
                one(prose(ui, job, self.manner.width.min(size::READING_WIDTH)))
            }
            Kind::File(file) => {
                let job = self.decision.diffs.get(file).map(|file| file_job(ui, file, palette));
                one(prose(ui, job.unwrap_or_default(), self.manner.width))
            }
            Kind::Line(file, line) => one(self.diff_line(ui, file, line, palette)),
            Kind::Pair(file, old, new) => Drawn {
                left: old.map(|line| self.diff_line(ui, file, line, palette)),
                right: new.map(|line| self.diff_line(ui, file, line, palette)),
            },
            Kind::Command => {
                let mut job = plain("$ ", palette.text_soft);
                job.append(self.text(kind), 0.0, TextFormat::simple(theme::code_font(), palette.text));
                one(code(ui, job, output_width))
            }
            Kind::Output(_) => {
                let line = self.text(kind);
                let shown = self.shown(line);
                let mut job = plain(shown, palette.text);
                if shown.len() < line.len() {
                    job.append(" …", 0.0, TextFormat::simple(theme::code_font(), palette.text_soft));
                }
                one(code(ui, job, output_width))
            }
            Kind::Silent => one(code(ui, plain(words(ui).no_output, palette.text_soft), output_width)),
            Kind::Status => {
                let status = self.decision.command.as_ref().map_or(0, |command| command.status);
                one(code(ui, plain(&words(ui).exit_status(status), palette.text_soft), output_width))
            }
            Kind::Fold(_) => Drawn { left: None, right: None },
        }
    }

    fn diff_line(&mut self, ui: &Ui, file: usize, line: usize, palette: &Palette) -> Arc<Galley> {
        let state = self.state(file, line);
        let mut job = LayoutJob::default();
        if let Some((diff, shown)) =
            self.decision.diffs.get(file).and_then(|diff| Some((diff, diff.lines.get(line)?)))
        {
            let format = |color| TextFormat::simple(theme::code_font(), color);
            if shown.kind == LineKind::Gap {
                job.append("…", 0.0, format(palette.text_soft));
            } else {
                lex(Language::of_path(&diff.path), state, &shown.text, &mut |token, text| {
                    job.append(text, 0.0, format(color(palette, token)));
                });
            }
        }
        code(ui, job, self.manner.column())
    }

    /// What a line of a diff begins in.
    fn state(&mut self, file: usize, line: usize) -> State {
        let Some(diff) = self.decision.diffs.get(file) else { return State::Code };
        let Some(states) = self.states.get_mut(file) else { return State::Code };
        let states = states.get_or_insert_with(|| states_of(diff));
        states.get(line).copied().unwrap_or_default()
    }
}

/// A guess at the height of a body that was never in view.
pub(super) fn estimate(decision: &DecisionView, manner: Manner, unfolded: bool) -> f32 {
    let files: f32 = decision
        .diffs
        .iter()
        .map(|file| file.lines.len() as f32 * size::CODE_LINE + size::BODY_LINE + size::S3 + size::S1)
        .sum();
    let command = decision.command.as_ref().map_or(0.0, |command| {
        let lines = command.output.lines().count();
        let shown = if unfolded { lines } else { lines.min(FOLD_AFTER) };
        let fold = if lines > FOLD_AFTER { size::BUTTON } else { 0.0 };
        (shown.max(1) + 1) as f32 * size::CODE_LINE + size::S3 + fold
    });
    size::S1 + text_rows(&decision.says, manner.width) * size::BODY_LINE + files + command + size::S4
}

/// Added and removed lines of a diff.
pub(super) fn tally(lines: &[DiffLine]) -> (usize, usize) {
    let count = |kind| lines.iter().filter(|line| line.kind == kind).count();
    (count(LineKind::Added), count(LineKind::Removed))
}

/// A file's name and facts, for screen readers.
pub(super) fn file_words(words: &crate::app::strings::Words, file: &FileDiff) -> String {
    let change = match file.change {
        Change::Added => words.file_added,
        Change::Modified => words.file_changed,
        Change::Deleted => words.file_deleted,
    };
    let (added, removed) = tally(&file.lines);
    format!("{}, {change}   +{added} −{removed}", file.path)
}

fn file_job(ui: &Ui, file: &FileDiff, palette: &Palette) -> LayoutJob {
    let mut job = LayoutJob::default();
    job.append(&file.path, 0.0, TextFormat::simple(theme::code_font(), palette.text));
    let all = file_words(words(ui), file);
    let facts = all.get(file.path.len() + 2..).unwrap_or_default();
    job.append(facts, size::S3, TextFormat::simple(theme::small_font(), palette.text_soft));
    job
}

/// Puts lines before and after beside each other: a run of removed lines and the run of added lines that follows it.
fn pairs(lines: &[DiffLine], push: &mut impl FnMut(Option<usize>, Option<usize>)) {
    let mut at = 0;
    while at < lines.len() {
        let run = |kind, from: usize| lines[from..].iter().take_while(|line| line.kind == kind).count();
        let removed = run(LineKind::Removed, at);
        let added = run(LineKind::Added, at + removed);
        for place in 0..removed.max(added) {
            let old = (place < removed).then_some(at + place);
            let new = (place < added).then_some(at + removed + place);
            push(old, new);
        }
        at += removed + added;
        if removed + added == 0 {
            push(Some(at), Some(at));
            at += 1;
        }
    }
}

/// What each line of a diff begins in: the file before and after are read side by side, and a gap ends both.
fn states_of(diff: &FileDiff) -> Vec<State> {
    let language = Language::of_path(&diff.path);
    let (mut old, mut new) = (State::Code, State::Code);
    let after = |state, line: &DiffLine| lex(language, state, &line.text, &mut |_, _| {});
    let states = diff.lines.iter().map(|line| {
        let begins = if line.kind == LineKind::Removed { old } else { new };
        match line.kind {
            LineKind::Removed => old = after(old, line),
            LineKind::Added => new = after(new, line),
            LineKind::Context => (old, new) = (after(old, line), after(new, line)),
            LineKind::Gap => {
                (old, new) = (State::Code, State::Code);
                return State::Code;
            }
        }
        begins
    });
    states.collect()
}

fn color(palette: &Palette, token: Token) -> egui::Color32 {
    match token {
        Token::Plain => palette.text,
        Token::Keyword => palette.keyword,
        Token::String => palette.string,
        Token::Number => palette.number,
        Token::Comment => palette.comment,
        Token::Function => palette.function,
        Token::Punctuation => palette.punctuation,
    }
}

fn prose(ui: &Ui, mut job: LayoutJob, width: f32) -> Arc<Galley> {
    job.wrap.max_width = width;
    for section in &mut job.sections {
        section.format.line_height = Some(size::BODY_LINE);
        section.format.valign = egui::Align::Center;
    }
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

fn code(ui: &Ui, mut job: LayoutJob, width: f32) -> Arc<Galley> {
    job.wrap.max_width = width.max(size::ROW);
    job.wrap.break_anywhere = true;
    for section in &mut job.sections {
        section.format.line_height = Some(size::CODE_LINE);
        section.format.valign = egui::Align::Center;
    }
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// Rows that a line of code takes, about: a letter of the code font is 0.6 of its size wide.
fn code_rows(line: &str, width: f32) -> f32 {
    let fit = (width / (size::CODE * 0.6)).floor().max(1.0);
    // Bytes stand in for letters where there is no doubt.
    let letters = if (line.len() as f32) < fit { line.len() } else { line.chars().count() };
    (letters as f32 / fit).ceil().max(1.0)
}

/// Rows that running text takes, about.
fn text_rows(text: &str, width: f32) -> f32 {
    let fit = (width.min(size::READING_WIDTH) / (size::BODY * 0.46)).max(1.0);
    text.trim().lines().map(|line| (line.chars().count() as f32 / fit).ceil().max(1.0)).sum()
}

fn lines(text: &str) -> Vec<Range<usize>> {
    let start = text.as_ptr() as usize;
    let range = |line: &str| {
        let from = line.as_ptr() as usize - start;
        from..from + line.len()
    };
    text.lines().map(range).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(kind: LineKind, text: &str) -> DiffLine {
        DiffLine { kind, old: None, new: None, text: text.into() }
    }

    #[test]
    fn removed_lines_stand_beside_the_added_ones_that_follow_them() {
        use LineKind::{Added, Context, Gap, Removed};
        let kinds = [Context, Removed, Removed, Added, Context, Added, Gap, Removed];
        let lines = kinds.map(|kind| line(kind, ""));
        let mut found = Vec::new();
        pairs(&lines, &mut |old, new| found.push((old, new)));
        let expected = [
            (Some(0), Some(0)),
            (Some(1), Some(3)),
            (Some(2), None),
            (Some(4), Some(4)),
            (None, Some(5)),
            (Some(6), Some(6)),
            (Some(7), None),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_text_over_lines_is_carried_on_its_own_side_and_ends_at_a_gap() {
        use LineKind::{Added, Context, Gap, Removed};
        let lines = vec![
            line(Removed, "x = 1"),
            line(Added, "\"\"\"begins"),
            line(Removed, "y = 2"),
            line(Context, "goes on"),
            line(Gap, ""),
            line(Context, "z = 3"),
        ];
        let diff = FileDiff { path: "a.py".into(), change: Change::Modified, lines };
        let open = State::Until("\"\"\"");
        let expected = [State::Code, State::Code, State::Code, open, State::Code, State::Code];
        assert_eq!(states_of(&diff), expected);
    }

    #[test]
    fn lines_are_where_they_are() {
        let text = "one\n\ntwo\r\nthree";
        let found: Vec<&str> = lines(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["one", "", "two", "three"]);
    }
}
