//! A participant's session in the window's own code, frame by frame, on a real study: keys in, journal out.
#![allow(clippy::unwrap_used)]

#[path = "support/cpu_renderer.rs"]
mod cpu_renderer;

use egui::{Event, Key, Modifiers, RawInput};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use std::path::Path;
use std::time::{Duration, Instant};
use tightloop::app::strings::ENGLISH;
use tightloop::app::theme;
use tightloop::app::window::arrivals::{Arrivals, Arrived};
use tightloop::app::window::begin;
use tightloop::app::window::sitting::Sitting;
use tightloop::journal::{self, Station};
use tightloop::protocol;
use tightloop::scenario::Library;
use tightloop::session::event::Event as Happened;
use tightloop::session::input::Verdict;
use tightloop::session::screen::{Ask, Ending, Screen};
use tightloop::study::{ParticipantState, Study};

const PACKS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/packs");

const PROTOCOL: &str = r#"(
    format: "tightloop-protocol/1",
    id: "short",
    title: "A short study",
    language: "en",
    seed: 5,
    participants: 4,
    consent: "You may stop at any time.",
    instructions: ["Read the brief.", "Then review."],
    factors: (delay_secs: (levels: [0, 1]), batch_size: (levels: [2, 3]), outstanding_max: 1),
    trials_per_cell: 1,
    planted_share: 0.5,
    unfamiliar_share: 0,
    amended_share: 0,
    scenarios: (pool: ["tiny"]),
    filler: arithmetic,
    comprehension: (questions: 1, attempts: 2),
    practice: (trials: 1, delay_secs: 0, batch_size: 1),
    time_limit_secs: 600,
    feedback: always,
)
"#;

fn library() -> Library {
    Library::with_folder(Some(Path::new(PACKS))).unwrap()
}

fn study(dir: &Path, simulated: bool) {
    let loaded = protocol::parse(PROTOCOL, Path::new("short.ron")).unwrap();
    Study::create(dir, &loaded, &library(), simulated).unwrap();
}

/// A sitting in a harness; each frame is followed by its swap, as in the window.
struct Desk {
    sitting: Sitting,
}

type Display = Harness<'static, Desk>;

fn sit_down(dir: &Path, participant: &str) -> Display {
    let ctx = egui::Context::default();
    let (study, recorder) = begin(dir, participant, &library(), Station::here()).unwrap();
    let desk = Desk { sitting: Sitting::new(recorder, Some(study), &ctx) };
    let mut display = Harness::builder()
        .with_size([1024.0, 700.0])
        .with_context_setup(theme::install)
        .renderer(cpu_renderer::CpuRenderer::default())
        .build_ui_state(|ui, desk: &mut Desk| desk.sitting.ui(ui, Instant::now()), desk);
    settle(&mut display);
    display
}

/// Draws frames, each with its swap, until the page that is shown takes answers.
fn settle(display: &mut Display) {
    for _ in 0..3 {
        frame(display);
        // The writer's fsync.
        std::thread::sleep(Duration::from_millis(4));
    }
    frame(display);
}

fn frame(display: &mut Display) {
    let began = Instant::now();
    display.step();
    display.state_mut().sitting.swapped(began, Instant::now());
}

fn press(display: &mut Display, keys: &[Key]) {
    for key in keys {
        display.key_press(*key);
        settle(display);
    }
}

fn screen(display: &Display) -> Screen {
    display.state().sitting.screen().clone()
}

/// Goes on until `until` or the end, rejecting the first batch and accepting the others.
fn take_part(display: &mut Display, until: impl Fn(&Screen) -> bool) {
    for page in 0.. {
        assert!(page < 500, "the session does not end: {:?}", screen(display));
        let screen = screen(display);
        if until(&screen) {
            return;
        }
        match screen {
            Screen::Consent { .. } => press(display, &[Key::Y]),
            Screen::Instructions { .. } | Screen::Brief { .. } | Screen::Feedback { .. } => {
                press(display, &[Key::Enter]);
            }
            Screen::Question { .. } | Screen::Arithmetic { .. } => press(display, &[Key::Num2]),
            Screen::Review { progress, .. } if progress.done == 0 => {
                press(
                    display,
                    &[Key::Space, Key::B, Key::B, Key::R, Key::Enter, Key::Num2, Key::Num1, Key::Enter],
                );
            }
            Screen::Review { .. } => press(display, &[Key::A, Key::Enter]),
            Screen::Confidence { .. } => press(display, &[Key::Num4]),
            Screen::Rest { .. } | Screen::TwoBack { .. } | Screen::Break { ready: false, .. } => {
                settle(display)
            }
            Screen::PracticeResult { .. } | Screen::Break { .. } | Screen::Debrief { .. } => {
                press(display, &[Key::Enter]);
            }
            Screen::Questionnaire { ask: Ask::TlxRatings, .. } => {
                let down = [Key::Num5, Key::ArrowDown];
                press(display, &[down, down, down, down, down, down].concat());
                press(display, &[Key::Enter]);
            }
            Screen::Questionnaire { .. } => press(display, &[Key::Num1, Key::Enter]),
            Screen::Done { .. } => return press(display, &[Key::Enter]),
        }
    }
}

fn is_review(screen: &Screen) -> bool {
    matches!(screen, Screen::Review { .. })
}

fn events(dir: &Path, participant: &str) -> Vec<Happened> {
    let path = Study::read(dir).unwrap().journal_path(participant, 1);
    journal::read(path).unwrap().events.into_iter().map(|event| event.value).collect()
}

#[test]
fn a_whole_session_by_keyboard_is_in_the_journal() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("study");
    study(&dir, false);
    let mut display = sit_down(&dir, "P01");
    take_part(&mut display, |_| false);
    assert!(display.state().sitting.has_left());
    drop(display);

    let events = events(&dir, "P01");
    let count = |of: &dyn Fn(&Happened) -> bool| events.iter().filter(|event| of(event)).count();
    assert!(matches!(events.first(), Some(Happened::Consented { agreed: true, .. })));
    assert_eq!(events.last(), Some(&Happened::SessionEnded));
    assert_eq!(count(&|event| matches!(event, Happened::ReviewShown { .. })), 5);
    assert_eq!(count(&|event| matches!(event, Happened::VerdictGiven { verdict: Verdict::Accept, .. })), 4);
    assert_eq!(count(&|event| matches!(event, Happened::ConfidenceGiven { confidence: 4, .. })), 5);
    assert_eq!(count(&|event| matches!(event, Happened::BriefReopened { .. })), 1);
    assert_eq!(count(&|event| matches!(event, Happened::DecisionOpened { .. })), 1);
    for pair in events.windows(2) {
        if matches!(pair[1], Happened::VerdictGiven { .. }) {
            let Happened::Frames { facts, .. } = &pair[0] else { panic!("no frame times: {:?}", pair[0]) };
            assert!(facts.frames > 0 && facts.max_ms >= facts.p95_ms);
        }
    }
    let state = Study::read(&dir).unwrap().participant("P01").unwrap().state;
    assert_eq!(state, ParticipantState::Completed);
}

#[test]
fn a_session_goes_on_after_a_crash_in_the_review_that_it_interrupted() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("study");
    study(&dir, false);
    let mut display = sit_down(&dir, "P01");
    take_part(&mut display, is_review);
    press(&mut display, &[Key::Space]);
    drop(display);

    let mut display = sit_down(&dir, "P01");
    let Screen::Review { resumed, open, .. } = screen(&display) else { panic!("{:?}", screen(&display)) };
    assert!(resumed);
    assert!(open[0], "what was open is open again");
    take_part(&mut display, |_| false);
    drop(display);
    let events = events(&dir, "P01");
    assert!(events.contains(&Happened::Resumed { interrupted: Some(0), repeated: vec![] }));
    assert_eq!(events.last(), Some(&Happened::SessionEnded));
}

#[test]
fn leaving_asks_first_and_saves() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("study");
    study(&dir, false);
    let mut display = sit_down(&dir, "P01");
    take_part(&mut display, is_review);
    display.state_mut().sitting.ask_to_leave();
    settle(&mut display);
    display.get_by_label(ENGLISH.leave_title);
    press(&mut display, &[Key::A, Key::Enter, Key::Escape]);
    assert!(is_review(&screen(&display)), "nothing behind the dialog was answered");
    assert!(display.query_by_label(ENGLISH.leave_title).is_none());
    display.state_mut().sitting.ask_to_leave();
    settle(&mut display);
    display.get_by_label(ENGLISH.leave_yes).click();
    settle(&mut display);
    assert!(display.state().sitting.has_left());
    let events = events(&dir, "P01");
    let away = events.iter().filter(|event| matches!(event, Happened::FocusLost)).count();
    assert_eq!(away, 2, "behind the dialog the participant was away from the review");
}

#[test]
fn who_may_not_take_part_is_told_why() {
    let dir = tempfile::tempdir().unwrap();
    let real = dir.path().join("real");
    study(&real, false);
    let refused = |dir: &Path, id: &str| begin(dir, id, &library(), Station::here()).unwrap_err().to_string();
    {
        let _held = sit_down(&real, "P01");
        let why = refused(&real, "P02");
        assert!(why.contains("is open in this program already"), "{why}");
    }
    let mut display = sit_down(&real, "P01");
    take_part(&mut display, |_| false);
    drop(display);
    assert!(refused(&real, "P01").contains("has completed the study"), "{}", refused(&real, "P01"));
    let simulated = dir.path().join("simulated");
    study(&simulated, true);
    assert!(refused(&simulated, "P01").contains("SIMULATED"), "{}", refused(&simulated, "P01"));
}

#[test]
fn declining_ends_the_session_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("study");
    study(&dir, false);
    let mut display = sit_down(&dir, "P01");
    press(&mut display, &[Key::N]);
    assert_eq!(screen(&display), Screen::Done { ending: Ending::Declined });
    press(&mut display, &[Key::Enter]);
    assert!(display.state().sitting.has_left());
    assert!(matches!(events(&dir, "P01")[..], [Happened::Consented { agreed: false, .. }]));
}

/// A frame that nobody looks at; gives the moment of its swap.
fn draw(ctx: &egui::Context, sitting: &mut Sitting, raw: RawInput, began: Instant) -> Instant {
    ctx.run_ui(raw, |ui| sitting.ui(ui, began)).textures_delta.clear();
    let swapped = Instant::now();
    sitting.swapped(began, swapped);
    swapped
}

fn key_down(key: Key) -> Event {
    Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE }
}

fn key_up(key: Key) -> Event {
    Event::Key { key, physical_key: None, pressed: false, repeat: false, modifiers: Modifiers::NONE }
}

/// Which keys get through to egui, of presses that arrived at these times after the present page was shown.
fn passed(sitting: &mut Sitting, shown: Instant, presses: &[(Key, i64)]) -> Vec<Key> {
    let mut arrived = Arrivals::default();
    let mut raw = RawInput::default();
    for (key, millis) in presses {
        let span = Duration::from_millis(millis.unsigned_abs());
        let at = if *millis < 0 { shown - span } else { shown + span };
        arrived.push(Arrived::Key(*key), at);
        raw.events.push(key_down(*key));
        raw.events.push(key_up(*key));
    }
    sitting.filter(&mut raw, arrived);
    let key = |event: &Event| match event {
        Event::Key { key, pressed: true, .. } => Some(*key),
        _ => None,
    };
    raw.events.iter().filter_map(key).collect()
}

#[test]
fn presses_from_before_a_page_was_shown_never_reach_it() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("study");
    study(&dir, false);
    let ctx = egui::Context::default();
    let (study, recorder) = begin(&dir, "P01", &library(), Station::here()).unwrap();
    theme::install(&ctx);
    let mut sitting = Sitting::new(recorder, Some(study), &ctx);
    assert_eq!(passed(&mut sitting, Instant::now(), &[(Key::Y, 1)]), [], "nothing is shown yet");
    let shown = draw(&ctx, &mut sitting, RawInput::default(), Instant::now());
    assert_eq!(passed(&mut sitting, shown, &[(Key::Y, -3), (Key::N, 2), (Key::Y, 5)]), [Key::N, Key::Y]);
}

#[test]
fn inputs_are_stamped_with_the_arrival_of_their_key() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("study");
    study(&dir, false);
    let ctx = egui::Context::default();
    theme::install(&ctx);
    let (study, recorder) = begin(&dir, "P01", &library(), Station::here()).unwrap();
    let mut sitting = Sitting::new(recorder, Some(study), &ctx);
    for _ in 0..2 {
        draw(&ctx, &mut sitting, RawInput::default(), Instant::now());
    }
    let pressed_at = Instant::now();
    std::thread::sleep(Duration::from_millis(30));
    let mut arrived = Arrivals::default();
    arrived.push(Arrived::Key(Key::N), pressed_at);
    let mut raw = RawInput { events: vec![key_down(Key::N)], ..Default::default() };
    sitting.filter(&mut raw, arrived);
    draw(&ctx, &mut sitting, raw, Instant::now());
    drop(sitting);
    let path = Study::read(&dir).unwrap().journal_path("P01", 1);
    let recorded = journal::read(path).unwrap();
    let at = Duration::from_nanos(recorded.events[0].at_nanos);
    assert!(matches!(recorded.events[0].value, Happened::Consented { agreed: false, .. }));
    let start = recorded.header.monotonic_start_nanos.unwrap();
    let now = tightloop::app::window::clock::monotonic_nanos().unwrap();
    let age = Duration::from_nanos(now - start) - at;
    assert!(
        age >= pressed_at.elapsed() - Duration::from_millis(2),
        "stamped {age:?} ago, later than its arrival"
    );
}
