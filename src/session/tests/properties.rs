//! What holds whatever comes in.

use crate::protocol::packing::Packing;
use crate::protocol::plan::Plan;
use crate::protocol::questionnaire::{Choice, Demographic, Item, Questionnaire, When};
use crate::protocol::spec::{Breaks, Debrief, Feedback, Filler, OnFail};
use crate::scenario::truth::{Planted, Reach};
use crate::session::event::Event;
use crate::session::input::{
    DisplayFacts, FrameFacts, Ignored, Input, JumpBy, Read, Reason, Reply, StampSource, Stamped, Verdict,
};
use crate::session::screen::{Ask, Ending, Screen};
use crate::session::testing::{TRUTH_MARKER, plan, reject, stimuli};
use crate::session::{Session, measure};
use proptest::prelude::*;
use std::sync::Arc;

fn any_plan() -> impl Strategy<Value = Plan> {
    let delays = prop::collection::vec(prop_oneof![Just(0.0), 0.0..900.0], 0..7);
    let course = prop::option::of(any_course());
    (delays, 1_u32..4, 0_usize..3, 0_usize..3, (0_usize..3, 0_u32..5, any::<bool>()), 0_u8..3, course)
        .prop_map(
            |(delays, outstanding_max, pages, questions, (filler, packing, practice), feedback, course)| {
                let mut plan = plan(&delays);
                plan.outstanding_max = outstanding_max;
                plan.instructions.truncate(pages);
                plan.filler = [Filler::Rest, Filler::Arithmetic, Filler::TwoBack][filler];
                plan.packing = packing.checked_sub(1).map(|reorder_places| Packing {
                    confidence: 0.9,
                    late_share: 0.1,
                    reorder_places,
                });
                plan.feedback =
                    [Feedback::Never, Feedback::Practice, Feedback::Always][usize::from(feedback)];
                for trial in &mut plan.trials {
                    trial.questions.truncate(questions);
                }
                if let Some(first) = plan.trials.first_mut() {
                    first.practice = practice;
                }
                if let Some(course) = course {
                    course.put_into(&mut plan);
                }
                plan
            },
        )
}

/// What may stand around the trials: any of it, or nothing.
fn any_course() -> impl Strategy<Value = Course> {
    let breaks = prop::option::of((0.0..20.0, 20.0..90.0));
    let questionnaires = prop::collection::vec((any::<bool>(), 0_u8..3), 0..3);
    let practice = (0_u32..3, 1_u32..3, any::<bool>());
    (any::<[bool; 3]>(), breaks, questionnaires, practice).prop_map(
        |(flags, breaks, questionnaires, practice)| Course { flags, breaks, questionnaires, practice },
    )
}

#[derive(Debug, Clone)]
struct Course {
    /// Demographics, debriefing, own results.
    flags: [bool; 3],
    breaks: Option<(f64, f64)>,
    /// At the end, and which.
    questionnaires: Vec<(bool, u8)>,
    /// Criterion, trials a block, whether failing ends it.
    practice: (u32, u32, bool),
}

impl Course {
    fn put_into(&self, plan: &mut Plan) {
        let options = ["a", "b"].map(|code| Choice { code: code.into(), label: code.into() }).to_vec();
        let [demographics, debrief, own_results] = self.flags;
        if demographics {
            plan.demographics =
                vec![Demographic { id: "age".into(), text: "Age?".into(), options: options.clone() }];
        }
        if debrief {
            plan.debrief = Debrief { text: "Thanks.".into(), own_results };
        }
        if let Some((min_secs, max_secs)) = self.breaks {
            plan.breaks = Breaks { after_blocks: 1, min_secs, max_secs };
        }
        for (at_end, which) in &self.questionnaires {
            let when = if *at_end { When::End } else { When::AfterBlock };
            let scale = Item::Scale {
                id: "s".into(),
                text: "How?".into(),
                low: "l".into(),
                high: "h".into(),
                points: 3,
            };
            let items = vec![
                scale,
                Item::Choice { id: "c".into(), text: "Which?".into(), options: options.clone() },
                Item::Text { id: "t".into(), text: "What?".into() },
            ];
            plan.questionnaires.push(match which {
                0 => Questionnaire::NasaTlx { when, weighted: false },
                1 => Questionnaire::NasaTlx { when, weighted: true },
                _ => Questionnaire::Free { id: "own".into(), title: "Own".into(), when, items },
            });
        }
        let (criterion, size, ends) = self.practice;
        plan.practice.criterion_correct = criterion;
        plan.practice.on_fail = if ends { OnFail::End } else { OnFail::GoOn };
        let practice = plan.trials.len() / 2;
        for (place, trial) in (0..).zip(&mut plan.trials) {
            trial.practice = criterion > 0 && (place as usize) < practice;
            trial.block = 1 + place / size;
            trial.attention_check = !trial.practice && place % 3 == 2;
        }
    }
}

fn any_input() -> impl Strategy<Value = Input> {
    let verdict = prop_oneof![
        Just(Verdict::Accept),
        (0_u32..6, "C[0-3]").prop_map(|(index, clause)| Verdict::Reject {
            index,
            reach: Reach::Root,
            reason: Reason::Clause(clause)
        }),
        (0_u32..6).prop_map(|index| Verdict::Reject {
            index,
            reach: Reach::Local,
            reason: Reason::BriefChanged
        }),
    ];
    prop_oneof![
        Just(Input::Presented),
        Just(Input::Tick),
        any::<bool>().prop_map(Input::Consent),
        Just(Input::Proceed),
        (0_u32..4).prop_map(Input::Answer),
        any::<bool>().prop_map(Input::FillerAnswer),
        any::<u32>().prop_map(|decision| Input::OpenDecision(decision % 5)),
        (0_u32..5).prop_map(Input::CloseDecision),
        (any::<u32>(), 0_u32..5, 0_u8..110).prop_map(|(first, last, above_percent)| Input::Scroll {
            first: first % 5,
            last,
            above_percent,
            below_percent: above_percent / 2
        }),
        any_read().prop_map(Input::Read),
        Just(Input::OpenBrief),
        Just(Input::CloseBrief),
        Just(Input::FocusLost),
        Just(Input::FocusGained),
        prop::sample::select(vec![Ignored::Early, Ignored::Held, Ignored::DoubleClick, Ignored::Together])
            .prop_map(Input::PressIgnored),
        any::<i64>().prop_map(Input::ClockJumped),
        (80_u16..=200).prop_map(Input::TextSize),
        any::<(u32, f32, f32)>().prop_map(|(frames, p95_ms, max_ms)| Input::Frames(FrameFacts {
            frames,
            p95_ms,
            max_ms,
            stamp_source: StampSource::Simulated,
            intervals: None,
            display: None,
        })),
        (any::<u32>(), any::<f32>(), any::<Option<f32>>()).prop_map(|(width_px, scale, refresh_hz)| {
            Input::Placed(DisplayFacts { width_px, height_px: width_px / 2, scale, refresh_hz })
        }),
        verdict.prop_map(Input::Verdict),
        (0_u8..7).prop_map(Input::Confidence),
        Just(Input::Resume),
        any_reply().prop_map(Input::Reply),
        any::<bool>().prop_map(|erase| Input::Withdraw { erase }),
    ]
}

fn any_read() -> impl Strategy<Value = Read> {
    let by = prop::sample::select(vec![JumpBy::File, JumpBy::Mark, JumpBy::Search]);
    prop_oneof![
        (0_u32..5, any::<bool>()).prop_map(|(decision, on)| Read::Mark(decision, on)),
        (0_u32..5, any::<bool>()).prop_map(|(decision, on)| Read::Unfold(decision, on)),
        any::<bool>().prop_map(Read::SideBySide),
        any::<bool>().prop_map(Read::Cues),
        any::<bool>().prop_map(Read::Help),
        any::<bool>().prop_map(Read::Search),
        (0_u32..3, 0_u32..5).prop_map(|(letters, hits)| Read::Searched { letters, hits }),
        (0_u32..5, by).prop_map(|(decision, by)| Read::Jump(decision, by)),
    ]
}

fn any_reply() -> impl Strategy<Value = Reply> {
    prop_oneof![
        (0_u32..4).prop_map(Reply::Option),
        (0_u32..5).prop_map(Reply::Point),
        "\\PC{0,9}".prop_map(Reply::Text),
        any::<[u8; 6]>().prop_map(Reply::Ratings),
    ]
}

/// An answer to what is asked.
fn reply(ask: &Ask) -> Reply {
    match ask {
        Ask::Choice { .. } | Ask::TlxPair { .. } => Reply::Option(1),
        Ask::Scale { .. } => Reply::Point(2),
        Ask::Text { .. } => Reply::Text("=1+1".into()),
        Ask::TlxRatings => Reply::Ratings([0, 20, 45, 50, 95, 100]),
    }
}

/// What somebody does who wants to get through.
fn sensible(screen: &Screen, presented: bool, right: bool) -> Input {
    match screen {
        _ if !presented => Input::Presented,
        Screen::Consent { .. } => Input::Consent(true),
        Screen::Question { .. } => Input::Answer(u32::from(!right)),
        Screen::Arithmetic { .. }
        | Screen::TwoBack { .. }
        | Screen::Rest { .. }
        | Screen::Break { ready: false, .. } => Input::Tick,
        Screen::Questionnaire { ask, .. } => Input::Reply(reply(ask)),
        Screen::Review { .. } if right => Input::Verdict(reject(2)),
        Screen::Review { .. } => Input::Verdict(Verdict::Accept),
        Screen::Confidence { timed_out: false, .. } => Input::Confidence(3),
        _ => Input::Proceed,
    }
}

/// A step: how far the clock goes (or back), an arbitrary input, and, mostly, that a sensible one is sent instead.
type Step = (i64, Input, u8);

fn any_steps() -> impl Strategy<Value = Vec<Step>> {
    let forward = prop_oneof![4 => 0_i64..20, 2 => 0_i64..400, 1 => -50_i64..0];
    prop::collection::vec((forward, any_input(), any::<u8>()), 0..120)
}

/// Sends the steps in; calls `check` with the session and its events after each.
fn walk(plan: Plan, steps: Vec<Step>, mut check: impl FnMut(&Session, &Arc<Plan>, &[Stamped<Event>])) {
    let plan = Arc::new(plan);
    let mut session = Session::new(plan.clone(), stimuli(&plan));
    let (mut now, mut events, mut on_display) = (0_u64, vec![], None);
    for (secs, wild, choice) in steps {
        now = now.saturating_add_signed(secs * 1_000_000_000);
        let screen = session.screen();
        let visible = on_display.as_ref() == Some(&screen);
        let input = if choice < 200 { sensible(&screen, visible, choice % 2 == 0) } else { wild };
        match input {
            Input::Presented => on_display = Some(screen),
            Input::Resume => on_display = None,
            _ => {}
        }
        events.extend(session.handle(Stamped { at_nanos: now, value: input }));
        check(&session, &plan, &events);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_state_is_the_replay_of_the_events(plan in any_plan(), steps in any_steps()) {
        walk(plan, steps, |session, plan, events| {
            let replayed = Session::replay(plan.clone(), stimuli(plan), events).expect("own events replay");
            assert_eq!(replayed.state, session.state);
            assert_eq!(replayed.screen(), session.screen());
            assert_eq!(replayed.due(), session.due());
            assert_eq!(replayed.is_over(), session.is_over());
        });
    }

    #[test]
    fn every_prefix_of_the_events_is_a_session_that_can_go_on(plan in any_plan(), steps in any_steps()) {
        let mut all = vec![];
        let shared = Arc::new(plan.clone());
        walk(plan, steps, |_, _, events| all = events.to_vec());
        for length in 0..=all.len() {
            let mut session =
                Session::replay(shared.clone(), stimuli(&shared), &all[..length]).expect("a prefix replays");
            let was_over = session.is_over();
            let events = session.handle(Stamped { at_nanos: 0, value: Input::Resume });
            let resumed = events.iter().any(|event| matches!(event.value, Event::Resumed { .. }));
            assert_eq!(resumed, !session.is_over(), "{events:?}");
            assert!(!was_over || events.is_empty());
        }
    }

    #[test]
    fn stamps_never_decrease_and_due_is_never_past(plan in any_plan(), steps in any_steps()) {
        walk(plan, steps, |session, _, events| {
            assert!(events.is_sorted_by_key(|event| event.at_nanos));
            assert_eq!(session.last_nanos(), events.last().map_or(0, |event| event.at_nanos));
            assert!(session.due().is_none_or(|due| due >= session.last_nanos()));
        });
    }

    #[test]
    fn no_screen_ever_holds_the_truth(plan in any_plan(), steps in any_steps()) {
        walk(plan, steps, |session, _, _| {
            let drawn = format!("{:?}", session.screen());
            assert!(!drawn.contains(TRUTH_MARKER) && !drawn.contains("answer:"), "{drawn}");
        });
    }

    /// The same design with another truth shows the same screens, whatever is done on them: nothing that may be drawn
    /// depends on the truth but what the protocol lets a participant be told of it.
    #[test]
    fn without_feedback_no_screen_depends_on_the_truth(plan in any_plan(), steps in any_steps()) {
        let mut plan = plan;
        plan.feedback = Feedback::Never;
        plan.practice.criterion_correct = 0;
        plan.debrief.own_results = false;
        let mut other = plan.clone();
        for trial in &mut other.trials {
            let planted = Planted {
                error_kind: None,
                clause: Some("C2".into()),
                error_index: 1,
                dependents: None,
                reach: Some(Reach::Local),
            };
            trial.truth.planted = trial.truth.planted.is_none().then_some(planted);
            (trial.truth.unfamiliar, trial.truth.amended) = (2, true);
            // What packs trials into delays may know which are attention checks: that changes when, never what.
            (trial.scenario, trial.variant) = ("another".into(), "another".into());
        }
        let seen = |plan: Plan| {
            let mut screens = vec![];
            walk(plan, steps.clone(), |session, _, events| screens.push((session.screen(), events.len())));
            screens
        };
        prop_assert_eq!(seen(plan), seen(other));
    }

    #[test]
    fn briefs_outstanding_stay_within_the_plan(plan in any_plan(), steps in any_steps()) {
        walk(plan, steps, |session, plan, events| {
            assert!(session.state.queue.waiting.len() <= plan.outstanding_max as usize);
            for event in events {
                if let Event::ReviewShown { outstanding, .. } = event.value {
                    assert!(outstanding < plan.outstanding_max);
                }
            }
        });
    }

    #[test]
    fn no_brief_is_outstanding_between_two_parts(plan in any_plan(), steps in any_steps()) {
        walk(plan, steps, |session, _, _| {
            let between = matches!(
                session.screen(),
                Screen::Break { .. }
                    | Screen::Questionnaire { .. }
                    | Screen::PracticeResult { .. }
                    | Screen::Debrief { .. }
            );
            assert!(!between || session.state.queue.waiting.is_empty());
        });
    }

    #[test]
    fn nothing_is_written_that_cannot_be_read(plan in any_plan(), steps in any_steps()) {
        walk(plan, steps, |_, _, events| {
            if let Some(event) = events.last() {
                let line = serde_json::to_string(event).expect("events are JSON");
                assert_eq!(&serde_json::from_str::<Stamped<Event>>(&line).expect("reads back"), event);
            }
        });
    }

    #[test]
    fn somebody_who_goes_on_gets_to_the_end_and_every_trial_ends_once(
        plan in any_plan(),
        steps in any_steps(),
        right in any::<[bool; 7]>(),
        thinking_secs in prop::sample::select(vec![0_u64, 1, 30, 200, 301]),
    ) {
        let plan = Arc::new(plan);
        let mut events = vec![];
        walk((*plan).clone(), steps, |_, _, so_far| events = so_far.to_vec());
        let mut session = Session::replay(plan.clone(), stimuli(&plan), &events).expect("own events replay");
        let mut now = session.last_nanos();
        for step in 0..2000 {
            if session.is_over() {
                break;
            }
            events.extend(session.handle(Stamped { at_nanos: now, value: Input::Presented }));
            now = match session.screen() {
                Screen::Arithmetic { .. } | Screen::TwoBack { .. } | Screen::Rest { .. } | Screen::Break { ready: false, .. } => {
                    session.due().expect("a filler ends")
                }
                _ => now + thinking_secs * 1_000_000_000,
            };
            let input = sensible(&session.screen(), true, right[step % right.len()]);
            events.extend(session.handle(Stamped { at_nanos: now, value: input }));
        }
        prop_assert!(session.is_over(), "stuck at {:?}", session.screen());
        let broke_off = session.screen() != Screen::Done { ending: Ending::Complete };
        let measured = measure::reviews(&plan, &events);
        let mut ended: Vec<u32> = measured.iter().map(|review| review.trial).collect();
        ended.sort_unstable();
        let once = ended.windows(2).all(|pair| pair[0] < pair[1]);
        prop_assert!(once, "{ended:?}");
        let skipped = |trial: u32| plan.practice.has_criterion() && plan.trials[trial as usize].practice;
        let planned = (0..plan.trials.len() as u32).filter(|trial| !skipped(*trial));
        if !broke_off {
            for trial in planned {
                prop_assert!(ended.binary_search(&trial).is_ok(), "trial {trial} of {ended:?}");
            }
        }
        for review in &measured {
            prop_assert!(review.review_secs <= plan.time_limit_secs);
            prop_assert!(review.timed_out == (review.review_secs == plan.time_limit_secs));
            // Delays are rounded to whole nanoseconds.
            prop_assert!(review.delay_secs >= plan.trials[review.trial as usize].delay_target_secs - 1e-9);
            prop_assert!(review.brief_secs <= review.review_secs);
            prop_assert!(review.first_action_secs.is_none_or(|secs| secs <= review.review_secs));
        }
    }
}
