//! A lab for tests: a small study on the fixture pack, and somebody who takes part in it.

use std::path::Path;
use std::sync::Arc;
use tightloop::journal::{self, Durability, Header, Journal, Station};
use tightloop::protocol::{self, Loaded};
use tightloop::scenario::Library;
use tightloop::session::Session;
use tightloop::session::input::{Input, Stamped, Verdict};
use tightloop::session::screen::Screen;
use tightloop::study::Study;

/// Where the fixture packs are.
pub const PACKS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/packs");

/// The study's protocol: two delays by two batch sizes.
pub const PROTOCOL: &str = r#"(
    format: "tightloop-protocol/1",
    id: "small",
    title: "A small study",
    language: "en",
    seed: 11,
    participants: 4,
    consent: "You may stop at any time.",
    instructions: ["Read the brief, then review."],
    factors: (delay_secs: (levels: [0, 5]), batch_size: (levels: [1, 2]), outstanding_max: 1),
    trials_per_cell: 1,
    planted_share: 0.5,
    unfamiliar_share: 0,
    amended_share: 0,
    scenarios: (pool: ["tiny"]),
    filler: rest,
    comprehension: (questions: 1, attempts: 2),
    practice: (trials: 1, delay_secs: 1, batch_size: 1),
    time_limit_secs: 60,
    feedback: practice,
    exclusions: [faster_than_secs(0.5), interrupted],
)
"#;

pub fn library() -> Library {
    Library::with_folder(Some(Path::new(PACKS))).unwrap()
}

pub fn loaded() -> Loaded {
    protocol::parse(PROTOCOL, Path::new("small.ron")).unwrap()
}

/// A simulated study in `dir`.
pub fn study(dir: &Path) -> Study {
    Study::create(dir, &loaded(), &library(), true).unwrap()
}

/// The participant goes through their session, or on with it, until they have given `reviews` verdicts (all in all).
pub fn sit(study: &Study, id: &str, reviews: u32) {
    let library = library();
    let plan = study.plan(id, &library).unwrap();
    let path = study.journal_path(id, 1);
    let stimuli: Arc<[_]> = protocol::stimuli(&plan, &library).unwrap().into();
    let (mut session, journal) = if path.exists() {
        let (recorded, journal) = Journal::append_to(&path, Durability::AtEnd).unwrap();
        (Session::replay(Arc::new(plan), stimuli, &recorded.events).unwrap(), journal)
    } else {
        let header = Header::now(study.id(), id, 1, study.simulated(), plan.clone(), Station::simulated());
        (Session::new(Arc::new(plan), stimuli), Journal::create(&path, &header, Durability::AtEnd).unwrap())
    };
    let mut given = 0;
    let mut now = session.last_nanos();
    for step in 0.. {
        assert!(step < 10_000, "the session does not end: {:?}", session.screen());
        let mut send = |value| {
            let events = session.handle(Stamped { at_nanos: now, value });
            journal.append(&events).unwrap();
        };
        send(Input::Presented);
        now += 1_000_000_000;
        match session.screen() {
            Screen::Done { .. } => break,
            Screen::Review { progress, .. } if progress.done >= reviews => break,
            screen => {
                journal.append(&session.handle(Stamped { at_nanos: now, value: answer(&screen) })).unwrap()
            }
        }
        given += 1;
    }
    assert!(given > 0, "there was something to do");
    journal.close().unwrap();
}

fn answer(screen: &Screen) -> Input {
    match screen {
        Screen::Consent { .. } => Input::Consent(true),
        Screen::Question { .. } => Input::Answer(0),
        Screen::Review { .. } => Input::Verdict(Verdict::Accept),
        Screen::Confidence { timed_out: false, .. } => Input::Confidence(3),
        Screen::Arithmetic { .. } | Screen::Rest { .. } => Input::Tick,
        _ => Input::Proceed,
    }
}

/// The participant does not consent.
pub fn decline(study: &Study, id: &str) {
    let library = library();
    let plan = study.plan(id, &library).unwrap();
    let stimuli: Arc<[_]> = protocol::stimuli(&plan, &library).unwrap().into();
    let header = Header::now(study.id(), id, 1, study.simulated(), plan.clone(), Station::simulated());
    let journal = Journal::create(study.journal_path(id, 1), &header, Durability::AtEnd).unwrap();
    let mut session = Session::new(Arc::new(plan), stimuli);
    for value in [Input::Presented, Input::Consent(false)] {
        journal.append(&session.handle(Stamped { at_nanos: 1, value })).unwrap();
    }
    journal.close().unwrap();
    assert!(!journal::read(study.journal_path(id, 1)).unwrap().events.is_empty());
}
