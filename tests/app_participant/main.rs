//! The participant's screens, by keyboard and by pointer.
#![allow(clippy::unwrap_used)]

#[path = "../support/cpu_renderer.rs"]
mod cpu_renderer;
mod pages;
mod review;
#[path = "../support/screens.rs"]
mod screens;

use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use std::sync::Arc;
use tightloop::app::participant::{self, Cause, Draft, Sent};
use tightloop::app::strings::ENGLISH;
use tightloop::app::theme;
use tightloop::scenario::truth::Reach;
use tightloop::scenario::view::{Brief, Clause, CueReport, DecisionView, DiffLine, LineKind};
use tightloop::session::input::{Input, JumpBy, Read, Reason, Reply, Verdict};
use tightloop::session::screen::{Ask, Ending, Heading, Screen};

/// A window that shows one screen and does to it what a session would do on opening and closing.
pub(crate) struct Window {
    screen: Screen,
    draft: Draft,
    sent: Vec<Sent>,
}

impl Window {
    fn ui(&mut self, ui: &mut egui::Ui) {
        let before = self.sent.len();
        let all = ui.ctx().content_rect();
        ui.ctx().layer_painter(egui::LayerId::background()).rect_filled(all, 0, theme::palette(ui).page);
        participant::ui(ui, &self.screen, &mut self.draft, &mut self.sent);
        for place in before..self.sent.len() {
            if let Screen::Review { open, brief_open, reading, .. } = &mut self.screen {
                match &self.sent[place].input {
                    Input::OpenDecision(n) => *open = with(open, *n, true),
                    Input::CloseDecision(n) => *open = with(open, *n, false),
                    Input::OpenBrief => *brief_open = true,
                    Input::CloseBrief => *brief_open = false,
                    Input::Read(Read::Mark(n, on)) => reading.suspect = with(&reading.suspect, *n, *on),
                    Input::Read(Read::Unfold(n, on)) => reading.unfolded = with(&reading.unfolded, *n, *on),
                    Input::Read(Read::SideBySide(on)) => reading.side_by_side = *on,
                    Input::Read(Read::Cues(on)) => reading.cues_open = *on,
                    Input::Read(Read::Help(on)) => reading.help_open = *on,
                    Input::Read(Read::Search(on)) => reading.search_open = *on,
                    _ => {}
                }
            }
        }
    }
}

pub(crate) fn with(open: &[bool], decision: u32, value: bool) -> Arc<[bool]> {
    let mut open = open.to_vec();
    open[decision as usize - 1] = value;
    open.into()
}

pub(crate) fn window_of(screen: Screen, size: [f32; 2], theme_of: egui::Theme) -> Harness<'static, Window> {
    let window = Window { screen, draft: Draft::default(), sent: Vec::new() };
    let mut harness = Harness::builder()
        .with_size(size)
        .with_max_steps(8)
        .with_theme(theme_of)
        .with_context_setup(theme::install)
        .renderer(cpu_renderer::CpuRenderer::default())
        .build_ui_state(|ui, window: &mut Window| window.ui(ui), window);
    harness.run();
    harness
}

pub(crate) fn window(screen: Screen) -> Harness<'static, Window> {
    window_of(screen, [1024.0, 700.0], egui::Theme::Light)
}

pub(crate) fn press(harness: &mut Harness<'_, Window>, keys: &[Key]) {
    for key in keys {
        harness.key_press(*key);
        harness.run();
    }
}

pub(crate) fn click(harness: &mut Harness<'_, Window>, label: &str) {
    harness.get_by_label(label).click();
    harness.run();
}

/// What was sent, but for scrolling.
pub(crate) fn inputs(harness: &Harness<'_, Window>) -> Vec<Input> {
    let all = harness.state().sent.iter().map(|sent| sent.input.clone());
    all.filter(|input| !matches!(input, Input::Scroll { .. })).collect()
}

/// Checks that a screen gives `expected` both by `key` and by a click on `label`.
pub(crate) fn assert_answers(screen: &Screen, key: Key, label: &str, expected: &Input) {
    let mut by_key = window(screen.clone());
    press(&mut by_key, &[key]);
    assert_eq!(inputs(&by_key), std::slice::from_ref(expected), "by key {key:?}");
    assert_eq!(by_key.state().sent[0].cause, Cause::Key(key));
    let mut by_click = window(screen.clone());
    click(&mut by_click, label);
    assert_eq!(inputs(&by_click), std::slice::from_ref(expected), "by a click on {label}");
    assert_eq!(by_click.state().sent[0].cause, Cause::Click);
}
