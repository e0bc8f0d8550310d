//! A small plan, and a session's header with it.

use std::collections::BTreeMap;
use tightloop::journal::{Header, Station};
use tightloop::protocol::page::Page;
use tightloop::protocol::plan::{Plan, PlannedTrial, PracticeRule};
use tightloop::protocol::sittings::Sittings;
use tightloop::protocol::spec::{Breaks, Cue, Debrief, Exclusion, Feedback, Filler};
use tightloop::scenario::spec::ErrorKind;
use tightloop::scenario::truth::{BatchTruth, Planted, Reach};

/// A trial of three decisions, with an error in the second or without.
pub fn trial(practice: bool, planted: bool) -> PlannedTrial {
    let error = Planted {
        error_kind: Some(ErrorKind::MisreadClause),
        clause: Some("C2".to_owned()),
        error_index: 2,
        dependents: Some(1),
        reach: Some(Reach::Root),
    };
    PlannedTrial {
        practice,
        block: 1,
        sitting: 1,
        later: false,
        attention_check: false,
        scenario: "tariff".to_owned(),
        skin: "parcels".to_owned(),
        variant: if planted { "misread" } else { "sound" }.to_owned(),
        window_start: 1,
        batch_size: 3,
        delay_target_secs: 10.0,
        cues: Cue::None,
        outstanding_max: None,
        questions: vec![0, 1],
        expected_brief_secs: 30.0,
        expected_review_secs: 45.5,
        truth: BatchTruth { planted: planted.then_some(error), unfamiliar: 1, amended: false },
    }
}

/// One practice trial and two main ones.
pub fn plan() -> Plan {
    Plan {
        protocol: "small".to_owned(),
        protocol_hash: "aa".to_owned(),
        pack_hashes: BTreeMap::from([("tariff".to_owned(), "bb".to_owned())]),
        row: 0,
        seed: 7,
        language: "en".to_owned(),
        consent: "You may stop at any time.".to_owned(),
        consent_version: "1".to_owned(),
        demographics: vec![],
        instructions: vec![Page::of_text("Read the brief.")],
        filler: Filler::Rest,
        comprehension_attempts: 2,
        time_limit_secs: 300.0,
        feedback: Feedback::Practice,
        outstanding_max: 2,
        outstanding_varies: false,
        keep: tightloop::protocol::outstanding::Keep::Delays,
        packing: None,
        exclusions: vec![Exclusion::FasterThanSecs(1.5), Exclusion::FocusLossesOver(2)],
        practice: PracticeRule::default(),
        sittings: Sittings::default(),
        sitting: 1,
        carried: vec![],
        breaks: Breaks::default(),
        questionnaires: vec![],
        debrief: Debrief::default(),
        trials: vec![trial(true, true), trial(false, true), trial(false, false)],
    }
}

/// The first line of a simulated session.
pub fn header() -> Header {
    Header::now("small", "P01", 1, true, plan(), Station::simulated())
}
