//! What the tests of journals, studies and datasets share: a small plan, a header, any event.
#![allow(dead_code, clippy::unwrap_used)] // Each test program uses its own part.

use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use tightloop::journal::{Header, Station};
use tightloop::protocol::plan::{Plan, PlannedTrial};
use tightloop::protocol::spec::{Cue, Exclusion, Feedback, Filler};
use tightloop::scenario::spec::ErrorKind;
use tightloop::scenario::truth::{BatchTruth, Planted, Reach};
use tightloop::session::event::{Event, StampedEvent};
use tightloop::session::input::{FrameFacts, Reason, StampSource, Stamped, Verdict};

/// A trial of three decisions, with an error in the second or without.
pub fn trial(practice: bool, planted: bool) -> PlannedTrial {
    let error = Planted {
        error_kind: ErrorKind::MisreadClause,
        clause: "C2".to_owned(),
        error_index: 2,
        dependents: 1,
        reach: Reach::Root,
    };
    PlannedTrial {
        practice,
        scenario: "tariff".to_owned(),
        skin: "parcels".to_owned(),
        variant: if planted { "misread" } else { "sound" }.to_owned(),
        window_start: 1,
        batch_size: 3,
        delay_target_secs: 10.0,
        cues: Cue::None,
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
        instructions: vec!["Read the brief.".to_owned()],
        filler: Filler::Rest,
        comprehension_attempts: 2,
        time_limit_secs: 300.0,
        feedback: Feedback::Practice,
        outstanding_max: 2,
        exclusions: vec![Exclusion::FasterThanSecs(1.5), Exclusion::FocusLossesOver(2)],
        trials: vec![trial(true, true), trial(false, true), trial(false, false)],
    }
}

/// The first line of a simulated session.
pub fn header() -> Header {
    Header::now("small", "P01", 1, true, plan(), Station::simulated())
}

/// Any event.
pub fn any_event() -> impl Strategy<Value = Event> {
    let trial = 0_u32..4;
    let place = 1_u32..9;
    let facts = (any::<u32>(), 0.0_f32..1e6, 0.0_f32..1e6, any::<bool>()).prop_map(
        |(frames, p95_ms, max_ms, arrival)| {
            let stamp_source = if arrival { StampSource::Arrival } else { StampSource::Simulated };
            FrameFacts { frames, p95_ms, max_ms, stamp_source }
        },
    );
    let verdict = prop_oneof![
        Just(Verdict::Accept),
        (place.clone(), any::<bool>(), prop::option::of("\\PC{0,12}")).prop_map(|(index, root, clause)| {
            Verdict::Reject {
                index,
                reach: if root { Reach::Root } else { Reach::Local },
                reason: clause.map_or(Reason::BriefChanged, Reason::Clause),
            }
        }),
    ];
    prop_oneof![
        any::<bool>().prop_map(|agreed| Event::Consented { agreed }),
        prop_oneof![
            Just(Event::InstructionsRead),
            Just(Event::FillerStarted),
            Just(Event::FocusLost),
            Just(Event::FocusGained),
            Just(Event::SessionEnded),
        ],
        trial.clone().prop_map(|trial| Event::BriefShown { trial }),
        trial.clone().prop_map(|trial| Event::BriefRead { trial }),
        trial.clone().prop_map(|trial| Event::TimedOut { trial }),
        trial.clone().prop_map(|trial| Event::BriefReopened { trial }),
        (trial.clone(), any::<u32>(), any::<u32>(), any::<bool>()).prop_map(
            |(trial, question, option, correct)| {
                Event::QuestionAnswered { trial, question, option, correct }
            }
        ),
        (any::<u32>(), any::<bool>(), any::<bool>())
            .prop_map(|(problem, said, correct)| Event::FillerAnswered { problem, said, correct }),
        (trial.clone(), any::<bool>()).prop_map(|(trial, passed)| Event::BriefEnded { trial, passed }),
        (trial.clone(), any::<u32>())
            .prop_map(|(trial, outstanding)| Event::ReviewShown { trial, outstanding }),
        (trial.clone(), place.clone())
            .prop_map(|(trial, decision)| Event::DecisionOpened { trial, decision }),
        (trial.clone(), place.clone(), place).prop_map(|(trial, first, last)| Event::Scrolled {
            trial,
            first,
            last
        }),
        (trial.clone(), facts).prop_map(|(trial, facts)| Event::Frames { trial, facts }),
        (trial.clone(), verdict).prop_map(|(trial, verdict)| Event::VerdictGiven { trial, verdict }),
        (trial.clone(), 1_u8..6).prop_map(|(trial, confidence)| Event::ConfidenceGiven { trial, confidence }),
        prop::option::of(trial).prop_map(|interrupted| Event::Resumed { interrupted }),
    ]
}

/// Any events, at stamps that do not decrease.
pub fn any_events() -> impl Strategy<Value = Vec<StampedEvent>> {
    prop::collection::vec((0_u64..5_000_000_000, any_event()), 0..24).prop_map(|steps| {
        let mut at_nanos = 0;
        let stamp = |(gap, value)| {
            at_nanos += gap;
            Stamped { at_nanos, value }
        };
        steps.into_iter().map(stamp).collect()
    })
}

/// A folder made read-only, for root too where this user may mount; put back when dropped.
#[cfg(unix)]
pub struct ReadOnly {
    dir: PathBuf,
    mounted: bool,
}

#[cfg(unix)]
impl ReadOnly {
    /// Makes it so, and makes sure that it is.
    pub fn make(dir: &Path) -> Self {
        let bound = Command::new("mount").arg("--bind").args([dir, dir]).output();
        let mounted = bound.is_ok_and(|output| output.status.success());
        let made = Self { dir: dir.to_path_buf(), mounted };
        if mounted {
            let again = Command::new("mount").args(["-o", "remount,bind,ro"]).arg(dir).status().unwrap();
            assert!(again.success());
        } else {
            made.set_rights("a-w");
        }
        assert!(
            std::fs::write(dir.join("probe"), "x").is_err(),
            "the folder is not read-only: nothing would be tested"
        );
        made
    }

    fn set_rights(&self, rights: &str) {
        assert!(Command::new("chmod").args(["-R", rights]).arg(&self.dir).status().unwrap().success());
    }
}

#[cfg(unix)]
impl Drop for ReadOnly {
    fn drop(&mut self) {
        if self.mounted {
            let _ = Command::new("umount").arg(&self.dir).status();
        } else {
            self.set_rights("u+w");
        }
    }
}
