//! From a protocol and packs to what was measured: one participant who does what the screens ask for.

use std::path::Path;
use std::sync::Arc;
use tightloop::protocol;
use tightloop::scenario::Library;
use tightloop::scenario::truth::Reach;
use tightloop::session::Session;
use tightloop::session::event::StampedEvent;
use tightloop::session::input::{Input, Reason, Stamped, Verdict};
use tightloop::session::measure;
use tightloop::session::screen::{Ending, Screen};

const PROTOCOL: &str = r#"(
    format: "tightloop-protocol/1",
    id: "whole-way",
    title: "Two delays by two batch sizes",
    language: "en",
    seed: 7,
    participants: 4,
    consent: "Do you agree?",
    instructions: ["One.", "Two."],
    factors: (delay_secs: (levels: [0, 90]), batch_size: (levels: [2, 3]), outstanding_max: 2),
    trials_per_cell: 1,
    planted_share: 0.5,
    unfamiliar_share: 0.0,
    amended_share: 0.0,
    scenarios: (pool: ["tiny"]),
    filler: arithmetic,
    comprehension: (questions: 1, attempts: 2),
    practice: (trials: 0, delay_secs: 0, batch_size: 2),
    time_limit_secs: 180,
    feedback: never,
)"#;

/// What somebody does who sees this screen and nothing else.
fn answer(screen: &Screen) -> Input {
    match screen {
        Screen::Consent { .. } => Input::Consent(true),
        Screen::Question { .. } => Input::Answer(0),
        Screen::Arithmetic { left, right, claimed, .. } => Input::FillerAnswer(left + right == *claimed),
        Screen::Rest { .. } | Screen::TwoBack { .. } => Input::Tick,
        Screen::Review { batch, brief, .. } => {
            let suspicious = batch.decisions.iter().position(|decision| decision.command.is_none());
            match (suspicious, brief.clauses.first()) {
                (Some(place), Some(clause)) => Input::Verdict(Verdict::Reject {
                    index: place as u32 + 1,
                    reach: Reach::Local,
                    reason: Reason::Clause(clause.id.clone()),
                }),
                _ => Input::Verdict(Verdict::Accept),
            }
        }
        Screen::Confidence { timed_out: false, .. } => Input::Confidence(3),
        _ => Input::Proceed,
    }
}

/// Takes part, `pace_nanos` a screen; gives the session and its events.
fn take_part(mut session: Session, pace_nanos: u64) -> (Session, Vec<StampedEvent>) {
    let (mut now, mut events) = (session.last_nanos(), vec![]);
    while !session.is_over() {
        events.extend(session.handle(Stamped { at_nanos: now, value: Input::Presented }));
        now += pace_nanos;
        events.extend(session.handle(Stamped { at_nanos: now, value: answer(&session.screen()) }));
        assert!(events.len() < 10_000, "the session does not end");
    }
    (session, events)
}

#[test]
fn one_participant_from_the_protocol_to_the_measures() {
    let library = Library::folder(Path::new("tests/fixtures/packs")).expect("the fixture pack");
    let loaded = protocol::parse(PROTOCOL, Path::new("whole-way.ron")).expect("a protocol");
    for row in 0..4 {
        let plan = Arc::new(protocol::draw(&loaded, &library, row).expect("a plan"));
        let stimuli: Arc<[_]> = protocol::stimuli(&plan, &library).expect("its stimuli").into();
        let (session, events) = take_part(Session::new(plan.clone(), stimuli.clone()), 4_000_000_000);
        assert_eq!(session.screen(), Screen::Done { ending: Ending::Complete });

        let reviews = measure::reviews(&plan, &events);
        let mut ended: Vec<u32> = reviews.iter().map(|review| review.trial).collect();
        ended.sort_unstable();
        assert_eq!(ended, (0..plan.trials.len() as u32).collect::<Vec<_>>());
        for review in &reviews {
            let planned = &plan.trials[review.trial as usize];
            assert_eq!(review.review_secs, 4.0);
            assert!(review.delay_secs >= planned.delay_target_secs);
            assert!(review.outstanding < plan.outstanding_max);
        }

        // Half of it, a crash, the other half.
        let kept = &events[..events.len() / 2];
        let mut again = Session::replay(plan.clone(), stimuli.clone(), kept).expect("its own events");
        let mut all = kept.to_vec();
        let resumed_at = again.last_nanos() + 3_600_000_000_000;
        all.extend(again.handle(Stamped { at_nanos: resumed_at, value: Input::Resume }));
        let (again, rest) = take_part(again, 4_000_000_000);
        all.extend(rest);
        assert_eq!(again.screen(), Screen::Done { ending: Ending::Complete });
        assert_eq!(measure::reviews(&plan, &all).len(), plan.trials.len());
        assert!(all.is_sorted_by_key(|event| event.at_nanos));
    }
}
