//! Reviews that open the sitting after the one in which their brief was given.

use crate::protocol::plan::Plan;
use crate::protocol::sittings::Sittings;
use crate::session::carry;
use crate::session::event::Event;
use crate::session::input::{Input, Verdict};
use crate::session::measure;
use crate::session::screen::{Ending, Screen};
use crate::session::testing::{Story, plan};

const DAY_SECS: f64 = 86_400.0;

/// A trial whose review is the next day's, one without delay, and a second block that is the second sitting's own.
fn two_days() -> Plan {
    let mut plan = plan(&[DAY_SECS, 0.0, 0.0]);
    plan.trials[0].later = true;
    (plan.trials[2].sitting, plan.trials[2].block) = (2, 2);
    plan.outstanding_max = 1;
    plan.sittings = Sittings { count: 3, min_gap_secs: 3_600.0, later_secs: vec![DAY_SECS] };
    plan
}

/// The first day, over at 120 s.
fn first_day() -> Story {
    let mut story = Story::begun(two_days());
    story.at(30.0).reads_the_brief().at(60.0).reads_the_brief();
    story.sees_it().last_is(60.0, Event::ReviewShown { trial: 1, outstanding: 0 });
    story.at(110.0).says(Verdict::Accept).at(120.0).is_sure().last_is(120.0, Event::SessionEnded);
    story
}

#[test]
fn what_is_reviewed_tomorrow_is_waited_for_by_nobody_today() {
    let mut story = first_day();
    let over = Ending::SittingOver { left: 2, least_secs: 3_600 };
    story.shows(|screen| *screen == Screen::Done { ending: over });
    let reviews = measure::reviews(&story.plan, &story.events);
    assert_eq!(reviews.iter().map(|review| review.trial).collect::<Vec<_>>(), [1]);
    assert_eq!(carry::next_plan(&story.plan, &story.events[..9], 0), None, "it did not end");
}

#[test]
fn the_next_day_begins_with_what_was_left_open_and_its_delay_goes_from_brief_to_review() {
    let story = first_day();
    let next = carry::next_plan(&story.plan, &story.events, 90_000_000_000_000).expect("a second day");
    assert_eq!((next.carried.len(), next.carried[0].since_brief_nanos), (1, 89_970_000_000_000));
    let mut story = Story::begun(next);
    story.at(40.0).sees_it().last_is(40.0, Event::ReviewShown { trial: 0, outstanding: 0 });
    story.shows(|screen| matches!(screen, Screen::Review { progress, .. } if progress.of == 2));
    story.at(100.0).says(Verdict::Accept).is_sure().reads_the_brief().sees_it();
    story.last_is(100.0, Event::ReviewShown { trial: 2, outstanding: 0 });
    story.says(Verdict::Accept).is_sure().last_is(100.0, Event::SessionEnded);
    let review = &measure::reviews(&story.plan, &story.events)[0];
    assert_eq!((review.delay_secs, review.comprehension_passed), (90_010.0, true));
    assert!(review.delay_by_wall_clock);
    let third = carry::next_plan(&story.plan, &story.events, 200_000_000_000).expect("a third day");
    let mut story = Story::begun(third);
    story.shows(|screen| *screen == Screen::Done { ending: Ending::Complete });
}

#[test]
fn an_outage_never_has_yesterdays_brief_given_again() {
    let story = first_day();
    let next = carry::next_plan(&story.plan, &story.events, 90_000_000_000_000).expect("a second day");
    let mut story = Story::begun(next);
    story.at(50_000.0).crashes();
    story.last_is(50_000.0, Event::Resumed { interrupted: None, repeated: vec![] });
    story.shows(|screen| matches!(screen, Screen::Review { .. }));
    story.sees_it().at(50_010.0).says(Verdict::Accept);
    assert_eq!(measure::reviews(&story.plan, &story.events)[0].brief_repeats, 0);
}

#[test]
fn who_somebody_is_is_asked_on_the_first_day_only() {
    use crate::protocol::questionnaire::{Choice, Demographic};
    let options = ["a", "b"].map(|code| Choice { code: code.into(), label: code.into() }).to_vec();
    let mut plan = two_days();
    plan.demographics = vec![Demographic { id: "age".into(), text: "Age?".into(), options }];
    let asked = |sitting: u32| {
        let mut story = Story::of(plan.at_sitting(sitting, vec![]));
        story.does(Input::Consent(true));
        matches!(story.session.screen(), Screen::Questionnaire { .. })
    };
    assert_eq!([1, 2].map(asked), [true, false]);
}
