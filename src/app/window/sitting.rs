//! One participant before the window: draws, stamps, records, and shows the next page when it is safe to.

use super::arrivals::Arrivals;
use super::clock::WallClock;
use super::frames::{Frame, Frames};
use super::gate::{Gate, Way};
use super::place::Place;
use super::presses::{Page, Presses};
use super::recorder::Recorder;
use super::trouble;
use crate::app::participant::{self, Cause, Draft, Sent};
use crate::app::pin::Pin;
use crate::app::strings;
use crate::app::theme::text_size;
use crate::problem::Problem;
use crate::session::input::Input;
use crate::session::screen::{Ask, Screen};
use crate::study::Study;
use egui::{RawInput, Ui};
use std::time::{Duration, Instant, SystemTime};

/// A session on the display.
#[derive(Debug)]
pub struct Sitting {
    recorder: Recorder,
    /// Holds the study's lock.
    _study: Option<Study>,
    /// Where the study has a PIN: what leaving goes through.
    gate: Option<Gate>,
    draft: Draft,
    arrivals: Arrivals,
    presses: Presses,
    frames: Frames,
    wall: WallClock,
    /// Since when the frame that is being drawn has been wanted, where that is before it began.
    wanted: Option<Instant>,
    /// Where the window is, as last recorded.
    place: Option<Place>,
    /// When the present page's first frame was on the display; none before that.
    shown_at: Option<Instant>,
    /// Whether the present page, and not the one before it, was drawn in the last frame.
    drawn: bool,
    /// Whether something else than the session's page is on the display.
    covered: bool,
    /// The trouble that was last said on standard error.
    told: Option<Problem>,
    asked_to_leave: bool,
    leaving: bool,
}

impl Sitting {
    /// A session that begins or goes on with the next frame.
    pub fn new(recorder: Recorder, study: Option<Study>, ctx: &egui::Context) -> Self {
        let repaint = ctx.clone();
        strings::speak(ctx, recorder.language());
        text_size::apply(ctx, recorder.text_percent());
        // Beginning the session has read it too, and refused one that is damaged.
        let pin = study.as_ref().and_then(|study| Pin::read(study.dir()).ok().flatten());
        recorder.on_change(Box::new(move || repaint.request_repaint()));
        Self {
            recorder,
            _study: study,
            gate: pin.map(Gate::new),
            draft: Draft::default(),
            arrivals: Arrivals::default(),
            presses: Presses::default(),
            frames: Frames::default(),
            wall: WallClock::default(),
            wanted: None,
            place: None,
            shown_at: None,
            drawn: false,
            covered: false,
            told: None,
            asked_to_leave: false,
            leaving: false,
        }
    }

    /// What is on the display.
    pub fn screen(&self) -> &Screen {
        self.recorder.screen()
    }

    /// Whether the participant has left, everything saved.
    pub fn has_left(&self) -> bool {
        self.leaving
    }

    /// Whether the study's PIN is being asked for.
    pub fn asks_for_pin(&self) -> bool {
        self.gate.as_ref().is_some_and(Gate::is_asking)
    }

    /// The window was asked to close: leaves at once where the session is over, asks where it is not. In a study that
    /// has a PIN, leaving goes through that.
    pub fn ask_to_leave(&mut self) {
        if self.recorder.is_over() {
            self.go();
        } else {
            self.asked_to_leave = true;
        }
    }

    /// Before egui sees a frame's events: keeps away presses that do not count on the present page, and records that.
    pub fn filter(&mut self, raw: &mut RawInput, arrived: Arrivals) {
        self.arrivals.append(arrived);
        // A page that turned behind a dialog is not shown yet; the dialog is, and takes answers.
        let covered = self.asked_to_leave || self.asks_for_pin();
        let typing = match self.screen() {
            Screen::Questionnaire { ask: Ask::Text { .. }, .. } => true,
            Screen::Review { reading, .. } => reading.search_open,
            _ => self.asks_for_pin(),
        };
        let several = matches!(self.screen(), Screen::Consent { .. } | Screen::Review { .. });
        let page = Page { shown_at: self.shown_at, covered, typing, one_answer: !several };
        let now = Instant::now();
        let (presses, arrivals, recorder) = (&mut self.presses, &mut self.arrivals, &mut self.recorder);
        raw.events.retain(|event| {
            let fate = presses.meet(event, page, arrivals, now);
            if let Some((why, at)) = fate.ignored {
                recorder.input(at, Input::PressIgnored(why));
            }
            fate.passes
        });
    }

    /// Draws a frame and records what was done in it. `began` is the frame's beginning.
    pub fn ui(&mut self, ui: &mut Ui, began: Instant) {
        for (focused, at) in self.arrivals.focus() {
            self.recorder.input(at, if focused { Input::FocusGained } else { Input::FocusLost });
        }
        if let Some(by_millis) = self.wall.look(Instant::now(), SystemTime::now()) {
            self.recorder.input(began, Input::ClockJumped(by_millis));
        }
        if self.recorder.due_in(began) == Some(Duration::ZERO) {
            self.recorder.input(began, Input::Tick);
        }
        self.follow(began);
        match self.recorder.trouble() {
            Some(problem) => {
                if self.told.as_ref() != Some(&problem) {
                    eprintln!("tightloop: {problem}");
                    self.told = Some(problem.clone());
                }
                self.cover(true, began);
                if trouble::ui(ui, &problem) {
                    self.recorder.retry();
                }
            }
            None if self.asks_for_pin() => {
                self.cover(true, began);
                self.gate(ui);
            }
            None if self.asked_to_leave => {
                self.cover(true, began);
                self.leave_dialog(ui);
            }
            None => {
                self.cover(self.draft.is_stopping(), began);
                self.page(ui, began);
            }
        }
        self.arrivals = Arrivals::default();
        if self.follow(began) {
            ui.request_repaint();
        }
        if self.draft.wants_to_leave() && self.recorder.is_over() {
            self.go();
        }
        if let Some(wait) = self.recorder.due_in(Instant::now()) {
            ui.request_repaint_after(wait);
        }
    }

    /// Whether the present page is on the display.
    pub fn is_shown(&self) -> bool {
        self.shown_at.is_some()
    }

    /// The window is here now; recorded where that is somewhere else than before.
    pub fn placed(&mut self, place: Place, at: Instant) {
        if self.place.as_ref() != Some(&place) {
            self.frames.refresh(place.facts().refresh_hz);
            self.recorder.input(at, Input::Placed(place.facts()));
            self.place = Some(place);
        }
    }

    /// The frame that comes next has been wanted since `at`.
    pub fn wanted(&mut self, at: Instant) {
        self.wanted = Some(at);
    }

    /// A frame is on the display. True where another one is wanted.
    pub fn swapped(&mut self, began: Instant, at: Instant) -> bool {
        let in_review = matches!(self.screen(), Screen::Review { .. });
        let wanted = self.wanted.take().unwrap_or(began);
        if self.shown_at.is_none() && self.drawn {
            self.shown_at = Some(at);
            self.frames.restart(at);
            self.recorder.input(at, Input::Presented);
            return true;
        }
        if in_review {
            self.frames.push(Frame { wanted, began, shown: at });
        }
        false
    }

    /// Draws the session's page and takes in what was done on it.
    fn page(&mut self, ui: &mut Ui, began: Instant) {
        let mut sent = Vec::new();
        participant::ui(ui, self.recorder.screen(), &mut self.draft, &mut sent);
        self.drawn = true;
        let repaint = !sent.is_empty();
        for Sent { input, cause } in sent {
            let at = self.arrivals.of(cause).unwrap_or_else(|| {
                if cause != Cause::Frame {
                    self.frames.unstamped();
                }
                began
            });
            if let Input::TextSize(percent) = input {
                text_size::apply(ui, percent);
            }
            if matches!(input, Input::Verdict(_)) {
                self.recorder.input(at, self.observed());
            }
            self.recorder.input(at, input);
        }
        if repaint {
            ui.request_repaint();
        }
    }

    /// Takes over the session's new page where there is one that may be shown.
    fn follow(&mut self, now: Instant) -> bool {
        let new_page = self.recorder.follow();
        if new_page {
            if matches!(self.screen(), Screen::Confidence { timed_out: true, .. }) {
                self.recorder.input(now, self.observed());
            }
            self.draft.renew();
            self.shown_at = None;
            self.drawn = false;
        }
        new_page
    }

    /// What was observed of the review's frames so far.
    fn observed(&self) -> Input {
        Input::Frames(self.frames.facts(self.place.as_ref().map(Place::facts)))
    }

    /// While something covers the page, the participant is away from it: recorded as a loss of focus.
    fn cover(&mut self, covered: bool, at: Instant) {
        if self.covered != covered {
            self.covered = covered;
            self.recorder.input(at, if covered { Input::FocusLost } else { Input::FocusGained });
        }
    }

    fn leave_dialog(&mut self, ui: &mut Ui) {
        let answer = participant::leave_dialog(ui);
        // The page stays visible behind the dialog, out of reach.
        ui.input_mut(|input| input.events.clear());
        participant::ui(ui, self.recorder.screen(), &mut self.draft, &mut Vec::new());
        match answer {
            Some(true) => self.go(),
            Some(false) => self.asked_to_leave = false,
            None => {}
        }
    }

    /// Leaves, past the PIN where there is one.
    fn go(&mut self) {
        match &mut self.gate {
            Some(gate) => gate.ask(),
            None => self.leave(),
        }
    }

    fn gate(&mut self, ui: &mut Ui) {
        let Some(way) = self.gate.as_mut().and_then(|gate| gate.ui(ui)) else { return };
        self.asked_to_leave = false;
        self.draft.stay();
        if way == Way::Out {
            self.leave();
        }
        ui.request_repaint();
    }

    fn leave(&mut self) {
        // Where that fails, the page of trouble says so, and the window stays.
        self.leaving = self.recorder.close().is_ok();
    }
}
