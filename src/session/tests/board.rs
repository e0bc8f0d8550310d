//! The board of agents.

use crate::session::board::Doing::{self, Briefed, Free, Ready, Reviewed, Working};
use crate::session::event::Event;
use crate::session::input::{Input, Verdict};
use crate::session::screen::Screen;
use crate::session::testing::{Story, plan};

/// What every agent on the board is at; none where there is no board.
fn doings(story: &Story) -> Option<Vec<Doing>> {
    let screen = story.session.screen();
    let agents = screen.progress()?.agents.as_ref()?;
    for agent in agents.iter() {
        assert_eq!(agent.title.is_empty(), agent.doing == Free, "a brief has a title");
    }
    Some(agents.iter().map(|agent| agent.doing).collect())
}

#[test]
fn a_tile_says_what_its_agent_is_at() {
    let mut story = Story::begun(plan(&[100.0, 0.0]));
    assert_eq!(doings(&story), Some(vec![Briefed, Free]));
    story.at(20.0).reads_the_brief().sees_it();
    assert_eq!(doings(&story), Some(vec![Working, Briefed]));
    story.at(125.0).reads_the_brief();
    assert_eq!(doings(&story), Some(vec![Reviewed, Ready]));
    story.sees_it().says(Verdict::Accept);
    assert_eq!(doings(&story), Some(vec![Reviewed, Ready]), "it is not over before the confidence");
    story.is_sure();
    assert_eq!(doings(&story), Some(vec![Free, Reviewed]));
    story.sees_it().says(Verdict::Accept).is_sure();
    assert_eq!(doings(&story), None, "the session is over");
}

#[test]
fn a_review_that_falls_due_beside_a_page_is_an_event_and_leaves_the_page() {
    let mut story = Story::begun(plan(&[100.0, 0.0]));
    story.at(20.0).reads_the_brief().sees_it();
    assert_eq!(story.due_secs(), Some(120.0));
    let page = story.session.screen().without_board();
    story.at(121.0).does(Input::Tick).last_is(120.0, Event::ReviewDue { trial: 0 });
    assert_eq!(doings(&story), Some(vec![Ready, Briefed]));
    assert_eq!(story.session.screen().without_board(), page);
    assert_eq!(story.due_secs(), None);
    story.at(122.0).does(Input::Proceed).last_is(122.0, Event::BriefRead { trial: 1 });
}

#[test]
fn an_answer_that_comes_after_it_and_before_the_next_frame_counts() {
    let mut story = Story::begun(plan(&[100.0, 0.0]));
    story.at(20.0).reads_the_brief().sees_it();
    story.at(120.5).does(Input::Proceed).last_is(120.5, Event::BriefRead { trial: 1 });
    assert_eq!(story.count(|event| *event == Event::ReviewDue { trial: 0 }), 1);
}

#[test]
fn whoever_waits_is_shown_the_review_itself() {
    let mut story = Story::begun(plan(&[100.0]));
    story.at(20.0).reads_the_brief();
    assert_eq!(doings(&story), Some(vec![Working, Free]));
    story.at(120.5).does(Input::Tick).last_is(120.0, Event::FillerEnded);
    assert_eq!(doings(&story), Some(vec![Reviewed, Free]));
    assert_eq!(story.count(|event| matches!(event, Event::ReviewDue { .. })), 0);
}

#[test]
fn a_study_of_one_agent_has_no_board_and_one_that_varies_their_number_always_has() {
    let mut alone = plan(&[100.0, 0.0]);
    alone.outstanding_max = 1;
    let mut story = Story::begun(alone.clone());
    story.at(20.0).reads_the_brief();
    assert_eq!(doings(&story), None);
    alone.outstanding_varies = true;
    assert_eq!(doings(&Story::begun(alone)), Some(vec![Briefed]));
    let mut levels = plan(&[0.0, 0.0, 0.0]);
    levels.outstanding_max = 8;
    levels.outstanding_varies = true;
    for (trial, level) in levels.trials.iter_mut().zip([1, 8, 8]) {
        trial.outstanding_max = Some(level);
    }
    let mut story = Story::begun(levels);
    assert_eq!(doings(&story).map(|agents| agents.len()), Some(1));
    story.reads_the_brief().sees_it().says(Verdict::Accept).is_sure();
    assert_eq!(doings(&story).map(|agents| agents.len()), Some(8));
}

#[test]
fn after_a_short_crash_the_board_is_as_it_was_and_what_fell_due_meanwhile_is_ready() {
    let mut story = Story::begun(plan(&[100.0, 0.0]));
    story.at(20.0).reads_the_brief().sees_it().at(130.0).crashes();
    assert_eq!(doings(&story), Some(vec![Ready, Briefed]));
    assert!(matches!(story.session.screen(), Screen::Brief { .. }));
    assert_eq!(story.due_secs(), None);
}

#[test]
fn after_a_long_crash_an_agent_whose_brief_is_given_again_is_free_until_then() {
    let mut story = Story::begun(plan(&[100.0, 0.0]));
    story.at(20.0).reads_the_brief().sees_it().at(300.0).crashes();
    assert_eq!(doings(&story), Some(vec![Free, Briefed]));
    assert!(matches!(story.session.screen(), Screen::Brief { .. }));
}
