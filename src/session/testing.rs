//! A session in a test, told as a story: who does what, and when.

use super::event::{Event, StampedEvent};
use super::input::{Input, Reason, Stamped, Verdict};
use super::screen::Screen;
use super::{Session, secs_from_nanos};
use crate::protocol::page::Page;
use crate::protocol::plan::{Plan, PlannedTrial, PracticeRule};
use crate::protocol::schedule::nanos_from_secs;
use crate::protocol::sittings::Sittings;
use crate::protocol::spec::{Breaks, Cue, Debrief, Feedback, Filler};
use crate::scenario::spec::ErrorKind;
use crate::scenario::truth::{BatchTruth, Planted, Reach};
use crate::scenario::view::{Batch, Brief, Clause, DecisionView, Question, Stimulus};
use std::sync::Arc;

/// Occurs in every planned trial's truth, and nowhere that a person may look.
pub(super) const TRUTH_MARKER: &str = "PLANTED-CLAUSE";

/// A plan of trials with these delays (seconds); every second one, from the first, is planted.
pub(super) fn plan(delays: &[f64]) -> Plan {
    Plan {
        protocol: "test".into(),
        protocol_hash: String::new(),
        pack_hashes: Default::default(),
        row: 0,
        seed: 1,
        language: "en".into(),
        consent: "Do you agree?".into(),
        consent_version: "1".into(),
        demographics: vec![],
        instructions: vec![Page::of_text("one"), Page::of_text("two")],
        filler: Filler::Arithmetic,
        comprehension_attempts: 2,
        time_limit_secs: 300.0,
        feedback: Feedback::Never,
        outstanding_max: 2,
        outstanding_varies: false,
        keep: crate::protocol::outstanding::Keep::Delays,
        packing: None,
        exclusions: vec![],
        practice: PracticeRule::default(),
        sittings: Sittings::default(),
        sitting: 1,
        carried: vec![],
        breaks: Breaks::default(),
        questionnaires: vec![],
        debrief: Debrief::default(),
        trials: delays.iter().enumerate().map(|(place, delay)| trial(place, *delay)).collect(),
    }
}

fn trial(place: usize, delay_target_secs: f64) -> PlannedTrial {
    let planted = place.is_multiple_of(2).then(|| Planted {
        error_kind: Some(ErrorKind::MisreadClause),
        clause: Some(TRUTH_MARKER.into()),
        error_index: 2,
        dependents: Some(1),
        reach: Some(Reach::Root),
    });
    PlannedTrial {
        practice: false,
        block: 1,
        sitting: 1,
        later: false,
        attention_check: false,
        scenario: "pack".into(),
        skin: "skin".into(),
        variant: "variant".into(),
        window_start: 1,
        batch_size: 3,
        delay_target_secs,
        cues: Cue::None,
        outstanding_max: None,
        questions: vec![0, 1],
        expected_brief_secs: 30.0,
        expected_review_secs: 60.0,
        truth: BatchTruth { planted, unfamiliar: 0, amended: false },
    }
}

/// Three decisions under a brief of two clauses, with these many questions (the right answer is always the first).
pub(super) fn stimulus(questions: usize) -> Stimulus {
    let decision = |number: u32| DecisionView {
        amendment: None,
        says: format!("decision {number}"),
        diffs: vec![],
        command: None,
    };
    let clause = |id: &str| Clause { id: id.into(), text: format!("clause {id}") };
    Stimulus {
        brief: Arc::new(Brief {
            title: "title".into(),
            request: "request".into(),
            clauses: vec![clause("C1"), clause("C2")],
            accepted: vec![],
        }),
        batch: Arc::new(Batch {
            decisions: (1..=3).map(|number| Arc::new(decision(number))).collect(),
            cues: Vec::new(),
        }),
        questions: (0..questions)
            .map(|number| Question {
                text: format!("question {number}"),
                options: vec!["right".into(), "wrong".into(), "worse".into()],
                answer: 0,
            })
            .collect(),
    }
}

pub(super) fn stimuli(plan: &Plan) -> Arc<[Stimulus]> {
    plan.trials.iter().map(|trial| stimulus(trial.questions.len())).collect()
}

/// Consent to these plans' text.
pub(super) fn consented(agreed: bool) -> Event {
    let text_blake3 = blake3::hash(b"Do you agree?").to_hex().to_string();
    Event::Consented { agreed, version: "1".into(), text_blake3 }
}

/// A verdict that names decision `index` and clause C1.
pub(super) fn reject(index: u32) -> Verdict {
    Verdict::Reject { index, reach: Reach::Local, reason: Reason::Clause("C1".into()) }
}

/// A session, its events so far, and a clock that the story moves.
pub(super) struct Story {
    pub(super) plan: Arc<Plan>,
    pub(super) session: Session,
    pub(super) events: Vec<StampedEvent>,
    pub(super) now_nanos: u64,
}

impl Story {
    pub(super) fn of(plan: Plan) -> Self {
        let plan = Arc::new(plan);
        let session = Session::new(plan.clone(), stimuli(&plan));
        Self { plan, session, events: vec![], now_nanos: 0 }
    }

    /// Past consent and instructions, at second 0.
    pub(super) fn begun(plan: Plan) -> Self {
        let pages = plan.instructions.len();
        let mut story = Self::of(plan);
        story.does(Input::Consent(true));
        for _ in 0..pages {
            story.does(Input::Proceed);
        }
        story
    }

    pub(super) fn at(&mut self, secs: f64) -> &mut Self {
        self.now_nanos = nanos_from_secs(secs);
        self
    }

    /// Sends one input; checks that the state is the replay of the events.
    pub(super) fn does(&mut self, input: Input) -> &mut Self {
        let events = self.session.handle(Stamped { at_nanos: self.now_nanos, value: input });
        self.events.extend(events);
        let replayed = self.replayed();
        assert_eq!(replayed.state, self.session.state);
        assert_eq!(replayed.screen(), self.session.screen());
        assert_eq!(replayed.due(), self.session.due());
        self
    }

    pub(super) fn ignores(&mut self, input: Input) -> &mut Self {
        let before = self.events.len();
        self.does(input.clone());
        assert_eq!(
            self.events.len(),
            before,
            "{input:?} was to be ignored, but made {:?}",
            self.events.last()
        );
        self
    }

    /// The present screen's first frame is on the display.
    pub(super) fn sees_it(&mut self) -> &mut Self {
        self.does(Input::Presented)
    }

    /// Reads the brief on screen and answers every question rightly.
    pub(super) fn reads_the_brief(&mut self) -> &mut Self {
        self.sees_it().does(Input::Proceed);
        while let Screen::Question { .. } = self.session.screen() {
            self.does(Input::Answer(0));
        }
        self
    }

    pub(super) fn says(&mut self, verdict: Verdict) -> &mut Self {
        self.does(Input::Verdict(verdict))
    }

    pub(super) fn is_sure(&mut self) -> &mut Self {
        self.does(Input::Confidence(5))
    }

    /// The program dies and starts again: only the events are left.
    pub(super) fn crashes(&mut self) -> &mut Self {
        self.session = self.replayed();
        self.does(Input::Resume)
    }

    pub(super) fn replayed(&self) -> Session {
        Session::replay(self.plan.clone(), stimuli(&self.plan), &self.events).expect("own events replay")
    }

    pub(super) fn due_secs(&self) -> Option<f64> {
        self.session.due().map(secs_from_nanos)
    }

    #[track_caller]
    pub(super) fn last_is(&mut self, secs: f64, event: Event) -> &mut Self {
        let expected = Stamped { at_nanos: nanos_from_secs(secs), value: event };
        assert_eq!(self.events.last(), Some(&expected));
        self
    }

    /// How many events there are of a kind.
    pub(super) fn count(&self, is_it: impl Fn(&Event) -> bool) -> usize {
        self.events.iter().filter(|event| is_it(&event.value)).count()
    }

    #[track_caller]
    pub(super) fn shows(&mut self, is_it: impl Fn(&Screen) -> bool) -> &mut Self {
        let screen = self.session.screen();
        assert!(is_it(&screen), "on screen is {screen:?}");
        self
    }
}
