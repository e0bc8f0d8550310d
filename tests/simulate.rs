//! Simulated participants take part in a study through the participants' own door.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod files;
mod simulated;

use files::content;
use simulated::{library, small};
use std::path::Path;
use std::sync::Arc;
use tightloop::journal;
use tightloop::protocol;
use tightloop::scenario::Library;
use tightloop::session::event::Event;
use tightloop::session::input::{Input, Stamped};
use tightloop::session::measure;
use tightloop::session::screen::{Progress, Screen};
use tightloop::simulate::expertise::{Expertise, Sign};
use tightloop::simulate::participant::Participant;
use tightloop::simulate::{self, true_surface};
use tightloop::study::{ParticipantState, Study};
use tightloop::surface::Prices;

const NO_PRICES: Prices = Prices { miss_secs: 0.0, misplaced_secs: 0.0, false_alarm_secs: 0.0 };

/// A study in which everybody has taken part.
fn simulated(dir: &Path, library: &Library, participants: u32, seed: u64) -> Study {
    let mut study = simulate::begin_or_go_on(dir, &small(), library).unwrap();
    simulate::run(&mut study, library, participants, seed, &|_| {}).unwrap();
    study
}

#[test]
fn everybody_finishes_and_the_study_checks_out() {
    let (dir, library) = (tempfile::tempdir().unwrap(), library());
    let study = simulated(dir.path(), &library, 4, 1);
    let people = study.participants().unwrap();
    assert_eq!(
        people.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(),
        ["P001", "P002", "P003", "P004"]
    );
    assert!(people.iter().all(|one| one.state == ParticipantState::Completed), "{people:?}");
    let report = study.check_with(&library).unwrap();
    assert!(report.is_clean(), "{:?}", report.problems);
    assert_eq!(report.replayed, 4);
}

#[test]
fn journals_say_simulated_and_hold_no_wall_clock() {
    let (dir, library) = (tempfile::tempdir().unwrap(), library());
    let study = simulated(dir.path(), &library, 1, 1);
    let recorded = journal::read(study.journal_path("P001", 1)).unwrap();
    assert!(recorded.header.simulated);
    assert_eq!(recorded.header.started_at, None);
    assert_eq!(recorded.header.monotonic_start_nanos, None);
    assert_eq!(recorded.events.last().map(|event| &event.value), Some(&Event::SessionEnded));
}

#[test]
fn reviews_look_like_a_persons() {
    let (dir, library) = (tempfile::tempdir().unwrap(), library());
    let study = simulated(dir.path(), &library, 6, 3);
    let mut reviews = 0;
    for participant in study.participants().unwrap() {
        let recorded = journal::read(study.journal_path(&participant.id, 1)).unwrap();
        let plan = &recorded.header.plan;
        for review in measure::reviews(plan, &recorded.events) {
            let planned = &plan.trials[review.trial as usize];
            reviews += 1;
            assert!(review.delay_secs >= planned.delay_target_secs - 1e-6, "{review:?}");
            assert!(review.timed_out || review.decisions_opened >= 1, "{review:?}");
            assert!(review.decisions_opened <= planned.batch_size);
            assert!(review.first_action_secs.is_some_and(|secs| secs > 0.0 && secs <= review.review_secs));
            assert!(
                review.review_secs > 2.0 && review.review_secs <= plan.time_limit_secs + 0.1,
                "{review:?}"
            );
            assert_eq!(review.confidence.is_none(), review.timed_out);
            assert_eq!(review.focus_losses, 0);
        }
    }
    let planned = study.plan("P001", &library).unwrap().trials.len();
    assert_eq!(reviews, 6 * planned);
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_other_people() {
    let (one, same, other) =
        (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let library = library();
    for (dir, seed) in [(&one, 5), (&same, 5), (&other, 6)] {
        simulated(dir.path(), &library, 2, seed);
    }
    assert_eq!(content(one.path()), content(same.path()));
    let session = "journals/P001/session-1.jsonl";
    assert_ne!(content(one.path())[session], content(other.path())[session]);
}

#[test]
fn a_study_grows_by_more_participants_and_keeps_those_it_has() {
    let (dir, library) = (tempfile::tempdir().unwrap(), library());
    drop(simulated(dir.path(), &library, 1, 5));
    let before = content(dir.path());
    let study = simulated(dir.path(), &library, 2, 5);
    assert_eq!(study.participants().unwrap().len(), 2);
    let after = content(dir.path());
    let session = "journals/P001/session-1.jsonl";
    assert_eq!(before[session], after[session]);
}

#[test]
fn another_seed_another_protocol_and_a_study_for_people_are_refused() {
    let (dir, people, library) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), library());
    let mut study = simulated(dir.path(), &library, 1, 5);
    let refused = simulate::run(&mut study, &library, 1, 6, &|_| {}).unwrap_err().to_string();
    assert!(refused.contains("seed 5, not 6"), "{refused}");
    drop(study);

    let pilot = protocol::load(Path::new("pilot")).unwrap();
    let refused = simulate::begin_or_go_on(dir.path(), &pilot, &library).unwrap_err().to_string();
    assert!(refused.contains("another protocol: 'small', not this 'pilot'"), "{refused}");

    let mut study = Study::create(people.path(), &small(), &library, false).unwrap();
    let refused = simulate::run(&mut study, &library, 1, 5, &|_| {}).unwrap_err().to_string();
    assert!(refused.contains("for people"), "{refused}");
    assert!(study.participants().unwrap().is_empty());
}

#[test]
fn a_torn_journal_is_mended_to_the_byte() {
    let (whole, torn, library) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), library());
    simulated(whole.path(), &library, 1, 5);
    let journal = torn.path().join("journals/P001/session-1.jsonl");
    let bytes = content(whole.path())["journals/P001/session-1.jsonl"].len();
    drop(simulated(torn.path(), &library, 1, 5));
    let header = std::fs::read(&journal).unwrap().iter().position(|byte| *byte == b'\n').unwrap() + 1;
    for cut in [header, header + 1, (header + bytes) / 2, bytes - 2, bytes - 1] {
        std::fs::OpenOptions::new().write(true).open(&journal).unwrap().set_len(cut as u64).unwrap();
        drop(simulated(torn.path(), &library, 1, 5));
        assert_eq!(content(whole.path()), content(torn.path()), "cut at byte {cut}");
    }
}

#[test]
fn a_journal_of_somebody_else_is_never_gone_on_with() {
    let (dir, other, library) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), library());
    drop(simulated(dir.path(), &library, 1, 5));
    drop(simulated(other.path(), &library, 1, 6));
    let session = "journals/P001/session-1.jsonl";
    // Another seed's session, left in its middle.
    let foreign = content(other.path())[session].clone();
    let middle = foreign[..foreign.len() / 2].iter().rposition(|byte| *byte == b'\n').unwrap() + 1;
    std::fs::write(dir.path().join(session), &foreign[..middle]).unwrap();
    let mut study = Study::open(dir.path()).unwrap();
    let refused = simulate::run(&mut study, &library, 1, 5, &|_| {}).unwrap_err().to_string();
    assert!(refused.contains("not what this study's simulated participant does"), "{refused}");
    assert_eq!(content(dir.path())[session], foreign[..middle]);
}

/// Everything that a participant gets is a `&Screen`: two sessions that show the same and differ in their truth
/// get the same answers.
#[test]
fn what_is_not_on_the_screen_changes_nothing() {
    let library = library();
    let expertise = Arc::new(Expertise::from_library(&library).unwrap());
    let plan = protocol::draw(&small(), &library, 0).unwrap();
    let mut blind = plan.clone();
    for trial in &mut blind.trials {
        trial.truth.planted = None;
        trial.truth.unfamiliar = 0;
    }
    blind.feedback = protocol::spec::Feedback::Never;
    let mut open = plan.clone();
    open.feedback = protocol::spec::Feedback::Never;
    let stimuli: Arc<[_]> = protocol::stimuli(&plan, &library).unwrap().into();
    let events = |plan| {
        let mut events = Vec::new();
        let mut participant = Participant::new(1, "P001", expertise.clone());
        simulate::attend(Arc::new(plan), stimuli.clone(), &mut participant, &mut |some| {
            events.extend_from_slice(some);
            Ok(())
        })
        .unwrap();
        events
    };
    assert_eq!(events(open), events(blind));
}

#[test]
fn an_expert_sees_each_planted_error_and_nothing_in_sound_batches() {
    let library = library();
    let expertise = Expertise::from_library(&library).unwrap();
    let (mut bad, mut good) = (0, 0);
    for row in 0..12 {
        let plan = protocol::draw(&small(), &library, row).unwrap();
        for (trial, stimulus) in plan.trials.iter().zip(protocol::stimuli(&plan, &library).unwrap()) {
            let insights = expertise.look(&stimulus.brief, &stimulus.batch);
            let breaks = |sign: &Sign| matches!(sign, Sign::Breaks(_));
            let first = insights.iter().position(|insight| breaks(&insight.sign));
            let built_on =
                insights.iter().filter(|insight| matches!(insight.sign, Sign::BuildsOn(_))).count();
            match &trial.truth.planted {
                Some(planted) => {
                    bad += 1;
                    assert_eq!(
                        first,
                        Some(planted.error_index as usize - 1),
                        "{} {}",
                        trial.scenario,
                        trial.variant
                    );
                    assert!(
                        built_on <= planted.dependents.unwrap_or_default() as usize,
                        "{} {}",
                        trial.scenario,
                        trial.variant
                    );
                }
                None => {
                    good += 1;
                    assert_eq!(first, None, "{} {}", trial.scenario, trial.variant);
                    assert_eq!(built_on, 0, "{} {}", trial.scenario, trial.variant);
                }
            }
        }
    }
    assert!(bad > 10 && good > 10, "{bad} bad, {good} good");
}

#[test]
fn a_participant_answers_every_screen_that_asks_something() {
    let library = library();
    let expertise = Arc::new(Expertise::from_library(&library).unwrap());
    let mut participant = Participant::new(1, "P001", expertise);
    let consent = Screen::Consent { text: "Do you agree?".into() };
    let act = participant.act(&consent, 1_000);
    assert!(matches!(act, Some(Stamped { at_nanos: 1_001.., value: Input::Consent(true) })), "{act:?}");
    let sum = |claimed| Screen::Arithmetic { progress: progress(), left: 2, right: 3, claimed, problem: 0 };
    let said = |act: Option<Stamped<Input>>| match act.map(|act| act.value) {
        Some(Input::FillerAnswer(said)) => said,
        other => panic!("{other:?}"),
    };
    let right =
        (0..100).filter(|_| said(participant.act(&sum(5), 0)) && !said(participant.act(&sum(6), 0))).count();
    assert!((70..100).contains(&right), "{right} of 100 pairs of sums right: people slip, and not often");
    assert_eq!(participant.act(&Screen::Rest { progress: progress() }, 0), None);
}

fn progress() -> Progress {
    Progress { done: 0, of: 1, practice: false, outstanding: 0, agents: None }
}

#[test]
fn the_true_surface_rises_with_delay_and_batch_size_and_is_known_closely() {
    let (dir, library) = (tempfile::tempdir().unwrap(), library());
    let study = simulated(dir.path(), &library, 4, 1);
    let prices = Prices { miss_secs: 600.0, misplaced_secs: 120.0, ..NO_PRICES };
    let truth = true_surface(&study, &library, 1, 4_000, &[0.0, 60.0, 600.0], &[2, 4], prices).unwrap();
    for (costs, errors) in truth.cost_secs.iter().zip(&truth.cost_error_secs) {
        for (cost, error) in costs.iter().zip(errors) {
            assert!(*error > 0.0 && *error < 0.02 * cost, "{error} of {cost}");
        }
    }
    for row in truth.cost_secs.windows(2) {
        assert!(row[0].iter().zip(&row[1]).all(|(soon, late)| soon < late), "{row:?}");
    }
    assert!(truth.cost_secs.iter().all(|row| row[0] < row[1]), "{:?}", truth.cost_secs);
    let again = true_surface(&study, &library, 1, 4_000, &[0.0, 60.0, 600.0], &[2, 4], prices).unwrap();
    assert_eq!(truth, again);
    let refused = true_surface(&study, &library, 1, 1, &[0.0], &[99], prices).unwrap_err().to_string();
    assert!(refused.contains("no bad batch of 99 decisions"), "{refused}");
}
