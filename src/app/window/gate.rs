//! The way out of a session that has a PIN: asks for it, looks at tries away from the frame, and says what they came to.

use crate::app::participant::{PinAnswer, PinStep, pin_page};
use crate::app::pin::{Pin, Try, Typed};
use crate::problem::Outcome;
use chrono::Utc;
use egui::Ui;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::Duration;

/// What the experimenter wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Out: the PIN was right.
    Out,
    /// Back into the session.
    Back,
}

/// A session's lock.
#[derive(Debug)]
pub(super) struct Gate {
    pin: Pin,
    typed: Typed,
    asking: bool,
    /// The field is to have the keyboard.
    fresh: bool,
    was_wrong: bool,
    /// A try that a thread is looking at; it gives the PIN back with its wrong tries counted.
    looking: Option<Receiver<(Pin, Outcome<Try>)>>,
}

impl Gate {
    pub(super) fn new(pin: Pin) -> Self {
        Self { pin, typed: Typed::default(), asking: false, fresh: false, was_wrong: false, looking: None }
    }

    /// Whether the page is up.
    pub(super) fn is_asking(&self) -> bool {
        self.asking
    }

    /// Puts the page up.
    pub(super) fn ask(&mut self) {
        if !self.asking {
            (self.asking, self.fresh, self.was_wrong) = (true, true, false);
        }
    }

    /// Draws the page and carries out what was done on it.
    pub(super) fn ui(&mut self, ui: &mut Ui) -> Option<Way> {
        if let Some(Try::Right) = self.looked_at() {
            self.put_away();
            return Some(Way::Out);
        }
        let wait = self.pin.wait(Utc::now());
        let step = match (self.looking.is_some(), wait.is_zero(), self.was_wrong) {
            (true, ..) => PinStep::Checking,
            (_, false, _) => PinStep::Wait(wait.as_secs_f64().ceil() as u64),
            (.., true) => PinStep::Wrong,
            _ => PinStep::Ask,
        };
        if let PinStep::Wait(_) = step {
            // The seconds count down; the field has the keyboard again when they are over.
            self.fresh = true;
            ui.request_repaint_after(wait.min(Duration::from_secs(1)));
        }
        let answer = pin_page(ui, step, &mut self.typed, self.fresh);
        if matches!(step, PinStep::Ask | PinStep::Wrong) {
            self.fresh = false;
        }
        match answer {
            Some(PinAnswer::Try) => {
                self.look(ui.ctx());
                ui.request_repaint();
                None
            }
            Some(PinAnswer::Back) => {
                self.put_away();
                Some(Way::Back)
            }
            None => None,
        }
    }

    /// Looks at what is typed, on a thread of its own.
    fn look(&mut self, ctx: &egui::Context) {
        let typed = std::mem::take(&mut self.typed);
        let (sender, result) = channel();
        let (mut pin, ctx) = (self.pin.clone(), ctx.clone());
        std::thread::spawn(move || {
            let outcome = pin.attempt(&typed, Utc::now());
            // Where the window is gone, so is the question.
            let _ = sender.send((pin, outcome));
            ctx.request_repaint();
        });
        self.looking = Some(result);
    }

    /// What the try came to, once that is known. One that could not be looked at counts as wrong.
    fn looked_at(&mut self) -> Option<Try> {
        let outcome = match self.looking.as_ref()?.try_recv() {
            Ok((pin, outcome)) => {
                self.pin = pin;
                outcome
            }
            Err(TryRecvError::Empty) => return None,
            Err(TryRecvError::Disconnected) => Ok(Try::Wrong),
        };
        (self.looking, self.fresh) = (None, true);
        let came_to = outcome.unwrap_or_else(|problem| {
            eprintln!("tightloop: {problem}");
            Try::Wrong
        });
        self.was_wrong = came_to == Try::Wrong;
        Some(came_to)
    }

    /// Takes the page away. A try under way is still counted when the page is next up.
    fn put_away(&mut self) {
        (self.asking, self.typed, self.was_wrong) = (false, Typed::default(), false);
    }
}
