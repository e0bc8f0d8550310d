//! A person at the real window: Xvfb, injected keys and clicks, and the study that comes of it.
//!
//! Nothing in the program helps these tests. What is on the screen is known from the journal; where a widget is,
//! from laying the same screen out once more; when a frame became visible, from the display's pixels.

#![allow(clippy::unwrap_used)] // a test's helpers may

mod display;
mod input;
mod onlooker;
mod person;
mod sitting;

use display::Display;
use onlooker::Onlooker;
use person::Person;
use sitting::{Sitting, wait_for};
use std::path::{Path, PathBuf};
use std::process::Command;
use tightloop::session::event::Event;

const PILOT: &str = include_str!("../../protocols/pilot.ron");

/// How far times may be from what an onlooker saw, by their median: …
const TOLERANCE_SECS: f64 = 0.020;
/// … and any one of them, where the onlooker itself was kept from the processor.
const TOLERANCE_OF_ONE_SECS: f64 = 0.500;

fn tightloop(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_tightloop")).args(args).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "tightloop {args:?}: {said}");
    String::from_utf8(output.stdout).unwrap()
}

/// `pilot.ron` as it is, but for its waits.
fn short_pilot() -> String {
    let mut text = PILOT.to_owned();
    for (wait, short) in [
        ("delay_secs: (levels: [0, 20])", "delay_secs: (levels: [0, 3])"),
        ("delay_secs: 5", "delay_secs: 1"),
    ] {
        assert_eq!(text.matches(wait).count(), 1, "pilot.ron no longer says '{wait}'");
        text = text.replace(wait, short);
    }
    text
}

fn new_study(root: &Path) -> PathBuf {
    let protocol = root.join("pilot-short.ron");
    std::fs::write(&protocol, short_pilot()).unwrap();
    let study = root.join("study");
    tightloop(&["study", "new", study.to_str().unwrap(), "--protocol", protocol.to_str().unwrap()]);
    study
}

/// How many reviews the session came to: its plan's, without the rounds of practice that nobody needed.
fn reviews_done(sitting: &Sitting) -> usize {
    let (plan, events) = (sitting.plan(), sitting.recorded().events);
    let done = events.iter().filter(|event| matches!(event.value, Event::VerdictGiven { .. })).count();
    assert!((plan.least_trials() as usize..=plan.trials.len()).contains(&done), "{done} reviews");
    done
}

fn trials(study: &Path, out: &Path) -> Vec<std::collections::HashMap<String, String>> {
    tightloop(&["export", study.to_str().unwrap(), "--format", "csv", "--out", out.to_str().unwrap()]);
    csv::Reader::from_path(out.join("trials.csv")).unwrap().deserialize().map(Result::unwrap).collect()
}

#[test]
fn a_person_goes_through_the_pilot() {
    let root = tempfile::tempdir().unwrap();
    let study = new_study(root.path());
    let display = Display::start();
    let onlooker = Onlooker::watch(&display);
    let sitting = Sitting::start(&display, &study, "P01");
    let mut person = Person::new(&display, &sitting);
    person.do_the_whole_session();
    let confirmed = person.confirmed();
    let recorded = sitting.recorded();
    let planned = reviews_done(&sitting);
    assert!(sitting.ended_well(), "the program ends by itself after the last page");
    let changes = onlooker.stop();

    tightloop(&["study", "check", study.to_str().unwrap()]);
    let rows = trials(&study, &root.path().join("csv"));
    assert_eq!(rows.len(), planned, "one row a planned review");
    assert_eq!(confirmed.len(), planned, "the person gave a verdict each time");

    let zero = recorded.header.monotonic_start_nanos.expect("a real session says when it began");
    let shown = recorded.events.iter().filter(|event| matches!(event.value, Event::ReviewShown { .. }));
    let shown: Vec<u64> = shown.map(|event| zero + event.at_nanos).collect();
    assert_eq!(shown.len(), planned);
    let mut all_apart = Vec::new();
    for ((shown, confirmed), row) in shown.iter().zip(&confirmed).zip(&rows) {
        let seen = changes.iter().min_by_key(|seen| seen.abs_diff(*shown)).expect("the display changed");
        let by_the_onlooker = (*confirmed as f64 - *seen as f64) / 1e9;
        let review_secs: f64 = row["review_secs"].parse().unwrap();
        let apart = (review_secs - by_the_onlooker).abs();
        all_apart.push(apart);
        println!(
            "review_secs {review_secs:.4}, by the onlooker {by_the_onlooker:.4}, apart {:.1} ms",
            apart * 1e3
        );
        assert!(apart <= TOLERANCE_OF_ONE_SECS, "review_secs {review_secs} against {by_the_onlooker}");
        assert_eq!(row["stamp_source"], "arrival");
        assert_eq!(row["simulated"], "0");
    }
    all_apart.sort_by(f64::total_cmp);
    let (median, worst) = (all_apart[all_apart.len() / 2], all_apart[all_apart.len() - 1]);
    println!(
        "{planned} reviews; review_secs is {:.1} ms from injected input and visible frames by the median, {:.1} at most",
        median * 1e3,
        worst * 1e3
    );
    assert!(median <= TOLERANCE_SECS, "half of the times are more than {median} s off");
}

#[test]
fn killed_in_the_middle_of_a_review_the_session_goes_on() {
    let root = tempfile::tempdir().unwrap();
    let study = new_study(root.path());
    let display = Display::start();

    let sitting = Sitting::start(&display, &study, "P01");
    let mut person = Person::new(&display, &sitting);
    person.go_on_until_a_review();
    person.look_around();
    // Exploration is on disk after a quarter of a second; what comes later than that may be lost.
    std::thread::sleep(std::time::Duration::from_millis(300));
    let before = sitting.recorded().events;
    assert!(before.iter().any(|event| matches!(event.value, Event::DecisionOpened { .. })));
    sitting.kill();

    let sitting = Sitting::start(&display, &study, "P01");
    wait_for("the review to be shown again", || {
        sitting
            .recorded()
            .events
            .iter()
            .skip(before.len())
            .any(|e| matches!(e.value, Event::ReviewShown { .. }))
    });
    let after = sitting.recorded().events;
    assert_eq!(after[..before.len()], before[..], "nothing that was on disk is lost");
    assert!(matches!(after[before.len()].value, Event::Resumed { interrupted: Some(_), .. }));
    Person::new(&display, &sitting).do_the_whole_session();
    let planned = reviews_done(&sitting);
    assert!(sitting.ended_well());

    tightloop(&["study", "check", study.to_str().unwrap()]);
    let rows = trials(&study, &root.path().join("csv"));
    assert_eq!(rows.len(), planned);
    assert_eq!(
        rows.iter().filter(|row| row["interrupted"] == "1").count(),
        1,
        "the interrupted review is marked"
    );
}
