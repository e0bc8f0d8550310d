//! What is measured of a review, against a trace written by hand.

use crate::session::event::{Event, StampedEvent};
use crate::session::input::{DisplayFacts, FrameFacts, Ignored, Input, StampSource, Stamped, Verdict};
use crate::session::measure::{Review, reviews};
use crate::session::testing::{Story, plan, reject};

fn trace(events: Vec<(u64, Event)>) -> Vec<StampedEvent> {
    events.into_iter().map(|(secs, value)| Stamped { at_nanos: secs * 1_000_000_000, value }).collect()
}

#[test]
fn a_trace_by_hand() {
    let trial = 1;
    let facts = FrameFacts {
        frames: 9,
        p95_ms: 2.5,
        max_ms: 4.0,
        stamp_source: StampSource::Frame,
        intervals: None,
        display: None,
    };
    let display = DisplayFacts { width_px: 1280, height_px: 800, scale: 1.0, refresh_hz: None };
    let events = trace(vec![
        (10, Event::BriefEnded { trial, passed: false }),
        (15, Event::FocusLost), // before the review: none of its business
        (16, Event::FocusGained),
        (17, Event::WindowPlaced { display }),
        (18, Event::ClockJumped { by_millis: -3_600_000 }), // in the delay: the review's business
        (20, Event::FillerStarted),
        (21, Event::PressIgnored { why: Ignored::Held }), // the filler's
        (98, Event::FillerEnded),
        (99, Event::PressIgnored { why: Ignored::Early }), // the review's, before its first frame
        (100, Event::ReviewShown { trial, outstanding: 3 }),
        (101, Event::Scrolled { trial, first: 1, last: 2, above_percent: 0, below_percent: 0 }),
        (104, Event::DecisionOpened { trial, decision: 2 }),
        (106, Event::BriefReopened { trial }),
        (109, Event::BriefClosed { trial }),
        (110, Event::DecisionClosed { trial, decision: 2 }),
        (111, Event::DecisionOpened { trial, decision: 2 }),
        (112, Event::FocusLost),
        (113, Event::FocusGained),
        (113, Event::PressIgnored { why: Ignored::DoubleClick }),
        (113, Event::ClockJumped { by_millis: 1_500 }),
        (114, Event::WindowPlaced { display }),
        (115, Event::WindowPlaced { display: DisplayFacts { width_px: 1024, ..display } }),
        (120, Event::BriefReopened { trial }), // open when the program dies
        (125, Event::DecisionOpened { trial, decision: 3 }),
        (500, Event::Resumed { interrupted: Some(trial), repeated: vec![] }),
        (501, Event::WindowPlaced { display }), // the window is new, the review not yet on it
        (501, Event::FocusLost),                // and not on the display yet
        (501, Event::FocusGained),
        (502, Event::ReviewShown { trial, outstanding: 3 }),
        (506, Event::BriefReopened { trial }),
        (507, Event::Frames { trial, facts }),
        (510, Event::VerdictGiven { trial, verdict: reject(2) }), // closes the brief as well
        (511, Event::PressIgnored { why: Ignored::Early }),       // the next page's
        (513, Event::ConfidenceGiven { trial, confidence: 4 }),
    ]);
    let expected = Review {
        trial,
        delay_secs: 90.0,
        outstanding: 3,
        verdict: Some(reject(2)),
        timed_out: false,
        confidence: Some(4),
        review_secs: 25.0 + 8.0,
        first_action_secs: Some(4.0),
        brief_reopens: 3,
        brief_secs: 3.0 + 5.0 + 4.0,
        decisions_opened: 2,
        focus_losses: 1,
        frames: Some(facts),
        display_changes: 2,
        presses_ignored: 2,
        clock_jumps: 2,
        interrupted: true,
        brief_repeats: 0,
        delay_by_wall_clock: false,
        comprehension_passed: false,
        ended_at_nanos: 510_000_000_000,
    };
    assert_eq!(reviews(&plan(&[0.0, 0.0]), &events), [expected]);
}

#[test]
fn a_review_without_an_end_is_not_counted() {
    let events = trace(vec![
        (1, Event::BriefEnded { trial: 0, passed: true }),
        (2, Event::ReviewShown { trial: 0, outstanding: 0 }),
    ]);
    assert_eq!(reviews(&plan(&[0.0]), &events), []);
}

#[test]
fn events_of_a_trial_that_the_plan_lacks_are_passed_over() {
    let events = trace(vec![
        (1, Event::BriefEnded { trial: 7, passed: true }),
        (2, Event::ReviewShown { trial: 7, outstanding: 0 }),
        (3, Event::VerdictGiven { trial: 7, verdict: Verdict::Accept }),
    ]);
    assert_eq!(reviews(&plan(&[0.0]), &events), []);
}

#[test]
fn reviews_come_in_the_order_in_which_they_ended() {
    let mut story = Story::begun(plan(&[600.0, 0.0]));
    story.reads_the_brief().reads_the_brief().at(10.0).sees_it().at(17.0).says(Verdict::Accept).is_sure();
    story.at(600.0).does(Input::Tick).at(601.0).sees_it().at(1000.0).does(Input::Tick);
    let reviews = reviews(&story.plan, &story.events);
    assert_eq!(reviews.iter().map(|review| review.trial).collect::<Vec<_>>(), [1, 0]);
    assert_eq!((reviews[0].outstanding, reviews[1].outstanding), (1, 0));
    assert_eq!((reviews[0].first_action_secs, reviews[1].first_action_secs), (Some(7.0), None));
    assert_eq!((reviews[1].review_secs, reviews[1].timed_out, reviews[1].confidence), (300.0, true, None));
    assert_eq!(reviews[1].ended_at_nanos, 901_000_000_000);
}
