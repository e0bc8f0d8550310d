//! A study: the folder that holds its protocol, its roster and its journals.
//!
//! ```text
//! study.json      what it is: id, simulated or not, hashes of protocol and packs, software          written once
//! protocol.ron    the protocol, byte for byte                                                       written once
//! roster.jsonl    who was enrolled into which row, who withdrew                                     lines added
//! journals/<participant>/session-<n>.jsonl                                                          lines added
//! .lock           held by the one program that may write
//! ```
//!
//! Nothing else is kept: how far a participant is follows from their journals. A folder is made as a whole or not at all.
//!
//! Withdrawing erases the participant's journals. What stays is one roster line that says that they withdrew, and when,
//! beside the one that enrolled them (code and row, nothing that they did). That line is written first, so an erasure
//! that a crash interrupts is finished when the study is next opened; nothing of theirs is read from that line on.
//! Copies made elsewhere (exports, backups) are the lab's to erase.

mod about;
mod check;
mod create;
mod id;
mod lock;
mod progress;
mod roster;

pub use about::{About, STUDY_FORMAT};
pub use check::CheckReport;
pub use id::check_id;
pub use progress::{Participant, ParticipantState};

use crate::journal::{self, disk};
use crate::nearest::advice;
use crate::problem::{Outcome, Problem};
use crate::protocol::plan::Plan;
use crate::protocol::{self, Loaded, quota};
use crate::scenario::Library;
use lock::Lock;
use roster::{Entry, Roster};
use std::path::{Path, PathBuf};

const ABOUT: &str = "study.json";
const PROTOCOL: &str = "protocol.ron";
const JOURNALS: &str = "journals";

/// A study, open for writing ([`Study::open`]) or for reading ([`Study::read`]).
#[derive(Debug)]
pub struct Study {
    dir: PathBuf,
    about: About,
    protocol: Loaded,
    roster: Roster,
    progress: progress::Cache,
    /// None: read only.
    lock: Option<Lock>,
    notes: Vec<String>,
}

impl Study {
    /// Begins a study in a new or empty folder and opens it.
    ///
    /// # Errors
    /// The folder holds something or cannot be written to; the protocol names packs that are not there.
    pub fn create(
        dir: impl AsRef<Path>,
        loaded: &Loaded,
        library: &Library,
        simulated: bool,
    ) -> Outcome<Self> {
        create::create(dir.as_ref(), loaded, library, simulated)?;
        Self::open(dir)
    }

    /// Opens a study for writing: takes its lock, puts right what a crash left ([`Study::notes`]).
    ///
    /// # Errors
    /// There is no study; another program has it; its files were changed; its folder cannot be written to.
    pub fn open(dir: impl AsRef<Path>) -> Outcome<Self> {
        let dir = dir.as_ref();
        // Before anything is written, a lock file included: is this a study at all?
        About::read(&dir.join(ABOUT))?;
        let lock = Lock::take(dir)?;
        let mut study = Self::load(dir)?;
        study.lock = Some(lock);
        study.put_right()?;
        Ok(study)
    }

    /// Opens a study for reading only; nothing is written or locked, and another program may be writing to it.
    ///
    /// # Errors
    /// There is no study; its files were changed or cannot be read.
    pub fn read(dir: impl AsRef<Path>) -> Outcome<Self> {
        Self::load(dir.as_ref())
    }

    fn load(dir: &Path) -> Outcome<Self> {
        let about = About::read(&dir.join(ABOUT))?;
        let path = dir.join(PROTOCOL);
        let text = std::fs::read_to_string(&path)
            .map_err(|error| Problem::io(&path, "read the protocol", &error))?;
        let protocol = protocol::parse(&text, &path)?;
        if protocol.hash != about.protocol_hash {
            return Err(Problem::new("the protocol was changed after the study began")
                .in_file(&path)
                .todo("put the original back, or begin a new study with this one"));
        }
        let roster = Roster::read(dir)?;
        let progress = progress::Cache::default();
        Ok(Self { dir: dir.to_path_buf(), about, protocol, roster, progress, lock: None, notes: Vec::new() })
    }

    /// Finishes what a crash interrupted. Only under the lock.
    fn put_right(&mut self) -> Outcome<()> {
        if self.roster.torn {
            self.roster.mend()?;
            self.notes.push(format!("{}: a torn last line was cut off", roster::ROSTER));
        }
        let withdrawn: Vec<String> = self.withdrawn().map(|entry| entry.id.clone()).collect();
        for id in withdrawn {
            if self.erase(&id)? {
                self.notes.push(format!("the withdrawal of {id} was finished: their journals are erased"));
            }
        }
        for path in self.leftovers()? {
            let removed =
                if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
            removed.map_err(|error| Problem::io(&path, "remove a temporary file", &error))?;
            self.notes.push(format!("{}: a temporary file that a crash left was removed", path.display()));
        }
        Ok(())
    }

    /// What opening it put right after a crash, in words.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// What it is.
    pub fn about(&self) -> &About {
        &self.about
    }

    /// Its id: its protocol's.
    pub fn id(&self) -> &str {
        &self.about.id
    }

    /// Whether its participants are SIMULATED.
    pub fn simulated(&self) -> bool {
        self.about.simulated
    }

    /// Its protocol.
    pub fn protocol(&self) -> &Loaded {
        &self.protocol
    }

    /// Everybody who was ever enrolled, in that order, with how far they are.
    ///
    /// # Errors
    /// None for a single journal that cannot be read: that is the participant's [`ParticipantState::Unreadable`].
    pub fn participants(&self) -> Outcome<Vec<Participant>> {
        self.roster.entries().iter().map(|entry| Ok(self.participant_of(entry))).collect()
    }

    /// The participant of this code.
    ///
    /// # Errors
    /// There is none; names the nearest.
    pub fn participant(&self, id: &str) -> Outcome<Participant> {
        self.entry(id).map(|entry| self.participant_of(entry))
    }

    fn participant_of(&self, entry: &Entry) -> Participant {
        let (sessions, state) = match &entry.withdrawn_at {
            Some(at) => (0, ParticipantState::Withdrawn { at: at.clone() }),
            None => {
                match self.journals(&entry.id).and_then(|all| Ok((all.len(), self.progress.state(&all)?))) {
                    Ok((sessions, state)) => (u32::try_from(sessions).unwrap_or(u32::MAX), state),
                    Err(problem) => (0, ParticipantState::Unreadable { problem: problem.to_string() }),
                }
            }
        };
        let (id, enrolled_at) = (entry.id.clone(), entry.enrolled_at.clone());
        Participant { id, row: entry.row, enrolled_at, sessions, state }
    }

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

    /// A participant's plan: the one in their journal once they have begun, else drawn from their row.
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

    /// Where the journal of a participant's session (from 1) is or belongs. Characters that no code may hold are left
    /// out, so that the path stays within the study whatever it is asked for.
    pub fn journal_path(&self, id: &str, session: u32) -> PathBuf {
        self.folder(id).join(progress::file_name(session))
    }

    /// A participant's journals by session, those that there are.
    ///
    /// # Errors
    /// Their folder is a link, or holds something else, or lacks a session.
    pub fn journals(&self, id: &str) -> Outcome<Vec<PathBuf>> {
        progress::journals(&self.folder(id))
    }

    /// Erases everything that a participant did, and notes that they withdrew and when. Their code is never given again.
    /// Doing it twice is doing it once.
    ///
    /// # Errors
    /// They were never enrolled; the study is open for reading only; their folder is a link; nothing can be written.
    pub fn withdraw(&mut self, id: &str) -> Outcome<()> {
        self.writable()?;
        let entry = self.entry(id)?;
        let first_time = entry.withdrawn_at.is_none();
        self.no_link(id)?;
        if first_time {
            self.roster.withdraw(id, journal::wall_clock())?;
        }
        self.erase(id).map(|_| ())
    }

    /// Verifies everything that can be verified, by the packs that are built in. See [`Study::check_with`].
    ///
    /// # Errors
    /// As [`Study::check_with`].
    pub fn check(&self) -> Outcome<CheckReport> {
        self.check_with(&Library::embedded()?)
    }

    /// Verifies every journal's chain, stamps and header, that its events replay (where the packs are those that it was
    /// recorded with), the roster, and that nothing is left lying about.
    ///
    /// # Errors
    /// The folder cannot be read at all; what is wrong in it is in the report.
    pub fn check_with(&self, library: &Library) -> Outcome<CheckReport> {
        check::check(self, library)
    }

    fn folder(&self, id: &str) -> PathBuf {
        let safe: String = id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        self.dir.join(JOURNALS).join(safe)
    }

    fn entry(&self, id: &str) -> Outcome<&Entry> {
        check_id(id)?;
        self.roster.find(id).ok_or_else(|| {
            let known = self.roster.entries().iter().map(|entry| entry.id.as_str());
            Problem::new(format!("there is no participant {id}")).in_file(&self.dir).todo(advice(id, known))
        })
    }

    fn present(&self, id: &str) -> Outcome<&Entry> {
        let entry = self.entry(id)?;
        match &entry.withdrawn_at {
            None => Ok(entry),
            Some(at) => Err(Problem::new(format!("participant {id} withdrew on {at}")).in_file(&self.dir)),
        }
    }

    fn withdrawn(&self) -> impl Iterator<Item = &Entry> {
        self.roster.entries().iter().filter(|entry| entry.withdrawn_at.is_some())
    }

    fn writable(&self) -> Outcome<()> {
        match self.lock {
            Some(_) => Ok(()),
            None => Err(Problem::new("the study is open for reading only").in_file(&self.dir)),
        }
    }

    /// Whether the packs are those that the study was begun with.
    fn same_packs(&self, library: &Library) -> Outcome<()> {
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

    /// A link in place of a participant's folder might lead out of the study: nothing is erased through it.
    fn no_link(&self, id: &str) -> Outcome<()> {
        let folder = self.folder(id);
        match std::fs::symlink_metadata(&folder) {
            Ok(meta) if !meta.is_dir() => Err(Problem::new("a participant's folder is a link or a file")
                .in_file(&folder)
                .todo("erase by hand what it leads to, and then the link")),
            _ => Ok(()),
        }
    }

    /// Erases a participant's journals; whether there was anything.
    fn erase(&mut self, id: &str) -> Outcome<bool> {
        self.no_link(id)?;
        let folder = self.folder(id);
        let erasing = |error| Problem::io(&folder, "erase the participant's journals", &error);
        match std::fs::remove_dir_all(&folder) {
            Ok(()) => disk::sync_dir(&self.dir.join(JOURNALS)).map_err(erasing).map(|()| true),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(erasing(error)),
        }
    }

    /// Temporary files in the study: traces of crashes.
    fn leftovers(&self) -> Outcome<Vec<PathBuf>> {
        let mut found = Vec::new();
        let journals = self.dir.join(JOURNALS);
        let mut folders = vec![self.dir.clone(), journals.clone()];
        folders.extend(self.roster.entries().iter().map(|entry| journals.join(&entry.id)));
        for folder in folders {
            // A folder that is not there, or is a link or a file, is somebody else's to complain about.
            let Ok(entries) = std::fs::read_dir(&folder) else { continue };
            let temporary = |name: &std::ffi::OsStr| name.to_string_lossy().starts_with(disk::TEMP_PREFIX);
            found.extend(
                entries.flatten().filter(|entry| temporary(&entry.file_name())).map(|entry| entry.path()),
            );
        }
        found.sort();
        Ok(found)
    }
}

fn quota_state(state: &ParticipantState) -> quota::State {
    match state {
        ParticipantState::Completed => quota::State::Completed,
        ParticipantState::Declined | ParticipantState::Withdrawn { .. } => quota::State::Gone,
        ParticipantState::Enrolled
        | ParticipantState::Running { .. }
        | ParticipantState::Unreadable { .. } => quota::State::Active,
    }
}
