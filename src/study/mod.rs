//! A study: the folder that holds its protocol, its roster and its journals.
//!
//! ```text
//! study.json      what it is: id, simulated or not, hashes of protocol and packs, software          written once
//! protocol.ron    the protocol, byte for byte                                                       written once
//! roster.jsonl    who was enrolled into which row, who withdrew                                     lines added
//! journals/<participant>/session-<n>.jsonl                                                          lines added
//! pin.json        hash of the PIN that ends sessions, where one was set                             replaced
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
mod enrol;
mod id;
mod lock;
mod progress;
mod roster;
mod sitting;
mod withdraw;

pub use about::{About, STUDY_FORMAT};
pub use check::CheckReport;
pub use id::check_id;
pub use progress::{Participant, ParticipantState};
pub use sitting::{Sitting, Upcoming};

use crate::nearest::advice;
use crate::problem::{Outcome, Problem};
use crate::protocol::{self, Loaded};
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

    fn writable(&self) -> Outcome<()> {
        match self.lock {
            Some(_) => Ok(()),
            None => Err(Problem::new("the study is open for reading only").in_file(&self.dir)),
        }
    }
}
