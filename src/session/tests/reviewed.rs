//! What can be done in a review, and its clock.

use crate::scenario::truth::Reach;
use crate::scenario::view::Batch;
use crate::session::Session;
use crate::session::event::Event;
use crate::session::input::{
    DisplayFacts, FrameFacts, Input, Intervals, Reason, StampSource, Stamped, Verdict,
};
use crate::session::screen::Screen;
use crate::session::testing::{Story, plan, reject, stimulus};

/// One review, on the display since second 10.
fn reviewing() -> Story {
    let mut story = Story::begun(plan(&[0.0]));
    story.reads_the_brief().at(10.0).sees_it().last_is(10.0, Event::ReviewShown { trial: 0, outstanding: 0 });
    story
}

const FACTS: FrameFacts = FrameFacts {
    frames: 100,
    p95_ms: 3.0,
    max_ms: 9.0,
    stamp_source: StampSource::Arrival,
    intervals: Some(Intervals { count: 40, p50_ms: 16.7, p95_ms: 17.0, max_ms: 33.3, dropped: 1 }),
    display: Some(DISPLAY),
};

const DISPLAY: DisplayFacts =
    DisplayFacts { width_px: 1920, height_px: 1080, scale: 1.0, refresh_hz: Some(60.0) };

#[test]
fn nothing_can_be_done_before_the_first_frame() {
    let mut story = Story::begun(plan(&[0.0]));
    story.reads_the_brief().at(10.0);
    story
        .ignores(Input::Verdict(Verdict::Accept))
        .ignores(Input::OpenDecision(1))
        .ignores(Input::Frames(FACTS));
    assert_eq!(story.due_secs(), None);
}

#[test]
fn decisions_open_and_close_once() {
    let mut story = reviewing();
    story.does(Input::OpenDecision(2)).last_is(10.0, Event::DecisionOpened { trial: 0, decision: 2 });
    story.shows(|screen| matches!(screen, Screen::Review { open, .. } if **open == [false, true, false]));
    story.ignores(Input::OpenDecision(2)).ignores(Input::CloseDecision(1));
    story
        .ignores(Input::OpenDecision(0))
        .ignores(Input::OpenDecision(4))
        .ignores(Input::OpenDecision(u32::MAX));
    story.does(Input::CloseDecision(2)).last_is(10.0, Event::DecisionClosed { trial: 0, decision: 2 });
    story.shows(|screen| matches!(screen, Screen::Review { open, .. } if **open == [false; 3]));
}

#[test]
fn a_screen_that_is_still_held_does_not_change_under_its_holder() {
    let mut story = reviewing();
    let before = story.session.screen();
    story.does(Input::OpenDecision(1));
    assert!(matches!(before, Screen::Review { open, .. } if *open == [false; 3]));
}

#[test]
fn a_batch_of_ten_thousand_is_shared_and_never_copied() {
    let plan = std::sync::Arc::new(plan(&[0.0]));
    let mut stimulus = stimulus(0);
    let one = stimulus.batch.decisions[0].clone();
    stimulus.batch = std::sync::Arc::new(Batch { decisions: vec![one; 10_000], cues: Vec::new() });
    let batch = stimulus.batch.clone();
    let mut session = Session::new(plan, std::sync::Arc::new([stimulus]));
    let consent = [Input::Consent(true), Input::Proceed, Input::Proceed];
    let opened = (1..=10_000).map(Input::OpenDecision);
    let review = [Input::Presented, Input::Proceed, Input::Presented].into_iter().chain(opened);
    for input in consent.into_iter().chain(review) {
        session.handle(Stamped { at_nanos: 0, value: input });
    }
    let flags = |session: &mut Session, input| {
        session.handle(Stamped { at_nanos: 0, value: input });
        match session.screen() {
            Screen::Review { batch: shown, open, .. } => {
                assert!(std::sync::Arc::ptr_eq(&shown, &batch));
                open
            }
            other => panic!("on screen is {other:?}"),
        }
    };
    let all = flags(&mut session, Input::OpenDecision(10_000));
    assert!(all.iter().all(|open| *open) && all.len() == 10_000);
    let scrolled = flags(&mut session, scroll(3, 9_000));
    assert!(
        std::sync::Arc::ptr_eq(&all, &scrolled),
        "the flags are copied where one of them changes, not before"
    );
    drop((all, scrolled));
    assert!(!flags(&mut session, Input::CloseDecision(77))[76]);
}

#[test]
fn the_brief_opens_and_closes_once() {
    let mut story = reviewing();
    story.ignores(Input::CloseBrief).does(Input::OpenBrief).last_is(10.0, Event::BriefReopened { trial: 0 });
    story.shows(|screen| matches!(screen, Screen::Review { brief_open: true, .. }));
    story.ignores(Input::OpenBrief).does(Input::CloseBrief).last_is(10.0, Event::BriefClosed { trial: 0 });
}

#[test]
fn scrolling_is_recorded_where_something_else_came_into_view() {
    let mut story = reviewing();
    story
        .does(scroll(1, 2))
        .last_is(10.0, Event::Scrolled { trial: 0, first: 1, last: 2, above_percent: 0, below_percent: 0 });
    story.ignores(scroll(1, 2));
    story.ignores(scroll(0, 2));
    story.ignores(scroll(3, 2));
    story.ignores(scroll(2, 4));
    story.does(scroll(2, 3));
}

#[test]
fn focus_is_lost_and_found_once_each() {
    let mut story = reviewing();
    story.ignores(Input::FocusGained).does(Input::FocusLost).ignores(Input::FocusLost);
    story.does(Input::FocusGained).last_is(10.0, Event::FocusGained);
}

#[test]
fn frame_facts_that_json_cannot_hold_are_dropped() {
    let mut story = reviewing();
    story.ignores(Input::Frames(FrameFacts { p95_ms: f32::NAN, ..FACTS }));
    story.ignores(Input::Frames(FrameFacts { max_ms: f32::INFINITY, ..FACTS }));
    let intervals = FACTS.intervals.map(|follow| Intervals { p50_ms: -1.0, ..follow });
    story.ignores(Input::Frames(FrameFacts { intervals, ..FACTS }));
    for display in
        [DisplayFacts { scale: 0.0, ..DISPLAY }, DisplayFacts { refresh_hz: Some(f32::NAN), ..DISPLAY }]
    {
        story.ignores(Input::Frames(FrameFacts { display: Some(display), ..FACTS }));
        story.ignores(Input::Placed(display));
    }
    story.does(Input::Frames(FACTS)).last_is(10.0, Event::Frames { trial: 0, facts: FACTS });
}

#[test]
fn a_verdict_must_name_a_decision_of_the_batch_and_a_clause_of_the_brief() {
    let naming = |index, clause: &str| Verdict::Reject {
        index,
        reach: Reach::Root,
        reason: Reason::Clause(clause.into()),
    };
    let mut story = reviewing();
    for wrong in [naming(0, "C1"), naming(4, "C1"), naming(1, "C9"), naming(1, "")] {
        story.ignores(Input::Verdict(wrong));
    }
    let verdict = Verdict::Reject { index: 3, reach: Reach::Local, reason: Reason::BriefChanged };
    story.says(verdict.clone()).last_is(10.0, Event::VerdictGiven { trial: 0, verdict });
    story.shows(|screen| matches!(screen, Screen::Confidence { timed_out: false, .. }));
    story.ignores(Input::Verdict(Verdict::Accept));
}

#[test]
fn confidence_is_one_to_five() {
    let mut story = reviewing();
    story.says(reject(1)).ignores(Input::Confidence(0)).ignores(Input::Confidence(6)).ignores(Input::Proceed);
    story.does(Input::Confidence(1));
    assert!(story.session.is_over());
}

#[test]
fn the_time_limit_counts_from_the_first_frame_and_has_its_own_stamp() {
    let mut story = reviewing();
    assert_eq!(story.due_secs(), Some(310.0));
    story.at(309.9).ignores(Input::Tick);
    story.at(310.7).does(Input::Tick).last_is(310.0, Event::TimedOut { trial: 0 });
    story.shows(|screen| matches!(screen, Screen::Confidence { timed_out: true, .. }));
    story.at(320.0).ignores(Input::Confidence(3)).does(Input::Proceed);
    assert_eq!(story.count(|event| *event == Event::TimeOutSeen { trial: 0 }), 1);
    assert!(story.session.is_over());
}

#[test]
fn a_verdict_after_the_time_limit_comes_too_late() {
    let mut story = reviewing();
    story.at(310.0).says(reject(2)).last_is(310.0, Event::TimedOut { trial: 0 });
    assert_eq!(story.count(|event| matches!(event, Event::VerdictGiven { .. })), 0);
}

#[test]
fn frame_facts_sent_with_a_late_verdict_are_kept() {
    let mut story = reviewing();
    story.at(311.0).does(Input::Frames(FACTS)).last_is(311.0, Event::Frames { trial: 0, facts: FACTS });
    assert_eq!(story.count(|event| matches!(event, Event::TimedOut { .. })), 1);
}

#[test]
fn a_clock_that_goes_back_is_held() {
    let mut story = reviewing();
    story.at(20.0).does(Input::OpenDecision(1)).at(5.0).does(Input::OpenDecision(2));
    story.last_is(20.0, Event::DecisionOpened { trial: 0, decision: 2 });
    assert_eq!(story.session.last_nanos(), 20_000_000_000);
}

fn scroll(first: u32, last: u32) -> Input {
    Input::Scroll { first, last, above_percent: 0, below_percent: 0 }
}
