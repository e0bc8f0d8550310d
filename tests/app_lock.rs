//! Lock-down: nobody leaves a participant's session without the study's PIN, and no page of it shows a file, a truth
//! or another participant.
#![allow(clippy::unwrap_used)]

#[path = "support/cpu_renderer.rs"]
mod cpu_renderer;

use egui::{Event, Key};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use egui_kittest::{Harness, Node};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tightloop::app::lab::{self, LabState};
use tightloop::app::pin::{PIN_FILE, Pin, Typed};
use tightloop::app::strings::{ENGLISH, Words};
use tightloop::app::theme;
use tightloop::app::window::begin;
use tightloop::app::window::sitting::Sitting;
use tightloop::journal::Station;
use tightloop::protocol;
use tightloop::scenario::Library;
use tightloop::session::screen::Screen;
use tightloop::study::Study;

const PACKS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/packs");

const PROTOCOL: &str = r#"(
    format: "tightloop-protocol/1",
    id: "locked",
    title: "A short study",
    language: "en",
    seed: 5,
    participants: 4,
    consent: "You may stop at any time.",
    instructions: ["Read the brief."],
    factors: (delay_secs: (levels: [0, 1]), batch_size: (levels: [2, 3]), outstanding_max: 1),
    trials_per_cell: 1,
    planted_share: 0.5,
    unfamiliar_share: 0.5,
    amended_share: 0,
    scenarios: (pool: ["tiny"]),
    filler: arithmetic,
    comprehension: (questions: 1, attempts: 2),
    practice: (trials: 1, delay_secs: 0, batch_size: 1),
    time_limit_secs: 600,
    feedback: never,
)
"#;

const PIN: &str = "4711-Elster";

fn library() -> Library {
    Library::with_folder(Some(Path::new(PACKS))).unwrap()
}

/// A study, with a PIN where `locked`.
fn study(root: &Path, locked: bool) -> PathBuf {
    let dir = root.join("secret-study");
    let loaded = protocol::parse(PROTOCOL, Path::new("locked.ron")).unwrap();
    let mut study = Study::create(&dir, &loaded, &library(), false).unwrap();
    study.enrol("OTHER-7", &library()).unwrap();
    if locked {
        Pin::set(&dir, &Typed(PIN.to_owned())).unwrap();
    }
    dir
}

/// A sitting in a harness; each frame is followed by its swap, as in the window.
struct Desk {
    sitting: Sitting,
    /// Every text that was on the display, for eyes or for a screen reader.
    texts: Vec<String>,
}

type Display = Harness<'static, Desk>;

fn sit_down(dir: &Path) -> Display {
    let (study, recorder) = begin(dir, "MINE-1", &library(), Station::here()).unwrap();
    let sitting = Sitting::new(recorder, Some(study), &egui::Context::default());
    let mut display = Harness::builder()
        .with_size([1024.0, 700.0])
        .with_context_setup(theme::install)
        .renderer(cpu_renderer::CpuRenderer::default())
        .build_ui_state(
            |ui, desk: &mut Desk| desk.sitting.ui(ui, Instant::now()),
            Desk { sitting, texts: Vec::new() },
        );
    settle(&mut display);
    display
}

fn frame(display: &mut Display) {
    let began = Instant::now();
    display.step();
    let shown: Vec<String> = display.root().children_recursive().flat_map(|node| texts_of(&node)).collect();
    let desk = display.state_mut();
    desk.texts.extend(shown);
    desk.sitting.swapped(began, Instant::now());
}

fn texts_of(node: &Node<'_>) -> Vec<String> {
    let node = node.accesskit_node();
    [node.label(), node.value(), node.placeholder().map(str::to_owned)].into_iter().flatten().collect()
}

fn settle(display: &mut Display) {
    for _ in 0..4 {
        frame(display);
        // The writer's fsync.
        std::thread::sleep(Duration::from_millis(4));
    }
}

fn press(display: &mut Display, keys: &[Key]) {
    for key in keys {
        display.key_press(*key);
        settle(display);
    }
}

/// Presses `key`, and draws until `text` is shown: a busy disk takes its time.
fn press_until(display: &mut Display, key: Key, text: &str) {
    press(display, &[key]);
    let since = Instant::now();
    while !shows(display, text) {
        assert!(since.elapsed() < Duration::from_secs(60), "waited for '{text}'");
        settle(display);
    }
    settle(display);
}

/// Types `text` into the PIN's field, and waits until that was looked at.
fn try_pin(display: &mut Display, text: &str) {
    display.event(Event::Text(text.to_owned()));
    settle(display);
    press(display, &[Key::Enter]);
    let since = Instant::now();
    while shows(display, ENGLISH.pin_checking) {
        assert!(since.elapsed() < Duration::from_secs(60), "the PIN is never looked at");
        frame(display);
    }
    settle(display);
}

fn shows(display: &Display, text: &str) -> bool {
    display.query_all_by_label(text).next().is_some()
}

fn asks_for_pin(display: &Display) -> bool {
    display.state().sitting.asks_for_pin() && shows(display, ENGLISH.pin_title)
}

fn has_left(display: &Display) -> bool {
    display.state().sitting.has_left()
}

/// Takes part until a review, or to the end.
fn take_part(display: &mut Display, until_review: bool) {
    for page in 0.. {
        assert!(page < 500, "the session does not end: {:?}", display.state().sitting.screen());
        match display.state().sitting.screen().clone() {
            Screen::Consent { .. } => press(display, &[Key::Y]),
            Screen::Question { .. } | Screen::Arithmetic { .. } => press(display, &[Key::Num2]),
            Screen::Review { .. } if until_review => return,
            Screen::Review { .. } => {
                // Every decision, the brief, the question whether to stop, and every step of a rejection.
                press(display, &[Key::Space, Key::ArrowDown, Key::Space, Key::B, Key::F10, Key::Escape]);
                press(display, &[Key::R, Key::Enter, Key::Num2, Key::Num1, Key::Enter]);
            }
            Screen::Confidence { .. } => press(display, &[Key::Num4]),
            Screen::Rest { .. } | Screen::TwoBack { .. } => settle(display),
            Screen::Done { .. } => return,
            _ => press(display, &[Key::Enter]),
        }
    }
}

#[test]
fn closing_the_window_asks_first_and_then_for_the_pin() {
    let root = tempfile::tempdir().unwrap();
    let dir = study(root.path(), true);
    let mut display = sit_down(&dir);
    take_part(&mut display, true);
    display.state_mut().sitting.ask_to_leave();
    settle(&mut display);
    assert!(shows(&display, ENGLISH.leave_title) && !asks_for_pin(&display));
    press(&mut display, &[Key::L]);
    assert!(asks_for_pin(&display) && !has_left(&display));
    press(&mut display, &[Key::Enter, Key::Enter]);
    assert!(asks_for_pin(&display) && !shows(&display, ENGLISH.pin_wrong), "nothing typed is no try");

    press(&mut display, &[Key::Escape]);
    assert!(!asks_for_pin(&display) && !has_left(&display));
    assert!(matches!(display.state().sitting.screen(), Screen::Review { .. }), "back where it was");

    display.state_mut().sitting.ask_to_leave();
    settle(&mut display);
    press(&mut display, &[Key::L]);
    for almost in [&PIN[..PIN.len() - 1], "4711-elster", "x"] {
        try_pin(&mut display, almost);
        assert!(
            shows(&display, ENGLISH.pin_wrong) && !has_left(&display),
            "the same words for every wrong try"
        );
    }
    try_pin(&mut display, PIN);
    assert!(has_left(&display));
    let shown = display.state().texts.join("\n");
    assert!(!shown.contains("4711"), "a PIN is shown as dots, to a screen reader too");
}

#[test]
fn the_last_page_and_stopping_are_left_with_the_pin_only() {
    let root = tempfile::tempdir().unwrap();
    let dir = study(root.path(), true);
    let mut display = sit_down(&dir);
    // Stops: the question, its second answer, the page after it.
    press_until(&mut display, Key::Y, ENGLISH.instructions_title);
    press_until(&mut display, Key::F10, ENGLISH.stop_title);
    press_until(&mut display, Key::Num2, ENGLISH.stopped_title);
    press(&mut display, &[Key::Enter]);
    assert!(asks_for_pin(&display) && !has_left(&display));
    press(&mut display, &[Key::Escape]);
    assert!(shows(&display, ENGLISH.stopped_title) && !has_left(&display));
    display.state_mut().sitting.ask_to_leave();
    settle(&mut display);
    assert!(asks_for_pin(&display) && !has_left(&display), "closing a session that is over, too");
    try_pin(&mut display, PIN);
    assert!(has_left(&display));
}

#[test]
fn the_fifth_wrong_try_waits_and_goes_on_waiting_in_the_next_program() {
    let root = tempfile::tempdir().unwrap();
    let dir = study(root.path(), true);
    let path = dir.join(PIN_FILE);
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("\"wrong\": 0", "\"wrong\": 4")).unwrap();
    let waits = |display: &Display| display.query_by_label_contains("Too many tries were wrong").is_some();
    let mut display = sit_down(&dir);
    press(&mut display, &[Key::Y]);
    let ask = |display: &mut Display| {
        display.state_mut().sitting.ask_to_leave();
        settle(display);
        press(display, &[Key::L]);
    };
    ask(&mut display);
    try_pin(&mut display, "0000");
    assert!(waits(&display));
    try_pin(&mut display, PIN);
    assert!(!has_left(&display) && waits(&display), "the right one is not looked at either");
    press(&mut display, &[Key::Escape]);
    ask(&mut display);
    assert!(waits(&display), "leaving the page does not end the wait");
    drop(display);

    let mut display = sit_down(&dir);
    ask(&mut display);
    assert!(waits(&display), "nor does ending the program");
}

#[test]
fn without_a_pin_a_session_is_left_as_before() {
    let root = tempfile::tempdir().unwrap();
    let dir = study(root.path(), false);
    let mut display = sit_down(&dir);
    display.state_mut().sitting.ask_to_leave();
    settle(&mut display);
    press(&mut display, &[Key::L]);
    assert!(has_left(&display));
}

#[test]
fn with_a_damaged_pin_no_session_begins() {
    let root = tempfile::tempdir().unwrap();
    let dir = study(root.path(), true);
    std::fs::write(dir.join(PIN_FILE), "{}").unwrap();
    let problem = begin(&dir, "MINE-1", &library(), Station::here()).unwrap_err().to_string();
    assert!(problem.contains("the study's PIN cannot be read") && !problem.contains('\n'), "{problem}");
}

#[test]
fn no_page_shows_a_file_a_truth_or_another_participant() {
    let root = tempfile::tempdir().unwrap();
    let dir = study(root.path(), true);
    let mut display = sit_down(&dir);
    take_part(&mut display, false);
    press(&mut display, &[Key::Enter]);
    try_pin(&mut display, "0000");
    assert!(asks_for_pin(&display));
    let texts = &display.state().texts;
    let all: std::collections::BTreeSet<&str> = texts.iter().map(String::as_str).collect();
    let words: &Words = &ENGLISH;
    for seen in [words.consent_title, words.accept, words.stop_title, words.confirm_title, words.done_title] {
        assert!(all.contains(seen), "the walk did not see {seen:?}");
    }
    let root = root.path().to_string_lossy().into_owned();
    for text in all {
        for hidden in [&*root, "secret-study", ".jsonl", "pin.json", "argon2", "OTHER-7", "MINE-1"] {
            assert!(!text.contains(hidden), "{hidden:?} is shown: {text}");
        }
        let lower = text.to_lowercase();
        for truth in ["planted", "unfamiliar", "foil", "misread", "error_kind", "error_index", "sound"] {
            assert!(!lower.contains(truth), "{truth:?} is shown: {text}");
        }
    }
}

/// The lab's page of a study, and what is asked for on it.
fn lab(root: &Path) -> Harness<'static, LabState> {
    Harness::builder().with_size([1024.0, 700.0]).with_context_setup(theme::install).build_ui_state(
        |ui, state: &mut LabState| {
            let mut commands = Vec::new();
            let ctx = ui.ctx().clone();
            state.take_results(&ctx);
            lab::ui(ui, state, &mut commands);
            for command in commands {
                state.perform(command, &ctx);
            }
        },
        LabState::new(root.to_path_buf(), library().into()),
    )
}

fn wait_for(lab: &mut Harness<'_, LabState>, label: &str) {
    let since = Instant::now();
    while lab.query_by_label_contains(label).is_none() {
        assert!(since.elapsed() < Duration::from_secs(120), "waited for '{label}'");
        std::thread::sleep(Duration::from_millis(20));
        lab.step();
    }
}

fn fill(lab: &mut Harness<'_, LabState>, fields: &[(&str, &str)]) {
    for (label, text) in fields {
        lab.get_by_label(label).focus();
        lab.run_steps(2);
        lab.get_by_label(label).type_text(text);
        lab.run_steps(2);
    }
}

fn click(lab: &mut Harness<'_, LabState>, label: &str) {
    lab.get_by_label(label).click();
    lab.run_steps(3);
}

fn is_pin(dir: &Path, text: &str) -> bool {
    Pin::read(dir).unwrap().unwrap().expect(&Typed(text.to_owned()), chrono::Utc::now()).is_ok()
}

#[test]
fn a_pin_is_set_changed_and_removed_on_the_studys_page() {
    let root = tempfile::tempdir().unwrap();
    let dir = study(root.path(), false);
    let mut lab = lab(root.path());
    wait_for(&mut lab, "Open secret-study");
    click(&mut lab, "Open secret-study");
    wait_for(&mut lab, "Set a PIN");
    click(&mut lab, "Set a PIN");
    fill(&mut lab, &[("New PIN", "4711"), ("New PIN once more", "4712")]);
    assert!(lab.get_by_label("Save the PIN").accesskit_node().is_disabled());
    click(&mut lab, "Cancel");
    click(&mut lab, "Set a PIN");
    fill(&mut lab, &[("New PIN", "4711"), ("New PIN once more", "4711")]);
    click(&mut lab, "Save the PIN");
    wait_for(&mut lab, "The PIN was set.");
    assert!(is_pin(&dir, "4711"));

    wait_for(&mut lab, "Change the PIN");
    click(&mut lab, "Change the PIN");
    fill(&mut lab, &[("Present PIN", "0000"), ("New PIN", "0815"), ("New PIN once more", "0815")]);
    click(&mut lab, "Save the PIN");
    wait_for(&mut lab, "that is not the study's PIN");
    assert!(is_pin(&dir, "4711"), "it is as it was");

    click(&mut lab, "Change the PIN");
    fill(&mut lab, &[("Present PIN", "4711")]);
    click(&mut lab, "Remove the PIN");
    wait_for(&mut lab, "The study has no PIN any more.");
    assert!(!dir.join(PIN_FILE).exists());
}

/// Runs `tightloop study pin` with these lines on standard input; what it said, and whether it was done.
fn study_pin(dir: &Path, arguments: &[&str], lines: &str) -> (bool, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_tightloop"))
        .args(["study", "pin"])
        .arg(dir)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Where the program ends without reading, there is nobody to write to.
    let _ = program.stdin.take().unwrap().write_all(lines.as_bytes());
    let output = program.wait_with_output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).unwrap())
}

#[test]
fn a_pin_is_set_changed_and_removed_on_the_command_line() {
    let root = tempfile::tempdir().unwrap();
    let dir = study(root.path(), false);
    let (done, said) = study_pin(&dir, &[], "12\n");
    assert!(!done && said.contains("a PIN has 4 to 32"), "{said}");
    assert!(!study_pin(&dir, &["4711"], "").0, "never as an argument");
    let (done, said) = study_pin(&dir, &[], "4711\n");
    assert!(done && said.contains("the PIN was set") && !said.contains("4711"), "{said}");
    let (done, said) = study_pin(&dir, &[], "0000\n0815\n");
    assert!(!done && said.contains("that is not the study's PIN"), "{said}");
    let (done, said) = study_pin(&dir, &[], "4711\n0815\n");
    assert!(done && said.contains("the PIN was changed"), "{said}");
    assert!(is_pin(&dir, "0815"));
    assert!(study_pin(&dir, &["--remove"], "0815\n").0);
    assert!(!dir.join(PIN_FILE).exists());
}
