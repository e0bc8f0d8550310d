//! The lab's pages: an empty home, a study of people, and a simulated one with its curve, before, during and after
//! a fit.

use crate::cpu_renderer::CpuRenderer;
use crate::gallery::Look;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tightloop::app::lab::{self, LabState};
use tightloop::app::theme::{self, text_size};
use tightloop::protocol;
use tightloop::scenario::Library;
use tightloop::simulate;
use tightloop::study::Study;

type Lab = Harness<'static, LabState>;

/// Calls `shoot` at every page.
pub fn draw(shoot: &mut dyn FnMut(&str, &mut Lab)) {
    let root = tempfile::tempdir().unwrap();
    let library = Arc::new(Library::embedded().unwrap());
    shoot("lab-home-empty", &mut open(root.path(), &library));

    let people = protocol::load(Path::new("pilot")).unwrap();
    let mut study = Study::create(root.path().join("spring"), &people, &library, false).unwrap();
    drop(study);
    shoot_people(root.path(), &library, shoot);
    study = Study::open(root.path().join("spring")).unwrap();
    for code in ["P01", "P02", "a-code-as-long-as-they-may-be-32"] {
        study.enrol(code, &library).unwrap();
    }
    drop(study);
    let design = protocol::load(Path::new("lab")).unwrap();
    let mut study = Study::create(root.path().join("people"), &design, &library, true).unwrap();
    simulate::run(&mut study, &library, 8, 5, &|_| {}).unwrap();
    drop(study);
    std::fs::create_dir(root.path().join("broken")).unwrap();
    std::fs::write(root.path().join("broken/study.json"), "{").unwrap();

    let mut home = open(root.path(), &library);
    shoot("lab-home", &mut home);
    click(&mut home, "Open spring");
    wait_for(&mut home, "of 8 participants completed");
    shoot("lab-participants", &mut home);
    click(&mut home, "Reviews");
    shoot("lab-reviews-none", &mut home);
    click(&mut home, "C(d,m)");
    shoot("lab-curve-nobody", &mut home);

    let mut harness = open(root.path(), &library);
    click(&mut harness, "Open people");
    wait_for(&mut harness, "These participants are simulated");
    shoot("lab-participants-simulated", &mut harness);
    click(&mut harness, "Reviews");
    wait_for(&mut harness, "reviews, in the order");
    shoot("lab-reviews", &mut harness);
    click(&mut harness, "C(d,m)");
    shoot("lab-curve-none", &mut harness);
    click(&mut harness, "Fit C(d,m)");
    wait_for(&mut harness, "Preview: time alone, not the fit");
    wait_for(&mut harness, "divergent");
    shoot("lab-curve-preview", &mut harness);
    click(&mut harness, "Cancel");
    wait_for(&mut harness, "The fit was cancelled");
    shoot("lab-curve-cancelled", &mut harness);
    click(&mut harness, "Fit C(d,m)");
    wait_for(&mut harness, "Fit again");
    harness.run_steps(4);
    shoot("lab-curve", &mut harness);
    harness.get_by_label("Checks").scroll_to_me();
    harness.run_steps(6);
    shoot("lab-curve-end", &mut harness);
}

/// A study of people in which nobody is enrolled.
fn shoot_people(root: &Path, library: &Arc<Library>, shoot: &mut dyn FnMut(&str, &mut Lab)) {
    let mut harness = open(root, library);
    click(&mut harness, "Open spring");
    wait_for(&mut harness, "of 8 participants completed");
    shoot("lab-participants-none", &mut harness);
}

/// One look at a page that is open.
pub fn render(harness: &mut Lab, look: Look) -> image::RgbaImage {
    harness.ctx.set_theme(look.theme());
    text_size::apply(&harness.ctx, look.percent);
    // Another text size counts from the next frame on and scales the size that was there.
    harness.run_steps(2);
    harness.set_size(look.points().into());
    harness.run_steps(4);
    harness.render().unwrap()
}

fn open(root: &Path, library: &Arc<Library>) -> Lab {
    let state = LabState::new(root.to_path_buf(), library.clone());
    let mut harness = Harness::builder()
        .with_size([1024.0, 700.0])
        .with_context_setup(theme::install)
        .renderer(CpuRenderer::default())
        .build_ui_state(
            |ui, state: &mut LabState| {
                // The harness leaves a margin, which the real window has not.
                let all = ui.ctx().content_rect();
                let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(all));
                let ui = &mut ui;
                ui.set_clip_rect(all);
                let ground = theme::palette(ui).page;
                ui.ctx().layer_painter(egui::LayerId::background()).rect_filled(all, 0, ground);
                let mut commands = Vec::new();
                let ctx = ui.ctx().clone();
                state.take_results(&ctx);
                lab::ui(ui, state, &mut commands);
                for command in commands {
                    state.perform(command, &ctx);
                }
            },
            state,
        );
    harness.run_steps(3);
    let since = Instant::now();
    while harness.query_by_label_contains("Reading the folder").is_some() {
        assert!(since.elapsed() < Duration::from_secs(60), "waited for the studies");
        std::thread::sleep(Duration::from_millis(10));
        harness.step();
    }
    harness
}

fn click(harness: &mut Lab, label: &str) {
    harness.get_by_label(label).click();
    harness.run_steps(4);
}

/// Draws until the label is there; what runs in the background takes its time.
fn wait_for(harness: &mut Lab, label: &str) {
    let since = Instant::now();
    while harness.query_by_label_contains(label).is_none() {
        assert!(since.elapsed() < Duration::from_secs(1800), "waited for '{label}'");
        std::thread::sleep(Duration::from_millis(50));
        harness.step();
    }
}
