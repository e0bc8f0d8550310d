//! The pages around the trials, by keyboard alone: questionnaires, practice, breaks, debriefing, stopping.
#![allow(clippy::unwrap_used)]

#[path = "support/cpu_renderer.rs"]
mod cpu_renderer;

use egui::{Event, Key};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use tightloop::app::participant::{self, Draft, Sent};
use tightloop::app::strings::{ENGLISH, GERMAN, Words, speak};
use tightloop::app::theme;
use tightloop::protocol::Language;
use tightloop::protocol::page::Picture;
use tightloop::protocol::tlx::TlxScale;
use tightloop::session::input::{Input, Reply};
use tightloop::session::screen::{Ask, Ending, Heading, OwnResults, Progress, Screen};

#[derive(Default)]
struct Window {
    screen: Option<Screen>,
    draft: Draft,
    sent: Vec<Sent>,
}

type Shown = Harness<'static, Window>;

fn window_of(screen: Screen, size: [f32; 2], look: egui::Theme, language: Language) -> Shown {
    let window = Window { screen: Some(screen), ..Window::default() };
    let mut harness = Harness::builder()
        .with_size(size)
        .with_theme(look)
        .with_context_setup(move |ctx| {
            theme::install(ctx);
            speak(ctx, language);
        })
        .renderer(cpu_renderer::CpuRenderer::default())
        .build_ui_state(
            |ui, window: &mut Window| {
                let all = ui.ctx().content_rect();
                ui.ctx().layer_painter(egui::LayerId::background()).rect_filled(
                    all,
                    0,
                    theme::palette(ui).page,
                );
                if let Some(screen) = &window.screen {
                    participant::ui(ui, screen, &mut window.draft, &mut window.sent);
                }
            },
            window,
        );
    harness.run();
    harness
}

fn window(screen: Screen) -> Shown {
    window_of(screen, [1024.0, 700.0], egui::Theme::Light, Language::English)
}

fn press(harness: &mut Shown, keys: &[Key]) {
    for key in keys {
        harness.key_press(*key);
        harness.run();
    }
}

fn inputs(harness: &Shown) -> Vec<Input> {
    harness.state().sent.iter().map(|sent| sent.input.clone()).collect()
}

fn question(heading: Heading, ask: Ask) -> Screen {
    Screen::Questionnaire { heading, ask, number: 1, of: 3, serial: 0 }
}

fn ratings() -> Screen {
    question(Heading::Workload { of_block: true }, Ask::TlxRatings)
}

fn scale() -> Screen {
    let [text, low, high] = ["How far would you trust it?", "Not at all", "Completely"].map(Into::into);
    question(Heading::Own("Looking back".into()), Ask::Scale { text, low, high, points: 7 })
}

fn choice() -> Screen {
    let options = ["Less than 2", "2 to 4", "5 to 9", "10 or more"].map(str::to_owned).into();
    let text = "For how many years have you programmed?".into();
    question(Heading::Demographics, Ask::Choice { text, options })
}

fn words() -> Screen {
    let text = "How did you go about finding mistakes?".into();
    question(Heading::Own("Looking back".into()), Ask::Text { text })
}

fn pair() -> Screen {
    let ask = Ask::TlxPair { left: TlxScale::Effort, right: TlxScale::Frustration };
    question(Heading::Workload { of_block: false }, ask)
}

fn pause(ready: bool) -> Screen {
    let progress = Progress { done: 6, of: 12, practice: false, outstanding: 0, agents: None };
    Screen::Break { progress, ready, min_secs: 30.0, max_secs: 300.0 }
}

fn practice(passed: bool, again: bool) -> Screen {
    Screen::PracticeResult { round: 1, correct: 1, of: 2, needed: 2, passed, again }
}

fn debrief() -> Screen {
    let text = "This study measures a way of working.\n\nThank you for taking part.".into();
    let results = Some(OwnResults { reviews: 12, right: 9, mean_review_secs: 83.4 });
    Screen::Debrief { text, results }
}

fn instructions(picture: Picture) -> Screen {
    let text = "What you review\n\nAfter the wait you see a batch.".into();
    Screen::Instructions { text, picture: Some(picture), page: 2, pages: 3 }
}

#[test]
fn six_ratings_are_given_by_arrows_and_digits() {
    let mut harness = window(ratings());
    press(&mut harness, &[Key::Enter]);
    assert!(harness.query_by_label(ENGLISH.go_on).is_none(), "not before every line has its mark");
    press(&mut harness, &[Key::Num7, Key::ArrowRight, Key::ArrowDown]);
    press(&mut harness, &[Key::ArrowLeft, Key::ArrowLeft, Key::ArrowDown]);
    press(&mut harness, &[Key::Num0, Key::ArrowLeft, Key::ArrowDown]);
    press(&mut harness, &[Key::End, Key::ArrowRight, Key::ArrowDown]);
    press(&mut harness, &[Key::Home, Key::ArrowDown, Key::Num9, Key::ArrowDown]);
    assert_eq!(inputs(&harness), []);
    assert!(harness.query_by_label("Mental demand: 75 of 100").is_some());
    press(&mut harness, &[Key::Enter]);
    assert_eq!(inputs(&harness), [Input::Reply(Reply::Ratings([75, 45, 0, 100, 0, 90]))]);
}

#[test]
fn each_question_has_its_keys() {
    let mut harness = window(choice());
    press(&mut harness, &[Key::Num9, Key::Num3]);
    assert_eq!(inputs(&harness), [Input::Reply(Reply::Option(2))]);

    let mut harness = window(pair());
    press(&mut harness, &[Key::Num2]);
    assert_eq!(inputs(&harness), [Input::Reply(Reply::Option(1))]);

    let mut harness = window(scale());
    press(&mut harness, &[Key::Enter, Key::Num8, Key::Num6, Key::ArrowRight, Key::ArrowRight]);
    press(&mut harness, &[Key::ArrowLeft]);
    assert_eq!(inputs(&harness), []);
    press(&mut harness, &[Key::Enter]);
    assert_eq!(inputs(&harness), [Input::Reply(Reply::Point(6))]);
}

#[test]
fn words_are_written_at_once_and_sent_by_enter() {
    let mut harness = window(words());
    harness.event(Event::Text("By reading b".into()));
    harness.run();
    press(&mut harness, &[Key::Backspace]);
    harness.event(Event::Text("a1".into()));
    harness.run();
    assert_eq!(inputs(&harness), []);
    press(&mut harness, &[Key::Enter]);
    assert_eq!(inputs(&harness), [Input::Reply(Reply::Text("By reading a1".into()))]);
}

#[test]
fn pages_that_are_only_read_are_left_by_enter() {
    for screen in
        [practice(true, false), practice(false, true), practice(false, false), pause(true), debrief()]
    {
        let mut harness = window(screen);
        press(&mut harness, &[Key::Enter]);
        assert_eq!(inputs(&harness), [Input::Proceed]);
    }
    let mut harness = window(pause(false));
    press(&mut harness, &[Key::Enter]);
    assert_eq!(inputs(&harness), []);
}

#[test]
fn one_can_stop_from_every_page_and_change_ones_mind() {
    for screen in [ratings(), words(), pause(false), debrief(), instructions(Picture::Review)] {
        let mut harness = window(screen.clone());
        press(&mut harness, &[Key::F10]);
        assert!(harness.query_by_label(ENGLISH.stop_title).is_some(), "{screen:?}");
        assert!(harness.state().draft.is_stopping());
        press(&mut harness, &[Key::Enter, Key::Escape]);
        assert!(!harness.state().draft.is_stopping());
        press(&mut harness, &[Key::F10, Key::Num1]);
        assert_eq!(inputs(&harness), []);
        press(&mut harness, &[Key::F10, Key::Num3]);
        assert_eq!(inputs(&harness), [Input::Withdraw { erase: true }]);
    }
    let mut harness = window(choice());
    harness.get_by_label(ENGLISH.stop).click();
    harness.run();
    press(&mut harness, &[Key::Num2]);
    assert_eq!(inputs(&harness), [Input::Withdraw { erase: false }], "and the page behind it took nothing");
}

#[test]
fn consent_and_the_end_have_nothing_to_stop() {
    let consent = Screen::Consent { text: "Do you agree?".into() };
    for screen in [consent, Screen::Done { ending: Ending::Withdrawn { erase: true } }] {
        let mut harness = window(screen);
        assert!(harness.query_by_label(ENGLISH.stop).is_none());
        press(&mut harness, &[Key::F10]);
        assert!(!harness.state().draft.is_stopping());
    }
}

#[test]
fn a_picture_is_out_of_reach() {
    let mut harness = window(instructions(Picture::Review));
    press(&mut harness, &[Key::A, Key::Num1, Key::Space]);
    assert_eq!(inputs(&harness), []);
    let accept = harness.get_by_label(ENGLISH.accept);
    assert!(accept.accesskit_node().is_disabled());
    press(&mut harness, &[Key::Enter]);
    assert_eq!(inputs(&harness), [Input::Proceed]);
}

#[test]
fn every_page_speaks_german() {
    let german = |screen| window_of(screen, [1024.0, 700.0], egui::Theme::Dark, Language::German);
    for (screen, text) in [
        (practice(false, true), GERMAN.practice_failed_title),
        (pause(true), GERMAN.break_title),
        (debrief(), GERMAN.own_results),
        (pair(), GERMAN.pair_title),
        (choice(), GERMAN.demographics),
    ] {
        assert!(german(screen).query_by_label(text).is_some(), "{text}");
    }
    let _: &Words = &GERMAN;
}

#[test]
fn look() {
    let Ok(dir) = std::env::var("FLOW_LOOK") else { return };
    let all: Vec<(&str, Screen)> = vec![
        ("ratings", ratings()),
        ("scale", scale()),
        ("choice", choice()),
        ("words", words()),
        ("pair", pair()),
        ("pause", pause(true)),
        ("pause0", pause(false)),
        ("practice", practice(false, true)),
        ("debrief", debrief()),
        ("pic_review", instructions(Picture::Review)),
        ("pic_brief", instructions(Picture::ReviewWithBrief)),
        ("done", Screen::Done { ending: Ending::Withdrawn { erase: true } }),
    ];
    for (name, screen) in all {
        let mut harness = window(screen.clone());
        if name == "ratings" {
            press(&mut harness, &[Key::Num7, Key::ArrowDown, Key::Num3, Key::ArrowDown]);
        }
        if name == "scale" {
            press(&mut harness, &[Key::Num5]);
        }
        harness.render().unwrap().save(format!("{dir}/{name}.png")).unwrap();
        press(&mut harness, &[Key::F10]);
        if name == "ratings" {
            harness.render().unwrap().save(format!("{dir}/stop.png")).unwrap();
        }
        let mut dark = window_of(screen, [1024.0, 700.0], egui::Theme::Dark, Language::German);
        dark.render().unwrap().save(format!("{dir}/{name}_de.png")).unwrap();
    }
}
