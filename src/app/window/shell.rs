//! What the window shows: the lab, or a participant's session.

use super::Look;
use super::arrivals::{Arrivals, Arrived};
use super::awake::Awake;
use super::begin;
use super::place::Place;
use super::run::Content;
use super::sitting::Sitting;
use super::wanted::Wanted;
use crate::app::lab::{self, LabState};
use crate::journal::Station;
use crate::problem::{Outcome, Problem};
use crate::scenario::Library;
use egui::{ThemePreference, ViewportCommand};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;
use winit::window::Window;

/// Where in the window.
#[derive(Debug)]
pub(super) enum Route {
    /// The experimenter's screens.
    Lab,
    /// A participant's.
    Session(Box<Sitting>),
}

/// All that the window holds.
pub(in crate::app) struct Shell {
    route: Route,
    /// The experimenter's screens; none where the window was opened for one participant alone.
    lab: Option<LabState>,
    library: Arc<Library>,
    station: Station,
    /// Keeps the display awake during a session.
    awake: Option<Awake>,
    look: Look,
    arrivals: Arrivals,
    wanted: Wanted,
    /// Whether the window may be somewhere else than when that was last looked up.
    moved: bool,
    began: Option<Instant>,
    drew: bool,
    ctx: egui::Context,
}

impl Shell {
    /// A window with nothing in it yet but the lab, where there is one.
    pub(in crate::app) fn new(
        lab: Option<LabState>,
        library: Arc<Library>,
        station: Station,
        look: Look,
        ctx: egui::Context,
    ) -> Self {
        Self {
            route: Route::Lab,
            lab,
            library,
            station,
            awake: None,
            look,
            arrivals: Arrivals::default(),
            wanted: Wanted::watching(&ctx),
            moved: true,
            began: None,
            drew: false,
            ctx,
        }
    }

    /// Goes into a participant's session.
    pub(super) fn enter(&mut self, study: &Path, participant: &str) -> Outcome<()> {
        let awake = Awake::hold();
        let station = Station { sleep_held: Some(awake.is_held()), ..self.station.clone() };
        let (study, recorder) = begin::begin(study, participant, &self.library, station)?;
        self.awake = Some(awake);
        self.sit(Sitting::new(recorder, Some(study), &self.ctx));
        Ok(())
    }

    /// Shows a session.
    pub(in crate::app) fn sit(&mut self, sitting: Sitting) {
        self.route = Route::Session(Box::new(sitting));
        self.ctx.set_theme(if self.look.dark { ThemePreference::Dark } else { ThemePreference::Light });
        if !self.look.windowed {
            self.ctx.send_viewport_cmd(ViewportCommand::Fullscreen(true));
        }
        self.ctx.request_repaint();
    }

    /// Tells the session where the window is. Asking the display server takes time, so that is done when the window was
    /// moved, and before a page is on the display.
    fn place(&mut self, window: Option<&Window>, at: Instant) {
        let (Route::Session(sitting), Some(window)) = (&mut self.route, window) else { return };
        if std::mem::take(&mut self.moved) || !sitting.is_shown() {
            sitting.placed(Place::of(window), at);
        }
    }

    /// Back to the lab; or, where there is none or the window is closing, out.
    fn leave_session(&mut self, closing: bool) {
        self.route = Route::Lab;
        self.awake = None;
        match &mut self.lab {
            Some(lab) => {
                lab.refresh();
                self.ctx.set_theme(ThemePreference::System);
                self.ctx.set_zoom_factor(1.0);
                self.ctx.send_viewport_cmd(ViewportCommand::Fullscreen(false));
                self.ctx.request_repaint();
            }
            None if !closing => self.ctx.send_viewport_cmd(ViewportCommand::Close),
            None => {}
        }
    }

    fn lab(&mut self, ui: &mut egui::Ui) {
        let mut commands = Vec::new();
        if let Some(lab) = &mut self.lab {
            lab.take_results(&self.ctx);
            lab::ui(ui, lab, &mut commands);
        }
        for command in commands {
            let ctx = self.ctx.clone();
            let begin = self.lab.as_mut().and_then(|lab| lab.perform(command, &ctx));
            if let Some(lab::Sitting { study, participant }) = begin {
                let entered = self.enter(&study, &participant);
                self.tell(entered);
            }
        }
    }

    fn tell(&mut self, outcome: Result<(), Problem>) {
        if let (Err(problem), Some(lab)) = (outcome, &mut self.lab) {
            lab.tell(problem);
        }
    }
}

impl Content for Shell {
    fn arrived(&mut self, what: Arrived, at: Instant) {
        self.arrivals.push(what, at);
    }

    fn wants_frame(&mut self, at: Instant) {
        self.wanted.arrived(at);
    }

    fn moved(&mut self) {
        self.moved = true;
    }

    fn frame_begins(&mut self, at: Instant) {
        self.began = Some(at);
        self.drew = false;
    }

    fn frame_ends(&mut self, at: Instant) {
        let Some(began) = self.began.take() else { return };
        if let (Route::Session(sitting), true) = (&mut self.route, self.drew)
            && sitting.swapped(began, at)
        {
            self.ctx.request_repaint();
        }
        self.wanted.shown(at);
    }

    fn filter(&mut self, raw: &mut egui::RawInput) {
        let arrived = self.arrivals.take();
        if let Route::Session(sitting) = &mut self.route {
            sitting.filter(raw, arrived);
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, frame: &eframe::Frame) {
        self.drew = true;
        let began = self.began.unwrap_or_else(Instant::now);
        if let (Some(wanted), Route::Session(sitting)) = (self.wanted.take(ui.ctx()), &mut self.route) {
            sitting.wanted(wanted);
        }
        self.place(frame.winit_window().map(AsRef::as_ref), began);
        let asked_to_close = ui.input(|input| input.viewport().close_requested());
        match &mut self.route {
            Route::Session(sitting) => {
                if asked_to_close {
                    sitting.ask_to_leave();
                }
                sitting.ui(ui, began);
                if sitting.has_left() {
                    self.leave_session(asked_to_close);
                } else if asked_to_close {
                    ui.send_viewport_cmd(ViewportCommand::CancelClose);
                }
            }
            Route::Lab => self.lab(ui),
        }
    }
}
