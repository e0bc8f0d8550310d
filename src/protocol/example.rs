//! Small plans and packs for tests.

use super::catalogue::{Catalogue, Departure, PackFacts, VariantFacts};
use super::load::Loaded;
use super::page::Page;
use super::plan::{Plan, PlannedTrial, PracticeRule};
use super::sittings::Sittings;
use super::spec::{
    Breaks, Comprehension, Cue, Debrief, Factor, Factors, Feedback, Filler, OnFail, Practice, Protocol,
    Scenarios, Vary,
};
use crate::scenario::truth::BatchTruth;

/// A plan of these trials with nothing to read before them.
pub(crate) fn plan_of(outstanding_max: u32, trials: Vec<PlannedTrial>) -> Plan {
    Plan {
        protocol: "example".to_owned(),
        protocol_hash: String::new(),
        pack_hashes: std::collections::BTreeMap::new(),
        row: 0,
        seed: 1,
        language: "en".to_owned(),
        consent: String::new(),
        consent_version: "1".to_owned(),
        demographics: Vec::new(),
        instructions: Vec::new(),
        filler: Filler::Rest,
        comprehension_attempts: 2,
        time_limit_secs: 300.0,
        feedback: Feedback::Never,
        outstanding_max,
        outstanding_varies: false,
        keep: super::outstanding::Keep::Delays,
        packing: None,
        exclusions: Vec::new(),
        practice: PracticeRule::default(),
        sittings: Sittings::default(),
        sitting: 1,
        carried: vec![],
        breaks: Breaks::default(),
        questionnaires: Vec::new(),
        debrief: Debrief::default(),
        trials,
    }
}

/// A trial with this delay, a brief of 30 s and a review of 60 s.
pub(crate) fn trial_of(delay_target_secs: f64) -> PlannedTrial {
    PlannedTrial {
        practice: false,
        block: 1,
        sitting: 1,
        later: false,
        attention_check: false,
        scenario: "example".to_owned(),
        skin: "plain".to_owned(),
        variant: "sound".to_owned(),
        window_start: 1,
        batch_size: 4,
        delay_target_secs,
        cues: Cue::None,
        outstanding_max: None,
        questions: Vec::new(),
        expected_brief_secs: 30.0,
        expected_review_secs: 60.0,
        truth: BatchTruth { planted: None, unfamiliar: 0, amended: false },
    }
}

/// Packs of 24 decisions with two skins: nine wrong choices spread over the trajectory, foils and an amendment in
/// the combinations that a real pack lists.
pub(crate) fn catalogue_of(packs: usize) -> Catalogue {
    let pack = |index: usize| PackFacts {
        soft: false,
        id: format!("pack-{index}"),
        hash: format!("hash-{index}"),
        decisions: 24,
        skins: vec!["plain".to_owned(), "fancy".to_owned()],
        questions: 3,
        words: 180,
        unfinished: vec![3],
        cues: true,
        variants: variants(index as u32),
    };
    Catalogue { packs: (0..packs).map(pack).collect() }
}

/// Packs differ in where things are.
fn variants(shift: u32) -> Vec<VariantFacts> {
    let place = |place: u32| 1 + (place + shift) % 24;
    let foils = [place(5), place(10), place(16)];
    let amended = 9 + shift % 4;
    let mut variants = Vec::new();
    let mut add = |planted: Option<u32>, foils: Vec<u32>, amended: Option<u32>| {
        let id = format!("v{}", variants.len());
        let at = |place: u32, what: &str| Departure { place, name: format!("d{place}/{what}") };
        variants.push(VariantFacts {
            id,
            wrong: planted.map(|place| at(place, "wrong")),
            foils: foils.into_iter().map(|place| at(place, "foil")).collect(),
            amendment: amended.map(|place| at(place, "A1")),
        });
    };
    for wrong in [None, Some(2), Some(4), Some(7), Some(9), Some(12), Some(15), Some(18), Some(20), Some(23)]
    {
        let planted = wrong.map(place);
        add(planted, Vec::new(), None);
        add(planted, Vec::new(), Some(amended));
        for foil in foils.into_iter().filter(|foil| Some(*foil) != planted) {
            add(planted, vec![foil], None);
        }
    }
    for foil in foils {
        add(None, vec![foil], Some(amended));
        add(Some(amended + 1), vec![foil], Some(amended));
    }
    variants
}

/// A design without practice; half of the trials planted, a quarter with a foil, a quarter amended.
pub(crate) fn protocol_of(delay_secs: &[f64], batch_size: &[u32], trials_per_cell: u32) -> Protocol {
    Protocol {
        format: super::spec::PROTOCOL_FORMAT.to_owned(),
        id: "example".to_owned(),
        title: "Example".to_owned(),
        language: "en".to_owned(),
        seed: 5,
        participants: 12,
        consent: "Yes?".to_owned(),
        consent_version: "1".to_owned(),
        demographics: Vec::new(),
        instructions: vec![Page::of_text("Do it.")],
        factors: Factors {
            delay_secs: Factor { levels: delay_secs.to_vec(), vary: Vary::Within },
            batch_size: Factor { levels: batch_size.to_vec(), vary: Vary::Within },
            cues: Factor { levels: vec![Cue::None], vary: Vary::Within },
            outstanding_max: super::outstanding::fixed(2),
            keep: super::outstanding::Keep::Delays,
        },
        trials_per_cell,
        sittings: Sittings::default(),
        block_trials: 0,
        breaks: Breaks::default(),
        attention_checks: 0,
        planted_share: 0.5,
        unfamiliar_share: 0.25,
        amended_share: 0.25,
        scenarios: Scenarios { pool: vec!["*".to_owned()] },
        packing: None,
        filler: Filler::Rest,
        comprehension: Comprehension { questions: 2, attempts: 2 },
        practice: Practice {
            trials: 0,
            delay_secs: 0.0,
            batch_size: 2,
            criterion_correct: 0,
            rounds_max: 1,
            on_fail: OnFail::GoOn,
        },
        time_limit_secs: 300.0,
        feedback: Feedback::Never,
        questionnaires: Vec::new(),
        debrief: Debrief::default(),
        exclusions: Vec::new(),
    }
}

/// That design as if it had been read from a file.
pub(crate) fn loaded_of(protocol: Protocol) -> Loaded {
    let text = ron::to_string(&protocol).unwrap();
    Loaded {
        protocol,
        hash: blake3::hash(text.as_bytes()).to_hex().to_string(),
        text,
        path: "example.ron".into(),
    }
}
