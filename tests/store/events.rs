//! Any events that a session might have.

use proptest::prelude::*;
use tightloop::scenario::truth::Reach;
use tightloop::session::event::{Event, StampedEvent};
use tightloop::session::input::{
    Answer, DisplayFacts, FrameFacts, Ignored, Intervals, JumpBy, Reason, StampSource, Stamped, Verdict,
};

/// Any answer with its place.
fn any_answer() -> impl Strategy<Value = (String, Option<u32>, String, Answer)> {
    let answer = prop_oneof![
        "\\PC{0,8}".prop_map(Answer::Code),
        any::<u32>().prop_map(Answer::Point),
        "\\PC{0,40}".prop_map(Answer::Text),
        any::<[u8; 6]>().prop_map(Answer::Ratings),
    ];
    ("[a-z_]{1,8}", prop::option::of(any::<u32>()), "[a-z_]{1,8}", answer)
}

/// Any event.
fn any_event() -> impl Strategy<Value = Event> {
    let trial = 0_u32..4;
    let place = 1_u32..9;
    let display = (any::<u32>(), any::<u32>(), 0.5_f32..4.0, prop::option::of(1.0_f32..500.0)).prop_map(
        |(width_px, height_px, scale, refresh_hz)| DisplayFacts { width_px, height_px, scale, refresh_hz },
    );
    let intervals = (any::<u32>(), 0.0_f32..1e6, any::<u32>()).prop_map(|(count, p50_ms, dropped)| {
        Intervals { count, p50_ms, p95_ms: p50_ms * 2.0, max_ms: p50_ms * 3.0, dropped }
    });
    let follow = (prop::option::of(intervals), prop::option::of(display.clone()));
    let facts = (any::<u32>(), 0.0_f32..1e6, 0.0_f32..1e6, any::<bool>(), follow).prop_map(
        |(frames, p95_ms, max_ms, arrival, (intervals, display))| {
            let stamp_source = if arrival { StampSource::Arrival } else { StampSource::Simulated };
            FrameFacts { frames, p95_ms, max_ms, stamp_source, intervals, display }
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
        (any::<bool>(), "\\PC{0,8}", "[0-9a-f]{0,8}")
            .prop_map(|(agreed, version, text_blake3)| { Event::Consented { agreed, version, text_blake3 } }),
        any_answer().prop_map(|(questionnaire, after_block, item, answer)| Event::Answered {
            questionnaire,
            after_block,
            item,
            answer
        }),
        (any::<u32>(), any::<u32>(), any::<bool>())
            .prop_map(|(round, correct, passed)| Event::PracticeEnded { round, correct, passed }),
        any::<u32>().prop_map(|round| Event::PracticeResultSeen { round }),
        any::<u32>().prop_map(|after_block| Event::BreakStarted { after_block }),
        any::<u32>().prop_map(|after_block| Event::BreakReady { after_block }),
        any::<u32>().prop_map(|after_block| Event::BreakEnded { after_block }),
        Just(Event::DebriefSeen),
        any::<bool>().prop_map(|erase| Event::Withdrawn { erase }),
        prop_oneof![
            Just(Event::InstructionsRead),
            Just(Event::FillerStarted),
            Just(Event::FocusLost),
            Just(Event::FocusGained),
            Just(Event::SessionEnded),
        ],
        (80_u16..=200).prop_map(|percent| Event::TextSized { percent }),
        display.prop_map(|display| Event::WindowPlaced { display }),
        prop::sample::select(vec![Ignored::Early, Ignored::Held, Ignored::DoubleClick, Ignored::Together])
            .prop_map(|why| Event::PressIgnored { why }),
        any::<i64>().prop_map(|by_millis| Event::ClockJumped { by_millis }),
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
        (trial.clone(), place.clone(), place.clone(), 0_u8..101).prop_map(
            |(trial, first, last, above_percent)| Event::Scrolled {
                trial,
                first,
                last,
                above_percent,
                below_percent: 100 - above_percent
            }
        ),
        (trial.clone(), place.clone(), any::<bool>())
            .prop_map(|(trial, decision, on)| Event::DecisionMarked { trial, decision, on }),
        (trial.clone(), place.clone(), any::<bool>())
            .prop_map(|(trial, decision, on)| Event::OutputUnfolded { trial, decision, on }),
        (trial.clone(), any::<bool>()).prop_map(|(trial, on)| Event::HelpShown { trial, on }),
        (trial.clone(), any::<u32>(), any::<u32>()).prop_map(|(trial, letters, hits)| Event::Searched {
            trial,
            letters,
            hits
        }),
        (trial.clone(), place).prop_map(|(trial, decision)| Event::Jumped {
            trial,
            decision,
            by: JumpBy::File
        }),
        (trial.clone(), facts).prop_map(|(trial, facts)| Event::Frames { trial, facts }),
        (trial.clone(), verdict).prop_map(|(trial, verdict)| Event::VerdictGiven { trial, verdict }),
        (trial.clone(), 1_u8..6).prop_map(|(trial, confidence)| Event::ConfidenceGiven { trial, confidence }),
        (prop::option::of(trial.clone()), prop::collection::vec(trial, 0..3))
            .prop_map(|(interrupted, repeated)| Event::Resumed { interrupted, repeated }),
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
