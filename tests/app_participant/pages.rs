//! Pages that are read and answered.

use crate::*;

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
