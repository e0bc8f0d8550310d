//! How large everything is drawn is the participant's choice: recorded, and kept over a restart.

use crate::session::Session;
use crate::session::event::Event;
use crate::session::input::Input;
use crate::session::testing::{Story, plan, stimuli};

#[test]
fn another_size_is_recorded_once_and_lasts() {
    let mut story = Story::of(plan(&[0.0]));
    assert_eq!(story.session.text_percent(), 100);
    story.ignores(Input::TextSize(100)).ignores(Input::TextSize(79)).ignores(Input::TextSize(201));
    story.does(Input::TextSize(150)).ignores(Input::TextSize(150));
    story.does(Input::Consent(true)).does(Input::TextSize(200)).does(Input::TextSize(80));
    let sizes: Vec<u16> = story
        .events
        .iter()
        .filter_map(|event| match event.value {
            Event::TextSized { percent } => Some(percent),
            _ => None,
        })
        .collect();
    assert_eq!(sizes, [150, 200, 80]);
    let again = Session::replay(story.plan.clone(), stimuli(&story.plan), &story.events).unwrap();
    assert_eq!(again.text_percent(), 80, "a session that goes on keeps it");
}
