//! How the batch under review is read, beside opening and scrolling: marks of suspicion, whole outputs, the checks'
//! output, the page of keys, the search.

use super::event::Event;
use super::input::Read;
use super::screen::Reading;
use std::sync::Arc;

/// The present review's.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ReadingState {
    suspect: Arc<[bool]>,
    unfolded: Arc<[bool]>,
    has_cues: bool,
    cues_open: bool,
    help_open: bool,
    search_open: bool,
}

impl ReadingState {
    pub(super) fn new(batch_size: usize, has_cues: bool) -> Self {
        let none: Arc<[bool]> = vec![false; batch_size].into();
        Self {
            suspect: none.clone(),
            unfolded: none,
            has_cues,
            cues_open: false,
            help_open: false,
            search_open: false,
        }
    }

    /// What a screen shows of it.
    pub(super) fn shown(&self, side_by_side: bool) -> Reading {
        Reading {
            suspect: self.suspect.clone(),
            unfolded: self.unfolded.clone(),
            side_by_side,
            cues_open: self.cues_open,
            help_open: self.help_open,
            search_open: self.search_open,
        }
    }

    /// The event that an input makes; none where nothing would change or there is no such decision.
    pub(super) fn event(&self, trial: u32, side_by_side: bool, read: Read) -> Option<Event> {
        let event = match read {
            Read::Mark(decision, on) => Event::DecisionMarked { trial, decision, on },
            Read::Unfold(decision, on) => Event::OutputUnfolded { trial, decision, on },
            Read::SideBySide(on) => {
                return (side_by_side != on).then_some(Event::SideBySide { trial, on });
            }
            Read::Cues(on) => Event::CuesShown { trial, on },
            Read::Help(on) => Event::HelpShown { trial, on },
            Read::Search(on) => Event::SearchShown { trial, on },
            Read::Searched { letters, hits } => Event::Searched { trial, letters, hits },
            Read::Jump(decision, by) => Event::Jumped { trial, decision, by },
        };
        self.allows(&event).then_some(event)
    }

    /// Lets one event happen. Gives false, and changes nothing, where it cannot have happened here.
    pub(super) fn apply(&mut self, trial: u32, event: &Event) -> bool {
        let fits = event.reviewed_trial() == Some(trial) && self.allows(event);
        if fits {
            match event {
                Event::DecisionMarked { decision, on, .. } => set(&mut self.suspect, *decision, *on),
                Event::OutputUnfolded { decision, on, .. } => set(&mut self.unfolded, *decision, *on),
                Event::CuesShown { on, .. } => self.cues_open = *on,
                Event::HelpShown { on, .. } => self.help_open = *on,
                Event::SearchShown { on, .. } => self.search_open = *on,
                _ => {}
            }
        }
        fits
    }

    /// A crash took the review off the display, and with it what lay beside the decisions; marks stay.
    pub(super) fn interrupt(&mut self) {
        self.cues_open = false;
        self.help_open = false;
        self.search_open = false;
    }

    fn allows(&self, event: &Event) -> bool {
        match event {
            Event::DecisionMarked { decision, on, .. } => flag(&self.suspect, *decision) == Some(!on),
            Event::OutputUnfolded { decision, on, .. } => flag(&self.unfolded, *decision) == Some(!on),
            Event::CuesShown { on, .. } => self.has_cues && self.cues_open != *on,
            Event::HelpShown { on, .. } => self.help_open != *on,
            Event::SearchShown { on, .. } => self.search_open != *on,
            Event::Searched { letters, hits, .. } => {
                self.search_open && *letters > 0 && *hits as usize <= self.suspect.len()
            }
            Event::Jumped { decision, .. } => flag(&self.suspect, *decision).is_some(),
            _ => false,
        }
    }
}

impl Event {
    /// The trial of an event that tells how a batch was read.
    pub(super) fn reviewed_trial(&self) -> Option<u32> {
        match self {
            Self::DecisionMarked { trial, .. }
            | Self::OutputUnfolded { trial, .. }
            | Self::SideBySide { trial, .. }
            | Self::CuesShown { trial, .. }
            | Self::HelpShown { trial, .. }
            | Self::SearchShown { trial, .. }
            | Self::Searched { trial, .. }
            | Self::Jumped { trial, .. } => Some(*trial),
            _ => None,
        }
    }
}

/// The flag of decision `decision` (from 1); none where the batch has no such decision.
fn flag(flags: &[bool], decision: u32) -> Option<bool> {
    flags.get((decision as usize).checked_sub(1)?).copied()
}

/// Copies the flags only where a screen still holds the old ones.
fn set(flags: &mut Arc<[bool]>, decision: u32, on: bool) {
    let place = (decision as usize).checked_sub(1);
    if let Some(flag) = place.and_then(|place| Arc::make_mut(flags).get_mut(place)) {
        *flag = on;
    }
}
