//! From consent to the end.

use crate::protocol::spec::{Feedback, Filler};
use crate::session::event::Event;
use crate::session::input::{Input, Verdict};
use crate::session::screen::{Again, Ending, Screen};
use crate::session::testing::{Story, consented, plan, reject};

#[test]
fn declining_consent_ends_the_session_at_once() {
    let mut story = Story::of(plan(&[0.0]));
    story.shows(|screen| matches!(screen, Screen::Consent { .. }));
    story.at(3.0).ignores(Input::Proceed).does(Input::Consent(false));
    story.last_is(3.0, consented(false));
    story.shows(|screen| *screen == Screen::Done { ending: Ending::Declined });
    assert!(story.session.is_over());
    story.ignores(Input::Consent(true)).ignores(Input::Resume).ignores(Input::FocusLost);
}

#[test]
fn instructions_are_turned_page_by_page() {
    let mut story = Story::of(plan(&[0.0]));
    story.does(Input::Consent(true));
    story.shows(|screen| matches!(screen, Screen::Instructions { page: 1, pages: 2, .. }));
    story.at(1.0).does(Input::Proceed).last_is(1.0, Event::PageTurned { page: 2 });
    story.shows(|screen| matches!(screen, Screen::Instructions { page: 2, pages: 2, .. }));
    story.at(2.0).does(Input::Proceed).last_is(2.0, Event::InstructionsRead);
    story.shows(|screen| matches!(screen, Screen::Brief { again: None, .. }));
}

#[test]
fn without_instructions_the_first_brief_follows_consent() {
    let mut design = plan(&[0.0]);
    design.instructions.clear();
    let mut story = Story::of(design);
    story.does(Input::Consent(true)).last_is(0.0, Event::InstructionsRead);
    story.shows(|screen| matches!(screen, Screen::Brief { .. }));
}

#[test]
fn a_brief_counts_as_shown_from_its_first_frame_and_cannot_be_left_before() {
    let mut story = Story::begun(plan(&[0.0]));
    story.at(1.0).ignores(Input::Proceed);
    story.at(2.0).sees_it().last_is(2.0, Event::BriefShown { trial: 0 });
    story.at(3.0).ignores(Input::Presented);
    story.at(9.0).does(Input::Proceed).last_is(9.0, Event::BriefRead { trial: 0 });
}

#[test]
fn the_delay_starts_with_the_last_right_answer() {
    let mut story = Story::begun(plan(&[100.0]));
    story.sees_it().does(Input::Proceed);
    story.shows(|screen| matches!(screen, Screen::Question { number: 1, of: 2, .. }));
    story.ignores(Input::Answer(3)).does(Input::Answer(0));
    story.shows(|screen| matches!(screen, Screen::Question { number: 2, of: 2, .. }));
    story.at(20.0).does(Input::Answer(0)).last_is(20.0, Event::FillerStarted);
    assert_eq!(story.count(|event| *event == Event::BriefEnded { trial: 0, passed: true }), 1);
    assert_eq!(story.due_secs(), Some(120.0));
}

#[test]
fn a_wrong_answer_finishes_the_round_and_shows_the_brief_again() {
    let mut story = Story::begun(plan(&[0.0]));
    story.sees_it().does(Input::Proceed).does(Input::Answer(1));
    story.shows(|screen| matches!(screen, Screen::Question { number: 2, .. }));
    story
        .does(Input::Answer(0))
        .shows(|screen| matches!(screen, Screen::Brief { again: Some(Again::Wrong), .. }));
    story.reads_the_brief();
    assert_eq!(story.count(|event| *event == Event::BriefEnded { trial: 0, passed: true }), 1);
    assert_eq!(story.count(|event| *event == Event::BriefShown { trial: 0 }), 2);
}

#[test]
fn after_the_last_failed_round_the_trial_goes_on_and_is_marked() {
    let mut story = Story::begun(plan(&[0.0]));
    for _ in 0..2 {
        story.sees_it().does(Input::Proceed).does(Input::Answer(2)).does(Input::Answer(0));
    }
    story.last_is(0.0, Event::BriefEnded { trial: 0, passed: false });
    story.shows(|screen| matches!(screen, Screen::Review { .. }));
}

#[test]
fn a_brief_without_questions_is_passed_by_reading_it() {
    let mut design = plan(&[0.0]);
    design.trials[0].questions.clear();
    let mut story = Story::begun(design);
    story.sees_it().at(8.0).does(Input::Proceed).last_is(8.0, Event::BriefEnded { trial: 0, passed: true });
}

#[test]
fn a_filler_ends_at_its_very_moment_however_late_the_tick() {
    let mut story = Story::begun(plan(&[100.0]));
    story.at(10.0).reads_the_brief();
    story.at(109.999).ignores(Input::Tick).shows(|screen| matches!(screen, Screen::Arithmetic { .. }));
    story.at(110.4).does(Input::Tick).last_is(110.0, Event::FillerEnded);
    story.shows(|screen| matches!(screen, Screen::Review { .. }));
}

#[test]
fn a_frame_or_an_answer_that_belonged_to_the_filler_is_not_taken_for_the_review() {
    for late in [Input::Presented, Input::FillerAnswer(true)] {
        let mut story = Story::begun(plan(&[100.0]));
        story.reads_the_brief().at(100.2).does(late).last_is(100.0, Event::FillerEnded);
        assert_eq!(story.due_secs(), None, "the review's clock waits for its own first frame");
        story.at(100.3).sees_it().last_is(100.3, Event::ReviewShown { trial: 0, outstanding: 0 });
    }
}

#[test]
fn filler_answers_are_checked_and_each_brings_a_new_problem() {
    let mut story = Story::begun(plan(&[100.0]));
    story.at(1.0).reads_the_brief();
    for number in 0..4 {
        let Screen::Arithmetic { left, right, claimed, problem, .. } = story.session.screen() else {
            panic!("no arithmetic on screen");
        };
        assert_eq!(problem, number);
        let correct = left + right == claimed;
        story.does(Input::FillerAnswer(true));
        story.last_is(1.0, Event::FillerAnswered { problem: number, said: true, correct });
    }
}

#[test]
fn a_resting_filler_asks_nothing() {
    let mut story = Story::begun({
        let mut design = plan(&[100.0]);
        design.filler = Filler::Rest;
        design
    });
    story.reads_the_brief().shows(|screen| matches!(screen, Screen::Rest { .. }));
    story.ignores(Input::FillerAnswer(true));
}

#[test]
fn a_long_delay_is_filled_with_another_trial() {
    let mut story = Story::begun(plan(&[600.0, 10.0]));
    story.at(20.0).reads_the_brief();
    story.shows(|screen| matches!(screen, Screen::Brief { progress, .. } if progress.outstanding == 1));
    story.at(40.0).reads_the_brief().at(50.0).does(Input::Tick);
    story.at(50.1).sees_it().last_is(50.1, Event::ReviewShown { trial: 1, outstanding: 1 });
    story.says(Verdict::Accept).is_sure().last_is(50.1, Event::FillerStarted);
    assert_eq!(story.due_secs(), Some(620.0));
}

#[test]
fn the_session_ends_after_the_last_review() {
    let mut story = Story::begun(plan(&[0.0, 0.0]));
    for trial in 0..2 {
        story.reads_the_brief();
        story.shows(|screen| matches!(screen, Screen::Review { review, progress, .. } if *review == trial && progress.done == trial));
        story.sees_it().says(Verdict::Accept).is_sure();
    }
    story
        .last_is(0.0, Event::SessionEnded)
        .shows(|screen| *screen == Screen::Done { ending: Ending::Complete });
    assert!(story.session.is_over());
}

#[test]
fn feedback_says_whether_a_rejection_met_a_planted_error() {
    for (verdict, trial, right) in
        [(reject(2), 0, true), (Verdict::Accept, 0, false), (reject(1), 1, false), (Verdict::Accept, 1, true)]
    {
        let mut design = plan(&[0.0, 0.0]);
        design.feedback = Feedback::Always;
        let mut story = Story::begun(design);
        for before in 0..trial {
            story.reads_the_brief().sees_it().says(Verdict::Accept).is_sure().does(Input::Proceed);
            assert_eq!(story.count(|event| *event == Event::FeedbackSeen { trial: before }), 1);
        }
        story.reads_the_brief().sees_it().says(verdict).is_sure();
        story.shows(|screen| matches!(screen, Screen::Feedback { correct, .. } if *correct == right));
    }
}

#[test]
fn feedback_can_be_kept_to_practice() {
    let mut design = plan(&[0.0, 0.0]);
    design.feedback = Feedback::Practice;
    design.trials[0].practice = true;
    let mut story = Story::begun(design);
    story.reads_the_brief().sees_it().says(reject(1)).is_sure();
    story.shows(|screen| matches!(screen, Screen::Feedback { progress, .. } if progress.practice));
    story.does(Input::Proceed).reads_the_brief().sees_it().says(Verdict::Accept).is_sure();
    story.last_is(0.0, Event::SessionEnded);
}
