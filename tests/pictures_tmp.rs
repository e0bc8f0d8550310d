//! Pictures to look at.
#[path = "support/cpu_renderer.rs"]
mod cpu_renderer;
#[path = "support/screens.rs"]
mod screens;
use egui::Key;
use egui_kittest::Harness;
use std::sync::Arc;
use tightloop::app::participant::{self, Draft, Sent};
use tightloop::app::theme;
use tightloop::scenario::view::*;
use tightloop::session::input::{Input, Read};
use tightloop::session::screen::Screen;
struct Window {
    screen: Screen,
    draft: Draft,
    sent: Vec<Sent>,
}
fn with(open: &[bool], n: u32, v: bool) -> Arc<[bool]> {
    let mut o = open.to_vec();
    o[n as usize - 1] = v;
    o.into()
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
#[test]
fn pictures() {
    let dir = std::env::var("PICTURES").unwrap();
    let mut batch = (*screens::batch(9)).clone();
    let mut d = (*batch.decisions[0]).clone();
    d.diffs[0].lines.insert(
        4,
        DiffLine {
            kind: LineKind::Added,
            old: None,
            new: Some(14),
            text: format!(
                "    total = sum(row.amount * 0x1F for row in rows if row.kind == 'order')  # {}",
                "a long comment that goes on and on ".repeat(4)
            ),
        },
    );
    d.command.as_mut().unwrap().output.push_str(&format!("warning: {}\n", "x".repeat(900)));
    d.command.as_mut().unwrap().status = 1;
    batch.decisions[0] = Arc::new(d);
    let batch = Arc::new(batch);
    for (theme_name, theme_of) in [("light", egui::Theme::Light), ("dark", egui::Theme::Dark)] {
        for size in [[1024.0, 700.0], [1280.0, 800.0]] {
            let shots: [(&str, Vec<Key>, Option<&str>, Vec<Key>); 6] = [
                ("unified", vec![Key::Space, Key::ArrowDown, Key::S, Key::ArrowDown, Key::S], None, vec![]),
                ("side", vec![Key::Space, Key::D], None, vec![]),
                ("side_brief", vec![Key::Space, Key::D, Key::B], None, vec![]),
                ("search", vec![Key::Space, Key::Slash], Some("amount"), vec![Key::Enter, Key::N]),
                ("help", vec![Key::Questionmark], None, vec![]),
                (
                    "reject",
                    vec![Key::ArrowDown, Key::S, Key::ArrowDown, Key::ArrowDown, Key::S, Key::Home, Key::R],
                    None,
                    vec![],
                ),
            ];
            for (name, keys, text, more) in shots {
                let window =
                    Window { screen: screens::review(&batch), draft: Draft::default(), sent: Vec::new() };
                let mut harness = Harness::builder()
                    .with_size(size)
                    .with_theme(theme_of)
                    .with_context_setup(theme::install)
                    .renderer(cpu_renderer::CpuRenderer::default())
                    .build_ui_state(|ui, window: &mut Window| window.ui(ui), window);
                harness.run();
                for key in keys {
                    harness.key_press(key);
                    harness.run();
                }
                if let Some(text) = text {
                    harness.event(egui::Event::Text(text.into()));
                    harness.run();
                }
                for key in more {
                    harness.key_press(key);
                    harness.run();
                }
                harness.render().unwrap().save(format!("{dir}/{name}_{theme_name}_{}.png", size[0])).unwrap();
            }
        }
    }
}
