//! Who takes part, in which row, with which plan.

use super::progress::{Participant, ParticipantState};
use super::{Study, check_id, create};
use crate::journal;
use crate::problem::{Outcome, Problem};
use crate::protocol::plan::Plan;
use crate::protocol::{self, quota};
use crate::scenario::Library;

impl Study {
    /// Enrols a participant into the row that is filled least by those who completed or still take part. Who withdrew or
    /// declined leaves a row free.
    ///
    /// # Errors
    /// The code is none, is taken (whatever the case of its letters) or belonged to somebody who withdrew; the packs are
    /// not those that the study was begun with; the study is open for reading only; the disk is full.
    pub fn enrol(&mut self, id: &str, library: &Library) -> Outcome<Participant> {
        check_id(id)?;
        self.writable()?;
        if let Some(entry) = self.roster.entries().iter().find(|entry| entry.id.eq_ignore_ascii_case(id)) {
            return Err(match &entry.withdrawn_at {
                Some(_) => Problem::new(format!("participant {} withdrew", entry.id)).todo("use a new code"),
                None => Problem::new(format!("participant {} is enrolled already", entry.id))
                    .todo("go on with them, or use a new code"),
            }
            .in_file(&self.dir));
        }
        if !self.journals(id)?.is_empty() {
            return Err(Problem::new(format!("there are journals of {id}, who is not on the roster"))
                .in_file(self.folder(id))
                .todo("move that folder away, or use a new code"));
        }
        self.same_packs(library)?;
        let assigned: Vec<(u32, quota::State)> =
            self.participants()?.iter().map(|one| (one.row, quota_state(&one.state))).collect();
        let row = quota::next_row(protocol::rows(&self.protocol.protocol), &assigned);
        let now = (!self.about.simulated).then(journal::wall_clock);
        self.roster.enrol(id, row, now)?;
        self.participant(id)
    }

    /// A participant's plan, as of their first sitting: the one in their journal once they have begun, else drawn from their row.
    ///
    /// # Errors
    /// They are not enrolled or withdrew; the packs are not those that the study was begun with; their journal cannot
    /// be read.
    pub fn plan(&self, id: &str, library: &Library) -> Outcome<Plan> {
        let entry = self.present(id)?;
        self.same_packs(library)?;
        match self.journals(id)?.first() {
            Some(path) => Ok(journal::read(path)?.header.plan),
            None => protocol::draw(&self.protocol, library, entry.row),
        }
    }

    /// Whether the packs are those that the study was begun with.
    pub(super) fn same_packs(&self, library: &Library) -> Outcome<()> {
        let now = create::pack_hashes(&self.protocol, library)?;
        let begun = &self.about.pack_hashes;
        let differs = now.keys().chain(begun.keys()).find(|id| now.get(*id) != begun.get(*id));
        match differs {
            None => Ok(()),
            Some(id) => Err(Problem::new(format!(
                "scenario pack '{id}' is not as it was when the study began with {}",
                self.about.software
            ))
            .in_file(&self.dir)
            .todo("use that version, or name the folder with the original packs by --scenarios")),
        }
    }
}

fn quota_state(state: &ParticipantState) -> quota::State {
    match state {
        ParticipantState::Completed => quota::State::Completed,
        ParticipantState::Declined
        | ParticipantState::Stopped { .. }
        | ParticipantState::PracticeNotPassed
        | ParticipantState::Withdrawn { .. } => quota::State::Gone,
        ParticipantState::Enrolled
        | ParticipantState::Running { .. }
        | ParticipantState::BetweenSittings { .. }
        | ParticipantState::Unreadable { .. } => quota::State::Active,
    }
}
