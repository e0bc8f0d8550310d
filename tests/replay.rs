//! A recorded session rebuilds the same screens: after every event, whoever replays the journal stands where the
//! session stood that recorded it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use tightloop::journal;
use tightloop::protocol::{self, plan::Plan};
use tightloop::scenario::Library;
use tightloop::scenario::view::Stimulus;
use tightloop::session::Session;
use tightloop::session::event::{Event, StampedEvent};
use tightloop::session::input::{Answer, Ignored, Input, JumpBy, Read, Reply, Stamped, Verdict};
use tightloop::session::screen::Screen;

/// What brings an event about; time alone, where nobody did anything.
fn input_of(event: &Event) -> Input {
    match event {
        Event::Consented { agreed, .. } => Input::Consent(*agreed),
        Event::PageTurned { .. }
        | Event::InstructionsRead
        | Event::BriefRead { .. }
        | Event::TimeOutSeen { .. }
        | Event::FeedbackSeen { .. } => Input::Proceed,
        Event::BriefShown { .. } | Event::ReviewShown { .. } => Input::Presented,
        Event::QuestionAnswered { option, .. } => Input::Answer(*option),
        Event::FillerAnswered { said, .. } => Input::FillerAnswer(*said),
        Event::DecisionOpened { decision, .. } => Input::OpenDecision(*decision),
        Event::DecisionClosed { decision, .. } => Input::CloseDecision(*decision),
        Event::Scrolled { first, last, above_percent, below_percent, .. } => Input::Scroll {
            first: *first,
            last: *last,
            above_percent: *above_percent,
            below_percent: *below_percent,
        },
        Event::BriefReopened { .. } => Input::OpenBrief,
        Event::BriefClosed { .. } => Input::CloseBrief,
        Event::DecisionMarked { decision, on, .. } => Input::Read(Read::Mark(*decision, *on)),
        Event::OutputUnfolded { decision, on, .. } => Input::Read(Read::Unfold(*decision, *on)),
        Event::SideBySide { on, .. } => Input::Read(Read::SideBySide(*on)),
        Event::CuesShown { on, .. } => Input::Read(Read::Cues(*on)),
        Event::HelpShown { on, .. } => Input::Read(Read::Help(*on)),
        Event::SearchShown { on, .. } => Input::Read(Read::Search(*on)),
        Event::Searched { letters, hits, .. } => {
            Input::Read(Read::Searched { letters: *letters, hits: *hits })
        }
        Event::Jumped { decision, by, .. } => Input::Read(Read::Jump(*decision, *by)),
        Event::FocusLost => Input::FocusLost,
        Event::FocusGained => Input::FocusGained,
        Event::PressIgnored { why } => Input::PressIgnored(*why),
        Event::ClockJumped { by_millis } => Input::ClockJumped(*by_millis),
        Event::Frames { facts, .. } => Input::Frames(*facts),
        Event::VerdictGiven { verdict, .. } => Input::Verdict(verdict.clone()),
        Event::ConfidenceGiven { confidence, .. } => Input::Confidence(*confidence),
        Event::Resumed { .. } => Input::Resume,
        Event::LetterAnswered { .. } => Input::SameLetter,
        Event::TextSized { percent } => Input::TextSize(*percent),
        Event::Withdrawn { erase } => Input::Withdraw { erase: *erase },
        Event::PracticeResultSeen { .. } | Event::DebriefSeen => Input::Proceed,
        _ => Input::Tick,
    }
}

/// What brings `event` about in `live`. A reply is recorded by its option's code and a break's end without its cause:
/// of these the first input is taken that leads to the same event.
fn cause_of(live: &Session, event: &StampedEvent) -> Input {
    let candidates: Vec<Input> = match &event.value {
        Event::Answered { answer: Answer::Code(_), .. } => {
            (0..12).map(|option| Input::Reply(Reply::Option(option))).collect()
        }
        Event::Answered { answer: Answer::Point(point), .. } => vec![Input::Reply(Reply::Point(*point))],
        Event::Answered { answer: Answer::Text(text), .. } => vec![Input::Reply(Reply::Text(text.clone()))],
        Event::Answered { answer: Answer::Ratings(six), .. } => vec![Input::Reply(Reply::Ratings(*six))],
        Event::BreakEnded { .. } => vec![Input::Proceed, Input::Tick],
        other => return input_of(other),
    };
    let leads_there = |input: &&Input| {
        let input = Stamped { at_nanos: event.at_nanos, value: (*input).clone() };
        live.clone().handle(input).first() == Some(event)
    };
    let found = candidates.iter().find(leads_there);
    found.unwrap_or_else(|| panic!("nothing brings about {event:?}")).clone()
}

/// Does again what was done, and replays what was recorded of it, side by side. Gives the screens.
fn assert_rebuilds(plan: &Arc<Plan>, stimuli: &Arc<[Stimulus]>, events: &[StampedEvent]) -> Vec<Screen> {
    let mut live = Session::new(plan.clone(), stimuli.clone());
    let mut screens = vec![live.screen()];
    let mut done = 0;
    while let Some(next) = events.get(done) {
        let made = live.handle(Stamped { at_nanos: next.at_nanos, value: cause_of(&live, next) });
        assert!(!made.is_empty(), "event {} did not come about again: {next:?}", done + 1);
        assert_eq!(events.get(done..done + made.len()), Some(&*made), "from event {}", done + 1);
        for length in done + 1..=done + made.len() {
            let replayed = Session::replay(plan.clone(), stimuli.clone(), &events[..length]);
            let replayed = replayed.unwrap_or_else(|problem| panic!("event {length}: {problem}"));
            if length == done + made.len() {
                assert_eq!(replayed, live, "after event {length}");
                assert_eq!(replayed.screen(), live.screen(), "after event {length}");
                assert_eq!((replayed.due(), replayed.is_over()), (live.due(), live.is_over()));
            }
            screens.push(replayed.screen());
        }
        done += made.len();
    }
    screens
}

#[test]
fn the_example_s_simulated_journals_rebuild_their_screens() {
    let library = Library::with_folder(None).expect("the packs");
    let mut journals: Vec<PathBuf> = Vec::new();
    for folder in std::fs::read_dir("data/example/journals").expect("the example") {
        let files = std::fs::read_dir(folder.expect("a folder").path()).expect("its journals");
        journals.extend(files.map(|file| file.expect("a journal").path()));
    }
    journals.sort();
    assert!(journals.len() >= 8);
    for path in journals {
        let recorded = journal::read(&path).expect("a journal");
        let plan = Arc::new(recorded.header.plan.clone());
        let stimuli: Arc<[_]> = protocol::stimuli(&plan, &library).expect("its stimuli").into();
        let screens = assert_rebuilds(&plan, &stimuli, &recorded.events);
        assert!(screens.iter().any(|screen| matches!(screen, Screen::Review { .. })), "{}", path.display());
    }
}

const PROTOCOL: &str = r#"(
    format: "tightloop-protocol/1",
    id: "every-way",
    title: "Every way of reading",
    language: "en",
    seed: 11,
    participants: 2,
    consent: "Do you agree?",
    instructions: ["One."],
    factors: (delay_secs: (levels: [0, 60]), batch_size: (levels: [2, 3]), outstanding_max: 2),
    trials_per_cell: 1,
    planted_share: 0.5,
    unfamiliar_share: 0.0,
    amended_share: 0.0,
    scenarios: (pool: ["tiny"]),
    filler: rest,
    comprehension: (questions: 1, attempts: 2),
    practice: (trials: 0, delay_secs: 0, batch_size: 2),
    time_limit_secs: 180,
    feedback: never,
)"#;

/// Everything that can be done in a review, a second apart, with a crash in it.
fn every_way() -> Vec<Input> {
    let scroll = |last, below_percent| Input::Scroll { first: 1, last, above_percent: 5, below_percent };
    let read = |read| Input::Read(read);
    vec![
        scroll(2, 0),
        Input::OpenDecision(1),
        scroll(1, 60),
        read(Read::Unfold(1, true)),
        read(Read::Mark(2, true)),
        read(Read::SideBySide(true)),
        read(Read::Help(true)),
        read(Read::Help(false)),
        read(Read::Search(true)),
        read(Read::Searched { letters: 4, hits: 2 }),
        read(Read::Jump(2, JumpBy::Search)),
        Input::FocusLost,
        Input::PressIgnored(Ignored::Held),
        Input::ClockJumped(-60_000),
        Input::Resume,
        Input::Presented,
        read(Read::Jump(1, JumpBy::File)),
        read(Read::Jump(2, JumpBy::Mark)),
        read(Read::Mark(2, false)),
        read(Read::SideBySide(false)),
        Input::OpenBrief,
        Input::CloseBrief,
        read(Read::Unfold(1, false)),
        Input::CloseDecision(1),
        Input::Verdict(Verdict::Accept),
    ]
}

#[test]
fn a_session_that_uses_every_way_of_reading_rebuilds_its_screens() {
    let library = Library::folder(Path::new("tests/fixtures/packs")).expect("the fixture pack");
    let loaded = protocol::parse(PROTOCOL, Path::new("every-way.ron")).expect("a protocol");
    let plan = Arc::new(protocol::draw(&loaded, &library, 0).expect("a plan"));
    let stimuli: Arc<[_]> = protocol::stimuli(&plan, &library).expect("its stimuli").into();
    let mut session = Session::new(plan.clone(), stimuli.clone());
    let (mut now, mut events) = (0_u64, Vec::new());
    let mut does = |session: &mut Session, input| {
        now += 1_000_000_000;
        let made = session.handle(Stamped { at_nanos: now, value: input });
        events.extend(made.iter().cloned());
        assert!(events.len() < 5_000, "the session does not end");
        made.len()
    };
    while !session.is_over() {
        does(&mut session, Input::Presented);
        match session.screen() {
            Screen::Consent { .. } => does(&mut session, Input::Consent(true)),
            Screen::Question { .. } => does(&mut session, Input::Answer(0)),
            Screen::Rest { .. } | Screen::TwoBack { .. } => does(&mut session, Input::Tick),
            Screen::Review { .. } => every_way().into_iter().map(|input| does(&mut session, input)).sum(),
            Screen::Confidence { timed_out: false, .. } => does(&mut session, Input::Confidence(3)),
            _ => does(&mut session, Input::Proceed),
        };
    }
    // As the journal keeps them.
    let lines: Vec<String> =
        events.iter().map(|event| serde_json::to_string(event).expect("events are JSON")).collect();
    let read: Vec<StampedEvent> =
        lines.iter().map(|line| serde_json::from_str(line).expect("and read back")).collect();
    assert_eq!(read, events);
    let screens = assert_rebuilds(&plan, &stimuli, &read);
    let shown = |what: fn(&tightloop::session::screen::Reading) -> bool| {
        screens.iter().any(|screen| matches!(screen, Screen::Review { reading, .. } if what(reading)))
    };
    assert!(shown(|reading| reading.help_open) && shown(|reading| reading.search_open));
    assert!(shown(|reading| reading.side_by_side) && shown(|reading| reading.suspect.contains(&true)));
    assert!(shown(|reading| reading.unfolded.contains(&true)));
}
