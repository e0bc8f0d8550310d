//! Nothing moves by itself on a participant's page: once it has come to rest it asks for no frame, whatever is on it,
//! wherever the pointer and the keyboard are. A frame that nobody asked for would lie in the way of the next key's stamp.
#![allow(clippy::unwrap_used)]

#[path = "support/cpu_renderer.rs"]
mod cpu_renderer;
#[path = "support/gallery.rs"]
mod gallery;
#[path = "support/screens.rs"]
mod screens;

use egui::{Event, Key};
use egui_kittest::Harness;
use gallery::Look;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tightloop::app::theme;
use tightloop::app::window::begin;
use tightloop::app::window::sitting::Sitting;
use tightloop::journal::Station;
use tightloop::protocol::{self, Language};
use tightloop::scenario::Library;
use tightloop::session::screen::Screen;
use tightloop::study::Study;

/// Frames that a page may take to come to rest: an answer's, the one that egui adds to each, and what they bring about.
const TO_REST: usize = 8;
/// Frames of a quarter of a second each in which nothing may be asked for.
const AT_REST: usize = 8;

/// The delays of all frames asked for.
#[derive(Clone, Default)]
struct Asked(Arc<Mutex<Vec<Duration>>>);

impl Asked {
    fn of(ctx: &egui::Context) -> Self {
        let asked = Self::default();
        let told = asked.0.clone();
        ctx.set_repaint_observer(move |request| told.lock().unwrap().push(request.delay));
        asked
    }

    fn take(&self) -> Vec<Duration> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

/// Lets the page come to rest, and fails where it goes on asking for frames.
fn rests<S>(page: &mut Harness<'_, S>, asked: &Asked, what: &str) {
    page.run_steps(TO_REST);
    asked.take();
    page.run_steps(AT_REST);
    let later = asked.take();
    assert_eq!(later, [], "{what} asks for frames by itself: {:?}", page.ctx.repaint_causes());
}

#[test]
fn every_page_comes_to_rest_and_stays_there() {
    let look = Look { language: Language::English, pixels: [1024.0, 700.0], percent: 100, dark: false };
    let scenes = gallery::scenes(look.language);
    assert!(scenes.len() > 30, "only {} pages", scenes.len());
    for scene in scenes {
        let mut page = scene.open(look);
        let asked = Asked::of(&page.ctx);
        rests(&mut page, &asked, &scene.name);
        for place in [egui::pos2(512.0, 350.0), egui::pos2(120.0, 660.0), egui::pos2(900.0, 40.0)] {
            page.event(Event::PointerMoved(place));
            rests(&mut page, &asked, &format!("{} with the pointer at {place:?}", scene.name));
        }
        page.key_press(Key::Tab);
        rests(&mut page, &asked, &format!("{} with a control under the keyboard", scene.name));
    }
}

#[test]
fn a_field_that_is_typed_into_has_a_cursor_that_does_not_blink() {
    let look = Look { language: Language::English, pixels: [1024.0, 700.0], percent: 100, dark: false };
    let scene = gallery::scenes(look.language).into_iter().find(|scene| scene.name == "review").unwrap();
    let mut page = scene.open(look);
    let asked = Asked::of(&page.ctx);
    page.key_press(Key::Slash);
    rests(&mut page, &asked, "an empty search");
    page.event(Event::Text("e".to_owned()));
    rests(&mut page, &asked, "a search");
    page.key_press(Key::Escape);
    rests(&mut page, &asked, "a review after a search");
}

/// A session with every kind of wait in it.
const PROTOCOL: &str = r#"(
    format: "tightloop-protocol/1",
    id: "still",
    title: "Still",
    language: "en",
    seed: 5,
    participants: 4,
    consent: "You may stop at any time.",
    instructions: ["Read the brief."],
    factors: (delay_secs: (levels: [0, 1]), batch_size: (levels: [2]), outstanding_max: 1),
    trials_per_cell: 1,
    planted_share: 0.5,
    unfamiliar_share: 0,
    amended_share: 0,
    scenarios: (pool: ["tiny"]),
    filler: rest,
    comprehension: (questions: 1, attempts: 2),
    practice: (trials: 0, delay_secs: 0, batch_size: 1),
    time_limit_secs: 600,
    feedback: always,
)
"#;

#[test]
fn a_session_asks_for_no_frame_but_for_the_time_at_which_it_moves_on() {
    let packs = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/packs"));
    let library = Library::with_folder(Some(packs)).unwrap();
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("study");
    Study::create(&dir, &protocol::parse(PROTOCOL, Path::new("still.ron")).unwrap(), &library, false)
        .unwrap();
    let (study, recorder) = begin(&dir, "P01", &library, Station::here()).unwrap();
    let sitting = Sitting::new(recorder, Some(study), &egui::Context::default());
    let mut display = Harness::builder()
        .with_size([1024.0, 700.0])
        .with_context_setup(theme::install)
        .build_ui_state(|ui, sitting: &mut Sitting| sitting.ui(ui, Instant::now()), sitting);
    let asked = Asked::of(&display.ctx);
    let frames = |display: &mut Harness<'_, Sitting>, count: usize| {
        for _ in 0..count {
            let began = Instant::now();
            display.step();
            display.state_mut().swapped(began, Instant::now());
            // The writer's fsync.
            std::thread::sleep(Duration::from_millis(2));
        }
    };
    let mut seen = BTreeMap::new();
    for page in 0.. {
        assert!(page < 300, "the session does not end");
        frames(&mut display, TO_REST);
        asked.take();
        let screen = display.state().screen().clone();
        let name = format!("{screen:?}");
        let name = name.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_owned();
        frames(&mut display, AT_REST);
        let later = asked.take();
        if *display.state().screen() == screen {
            // A review's time limit and the end of a wait are known beforehand; each frame asks for them anew.
            let timed = matches!(screen, Screen::Review { .. } | Screen::Rest { .. });
            let least = if matches!(screen, Screen::Review { .. }) {
                Duration::from_secs(60)
            } else {
                Duration::ZERO
            };
            assert!(timed || later.is_empty(), "{name} asks for frames by itself: {later:?}");
            assert!(later.iter().all(|delay| *delay > least), "{name}: {later:?}");
            *seen.entry(name).or_insert(0) += 1;
        }
        let keys: &[Key] = match screen {
            Screen::Consent { .. } => &[Key::Y],
            Screen::Instructions { .. } | Screen::Brief { .. } | Screen::Feedback { .. } => &[Key::Enter],
            Screen::Question { .. } => &[Key::Num2],
            Screen::Review { .. } => &[Key::A, Key::Enter],
            Screen::Confidence { .. } => &[Key::Num4],
            Screen::Done { .. } => break,
            _ => &[],
        };
        for key in keys {
            display.key_press(*key);
            frames(&mut display, 3);
        }
    }
    for kind in ["Consent", "Instructions", "Brief", "Question", "Rest", "Review", "Confidence", "Feedback"] {
        assert!(seen.contains_key(kind), "{kind} was never at rest: {seen:?}");
    }
}
