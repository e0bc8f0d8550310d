//! Someone at the keyboard, with or without a mouse. Reads the screen, presses keys, clicks where the buttons are.

use crate::display::{Display, HEIGHT, WIDTH};
use crate::language::{Sighting, kind, whole};
use crate::sitting::{Sitting, wait_for};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use std::time::{Duration, Instant};
use tightloop::app::strings::ENGLISH;
use tightloop::app::{participant, theme};
use tightloop::protocol::tlx::TlxScale;
use tightloop::scenario::truth::Reach;
use tightloop::session::event::Event;
use tightloop::session::screen::{Ask, Ending, OwnResults, Screen};

pub(crate) const ENTER: u32 = 0xff0d;
pub(crate) const ESCAPE: u32 = 0xff1b;
pub(crate) const SPACE: u32 = 0x20;
const DOWN: u32 = 0xff54;
const HOME: u32 = 0xff50;

/// Between two actions: quicker than a person, slower than a key that bounces.
const PAUSE: Duration = Duration::from_millis(120);
/// An answer that nothing came of within this was made before its page took any: it is made again.
const AGAIN: Duration = Duration::from_secs(6);
/// The share of what is expected that a thorough reader takes: quick, and yet a pace to go by.
const PACE: f64 = 0.045;

/// What weighs more in a comparison of NASA-TLX, the first most; so the weights are 5, 4, 3, 2, 1, 0.
pub(crate) const WEIGHS: [TlxScale; 6] = [
    TlxScale::MentalDemand,
    TlxScale::Effort,
    TlxScale::TemporalDemand,
    TlxScale::Performance,
    TlxScale::Frustration,
    TlxScale::PhysicalDemand,
];

/// How somebody takes part.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// By keyboard and mouse in turn; accepts every other batch, whatever it holds.
    ByTurns,
    /// By keyboard alone; knows what was planted, fails the first round of practice on purpose, and is right from
    /// then on. Looks at each kind of page.
    Knowing,
}

pub(crate) struct Person<'a> {
    display: &'a Display,
    sitting: &'a Sitting,
    manner: Manner,
    reviews: usize,
    confirmed: Vec<u64>,
    sightings: Vec<Sighting>,
    results: Option<OwnResults>,
}

impl<'a> Person<'a> {
    pub(crate) fn new(display: &'a Display, sitting: &'a Sitting) -> Self {
        Self::with_manner(display, sitting, Manner::ByTurns)
    }

    pub(crate) fn with_manner(display: &'a Display, sitting: &'a Sitting, manner: Manner) -> Self {
        let (confirmed, sightings) = (Vec::new(), Vec::new());
        Self { display, sitting, manner, reviews: 0, confirmed, sightings, results: None }
    }

    /// CLOCK_MONOTONIC of the key or click that confirmed each verdict, nanoseconds.
    pub(crate) fn confirmed(&self) -> Vec<u64> {
        self.confirmed.clone()
    }

    /// What was on the display, one of each kind of page.
    pub(crate) fn sightings(&self) -> &[Sighting] {
        &self.sightings
    }

    /// The participant's own results, as the debriefing showed them.
    pub(crate) fn results(&self) -> Option<OwnResults> {
        self.results
    }

    /// Everything from the screen that is there to the end.
    pub(crate) fn do_the_whole_session(&mut self) {
        while self.one_screen() {}
    }

    pub(crate) fn go_on_until(&mut self, what: &str, is_it: impl Fn(&Screen) -> bool) {
        while !is_it(&self.sitting.screen()) {
            assert!(self.one_screen(), "the session ended before there was {what}");
        }
    }

    pub(crate) fn go_on_until_a_review(&mut self) {
        self.go_on_until("a review", |screen| matches!(screen, Screen::Review { .. }));
        self.wait_until_shown();
    }

    /// Opens and closes, moves, opens the brief and closes it.
    pub(crate) fn look_around(&self) {
        self.press(SPACE);
        // Down, where there is a next decision: in a batch of one nothing moves.
        self.display.key(letter('j'));
        std::thread::sleep(PAUSE);
        for key in [SPACE, letter('b'), letter('b')] {
            self.press(key);
        }
    }

    /// Answers the screen that is there and waits for what comes of it; false after the last.
    pub(crate) fn one_screen(&mut self) -> bool {
        let screen = self.sitting.screen();
        if matches!(screen, Screen::Brief { .. } | Screen::Review { .. }) {
            self.wait_until_shown();
        }
        if self.manner == Manner::Knowing {
            self.look_at(&screen);
        }
        let by_pointer = self.manner == Manner::ByTurns;
        match screen {
            Screen::Consent { .. } if by_pointer => {
                let before = self.sitting.recorded().events.len();
                self.click(ENGLISH.consent_yes);
                let agreed = |event: &Event| matches!(event, Event::Consented { agreed: true, .. });
                self.sitting.wait_for_event("consent", before, agreed);
            }
            Screen::Consent { .. } => self.answer("consent", letter('y'), |event| {
                matches!(event, Event::Consented { agreed: true, .. })
            }),
            Screen::Instructions { .. } => self.answer("a page turned", ENTER, |event| {
                matches!(event, Event::PageTurned { .. } | Event::InstructionsRead)
            }),
            Screen::Brief { .. } => {
                self.take_time(|planned| planned.expected_brief_secs);
                self.answer("the brief read", ENTER, |event| {
                    matches!(event, Event::BriefRead { .. } | Event::BriefEnded { .. })
                });
            }
            Screen::Question { text, .. } => {
                let answer = digit(self.answer_to(&text));
                self.answer("an answer", answer, |event| matches!(event, Event::QuestionAnswered { .. }));
            }
            Screen::Arithmetic { left, right, claimed, .. } => {
                let is_right = left + right == claimed;
                self.answer("a sum judged, or the wait over", digit(usize::from(!is_right)), |event| {
                    matches!(event, Event::FillerAnswered { .. } | Event::FillerEnded)
                });
            }
            Screen::Rest { .. } | Screen::TwoBack { .. } => {
                self.waits("the wait over", |event| matches!(event, Event::FillerEnded));
            }
            Screen::Review { .. } => self.review(),
            Screen::Confidence { .. } => {
                self.answer("confidence", digit(2), |event| matches!(event, Event::ConfidenceGiven { .. }))
            }
            Screen::Feedback { .. } if by_pointer => {
                let before = self.sitting.recorded().events.len();
                self.click(ENGLISH.go_on);
                let seen = |event: &Event| matches!(event, Event::FeedbackSeen { .. });
                self.sitting.wait_for_event("feedback", before, seen);
            }
            Screen::Feedback { .. } => {
                self.answer("feedback", ENTER, |event| matches!(event, Event::FeedbackSeen { .. }));
            }
            Screen::Questionnaire { ask: Ask::TlxRatings, .. } => self.rate(),
            Screen::Questionnaire { ask, .. } => {
                let option = match ask {
                    Ask::TlxPair { left, right } => usize::from(weighs(right) < weighs(left)),
                    _ => 0,
                };
                self.answer("an answer", digit(option), |event| matches!(event, Event::Answered { .. }));
            }
            Screen::PracticeResult { .. } => self
                .answer("the result read", ENTER, |event| matches!(event, Event::PracticeResultSeen { .. })),
            Screen::Break { ready: false, .. } => {
                self.waits("the break's least time over", |event| matches!(event, Event::BreakReady { .. }));
            }
            Screen::Break { .. } => {
                self.answer("the break over", ENTER, |event| matches!(event, Event::BreakEnded { .. }));
            }
            Screen::Debrief { results, .. } => {
                self.results = results;
                self.answer("the debriefing read", ENTER, |event| matches!(event, Event::DebriefSeen));
            }
            Screen::Done { ending } => {
                assert_eq!(ending, Ending::Complete);
                self.settle();
                self.display.key(ENTER);
                return false;
            }
        }
        true
    }

    /// Waits, without doing anything, for an event that is to come by itself.
    fn waits(&self, what: &str, is_it: impl Fn(&Event) -> bool) {
        // What is on the screen is read from the journal: the event may have come meanwhile.
        let screen = self.sitting.screen();
        wait_for(what, || {
            let events = self.sitting.recorded().events;
            events.iter().rev().take(8).any(|event| is_it(&event.value)) || self.sitting.screen() != screen
        });
    }

    /// Answers a page by one key, once it stands still, and waits for what is recorded of that. A page that does not
    /// take answers yet, as on a busy machine, is answered again.
    fn answer(&self, what: &str, key: u32, is_it: impl Fn(&Event) -> bool) {
        let before = self.sitting.recorded().events.len();
        let screen = self.sitting.screen();
        let came = || self.sitting.recorded().events.iter().skip(before).any(|event| is_it(&event.value));
        self.settle();
        let mut pressed: Option<Instant> = None;
        wait_for(what, || {
            if came() || self.sitting.screen() != screen {
                return true;
            }
            if pressed.is_none_or(|at| at.elapsed() > AGAIN) {
                self.display.key(key);
                pressed = Some(Instant::now());
            }
            false
        });
    }

    /// Gives a verdict: every other batch is accepted, by mouse and by key in turn; or the truth is told.
    fn review(&mut self) {
        let events = self.sitting.recorded().events.len();
        self.take_time(|planned| planned.expected_review_secs);
        if self.manner == Manner::ByTurns || self.reviews == 0 {
            self.look_around();
        }
        self.reviews += 1;
        match self.manner {
            Manner::ByTurns if self.reviews.is_multiple_of(2) => self.click(ENGLISH.accept),
            Manner::ByTurns => self.reject(0, self.reviews / 2 % 2, 0),
            Manner::Knowing => self.judge(),
        }
        let mut confirmed = 0;
        self.and_see("the page after the verdict", || confirmed = self.display.key(ENTER));
        self.confirmed.push(confirmed);
        self.sitting.wait_for_event("a verdict", events, |event| matches!(event, Event::VerdictGiven { .. }));
    }

    /// Every step of the true verdict but for its confirmation; of the opposite one in the first round of practice.
    fn judge(&self) {
        let Screen::Review { progress, review, brief, .. } = self.sitting.screen() else {
            panic!("{:?}", self.sitting.screen())
        };
        let planted = self.sitting.plan().trials[review as usize].truth.planted.clone();
        let is_first_round = progress.practice && self.reviews == 1;
        match planted {
            Some(error) if !is_first_round => {
                let of = |id: &str| brief.clauses.iter().position(|clause| clause.id == id);
                // An attention check breaks several clauses, and names none.
                let clause = error.clause.as_deref().and_then(of).unwrap_or(0);
                let reach = usize::from(error.reach == Some(Reach::Root));
                self.reject(error.error_index as usize - 1, reach, clause);
            }
            None if is_first_round => self.reject(0, 0, 0),
            _ => self.press(letter('a')),
        }
    }

    /// Every step of a rejection but for its confirmation; all counted from 0.
    fn reject(&self, decision: usize, reach: usize, clause: usize) {
        self.press(letter('r'));
        // The cursor is somewhere in the list; at its first decision already there is nothing to see.
        self.display.key(HOME);
        std::thread::sleep(PAUSE);
        for _ in 0..decision {
            self.press(DOWN);
        }
        for key in [ENTER, digit(reach)] {
            self.press(key);
        }
        // Only the first nine have a key of their own.
        if clause < 9 {
            return self.press(digit(clause));
        }
        for _ in 0..clause {
            self.press(DOWN);
        }
        self.press(ENTER);
    }

    /// Six ratings: 30, 40, 50, 60, 70, 80.
    fn rate(&self) {
        self.settle();
        for line in 0..6 {
            self.press(digit(2 + line));
            if line < 5 {
                self.press(DOWN);
            }
        }
        self.answer("six ratings", ENTER, |event| matches!(event, Event::Answered { .. }));
    }

    /// A knowing person reads at a pace from which the schedule can learn.
    fn take_time(&self, expected_secs: impl Fn(&tightloop::protocol::plan::PlannedTrial) -> f64) {
        if self.manner == Manner::Knowing {
            let trial = self.sitting.trial_shown();
            let planned = &self.sitting.plan().trials[trial as usize];
            std::thread::sleep(Duration::from_secs_f64(PACE * expected_secs(planned)));
        }
    }

    /// Remembers what is on the display, where this kind of page was not seen yet.
    fn look_at(&mut self, screen: &Screen) {
        let kind = kind(screen);
        if self.sightings.iter().any(|seen| seen.kind == kind) {
            return;
        }
        self.settle();
        let pixels = self.look();
        // Time alone may have moved it on.
        if self.sitting.screen() == *screen {
            let size = self.display.window_size();
            self.sightings.push(Sighting { kind, screen: screen.clone(), size, pixels });
        }
    }

    /// A brief or a review counts from its first frame; before that no key does.
    fn wait_until_shown(&self) {
        wait_for("the screen's first frame", || self.sitting.is_shown());
        self.settle();
    }

    /// The right option, known to the test from the pack.
    fn answer_to(&self, question: &str) -> usize {
        let all = self.sitting.stimuli().iter().flat_map(|stimulus| &stimulus.questions);
        all.into_iter().find(|known| known.text == question).expect("the pack has this question").answer
    }

    /// Waits until the display stands still: the page is there, and takes answers.
    pub(crate) fn settle(&self) {
        let mut before = self.look();
        wait_for("the display to stand still", || {
            std::thread::sleep(PAUSE);
            let now = self.look();
            std::mem::replace(&mut before, now) == before
        });
    }

    pub(crate) fn press(&self, keysym: u32) {
        self.and_see(&format!("what key {keysym:#x} does"), || {
            self.display.key(keysym);
        });
    }

    /// Does something and looks at the display until it shows what came of it: a page that is not there yet takes no
    /// answer.
    pub(crate) fn and_see(&self, what: &str, act: impl FnOnce()) {
        let before = self.look();
        act();
        wait_for(what, || self.look() != before);
        std::thread::sleep(PAUSE);
    }

    fn look(&self) -> Vec<u8> {
        self.display.pixels(0, 0, WIDTH, HEIGHT)
    }

    /// Clicks the button of this name.
    fn click(&self, label: &str) {
        let (x, y) = self.place_of(label);
        // To the button first: what it looks like under the pointer is not what a click does.
        self.display.point(x, y);
        self.settle();
        self.and_see(&format!("what '{label}' does"), || {
            self.display.click(x, y);
        });
        // Out of the way, so that no button stays highlighted.
        self.display.point(2, 2);
        self.settle();
    }

    /// The middle of the button of this name, where laying the same screen out puts it.
    pub(crate) fn place_of(&self, label: &str) -> (i16, i16) {
        let screen = self.sitting.screen();
        let mut draft = participant::Draft::default();
        let mut harness = Harness::builder()
            .with_size(self.display.window_size())
            .with_context_setup(theme::install)
            .build_ui(move |ui| {
                whole(ui, |ui| participant::ui(ui, &screen, &mut draft, &mut Vec::new()));
            });
        harness.run_steps(4);
        let middle = harness.get_by_label(label).rect().center();
        (middle.x as i16, middle.y as i16)
    }
}

/// The place of a scale in [`WEIGHS`].
fn weighs(scale: TlxScale) -> Option<usize> {
    WEIGHS.iter().position(|one| *one == scale)
}

/// The keysym of an option's key, from 0.
pub(crate) fn digit(index: usize) -> u32 {
    u32::from(b'1') + u32::try_from(index).unwrap()
}

/// The keysym of a letter's key.
pub(crate) fn letter(letter: char) -> u32 {
    u32::from(letter)
}
