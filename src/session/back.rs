//! The 2-back filler under way: what is on the display, what was answered, and what time owes it.

use super::event::{Event, LetterOutcome};
use super::letters::{GAP_NANOS, SHOWN_NANOS, letter};
use super::state::{Stage, State};

/// One run of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Back {
    /// Which run of this session, from 0.
    run: u32,
    /// The present letter's place in it, or the next one's, from 0.
    place: u32,
    /// The letter two before, and the one before.
    seen: [Option<char>; 2],
    present: Option<Present>,
}

/// The letter that can be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Present {
    since_nanos: u64,
    hidden: bool,
    answered: bool,
}

impl Back {
    /// A run's beginning.
    pub(super) fn new(run: u32) -> Self {
        Self { run, place: 0, seen: [None; 2], present: None }
    }

    fn drawn(self, seed: u64) -> (char, bool) {
        letter(seed, self.run, self.place, self.seen[0])
    }

    /// What is on the display: the letter, where one is, and whether it was answered.
    pub(super) fn shown(self, seed: u64) -> (Option<char>, bool) {
        match self.present {
            Some(present) => {
                let (shown, _) = self.drawn(seed);
                ((!present.hidden).then_some(shown), present.answered)
            }
            None => (None, false),
        }
    }

    /// What time owes, and when; none where no further letter would be over by `until_nanos`.
    pub(super) fn owed(self, seed: u64, now_nanos: u64, until_nanos: u64) -> Option<(u64, Event)> {
        let (run, place) = (self.run, self.place);
        let (shown, same) = self.drawn(seed);
        let Some(present) = self.present else {
            let end = now_nanos.saturating_add(SHOWN_NANOS + GAP_NANOS);
            let event = Event::LetterShown { run, place, letter: shown, same };
            return (end <= until_nanos).then_some((now_nanos, event));
        };
        let hides = present.since_nanos.saturating_add(SHOWN_NANOS);
        if !present.hidden {
            return Some((hides, Event::LetterHidden { run, place }));
        }
        let outcome = LetterOutcome::of(same, present.answered);
        Some((hides.saturating_add(GAP_NANOS), Event::LetterEnded { run, place, outcome }))
    }

    /// What it means that a person says: the same as two before. None where there is nothing to say it of.
    pub(super) fn answer(self, seed: u64) -> Option<Event> {
        self.present.filter(|present| !present.answered)?;
        let (_, same) = self.drawn(seed);
        Some(Event::LetterAnswered { run: self.run, place: self.place, correct: same })
    }

    /// Lets an event of this run happen; false where it cannot have.
    fn apply(&mut self, seed: u64, at: u64, event: &Event) -> bool {
        let (drawn, is_same) = self.drawn(seed);
        let here = |run: u32, place: u32| (run, place) == (self.run, self.place);
        match (event, self.present) {
            (Event::LetterShown { run, place, letter, same }, None)
                if here(*run, *place) && (*letter, *same) == (drawn, is_same) =>
            {
                self.present = Some(Present { since_nanos: at, hidden: false, answered: false });
            }
            (Event::LetterHidden { run, place }, Some(present)) if here(*run, *place) && !present.hidden => {
                self.present = Some(Present { hidden: true, ..present });
            }
            (Event::LetterAnswered { run, place, correct }, Some(present))
                if here(*run, *place) && !present.answered && *correct == is_same =>
            {
                self.present = Some(Present { answered: true, ..present });
            }
            (Event::LetterEnded { run, place, outcome }, Some(present))
                if here(*run, *place) && *outcome == LetterOutcome::of(is_same, present.answered) =>
            {
                self.present = None;
                self.place += 1;
                self.seen = [self.seen[1], Some(drawn)];
            }
            _ => return false,
        }
        true
    }
}

impl State {
    /// A new run of letters.
    pub(super) fn new_run(&mut self) -> Back {
        self.runs += 1;
        Back::new(self.runs - 1)
    }

    /// An event of the 2-back filler.
    pub(super) fn change_letters(&mut self, seed: u64, at: u64, event: &Event) -> bool {
        let Stage::Filler { back, announced: true, .. } = &mut self.stage else { return false };
        let fits = back.apply(seed, at, event);
        self.letters += u32::from(fits && matches!(event, Event::LetterShown { .. }));
        fits
    }
}
