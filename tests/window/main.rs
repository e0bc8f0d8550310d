//! A person at the real window: Xvfb, injected keys and clicks, and the study that comes of it.
//!
//! Nothing in the program helps these tests. What is on the screen is known from the journal; where a widget is,
//! from laying the same screen out once more; when a frame became visible, from the display's pixels.

#![allow(clippy::unwrap_used)] // a test's helpers may

mod display;
mod german;
mod input;
mod language;
mod onlooker;
mod person;
mod sitting;
mod trouble;

use display::Display;
use onlooker::Onlooker;
use person::Person;
use sitting::{Sitting, wait_for};
use std::collections::HashMap;
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
const SHORT: [(&str, &str); 2] =
    [("delay_secs: (levels: [0, 20])", "delay_secs: (levels: [0, 3])"), ("delay_secs: 5", "delay_secs: 1")];

/// A study of a built-in protocol in which some words are replaced by others.
fn study_of(root: &Path, protocol: &str, replaced: &[(&str, &str)]) -> PathBuf {
    let mut text = protocol.to_owned();
    for (old, new) in replaced {
        assert_eq!(text.matches(old).count(), 1, "the protocol no longer says '{old}'");
        text = text.replace(old, new);
    }
    let protocol = root.join("protocol.ron");
    std::fs::write(&protocol, text).unwrap();
    let study = root.join("study");
    tightloop(&["study", "new", study.to_str().unwrap(), "--protocol", protocol.to_str().unwrap()]);
    study
}

fn new_study(root: &Path) -> PathBuf {
    study_of(root, PILOT, &SHORT)
}

/// How many reviews the session came to: its plan's, without the rounds of practice that nobody needed.
fn reviews_done(sitting: &Sitting) -> usize {
    let (plan, events) = (sitting.plan(), sitting.recorded().events);
    let done = events.iter().filter(|event| matches!(event.value, Event::VerdictGiven { .. })).count();
    assert!((plan.least_trials() as usize..=plan.trials.len()).contains(&done), "{done} reviews");
    done
}

/// A row of an exported table, by its columns' names.
type Row = HashMap<String, String>;

fn export(study: &Path, out: &Path) {
    tightloop(&["export", study.to_str().unwrap(), "--format", "csv", "--out", out.to_str().unwrap()]);
}

fn table(out: &Path, name: &str) -> Vec<Row> {
    let file = out.join(format!("{name}.csv"));
    csv::Reader::from_path(file).unwrap().deserialize().map(Result::unwrap).collect()
}

fn trials(study: &Path, out: &Path) -> Vec<Row> {
    export(study, out);
    table(out, "trials")
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
        let seen = changes.iter().min_by_key(|seen| seen.apart_from(*shown)).expect("the display changed");
        let review_secs: f64 = row["review_secs"].parse().unwrap();
        // Where the review would have to begin for its length to be right.
        let begun = confirmed - (review_secs * 1e9) as u64;
        let apart = seen.apart_from(begun) as f64 / 1e9;
        all_apart.push(apart);
        let unknown_ms = seen.unknown() as f64 / 1e6;
        println!(
            "review_secs {review_secs:.4}, {:.1} ms off; the onlooker knows its begin to {unknown_ms:.1} ms",
            apart * 1e3
        );
        assert!(apart <= TOLERANCE_OF_ONE_SECS, "review_secs {review_secs} is {apart} s off");
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
    sitting.wait_for_event("what was explored, on the disk", 0, |event| {
        matches!(event, Event::BriefClosed { .. })
    });
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
