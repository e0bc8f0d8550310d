//! Crashes, restarts and journals that do not fit.

use crate::session::Session;
use crate::session::event::Event;
use crate::session::input::{Input, Stamped, Verdict};
use crate::session::measure;
use crate::session::screen::{Again, Ending, Screen};
use crate::session::testing::{Story, consented, plan, reject, stimuli};

fn resumed(interrupted: Option<u32>, repeated: &[u32]) -> Event {
    Event::Resumed { interrupted, repeated: repeated.to_vec() }
}

#[test]
fn an_interrupted_review_is_shown_again_and_its_clock_leaves_the_gap_out() {
    let mut story = Story::begun(plan(&[0.0]));
    story.reads_the_brief().at(10.0).sees_it();
    story.at(40.0).does(Input::OpenDecision(2)).does(Input::OpenBrief);
    story.at(1000.0).crashes().last_is(1000.0, resumed(Some(0), &[]));
    story.shows(
        |screen| matches!(screen, Screen::Review { resumed: true, brief_open: false, open, .. } if open[1]),
    );
    assert_eq!(story.due_secs(), None, "the clock stands until the review is on the display");
    story.at(1005.0).ignores(Input::Verdict(Verdict::Accept));
    story.sees_it().last_is(1005.0, Event::ReviewShown { trial: 0, outstanding: 0 });
    story.ignores(Input::Presented);
    assert_eq!(story.due_secs(), Some(1005.0 + 300.0 - 30.0));
    story.at(1010.0).says(reject(2));
    let reviews = measure::reviews(&story.plan, &story.events);
    assert_eq!(reviews.len(), 1);
    assert!(reviews[0].interrupted);
    assert_eq!(reviews[0].review_secs, 35.0);
    assert_eq!(reviews[0].delay_secs, 10.0, "the delay ended with the first of the first frames");
}

#[test]
fn the_time_limit_holds_for_the_visible_segments_together() {
    let mut story = Story::begun(plan(&[0.0]));
    story.reads_the_brief().sees_it().at(200.0).does(Input::OpenDecision(1));
    story.at(500.0).crashes().at(600.0).sees_it().at(650.0).does(Input::OpenDecision(2));
    story.at(900.0).crashes().at(901.0).sees_it().at(2000.0).does(Input::Tick);
    story.last_is(951.0, Event::TimedOut { trial: 0 });
    assert_eq!(measure::reviews(&story.plan, &story.events)[0].review_secs, 300.0);
}

#[test]
fn a_short_outage_before_the_first_frame_interrupts_no_review() {
    let mut story = Story::begun(plan(&[0.0]));
    story.reads_the_brief().at(5.0).crashes().last_is(5.0, resumed(None, &[]));
    story.shows(|screen| matches!(screen, Screen::Review { resumed: false, .. }));
    story.at(6.0).sees_it().says(Verdict::Accept);
    let review = &measure::reviews(&story.plan, &story.events)[0];
    assert!(!review.interrupted && review.delay_by_wall_clock);
    assert_eq!((review.delay_secs, review.brief_repeats), (6.0, 0));
}

#[test]
fn an_outage_that_makes_a_delay_another_one_has_the_brief_given_again() {
    let mut story = Story::begun(plan(&[0.0]));
    story.reads_the_brief().at(50.0).crashes().last_is(50.0, resumed(None, &[0]));
    story.shows(again);
    story.at(60.0).reads_the_brief().last_is(60.0, Event::BriefEnded { trial: 0, passed: true });
    story.at(61.0).sees_it().says(Verdict::Accept).is_sure();
    story.shows(|screen| matches!(screen, Screen::Done { ending: Ending::Complete }));
    let reviews = measure::reviews(&story.plan, &story.events);
    assert_eq!(reviews.len(), 1);
    assert_eq!((reviews[0].delay_secs, reviews[0].brief_repeats), (1.0, 1));
    assert!(!reviews[0].interrupted && !reviews[0].delay_by_wall_clock, "the new delay is the clock's own");
}

/// The brief of an interrupted trial.
fn again(screen: &Screen) -> bool {
    matches!(screen, Screen::Brief { again: Some(Again::Interrupted), .. })
}

#[test]
fn of_the_briefs_that_wait_those_are_given_again_whose_delay_is_over_by_too_much() {
    // Due at 100 s and at 600 s, give or take a fifth.
    let mut story = Story::begun(plan(&[100.0, 600.0]));
    story.reads_the_brief().reads_the_brief();
    story.at(300.0).crashes().last_is(300.0, resumed(None, &[0]));
    story.shows(again);
    story.at(310.0).reads_the_brief();
    story.at(409.0).does(Input::Tick).shows(|screen| matches!(screen, Screen::Arithmetic { .. }));
    story
        .at(410.0)
        .does(Input::Tick)
        .sees_it()
        .last_is(410.0, Event::ReviewShown { trial: 0, outstanding: 1 });
    story.at(420.0).says(Verdict::Accept).is_sure();
    story.at(600.0).does(Input::Tick).sees_it().says(Verdict::Accept);
    let reviews = measure::reviews(&story.plan, &story.events);
    let kept: Vec<_> = reviews.iter().map(|one| (one.delay_secs, one.brief_repeats)).collect();
    assert_eq!(kept, [(100.0, 1), (600.0, 0)]);
    assert!(!reviews[0].delay_by_wall_clock && reviews[1].delay_by_wall_clock);
}

#[test]
fn while_an_interrupted_review_goes_on_the_others_wait_for_their_briefs() {
    let mut story = Story::begun(plan(&[100.0, 0.0]));
    story.reads_the_brief().reads_the_brief().at(1.0).sees_it().at(10.0).does(Input::OpenDecision(1));
    story.at(900.0).crashes().last_is(900.0, resumed(Some(1), &[0]));
    story.shows(|screen| matches!(screen, Screen::Review { resumed: true, review: 1, .. }));
    story.sees_it().last_is(900.0, Event::ReviewShown { trial: 1, outstanding: 0 });
    story.at(910.0).says(Verdict::Accept).is_sure().shows(again);
}

#[test]
fn a_brief_that_was_being_read_is_given_again_from_its_beginning() {
    let mut story = Story::begun(plan(&[600.0]));
    story.sees_it().does(Input::Proceed).at(10.0).does(Input::Answer(0));
    story.at(100.0).crashes().last_is(100.0, resumed(None, &[]));
    story.shows(|screen| matches!(screen, Screen::Question { number: 2, .. }));
    story.at(300.0).crashes().last_is(300.0, resumed(None, &[0])).shows(again);
    story.sees_it().at(301.0).crashes().last_is(301.0, resumed(None, &[0])).shows(again);
    story.reads_the_brief();
    assert_eq!(story.count(|event| matches!(event, Event::QuestionAnswered { .. })), 3);
    story.at(901.0).does(Input::Tick).sees_it().says(Verdict::Accept);
    let review = &measure::reviews(&story.plan, &story.events)[0];
    assert_eq!((review.delay_secs, review.brief_repeats), (600.0, 2));
}

#[test]
fn a_journal_from_before_briefs_were_given_again_still_replays() {
    let line = r#"{"type":"resumed","interrupted":null}"#;
    assert_eq!(serde_json::from_str::<Event>(line).expect("an event"), resumed(None, &[]));
    assert_eq!(serde_json::to_string(&resumed(None, &[])).expect("JSON"), line);
    let mut story = Story::begun(plan(&[0.0]));
    story.reads_the_brief();
    story.events.push(Stamped { at_nanos: 50_000_000_000, value: resumed(None, &[]) });
    story.session = story.replayed();
    story.shows(|screen| matches!(screen, Screen::Review { .. }));
}

#[test]
fn a_brief_that_cannot_be_given_again_is_refused() {
    let plan = std::sync::Arc::new(plan(&[0.0]));
    let events = [consented(true), resumed(None, &[0])].map(|value| Stamped { at_nanos: 1, value });
    assert!(Session::replay(plan.clone(), stimuli(&plan), &events).is_err());
}

#[test]
fn two_crashes_in_a_row_are_both_recorded() {
    let mut story = Story::begun(plan(&[0.0]));
    story.reads_the_brief().sees_it().at(10.0).does(Input::OpenDecision(1));
    story.at(20.0).crashes().at(30.0).crashes().last_is(30.0, resumed(Some(0), &[]));
    story.at(40.0).sees_it().at(45.0).says(Verdict::Accept);
    assert_eq!(measure::reviews(&story.plan, &story.events)[0].review_secs, 15.0);
}

#[test]
fn a_brief_is_shown_again_after_a_crash() {
    let mut story = Story::begun(plan(&[0.0]));
    story.sees_it().at(30.0).crashes().at(31.0).sees_it().last_is(31.0, Event::BriefShown { trial: 0 });
}

#[test]
fn a_filler_whose_time_was_up_during_a_crash_is_over() {
    let mut story = Story::begun(plan(&[100.0]));
    story.reads_the_brief().at(110.0).crashes().last_is(110.0, Event::FillerEnded);
    story.shows(|screen| matches!(screen, Screen::Review { resumed: false, .. }));
}

#[test]
fn what_a_torn_journal_lost_of_one_input_s_events_comes_back() {
    let mut story = Story::begun(plan(&[100.0]));
    story.at(20.0).reads_the_brief();
    let whole = story.events.clone();
    let tail = [
        Event::QuestionAnswered { trial: 0, question: 1, option: 0, correct: true },
        Event::BriefEnded { trial: 0, passed: true },
        Event::FillerStarted,
    ];
    assert!(whole[whole.len() - 3..].iter().map(|event| &event.value).eq(&tail));
    for lost in 1..=2 {
        story.events = whole[..whole.len() - lost].to_vec();
        story.at(25.0).crashes();
        story.last_is(25.0, resumed(None, &[]));
        story.events.pop();
        assert_eq!(story.events, whole, "what was owed has the moment at which it was owed");
    }
}

#[test]
fn an_event_that_cannot_have_happened_is_refused_by_number() {
    let plan = std::sync::Arc::new(plan(&[0.0]));
    let replay = |events: &[Event]| {
        let stamped = |event: &Event| Stamped { at_nanos: 7, value: event.clone() };
        let events: Vec<_> = events.iter().map(stamped).collect();
        Session::replay(plan.clone(), stimuli(&plan), &events)
            .map(|_| ())
            .map_err(|problem| problem.to_string())
    };
    assert_eq!(replay(&[consented(true)]), Ok(()));
    let refused = replay(&[consented(true), Event::FeedbackSeen { trial: 0 }]).unwrap_err();
    assert!(refused.starts_with("event 2 (FeedbackSeen { trial: 0 } at 7 ns) does not fit"), "{refused}");
    let after_the_end = replay(&[consented(false), Event::FocusLost]).unwrap_err();
    assert!(after_the_end.starts_with("event 2 "), "{after_the_end}");
}

#[test]
fn stamps_that_decrease_are_refused() {
    let plan = std::sync::Arc::new(plan(&[0.0]));
    let events =
        [Stamped { at_nanos: 9, value: consented(true) }, Stamped { at_nanos: 8, value: Event::FocusLost }];
    assert!(Session::replay(plan.clone(), stimuli(&plan), &events).is_err());
}

#[test]
fn stimuli_must_match_the_plan() {
    let plan = std::sync::Arc::new(plan(&[0.0, 0.0]));
    let refused = Session::replay(plan, std::sync::Arc::new([]), &[]).map(|_| ()).unwrap_err().to_string();
    assert!(refused.starts_with("the plan has 2 trials, but 0 stimuli came with it"), "{refused}");
}
