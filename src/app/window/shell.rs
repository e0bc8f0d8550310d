//! What the window shows: the lab, or a participant's session.

use super::arrivals::{Arrivals, Arrived};
use super::begin;
use super::sitting::Sitting;
use crate::app::lab::{self, LabState};
use crate::journal::Station;
use crate::problem::{Outcome, Problem};
use crate::scenario::Library;
use egui::{ThemePreference, ViewportCommand};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// Where in the window.
#[derive(Debug)]
pub(super) enum Route {
    /// The experimenter's screens.
    Lab,
    /// A participant's.
    Session(Box<Sitting>),
}

/// All that the window holds.
pub(super) struct Shell {
    route: Route,
    /// The experimenter's screens; none where the window was opened for one participant alone.
    lab: Option<LabState>,
    library: Arc<Library>,
    station: Station,
    /// How participants' pages look.
    theme: ThemePreference,
    arrivals: Arrivals,
    began: Option<Instant>,
    drew: bool,
    ctx: egui::Context,
}

impl Shell {
    /// A window with nothing in it yet but the lab, where there is one.
    pub(super) fn new(
        lab: Option<LabState>,
        library: Arc<Library>,
        station: Station,
        theme: ThemePreference,
        ctx: egui::Context,
    ) -> Self {
        Self {
            route: Route::Lab,
            lab,
            library,
            station,
            theme,
            arrivals: Arrivals::default(),
            began: None,
            drew: false,
            ctx,
        }
    }

    /// Goes into a participant's session.
    pub(super) fn enter(&mut self, study: &Path, participant: &str) -> Outcome<()> {
        let (study, recorder) = begin::begin(study, participant, &self.library, self.station.clone())?;
        self.route = Route::Session(Box::new(Sitting::new(recorder, Some(study), &self.ctx)));
        self.ctx.set_theme(self.theme);
        self.ctx.send_viewport_cmd(ViewportCommand::Fullscreen(true));
        self.ctx.request_repaint();
        Ok(())
    }

    /// Something arrived at the window.
    pub(super) fn arrived(&mut self, what: Arrived, at: Instant) {
        self.arrivals.push(what, at);
    }

    /// A frame is about to be drawn.
    pub(super) fn frame_begins(&mut self, at: Instant) {
        self.began = Some(at);
        self.drew = false;
    }

    /// It is on the display.
    pub(super) fn frame_ends(&mut self, at: Instant) {
        let Some(began) = self.began.take() else { return };
        if let (Route::Session(sitting), true) = (&mut self.route, self.drew)
            && sitting.swapped(began, at)
        {
            self.ctx.request_repaint();
        }
    }

    fn filter(&mut self, raw: &mut egui::RawInput) {
        let arrived = self.arrivals.take();
        if let Route::Session(sitting) = &mut self.route {
            sitting.filter(raw, arrived);
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui) {
        self.drew = true;
        let began = self.began.unwrap_or_else(Instant::now);
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

    /// Back to the lab; or, where there is none or the window is closing, out.
    fn leave_session(&mut self, closing: bool) {
        self.route = Route::Lab;
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

/// The shell as eframe sees it; the wrapper around the event loop holds it too.
pub(super) struct Shared(pub(super) std::rc::Rc<std::cell::RefCell<Shell>>);

impl eframe::App for Shared {
    fn raw_input_hook(&mut self, _ctx: &egui::Context, raw: &mut egui::RawInput) {
        self.0.borrow_mut().filter(raw);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.0.borrow_mut().ui(ui);
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }

    fn persist_egui_memory(&self) -> bool {
        false
    }
}
