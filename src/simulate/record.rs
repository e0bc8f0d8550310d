//! Putting a simulated session down, and going on where a killed run stopped.
//!
//! A simulated session can be had again: the same seed gives the same events. So a run that was killed at any byte is
//! resumed by living the session through once more from its start, holding what happens against what the journal
//! has already, and writing only what comes after. The finished journal is byte for byte that of a run that was
//! never stopped.

use crate::journal::{Durability, Header, Journal};
use crate::problem::{Outcome, Problem};
use crate::session::event::StampedEvent;
use std::path::Path;

/// A journal that is being written, or written again.
pub(super) struct Record {
    journal: Journal,
    /// What the journal held when it was opened, and how much of it has happened again.
    known: Vec<StampedEvent>,
    again: usize,
}

impl Record {
    /// Begins the journal at `path`, or goes on with it.
    ///
    /// # Errors
    /// Where the journal is of another session: another seed, plan or version of this software.
    pub(super) fn open(path: &Path, header: &Header) -> Outcome<Self> {
        if !path.exists() {
            let journal = Journal::create(path, header, Durability::AtEnd)?;
            return Ok(Self { journal, known: vec![], again: 0 });
        }
        let (recorded, journal) = Journal::append_to(path, Durability::AtEnd)?;
        if recorded.header != *header {
            return Err(other(path));
        }
        Ok(Self { journal, known: recorded.events, again: 0 })
    }

    /// Takes in what happens.
    ///
    /// # Errors
    /// Where it is not what the journal has; where the journal cannot be written.
    pub(super) fn take(&mut self, events: &[StampedEvent]) -> Outcome<()> {
        let known = self.known.get(self.again..).unwrap_or_default();
        let (old, new) = events.split_at(known.len().min(events.len()));
        if !known.starts_with(old) {
            return Err(other(self.journal.path()));
        }
        self.again += old.len();
        if new.is_empty() { Ok(()) } else { self.journal.append(new) }
    }

    /// Ends the session's record: everything is on the disk.
    ///
    /// # Errors
    /// Where the journal goes on after the session's end, or cannot be written.
    pub(super) fn close(self) -> Outcome<()> {
        if self.again < self.known.len() {
            return Err(other(self.journal.path()));
        }
        self.journal.close()
    }
}

fn other(path: &Path) -> Problem {
    Problem::new("this journal is not what this study's simulated participant does")
        .in_file(path)
        .todo("it was begun with another version of tightloop or of the packs; simulate into a new folder")
}
