//! Somebody who answers at once, somebody who never does, and presses that do not count.

use crate::session::event::Event;
use crate::session::input::{Ignored, Input, Verdict};
use crate::session::measure;
use crate::session::screen::{Ending, Screen};
use crate::session::testing::{Story, plan};

#[test]
fn a_verdict_within_a_tenth_of_a_second_is_kept_as_it_is() {
    let mut story = Story::begun(plan(&[0.0]));
    story.reads_the_brief().at(10.0).sees_it().at(10.06).says(Verdict::Accept).is_sure();
    let review = &measure::reviews(&story.plan, &story.events)[0];
    assert!((review.review_secs - 0.06).abs() < 1e-9);
    assert_eq!(review.first_action_secs, Some(review.review_secs), "the verdict was the first thing done");
    assert_eq!((review.decisions_opened, &review.verdict), (0, &Some(Verdict::Accept)));
    assert!(story.session.is_over());
}

/// Reviews end by themselves; pages that are read wait for ever, with no clock running on them.
#[test]
fn somebody_who_never_answers_runs_out_of_time_and_is_waited_for() {
    let mut story = Story::begun(plan(&[0.0, 40.0]));
    story.reads_the_brief().at(5.0).sees_it();
    story.at(3_600.0).does(Input::Tick).last_is(305.0, Event::TimedOut { trial: 0 });
    story.shows(|screen| matches!(screen, Screen::Confidence { timed_out: true, .. }));
    assert_eq!(story.due_secs(), None, "nothing happens any more until somebody comes");
    story.at(7_200.0).ignores(Input::Tick).does(Input::Proceed);
    story.shows(|screen| matches!(screen, Screen::Brief { .. }));
    assert_eq!(story.due_secs(), None);

    // Away again after the brief: the delay ends, and the review begins and ends without anybody.
    story.reads_the_brief().at(7_240.0).does(Input::Tick).last_is(7_240.0, Event::FillerEnded);
    story.at(7_241.0).sees_it().at(9_999.0).does(Input::Tick);
    story.last_is(7_541.0, Event::TimedOut { trial: 1 });
    story.does(Input::Proceed).shows(|screen| *screen == Screen::Done { ending: Ending::Complete });

    let reviews = measure::reviews(&story.plan, &story.events);
    for (review, delay_secs) in reviews.iter().zip([5.0, 41.0]) {
        assert!(review.timed_out && review.verdict.is_none() && review.confidence.is_none());
        assert_eq!((review.review_secs, review.first_action_secs), (300.0, None));
        assert_eq!(review.delay_secs, delay_secs);
    }
    assert_eq!(reviews.len(), 2);
}

/// With two briefs outstanding, the second review of an absent person waits behind the page that the first one left,
/// and its delay says for how long.
#[test]
fn a_review_that_waited_for_somebody_says_so_in_its_delay() {
    let mut story = Story::begun(plan(&[300.0, 100.0]));
    story.reads_the_brief().at(60.0).reads_the_brief();
    story.at(160.0).does(Input::Tick).sees_it();
    story.last_is(160.0, Event::ReviewShown { trial: 1, outstanding: 1 });
    story.at(5_000.0).does(Input::Tick).last_is(460.0, Event::TimedOut { trial: 1 });
    story.does(Input::Proceed).at(5_001.0).sees_it();
    story.last_is(5_001.0, Event::ReviewShown { trial: 0, outstanding: 0 });
    story.says(Verdict::Accept);
    let reviews = measure::reviews(&story.plan, &story.events);
    assert_eq!(reviews[1].delay_secs, 5_001.0, "planned were 300 s");
}

#[test]
fn presses_that_do_not_count_are_written_down_and_move_nothing() {
    let strange = || {
        [
            Input::PressIgnored(Ignored::Early),
            Input::PressIgnored(Ignored::Held),
            Input::PressIgnored(Ignored::DoubleClick),
            Input::PressIgnored(Ignored::Together),
        ]
    };
    let mut story = Story::of(plan(&[0.0]));
    for input in strange().into_iter().chain([Input::FocusLost, Input::FocusGained]) {
        story.ignores(input);
    }
    story.does(Input::Consent(true)).does(Input::Proceed).does(Input::Proceed);
    story.reads_the_brief().at(10.0).sees_it();
    for (many, input) in (1..).zip(strange()) {
        let before = story.session.screen();
        story.does(input);
        assert_eq!(story.session.screen(), before);
        let written = |event: &Event| matches!(event, Event::PressIgnored { .. });
        assert_eq!(story.count(written), many);
    }
    story.says(Verdict::Accept).is_sure();
    assert!(story.session.is_over());
    story.ignores(Input::PressIgnored(Ignored::Early));
}
