//! The participant's screens, by keyboard and by pointer.
#![allow(clippy::unwrap_used)]

#[path = "support/cpu_renderer.rs"]
mod cpu_renderer;
#[path = "support/screens.rs"]
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
struct Window {
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

fn with(open: &[bool], decision: u32, value: bool) -> Arc<[bool]> {
    let mut open = open.to_vec();
    open[decision as usize - 1] = value;
    open.into()
}

fn window_of(screen: Screen, size: [f32; 2], theme_of: egui::Theme) -> Harness<'static, Window> {
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

fn window(screen: Screen) -> Harness<'static, Window> {
    window_of(screen, [1024.0, 700.0], egui::Theme::Light)
}

fn press(harness: &mut Harness<'_, Window>, keys: &[Key]) {
    for key in keys {
        harness.key_press(*key);
        harness.run();
    }
}

fn click(harness: &mut Harness<'_, Window>, label: &str) {
    harness.get_by_label(label).click();
    harness.run();
}

/// What was sent, but for scrolling.
fn inputs(harness: &Harness<'_, Window>) -> Vec<Input> {
    let all = harness.state().sent.iter().map(|sent| sent.input.clone());
    all.filter(|input| !matches!(input, Input::Scroll { .. })).collect()
}

/// Checks that a screen gives `expected` both by `key` and by a click on `label`.
fn assert_answers(screen: &Screen, key: Key, label: &str, expected: &Input) {
    let mut by_key = window(screen.clone());
    press(&mut by_key, &[key]);
    assert_eq!(inputs(&by_key), std::slice::from_ref(expected), "by key {key:?}");
    assert_eq!(by_key.state().sent[0].cause, Cause::Key(key));
    let mut by_click = window(screen.clone());
    click(&mut by_click, label);
    assert_eq!(inputs(&by_click), std::slice::from_ref(expected), "by a click on {label}");
    assert_eq!(by_click.state().sent[0].cause, Cause::Click);
}

#[test]
fn consent_can_be_given_and_declined() {
    let screen =
        Screen::Consent { text: "This study is about reviewing.\n\nYou may stop at any time.".into() };
    assert_answers(&screen, Key::Y, ENGLISH.consent_yes, &Input::Consent(true));
    assert_answers(&screen, Key::N, ENGLISH.consent_no, &Input::Consent(false));
}

#[test]
fn pages_are_left_with_enter() {
    let instructions =
        Screen::Instructions { text: "# Welcome\n- one\n- two".into(), picture: None, page: 1, pages: 2 };
    assert_answers(&instructions, Key::Enter, ENGLISH.go_on, &Input::Proceed);
    let brief = Screen::Brief { progress: screens::progress(), brief: screens::brief(), again: None };
    assert_answers(&brief, Key::Enter, ENGLISH.brief_done, &Input::Proceed);
    let feedback = Screen::Feedback { progress: screens::progress(), correct: true };
    assert_answers(&feedback, Key::Enter, ENGLISH.go_on, &Input::Proceed);
    let late = Screen::Confidence { progress: screens::progress(), timed_out: true };
    assert_answers(&late, Key::Enter, ENGLISH.go_on, &Input::Proceed);
}

#[test]
fn questions_sums_and_confidence_are_answered_with_numbers() {
    let question = Screen::Question {
        progress: screens::progress(),
        text: "What unit are the amounts in?".into(),
        options: vec!["Euros".to_owned(), "Cents".to_owned(), "It does not say".to_owned()].into(),
        number: 1,
        of: 2,
    };
    assert_answers(&question, Key::Num2, "Cents", &Input::Answer(1));
    let sum =
        Screen::Arithmetic { progress: screens::progress(), left: 37, right: 48, claimed: 85, problem: 0 };
    assert_answers(&sum, Key::Num1, ENGLISH.sum_right, &Input::FillerAnswer(true));
    assert_answers(&sum, Key::Num2, ENGLISH.sum_wrong, &Input::FillerAnswer(false));
    let confidence = Screen::Confidence { progress: screens::progress(), timed_out: false };
    assert_answers(&confidence, Key::Num5, ENGLISH.confidence()[4], &Input::Confidence(5));
}

#[test]
fn text_grows_and_shrinks_by_key_on_any_page_and_by_button_where_no_clock_runs() {
    let consent = Screen::Consent { text: "Text".into() };
    let by_key = |screen: &Screen, key| {
        let mut harness = window(screen.clone());
        harness.key_press_modifiers(egui::Modifiers::CTRL | egui::Modifiers::COMMAND, key);
        harness.run();
        inputs(&harness)
    };
    for screen in [&consent, &screens::review(&screens::batch(5))] {
        for (key, percent) in [(Key::Plus, 110), (Key::Equals, 110), (Key::Minus, 90), (Key::Num0, 100)] {
            assert_eq!(by_key(screen, key), [Input::TextSize(percent)], "{key:?}");
        }
    }
    for (label, percent) in [(ENGLISH.text_larger, 110), (ENGLISH.text_smaller, 90)] {
        let mut harness = window(consent.clone());
        click(&mut harness, label);
        assert_eq!(inputs(&harness), [Input::TextSize(percent)], "{label}");
    }
    let rest = window(Screen::Rest { progress: screens::progress() });
    assert!(rest.query_by_label(ENGLISH.text_larger).is_none());
}

#[test]
fn a_number_without_an_option_does_nothing() {
    let mut harness = window(Screen::Confidence { progress: screens::progress(), timed_out: false });
    press(&mut harness, &[Key::Num6, Key::Enter, Key::Space]);
    assert_eq!(inputs(&harness), []);
}

#[test]
fn rest_and_the_end_take_no_answer() {
    let mut rest = window(Screen::Rest { progress: screens::progress() });
    press(&mut rest, &[Key::Enter, Key::Num1, Key::A]);
    assert_eq!(inputs(&rest), []);
    let mut done = window(Screen::Done { ending: Ending::Complete });
    press(&mut done, &[Key::Enter]);
    assert_eq!(inputs(&done), []);
    assert!(done.state().draft.wants_to_leave());
}

#[test]
fn a_key_held_down_answers_one_screen_only() {
    let page = |page| Screen::Instructions { text: "Text".into(), picture: None, page, pages: 5 };
    let mut harness = window(page(1));
    harness.key_down(Key::Enter);
    harness.run();
    assert_eq!(inputs(&harness), [Input::Proceed]);
    harness.state_mut().screen = page(2);
    for _ in 0..4 {
        harness.key_down(Key::Enter);
        harness.run();
    }
    assert_eq!(inputs(&harness), [Input::Proceed], "the key was not released");
    harness.key_up(Key::Enter);
    harness.run();
    harness.key_down(Key::Enter);
    harness.run();
    assert_eq!(inputs(&harness), [Input::Proceed, Input::Proceed]);
}

/// What comes of two keys that go down in one frame.
fn at_once(screen: Screen, keys: [Key; 2]) -> Vec<Input> {
    let mut harness = window(screen);
    for key in keys {
        let modifiers = egui::Modifiers::NONE;
        let down = egui::Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
        harness.input_mut().events.push(down);
    }
    harness.run();
    inputs(&harness)
}

#[test]
fn of_two_keys_at_once_the_first_one_counts() {
    let progress = screens::progress();
    let options: Arc<[String]> = ["a", "b", "c"].map(str::to_owned).into();
    let question = Screen::Question {
        progress: progress.clone(),
        text: "Which?".into(),
        options: options.clone(),
        number: 1,
        of: 2,
    };
    let sum = Screen::Arithmetic { progress: progress.clone(), left: 1, right: 2, claimed: 3, problem: 0 };
    let ask = Ask::Choice { text: "Which?".into(), options };
    let choice = Screen::Questionnaire { heading: Heading::Demographics, ask, number: 1, of: 3, serial: 0 };
    let sure = Screen::Confidence { progress, timed_out: false };
    let reply = |index| Input::Reply(Reply::Option(index));
    for (screen, higher, lower) in [
        (question, Input::Answer(1), Input::Answer(0)),
        (sum, Input::FillerAnswer(false), Input::FillerAnswer(true)),
        (choice, reply(1), reply(0)),
        (sure, Input::Confidence(2), Input::Confidence(1)),
    ] {
        assert_eq!(at_once(screen.clone(), [Key::Num2, Key::Num1]), [higher], "{screen:?}");
        assert_eq!(at_once(screen.clone(), [Key::Num1, Key::Num2]), [lower], "{screen:?}");
    }
    let consent = Screen::Consent { text: "Text".into() };
    for keys in [[Key::Y, Key::N], [Key::N, Key::Y]] {
        assert_eq!(at_once(consent.clone(), keys), [Input::Consent(false)], "what binds to nothing");
    }
    let page = Screen::Instructions { text: "Text".into(), picture: None, page: 1, pages: 5 };
    assert_eq!(at_once(page, [Key::Enter, Key::Enter]), [Input::Proceed]);
    // In a review keys are taken one after the other: the second one is meant for what the first one asked for.
    let review = screens::review(&screens::batch(3));
    assert_eq!(
        at_once(review.clone(), [Key::A, Key::R]),
        [],
        "accepting is asked about; rejecting is not on it"
    );
    assert_eq!(at_once(review, [Key::A, Key::Enter]), [Input::Verdict(Verdict::Accept)]);
}

#[test]
fn with_many_clauses_the_arrows_bring_every_one_into_view() {
    let mut screen = screens::review(&screens::batch(3));
    if let Screen::Review { brief, .. } = &mut screen {
        let many =
            (1..=14).map(|n| Clause { id: format!("C{n}"), text: format!("This is clause number {n}.") });
        *brief = Arc::new(Brief { clauses: many.collect(), ..(**brief).clone() });
    }
    let mut harness = window(screen);
    press(&mut harness, &[Key::R, Key::Enter, Key::Num1]);
    let last = "C14  This is clause number 14.";
    let in_view = |harness: &Harness<'_, Window>| {
        let back = harness.get_by_label(ENGLISH.back).rect();
        harness.query_by_label(last).is_some_and(|option| option.rect().bottom() <= back.top())
    };
    assert!(!in_view(&harness), "there are more of them than fit");
    press(&mut harness, &[Key::ArrowDown; 13]);
    assert!(in_view(&harness));
    press(&mut harness, &[Key::Enter, Key::Enter]);
    assert_eq!(inputs(&harness), [rejected(1, Reach::Local, Reason::Clause("C14".into()))]);
}

#[test]
fn a_press_that_arrives_with_a_screens_first_frame_does_not_count_on_it() {
    let mut harness = window(Screen::Instructions { text: "Text".into(), picture: None, page: 1, pages: 5 });
    harness.state_mut().screen =
        Screen::Instructions { text: "Text".into(), picture: None, page: 2, pages: 5 };
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(inputs(&harness), []);
}

#[test]
fn the_focused_button_is_pressed_once_by_enter_however_long_it_is_held() {
    let screen = Screen::Consent { text: "Text".into() };
    let mut harness = window(screen);
    harness.get_by_label(ENGLISH.consent_no).focus();
    harness.run();
    for _ in 0..3 {
        harness.key_down(Key::Enter);
        harness.run();
    }
    assert_eq!(inputs(&harness), [Input::Consent(false)]);
}

#[test]
fn decisions_open_in_place_by_keyboard() {
    let mut harness = window(screens::review(&screens::batch(5)));
    press(&mut harness, &[Key::ArrowDown, Key::J, Key::K, Key::Space]);
    assert_eq!(inputs(&harness), [Input::OpenDecision(2)]);
    harness.get_by_label("orders/read.py, changed   +2 −1");
    harness.get_by_label("test number 4 ... ok");
    press(&mut harness, &[Key::Enter]);
    assert_eq!(inputs(&harness), [Input::OpenDecision(2), Input::CloseDecision(2)]);
    assert!(harness.query_by_label("test number 4 ... ok").is_none());
}

#[test]
fn decisions_open_in_place_by_pointer() {
    let mut harness = window(screens::review(&screens::batch(5)));
    let row = "Decision 4: Read the order file, step 4";
    click(&mut harness, row);
    click(&mut harness, row);
    assert_eq!(inputs(&harness), [Input::OpenDecision(4), Input::CloseDecision(4)]);
}

#[test]
fn a_message_from_the_requester_is_in_view_without_opening_anything() {
    let harness = window(screens::review(&screens::batch(5)));
    harness.get_by_label("One more thing: leave out orders below 100 cents as well.");
}

#[test]
fn long_output_is_folded_and_unfolds() {
    for by_key in [true, false] {
        let mut harness =
            window_of(screens::review(&screens::batch(3)), [1024.0, 2400.0], egui::Theme::Light);
        press(&mut harness, &[Key::End, Key::Space]);
        harness.get_by_label("test number 20 ... ok");
        assert!(harness.query_by_label("test number 21 ... ok").is_none());
        if by_key {
            press(&mut harness, &[Key::O]);
        } else {
            click(&mut harness, &ENGLISH.more_lines(35));
        }
        harness.get_by_label("test number 55 ... ok");
    }
}

#[test]
fn the_brief_is_one_key_away() {
    let mut harness = window(screens::review(&screens::batch(5)));
    assert!(harness.query_by_label("Orders that were cancelled do not count.").is_none());
    press(&mut harness, &[Key::B]);
    harness.get_by_label("Orders that were cancelled do not count.");
    press(&mut harness, &[Key::Escape]);
    click(&mut harness, ENGLISH.brief_open);
    click(&mut harness, ENGLISH.brief_close);
    let expected = [Input::OpenBrief, Input::CloseBrief, Input::OpenBrief, Input::CloseBrief];
    assert_eq!(inputs(&harness), expected);
}

#[test]
fn accepting_needs_a_confirmation() {
    let mut harness = window(screens::review(&screens::batch(5)));
    press(&mut harness, &[Key::A, Key::Escape, Key::A, Key::Enter]);
    assert_eq!(inputs(&harness), [Input::Verdict(Verdict::Accept)]);
    let mut harness = window(screens::review(&screens::batch(5)));
    click(&mut harness, ENGLISH.accept);
    click(&mut harness, ENGLISH.accept_confirm);
    assert_eq!(inputs(&harness), [Input::Verdict(Verdict::Accept)]);
}

fn rejected(index: u32, reach: Reach, reason: Reason) -> Input {
    Input::Verdict(Verdict::Reject { index, reach, reason })
}

#[test]
fn a_rejection_by_keyboard() {
    let mut harness = window(screens::review(&screens::batch(5)));
    press(&mut harness, &[Key::R, Key::ArrowDown, Key::ArrowDown, Key::Enter, Key::Num2, Key::Num1]);
    assert_eq!(inputs(&harness), [], "nothing counts before it is confirmed");
    press(&mut harness, &[Key::Enter]);
    assert_eq!(inputs(&harness), [rejected(3, Reach::Root, Reason::Clause("C1".into()))]);
}

#[test]
fn a_rejection_by_pointer_with_a_change_of_mind() {
    let mut harness = window(screens::review(&screens::batch(5)));
    click(&mut harness, ENGLISH.reject);
    click(&mut harness, "Decision 2: Read the order file, step 2");
    click(&mut harness, "Decision 2");
    click(&mut harness, ENGLISH.reach(Reach::Local));
    click(&mut harness, ENGLISH.why_changed);
    click(&mut harness, &format!("{}: {}", ENGLISH.change, ENGLISH.first_wrong(2)));
    click(&mut harness, "Decision 4: Read the order file, step 4");
    click(&mut harness, "Decision 4");
    click(&mut harness, ENGLISH.reject_confirm);
    assert_eq!(inputs(&harness), [rejected(4, Reach::Local, Reason::BriefChanged)]);
}

#[test]
fn the_clauses_are_not_shown_before_decision_and_reach_are_chosen() {
    let mut harness = window(screens::review(&screens::batch(5)));
    let clause = "C2  Orders that were cancelled do not count.";
    press(&mut harness, &[Key::R]);
    assert!(harness.query_by_label(clause).is_none());
    press(&mut harness, &[Key::Enter]);
    assert!(harness.query_by_label(clause).is_none());
    press(&mut harness, &[Key::Num1]);
    harness.get_by_label(clause);
}

#[test]
fn ten_thousand_decisions_lay_out_only_the_rows_in_view() {
    let mut harness = window(screens::review(&screens::batch(10_000)));
    let laid_out = |harness: &Harness<'_, Window>| {
        harness.state().draft.review_draft().map(participant::review::ReviewDraft::laid_out).unwrap()
    };
    assert!(laid_out(&harness).len() < 20, "{:?}", laid_out(&harness));
    press(&mut harness, &[Key::End]);
    assert_eq!(laid_out(&harness).end, 10_000);
    assert!(laid_out(&harness).len() < 20, "{:?}", laid_out(&harness));
    press(&mut harness, &[Key::Space]);
    harness.get_by_label("Decision 10000: Read the order file, step 10000");
    harness.get_by_label("test number 4 ... ok");
}

#[test]
fn what_comes_into_view_is_told() {
    let mut harness = window(screens::review(&screens::batch(200)));
    press(&mut harness, &[Key::End]);
    harness.run_steps(3);
    let scrolls: Vec<_> = harness.state().sent.iter().filter(|sent| sent.cause == Cause::Frame).collect();
    assert!(matches!(scrolls.first().unwrap().input, Input::Scroll { first: 1, .. }));
    assert!(matches!(scrolls.last().unwrap().input, Input::Scroll { last: 200, .. }));
}

#[test]
fn opening_a_decision_above_the_view_does_not_move_what_is_read() {
    let batch = screens::batch(400);
    let mut harness = window(screens::review(&batch));
    press(&mut harness, &[Key::End]);
    let row = "Decision 399: Read the order file, step 399";
    let before = harness.get_by_label(row).rect().top();
    press(&mut harness, &[Key::ArrowUp]);
    assert_eq!(harness.get_by_label(row).rect().top(), before);
}

/// What was sent of reading, but for opening and scrolling.
fn reads(harness: &Harness<'_, Window>) -> Vec<Read> {
    let read = |input| if let Input::Read(read) = input { Some(read) } else { None };
    inputs(harness).into_iter().filter_map(read).collect()
}

fn press_with_shift(harness: &mut Harness<'_, Window>, key: Key) {
    harness.key_press_modifiers(egui::Modifiers::SHIFT, key);
    harness.run();
}

fn type_text(harness: &mut Harness<'_, Window>, text: &str) {
    harness.event(egui::Event::Text(text.to_owned()));
    harness.run();
}

fn cursor(harness: &Harness<'_, Window>) -> usize {
    harness.state().draft.review_draft().map(participant::review::ReviewDraft::cursor).unwrap() + 1
}

#[test]
fn suspects_are_marked_taken_back_and_come_back_to() {
    let mut harness = window(screens::review(&screens::batch(6)));
    press(&mut harness, &[Key::ArrowDown, Key::S, Key::End, Key::S, Key::Home, Key::M, Key::M, Key::M]);
    harness.get_by_label("Decision 2, suspect: Read the order file, step 2");
    let jump = |to| Read::Jump(to, JumpBy::Mark);
    let marks = [Read::Mark(2, true), Read::Mark(6, true), jump(2), jump(6), jump(2)];
    assert_eq!(reads(&harness), marks);
    press_with_shift(&mut harness, Key::M);
    assert_eq!(cursor(&harness), 6);
    press(&mut harness, &[Key::S]);
    assert_eq!(reads(&harness).last(), Some(&Read::Mark(6, false)));
    assert!(harness.query_by_label("Decision 6, suspect: Read the order file, step 6").is_none());
}

#[test]
fn a_rejection_begins_at_the_first_suspect() {
    let mut harness = window(screens::review(&screens::batch(6)));
    press(&mut harness, &[Key::End, Key::S, Key::ArrowUp, Key::ArrowUp, Key::S, Key::Home, Key::R]);
    press(&mut harness, &[Key::Enter, Key::Num1, Key::Num1, Key::Enter]);
    let verdict = inputs(&harness).pop();
    assert_eq!(verdict, Some(rejected(4, Reach::Local, Reason::Clause("C1".into()))));
}

#[test]
fn decisions_on_the_same_file_are_one_key_apart() {
    let mut batch = (*screens::batch(5)).clone();
    for row in [1, 2] {
        let mut other = (*batch.decisions[row]).clone();
        other.diffs[0].path = "orders/other.py".into();
        batch.decisions[row] = Arc::new(other);
    }
    let mut harness = window(screens::review(&Arc::new(batch)));
    press(&mut harness, &[Key::F, Key::F, Key::F]);
    press_with_shift(&mut harness, Key::F);
    let jump = |to| Read::Jump(to, JumpBy::File);
    assert_eq!(reads(&harness), [jump(4), jump(5), jump(1), jump(5)]);
    press(&mut harness, &[Key::Home, Key::ArrowDown, Key::F]);
    assert_eq!(cursor(&harness), 3);
}

#[test]
fn diffs_stand_side_by_side_where_there_is_room() {
    for (width, beside) in [(1280.0, true), (760.0, false)] {
        let mut harness = window_of(screens::review(&screens::batch(3)), [width, 800.0], egui::Theme::Light);
        press(&mut harness, &[Key::Space, Key::D]);
        assert_eq!(reads(&harness), [Read::SideBySide(true)]);
        let pair = "removed:     return [float(row[\"amount\"]) for row in rows(path)]; added:     # Amounts are cents.";
        assert_eq!(harness.query_by_label(pair).is_some(), beside, "at {width}");
        press(&mut harness, &[Key::D]);
        harness.get_by_label("added:     # Amounts are cents.");
        assert_eq!(reads(&harness).last(), Some(&Read::SideBySide(false)));
    }
}

#[test]
fn a_search_goes_from_place_to_place_and_tells_only_its_length_and_hits() {
    let mut harness = window(screens::review(&screens::batch(12)));
    press(&mut harness, &[Key::Slash]);
    type_text(&mut harness, "STEP 1");
    harness.get_by_label("In 4 of 12 decisions");
    press(&mut harness, &[Key::Enter, Key::N, Key::N]);
    press_with_shift(&mut harness, Key::N);
    let jump = |to| Read::Jump(to, JumpBy::Search);
    let told = Read::Searched { letters: 6, hits: 4 };
    assert_eq!(reads(&harness), [Read::Search(true), told, jump(1), jump(10), jump(11), jump(10)]);
    press(&mut harness, &[Key::Escape]);
    assert_eq!(reads(&harness).last(), Some(&Read::Search(false)));
    assert!(harness.query_by_label(ENGLISH.search_title).is_none());
}

#[test]
fn while_a_search_is_typed_letters_are_letters() {
    let mut harness = window(screens::review(&screens::batch(3)));
    press(&mut harness, &[Key::Slash]);
    press(&mut harness, &[Key::A, Key::R, Key::S, Key::B, Key::Space, Key::ArrowDown]);
    type_text(&mut harness, "nowhere at all");
    press(&mut harness, &[Key::Enter]);
    let told = Read::Searched { letters: 14, hits: 0 };
    assert_eq!(inputs(&harness), [Input::Read(Read::Search(true)), Input::Read(told)]);
    harness.get_by_label(ENGLISH.search_none);
    press(&mut harness, &[Key::Escape, Key::ArrowDown, Key::S]);
    assert_eq!(reads(&harness).last(), Some(&Read::Mark(2, true)), "keys are keys again");
}

#[test]
fn a_search_goes_from_line_to_line_within_an_open_decision() {
    let mut harness = window(screens::review(&screens::batch(3)));
    press(&mut harness, &[Key::End, Key::Space, Key::O, Key::Home, Key::Slash]);
    type_text(&mut harness, "number 5");
    press(&mut harness, &[Key::Enter]);
    harness.get_by_label("test number 5 ... ok");
    let first = harness.query_by_label("test number 55 ... ok").is_some();
    press(&mut harness, &[Key::N]);
    harness.get_by_label("test number 50 ... ok");
    press(&mut harness, &[Key::N, Key::N, Key::N, Key::N, Key::N]);
    harness.get_by_label("test number 55 ... ok");
    assert!(!first, "it was out of view");
    assert_eq!(reads(&harness).iter().filter(|read| matches!(read, Read::Jump(3, _))).count(), 7);
    press(&mut harness, &[Key::N]);
    harness.get_by_label("test number 5 ... ok");
}

#[test]
fn the_page_of_keys_covers_the_review() {
    let mut harness = window(screens::review(&screens::batch(4)));
    press(&mut harness, &[Key::Questionmark]);
    assert!(harness.query_by_label("Decision 1: Read the order file, step 1").is_none());
    for (_, what) in ENGLISH.review_keys() {
        harness.get_by_label(what);
    }
    press(&mut harness, &[Key::A, Key::S, Key::Space]);
    assert_eq!(inputs(&harness), [Input::Read(Read::Help(true))], "nothing behind it was done");
    press(&mut harness, &[Key::Escape]);
    click(&mut harness, ENGLISH.keys_open);
    click(&mut harness, ENGLISH.close);
    let shown = [true, false, true, false].map(Read::Help);
    assert_eq!(reads(&harness), shown);
    harness.get_by_label("Decision 1: Read the order file, step 1");
}

#[test]
fn what_the_checks_printed_is_asked_for_and_told() {
    let mut batch = (*screens::batch(3)).clone();
    let kind = tightloop::scenario::spec::CueKind::Tests;
    batch.cues = vec![CueReport { kind, output: "12 passed in 0.3 s".into(), status: 0 }];
    let mut harness = window(screens::review(&Arc::new(batch)));
    assert!(harness.query_by_label("12 passed in 0.3 s").is_none());
    press(&mut harness, &[Key::C]);
    harness.get_by_label("12 passed in 0.3 s");
    click(&mut harness, ENGLISH.cues_close);
    assert_eq!(reads(&harness), [Read::Cues(true), Read::Cues(false)]);
}

/// A decision with a long diff, long lines and a long output.
fn long_decision() -> DecisionView {
    let mut decision = screens::decision(1, 3_000);
    let line = |number: u32| DiffLine {
        kind: if number.is_multiple_of(3) { LineKind::Added } else { LineKind::Context },
        old: (!number.is_multiple_of(3)).then_some(number),
        new: Some(number),
        text: format!("value_{number} = compute({number}, \"{}\")", "long ".repeat(number as usize % 60)),
    };
    decision.diffs[0].lines = (1..=4_000).map(line).collect();
    decision
}

#[test]
fn of_a_long_decision_only_what_is_in_view_is_there_and_what_is_read_stays() {
    let mut batch = (*screens::batch(3)).clone();
    batch.decisions[1] = Arc::new(long_decision());
    let mut harness = window(screens::review(&Arc::new(batch)));
    press(&mut harness, &[Key::ArrowDown, Key::Space]);
    let lines = |harness: &Harness<'_, Window>| {
        let all = harness.query_all_by_label_contains("= compute(");
        all.filter_map(|node| node.accesskit_node().value()).collect::<Vec<_>>()
    };
    let first = lines(&harness);
    assert!(!first.is_empty() && first.len() < 40, "{} lines laid out", first.len());
    for _ in 0..5 {
        press(&mut harness, &[Key::PageDown]);
    }
    let at_rest = lines(&harness);
    assert!(at_rest.len() < 40 && !at_rest.contains(&first[0]));
    harness.run_steps(3);
    assert_eq!(lines(&harness), at_rest, "nothing moves by itself");
    for _ in 0..5 {
        press(&mut harness, &[Key::PageUp]);
    }
    assert_eq!(lines(&harness)[..3], first[..3], "down and up again is where it was");
    let hidden =
        |sent: &&Sent| matches!(sent.input, Input::Scroll { below_percent, .. } if below_percent > 90);
    assert!(harness.state().sent.iter().any(|sent| hidden(&sent)), "that much of it was out of view");
}

#[test]
fn the_review_looks_as_it_did() {
    let mut results = egui_kittest::SnapshotResults::new();
    for (name, theme_of) in [("review_light", egui::Theme::Light), ("review_dark", egui::Theme::Dark)] {
        let mut harness = window_of(screens::review(&screens::batch(9)), [1024.0, 700.0], theme_of);
        press(&mut harness, &[Key::Space, Key::B, Key::R, Key::Enter, Key::Num2]);
        results.add(harness.try_snapshot(name));
    }
}
