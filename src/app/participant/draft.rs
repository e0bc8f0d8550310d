//! What belongs to the display alone, and is forgotten with it.

use super::keys::may_repeat;
use super::review::ReviewDraft;
use super::sheet::SheetDraft;
use crate::session::screen::{Again, Screen};
use egui::Key;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Display state of the participant's screens: nothing in it is data.
#[derive(Debug, Default)]
pub struct Draft {
    shown: Option<Shown>,
    generation: u64,
    /// Whether the present screen has been drawn before, so that presses count.
    drawn: bool,
    /// Keys pressed since the present screen was first drawn, and not yet released.
    held: BTreeSet<Key>,
    review: Option<ReviewDraft>,
    sheet: SheetDraft,
    /// Whether the participant is asked if they want to stop.
    pub(super) stopping: bool,
    leave: bool,
}

impl Draft {
    /// The next screen counts as a new one even where it looks the same.
    pub fn renew(&mut self) {
        self.shown = None;
    }

    /// Whether the participant asked to leave the last page.
    pub fn wants_to_leave(&self) -> bool {
        self.leave
    }

    /// They were asked for the experimenter's PIN, and stay.
    pub fn stay(&mut self) {
        self.leave = false;
    }

    /// The review's display state, where a review has been shown.
    pub fn review_draft(&self) -> Option<&ReviewDraft> {
        self.review.as_ref()
    }

    /// Takes note of the screen; true in a new screen's first frame.
    pub(super) fn enter(&mut self, screen: &Screen) -> bool {
        let shown = Shown::of(screen);
        let first = self.shown.as_ref() != Some(&shown);
        if first {
            self.generation += 1;
            self.held.clear();
            // A review that is interrupted by nothing but its own redrawing keeps its draft.
            self.review = None;
            self.sheet = SheetDraft::default();
            self.shown = Some(shown);
        }
        self.drawn = !first;
        first
    }

    /// Counts the screens so far.
    pub(super) fn generation(&self) -> u64 {
        self.generation
    }

    /// The review's display state.
    pub(super) fn review(&mut self) -> &mut ReviewDraft {
        self.review.get_or_insert_with(ReviewDraft::default)
    }

    /// The field that a text is typed into, where there is one.
    pub(super) fn text_field(&self) -> Option<egui::Id> {
        self.review.as_ref().and_then(ReviewDraft::text_field)
    }

    /// An answer that is being given on a questionnaire's page.
    pub(super) fn sheet(&mut self) -> &mut SheetDraft {
        &mut self.sheet
    }

    /// Whether the participant is asked if they want to stop: then they are away from the page.
    pub fn is_stopping(&self) -> bool {
        self.stopping
    }

    /// Leaves the last page.
    pub(super) fn leave(&mut self) {
        self.leave = true;
    }

    /// Takes note of a key event; true where it is a press that counts.
    pub(super) fn key(&mut self, key: Key, down: bool, repeat: bool) -> bool {
        if !down {
            self.held.remove(&key);
            return false;
        }
        if repeat {
            return may_repeat(key) && self.held.contains(&key);
        }
        if self.drawn {
            self.held.insert(key);
        }
        self.drawn
    }
}

/// Whether two screens are one page, drawn again with something opened or scrolled.
pub fn is_same_page(a: &Screen, b: &Screen) -> bool {
    Shown::of(a) == Shown::of(b)
}

/// What makes a screen another one, as against the same one redrawn.
#[derive(Debug, Clone, PartialEq)]
enum Shown {
    Consent,
    Instructions(u32),
    Brief(usize, Option<Again>),
    Question(Arc<str>, u32),
    Arithmetic(u32),
    TwoBack(u32),
    Rest,
    Review(u32),
    Confidence(u32),
    Feedback(u32),
    Questionnaire(u32),
    PracticeResult(u32),
    Break(u32, bool),
    Debrief,
    Done,
}

impl Shown {
    fn of(screen: &Screen) -> Self {
        match screen {
            Screen::Consent { .. } => Self::Consent,
            Screen::Instructions { page, .. } => Self::Instructions(*page),
            Screen::Brief { brief, again, .. } => Self::Brief(Arc::as_ptr(brief).addr(), *again),
            Screen::Question { text, number, .. } => Self::Question(text.clone(), *number),
            Screen::Arithmetic { problem, .. } => Self::Arithmetic(*problem),
            Screen::TwoBack { serial, .. } => Self::TwoBack(*serial),
            Screen::Rest { .. } => Self::Rest,
            Screen::Review { review, .. } => Self::Review(*review),
            Screen::Confidence { progress, .. } => Self::Confidence(progress.done),
            Screen::Feedback { progress, .. } => Self::Feedback(progress.done),
            Screen::Questionnaire { serial, .. } => Self::Questionnaire(*serial),
            Screen::PracticeResult { round, .. } => Self::PracticeResult(*round),
            Screen::Break { progress, ready, .. } => Self::Break(progress.done, *ready),
            Screen::Debrief { .. } => Self::Debrief,
            Screen::Done { .. } => Self::Done,
        }
    }
}
