//! How each decision was read, from events written by hand.

use crate::session::dwell::{DecisionReading, readings};
use crate::session::event::Event;
use crate::session::input::{Input, JumpBy, Read, Stamped, Verdict};
use crate::session::measure;
use crate::session::screen::Screen;
use crate::session::testing::{Story, plan, reject};

/// What was read of one review of three decisions; milliseconds since its first frame.
fn read(events: Vec<(u64, Event)>) -> Vec<DecisionReading> {
    let trial = 0;
    let around = [
        (0, Event::BriefEnded { trial, passed: true }),
        (1_000_000, Event::ReviewShown { trial, outstanding: 0 }),
    ];
    let inside = events.into_iter().map(|(millis, event)| (1_000_000 + millis, event));
    let events: Vec<_> = around
        .into_iter()
        .chain(inside)
        .map(|(millis, value)| Stamped { at_nanos: millis * 1_000_000, value })
        .collect();
    let mut read = readings(&plan(&[0.0]), &events);
    assert_eq!(read.len(), 1);
    read.remove(0).decisions
}

const TRIAL: u32 = 0;

fn opened(decision: u32) -> Event {
    Event::DecisionOpened { trial: TRIAL, decision }
}

fn closed(decision: u32) -> Event {
    Event::DecisionClosed { trial: TRIAL, decision }
}

fn scrolled(first: u32, last: u32, above_percent: u8, below_percent: u8) -> Event {
    Event::Scrolled { trial: TRIAL, first, last, above_percent, below_percent }
}

fn accepted() -> Event {
    Event::VerdictGiven { trial: TRIAL, verdict: Verdict::Accept }
}

#[test]
fn dwell_is_time_open_in_view_and_is_shared_among_those_open_at_once() {
    let read = read(vec![
        (100, scrolled(1, 2, 0, 0)),
        (1_000, opened(2)),
        (3_000, opened(1)),
        (5_000, opened(3)),
        (6_000, scrolled(2, 3, 0, 0)),
        (8_000, closed(2)),
        (9_000, accepted()),
    ]);
    let dwell: Vec<f64> = read.iter().map(|decision| decision.dwell_secs).collect();
    assert_eq!(dwell, [3.0, 7.0, 3.0]);
    let shared: Vec<f64> = read.iter().map(|decision| decision.dwell_share_secs).collect();
    // 2 alone for 2 s, 1 and 2 for 3 s, 2 and 3 for 2 s, 3 alone for 1 s.
    assert_eq!(shared, [1.5, 4.5, 2.0]);
    let in_view: Vec<f64> = read.iter().map(|decision| decision.in_view_secs).collect();
    assert_eq!(in_view, [5.9, 8.9, 3.0]);
    let order: Vec<Option<u32>> = read.iter().map(|decision| decision.order).collect();
    assert_eq!(order, [Some(2), Some(1), Some(3)]);
    assert_eq!((read[2].opened_first_secs, read[2].in_view_first_secs), (Some(5.0), Some(6.0)));
}

#[test]
fn time_away_behind_the_page_of_keys_or_after_a_crash_is_nobodys() {
    let read = read(vec![
        (0, scrolled(1, 1, 0, 0)),
        (0, opened(1)),
        (1_000, Event::FocusLost),
        (4_000, Event::FocusGained),
        (5_000, Event::HelpShown { trial: TRIAL, on: true }),
        (9_000, Event::HelpShown { trial: TRIAL, on: false }),
        (10_000, Event::Frames { trial: TRIAL, facts: facts() }),
        (70_000, Event::Resumed { interrupted: Some(TRIAL), repeated: vec![] }),
        (71_000, Event::ReviewShown { trial: TRIAL, outstanding: 0 }),
        (72_000, scrolled(1, 1, 0, 0)),
        (74_000, accepted()),
    ]);
    assert_eq!(read[0].dwell_secs, 5.0, "1 + 1 + 1 before the crash, 2 after it");
    assert_eq!((read[0].times_in_view, read[0].revisits), (2, 1));
}

fn facts() -> crate::session::input::FrameFacts {
    let stamp_source = crate::session::input::StampSource::Simulated;
    crate::session::input::FrameFacts {
        frames: 1,
        p95_ms: 1.0,
        max_ms: 1.0,
        stamp_source,
        intervals: None,
        display: None,
    }
}

#[test]
fn what_is_scrolled_past_is_not_seen_and_what_is_seen_adds_up() {
    let read = read(vec![
        (0, scrolled(1, 1, 0, 0)),
        (1_000, opened(1)),
        // Opened, it is taller than the display; that is told a little later.
        (1_100, scrolled(1, 1, 0, 70)),
        (3_000, scrolled(1, 1, 20, 50)),
        (3_200, scrolled(1, 2, 60, 0)),
        (4_000, accepted()),
    ]);
    // 0 to 30 and 60 to 100; 20 to 50 was in view for 0.2 s only.
    assert_eq!(read[0].seen_percent, Some(70));
    assert_eq!(read[1].seen_percent, None, "never open");
}

#[test]
fn coming_back_counts_as_a_revisit() {
    let read = read(vec![
        (0, scrolled(1, 2, 0, 0)),
        (0, opened(1)),
        (1_000, scrolled(2, 3, 0, 0)),
        (2_000, scrolled(1, 2, 0, 0)),
        (3_000, closed(1)),
        (4_000, opened(1)),
        (5_000, accepted()),
    ]);
    assert_eq!((read[0].revisits, read[0].times_opened, read[0].times_in_view), (2, 2, 2));
    assert_eq!((read[1].revisits, read[2].times_in_view), (0, 1));
}

#[test]
fn marks_and_jumps_are_told_and_a_mark_taken_back_is_no_mark() {
    let mark = |decision, on| Event::DecisionMarked { trial: TRIAL, decision, on };
    let jumped = |decision, by| Event::Jumped { trial: TRIAL, decision, by };
    let read = read(vec![
        (1_000, mark(2, true)),
        (2_000, mark(3, true)),
        (3_000, mark(3, false)),
        (4_000, jumped(2, JumpBy::Mark)),
        (5_000, jumped(2, JumpBy::Search)),
        (6_000, jumped(3, JumpBy::File)),
        (7_000, Event::VerdictGiven { trial: TRIAL, verdict: reject(2) }),
    ]);
    let marked: Vec<_> = read.iter().map(|decision| (decision.suspect, decision.times_marked)).collect();
    assert_eq!(marked, [(false, 0), (true, 1), (false, 1)]);
    assert_eq!((read[1].jumps, read[2].jumps), ([0, 1, 1], [1, 0, 0]));
    assert_eq!((read[1].named, read[2].named, read[1].marked_first_secs), (true, false, Some(1.0)));
}

/// In the review of the first trial, at second 10.
fn reviewing() -> Story {
    let mut story = Story::begun(plan(&[0.0, 0.0]));
    story.reads_the_brief().at(10.0).sees_it();
    story
}

#[test]
fn marks_outputs_and_panels_are_on_the_screen_once_they_were_done() {
    let mut story = reviewing();
    for (read, again) in [
        (Read::Mark(2, true), Read::Mark(2, true)),
        (Read::Unfold(3, true), Read::Unfold(3, true)),
        (Read::SideBySide(true), Read::SideBySide(true)),
        (Read::Help(true), Read::Help(true)),
        (Read::Search(true), Read::Search(true)),
    ] {
        let before = story.events.len();
        story.does(Input::Read(read));
        assert_eq!(story.events.len(), before + 1, "{read:?}");
        story.ignores(Input::Read(again));
    }
    story.shows(|screen| match screen {
        Screen::Review { reading, .. } => {
            *reading.suspect == [false, true, false]
                && *reading.unfolded == [false, false, true]
                && (reading.side_by_side, reading.help_open, reading.search_open) == (true, true, true)
        }
        _ => false,
    });
    story.ignores(Input::Read(Read::Cues(true)));
    story.ignores(Input::Read(Read::Mark(4, true))).ignores(Input::Read(Read::Jump(0, JumpBy::File)));
    story.ignores(Input::Read(Read::Searched { letters: 0, hits: 1 }));
    story.ignores(Input::Read(Read::Searched { letters: 2, hits: 4 }));
}

#[test]
fn side_by_side_holds_for_the_session_and_marks_for_the_review() {
    let mut story = reviewing();
    story.does(Input::Read(Read::SideBySide(true))).does(Input::Read(Read::Mark(1, true)));
    story.says(Verdict::Accept).is_sure().reads_the_brief().sees_it();
    story.shows(|screen| match screen {
        Screen::Review { review: 1, reading, .. } => {
            reading.side_by_side && reading.suspect.iter().all(|mark| !mark)
        }
        _ => false,
    });
}

#[test]
fn a_crash_takes_panels_away_and_leaves_marks() {
    let mut story = reviewing();
    story.does(Input::Read(Read::Mark(1, true))).does(Input::Read(Read::Help(true)));
    story.crashes().at(60.0).sees_it();
    story.shows(|screen| match screen {
        Screen::Review { reading, .. } => reading.suspect[0] && !reading.help_open,
        _ => false,
    });
}

#[test]
fn both_folds_end_the_same_reviews() {
    let mut story = reviewing();
    story.does(Input::OpenDecision(1)).at(20.0).says(Verdict::Accept).is_sure();
    story.reads_the_brief().sees_it().at(500.0).does(Input::Tick);
    let read: Vec<u32> = readings(&story.plan, &story.events).iter().map(|review| review.trial).collect();
    let measured = measure::reviews(&story.plan, &story.events);
    assert_eq!(read, measured.iter().map(|review| review.trial).collect::<Vec<_>>());
    assert_eq!(read.len(), 2);
}
