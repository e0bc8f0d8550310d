//! Somebody who takes part.

use super::lab::library;
use std::sync::Arc;
use tightloop::journal::{self, Durability, Header, Journal, Station};
use tightloop::protocol;
use tightloop::session::Session;
use tightloop::session::input::{Input, Stamped, Verdict};
use tightloop::session::screen::Screen;
use tightloop::study::Study;

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
        Screen::Arithmetic { .. } | Screen::TwoBack { .. } | Screen::Rest { .. } => Input::Tick,
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
