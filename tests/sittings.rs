//! A study of two sittings, the whole way: plan, simulation, people, check, dataset, and what comes too early.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod files;

use chrono::{DateTime, TimeDelta, Utc};
use files::content;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use tightloop::app::window;
use tightloop::dataset::{self, DelayClock};
use tightloop::journal::{self, Durability, Header, Journal, Station};
use tightloop::protocol::{self, Loaded, plan::Plan};
use tightloop::scenario::Library;
use tightloop::session::Session;
use tightloop::session::event::Event;
use tightloop::session::input::{Input, Stamped, Verdict};
use tightloop::session::screen::{Ending, Screen};
use tightloop::simulate;
use tightloop::study::{ParticipantState, Sitting, Study};

const DAY_SECS: f64 = 86_400.0;
const GAP_SECS: f64 = 64_800.0;

/// Where the fixture packs are.
const PACKS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/packs");

/// A delay of a day that ends in a second sitting, and none, by two batch sizes.
const PROTOCOL: &str = r#"(
    format: "tightloop-protocol/1",
    id: "two",
    title: "Two sittings",
    language: "en",
    seed: 11,
    participants: 4,
    consent: "You may stop at any time.",
    instructions: ["Read the brief, then review."],
    factors: (delay_secs: (levels: [0, 86400]), batch_size: (levels: [1, 2]), outstanding_max: 1),
    trials_per_cell: 1,
    sittings: (count: 2, min_gap_secs: 64800, later_secs: [86400]),
    planted_share: 0.5,
    unfamiliar_share: 0,
    amended_share: 0,
    scenarios: (pool: ["tiny"]),
    filler: rest,
    comprehension: (questions: 1, attempts: 2),
    practice: (trials: 1, delay_secs: 1, batch_size: 1),
    time_limit_secs: 60,
    feedback: practice,
    exclusions: [interrupted],
)
"#;

fn library() -> Library {
    Library::with_folder(Some(Path::new(PACKS))).unwrap()
}

fn loaded() -> Loaded {
    protocol::parse(PROTOCOL, Path::new("two.ron")).unwrap()
}

fn simulated(dir: &Path, participants: u32) -> Study {
    let library = library();
    let mut study = simulate::begin_or_go_on(dir, &loaded(), &library).unwrap();
    simulate::run(&mut study, &library, participants, 5, &|_| {}).unwrap();
    study
}

fn tightloop(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tightloop")).args(["--scenarios", PACKS]).args(args).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn one_plan_is_drawn_and_balanced_and_told_for_both_sittings() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("two.ron");
    std::fs::write(&file, PROTOCOL).unwrap();
    let file = file.to_str().unwrap();
    let told = |what: &str| {
        let output = tightloop(&["protocol", what, file]);
        assert!(output.status.success(), "{}", said(&output));
        said(&output)
    };
    assert!(told("check").contains("in 2 sittings of about "), "{}", told("check"));
    let plan = told("plan");
    assert!(plan.contains("Sitting 2. Parts: 2 reviews that the sitting before left open"), "{plan}");
    assert!(plan.contains("2 more left open"), "{plan}");
    assert!(told("balance").contains("Williams property: holds"));
    let timing = tightloop(&["protocol", "timing", file, "--sessions", "2", "--json"]);
    let timing: serde_json::Value = serde_json::from_slice(&timing.stdout).unwrap();
    assert_eq!(timing["delays"][1]["target_secs"], DAY_SECS);
    assert_eq!(timing["delays"][1]["reviews"], 4, "{timing}");
}

#[test]
fn simulated_people_come_back_a_day_later_and_the_dataset_knows_it() {
    let dir = tempfile::tempdir().unwrap();
    let study = simulated(dir.path(), 3);
    assert!(study.participants().unwrap().iter().all(|one| one.state == ParticipantState::Completed));
    let report = study.check_with(&library()).unwrap();
    assert!(report.is_clean(), "{:?}", report.problems);
    assert_eq!((report.journals, report.replayed, report.notes.len()), (6, 6, 0), "{:?}", report.notes);

    let data = dataset::collect(&study).unwrap();
    let mine: Vec<_> = data.trials.iter().filter(|row| row.participant == "P001" && !row.practice).collect();
    let ranks: Vec<_> = mine.iter().map(|row| (row.session, row.trial.unwrap())).collect();
    assert_eq!(ranks, [(1, 1), (1, 2), (2, 3), (2, 4)], "one rank over both sittings");
    for row in &data.trials {
        assert_eq!(row.delay_clock, if row.session == 2 { DelayClock::Wall } else { DelayClock::Monotonic });
        assert_eq!(row.delay_target_secs == DAY_SECS, row.session == 2 && !row.practice, "{row:?}");
        if row.session == 2 {
            assert!(row.delay_secs >= GAP_SECS && (row.delay_secs / DAY_SECS - 1.0).abs() < 0.25, "{row:?}");
            assert_eq!(row.brief_repeats, 0);
        }
    }
    let sessions: Vec<_> = data.sessions.iter().map(|row| (row.session, row.complete, row.reviews)).collect();
    assert_eq!(sessions[..2], [(1, true, 3), (2, true, 2)], "one for practice");
    assert!(data.sessions.iter().all(|row| row.planned_reviews == row.reviews));
    assert_eq!(data.participants[0].sessions, 2);
}

#[test]
fn a_simulation_that_was_stopped_in_the_second_sitting_ends_up_the_same_to_the_byte() {
    let (whole, torn) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    drop(simulated(whole.path(), 1));
    drop(simulated(torn.path(), 1));
    let [first, second] = [1, 2].map(|n| torn.path().join(format!("journals/P001/session-{n}.jsonl")));
    let cut = |path: &Path, bytes: u64| {
        std::fs::OpenOptions::new().write(true).open(path).unwrap().set_len(bytes).unwrap();
    };
    let length = std::fs::metadata(&second).unwrap().len();
    for bytes in [length - 1, length - 400] {
        cut(&second, bytes);
        drop(simulated(torn.path(), 1));
        assert_eq!(content(whole.path()), content(torn.path()), "cut at byte {bytes}");
    }
    std::fs::remove_file(&second).unwrap();
    cut(&first, std::fs::metadata(&first).unwrap().len() - 400);
    drop(simulated(torn.path(), 1));
    assert_eq!(content(whole.path()), content(torn.path()), "cut in the first sitting");
}

/// A person in a study: sits down at a moment of the wall clock.
struct Person<'a> {
    study: &'a Study,
    id: &'a str,
}

impl Person<'_> {
    fn next(&self, now: DateTime<Utc>) -> Result<Sitting, String> {
        self.study.sitting(self.id, &library(), now).map_err(|problem| problem.to_string())
    }

    /// Begins the next sitting at `now` and goes through it until `reviews` have ended.
    fn begins(&self, now: DateTime<Utc>, reviews: u32) -> PathBuf {
        let Ok(Sitting::Begin(upcoming)) = self.next(now) else { panic!("{:?}", self.next(now)) };
        let plan = upcoming.begun_at(now);
        let path = self.study.journal_path(self.id, plan.sitting);
        let mut header =
            Header::now(self.study.id(), self.id, plan.sitting, false, plan.clone(), Station::here());
        header.started_at = Some(now.to_rfc3339());
        let journal = Journal::create(&path, &header, Durability::AtEnd).unwrap();
        let session = Session::new(Arc::new(plan.clone()), stimuli(&plan));
        live(session, &journal, reviews);
        path
    }

    /// Goes on with a sitting `secs` after its beginning, to its end.
    fn goes_on(&self, now: DateTime<Utc>, secs: u64) {
        let Ok(Sitting::GoOn(path)) = self.next(now) else { panic!("{:?}", self.next(now)) };
        let (recorded, journal) = Journal::append_to(&path, Durability::AtEnd).unwrap();
        let plan = recorded.header.plan.clone();
        let mut session = Session::replay(Arc::new(plan.clone()), stimuli(&plan), &recorded.events).unwrap();
        let resumed = session.handle(Stamped { at_nanos: secs * 1_000_000_000, value: Input::Resume });
        journal.append(&resumed).unwrap();
        live(session, &journal, u32::MAX);
    }
}

fn stimuli(plan: &Plan) -> Arc<[tightloop::scenario::view::Stimulus]> {
    protocol::stimuli(plan, &library()).unwrap().into()
}

/// A second a step, until so many reviews have ended or the sitting is over.
fn live(mut session: Session, journal: &Journal, reviews: u32) {
    let mut now = session.last_nanos();
    for _ in 0..10_000 {
        journal.append(&session.handle(Stamped { at_nanos: now, value: Input::Presented })).unwrap();
        now += 1_000_000_000;
        let value = match session.screen() {
            Screen::Done { .. } => break,
            Screen::Review { progress, .. } if progress.done >= reviews => break,
            Screen::Consent { .. } => Input::Consent(true),
            Screen::Question { .. } => Input::Answer(0),
            Screen::Review { .. } => Input::Verdict(Verdict::Accept),
            Screen::Confidence { timed_out: false, .. } => Input::Confidence(3),
            Screen::Rest { .. } => Input::Tick,
            _ => Input::Proceed,
        };
        journal.append(&session.handle(Stamped { at_nanos: now, value })).unwrap();
    }
    if reviews == u32::MAX {
        assert!(session.is_over(), "{:?}", session.screen());
    }
    journal.close().unwrap();
}

#[test]
fn people_come_back_not_before_their_time_and_a_crash_in_the_second_sitting_is_gone_on_with() {
    let dir = tempfile::tempdir().unwrap();
    let mut study = Study::create(dir.path(), &loaded(), &library(), false).unwrap();
    study.enrol("P01", &library()).unwrap();
    let person = Person { study: &study, id: "P01" };
    let monday = DateTime::parse_from_rfc3339("2026-03-02T09:00:00Z").unwrap().to_utc();

    let first = person.begins(monday, u32::MAX);
    let first = journal::read(first).unwrap();
    assert_eq!(first.events.last().map(|event| &event.value), Some(&Event::SessionEnded));
    let session =
        Session::replay(Arc::new(first.header.plan.clone()), stimuli(&first.header.plan), &first.events);
    let over = Ending::SittingOver { left: 1, least_secs: GAP_SECS as u64 };
    assert_eq!(session.unwrap().screen(), Screen::Done { ending: over });
    let ended = first.ended().unwrap();
    let from =
        (ended + TimeDelta::seconds(GAP_SECS as i64)).to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let between = ParticipantState::BetweenSittings { done: 3, of: 5, next: 2, from: Some(from.clone()) };
    assert_eq!(study.participant("P01").unwrap().state, between);
    let status = said(&tightloop(&["study", "status", dir.path().to_str().unwrap()]));
    assert!(status.contains(&format!("between sittings, 3 of 5 reviews; sitting 2 from {from}")), "{status}");

    let early = person.next(ended + TimeDelta::hours(17)).unwrap_err();
    assert!(early.contains("it is too early for sitting 2 of participant P01"), "{early}");
    assert!(early.contains(&format!("it may begin on {from}, 1 h 0 min from now")), "{early}");
    let set_back = person.next(monday).unwrap_err();
    assert!(set_back.contains("this computer's clock says 2026-03-02T09:00:00Z"), "{set_back}");

    let tuesday = monday + TimeDelta::hours(25);
    person.begins(tuesday, 1);
    assert_eq!(study.participant("P01").unwrap().state, ParticipantState::Running { done: 4, of: 5 });
    // The program dies in the second review, and an hour passes: what waits from yesterday keeps its brief.
    person.goes_on(tuesday + TimeDelta::hours(1), 3_600);
    assert_eq!(study.participant("P01").unwrap().state, ParticipantState::Completed);
    assert!(study.check_with(&library()).unwrap().is_clean());

    let data = dataset::collect(&study).unwrap();
    let yesterday: Vec<_> = data.trials.iter().filter(|row| row.session == 2).collect();
    assert_eq!(yesterday.len(), 2);
    assert!(yesterday[1].interrupted && !yesterday[0].interrupted);
    for row in yesterday {
        let off = row.delay_secs - 25.0 * 3_600.0;
        assert!(off.abs() < 300.0 && row.delay_secs.fract() == 0.0, "by the wall clock, {}", row.delay_secs);
        assert_eq!((row.delay_clock, row.brief_repeats), (DelayClock::Wall, 0));
    }

    study.withdraw("P01").unwrap();
    assert!(study.journals("P01").unwrap().is_empty());
}

#[test]
fn a_sitting_that_does_not_follow_the_one_before_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let mut study = Study::create(dir.path(), &loaded(), &library(), false).unwrap();
    study.enrol("P01", &library()).unwrap();
    let person = Person { study: &study, id: "P01" };
    let monday = DateTime::parse_from_rfc3339("2026-03-02T09:00:00Z").unwrap().to_utc();
    person.begins(monday, u32::MAX);
    let tuesday = monday + TimeDelta::hours(25);
    let Ok(Sitting::Begin(upcoming)) = person.next(tuesday) else { panic!("it is time") };
    let plan = upcoming.begun_at(tuesday);
    let path = study.journal_path("P01", 2);
    let problems = |started: DateTime<Utc>, plan: Plan| {
        let mut header = Header::now(study.id(), "P01", 2, false, plan, Station::here());
        header.started_at = Some(started.to_rfc3339());
        Journal::create(&path, &header, Durability::AtEnd).unwrap().close().unwrap();
        let report = study.check_with(&library()).unwrap();
        std::fs::remove_file(&path).unwrap();
        report.problems.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert!(problems(tuesday, plan.clone()).is_empty());
    let mut older = plan.clone();
    older.carried[0].since_brief_nanos += 3_600_000_000_000;
    let found = problems(tuesday, older);
    assert!(found[0].contains("plan.carried is not what the sitting before left open"), "{found:?}");
    let early = problems(monday + TimeDelta::hours(1), plan.clone());
    assert!(early[0].contains("begun earlier than the protocol allows"), "{early:?}");
    let first = problems(tuesday, plan.at_sitting(1, vec![]));
    assert!(first.iter().any(|what| what.contains("plan.sitting is '1', expected '2'")), "{first:?}");
}

/// What `tightloop run` does before it opens a window.
#[test]
fn running_a_participant_begins_the_right_sitting() {
    let dir = tempfile::tempdir().unwrap();
    let begin = || window::begin(dir.path(), "P01", &library(), Station::here()).map(drop);
    let sits = |now: DateTime<Utc>| {
        let study = Study::open(dir.path()).unwrap();
        Person { study: &study, id: "P01" }.begins(now, u32::MAX);
    };
    let mut study = Study::create(dir.path(), &loaded(), &library(), false).unwrap();
    study.enrol("P01", &library()).unwrap();
    drop(study);
    let yesterday = Utc::now() - TimeDelta::hours(24);
    sits(yesterday);
    begin().unwrap();
    let second = dir.path().join("journals/P01/session-2.jsonl");
    let plan = journal::read(&second).unwrap().header.plan;
    assert_eq!((plan.sitting, plan.carried.len()), (2, 2));
    let hours = plan.carried[0].since_brief_nanos as f64 / 3_600e9;
    assert!((23.5..24.1).contains(&hours), "{hours}");
    begin().unwrap();
    assert_eq!(
        Study::read(dir.path()).unwrap().journals("P01").unwrap().len(),
        2,
        "it goes on with that one"
    );

    std::fs::remove_file(&second).unwrap();
    std::fs::remove_file(dir.path().join("journals/P01/session-1.jsonl")).unwrap();
    sits(Utc::now() - TimeDelta::hours(1));
    let refused = begin().unwrap_err().to_string();
    assert!(
        refused.contains("it is too early for sitting 2 of participant P01: it may begin on "),
        "{refused}"
    );
    assert!(!second.exists());
}
