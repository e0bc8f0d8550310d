//! The 2-back filler.

use super::super::event::{Event, LetterOutcome};
use super::super::input::Input;
use super::super::screen::Screen;
use super::super::testing::{Story, plan};
use crate::protocol::plan::Plan;
use crate::protocol::spec::Filler;

fn letters(delay_secs: f64) -> Plan {
    let mut plan = plan(&[delay_secs]);
    plan.filler = Filler::TwoBack;
    plan
}

/// What is on the display: the letter and whether it was answered.
fn shown(story: &Story) -> (Option<char>, bool) {
    match story.session.screen() {
        Screen::TwoBack { letter, answered, .. } => (letter, answered),
        other => panic!("no letters on {other:?}"),
    }
}

#[test]
fn a_letter_stays_for_two_seconds_and_the_next_comes_after_half_a_second() {
    let mut story = Story::begun(letters(100.0));
    story.at(10.0).reads_the_brief();
    let (first, _) = shown(&story);
    assert!(first.is_some());
    assert_eq!(story.due_secs(), Some(12.0));
    story.at(12.0).does(Input::Tick).last_is(12.0, Event::LetterHidden { run: 0, place: 0 });
    assert_eq!((shown(&story), story.due_secs()), ((None, false), Some(12.5)));
    story.at(12.5).does(Input::Tick);
    assert!(shown(&story).0.is_some());
    assert_eq!(story.due_secs(), Some(14.5));
}

#[test]
fn each_letter_ends_as_a_hit_an_omission_a_false_alarm_or_a_correct_rejection() {
    let mut story = Story::begun(letters(200.0));
    story.at(0.0).reads_the_brief();
    let mut seen = Vec::new();
    let mut outcomes = std::collections::BTreeSet::new();
    for place in 0..40_u32 {
        let start = 2.5 * f64::from(place);
        let letter = shown(&story).0.unwrap();
        let same = seen.len() >= 2 && seen[seen.len() - 2] == letter;
        seen.push(letter);
        // Every second letter is answered, in the gap after it and twice: that counts, once.
        let answers = place % 2 == 0;
        if answers {
            story.at(start + 2.2).does(Input::SameLetter);
            story.last_is(start + 2.2, Event::LetterAnswered { run: 0, place, correct: same });
            story.ignores(Input::SameLetter);
            assert_eq!(shown(&story), (None, true));
        }
        let outcome = match (same, answers) {
            (true, true) => LetterOutcome::Hit,
            (true, false) => LetterOutcome::Omission,
            (false, true) => LetterOutcome::FalseAlarm,
            (false, false) => LetterOutcome::CorrectRejection,
        };
        outcomes.insert(format!("{outcome:?}"));
        story.at(start + 2.5).does(Input::Tick);
        let ended = |event: &&crate::session::event::StampedEvent| {
            event.value == Event::LetterEnded { run: 0, place, outcome }
        };
        assert_eq!(story.events.iter().filter(ended).count(), 1, "{place}: {outcome:?}");
    }
    assert_eq!(outcomes.len(), 4, "{outcomes:?}");
}

#[test]
fn a_letter_that_could_not_end_before_the_review_is_not_shown() {
    let mut story = Story::begun(letters(6.0));
    story.at(0.0).reads_the_brief().at(5.0).does(Input::Tick);
    assert_eq!((shown(&story), story.due_secs()), ((None, false), Some(6.0)));
    story.ignores(Input::SameLetter);
    story.at(6.0).does(Input::Tick).last_is(6.0, Event::FillerEnded);
}

#[test]
fn after_a_crash_the_letters_begin_anew() {
    let mut story = Story::begun(letters(100.0));
    story.at(0.0).reads_the_brief().at(30.0).does(Input::SameLetter);
    story.at(50.0).crashes();
    let first = |event: &crate::session::event::StampedEvent| {
        matches!(event.value, Event::LetterShown { place: 0, .. })
    };
    assert_eq!(story.events.iter().filter(|event| first(event)).count(), 2);
    assert_eq!(story.due_secs(), Some(52.0));
}
