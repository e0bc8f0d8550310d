//! What goes wrong while somebody takes part: at the real window, and what is in the data afterwards.

use crate::display::{Display, HEIGHT, WIDTH};
use crate::input::monotonic_nanos;
use crate::language::{differing, drawn};
use crate::person::{ENTER, ESCAPE, Person, letter};
use crate::sitting::{Sitting, wait_for};
use crate::{export, new_study, table, tightloop, trials};
use tightloop::app::strings::ENGLISH;
use tightloop::app::window::trouble;
use tightloop::problem::Problem;
use tightloop::protocol::Language;
use tightloop::session::event::Event;
use tightloop::session::input::Ignored;
use tightloop::session::screen::Screen;
use x11rb::connection::Connection as _;
use x11rb::protocol::screensaver::{self, ConnectionExt as _};
use x11rb::protocol::xproto::{Blanking, ConnectionExt as _, Exposures};

fn count(sitting: &Sitting, is_it: impl Fn(&Event) -> bool) -> usize {
    sitting.recorded().events.iter().filter(|event| is_it(&event.value)).count()
}

/// Waits until there are so many events of a kind.
fn wait_for_count(sitting: &Sitting, what: &str, many: usize, is_it: impl Fn(&Event) -> bool) {
    wait_for(what, || count(sitting, &is_it) >= many);
}

#[test]
fn a_window_that_loses_the_keyboard_changes_its_size_or_is_closed_in_a_review() {
    let root = tempfile::tempdir().unwrap();
    let study = new_study(root.path());
    let display = Display::start();
    let sitting = Sitting::start(&display, &study, "P01");
    let mut person = Person::new(&display, &sitting);
    person.go_on_until_a_review();
    let lost = |event: &Event| *event == Event::FocusLost;
    let back = |event: &Event| *event == Event::FocusGained;
    let (lost_before, back_before) = (count(&sitting, lost), count(&sitting, back));

    display.focus_nothing();
    wait_for_count(&sitting, "the loss of the keyboard", lost_before + 1, lost);
    // What is typed now is meant for somebody else.
    display.key(letter('b'));
    display.focus_the_window();
    wait_for_count(&sitting, "the keyboard's return", back_before + 1, back);
    assert_eq!(count(&sitting, |event| matches!(event, Event::BriefReopened { .. })), 0);

    // Smaller: the page is laid out anew, and its buttons are where they are then.
    for (times, (width, height)) in [(1, (1024, 700)), (2, (u32::from(WIDTH), u32::from(HEIGHT)))] {
        let resized = |event: &Event| match event {
            Event::WindowPlaced { display } => (display.width_px, display.height_px) == (width, height),
            _ => false,
        };
        let before = count(&sitting, resized);
        display.resize_the_window(width, height);
        wait_for_count(&sitting, "the other size", before + 1, resized);
        person.settle();
        let (x, y) = person.place_of(ENGLISH.brief_open);
        let opened = |event: &Event| matches!(event, Event::BriefReopened { .. });
        display.click(x, y);
        wait_for_count(&sitting, "the brief, by its button", times, opened);
        person.settle();
        person.press(letter('b'));
    }

    // A key that is held down does once what it does.
    let held = |event: &Event| *event == Event::PressIgnored { why: Ignored::Held };
    display.hold(letter('b'), || wait_for_count(&sitting, "the key's repetition", 1, held));
    wait_for_count(&sitting, "the brief", 3, |event| matches!(event, Event::BriefReopened { .. }));
    assert_eq!(count(&sitting, |event| matches!(event, Event::BriefClosed { .. })), 2, "it stays open");

    // Closed by mistake: it asks, and the review goes on.
    display.close_the_window();
    wait_for_count(&sitting, "the question whether to leave", lost_before + 2, lost);
    person.settle();
    person.press(ESCAPE);
    wait_for_count(&sitting, "the review again", back_before + 2, back);
    display.close_the_window();
    wait_for_count(&sitting, "the question whether to leave", lost_before + 3, lost);
    person.settle();
    display.key(letter('l'));
    assert!(sitting.ended_well(), "saved and left");

    let sitting = Sitting::start(&display, &study, "P01");
    assert!(matches!(sitting.screen(), Screen::Review { resumed: true, .. }), "{:?}", sitting.screen());
    assert!(Person::new(&display, &sitting).one_screen());
    sitting.kill();
    tightloop(&["study", "check", study.to_str().unwrap()]);
    let out = root.path().join("csv");
    let row = &trials(&study, &out)[0];
    assert_eq!((&*row["focus_losses"], &*row["interrupted"], &*row["timed_out"]), ("3", "1", "0"));
    let session = &table(&out, "sessions")[0];
    assert_eq!((&*row["display_changes"], &*session["resumed"]), ("2", "1"));
    assert_ne!(row["presses_ignored"], "0", "the key that was held");
    assert_ne!(session["presses_ignored"], "0");
}

#[test]
fn a_display_that_is_unplugged_in_a_review_costs_nothing_but_the_interruption() {
    let root = tempfile::tempdir().unwrap();
    let study = new_study(root.path());
    let display = Display::start();
    let sitting = Sitting::start(&display, &study, "P01");
    let mut person = Person::new(&display, &sitting);
    person.go_on_until_a_review();
    person.look_around();
    let explored = |event: &Event| matches!(event, Event::BriefClosed { .. });
    wait_for_count(&sitting, "what was explored, on the disk", 1, explored);
    let before = sitting.recorded().events;
    drop(display);
    let said = sitting.until_gone();
    println!("the program said: {said}");
    assert!(!said.contains("panicked"), "{said}");

    let display = Display::start();
    let sitting = Sitting::start(&display, &study, "P01");
    let after = sitting.recorded().events;
    assert_eq!(after[..before.len()], before[..], "nothing that was on the disk is lost");
    let resumed = |event: &Event| matches!(event, Event::Resumed { interrupted: Some(_), .. });
    wait_for_count(&sitting, "the review again", 1, resumed);
    assert!(Person::new(&display, &sitting).one_screen());
    sitting.kill();
    tightloop(&["study", "check", study.to_str().unwrap()]);
    let rows = trials(&study, &root.path().join("csv"));
    assert_eq!((rows.len(), &*rows[0]["interrupted"]), (1, "1"));
}

#[test]
fn a_double_click_answers_one_page_and_a_full_disk_holds_the_verdict() {
    let root = tempfile::tempdir().unwrap();
    let study = new_study(root.path());
    let display = Display::start();
    let sitting = Sitting::start(&display, &study, "P01");
    let mut person = Person::new(&display, &sitting);

    let (x, y) = person.place_of(ENGLISH.consent_yes);
    display.point(x, y);
    person.settle();
    display.double_click();
    let ignored = |event: &Event| matches!(event, Event::PressIgnored { .. });
    wait_for_count(&sitting, "the second click", 1, ignored);
    display.point(2, 2);
    person.settle();
    assert!(matches!(sitting.screen(), Screen::Questionnaire { number: 1, .. }), "{:?}", sitting.screen());
    // Here the same button is at the same place on the page that follows.
    person.go_on_until("an instruction", |screen| matches!(screen, Screen::Instructions { .. }));
    person.settle();
    let (x, y) = person.place_of(ENGLISH.go_on);
    display.point(x, y);
    person.settle();
    display.double_click();
    wait_for_count(&sitting, "the second click", 2, ignored);
    display.point(2, 2);
    person.settle();
    assert!(matches!(sitting.screen(), Screen::Instructions { page: 2, .. }), "{:?}", sitting.screen());

    person.go_on_until_a_review();
    person.press(letter('a'));
    person.settle();
    // What was done so far is written; from here on nothing is.
    std::thread::sleep(tightloop::journal::FLUSH_AFTER * 2);
    sitting.limit_files(&sitting.journal_bytes().to_string());
    let confirmed = display.key(ENTER);
    wait_for("the trouble to be told", || sitting.said().contains("journal"));
    let told = |event: &Event| matches!(event, Event::VerdictGiven { .. });
    assert_eq!(count(&sitting, told), 0);
    let problem = Problem::new("the file may not grow");
    let page: image::RgbaImage = drawn(display.window_size(), Language::English, move |ui| {
        trouble::ui(ui, &problem);
    });
    wait_for("the page that says so", || shows(&display, &page));
    // Nothing that is typed now counts, and trying again in vain changes nothing.
    for key in [letter('3'), ENTER] {
        display.key(key);
        person.settle();
    }
    assert!(shows(&display, &page) && count(&sitting, told) == 0);
    let room_at = monotonic_nanos();
    sitting.limit_files("unlimited");
    person.press(ENTER);
    wait_for_count(&sitting, "the verdict", 1, told);
    let recorded = sitting.recorded();
    let zero = recorded.header.monotonic_start_nanos.unwrap();
    let verdict = recorded.events.iter().find(|event| told(&event.value)).unwrap();
    let at = zero + verdict.at_nanos;
    assert!(at >= confirmed && at < room_at, "stamped by the key that confirmed it, not by the last try");
    person
        .go_on_until("the page after the confidence", |screen| !matches!(screen, Screen::Confidence { .. }));
    sitting.kill();
    tightloop(&["study", "check", study.to_str().unwrap()]);
    let out = root.path().join("csv");
    export(&study, &out);
    let (row, session) = (&table(&out, "trials")[0], &table(&out, "sessions")[0]);
    assert_eq!((&*row["verdict"], &*row["confidence"]), ("accept", "3"));
    assert_eq!(session["focus_losses"], "1", "while nothing could be saved the participant was away");
}

fn shows(display: &Display, page: &image::RgbaImage) -> bool {
    differing(page, &display.pixels(0, 0, WIDTH, HEIGHT)) < 0.002
}

#[test]
fn the_display_stays_awake_while_somebody_takes_part() {
    let root = tempfile::tempdir().unwrap();
    let study = new_study(root.path());
    let display = Display::start();
    let sitting = Sitting::start(&display, &study, "P01");
    // The saver comes on after a second without keys and pointer.
    display.connection.set_screen_saver(1, 0, Blanking::PREFERRED, Exposures::DEFAULT).unwrap();
    display.connection.flush().unwrap();
    let sleeps = || {
        let info = display.connection.screensaver_query_info(display.root).unwrap().reply().unwrap();
        info.state == u8::from(screensaver::State::ON)
    };
    std::thread::sleep(std::time::Duration::from_secs(3));
    assert!(!sleeps());
    sitting.kill();
    wait_for("the screen saver, once nobody takes part", sleeps);
}
