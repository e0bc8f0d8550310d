//! How far participants have come, derived from their journals.

use crate::journal::{self, Recorded};
use crate::problem::{Outcome, Problem};
use crate::session::event::Event;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A participant of a study.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Participant {
    /// The code.
    pub id: String,
    /// Row of the counterbalancing, from 0.
    pub row: u32,
    /// Wall clock of the enrolment, RFC 3339; none in simulated studies.
    pub enrolled_at: Option<String>,
    /// Sessions begun.
    pub sessions: u32,
    /// How far they are.
    #[serde(flatten)]
    pub state: ParticipantState,
}

/// How far a participant has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum ParticipantState {
    /// Enrolled, nothing begun.
    Enrolled,
    /// In the middle.
    Running {
        /// Reviews ended, practice included.
        done: u32,
        /// Reviews planned, practice included.
        of: u32,
    },
    /// Every review has ended.
    Completed,
    /// Did not consent; the row is free again.
    Declined,
    /// Withdrew; nothing of theirs is left but this.
    Withdrawn {
        /// Wall clock, RFC 3339.
        at: String,
    },
    /// Their journal cannot be read.
    Unreadable {
        /// Why, in one line.
        problem: String,
    },
}

impl std::fmt::Display for ParticipantState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Enrolled => write!(f, "enrolled"),
            Self::Running { done, of } => write!(f, "running, {done} of {of} reviews"),
            Self::Completed => write!(f, "completed"),
            Self::Declined => write!(f, "declined"),
            Self::Withdrawn { at } => write!(f, "withdrawn {at}"),
            Self::Unreadable { problem } => write!(f, "unreadable: {problem}"),
        }
    }
}

/// A participant's journals in `folder`, by session. Missing folder: none.
///
/// # Errors
/// The folder is a link (it might lead anywhere) or cannot be read; sessions are missing; something else lies there.
pub(super) fn journals(folder: &Path) -> Outcome<Vec<PathBuf>> {
    match std::fs::symlink_metadata(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Problem::io(folder, "read the participant's folder", &error)),
        Ok(meta) if !meta.is_dir() => {
            return Err(Problem::new("a participant's folder is a link or a file")
                .in_file(folder)
                .todo("put the folder itself here"));
        }
        Ok(_) => {}
    }
    let reading = |error| Problem::io(folder, "read the participant's folder", &error);
    let mut sessions = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(reading)? {
        let entry = entry.map_err(reading)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(journal::disk::TEMP_PREFIX) {
            continue;
        }
        let regular = entry.file_type().map_err(reading)?.is_file();
        match session_number(&name).filter(|_| regular) {
            Some(number) => sessions.insert(number, entry.path()),
            None => {
                return Err(Problem::new("this is no session's journal")
                    .in_file(entry.path())
                    .todo("move it away"));
            }
        };
    }
    if let Some((missing, _)) = (1..).zip(sessions.keys()).find(|(expected, found)| expected != *found) {
        return Err(Problem::new(format!("the journal of session {missing} is missing"))
            .in_file(folder)
            .todo("bring it back from a backup"));
    }
    Ok(sessions.into_values().collect())
}

/// The file's name of a session's journal.
pub(super) fn file_name(session: u32) -> String {
    format!("session-{session}.jsonl")
}

/// The session that a file's name belongs to; its one spelling only.
fn session_number(name: &str) -> Option<u32> {
    let number = name.strip_prefix("session-")?.strip_suffix(".jsonl")?.parse().ok()?;
    (file_name(number) == name && number > 0).then_some(number)
}

/// What a state needs to know of one journal.
#[derive(Debug, Clone, Copy)]
struct Progress {
    done: u32,
    of: u32,
    ended: bool,
    declined: bool,
}

impl Progress {
    fn of(recorded: &Recorded) -> Self {
        let events = || recorded.events.iter().map(|event| &event.value);
        let ended_reviews = events()
            .filter(|event| matches!(event, Event::VerdictGiven { .. } | Event::TimedOut { .. }))
            .count();
        Self {
            done: u32::try_from(ended_reviews).unwrap_or(u32::MAX),
            of: u32::try_from(recorded.header.plan.trials.len()).unwrap_or(u32::MAX),
            ended: events().any(|event| *event == Event::SessionEnded),
            declined: events().any(|event| *event == Event::Consented { agreed: false }),
        }
    }
}

/// Journals read before. They only ever grow, so one of the same length is the same.
#[derive(Debug, Default)]
pub(super) struct Cache(Mutex<BTreeMap<PathBuf, (u64, Progress)>>);

impl Cache {
    /// How far the participant with these journals has come.
    pub(super) fn state(&self, journals: &[PathBuf]) -> Outcome<ParticipantState> {
        let Some((first, later)) = journals.split_first() else { return Ok(ParticipantState::Enrolled) };
        let mut all = self.progress(first)?;
        for path in later {
            let next = self.progress(path)?;
            all = Progress { done: all.done + next.done, ..next };
        }
        Ok(match all {
            Progress { ended: true, .. } => ParticipantState::Completed,
            Progress { declined: true, .. } => ParticipantState::Declined,
            Progress { done, of, .. } => ParticipantState::Running { done, of },
        })
    }

    fn progress(&self, path: &Path) -> Outcome<Progress> {
        let length =
            std::fs::metadata(path).map_err(|error| Problem::io(path, "read the journal", &error))?.len();
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, progress)) = lock().get(path).filter(|(known, _)| *known == length) {
            return Ok(*progress);
        }
        let progress = Progress::of(&journal::read(path)?);
        lock().insert(path.to_path_buf(), (length, progress));
        Ok(progress)
    }
}
