//! Someone at the keyboard and the mouse. Reads the screen, presses keys, clicks where the buttons are.

use crate::display::{Display, HEIGHT, WIDTH};
use crate::sitting::Sitting;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use std::time::Duration;
use tightloop::app::strings::ENGLISH;
use tightloop::app::{participant, theme};
use tightloop::session::event::Event;
use tightloop::session::screen::{Ask, Ending, Screen};

const ENTER: u32 = 0xff0d;
const SPACE: u32 = 0x20;
const DOWN: u32 = 0xff54;

/// Between two actions: quicker than a person, slower than a key that bounces.
const PAUSE: Duration = Duration::from_millis(120);

pub(crate) struct Person<'a> {
    display: &'a Display,
    sitting: &'a Sitting,
    reviews: usize,
    confirmed: Vec<u64>,
}

impl<'a> Person<'a> {
    pub(crate) fn new(display: &'a Display, sitting: &'a Sitting) -> Self {
        Self { display, sitting, reviews: 0, confirmed: Vec::new() }
    }

    /// CLOCK_MONOTONIC of the key or click that confirmed each verdict, nanoseconds.
    pub(crate) fn confirmed(&self) -> Vec<u64> {
        self.confirmed.clone()
    }

    /// Everything from the screen that is there to the end.
    pub(crate) fn do_the_whole_session(&mut self) {
        while self.one_screen() {}
    }

    pub(crate) fn go_on_until_a_review(&mut self) {
        while !matches!(self.sitting.screen(), Screen::Review { .. }) {
            assert!(self.one_screen(), "the session ended before there was a review");
        }
        let seen = |event: &Event| matches!(event, Event::ReviewShown { .. });
        self.sitting.wait_for_event("the review", 0, seen);
        std::thread::sleep(PAUSE);
    }

    /// Opens and closes, moves, opens the brief and closes it.
    pub(crate) fn look_around(&self) {
        self.press(SPACE);
        // Down, where there is a next decision: in a batch of one nothing moves.
        self.display.key(u32::from(b'j'));
        std::thread::sleep(PAUSE);
        for key in [SPACE, u32::from(b'b'), u32::from(b'b')] {
            self.press(key);
        }
    }

    /// Answers the screen that is there and waits for what comes of it; false after the last.
    fn one_screen(&mut self) -> bool {
        let events = self.sitting.recorded().events.len();
        let then = |what: &str, is_it: fn(&Event) -> bool| self.sitting.wait_for_event(what, events, is_it);
        match self.sitting.screen() {
            Screen::Consent { .. } => {
                self.click(ENGLISH.consent_yes);
                then("consent", |event| matches!(event, Event::Consented { agreed: true, .. }));
            }
            Screen::Instructions { .. } => {
                self.press(ENTER);
                then("a page turned", |event| {
                    matches!(event, Event::PageTurned { .. } | Event::InstructionsRead)
                });
            }
            Screen::Brief { .. } => {
                self.wait_until_shown();
                self.press(ENTER);
                then("the brief read", |event| {
                    matches!(event, Event::BriefRead { .. } | Event::BriefEnded { .. })
                });
            }
            Screen::Question { text, .. } => {
                let answer = self.answer_to(&text);
                self.press(digit(answer));
                then("an answer", |event| matches!(event, Event::QuestionAnswered { .. }));
            }
            Screen::Arithmetic { left, right, claimed, .. } => {
                let is_right = left + right == claimed;
                self.press(digit(usize::from(!is_right)));
                let over = |e: &Event| {
                    matches!(e, Event::FillerAnswered { .. } | Event::FillerEnded | Event::ReviewShown { .. })
                };
                then("a sum judged, or the wait over", over);
            }
            Screen::Rest { .. } | Screen::TwoBack { .. } => {
                then("the wait over", |event| {
                    matches!(event, Event::ReviewShown { .. } | Event::FillerEnded)
                });
            }
            Screen::Review { .. } => self.review(events),
            Screen::Confidence { .. } => {
                self.press(digit(2));
                then("confidence", |event| matches!(event, Event::ConfidenceGiven { .. }));
            }
            Screen::Feedback { .. } => {
                self.click(ENGLISH.go_on);
                then("feedback", |event| matches!(event, Event::FeedbackSeen { .. }));
            }
            Screen::Questionnaire { ask: Ask::TlxRatings, .. } => {
                for line in 0..6 {
                    self.press(digit(2 + line));
                    if line < 5 {
                        self.press(DOWN);
                    }
                }
                self.press(ENTER);
                then("six ratings", |event| matches!(event, Event::Answered { .. }));
            }
            Screen::Questionnaire { .. } => {
                std::thread::sleep(PAUSE);
                self.press(digit(0));
                then("an answer", |event| matches!(event, Event::Answered { .. }));
            }
            Screen::PracticeResult { .. } => {
                std::thread::sleep(PAUSE);
                self.press(ENTER);
                then("the result read", |event| matches!(event, Event::PracticeResultSeen { .. }));
            }
            Screen::Break { ready: false, .. } => {
                then("the break's least time over", |event| matches!(event, Event::BreakReady { .. }));
            }
            Screen::Break { .. } => {
                std::thread::sleep(PAUSE);
                self.press(ENTER);
                then("the break over", |event| matches!(event, Event::BreakEnded { .. }));
            }
            Screen::Debrief { .. } => {
                std::thread::sleep(PAUSE);
                self.press(ENTER);
                then("the debriefing read", |event| matches!(event, Event::DebriefSeen));
            }
            Screen::Done { ending } => {
                assert_eq!(ending, Ending::Complete);
                std::thread::sleep(PAUSE);
                self.display.key(ENTER);
                return false;
            }
        }
        true
    }

    /// Accepts every other batch, by mouse and by key in turn; rejects the others.
    fn review(&mut self, events: usize) {
        self.wait_until_shown();
        self.look_around();
        self.reviews += 1;
        if self.reviews.is_multiple_of(2) {
            self.click(ENGLISH.accept);
        } else {
            for key in [u32::from(b'r'), ENTER, digit(self.reviews / 2 % 2), digit(0)] {
                self.press(key);
            }
        }
        let mut confirmed = 0;
        self.and_see("the page after the verdict", || confirmed = self.display.key(ENTER));
        self.confirmed.push(confirmed);
        self.sitting.wait_for_event("a verdict", events, |event| matches!(event, Event::VerdictGiven { .. }));
    }

    /// A brief or a review counts from its first frame; before that no key does.
    fn wait_until_shown(&self) {
        let shown = |event: &Event| match event {
            Event::BriefShown { .. } => Some(false),
            Event::ReviewShown { .. } => Some(true),
            _ => None,
        };
        let is_review = matches!(self.sitting.screen(), Screen::Review { .. });
        crate::sitting::wait_for("the screen's first frame", || {
            let events = self.sitting.recorded().events;
            events.iter().rev().find_map(|event| shown(&event.value)) == Some(is_review)
        });
        std::thread::sleep(PAUSE);
    }

    /// The right option, known to the test from the pack.
    fn answer_to(&self, question: &str) -> usize {
        let all = self.sitting.stimuli().iter().flat_map(|stimulus| &stimulus.questions);
        all.into_iter().find(|known| known.text == question).expect("the pack has this question").answer
    }

    fn press(&self, keysym: u32) {
        self.and_see(&format!("what key {keysym:#x} does"), || {
            self.display.key(keysym);
        });
    }

    /// Does something and looks at the display until it shows what came of it: a page that is not there yet takes no
    /// answer.
    fn and_see(&self, what: &str, act: impl FnOnce()) {
        let before = self.look();
        act();
        crate::sitting::wait_for(what, || self.look() != before);
        std::thread::sleep(PAUSE);
    }

    fn look(&self) -> Vec<u8> {
        self.display.pixels(0, 0, WIDTH, HEIGHT)
    }

    /// Clicks the button of this name, where laying the same screen out puts it.
    fn click(&self, label: &str) {
        let screen = self.sitting.screen();
        let mut draft = participant::Draft::default();
        let mut harness = Harness::builder()
            .with_size(self.display.window_size())
            .with_context_setup(theme::install)
            .build_ui(move |ui| participant::ui(ui, &screen, &mut draft, &mut Vec::new()));
        harness.run_steps(4);
        let middle = harness.get_by_label(label).rect().center();
        drop(harness);
        // To the button first: what it looks like under the pointer is not what a click does.
        self.display.point(middle.x as i16, middle.y as i16);
        std::thread::sleep(PAUSE);
        self.and_see(&format!("what '{label}' does"), || {
            self.display.click(middle.x as i16, middle.y as i16);
        });
        // Out of the way, so that no button stays highlighted.
        self.display.point(2, 2);
        std::thread::sleep(PAUSE);
    }
}

/// The keysym of an option's key, from 0.
fn digit(index: usize) -> u32 {
    u32::from(b'1') + u32::try_from(index).unwrap()
}
